"""Security events of accounts, for the log."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from radcareers import logs

EVENTS: dict[str, Signal] = {
    "signed in": user_logged_in,
    "signed out": user_logged_out,
    "sign-in failed": user_login_failed,
    "signed up": account_signals.user_signed_up,
    "password changed": account_signals.password_changed,
    "password reset": account_signals.password_reset,
    "address changed": account_signals.email_changed,
    "second factor added": mfa_signals.authenticator_added,
    "second factor removed": mfa_signals.authenticator_removed,
}


def listen(event: str, signal: Signal) -> None:
    """Log the signal as that event, with the person's id and nothing else about them."""

    def note(request: HttpRequest | None = None, user: Any = None, **_kwargs: Any) -> None:
        logs.note(event, request=request, user_id=user.pk if user else None)

    signal.connect(note, weak=False, dispatch_uid=f"radcareers.log.{event}")


for _event, _signal in EVENTS.items():
    listen(_event, _signal)
