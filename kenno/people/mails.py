"""The mails of this room in the active language, what is wanted first."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.core.mails import Block, Button, Code, Item, Items, Mail, Paragraph, Quote
from kenno.people.enums import STAFF_ROLES, Role
from kenno.people.models import Confirmation, Contact, Membership

# How long the receipt of a removal, and the address on it, wait to be sent and looked up.
RECEIPT_KEPT: Final = timedelta(days=7)


def sign_in_code(code: str) -> Mail:
    """Return the mail with a code for signing in, which the person has just asked for."""
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    validity = ngettext(
        "Koodi on voimassa %(minutes)d minuutin.",
        "Koodi on voimassa %(minutes)d minuuttia.",
        minutes,
    )
    return Mail(
        _("Kirjautumiskoodi Kulttuurikennoon"),
        (
            Code(_("Kirjoita tämä koodi kirjautumissivulle"), code),
            Paragraph(validity % {"minutes": minutes}),
            Paragraph(_("Jos et pyytänyt koodia, sinun ei tarvitse tehdä mitään.")),
        ),
        why=_("Saat tämän viestin, koska osoitteellasi pyydettiin kirjautumiskoodia."),
    )


def invitation(membership: Membership) -> Mail:
    """Return the mail that tells a person of a new role and how to sign in."""
    role, next_step = _role_and_next_step(membership)
    if membership.role in STAFF_ROLES:
        next_step += " " + _(
            "Ensimmäisellä kerralla otat käyttöön kirjautumisen toisen vaiheen: sovelluksen koodin "
            "tai pääsyavaimen."
        )
    how = _(
        "Anna sivulla osoite %(email)s. Saat sähköpostiisi koodin, jolla pääset "
        "sisään. Salasanaa ei tarvita."
    ) % {"email": membership.user.email}
    return Mail(
        _("Tervetuloa Kulttuurikennoon"),
        (
            Paragraph(role),
            Button(_("Kirjaudu sisään"), settings.BASE_URL + reverse("account_login")),
            Paragraph(how),
            Paragraph(next_step),
        ),
        why=_("Saat tämän viestin, koska sinulle on annettu rooli Kulttuurikennossa."),
    )


def _role_and_next_step(membership: Membership) -> tuple[str, str]:
    """Return what a person has become, and what they can do now."""
    if membership.role == Role.ADMINISTRATOR:
        return (
            _("Sinut on lisätty Kulttuurikennon ylläpitäjäksi."),
            _("Voit nyt hoitaa ihmisiä, rooleja, organisaatioita ja viestejä."),
        )
    reviewing = _("Voit nyt tarkistaa ja julkaista kuntien lähettämiä hyviä käytänteitä.")
    if membership.region is not None:
        role = _("Sinut on lisätty Kulttuurikennon alueen koordinaattoriksi: %(region)s.")
        return role % {"region": membership.region.name}, reviewing
    if membership.municipality is None:
        return _("Sinut on lisätty Kulttuurikennon koordinaattoriksi."), reviewing
    role = _(
        "Sinut on kutsuttu kirjoittamaan kuntasi (%(municipality)s) hyvistä käytänteistä "
        "Kulttuurikennoon."
    )
    return (
        role % {"municipality": membership.municipality.name},
        _(
            "Kulttuurikenno kokoaa kuntien kulttuuripalvelujen hyvät käytänteet yhteen paikkaan. "
            "Keskeneräinenkin kuvaus kelpaa: voit jatkaa sitä milloin vain."
        ),
    )


def contact_invitation(contact: Contact, url: str, message: str = "") -> Mail:
    """Return the mail that asks a person to be a contact; `url` is their personal link.

    `message` is what the person who asks wrote to them, if anything.
    """
    asker = contact.invited_by.get_full_name() if contact.invited_by else ""
    who = asker or _("Kulttuurikennon kirjoittaja")
    proposal = _("%(who)s ehdottaa, että olet yhteyshenkilö: %(job)s.")
    blocks: list[Block] = [Paragraph(proposal % {"who": who, "job": contact})]
    if message:
        blocks.append(Quote(_("Viesti sinulle"), message))
    blocks += [
        Button(_("Vastaa kutsuun"), url),
        Paragraph(
            _(
                "Päätät itse, näkyykö sinusta tehtävänimike, nimi vai ei mitään. "
                "Sähköpostiosoitettasi ei näytetä missään. Voit myös kieltäytyä."
            )
        ),
        Paragraph(_("Linkki toimii 30 päivää. Jos et vastaa, mitään ei näytetä.")),
    ]
    return Mail(
        _("Olisitko yhteyshenkilö Kulttuurikennossa?"),
        tuple(blocks),
        why=_("Saat tämän viestin, koska sinua pyydettiin yhteyshenkilöksi."),
    )


def yearly_question(waiting: Sequence[Confirmation], url: str, *, is_reminder: bool) -> Mail:
    """Return the mail that asks a contact whether their cards still hold; `url` is personal."""
    subject = _("Pitävätkö yhteystietosi vielä paikkansa?")
    failed = any(confirmation.successor_failed_on for confirmation in waiting)
    blocks: list[Block] = [
        Paragraph(
            _(
                "Kerro, pitävätkö yhteystietosi Kulttuurikennossa vielä paikkansa. Kysymme tätä "
                "kerran vuodessa. Olet yhteyshenkilönä tässä:"
            )
        ),
        Items(tuple(Item(str(confirmation.contact)) for confirmation in waiting)),
        Button(_("Vastaa tästä"), url),
        Paragraph(
            _(
                "Voit vahvistaa tiedot, siirtää tehtävän seuraajalle tai poistaa kortin. Kirjautua "
                "ei tarvitse."
            )
        ),
        Paragraph(
            _(
                "Muistutamme kahdesti. Jos emme saa kuudessa viikossa vastausta, tietojasi ei enää "
                "näytetä. Linkki toimii vuoden, ja voit palata sillä milloin vain."
            )
        ),
    ]
    if failed:
        blocks.insert(
            1,
            Paragraph(
                _("Nimeämäsi seuraaja ei ole suostunut tehtävään, joten kysymme sinulta uudelleen.")
            ),
        )
    return Mail(
        _("Muistutus: %(subject)s") % {"subject": subject} if is_reminder else subject,
        tuple(blocks),
        why=_("Saat tämän viestin, koska olet suostunut yhteyshenkilöksi."),
    )


def removal_receipt(*, unused: bool) -> Mail:
    """Return the last mail to a person whose data are removed."""
    if unused:
        first = _(
            "Tunnustasi ei ole käytetty kahteen vuoteen, joten tunnus ja tietosi on poistettu "
            "Kulttuurikennosta."
        )
    else:
        first = _("Tietosi on poistettu Kulttuurikennosta, kuten pyydettiin.")
    return Mail(
        _("Tietosi on poistettu Kulttuurikennosta"),
        (
            Paragraph(first),
            Paragraph(
                _(
                    "Tunnus, roolit, yhteyshenkilökortit, hakuvahdit ja viestit on poistettu. "
                    "Ilman nimeäsi säilyy, mihin ja milloin olet suostunut ja mitä palvelussa on "
                    "tehty. Kunnallesi kirjoittamasi käytänteet säilyvät."
                )
            ),
            Paragraph(_("Tämän viestin osoite poistetaan viikon kuluessa.")),
        ),
        why=_("Saat tämän viestin, koska tietosi poistettiin. Muita viestejä ei enää tule."),
    )


def unused_account(removed_on: date) -> Mail:
    """Return the mail that asks whether somebody still wants an account they do not use."""
    day = date_format(removed_on, "DATE_FORMAT")
    return Mail(
        _("Haluatko säilyttää tunnuksesi Kulttuurikennossa?"),
        (
            Paragraph(
                _(
                    "Kirjaudu sisään, jos haluat säilyttää tunnuksesi. Et ole käyttänyt sitä "
                    "pitkään aikaan. Jos et kirjaudu, tunnus ja tietosi poistetaan %(day)s."
                )
                % {"day": day}
            ),
            Button(_("Kirjaudu sisään"), settings.BASE_URL + reverse("account_login")),
            Paragraph(_("Jos et tarvitse tunnusta, sinun ei tarvitse tehdä mitään.")),
        ),
        why=_("Saat tämän viestin, koska sinulla on tunnus Kulttuurikennossa."),
    )
