"""The outbox of coordinators: filters, the way of a message, trying again, addresses not mailed."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.core import suppression
from kenno.core.enums import MessageEventKind, MessageState, SuppressionReason
from kenno.core.exceptions import Conflict, Gone
from kenno.core.models import AuditRecord, MessageEvent, OutboxMessage, SuppressedAddress
from kenno.people.actions import lift_suppression, retry_message, retry_messages
from kenno.people.models import User
from kenno.people.queries.messages import MessageFilter
from tests.people.conftest import MakeMessage, text_of

pytestmark = pytest.mark.django_db

OUTBOX = "/tyopoyta/viestit/"
SUPPRESSED = "/tyopoyta/viestit/estetyt/"
READER = "lukija@kunta.example"


def refused(make_message: MakeMessage, **fields: object) -> OutboxMessage:
    defaults = {"state": MessageState.REFUSED, "refusal": "rejected", "attempts": 1}
    return make_message(**(defaults | fields))


def suppress(address: str = READER, **fields: object) -> SuppressedAddress:
    return suppression.suppress(address=address, reason=SuppressionReason.BOUNCE, **fields)


@pytest.fixture
def three(make_message: MakeMessage) -> None:
    """Messages of three days, kinds and states; in the site's time the last is of 3 May."""
    may = (datetime(2026, 5, day, 20, 59, tzinfo=UTC) for day in (1, 2, 3))
    one, two, three = may
    make_message(subject="Yksi", recipient="a@kunta.example", created_at=one)
    refused(make_message, subject="Kaksi", kind="search.digest", created_at=two)
    make_message(
        subject="Kolme",
        recipient="B@toinen.example",
        state=MessageState.SENT,
        sent_at=three,
        created_at=three,
    )


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("", ["Kolme", "Kaksi", "Yksi"]),
        ("recipient=b@TOINEN", ["Kolme"]),
        ("kind=search.digest", ["Kaksi"]),
        ("kind=no.such", ["Kolme", "Kaksi", "Yksi"]),
        ("state=sent", ["Kolme"]),
        ("since=2026-05-02", ["Kolme", "Kaksi"]),
        ("until=2026-05-02", ["Kaksi", "Yksi"]),
        ("since=2026-05-02&until=2026-05-02", ["Kaksi"]),
        ("since=tomorrow&state=sent", ["Kolme"]),
        ("since=0001-01-01&until=9999-12-31", ["Kolme", "Kaksi", "Yksi"]),
        ("state=refused&recipient=toinen", []),
    ],
)
def test_outbox_filters_by_everything_in_its_address(
    query: str, subjects: list[str], coordinating: Client, three: None
) -> None:
    response = coordinating.get(f"{OUTBOX}?{query}")
    assert [message.subject for message in response.context["page"]] == subjects


def test_outbox_says_which_filter_is_wrong(coordinating: Client) -> None:
    page = text_of(coordinating.get(f"{OUTBOX}?since=tomorrow"))
    assert 'value="tomorrow"' in page
    assert 'aria-invalid="true"' in page


def test_outbox_counts_states_within_the_other_filters(coordinating: Client, three: None) -> None:
    response = coordinating.get(f"{OUTBOX}?since=2026-05-02&state=sent")
    counts = [(str(one.state), one.count) for one in response.context["counts"]]
    assert counts == [("sent", 1), ("refused", 1)]
    page = text_of(response)
    assert 'href="?since=2026-05-02&amp;state=refused">ei lähtenyt 1</a>' in page
    assert 'href="?since=2026-05-02">kaikki tilat</a>' in page


def test_outbox_names_kinds_in_the_readers_language(coordinating: Client, three: None) -> None:
    page = text_of(coordinating.get("/sv/arbetsbord/meddelanden/"))
    assert '<option value="people.invitation">Inbjudan</option>' in page


def test_outbox_keeps_its_filters_from_page_to_page(
    coordinating: Client, make_message: MakeMessage
) -> None:
    for _ in range(51):
        make_message()
    page = coordinating.get(f"{OUTBOX}?state=waiting&page=2").content.decode()
    assert 'href="?state=waiting&amp;page=1"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_filtered_outbox_makes_seven_queries(
    rows: int,
    coordinating: Client,
    make_message: MakeMessage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        refused(make_message)
    query = "state=refused&kind=people.invitation&recipient=kunta&since=2026-01-01"
    with django_assert_num_queries(7):
        response = coordinating.get(f"{OUTBOX}?{query}")
    assert len(response.context["page"]) == rows


