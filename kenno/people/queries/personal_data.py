"""Everything that this room keeps about a person, for their own page and file."""

from collections.abc import Iterable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.core.personal_data import Entry, Fact
from kenno.people.models import Confirmation, Consent, Contact, User
from kenno.people.queries.contacts import with_topics
from kenno.people.queries.persons import memberships_in_order


def _entry(title: str, *facts: tuple[str, str, Any]) -> Entry:
    return Entry(title, tuple(Fact(*fact) for fact in facts))


def account(person: User) -> Iterator[Entry]:
    """Go through what the account itself holds."""
    yield _entry(
        person.email,
        ("email", _("Sähköpostiosoite"), person.email),
        ("first_name", _("Etunimi"), person.first_name),
        ("last_name", _("Sukunimi"), person.last_name),
        ("language", _("Kieli"), person.language),
        ("created_at", _("Tunnus tehty"), person.date_joined),
        ("last_sign_in", _("Kirjauduttu viimeksi"), person.last_login),
        ("is_open", _("Tunnus on auki"), person.is_active),
    )


def roles(person: User) -> Iterator[Entry]:
    """Go through the roles that a person has."""
    for membership in memberships_in_order().filter(user=person):
        yield _entry(
            membership.title,
            ("role", _("Rooli"), membership.role),
            ("is_main", _("Pääkirjoittaja"), membership.is_main),
            ("since", _("Annettu"), membership.created_at),
        )


def second_factors(person: User) -> Iterator[Entry]:
    """Go through what a person signs in with beside the code; never the secrets."""
    found = Authenticator.objects.filter(user=person).order_by("created_at", "pk")
    names = {
        Authenticator.Type.TOTP: _("Sovelluksen koodi"),
        Authenticator.Type.WEBAUTHN: _("Pääsyavain"),
        Authenticator.Type.RECOVERY_CODES: _("Varakoodit"),
    }
    for factor in found:
        yield _entry(
            names.get(factor.type, factor.type),
            ("kind", _("Laji"), factor.type),
            ("added_at", _("Lisätty"), factor.created_at),
            ("last_used_at", _("Käytetty viimeksi"), factor.last_used_at),
        )


def cards(person: User) -> Iterator[Entry]:
    """Go through a person's cards as a contact, past ones too."""
    found = Contact.objects.of_person(person).select_related("organisation").in_order()
    for card in with_topics(found):
        yield _entry(
            str(card),
            ("job_title", _("Tehtävänimike"), card.title),
            ("organisation", _("Organisaatio"), card.organisation.name),
            ("visibility", _("Mitä näytetään"), card.get_visibility_display()),
            ("answers_questions", _("Vastaa kysymyksiin"), card.answers_questions),
            ("receives_visits", _("Ottaa vieraita"), card.receives_visits),
            ("mentors", _("Auttaa alkuun"), card.mentors),
            ("speaks", _("Tulee puhumaan"), card.speaks),
            ("languages", _("Kielet"), card.language_names),
            ("topics", _("Aiheet"), [topic.label for topic in card.topics.all()]),
            ("invited_at", _("Kutsuttu"), card.invited_at),
            ("accepted_at", _("Suostunut"), card.accepted_at),
            ("starts_on", _("Tehtävä alkoi"), card.starts_on),
            ("ends_on", _("Tehtävä päättyi"), card.ends_on),
            ("confirmed_on", _("Vahvistettu viimeksi"), card.confirmed_on),
            ("stepped_back_at", _("Piilotettu, koska vastausta ei tullut"), card.stepped_back_at),
        )


def consents(person: User) -> Iterator[Entry]:
    """Go through what a person has agreed to, newest first, in the words that were shown."""
    found = Consent.objects.filter(person=person).select_related("contact__organisation")
    for consent in found.newest_first():
        yield _entry(
            str(consent.get_purpose_display()),
            ("card", _("Kortti"), str(consent.contact) if consent.contact else ""),
            ("text", _("Teksti"), consent.text),
            ("text_version", _("Tekstin versio"), consent.text_version),
            ("language", _("Kieli"), consent.language),
            ("given_at", _("Annettu"), consent.given_at),
            ("how", _("Miten"), str(consent.get_how_display())),
            ("expires_at", _("Voimassa"), consent.expires_at),
            ("withdrawn_at", _("Peruttu"), consent.withdrawn_at),
        )


def confirmations(person: User) -> Iterator[Entry]:
    """Go through the yearly questions about a person's cards, newest first."""
    found = Confirmation.objects.filter(contact__person=person)
    for question in found.select_related("contact__organisation").order_by("-asked_on", "-pk"):
        yield _entry(
            str(question.contact),
            ("asked_on", _("Kysytty"), question.asked_on),
            ("mails", _("Viestejä"), question.mails),
            ("answered_at", _("Vastattu"), question.answered_at),
            ("answer", _("Vastaus"), str(question.get_answer_display())),
        )


def messages(person: User) -> Iterator[Entry]:
    """Go through the messages to a person; texts with codes or personal links are not kept."""
    found = OutboxMessage.objects.to(person.email).order_by("-created_at", "-pk")
    for message in found:
        yield _entry(
            message.subject,
            ("kind", _("Laji"), audit.label_of(message.kind)),
            ("made_at", _("Tehty"), message.created_at),
            ("sent_at", _("Lähetetty"), message.sent_at),
            ("state", _("Tila"), str(message.get_state_display())),
            ("text", _("Teksti"), "" if message.confidential else message.body),
        )


def events(person: User) -> Iterator[Entry]:
    """Go through what a person has done, and what others have done to their account."""
    own: QuerySet[AuditRecord] = AuditRecord.objects.filter(by=person).order_by("-at", "-pk")
    yield from _events(own, _("sinä"))
    others = audit.history(person).exclude(by=person).order_by("-at", "-pk")
    yield from _events(others, _("joku muu tai järjestelmä"))


def _events(records: Iterable[AuditRecord], who: str) -> Iterator[Entry]:
    for record in records:
        yield _entry(
            audit.label_of(record.action),
            ("at", _("Milloin"), record.at),
            ("by", _("Kuka"), who),
            ("about", _("Kohde"), record.label),
            ("message", _("Viesti"), record.message),
        )
