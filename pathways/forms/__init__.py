"""What people type, checked: with sentences for what is wrong."""

from pathways.forms.belongings import (
    FarewellForm,
    PartnerLinkForm,
    ShareForm,
    StateNameForm,
    TitleForm,
)
from pathways.forms.comments import CommentForm, ReplyForm, StateForm
from pathways.forms.edits import (
    FIXED,
    RESULTS,
    WAYS,
    AttemptForm,
    BirthMonthForm,
    ClockForm,
    FinishByForm,
    InsertForm,
    LeaveForm,
    LengthForm,
    NoteForm,
    PeriodForm,
    ReasonForm,
    SittingForm,
    StartDateForm,
    StatusForm,
    TrackForm,
    WorkingForm,
)
from pathways.forms.fields import problems_of
from pathways.forms.reports import ReportForm
from pathways.forms.start import StartForm

__all__ = [
    "FIXED",
    "RESULTS",
    "WAYS",
    "AttemptForm",
    "BirthMonthForm",
    "ClockForm",
    "CommentForm",
    "FarewellForm",
    "FinishByForm",
    "InsertForm",
    "LeaveForm",
    "LengthForm",
    "NoteForm",
    "PartnerLinkForm",
    "PeriodForm",
    "ReasonForm",
    "ReplyForm",
    "ReportForm",
    "ShareForm",
    "SittingForm",
    "StartDateForm",
    "StartForm",
    "StateForm",
    "StateNameForm",
    "StatusForm",
    "TitleForm",
    "TrackForm",
    "WorkingForm",
    "problems_of",
]
