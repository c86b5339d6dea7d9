"""What is written is what was read: documents, text and rows hold the same catalogue."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pathways.bridge import catalogue_document, pack_documents, replace_pack
from pathways.packs.folders import join_packs, read_packs
from pathways.packs.texts import pack_texts
from pathways.planning.catalogue.reading import read_edition
from pathways.planning.catalogue.writing import write_edition
from tests.catalogue.documents import DOCUMENTS
from tests.catalogue.samples import Document, sound


def canonical(document: Document) -> Document:
    written = write_edition(read_edition(document))
    return {"format": 1, "pack": document["pack"], "name": document["name"], **written}


def same(one: Document, other: Document) -> bool:
    """Equal, and in the same order."""
    return json.dumps(one) == json.dumps(other)


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_written_edition_is_read_as_an_equal_edition(document: Document) -> None:
    edition = read_edition(document)
    written = write_edition(edition)
    assert read_edition(written) == edition
    assert same(write_edition(read_edition(written)), written)


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_text_of_a_pack_is_read_as_an_equal_pack(document: Document) -> None:
    document = canonical(document)
    texts = pack_texts(document)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "xx")
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8", newline="")
        packs = read_packs([folder])
    assert same(canonical(packs[0].document), document)
    assert same(write_edition(join_packs(packs)), write_edition(read_edition(document)))
    assert pack_texts(canonical(packs[0].document)) == texts


@pytest.mark.integrity
@pytest.mark.django_db
@given(document=DOCUMENTS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_hold_the_document_whatever_they_held_before(document: Document) -> None:
    replace_pack("xx", document)
    assert same(pack_documents()["xx"], canonical(document))
    assert same(catalogue_document(), write_edition(read_edition(document)))


@pytest.mark.django_db
def test_sound_sample_goes_round() -> None:
    replace_pack("xx", sound())
    assert same(catalogue_document(), write_edition(read_edition(sound())))


def test_what_was_written_before_is_written_the_same() -> None:
    """Packs that were loaded and editions that were published are known by their digest."""
    stage = {
        "leave": {"weeks_per_year": 0},
        "counting": [{"step": 1}, {"step": 10, "since": "2025-08-01"}],
    }
    rule = {
        "key": "march",
        "says": "In March.",
        "anchor": {"of": ["residency"]},
        "sittings": [{"month": 3}],
    }
    milestone = {"limits": ["exam"], "renewal": {"months": 120, "says": "Often."}, "rules": [rule]}
    cohort = {"name": "Leavers", "label": "class of {year}", "year_of": ["end(residency)"]}
    document = {
        "format": 1,
        "cohorts": {"leavers": cohort},
        "stages": {
            "job": {
                "name": "Job",
                "kind": "practice",
                "jurisdiction": "xx",
                "length": {"typical": 12},
                **stage,
            }
        },
        "milestones": {
            "match": {"name": "Match", "kind": "match", "jurisdiction": "xx", **milestone}
        },
    }
    assert same(write_edition(read_edition(document)), document)
