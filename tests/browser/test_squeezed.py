"""Styles that were made small say what they said before."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from radcareers.bundles import squeezed

STYLES = sorted((Path(__file__).parents[2] / "static/css").glob("*.css"))
RULES = """
(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
}
"""


@pytest.mark.parametrize("path", STYLES, ids=[one.stem for one in STYLES])
def test_a_browser_reads_the_same_rules(chromium: Browser, path: Path) -> None:
    text = path.read_text("utf-8")
    page = chromium.new_page()
    rules = page.evaluate(RULES, text)
    small = page.evaluate(RULES, squeezed(text, path.name))
    page.close()
    assert len(rules) >= 1
    assert small == rules
