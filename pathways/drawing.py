"""Draws a picture as SVG text: geometry in attributes, colour and texture in classes.

No ``style`` anywhere, so that the strict content policy holds; only the standalone file, which is
read without our pages, carries its own style sheet. Strings rather than a template: measured on
forty bars, three to four times as fast. Every text goes through ``escape``.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from pathways.planning.picture import Flag, Ghost, Picture, Shape
from pathways.strokes import inner_of, set_to, skyline, textures

LINK = "?item={key}#editor"
FAR_GHOST = 8.0
# The size of the letters of axis, lanes and flags, as in picture.css.
LETTERS = 12.0
# What a file is set in where our typeface isn't: letters that are about as wide.
FONTS = "Figtree, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
OWN_FONTS = "Figtree, system-ui, sans-serif"
WEAVES = {
    "estimate": ('width="6" height="6" patternTransform="rotate(45)"', "M0 0V6"),
    "window": ('width="5" height="5"', "M1 0V5"),
    "away": ('width="7" height="7" patternTransform="rotate(-45)"', "M0 0V7"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a picture says: its title and description, a sentence for each item by key, and the
    keys of those that decide the finish."""

    title: str
    description: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    driving: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """How an item can be moved by hand: it runs from ``at`` to ``until`` (excluded); ``moves`` is
    the field of the editor that moving it fills in (empty: it stays); ``sized``: so does its
    length."""

    at: dt.date
    until: dt.date
    moves: Literal["start", "sitting", ""] = ""
    sized: bool = False


def draw(
    picture: Picture,
    words: Words,
    *,
    name: str = "timeline",
    link: str | None = LINK,
    selected: str = "",
    handles: Mapping[str, Handle] | None = None,
    standalone: bool = False,
) -> SafeString:
    """The picture as an ``<svg>``.

    ``name`` sets the ids apart where a page has several pictures. ``link`` is the address that
    items lead to, with ``{key}`` in it; None draws them without links. ``handles`` say where the
    items are and how they can be moved by hand. ``standalone`` is for a file: with its own style
    and background and the width of each text, so that it looks the same without our typeface and
    in the dark, and no links.
    """
    name, link = escape(name), None if standalone else link
    axis = _axis(picture) if handles else ""
    parts = [
        _open(picture, words, name, link, axis=axis, standalone=standalone),
        _definitions(picture, name),
        *(_line(flag, picture) for flag in picture.flags),
        _ticks(picture, sized=standalone),
        *(() if picture.small else _lanes(picture, sized=standalone)),
        *(_ghost(ghost) for ghost in picture.ghosts),
        *(
            _item(
                shape,
                words,
                name,
                link,
                selected,
                hands=_hands(handles.get(shape.key)) if handles else "",
                small=picture.small,
                sized=standalone,
            )
            for shape in picture.shapes
        ),
        *(_flag(flag, sized=standalone) for flag in picture.flags),
        "</svg>",
    ]
    # Everything above is a literal of this module, a number, or escaped.
    return mark_safe("".join(parts))  # noqa: S308


def _axis(picture: Picture) -> str:
    """How days become pixels, for those who move things by hand."""
    days = max((picture.end - picture.start).days, 1)
    scale = round((picture.right - picture.left) / days, 5)
    return f' data-from="{picture.start}" data-left="{picture.left:g}" data-scale="{scale}"'


def _hands(handle: Handle | None) -> str:
    if handle is None:
        return ""
    moves = f' data-moves="{handle.moves}"' if handle.moves else ""
    sized = " data-sized" if handle.sized else ""
    return moves + sized  # where it is, the list says


