from datetime import timedelta

import pytest
from django.utils import timezone

from kenno.core import suppression
from kenno.core.enums import SuppressionReason
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.surveys.actions import recipients as actions
from kenno.surveys.actions.recipient_files import WrongCell, import_recipients
from kenno.surveys.actions.recipients import Asked
from kenno.surveys.enums import RecipientSource
from kenno.surveys.models import Invitation, Recipient
from kenno.surveys.queries.recipients import proposals
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    InvitedContactFactory,
    MainContributorFactory,
    MunicipalOrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    CopyFactory,
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    RoundFactory,
    SentInvitationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory(code="009", name_fi="Alavieska", name_sv="Alavieska")


def proposed() -> list[tuple[str, str]]:
    return [(str(each.source), each.email) for each in proposals(RoundFactory())]


def test_shown_and_answering_contact_is_proposed_before_all_others(place):
    organisation = MunicipalOrganisationFactory(
        municipality=place, general_email="kirjaamo@kunta.example"
    )
    MainContributorFactory(municipality=place)
    ContactFactory(organisation=organisation, title="a")
    ShownContactFactory(organisation=organisation, title="b", answers_questions=False)
    best = ShownContactFactory(organisation=organisation, title="c", answers_questions=True)
    assert proposed() == [("contact", best.person.email)]


def test_main_contributor_is_proposed_before_the_general_address(place):
    organisation = MunicipalOrganisationFactory(
        municipality=place, general_email="kirjaamo@kunta.example"
    )
    InvitedContactFactory(organisation=organisation)
    ContributorFactory(municipality=place)
    main = MainContributorFactory(municipality=place)
    assert proposed() == [("main-contributor", main.email)]


def test_general_address_is_proposed_last_and_in_the_language_of_the_place():
    place = MunicipalityFactory(language_status="sv")
    MunicipalOrganisationFactory(
        municipality=place, general_email="Kansli@kommun.example", general_title="Kansli"
    )
    (only,) = proposals(RoundFactory())
    assert (only.email, only.title, only.language) == ("kansli@kommun.example", "Kansli", "sv")


def test_address_that_is_not_mailed_is_passed_over(place):
    organisation = MunicipalOrganisationFactory(
        municipality=place, general_email="kirjaamo@kunta.example"
    )
    contact = ShownContactFactory(organisation=organisation)
    suppression.suppress(address=contact.person.email, reason=SuppressionReason.BOUNCE)
    assert proposed() == [("organisation", "kirjaamo@kunta.example")]


def test_municipality_with_a_main_recipient_gets_no_proposal(place):
    survey = RoundFactory()
    MainContributorFactory(municipality=place)
    RecipientFactory(round=survey, municipality=place)
    assert proposals(survey) == []


@pytest.mark.parametrize("number", [1, 308])
def test_proposals_take_as_many_queries_however_many_municipalities(
    number, django_assert_num_queries
):
    for place in MunicipalityFactory.create_batch(
        number, region=RegionFactory(), wellbeing_county=None
    ):
        MunicipalOrganisationFactory(
            municipality=place, general_email=f"kirjaamo{place.pk}@kunta.example"
        )
    survey = RoundFactory()
    with django_assert_num_queries(5):
        assert len(proposals(survey)) == number


def test_chosen_proposals_are_added_with_where_they_were_found(place, coordinator: User):
    survey = RoundFactory()
    contact = ShownContactFactory(organisation__municipality=place)
    MainContributorFactory()
    added = actions.add_proposed(survey=survey, chosen={"009"}, by=coordinator)
    recipient = Recipient.objects.get()
    assert added == 1
    assert (recipient.person, recipient.contact) == (contact.person, contact)
    assert (recipient.source, recipient.is_main) == (RecipientSource.CONTACT, True)


def test_new_address_gets_an_account_without_a_role(place, coordinator: User):
    recipient = actions.add_recipient(
        survey=RoundFactory(),
        asked=Asked(municipality=place, email="Uusi@kunta.example", language="sv"),
        by=coordinator,
    )
    person = User.objects.get(email="uusi@kunta.example")
    assert recipient.person == person
    assert (person.language, person.memberships.count()) == ("sv", 0)
    assert Invitation.objects.count() == 0


def test_recipient_added_to_an_open_round_is_invited(place, coordinator: User):
    asked = Asked(municipality=place, email="uusi@kunta.example")
    recipient = actions.add_recipient(survey=OpenRoundFactory(), asked=asked, by=coordinator)
    assert Invitation.objects.get().recipient == recipient


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "ei-osoite"}, "Sähköpostiosoite ”ei-osoite” ei kelpaa."),
        ({"email": "toinen@kunta.example"}, "Alavieska: Kunnalla on jo päävastaanottaja."),
        (
            {"email": "eka@kunta.example", "is_main": False},
            "Alavieska: Tämä osoite on jo kunnan vastaanottajissa.",
        ),
        (
            {"email": "suljettu@kunta.example", "is_main": False},
            "Osoitteen suljettu@kunta.example tunnus on suljettu.",
        ),
        ({"email": "x@kunta.example", "title": "a\nb"}, "Kirjoita tehtävänimike yhdelle riville."),
    ],
)
def test_recipient_that_does_not_hold_is_refused(changes, message, place, coordinator: User):
    survey = RoundFactory()
    UserFactory(email="suljettu@kunta.example", is_active=False)
    RecipientFactory(round=survey, municipality=place, person__email="eka@kunta.example")
    with pytest.raises(Refusal) as refused:
        actions.add_recipient(
            survey=survey, asked=Asked(**{"municipality": place} | changes), by=coordinator
        )
    assert str(refused.value.message) == message
    assert Recipient.objects.count() == 1


