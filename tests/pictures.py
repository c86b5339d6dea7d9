"""Timelines made by hand, for testing what is drawn without the engine."""

import datetime as dt
from typing import Any

from pathways.planning.timeline import (
    Bar,
    Finding,
    Fix,
    Input,
    Item,
    Marker,
    Moment,
    Precision,
    Receipt,
    Stretch,
    Timeline,
)  # fmt: skip

TODAY = dt.date(2026, 11, 21)


def day(text: str) -> dt.date:
    """The date written in ISO form."""
    return dt.date.fromisoformat(text)


def receipt(says: str = "Residencies begin on 1 July.", **values: Any) -> Receipt:
    """A receipt."""
    values.setdefault("confidence", "A")
    values.setdefault("basis", "rule")
    values.setdefault("sources", ("abr_core",))
    values.setdefault(
        "inputs", (Input(key="pgy1", label="Clinical year", date=day("2029-07-01"), drives=True),)
    )
    return Receipt(says=says, rule="stages.test.intakes.0", **values)


def moment(text: str, precision: Precision = "projected", **values: Any) -> Moment:
    """A date with a receipt."""
    return Moment(date=day(text), precision=precision, receipt=receipt(**values))


def bar(key: str, name: str, start: str, end: str, **values: Any) -> Bar:
    """A stage; ``precision`` is that of both ends."""
    precision = values.pop("precision", "projected")
    values.setdefault("kind", "residency")
    values.setdefault("short", name)
    values.setdefault("lane", "training")
    values.setdefault("track", "")
    values.setdefault("status", "planned")
    values.setdefault("basis", "rule")
    return Bar(
        key=key, name=name, start=moment(start, precision), end=moment(end, precision), **values
    )


def stretch(first: str, last: str, percent: int = 0, *, away: str = "") -> Stretch:
    """Leave (``away``) or part-time, from its first to its last day."""
    until = day(last) + dt.timedelta(days=1)
    return Stretch(since=day(first), until=until, percent=percent, away=away)


def marker(key: str, name: str, at: str, until: str = "", **values: Any) -> Marker:
    """A milestone; with ``until`` it is a window."""
    precision = values.pop("precision", "window" if until else "projected")
    values.setdefault("kind", "exam")
    values.setdefault("short", name)
    values.setdefault("lane", "exams")
    values.setdefault("status", "planned")
    values.setdefault("basis", "rule")
    end = day(until) if until else day(at) + dt.timedelta(days=1)
    return Marker(key=key, name=name, at=moment(at, precision), until=end, **values)


def timeline(*items: Item, finish: str = "", findings: tuple[Finding, ...] = ()) -> Timeline:
    """A timeline of these items."""
    return Timeline(
        edition=1,
        destination="neuroradiology",
        items=items,
        findings=findings,
        finish=moment(finish) if finish else None,
        classes={"dr_class": 2033},
    )


def short_timeline() -> Timeline:
    """Eight items: a medical student's way to neuroradiology."""
    return timeline(
        bar("medical_school", "Medical school", "2024-08-01", "2028-05-20", lane="education",
            kind="education", years=("MS1", "MS2", "MS3", "MS4"), status="current"),
        bar("pgy1", "Clinical year (PGY-1)", "2028-07-01", "2029-07-01", short="Clinical year",
            kind="internship", years=("PGY-1",)),
        bar("dr_residency", "Diagnostic radiology residency", "2029-07-01", "2033-07-01",
            short="DR residency", years=("R1", "R2", "R3", "R4")),
        bar("f_neuro", "Neuroradiology fellowship", "2033-07-01", "2034-07-01",
            short="Neuro fellowship", kind="fellowship", basis="programme"),
        bar("attending", "Attending radiologist", "2034-07-01", "2036-07-01", short="Attending",
            kind="practice", open_ended=True, precision="estimate", basis="estimate"),
        marker("eras", "Residency application (ERAS)", "2027-09-01", "2027-10-01", short="ERAS",
               kind="application", lane="applications"),
        marker("match_main", "Main residency match", "2028-03-17", short="Match Day", kind="match",
               lane="applications"),
        marker("core", "ABR Qualifying (Core) exam", "2032-09-01", "2032-12-01", short="Core exam",
               label="autumn"),
        finish="2034-07-01",
        findings=(
            Finding(
                code="core_after_match", severity="warning", key="core",
                says="Core results arrive after fellowship offers.",
                why="For the class of 2029 and later, Core is in the autumn of R4.",
                sources=("abr_core",),
                fix=Fix(label="Show the offer date", action="note", key="core"),
            ),
        ),
    )  # fmt: skip


