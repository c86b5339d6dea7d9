"""Publishing: refused while anything is wrong; and what is published never changes."""

from copy import deepcopy

import pytest
from django.db import DatabaseError, connection, transaction

from pathways.bridge import (
    catalogue_document,
    current_edition,
    current_number,
    edition_values,
    replace_pack,
)
from pathways.models import Edition, EditionsNeverChange, Milestone, Stage
from pathways.operations.publishing import PublishRefused, publish
from pathways.planning.catalogue import Warns
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.catalogue.writing import write_edition
from radcareers.accounts.models import User
from tests.catalogue.samples import sound, spoilt

pytestmark = [pytest.mark.django_db, pytest.mark.integrity]


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor@example.org")


@pytest.fixture
def edition(editor: User) -> Edition:
    replace_pack("xx", sound())
    return publish(user=editor, note="The first.")


def test_published_edition_says_what_the_rows_say(edition: Edition, editor: User) -> None:
    stored = Edition.objects.get()
    assert (stored.number, stored.note, stored.published_by) == (1, "The first.", editor)
    assert list(stored.document["stages"]) == list(catalogue_document()["stages"])
    assert stored.document == catalogue_document()
    assert write_edition(current_edition()) == stored.document
    assert current_edition().number == current_number() == 1


def test_unsound_catalogue_is_not_published() -> None:
    replace_pack("xx", spoilt(("stages.job.confidence", "A")))
    with pytest.raises(PublishRefused) as caught:
        publish(user=None, note="")
    assert [one.path for one in caught.value.problems] == [("stages", "job", "confidence")]
    assert not Edition.objects.exists()


def test_unreadable_catalogue_is_not_published() -> None:
    replace_pack("xx", sound())
    Milestone.objects.get(key="exam").rules.all().delete()
    with pytest.raises(PublishRefused, match=r"milestones\.exam\.rules: needs at least one rule"):
        publish(user=None, note="")


def test_unchanged_catalogue_is_not_published_again(edition: Edition) -> None:
    with pytest.raises(PublishRefused, match="nothing has changed since edition 1"):
        publish(user=None, note="")


def test_empty_catalogue_is_not_published() -> None:
    with pytest.raises(PublishRefused, match="there is nowhere to head for yet"):
        publish(user=None, note="")


def test_older_editions_stay_readable(edition: Edition) -> None:
    Stage.objects.filter(key="job").update(name="Post")
    assert publish(user=None, note="").number == 2
    assert edition_values(1).stages["job"].name == "Job"
    assert current_edition().stages["job"].name == "Post"


def test_edition_is_read_once_in_a_process(
    edition: Edition, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    first = edition_values(1)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert edition_values(1) is first


def test_without_an_edition_there_is_none() -> None:
    assert current_number() is None
    with pytest.raises(Edition.DoesNotExist):
        current_edition()
    with pytest.raises(Edition.DoesNotExist):
        edition_values(7)


def test_edition_is_not_saved_again_nor_deleted(edition: Edition) -> None:
    edition.note = "Changed."
    with pytest.raises(EditionsNeverChange):
        edition.save()
    with pytest.raises(EditionsNeverChange):
        edition.delete()
    with pytest.raises(EditionsNeverChange):
        Edition.objects.update(note="Changed.")
    with pytest.raises(EditionsNeverChange):
        Edition.objects.all().delete()
    assert Edition.objects.get().note == "The first."


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pathways_edition SET number = 9",
        "UPDATE pathways_edition SET document = '{}'",
        "UPDATE pathways_edition SET digest = ''",
        "UPDATE pathways_edition SET note = 'x'",
        "UPDATE pathways_edition SET created = created",
    ],
)
def test_database_refuses_to_change_an_edition(edition: Edition, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="an edition never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite empties tables between tests by DELETE"
)
def test_database_refuses_to_delete_an_edition(edition: Edition) -> None:
    with (
        pytest.raises(DatabaseError, match="an edition never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM pathways_edition")


def test_edition_outlives_the_account_of_whoever_published_it(
    edition: Edition, editor: User
) -> None:
    editor.delete()
    assert Edition.objects.get().published_by is None


def test_an_edition_published_by_an_earlier_version_warns_as_it_did(edition: Edition) -> None:
    """Editions never change, so what they said about warnings is read in today's form."""
    document = deepcopy(edition.document)
    statement = document["statements"]["hard"]
    del statement["warns"]
    statement["warns_with"] = ["exam", "match"]
    Edition.objects.create(number=edition.number + 1, document=document)
    edition_values.cache_clear()
    assert edition_values(edition.number + 1).statements["hard"].warns == Warns(
        with_refs=(Ref("exam"), Ref("match"))
    )
