"""What is kept of a person's questions, for their own page and file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kenno.core.personal_data import Entry, Fact
from kenno.people.models import ClosedSender, Inquiry, User
from kenno.people.queries.inquiries import asked_by, received_by


def _entry(title: str, *facts: tuple[str, str, Any]) -> Entry:
    return Entry(title, tuple(Fact(*fact) for fact in facts))


def asked(person: User) -> Iterator[Entry]:
    """Go through the questions that a person has asked, newest first."""
    found = asked_by(person).with_standing().with_receiver()
    found = found.select_related("contact__organisation", "organisation")
    for inquiry in found.order_by("-asked_at", "-pk"):
        yield _entry(
            inquiry.about_title,
            ("receiver", _("Vastaanottaja"), inquiry.receiver_line),
            ("name", _("Nimi"), inquiry.sender_name),
            ("organisation", _("Organisaatio"), inquiry.sender_organisation),
            *_life(inquiry),
            ("text", _("Teksti"), inquiry.text),
        )


def received(person: User) -> Iterator[Entry]:
    """Go through the questions to a person, newest first; who asked and what is not theirs."""
    for inquiry in received_by(person):
        yield _entry(inquiry.about_title, *_life(inquiry))


def _life(inquiry: Inquiry) -> tuple[tuple[str, str, Any], ...]:
    return (
        ("asked_at", _("Kirjoitettu"), inquiry.asked_at),
        ("relayed_at", _("Välitetty"), inquiry.relayed_at),
        ("state", _("Tila"), inquiry.standing_label),
    )


def closed(person: User) -> Iterator[Entry]:
    """Go through when a person closed senders out, newest first; who they are is not theirs."""
    for closure in ClosedSender.objects.filter(person=person).order_by("-closed_at", "-pk"):
        yield _entry(_("Suljettu lähettäjä"), ("closed_at", _("Suljettu"), closure.closed_at))
