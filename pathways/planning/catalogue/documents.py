"""Reading plain documents (JSON or YAML trees) into values, collecting every problem on the way.

A ``Node`` is one mapping of the tree with its path. Its methods take a key, check the value,
and return it; what is wrong becomes a ``Problem`` with the path, and reading goes on with a
harmless value so that one run reports everything.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

Value = TypeVar("Value")
Path = tuple[str | int, ...]
_REQUIRED: Final = object()
_PARTIAL_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
# NUL, and the marks that turn the direction of what follows them.
NOT_TEXT = frozenset("\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
EARLIEST = dt.date(1950, 1, 1)
LATEST = dt.date(2150, 12, 31)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place in a document: the path to it and a sentence with a fix."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path)) or 'document'}: {self.message}"


class DocumentError(ValueError):
    """The document cannot be read; ``problems`` says every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems[:20])))
        self.problems = tuple(problems)


@dataclass
class Node:
    """One mapping in a document. Call ``close`` when done, to report keys nobody asked for."""

    value: Mapping[str, Any]
    path: Path = ()
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, value: object, path: Path, problems: list[Problem]) -> "Node":
        """Wrap a value that should be a mapping with text keys."""
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return cls(value, path, problems)
        problems.append(Problem(path, "must be a mapping of names to values."))
        return cls({}, path, problems)

    def problem(self, key: str | int | None, message: str) -> None:
        """Report a problem at ``key`` (or at this node)."""
        self.problems.append(Problem(self.path if key is None else (*self.path, key), message))

    def close(self) -> None:
        """Report every key that was not read."""
        for key in self.value:
            if key not in self.seen:
                known = ", ".join(sorted(self.seen))
                self.problem(key, f"is not known here; known are: {known}.")

    def raw(self, key: str, default: object = _REQUIRED) -> Any:
        """The value as it stands; reports a missing required one and returns None."""
        self.seen.add(key)
        value = self.value.get(key)
        if value is None:
            if default is _REQUIRED:
                self.problem(key, "is missing.")
                return None
            return default
        return value

    def text(self, key: str, default: object = _REQUIRED, limit: int = 2000) -> str:
        """A text of at most ``limit`` characters, stripped."""
        value = self.raw(key, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.problem(key, "must be text; put it in quotes.")
            return ""
        if len(value) > limit:
            self.problem(key, f"is longer than {limit} characters.")
        if any(char in NOT_TEXT or 0xD800 <= ord(char) <= 0xDFFF for char in value):
            self.problem(key, "contains a character that is not text.")
            return ""
        return value.strip()

    def choice(self, key: str, choices: Sequence[str], default: object = _REQUIRED) -> Any:
        """One of ``choices``; the first of them when it is not."""
        value = self.raw(key, default)
        if value is not None and value not in choices:
            self.problem(key, f"is “{value}”; choose one of: {', '.join(choices)}.")
        return value if value in choices else choices[0]

    def integer(
        self, key: str, default: object = _REQUIRED, low: int = 0, high: int = 10_000
    ) -> Any:
        """A whole number from ``low`` to ``high``, or the default."""
        value = self.raw(key, default)
        if value is None or value is default:
            return value if value is default else low
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.problem(key, f"must be a whole number from {low} to {high}.")
            return low
        return value

    def boolean(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.raw(key, default)
        if not isinstance(value, bool):
            self.problem(key, "must be true or false.")
            return default
        return value

    def date(self, key: str, default: object = _REQUIRED) -> Any:
        """A calendar date written YYYY-MM-DD, within 1950 to 2150."""
        value = self.raw(key, default)
        if value is None or value is default:
            return value if value is default else EARLIEST
        return self._as_date(key, value)

    def _as_date(self, key: str | int, value: object) -> dt.date:
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value) if len(value) == 10 else None
            except ValueError:
                value = None
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            self.problem(key, "must be a date like 2028-07-01.")
            return EARLIEST
        if not EARLIEST <= value <= LATEST:
            self.problem(key, f"must lie between {EARLIEST.year} and {LATEST.year}.")
            return EARLIEST
        return value

    def partial_date(self, key: str) -> str:
        """A date, or only its month or year ("2026-03", "2026"); empty when there is none."""
        value = self.raw(key, "")
        text = value.isoformat() if isinstance(value, dt.date) else str(value)
        if text and not _PARTIAL_DATE.match(text):
            self.problem(key, "must be a date like 2026-03-14, 2026-03 or 2026.")
            return ""
        return text

    def texts(self, key: str, limit: int = 200) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        return self.each(key, lambda value: self._as_text(key, value), limit)

    def _as_text(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            self.problem(key, "must be a list of texts.")
            return ""
        if len(value) > 200 or not value.isprintable() or not value.strip():
            self.problem(key, "must be a list of texts of one line, up to 200 characters each.")
            return ""
        return value.strip()

    def dates(self, key: str, limit: int = 100) -> tuple[dt.date, ...]:
        """A list of calendar dates, empty when absent."""
        return self.each(key, lambda value: self._as_date(key, value), limit)

    def each(self, key: str, read: Callable[[Any], Value], limit: int = 1000) -> tuple[Value, ...]:
        """Read each element of a list, empty when absent."""
        value = self.raw(key, [])
        if not isinstance(value, list):
            self.problem(key, "must be a list.")
            return ()
        if len(value) > limit:
            self.problem(key, f"has more than {limit} entries.")
            return ()
        return tuple(read(element) for element in value)

    def nodes(self, key: str, limit: int = 1000) -> Iterator["Node"]:
        """The mappings in a list, closed after use."""
        value = self.raw(key, [])
        if not isinstance(value, list) or len(value) > limit:
            self.problem(key, f"must be a list of at most {limit} entries.")
            return
        for index, element in enumerate(value):
            node = Node.of(element, (*self.path, key, index), self.problems)
            yield node
            node.close()

    def children(self, key: str, limit: int = 20_000) -> Iterator[tuple[str, "Node"]]:
        """The named mappings below ``key``, closed after use."""
        value = self.raw(key, {})
        if not isinstance(value, Mapping) or len(value) > limit:
            self.problem(key, f"must be a mapping of at most {limit} keys.")
            return
        for name, element in value.items():
            node = Node.of(element, (*self.path, key, str(name)), self.problems)
            yield str(name), node
            node.close()

    def child(self, key: str) -> "Node | None":
        """The mapping below ``key``, or None; the caller closes it."""
        value = self.raw(key, None)
        return None if value is None else Node.of(value, (*self.path, key), self.problems)
