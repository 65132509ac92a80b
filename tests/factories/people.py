from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kenno.people.actions import settle_page_editing
from kenno.people.consents import LIFETIME, TEXT_VERSION, consent_text
from kenno.people.enums import ConsentPurpose, ConsentSource, OrganisationKind, Role, Visibility
from kenno.people.models import Consent, Contact, Membership, Organisation, User
from tests.factories.places import RegionFactory


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"henkilo{number}@kunta.example")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **options: Any) -> User:
        return model_class.objects.create_user(*args, **options)


class CoordinatorFactory(UserFactory):
    """A person who coordinates the whole country."""

    @factory.post_generation
    def membership(self, create: bool, extracted: Any, **options: Any) -> None:
        MembershipFactory(user=self, role=Role.COORDINATOR, municipality=None)
        settle_page_editing(self)


class AdministratorFactory(UserFactory):
    """A person who keeps the service."""

    @factory.post_generation
    def membership(self, create: bool, extracted: Any, **options: Any) -> None:
        MembershipFactory(user=self, role=Role.ADMINISTRATOR, municipality=None)
        settle_page_editing(self)


class RegionCoordinatorFactory(UserFactory):
    """A person who coordinates `region`, or one made for them."""

    @factory.post_generation
    def region(self, create: bool, extracted: Any, **options: Any) -> None:
        place = extracted or RegionFactory()
        MembershipFactory(user=self, role=Role.REGION_COORDINATOR, municipality=None, region=place)


class MainContributorFactory(UserFactory):
    """The main contributor of `municipality`, or of one made for them."""

    @factory.post_generation
    def municipality(self, create: bool, extracted: Any, **options: Any) -> None:
        place = {"municipality": extracted} if extracted else {}
        MembershipFactory(user=self, is_main=True, **place)


class ContributorFactory(UserFactory):
    """A person who writes for `municipality`, or for one made for them."""

    @factory.post_generation
    def municipality(self, create: bool, extracted: Any, **options: Any) -> None:
        place = {"municipality": extracted} if extracted else {}
        MembershipFactory(user=self, **place)


class MembershipFactory(DjangoModelFactory):
    """A contributor of a municipality, unless told otherwise."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.CONTRIBUTOR
    municipality = factory.SubFactory("tests.factories.places.MunicipalityFactory")


class OrganisationFactory(DjangoModelFactory):
    """A national association, unless told otherwise."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.ASSOCIATION
    name_fi = factory.Sequence(lambda number: f"Yhdistys {number}")


class MunicipalOrganisationFactory(OrganisationFactory):
    """A municipality's own organisation."""

    kind = OrganisationKind.MUNICIPALITY
    municipality = factory.SubFactory("tests.factories.places.MunicipalityFactory")
    name_fi = factory.LazyAttribute(lambda organisation: organisation.municipality.name_fi)


class InvitedContactFactory(DjangoModelFactory):
    """A contact of a municipality who has not answered the invitation."""

    class Meta:
        model = Contact
        skip_postgeneration_save = True

    organisation = factory.SubFactory(MunicipalOrganisationFactory)
    person = factory.SubFactory(UserFactory)
    title = "kulttuurisihteeri"

    @factory.post_generation
    def topics(self, create: bool, extracted: Any, **options: Any) -> None:
        self.topics.set(extracted or [])


class ContactFactory(InvitedContactFactory):
    """A contact who has agreed to be one, and lets nothing be shown."""

    accepted_at = factory.LazyFunction(timezone.now)
    answers_questions = True


class ShownContactFactory(ContactFactory):
    """A contact whose title anyone may see, and whose name when `visibility` says so."""

    visibility = Visibility.ROLE
    languages = "fi"

    @factory.post_generation
    def consents(self, create: bool, extracted: Any, **options: Any) -> None:
        ConsentFactory(contact=self, person=self.person)
        if self.visibility == Visibility.ROLE_AND_NAME:
            ConsentFactory(contact=self, person=self.person, purpose=ConsentPurpose.NAME)


class ConsentFactory(DjangoModelFactory):
    """A consent to show the title, given a day ago on the person's own page."""

    class Meta:
        model = Consent

    purpose = ConsentPurpose.ROLE
    text = factory.LazyAttribute(lambda consent: consent_text(consent.purpose, "fi"))
    text_version = TEXT_VERSION
    language = "fi"
    given_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    how = ConsentSource.OWN_PAGE
    expires_at = factory.LazyAttribute(lambda consent: consent.given_at + LIFETIME)
