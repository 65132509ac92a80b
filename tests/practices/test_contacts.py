"""Who is asked about a practice: chosen in the form, shown as agreed, followed when they change."""

import pytest
from django.test import Client

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.people import registry
from kenno.people.models import Contact, User
from kenno.practices.actions import contacts as actions
from kenno.practices.models import Practice
from kenno.practices.queries.description import describe
from kenno.search import actions as search
from kenno.search import queries as finding
from kenno.search.models import IndexChange
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory, WellbeingCountyFactory
from tests.factories.practices import FullPracticeFactory, PublishedPracticeFactory
from tests.people.conftest import text_of
from tests.practices.form import address, newest

pytestmark = pytest.mark.django_db


def contact_form(**given: str) -> dict[str, str]:
    return {"based_on": "0", "sitting": "a", "provenance": "own", **given}


def municipal(practice: Practice, factory: type = ShownContactFactory, **fields: object) -> Contact:
    organisation = MunicipalOrganisationFactory(municipality=practice.municipality)
    made: Contact = factory(organisation=organisation, **fields)
    return made


def choices(client: Client, practice: Practice) -> dict[str, str]:
    form = client.get(address(practice, "contact")).context["editor"].form
    return dict(form.fields["contact_choice"].choices)


def test_choose_contact_holds_at_once_with_one_record_and_reaches_the_search(author: User) -> None:
    practice, contact = PublishedPracticeFactory(completeness=0), ShownContactFactory()
    actions.choose_contact(practice=practice, contact=contact, by=author)
    stored = Practice.objects.get()
    assert stored.contact == contact
    assert stored.review_state == ReviewState.PUBLISHED
    assert stored.completeness > 0
    assert list(AuditRecord.objects.values_list("action", "data")) == [
        ("practices.contact_chosen", {"contact": contact.pk})
    ]
    assert [change.key for change in IndexChange.objects.all()] == [str(practice.pk)]
    actions.choose_contact(practice=practice, contact=contact, by=author)
    assert AuditRecord.objects.count() == 1
    actions.choose_contact(practice=practice, contact=None, by=author)
    assert Practice.objects.get().contact is None


def test_contact_belongs_to_the_record_and_to_no_revision(author: User) -> None:
    practice = PublishedPracticeFactory()
    draft = practice.get_latest_revision_as_object()
    moderation.save_draft(record=draft, by=author, based_on=0)
    contact = ShownContactFactory()
    actions.choose_contact(practice=practice, contact=contact, by=author)
    assert newest(practice).contact_id == contact.pk


def test_draft_saved_from_before_does_not_bring_the_former_contact_back(
    author: User, practice: Practice
) -> None:
    before = newest(practice)
    contact = ShownContactFactory()
    actions.choose_contact(practice=practice, contact=contact, by=author)
    moderation.save_draft(record=before, by=author, based_on=0)
    assert Practice.objects.get().contact == contact


def test_replaced_contact_hands_every_practice_over(author: User) -> None:
    old, new = ShownContactFactory(), ShownContactFactory(title="tuottaja")
    practices = PublishedPracticeFactory.create_batch(2, contact=old)
    other = PublishedPracticeFactory(contact=ShownContactFactory())
    registry.contact_replaced(old, new)
    assert set(new.practices.all()) == set(practices)
    assert Practice.objects.get(pk=other.pk).contact == other.contact
    assert IndexChange.objects.count() == 2
    registry.contact_replaced(new, None)
    assert new.practices.count() == 0
    assert Practice.objects.get(pk=practices[0].pk).contact is None


def test_changed_contact_reaches_the_search_of_its_published_practices() -> None:
    contact = ShownContactFactory()
    published = PublishedPracticeFactory(contact=contact)
    PublishedPracticeFactory()
    registry.contacts_changed([])
    assert IndexChange.objects.count() == 0
    registry.contacts_changed([contact.pk])
    assert [change.key for change in IndexChange.objects.all()] == [str(published.pk)]


def test_form_offers_the_contacts_of_the_municipality_and_oneself(
    writer: Client, author: User, practice: Practice
) -> None:
    shown = municipal(practice)
    organisation = shown.organisation
    hidden = ContactFactory(organisation=organisation, title="museonjohtaja")
    InvitedContactFactory(organisation=organisation, title="kutsuttu")
    ShownContactFactory(title="muualla")
    assert choices(writer, practice) == {
        "me": "Minä (kirjoita tehtävänimike alle)",
        str(shown.pk): f"kulttuurisihteeri, {organisation}",
        str(hidden.pk): f"museonjohtaja, {organisation}",
        "other": "Joku muu: kutsu hänet",
        "none": "Ei vielä kukaan",
    }
    mine = ContactFactory(organisation=organisation, title="tuottaja", person=author)
    assert choices(writer, practice)[str(mine.pk)] == f"Minä: tuottaja, {organisation}"
    assert "me" not in choices(writer, practice)


