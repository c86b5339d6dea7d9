"""Answers are compressed as the browser takes them, padded, and told apart by caches."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from radcareers.compression import LONGEST_PADDING, pack, padding
from tests.factories import publish_packs

UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
TAKES = {"gzip, deflate, br": "br", "br;q=0.5": "br", "gzip": "gzip", "gzip, br;q=0": "gzip"}


def compressed(client: Client, path: str, takes: str = "gzip, br", **headers: str) -> Any:
    """What a browser is answered, which takes compressed answers."""
    return client.get(path, headers={"Accept-Encoding": takes, **headers})


@pytest.mark.django_db
@pytest.mark.parametrize(("takes", "used"), TAKES.items())
def test_pages_come_as_the_browser_takes_them(client: Client, takes: str, used: str) -> None:
    plain = client.get("/accounts/login/")
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    packed = compressed(client, "/accounts/login/", takes)
    assert packed.headers["Content-Encoding"] == used
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert len(packed.content) < len(plain.content)
    assert {"Accept-Encoding", "Cookie"} <= set(packed.headers["Vary"].split(", "))
    assert UNPACK[used](packed.content).startswith(b"<!doctype html>")


@pytest.mark.django_db
@pytest.mark.parametrize("takes", ["", "br;q=0", "identity", "zstd"])
def test_who_takes_nothing_gets_it_plain(client: Client, takes: str) -> None:
    answer = compressed(client, "/accounts/login/", takes)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("takes", UNPACK)
def test_the_length_of_a_compressed_page_says_little(client: Client, takes: str) -> None:
    lengths = {len(compressed(client, "/accounts/login/", takes).content) for _ in range(20)}
    assert len(lengths) > 5, "the padding against BREACH"


@pytest.mark.django_db
@pytest.mark.parametrize("takes", UNPACK)
def test_what_is_known_already_is_not_sent_again(client: Client, takes: str) -> None:
    publish_packs()
    first = compressed(client, "/api/catalogue.json", takes)
    assert first.headers["ETag"] == 'W/"edition-1"'
    assert UNPACK[takes](first.content).startswith(b'{"edition": 1')
    for tag in ('W/"edition-1"', '"edition-1"'):
        again = compressed(client, "/api/catalogue.json", takes, **{"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_what_is_short_or_a_file_is_left_as_it_is(client: Client) -> None:
    for path in ("/healthz", "/static/vendor/figtree/figtree.woff2"):
        answer = compressed(client, path)
        answer.close()
        assert "Content-Encoding" not in answer.headers


@given(content=st.binary(max_size=2_000))
def test_what_is_packed_comes_out_as_it_was(content: bytes) -> None:
    assert brotli.decompress(pack(content)) == content


def test_the_padding_has_every_length(monkeypatch: pytest.MonkeyPatch) -> None:
    for length in range(LONGEST_PADDING):
        monkeypatch.setattr("secrets.randbelow", lambda _most, length=length: length)
        assert len(padding()) == 2 + 1 + length
        assert brotli.decompress(pack(b"page" * 100)) == b"page" * 100
