"""Who can be asked, and what pages read of the questions that have been asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.core import suppression
from kenno.people.enums import DeclinedBy, InquiryState, ReportReason
from kenno.people.models import (
    ClosedSender,
    Contact,
    Inquiry,
    InquiryQuerySet,
    InquiryReport,
    InquirySender,
    Organisation,
    User,
)
from kenno.people.models.inquiries import hash_of
from kenno.places.enums import LanguageStatus

MONTHS_SHOWN: Final = 12
REPORTS_KEPT: Final = timedelta(days=365)
# How the counts are grouped: what a column is called, and the states that it counts.
COUNTED: Final[tuple[tuple[str | Promise, tuple[InquiryState, ...]], ...]] = (
    (gettext_lazy("Vahvistamatta"), (InquiryState.UNCONFIRMED, InquiryState.EXPIRED)),
    (gettext_lazy("Matkalla"), (InquiryState.RELAYED,)),
    (gettext_lazy("Lähetetty"), (InquiryState.DELIVERED,)),
    (gettext_lazy("Ei perille"), (InquiryState.BOUNCED, InquiryState.REFUSED)),
    (gettext_lazy("Ei välitetty"), (InquiryState.UNREACHABLE, InquiryState.DECLINED)),
    (gettext_lazy("Peruttu"), (InquiryState.TAKEN_BACK, InquiryState.DISOWNED)),
)


@dataclass(frozen=True)
class Receiver:
    """Who gets a question, as far as its sender may know: a job or an organisation."""

    organisation: Organisation
    contact: Contact | None = None

    @property
    def line(self) -> str:
        """The job and its organisation, or the organisation with its general title."""
        if self.contact is not None:
            return str(self.contact)
        general = self.organisation.general_title
        return f"{general}, {self.organisation.name}" if general else self.organisation.name

    @property
    def name(self) -> str:
        """The person's name where anyone may see it, else nothing."""
        return self.contact.shown_name if self.contact is not None else ""

    @property
    def is_example(self) -> bool:
        return self.contact is not None and self.contact.person.is_example


@dataclass(frozen=True)
class Target:
    """To which address, in which language and to whom a question goes."""

    address: str
    language: str
    organisation: Organisation
    contact: Contact | None = None

    @property
    def person(self) -> User | None:
        return self.contact.person if self.contact is not None else None


def receiver_for(contact: int | None, organisation: Organisation | None) -> Receiver | None:
    """Return who can be asked now: the contact, else an organisation's general address, or nobody.

    The general address is that of the contact's own organisation, else of `organisation`.
    """
    if contact is not None:
        asked = _reachable(contact)
        if asked is not None:
            return Receiver(asked.organisation, asked)
        own = Organisation.objects.filter(contacts=contact).first()
        if own is not None and _has_general(own):
            return Receiver(own)
    return Receiver(organisation) if organisation and _has_general(organisation) else None


def _reachable(contact: int) -> Contact | None:
    reachable = Contact.objects.reachable().filter(organisation__is_active=True, pk=contact)
    return reachable.select_related("person", "organisation__municipality").first()


def _has_general(organisation: Organisation) -> bool:
    return organisation.is_active and bool(organisation.general_email)


def target_of(inquiry: Inquiry) -> Target | None:
    """Return where a question goes now, or None: the chosen contact, else the general address.

    Addresses that bounced, and the persons of the demonstration, get nothing.
    """
    contact = _reachable(inquiry.contact_id) if inquiry.contact_id is not None else None
    if contact is not None and not contact.person.is_example:
        person = contact.person
        if not suppression.find(person.email):
            return Target(person.email, person.language, contact.organisation, contact)
    organisation = inquiry.organisation
    general = organisation.general_email
    if _has_general(organisation) and not suppression.find(general):
        return Target(general, _language_of(organisation), organisation)
    return None


def _language_of(organisation: Organisation) -> str:
    place = organisation.municipality
    swedish = place is not None and place.language_status == LanguageStatus.SWEDISH
    return "sv" if swedish else settings.LANGUAGE_CODE


def is_closed_by(target: Target, sender: InquirySender) -> bool:
    """Tell whether this receiver takes no messages of this sender."""
    closed = ClosedSender.objects.filter(sender=sender)
    person = target.person
    whose = Q(organisation=target.organisation) if person is None else Q(person=person)
    return closed.filter(whose).exists()


def inquiry_with_everything(pk: int) -> Inquiry | None:
    """Return one question with whom it was sent to, and its state now."""
    return _for_lists(Inquiry.objects.filter(pk=pk)).first()


def why_not_passed_on(inquiry: Inquiry) -> str:
    """Return why a message was not passed on and what its sender can do."""
    if inquiry.state == InquiryState.UNREACHABLE:
        return _(
            "Yhteyshenkilö ei enää ota vastaan viestejä, eikä organisaatiolla ole yleistä "
            "osoitetta. Kysy koordinaattorilta palautelomakkeella."
        )
    if inquiry.declined_by == DeclinedBy.RECEIVER:
        return _("Vastaanottaja ei ota vastaan viestejä sinulta.")
    return _(
        "Osoitteestasi ei toistaiseksi välitetä viestejä. Jos tämä on virhe, kerro siitä "
        "koordinaattorille palautelomakkeella."
    )


