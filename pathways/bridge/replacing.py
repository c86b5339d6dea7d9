"""Documents → rows: makes the rows of packs equal to their documents.

Entries that did not change are not touched, and whatever keeps its key keeps its row. Changed
entries count a new version, so that a page open in the admin is not saved over them.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Model

from pathways import models as m
from pathways.bridge.columns import Wanted, wanted_of
from pathways.bridge.documents import draft_of, pack_documents
from pathways.bridge.rows import SECTION_MODELS, citations
from pathways.models.base import Keyed, Positioned
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.catalogue.writing import Document

Pairs = list[tuple[Any, Wanted]]


class UnknownKey(LookupError):
    """A document names something that is in no pack."""


def replace_pack(pack: str, document: Document) -> None:
    """Make the rows of one pack equal to its document."""
    replace_packs({pack: document})


@transaction.atomic
def replace_packs(documents: Mapping[str, Document]) -> None:
    """Make the rows of packs equal to their documents, all or nothing.

    Raises DocumentError when a document cannot be read and UnknownKey when it names what is in
    no pack; whether it is sound as a whole is for the caller to have checked.
    """
    wanted = {key: _readable(document) for key, document in documents.items()}
    standing = pack_documents()
    packs = {}
    for key, document in wanted.items():
        name = document.get("name") or key
        packs[key], _ = m.Pack.objects.update_or_create(key=key, defaults={"name": name})
    for section in SECTION_MODELS:
        _replace_section(section, packs, wanted, standing)
    for section in reversed(SECTION_MODELS):
        keys = [key for document in wanted.values() for key in document.get(section, ())]
        gone = SECTION_MODELS[section]._default_manager.filter(pack__in=packs.values())
        gone.exclude(key__in=keys).delete()


def _readable(document: Document) -> Document:
    draft = draft_of(document)
    if draft.problems:
        raise DocumentError(draft.problems)
    return draft.document


def _replace_section(
    section: str,
    packs: Mapping[str, m.Pack],
    wanted: Mapping[str, Document],
    standing: Mapping[str, Document],
) -> None:
    model = SECTION_MODELS[section]
    rows = {row.key: row for row in model._default_manager.filter(pack__in=packs.values())}
    ids: dict[type[Model], dict[str, int]] = {}

    def find_id(target: type[Keyed], key: str) -> int | None:
        if not key:
            return None
        if target not in ids:
            ids[target] = dict(target._default_manager.values_list("key", "pk"))
        if key not in ids[target]:
            raise UnknownKey(f"There is no {target._meta.verbose_name} “{key}”.")
        return ids[target][key]

    pairs: Pairs = []
    for pack_key, document in wanted.items():
        before = standing.get(pack_key, {}).get(section, {})
        for position, (key, entry) in enumerate(document.get(section, {}).items(), 1):
            row = rows.get(key) or model(key=key)
            placed = {"pack_id": packs[pack_key].pk, "position": position}
            if row.pk and before.get(key) == entry:
                _place(row, placed)
                continue
            one = wanted_of(section, entry, find_id)
            one.columns.update(placed)
            pairs.append((row, one))
    _save(model, pairs)
    changed = [row.pk for row, _ in pairs if row.key in rows]
    model._default_manager.filter(pk__in=changed).update(version=F("version") + 1)


def _place(row: Keyed, placed: Mapping[str, int]) -> None:
    if any(getattr(row, name) != value for name, value in placed.items()):
        type(row)._default_manager.filter(pk=row.pk).update(**placed)


def _save(model: type[Model], pairs: Pairs) -> None:
    """Make rows hold what is wanted, then the rows that belong to them."""
    for row, wanted in pairs:
        changed = [name for name, value in wanted.columns.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, wanted.columns[name])
        if row.pk and changed:
            row.save(update_fields=changed)
    model._default_manager.bulk_create([row for row, _ in pairs if not row.pk], batch_size=500)
    for name in sorted({name for _, wanted in pairs for name in wanted.cited}):
        _cite(model, name, {row.pk: wanted.cited[name] for row, wanted in pairs})
    by_kind: dict[tuple[type[Positioned], str], list[tuple[Model, list[Wanted]]]]
    by_kind = defaultdict(list)
    for row, wanted in pairs:
        for kind, children in wanted.children.items():
            by_kind[kind].append((row, children))
    for (child, owner), owned in by_kind.items():
        _save_children(child, owner, owned)


def _save_children(
    model: type[Positioned], owner: str, owned: list[tuple[Model, list[Wanted]]]
) -> None:
    """Make the rows of one kind that belong to some rows hold what is wanted.

    A row is known again by its key where its kind has keys, else by its place in the order.
    """
    standing: dict[int, list[Positioned]] = defaultdict(list)
    owners = [row.pk for row, _ in owned]
    for child in model._default_manager.filter(**{f"{owner}__in": owners}):
        standing[getattr(child, f"{owner}_id")].append(child)
    pairs: Pairs = []
    gone: list[int] = []
    for row, children in owned:
        known: dict[object, Positioned | None] = {
            getattr(child, "key", place): child for place, child in enumerate(standing[row.pk])
        }
        for place, wanted in enumerate(children):
            wanted.columns.update({"position": place + 1, f"{owner}_id": row.pk})
            found = known.pop(wanted.columns.get("key", place), None)
            pairs.append((model() if found is None else found, wanted))
        gone += [child.pk for child in known.values() if child is not None]
    model._default_manager.filter(pk__in=gone).delete()
    _save(model, pairs)


def _cite(model: type[Model], name: str, wanted: Mapping[int, list[str]]) -> None:
    """Make rows cite these sources by one field, in this order."""
    ids = dict(m.Source.objects.values_list("key", "pk"))
    standing: dict[int, list[int]] = defaultdict(list)
    for row_id, source_id in citations(model, name):
        standing[row_id].append(source_id)
    through: Any = getattr(model, name).through
    owner = f"{model._meta.model_name}_id"
    made, changed = [], []
    for row_id, keys in wanted.items():
        if unknown := [key for key in keys if key not in ids]:
            raise UnknownKey(f"There is no source “{unknown[0]}”.")
        sources = list(dict.fromkeys(ids[key] for key in keys))
        if sources != standing[row_id]:
            changed.append(row_id)
            made += [through(**{owner: row_id, "source_id": source}) for source in sources]
    through._default_manager.filter(**{f"{owner}__in": changed}).delete()
    through._default_manager.bulk_create(made, batch_size=500)
