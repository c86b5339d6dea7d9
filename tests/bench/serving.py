"""A small server on this machine's own address, compressing what it sends, without any caching of
edits: the two limits, and pages that somebody else built. ``python -m tests.bench.serving FOLDER``

It runs as a process of its own, so that it does not wait for what drives the browser.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.bench import dataset, limits

HTML = "text/html; charset=utf-8"
TYPES = {".html": HTML, ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
ROOT = Path(__file__).parents[2]


@cache
def limit_page(name: str, count: int) -> bytes:
    """A page of ours, compressed once."""
    page = limits.bare_page(count) if name == "bare" else limits.empty_page()
    return gzip.compress(page.encode(), 9)


@cache
def file_page(folder: Path, path: str) -> bytes | None:
    """A file of the folder, compressed once; None where there is none inside of it."""
    file = (folder / path.lstrip("/")).resolve()
    if not file.is_file() or not file.is_relative_to(folder):
        return None
    return gzip.compress(file.read_bytes(), 9)


def edited(kind: str, count: int, extra: int) -> tuple[str, bytes]:
    """The type and body of the answer to an edit, worked out and written each time."""
    if kind == "json":
        text = json.dumps(dataset.as_json(count, extra), separators=(",", ":"))
        return TYPES[".json"], gzip.compress(text.encode(), 6)
    return HTML, gzip.compress(limits.drawing(count, extra).encode(), 6)


class Handler(BaseHTTPRequestHandler):
    """Answers with one write each, over connections that stay open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    folder: Path | None = None

    def do_GET(self) -> None:
        """``/limit/NAME/N.html``, or a file of the folder."""
        path = urlsplit(self.path).path
        if path.startswith("/limit/"):
            _, _, name, file = path.split("/")
            self._send(HTML, limit_page(name, int(file.removesuffix(".html"))))
            return
        found = file_page(self.folder, path) if self.folder else None
        if found is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kept = "public, max-age=31536000, immutable" if path.startswith("/lib/") else "no-cache"
        self._send(TYPES.get(Path(path).suffix, "application/octet-stream"), found, kept)

    def do_POST(self) -> None:
        """``/edit/KIND?n=N&extra=X``."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        kind = address.path.removeprefix("/edit/")
        self._send(*edited(kind, int(asked["n"][0]), int(asked["extra"][0])))

    def _send(self, content_type: str, body: bytes, cached: str = "no-cache") -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", cached)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: writing takes time."""


@contextmanager
def small_server(folder: Path | None) -> Iterator[str]:
    """The address of the server, which ends with the block."""
    command = [sys.executable, "-m", "tests.bench.serving", *([str(folder)] if folder else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def main() -> None:
    """Serve on a free port, which is printed, until the process is ended."""
    Handler.folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
