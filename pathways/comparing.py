"""Draws what stands beside each other: strips with marks, their axis, and months by phase.

Like ``drawing``: geometry in attributes, colour and texture in classes, every text escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from pathways.drawing import Words, draw
from pathways.planning.contrast import Contrast, Mark
from pathways.planning.phases import PHASES, PhaseKey
from pathways.planning.picture import Picture

# Told apart by their shape: pointing on, pointing back, a plus.
SIGNS = {
    "later": "M-3.5-4 4 0-3.5 4Z",
    "earlier": "M3.5-4-4 0 3.5 4Z",
    "new": "M-1.1-4H1.1V-1.1H4V1.1H1.1V4H-1.1V1.1H-4V-1.1H-1.1Z",
}
# Told apart by their texture: plain, stripes one way or another, dots, nothing inside.
TEXTURES: dict[PhaseKey, str] = {
    "fellowship": '<path d="M0 0V7" class="line"/>',
    "own": '<circle cx="3.5" cy="3.5" r="1.4" class="dot"/>',
    "post": '<path d="M0 3.5H7" class="line"/>',
}
BAR_HEIGHT = 26.0
HALF_A_YEAR_NAME = 16.0
SWATCH = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar of months, in pixels; ``label`` stands in it."""

    key: PhaseKey
    x: float
    width: float
    label: str = ""


def draw_strip(strip: Contrast, words: Words, *, name: str) -> SafeString:
    """A small picture with its ghosts and its marks."""
    drawn = draw(strip.picture, words, name=name, link=None)
    marks = "".join(map(_mark, strip.marks))
    return mark_safe(drawn.removesuffix("</svg>") + marks + "</svg>")  # noqa: S308


def _mark(mark: Mark) -> str:
    return (
        f'<path class="mark {mark.sign}" data-mark="{escape(mark.key)}" '
        f'transform="translate({mark.x} {mark.y})" d="{SIGNS[mark.sign]}"/>'
    )


def draw_sign(sign: str) -> SafeString:
    """A mark by itself, for the key."""
    inner = f'<path class="mark {sign}" transform="translate(8 8)" d="{SIGNS[sign]}"/>'
    return _decoration("picture", 16, 16, inner)


def draw_axis(picture: Picture) -> SafeString:
    """The years of small pictures, to stand above them."""
    parts = []
    for tick in picture.ticks:
        x = min(max(tick.x, HALF_A_YEAR_NAME), picture.width - HALF_A_YEAR_NAME)
        label = f'<text x="{x}" y="12" font-size="12">{tick.label}</text>' if tick.label else ""
        mark = f'<path d="M{tick.x} {15 if tick.label else 18}V22"/>'
        parts.append(f'<g class="tick">{mark}{label}</g>')
    inner = "".join(parts)
    return _decoration("picture axis", picture.width, 22, inner)


def draw_phases(segments: Sequence[Segment], *, width: int, name: str) -> SafeString:
    """A bar of months; the numbers beside it say the same, so it is hidden from those who cannot
    see it."""
    name = escape(name)
    inner = _patterns(name) + "".join(_segment(one, name) for one in segments)
    return _decoration("phases", width, BAR_HEIGHT, inner)


def draw_swatch(key: PhaseKey, *, name: str) -> SafeString:
    """What a phase looks like, for the key."""
    name = escape(name)
    segment = Segment(key=key, x=0.0, width=SWATCH)
    return _decoration("phases", SWATCH, BAR_HEIGHT, _patterns(name) + _segment(segment, name))


def _patterns(name: str) -> str:
    found = "".join(
        f'<pattern id="{name}-{key}" width="7" height="7" patternUnits="userSpaceOnUse"'
        f"{' patternTransform=' + chr(34) + 'rotate(45)' + chr(34) if key == 'fellowship' else ''}>"
        f'<g class="phase {key}">{TEXTURES[key]}</g></pattern>'
        for key in PHASES
        if key in TEXTURES
    )
    return f"<defs>{found}</defs>"


def _segment(segment: Segment, name: str) -> str:
    box = (
        f'x="{round(segment.x + 1, 1)}" y="1" width="{round(max(segment.width - 2, 1.5), 1)}" '
        f'height="{BAR_HEIGHT - 2:g}" rx="3"'
    )
    texture = f'<rect fill="url(#{name}-{segment.key})" {box}/>' if segment.key in TEXTURES else ""
    x = round(segment.x + segment.width / 2, 1)
    label = f'<text x="{x}" y="17.5" font-size="12">{escape(segment.label)}</text>'
    return (
        f'<g class="phase {segment.key}"><rect class="body" {box}/>{texture}'
        f"{label if segment.label else ''}</g>"
    )


def _decoration(kind: str, width: float, height: float, inner: str) -> SafeString:
    # Everything in it is a literal of this module, a number, or escaped.
    return mark_safe(  # noqa: S308
        f'<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" aria-hidden="true" focusable="false">{inner}</svg>'
    )
