"""The records behind the walked pages of the yearly questions and of personal data."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from kenno.core.enums import LinkPurpose
from kenno.core.links import create_link
from kenno.people import actions as people
from kenno.people.actions.confirmations import make_link
from kenno.people.models import User
from kenno.practices.actions import confirmations as practices
from tests.factories.people import (
    ContributorFactory,
    MembershipFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.vocabulary import ConceptFactory

LONG_WORD = "Kulttuurikasvatussuunnitelmatyöryhmäkokous yhdellä sivulla"
LONG_AGO = date(2020, 1, 1)


def _me() -> User:
    """The signed-in person, who answers for cards and practices that have been asked about."""
    me = User.objects.filter(first_name="Kulttuurisihteeri").first() or UserFactory(
        first_name="Kulttuurisihteeri"
    )
    topics = ConceptFactory.create_batch(2, label_fi=LONG_WORD)
    first = ShownContactFactory(
        person=me, title=LONG_WORD, topics=topics, confirmed_on=LONG_AGO, answers_questions=True
    )
    second = ShownContactFactory(
        person=me, title="museonjohtaja", confirmed_on=LONG_AGO, visibility="role-and-name"
    )
    membership = me.memberships.first() or MembershipFactory(user=me)
    PublishedPracticeFactory(
        title=LONG_WORD, municipality=membership.municipality, last_confirmed_on=LONG_AGO
    )
    people.ask_contacts()
    practices.ask_about_practices()
    successor = "seuraaja@kunta.example"
    people.hand_over(contact=second, title=LONG_WORD, email=successor, by=me)
    first.stepped_back_at = timezone.now()
    first.save()
    return me


def own(path: str) -> Callable[[], str]:
    """A page of the workspace; {card} and {person} in its path are those of who is signed in."""

    def address() -> str:
        me = _me()
        return path.format(card=me.contacts.order_by("pk")[0].pk, person=me.pk)

    return address


def contacts_by_link() -> str:
    """The page of the link in the yearly mail to a contact."""
    return f"/yhteyshenkilo/vahvista/{make_link(_me())}/"


def practices_by_link() -> str:
    """The page of the link in the yearly mail on practices."""
    lifetime = practices.LINK_LIFETIME
    token = create_link(purpose=LinkPurpose.CONFIRM_PRACTICES, subject=_me(), lifetime=lifetime)
    return f"/vahvista/kaytanteet/{token}/"


def unconfirmed_practices() -> str:
    """The coordinators' list of practices: one to be archived, one that nobody is asked about."""
    practice = PublishedPracticeFactory(title=LONG_WORD, last_confirmed_on=LONG_AGO)
    writer = ContributorFactory(municipality=practice.municipality)
    PublishedPracticeFactory(last_confirmed_on=LONG_AGO)
    practices.ask_about_practices()
    practices.ask_for_archiving(practice=practice, message=f"{LONG_WORD} loppui", by=writer)
    return "/tyopoyta/kaytanteet/vahvistamattomat/"


def stale_practice() -> str:
    """A practice that nobody has confirmed for long."""
    practice = PublishedPracticeFactory(title=LONG_WORD, last_confirmed_on=LONG_AGO)
    address: str = practice.get_absolute_url()
    return address


def stale_list() -> str:
    """The list with a practice confirmed long ago and one confirmed today."""
    stale_practice()
    PublishedPracticeFactory(last_confirmed_on=timezone.localdate())
    return "/kaytanteet/"
