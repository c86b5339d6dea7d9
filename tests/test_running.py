"""The real thing: preparing a data folder, and several workers serving it."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.process

BIN = Path(sys.executable).parent


class Site:
    """A prepared data folder, and the server that serves it on a port of its own.

    ``port`` is where it was served last; 0: nowhere yet.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = 0
        self.environment = {
            "PATH": os.environ["PATH"],
            "WEB_CONCURRENCY": "4",
            "RADCAREERS_LOCAL": "1",
            "RADCAREERS_DATA": str(data),
            "RADCAREERS_SECRET_KEY": secrets.token_urlsafe(64),
        }

    def manage(self, *arguments: str) -> str:
        """Run a command and return what it prints."""
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def serve(self) -> "subprocess.Popen[bytes]":
        """Start the server and wait until it is ready."""
        # Chosen now: while the site is prepared somebody else could take it.
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = subprocess.Popen(
            [BIN / "gunicorn", "--log-level", "warning", "radcareers.wsgi"],
            cwd=settings.BASE_DIR,
            env={**self.environment, "PORT": str(self.port)},
        )
        for _ in range(600):
            if Browser(self).get("/readyz") == 200:
                return server
            time.sleep(0.1)
        server.kill()
        raise AssertionError("The server did not become ready.")


class Browser:
    """Somebody's browser: it keeps cookies and follows redirects."""

    def __init__(self, site: Site) -> None:
        self.origin = f"http://127.0.0.1:{site.port}"
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self.page = ""

    def get(self, path: str, **form: str) -> int:
        """The status of the page at ``path``, or of posting ``form`` to it; 0: no answer."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(f"{self.origin}{path}", data, timeout=30) as answer:
                self.page = answer.read().decode()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def sign_in(self, email: str, password: str) -> int:
        """The status of signing in through the page."""
        self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        assert token
        return self.get(
            "/accounts/login/?next=/accounts/email/",
            csrfmiddlewaretoken=token[1],
            login=email,
            password=password,
            next="/accounts/email/",
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose data folder is prepared; ``first`` is what preparing said."""
    return Site(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def said(site: Site) -> str:
    """What the first preparation of the site said."""
    return site.manage("prepare")


@pytest.fixture(scope="module")
def server(site: Site, said: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Four workers."""
    running = site.serve()
    yield running
    running.terminate()
    assert running.wait(timeout=30) == 0


def test_preparing_makes_one_administrator_and_preparing_again_nothing(
    site: Site, said: str
) -> None:
    assert re.search(r"e-mail +\S+@\S+\n +password +\S{12,}\n", said)
    assert site.manage("prepare") == ""


def test_the_database_is_for_its_owner_alone(site: Site, said: str) -> None:
    assert said
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
        path = site.data / name
        if path.exists():
            assert path.stat().st_mode & 0o777 == 0o600
    assert (site.data / "db.sqlite3").exists()


def test_the_administrator_signs_in(
    site: Site, said: str, server: "subprocess.Popen[bytes]"
) -> None:
    assert server.poll() is None
    found = re.search(r"e-mail +(\S+)\n +password +(\S+)", said)
    assert found
    browser = Browser(site)
    assert browser.sign_in(found[1], found[2]) == 200
    assert browser.get("/admin/") == 200
    assert "Log out" in browser.page or "Sign out" in browser.page


def test_wrong_passwords_are_counted_across_workers(
    site: Site, server: "subprocess.Popen[bytes]"
) -> None:
    assert server.poll() is None

    def attempt(_: int) -> bool:
        browser = Browser(site)
        status = browser.sign_in("ann@example.org", "wrong password")
        return status == 200 and "not correct" in browser.page

    with ThreadPoolExecutor(12) as pool:
        tried = list(pool.map(attempt, range(40)))
    # The other tests come from the same address.
    site.manage("shell", "-c", "from django.core.cache import cache; cache.clear()")
    assert 1 <= tried.count(True) <= 6


def test_purging_says_what_went(site: Site, said: str) -> None:
    assert said
    assert site.manage("purge") == "Deleted for good: 0 plans, 0 links.\n"


def test_a_kill_loses_nothing_and_the_server_starts_again(site: Site, said: str) -> None:
    assert said
    other = Site(site.data)
    for _ in range(2):
        server = other.serve()
        os.kill(server.pid, signal.SIGKILL)
        server.wait(timeout=10)
    assert "no issues" in other.manage("check", "--database", "default")
