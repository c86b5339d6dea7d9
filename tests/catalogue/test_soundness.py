"""What publishing refuses: each way in which a catalogue can be unsound, in plain words."""

from typing import Any

import pytest

from pathways.planning.catalogue.reading import read_draft, read_edition
from pathways.planning.soundness import check_edition, list_unverified
from pathways.planning.soundness.cautions import warnings_of
from tests.catalogue.samples import edition_of, sound, spoilt
from tests.steps import steps_of

RULES = "milestones.exam.rules"

UNSOUND: list[tuple[str, Any, str]] = [
    # A mention of what does not exist: (path to spoil, value, problem).
    (
        "stages.job.requires.0.any.1",
        "exm",
        "stages.job.requires.0.any.1: there is no stage or milestone “exm”; did you mean “exam”?",
    ),
    (
        "stages.job.requires.0.any.0",
        "residency@late",
        "stages.job.requires.0.any.0: there is no track of residency with the key “late”.",
    ),
    (
        "stages.job.requires.0.any.1",
        "exam@late",
        "stages.job.requires.0.any.1: “exam@late” names a track, but exam is a milestone and has "
        "none.",
    ),
    (
        "stages.residency.tracks.1.requires.0.any.0",
        "zzz",
        "stages.residency.tracks.1.requires.0.any.0: there is no stage or milestone “zzz”.",
    ),
    (
        "stages.residency.tracks.1.closes",
        "start(zzz)",
        "stages.residency.tracks.1.closes: there is no stage or milestone “zzz”.",
    ),
    (
        "stages.job.requires.1.any.0",
        "counts(trainee)",
        "stages.job.requires.1.any.0: there is no stage that counts as “trainee”; did you mean "
        "“trained”?",
    ),
    (
        "stages.residency.excluded_by.0",
        "exam",
        "stages.residency.excluded_by.0: there is no stage “exam”.",
    ),
    (
        "stages.residency.length.sources.0",
        "surveys",
        "stages.residency.length.sources.0: there is no source “surveys”; did you mean “survey”?",
    ),
    (
        "statements.hard.warns_with",
        ["exm"],
        "statements.hard.warns_with.0: there is no stage or milestone “exm”; did you mean “exam”?",
    ),
    ("stages.job.jurisdiction", "yy", "stages.job.jurisdiction: there is no jurisdiction “yy”."),
    (
        "organisations.board.jurisdiction",
        "yy",
        "organisations.board.jurisdiction: there is no jurisdiction “yy”.",
    ),
    (
        "destinations.pictures.jurisdiction",
        "yy",
        "destinations.pictures.jurisdiction: there is no jurisdiction “yy”.",
    ),
    (
        "milestones.exam.jurisdiction",
        "yy",
        "milestones.exam.jurisdiction: there is no jurisdiction “yy”.",
    ),
    (
        "milestones.exam.organisation",
        "zzz",
        "milestones.exam.organisation: there is no organisation “zzz”.",
    ),
    (
        "sources.rules.organisation",
        "zzz",
        "sources.rules.organisation: there is no organisation “zzz”.",
    ),
    (
        "cohorts.finishers.year_of.0",
        "end(zzz)",
        "cohorts.finishers.year_of.0: there is no stage or milestone “zzz”.",
    ),
    (f"{RULES}.0.cohort.of", "zzz", f"{RULES}.0.cohort.of: there is no cohort “zzz”."),
    (f"{RULES}.0.has.0", "zzz", f"{RULES}.0.has.0: there is no stage or milestone “zzz”."),
    (f"{RULES}.0.lacks.0", "zzz", f"{RULES}.0.lacks.0: there is no stage or milestone “zzz”."),
    (
        f"{RULES}.0.supersedes",
        "zzz",
        f"{RULES}.0.supersedes: there is no rule of exam with the key “zzz”.",
    ),
    (f"{RULES}.0.supersedes", "new", f"{RULES}.0.supersedes: a rule cannot supersede itself."),
    (
        f"{RULES}.0.earliest.0",
        "start(zzz)",
        f"{RULES}.0.earliest.0: there is no stage or milestone “zzz”.",
    ),
    (f"{RULES}.0.latest", "start(zzz)", f"{RULES}.0.latest: there is no stage or milestone “zzz”."),
    (
        "milestones.match.rules.0.anchor.of.0",
        "exam",
        "milestones.match.rules.0.anchor.of.0: there is no stage “exam”.",
    ),
    (
        "milestones.exam.shown_with.0",
        "zzz",
        "milestones.exam.shown_with.0: there is no stage or milestone “zzz”.",
    ),
    (
        "destinations.pictures.finish",
        "exam",
        "destinations.pictures.finish: there is no stage “exam”.",
    ),
    (
        "destinations.pictures.natural_start",
        "zzz",
        "destinations.pictures.natural_start: there is no stage “zzz”.",
    ),
    (
        "statements.hard.about.0",
        "zzz",
        "statements.hard.about.0: there is no stage, milestone or destination “zzz”.",
    ),
    (
        "statements.hard.about",
        [],
        "statements.hard.about: must name at least one thing that the statement is about.",
    ),
    (
        "milestones.exam.limits.0",
        "zzz",
        "milestones.exam.limits.0: there is no stage or milestone “zzz”.",
    ),
    (
        "milestones.exam.rules.1.anchor.cohort",
        "zzz",
        "milestones.exam.rules.1.anchor.cohort: there is no cohort “zzz”.",
    ),
    (f"{RULES}.0.pauses_in.0", "exam", f"{RULES}.0.pauses_in.0: there is no stage “exam”."),
    (f"{RULES}.0.ends_of.0", "exam", f"{RULES}.0.ends_of.0: there is no stage “exam”."),
    (
        f"{RULES}.0.first_of.0",
        "end(zzz)",
        f"{RULES}.0.first_of.0: there is no stage or milestone “zzz”.",
    ),
    (
        f"{RULES}.0.usual.0",
        "end(zzz)",
        f"{RULES}.0.usual.0: there is no stage or milestone “zzz”.",
    ),
    (
        f"{RULES}.0.first_of.1",
        "first(residency)+24mo",
        f"{RULES}.0.first_of.1: “first(residency)+24mo” counts from a first sitting, but residency "
        "is a stage; write “start(residency)” or “end(residency)”.",
    ),
    (
        "milestones.exam.validity.uses.0",
        "zzz",
        "milestones.exam.validity.uses.0: there is no milestone “zzz”.",
    ),
    (
        "clocks.visa.starts",
        "start(zzz)",
        "clocks.visa.starts: there is no stage or milestone “zzz”.",
    ),
    # Figures without a source.
    (
        "stages.job.confidence",
        "A",
        "stages.job.confidence: is A (read on the page of the body that owns the rule), but no "
        "source is named; name it under sources, or write “confidence: U, basis: estimate”.",
    ),
    (
        "stages.job.length.basis",
        "survey",
        "stages.job.length.basis: is survey with confidence U, but no source is named; what has no "
        "source must have “confidence: U, basis: estimate”.",
    ),
    (
        "milestones.match.rules.0.confidence",
        "I",
        "milestones.match.rules.0.basis: is estimate with confidence I, but no source is named; "
        "what has no source must have “confidence: U, basis: estimate”.",
    ),
    (
        "milestones.exam.renewal",
        {"months": 1, "says": "Often.", "confidence": "B"},
        "milestones.exam.renewal.confidence: is B (read on a second-hand page), but no source is "
        "named; name it under sources, or write “confidence: U, basis: estimate”.",
    ),
    (
        "stages.residency.leave.sources.0",
        "zzz",
        "stages.residency.leave.sources.0: there is no source “zzz”.",
    ),
    (
        "stages.residency.time_out.0.sources.0",
        "zzz",
        "stages.residency.time_out.0.sources.0: there is no source “zzz”.",
    ),
    (
        "milestones.exam.lock_out",
        {"after": 3, "months": 24, "confidence": "B"},
        "milestones.exam.lock_out.confidence: is B (read on a second-hand page), but no source is "
        "named; name it under sources, or write “confidence: U, basis: estimate”.",
    ),
    (
        "milestones.exam.lead.sources.0",
        "zzz",
        "milestones.exam.lead.sources.0: there is no source “zzz”.",
    ),
    # Parts of a rule that only mean something together.
    (
        f"{RULES}.0.ends_of",
        [],
        f"{RULES}.0.sittings.0.ends_by: needs ends_of in its rule: the stages whose planned end "
        "counts.",
    ),
    (
        f"{RULES}.0.sittings",
        [{"month": 9}],
        f"{RULES}.0.ends_of: needs a sitting with ends_by: the day by which training must end.",
    ),
    (
        f"{RULES}.1.pauses_in",
        ["residency"],
        f"{RULES}.1.pauses_in: needs earliest, first_of or latest in its rule: the time that leave "
        "stops.",
    ),
    (
        "stages.residency.intakes.0.ends_by",
        "12-31",
        "stages.residency.intakes.0.ends_by: only goes with sittings, not with intakes.",
    ),
    # Keys and names.
    (
        "milestones.job",
        {**sound()["milestones"]["match"]},
        "milestones.job: is the key of a stage too; give one of them another key.",
    ),
    (
        "stages.custom_year",
        {**sound()["stages"]["school"], "aliases": []},
        "stages.custom_year: must not begin with “custom_”: people's own stages do.",
    ),
    (
        "stages.residency.tracks.1.key",
        "plain",
        "stages.residency.tracks.1.key: another track above has the key “plain” already.",
    ),
    (f"{RULES}.1.key", "new", f"{RULES}.1.key: another rule above has the key “new” already."),
    (
        "milestones.exam.aliases",
        ["Rez"],
        "milestones.exam.aliases.0: “Rez” is a name of residency already.",
    ),
    (
        "stages.residency.tracks.1.aliases.0",
        "job",
        "stages.residency.tracks.1.aliases.0: “job” is a name of job already.",
    ),
    # The calendar.
    (
        f"{RULES}.0.round_up",
        "02-29",
        f"{RULES}.0.round_up: month 2 has no day 29 in every year.",
    ),
    (
        f"{RULES}.0.sittings.0.until",
        "09-01",
        f"{RULES}.0.sittings.0.until: is the same day as from; the window is empty.",
    ),
    (
        f"{RULES}.0.sittings.0.from",
        "06-31",
        f"{RULES}.0.sittings.0.from: month 6 has no day 31 in every year.",
    ),
    (
        f"{RULES}.0.effective_until",
        "2025-01-01",
        f"{RULES}.0.effective_until: must be later than effective_from.",
    ),
    (f"{RULES}.0.cohort.last", 2028, f"{RULES}.0.cohort.last: must not be before first."),
    (
        f"{RULES}.0.dated.1",
        {"date": "2030-09-02"},
        f"{RULES}.0.dated.1.date: 2030-09-02 is given twice.",
    ),
    (
        "milestones.exam.validity.round_up",
        "02-29",
        "milestones.exam.validity.round_up: month 2 has no day 29 in every year.",
    ),
    *[
        (path, "02-29", f"{path}: month 2 has no day 29 in every year.")
        for path in (
            "cohorts.finishers.year_begins",
            f"{RULES}.0.sittings.0.ends_by",
            "milestones.exam.lock_out.begins",
            "milestones.exam.renewal.begins",
            "milestones.exam.renewal.until",
        )
    ],
    # Lengths, currencies, and what counts from elsewhere.
    (
        "stages.residency.length.max",
        300,
        "stages.residency.length.max: is 300 months; residency lasts at most 15 years. Check the "
        "unit.",
    ),
    (
        "stages.school.length.typical",
        48,
        "stages.school.length.max: is 48 academic years; education lasts at most 15 years. Check "
        "the unit.",
    ),
    (
        "jurisdictions.xx.currency",
        "dollar",
        "jurisdictions.xx.currency: is “dollar”; write the three-letter code, like USD.",
    ),
    (
        "milestones.exam.fees.0.currency",
        "$",
        "milestones.exam.fees.0.currency: is “$”; write the three-letter code, like USD.",
    ),
    (
        "cohorts.finishers.year_of",
        [],
        "cohorts.finishers.year_of: needs at least one condition like “end(dr_residency)”.",
    ),
    (
        "stages.residency.tracks.1.choose_by",
        "start(school)+5mo",
        "stages.residency.tracks.1.choose_by: must count from the stage itself, like "
        "“start(residency)+22mo”.",
    ),
    (
        "stages.residency.time_out.0.short",
        "S" * 81,
        "stages.residency.time_out.0.short: is longer than 80 characters.",
    ),
    (
        "stages.school.name",
        "S" * 201,
        "stages.school.name: is longer than 200 characters.",
    ),
    # Circles and reach.
    (
        "stages.school.requires",
        [{"any": ["school"]}],
        "stages.school.requires.0: school requires itself.",
    ),
    (
        "stages.school.requires",
        [{"any": ["exam", "2030-01-01"]}],
        "milestones.exam.requires.0: these require each other in a circle: exam → residency → "
        "school → exam.",
    ),
    (
        "milestones.match.rules.0.earliest",
        ["start(residency)+1mo"],
        "milestones.match.rules.0.earliest.0: these require each other in a circle: match → "
        "residency → match.",
    ),
    (
        "milestones.match.rules.0.first_of",
        ["end(residency)"],
        "milestones.match.rules.0.first_of: these require each other in a circle: match → "
        "residency → match.",
    ),
    (
        "milestones.match.rules.0.ends_of",
        ["residency"],
        "milestones.match.rules.0.ends_of: these require each other in a circle: match → "
        "residency → match.",
    ),
    (
        "stages.residency.tracks.1.requires.0.any.0",
        "end(residency)",
        "stages.residency.tracks.1.requires.0: residency requires itself.",
    ),
    (
        "stages.job.requires.0.any",
        ["other_residency"],
        "destinations.pictures.finish: cannot be reached from school: it needs job, job needs "
        "other_residency, other_residency is never proposed to someone who begins there.",
    ),
    (
        "stages.residency.excluded_by.1",
        "school",
        "destinations.pictures.requires.0: cannot be reached from school: it needs residency, "
        "residency is never proposed to someone who begins there.",
    ),
]


