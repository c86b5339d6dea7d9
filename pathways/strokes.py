"""How one item of a picture becomes elements of SVG: ring, body, texture, years, icon, words."""

from collections.abc import Iterator

from django.utils.html import escape

from pathways.planning.picture import Ghost, Label, Part, Shape
from pathways.planning.picture.textwidth import text_width

FULL_MARK = 15.0
MARKS = {
    "diamond": '<path class="body" d="M0-7.5 7.5 0 0 7.5-7.5 0Z"/>',
    "flag": '<path class="body" d="M-4.5-7.5H7L3.5-3 7 1.5H-4.5Z"/>'
    '<path class="pole" d="M-5-8V8"/>',
    "circle": '<circle class="body" r="6.5"/>',
}
TEETH, TOOTH = 3, 4
ICONS = {
    "done": "M-4.5 .5 -1.5 3.5 4.5 -3.5",
    "confirmed": "M-4.5 .5 -1.5 3.5 4.5 -3.5",
    "pinned": "M0 5.5V1.5M-4 1.5H4L2.5-1V-5.5H-2.5V-1Z",
}
SIZES = {"name": 13.0, "caption": 11.0, "part": 10.5}
ROUND = 4.0
SLIM, RIMS = 20.0, (0.7, 1.2)
FULL = 100
YEAR = 10.5
# How wide our typeface really is, on average, against the widths that leave room for the widest.
BOLD, REGULAR = 0.97, 0.955


def set_to(text: str, size: float, *, bold: bool) -> str:
    """The attributes that give a text the width it has in our typeface, in whatever it is set."""
    width = text_width(text, size) * (BOLD if bold else REGULAR)
    return f' textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"' if width else ""


def textured(shape: Shape) -> str:
    """The texture that is drawn on a shape, on its body or the band of its window; or nothing."""
    if shape.form == "bar":
        return "" if shape.texture == "solid" else shape.texture
    if shape.beyond or shape.width <= shape.mark + 1:
        return ""
    return "estimate" if shape.texture == "estimate" else "window"


def textures(shape: Shape) -> Iterator[str]:
    """All textures that are drawn on a shape."""
    texture = textured(shape)
    if texture:
        yield texture
    if any(part.away for part in shape.parts):
        yield "away"


def skyline(ghost: Ghost) -> str:
    """The path around a strip that is as high everywhere as what is worked there."""
    low, end = round(ghost.y + ghost.height, 1), round(ghost.x + ghost.width, 1)
    path = f"M{ghost.x:g} {low:g}V{ghost.y:g}"
    for part in ghost.parts:
        high = round(low - ghost.height * part.percent / FULL, 1)
        path += f"H{part.x:g}V{high:g}H{round(part.x + part.width, 1):g}V{ghost.y:g}"
    return f"{path}H{end:g}V{low:g}z"


def inner_of(shape: Shape, name: str, *, drives: bool, sized: bool = False) -> Iterator[str]:
    """The elements of an item; ``name`` is that of the picture, ``drives`` draws the line under
    what decides the finish, ``sized`` gives the width of each text."""
    ring_top, ring_height = round(shape.top - 1, 1), round(shape.bottom - shape.top + 2, 1)
    ring_width = round(shape.right - shape.left, 1)
    yield (
        f'<rect class="ring" x="{shape.left:g}" y="{ring_top:g}" width="{ring_width:g}" '
        f'height="{ring_height:g}" rx="5"/>'
    )
    yield from _bar(shape, name, sized=sized) if shape.form == "bar" else _mark(shape, name)
    inside = any(label.inside for label in shape.labels)
    if shape.icon_x is not None:
        icon = "pinned" if shape.pinned else shape.status
        at = f"translate({round(shape.icon_x + 6, 1):g} {round(shape.icon_y, 1):g})"
        where = "icon inside" if inside else "icon"
        yield f'<path class="{where}" transform="{at}" d="{ICONS.get(icon, "")}"/>'
    yield from (_text(label, sized=sized) for label in shape.labels)
    yield from (_text(part.label, sized=sized) for part in shape.parts if part.label)
    if drives:
        yield _drives(shape)


def _bar(shape: Shape, name: str, *, sized: bool) -> Iterator[str]:
    body = _box(shape, shape.x, shape.y, shape.width, shape.height)
    texture = textured(shape)
    drawn = body.format('class="body"')
    if texture:
        drawn += body.format(f'fill="url(#{name}-{texture}-{shape.lane})"')
    low = round(shape.y + shape.height, 1)
    high = round(low - (17 if any(year.label for year in shape.years) else 7), 1)
    notches = "".join(f"M{year.x:g} {high:g}V{low:g}" for year in shape.years[1:])
    drawn += f'<path class="notch" d="{notches}"/>' if notches else ""
    drawn += _emptied(shape, name) if shape.parts else ""
    yield f'<g mask="url(#{name}-fades)">{drawn}</g>' if shape.fades else drawn
    for place, year in enumerate(shape.years):
        if year.label:
            x = round(year.x + (6 if place else 9), 1)
            width = set_to(year.label, YEAR, bold=False) if sized else ""
            at = f'x="{x:g}" y="{shape.years_y:g}"'
            yield f'<text class="year" {at}{width}>{escape(year.label)}</text>'


