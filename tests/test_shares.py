"""Share links: their tokens, their life, and what they give away."""

import base64
import datetime as dt
import uuid

import pytest
from django.core import serializers
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from pathways import access, errors
from pathways.models import Plan, ShareLink
from pathways.operations import plans, pruning, shares
from radcareers.throttle import TooMany
from tests.factories import make_plan, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.integrity]
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def asking(address: str = "192.0.2.1") -> HttpRequest:
    """A request from that address."""
    return RequestFactory().get("/", REMOTE_ADDR=address)


# Tokens


def test_tokens_are_long_distinct_and_have_no_fixed_place() -> None:
    plan = make_plan()
    tokens = []
    for _ in range(200):
        link, token = shares.create_share(plan=plan)
        shares.revoke_share(link=link)
        tokens.append(token)
    assert len(set(tokens)) == 200
    assert {len(base64.urlsafe_b64decode(f"{token}=")) for token in tokens} == {32}
    assert all(len({token[place] for token in tokens}) > 1 for place in range(43))


def test_no_token_is_in_the_database() -> None:
    link, token = shares.create_share(plan=make_plan())
    dump = serializers.serialize("json", [*ShareLink.objects.all(), *Plan.objects.all()])
    assert str(link.pk) in dump
    assert token not in dump


def test_the_owner_can_see_the_token_again() -> None:
    link, token = shares.create_share(plan=make_plan())
    link.refresh_from_db()
    assert shares.token_of(link) == token


def test_a_token_survives_a_change_of_the_secret_key(settings: Settings) -> None:
    secret = settings.SECRET_KEY
    link, token = shares.create_share(plan=make_plan())
    with override_settings(SECRET_KEY="x" * 50):
        assert access.shared_link(asking(), token) == link
        assert shares.token_of(link) is None
    with override_settings(SECRET_KEY="x" * 50, SECRET_KEY_FALLBACKS=[secret]):
        assert shares.token_of(link) == token


# Making


def test_a_link_hides_name_and_notes_and_ends_after_thirty_days_unless_told() -> None:
    link, _token = shares.create_share(plan=make_plan(), label=" For Ann ")
    assert (link.label, link.show_name, link.show_notes) == ("For Ann", False, False)
    assert link.expires_at is not None
    assert dt.timedelta(days=29) < link.expires_at - timezone.now() <= dt.timedelta(days=30)


def test_never_is_an_explicit_choice() -> None:
    link, token = shares.create_share(plan=make_plan(), days=None)
    assert link.expires_at is None
    assert access.shared_link(asking(), token) == link


@pytest.mark.parametrize("days", [0, -1, 3651, 10**12])
def test_odd_lifetimes_are_refused(days: int) -> None:
    with pytest.raises(errors.LimitReached):
        shares.create_share(plan=make_plan(), days=days)
    assert not ShareLink.objects.exists()


def test_the_same_key_gives_the_same_link_and_token() -> None:
    plan, key = make_plan(), uuid.uuid4()
    first = shares.create_share(plan=plan, label="For Ann", key=key)
    assert shares.create_share(plan=plan, label="For Ann", key=key) == first
    with pytest.raises(errors.KeyReused):
        shares.create_share(plan=plan, label="For Ben", key=key)
    with pytest.raises(errors.KeyReused):
        shares.create_share(plan=plan, label="For Ann", show_notes=True, key=key)
    assert ShareLink.objects.count() == 1


def test_the_quota_counts_links_that_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "MAX_LIVE_LINKS", 2)
    owner = make_user()
    link, _token = shares.create_share(plan=make_plan(owner))
    shares.create_share(plan=make_plan(owner))
    with pytest.raises(errors.LimitReached, match="2 links"):
        shares.create_share(plan=make_plan(owner))
    shares.revoke_share(link=link)
    shares.create_share(plan=make_plan(owner))
    shares.create_share(plan=make_plan())
    assert ShareLink.objects.count() == 4


# Opening


def test_a_live_token_opens_its_plan() -> None:
    plan = make_plan()
    link, token = shares.create_share(plan=plan)
    opened = access.shared_link(asking(), token)
    assert (opened, opened.plan, opened.plan.owner) == (link, plan, plan.owner)


