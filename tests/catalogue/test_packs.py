"""Packs as text: what is wrong is told with file, line and path; hostile text costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from pathways.packs.folders import PackError, join_packs, read_packs
from pathways.packs.texts import pack_texts
from pathways.packs.trees import MOST_BYTES, MOST_VALUES, TreeError, read_tree
from tests.catalogue.samples import sound
from tests.steps import steps_of

HEAD = "format: 1\npack: us\nname: United States\n"
SOUND = f"""{HEAD}
jurisdictions:
  us: {{name: United States, currency: USD}}
stages:
  pgy1:
    name: Clinical year
    kind: internship
    jurisdiction: us
    length: {{typical: 12}}
"""


def write(parent: Path, **files: str) -> Path:
    folder = parent / "us"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def refused(parent: Path, **files: str) -> list[str]:
    with pytest.raises(PackError) as caught:
        join_packs(read_packs([write(parent, **files)]))
    return list(caught.value.sentences)


def test_files_of_a_pack_are_joined_in_order_of_name(tmp_path: Path) -> None:
    entry = "{name: M, kind: education, jurisdiction: us, length: {typical: 4}}"
    more = f"format: 1\npack: us\nstages:\n  med: {entry}\n"
    edition = join_packs(read_packs([write(tmp_path, b=SOUND, a=more)]))
    assert list(edition.stages) == ["med", "pgy1"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("typical: 12", "us/stages.yaml:12: stages.pgy1.length.typical: must be a whole number"),
        ("kind: internship", "us/stages.yaml:10: stages.pgy1.kind: is “"),
        ("name: Clinical year", "us/stages.yaml:9: stages.pgy1.name: must be text"),
        ("currency: USD", "us/stages.yaml:6: jurisdictions.us.currency: must be text"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_path(
    tmp_path: Path, wrong: str, told: str
) -> None:
    name, _, _ = wrong.partition(":")
    (sentence,) = refused(tmp_path, stages=SOUND.replace(wrong, f"{name}: 7000"))
    assert sentence.startswith(told)


def test_what_is_missing_is_told_at_the_line_of_what_lacks_it(tmp_path: Path) -> None:
    text = SOUND.replace("    kind: internship\n", "")
    assert refused(tmp_path, stages=text) == ["us/stages.yaml:8: stages.pgy1.kind: is missing."]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("typical: 12", "typical: none, tipical: 3").replace("USD", "1")
    assert len(refused(tmp_path, stages=text)) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: &x 2\n", "2: anchors (&) and aliases (*) are not allowed; write it out."),
        ("a: *x\n", "1: anchors (&) and aliases (*) are not allowed; write it out."),
        (
            "a:\n  b: !!python/name:os.system x\n",
            "2: tags (tag:yaml.org,2002:python/name:os.system)",
        ),
        ("a: !!str 1\n", "1: tags (tag:yaml.org,2002:str) are not allowed; write plain values."),
        ("a: 1\nb: 2\na: 3\n", "3: “a” is here twice; it stands in line 1 already."),
        ("a: {b: 1,\n  b: 2}\n", "2: “b” is here twice; it stands in line 1 already."),
        ("? [a]\n: 1\n", "1: a key must be text."),
        ("a: [1\nb: 2\n", "2: this is not YAML: "),
        ("a: 1\n---\nb: 2\n", "2: a file holds one document; remove the “---”."),
        ("a: \x07\n", "1: this is not YAML: "),
        ("[" * 2000, "1: nested more than 12 levels deep."),
        ("\n" + "a: " + "{b: " * 13, "2: nested more than 12 levels deep."),
    ],
)
def test_yaml_that_packs_do_not_need_is_refused(text: str, told: str) -> None:
    with pytest.raises(TreeError) as caught:
        read_tree(text)
    assert f"{caught.value.line}: {caught.value.message}".startswith(told)


def test_values_are_read_as_packs_mean_them() -> None:
    tree = read_tree(
        "[yes, no, on, ~, null, true, false, 12, -3, 012, 1_000, 1.5, 2026-01-01, 12:30]"
    )
    assert tree.value == [
        "yes", "no", "on", None, None, True, False, 12, -3, "012", "1_000", "1.5", "2026-01-01",
        "12:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 300_000,
        "a: " + "{" * 300_000,
        "- " * 200_000,
        "[" + "1," * 400_000 + "]",
        "a: " + "x" * 900_000,
        "".join(
            f"k{number}: &a{number} [*a{number - 1},*a{number - 1}]\n" for number in range(9999)
        ),
    ],
    ids=["lists", "mappings", "dashes", "many", "long", "bomb"],
)
def test_hostile_text_is_read_or_refused_after_little_work(text: str) -> None:
    def read() -> None:
        try:
            read_tree(text)
        except TreeError as error:
            assert error.line == 1  # noqa: PT017 - both outcomes are fine

    assert steps_of(read) < 100 * MOST_VALUES


@pytest.mark.parametrize("line", ["k{}: {}\n", "- {}\n", "k{}: [{}]\n"])
def test_reading_takes_work_in_proportion_to_the_text(line: str) -> None:
    short, long = ("".join(line.format(n, n) for n in range(size)) for size in (2_000, 8_000))
    assert steps_of(lambda: read_tree(long)) < 5 * steps_of(lambda: read_tree(short))


def test_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    told = refused(tmp_path, stages="#" * (MOST_BYTES + 1))
    assert told == ["us/stages.yaml:1: the file is larger than 1 MB."]


def test_text_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, stages="")
    (folder / "stages.yaml").write_bytes(b"format: 1\nname: \xff\n")
    with pytest.raises(PackError, match=r"^us/stages.yaml:2: the text is not UTF-8\.$"):
        read_packs([folder])


NO_PACKS: list[tuple[dict[str, str], str]] = [
    ({}, "us: must be a folder with 1 to 100 *.yaml files."),
    ({"a": "- 1\n"}, "us/a.yaml:1: document: must be a mapping that begins with format and pack."),
    (
        {"a": HEAD.replace("us", "uk", 1)},
        "us/a.yaml:2: pack: must be us, the name of the folder, in every file.",
    ),
    ({"a": HEAD.replace("1", "2", 1)}, "us/a.yaml:1: format: must be 1 in every file."),
    ({"a": f"{HEAD}stage: {{}}\n"}, "us/a.yaml:4: stage: is not known here; known are: jurisd"),
    ({"a": f"{HEAD}stages: []\n"}, "us/a.yaml:4: stages: must be a mapping of keys to entries."),
    (
        {"a": HEAD, "b": HEAD.replace("United", "Untied")},
        "us/b.yaml:3: name: the pack is called “United States” in another file.",
    ),
    (
        {"a": "format: 1\npack: us\n"},
        "us: one of the files must have a name, like “name: United States”.",
    ),
    ({"a": SOUND, "b": SOUND}, "us/b.yaml:6: jurisdictions.us: stands in us/a.yaml:6 already."),
]


@pytest.mark.parametrize(("files", "told"), NO_PACKS, ids=[told for _, told in NO_PACKS])
def test_folder_that_is_no_pack_is_refused(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    assert refused(tmp_path, **files)[0].startswith(told)


def test_key_in_two_packs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    uk = write(tmp_path / "two", a=SOUND.replace("pack: us", "pack: uk")).rename(tmp_path / "uk")
    with pytest.raises(PackError, match=r"jurisdictions\.us: is defined in another pack too"):
        join_packs(read_packs([write(tmp_path / "one", a=SOUND), uk]))


def test_section_too_large_for_a_file_is_split() -> None:
    statements = {
        f"s{number}": {"kind": "fact", "about": ["school"], "text": "x" * 1900}
        for number in range(600)
    }
    texts = pack_texts({**sound(), "statements": statements})
    assert [name for name in texts if name.startswith("statements")] == [
        "statements.yaml",
        "statements_02.yaml",
    ]
    assert max(len(text.encode()) for text in texts.values()) <= MOST_BYTES


def check(*folders: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pathways.packs.check", *map(str, folders)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.process
def test_check_as_a_program_says_everything_and_fails(tmp_path: Path) -> None:
    text = SOUND + "    requires:\n      - {any: [pgy2]}\n      - {any: [pgy1]}\n"
    done = check(write(tmp_path, stages=text))
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "us/stages.yaml:14: stages.pgy1.requires.0.any.0: there is no stage or milestone “pgy2”; "
        "did you mean “pgy1”?"
    )


@pytest.mark.process
def test_check_as_a_program_passes_every_pack_that_comes_with_the_site() -> None:
    folders = [one for one in Path("pathways/data").iterdir() if one.is_dir()]
    assert folders
    done = check(*folders)  # together, since packs may name one another's keys
    assert done.returncode == 0, done.stdout
