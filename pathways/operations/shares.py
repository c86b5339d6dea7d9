"""Every write to a share link: one function, one transaction each."""

import base64
import datetime as dt
import re
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pathways.errors import KeyReused, LimitReached
from pathways.models import Plan, ShareLink
from pathways.models.shares import hash_token
from radcareers import logs
from radcareers.accounts.models import User

MAX_LIVE_LINKS = 20
DEFAULT_DAYS = 30
MAX_DAYS = 3650
NOTED_EVERY = dt.timedelta(minutes=5)
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|fetch|check|monitor|facebookexternalhit|embed|whatsapp"
    r"|slack|telegram|skype|teams|discord|curl|wget|python|java/|go-http|okhttp|headless|^$",
    re.IGNORECASE,
)


@transaction.atomic
def create_share(
    *,
    plan: Plan,
    label: str = "",
    days: int | None = DEFAULT_DAYS,
    show_name: bool = False,
    show_notes: bool = False,
    show_own_names: bool = False,
    takes_comments: bool = False,
    key: uuid.UUID | None = None,
) -> tuple[ShareLink, str]:
    """Make a link to the plan that opens for ``days`` days, today included (None: until it is
    revoked).

    Returns the link and its token. The same ``key`` again gives the same two; with other content
    it is refused.
    """
    User.objects.select_for_update().get(pk=plan.owner_id)
    link = ShareLink(
        plan=plan,
        label=label.strip()[:100],
        expires_at=None if days is None else _end(days),
        show_name=show_name,
        show_notes=show_notes,
        show_own_names=show_own_names,
        takes_comments=takes_comments,
        client_key=key or uuid.uuid4(),
    )
    if earlier := ShareLink.objects.filter(plan=plan, client_key=link.client_key).first():
        return _same(earlier, link)
    _leave_room(plan)
    token = _token(link, settings.SECRET_KEY)
    link.token_hash = hash_token(token)
    link.save(force_insert=True)
    logs.note("link made", user_id=plan.owner_id)
    return link, token


@transaction.atomic
def revoke_share(*, link: ShareLink) -> ShareLink:
    """Close the link for good, in every form of it and at once."""
    now = timezone.now()
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)
    link.refresh_from_db()
    logs.note("link revoked", user_id=link.plan.owner_id)
    return link


def note_opening(*, link: ShareLink, method: str, user_agent: str) -> None:
    """Keep when the link was last opened by somebody.

    HEAD requests and robots leave no trace, nor does a second look within five minutes.
    """
    if method != "GET" or ROBOT.search(user_agent):
        return
    now = timezone.now()
    unseen = Q(last_opened_at=None) | Q(last_opened_at__lt=now - NOTED_EVERY)
    ShareLink.objects.filter(unseen, pk=link.pk).update(last_opened_at=now)


def token_of(link: ShareLink) -> str | None:
    """The token of the link, for its owner's eyes; None when it was made under a lost secret."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _token(link, secret)
        if hash_token(token) == link.token_hash:
            return token
    return None


def _token(link: ShareLink, secret: str) -> str:
    digest = salted_hmac(
        "pathways.shares", f"{link.pk}:{link.nonce}", secret=secret, algorithm="sha256"
    ).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _leave_room(plan: Plan) -> None:
    live = ShareLink.objects.live(timezone.now()).filter(plan__owner_id=plan.owner_id)
    if live.count() >= MAX_LIVE_LINKS:
        raise LimitReached(
            f"You have {MAX_LIVE_LINKS} links that open, the most there can be. Revoke one first."
        )


def _end(days: int) -> dt.datetime:
    """The first moment after so many days, today being the first of them."""
    if not 1 <= days <= MAX_DAYS:
        raise LimitReached(f"A link can open for 1 to {MAX_DAYS} days, or until you revoke it.")
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return today + dt.timedelta(days=days)


def _same(earlier: ShareLink, wanted: ShareLink) -> tuple[ShareLink, str]:
    """The link that the key made before, if it is what is wanted now."""
    token = token_of(earlier)
    same = all(
        getattr(earlier, name) == getattr(wanted, name)
        for name in ("label", "show_name", "show_notes", "show_own_names", "takes_comments")
    ) and (earlier.expires_at is None) == (wanted.expires_at is None)
    if not same or token is None:
        raise KeyReused
    return earlier, token
