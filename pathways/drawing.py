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

from pathways.planning.picture import Flag, Ghost, Label, LaneBox, Picture, Shape, Tick

FULL_MARK = 15.0
MARKS = {
    "diamond": '<path class="body" d="M0-7.5 7.5 0 0 7.5-7.5 0Z"/>',
    "flag": '<path class="body" d="M-4.5-7.5H7L3.5-3 7 1.5H-4.5Z"/>'
    '<path class="pole" d="M-5-8V8"/>',
    "circle": '<circle class="body" r="6.5"/>',
}
TEETH, TOOTH = 3, 4
LINK = "?item={key}#editor"
ICONS = {
    "done": "M-4.5 .5 -1.5 3.5 4.5 -3.5",
    "confirmed": "M-4.5 .5 -1.5 3.5 4.5 -3.5",
    "pinned": "M0 5.5V1.5M-4 1.5H4L2.5-1V-5.5H-2.5V-1Z",
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
    and background, and no links.
    """
    name, link = escape(name), None if standalone else link
    axis = _axis(picture) if handles else ""
    parts = [
        _open(picture, words, name, link, axis=axis, standalone=standalone),
        _definitions(picture, name),
        *(_rule(lane) for lane in picture.lanes if not picture.small),
        *(_line(flag, picture) for flag in picture.flags),
        *(_tick(tick, picture) for tick in picture.ticks),
        *(_lane(lane) for lane in picture.lanes if not picture.small),
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
            )
            for shape in picture.shapes
        ),
        *(_flag(flag) for flag in picture.flags),
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
    return f' data-at="{handle.at}" data-until="{handle.until}"{moves}{sized}'


def _open(
    picture: Picture, words: Words, name: str, link: str | None, *, axis: str, standalone: bool
) -> str:
    width, height = picture.width, picture.height
    size = "small" if picture.small else "narrow" if picture.narrow else "broad"
    role = "img" if link is None else "group"
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    described = f'<desc id="{name}-desc">{escape(words.description)}</desc>'
    style = ""
    if standalone:
        style = f'<style>{_style()}</style><rect class="paper" width="{width}" height="{height}"/>'
    return (
        f'<svg{namespace} class="picture {size}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"{axis} role="{role}" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc"><title id="{name}-title">{escape(words.title)}</title>'
        f"{described}{style}"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    """The picture's own rules for a file that stands alone, with the light tokens put in: not
    every program that shows SVG knows custom properties."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    light = (folder / "tokens.css").read_text(encoding="utf-8").split("}")[0]
    tokens = dict(re.findall(r"(--[a-z-]+): ([^;]+);", light))
    rules = (folder / "picture.css").read_text(encoding="utf-8")
    filled = re.sub(r"var\((--[a-z-]+)\)", lambda found: tokens[found[1]], rules)
    return " ".join(filled.replace("&", "&amp;").replace("<", "&lt;").split())


def _definitions(picture: Picture, name: str) -> str:
    """Hatching for estimates and bands for windows, one of each per lane, and the fading end."""
    parts = ["<defs>"]
    for lane in picture.lanes:
        parts.append(
            f'<pattern id="{name}-estimate-{lane.key}" width="6" height="6" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<path class="hatch {lane.key}" d="M0 0V6"/></pattern>'
            f'<pattern id="{name}-window-{lane.key}" width="5" height="5" '
            f'patternUnits="userSpaceOnUse"><path class="hatch {lane.key}" d="M1 0V5"/></pattern>'
        )
    if any(shape.fades for shape in picture.shapes):
        parts.append(
            f'<linearGradient id="{name}-fade"><stop offset=".35" stop-color="#fff"/>'
            f'<stop offset="1" stop-color="#000"/></linearGradient>'
            f'<mask id="{name}-fades" maskContentUnits="objectBoundingBox">'
            f'<rect width="1" height="1" fill="url(#{name}-fade)"/></mask>'
        )
    return "".join((*parts, "</defs>"))


