import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import AuditRecord, OutboxMessage, SignedLink
from kenno.people.models import User
from kenno.search import actions
from kenno.search.enums import Frequency, SavedSearchState
from kenno.search.models import QUERY_LENGTH, SavedSearch
from tests.factories.people import UserFactory
from tests.factories.search import SAVED_AT, AddressSearchFactory, SavedSearchFactory

EMAIL = "lukija@kunta.example"
DAY = timedelta(days=1)
MONDAY = datetime(2026, 5, 4, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(db, time_machine):
    time_machine.move_to(SAVED_AT, tick=False)


def save_own(owner: User, query: str = "q=teatteri", frequency=Frequency.WEEKLY) -> SavedSearch:
    return actions.save_for_person(
        owner=owner, kind="practice", query=query, language="fi", frequency=frequency, by=owner
    )


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    """Return `ask(email, ...)`, which saves a search and returns the token of its mail's link."""

    def ask(email: str = EMAIL, *, query: str = "q=teatteri", frequency=Frequency.WEEKLY) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            actions.save_for_address(
                email=email, kind="practice", query=query, language="fi", frequency=frequency
            )
        return re.search(r"/hakuvahti/vahvista/([\w-]+)/", mail.outbox[-1].body)[1]

    return ask


def recorded() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


def test_saving_for_a_person_begins_at_once():
    owner = UserFactory()

    saved = save_own(owner)

    assert (saved.state, saved.told_until, saved.next_at) == (
        SavedSearchState.ACTIVE,
        SAVED_AT,
        MONDAY,
    )
    assert saved.address == owner.email
    assert recorded() == ["search.saved"]
    assert AuditRecord.objects.get().by == owner
    assert mail.outbox == []


def test_saving_keeps_the_query_in_its_one_shape():
    saved = save_own(UserFactory(), query="page=3&unknown=1&region=18&q=+teatteri+&utm_source=x")

    assert saved.query == "q=teatteri&region=18"


def test_saving_again_changes_the_pace_only():
    owner = UserFactory()
    first = save_own(owner)

    second = save_own(owner, frequency=Frequency.DAILY)

    second.refresh_from_db()
    assert (second.pk, second.frequency) == (first.pk, Frequency.DAILY)
    assert second.next_at == datetime(2026, 5, 2, 4, tzinfo=UTC)
    assert recorded() == ["search.saved", "search.frequency_changed"]


def test_saving_again_what_was_stopped_begins_anew(time_machine):
    owner = UserFactory()
    saved = save_own(owner)
    actions.stop(saved=saved, by=owner)
    time_machine.move_to(SAVED_AT + DAY, tick=False)

    again = save_own(owner)

    assert (again.pk, again.state, again.stopped_at) == (saved.pk, SavedSearchState.ACTIVE, None)
    assert again.told_until == SAVED_AT + DAY


def test_saving_refuses_a_kind_that_cannot_be_followed():
    owner = UserFactory()
    with pytest.raises(Refusal, match="ei voi seurata"):
        actions.save_for_person(
            owner=owner,
            kind="nothing",
            query="",
            language="fi",
            frequency=Frequency.DAILY,
            by=owner,
        )


def test_saving_refuses_a_query_too_long_to_keep():
    with pytest.raises(Refusal, match="liian pitkä"):
        save_own(UserFactory(), query="q=" + "a" * QUERY_LENGTH)


def test_saving_for_an_address_sends_one_mail_that_asks_first(ask, settings):
    settings.BASE_URL = "https://kenno.example"

    token = ask(" Lukija@Kunta.example ")

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([EMAIL], "Vahvista hakuvahti")
    lines = sent.body.splitlines()
    assert lines[0] == "Vahvista, että haluat seurata hakua: ”teatteri”"
    assert lines[2:4] == [
        "Vahvista hakuvahti:",
        f"https://kenno.example/hakuvahti/vahvista/{token}/",
    ]
    saved = SavedSearch.objects.get()
    assert (saved.email, saved.state) == (EMAIL, SavedSearchState.UNCONFIRMED)
    assert recorded() == ["search.saved"]


def test_confirmation_leaves_no_link_behind(ask):
    token = ask()

    message = OutboxMessage.objects.get()
    assert (message.body, message.confidential) == ("", True)
    assert message.expires_at == SAVED_AT + 7 * DAY
    assert token not in str(SignedLink.objects.values_list())


def test_confirming_begins_from_the_saving(ask, time_machine):
    token = ask()
    time_machine.move_to(SAVED_AT + 3 * DAY, tick=False)

    saved = actions.confirm(token=token)

    assert (saved.state, saved.told_until) == (SavedSearchState.ACTIVE, SAVED_AT)
    assert saved.next_at == datetime(2026, 5, 11, 4, tzinfo=UTC)
    assert recorded() == ["search.saved", "search.confirmed"]


def test_confirming_works_once(ask):
    token = ask()
    actions.confirm(token=token)

    with pytest.raises(Gone, match="jo käytetty"):
        actions.confirm(token=token)
    with pytest.raises(Gone):
        actions.unconfirmed_of_link(token)


def test_confirming_works_seven_days(ask, time_machine):
    token = ask()
    time_machine.move_to(SAVED_AT + 7 * DAY, tick=False)

    with pytest.raises(Gone, match="vanhentunut"):
        actions.confirm(token=token)


@pytest.mark.parametrize("token", ["", "forged", "a" * 500, "../../etc"])
def test_confirming_refuses_a_forged_link(ask, token):
    ask()

    with pytest.raises(Gone):
        actions.confirm(token=token)
    assert SavedSearch.objects.get().state == SavedSearchState.UNCONFIRMED


def test_link_for_managing_does_not_confirm(ask):
    ask()
    token = actions.make_link(SavedSearch.objects.get())

    with pytest.raises(Gone):
        actions.confirm(token=token)


def test_link_for_confirming_does_not_manage(ask):
    token = ask()

    with pytest.raises(Gone):
        actions.saved_search_of_link(token)


def test_asking_again_makes_the_newest_link_the_only_one(ask):
    first, second = ask(), ask(frequency=Frequency.DAILY)

    with pytest.raises(Gone, match="peruttu"):
        actions.confirm(token=first)
    assert actions.confirm(token=second).frequency == Frequency.DAILY
    assert SavedSearch.objects.count() == 1


def test_confirming_what_is_followed_already_goes_on_with_the_earlier(ask):
    earlier = AddressSearchFactory(email=EMAIL, told_until=SAVED_AT - DAY)

    goes_on = actions.confirm(token=ask(frequency=Frequency.DAILY))

    assert goes_on.pk == earlier.pk
    saved = SavedSearch.objects.get()
    assert (saved.frequency, saved.told_until) == (Frequency.DAILY, SAVED_AT - DAY)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "lukija",
        "lukija@kunta.example\nBcc: kaikki@kunta.example",
        "lukija@kunta.example\r\nSubject: Voitit",
        "lukija@kunta.example, kaikki@kunta.example",
        "Lukija <lukija@kunta.example>",
    ],
)
def test_saving_refuses_what_is_not_one_address(email):
    with pytest.raises(Refusal, match="ei kelpaa"):
        actions.save_for_address(
            email=email,
            kind="practice",
            query="",
            language="fi",
            frequency=Frequency.DAILY,
        )
    assert SavedSearch.objects.count() == OutboxMessage.objects.count() == 0