def _early_exams() -> tuple[Item, ...]:
    return (
        marker("mcat", "Medical College Admission Test", "2023-04-14", short="MCAT", status="done",
               precision="exact"),
        marker("step1", "USMLE Step 1", "2026-03-01", "2026-06-01", short="Step 1", status="done"),
        marker("step2", "USMLE Step 2 CK", "2027-06-01", "2027-09-01", short="Step 2 CK"),
        marker("step3", "USMLE Step 3", "2028-12-01", "2029-06-01", short="Step 3",
               basis="estimate", precision="estimate"),
        marker("physics", "Physics in-service", "2030-01-20", "2030-02-10", short="In-service"),
        marker("core", "ABR Qualifying (Core) exam", "2033-09-01", "2033-12-01", short="Core exam",
               label="autumn", missed=(day("2032-09-01"),)),
        marker("oral", "ABR Certifying (oral) exam", "2034-06-01", "2034-07-01", short="DR oral"),
        marker("irdr", "IR/DR certifying exam", "2036-03-01", "2036-06-01", short="IR oral"),
        marker("neuro_caq", "Neuroradiology subspecialty exam", "2037-10-01", "2037-11-01",
               short="Neuro CAQ", precision="estimate"),
    )  # fmt: skip


def _applications() -> tuple[Item, ...]:
    kinds: tuple[dict[str, Any], ...] = (
        {"kind": "application", "lane": "applications"},
        {"kind": "match", "lane": "applications"},
        {"kind": "licence", "lane": "applications"},
    )
    rows = (
        ("amcas", "AMCAS application", "2023-06-01", "2023-07-01", 0),
        ("away", "Away rotation applications", "2027-03-01", "2027-05-01", 0),
        ("eras", "Residency application (ERAS)", "2027-09-01", "2027-10-01", 0),
        ("signals", "Programme signals", "2027-09-20", "", 0),
        ("interviews", "Interview season", "2027-10-15", "2028-02-01", 0),
        ("rank", "Rank order list", "2028-03-01", "", 0),
        ("match", "Match Day", "2028-03-17", "", 1),
        ("licence_training", "Training licence", "2028-05-01", "2028-07-01", 2),
        ("esir_apply", "ESIR application", "2031-05-01", "", 0),
        ("fellow_apply", "Fellowship application", "2031-12-01", "2032-02-01", 0),
        ("fellow_match", "Fellowship match", "2032-06-10", "", 1),
        ("ir_apply", "Independent IR application", "2032-07-15", "2032-12-01", 0),
        ("ir_match", "Independent IR match", "2033-02-01", "", 1),
        ("licence_full", "Full licence", "2033-09-01", "2034-03-01", 2),
        ("jobs", "First contract", "2034-09-01", "2035-04-01", 0),
        ("eligibility", "Board eligibility ends", "2040-12-31", "", 2),
    )
    return tuple(marker(key, name, at, until, **kinds[kind]) for key, name, at, until, kind in rows)


