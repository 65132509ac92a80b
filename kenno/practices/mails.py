"""The mails of this room in the active language, what is wanted first."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from kenno.core.mails import Block, Button, Item, Items, Link, Mail, Paragraph, Quote, SmallPrint
from kenno.places.models import Municipality
from kenno.practices.enums import RequestReason
from kenno.practices.models import DraftRequest, Practice
from kenno.practices.models.requests import LINK_LIFETIME

PRACTICES_SHOWN = 20


def yearly_question(
    municipality: Municipality, practices: Sequence[Practice], url: str, *, is_reminder: bool
) -> Mail:
    """Return the mail that asks whether practices are still in use; `url` is personal."""
    subject = _("Ovatko käytänteet vielä käytössä? %(municipality)s") % {
        "municipality": municipality.name
    }
    items = [
        Item(practice.title, settings.BASE_URL + practice.get_absolute_url())
        for practice in practices[:PRACTICES_SHOWN]
    ]
    if more := len(practices) - PRACTICES_SHOWN:
        items += [Item(_("Ja muita: %(total)d") % {"total": more})] if more > 0 else []
    return Mail(
        _("Muistutus: %(subject)s") % {"subject": subject} if is_reminder else subject,
        (
            Paragraph(
                _("Kerro, ovatko nämä kuntanne käytänteet vielä käytössä. Kysymme kerran vuodessa.")
            ),
            Items(tuple(items)),
            Button(_("Vastaa tästä"), url),
            Paragraph(
                _(
                    "Voit vahvistaa käytänteen, muokata sitä tai pyytää sen arkistoimista. "
                    "Vahvistamiseen ei tarvitse kirjautua."
                )
            ),
        ),
        why=_("Saat tämän viestin, koska vastaat näistä käytänteistä tai kirjoitat kunnallesi."),
    )


def draft_request(request: DraftRequest, url: str) -> Mail:
    """Return the mail that asks somebody to complete a draft; `url` is personal."""
    practice = request.practice
    words = {
        "municipality": practice.municipality.name,
        "title": practice.title,
        "who": request.parent.title if request.parent is not None else "",
    }
    if request.parent is not None:
        asked = _(
            "%(who)s (%(municipality)s) pyytää sinua täydentämään luonnoksen hyvästä "
            "käytänteestä: %(title)s."
        )
    elif request.reason == RequestReason.TIP:
        asked = _(
            "Täydentäisitkö luonnoksen kunnan %(municipality)s hyvästä käytänteestä: %(title)s? "
            "Saimme siitä vinkin."
        )
    else:
        asked = _(
            "Lue, korjaa ja hyväksy teksti kunnan %(municipality)s hyvästä käytänteestä: "
            "%(title)s. Koordinaattori kirjoitti sen puolestanne."
        )
    blocks: list[Block] = [Paragraph(asked % words)]
    if request.message:
        blocks.append(Quote(_("Viesti sinulle"), request.message))
    blocks += [
        Button(_("Katso luonnos"), url),
        Paragraph(
            _(
                "Kirjautua ei tarvitse. Voit keskeyttää ja jatkaa samalla linkillä, pyytää toista "
                "täydentämään tai kieltäytyä. Mitään ei julkaista ennen kuin koordinaattori on "
                "lukenut tekstin."
            )
        ),
        SmallPrint(
            _("Linkki on henkilökohtainen ja toimii %(days)d päivää. Älä välitä sitä eteenpäin.")
            % {"days": LINK_LIFETIME.days}
        ),
    ]
    return Mail(
        _("Täydentäisitkö luonnoksen: %(title)s") % words,
        tuple(blocks),
        why=_(
            "Saat tämän viestin, koska osoitteesi annettiin tämän luonnoksen täydentämistä varten."
        ),
    )


def draft_receipt(practice: Practice, url: str) -> Mail:
    """Return the mail that tells who sent a draft for review that it arrived; `url` is theirs."""
    words = {"title": practice.title}
    return Mail(
        _("Kiitos: %(title)s on tarkistettavana") % words,
        (
            Paragraph(
                _("Teksti ”%(title)s” on tullut perille. Koordinaattori lukee sen ennen julkaisua.")
                % words
            ),
            Paragraph(_("Saat viestin, kun teksti on julkaistu tai jos sitä pitää täydentää.")),
            Link(_("Lue tai tulosta teksti"), url),
        ),
        why=_("Saat tämän viestin, koska lähetit tekstin tarkistettavaksi Kulttuurikennossa."),
    )
