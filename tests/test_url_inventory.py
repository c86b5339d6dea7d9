"""Every address: what it may be asked, by whom, and what everybody else gets.

``INVENTORY`` lists them all; an address that is missing in it fails a test. What each person gets
for each method is worked out from it.
"""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.utils import timezone

from pathways import drafts
from pathways.models import Comment, Edition, Plan, ShareLink
from pathways.operations import plans, shares
from pathways.operations.comments import write_comment
from radcareers.accounts.models import User
from tests.factories import make_user, plan_document, publish_packs

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
HTMX: Mapping[str, str] = {"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/"}
BOTH: tuple[Mapping[str, str], ...] = ({}, HTMX)
# Whole trees of others: Django's admin and allauth's pages have tests of their own.
WHOLES = ("admin/", "accounts/")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Who may ask an address (``holder``: whoever has the token), by which methods, what
    reading it is answered, and what a POST with nothing in it."""

    who: Literal["everybody", "person", "owner", "holder"]
    methods: str = "GET HEAD"
    read: tuple[int, ...] = (200,)
    empty_post: int | None = None
    empty_htmx_post: int | None = None
    of_deleted_plan: bool = False

    def answer_to_nothing(self, headers: Mapping[str, str]) -> int | None:
        """The status of the answer to a POST with nothing in it."""
        of_htmx = self.empty_htmx_post if "HX-Request" in headers else None
        return of_htmx or self.empty_post


INVENTORY: Mapping[str, Address] = {
    "healthz": Address(who="everybody"),
    "readyz": Address(who="everybody"),
    "favicon": Address(who="everybody", read=(302,)),
    "account_logout": Address(who="everybody", methods="GET POST", read=(200, 302), empty_post=302),
    "pathways:home": Address(who="everybody"),
    # Without answers to the questions the page of routes is the questions again.
    "pathways:catalogue": Address(who="everybody"),
    "pathways:catalogue_of": Address(who="everybody"),
    "pathways:explore": Address(who="everybody"),
    "pathways:country": Address(who="everybody"),
    "pathways:thing": Address(who="everybody"),
    # Without a page that it is about there is nothing to report.
    "pathways:report": Address(
        who="everybody", methods="GET HEAD POST", read=(404,), empty_post=404
    ),
    "pathways:sitemap": Address(who="everybody"),
    "pathways:robots": Address(who="everybody"),
    "pathways:routes": Address(
        who="everybody", methods="GET HEAD POST", read=(422,), empty_post=422
    ),
    # Without answers it leads to the questions.
    "pathways:routes_compare": Address(who="everybody", read=(302,)),
    "pathways:draft_page": Address(who="everybody"),
    "pathways:draft_routes": Address(who="everybody"),
    "pathways:draft_why": Address(who="everybody"),
    "pathways:draft_edit": Address(who="everybody", methods="POST", empty_post=400),
    # The key that the tests ask for is no item of the plan.
    "pathways:draft_sittings": Address(who="everybody", read=(404,)),
    "pathways:draft_file": Address(who="everybody"),
    "pathways:draft_print": Address(who="everybody"),
    "pathways:draft_hide_steps": Address(
        who="everybody", methods="POST", empty_post=302, empty_htmx_post=200
    ),
    "pathways:shared": Address(who="holder"),
    "pathways:shared_print": Address(who="holder"),
    "pathways:shared_compare": Address(who="holder"),
    "pathways:shared_comment": Address(who="holder", methods="GET HEAD POST", empty_post=422),
    "pathways:belongings": Address(who="person"),
    # Both ask for the password first, on a page of its own.
    "pathways:belongings_file": Address(who="person", read=(302,)),
    "pathways:farewell": Address(who="person", methods="POST", empty_post=302),
    "pathways:plans": Address(who="person"),
    "pathways:plans_compare": Address(who="person", read=(422,)),
    "pathways:plans_compare_link": Address(who="person", methods="POST", empty_post=422),
    "pathways:plan_page": Address(who="owner"),
    "pathways:plan_routes": Address(who="owner"),
    "pathways:plan_why": Address(who="owner"),
    "pathways:plan_edit": Address(who="owner", methods="POST", empty_post=400),
    "pathways:plan_sittings": Address(who="owner", read=(404,)),
    "pathways:plan_file": Address(who="owner"),
    "pathways:plan_print": Address(who="owner"),
    "pathways:plan_hide_steps": Address(
        who="owner", methods="POST", empty_post=302, empty_htmx_post=200
    ),
    "pathways:plan_rename": Address(who="owner", methods="POST", empty_post=422),
    "pathways:plan_duplicate": Address(who="owner", methods="POST", empty_post=302),
    "pathways:plan_delete": Address(who="owner", methods="POST", empty_post=409),
    "pathways:plan_restore": Address(
        who="owner", methods="POST", empty_post=302, of_deleted_plan=True
    ),
    "pathways:plan_history": Address(who="owner"),
    "pathways:plan_go_back": Address(who="owner", methods="POST", empty_post=302),
    "pathways:plan_name_state": Address(who="owner", methods="POST", empty_post=302),
    "pathways:plan_set_baseline": Address(who="owner", methods="POST", empty_post=302),
    "pathways:plan_forget_baseline": Address(who="owner", methods="POST", empty_post=302),
    "pathways:plan_compare_state": Address(who="owner"),
    "pathways:plan_shares": Address(who="owner", methods="GET HEAD POST", empty_post=422),
    "pathways:share_revoke": Address(who="owner", methods="POST", empty_post=302),
    "pathways:plan_comments": Address(who="owner"),
    "pathways:comment_state": Address(who="owner", methods="POST", empty_post=422),
    "pathways:comment_reply": Address(who="owner", methods="POST", empty_post=302),
    "pathways:comment_delete": Address(who="owner", methods="POST", empty_post=302),
}
POSTED = [name for name, address in INVENTORY.items() if "POST" in address.methods.split()]


# The inventory is complete


def addresses(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, Any]]:
    """The name (or else the pattern) and the view of every address, down to the last include."""
    for one in resolver.url_patterns:
        below = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else below, one.callback
        elif below not in WHOLES:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one, below, inner)


def test_every_address_is_in_the_inventory() -> None:
    assert {name for name, _view in addresses(get_resolver())} == set(INVENTORY)


def test_an_address_missing_in_the_inventory_is_found_however_deep() -> None:
    deep = ([path("deep/", HttpResponse, name="deep"), path("odd/", HttpResponse)], "inner")
    tree: list[URLPattern | URLResolver] = [
        path("a/", include([path("b/", include(deep))])),
        path("top/", HttpResponse),
    ]
    found = {name for name, _view in addresses(URLResolver(get_resolver().pattern, tree))}
    assert found == {"inner:deep", "a/b/odd/", "top/"}


def test_an_address_opens_without_signing_in_only_where_the_inventory_says_so() -> None:
    views = addresses(get_resolver())
    closed = {name for name, view in views if getattr(view, "login_required", True)}
    assert closed == {
        name for name, address in INVENTORY.items() if address.who in ("person", "owner")
    }


# What there is, and what may be asked of it


@dataclass(frozen=True, kw_only=True)
class World:
    """One person's plan, a link to it, and a comment that came through the link."""

    owner: User
    plan: Plan
    link: ShareLink
    token: str
    comment: Comment

    def url(self, name: str) -> str:
        """The address of that name, about this plan."""
        kwargs: dict[str, object] = {
            "plan_id": self.plan.pk,
            "link_id": self.link.pk,
            "comment_id": self.comment.pk,
            "token": self.token,
            "form": "json",
            "number": 1,
            "kind": "destinations",
            "key": _key(name),
        }
        wanted = re.findall(r"\((\w+)\)s", PATTERNS[name])
        return reverse(name, kwargs={key: kwargs[key] for key in wanted})


