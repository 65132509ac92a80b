from typing import Any

import factory
from factory.django import DjangoModelFactory

from kenno.people.actions import settle_page_editing
from kenno.people.enums import OrganisationKind, Role
from kenno.people.models import Membership, Organisation, User
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
