"""Files that are joined on the wire: the same as their parts, and linked wherever those were."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import Context, Template
from django.test import override_settings

from radcareers.bundles import BUNDLES, squeezed

ALONE = ("css/compare.css", "css/pages.css", "css/tokens.css", "js/copy.js", "js/hands.js")
TAG = Template('{% load bundles %}{% bundle "css/site.css" %}{% bundle "js/site.js" %}')


def test_where_nothing_is_joined_every_part_is_linked_in_order() -> None:
    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', TAG.render(Context()))
    assert linked == [part for parts in BUNDLES.values() for part in parts]
    assert all(finders.find(part) for part in linked)
    assert not any(finders.find(name) for name in BUNDLES)


def test_collected_they_are_one_file_hashed_and_packed(tmp_path: Path) -> None:
    storages = {"staticfiles": {"BACKEND": "radcareers.bundles.BundlingStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        page = TAG.render(Context())
    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    assert len(linked) == len(BUNDLES)
    for address, (name, parts) in zip(linked, BUNDLES.items(), strict=True):
        stem, _, ending = name.rpartition(".")
        assert re.fullmatch(rf"{stem}\.[0-9a-f]{{12}}\.{ending}", address)
        assert {f"{address}.br", f"{address}.gz"} <= {
            str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")
        }
        joined = (tmp_path / address).read_text("utf-8")
        for part in parts:
            found = finders.find(part)
            assert isinstance(found, str)
            text = Path(found).read_text("utf-8").strip()
            text = squeezed(text, part)
            # Addresses in styles become those of hashed files.
            assert re.sub(r"url\([^)]*\)", "", text) in re.sub(r"url\([^)]*\)", "", joined)
        assert "url(" not in joined or re.search(r"figtree\.[0-9a-f]{12}\.woff2", joined)


def test_what_is_loaded_alone_is_made_small_as_well(tmp_path: Path) -> None:
    storages = {"staticfiles": {"BACKEND": "radcareers.bundles.BundlingStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        for _ in ("at first", "again"):
            call_command("collectstatic", interactive=False, verbosity=0)
            for name in ALONE:
                found = finders.find(name)
                assert isinstance(found, str)
                text = Path(found).read_text("utf-8")
                address = staticfiles_storage.url(name).removeprefix("/static/")
                small = (tmp_path / address).read_text("utf-8")
                assert small == squeezed(text, name)
                assert len(small) < 0.95 * len(text)


@pytest.mark.parametrize("part", [one for one in BUNDLES["js/site.js"] if "htmx-2" not in one])
def test_a_script_declares_nothing_that_another_could_run_into(part: str) -> None:
    found = finders.find(part)
    assert isinstance(found, str)
    for line in Path(found).read_text("utf-8").splitlines():
        assert not re.match(r"(?:const|let|var|function|class|async)\b", line), line
