"""The mails of this room: subject and body in the active language, what is wanted first."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.people.models import Contact, Membership


class Mail(NamedTuple):
    """A mail before it is addressed to anyone."""

    subject: str
    body: str


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
        "\n\n".join(
            [
                _("Kirjoita tämä koodi kirjautumissivulle: %(code)s") % {"code": code},
                validity % {"minutes": minutes},
                _("Jos et pyytänyt koodia, sinun ei tarvitse tehdä mitään."),
                _("Terveisin Kulttuurikenno"),
            ]
        ),
    )


def invitation(membership: Membership) -> Mail:
    """Return the mail that tells a person of a new role and how to sign in."""
    if membership.municipality is None:
        role = _("Sinut on lisätty Kulttuurikennon koordinaattoriksi. Kirjaudu sisään täällä:")
        next_step = _("Voit nyt tarkistaa ja julkaista kuntien lähettämiä hyviä käytänteitä.")
    else:
        role = _(
            "Sinut on kutsuttu kirjoittamaan kuntasi (%(municipality)s) hyvistä käytänteistä "
            "Kulttuurikennoon. Kirjaudu sisään täällä:"
        ) % {"municipality": membership.municipality.name}
        next_step = _(
            "Kulttuurikenno kokoaa kuntien kulttuuripalvelujen hyvät käytänteet yhteen paikkaan. "
            "Keskeneräinenkin kuvaus kelpaa: voit jatkaa sitä milloin vain."
        )
    return Mail(
        _("Tervetuloa Kulttuurikennoon"),
        "\n\n".join(
            [
                role,
                settings.BASE_URL + reverse("account_login"),
                _(
                    "Anna sivulla osoite %(email)s. Saat sähköpostiisi koodin, jolla pääset "
                    "sisään. Salasanaa ei tarvita."
                )
                % {"email": membership.user.email},
                next_step,
                _("Terveisin Kulttuurikenno"),
            ]
        ),
    )


def contact_invitation(contact: Contact, url: str) -> Mail:
    """Return the mail that asks a person to be a contact; `url` is their personal link."""
    asker = contact.invited_by.get_full_name() if contact.invited_by else ""
    return Mail(
        _("Olisitko yhteyshenkilö Kulttuurikennossa?"),
        "\n\n".join(
            [
                _("%(who)s ehdottaa, että olet yhteyshenkilö: %(job)s. Vastaa täällä:")
                % {"who": asker or _("Kulttuurikennon kirjoittaja"), "job": contact},
                url,
                _(
                    "Päätät itse, näkyykö sinusta tehtävänimike, nimi vai ei mitään. "
                    "Sähköpostiosoitettasi ei näytetä missään. Voit myös kieltäytyä."
                ),
                _("Linkki toimii 30 päivää. Jos et vastaa, mitään ei näytetä."),
                _("Terveisin Kulttuurikenno"),
            ]
        ),
    )
