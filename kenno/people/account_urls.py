"""The addresses that allauth needs, under its own names; what we do not use of it has none."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.people.views import second_factor, sign_in

urlpatterns = [
    path("", sign_in.request_code, name="account_login"),
    path("", sign_in.request_code, name="account_request_login_code"),
    path(_("koodi/"), sign_in.confirm_code, name="account_confirm_login_code"),
    path(_("ulos/"), sign_in.sign_out, name="account_logout"),
    path(_("toinen-vaihe/"), second_factor.authenticate, name="mfa_authenticate"),
    path(_("vahvista/"), second_factor.reauthenticate, name="mfa_reauthenticate"),
    path(
        _("vahvista/paasyavain/"),
        second_factor.reauthenticate_by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path(_("turva/"), second_factor.security, name="mfa_index"),
    path(_("turva/sovellus/"), second_factor.activate_app, name="mfa_activate_totp"),
    path(_("turva/sovellus/poista/"), second_factor.deactivate_app, name="mfa_deactivate_totp"),
    path(_("turva/paasyavain/"), second_factor.add_passkey, name="mfa_add_webauthn"),
    path(
        _("turva/paasyavain/<int:pk>/poista/"),
        second_factor.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path(_("turva/varakoodit/"), second_factor.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        _("turva/varakoodit/uudet/"),
        second_factor.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
