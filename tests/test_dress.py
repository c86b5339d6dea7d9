"""How the pages are dressed: strict policy, contrast, weight, vendored files."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
FORBIDDEN = re.compile(
    r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|js:|<script>|https?://", re.I
)


# Where text may be printed as markup, and why.
SAFE = {"activate_form.html": "the QR code, drawn by allauth from a secret of its own"}


def themes() -> dict[str, dict[str, str]]:
    """The colour tokens of both themes."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    blocks = {
        "light": text.split("}")[0],
        "dark": text.split(':root[data-theme="dark"] {')[1].split("}")[0],
    }
    return {
        name: dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", block))
        for name, block in blocks.items()
    }


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    ("--ink", "--paper"), ("--ink", "--film"), ("--ink", "--raised"), ("--ink-soft", "--paper"),
    ("--ink-soft", "--film"), ("--ink-soft", "--raised"), ("--ink-soft", "--accent-tint"),
    ("--accent", "--paper"), ("--accent", "--film"), ("--accent", "--raised"),
    ("--on-accent", "--accent"), ("--on-accent", "--accent-strong"), ("--error", "--paper"),
    ("--error", "--error-tint"), ("--warning", "--warning-tint"), ("--note", "--note-tint"),
    ("--ink", "--error-tint"), ("--ink", "--warning-tint"), ("--accent", "--warning-tint"),
    ("--accent", "--error-tint"), ("--accent", "--accent-tint"), ("--finish", "--paper"),
    ("--paper", "--finish"), ("--paper", "--ink"), ("--ink", "--education-tint"),
    ("--ink", "--training-tint"), ("--on-lane", "--education"), ("--on-lane", "--training"),
]  # fmt: skip
SHAPE_ON = ["--education", "--training", "--exams", "--applications", "--line-strong", "--focus"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_have_the_contrast_that_people_need(theme: str) -> None:
    colours = themes()[theme]
    for text, ground in TEXT_ON:
        assert contrast(colours[text], colours[ground]) >= 4.5, f"{text} on {ground}"
    for shape in SHAPE_ON:
        assert contrast(colours[shape], colours["--paper"]) >= 3, shape


def test_the_dark_theme_is_the_same_however_it_is_chosen() -> None:
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    wished = text.split(':root:not([data-theme="light"]) {')[1].split("}")[0]
    chosen = text.split(':root[data-theme="dark"] {')[1].split("}")[0]
    assert wished.split() == chosen.split()
    assert set(themes()["light"]) == set(themes()["dark"])


def test_every_token_that_is_used_exists() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css"))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) <= set(
        re.findall(r"(--[a-z0-9-]+):", text)
    )


def test_styles_are_light() -> None:
    text = b"".join(path.read_bytes() for path in sorted((STATIC / "css").glob("*.css")))
    assert len(gzip.compress(text)) <= 15 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_the_strict_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    assert path.name in SAFE or not re.search(r"\|\s*safe\b", text)
    assert len(text.splitlines()) <= 120


def test_vendored_files_are_what_their_checksums_say() -> None:
    lists = sorted((STATIC / "vendor").rglob("SHA256SUMS"))
    assert lists
    for sums in lists:
        for line in sums.read_text(encoding="utf-8").splitlines():
            checksum, name = line.split()
            assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == checksum
