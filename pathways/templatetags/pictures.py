"""``{% picture view %}`` draws a presented picture, ``{% row_of row %}`` writes a row of the list,
``{% kept "_part.html" name=value %}`` any other part from its template.

All depend on what they are given and on nothing else. What was drawn or written last is kept in
each process, so that a page that changed in one place is made anew in that place only.
"""

import re
from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from pathways.drawing import draw
from pathways.presenters.pictures import PictureView
from pathways.presenters.rows import Row

MOST_PICTURES = 96
MOST_PARTS = 4096
# Rows with longer notes or with comments are rare, and would fill the memory.
LONGEST_NOTE = 500

_INDENT = re.compile(r"\n\s+(?=<)")

register = template.Library()


class _This:
    """A view as a key: it is found by what it is, not by what it says. While the key is kept, so
    is the view, and no other can take its place in memory."""

    __slots__ = ("view",)

    def __init__(self, view: PictureView) -> None:
        self.view = view

    def __hash__(self) -> int:
        return id(self.view)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.view is self.view


@register.simple_tag
def picture(view: PictureView) -> SafeString:
    """The picture as SVG."""
    return drawn(_This(view))


@lru_cache(maxsize=MOST_PICTURES)
def drawn(key: _This) -> SafeString:
    """The picture of a view; presenters give the same view again for the same timeline."""
    view = key.view
    return draw(
        view.picture,
        view.words,
        name=view.name,
        link=view.link,
        selected=view.selected,
        handles=view.handles,
    )


@register.simple_tag
def row_of(row: Row, shared: object = None) -> SafeString:
    """The row as HTML; a ``shared`` one leads to no editor."""
    is_rare = len(row.note) > LONGEST_NOTE or row.remarks
    write = written.__wrapped__ if is_rare else written
    return write("_row.html", (("row", row), ("shared", bool(shared))))


@register.simple_tag
def kept(template_name: str, **values: Hashable) -> SafeString:
    """A part of the page as HTML, from presented values that cannot change."""
    return written(template_name, tuple(values.items()))


@lru_cache(maxsize=MOST_PARTS)
def written(template_name: str, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    """What a template makes of the values; it sees nothing else. Indents are left out."""
    made = render_to_string(template_name, dict(values))
    # As safe as what the template made: white space takes the place of white space. What people
    # wrote is escaped, so that no "<" is theirs, and their own lines stay as they are.
    return mark_safe(_INDENT.sub("\n", made))  # noqa: S308
