"""Loading packs: idempotent, all or nothing, and never over somebody's edits unasked."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pathways.bridge import (
    UnknownKey,
    catalogue_document,
    pack_documents,
    replace_pack,
    replace_packs,
)
from pathways.models import Edition, Pack, Source, Stage, Track
from pathways.models.editions import digest_of
from pathways.operations.loading import load_packs
from pathways.packs.folders import PackError
from pathways.packs.texts import pack_texts
from pathways.planning.catalogue.older import as_once_written
from tests.catalogue.samples import Document, sound, spoilt

pytestmark = pytest.mark.django_db


def write(parent: Path, document: Document) -> Path:
    folder = parent / str(document["pack"])
    folder.mkdir(exist_ok=True)
    for name, text in pack_texts(document).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def run(command: str, *arguments: object) -> list[str]:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def row_ids() -> dict[str, int]:
    return dict(Stage.objects.values_list("key", "pk"))


def test_loading_twice_changes_nothing_and_publishes_once(tmp_path: Path) -> None:
    folder = write(tmp_path, sound())
    assert run("load_packs", "--publish", folder) == ["xx: loaded.", "Published edition 1."]
    before = catalogue_document(), row_ids(), Stage.objects.get(key="job").version
    assert run("load_packs", "--publish", folder) == []
    assert (catalogue_document(), row_ids(), Stage.objects.get(key="job").version) == before
    assert Edition.objects.count() == 1


def test_text_that_says_the_same_publishes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, sound())
    run("load_packs", "--publish", folder)
    (folder / "stages.yaml").write_text("# A remark.\n" + (folder / "stages.yaml").read_text())
    assert run("load_packs", "--publish", folder) == ["xx: loaded."]
    assert Edition.objects.count() == 1


def test_changed_text_changes_its_rows_and_keeps_the_others(tmp_path: Path) -> None:
    run("load_packs", write(tmp_path, sound()))
    stages = row_ids()
    track = Track.objects.get(key="early").pk
    changed = spoilt(("stages.residency.summary", "Shorter."), ("stages.other_residency", None))
    changed["stages"]["residency"]["excluded_by"] = []
    changed["milestones"]["exam"]["rules"][0].pop("lacks")
    run("load_packs", "--publish", write(tmp_path, changed))
    assert row_ids() == {key: pk for key, pk in stages.items() if key != "other_residency"}
    assert Track.objects.get(key="early").pk == track
    versions = dict(Stage.objects.values_list("key", "version"))
    assert versions == {"school": 1, "residency": 2, "job": 1}


def test_edits_in_the_admin_survive_unchanged_text(tmp_path: Path) -> None:
    folder = write(tmp_path, sound())
    run("load_packs", "--publish", folder)
    Stage.objects.filter(key="job").update(name="Post")
    assert run("load_packs", "--publish", folder) == [
        "There are drafts in the admin: check and publish them there."
    ]
    assert Stage.objects.get(key="job").name == "Post"
    assert Edition.objects.count() == 1


def test_changed_text_is_refused_over_edits_until_somebody_decides(tmp_path: Path) -> None:
    folder = write(tmp_path, sound())
    run("load_packs", folder)
    Stage.objects.filter(key="job").update(name="Post")
    write(tmp_path, spoilt(("stages.school.name", "Medical school")))
    with pytest.raises(CommandError, match=r"^xx: the text has changed, but so have the entries"):
        run("load_packs", folder)
    assert run("load_packs", "--keep-edited", folder) == [
        "xx: kept as edited in the admin; its text has changed, too."
    ]
    assert set(Stage.objects.values_list("name", flat=True)) >= {"Post", "School"}
    assert run("load_packs", "--replace", folder) == ["xx: loaded."]
    assert set(Stage.objects.values_list("name", flat=True)) >= {"Job", "Medical school"}


def test_edits_that_the_text_took_over_are_no_conflict(tmp_path: Path) -> None:
    folder = write(tmp_path, sound())
    run("load_packs", folder)
    Stage.objects.filter(key="job").update(name="Post")
    write(tmp_path, spoilt(("stages.job.name", "Post")))
    assert run("load_packs", folder) == ["xx: loaded."]
    write(tmp_path, spoilt(("stages.job.name", "Position")))
    assert run("load_packs", folder) == ["xx: loaded."]


def test_a_pack_that_an_earlier_version_loaded_counts_as_not_edited(tmp_path: Path) -> None:
    """What statements warned with was a list of keys; packs are known by the digest of that."""
    document = spoilt(("statements.hard.warns", {"with": ["exam"]}))
    run("load_packs", write(tmp_path, document))
    once = as_once_written(pack_documents()["xx"])
    assert once["statements"]["hard"]["warns_with"] == ["exam"]
    assert list(once["statements"]["hard"])[:4] == ["kind", "about", "warns_with", "text"]
    Pack.objects.update(rows_digest=digest_of(once))
    changed = spoilt(("statements.hard.warns", {"with": ["match"]}))
    assert run("load_packs", write(tmp_path, changed)) == ["xx: loaded."]


def test_replace_discards_edits_though_the_text_is_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, sound())
    run("load_packs", folder)
    Stage.objects.filter(key="job").update(name="Post")
    assert run("load_packs", "--replace", folder) == ["xx: loaded."]
    assert Stage.objects.get(key="job").name == "Job"
    assert run("load_packs", "--replace", folder) == []


def test_unsound_packs_are_refused_with_file_and_line_and_nothing_is_loaded(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path, spoilt(("stages.job.requires.0.any.1", "exm")))
    line = (
        (folder / "stages.yaml")
        .read_text()
        .splitlines()
        .index("      - any: [residency@early, exm]")
    )
    with pytest.raises(PackError) as caught:
        load_packs([folder])
    assert caught.value.sentences[0] == (
        f"xx/stages.yaml:{line + 1}: stages.job.requires.0.any.1: there is no stage or milestone "
        "“exm”; did you mean “exam”?"
    )
    assert not Pack.objects.exists()


def test_one_bad_pack_keeps_the_good_one_out(tmp_path: Path) -> None:
    good = write(tmp_path, sound())
    bad = write(tmp_path, {"format": 1, "pack": "yy", "name": "Y", "stages": {"x": {"name": "X"}}})
    with pytest.raises(PackError):
        load_packs([good, bad])
    assert not Pack.objects.exists()


def test_packs_may_build_on_each_other(tmp_path: Path) -> None:
    other: Document = {
        "format": 1,
        "pack": "aa",
        "name": "Before xx in order of names",
        "stages": {
            "extra": {
                "name": "Extra",
                "kind": "fellowship",
                "jurisdiction": "xx",
                "length": {"typical": 12},
                "requires": [{"any": ["residency"]}],
                "sources": ["rules"],
            }
        },
    }
    load_packs([write(tmp_path, sound()), write(tmp_path, other)])
    assert next(iter(catalogue_document()["stages"])) == "extra"


def test_key_of_another_pack_is_refused(tmp_path: Path) -> None:
    load_packs([write(tmp_path, sound())])
    other: Document = {"format": 1, "pack": "yy", "name": "Y"}
    other["jurisdictions"] = {"xx": {"name": "Again", "currency": "USD"}}
    with pytest.raises(PackError) as caught:
        load_packs([write(tmp_path, other)])
    assert caught.value.sentences == (
        "yy/jurisdictions.yaml:6: jurisdictions.xx: is defined in the pack xx too.",
    )


def test_drafts_of_others_do_not_keep_a_pack_out(tmp_path: Path) -> None:
    load_packs([write(tmp_path, sound())])
    Stage.objects.filter(key="job").update(excluded_by="nothing_like_it")
    other: Document = {"format": 1, "pack": "yy", "name": "Y"}
    other["jurisdictions"] = {"yy": {"name": "Y", "currency": "USD"}}
    assert load_packs([write(tmp_path, other)]).loaded == ("yy",)


def test_replacing_rows_by_a_document_that_names_nothing_is_refused() -> None:
    with pytest.raises(UnknownKey, match="There is no organisation “zzz”"):
        replace_pack("xx", spoilt(("milestones.exam.organisation", "zzz")))
    with pytest.raises(UnknownKey, match="There is no source “zzz”"):
        replace_pack("xx", spoilt(("stages.job.sources", ["zzz"])))
    assert not Pack.objects.exists()


def test_order_of_sources_and_entries_is_kept() -> None:
    replace_pack("xx", sound())
    document = sound()
    document["stages"]["residency"]["length"]["sources"] = ["rules", "survey"]
    document["stages"] = dict(reversed(document["stages"].items()))
    replace_pack("xx", document)
    written = catalogue_document()["stages"]
    assert list(written) == ["job", "other_residency", "residency", "school"]
    assert written["residency"]["length"]["sources"] == ["rules", "survey"]
    assert Source.objects.count() == 2


def test_dumped_packs_are_the_same_bytes_each_time_and_load_as_no_change(tmp_path: Path) -> None:
    run("load_packs", "--publish", write(tmp_path, sound()))
    first, second = tmp_path / "first", tmp_path / "second"
    assert run("dump_packs", first) == ["xx: 9 files."]
    run("load_packs", "--publish", first / "xx")
    run("dump_packs", second)
    assert Edition.objects.count() == 1
    texts = {file.name: file.read_bytes() for file in (first / "xx").iterdir()}
    assert {file.name: file.read_bytes() for file in (second / "xx").iterdir()} == texts


def test_dumping_beside_files_of_others_is_refused(tmp_path: Path) -> None:
    run("load_packs", write(tmp_path, sound()))
    (tmp_path / "xx" / "fellowships.yaml").touch()
    with pytest.raises(CommandError, match=r"xx holds files .* \(fellowships.yaml\)"):
        run("dump_packs", tmp_path)


def test_dumping_removes_its_own_files_of_sections_that_are_gone(tmp_path: Path) -> None:
    run("load_packs", write(tmp_path, sound()))
    replace_pack("xx", spoilt(("statements", None)))
    run("dump_packs", tmp_path)
    assert not (tmp_path / "xx" / "statements.yaml").exists()


@pytest.mark.integrity
def test_packs_that_come_with_the_site_make_the_same_edition_after_a_round(tmp_path: Path) -> None:
    """Loaded, published, dumped, and loaded from that into empty tables: byte for byte."""
    assert run("load_packs", "--publish")[-1] == "Published edition 1."
    published = json.dumps(Edition.objects.get().document).encode()
    run("dump_packs", tmp_path)
    replace_packs({pack.key: {"format": 1} for pack in Pack.objects.all()})
    assert not Stage.objects.exists()
    Pack.objects.all().delete()
    run("load_packs", *sorted(tmp_path.iterdir()))
    assert json.dumps(catalogue_document()).encode() == published
    assert run("check_catalogue")[-1] == "No problems."


def test_check_catalogue_fails_on_a_problem_in_the_rows(tmp_path: Path) -> None:
    run("load_packs", write(tmp_path, sound()))
    Stage.objects.filter(key="job").update(confidence="A")
    with pytest.raises(CommandError, match=r"^stages\.job\.confidence: is A"):
        run("check_catalogue")
