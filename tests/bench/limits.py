"""The two yardsticks: an empty page, and the least that shows the same bars.

The bare page is HTML and SVG that the server wrote. An edit fetches the drawing anew and swaps it
in; a local edit shifts the shapes that are there. No library, no style sheet, no form, nobody
signed in: nothing that does the same can be much faster.
"""

from tests.bench.dataset import DAYS, FIRST_DAY, bars, date

WIDTH = 1_240
ROW = 24
TOP = 30
LEFT = 90
A_DAY = (WIDTH - LEFT) / (DAYS + 60)

STYLE = (
    "body{font:14px/1.4 sans-serif;margin:16px}svg{font-size:12px}"
    ".year path{stroke:#ccc}.link{stroke:#555}.bar rect{fill:#2463a8}.bar text{fill:#222}"
    ".exam{fill:#a33}"
)

# What the page answers to: an edit by the server, and one in the page alone.
SCRIPT = """
addEventListener("DOMContentLoaded", () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const first = new WeakMap();
  const shift = (shape, name, by) => {
    if (!first.has(shape)) first.set(shape, Number(shape.getAttribute(name)));
    shape.setAttribute(name, (first.get(shape) + by).toFixed(1));
  };
  window.__peer = {
    async server(extra) {
      const answer = await fetch("/edit/bare?n=COUNT&extra=" + extra, { method: "POST" });
      document.getElementById("box").innerHTML = await answer.text();
    },
    local(extra) {
      const by = extra * A_DAY;
      all(".bar rect").forEach((bar, index) => shift(bar, index ? "x" : "width", by));
      for (const shape of all(".exam, .link")) {
        shape.setAttribute("transform", "translate(" + by.toFixed(1) + " 0)");
      }
    },
  };
});
"""


def _x(day: int) -> str:
    return f"{LEFT + day * A_DAY:.1f}"


def drawing(count: int, extra: int = 0) -> str:
    """The bars, milestones, links and years as SVG."""
    height = TOP + count * ROW
    parts = [
        f'<svg role="group" aria-label="Timeline" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}"><g class="year">'
    ]
    for year in range(16):
        x = _x(round(year * 365.25))
        label = FIRST_DAY.year + year
        parts.append(f'<path d="M{x} 20V{height}"/><text x="{x}" y="14">{label}</text>')
    parts.append("</g>")
    for row, bar in enumerate(bars(count, extra)):
        y, number = TOP + row * ROW, bar.number
        if row:
            parts.append(f'<path class="link" d="M{_x(bar.start)} {y - 8}V{y + 2}"/>')
        width = (bar.end - bar.start) * A_DAY
        parts.append(
            f'<a class="bar" id="b{number}" href="#b{number}"><title>Stage {number}: '
            f'{date(bar.start)} to {date(bar.end)}</title><text x="2" y="{y + 13}">Stage {number}'
            f'</text><rect x="{_x(bar.start)}" y="{y + 2}" width="{width:.1f}" height="14"/></a>'
            f'<path class="exam" d="M{_x(bar.end)} {y + 3}l6 6-6 6-6-6z"><title>Exam {number}: '
            f"{date(bar.end)}</title></path>"
        )
    return "".join([*parts, "</svg>"])


def _page(head: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Training plan</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<style>{STYLE}</style>{head}</head><body><main><h1>Training plan</h1>{body}</main>"
        "</body></html>"
    )


def bare_page(count: int) -> str:
    """The least that shows ``count`` bars and can be edited."""
    script = SCRIPT.replace("COUNT", str(count)).replace("A_DAY", repr(A_DAY))
    return _page(f"<script>{script}</script>", f'<div id="box">{drawing(count)}</div>')


def empty_page() -> str:
    """A heading and a line; the line is what is waited for."""
    return _page("", '<p class="bar">Nothing</p>')