def _key(name: str) -> str:
    if name.endswith("_why"):
        return "dr_residency"
    return "us" if "country" in name or name.endswith("_of") else "neuroradiology"


def _patterns() -> dict[str, str]:
    """The form of each address, with the names of its parts: "plans/%(plan_id)s/"."""
    found = {}
    for name in INVENTORY:
        space, _, last = name.rpartition(":")
        resolver = get_resolver()
        if space:
            resolver = resolver.namespace_dict[space][1]
        found[name] = resolver.reverse_dict.getlist(last)[0][0][0][0]
    return found


PATTERNS = _patterns()


@pytest.fixture(autouse=True)
def _edition() -> Edition:
    return publish_packs()


@pytest.fixture
def world() -> World:
    owner = make_user("owner@example.org", name="Olga Owner")
    plan = plans.create_plan(owner=owner, document=plan_document(title="Canary title"))
    link, token = shares.create_share(plan=plan, label="Canary label", takes_comments=True)
    comment = write_comment(link=link, name="Canary mentor", text="Canary comment")
    return World(owner=owner, plan=plan, link=link, token=token, comment=comment)


def nowhere(world: World) -> World:
    """The same with ids and a token that do not exist."""
    return World(
        owner=world.owner,
        plan=Plan(pk=uuid.uuid4()),
        link=ShareLink(pk=uuid.uuid4()),
        token="A" * len(world.token),
        comment=Comment(pk=uuid.uuid4()),
    )


