"""The mails about questions to contacts, in the active language, what is wanted first.

What a visitor typed goes to the receiver only. A mail to the address that was typed carries none
of it: nobody can send their own words to a stranger through us.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kenno.core.mails import Block, Button, Link, Mail, Paragraph, Quote
from kenno.people.enums import InquiryState
from kenno.people.models import Inquiry
from kenno.people.queries.inquiries import why_not_passed_on


def confirmation(inquiry: Inquiry, *, confirm_url: str, status_url: str) -> Mail:
    """Return the mail that asks whether the sender's address is theirs."""
    return Mail(
        _("Vahvista viestisi, niin se lähtee"),
        (
            Paragraph(
                _(
                    "Vahvista, että kirjoitit Kulttuurikennossa viestin: %(receiver)s. Viesti "
                    "lähtee vasta, kun olet vahvistanut sen."
                )
                % {"receiver": inquiry.receiver_line}
            ),
            Button(_("Vahvista ja lähetä viesti"), confirm_url),
            Paragraph(_("Linkki toimii kolme päivää.")),
            Link(_("Katso viestin tila tai ota se takaisin"), status_url),
            _not_me(),
        ),
        why=_why(),
    )


def receipt(inquiry: Inquiry, *, status_url: str) -> Mail:
    """Return the mail that tells what became of a message: on its way, or why it is not."""
    told = {"receiver": inquiry.receiver_line}
    return Mail(
        _receipt_subject(inquiry),
        (
            *(Paragraph(words) for words in _receipt_words(inquiry, told)),
            Link(_status_label(inquiry), status_url),
            _not_me(),
        ),
        why=_why(),
    )


def _receipt_subject(inquiry: Inquiry) -> str:
    if inquiry.state == InquiryState.RELAYED:
        return _("Viestisi on matkalla")
    return _("Viestiäsi ei voitu välittää")


def _status_label(inquiry: Inquiry) -> str:
    if inquiry.state == InquiryState.RELAYED:
        return _("Katso viestin tila tai ota se takaisin")
    return _("Katso viestin tila")


def _receipt_words(inquiry: Inquiry, told: Mapping[str, str]) -> list[str]:
    if inquiry.state == InquiryState.RELAYED:
        return [_("Viestisi on matkalla: %(receiver)s. Vastaus tulee suoraan sinulle.") % told]
    return [
        _("Viestisi ei lähtenyt: %(receiver)s.") % told,
        why_not_passed_on(inquiry),
    ]


def _not_me() -> Paragraph:
    return Paragraph(
        _(
            "Jos et kirjoittanut viestiä, kerro se samalla sivulla. Sen jälkeen osoitteestasi ei "
            "välitetä viestejä."
        )
    )


def _why() -> str:
    return _("Saat tämän viestin, koska osoitteesi annettiin viestin lähettäjäksi.")


def question(
    inquiry: Inquiry, *, address: str, about_url: str, close_url: str, report_url: str
) -> Mail:
    """Return the question as its receiver gets it; `address` is the sender's, for the answer."""
    who = inquiry.sender_name
    if inquiry.sender_organisation:
        who = f"{who}, {inquiry.sender_organisation}"
    blocks: tuple[Block, ...] = (
        Paragraph(_("Sinulle on kysymys. Kysyjä: %(who)s.") % {"who": who}),
        Quote(_("Viesti"), inquiry.text),
        Paragraph(
            _("Vastaa tähän viestiin tavalliseen tapaan: vastaus menee osoitteeseen %(address)s.")
            % {"address": address}
        ),
        Link(_("Viesti koskee sivua ”%(title)s”") % {"title": inquiry.about_title}, about_url),
        Link(_("Sulje lähettäjä, jos et halua häneltä viestejä"), close_url),
        Link(_("Ilmoita asiattomasta viestistä"), report_url),
    )
    return Mail(
        _("Kysymys: %(title)s") % {"title": inquiry.about_title},
        blocks,
        why=_why_receiver(inquiry),
    )


def _why_receiver(inquiry: Inquiry) -> str:
    if inquiry.receiver_id is None:
        return _("Saat tämän viestin, koska tämä on organisaation yleinen osoite: %(name)s.") % {
            "name": inquiry.organisation.name
        }
    return _(
        "Saat tämän viestin, koska olet yhteyshenkilö ja vastaat kysymyksiin: %(job)s. Osoitettasi "
        "ei ole annettu kysyjälle."
    ) % {"job": inquiry.receiver_line}
