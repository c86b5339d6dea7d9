"""The admin: every page opens and saves; nothing stale, circular or cited is lost or broken."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db.models import Model, ProtectedError
from django.test import Client

from pathways import models as m
from pathways.bridge import catalogue_document
from pathways.operations.publishing import publish
from tests.catalogue.pages import EDITED, LISTED, address, errors_of, opened, row_of, save

pytestmark = pytest.mark.django_db


def test_every_catalogue_model_with_a_key_has_a_page() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "pathways"}
    assert registered == {*EDITED, m.Pack, m.Edition, m.Report}


@pytest.mark.parametrize("model", [*LISTED, m.Pack, m.Edition, m.Report])
def test_list_opens_and_can_be_searched(client: Client, rows: None, model: type[Model]) -> None:
    publish(user=None, note="")
    assert client.get(address(model, "changelist")).status_code == 200
    if admin.site._registry[model].search_fields:
        assert client.get(address(model, "changelist"), {"q": "e"}).status_code == 200


@pytest.mark.parametrize("model", EDITED)
def test_page_opens_and_saving_it_unchanged_changes_nothing(
    client: Client, rows: None, model: Any
) -> None:
    before = catalogue_document()
    for row in model.objects.all():
        response = save(client, row)
        assert response.status_code == 302, errors_of(response)
    assert catalogue_document() == before


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (m.Jurisdiction, {"key": "new"}),
        (m.Organisation, {"key": "new"}),
        (m.Source, {"key": "new"}),
        (m.Cohort, {"key": "new"}),
        (m.Stage, {"key": "new", "aliases": ""}),
        (m.Track, {"key": "new", "stage": "residency", "aliases": ""}),
        (m.Milestone, {"key": "new", "aliases": ""}),
        (m.TimingRule, {"key": "newer", "milestone": "exam"}),
        (m.Destination, {"key": "new", "aliases": ""}),
        (m.Statement, {"key": "new"}),
        (m.Clock, {"key": "new"}),
    ],
)
def test_new_row_is_added_from_what_another_says(
    client: Client, rows: None, model: Any, fields: dict[str, str]
) -> None:
    standing = model.objects.last()
    data = opened(client.get(address(model, "change", standing.pk)))
    data = {name: value for name, value in data.items() if "-" not in name}
    blank = opened(client.get(address(model, "add")))
    owners = {"stage": m.Stage, "milestone": m.Milestone}
    typed = {
        name: owners[name].objects.get(key=value).pk if name in owners else value  # type: ignore[attr-defined]
        for name, value in fields.items()
    }
    response: Any = client.post(address(model, "add"), {**blank, **data, "position": "0", **typed})
    assert response.status_code == 302, errors_of(response)
    added = model.objects.latest("pk")
    assert added.pk != standing.pk
    assert added.position == max(
        one.position
        for one in model.objects.filter(
            **{f"{name}_id": getattr(added, f"{name}_id") for name in model.OWNERS}
        )
    )


def test_stage_is_edited_with_what_belongs_to_it(client: Client, rows: None) -> None:
    stage = row_of(m.Stage, "residency")
    rules, survey = row_of(m.Source, "rules"), row_of(m.Source, "survey")
    response = save(
        client,
        stage,
        name="Residency",
        length_typical="30",
        **{
            "requirements-0-any_of": "school\r\nend(other_residency)-12mo+1d",
            "requirements-0-sources": [rules.pk, survey.pk],
            "requirements-0-confidence": "B",
            "requirements-0-basis": "survey",
            "intakes-0-month": "8",
            "tracks-1-position": "1",
            "tracks-0-position": "2",
        },
    )
    assert response.status_code == 302, errors_of(response)
    entry = catalogue_document()["stages"]["residency"]
    assert entry["name"] == "Residency"
    assert entry["length"]["typical"] == 30
    assert entry["requires"][0] == {
        "any": ["school", "end(other_residency)-12mo+1d"],
        "sources": ["rules", "survey"],
        "confidence": "B",
        "basis": "survey",
    }
    assert entry["intakes"][0]["month"] == 8
    assert [track["key"] for track in entry["tracks"]] == ["early", "plain"]
    assert row_of(m.Stage, "residency").version == 2
    logged = LogEntry.objects.get()
    assert (logged.user.email, logged.object_id) == ("editor@example.org", str(stage.pk))


@pytest.mark.parametrize(
    ("model", "key", "changes", "told"),
    [
        (
            m.Stage,
            "residency",
            {"requirements-0-any_of": "school or job"},
            "“school or job” is not a condition; write a key (“pgy1”, “dr_residency@esir”)",
        ),
        (m.Stage, "residency", {"requirements-0-any_of": " "}, "This field is required."),
        (m.Stage, "residency", {"excluded_by": "Job"}, "“Job” is not a key"),
        (m.Stage, "residency", {"length_min": "40"}, "must be in that order"),
        (m.Stage, "residency", {"length_ends_month": "5"}, "goes with academic years"),
        (m.Stage, "residency", {"intakes-0-any_day": "on"}, "Give one pattern"),
        (m.Stage, "residency", {"years": "R1\nR\u200b2"}, "Write one per line"),
        (m.Stage, "job", {"confidence": "B"}, "Name a source, or choose confidence U"),
        (m.Stage, "job", {"length_basis": "survey"}, "Name a source, or choose confidence U"),
        (m.Stage, "residency", {"requirements-0-confidence": "A"}, "Name a source, or choose"),
        (m.Clock, "visa", {"counts": "holiday"}, "“holiday” is none of: education"),
        (m.Source, "rules", {"dated": "May 2026"}, "Write a date like 2026-03-14"),
        (m.Source, "rules", {"checked": "1800-01-01"}, "must lie between 1950 and 2150"),
        (m.Source, "rules", {"url": "javascript:alert(1)"}, "Enter a valid URL"),
        (m.Cohort, "finishers", {"label": "class"}, "The label must contain {year}."),
        (m.TimingRule, "new", {"round_up": "02-30"}, "Write a month and a day of it, like 09-01."),
        (m.TimingRule, "new", {"cohort": ""}, "choose a cohort"),
        (m.TimingRule, "old", {"anchor_of": "residency"}, "to stages or to a class year, not to"),
        (m.TimingRule, "new", {"first_of": "end(job"}, "“end(job” is not a condition"),
        (m.TimingRule, "new", {"usual": "soon!"}, "“soon!” is not a condition"),
        (m.TimingRule, "new", {"pauses_in": "Job"}, "“Job” is not a key"),
        (m.TimingRule, "new", {"ends_of": "Job"}, "“Job” is not a key"),
        (m.TimingRule, "new", {"sittings-0-ends_by": "2-30"}, "Write a month and a day of it"),
        (m.Cohort, "finishers", {"year_begins": "07-32"}, "Write a month and a day of it"),
        (m.Stage, "residency", {"leave-0-weeks_per_year": ""}, "Give weeks per year, or days and"),
        (m.Stage, "residency", {"leave-0-days": "14"}, "Give weeks per year, or days and"),
        (m.Stage, "school", {"leave-0-within": ""}, "Give weeks per year, or days and"),
        (m.Stage, "residency", {"time_out-0-counts": "101"}, "less than or equal to 100"),
        (m.Stage, "residency", {"time_out-1-key": "course"}, "duplicate data for key"),
        (m.Milestone, "exam", {"renewal-0-months": ""}, "Give the months of the first cycle"),
        (m.Milestone, "exam", {"renewal-0-birth_month": "on"}, "cannot be combined with a day"),
        (m.Milestone, "exam", {"lock_out-0-begins": "13-01"}, "Write a month and a day of it"),
        (m.Milestone, "exam", {"lead-0-days": "0"}, "greater than or equal to 1"),
        (m.TimingRule, "new", {"cohort_last": "2000"}, "must not be before the first"),
        (m.TimingRule, "new", {"effective_until": "2001-01-01"}, "must be later than effective"),
        (m.TimingRule, "new", {"dated-0-until": "2030-09-02"}, "Until must be later than the date"),
    ],
)
def test_what_is_typed_wrong_is_refused_in_the_words_of_packs(
    client: Client, rows: None, model: Any, key: str, changes: dict[str, str], told: str
) -> None:
    before = catalogue_document()
    response = save(client, row_of(model, key), **changes)
    assert told in errors_of(response)
    assert catalogue_document() == before


@pytest.mark.integrity
def test_stale_page_is_refused_and_tells_what_changed(client: Client, rows: None) -> None:
    stage = row_of(m.Stage, "job")
    url = address(m.Stage, "change", stage.pk)
    mine = opened(client.get(url))
    save(client, stage, name="Post", summary="Theirs.")
    response: Any = client.post(url, mine | {"name": "Position", "summary": "Mine."})
    assert response.status_code == 409
    told = errors_of(response)
    assert "Somebody else saved this while you had it open." in told
    assert "Last saved by editor@example.org" in told
    assert "Name is now: Post" in told
    assert "Summary is now: Theirs." in told
    assert row_of(m.Stage, "job").name == "Post"
    again = opened(response)
    assert (again["name"], again["summary"]) == ("Position", "Mine.")
    assert client.post(url, again).status_code == 302
    assert row_of(m.Stage, "job").name == "Position"


@pytest.mark.integrity
@pytest.mark.parametrize("version", [None, "", "0", "7", "x"])
def test_page_without_its_version_is_refused(
    client: Client, rows: None, version: str | None
) -> None:
    response = save(client, row_of(m.Stage, "job"), name="Post", opened_version=version)
    assert response.status_code == 409
    assert row_of(m.Stage, "job").name == "Job"


@pytest.mark.parametrize(
    ("model", "key", "root"),
    [(m.Track, "early", (m.Stage, "residency")), (m.TimingRule, "new", (m.Milestone, "exam"))],
)
def test_parts_are_stale_when_what_they_belong_to_was_saved(
    client: Client, rows: None, model: Any, key: str, root: tuple[Any, str]
) -> None:
    part = row_of(model, key)
    url = address(model, "change", part.pk)
    mine = opened(client.get(url))
    save(client, row_of(*root))
    assert client.post(url, mine).status_code == 409
    assert save(client, part).status_code == 302
    assert row_of(*root).version == 3


def test_page_is_stale_when_a_part_was_added_or_deleted(client: Client, rows: None) -> None:
    track = row_of(m.Track, "early")
    client.post(address(m.Track, "delete", track.pk), {"post": "yes"})
    assert not m.Track.objects.filter(key="early").exists()
    assert row_of(m.Stage, "residency").version == 2


@pytest.mark.integrity
@pytest.mark.parametrize(
    ("model", "key", "changes", "told"),
    [
        (
            m.Milestone,
            "match",
            {"requirements-0-any_of": "residency"},
            "these require each other in a circle: match → residency → match.",
        ),
        (
            m.Stage,
            "residency",
            {"requirements-0-any_of": "residency"},
            "residency requires itself.",
        ),
        (
            m.TimingRule,
            "march",
            {"earliest": "end(residency)"},
            "these require each other in a circle: match → residency → match.",
        ),
    ],
)
def test_circle_is_refused_and_nothing_is_saved(
    client: Client, rows: None, model: Any, key: str, changes: dict[str, str], told: str
) -> None:
    before = catalogue_document(), row_of(m.Stage, "residency").version
    response: Any = save(client, row_of(model, key), **changes)
    assert response.status_code == 422
    assert told in errors_of(response)
    typed = opened(response)
    assert {name: typed[name] for name in changes} == changes
    assert (catalogue_document(), row_of(m.Stage, "residency").version) == before
    assert not LogEntry.objects.exists()


def test_saving_tells_what_still_stands_in_the_way(client: Client, rows: None) -> None:
    response: Any = save(client, row_of(m.Stage, "job"), **{"requirements-0-any_of": "exm"})
    assert response.status_code == 302
    told = [str(one) for one in get_messages(response.wsgi_request)]
    assert told[0] == (
        "Before publishing: requirement 1, line 1: there is no stage or milestone “exm”; did you "
        "mean “exam”?"
    )


def test_keys_are_typed_once(client: Client, rows: None) -> None:
    assert "key" not in opened(client.get(address(m.Stage, "change", row_of(m.Stage, "job").pk)))
    save(client, row_of(m.Stage, "job"), key="changed")
    assert m.Stage.objects.filter(key="job").exists()


def test_cited_source_is_not_deleted(client: Client, rows: None) -> None:
    source = row_of(m.Source, "survey")
    page = client.get(address(m.Source, "delete", source.pk))
    assert "stage: Residency in pictures" in page.content.decode()
    client.post(address(m.Source, "delete", source.pk), {"post": "yes"})
    client.post(
        address(m.Source, "changelist"),
        {"action": "delete_selected", "_selected_action": [source.pk], "post": "yes"},
    )
    with pytest.raises(ProtectedError):
        source.delete()
    assert m.Source.objects.filter(key="survey").exists()


def test_uncited_source_is_deleted(client: Client, rows: None) -> None:
    m.Stage.length_sources.through.objects.all().delete()
    client.post(address(m.Source, "delete", row_of(m.Source, "survey").pk), {"post": "yes"})
    assert not m.Source.objects.filter(key="survey").exists()


def test_stage_that_is_a_finish_line_is_not_deleted(client: Client, rows: None) -> None:
    client.post(address(m.Stage, "delete", row_of(m.Stage, "job").pk), {"post": "yes"})
    assert m.Stage.objects.filter(key="job").exists()
