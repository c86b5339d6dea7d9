"""Our own site as ``make run`` serves it, with the chains as saved plans of somebody signed in."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, StorageState

from tests.bench.filling import EMAIL, PASSWORD
from tests.test_running import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class OurSite:
    """Where it is, the paths of the plans by their number of stages, and the browser's memory of
    being signed in."""

    address: str
    paths: dict[int, list[str]]
    signed_in: StorageState


@contextmanager
def our_site(browser: Browser, counts: tuple[int, ...]) -> Iterator[OurSite]:
    """Prepare a data folder, serve it and sign in; the folder is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="radcareers-bench-") as data:
        site = Site(Path(data))
        del site.environment["WEB_CONCURRENCY"]  # as many workers as gunicorn.conf.py says
        site.manage("prepare")
        paths = _fill(site, counts)
        server = site.serve()
        try:
            address = f"http://127.0.0.1:{site.port}"
            signed_in = sign_in(browser, address)
            _warm_up(browser, signed_in, [address + one for two in paths.values() for one in two])
            yield OurSite(address=address, paths=paths, signed_in=signed_in)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _fill(site: Site, counts: tuple[int, ...]) -> dict[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.filling", *map(str, counts)],
        cwd=settings.BASE_DIR,
        env=site.environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {int(count): paths for count, paths in json.loads(done.stdout).items()}


def sign_in(browser: Browser, address: str) -> StorageState:
    """Sign in through the page, and keep what the browser then knows."""
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Sign In", exact=True).click()
        page.goto("/plans/")
        return context.storage_state()


def _warm_up(browser: Browser, signed_in: StorageState, addresses: list[str]) -> None:
    """Ask often enough that each worker has read the edition, as it has on a site in use."""
    with browser.new_context(storage_state=signed_in) as context:
        for address in addresses * 3:
            assert context.request.get(address).ok, address
