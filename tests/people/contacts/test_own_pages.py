"""A person's own cards and consents in the workspace."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.people.models import Consent, Contact, User
from tests.factories.people import (
    ConsentFactory,
    ContactFactory,
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.vocabulary import ConceptFactory, ConceptLabelFactory
from tests.people.conftest import signed_in, text_of
from tests.people.contacts.conftest import card_form

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
OWN = "/tyopoyta/yhteystiedot/"


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def me() -> User:
    made: User = UserFactory()
    return made


@pytest.fixture
def mine(me: User) -> Client:
    return signed_in(me)


def test_own_page_is_for_everyone_signed_in(clients: dict[str, Client]) -> None:
    answers = {who: client.get(OWN) for who, client in clients.items()}
    assert answers.pop("anonymous")["Location"] == f"/kirjaudu/?next={OWN}"
    assert {answer.status_code for answer in answers.values()} == {200}
    assert "Sinulla ei ole yhteyshenkilökorttia." in text_of(answers["no role"])
    assert "Lisää kortti" not in text_of(answers["no role"])
    assert "Lisää kortti" in text_of(answers["contributor"])


def test_own_page_lists_current_invited_and_past_cards(me: User, mine: Client) -> None:
    ShownContactFactory(person=me, title="sihteeri")
    InvitedContactFactory(person=me, title="kutsuttu")
    ContactFactory(person=me, title="entinen", ends_on=date(2026, 4, 30))
    ContactFactory(title="toisen")
    context = mine.get(OWN).context
    titles = {name: [c.title for c in context[name]] for name in ("current", "invited", "past")}
    assert titles == {"current": ["sihteeri"], "invited": ["kutsuttu"], "past": ["entinen"]}


def test_own_page_tells_the_history_of_consents(me: User, mine: Client) -> None:
    contact = ShownContactFactory(person=me)
    ConsentFactory(contact=contact, person=me, purpose="name", withdrawn_at=NOW)
    ConsentFactory(contact=contact, person=me, given_at=NOW - timedelta(days=800), how="link")
    ShownContactFactory()
    page = text_of(mine.get(OWN))
    assert page.count("Teksti 2026-1") == 3
    for told in ("peruttu 1.5.2026", "29.4.2028 asti", "vanhentunut 20.2.2026", "linkistä"):
        assert told in page
    assert str(Consent.objects.filter(purpose="name").get().text) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_own_page_makes_the_same_number_of_queries(
    me: User, mine: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        ShownContactFactory(person=me, visibility="role-and-name")
        InvitedContactFactory(person=me, invited_by=UserFactory())
        ContactFactory(person=me, ends_on=NOW.date())
    mine.get(OWN)
    with django_assert_num_queries(5):
        mine.get(OWN)


def test_own_page_leads_a_contributor_to_the_contacts_of_the_municipality() -> None:
    organisation = MunicipalOrganisationFactory()
    client = signed_in(ContributorFactory(municipality=organisation.municipality))
    link = f"/tyopoyta/organisaatiot/{organisation.pk}/yhteyshenkilot/"
    assert link in text_of(client.get(OWN))
    assert "Kuntasi yhteyshenkilöt" not in text_of(signed_in(CoordinatorFactory()).get(OWN))


def test_card_page_shows_the_words_beside_the_choice(me: User, mine: Client) -> None:
    contact = ContactFactory(person=me, visibility="none", languages="fi sv")
    response = mine.get(f"{OWN}{contact.pk}/")
    page = text_of(response)
    assert "Osoitettani ei näytetä. Suostumus on voimassa kaksi vuotta" in page
    assert "Myös nimeni saa näyttää" in page
    assert response.context["form"]["visibility"].value() == "none"
    assert response.context["form"]["languages"].value() == ["fi", "sv"]


def test_card_page_saves_everything(me: User, mine: Client) -> None:
    contact, topic = ContactFactory(person=me), ConceptFactory()
    response = mine.post(
        f"{OWN}{contact.pk}/",
        card_form(
            title="tuottaja",
            visibility="role-and-name",
            first_name="Etu",
            last_name="Suku",
            willing=["answers_questions", "receives_visits"],
            languages=["sv", "fi"],
            topics=[topic.code],
            starts_on="2026-01-01",
            ends_on="2026-12-31",
        ),
    )
    assert response["Location"] == OWN
    stored = Contact.objects.shown().get()
    assert (stored.title, stored.shown_name, stored.languages) == ("tuottaja", "Etu Suku", "fi sv")
    assert (stored.answers_questions, stored.receives_visits, stored.mentors) == (True, True, False)
    assert (stored.starts_on, stored.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert list(stored.topics.all()) == [topic]
    assert "Näkyvissä: tehtävänimike ja nimi Etu Suku." in text_of(mine.get(OWN))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "ends_on"),
        ({"ends_on": "pian"}, "ends_on"),
        ({"visibility": "role-and-name"}, "first_name"),
        ({"visibility": ""}, "visibility"),
        ({"consent_version": ""}, "visibility"),
    ],
)
def test_card_page_says_what_is_wrong_and_saves_nothing(
    me: User, mine: Client, given: dict[str, Any], field: str
) -> None:
    contact = ContactFactory(person=me)
    response = mine.post(f"{OWN}{contact.pk}/", card_form(**given))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert Contact.objects.get().version == 1


def test_card_page_takes_at_most_ten_topics(me: User, mine: Client) -> None:
    contact = ContactFactory(person=me)
    codes = [topic.code for topic in ConceptFactory.create_batch(11)]
    response = mine.post(f"{OWN}{contact.pk}/", card_form(topics=codes))
    assert response.context["form"].errors["topics"] == ["Valitse enintään 10 asiasanaa."]
    assert mine.post(f"{OWN}{contact.pk}/", card_form(topics=codes[:10])).status_code == 302


def test_card_page_finds_topics_without_javascript(me: User, mine: Client) -> None:
    contact = ContactFactory(person=me)
    ConceptLabelFactory(concept=ConceptFactory(label_fi="teatteri"), text="teatteri")
    searched = card_form(**{"topics-q": "teatt", "topics-search": "1", "title": "tuottaja"})
    response = mine.post(f"{OWN}{contact.pk}/", searched)
    assert response.status_code == 200
    assert "Löytyi haulla ”teatt”" in text_of(response)
    assert 'value="tuottaja"' in text_of(response)
    assert Contact.objects.get().version == 1


def test_card_page_tells_of_another_save_and_keeps_what_was_typed(me: User, mine: Client) -> None:
    contact = ContactFactory(person=me)
    mine.post(f"{OWN}{contact.pk}/", card_form(title="ensin"))
    response = mine.post(f"{OWN}{contact.pk}/", card_form(title="sitten"))
    assert response.status_code == 409
    page = text_of(response)
    assert "Kortti on tallennettu sillä välin muualla" in page
    assert "<h1>ensin, " in page
    assert 'value="sitten"' in page
    again = card_form(title="sitten", version=response.context["form"].data["version"])
    assert mine.post(f"{OWN}{contact.pk}/", again).status_code == 302
    assert Contact.objects.get().title == "sitten"


def test_card_page_tells_of_the_same_job_twice(me: User, mine: Client) -> None:
    contact = ContactFactory(person=me)
    ContactFactory(person=me, organisation=contact.organisation, title="tuottaja")
    response = mine.post(f"{OWN}{contact.pk}/", card_form(title="tuottaja"))
    assert response.status_code == 422
    assert "Tästä tehtävästä on jo yhteyshenkilökortti." in text_of(response)


@pytest.mark.parametrize("path", ["", "hylkaa/", "piilota"])
def test_card_of_another_is_closed_to_everyone_else(clients: dict[str, Client], path: str) -> None:
    contact = ShownContactFactory()
    clients.pop("anonymous")
    for client in clients.values():
        if path == "piilota":
            response = client.post(f"{OWN}piilota/", {"contact": contact.pk})
        elif path:
            response = client.post(f"{OWN}{contact.pk}/{path}")
        else:
            response = client.get(f"{OWN}{contact.pk}/")
        assert response.status_code == 403
        assert "Vain henkilö itse täyttää korttinsa." in text_of(response)
    assert Contact.objects.shown().count() == 1


@pytest.mark.parametrize("named", ["0", "x", "99999999999999999999", "1.5"])
def test_hiding_a_card_that_is_not_there_says_so(mine: Client, named: str) -> None:
    assert mine.post(f"{OWN}piilota/", {"contact": named}).status_code == 404


def test_one_press_hides_everything_and_get_hides_nothing(me: User, mine: Client) -> None:
    ShownContactFactory(person=me)
    ShownContactFactory(person=me)
    assert mine.get(f"{OWN}piilota/").status_code == 405
    page = text_of(mine.post(f"{OWN}piilota/", follow=True))
    assert "Suostumus on peruttu." in page
    assert "Piilota minut heti" not in page
    assert Contact.objects.shown().count() == 0


def test_one_card_is_hidden_by_its_own_button(me: User, mine: Client) -> None:
    hidden, left = ShownContactFactory(person=me), ShownContactFactory(person=me)
    mine.post(f"{OWN}piilota/", {"contact": hidden.pk})
    assert list(Contact.objects.shown()) == [left]


def test_own_job_is_ended_after_a_question(me: User, mine: Client) -> None:
    contact = ShownContactFactory(person=me)
    assert "Onko tehtävä päättynyt?" in text_of(mine.get(f"{OWN}{contact.pk}/paata/"))
    assert Contact.objects.shown().count() == 1
    response = mine.post(f"{OWN}{contact.pk}/paata/")
    assert response["Location"] == OWN
    assert Contact.objects.get().is_ended


def test_invitation_is_answered_on_the_own_page_too(me: User, mine: Client) -> None:
    accepted, declined = InvitedContactFactory(person=me), InvitedContactFactory(person=me)
    page = mine.get(f"{OWN}{accepted.pk}/")
    assert "Kun tallennat, suostut tehtävään" in text_of(page)
    assert page.context["form"]["visibility"].value() == "role"
    mine.post(f"{OWN}{accepted.pk}/", card_form())
    mine.post(f"{OWN}{declined.pk}/hylkaa/")
    assert list(Contact.objects.shown()) == [accepted]
    assert Contact.objects.count() == 1
    assert Consent.objects.get().how == "own-page"


def test_contributor_adds_a_card_in_an_organisation_of_the_own_municipality() -> None:
    organisation = MunicipalOrganisationFactory()
    elsewhere = OrganisationFactory()
    me = ContributorFactory(municipality=organisation.municipality)
    client = signed_in(me)
    form = client.get(f"{OWN}uusi/").context["form"]
    assert list(form.fields["organisation"].queryset) == [organisation]
    refused = client.post(f"{OWN}uusi/", {"title": "t", "organisation": elsewhere.pk})
    assert refused.status_code == 422
    response = client.post(f"{OWN}uusi/", {"title": "t", "organisation": organisation.pk})
    contact = Contact.objects.get()
    assert response["Location"] == f"{OWN}{contact.pk}/"
    assert (contact.person, contact.visibility) == (me, "none")


def test_coordinator_adds_a_card_where_asked_and_in_what_has_no_municipality() -> None:
    municipal, national = MunicipalOrganisationFactory(), OrganisationFactory()
    OrganisationFactory(is_active=False)
    client = signed_in(CoordinatorFactory())
    form = client.get(f"{OWN}uusi/").context["form"]
    assert list(form.fields["organisation"].queryset) == [national]
    form = client.get(f"{OWN}uusi/?organisation={municipal.pk}").context["form"]
    assert set(form.fields["organisation"].queryset) == {municipal, national}
    assert form["organisation"].value() == str(municipal.pk)
    assert client.get(f"{OWN}uusi/?organisation=x").status_code == 200


def test_person_without_a_role_waits_for_an_invitation(mine: Client) -> None:
    response = mine.get(f"{OWN}uusi/")
    assert response.status_code == 403
    assert "Yhteyshenkilöksi kutsutaan." in text_of(response)
