"""How wide a text will be, from a table of advances in hundredths of the type size.

The table is that of the site's own typeface at weight 600, the widest that the picture uses, so a
text never comes out wider than said. Other letters count as a wide Latin one, East Asian ones as
a full square.
"""

import unicodedata
from functools import lru_cache

_ADVANCES = (
    (22, "‘’"),
    (25, " ',.`il"),
    (28, "|·"),
    (31, "!:;Ij"),
    (34, "[]"),
    (37, "()r"),
    (40, '"ft{}“”'),
    (44, "-/1\\_"),
    (48, "s"),
    (51, "*?z"),
    (54, "JLakx"),
    (57, "$37F^cehnuvy–"),
    (60, "2569EPTbdgopq"),
    (63, "#+48<=>BSY~×"),
    (66, "&0KRXZ"),
    (69, "…"),
    (72, "ADUV"),
    (75, "CGH"),
    (79, "NOQ"),
    (83, "%w"),
    (88, "Mm"),
    (100, "@W"),
    (130, "—"),
)
_WIDTHS = {letter: advance for advance, letters in _ADVANCES for letter in letters}
_OTHER = 75
_SQUARE = 104


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """The width of a text set at a type size, rounded up to a tenth."""
    hundredths = sum(_advance(letter) for letter in text)
    return -(-hundredths * size // 10) / 10


def _advance(letter: str) -> int:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _SQUARE
    plain = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(plain, _OTHER)


def fit(text: str, size: float, room: float) -> str:
    """The text, shortened with an ellipsis where it is wider than the room; maybe empty."""
    if text_width(text, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + "…", size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low else ""


def split_in_two(text: str, size: float, room: float) -> tuple[str, str] | None:
    """The text on two lines of at most the room, broken at a space; None where it cannot be."""
    words = text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        first, second = " ".join(words[:count]), " ".join(words[count:])
        if text_width(first, size) <= room and text_width(second, size) <= room:
            return first, second
    return None