def test_stopping_twice_is_stopping_once():
    saved = SavedSearchFactory()

    actions.stop(saved=saved, by=saved.owner)
    actions.stop(saved=saved, by=saved.owner)

    saved.refresh_from_db()
    assert (saved.state, saved.stopped_at) == (SavedSearchState.STOPPED, SAVED_AT)
    assert recorded() == ["search.stopped"]


def test_resuming_goes_on_where_it_was_stopped():
    saved = SavedSearchFactory(told_until=SAVED_AT - DAY)
    actions.stop(saved=saved, by=saved.owner)

    actions.resume(saved=saved, by=saved.owner)
    actions.resume(saved=saved, by=saved.owner)

    saved.refresh_from_db()
    assert (saved.state, saved.stopped_at) == (SavedSearchState.ACTIVE, None)
    assert (saved.told_until, saved.next_at) == (SAVED_AT - DAY, MONDAY)
    assert recorded() == ["search.stopped", "search.resumed"]


def test_resuming_what_was_saved_anew_is_a_conflict():
    stopped = AddressSearchFactory(state=SavedSearchState.STOPPED, stopped_at=SAVED_AT)
    AddressSearchFactory()

    with pytest.raises(Conflict, match="jo tätä hakua"):
        actions.resume(saved=stopped, by=None)


def test_pace_of_a_stopped_search_cannot_be_changed():
    saved = SavedSearchFactory(state=SavedSearchState.STOPPED, stopped_at=SAVED_AT)

    with pytest.raises(Conflict):
        actions.change_frequency(saved=saved, frequency=Frequency.DAILY, by=saved.owner)


def test_link_of_a_deleted_search_says_gone():
    saved = AddressSearchFactory()
    token = actions.make_link(saved)
    saved.delete()

    with pytest.raises(Gone, match="ei enää ole"):
        actions.saved_search_of_link(token)


def test_link_of_a_mail_works_for_a_year(time_machine):
    token = actions.make_link(AddressSearchFactory())
    time_machine.move_to(SAVED_AT + 364 * DAY, tick=False)
    assert actions.saved_search_of_link(token).email == EMAIL
    time_machine.move_to(SAVED_AT + 365 * DAY, tick=False)
    with pytest.raises(Gone, match="vanhentunut"):
        actions.saved_search_of_link(token)


def test_pruning_deletes_the_unconfirmed_and_the_long_stopped(time_machine):
    unconfirmed = SavedSearchState.UNCONFIRMED
    stopped = {"state": SavedSearchState.STOPPED, "stopped_at": SAVED_AT}
    AddressSearchFactory(email="vahvistamaton@kunta.example", state=unconfirmed)
    AddressSearchFactory(email="lopetettu@kunta.example", **stopped)
    AddressSearchFactory(email="jatkuva@kunta.example")
    moments = [(7 * DAY, 0), (7 * DAY + timedelta(seconds=1), 1), (30 * DAY, 0), (31 * DAY, 1)]
    for moment, deleted in moments:
        time_machine.move_to(SAVED_AT + moment, tick=False)
        assert actions.prune_saved_searches() == deleted
    assert SavedSearch.objects.get().email == "jatkuva@kunta.example"
    assert recorded() == ["search.saved_pruned", "search.saved_pruned"]


def test_saved_searches_go_with_their_person():
    saved = SavedSearchFactory()
    saved.owner.delete()

    assert SavedSearch.objects.count() == 0


def test_audit_trail_holds_no_address(ask):
    actions.confirm(token=ask())

    rows = AuditRecord.objects.values_list("label", "message", "data")
    assert "@" not in str(list(rows))