MISREAD: list[tuple[str, Any, str]] = [
    # What cannot be read as it stands: (path to spoil, value, problem).
    (
        "stages.residency.leave.days",
        14,
        "stages.residency.leave: needs one of these: weeks_per_year, or days with within.",
    ),
    (
        "stages.residency.leave.weeks_per_year",
        None,
        "stages.residency.leave: needs one of these: weeks_per_year, or days with within.",
    ),
    *[
        (
            path,
            value,
            f"{path}: goes with days, and only with days: stage, year or any_year.",
        )
        for path, value in (
            ("stages.school.leave.within", None),
            ("stages.residency.leave.within", "year"),
        )
    ],
    (
        "stages.school.leave.within",
        "month",
        "stages.school.leave.within: is “month”; choose one of: stage, year, any_year.",
    ),
    (
        "stages.school.leave.days",
        0,
        "stages.school.leave.days: must be a whole number from 1 to 3660.",
    ),
    (
        "stages.residency.time_out.1.key",
        "course",
        "stages.residency.time_out.1.key: another kind of time out above has the key “course” "
        "already.",
    ),
    (
        "stages.residency.time_out.1.key",
        "OOPR",
        "stages.residency.time_out.1.key: must be lower-case letters, digits and underscores.",
    ),
    (
        "stages.residency.time_out.0.counts",
        101,
        "stages.residency.time_out.0.counts: must be a whole number from 0 to 100.",
    ),
    *[
        (
            "milestones.match.rules.0.anchor",
            value,
            "milestones.match.rules.0.anchor: needs one of these: of (stage keys), or cohort (the "
            "key of a cohort).",
        )
        for value in ({"years": 1}, {"of": ["residency"], "cohort": "finishers"})
    ],
    (
        "milestones.exam.renewal.months",
        None,
        "milestones.exam.renewal.months: is missing: begins, until and birth_month need a first "
        "cycle.",
    ),
    (
        "milestones.exam.renewal.birth_month",
        True,
        "milestones.exam.renewal.birth_month: cannot be combined with begins or until.",
    ),
    ("milestones.exam.lock_out.months", None, "milestones.exam.lock_out.months: is missing."),
    ("milestones.exam.lead.days", None, "milestones.exam.lead.days: is missing."),
    (
        "cohorts.finishers.year_begins",
        "July",
        "cohorts.finishers.year_begins: must be a month and day like “09-01”.",
    ),
]


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    MISREAD,
    ids=[f"{path}={str(value)[:20]}" for path, value, _ in MISREAD],
)
def test_what_cannot_be_read_is_told_in_a_sentence(path: str, value: Any, problem: str) -> None:
    _, found = read_draft(spoilt((path, value)))
    assert [str(one) for one in found] == [problem]


