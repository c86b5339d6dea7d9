"""Reads one YAML text into plain values, remembering the line of everything in it.

Only what packs need is read: mappings, lists, text, whole numbers, true, false and null.
Anchors, aliases and tags are refused, and so are repeated keys, deep nesting and long texts,
so that a hostile file costs nothing. Dates stay text. Nothing here recurses.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from pathways.planning.catalogue.documents import Path

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
MOST_VALUES = 50_000

WHOLE_NUMBER = re.compile(r"^[+-]?(0|[1-9][0-9]{0,17})$")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TreeError(ValueError):
    """The text cannot be read; ``line`` says where (counted from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class Tree:
    """A text as plain values, and the line at which each path begins."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)


@dataclass
class _Open:
    """A mapping or list whose end has not been read yet."""

    path: Path
    value: Any
    key: str | None = None


def read_tree(text: str) -> Tree:
    """Read YAML text; raises TreeError for the first thing that is not allowed."""
    tree = Tree()
    stack: list[_Open] = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            _take(event, tree, stack)
            if len(tree.lines) > MOST_VALUES:
                raise TreeError(_line(event), f"the file has more than {MOST_VALUES} values.")
    except yaml.YAMLError as error:
        raise TreeError(*_told(error)) from error
    return tree


def _told(error: yaml.YAMLError) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None)
    problem = (
        getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    )
    return (mark.line + 1 if mark else 1), f"this is not YAML: {problem}."


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _take(event: yaml.Event, tree: Tree, stack: list[_Open]) -> None:
    if isinstance(event, yaml.DocumentStartEvent) and () in tree.lines:
        raise TreeError(_line(event), "a file holds one document; remove the “---”.")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise TreeError(_line(event), "anchors (&) and aliases (*) are not allowed; write it out.")
    if isinstance(event, yaml.CollectionEndEvent):
        stack.pop()
    elif isinstance(event, yaml.NodeEvent):
        _take_value(event, tree, stack)


def _take_value(event: Any, tree: Tree, stack: list[_Open]) -> None:
    line = _line(event)
    if event.tag is not None:
        raise TreeError(line, f"tags ({event.tag}) are not allowed; write plain values.")
    scalar = isinstance(event, yaml.ScalarEvent)
    if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
        if not scalar:
            raise TreeError(line, "a key must be text.")
        _take_key(event.value, line, tree, stack[-1])
        return
    if scalar:
        value: Any = _scalar(event, line)
    else:
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
    path = _place(value, tree, stack)
    tree.lines.setdefault(path, line)
    if not scalar:
        if len(stack) >= MOST_DEPTH:
            raise TreeError(line, f"nested more than {MOST_DEPTH} levels deep.")
        stack.append(_Open(path, value))


def _take_key(key: str, line: int, tree: Tree, parent: _Open) -> None:
    if key in parent.value:
        first = tree.lines[(*parent.path, key)]
        raise TreeError(line, f"“{key}” is here twice; it stands in line {first} already.")
    parent.key = key
    tree.lines[(*parent.path, key)] = line


def _place(value: Any, tree: Tree, stack: list[_Open]) -> Path:
    """Put a value where it belongs and return its path."""
    if not stack:
        tree.value = value
        return ()
    parent = stack[-1]
    if isinstance(parent.value, list):
        parent.value.append(value)
        return (*parent.path, len(parent.value) - 1)
    key, parent.key = parent.key, None
    parent.value[key] = value
    return (*parent.path, str(key))


def _scalar(event: yaml.ScalarEvent, line: int) -> object:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in WORDS:
        return WORDS[text]
    return int(text) if WHOLE_NUMBER.match(text) else text