def what_next(standing: str) -> str:
    """Return what a state means for who asked, in the reader's language; some speak for themselves.

    `standing` is a state as the message's mail has it now.
    """
    ask_instead = _("Kysy koordinaattorilta palautelomakkeella.")
    match standing:
        case InquiryState.UNCONFIRMED:
            return _("Viesti lähtee, kun vahvistat osoitteesi sähköpostiisi tulleesta linkistä.")
        case InquiryState.EXPIRED:
            return _(
                "Osoitetta ei vahvistettu kolmessa päivässä, joten viesti ei lähtenyt. Kirjoita se "
                "uudelleen, jos asia on yhä ajankohtainen."
            )
        case InquiryState.RELAYED:
            return _("Viesti on menossa vastaanottajan sähköpostiin.")
        case InquiryState.DELIVERED:
            return _(
                "Viesti on lähtenyt vastaanottajan sähköpostiin. Vastaus tulee suoraan sinulle."
            )
        case InquiryState.BOUNCED:
            return _("Vastaanottajan sähköposti palautti viestin.") + f" {ask_instead}"
        case InquiryState.REFUSED:
            return _("Vastaanottajan sähköposti ei ottanut viestiä vastaan.") + f" {ask_instead}"
        case _other:
            return ""


def _for_lists(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    return (
        Inquiry.objects.filter(pk__in=inquiries)
        .with_standing()
        .with_receiver()
        .select_related(
            "contact__organisation__municipality",
            "organisation__municipality",
            "message",
            "sender",
            "receiver",
        )
    )


def asked_by(person: User) -> InquiryQuerySet:
    """Return the questions from a person's account or address that are still kept."""
    theirs = Q(asked_by=person) | Q(sender__address_hash=hash_of(person.email))
    return Inquiry.objects.remembered().filter(pk__in=Inquiry.objects.filter(theirs))


def sent_by(person: User) -> list[Inquiry]:
    """Return the questions that a person asked signed in, newest first, while they are kept."""
    found = Inquiry.objects.remembered().filter(asked_by=person)
    return list(_for_lists(found).order_by("-asked_at", "-pk"))


def received_by(person: User) -> list[Inquiry]:
    """Return the questions that were passed on to a person, newest first, while they are kept."""
    passed_on = (InquiryState.RELAYED, InquiryState.DELIVERED, InquiryState.BOUNCED)
    found = Inquiry.objects.remembered().filter(receiver=person, state__in=passed_on)
    return list(_for_lists(found).order_by("-asked_at", "-pk"))


def closed_by(person: User) -> list[ClosedSender]:
    """Return the senders whose messages a person does not take, newest first."""
    return list(ClosedSender.objects.filter(person=person).order_by("-closed_at", "-pk"))


@dataclass(frozen=True)
class CountRow:
    """How many questions there were in a month or to an organisation."""

    label: str
    asked: int
    by_state: tuple[int, ...]
    reported: int


def count_headings() -> list[str]:
    """Return what the numbers of a `CountRow` are called, in order."""
    return [_("Kysytty"), *(str(label) for label, _states in COUNTED), _("Ilmoitettu")]


def _numbers() -> dict[str, Count]:
    counted = {
        f"state_{place}": Count("pk", filter=Q(standing__in=states))
        for place, (_label, states) in enumerate(COUNTED)
    }
    return {"asked": Count("pk"), **counted, "reported": Count("report")}


def _row(label: str, numbers: Mapping[str, int]) -> CountRow:
    by_state = tuple(numbers[f"state_{place}"] for place in range(len(COUNTED)))
    return CountRow(label, numbers["asked"], by_state, numbers["reported"])


def _counted() -> QuerySet[Inquiry]:
    """Those asked in this month and the eleven before it."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - MONTHS_SHOWN
    zone = timezone.get_current_timezone()
    since = datetime(months // 12, months % 12 + 1, 1, tzinfo=zone)
    return Inquiry.objects.with_standing().filter(asked_at__gte=since)


def counts_by_month() -> list[CountRow]:
    """Return the counts of the last twelve months in which something was asked, newest first."""
    grouped: Any = _counted().annotate(month=TruncMonth("asked_at")).values("month")
    return [
        _row(formats.date_format(row["month"], "YEAR_MONTH_FORMAT"), row)
        for row in grouped.annotate(**_numbers()).order_by("-month")
    ]


def counts_by_organisation() -> list[CountRow]:
    """Return the counts of the last twelve months by organisation, the most asked first."""
    grouped: Any = _counted().values("organisation").annotate(**_numbers())
    found = list(grouped.order_by("-asked", "organisation"))
    names = Organisation.objects.in_bulk([row["organisation"] for row in found])
    return [_row(names[row["organisation"]].name, row) for row in found]


@dataclass(frozen=True)
class ReportedSender:
    """A sender of whom receivers have told, for coordinators: the address is for them only."""

    sender: InquirySender
    reports: int
    reasons: tuple[str, ...]


def reported_senders() -> list[ReportedSender]:
    """Return the senders that are closed or have been reported lately; closed ones first."""
    since = timezone.now() - REPORTS_KEPT
    reports: dict[int, list[str]] = {}
    for sender, reason in (
        InquiryReport.objects.filter(at__gte=since)
        .order_by("sender", "reason", "pk")
        .values_list("sender", "reason")
    ):
        reports.setdefault(sender, []).append(reason)
    shown = InquirySender.objects.filter(Q(pk__in=reports) | Q(closed_at__isnull=False))
    return [
        ReportedSender(
            sender,
            len(reports.get(sender.pk, ())),
            tuple(
                str(ReportReason(reason).label)
                for reason in dict.fromkeys(reports.get(sender.pk, ()))
            ),
        )
        for sender in shown.order_by(F("closed_at").desc(nulls_last=True), "pk")
    ]
