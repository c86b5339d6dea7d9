"""What the documentation names exists: commands, excerpts, links, files, pictures."""

import re
import shlex
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import (
    CommandError,
    call_command,
    get_commands,
    load_command_class,
)

from tests.factories import publish_packs
from tests.screenshots import MOST_BYTES

ROOT: Path = settings.BASE_DIR
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text("utf-8")
DOCS = "\n".join(page.read_text("utf-8") for page in PAGES)
IMAGES = sorted((ROOT / "docs" / "images").glob("*"))
DAY_OF_EXCERPT = "2026-11-21"

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def blocks(text: str) -> Iterator[str]:
    """The fenced parts of a page."""
    return (found[1] for found in re.finditer(r"^```\w*\n(.*?)^```$", text, re.M | re.S))


def code(text: str) -> str:
    """Everything set as code: fenced parts, and words in backticks."""
    return "\n".join([*blocks(text), *re.findall(r"`([^`\n]+)`", text)])


# Commands


def unknown_targets(text: str, makefile: str) -> set[str]:
    """What ``make`` is asked for that the Makefile does not have."""
    asked = re.findall(r"^(?:\$ )?(?:\w+=\S+ )*make ([a-z]+)", code(text), re.M)
    return set(asked) - set(re.findall(r"^([a-z]+):", makefile, re.M))


def unknown_commands(text: str) -> set[str]:
    """Commands of ``manage.py`` that there are not."""
    return set(re.findall(r"manage\.py ([a-z_]+)", code(text))) - set(get_commands())


def command_lines(text: str) -> Iterator[list[str]]:
    """The command lines of ``manage.py`` that can be typed as they stand."""
    for block in blocks(text):
        for line in re.findall(r"^\$? ?(?:\S+/)?python3? manage\.py ([^#\n]+)", block, re.M):
            yield shlex.split(line)


def accept(arguments: list[str]) -> None:
    """Let the command's own parser read the line; CommandError when it refuses."""
    name, *rest = arguments
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(rest)


@each_page
def test_commands_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    assert unknown_targets(text, (ROOT / "Makefile").read_text("utf-8")) == set()
    assert unknown_commands(text) == set()
    for line in command_lines(text):
        accept(line)


def test_commands_that_do_not_exist_are_found() -> None:
    text = "`HOT=1 make tea` and\n```\n$ python manage.py brew --hot\n```\n"
    assert unknown_targets(text, "run: ## Run\n") == {"tea"}
    assert unknown_commands(text) == {"brew"}
    assert list(command_lines(text)) == [["brew", "--hot"]]
    with pytest.raises(CommandError, match="--hot"):
        accept(["routes", "--to", "tea", "--hot"])


def excerpt(text: str) -> tuple[list[str], list[str]]:
    """The routes command of a page, and the lines that it is said to print."""
    block = next(block for block in blocks(text) if "manage.py routes" in block)
    command, _, printed = block.partition("manage.py routes")[2].partition("\n")
    lines = [line.rstrip() for line in printed.splitlines() if line.strip() not in ("", "…")]
    return shlex.split(command), lines


def lines_not_printed(text: str, printed: str) -> list[str]:
    """The lines of the excerpt that a command did not print, or not in that order."""
    output = iter(line.rstrip() for line in printed.splitlines())
    return [line for line in excerpt(text)[1] if line not in output]


@pytest.mark.django_db
def test_the_readme_shows_what_the_routes_command_prints() -> None:
    publish_packs()
    arguments, lines = excerpt(README)
    printed = StringIO()
    call_command("routes", *arguments, "--today", DAY_OF_EXCERPT, stdout=printed)
    assert len(re.findall(r"\d{4}-\d\d-\d\d", "\n".join(lines))) > 8
    assert lines_not_printed(README, printed.getvalue()) == []
    assert lines_not_printed(README.replace("2034", "2033"), printed.getvalue())


# Links, files and pictures


def slugs(text: str) -> set[str]:
    """The anchors of a page's headings."""
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def broken_links(page: Path) -> set[str]:
    """Links and pictures of a page that lead nowhere in the project."""
    broken = set()
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in slugs(target.read_text("utf-8"))):
            broken.add(link)
    return broken


def missing_files(text: str) -> set[str]:
    """Paths of the project in backticks that are not there."""
    paths = re.findall(
        r"`((?:pathways|radcareers|templates|static|tests|docs|\.ci)/[\w./-]*)`", text
    )
    return {path for path in paths if not (ROOT / path).exists()}


@each_page
def test_links_and_files_exist(page: Path) -> None:
    assert broken_links(page) == set()
    assert missing_files(page.read_text("utf-8")) == set()


def test_links_and_files_that_are_gone_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](no.md) ![d](page.md) `docs/tea.md`", "utf-8")
    assert broken_links(page) == {"#two", "no.md"}
    assert missing_files(page.read_text("utf-8")) == {"docs/tea.md"}


def heavy(images: list[Path], most: int = MOST_BYTES) -> list[str]:
    """Pictures that are too large."""
    return [image.name for image in images if image.stat().st_size >= most]


def test_pictures_are_light(tmp_path: Path) -> None:
    assert len(IMAGES) >= 6
    assert heavy(IMAGES) == []
    (tmp_path / "large.png").write_bytes(bytes(10))
    assert heavy([tmp_path / "large.png"], most=10) == ["large.png"]
