"""The mails of this room in the active language, what is wanted first."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.core.mails import Block, Button, Link, Mail, Paragraph, Quote, SmallPrint
from kenno.practices.models import Practice
from kenno.surveys.models import Invitation, Reminder, Response, ResponsePractice, SurveyRound


def invitation(invited: Invitation, url: str, stop: str) -> Mail:
    """Return the mail that asks a person to answer for their municipality; `url` is personal.

    At `stop` they can stop the mails about the round.
    """
    survey = invited.recipient.round
    asked = _("Pyydämme kuntaa %(municipality)s vastaamaan kyselyyn %(closes)s mennessä.")
    blocks: list[Block] = [
        Paragraph(asked % _facts(invited)),
        *_paragraphs(survey.introduction),
        Button(_("Katso kysely"), url),
        *_how_it_works(),
        *_signature(survey),
    ]
    return Mail(survey.title, tuple(blocks), why=_why(), stop=_stop(stop))


def reminder(reminded: Invitation, told: Reminder, url: str, stop: str) -> Mail:
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
    return Mail(subject, tuple(blocks), why=_why(), stop=_stop(stop))


def approval(interviewed: Invitation, url: str, stop: str) -> Mail:
    """Return the mail that asks to read and approve what was written in an interview."""
    survey = interviewed.recipient.round
    written = _("Kunnan %(municipality)s vastaus on kirjoitettu haastattelussa valmiiksi.")
    when = _("Vastauksen voi hyväksyä %(closes)s asti.")
    blocks: list[Block] = [
        Paragraph(written % _facts(interviewed)),
        Paragraph(
            _(
                "Lue vastaus ja korjaa siitä, mitä haluat. Mitään ei lähetetä eteenpäin, ennen "
                "kuin hyväksyt sen."
            )
        ),
        Button(_("Lue ja hyväksy vastaus"), url),
        Paragraph(when % _facts(interviewed)),
        SmallPrint(_("Linkki on henkilökohtainen. Älä välitä sitä eteenpäin.")),
        *_signature(survey),
    ]
    subject = _("Lue ja hyväksy: %(title)s") % {"title": survey.title}
    return Mail(subject, tuple(blocks), why=_why(), stop=_stop(stop))


def receipt(response: Response, url: str, *, practices: int) -> Mail:
    """Return the mail that tells who sent an answer that it arrived; `url` is their summary."""
    survey = response.round
    arrived = _("Kunnan %(municipality)s vastaus kyselyyn on tullut perille.")
    blocks: list[Block] = [Paragraph(arrived % {"municipality": response.municipality.name})]
    if survey.thanks:
        blocks += _paragraphs(survey.thanks)
    if practices:
        told = ngettext(
            "Kerroit %(number)d käytänteestä. Koordinaattori lukee sen ennen julkaisua.",
            "Kerroit %(number)d käytänteestä. Koordinaattori lukee ne ennen julkaisua.",
            practices,
        )
        blocks.append(Paragraph(told % {"number": practices}))
    blocks.append(Link(_("Lue tai tulosta vastauksesi"), url))
    return Mail(
        _("Kiitos vastauksesta: %(survey)s") % {"survey": survey.title},
        tuple(blocks),
        why=_why_sent(),
    )


def delegation(invitation: Invitation, url: str, stop: str, *, asker: str, message: str) -> Mail:
    """Return the mail that asks somebody to answer in another's stead, by their own link.

    `asker` is the job of who asks, if known; `message` what they wrote, if anything.
    """
    recipient = invitation.recipient
    survey, municipality = recipient.round, recipient.municipality.name
    if asker:
        asked = _("%(who)s (%(municipality)s) pyytää sinua vastaamaan kyselyyn: %(survey)s.")
    else:
        asked = _("Kunnasta %(municipality)s pyydetään sinua vastaamaan kyselyyn: %(survey)s.")
    words = {"who": asker, "municipality": municipality, "survey": survey.title}
    blocks: list[Block] = [Paragraph(asked % words)]
    if message:
        blocks.append(Quote(_("Viesti sinulle"), message))
    blocks.append(Button(_("Avaa kysely"), url))
    if survey.closes_at is not None:
        closes = date_format(localtime(survey.closes_at), "SHORT_DATETIME_FORMAT")
        blocks.append(Paragraph(_("Kysely sulkeutuu %(closes)s.") % {"closes": closes}))
    blocks.append(
        Paragraph(
            _(
                "Linkki on henkilökohtainen, eikä tunnusta tarvita. Voitte kirjoittaa vastausta "
                "yhdessä. Voit myös kieltäytyä."
            )
        )
    )
    subject = _("Vastaisitko kyselyyn kunnan %(municipality)s puolesta?")
    return Mail(
        subject % {"municipality": municipality},
        tuple(blocks),
        why=_("Saat tämän viestin, koska osoitteesi annettiin kyselyyn vastaamista varten."),
        stop=_stop(stop),
    )


def reopened(response: Response, url: str, *, reason: str, until: datetime) -> Mail:
    """Return the mail that an answer was opened again until a moment; `url` is personal."""
    survey = response.round
    last = date_format(localtime(until), "DATE_FORMAT")
    asked = _(
        "Kunnan %(municipality)s vastaus on avattu uudelleen. Lähetä se viimeistään %(last)s."
    )
    blocks: list[Block] = [
        Paragraph(asked % {"municipality": response.municipality.name, "last": last}),
        Quote(_("Koordinaattorin viesti"), reason),
        Button(_("Avaa vastaus"), url),
        *_how_it_works(),
        *_signature(survey),
    ]
    subject = _("Täydennä vastausta: %(survey)s") % {"survey": survey.title}
    return Mail(subject, tuple(blocks), why=_why_sent())


def rejected(told: ResponsePractice, reason: str) -> Mail:
    """Return the mail that tells the author why a practice is not published."""
    survey = told.response.round
    names = {"title": told.practice.title}
    blocks: list[Block] = [
        Paragraph(_("Kiitos, että kerroit käytänteestä ”%(title)s”.") % names),
        Paragraph(_("Emme julkaise sitä. Muu vastauksesi säilyy, ja siitä on meille hyötyä.")),
        Quote(_("Koordinaattorin viesti"), reason),
        *_signature(survey),
    ]
    return Mail(_("Käytännettä ei julkaista: %(title)s") % names, tuple(blocks), why=_why_sent())


def taken_over(told: ResponsePractice) -> Mail:
    """Return the mail that tells the author that a coordinator completes a practice."""
    names = {"title": told.practice.title}
    blocks: list[Block] = [
        Paragraph(
            _(
                "Koordinaattori viimeistelee käytänteen ”%(title)s” julkaistavaksi. "
                "Sinun ei tarvitse tehdä mitään."
            )
            % names
        ),
        *_signature(told.response.round),
    ]
    return Mail(_("Viimeistelemme käytänteen: %(title)s") % names, tuple(blocks), why=_why_sent())


def joined(title: str, kept: Practice, response: Response) -> Mail:
    """Return the mail that tells the author that another practice holds what they told."""
    words = {"title": title, "kept": kept.title, "place": kept.municipality.name}
    blocks: list[Block] = [
        Paragraph(
            _(
                "Kertomasi käytänne ”%(title)s” on sama kuin ”%(kept)s” (%(place)s). "
                "Yhdistimme ne yhdeksi."
            )
            % words
        ),
        Paragraph(
            _(
                "Kuntanne mainitaan käytänteessä, ja kuntanne kirjoittajat voivat muokata sitä. "
                "Sinun ei tarvitse tehdä mitään."
            )
        ),
        *_signature(response.round),
    ]
    return Mail(_("Yhdistimme käytänteen: %(title)s") % words, tuple(blocks), why=_why_sent())


def _why_sent() -> str:
    return _("Saat tämän viestin, koska lähetit vastauksen kyselyyn.")


def tip_published(title: str, url: str) -> Mail:
    """Return the mail that thanks who told of a practice that anybody can read now, at `url`."""
    return Mail(
        _("Vinkkisi voi nyt lukea: %(title)s") % {"title": title},
        (
            Paragraph(
                _("Kerroit hyvästä käytänteestä, ja nyt muutkin löytävät sen. Kiitos vinkistä!")
            ),
            Button(_("Lue käytänne"), url),
            SmallPrint(_("Osoitteesi on nyt poistettu vinkin tiedoista.")),
        ),
        why=_("Saat tämän viestin, koska annoit osoitteesi, kun kerroit vinkin."),
    )


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


def _stop(url: str) -> Link:
    return Link(_("Lopeta viestit tästä kyselystä"), url)
