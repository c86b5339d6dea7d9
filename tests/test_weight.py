"""What the planner weighs on the wire: every byte that the real server sends, headers and all."""

import html
import re
import socket
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import brotli
import pytest

from tests.test_running import Site

pytestmark = pytest.mark.process

FIRST_VISIT = 60_000
EDIT = 15_000
# All on the page, and without those in the pictures.
ELEMENTS, OUTSIDE = 1_150, 800
ANSWERS = {
    "now": "none",
    "destination": "interventional_radiology",
    "country": "us",
}
PLAIN: Mapping[str, str] = {}
LOADED = re.compile(r"<(?:link|script)\s[^>]*?(?:href|src)=\"(/static/[^\"]+)\"")
ELEMENT = re.compile(r"<[a-z][\w-]*[\s>/]")


@dataclass(kw_only=True)
class Answer:
    """An answer as it came: ``weight`` in bytes from the status line to the end."""

    status: int
    headers: dict[str, str]
    body: bytes
    weight: int

    @property
    def text(self) -> str:
        """The page, unpacked."""
        packed = self.headers.get("content-encoding") == "br"
        return (brotli.decompress(self.body) if packed else self.body).decode()


@dataclass(kw_only=True)
class Wire:
    """A browser with no cache that weighs what it is sent."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] = PLAIN
    ) -> Answer:
        """What the server sends for a request, byte for byte."""
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        lines = {
            "Host": f"localhost:{self.site.port}",
            "Accept-Encoding": "gzip, deflate, br",
            "Connection": "close",
            **headers,
        }
        if self.cookies:
            lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            lines |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body)),
                "Origin": f"http://localhost:{self.site.port}",
            }
        method = "GET" if form is None else "POST"
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        with socket.create_connection(("127.0.0.1", self.site.port), timeout=30) as wire:
            wire.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            sent = b"".join(iter(lambda: wire.recv(65536), b""))
        return self._read(sent)

    def _read(self, sent: bytes) -> Answer:
        head, _, body = sent.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return Answer(status=int(first.split()[1]), headers=headers, body=body, weight=len(sent))

    def send(
        self, path: str, page: str, form: Mapping[str, str], headers: Mapping[str, str] = PLAIN
    ) -> Answer:
        """Send a form of a page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        return self.ask(path, {"csrfmiddlewaretoken": token[1], **form}, headers)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as people run it."""
    site = Site(tmp_path_factory.mktemp("data"))
    site.manage("prepare")
    server = site.serve()
    yield site
    server.terminate()
    assert server.wait(timeout=30) == 0


@pytest.fixture
def wire(site: Site) -> Wire:
    """Somebody who has just chosen the longest of the routes."""
    # Questions come first, and there the width of pictures is kept.
    wire = Wire(site=site, cookies={"frame": "broad"})
    address = f"/routes/?{urllib.parse.urlencode(ANSWERS)}"
    page = wire.ask(address).text
    offered = re.findall(r'name="route" value="([^"]+)"', page)
    assert wire.send(address, page, {"route": max(offered, key=len)}).status == 302
    return wire


def test_a_first_visit_to_the_planner_is_light(wire: Wire) -> None:
    page = wire.ask("/draft/")
    assert page.text.count('<li class="row') >= 25
    weights = {"/draft/": page.weight}
    for address in map(html.unescape, LOADED.findall(page.text)):
        file = wire.ask(address)
        assert file.status == 200
        assert "immutable" in file.headers["cache-control"]
        if not address.endswith(".woff2"):
            assert file.headers["content-encoding"] in ("br", "gzip"), address
        weights[address] = file.weight
    assert {address.rpartition(".")[2] for address in weights} >= {"css", "js", "svg", "woff2"}
    said = "\n".join(f"{weight:6d}  {address}" for address, weight in weights.items())
    assert sum(weights.values()) <= FIRST_VISIT, said
    assert len(ELEMENT.findall(page.text)) <= ELEMENTS
    outside = re.sub(r'<svg class="picture (?:narrow|broad)".*?</svg>', "", page.text, flags=re.S)
    assert len(ELEMENT.findall(outside)) <= OUTSIDE


def test_every_file_that_styles_name_is_weighed(wire: Wire) -> None:
    page = wire.ask("/draft/").text
    loaded = set(LOADED.findall(page))
    for address in loaded:
        if address.endswith(".css"):
            style = wire.ask(address, headers={"Accept-Encoding": "identity"}).body.decode()
            for name in re.findall(r'url\("?([^")]+)"?\)', style):
                assert urllib.parse.urljoin(address, name) in loaded


@pytest.mark.parametrize("confirmed", ["", "1"], ids=["shown first", "kept"])
def test_an_edit_is_light(confirmed: str, wire: Wire) -> None:
    page = wire.ask("/draft/").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    form = {
        "version": version[1],
        "action": "length",
        "key": "dr_residency" if 'id="item-dr_residency"' in page else "medical_school",
        "months": "60",
        "confirmed": confirmed,
    }
    answer = wire.send("/draft/edit/", page, form, {"HX-Request": "true"})
    assert answer.status == 200
    assert ('class="preview"' in answer.text) == (not confirmed)
    assert answer.weight <= EDIT
