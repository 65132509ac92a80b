"""What a municipality's mail domain may be, and which addresses are of it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kenno.core.mailboxes import mail_domain

# Anyone can have an address here, so it tells nothing of where a person works.
PUBLIC_MAIL_DOMAINS = frozenset(
    {
        "aol.com",
        "dnainternet.net",
        "elisanet.fi",
        "gmail.com",
        "gmx.com",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fi",
        "hotmail.se",
        "icloud.com",
        "inet.fi",
        "kolumbus.fi",
        "kotinet.com",
        "live.com",
        "live.fi",
        "luukku.com",
        "mac.com",
        "mail.com",
        "mbnet.fi",
        "me.com",
        "msn.com",
        "netti.fi",
        "outlook.com",
        "outlook.fi",
        "phnet.fi",
        "pp.inet.fi",
        "proton.me",
        "protonmail.com",
        "saunalahti.fi",
        "sci.fi",
        "suomi24.fi",
        "telia.com",
        "telia.fi",
        "welho.com",
        "windowslive.com",
        "yahoo.com",
        "yahoo.fi",
        "yandex.com",
        "zoho.com",
    }
)
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"(?:{LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]")


def normal_domain(text: str) -> str:
    """Return the domain of `text`, an address or a domain with or without @, as mail writes it.

    Letters beyond ASCII become the form in which mail carries them (IDNA). What is no domain
    comes back as it is.
    """
    return mail_domain(text.strip().rpartition("@")[2])


def validate_domain(domain: str) -> None:
    """Raise ValidationError unless `domain` is one that a municipality may have to itself."""
    if len(domain) > 253 or not DOMAIN.fullmatch(domain):
        raise ValidationError(
            _("Kirjoita osoitteen loppuosa, esimerkiksi alavieska.fi."), code="domain_form"
        )
    if any(domain == public or domain.endswith(f".{public}") for public in PUBLIC_MAIL_DOMAINS):
        raise ValidationError(
            _("%(domain)s on kaikille avoin sähköpostipalvelu, ei kunnan oma.")
            % {"domain": domain},
            code="domain_public",
        )
