"""The admin: every page opens and saves; nothing stale, circular or cited is lost or broken."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import Model, ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pathways import models as m
from pathways.bridge import catalogue_document, replace_pack
from pathways.operations.publishing import publish
from radcareers.accounts.models import User
from tests.catalogue.pages import address, errors_of, opened, save
from tests.catalogue.samples import Document, sound

pytestmark = pytest.mark.django_db

EDITED: list[type[Model]] = [
    m.Jurisdiction,
    m.Organisation,
    m.Source,
    m.Cohort,
    m.Stage,
    m.Track,
    m.Intake,
    m.Milestone,
    m.TimingRule,
    m.Destination,
    m.Statement,
    m.Clock,
]
LISTED = [model for model in EDITED if model is not m.Intake]


@pytest.fixture
def editor(client: Client) -> User:
    """Somebody who may do everything with the catalogue and nothing else, signed in."""
    user = User.objects.create_user("editor@example.org", is_staff=True)
    names = [
        model._meta.model_name
        for model in admin.site._registry
        if model._meta.app_label == "pathways"
    ]
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="pathways", content_type__model__in=[*names, *CHILDREN]
        )
    )
    client.force_login(user)
    return user


CHILDREN = [
    "requirement",
    "publisheddate",
    "sitting",
    "fee",
    "leaverule",
    "counting",
    "validity",
    "renewal",
]


@pytest.fixture
def rows(editor: User) -> None:
    replace_pack("xx", sound())


def row_of(model: Any, key: str) -> Any:
    return model.objects.get(key=key)


def test_every_catalogue_model_with_a_key_has_a_page() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "pathways"}
    assert registered == {*EDITED, m.Pack, m.Edition}


@pytest.mark.parametrize("model", [*LISTED, m.Pack, m.Edition])
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
        (m.Intake, {"stage": "job"}),
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


def test_editions_are_only_read(client: Client, rows: None) -> None:
    edition = publish(user=None, note="The first.")
    assert client.get(address(m.Edition, "add")).status_code == 403
    url = address(m.Edition, "change", edition.pk)
    page = client.get(url)
    assert "The first." in page.content.decode()
    assert "_save" not in page.content.decode()
    assert client.post(url, {"note": "Changed."}).status_code == 403
    assert client.post(address(m.Edition, "delete", edition.pk), {"post": "yes"}).status_code == 403
    assert m.Edition.objects.get().note == "The first."


CHECK, WORK = "/admin/pathways/edition/check/", "/admin/pathways/edition/work/"


def test_index_leads_to_the_work(client: Client, rows: None) -> None:
    page = client.get("/admin/").content.decode()
    assert f'href="{CHECK}"' in page
    assert f'href="{WORK}"' in page


def test_checked_catalogue_is_published_with_a_note(
    client: Client, rows: None, editor: User
) -> None:
    page = client.get(CHECK).content.decode()
    assert "None. The catalogue can be published." in page
    response = client.post(CHECK, {"note": "All of it."})
    assert response.status_code == 302
    edition = m.Edition.objects.get()
    assert (edition.number, edition.note, edition.published_by) == (1, "All of it.", editor)
    again = client.post(CHECK, {"note": "Again."})
    assert again.status_code == 422
    assert "nothing has changed since edition 1" in again.content.decode()


def test_publishing_needs_a_note(client: Client, rows: None) -> None:
    response = client.post(CHECK, {"note": ""})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    assert not m.Edition.objects.exists()


def test_unsound_catalogue_is_not_published_and_says_why(client: Client, rows: None) -> None:
    stage = row_of(m.Stage, "job")
    m.Stage.objects.filter(pk=stage.pk).update(confidence="A")
    for response in (client.get(CHECK), client.post(CHECK, {"note": "x"})):
        page = response.content.decode()
        assert f'<a href="{address(m.Stage, "change", stage.pk)}">Job</a>' in page
        assert "confidence: is A (read on the page of the body that owns the rule)" in page
    assert not m.Edition.objects.exists()


def test_work_list_says_what_to_do(client: Client, rows: None) -> None:
    publish(user=None, note="")
    m.Source.objects.filter(key="rules").update(checked=dt.date(2001, 1, 2))
    m.Stage.objects.filter(key="job").update(name="Post")
    m.PublishedDate.objects.filter(rule__isnull=True).update(date=dt.date(2002, 1, 1), until=None)
    page = re.sub(r"\s+", " ", client.get(WORK).content.decode())
    stage, source = row_of(m.Stage, "job"), row_of(m.Source, "rules")
    stage_url, source_url = (address(type(row), "change", row.pk) for row in (stage, source))
    assert f'<a href="{stage_url}">Post</a></td> <td>changed: name<' in page
    assert f'<a href="{source_url}">Rules</a></td> <td>last read 2001-01-02<' in page
    assert (
        "Residency in pictures</a></td> <td>intake 1: the last published date is 2002-01-01<"
        in page
    )
    assert "Match</a></td> <td>requirement 1, as a whole, timing rule 1<" in page
    assert "The catalogue can be published" in page


def test_pages_open_on_an_empty_catalogue(client: Client, editor: User) -> None:
    assert "there is nowhere" not in client.get(WORK).content.decode()
    assert client.get(CHECK).status_code == 200
    response = client.post(CHECK, {"note": "x"})
    assert "there is nowhere to head for yet" in response.content.decode()


def test_rights_decide_who_publishes(client: Client, rows: None, editor: User) -> None:
    may = Permission.objects.get(codename="publish_edition")
    editor.user_permissions.remove(may)
    assert client.get(CHECK).status_code == 200
    assert "Publish</h2>" not in client.get(CHECK).content.decode()
    assert client.post(CHECK, {"note": "x"}).status_code == 403
    editor.user_permissions.set([may])
    assert client.get(CHECK).status_code == 200
    assert client.post(CHECK, {"note": "x"}).status_code == 302
    editor.user_permissions.clear()
    assert client.get(CHECK).status_code == 403
    assert client.get(WORK).status_code == 403
    client.logout()
    assert client.get(CHECK).status_code == 302
    assert client.post(CHECK, {"note": "x"}).status_code == 302
    assert m.Edition.objects.count() == 1


def test_nobody_reads_plans_in_the_admin(client: Client, rows: None) -> None:
    plans = {m.Plan, m.Revision, m.ShareLink}
    assert not plans & admin.site._registry.keys()
    related = {
        one.related_model
        for model in admin.site._registry
        if model._meta.app_label == "pathways"
        for one in model._meta.get_fields()
        if one.is_relation and one.concrete
    }
    assert not plans & related
    assert client.get("/admin/accounts/user/").status_code == 403


@pytest.mark.parametrize("model", [*EDITED, m.Pack, m.Edition])
def test_pages_have_nothing_inline_that_runs_or_styles(
    client: Client, rows: None, model: Any
) -> None:
    publish(user=None, note="")
    row = model.objects.first()
    pages = [address(model, "changelist"), address(model, "change", row.pk), CHECK, WORK, "/admin/"]
    for url in pages if model is m.Stage else pages[:2]:
        html = client.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\b(?:src|type=\"application/json\"))[^>]*>", html)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)


def repeated(times: int) -> Document:
    """The sample with each entry so many times under keys of its own."""
    document = sound()
    for section, entries in sound().items():
        for key, entry in entries.items() if isinstance(entries, dict) else ():
            document[section] |= {f"{key}_{number}": entry for number in range(times)}
    return document


@pytest.mark.parametrize("model", LISTED)
def test_queries_of_a_list_do_not_grow_with_its_rows(
    client: Client, editor: User, model: type[Model]
) -> None:
    counts = []
    for number in (1, 4):
        replace_pack("xx", repeated(number))
        client.get(address(model, "changelist"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(model, "changelist")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_queries_of_the_work_pages_do_not_grow(client: Client, editor: User) -> None:
    for url in (CHECK, WORK):
        client.get(url)
        counts = []
        for number in (1, 4):
            replace_pack("xx", repeated(number))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
