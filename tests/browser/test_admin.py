"""A coordinator in a real browser: the admin keeps to the strict policy, nothing stale is saved."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from pathways.bridge import replace_pack
from pathways.models import Edition, Stage
from radcareers.accounts.models import User
from tests.catalogue.samples import sound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator(context: BrowserContext, live_server: LiveServer) -> User:
    """Somebody who may do everything, signed in."""
    from django.conf import settings
    from django.test import Client

    replace_pack("xx", sound())
    user = User.objects.create_superuser("coordinator@example.org")
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return user


def test_coordinator_edits_checks_and_publishes(page: Page, coordinator: User) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Work list", exact=True).click()
    page.get_by_role("link", name="Residency in pictures").first.click()
    page.locator("#id_name").fill("Residency")
    page.get_by_text("Add another requirement").click()
    page.locator("#id_requirements-2-any_of").fill("start(school)+12mo")
    page.locator("#id_requirements-2-sources + .select2").click()
    page.keyboard.type("surv")
    page.get_by_role("option", name="Survey (survey)").click()
    page.locator("#id_requirements-2-confidence").select_option("B")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")
    page.goto("/admin/pathways/edition/check/")
    expect(page.get_by_text("None. The catalogue can be published.")).to_be_visible()
    page.get_by_label("What changed").fill("A shorter name.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_have_text("Published edition 1.")
    entry = Edition.objects.get().document["stages"]["residency"]
    assert entry["name"] == "Residency"
    assert entry["requires"][2]["sources"] == ["survey"]


def test_second_tab_is_told_what_the_first_changed(page: Page, coordinator: User) -> None:
    stage = Stage.objects.get(key="job")
    url = f"/admin/pathways/stage/{stage.pk}/change/"
    page.goto(url)
    other = page.context.new_page()
    other.goto(url)
    other.locator("#id_name").fill("Post")
    other.get_by_role("button", name="Save", exact=True).first.click()
    page.locator("#id_name").fill("Position")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator(".errorlist.nonfield")).to_contain_text("Name is now: Post")
    stage.refresh_from_db()
    assert stage.name == "Post"
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    stage.refresh_from_db()
    assert stage.name == "Position"