def _emptied(shape: Shape, name: str) -> str:
    """What is empty of a bar: above part-time, and all of what is away, which is hatched too."""
    empty = "".join(_hole(shape, part) for part in shape.parts if part.percent < FULL)
    away = "".join(_hole(shape, part) for part in shape.parts if part.away)
    drawn = f'<path class="off" d="{empty}"/>' if empty else ""
    return drawn + (f'<path fill="url(#{name}-away-{shape.lane})" d="{away}"/>' if away else "")


def _hole(shape: Shape, part: Part) -> str:
    """The path around what is empty of a part. It leaves the rim of its bar, with its corners and
    its torn edges, so that one sees how high all of it is."""
    rim = RIMS[shape.height > SLIM]
    left, right = part.x, round(part.x + part.width, 1)
    first, last = left < shape.x + 1, right > shape.x + shape.width - 1
    left = round(left + rim, 1) if first else left
    right = round(right - rim, 1) if last else right
    top = round(shape.y + rim, 1)
    low = round(shape.y + shape.height * (FULL - part.percent) / FULL, 1)
    low = round(low - rim, 1) if part.percent == 0 else max(low, top)
    corner = round(max(min(ROUND - rim, (right - left) / 2, (low - top) / 2), 0.0), 1)
    foot = corner if part.percent == 0 else 0.0
    if last and shape.cut_right:
        down = "".join(f"L{right - bite:g} {y:g}" for y, bite in _teeth(shape, top, low))
    else:
        at, under = (corner, foot) if last else (0.0, 0.0)
        down = f"H{right - at:g}{_bend(at, at)}V{low - under:g}{_bend(-under, under)}"
    if first and shape.cut_left:
        back = _teeth(shape, top, low)[::-1]
        return f"M{left:g} {top:g}{down}{''.join(f'L{left + bite:g} {y:g}' for y, bite in back)}z"
    at, under = (corner, foot) if first else (0.0, 0.0)
    up = f"H{left + under:g}{_bend(-under, -under)}V{top + at:g}{_bend(at, -at)}"
    return f"M{left + at:g} {top:g}{down}{up}z"


def _bend(across: float, down: float) -> str:
    """A rounded corner."""
    return f"a{abs(across):g} {abs(across):g} 0 0 1 {across:g} {down:g}" if across else ""


def _teeth(shape: Shape, top: float, low: float) -> list[tuple[float, float]]:
    """The torn edge of a bar from one height to another: how deep it is bitten where."""
    step = shape.height / TEETH / 2
    tips = (shape.y + place * step for place in range(1, 2 * TEETH))
    return [
        (round(y, 1), round(TOOTH * (1 - abs((y - shape.y) / step % 2 - 1)), 1))
        for y in (top, *(tip for tip in tips if top < tip < low), low)
    ]


def _box(shape: Shape, x: float, y: float, width: float, height: float) -> str:
    """An element to be filled with its attributes: a rectangle, or torn on the side where the
    shape goes on past the edge of the picture. A mark has only its right side torn."""
    cut_left = shape.cut_left and shape.form == "bar"
    if not (cut_left or shape.cut_right):
        return f'<rect {{}} x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4"/>'
    step = round(height / TEETH / 2, 2)
    down = f"l-{TOOTH} {step:g} {TOOTH} {step:g}" * TEETH
    up = f"l{TOOTH}-{step:g}-{TOOTH}-{step:g}" * TEETH
    right = down if shape.cut_right else f"v{height:g}"
    left = up if cut_left else "z"
    return f'<path {{}} d="M{x:g} {y:g}h{width:g}{right}h-{width:g}{left}"/>'


def _drives(shape: Shape) -> str:
    """A heavy line under what decides the finish."""
    low, end = round(shape.y + shape.height - 1.5, 1), round(shape.x + shape.width - 2, 1)
    if shape.form != "bar":
        low = round(shape.y + (shape.height + shape.mark) / 2 + 2, 1)
        end = round(shape.x + shape.mark, 1)
    start = round(shape.x + (2 if shape.form == "bar" else 0), 1)
    return f'<path class="driving" d="M{start:g} {low:g}H{max(end, start):g}"/>'


def _mark(shape: Shape, name: str) -> Iterator[str]:
    """The mark, drawn fifteen wide and scaled; its window; an arrow where it lies further on."""
    x, y = round(shape.x + shape.mark / 2, 1), round(shape.y + shape.height / 2, 1)
    texture = textured(shape)
    if texture:
        high = round(shape.mark / 3, 1)
        width = round(shape.width - shape.mark / 2, 1)
        band = _box(shape, x, round(y - high, 1), width, 2 * high)
        yield band.format('class="band"')
        yield band.format(f'fill="url(#{name}-{texture}-{shape.lane})"')
    arrow = '<path class="beyond" d="M9.5-4 13 0 9.5 4"/>' if shape.beyond else ""
    arrow += '<path class="beyond" d="M-9.5-4-13 0-9.5 4"/>' if shape.cut_left else ""
    scale = "" if shape.mark == FULL_MARK else f" scale({shape.mark / FULL_MARK:.2f})"
    yield f'<g transform="translate({x:g} {y:g}){scale}">{MARKS[shape.form]}{arrow}</g>'


def _text(label: Label, *, sized: bool) -> str:
    """A text; the style sheet knows the usual sizes."""
    where = f"{label.role} inside" if label.inside else label.role
    size = "" if label.size == SIZES.get(label.role) else f' font-size="{label.size:g}"'
    width = set_to(label.text, label.size, bold=label.role == "name") if sized else ""
    at = f'x="{label.x:g}" y="{label.y:g}"'
    return f'<text class="{where}" {at}{size}{width}>{escape(label.text)}</text>'