def test_form_tells_the_state_of_a_contact_that_cannot_be_asked(
    writer: Client, practice: Practice
) -> None:
    invited = municipal(practice, InvitedContactFactory)
    Practice.objects.update(contact=invited)
    label = f"kulttuurisihteeri, {invited.organisation} (kutsuttu, ei ole vielä vastannut)"
    assert choices(writer, practice)[str(invited.pk)] == label
    page = writer.get(address(practice, "contact"))
    form = page.context["editor"].form
    assert form["contact_choice"].value() == str(invited.pk)
    assert invited.person.email not in text_of(page)


def test_coordinator_is_not_offered_to_answer_for_another_municipality(
    client: Client, practice: Practice
) -> None:
    client.force_login(CoordinatorFactory())
    assert list(choices(client, practice)) == ["other", "none"]


def test_form_chooses_a_known_contact(writer: Client, practice: Practice) -> None:
    contact = municipal(practice)
    response = writer.post(
        address(practice, "contact"), contact_form(contact_choice=str(contact.pk))
    )
    assert response["Location"] == f"/tyopoyta/kaytanteet/{practice.pk}/"
    assert Practice.objects.get().contact == contact
    writer.post(address(practice, "contact"), contact_form(contact_choice="none", based_on="1"))
    assert Practice.objects.get().contact is None


def test_form_that_changes_only_the_contact_leaves_a_published_text_published(
    writer: Client, author: User
) -> None:
    practice = PublishedPracticeFactory(municipality=author.memberships.get().municipality)
    contact = municipal(practice)
    opened = writer.get(address(practice, "contact")).context
    writer.post(
        address(practice, "contact"),
        contact_form(contact_choice=str(contact.pk), section_state=opened["section_state"]),
    )
    stored = Practice.objects.get()
    assert (stored.contact, stored.review_state) == (contact, ReviewState.PUBLISHED)
    assert (stored.draft_version, stored.latest_revision) == (0, None)


def test_form_invites_somebody_else_by_mail(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "contact"),
        contact_form(
            contact_choice="other", contact_title="tuottaja", contact_email="Uusi@kunta.example"
        ),
        follow=True,
    )
    contact = Contact.objects.get()
    assert (contact.is_accepted, contact.person.email) == (False, "uusi@kunta.example")
    assert contact.organisation.municipality == practice.municipality
    assert Practice.objects.get().contact == contact
    assert OutboxMessage.objects.get().recipient == "uusi@kunta.example"
    assert "uusi@kunta.example" not in text_of(response)


def test_form_that_saves_itself_invites_nobody(writer: Client, practice: Practice) -> None:
    typed = contact_form(contact_choice="other", contact_title="t", contact_email="u@kunta.example")
    response = writer.post(address(practice, "contact"), typed, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert Contact.objects.count() == 0
    page = writer.get(address(practice, "contact")).content.decode()
    assert 'hx-params="not contact_choice,contact_title,contact_email"' in page


def test_form_lets_the_writer_answer_and_leads_to_the_new_card(
    writer: Client, author: User, practice: Practice
) -> None:
    response = writer.post(
        address(practice, "contact"), contact_form(contact_choice="me", contact_title="sihteeri")
    )
    contact = Contact.objects.get()
    assert response["Location"] == f"/tyopoyta/yhteystiedot/{contact.pk}/"
    assert (contact.person, contact.is_accepted, contact.visibility) == (author, True, "none")
    assert Practice.objects.get().contact == contact


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"contact_choice": "me"}, {"contact_title"}),
        ({"contact_choice": "other"}, {"contact_title", "contact_email"}),
        (
            {"contact_choice": "other", "contact_title": "t", "contact_email": "x"},
            {"contact_email"},
        ),
        ({"contact_choice": "me", "contact_title": "a\nb"}, {"contact_title"}),
        ({"contact_choice": "me", "contact_title": "a\x0bb"}, {"contact_title"}),
        ({"contact_choice": "999999"}, {"contact_choice"}),
        ({"contact_choice": "me", "contact_title": "a" * 121}, {"contact_title"}),
    ],
)
def test_form_says_what_is_missing_and_changes_nothing(
    writer: Client, practice: Practice, given: dict[str, str], errors: set[str]
) -> None:
    response = writer.post(address(practice, "contact"), contact_form(**given))
    assert response.status_code == 422
    assert set(response.context["editor"].form.errors) == errors
    assert Contact.objects.count() == 0


def test_form_does_not_take_the_contact_of_another_municipality(
    writer: Client, practice: Practice
) -> None:
    stranger = ShownContactFactory()
    response = writer.post(
        address(practice, "contact"), contact_form(contact_choice=str(stranger.pk))
    )
    assert response.status_code == 422
    assert Practice.objects.get().contact is None


def test_form_keeps_what_was_typed_when_the_invitation_is_refused(
    writer: Client, practice: Practice
) -> None:
    UserFactory(email="suljettu@kunta.example", is_active=False)
    response = writer.post(
        address(practice, "contact"),
        contact_form(
            contact_choice="other", contact_title="t", contact_email="suljettu@kunta.example"
        ),
    )
    assert response.status_code == 422
    assert "Tämän henkilön tunnus on suljettu." in text_of(response)
    assert 'value="suljettu@kunta.example"' in text_of(response)
    assert Practice.objects.get().contact is None


