"""What people typed, and choices to put before them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option of a select or a set of radio buttons."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the person typed that could not be used: values and problems by field name. ``key``
    is what the form is about."""

    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def about(self, key: str) -> "Entry":
        """This entry where it is about that key, else an empty one."""
        return self if self.key == key else Entry()


def choices(options: Iterable[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    """Options of (value, label), one of them chosen."""
    return tuple(
        Choice(value=value, label=label, chosen=value == chosen) for value, label in options
    )
