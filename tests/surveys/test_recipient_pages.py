from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kenno.surveys.models import Invitation, Recipient, Reminder
from tests.factories.people import AdministratorFactory, MainContributorFactory, UserFactory
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.surveys import (
    CopyFactory,
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    ReminderFactory,
    RoundFactory,
    SentInvitationFactory,
    StartedInvitationFactory,
)

pytestmark = pytest.mark.django_db

WORKSPACE = "/tyopoyta/kyselyt/"


def address(survey, rest: str) -> str:
    return f"{WORKSPACE}{survey.pk}/{rest}"


@pytest.mark.parametrize("number", [1, 308])
def test_recipients_take_as_many_queries_however_many_there_are(
    number, coordinating: Client, django_assert_num_queries
):
    survey = OpenRoundFactory()
    places = MunicipalityFactory.create_batch(number, region=RegionFactory(), wellbeing_county=None)
    for place in places:
        SentInvitationFactory(recipient__round=survey, recipient__municipality=place)
    coordinating.get(address(survey, "vastaanottajat/"))
    with django_assert_num_queries(9):
        page = coordinating.get(address(survey, "vastaanottajat/"))
    assert page.text.count("@kunta.example") == min(number, 50)


def test_recipients_are_narrowed_by_state(coordinating: Client):
    survey = OpenRoundFactory()
    sent = SentInvitationFactory(recipient__round=survey)
    started = StartedInvitationFactory(recipient__round=survey)
    waiting = RecipientFactory(round=survey)
    for state, shown in (("sent", sent.person), ("started", started.person)):
        page = coordinating.get(address(survey, f"vastaanottajat/?state={state}"))
        assert page.text.count("@kunta.example") == 1
        assert shown.email in page.text
    page = coordinating.get(address(survey, "vastaanottajat/?state=none"))
    assert waiting.person.email in page.text
    page = coordinating.get(address(survey, "vastaanottajat/?state=x"))
    assert page.text.count("@kunta.example") == 3


def test_gaps_are_shown_with_a_way_to_fill_them(coordinating: Client):
    survey = RoundFactory()
    RecipientFactory(round=survey)
    MunicipalityFactory.create_batch(13)
    MunicipalityFactory(name_fi="Alavieska", code="009")
    page = coordinating.get(address(survey, "vastaanottajat/"))
    assert "14 kunnalla ei ole osoitetta" in " ".join(page.text.split())
    page = coordinating.get(address(survey, "vastaanottajat/puuttuvat/"))
    assert "14 kunnalla ei ole osoitetta." in " ".join(page.text.split())
    page = coordinating.get(address(survey, "vastaanottajat/lisaa/?municipality=009"))
    assert '<option value="009" selected>Alavieska</option>' in page.text


def test_proposed_recipients_are_added_as_chosen(coordinating: Client):
    survey = RoundFactory()
    first, second = MainContributorFactory(), MainContributorFactory()
    page = coordinating.get(address(survey, "vastaanottajat/ehdota/"))
    assert page.text.count("@kunta.example") == 2
    code = second.memberships.get().municipality.code
    coordinating.post(address(survey, "vastaanottajat/ehdota/"), {"municipality": [code, "x"]})
    assert Recipient.objects.get().person == second
    assert first.survey_recipients.count() == 0


def test_recipient_is_added_by_hand(coordinating: Client):
    survey, place = RoundFactory(), MunicipalityFactory()
    data = {"municipality": place.code, "email": "uusi@kunta.example", "language": "sv"}
    response = coordinating.post(address(survey, "vastaanottajat/lisaa/"), data)
    assert response.status_code == 302
    assert Recipient.objects.get().is_main
    again = coordinating.post(address(survey, "vastaanottajat/lisaa/"), data)
    assert again.status_code == 422
    assert 'value="uusi@kunta.example"' in again.text
    assert "Kunnalla on jo päävastaanottaja." in again.text


def test_file_with_wrong_cells_is_shown_and_changes_nothing(coordinating: Client):
    survey = RoundFactory()
    MunicipalityFactory(code="009", name_fi="Alavieska")
    where = address(survey, "vastaanottajat/tuo/")
    wrong = SimpleUploadedFile("a.csv", b"municipality,email\nAtlantis,a@kunta.example\n")
    page = coordinating.post(where, {"file": wrong})
    assert page.status_code == 422
    assert '<th scope="row">2</th>' in page.text
    assert Recipient.objects.count() == 0
    right = SimpleUploadedFile("a.csv", b"municipality,email\nAlavieska,a@kunta.example\n")
    assert coordinating.post(where, {"file": right}).status_code == 302
    assert Recipient.objects.get().person.email == "a@kunta.example"


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01", b"x" * (1024 * 1024 + 1)])
def test_file_that_is_no_table_is_told_of(content, coordinating: Client):
    where = address(RoundFactory(), "vastaanottajat/tuo/")
    data = {} if content is None else {"file": SimpleUploadedFile("a.csv", content)}
    page = coordinating.post(where, data)
    assert page.status_code == 422
    assert 'href="#id_file"' in page.text


