"""Writes a pack as text: a file for each section, the same text for the same document.

``read_packs`` gives back an equal document, and writing that gives back the same bytes.
"""

import io
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from pathways.packs.trees import MOST_BYTES, WHOLE_NUMBER, WORDS
from pathways.planning.catalogue.reading import FORMAT, SECTIONS

_INLINE = 88
_ROOM = 10_000
FILE_NAME = re.compile(rf"^({'|'.join(SECTIONS)})(_\d\d)?\.yaml$")


class _Dumper(yaml.SafeDumper):
    """Quotes text only where ``read_tree`` would read something else: dates stay bare. What is
    short stands on one line."""

    def ignore_aliases(self, data: object) -> bool:
        """Every value is written out, for aliases are not read."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their key."""
        super().increase_indent(flow, False)

    def represent_text(self, text: str) -> yaml.Node:
        """Several lines as a block; what cannot be seen, escaped."""
        seen = all(line.isprintable() for line in text.split("\n"))
        style = None if seen and "\n" not in text else "|" if seen else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def represent_entries(self, value: Any) -> yaml.Node:
        """A mapping or list, on one line where it is short."""
        node: yaml.CollectionNode
        if isinstance(value, dict):
            node = self.represent_dict(value.items())
        else:
            node = self.represent_list(value)
        node.flow_style = len(json.dumps(value, ensure_ascii=False)) <= _INLINE
        return node


def _set_up() -> None:
    _Dumper.yaml_implicit_resolvers = {}
    _Dumper.add_implicit_resolver("tag:yaml.org,2002:int", WHOLE_NUMBER, list("+-0123456789"))
    for word, value in WORDS.items():
        tag = "tag:yaml.org,2002:null" if value is None else "tag:yaml.org,2002:bool"
        _Dumper.add_implicit_resolver(tag, re.compile(f"^{re.escape(word)}$"), [word[:1]])
    _Dumper.add_representer(str, _Dumper.represent_text)
    _Dumper.add_representer(dict, _Dumper.represent_entries)
    _Dumper.add_representer(list, _Dumper.represent_entries)


_set_up()


def pack_texts(document: Mapping[str, Any]) -> dict[str, str]:
    """The text of each file of a pack, by file name, for its canonical document."""
    head = f"format: {FORMAT}\n" + _entry("pack", document["pack"])
    named = head + _entry("name", document.get("name") or document["pack"])
    texts: dict[str, str] = {}
    for section in SECTIONS:
        for number, body in enumerate(_bodies(document.get(section, {})), 1):
            name = f"{section}.yaml" if number == 1 else f"{section}_{number:02}.yaml"
            texts[name] = f"{head if texts else named}\n{section}:\n{body}"
    return texts or {f"{SECTIONS[0]}.yaml": named}


def _bodies(entries: Mapping[str, Any]) -> Iterator[str]:
    """The entries of a section as text, cut where a file would grow too large to be read."""
    parts: list[str] = []
    size = 0
    for key, entry in entries.items():
        part = textwrap.indent(_entry(key, entry), "  ")
        length = len(part.encode())
        if parts and size + length > MOST_BYTES - _ROOM:
            yield "\n".join(parts)
            parts, size = [], 0
        parts.append(part)
        size += length + 1
    if parts:
        yield "\n".join(parts)


def _entry(key: str, entry: Any) -> str:
    stream = io.StringIO()
    dumper = _Dumper(stream, width=100, allow_unicode=True, sort_keys=False)
    dumper.open()
    pair = (dumper.represent_data(key), dumper.represent_data(entry))
    dumper.serialize(yaml.MappingNode("tag:yaml.org,2002:map", [pair], flow_style=False))
    dumper.close()
    return stream.getvalue()
