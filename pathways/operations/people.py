"""Deleting a person with everything that is theirs."""

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from pathways.models import Report
from radcareers import logs
from radcareers.accounts.models import User


@transaction.atomic
def delete_person(*, user: User) -> None:
    """Delete the account, its plans, links and sessions at once and for good.

    What coordinators published stays, without their name, and so does what was reported as
    wrong, without the address. The admin's own log names people by their address, so its lines
    about this person go, too.
    """
    User.objects.select_for_update().get(pk=user.pk)
    keys = UserSession.objects.filter(user_id=user.pk).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).delete()
    Report.objects.filter(email__iexact=user.email).update(email="")
    logs.note("account deleted", user_id=user.pk)
    user.delete()