def test_a_rule_may_look_at_the_end_of_a_stage_that_goes_on() -> None:
    document = sound()
    rule = document["milestones"]["exam"]["rules"][0]
    document["milestones"]["exam"]["requires"] = [{"any": ["start(residency)+6mo"]}]
    rule |= {"ends_of": ["residency"], "usual": ["end(job)"]}
    assert problems(document) == []


def problems(document: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in check_edition(edition_of(document))]


def test_sound_catalogue_has_no_problem_and_no_warning() -> None:
    assert problems(sound()) == []
    assert [str(one) for one in warnings_of(edition_of(sound()))] == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    UNSOUND,
    ids=[f"{path}={str(value)[:20]}" for path, value, _ in UNSOUND],
)
def test_unsound_catalogue_is_refused(path: str, value: Any, problem: str) -> None:
    assert problem in problems(spoilt((path, value)))


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ({"month": 2, "day": 29}, "day"),
        ({"month": 2, "day": 30}, "day"),
        ({"month": 4, "day": 31}, "day"),
        ({"from": "02-30", "until": "03-01"}, "from"),
    ],
)
def test_day_that_does_not_come_every_year_is_refused(pattern: dict[str, Any], path: str) -> None:
    found = problems(spoilt(("stages.residency.intakes.0", pattern)))
    assert [one.partition(":")[0] for one in found] == [f"stages.residency.intakes.0.{path}"]


