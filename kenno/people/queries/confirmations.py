"""What pages read of the yearly question: one's own, and those that wait for an answer."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from kenno.core.models import SuppressedAddress
from kenno.people.models import Confirmation, Contact, User
from kenno.people.queries.contacts import ShownContact, as_shown, with_topics


@dataclass(frozen=True)
class OpenQuestion:
    """A card that its person is asked about, and a successor who has not answered."""

    contact: Contact
    confirmation: Confirmation

    @property
    def details(self) -> ShownContact:
        """What the card says, for its own person."""
        return as_shown(self.contact)

    @property
    def successor(self) -> Contact | None:
        return self.confirmation.successor


def open_questions_of(person: User) -> list[OpenQuestion]:
    """Return what a person has been asked and not answered, by title; with what is shown."""
    waiting = Confirmation.objects.open().filter(contact__person=person).select_related("successor")
    by_contact = {found.contact_id: found for found in waiting.order_by("pk")}
    if not by_contact:
        return []
    cards = with_topics(
        Contact.objects.filter(pk__in=by_contact)
        .with_consents()
        .select_related("person", "organisation__municipality")
        .in_order()
    )
    return [OpenQuestion(card, by_contact[card.pk]) for card in cards if not card.is_ended]


def has_open_questions(person: User) -> bool:
    """Tell whether a person has been asked something and not answered."""
    current = Q(contact__ends_on__isnull=True) | Q(contact__ends_on__gt=timezone.localdate())
    return Confirmation.objects.open().filter(current, contact__person=person).exists()


def open_questions(regions: set[int] | None = None) -> QuerySet[Confirmation]:
    """Return every open question, those stepped back first, then the longest waiting.

    With `regions`, primary keys, only those of organisations there. `address_fails` tells that
    mail to the contact is not sent any more.
    """
    suppressed = SuppressedAddress.objects.filter(address=OuterRef("address"))
    found: QuerySet[Confirmation] = (
        Confirmation.objects.open()
        .filter(_there(regions))
        .annotate(address=Lower("contact__person__email"))
        .annotate(address_fails=Exists(suppressed))
        .select_related("contact__person", "contact__organisation", "successor")
        .order_by(F("contact__stepped_back_at").asc(nulls_last=True), "asked_on", "pk")
    )
    return found


def unanswered_counts(regions: set[int] | None = None) -> tuple[int, int]:
    """Return how many contacts have stepped back, and how many hand-overs failed this month.

    With `regions`, primary keys, only those of organisations there.
    """
    waiting = Confirmation.objects.waiting_for_owner().filter(_there(regions))
    stepped_back = waiting.filter(contact__stepped_back_at__isnull=False).count()
    month = timezone.localdate() - timedelta(days=30)
    return stepped_back, waiting.filter(successor_failed_on__gte=month).count()


def _there(regions: set[int] | None) -> Q:
    if regions is None:
        return Q()
    return Q(contact__organisation__region__in=regions) | Q(
        contact__organisation__municipality__region__in=regions
    )