def test_recipient_is_shown_with_the_tree_of_invitations(coordinating: Client):
    root = StartedInvitationFactory(delegated_at=timezone.now())
    child = SentInvitationFactory(
        recipient=root.recipient, parent=root, person=UserFactory(email="toinen@kunta.example")
    )
    page = coordinating.get(f"{WORKSPACE}vastaanottaja/{root.recipient_id}/")
    assert page.text.index(root.person.email) < page.text.index(child.person.email)
    assert "siirretty hänelle" in page.text


def test_copy_is_made_main_and_another_removed(coordinating: Client):
    main = RecipientFactory()
    copy = CopyFactory(round=main.round, municipality=main.municipality)
    coordinating.post(f"{WORKSPACE}vastaanottaja/{copy.pk}/paaksi/")
    assert coordinating.get(f"{WORKSPACE}vastaanottaja/{main.pk}/poista/").status_code == 200
    coordinating.post(f"{WORKSPACE}vastaanottaja/{main.pk}/poista/")
    assert Recipient.objects.get().is_main


def test_invitation_is_sent_again_and_revoked(coordinating: Client):
    invitation = SentInvitationFactory()
    coordinating.post(f"{WORKSPACE}kutsu/{invitation.pk}/laheta/")
    assert Invitation.objects.get().mails == 2
    assert coordinating.get(f"{WORKSPACE}kutsu/{invitation.pk}/peru/").status_code == 200
    coordinating.post(f"{WORKSPACE}kutsu/{invitation.pk}/peru/")
    assert Invitation.objects.get().revoked_at is not None
    assert coordinating.post(f"{WORKSPACE}kutsu/{invitation.pk}/peru/").status_code == 409


def test_reminder_is_previewed_with_its_exact_number_and_planned(coordinating: Client):
    survey = OpenRoundFactory()
    SentInvitationFactory.create_batch(2, recipient__round=survey)
    page = coordinating.get(address(survey, "muistutukset/"))
    assert "kutsu avaamatta: lähtee 2 vastaanottajalle" in " ".join(page.text.split())
    planned_at = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    data = {"audience": "unopened", "planned_at": planned_at, "text_fi": "Muista!"}
    page = coordinating.post(address(survey, "muistutukset/"), data)
    assert page.status_code == 422
    assert "Muista!" in page.text
    data |= {"text_sv": "Kom ihåg!", "text_en": "Remember!"}
    assert coordinating.post(address(survey, "muistutukset/"), data).status_code == 302
    page = coordinating.get(address(survey, "muistutukset/"))
    assert "Nyt lähtisi 2 vastaanottajalle." in " ".join(page.text.split())
    coordinating.post(f"{WORKSPACE}muistutus/{Reminder.objects.get().pk}/peru/")
    assert Reminder.objects.count() == 0


def test_reminder_in_the_past_is_told_of_and_nothing_typed_is_lost(coordinating: Client):
    survey = OpenRoundFactory()
    data = {"audience": "unopened", "planned_at": "2020-01-01T08:00", "text_fi": "Muista!"}
    data |= {"text_sv": "Kom ihåg!", "text_en": "Remember!"}
    page = coordinating.post(address(survey, "muistutukset/"), data)
    assert page.status_code == 422
    assert "Aika on jo mennyt. Valitse aika tulevaisuudesta." in page.text
    assert 'value="2020-01-01T08:00"' in page.text


def test_administrator_looks_at_recipients_but_changes_nothing(client: Client):
    invitation = InvitationFactory()
    survey = invitation.recipient.round
    reminder = ReminderFactory(round=survey)
    client.force_login(AdministratorFactory())
    recipient = f"vastaanottaja/{invitation.recipient_id}/"
    looked = ("vastaanottajat/", "vastaanottajat/puuttuvat/", "muistutukset/")
    assert [client.get(address(survey, rest)).status_code for rest in looked] == [200] * 3
    assert client.get(WORKSPACE + recipient).status_code == 200
    for rest in ("ehdota/", "lisaa/", "tuo/"):
        assert client.get(address(survey, f"vastaanottajat/{rest}")).status_code == 403
    assert client.post(address(survey, "muistutukset/")).status_code == 403
    changes = (f"{recipient}paaksi/", f"{recipient}poista/", f"kutsu/{invitation.pk}/laheta/")
    more = (f"kutsu/{invitation.pk}/peru/", f"muistutus/{reminder.pk}/peru/")
    for rest in (*changes, *more):
        assert client.post(WORKSPACE + rest).status_code == 403
