import pytest
from django.core.management import CommandError, call_command

from kenno.core.models import AuditRecord
from kenno.people.actions import Generated, generate_people
from kenno.people.demonstration import remove_demonstration_persons
from kenno.people.enums import Visibility
from kenno.people.models import Consent, Contact, Membership, Organisation, User
from kenno.places.models import Municipality
from tests.factories.people import ContactFactory, OrganisationFactory, UserFactory
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_generate_people_makes_organisations_and_persons_with_cards() -> None:
    MunicipalityFactory()
    assert generate_people(organisations=4, persons=12) == Generated(4, 12)
    assert Organisation.objects.filter(is_example=True).count() == 4
    assert (Membership.objects.count(), Contact.objects.count()) == (12, 12)
    shown = Contact.objects.exclude(visibility=Visibility.NONE)
    assert Contact.objects.shown().count() == shown.count()
    named = shown.filter(visibility=Visibility.ROLE_AND_NAME)
    assert Consent.objects.count() == shown.count() + named.count()
    assert AuditRecord.objects.get(action="people.generated").data == {
        "organisations": 4,
        "persons": 12,
    }


def test_generate_people_twice_adds_to_what_is_there() -> None:
    MunicipalityFactory()
    generate_people(organisations=2, persons=3)
    assert generate_people(organisations=1, persons=2) == Generated(3, 5)


def test_generate_people_without_places_says_so() -> None:
    with pytest.raises(Municipality.DoesNotExist):
        generate_people(organisations=1, persons=1)


def test_removing_demonstration_persons_takes_generated_ones_and_nobody_else() -> None:
    MunicipalityFactory()
    person, own = UserFactory(), OrganisationFactory()
    generate_people(organisations=3, persons=5)
    used = Organisation.objects.filter(is_example=True).order_by("pk").first()
    assert used is not None
    card = ContactFactory(organisation=used, person=person)
    remove_demonstration_persons()
    assert list(User.objects.order_by("pk")) == [person]
    assert list(Contact.objects.order_by("pk")) == [card]
    assert set(Organisation.objects.order_by("pk")) == {own, used}


@pytest.mark.parametrize("options", [{}, {"persons": -1}])
def test_generate_without_a_number_says_what_it_needs(options: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="how many"):
        call_command("generate", **options)


def test_generate_makes_persons_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    MunicipalityFactory()
    call_command("generate", persons=2, organisations=1)
    assert capsys.readouterr().out == "For measurements: 1 organisations, 2 persons\n"
