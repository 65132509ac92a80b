"""The mails of this room in the active language, what is wanted first."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kenno.core.mails import Block, Button, Mail, Paragraph, SmallPrint
from kenno.surveys.models import Invitation, Reminder, SurveyRound


def invitation(invited: Invitation, url: str) -> Mail:
    """Return the mail that asks a person to answer for their municipality; `url` is personal."""
    survey = invited.recipient.round
    asked = _("Pyydämme kuntaa %(municipality)s vastaamaan kyselyyn %(closes)s mennessä.")
    blocks: list[Block] = [
        Paragraph(asked % _facts(invited)),
        *_paragraphs(survey.introduction),
        Button(_("Katso kysely"), url),
        *_how_it_works(),
        *_signature(survey),
    ]
    return Mail(survey.title, tuple(blocks), why=_why())


def reminder(reminded: Invitation, told: Reminder, url: str) -> Mail:
    """Return the mail that reminds of an invitation, in the words planned for it."""
    survey = reminded.recipient.round
    asked = _("Kunnan %(municipality)s vastausta voi täydentää %(closes)s asti.")
    blocks: list[Block] = [
        Paragraph(asked % _facts(reminded)),
        *_paragraphs(told.text("text")),
        Button(_("Katso kysely"), url),
        *_how_it_works(),
        *_signature(survey),
    ]
    subject = _("Muistutus: %(title)s") % {"title": survey.title}
    return Mail(subject, tuple(blocks), why=_why())


def _facts(invited: Invitation) -> dict[str, str]:
    closes = invited.recipient.round.closes_at
    shown = date_format(localtime(closes), "DATE_FORMAT") if closes is not None else ""
    return {"municipality": invited.recipient.municipality.name, "closes": shown}


def _paragraphs(text: str) -> list[Block]:
    pieces = text.replace("\r\n", "\n").split("\n\n")
    return [Paragraph(" ".join(piece.split())) for piece in pieces if piece.strip()]


def _how_it_works() -> list[Block]:
    return [
        Paragraph(
            _(
                "Kirjautua ei tarvitse. Voit keskeyttää ja jatkaa samalla linkillä, pyytää toista "
                "vastaamaan tai kieltäytyä."
            )
        ),
        SmallPrint(_("Linkki on henkilökohtainen. Älä välitä sitä eteenpäin.")),
    ]


def _signature(survey: SurveyRound) -> list[Block]:
    signed = [survey.signer_title, survey.signer_unit]
    return [Paragraph(", ".join(filter(None, signed)))] if any(signed) else []


def _why() -> str:
    return _("Saat tämän viestin, koska osoitteesi on kunnan yhteystietona kyselyä varten.")