def signed_in(user: User, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(user)
    return client


def with_draft(client: Client) -> Client:
    """The same visitor, who has begun a plan."""
    session = client.session
    drafts.start_draft(session, document=plan_document(title="Draft"))
    session.save()
    return client


def _visitor(world: World) -> Client:
    return with_draft(Client())


def _holder(world: World) -> Client:
    client = with_draft(Client())
    assert client.get(world.url("pathways:shared")).status_code == 200
    return client


def _deactivated(world: World) -> Client:
    client = with_draft(signed_in(world.owner))
    User.objects.filter(pk=world.owner.pk).update(is_active=False)
    return client


def _stranger(world: World) -> Client:
    return with_draft(signed_in(make_user()))


def _staff(world: World) -> Client:
    return with_draft(signed_in(make_user(is_staff=True, is_superuser=True)))


Persona = Callable[[World], Client]
OUTSIDERS: Mapping[str, Persona] = {
    "visitor": _visitor,
    "holder of the link": _holder,
    "deactivated owner": _deactivated,
}
STRANGERS: Mapping[str, Persona] = {"other user": _stranger, "staff": _staff}
EVERYBODY: Mapping[str, Persona] = {
    **OUTSIDERS,
    **STRANGERS,
    "owner": lambda world: with_draft(signed_in(world.owner)),
}


def everything() -> dict[str, list[Any]]:
    """All rows of all our tables, but those that every request may touch."""
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("pathways", "accounts", "account", "mfa", "admin", "auth")
        and model is not Edition
    ]
    return {model._meta.label: sorted(map(str, model._base_manager.values())) for model in models}


def draft_of(client: Client) -> object:
    return client.session.get(drafts.SESSION_KEY)


def ask(client: Client, method: str, url: str, headers: Mapping[str, str]) -> Any:
    answer = client.generic(method, url, headers=dict(headers))
    assert answer.status_code < 500
    assert unsafe_markup(answer) == []
    return answer


UNSAFE_MARKUP = re.compile(
    r"""<style|<base\b|javascript:|<script(?![^>]*\bsrc=)|\s(?:style|on[a-z]+|hx-on[\w:-]*)\s*=\s*["']""",
    re.IGNORECASE,
)


