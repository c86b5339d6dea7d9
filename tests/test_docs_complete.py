"""What must be told is told: findings, modules, settings, addresses, fields, folders, pictures."""

import datetime as dt
import re
from pathlib import Path

from pathways.exports.documents import routes_document
from pathways.planning.plans import Current, Situation
from pathways.planning.routes import find_routes
from pathways.urls import urlpatterns
from tests.engine.editions import shipped
from tests.test_docs import DOCS, IMAGES, README, ROOT

ENGINE = (ROOT / "docs" / "engine.md").read_text("utf-8")


def engine_source() -> str:
    """The source of the engine."""
    folder = ROOT / "pathways" / "planning"
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.py")))


def findings_of(source: str) -> set[tuple[str, str]]:
    """The code and severity of every finding that is made; empty where it is worked out."""
    made = re.findall(r'\bFinding\(\s*code="(\w+)",\s*severity=(?:"(\w+)",$)?', source, re.M)
    return {(str(name), str(severity)) for name, severity in made}


def findings_told(page: str) -> set[tuple[str, str]]:
    """The code and severity of every paragraph about a finding."""
    return set(re.findall(r"^\*\*`(\w+)`\*\* \(([\w ]+)\)\. [A-Z]", page, re.M))


def untold(source: str, page: str) -> set[str]:
    """Findings that are made and not told, told and not made, or told with another severity."""
    told = dict(findings_told(page))
    made = dict(findings_of(source))
    missing = set(told) ^ set(made)
    return missing | {name for name in made.keys() & told if made[name] not in ("", told[name])}


def test_every_finding_has_its_paragraph() -> None:
    assert len(findings_of(engine_source())) == len(re.findall(r'\bcode="\w+"', engine_source()))
    assert untold(engine_source(), ENGINE) == set()


def test_a_finding_without_paragraph_is_found() -> None:
    source = 'Finding(\n  code="gap",\n  severity="note",\n)\n'
    assert untold(source, "**`gap`** (note). More than six months.") == set()
    assert untold(source, "**`gap`** (error). More than six months.") == {"gap"}
    assert untold(source, "**`gap`** (note).") == {"gap"}
    assert untold("", "**`gap`** (note). More.") == {"gap"}


def untold_modules(names: set[str], page: str) -> set[str]:
    """Modules that have no row in a page's table, and rows without a module."""
    rows = re.findall(r"^\| (`[^|]*) \|", page, re.M)
    return names ^ {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_every_module_of_the_engine_is_told() -> None:
    folder = ROOT / "pathways" / "planning"
    names = {one.stem for one in folder.glob("*.py")} - {"__init__"}
    names |= {one.parent.name for one in folder.glob("*/__init__.py")}
    for part in ("catalogue", "soundness", "picture"):
        names |= {one.stem for one in (folder / part).glob("*.py")} - {"__init__"}
    table = ENGINE.partition("## The modules")[2].partition("\n## ")[0]
    assert untold_modules(names, table) == set()
    assert untold_modules(names - {"frame"}, table) == {"frame"}
    assert untold_modules({*names, "brewing"}, table) == {"brewing"}


SETTING = re.compile(
    r"(?:env\.\w+|os\.environ(?:\.get)?|flag|number|text|url)[\[(]\s*[\"']([A-Z][A-Z_]+)[\"']"
    r"|\"(RADCAREERS_[A-Z_]+)\""
)
READERS = (*ROOT.glob("*.py"), *ROOT.glob("radcareers/**/*.py"))


def settings_read(source: str) -> set[str]:
    """The environment variables that a source reads."""
    return {one or other for one, other in SETTING.findall(source)}


def untold_settings(source: str, text: str) -> set[str]:
    """Those that have no row in a table of settings."""
    return settings_read(source) - set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.M))


def test_every_setting_is_told() -> None:
    source = "\n".join(file.read_text("utf-8") for file in READERS)
    read = settings_read(source) - {"DJANGO_SETTINGS_MODULE"}
    assert {"RADCAREERS_SECRET_KEY_FILE", "DATABASE_URL", "PORT", "WEB_CONCURRENCY"} <= read
    assert untold_settings(source, DOCS) - {"DJANGO_SETTINGS_MODULE"} == set()