def _rule(lane: LaneBox) -> str:
    return f'<path class="rule" d="M0 {lane.y}H{lane.width}"/>'


def _lane(lane: LaneBox) -> str:
    return (
        f'<g class="lane {lane.key}">'
        f'<circle class="body" cx="5" cy="{round(lane.title_y - 4.2, 1)}" r="4"/>'
        f'<text x="15" y="{lane.title_y}" font-size="12">{escape(lane.title)}</text></g>'
    )


def _tick(tick: Tick, picture: Picture) -> str:
    top, bottom, y = (50, picture.height, 43.0)
    if picture.small:
        top, bottom, y = (0, round(picture.height - 16, 1), round(picture.height - 4, 1))
    label = f'<text x="{tick.x}" y="{y}" font-size="12">{tick.label}</text>' if tick.label else ""
    return f'<g class="tick"><path d="M{tick.x} {top}V{bottom}"/>{label}</g>'


def _line(flag: Flag, picture: Picture) -> str:
    top, bottom = (0, round(picture.height - 16, 1)) if picture.small else (22, picture.height)
    return f'<path class="line {flag.kind}" d="M{flag.x} {top}V{bottom}"/>'


def _flag(flag: Flag) -> str:
    if not flag.label:
        return ""
    width = round(flag.label_end - flag.label_start, 1)
    return (
        f'<g class="pennant {flag.kind}"><rect x="{flag.label_start}" y="3" width="{width}" '
        f'height="20" rx="3"/><text x="{round(flag.label_start + 6, 1)}" y="17" font-size="12">'
        f"{escape(flag.label)}</text></g>"
    )


def _ghost(ghost: Ghost) -> str:
    return (
        f'<rect class="ghost" data-ghost="{escape(ghost.key)}" x="{ghost.x}" y="{ghost.y}" '
        f'width="{ghost.width}" height="{ghost.height}" rx="2"/>'
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
) -> str:
    key = escape(shape.key)
    said = escape(words.items.get(shape.key, shape.key))
    classes = f"item {shape.lane} {shape.texture} {shape.form} {shape.status}"
    classes += " gone" if shape.gone else ""
    drives = shape.key in words.driving and not (shape.gone or small)
    classes += " drives" if drives else ""
    classes += " selected" if shape.key == selected else ""
    inner = f"<title>{said}</title>{''.join(_inner(shape, name))}{_drives(shape) if drives else ''}"
    if link is None or shape.gone:
        return f'<g class="{classes}">{inner}</g>'
    address = escape(link.replace("{key}", quote(shape.key)))
    return f'<a class="{classes}" href="{address}" data-item="{key}"{hands}>{inner}</a>'


def _inner(shape: Shape, name: str) -> Iterator[str]:
    """The focus ring, the body with its texture, the training years, the icon and the labels."""
    ring_top, ring_height = round(shape.top - 1, 1), round(shape.bottom - shape.top + 2, 1)
    ring_width = round(shape.right - shape.left, 1)
    yield (
        f'<rect class="ring" x="{shape.left}" y="{ring_top}" width="{ring_width}" '
        f'height="{ring_height}" rx="5"/>'
    )
    yield from _bar(shape, name) if shape.form == "bar" else _mark(shape, name)
    inside = any(label.inside for label in shape.labels)
    if shape.icon_x is not None:
        icon = "pinned" if shape.pinned else shape.status
        at = f"translate({round(shape.icon_x + 6, 1)} {round(shape.icon_y, 1)})"
        where = "icon inside" if inside else "icon"
        yield f'<path class="{where}" transform="{at}" d="{ICONS.get(icon, "")}"/>'
    yield from (_text(label) for label in shape.labels)


