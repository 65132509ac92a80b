import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

CODE_ATTRIBUTES = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": "false",
    "autofocus": True,
}
MAXIMUM_NAME = 60
# What reading the answer of a browser raises when it is none, or is not signed by the passkey.
MALFORMED = (
    AttributeError,
    IndexError,
    InvalidSignature,
    KeyError,
    TypeError,
    ValueError,
    struct.error,
)


def _code_field(form: forms.Form, help_text: Any) -> None:
    code = form.fields["code"]
    code.label = _("Koodi")
    code.help_text = help_text
    code.widget.attrs = dict(CODE_ATTRIBUTES)


class AuthenticateForm(allauth_forms.AuthenticateForm):
    """The second factor at sign-in: a code of the app or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Kuusi numeroa todennussovelluksesta tai kahdeksan varakoodista."))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The same once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Kuusi numeroa todennussovelluksesta tai kahdeksan varakoodista."))


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("Kuusi numeroa, jotka sovellus nyt näyttää."))


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey of this device, which the browser makes."""

    def clean(self) -> dict[str, Any]:
        """Refuse what no browser would send, which allauth does not expect."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Nimi"),
            required=False,
            max_length=MAXIMUM_NAME,
            help_text=_("Siitä tunnistat laitteen, esimerkiksi ”työpuhelin”."),
        )


class _CheckedCredential:
    """Refuses what no browser would send, which allauth does not expect."""

    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return found


class AuthenticatePasskeyForm(_CheckedCredential, AuthenticateWebAuthnForm):
    """The second factor at sign-in by a passkey."""


class ReauthenticatePasskeyForm(_CheckedCredential, ReauthenticateWebAuthnForm):
    """The same once more, before something that matters."""
