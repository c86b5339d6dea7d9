"""Names and notes without a space in them: no page grows wider, and nothing lies over the rest."""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from pathways.operations import plans, shares
from tests.browser.test_pages_browser import World, sign_in
from tests.factories import make_user, plan_document, publish_packs

WORD = "Wirbelsäulenröntgenuntersuchung" * 7
# What reaches out of the window or of the block it stands in. What is out of sight is laid out.
SPILLED = """
() => {
  for (const one of document.querySelectorAll(".lane-list, .planner-side > section"))
    one.style.contentVisibility = "visible";
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = wide > 0 ? [`scrolls sideways by ${wide}px`] : [];
  const clipped = (one) =>
    one && (getComputedStyle(one).clipPath !== "none" || clipped(one.parentElement));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const {parentElement: parent, data} = texts.currentNode;
    if (!data.trim() || parent.closest("svg, .skip, select, textarea, script")) continue;
    if (clipped(parent) || !parent.checkVisibility({visibilityProperty: true})) continue;
    let block = parent;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const most = Math.min(block.getBoundingClientRect().right, innerWidth);
    const over = Math.max(...[...range.getClientRects()].map((one) => one.right)) - most;
    if (over > 1) found.push(`${block.tagName}.${block.className} by ${Math.round(over)}px`);
  }
  return [...new Set(found)];
}
"""


@pytest.fixture
def world(transactional_db: None) -> World:
    """Somebody who writes words as long as they may be, wherever words can be written."""
    publish_packs()
    owner = make_user("mina@example.org", name=WORD[:100])
    document = plan_document(
        title=WORD[:200],
        changes={"core": {"note": WORD}, "custom_1": {"note": WORD}},
        route=[
            {"stage": "ir_independent_1y", "track": ""},
            {"stage": "attending", "track": ""},
        ],
        custom=[
            {
                "key": "custom_1",
                "name": WORD[:100],
                "kind": "research",
                "months": 12,
                "after": "dr_residency",
            }
        ],
    )
    plan = plans.create_plan(owner=owner, document=document)
    plans.create_plan(owner=owner, document={**document, "changes": {}, "custom": []})
    plans.delete_plan(plan=plans.duplicate_plan(plan=plan))
    plans.name_revision(revision=plan.revisions.get(), name=WORD[:100])
    _link, token = shares.create_share(
        plan=plan, label=WORD[:80], show_name=True, show_notes=True, show_own_names=True
    )
    return World(owner=owner, plan=plan, token=token)


def _preview(page: Page, world: World) -> None:
    page.goto(f"{world.planner}?item=custom_1")
    page.locator("#edit-months").fill("60")
    page.locator("#set-months").click()
    expect(page.locator(".preview")).to_be_visible()


def _renaming(page: Page, _world: World) -> None:
    page.goto("/plans/")
    page.get_by_text("Rename").first.click()


def _compare(page: Page, _world: World) -> None:
    page.goto("/plans/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.locator("#compare button").click()
    expect(page.locator("table.compared")).to_be_visible()
    page.wait_for_load_state()  # styles come after the words


def at(address: str) -> Callable[[Page, World], None]:
    """The page at an address, as it is."""

    def go(page: Page, world: World) -> None:
        answer = page.goto(address.format(world=world))
        assert answer
        assert answer.ok

    return go


PLACES: Mapping[str, Callable[[Page, World], None]] = {
    "plans": at("/plans/"),
    "renaming": _renaming,
    "planner": at("{world.planner}"),
    "editor": at("{world.planner}?item=custom_1"),
    "preview": _preview,
    "why": at("{world.planner}why/custom_1/"),
    "other routes": at("{world.planner}routes/"),
    "print": at("{world.planner}print/?notes=1"),
    "compare": _compare,
    "history": at("{world.planner}history/"),
    "links": at("{world.planner}links/"),
    "shared page": at("{world.shared}"),
    "shared print": at("{world.shared}print/"),
    "compare with a link": at("{world.shared}compare/"),
    "my data": at("/accounts/data/"),
}


@pytest.mark.parametrize("width", [360, 1440])
def test_long_words_break_where_their_block_ends(
    width: int, tab: Callable[..., Page], live_server: LiveServer, world: World
) -> None:
    page = tab(viewport={"width": width, "height": 800})
    sign_in(page.context, live_server, world.owner)
    found: dict[str, list[str]] = {}
    for name, go in PLACES.items():
        go(page, world)
        if spilled := page.evaluate(SPILLED):
            found[name] = spilled
    assert found == {}


def test_what_changed_has_room_beside_its_buttons(
    tab: Callable[..., Page], live_server: LiveServer, world: World
) -> None:
    page = tab(viewport={"width": 768, "height": 800})
    sign_in(page.context, live_server, world.owner)
    plans.save_revision(
        plan=world.plan, version=world.plan.version, cause="Added Research year",
        document={**world.plan.document, "custom": [], "changes": {}},
    )  # fmt: skip
    PLACES["history"](page, world)
    widths = [one.evaluate("one => one.offsetWidth") for one in page.locator(".state h2").all()]
    assert len(widths) == 2
    assert min(widths) >= 200
