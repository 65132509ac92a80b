"""What pages and other rooms read of contacts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.people.enums import OrganisationKind, Visibility
from kenno.people.models import Consent, Contact, ContactQuerySet, Organisation, User
from kenno.places.models import Municipality, Region
from kenno.vocabulary.models import Concept


@dataclass(frozen=True)
class ShownContact:
    """What anyone may see of a contact, and nothing else of the person."""

    pk: int
    title: str
    name: str
    organisation: Organisation
    answers_questions: bool
    receives_visits: bool
    mentors: bool
    speaks: bool
    languages: tuple[str, ...]
    topics: tuple[Concept, ...]

    @property
    def line(self) -> str:
        """The job in one line: "kulttuurisihteeri, Alavieska"."""
        return f"{self.title}, {self.organisation.name}"

    @property
    def willing(self) -> list[str]:
        """What the contact is willing to do, in the reader's language."""
        told = (
            (self.answers_questions, _("Vastaa kysymyksiin.")),
            (self.receives_visits, _("Ottaa mielellään vieraita.")),
            (self.mentors, _("Auttaa mielellään alkuun.")),
            (self.speaks, _("Tulee mielellään puhumaan.")),
        )
        return [text for willing, text in told if willing]


def shown_contacts(ids: Collection[int | None]) -> dict[int | None, ShownContact]:
    """Return those of these contacts that anyone may see now, by primary key; two queries."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    return {found.pk: found for found in _shown(Contact.objects.filter(pk__in=wanted))}


def shown_contact(pk: int | None) -> ShownContact | None:
    """Return the contact if anyone may see it now, else None; at most two queries."""
    return shown_contacts([pk]).get(pk) if pk is not None else None


def shown_of_organisation(organisation: Organisation) -> list[ShownContact]:
    """Return what anyone may see of an organisation's contacts, by title; two queries."""
    return _shown(Contact.objects.of_organisation(organisation))


def shown_of_municipality(municipality: Municipality, *, most: int) -> list[ShownContact]:
    """Return what anyone may see of at most so many contacts of a municipality's organisations.

    Those of the municipality's own organisation come first.
    """
    own_first = Case(
        When(organisation__kind=OrganisationKind.MUNICIPALITY, then=Value(0)), default=Value(1)
    )
    found = _shown_now(Contact.objects.filter(organisation__municipality=municipality))
    return [as_shown(contact) for contact in found.order_by(own_first, "title", "pk")[:most]]


def shown_of_region(region: Region) -> list[ShownContact]:
    """Return what anyone may see of the contacts of the region's own organisations."""
    return _shown(Contact.objects.filter(organisation__region=region))


def numbers_shown(municipality_ids: Collection[int]) -> dict[int, int]:
    """Return how many contacts anyone may see of each municipality's organisations; one query.

    By the municipality's primary key; those with none are left out.
    """
    rows = (
        Contact.objects.shown()
        .filter(organisation__is_active=True, organisation__municipality__in=municipality_ids)
        .order_by()
        .values_list("organisation__municipality")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def cards_waiting_for(person: User) -> list[Contact]:
    """Return the cards on which a person has something to say, by title; one query.

    They were asked to be a contact and have not answered, or what they agreed to has expired.
    """
    cards = Contact.objects.of_person(person).current().with_consents().in_order()
    invited = Q(accepted_at__isnull=True)
    expired = Q(accepted_at__isnull=False, role_agreed=False) & ~Q(visibility=Visibility.NONE)
    return list(cards.filter(invited | expired).select_related("organisation"))


def general_title_of(municipality: Municipality) -> str:
    """Return whom to ask in a municipality when nobody is shown: its own organisation's title."""
    title = Organisation.objects.filter(
        kind=OrganisationKind.MUNICIPALITY, municipality=municipality
    ).values_list("general_title", flat=True)
    return title.first() or ""


def _shown(contacts: ContactQuerySet) -> list[ShownContact]:
    return [as_shown(contact) for contact in _shown_now(contacts).in_order()]


def _shown_now(contacts: ContactQuerySet) -> ContactQuerySet:
    return with_topics(contacts.shown().filter(organisation__is_active=True))


def as_shown(contact: Contact) -> ShownContact:
    """Return what a card says; whoever calls this has seen to it that it may be shown.

    Needs `with_consents`, the person and the organisation.
    """
    return ShownContact(
        pk=contact.pk,
        title=contact.title,
        name=contact.shown_name,
        organisation=contact.organisation,
        **{name: getattr(contact, name) for name in Contact.WILLING},
        languages=tuple(contact.language_names),
        topics=tuple(contact.topics.all()),
    )


def with_topics(contacts: ContactQuerySet) -> ContactQuerySet:
    """Read contacts with their topics."""
    topics = Concept.objects.order_by("label_fi", "pk")
    return contacts.prefetch_related(Prefetch("topics", queryset=topics))


def cards_of_person(person: User) -> list[Contact]:
    """Return a person's cards, current ones first, then invited and past; with what is shown."""
    found = (
        Contact.objects.of_person(person)
        .with_consents()
        .select_related("person", "organisation__municipality", "invited_by")
        .in_order()
    )
    return sorted(found, key=lambda card: (card.is_ended, not card.is_accepted))


def contacts_of_organisation(organisation: Organisation) -> list[Contact]:
    """Return every contact of an organisation for those who keep them; past ones last."""
    found = (
        Contact.objects.of_organisation(organisation)
        .with_consents()
        .select_related("person", "invited_by")
        .in_order()
    )
    return sorted(found, key=lambda contact: contact.is_ended)


def contact_with_everything(pk: int) -> Contact | None:
    """Return one contact with its person and organisation, whatever its state."""
    return (
        Contact.objects.with_consents()
        .select_related("person", "organisation__municipality", "invited_by")
        .filter(pk=pk)
        .first()
    )


def consents_of_person(person: User) -> list[Consent]:
    """Return every consent that a person has given, newest first, with what it was for."""
    found = Consent.objects.filter(person=person).select_related("contact__organisation")
    return list(found.newest_first())


def choosable_contacts(municipality: Municipality) -> list[Contact]:
    """Return the contacts that a municipality's writers may name: its organisations' own."""
    return list(
        Contact.objects.at_work()
        .with_consents()
        .filter(organisation__municipality=municipality)
        .select_related("person", "organisation")
        .in_order()
    )


def faded_since(moment: datetime) -> set[int]:
    """Return the contacts of which something else is shown than at `moment`, by mere passing time.

    A consent has expired, or a job has begun or ended. Nobody did anything, so what follows
    contacts (search) has to be told: `registry.contacts_changed(faded_since(last_run))`.
    """
    now, today, day = timezone.now(), timezone.localdate(), timezone.localdate(moment)
    consents = Consent.objects.filter(expires_at__gt=moment, expires_at__lte=now)
    jobs = Contact.objects.filter(
        Q(ends_on__gt=day, ends_on__lte=today) | Q(starts_on__gt=day, starts_on__lte=today)
    )
    expired = consents.filter(contact__isnull=False, withdrawn_at__isnull=True).order_by("pk")
    return {
        *expired.values_list("contact_id", flat=True),
        *jobs.order_by("pk").values_list("pk", flat=True),
    }