def _bar(shape: Shape, name: str) -> Iterator[str]:
    body = _body(shape)
    texture = ""
    if shape.texture != "solid":
        texture = body.format(f'fill="url(#{name}-{shape.texture}-{shape.lane})"')
    drawn = body.format('class="body"') + texture
    yield f'<g mask="url(#{name}-fades)">{drawn}</g>' if shape.fades else drawn
    low = round(shape.y + shape.height, 1)
    high = round(low - (17 if any(year.label for year in shape.years) else 7), 1)
    for place, year in enumerate(shape.years):
        if place:
            yield f'<path class="notch" d="M{year.x} {high}V{low}"/>'
        if year.label:
            x = round(year.x + (9 if not place else 6), 1)
            yield f'<text class="year" x="{x}" y="{shape.years_y}" font-size="10.5">'
            yield f"{escape(year.label)}</text>"


def _body(shape: Shape) -> str:
    """The element of a bar, to be filled with its attributes: a rectangle, or torn on the side
    where it goes on past the edge of the picture."""
    x, y, width, height = shape.x, shape.y, shape.width, shape.height
    if not (shape.cut_left or shape.cut_right):
        return f'<rect {{}} x="{x}" y="{y}" width="{width}" height="{height}" rx="4"/>'
    step = round(height / TEETH / 2, 2)
    down = f"l-{TOOTH} {step} {TOOTH} {step}" * TEETH
    up = f"l{TOOTH}-{step}-{TOOTH}-{step}" * TEETH
    right = down if shape.cut_right else f"v{height:g}"
    left = up if shape.cut_left else "z"
    return f'<path {{}} d="M{x} {y}h{width:g}{right}h-{width:g}{left}"/>'


def _drives(shape: Shape) -> str:
    """A heavy line under what decides the finish."""
    low, end = round(shape.y + shape.height - 1.5, 1), round(shape.x + shape.width - 2, 1)
    if shape.form != "bar":
        low, end = round(shape.y + shape.height + 2, 1), round(shape.x + shape.mark, 1)
    start = round(shape.x + (2 if shape.form == "bar" else 0), 1)
    return f'<path class="driving" d="M{start} {low}H{max(end, start)}"/>'


def _mark(shape: Shape, name: str) -> Iterator[str]:
    """The mark, drawn fifteen wide and scaled; its window; an arrow where it lies further on."""
    x, y = round(shape.x + shape.mark / 2, 1), round(shape.y + shape.height / 2, 1)
    if shape.width > shape.mark + 1 and not shape.beyond:
        high = round(shape.mark / 3, 1)
        box = (
            f'x="{x}" y="{round(y - high, 1)}" width="{round(shape.width - shape.mark / 2, 1)}" '
            f'height="{2 * high:g}" rx="3"'
        )
        texture = "estimate" if shape.texture == "estimate" else "window"
        yield f'<rect class="band" {box}/>'
        yield f'<rect fill="url(#{name}-{texture}-{shape.lane})" {box}/>'
    arrow = '<path class="beyond" d="M9.5-4 13 0 9.5 4"/>' if shape.beyond else ""
    arrow += '<path class="beyond" d="M-9.5-4-13 0-9.5 4"/>' if shape.cut_left else ""
    scale = "" if shape.mark == FULL_MARK else f" scale({shape.mark / FULL_MARK:.2f})"
    yield f'<g transform="translate({x} {y}){scale}">{MARKS[shape.form]}{arrow}</g>'


def _text(label: Label) -> str:
    where = f"{label.role} inside" if label.inside else label.role
    paper = ""
    if label.covers:
        paper = (
            f'<rect class="paper" x="{round(label.x - 3, 1)}" '
            f'y="{round(label.y - label.size, 1)}" width="{round(label.width + 6, 1)}" '
            f'height="{round(label.size * 1.35, 1)}"/>'
        )
    return paper + (
        f'<text class="{where}" x="{label.x}" y="{label.y}" font-size="{label.size:g}">'
        f"{escape(label.text)}</text>"
    )
