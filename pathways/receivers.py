"""What happens when somebody signs in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from pathways import access, drafts
from pathways.errors import Refused
from pathways.operations.plans import claim_draft
from pathways.planning.catalogue.documents import DocumentError
from pathways.typed import forget_typed
from radcareers.accounts.models import User


@receiver(user_logged_in)
def save_draft_of_person(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Make the draft of the session the person's own plan; where it cannot be, say so."""
    draft = drafts.read_draft(request.session)
    if draft is None:
        return
    try:
        past = [(step.document, step.cause) for step in draft.past]
        plan = claim_draft(owner=user, document=draft.document, key=draft.key, past=past)
    except (Refused, DocumentError) as refusal:
        messages.warning(request, f"Your draft is not saved yet. {refusal}")
        return
    drafts.discard_draft(request.session)
    drafts.note_claimed(request.session, plan.pk)
    messages.success(request, "Your plan is saved in your account.")


@receiver(user_logged_in)
def drop_what_others_typed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """What was typed for a plan waits in the session for its owner only."""
    own = access.own_plans(user).values_list("pk", flat=True)
    forget_typed(request.session, unless_for=own)