def test_anchored_milestone_may_look_back_from_the_stage_that_requires_it() -> None:
    document = spoilt(("milestones.match.rules.0.earliest", ["start(residency)"]))
    assert problems(document) == []


def test_aliases_may_repeat_in_another_jurisdiction() -> None:
    document = sound()
    document["jurisdictions"]["yy"] = {"name": "Elsewhere", "currency": "EUR"}
    document["stages"]["school_yy"] = {**document["stages"]["school"], "jurisdiction": "yy"}
    edition = edition_of(document)
    assert check_edition(edition) == ()
    assert warnings_of(edition) == ()


def test_a_way_through_a_third_country_is_no_way() -> None:
    document = sound()
    document["jurisdictions"]["yy"] = {"name": "Elsewhere", "currency": "EUR"}
    document["stages"]["residency"]["jurisdiction"] = "yy"
    assert problems(document) == [
        "destinations.pictures.requires.0: cannot be reached from school: it needs "
        "residency, residency is never proposed to someone who begins there."
    ]


def test_a_circle_of_alternatives_is_a_circle() -> None:
    document = sound()
    document["stages"]["job"]["requires"][0]["any"].append("later_job")
    document["stages"]["later_job"] = {
        **document["stages"]["job"],
        "requires": [{"any": ["job"]}],
    }
    assert problems(document) == [
        "stages.job.requires.0: these require each other in a circle: job → later_job → job."
    ]


