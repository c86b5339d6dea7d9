"""Reads folders of packs: their ``*.yaml`` files, in name order, joined into one document each.

Whatever is wrong is told as one sentence with file, line and path:
``us/stages.yaml:41: stages.pgy1.length.typical: must be a whole number from 1 to 600.``
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path as Folder
from typing import Any

from pathways.packs.trees import MOST_BYTES, Tree, TreeError, read_tree
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.documents import DocumentError, Path, Problem
from pathways.planning.catalogue.expressions import KEY_PATTERN
from pathways.planning.catalogue.reading import FORMAT, SECTIONS, merge_documents, read_edition

MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; the file is named with its folder ("us/stages.yaml")."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class PackError(ValueError):
    """Packs cannot be used; ``sentences`` tell every reason with file, line and path."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


@dataclass
class Pack:
    """A pack as read: its document, a digest of its text, and where each path of it stands."""

    key: str
    name: str = ""
    document: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    places: dict[Path, Place] = field(default_factory=dict, repr=False)


def read_packs(folders: Iterable[Folder]) -> list[Pack]:
    """Read packs, in order of their keys; raises PackError with everything that is wrong.

    Only form is checked, pack by pack; ``join_packs`` makes one catalogue of them.
    """
    sentences: list[str] = []
    packs = [_read_pack(folder, sentences) for folder in sorted(folders, key=lambda one: one.name)]
    keys = [pack.key for pack in packs]
    sentences += [
        f"{key}: there are two packs of this name." for key in {*keys} if keys.count(key) > 1
    ]
    if sentences:
        raise PackError(sentences)
    return packs


def join_packs(packs: Sequence[Pack]) -> Edition:
    """All packs as one draft edition; raises PackError when they do not fit together."""
    try:
        return read_edition(merge_documents({pack.key: pack.document for pack in packs}))
    except DocumentError as error:
        raise PackError(tell(packs, error.problems)) from error


def tell(packs: Sequence[Pack], problems: Iterable[Problem]) -> list[str]:
    """Problems of a joined document as sentences with file, line and path."""
    return [_tell_one(packs, problem) for problem in problems]


def _tell_one(packs: Sequence[Pack], problem: Problem) -> str:
    for length in range(len(problem.path), 0, -1):
        for pack in packs:
            if place := pack.places.get(problem.path[:length]):
                return f"{place}: {problem}"
    return str(problem)


def _read_pack(folder: Folder, sentences: list[str]) -> Pack:
    pack = Pack(key=folder.name, document={"format": FORMAT, "pack": folder.name})
    if not KEY_PATTERN.match(folder.name):
        sentences.append(
            f"{folder.name}: a pack is named in lower-case letters, digits and underscores."
        )
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not 1 <= len(files) <= MOST_FILES:
        sentences.append(f"{folder.name}: must be a folder with 1 to {MOST_FILES} *.yaml files.")
        return pack
    digest = hashlib.sha256()
    found_before = len(sentences)
    for file in files:
        shown = f"{folder.name}/{file.name}"
        content = _read_file(file)
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
        try:
            if len(content) > MOST_BYTES:
                raise TreeError(1, f"the file is larger than {MOST_BYTES // 1_000_000} MB.")
            _join_file(pack, shown, read_tree(_decode(content)), sentences)
        except TreeError as error:
            sentences.append(f"{shown}:{error.line}: {error.message}")
    pack.digest = digest.hexdigest()
    if len(sentences) == found_before:
        _check_form(pack, sentences)
    return pack


def _read_file(file: Folder) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TreeError(line, "the text is not UTF-8.") from error


def _join_file(pack: Pack, file: str, tree: Tree, sentences: list[str]) -> None:
    """Add what one file says to the pack."""

    def say(path: Path, message: str) -> None:
        line = tree.lines.get(path, 1)
        sentences.append(f"{file}:{line}: {Problem(path, message)}")

    if not isinstance(tree.value, dict):
        say((), "must be a mapping that begins with format and pack.")
        return
    _check_head(pack, tree.value, say)
    for section, entries in tree.value.items():
        if section in ("format", "pack", "name") or entries is None:
            continue
        if section not in SECTIONS:
            say((section,), f"is not known here; known are: {', '.join(SECTIONS)}.")
        elif not isinstance(entries, dict):
            say((section,), "must be a mapping of keys to entries.")
        else:
            _join_section(pack, section, entries, say)
    for path, line in tree.lines.items():
        pack.places.setdefault(path, Place(file, line))


def _check_head(pack: Pack, value: dict[str, Any], say: Callable[[Path, str], None]) -> None:
    if value.get("format") != FORMAT:
        say(("format",), f"must be {FORMAT} in every file.")
    if value.get("pack") != pack.key:
        say(("pack",), f"must be {pack.key}, the name of the folder, in every file.")
    name = value.get("name", "")
    if not isinstance(name, str):
        say(("name",), "must be text; put it in quotes.")
    elif name and pack.name not in ("", name):
        say(("name",), f"the pack is called “{pack.name}” in another file.")
    elif name:
        pack.name = pack.document["name"] = name


def _join_section(
    pack: Pack, section: str, entries: dict[str, Any], say: Callable[[Path, str], None]
) -> None:
    joined = pack.document.setdefault(section, {})
    for key, entry in entries.items():
        if key in joined:
            say((section, key), f"stands in {pack.places[section, key]} already.")
        else:
            joined[key] = entry


def _check_form(pack: Pack, sentences: list[str]) -> None:
    if not pack.name:
        sentences.append(
            f"{pack.key}: one of the files must have a name, like “name: United States”."
        )
    try:
        read_edition(pack.document)
    except DocumentError as error:
        sentences.extend(tell([pack], error.problems))