def test_message_shows_its_way_newest_first(
    coordinating: Client, coordinator: User, make_message: MakeMessage
) -> None:
    User.objects.filter(pk=coordinator.pk).update(first_name="Koordinaattori")
    message = refused(make_message, last_error="550 5.1.1 unknown")
    for kind, detail, by in (
        (MessageEventKind.INTERRUPTED, "", None),
        (MessageEventKind.REFUSED, "550 <b>unknown</b>", None),
        (MessageEventKind.RETRIED, "", coordinator),
    ):
        MessageEvent.objects.create(message=message, kind=kind, detail=detail, by=by)
    response = coordinating.get(f"{OUTBOX}{message.pk}/")
    assert [(entry.what, entry.who) for entry in response.context["entries"]] == [
        ("Pyydetty lähettämään uudelleen", "Koordinaattori"),
        ("Ei lähtenyt", ""),
        ("Lähetys keskeytyi", ""),
    ]
    page = text_of(response)
    assert "vastaanottaja voi saada sen kahdesti" in page
    assert "550 &lt;b&gt;unknown&lt;/b&gt;" in page
    assert message.message_id in page


@pytest.mark.parametrize("events", [1, 3])
def test_message_makes_five_queries(
    events: int,
    coordinating: Client,
    coordinator: User,
    make_message: MakeMessage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    message = make_message()
    for _ in range(events):
        MessageEvent.objects.create(message=message, kind="retried", by=coordinator)
    with django_assert_num_queries(5):
        coordinating.get(f"{OUTBOX}{message.pk}/")


def test_message_to_a_suppressed_address_leads_to_lifting_it(
    coordinating: Client, make_message: MakeMessage
) -> None:
    message = refused(make_message, recipient="Lukija@kunta.example", refusal="suppressed")
    suppressed = suppress()
    page = text_of(coordinating.get(f"{OUTBOX}{message.pk}/"))
    assert "osoitteeseen ei lähetetä viestejä" in page
    assert f'href="{SUPPRESSED}{suppressed.pk}/salli/"' in page
    assert "uudelleen/" not in page
    assert coordinating.post(f"{OUTBOX}{message.pk}/uudelleen/").status_code == 409
    suppressed.delete()
    page = text_of(coordinating.get(f"{OUTBOX}{message.pk}/"))
    assert "Osoite on nyt sallittu." in page
    assert f'action="{OUTBOX}{message.pk}/uudelleen/"' in page


def test_retry_message_refuses_a_suppressed_address(
    coordinator: User, make_message: MakeMessage
) -> None:
    message = refused(make_message, recipient=READER)
    suppress()
    with pytest.raises(Conflict, match="Salli osoite ensin"):
        retry_message(message=message, by=coordinator)
    message.refresh_from_db()
    assert message.state == MessageState.REFUSED


def test_retry_messages_sends_the_refused_ones_of_a_filter_again(
    coordinator: User, make_message: MakeMessage
) -> None:
    suppress()
    wanted = [refused(make_message), refused(make_message)]
    refused(make_message, recipient=READER)
    refused(make_message, kind="search.digest")
    make_message(state=MessageState.WAITING, attempts=3)
    chosen = MessageFilter(kind="people.invitation")
    assert retry_messages(chosen=chosen, by=coordinator) == 2
    waiting = OutboxMessage.objects.waiting().filter(attempts=0).order_by("pk")
    assert list(waiting) == wanted
    record = AuditRecord.objects.get(action="people.messages_retried")
    assert (record.by, record.data) == (coordinator, {"messages": 2})
    assert retry_messages(chosen=chosen, by=coordinator) == 0
    assert AuditRecord.objects.filter(action="people.messages_retried").count() == 1


def test_refused_messages_of_a_filter_are_sent_again_after_asking(
    coordinating: Client, make_message: MakeMessage
) -> None:
    refused(make_message)
    refused(make_message, kind="search.digest")
    listed = text_of(coordinating.get(f"{OUTBOX}?state=refused&kind=search.digest"))
    address = f"{OUTBOX}uudelleen/?state=refused&kind=search.digest"
    assert f'href="{address.replace("&", "&amp;")}"' in listed
    asked = text_of(coordinating.get(address))
    assert "1 viesti, joka ei lähtenyt" in asked
    assert OutboxMessage.objects.waiting().count() == 0
    done = text_of(coordinating.post(address, follow=True))
    assert "1 viesti lähetetään uudelleen." in done
    assert OutboxMessage.objects.waiting().get().kind == "search.digest"
    assert "Yhtään viestiä ei voi lähettää" in text_of(coordinating.get(address))


def test_refused_messages_of_a_wrong_filter_are_not_sent_again(
    coordinating: Client, make_message: MakeMessage
) -> None:
    refused(make_message)
    response = coordinating.post(f"{OUTBOX}uudelleen/?since=tomorrow")
    assert response.status_code == 422
    assert "Rajauksissa on virhe" in text_of(response)
    assert OutboxMessage.objects.waiting().count() == 0


def test_suppressed_addresses_say_why_and_since_when(
    coordinating: Client, make_message: MakeMessage
) -> None:
    message = make_message(subject="Palautunut")
    suppress(message=message)
    suppress("toinen@kunta.example")
    response = coordinating.get(SUPPRESSED)
    assert [one.address for one in response.context["page"]] == ["toinen@kunta.example", READER]
    page = text_of(response)
    assert "viesti palautui: osoite ei toimi" in page
    assert f'<a href="{OUTBOX}{message.pk}/">Palautunut</a>' in page
    found = coordinating.get(f"{SUPPRESSED}?q=TOINEN")
    assert [one.address for one in found.context["page"]] == ["toinen@kunta.example"]
    assert "Osoitetta ei löytynyt" in text_of(coordinating.get(f"{SUPPRESSED}?q=zzz"))


@pytest.mark.parametrize("rows", [1, 3])
def test_suppressed_addresses_make_five_queries(
    rows: int,
    coordinating: Client,
    make_message: MakeMessage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        suppress(f"{number}@kunta.example", message=make_message())
    with django_assert_num_queries(5):
        coordinating.get(SUPPRESSED)


def test_suppression_is_lifted_after_asking(coordinating: Client, coordinator: User) -> None:
    suppressed = suppress()
    address = f"{SUPPRESSED}{suppressed.pk}/salli/"
    asked = text_of(coordinating.get(address))
    assert READER in asked
    assert SuppressedAddress.objects.count() == 1
    done = coordinating.post(address, follow=True)
    assert "Osoitteeseen lähetetään taas viestejä." in text_of(done)
    assert SuppressedAddress.objects.count() == 0
    record = AuditRecord.objects.get(action="people.address_lifted")
    assert (record.by, record.label, record.data) == (
        coordinator,
        f"Estetty osoite {suppressed.pk}",
        {"reason": "bounce"},
    )
    assert coordinating.post(address).status_code == 404


def test_lifting_twice_says_that_somebody_did_it(coordinator: User) -> None:
    suppressed = suppress()
    lift_suppression(suppressed=suppressed, by=coordinator)
    with pytest.raises(Gone, match="jo sallittu"):
        lift_suppression(suppressed=suppressed, by=coordinator)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "viestit/uudelleen/"),
        ("post", "viestit/uudelleen/"),
        ("get", "viestit/estetyt/"),
        ("get", "viestit/estetyt/{pk}/salli/"),
        ("post", "viestit/estetyt/{pk}/salli/"),
        ("post", "tapahtumat/vie/"),
    ],
)
def test_pages_on_messages_and_events_are_for_coordinators(
    method: str, path: str, clients: dict[str, Client]
) -> None:
    address = f"/tyopoyta/{path}".format(pk=suppress().pk)
    answers = {who: getattr(client, method)(address) for who, client in clients.items()}
    assert answers["anonymous"]["Location"] == f"/kirjaudu/?next={address}"
    assert answers["no role"].status_code == 403
    assert answers["contributor"].status_code == 403
    assert "Vain valtakunnallinen koordinaattori tai ylläpitäjä" in text_of(answers["contributor"])
    assert answers["coordinator"].status_code in {200, 302}
