"""What is wrong with a page in a browser: for axe, on a small screen, by the content policy."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# What cannot be used on a small screen: cut off, tiny, or covered by something else.
UNUSABLE = """
() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = wide > 0 ? [`scrolls sideways by ${wide}px`] : [];
  const controls = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  for (const control of controls) {
    if (control.type === "hidden" || !control.checkVisibility({visibilityProperty: true})) continue;
    if (control.matches(".skip") || control.closest("[aria-hidden=true]")) continue;
    control.scrollIntoView({block: "center", inline: "nearest"});
    const box = control.getBoundingClientRect();
    const name = `${control.tagName} ${control.id || control.textContent.trim().slice(0, 40)}`;
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`${name} is cut off`);
    const {width, height} = (control.closest("label") || control).getBoundingClientRect();
    if (!control.matches("a") && Math.min(width, height) < 20)
      found.push(`${name} is tiny: ${width} by ${height}`);
    const [first] = control.getClientRects();
    const on = document.elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
    const own = [control, ...(control.labels || [])];
    if (!on || !own.some((one) => one.contains(on) || on.contains(one)))
      found.push(`${name} is covered by ${on ? `${on.tagName} ${on.className}` : "nothing"}`);
  }
  return found;
}
"""


def violations_of(page: Page) -> list[str]:
    """What axe finds wrong, with the places, once the styles are there."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    result = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in result["violations"]
        for node in one["nodes"][:3]
    ]


def watch(page: Page, breaches: list[str]) -> None:
    """Note every breach of the content policy on a page."""

    def read_console(entry: ConsoleMessage) -> None:
        if "Content Security Policy" in entry.text:
            breaches.append(f"{page.url}: {entry.text}")

    page.on("console", read_console)
