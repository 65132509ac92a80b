import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest

from kenno.core.models import OutboxMessage
from kenno.people import registry
from kenno.people.models import Confirmation, Contact
from kenno.people.registry import ContactFollower
from tests.factories.people import ShownContactFactory

Travel = Callable[[int], None]
NOON = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def to_day(time_machine) -> Travel:
    """Go to so many days after the question; on day 0 the card was confirmed a year ago."""

    def go(day: int) -> None:
        time_machine.move_to(NOON + timedelta(days=day), tick=False)

    go(0)
    return go


@pytest.fixture
def contact(to_day: Travel, db: None) -> Contact:
    """A contact whose title is shown, confirmed a year before day 0; the consent is fresh."""
    card: Contact = ShownContactFactory(confirmed_on=datetime(2025, 3, 2, tzinfo=UTC).date())
    return card


def question_of(contact: Contact) -> Confirmation:
    return Confirmation.objects.get(contact=contact)


def address_in(message: OutboxMessage) -> str:
    """Return the path of the personal link in a message."""
    found = re.search(r"http://[^/\s]+(/yhteyshenkilo/\S+)", message.body)
    assert found is not None
    return found.group(1)


class FollowerSpy:
    """What a room above is told of contacts."""

    def __init__(self) -> None:
        self.changed: list[int] = []
        self.replaced: list[tuple[int, int | None]] = []

    def note_change(self, ids: Collection[int]) -> None:
        self.changed += ids

    def note_replacement(self, old: Contact, new: Contact | None) -> None:
        self.replaced.append((old.pk, new.pk if new else None))


@pytest.fixture
def registered_follower(monkeypatch) -> FollowerSpy:
    spy = FollowerSpy()
    follower = ContactFollower(changed=spy.note_change, replaced=spy.note_replacement)
    monkeypatch.setitem(registry._followers, "spy", follower)
    return spy