def _long_training() -> tuple[Item, ...]:
    return (
        bar("college", "College", "2018-09-01", "2022-06-01", lane="education", kind="education",
            status="done"),
        bar("gap", "Gap year", "2022-06-01", "2023-06-01", lane="education", kind="gap",
            custom=True, status="done", short="Gap"),
        bar("masters", "Master of public health", "2022-09-01", "2024-06-01", lane="education",
            kind="education", short="MPH", status="done", basis="programme"),
        bar("medical_school", "Medical school", "2024-08-01", "2028-05-20", lane="education",
            kind="education", years=("MS1", "MS2", "MS3", "MS4"), status="current"),
        bar("pgy1", "Clinical year (PGY-1)", "2028-07-01", "2029-07-01", short="Clinical year",
            kind="internship", years=("PGY-1",), status="confirmed", pinned=True),
        bar("research", "Research year", "2029-07-01", "2030-07-01", kind="research", custom=True,
            note="T32 grant"),
        bar("dr_residency", "Diagnostic radiology residency", "2030-07-01", "2034-11-01",
            short="DR residency", years=("R1", "R2", "R3", "R4"), track="esir", percent=80),
        bar("leave", "Parental leave", "2032-01-10", "2032-04-10", kind="leave", custom=True,
            short="Leave"),
        bar("esir", "ESIR blocks", "2032-07-01", "2034-07-01", basis="programme"),
        bar("ir_ind", "Independent IR residency", "2034-11-01", "2035-11-01", short="IR residency",
            years=("IR-2",)),
        bar("f_neuro", "Neurointerventional fellowship", "2035-11-01", "2037-07-01",
            short="NIR fellowship", kind="fellowship", basis="estimate", precision="estimate"),
        bar("locum", "Locum work", "2035-12-01", "2036-04-01", kind="practice", short="Locum"),
        bar("phd", "Part-time doctorate", "2031-01-01", "2036-01-01", lane="education",
            kind="education", short="PhD", percent=20, basis="programme"),
        bar("teaching", "Teaching certificate", "2033-01-01", "2033-09-01", lane="education",
            kind="education", short="PGCert"),
        bar("attending", "Attending interventional radiologist", "2037-07-01", "2040-07-01",
            short="Attending", kind="practice", open_ended=True, precision="estimate",
            basis="estimate"),
    )  # fmt: skip


def long_timeline() -> Timeline:
    """Forty items: a long way with everything in it."""
    return timeline(*_long_training(), *_early_exams(), *_applications(), finish="2037-07-01")


def eventful_timeline() -> Timeline:
    """A training with leave, time out of the programme and three percentages in it."""
    return timeline(
        bar("f1", "Foundation programme", "2024-08-07", "2026-08-05", short="Foundation",
            kind="internship", years=("F1", "F2"), status="done",
            stretches=(stretch("2026-03-02", "2026-03-04", away="Leave"),)),
        bar("st", "Clinical radiology, core training", "2026-08-05", "2031-12-15",
            short="Core training", years=("ST1", "ST2", "ST3"),
            stretches=(stretch("2028-10-01", "2029-08-31", away="Leave"),
                       stretch("2029-09-01", "2031-12-14", 80))),
        bar("phd", "Part-time doctorate", "2029-10-01", "2032-10-01", lane="education",
            kind="education", short="PhD", basis="estimate", precision="estimate",
            stretches=(stretch("2029-10-01", "2032-09-30", 40),)),
        bar("higher", "Interventional radiology, higher training", "2031-12-15", "2036-06-30",
            short="IR training", years=("ST4", "ST5", "ST6"),
            stretches=(stretch("2032-09-01", "2033-08-31", 60),
                       stretch("2033-09-01", "2034-08-31",
                               away="Out of programme for research (OOPR)"),
                       stretch("2034-09-01", "2034-11-30", 20))),
        bar("post", "Consultant interventional radiologist", "2036-07-01", "2040-07-01",
            short="Consultant", kind="practice", open_ended=True, precision="estimate",
            basis="estimate", stretches=(stretch("2036-07-01", "2040-06-30", 60),)),
        marker("frcr", "FRCR Part 1", "2027-06-01", "2027-07-01"),
        finish="2036-07-01",
    )  # fmt: skip
