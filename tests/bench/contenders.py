"""Who is measured: our planner (twice, as the control), the two limits, and other people's pages.

The others are built elsewhere and found in the folder that ``RADCAREERS_PEERS`` names, as
``<peer>/<n>.html`` with ``lib/`` beside: docs/bench.md says what such a page has to offer.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import StorageState

from tests.bench.dataset import months, stage_key
from tests.bench.site import OurSite

HERE = Path(__file__).parent
PROBE = (HERE / "probe.js").read_text("utf-8")
OURS = (HERE / "ours.js").read_text("utf-8")
OUR_BARS = "#planner svg.picture a.item.bar"
FOLDER = "RADCAREERS_PEERS"
# The keys of those that take part in goals.
PLANNER, CONTROL, BARE, EMPTY = "ours", "ours again", "bare", "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A page to measure. ``addresses`` by number of bars; ``bars`` selects one bar each;
    ``parent`` where a change shows in the bar's parent; ``visible`` where a page has hidden
    drawings; ``scripts`` run before the page's own, by number of bars."""

    key: str
    title: str
    addresses: Mapping[int, str]
    bars: str
    peer: bool = False
    edits: bool = True
    parent: bool = False
    visible: bool = False
    scripts: Mapping[int, str] = field(default_factory=dict)
    signed_in: StorageState | None = None

    @property
    def all_bars(self) -> bool:
        """Whether it has to show every bar; some peers draw only those in sight."""
        return self.edits and not self.peer

    def probe(self, expected: int) -> str:
        """The script that measures this page."""
        setup = {
            "selector": self.bars,
            "visible": self.visible,
            "expected": expected,
            "parent": self.parent,
        }
        return f"{PROBE}\nprobe({json.dumps(setup)});"


@dataclass(frozen=True, slots=True)
class Peer:
    """A library we know: its name, and how one of its bars is found."""

    title: str
    bars: str
    parent: bool = False


PEERS = {
    "frappe": Peer("frappe-gantt", ".bar-wrapper"),
    "vis": Peer("vis-timeline", ".vis-item.vis-range"),
    "mermaid": Peer("mermaid", "rect.task:not(.milestone)"),
    "dhtmlx": Peer("dhtmlx-gantt", ".gantt_task_line:not(.gantt_milestone)"),
    "svar": Peer("SVAR Gantt", ".wx-bar.wx-task"),
    "gtr": Peer("gantt-task-react", "._KxSXS"),
    "svelte": Peer("svelte-gantt", ".sg-task"),
    "jsgantt": Peer("jsgantt-improved", ".gtaskblue", parent=True),
}


def ours(site: OurSite) -> list[Contender]:
    """The planner, and once more: a plan of its own each, otherwise the same."""
    counts = list(site.paths)
    scripts = {}
    for count in counts:
        setup = {"key": stage_key(count, 1), "months": months(count)[0]}
        scripts[count] = f"{OURS}\nours({json.dumps(setup)});"
    return [
        Contender(
            key=key,
            title=title,
            addresses={count: site.address + site.paths[count][copy] for count in counts},
            bars=OUR_BARS,
            visible=True,
            scripts=scripts,
            signed_in=site.signed_in,
        )
        for copy, (key, title) in enumerate(
            ((PLANNER, "RadCareers"), (CONTROL, "RadCareers again"))
        )
    ]


def limits(server: str, counts: Sequence[int]) -> list[Contender]:
    """The bare page and the empty one."""
    bare = {count: f"{server}/limit/bare/{count}.html" for count in counts}
    empty = {count: f"{server}/limit/empty/{count}.html" for count in counts if count == 40}
    return [
        Contender(key=BARE, title="limit: bare page", addresses=bare, bars=".bar"),
        Contender(key=EMPTY, title="limit: empty page", addresses=empty, bars=".bar", edits=False),
    ]


def peers_folder() -> Path | None:
    """Where other people's pages are; None where nobody said."""
    named = os.environ.get(FOLDER)
    return Path(named).resolve() if named else None


def peers(server: str, folder: Path | None, counts: Sequence[int]) -> list[Contender]:
    """The peers that the folder has, each with the numbers of bars it has a page for."""
    found = []
    for key, peer in PEERS.items():
        has = [count for count in counts if folder and (folder / key / f"{count}.html").is_file()]
        if has:
            addresses = {count: f"{server}/{key}/{count}.html" for count in has}
            one = Contender(
                key=key,
                title=peer.title,
                addresses=addresses,
                bars=peer.bars,
                parent=peer.parent,
                peer=True,
            )
            found.append(one)
    return found