def test_choose_oneself_refuses_an_impossible_title(author: User, practice: Practice) -> None:
    with pytest.raises(Refusal):
        actions.choose_oneself(practice=practice, title="a" * 121, by=author)
    assert Contact.objects.count() == 0


def test_form_offers_organisations_near_the_practice(writer: Client, practice: Practice) -> None:
    place = practice.municipality
    own = MunicipalOrganisationFactory(municipality=place)
    council = OrganisationFactory(kind="regional-council", region=place.region)
    county = OrganisationFactory(kind="wellbeing-county", wellbeing_county=place.wellbeing_county)
    national = OrganisationFactory()
    OrganisationFactory(is_active=False)
    OrganisationFactory(municipality=MunicipalityFactory())
    OrganisationFactory(region=RegionFactory())
    OrganisationFactory(wellbeing_county=WellbeingCountyFactory())
    form = writer.get(address(practice, "basics")).context["editor"].form
    offered = form.fields["responsible_organisation"].queryset
    assert set(offered) == {own, council, county, national}
    closed = OrganisationFactory(is_active=False)
    Practice.objects.update(responsible_organisation=closed)
    form = writer.get(address(practice, "basics")).context["editor"].form
    assert closed in set(form.fields["responsible_organisation"].queryset)


def test_form_keeps_the_responsible_organisation_for_review(
    writer: Client, practice: Practice
) -> None:
    museum = OrganisationFactory(kind="museum", municipality=practice.municipality)
    writer.post(
        address(practice, "basics"),
        {
            "title": "Kyläkino",
            "language": "fi",
            "based_on": "0",
            "sitting": "a",
            "responsible_organisation": str(museum.pk),
        },
    )
    assert newest(practice).responsible_organisation == museum
    labels = {field.label: field.text for field in describe(newest(practice))}
    assert labels["Vastuuorganisaatio"] == museum.name


def test_page_shows_the_job_and_not_the_name(client: Client) -> None:
    person = UserFactory(first_name="Etu", last_name="Suku")
    practice = FullPracticeFactory(contact__person=person)
    page = text_of(client.get(practice.get_absolute_url()))
    organisation = practice.contact.organisation
    link = f'<a href="{organisation.get_absolute_url()}">{organisation.name}</a>'
    assert '<p class="person__role">kulttuurisihteeri</p>' in page
    assert link in page
    assert "Ottaa mielellään vieraita." in page
    assert "Kielet: suomi" in page
    assert "Suku" not in page
    assert person.email not in page


def test_page_shows_the_name_that_its_owner_lets_be_shown(client: Client) -> None:
    person = UserFactory(first_name="Etu", last_name="Suku")
    practice = FullPracticeFactory(contact__person=person, contact__visibility="role-and-name")
    assert "Etu Suku" in text_of(client.get(practice.get_absolute_url()))


def test_page_without_a_shown_contact_names_the_general_one_or_nobody(client: Client) -> None:
    practice = PublishedPracticeFactory(contact=ContactFactory())
    nobody = "Yhteyshenkilöä ei ole vielä kerrottu."
    assert nobody in text_of(client.get(practice.get_absolute_url()))
    MunicipalOrganisationFactory(
        municipality=practice.municipality, general_title="Kulttuuripalvelut"
    )
    page = text_of(client.get(practice.get_absolute_url()))
    assert '<p class="person__role">Kulttuuripalvelut</p>' in page
    museum = OrganisationFactory(general_title="Museon asiakaspalvelu")
    Practice.objects.update(responsible_organisation=museum)
    page = text_of(client.get(practice.get_absolute_url()))
    assert '<p class="person__role">Museon asiakaspalvelu</p>' in page
    assert f'<a href="{museum.get_absolute_url()}">{museum.name}</a>' in page
    assert nobody not in page


def test_organisation_page_lists_its_published_practices(client: Client) -> None:
    museum = OrganisationFactory(kind="museum")
    shown = PublishedPracticeFactory(responsible_organisation=museum)
    PublishedPracticeFactory(responsible_organisation=museum, live=False, review_state="draft")
    other = PublishedPracticeFactory()
    page = text_of(client.get(museum.get_absolute_url()))
    assert shown.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert page.count("result__title") == 1


def test_search_finds_by_a_title_that_is_shown_and_by_no_name() -> None:
    person = UserFactory(first_name="Etunimi", last_name="Sukunimi")
    contact = ShownContactFactory(person=person, title="museonjohtaja", visibility="role-and-name")
    PublishedPracticeFactory(contact=contact)
    PublishedPracticeFactory(contact=ContactFactory(title="piiloutunut"))
    search.rebuild()
    totals = {
        word: finding.find(word, kind="practice", language="fi").total
        for word in ("museonjohtaja", "sukunimi", "piiloutunut")
    }
    assert totals == {"museonjohtaja": 1, "sukunimi": 0, "piiloutunut": 0}


def test_contributor_of_elsewhere_may_not_choose(client: Client, practice: Practice) -> None:
    client.force_login(ContributorFactory())
    response = client.post(address(practice, "contact"), contact_form(contact_choice="none"))
    assert response.status_code == 403
