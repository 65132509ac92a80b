"""Who was asked to complete a draft is not kept for longer than needed."""

from datetime import UTC, datetime, timedelta

import pytest

from kenno.core import personal_data
from kenno.core.models import SignedLink
from kenno.people.actions.removal import Asked, remove_person
from kenno.people.registry import is_needed
from kenno.practices.actions.request_keeping import forget_requests
from kenno.practices.actions.requests import make_link
from kenno.practices.models import DraftRequest
from tests.factories.people import UserFactory
from tests.factories.practices import DraftRequestFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
# The link worked for 60 days, and a year has gone since.
LONG_AGO = datetime(2025, 4, 2, 12, tzinfo=UTC)
WORDS = {
    "title": "rehtori",
    "told_by": "lukija",
    "message": "Hei!",
    "declined_at": LONG_AGO,
    "decline_reason": "Ei ole meidän.",
}


def words_of(asked: DraftRequest) -> tuple[str, str, str, str]:
    asked.refresh_from_db()
    return asked.title, asked.told_by, asked.message, asked.decline_reason


def test_who_was_asked_is_forgotten_a_year_after_the_link_ended():
    old = DraftRequestFactory(sent_at=LONG_AGO, **WORDS)
    young = DraftRequestFactory(sent_at=LONG_AGO + timedelta(days=1), **WORDS)
    assert forget_requests(NOW, True) == 1
    assert forget_requests(NOW, False) == 1
    assert forget_requests(NOW, False) == 0
    assert (words_of(old), old.person) == (("", "", "", ""), None)
    assert words_of(young) == ("rehtori", "lukija", "Hei!", "Ei ole meidän.")


def test_removed_person_leaves_the_request_without_them_and_their_link():
    asked = DraftRequestFactory(**WORDS)
    make_link(asked)
    assert is_needed(asked.person) is True
    remove_person(person=asked.person, asked=Asked.BY_LETTER, by=None)
    assert (words_of(asked), asked.person) == (("", "", "", ""), None)
    assert SignedLink.objects.count() == 0


def test_person_sees_what_they_have_been_asked():
    asked = DraftRequestFactory(practice__title="Kyläkino", **WORDS)
    DraftRequestFactory(person=UserFactory())
    found = {one.name: one.entries for one in personal_data.sections(asked.person)}
    [entry] = found["practices.requests"]
    told = {fact.key: fact.value for fact in entry.facts}
    assert (entry.title, told["state"], told["decline_reason"]) == (
        "Kyläkino",
        "kieltäytynyt",
        "Ei ole meidän.",
    )
