"""The admin: what there is to do, who may publish, and that pages stay quick and inert."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pathways import models as m
from pathways.bridge import replace_pack
from pathways.operations.publishing import publish
from radcareers.accounts.models import User
from tests.catalogue.pages import EDITED, LISTED, address, row_of
from tests.catalogue.samples import Document, sound

pytestmark = pytest.mark.django_db


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