def _open(
    picture: Picture, words: Words, name: str, link: str | None, *, axis: str, standalone: bool
) -> str:
    width, height = f"{picture.width:g}", f"{picture.height:g}"
    size = "small" if picture.small else "narrow" if picture.narrow else "broad"
    role = "img" if link is None else "group"
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    described = f'<desc id="{name}-desc">{escape(words.description)}</desc>'
    style = ""
    if standalone:
        paper = f'<rect class="paper" fill="{_light()["--paper"]}"'
        style = f'<style>{_style()}</style>{paper} width="{width}" height="{height}"/>'
    return (
        f'<svg{namespace} class="picture {size}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"{axis} role="{role}" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc"><title id="{name}-title">{escape(words.title)}</title>'
        f"{described}{style}"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    """The picture's own rules for a file that stands alone, with the light tokens put in: not
    every program that shows SVG knows custom properties. It has a background of its own, so no
    program is to turn its colours for the dark or for high contrast."""
    rules = _css("picture.css").split("/* In high contrast")[0].replace(OWN_FONTS, FONTS)
    tokens = _light()
    filled = re.sub(r"var\((--[a-z-]+)\)", lambda found: tokens[found[1]], rules)
    filled += ".picture { color-scheme: only light; forced-color-adjust: none; }"
    return " ".join(filled.replace("&", "&amp;").replace("<", "&lt;").split())


@lru_cache(maxsize=1)
def _light() -> Mapping[str, str]:
    """The tokens of the light theme."""
    light = _css("tokens.css").split("}")[0]
    return dict(re.findall(r"(--[a-z-]+): ([^;]+);", light))


def _css(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / name).read_text(encoding="utf-8")


def _definitions(picture: Picture, name: str) -> str:
    """What is used of hatching for estimates, bands for windows and lines for leave, by lane, and
    of fading ends."""
    used = sorted({(texture, one.lane) for one in picture.shapes for texture in textures(one)})
    parts = [
        f'<pattern id="{name}-{texture}-{lane}" {WEAVES[texture][0]} '
        f'patternUnits="userSpaceOnUse"><path class="hatch {lane}" d="{WEAVES[texture][1]}"/>'
        "</pattern>"
        for texture, lane in used
    ]
    if any(shape.fades for shape in picture.shapes):
        parts.append(
            f'<linearGradient id="{name}-fade"><stop offset=".35" stop-color="#fff"/>'
            f'<stop offset="1" stop-color="#000"/></linearGradient>'
            f'<mask id="{name}-fades" maskContentUnits="objectBoundingBox">'
            f'<rect width="1" height="1" fill="url(#{name}-fade)"/></mask>'
        )
    return f"<defs>{''.join(parts)}</defs>" if parts else ""


def _lanes(picture: Picture, *, sized: bool) -> Iterator[str]:
    rules = "".join(f"M0 {lane.y:g}H{lane.width:g}" for lane in picture.lanes)
    yield f'<path class="rule" d="{rules}"/>' if rules else ""
    for lane in picture.lanes:
        width = set_to(lane.title, LETTERS, bold=True) if sized else ""
        yield (
            f'<g class="lane {lane.key}">'
            f'<circle class="body" cx="5" cy="{round(lane.title_y - 4.2, 1):g}" r="4"/>'
            f'<text x="15" y="{lane.title_y:g}"{width}>{escape(lane.title)}</text></g>'
        )


def _ticks(picture: Picture, *, sized: bool) -> str:
    top, bottom, y = 50.0, picture.height, 15.0
    if picture.small:
        top, bottom, y = 0.0, picture.height - 16, picture.height - 4
    lines = "".join(f"M{tick.x:g} {top:g}V{bottom:g}" for tick in picture.ticks)
    labels = "".join(
        f'<text x="{tick.x:g}" y="{y:g}"'
        f"{set_to(tick.label, LETTERS, bold=False) if sized else ''}>{tick.label}</text>"
        for tick in picture.ticks
        if tick.label
    )
    return f'<g class="tick"><path d="{lines}"/>{labels}</g>' if lines else ""


def _line(flag: Flag, picture: Picture) -> str:
    top, bottom = (0.0, picture.height - 16) if picture.small else (44.0, picture.height)
    ends = [top, *(end for gap in flag.gaps for end in gap), bottom]
    parts = zip(ends[::2], ends[1::2], strict=True)
    drawn = "".join(f"M{flag.x:g} {start:g}V{end:g}" for start, end in parts)
    return f'<path class="line {flag.kind}" d="{drawn}"/>'


def _flag(flag: Flag, *, sized: bool) -> str:
    if not flag.label:
        return ""
    letters = set_to(flag.label, LETTERS, bold=True) if sized else ""
    width = round(flag.label_end - flag.label_start, 1)
    return (
        f'<g class="pennant {flag.kind}"><rect x="{flag.label_start:g}" y="24" width="{width:g}" '
        f'height="20" rx="3"/><text x="{round(flag.label_start + 6, 1):g}" y="38"{letters}>'
        f"{escape(flag.label)}</text></g>"
    )


def _ghost(ghost: Ghost) -> str:
    """A dashed strip where the thing was, and an arrow to where it is now."""
    forward = ghost.to_x > ghost.x
    start = round(ghost.x + ghost.width, 1) if forward else ghost.x
    arrow = ""
    if ghost.to_x - start >= FAR_GHOST if forward else start - ghost.to_x >= FAR_GHOST:
        middle, back = round(ghost.y + ghost.height / 2, 1), -3.5 if forward else 3.5
        head = f"m{back} -2.5L{ghost.to_x:g} {middle:g}l{back} 2.5"
        arrow = f'<path class="moved" d="M{start:g} {middle:g}H{ghost.to_x:g}{head}"/>'
    where = f'class="ghost" data-ghost="{escape(ghost.key)}"'
    if ghost.parts:
        return f'<path {where} d="{skyline(ghost)}"/>{arrow}'
    return (
        f'<rect {where} x="{ghost.x:g}" y="{ghost.y:g}" '
        f'width="{ghost.width:g}" height="{ghost.height:g}" rx="2"/>{arrow}'
    )


def _item(
    shape: Shape,
    words: Words,
    name: str,
    link: str | None,
    selected: str,
    *,
    hands: str,
    small: bool,
    sized: bool,
) -> str:
    key = escape(shape.key)
    said = escape(words.items.get(shape.key, shape.key))
    classes = f"item {shape.lane} {shape.texture} {shape.form}"
    classes += "" if shape.status == "planned" else f" {shape.status}"
    classes += " gone" if shape.gone else ""
    drives = shape.key in words.driving and not (shape.gone or small)
    classes += " drives" if drives else ""
    classes += " selected" if shape.key == selected else ""
    inner = f"<title>{said}</title>{''.join(inner_of(shape, name, drives=drives, sized=sized))}"
    if link is None or shape.gone:
        return f'<g class="{classes}">{inner}</g>'
    address = escape(link.replace("{key}", quote(shape.key)))
    return f'<a class="{classes}" href="{address}" data-item="{key}"{hands}>{inner}</a>'