def test_dead_and_unknown_links_are_all_the_same_404() -> None:
    plans_and_links = [(link.plan, link, token) for link, token in map(_share, range(3))]
    (_, revoked, first), (_, expired, second), (gone, _, third) = plans_and_links
    shares.revoke_share(link=revoked)
    past = timezone.now() - dt.timedelta(seconds=1)
    ShareLink.objects.filter(pk=expired.pk).update(expires_at=past)
    plans.delete_plan(plan=gone)
    said = set()
    for token in (first, second, third, "unknown", "", "\x00", "\ud800", "é" * 5000):
        with pytest.raises(Http404) as refusal:
            access.shared_link(asking(), token)
        said.add(str(refusal.value))
    assert said == {"There is no such link."}


def _share(_: int) -> tuple[ShareLink, str]:
    return shares.create_share(plan=make_plan())


def test_a_link_opens_again_when_its_plan_is_restored() -> None:
    link, token = shares.create_share(plan=make_plan())
    plans.restore_plan(plan=plans.delete_plan(plan=link.plan))
    assert access.shared_link(asking(), token) == link


def test_revoking_twice_keeps_the_first_time() -> None:
    link, _token = shares.create_share(plan=make_plan())
    first = shares.revoke_share(link=link).revoked_at
    assert first is not None
    assert shares.revoke_share(link=link).revoked_at == first


@pytest.mark.usefixtures("story_day")
def test_guessing_is_limited_by_address_and_a_valid_link_elsewhere_opens() -> None:
    link, token = shares.create_share(plan=make_plan())
    for number in range(access.UNKNOWN_LINKS_A_MINUTE + 2):
        with pytest.raises((Http404, TooMany)):
            access.shared_link(asking(), f"guess {number}")
    with pytest.raises(TooMany) as refusal:
        access.shared_link(asking(), token)
    assert 0 < refusal.value.retry_after <= 60
    assert access.shared_link(asking("192.0.2.2"), token) == link


@pytest.mark.usefixtures("story_day")
def test_guessing_stays_limited_while_the_shared_cache_is_gone(settings: Settings) -> None:
    link, token = shares.create_share(plan=make_plan())
    gone = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://[::1]:1"}
    settings.CACHES = {**settings.CACHES, "default": gone}
    assert access.shared_link(asking(), token) == link
    for number in range(access.UNKNOWN_LINKS_A_MINUTE + 2):
        with pytest.raises((Http404, TooMany)):
            access.shared_link(asking(), f"guess {number}")
    with pytest.raises(TooMany):
        access.shared_link(asking(), token)


# Traces


@pytest.mark.parametrize(
    ("method", "user_agent", "noted"),
    [
        ("GET", READER, True),
        ("HEAD", READER, False),
        ("GET", "", False),
        ("GET", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", False),
        ("GET", "WhatsApp/2.23.20.0", False),
        ("GET", "facebookexternalhit/1.1", False),
        ("GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", False),
        ("GET", "curl/8.5.0", False),
    ],
)
def test_only_people_who_look_leave_a_trace(method: str, user_agent: str, noted: bool) -> None:
    link, _token = shares.create_share(plan=make_plan())
    shares.note_opening(link=link, method=method, user_agent=user_agent)
    link.refresh_from_db()
    assert (link.last_opened_at is not None) == noted


def test_a_second_look_writes_only_after_five_minutes() -> None:
    link, _token = shares.create_share(plan=make_plan())
    for minutes, renewed in ((4, False), (6, True)):
        before = timezone.now() - dt.timedelta(minutes=minutes)
        ShareLink.objects.filter(pk=link.pk).update(last_opened_at=before)
        shares.note_opening(link=link, method="GET", user_agent=READER)
        link.refresh_from_db()
        assert (link.last_opened_at != before) == renewed


def test_links_long_dead_are_purged() -> None:
    old, fresh, live = (shares.create_share(plan=make_plan())[0] for _ in range(3))
    long_ago = timezone.now() - dt.timedelta(days=91)
    ShareLink.objects.filter(pk=old.pk).update(revoked_at=long_ago)
    shares.revoke_share(link=fresh)
    assert pruning.prune_links() == 1
    assert set(ShareLink.objects.all()) == {fresh, live}
