"""What is kept for how long. Called by the writes, and by ``manage.py purge`` for everybody."""

import datetime as dt

from django.db.models import F, Q
from django.utils import timezone

from pathways.models import Plan, ShareLink
from radcareers.accounts.models import User

KEPT_EDITS = 50
KEPT_STEPS = 50
SLACK = 10
DELETED_DAYS = 30
MAX_DELETED = 100
DEAD_LINK_DAYS = 90


def prune_revisions(*, plan: Plan) -> None:
    """Keep the newest 50 edits, the newest 50 undo and redo steps, whatever has a name, and the
    baseline.

    It works in strides, so that not every edit of a long history deletes a row.
    """
    edits = plan.revisions.filter(shows=F("number"))
    steps = plan.revisions.exclude(shows=F("number"))
    for kept, limit in ((edits, KEPT_EDITS), (steps, KEPT_STEPS)):
        numbers = list(kept.order_by("-number").values_list("number", flat=True))
        if len(numbers) > limit + SLACK:
            old = kept.filter(number__lt=numbers[limit - 1], name="")
            old.exclude(number__in=[plan.shows, plan.baseline or plan.shows]).delete()


def prune_plans(*, owner: User | None = None) -> int:
    """Delete for good what was deleted 30 days ago, and all but somebody's newest 100 of these.

    Returns how many plans went.
    """
    deleted = Plan.objects.deleted()
    too_old = deleted.filter(deleted_at__lt=timezone.now() - dt.timedelta(days=DELETED_DAYS))
    if owner is None:
        return _count(too_old.order_by().delete())
    own = deleted.of(owner.pk)
    overflow = list(own.values_list("pk", flat=True)[MAX_DELETED:])
    gone = _count(too_old.of(owner.pk).order_by().delete())
    return gone + _count(own.filter(pk__in=overflow).delete())


def prune_links() -> int:
    """Delete links that have been revoked or expired for 90 days; returns how many went."""
    before = timezone.now() - dt.timedelta(days=DEAD_LINK_DAYS)
    dead = ShareLink.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))
    return _count(dead.order_by().delete())


def _count(deletion: tuple[int, dict[str, int]]) -> int:
    """How many plans or links a deletion took, what hung on them not counted."""
    return sum(deletion[1].get(name, 0) for name in ("pathways.Plan", "pathways.ShareLink"))
