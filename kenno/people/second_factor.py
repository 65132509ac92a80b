"""The second factor: what allauth asks of us, and whether a session has given it."""

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from kenno.people import rules

SITE = "Kulttuurikenno"
NEXT_KEY = "kenno_second_factor_next"
EVERY_KIND = list(Authenticator.Type)


class MFAAdapter(DefaultMFAAdapter):
    """How allauth's second factors behave here, and what they say."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Roolisi vaatii toisen vaiheen. Ota ensin käyttöön toinen tapa, "
            "niin voit poistaa tämän."
        ),
        "cannot_generate_recovery_codes": _(
            "Ota ensin käyttöön todennussovellus tai pääsyavain, sitten voit tehdä varakoodit."
        ),
        "incorrect_code": _("Koodi ei täsmää. Tarkista se ja yritä uudelleen."),
    }

    def is_mfa_enabled(self, user: AbstractBaseUser, types: list[str] | None = None) -> bool:
        """Ask at sign-in also those who have recovery codes only, as the demonstration has."""
        at_sign_in = types is not None and len(types) > 1
        return bool(super().is_mfa_enabled(user, EVERY_KIND if at_sign_in else types))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last one of a person whose role needs it; recovery codes are not enough."""
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return (
            not rules.needs_second_factor(authenticator.user)
            or others.exclude(pk=authenticator.pk).exists()
        )

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white, so that it can be read in the dark too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """Call passkeys by their number, until the person names them."""
        count = Authenticator.objects.filter(user=user.pk, type=type).count()
        return gettext("Pääsyavain %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return SITE


def was_given(request: HttpRequest) -> bool:
    """Tell whether the person has given a second factor in this session."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def note_given(request: HttpRequest, authenticator: Authenticator) -> None:
    """Note that the person has just shown a second factor by setting it up; renews the session."""
    request.session.cycle_key()
    record_authentication(
        request,
        authenticator.user,
        "mfa",
        id=authenticator.pk,
        type=authenticator.type,
        reauthenticated=True,
    )
