"""The two persons with whom the service is shown; they go with the demonstration content."""

from django.db import transaction

from kenno.people.actions import add_person
from kenno.people.enums import Role
from kenno.people.models import User
from kenno.places.models import Municipality

CONTRIBUTOR = "kulttuurisihteeri@alavieska.example"
COORDINATOR = "koordinaattori@kenno.example"
ALAVIESKA = "009"


@transaction.atomic
def add_demonstration_persons() -> list[User]:
    """Make a coordinator and a contributor of Alavieska unless they are there; return both.

    They are marked as examples and named by their work. Raises Municipality.DoesNotExist when
    the places have not been loaded.
    """
    coordinator = add_person(
        email=COORDINATOR,
        role=Role.COORDINATOR,
        municipality=None,
        first_name="Koordinaattori (esimerkki)",
        is_example=True,
        by=None,
    )
    contributor = add_person(
        email=CONTRIBUTOR,
        role=Role.CONTRIBUTOR,
        municipality=Municipality.objects.get(code=ALAVIESKA),
        first_name="Kulttuurisihteeri (esimerkki)",
        is_example=True,
        by=None,
    )
    return [coordinator.membership.user, contributor.membership.user]


def demonstration_persons() -> list[User]:
    """Return the demonstration persons that are there, the coordinator first."""
    return list(User.objects.filter(is_example=True, is_active=True).order_by("pk"))
