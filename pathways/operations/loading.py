"""Loading packs: their text becomes rows, unless the rows were edited since.

A pack remembers the digest of the text it was loaded from and of the rows that this made. Text
that did not change is not loaded again, so that edits in the admin stay; text that did change
over rows that were edited is refused until somebody decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from pathways.bridge import draft_of, join_documents, pack_documents, replace_packs
from pathways.models import Pack as PackRow
from pathways.models.editions import digest_of
from pathways.operations.publishing import lock_catalogue
from pathways.packs.folders import Pack, PackError, join_packs, read_packs, tell
from pathways.planning.catalogue.changes import changed_entries
from pathways.planning.catalogue.documents import Problem
from pathways.planning.catalogue.older import as_once_written
from pathways.planning.catalogue.writing import Document
from pathways.planning.soundness import check_edition


@dataclass(frozen=True)
class Loaded:
    """What loading did: the keys of packs that were loaded, that had not changed, and that were
    kept because of edits in the admin."""

    loaded: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@transaction.atomic
def load_packs(
    folders: Iterable[Path], *, replace: bool = False, keep_edited: bool = False
) -> Loaded:
    """Load packs from folders, all or nothing; raises PackError with every reason not to.

    ``replace`` discards edits made in the admin since the last loading; ``keep_edited`` leaves
    packs with such edits as they are instead of refusing.
    """
    packs = read_packs(folders)
    lock_catalogue()
    standing = pack_documents()
    rows = {row.key: row for row in PackRow.objects.all()}
    due: list[Pack] = []
    edited: list[Pack] = []
    for pack in packs:
        row, document = rows.get(pack.key), standing.get(pack.key)
        is_edited = row is not None and not _is_as_loaded(row, document or {})
        if row is None or row.text_digest != pack.digest:
            wanted = draft_of(pack.document).document
            (edited if is_edited and wanted != document else due).append(pack)
        elif is_edited and replace:
            due.append(pack)
    if replace:
        due, edited = due + edited, []
    if edited and not keep_edited:
        raise PackError([_edited(pack) for pack in edited])
    if due:
        _check(due, standing)
        replace_packs({pack.key: pack.document for pack in due})
        _remember(due)
    busy = {pack.key for pack in (*due, *edited)}
    return Loaded(
        loaded=tuple(pack.key for pack in due),
        unchanged=tuple(pack.key for pack in packs if pack.key not in busy),
        kept=tuple(pack.key for pack in edited),
    )


def _is_as_loaded(row: PackRow, document: Document) -> bool:
    """Whether the entries of a pack are what they were when it was loaded, by this or an earlier
    version."""
    return row.rows_digest in {digest_of(document), digest_of(as_once_written(document))}


def _edited(pack: Pack) -> str:
    return (
        f"{pack.key}: the text has changed, but so have the entries in the admin since it was last "
        "loaded. Take the edits into the text (dump_packs writes them out), or discard them with "
        "--replace."
    )


def _check(due: Sequence[Pack], standing: Mapping[str, Document]) -> None:
    """Refuse packs that make the catalogue unsound; drafts in other packs are not their fault."""
    join_packs(due)
    others = {key: value for key, value in standing.items() if key not in {p.key for p in due}}
    taken = {
        (section, key): pack
        for pack, document in others.items()
        for section, entries in document.items()
        if isinstance(entries, dict)
        for key in entries
    }
    documents = [*others.values(), *(pack.document for pack in due)]
    problems = [
        Problem(path, f"is defined in the pack {taken[path]} too.")
        for pack in due
        for path in taken.keys() & pack.places.keys()
    ]
    problems += check_edition(draft_of(join_documents(documents)).edition)
    ours = [one for one in problems if any(one.path[:2] in pack.places for pack in due)]
    if ours:
        raise PackError(tell(due, ours))


def _remember(due: Iterable[Pack]) -> None:
    standing = pack_documents()
    for pack in due:
        if lost := changed_entries(draft_of(pack.document).document, standing[pack.key]):
            raise RuntimeError(f"The rows do not hold what {pack.key} says: {lost[:5]}")
        PackRow.objects.filter(key=pack.key).update(
            text_digest=pack.digest,
            rows_digest=digest_of(standing[pack.key]),
            loaded=timezone.now(),
        )
