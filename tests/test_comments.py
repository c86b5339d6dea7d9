"""Comments through a share link: who may write what, who sees it, and what its owner does."""

import datetime as dt
import html
import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pathways import drafts
from pathways.errors import KeyReused, LimitReached
from pathways.models import Comment, Plan, ShareLink
from pathways.operations import comments as operations
from pathways.operations import plans, pruning, shares
from radcareers.accounts.models import User
from tests.factories import make_user, plan_document, publish_packs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.integrity,
    pytest.mark.usefixtures("story_day"),
]
OWN = {"key": "custom_1", "name": "Canary stage", "kind": "leave", "months": 6}
SEES = ("show_name", "show_notes", "show_own_names")
CANARIES = ("Olga Owner", "Canary title", "Canary note", "Canary stage", "Canary label")
SENT = {"name": "Dr Okafor", "text": "Sit it in June."}


@pytest.fixture
def plan() -> Plan:
    publish_packs()
    document = plan_document(
        title="Canary title",
        changes={"core": {"note": "Canary note"}},
        custom=[{**OWN, "after": "dr_residency"}],
    )
    return plans.create_plan(
        owner=make_user("owner@example.org", name="Olga Owner"), document=document
    )


def share(plan: Plan, **options: Any) -> tuple[ShareLink, str]:
    """A link that takes comments, and the address of its page."""
    told = {"label": "Canary label", "takes_comments": True, **options}
    link, token = shares.create_share(plan=plan, **told)
    return link, f"/s/{token}/"


def write(link: ShareLink, **values: Any) -> Comment:
    """A comment that came through the link."""
    return operations.write_comment(link=link, **{**SENT, **values})


def page_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def row_of(page: str, key: str) -> str:
    """The row of an item."""
    return page.partition(f'id="item-{key}"')[2].partition('id="item-')[0]


# What is kept


def test_it_waits_for_the_owner_and_keeps_what_its_writer_saw(plan: Plan) -> None:
    link, _page = share(plan, show_notes=True)
    comment = write(link, item="core", about="Core exam")
    comment.refresh_from_db()
    assert (comment.plan, comment.link, comment.state) == (plan, link, "waiting")
    assert (comment.item, comment.about, comment.through) == ("core", "Core exam", "Canary label")
    assert (comment.saw_name, comment.saw_notes, comment.saw_own_names) == (False, True, False)
    assert (comment.name, comment.text, comment.reply) == ("Dr Okafor", "Sit it in June.", "")
    assert comment.written_at == timezone.now()


def test_the_longest_name_of_an_item_can_be_commented_on(plan: Plan) -> None:
    longest = f"First renewal: {'n' * 200}"
    comment = write(share(plan)[0], item="core_renewal", about=longest)
    comment.refresh_from_db()
    assert comment.about == longest[:200]
    comment.full_clean()


def test_the_same_form_twice_is_one_comment(plan: Plan) -> None:
    link, _page = share(plan)
    key = uuid.uuid4()
    assert write(link, key=key) == write(link, key=key)
    for other in ({"text": "In November."}, {"name": "Ann"}, {"item": "core"}):
        with pytest.raises(KeyReused):
            write(link, key=key, **other)
    write(share(plan)[0], key=key)
    write(link)
    assert Comment.objects.count() == 3


