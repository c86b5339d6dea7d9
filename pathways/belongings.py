"""Everything the site keeps about one person, as a document for them to take away."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, QuerySet

from pathways.models import Plan, Report
from radcareers.accounts.models import User

BELONGINGS_FORMAT = 1
SHOWN: dict[str, tuple[str, ...]] = {
    "addresses": ("email", "verified", "primary"),
    "second_factors": ("type", "created_at", "last_used_at"),
    "sessions": ("ip", "user_agent", "created_at", "last_seen_at"),
    "revisions": ("number", "kind", "cause", "name", "created_at", "document"),
    "reports": ("created_at", "address", "name", "edition", "text", "source_url", "state"),
    "links": (
        "label",
        "show_name",
        "show_notes",
        "show_own_names",
        "takes_comments",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_opened_at",
    ),
    "comments": ("item", "about", "through", "name", "text", "written_at", "state", "reply"),
}


def belongings_of(user: User) -> dict[str, Any]:
    """The person's account, plans (deleted ones included) and links, without any secret.

    Each ``document`` of a plan is what the site imports again.
    """
    plans = Plan.objects.of(user.pk).prefetch_related("revisions", "share_links", "comments")
    return {
        "format": BELONGINGS_FORMAT,
        "account": {"email": user.email, "name": user.name, "joined": _plain(user.date_joined)},
        "addresses": _rows("addresses", _oldest_first(EmailAddress, user)),
        "second_factors": _rows("second_factors", _oldest_first(Authenticator, user)),
        "sessions": _rows("sessions", _oldest_first(UserSession, user)),
        "reports": _rows("reports", Report.objects.filter(email__iexact=user.email)),
        "plans": [_plan(plan) for plan in plans],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "created": _plain(plan.created_at),
        "changed": _plain(plan.updated_at),
        "deleted": _plain(plan.deleted_at),
        "document": plan.document,
        "compared_with": plan.baseline,
        "revisions": _rows("revisions", plan.revisions.all()),
        "links": _rows("links", plan.share_links.all()),
        "comments": _rows("comments", plan.comments.all()),
    }


def _oldest_first(model: type[Model], user: User) -> "QuerySet[Any]":
    return model._default_manager.filter(user_id=user.pk).order_by("pk")


def _rows(name: str, rows: "QuerySet[Any]") -> list[dict[str, Any]]:
    return [{field: _plain(getattr(row, field)) for field in SHOWN[name]} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if hasattr(value, "isoformat") else value
