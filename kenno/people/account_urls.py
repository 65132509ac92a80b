"""The addresses that allauth needs, under its own names; what we do not use of it has none."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.people.views import sign_in

urlpatterns = [
    path("", sign_in.request_code, name="account_login"),
    path("", sign_in.request_code, name="account_request_login_code"),
    path(_("koodi/"), sign_in.confirm_code, name="account_confirm_login_code"),
    path(_("ulos/"), sign_in.sign_out, name="account_logout"),
]