def test_a_setting_that_is_not_told_is_found() -> None:
    source = 'TEA = env.flag("TEA_POT")\nos.environ["CUPS"]\nname = "RADCAREERS_MILK"'
    assert untold_settings(source, "| `CUPS` | 2 | cups |") == {"TEA_POT", "RADCAREERS_MILK"}


def addresses() -> set[str]:
    """Every address of a page, as the docs write it: ``/plans/<id>/edit/``."""
    short = {"plan_id": "id", "link_id": "id", "comment_id": "id"}
    return {
        re.sub(r"<\w+:(\w+)>", lambda part: f"<{short.get(part[1], part[1])}>", f"/{one.pattern}")
        for one in urlpatterns
    }


def test_every_address_is_told() -> None:
    page = (ROOT / "docs" / "pages.md").read_text("utf-8")
    told = set(re.findall(r"`(/[^`]*)`", page))
    assert addresses() - told == set()
    assert addresses() - (told - {"/plans/<id>/edit/"}) == {"/plans/<id>/edit/"}


def keys_of(value: object) -> set[str]:
    """Every key in a JSON document but those that are data: class years by cohort."""
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if not isinstance(value, dict):
        return set()
    inner = (keys_of(one) for key, one in value.items() if key != "classes")
    return {*value, *(key for keys in inner for key in keys)}


def test_every_field_of_the_json_is_told() -> None:
    edition = shipped()
    situation = Situation(
        as_of=dt.date(2026, 11, 21),
        at=(Current(stage="medical_school", track="md", start=dt.date(2024, 8, 1)),),
    )
    goal = edition.destinations["interventional_radiology"]
    found = find_routes(edition, situation, goal, situation.as_of)
    keys = keys_of(routes_document(edition, found))
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)`", page))
    assert {"drives", "superseded", "choice_points", "left", "why"} <= keys
    assert keys - told == set()
    assert keys - (told - {"drives"}) == {"drives"}


# The tree

GENERATED = {"var", "__pycache__", "static-collected"}


def folders_of(root: Path) -> set[str]:
    """The top folders, and the packages and data in those that are packages."""
    top = {one for one in root.iterdir() if one.is_dir() and one.name[0] != "."}
    packages = {one for one in top if (one / "__init__.py").exists() and one.name != "tests"}
    inside = {
        one
        for package in packages
        for one in package.iterdir()
        if one.is_dir() and any(one.glob("*.*")) | any(one.glob("*/*.yaml"))
    }
    named = {one.relative_to(root).as_posix() for one in top | inside}
    return {name for name in named if not GENERATED & set(name.split("/"))}


def tree_of(text: str) -> set[str]:
    """The folders in the tree of a page: two spaces are one level."""
    found: set[str] = set()
    parent = ""
    for indent, name in re.findall(r"^( {0,2})(\w+)/ +\S", text, re.M):
        parent = parent if indent else name
        found.add(f"{parent}/{name}" if indent else name)
    return found


def test_the_tree_names_every_folder() -> None:
    assert tree_of(README.partition("## The tree")[2].partition("\n## ")[0]) == folders_of(ROOT)


def test_a_folder_that_is_not_in_the_tree_is_found(tmp_path: Path) -> None:
    (tmp_path / "kitchen" / "tea").mkdir(parents=True)
    (tmp_path / "kitchen" / "__init__.py").touch()
    (tmp_path / "kitchen" / "tea" / "__init__.py").touch()
    assert folders_of(tmp_path) == {"kitchen", "kitchen/tea"}
    assert tree_of("kitchen/   where one cooks\n  tea/    what one drinks\n") == folders_of(
        tmp_path
    )
    assert tree_of("kitchen/   where one cooks\n") == {"kitchen"}


def test_every_pack_is_named_in_the_readme() -> None:
    packs = {file.parent.name for file in (ROOT / "pathways" / "data").glob("*/*.yaml")}
    assert packs
    assert {pack for pack in packs if f"`{pack}`" not in README} == set()


def unnamed(text: str) -> set[str]:
    """Pictures that no page shows."""
    return {image.name for image in IMAGES if f"images/{image.name})" not in text}


def test_every_picture_is_shown() -> None:
    assert unnamed(DOCS) == set()
    assert unnamed("") == {image.name for image in IMAGES}


def test_every_page_of_the_docs_is_in_the_readme() -> None:
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}
    linked = set(re.findall(r"\]\((docs/[\w-]+\.md)\)", README))
    assert linked == pages
    assert linked != {*pages, "docs/tea.md"}