def test_nobody_is_added_to_a_closed_round(place, coordinator: User):
    asked = Asked(municipality=place, email="uusi@kunta.example")
    with pytest.raises(Conflict):
        actions.add_recipient(survey=ClosedRoundFactory(), asked=asked, by=coordinator)


def test_copy_becomes_the_main_recipient_and_the_main_one_a_copy(coordinator: User):
    main = RecipientFactory()
    copy = CopyFactory(round=main.round, municipality=main.municipality)
    actions.make_main(recipient=copy, by=coordinator)
    main.refresh_from_db()
    copy.refresh_from_db()
    assert (main.is_main, copy.is_main) == (False, True)


def test_recipient_is_removed_until_something_was_sent(coordinator: User):
    waiting, sent = InvitationFactory(), SentInvitationFactory()
    actions.remove_recipient(recipient=waiting.recipient, by=coordinator)
    with pytest.raises(Conflict):
        actions.remove_recipient(recipient=sent.recipient, by=coordinator)
    assert list(Recipient.objects.order_by("pk")) == [sent.recipient]


def test_file_adds_its_recipients(place, coordinator: User):
    MunicipalityFactory(code="049", name_fi="Espoo", name_sv="Esbo", language_status="fi-sv")
    content = (
        "municipality;email;title;language;main\n"
        "9;yksi@kunta.example;kulttuurisihteeri;;kyllä\n"
        "alavieska;kaksi@kunta.example;;;ei\n"
        "Esbo;kolme@kunta.example;kulturchef;sv;kyllä\n"
    )
    outcome = import_recipients(survey=RoundFactory(), content=content.encode(), by=coordinator)
    added = Recipient.objects.order_by("pk").values_list(
        "municipality__code", "person__email", "title", "language", "is_main", "source"
    )
    assert (outcome.added, outcome.errors) == (3, [])
    assert list(added) == [
        ("009", "yksi@kunta.example", "kulttuurisihteeri", "fi", True, "file"),
        ("009", "kaksi@kunta.example", "", "fi", False, "file"),
        ("049", "kolme@kunta.example", "kulturchef", "sv", True, "file"),
    ]


def test_first_row_of_a_municipality_is_the_main_one_without_the_column(place, coordinator: User):
    content = b"municipality,email\n009,yksi@kunta.example\n009,kaksi@kunta.example\n"
    import_recipients(survey=RoundFactory(), content=content, by=coordinator)
    mains = Recipient.objects.order_by("pk").values_list("is_main", flat=True)
    assert list(mains) == [True, False]


def test_wrong_cells_of_a_file_are_named_and_nobody_is_added(place, coordinator: User):
    UserFactory(email="suljettu@kunta.example", is_active=False)
    content = (
        "municipality;email;title;language;main\n"
        "Alavieska;yksi@kunta.example;;fi;kyllä\n"
        "Atlantis;kaksi@kunta.example;;fi;kyllä\n"
        "Alavieska;ei-osoite;;fi;ei\n"
        f"Alavieska;kolme@kunta.example;{'a' * 121};fi;ei\n"
        "Alavieska;yksi@kunta.example;;de;kyllä\n"
        "Alavieska;suljettu@kunta.example;;fi;ehkä\n"
    )
    outcome = import_recipients(survey=RoundFactory(), content=content.encode(), by=coordinator)
    name = "Kuntaa ”Atlantis” ei ole. Kirjoita kunnan nimi tai kolmenumeroinen koodi."
    assert outcome.errors == [
        WrongCell(3, "municipality", name),
        WrongCell(4, "email", "Sähköpostiosoite ”ei-osoite” ei kelpaa."),
        WrongCell(5, "title", "Tehtävänimike on liian pitkä."),
        WrongCell(6, "email", "Tämä osoite on jo kunnan vastaanottajissa."),
        WrongCell(6, "language", "Kieli on fi, sv tai en."),
        WrongCell(6, "main", "Kunnalla on jo päävastaanottaja."),
        WrongCell(7, "email", "Osoitteen suljettu@kunta.example tunnus on suljettu."),
        WrongCell(7, "main", "Kirjoita kyllä tai ei."),
    ]
    assert (outcome.added, Recipient.objects.count()) == (0, 0)


def test_columns_of_a_file_are_checked(coordinator: User):
    outcome = import_recipients(
        survey=RoundFactory(), content=b"municipality,phone\n009,1\n", by=coordinator
    )
    assert outcome.errors == [
        WrongCell(1, "email", "Sarake puuttuu."),
        WrongCell(1, "phone", "Tällaista saraketta ei tunneta."),
    ]


def test_file_that_is_no_table_is_refused(coordinator: User):
    with pytest.raises(Refusal):
        import_recipients(survey=RoundFactory(), content=b"\x00\x01", by=coordinator)


def test_closed_round_takes_no_file(place, coordinator: User):
    survey = ClosedRoundFactory(closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Conflict):
        import_recipients(
            survey=survey, content=b"municipality,email\n009,a@kunta.example\n", by=coordinator
        )
