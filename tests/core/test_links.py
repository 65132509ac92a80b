from datetime import UTC, datetime, timedelta

import pytest

from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Gone
from kenno.core.links import create_link, find_link, revoke_links, use_link
from kenno.core.models import SignedLink

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def token(person, time_machine) -> str:
    time_machine.move_to(START, tick=False)
    return create_link(purpose=LinkPurpose.SIGN_IN, subject=person, lifetime=DAY)


def test_link_leads_to_its_subject(token, person):
    assert find_link(token=token, purpose=LinkPurpose.SIGN_IN).subject == person


def test_link_is_not_stored_as_it_is(token):
    stored = SignedLink.objects.values_list("token_hash", flat=True).get()
    assert token not in stored
    assert len(stored) == 64


def test_link_is_not_used_up_by_looking(token):
    find_link(token=token, purpose=LinkPurpose.SIGN_IN)
    assert find_link(token=token, purpose=LinkPurpose.SIGN_IN).used_at is None


def test_link_works_once(token, person):
    assert use_link(token=token, purpose=LinkPurpose.SIGN_IN).subject == person
    assert SignedLink.objects.get().used_at == START
    for attempt in (use_link, find_link):
        with pytest.raises(Gone) as refusal:
            attempt(token=token, purpose=LinkPurpose.SIGN_IN)
        assert (
            refusal.value.message == "Linkki on jo käytetty. Jokainen linkki toimii yhden kerran."
        )


def test_link_works_until_its_last_moment(token, time_machine):
    time_machine.move_to(START + DAY - timedelta(seconds=1), tick=False)
    assert use_link(token=token, purpose=LinkPurpose.SIGN_IN).pk == SignedLink.objects.get().pk


def test_link_expires(token, time_machine):
    time_machine.move_to(START + DAY, tick=False)
    for attempt in (use_link, find_link):
        with pytest.raises(Gone) as refusal:
            attempt(token=token, purpose=LinkPurpose.SIGN_IN)
        assert refusal.value.message == "Linkki on vanhentunut. Pyydä uusi."
    assert SignedLink.objects.get().used_at is None


def test_link_can_be_revoked(token, person):
    assert revoke_links(purpose=LinkPurpose.SIGN_IN, subject=person) == 1
    for attempt in (use_link, find_link):
        with pytest.raises(Gone) as refusal:
            attempt(token=token, purpose=LinkPurpose.SIGN_IN)
        assert refusal.value.message == "Linkki on peruttu. Pyydä uusi."


def test_link_that_was_used_is_not_revoked(token, person):
    use_link(token=token, purpose=LinkPurpose.SIGN_IN)
    assert revoke_links(purpose=LinkPurpose.SIGN_IN, subject=person) == 0


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "a", lambda t: "", str.swapcase]
)
def test_link_that_is_forged_is_refused(token, change):
    with pytest.raises(Gone) as refusal:
        use_link(token=change(token), purpose=LinkPurpose.SIGN_IN)
    assert refusal.value.message == "Linkki ei kelpaa. Tarkista, että se kopioitui kokonaan."


def test_link_of_another_purpose_is_refused(token):
    SignedLink.objects.update(purpose="elsewhere")
    with pytest.raises(Gone) as refusal:
        use_link(token=token, purpose=LinkPurpose.SIGN_IN)
    assert refusal.value.message == "Linkki ei kelpaa. Tarkista, että se kopioitui kokonaan."
