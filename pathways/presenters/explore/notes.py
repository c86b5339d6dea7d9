"""Footnotes: what is said, with the numbers of the sources it rests on."""

from dataclasses import dataclass, field

from pathways.planning.catalogue import Edition, Figure
from pathways.presenters import words
from pathways.presenters.receipts import SourceLine, present_sources
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How we know: the numbers of sources, a tag where it is not a rule that was read
    ("typical, unverified"), and a remark."""

    numbers: tuple[int, ...] = ()
    tag: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence or value with how we know it."""

    text: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSource:
    """A source of the page."""

    number: int
    line: SourceLine


@dataclass
class Notes:
    """Numbers the sources of a page in the order in which they are first named."""

    edition: Edition
    style: DateStyle
    numbers: dict[str, int] = field(default_factory=dict)

    def note(self, figure: Figure) -> Note:
        """How a figure is known; its sources join the list of the page."""
        known = [key for key in figure.sources if key in self.edition.sources]
        return Note(
            numbers=tuple(self.numbers.setdefault(key, len(self.numbers) + 1) for key in known),
            tag=tag_of(figure),
            remark=figure.note,
        )

    def say(self, text: str, figure: Figure) -> Said:
        """The text with how it is known."""
        return Said(text=text, note=self.note(figure))

    def sources(self) -> tuple[NumberedSource, ...]:
        """The sources named so far, by number."""
        lines = present_sources(self.edition, self.numbers, self.style)
        return tuple(NumberedSource(number=n, line=line) for n, line in enumerate(lines, 1))

    def verified(self) -> str:
        """The day on which the source read longest ago was read; empty without sources."""
        days = [self.edition.sources[key].checked for key in self.numbers]
        return words.day(min(days), self.style) if days else ""


def tag_of(figure: Figure) -> str:
    """What a figure must be called where it is shown; empty for what was read as it stands."""
    if figure.confidence == "U":
        return "typical, unverified"
    if figure.basis == "estimate":
        return "estimate"
    if figure.basis == "survey":
        return "survey"
    return "worked out" if figure.confidence == "I" else ""
