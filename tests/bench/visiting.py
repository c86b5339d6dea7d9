"""One visit to a page in a fresh browser profile: its load, its edits, and what went over the
wire."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.contenders import Contender

Profile = Literal["desk", "mobile"]
Edit = Literal["local", "server"]
VIEWPORT = {"width": 1300, "height": 900}
# What a bar moves by, in days, in turn: each differs from what was there before.
DAYS: dict[Edit, tuple[int, ...]] = {"local": (30, 10, 30, 10, 30), "server": (30, 0, 30, 0, 30)}
SETTLED_MS = {"desk": 250, "mobile": 800}
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
SLOWER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Medians of the edits of one visit: ms until ready and painted, bytes and requests of one."""

    ready: float
    painted: float
    bytes: float
    requests: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit measured: times in ms since the navigation began, bytes with headers.

    ``blocked``: how long tasks of more than 50 ms held up the page beyond those 50.
    """

    round: int
    profile: Profile
    count: int
    who: str
    painted: float
    first: float
    blocked: float
    elements: int
    bytes: int
    requests: int
    edits: dict[Edit, Edited] = field(default_factory=dict)


class Traffic:
    """Bytes (headers included) and requests that went to a server since the last look."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0.0
        self.requests = 0
        self._cached: set[str] = set()
        session.on("Network.requestServedFromCache", self._from_cache)
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _from_cache(self, event: dict[str, Any]) -> None:
        self._cached.add(event["requestId"])

    def _received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache") or response["url"].startswith("data:"):
            self._cached.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self._cached:
            self.bytes += event["encodedDataLength"]
            self.requests += 1

    def taken(self) -> tuple[int, int]:
        """Bytes and requests, and forget them."""
        found = round(self.bytes), self.requests
        self.bytes, self.requests = 0.0, 0
        return found


@contextmanager
def opened(
    browser: Browser, contender: Contender, count: int, profile: Profile, expected: int
) -> Iterator[tuple[Page, Traffic]]:
    """A tab in a fresh profile, with the probe in it, that has not been anywhere yet."""
    state = contender.signed_in
    with browser.new_context(viewport=VIEWPORT, storage_state=state) as context:  # type: ignore[arg-type]
        page = context.new_page()
        session = context.new_cdp_session(page)
        traffic = Traffic(session)
        page.add_init_script(contender.probe(expected))
        page.add_init_script(contender.scripts.get(count, ""))
        if profile == "mobile":
            session.send("Network.emulateNetworkConditions", NETWORK)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, traffic


def count_bars(browser: Browser, contender: Contender, count: int) -> int:
    """How many bars the page has once their number no longer changes: some draw only those in
    sight. This is also the visit that warms up caches."""
    with opened(browser, contender, count, "desk", 10**9) as (page, _):
        page.goto(contender.addresses[count])
        found = same = 0
        for _ in range(200):
            page.wait_for_timeout(100)
            now = int(page.evaluate("bench.count()"))
            same = same + 1 if now and now == found else 0
            found = now
            if same >= 8:
                return found
    raise RuntimeError("No bars were found." if not found else "Bars keep coming and going.")


def visit(
    browser: Browser, contender: Contender, round: int, profile: Profile, count: int, expected: int
) -> Visit:
    """Load the page, then edit it."""
    with opened(browser, contender, count, profile, expected) as (page, traffic):
        page.goto(contender.addresses[count], wait_until="commit", timeout=120_000)
        page.evaluate("bench.painted")
        page.wait_for_load_state("load")  # bars may be painted before all has come
        page.wait_for_timeout(SETTLED_MS[profile])
        load = page.evaluate("bench.load()")
        size, requests = traffic.taken()
        # Our hands come when somebody first points at the plan, and that is before any dragging.
        page.evaluate("() => window.__peer?.ready?.()")
        page.wait_for_timeout(50)
        traffic.taken()
        edits: dict[Edit, Edited] = {}
        for kind in ("local", "server"):
            if contender.edits and page.evaluate(f"Boolean(window.__peer?.{kind})"):
                edits[kind] = _edit(page, traffic, kind)
        _put_back(page)
    return Visit(
        round=round,
        profile=profile,
        count=count,
        who=contender.key,
        bytes=size,
        requests=requests,
        edits=edits,
        **load,
    )


def _edit(page: Page, traffic: Traffic, kind: Edit) -> Edited:
    times = [page.evaluate(f"bench.edit('{kind}', {days})") for days in DAYS[kind]]
    if kind == "local":
        # Where it was, or nearly: so that the first edit by the server changes something.
        page.evaluate("__peer.putBack ? __peer.putBack() : __peer.local(10)")
    page.wait_for_timeout(50)  # for the events of the last answer
    size, requests = traffic.taken()
    return Edited(
        ready=median(ready for ready, _ in times),
        painted=median(painted for _, painted in times),
        bytes=size / len(times),
        requests=requests / len(times),
    )


def _put_back(page: Page) -> None:
    """Leave our plan as it was: the next visit makes the same edits."""
    if page.evaluate("Boolean(window.__peer?.putBack)"):
        page.evaluate("bench.edit('server', 0)")
