"""The rows: the catalogue that coordinators edit, the editions published from it, and plans."""

from pathways.models.base import Pack
from pathways.models.catalogue import (
    Cohort,
    Destination,
    Jurisdiction,
    Organisation,
    Source,
    Statement,
)
from pathways.models.comments import Comment
from pathways.models.editions import Edition, EditionsNeverChange
from pathways.models.limits import (
    Clock,
    Counting,
    Lead,
    LeaveRule,
    LockOut,
    Renewal,
    TimeOut,
    Validity,
)
from pathways.models.milestones import Fee, Milestone, Sitting, TimingRule
from pathways.models.plans import Plan, Revision
from pathways.models.reports import Report
from pathways.models.requirements import PublishedDate, Requirement
from pathways.models.shares import ShareLink
from pathways.models.stages import Intake, Stage, Track
from pathways.models.warns import Warns

__all__ = [
    "Clock",
    "Cohort",
    "Comment",
    "Counting",
    "Destination",
    "Edition",
    "EditionsNeverChange",
    "Fee",
    "Intake",
    "Jurisdiction",
    "Lead",
    "LeaveRule",
    "LockOut",
    "Milestone",
    "Organisation",
    "Pack",
    "Plan",
    "PublishedDate",
    "Renewal",
    "Report",
    "Requirement",
    "Revision",
    "ShareLink",
    "Sitting",
    "Source",
    "Stage",
    "Statement",
    "TimeOut",
    "TimingRule",
    "Track",
    "Validity",
    "Warns",
]