def chain(size: int, first: list[dict[str, Any]]) -> dict[str, Any]:
    stages = {
        f"s{number}": {
            "name": f"Stage {number}",
            "kind": "education",
            "jurisdiction": "xx",
            "length": {"typical": 1},
            "requires": [{"any": [f"s{number - 1}"]}] if number else first,
        }
        for number in range(size)
    }
    return {
        "format": 1,
        "jurisdictions": {"xx": {"name": "Nowhere", "currency": "USD"}},
        "stages": stages,
        "destinations": {
            "end": {
                "name": "End",
                "kind": "role",
                "jurisdiction": "xx",
                "requires": [{"any": [f"s{size - 1}"]}],
                "finish": f"s{size - 1}",
                "natural_start": "s0",
            }
        },
    }


def test_checking_a_chain_takes_work_in_proportion_to_its_length() -> None:
    short, long = (read_edition(chain(size, [])) for size in (400, 1_600))
    assert steps_of(lambda: check_edition(long)) < 5 * steps_of(lambda: check_edition(short))


def test_finding_a_circle_takes_work_in_proportion_to_its_length() -> None:
    short, long = (read_edition(chain(size, [{"any": [f"s{size - 1}"]}])) for size in (400, 1_600))
    assert steps_of(lambda: check_edition(long)) < 5 * steps_of(lambda: check_edition(short))


