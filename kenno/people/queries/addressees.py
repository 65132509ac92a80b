"""Who may be asked on behalf of a municipality: by which address, and where it was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils.crypto import salted_hmac

from kenno.core.models import SuppressedAddress
from kenno.people.enums import AddresseeKind, OrganisationKind, Role, Visibility
from kenno.people.models import Contact, Membership, Organisation
from kenno.places.enums import LanguageStatus
from kenno.places.models import Municipality

SWEDISH_FIRST: Final = (LanguageStatus.SWEDISH, LanguageStatus.SWEDISH_FINNISH)


@dataclass(frozen=True)
class Addressee:
    """Who could be asked for a municipality, and where they were found."""

    municipality: Municipality
    source: AddresseeKind
    email: str
    title: str
    language: str
    organisation: Organisation | None = None
    contact: Contact | None = None

    @property
    def key(self) -> str:
        """By what a form names the addressee without telling the address."""
        return salted_hmac("people.addressee", self.email, algorithm="sha256").hexdigest()[:20]

    @property
    def line(self) -> str:
        """The job in one line with its organisation, or else where the address was found."""
        organisation = self.organisation.name if self.organisation is not None else ""
        told = [self.title, organisation] if self.title else [organisation]
        where = str(self.source.label)
        return ", ".join(filter(None, told)) + f" ({where})" if any(told) else where


def addressees(places: Sequence[Municipality]) -> dict[int, list[Addressee]]:
    """Return who could be asked for each of these municipalities, the best first; four queries.

    First the contacts of the municipality's own organisation (shown and answering before others),
    then a main contributor, then the organisation's general address; addresses that are not mailed
    are passed over, and each is named once. By the municipality's primary key; one without anybody
    has an empty list.
    """
    by_pk = {place.pk: place for place in places}
    closed = set(SuppressedAddress.objects.values_list("address", flat=True))
    found: dict[int, list[Addressee]] = {place.pk: [] for place in places}
    known: set[tuple[int, str]] = set()
    for one in chain(_contacts(by_pk), _main_contributors(by_pk), _general_addresses(by_pk)):
        mailbox = (one.municipality.pk, one.email.lower())
        if mailbox not in known and one.email.lower() not in closed:
            known.add(mailbox)
            found[one.municipality.pk].append(one)
    return found


def language_of(municipality: Municipality) -> str:
    """Return in which language a municipality is written to when no person's is known."""
    return "sv" if municipality.language_status in SWEDISH_FIRST else "fi"


def contacts_of_kinds(kinds: Iterable[str]) -> QuerySet[Contact]:
    """Return the contacts of organisations of these kinds: shown and answering ones first."""
    shown = Case(
        When(~Q(visibility=Visibility.NONE) & Q(role_agreed=True), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return (
        Contact.objects.at_work()
        .with_consents()
        .annotate(is_shown=shown)
        .filter(
            organisation__kind__in=list(kinds),
            organisation__is_active=True,
            is_example=False,
        )
        .select_related("person", "organisation")
        .order_by("-is_shown", "-answers_questions", "title", "pk")
    )


def addressee_of(contact: Contact, place: Municipality) -> Addressee:
    """Return the contact as somebody who could be asked for a municipality."""
    return Addressee(
        place,
        AddresseeKind.CONTACT,
        contact.person.email,
        contact.title,
        contact.person.language,
        contact.organisation,
        contact,
    )


def _contacts(places: Mapping[int, Municipality]) -> Iterator[Addressee]:
    own = contacts_of_kinds([OrganisationKind.MUNICIPALITY])
    for contact in own.filter(organisation__municipality__in=list(places)):
        yield addressee_of(contact, places[contact.organisation.municipality_id or 0])


def _main_contributors(places: Mapping[int, Municipality]) -> Iterator[Addressee]:
    writers = Membership.objects.filter(
        role=Role.CONTRIBUTOR, is_main=True, user__is_active=True, municipality__in=list(places)
    )
    for membership in writers.select_related("user").order_by("pk"):
        user = membership.user
        place = places[membership.municipality_id or 0]
        yield Addressee(place, AddresseeKind.MAIN_CONTRIBUTOR, user.email, "", user.language)


def _general_addresses(places: Mapping[int, Municipality]) -> Iterator[Addressee]:
    general = Organisation.objects.active().filter(
        kind=OrganisationKind.MUNICIPALITY, municipality__in=list(places)
    )
    for organisation in general.exclude(general_email="").order_by("pk"):
        place = places[organisation.municipality_id or 0]
        yield Addressee(
            place,
            AddresseeKind.ORGANISATION,
            organisation.general_email.lower(),
            organisation.general_title,
            language_of(place),
            organisation,
        )
