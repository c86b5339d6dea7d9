"""Publishing: the catalogue as it stands becomes an edition, once it is sound."""

from collections.abc import Sequence

from django.db import transaction

from pathways.bridge import Draft, catalogue_draft
from pathways.models import Edition, Pack
from pathways.models.editions import digest_of
from pathways.planning.catalogue.documents import Problem
from pathways.planning.soundness import check_edition
from radcareers.accounts.models import User


class PublishRefused(ValueError):
    """The catalogue is not fit to publish; ``problems`` says every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def problems_of(draft: Draft) -> tuple[Problem, ...]:
    """Why a draft cannot be published. What cannot be read comes first, and alone."""
    return draft.problems or check_edition(draft.edition)


def is_published(draft: Draft) -> bool:
    """Whether the newest edition says exactly what the draft says."""
    newest = Edition.objects.order_by("-number").values_list("digest", flat=True).first()
    return bool(newest == digest_of(draft.document))


@transaction.atomic
def publish(*, user: User | None, note: str) -> Edition:
    """Make an edition of the catalogue as it stands; raises PublishRefused.

    1. Everything can be read and ``check_edition`` finds nothing.
    2. It differs from the newest edition.

    Every write to the catalogue locks its pack first, so holding all of them keeps the rows
    still while they are read.
    """
    lock_catalogue()
    draft = catalogue_draft()
    if problems := problems_of(draft):
        raise PublishRefused(problems)
    newest = Edition.objects.order_by("-number").values("number", "digest").first()
    number = newest["number"] if newest else 0
    if newest and newest["digest"] == digest_of(draft.document):
        raise PublishRefused([Problem((), f"nothing has changed since edition {number}.")])
    if not draft.edition.destinations:
        raise PublishRefused([Problem(("destinations",), "there is nowhere to head for yet.")])
    edition = Edition(number=number + 1, document=draft.document, note=note, published_by=user)
    edition.save()
    return edition


def lock_catalogue() -> None:
    """Wait until nobody else writes to the catalogue, and keep others waiting until the end of
    the transaction (SQLite lets only one write at a time anyway)."""
    list(Pack.objects.select_for_update().order_by("pk").values_list("pk"))