def test_no_chain_is_too_long_to_be_checked() -> None:
    assert check_edition(read_edition(chain(5_000, []))) == ()


def test_no_circle_is_too_long_to_be_found() -> None:
    found = check_edition(read_edition(chain(5_000, [{"any": ["s4999"]}])))
    assert len(found) == 1
    assert "in a circle: s0 → s4999 → s4998 →" in found[0].message


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            [{"first": 2027, "last": 2030}, {"first": 2029}],
            "rules.1.cohort: overlaps with r0 above for classes 2029 to 2030; r0 is used for them.",
        ),
        ([{"last": 2027}, {"first": 2029}], "rules.1.cohort: no rule covers class 2028."),
        ([{"last": 2027}], "rules.0.cohort: no rule covers classes from 2028 on."),
        (
            [None, {"first": 2029}],
            "rules.1: r1 is never used: r0 above it always applies.",
        ),
    ],
)
def test_classes_left_out_or_claimed_twice_are_pointed_out(rules: list[Any], told: str) -> None:
    document = sound()
    document["milestones"]["exam"]["rules"] = [
        {
            "key": f"r{number}",
            "says": "When.",
            **({"cohort": {"of": "finishers", **classes}} if classes else {}),
        }
        for number, classes in enumerate(rules)
    ]
    edition = edition_of(document)
    assert check_edition(edition) == ()
    assert f"milestones.exam.{told}" in [str(one) for one in warnings_of(edition)]


def test_rule_for_everybody_closes_a_gap() -> None:
    document = sound()
    rule = {"says": "When.", "cohort": {"of": "finishers", "last": 2027}}
    document["milestones"]["exam"]["rules"] = [{"key": "a", **rule}, {"key": "b", "says": "Else."}]
    assert [str(one) for one in warnings_of(edition_of(document))] == []


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (
            "sources.unread",
            {"title": "Unread", "url": "https://b.example/u", "checked": "2026-01-01"},
            "sources.unread: is cited by nothing.",
        ),
        (
            "stages.residency.length.confidence",
            "I",
            "stages.residency.length.note: should say how this was worked out (confidence I).",
        ),
        (
            "milestones.match.rules.0.sittings.0.nth",
            5,
            "milestones.match.rules.0.sittings.0: not every month has a fifth fri.",
        ),
        (
            "milestones.lonely",
            {**sound()["milestones"]["match"], "requires": []},
            "milestones.lonely: appears in no plan: nothing requires it and shown_with is empty.",
        ),
    ],
)
def test_what_deserves_a_second_look_is_pointed_out(path: str, value: Any, told: str) -> None:
    warnings = [str(one) for one in warnings_of(edition_of(spoilt((path, value))))]
    assert warnings == [told]


def test_unverified_figures_are_listed_with_their_notes() -> None:
    document = spoilt(("stages.job.note", "A guess."))
    listed = [str(one) for one in list_unverified(edition_of(document))]
    assert "stages.job: is unverified: A guess." in listed
    assert "stages.residency.tracks.0: is unverified." in listed
    assert not [one for one in listed if one.startswith("stages.residency.length")]


def test_a_procedure_needs_a_name() -> None:
    problems = check_edition(edition_of(spoilt(("statements.needle.name", None))))
    assert [str(one) for one in problems] == [
        "statements.needle.name: is missing: a procedure needs one."
    ]