def test_a_form_sent_again_after_the_last_place_was_taken_is_no_mistake(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MAX_WAITING", 1)
    link, _page = share(plan)
    key = uuid.uuid4()
    assert write(link, key=key) == write(link, key=key)


def test_the_key_is_unique_in_the_database(plan: Plan) -> None:
    comment = write(share(plan)[0])
    comment.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.save(force_insert=True)


def test_there_are_three_states(plan: Plan) -> None:
    write(share(plan)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(state="odd")


def test_so_many_may_wait_from_one_link(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MAX_WAITING", 2)
    link, _page = share(plan)
    first, _second = write(link), write(link)
    with pytest.raises(LimitReached, match="2 comments wait"):
        write(link)
    write(share(plan)[0])
    operations.show_comment(comment=first)
    write(link)


def test_so_many_may_be_on_one_plan(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MAX_COMMENTS", 2)
    first = write(share(plan)[0])
    operations.settle_comment(comment=first)
    write(share(plan)[0])
    with pytest.raises(LimitReached, match="has 2 comments"):
        write(share(plan)[0])
    operations.delete_comment(comment=first)
    write(share(plan)[0])


def test_a_comment_outlives_its_link_and_not_its_plan(plan: Plan) -> None:
    link, _page = share(plan)
    comment = write(link)
    link.delete()
    comment.refresh_from_db()
    assert (comment.link, comment.through) == (None, "Canary label")
    plans.delete_plan(plan=plan)
    long_ago = timezone.now() - dt.timedelta(days=31)
    Plan.objects.filter(pk=plan.pk).update(deleted_at=long_ago)
    assert pruning.prune_plans() == 1
    assert not Comment.objects.exists()


# The page to write one


def test_it_says_what_the_comment_is_on_and_nothing_that_is_private(
    client: Client, plan: Plan
) -> None:
    link, url = share(plan)
    own = page_of(client.get(f"{url}comment/?on=custom_1"))
    assert "On <strong>Time away</strong>" in own
    assert "Jul 1, 2029 – Dec 31, 2029" in own
    whole = page_of(client.get(f"{url}comment/"))
    assert "On <strong>The whole plan</strong>" in whole
    for page in (own, whole):
        assert [one for one in CANARIES if one in page] == []
        for secret in (str(plan.pk), str(link.pk), url.split("/")[2], "/plans/", "<script", "hx-"):
            assert secret not in page
    named = page_of(client.get(f"{share(plan, show_own_names=True)[1]}comment/?on=custom_1"))
    assert "On <strong>Canary stage</strong>" in named


def test_a_comment_is_taken_in_once_and_the_way_back_leads_to_the_item(
    client: Client, plan: Plan
) -> None:
    link, url = share(plan)
    form = page_of(client.get(f"{url}comment/?on=core"))
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    sent = {**SENT, "text": " Sit it\r\n\r\nin June. ", "on": "core", "key": key}
    for _twice in range(2):
        answer = client.post(f"{url}comment/?on=core", sent)
        # Relative: the address is a secret, and this is one header less that has it.
        assert (answer.status_code, answer.headers["Location"]) == (302, "?on=core&sent=1")
    comment = Comment.objects.get()
    assert (comment.link, comment.item) == (link, "core")
    assert (comment.name, comment.text) == ("Dr Okafor", "Sit it\n\nin June.")
    assert comment.about == "ABR Qualifying (Core) exam"
    thanks = page_of(client.get(f"{url}comment/?on=core&sent=1"))
    assert "Thank you" in thanks
    assert 'href="../#item-core"' in thanks
    assert "<form" not in thanks


def test_what_it_is_about_is_kept_under_the_name_that_its_writer_saw(
    client: Client, plan: Plan
) -> None:
    _link, url = share(plan)
    assert client.post(f"{url}comment/", {**SENT, "on": "custom_1"}).status_code == 302
    assert Comment.objects.get().about == "Time away"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Say who you are"),
        ({"name": " \n "}, "Say who you are"),
        ({"name": "n" * 61}, "at most 60 characters"),
        ({"text": ""}, "Write your comment here."),
        ({"text": "t" * 1001}, "at most 1,000 characters"),
        ({"text": "a\x00b"}, "Leave out the invisible control characters."),
        ({"text": "a\x1bb"}, "Leave out the invisible control characters."),
        ({"name": "a\x07b"}, "Leave out the invisible control characters."),
        ({"text": "a\u202eb"}, "Leave out the invisible marks that turn text around."),
        ({"on": "no_such_item"}, "no longer in the plan"),
        ({"on": "md\x00"}, "no longer in the plan"),
    ],
)
def test_what_cannot_be_used_is_told_and_what_was_typed_is_kept(
    typed: dict[str, str], says: str, client: Client, plan: Plan
) -> None:
    _link, url = share(plan)
    posted = {**SENT, "on": "core", "key": str(uuid.uuid4()), **typed}
    answer = client.post(f"{url}comment/?on=core", posted)
    page = page_of(answer, 422)
    assert says in page
    assert f'value="{posted["name"]}"' in page
    assert f">\n{posted['text']}</textarea>" in page
    assert f'name="key" value="{posted["key"]}"' in page
    assert not Comment.objects.exists()
    # What was about an item that is gone can be sent about the whole plan.
    on = "" if "on" in typed else "core"
    assert f'name="on" value="{on}"' in page


def test_line_breaks_count_as_one_character_as_in_the_browser(client: Client, plan: Plan) -> None:
    _link, url = share(plan)
    assert client.post(f"{url}comment/", {**SENT, "text": "a\r\n" * 499 + "ab"}).status_code == 302
    assert Comment.objects.get().text == "a\n" * 499 + "ab"


def test_a_name_stays_on_one_line(client: Client, plan: Plan) -> None:
    _link, url = share(plan)
    client.post(f"{url}comment/", {**SENT, "name": "Ann\r\n\t Lee"})
    assert Comment.objects.get().name == "Ann Lee"


def test_an_item_that_is_not_there_is_told_before_anybody_types(client: Client, plan: Plan) -> None:
    page = page_of(client.get(f"{share(plan)[1]}comment/?on=no_such_item"))
    assert "no longer in the plan" in page
    assert 'name="on" value=""' in page


def test_who_goes_back_and_changes_the_words_can_send_these_too(client: Client, plan: Plan) -> None:
    _link, url = share(plan)
    sent = {**SENT, "key": str(uuid.uuid4())}
    assert client.post(f"{url}comment/", sent).status_code == 302
    page = page_of(client.post(f"{url}comment/", {**sent, "text": "In May."}), 409)
    assert "In May." in page
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    assert key != sent["key"]
    assert client.post(f"{url}comment/", {**sent, "text": "In May.", "key": key}).status_code == 302
    assert Comment.objects.count() == 2


def test_a_full_queue_is_told_and_the_words_are_kept(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MAX_WAITING", 1)
    link, url = share(plan)
    write(link)
    page = page_of(client.post(f"{url}comment/", {**SENT, "text": "One more"}), 422)
    assert "1 comments wait to be read here" in page
    assert ">\nOne more</textarea>" in page


def test_haste_is_limited_by_address_and_costs_no_words(client: Client, plan: Plan) -> None:
    _link, url = share(plan)
    for number in range(5):
        assert client.post(f"{url}comment/", {**SENT, "text": f"{number}"}).status_code == 302
    answer = client.post(f"{url}comment/", {**SENT, "text": "Six"})
    assert "then send it again" in page_of(answer, 429)
    assert ">\nSix</textarea>" in page_of(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    elsewhere = Client(REMOTE_ADDR="192.0.2.8")
    assert elsewhere.post(f"{url}comment/", {**SENT, "text": "Six"}).status_code == 302
    # Reading goes on, and what is not a comment is not counted.
    assert client.get(f"{url}comment/").status_code == 200
    assert client.post(f"{url}comment/", {**SENT, "text": ""}).status_code == 422


def test_its_address_is_kept_secret_and_its_form_may_still_be_sent(plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True)
    _link, url = share(plan)
    page = client.get(f"{url}comment/")
    refused = client.post(f"{url}comment/", {**SENT, "text": "My words"})
    gone = client.get("/s/unknown/comment/")
    for answer, status in ((page, 200), (refused, 403), (gone, 404)):
        assert answer.status_code == status
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        # With no-referrer browsers send "Origin: null", and every form would be refused.
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert url.split("/")[2] not in answer.content.decode()
    token = re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[0]
    sent = {**SENT, "csrfmiddlewaretoken": token}
    assert client.post(f"{url}comment/", sent).status_code == 302


def test_a_form_that_has_grown_old_gives_back_what_was_typed(plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True)
    _link, url = share(plan)
    origin = {"Origin": "http://testserver"}
    answer = client.post(f"{url}comment/", {**SENT, "on": "core"}, headers=origin)
    page = page_of(answer, 403)
    assert SENT["text"] in page
    assert SENT["name"] in page
    assert 'href="?on=core"' in page
    assert url.split("/")[2] not in page


# The shared page


def test_only_what_its_owner_shows_is_on_the_shared_page(client: Client, plan: Plan) -> None:
    link, url = share(plan)
    comments = {state: write(link, text=f"I am {state}", item="core") for state in
                ("waiting", "shown", "settled", "again")}  # fmt: skip
    operations.show_comment(comment=comments["shown"])
    operations.reply_to_comment(comment=comments["shown"], reply="And I\nanswer")
    operations.reply_to_comment(comment=comments["waiting"], reply="Not yet")
    operations.show_comment(comment=comments["again"])
    operations.settle_comment(comment=comments["again"])
    operations.settle_comment(comment=comments["settled"])
    page = page_of(client.get(url))
    row = row_of(page, "core")
    for text in ("Dr Okafor", "Nov 21, 2026", "I am shown", "And I\nanswer"):
        assert text in row
    for text in ("I am waiting", "I am settled", "I am again", "Not yet"):
        assert text not in page
    assert page.count("I am") == 1


def test_the_shared_page_still_has_no_form_and_no_script(client: Client, plan: Plan) -> None:
    link, url = share(plan)
    operations.show_comment(comment=write(link, item="core"))
    page = page_of(client.get(url))
    for secret in (str(plan.pk), url.split("/")[2], "csrf", "<form", "<script", "hx-", "/plans/"):
        assert secret not in page
    assert client.get(url).headers["Referrer-Policy"] == "no-referrer"
    assert not client.get(url).cookies


def test_it_leads_to_comments_on_each_item_where_the_link_takes_them(
    client: Client, plan: Plan
) -> None:
    page = page_of(client.get(share(plan)[1]))
    keys = re.findall(r'id="item-(\w+)"', page)
    assert keys
    for key in keys:
        assert f'href="comment/?on={key}">Comment<span class="unseen"> on ' in row_of(page, key)
        assert client.get(f"{share(plan)[1]}comment/?on={key}").status_code == 200
        ShareLink.objects.update(revoked_at=timezone.now())
    assert 'href="comment/">Comment<span class="unseen"> on the whole plan' in page
    _link, mute = share(plan, takes_comments=False)
    assert "comment" not in page_of(client.get(mute)).lower()
    assert client.get(f"{mute}comment/").status_code == 404


def test_comments_on_the_whole_plan_stand_below_it_and_on_what_is_gone_nowhere(
    client: Client, plan: Plan
) -> None:
    link, url = share(plan, takes_comments=False)
    for text, item in (("A fine plan", ""), ("On nothing", "no_such_item")):
        operations.show_comment(comment=write(link, text=text, item=item))
    page = page_of(client.get(url))
    assert "A fine plan" in page.partition("On the whole plan</h2>")[2]
    assert "On nothing" not in page


@pytest.mark.parametrize("writer", SEES)
@pytest.mark.parametrize("reader", ["", *SEES])
def test_words_are_seen_by_those_who_see_as_much_as_their_writer(
    reader: str, writer: str, client: Client, plan: Plan
) -> None:
    link, _page = share(plan, **{writer: True})
    operations.show_comment(comment=write(link, text="About what I saw", item="custom_1"))
    _link, url = share(plan, **({reader: True} if reader else {}))
    assert ("About what I saw" in page_of(client.get(url))) == (reader == writer)
    _link, url = share(plan, **dict.fromkeys(SEES, True))
    assert "About what I saw" in page_of(client.get(url))
    link.delete()
    assert "About what I saw" in page_of(client.get(url))


def test_what_others_write_is_text_and_nothing_else(client: Client, plan: Plan) -> None:
    link, url = share(plan)
    evil = '<b onclick="x()">"&</b> <img src=x hx-get="/plans/" hx-trigger="load">{{ x }}'
    comment = write(link, name=evil[:60], text=evil, item="core", about=evil)
    operations.show_comment(comment=comment)
    operations.reply_to_comment(comment=comment, reply=evil)
    client.force_login(plan.owner)
    pages = [url, f"/plans/{plan.pk}/?item=core", f"/plans/{plan.pk}/comments/"]
    for page in pages:
        made = client.get(page).content.decode()
        assert "&lt;b onclick=&quot;x()&quot;&gt;&quot;&amp;&lt;/b&gt;" in made
        assert "<b onclick" not in made
        assert "<img src=x" not in made
        assert "{{ x }}" in made


def test_a_hundred_comments_cost_the_shared_page_no_more_queries_than_one(
    client: Client, plan: Plan
) -> None:
    link, url = share(plan)

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    operations.show_comment(comment=write(link, item="core"))
    few = queries()
    for number in range(9):
        operations.show_comment(comment=write(link, item="core", text=f"{number}"))
    assert queries() == few


# Its owner


@pytest.fixture
def owner(client: Client, plan: Plan) -> Client:
    """The browser of the plan's owner."""
    client.force_login(plan.owner)
    return client


def queue(plan: Plan) -> str:
    return reverse("pathways:plan_comments", kwargs={"plan_id": plan.pk})


def act(client: Client, comment: Comment, what: str, **values: str) -> Any:
    """Press a button of a comment."""
    url = reverse(f"pathways:comment_{what}", kwargs={"comment_id": comment.pk})
    return client.post(url, values)


def test_the_owner_finds_them_by_state_with_who_where_and_on_what(
    owner: Client, plan: Plan
) -> None:
    link, _url = share(plan, label="Dr Okafor, mentor")
    settled = write(link, text="I am settled", item="no_such_item", about="Research year")
    shown = write(link, text="I am shown")
    write(link, text="I am waiting", item="core", name="Ann Lee")
    operations.show_comment(comment=shown)
    operations.settle_comment(comment=settled)
    page = page_of(owner.get(queue(plan)))
    order = [page.index(text) for text in ("I am waiting", "I am shown", "I am settled")]
    assert order == sorted(order)
    waiting = page.partition("I am waiting")[0].rpartition("<li")[2]
    assert "Ann Lee" in waiting
    assert f'href="/plans/{plan.pk}/?item=core#editor">ABR Qualifying (Core) exam</a>' in waiting
    assert "Through Dr Okafor, mentor" in waiting
    assert "Nov 21, 2026, 12:00 UTC" in waiting
    assert "<strong>Research year</strong>, no longer in the plan" in page
    assert "<strong>The whole plan</strong>" in page


def test_showing_taking_off_settling_and_answering(owner: Client, plan: Plan) -> None:
    comment = write(share(plan)[0])

    def now() -> tuple[str, str]:
        comment.refresh_from_db()
        return comment.state, comment.reply

    steps: list[tuple[str, dict[str, str], tuple[str, str]]] = [
        ("reply", {"reply": " Thank\r\nyou "}, ("waiting", "Thank\nyou")),
        ("state", {"state": "shown"}, ("shown", "Thank\nyou")),
        ("reply", {"reply": "Thanks"}, ("shown", "Thanks")),
        ("state", {"state": "settled"}, ("settled", "Thanks")),
        ("reply", {"reply": ""}, ("settled", "")),
        ("state", {"state": "shown"}, ("shown", "")),
    ]
    for what, values, then in steps:
        answer = act(owner, comment, what, **values)
        assert answer.headers["Location"] == f"{queue(plan)}#comment-{comment.pk}"
        assert now() == then
    assert act(owner, comment, "state", state="waiting").status_code == 422
    assert now() == ("shown", "")
    assert act(owner, comment, "delete").headers["Location"] == queue(plan)
    assert not Comment.objects.exists()
    assert act(owner, comment, "delete").status_code == 404


def test_a_reply_that_cannot_be_used_is_given_back(owner: Client, plan: Plan) -> None:
    link, _url = share(plan)
    other, comment = write(link, text="Another"), write(link)
    operations.reply_to_comment(comment=other, reply="Mine")
    page = page_of(act(owner, comment, "reply", reply="r" * 1001), 422)
    assert "at most 1,000 characters" in page
    assert ">\n" + "r" * 1001 + "</textarea>" in page
    assert ">\nMine</textarea>" in page
    comment.refresh_from_db()
    assert comment.reply == ""


def test_a_reply_that_came_too_late_is_given_back(plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(plan.owner)
    url = reverse("pathways:comment_reply", kwargs={"comment_id": write(share(plan)[0]).pk})
    page = f"http://testserver{queue(plan)}?on=core"
    answer = client.post(url, {"reply": "Long words"}, headers={"Referer": page})
    assert "Long words" in page_of(answer, 403)
    assert f'href="{queue(plan)}?on=core"' in page_of(answer, 403)
    client.logout()
    late = Client().post(url, {"reply": "Long words"}, headers={"Referer": page})
    assert late.headers["Location"].endswith(f"?next={queue(plan)}%3Fon%3Dcore")


def test_nobody_else_touches_them_and_nothing_of_a_deleted_plan_opens(
    owner: Client, plan: Plan
) -> None:
    comment = write(share(plan)[0])
    stranger = Client()
    stranger.force_login(make_user(is_staff=True, is_superuser=True))
    for what, values in (("state", {"state": "shown"}), ("reply", {"reply": "x"}), ("delete", {})):
        assert act(stranger, comment, what, **values).status_code == 404
        assert act(Client(), comment, what, **values).status_code == 302
    assert stranger.get(queue(plan)).status_code == 404
    plans.delete_plan(plan=plan)
    for what, values in (("state", {"state": "shown"}), ("reply", {"reply": "x"}), ("delete", {})):
        assert act(owner, comment, what, **values).status_code == 404
    assert owner.get(queue(plan)).status_code == 404
    comment.refresh_from_db()
    assert (comment.state, comment.reply) == ("waiting", "")
    User.objects.filter(pk=plan.owner_id).update(is_active=False)
    plans.restore_plan(plan=plan)
    assert act(owner, comment, "delete").status_code == 302
    assert Comment.objects.exists()


def test_comments_on_one_item_alone(owner: Client, plan: Plan) -> None:
    link, _url = share(plan)
    write(link, text="On core", item="core")
    write(link, text="On all")
    page = page_of(owner.get(f"{queue(plan)}?on=core"))
    assert "On core" in page
    assert "On all" not in page
    assert f'href="/plans/{plan.pk}/?item=core#editor">Back to' in page
    assert "No comments yet." in page_of(owner.get(f"{queue(plan)}?on=dr_residency"))
    assert "On all" in page_of(owner.get(f"{queue(plan)}?on=no_such_item"))


def test_without_a_link_that_takes_comments_the_page_leads_to_one(
    owner: Client, plan: Plan
) -> None:
    assert "No link to this plan takes comments." in page_of(owner.get(queue(plan)))
    link, _url = share(plan)
    assert "No link to this plan" not in page_of(owner.get(queue(plan)))
    shares.revoke_share(link=link)
    assert "No link to this plan takes comments." in page_of(owner.get(queue(plan)))


@pytest.mark.parametrize(("ticked", "takes"), [({"takes_comments": "1"}, True), ({}, False)])
def test_a_new_link_takes_comments_where_the_box_is_ticked(
    ticked: dict[str, str], takes: bool, owner: Client, plan: Plan
) -> None:
    panel = reverse("pathways:plan_shares", kwargs={"plan_id": plan.pk})
    box = 'name="takes_comments" value="1" checked'
    assert box in page_of(owner.get(panel))
    assert (box in page_of(owner.post(panel, {"label": "", **ticked}), 422)) == takes
    assert owner.post(panel, {"label": "Dr Lee", **ticked}).status_code == 302
    assert ShareLink.objects.get().takes_comments == takes
    assert ("they may comment" in page_of(owner.get(panel))) == takes


# The planner


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_planner_tells_how_many_wait_at_no_query(owner: Client, plan: Plan) -> None:
    page, link = f"/plans/{plan.pk}/", share(plan)[0]
    without = queries_of(owner, page), queries_of(owner, "/plans/")
    assert "wait" not in page_of(owner.get(page)).partition('id="picture"')[0]
    first, _second = write(link, item="core"), write(link)
    assert (queries_of(owner, page), queries_of(owner, "/plans/")) == without
    for one in (page, "/plans/", reverse("pathways:plan_shares", kwargs={"plan_id": plan.pk})):
        told = page_of(owner.get(one))
        assert "2 comments wait" in told
        assert f'href="{queue(plan)}"' in told
    operations.show_comment(comment=first)
    assert "1 comment waits" in page_of(owner.get(page))


def test_an_edit_leaves_the_number_where_it_is(owner: Client, plan: Plan) -> None:
    write(share(plan)[0])
    sent = {"action": "note", "key": "core", "note": "x", "version": "1"}
    fragment = {"HX-Request": "true"}
    kept = owner.post(f"/plans/{plan.pk}/edit/", sent, headers=fragment)
    assert "1 comment waits" in page_of(kept)
    undone = {"action": "undo", "version": "2"}
    back = owner.post(f"/plans/{plan.pk}/edit/", undone, headers=fragment)
    assert "1 comment waits" in page_of(back)


def test_the_editor_has_the_comments_of_its_item_that_are_not_settled(
    owner: Client, plan: Plan
) -> None:
    page, link = f"/plans/{plan.pk}/?item=core", share(plan)[0]
    assert f'href="{queue(plan)}?on=core">Comments: none open</a>' in page_of(owner.get(page))
    write(link, text="On something else", item="dr_residency")
    operations.settle_comment(comment=write(link, text="Done with", item="core"))
    operations.show_comment(comment=write(link, text="I am shown", item="core"))
    write(link, text="I am waiting", item="core")
    told = page_of(owner.get(page))
    editor = told.partition('id="editor"')[2].partition('class="planner-list"')[0]
    for text, is_there in (
        ("I am shown", True),
        ("I am waiting", True),
        ("Done with", False),
        ("On something else", False),
    ):
        assert (text in editor) == is_there
        assert told.count(text) == is_there


def test_a_comment_on_a_stage_that_was_removed_is_not_found_on_another(
    owner: Client, plan: Plan
) -> None:
    write(share(plan)[0], text="Why two years?", item=OWN["key"])
    edit = f"/plans/{plan.pk}/edit/"
    owner.post(edit, {"action": "remove", "key": OWN["key"], "version": "1", "confirmed": "1"})
    stage = {"name": "A second degree", "kind": "other", "months": "12", "after": ""}
    owner.post(edit, {"action": "insert", "version": "2", "confirmed": "1", **stage})
    plan.refresh_from_db()
    (custom,) = plan.document["custom"]
    assert custom["name"] == "A second degree"
    told = page_of(owner.get(f"/plans/{plan.pk}/?item={custom['key']}"))
    assert 'id="edit-comments"' in told
    assert "Why two years?" not in told


def test_a_draft_has_no_comments(client: Client) -> None:
    publish_packs()
    session = client.session
    drafts.start_draft(session, document=plan_document())
    session.save()
    assert "edit-comments" not in page_of(client.get("/draft/?item=core"))