def unsafe_markup(answer: Any) -> list[str]:
    """What the content policy would refuse, in an answer that is a page."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return UNSAFE_MARKUP.findall(answer.content.decode())


def same(one: Any, other: Any) -> bool:
    """Whether two answers cannot be told apart."""
    varying = ("X-Request-ID", "Date")
    headers = [
        {name: value for name, value in answer.headers.items() if name not in varying}
        for answer in (one, other)
    ]
    return bool(
        one.status_code == other.status_code
        and one.content == other.content
        and headers[0] == headers[1]
    )


def prepare(world: World, name: str) -> None:
    """Bring the plan to where the address is about it."""
    if INVENTORY[name].of_deleted_plan:
        plans.delete_plan(plan=world.plan)


# Whoever may, may; and only in the ways meant


def who_may(address: Address, persona: str) -> bool:
    """Whether the inventory lets that person in."""
    if address.who in ("everybody", "holder"):
        return True
    return persona == "owner" or (address.who == "person" and persona not in OUTSIDERS)


LET_IN = [
    (persona, name)
    for name, address in INVENTORY.items()
    for persona in EVERYBODY
    if who_may(address, persona)
]


@pytest.mark.parametrize(("persona", "name"), LET_IN)
def test_who_may_read_reads_and_writes_nothing_by_it(persona: str, name: str, world: World) -> None:
    address = INVENTORY[name]
    client, url = EVERYBODY[persona](world), world.url(name)
    prepare(world, name)
    before, draft = everything(), draft_of(client)
    for headers in BOTH:
        for method in METHODS:
            if method == "POST" and "POST" in address.methods.split():
                continue
            answer = ask(client, method, url, headers)
            allowed = method in address.methods.split()
            assert answer.status_code in (address.read if allowed else (405,)), method
            if not allowed:
                assert set(answer.headers["Allow"].split(", ")) == set(address.methods.split())
    assert everything() == before
    assert draft_of(client) == draft


@pytest.mark.parametrize("headers", BOTH, ids=("page", "htmx"))
@pytest.mark.parametrize("name", POSTED)
def test_who_may_write_is_heard(name: str, headers: Mapping[str, str], world: World) -> None:
    prepare(world, name)
    client = EVERYBODY["owner"](world)
    answer = ask(client, "POST", world.url(name), headers)
    assert answer.status_code == INVENTORY[name].answer_to_nothing(headers)


@pytest.mark.parametrize("name", [name for name in POSTED if INVENTORY[name].methods == "POST"])
def test_who_types_the_address_of_a_form_is_told_and_led_back(name: str, world: World) -> None:
    prepare(world, name)
    client = EVERYBODY["owner"](world)
    answer = client.get(world.url(name))
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = answer.content.decode()
    assert "This address only takes what a form sends." in page
    (back,) = re.findall(r'class="button" href="([^"]+)"', page)
    above = client.get(urljoin(world.url(name), back))
    deleted = INVENTORY[name].of_deleted_plan
    # Comparing asks for two plans, in words: 422.
    assert above.status_code in ((404,) if deleted else (200, 422))
    assert client.head(world.url(name)).content == b""


# Everybody else


OWNED = [name for name, address in INVENTORY.items() if address.who == "owner"]
CLOSED = [name for name, address in INVENTORY.items() if address.who in ("owner", "person")]


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("persona", OUTSIDERS)
def test_who_is_not_signed_in_is_led_to_sign_in(name: str, persona: str, world: World) -> None:
    client, url = OUTSIDERS[persona](world), world.url(name)
    prepare(world, name)
    before = everything()
    for method in METHODS:
        page = ask(client, method, url, {})
        assert page.status_code == 302
        back = url if method in ("GET", "HEAD") else "/plans/"
        assert page.headers["Location"] == f"{reverse('account_login')}?next={back}"
        fragment = ask(client, method, url, HTMX)
        assert fragment.headers["HX-Redirect"] == f"{reverse('account_login')}?next=/plans/"
        assert fragment.content == b""
        for answer in (page, fragment):
            assert "no-store" in answer.headers["Cache-Control"]
    assert everything() == before


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/plans/?a=1&b=2", "/plans/%3Fa%3D1%26b%3D2"),
        ("http://elsewhere.example/plans/1/", "/plans/"),
        ("http://testserver//elsewhere.example/", "/plans/"),
        ("javascript:alert(1)", "/plans/"),
        ("", "/plans/"),
    ],
)
def test_a_form_of_somebody_signed_out_comes_back_to_its_page(
    referer: str, back: str, world: World
) -> None:
    url = world.url("pathways:plan_rename")
    answer = Client().post(url, {"title": "New"}, headers={"Referer": referer})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={back}"


@pytest.mark.parametrize("name", OWNED)
@pytest.mark.parametrize("persona", STRANGERS)
def test_what_is_somebody_elses_is_as_what_does_not_exist(
    name: str, persona: str, world: World
) -> None:
    client = STRANGERS[persona](world)
    prepare(world, name)
    before = everything()
    for headers in BOTH:
        for method in METHODS:
            foreign = ask(client, method, world.url(name), headers)
            missing = ask(client, method, nowhere(world).url(name), headers)
            allowed = method in INVENTORY[name].methods.split()
            assert foreign.status_code in ((404,) if allowed else (404, 405)), method
            assert same(foreign, missing), method
            assert "no-store" in foreign.headers["Cache-Control"]
    assert everything() == before


@pytest.mark.parametrize("name", OWNED)
def test_a_token_opens_nothing_but_its_own_page(name: str, world: World) -> None:
    client = STRANGERS["other user"](world)
    url = world.url(name)
    for identifier in (str(world.plan.pk), str(world.link.pk), str(world.comment.pk)):
        holding = url.replace(identifier, world.token)
        if holding != url:
            assert client.get(holding).status_code == 404
    for method in INVENTORY[name].methods.split():
        answer = client.generic(method, f"{url}?token={world.token}")
        assert answer.status_code == 404


def test_links_that_do_not_open_are_all_the_same(world: World) -> None:
    def other_link() -> tuple[ShareLink, str]:
        return shares.create_share(plan=world.plan, takes_comments=True)

    revoked, revoked_token = other_link()
    shares.revoke_share(link=revoked)
    expired, expired_token = other_link()
    ShareLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    gone = plans.create_plan(owner=world.owner, document=plan_document())
    _link, deleted_token = shares.create_share(plan=gone)
    plans.delete_plan(plan=gone)
    _link, no_comments = shares.create_share(plan=world.plan)
    client = Client()
    dead = (revoked_token, expired_token, deleted_token, "x", "\x00", "é" * 200)
    for page, silent in (("shared", ()), ("shared_comment", (no_comments,))):
        unknown = client.get(nowhere(world).url(f"pathways:{page}"))
        assert unknown.status_code == 404
        for token in (*dead, *silent):
            url = reverse(f"pathways:{page}", kwargs={"token": token})
            for headers in BOTH:
                assert same(ask(client, "GET", url, headers), unknown)


@pytest.mark.parametrize("tail", ["x.css", "plan.css", "plan.exe", "edit/x.css", "plan.json/x.css"])
def test_nothing_is_there_under_made_up_names(tail: str, world: World) -> None:
    client = signed_in(world.owner)
    assert client.get(f"/plans/{world.plan.pk}/{tail}").status_code == 404


# Forms of others


@pytest.mark.parametrize("headers", BOTH, ids=("page", "htmx"))
@pytest.mark.parametrize("name", POSTED)
def test_a_form_that_is_not_ours_is_refused(
    name: str, headers: Mapping[str, str], world: World
) -> None:
    prepare(world, name)
    client = with_draft(signed_in(world.owner, csrf=True))
    other = Client()
    other.get(reverse("account_login"))
    client.get(reverse("pathways:plans"))
    ours, theirs = (one.cookies["csrf"].value for one in (client, other))
    url, before = world.url(name), everything()
    for sent in (
        {},
        {"X-CSRFToken": theirs},
        {"X-CSRFToken": ours, "Origin": "https://elsewhere.example"},
        {"X-CSRFToken": ours, "Origin": "null"},
    ):
        for method in UNSAFE:
            answer = ask(client, method, url, {**headers, **sent})
            assert answer.status_code == 403, (method, sent)
            assert b"grown old" in answer.content
    assert everything() == before
    accepted = ask(client, "POST", url, {**headers, "X-CSRFToken": ours})
    assert accepted.status_code == INVENTORY[name].answer_to_nothing(headers)


def test_markup_that_the_policy_would_refuse_is_found() -> None:
    assert not unsafe_markup(HttpResponse('<script src="/a.js" defer></script><p class="onx">'))
    for page in (
        "<p style='x'>",
        "<script>a()</script>",
        '<a onclick="a()">',
        "<STYLE>",
        "<p hx-on:click='a'>",
    ):
        assert unsafe_markup(HttpResponse(page)), page
