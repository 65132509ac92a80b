from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.core.mailboxes import network_of
from kenno.core.outbox import queue_message
from kenno.people import mails

LOGIN_CODE_MAIL = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by code for the people who have been added; nobody makes an account alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Koodi ei täsmää. Tarkista se saamastasi viestistä."),
        "too_many_login_attempts": _("Yrityksiä oli liian monta. Odota hetki ja pyydä uusi koodi."),
        "rate_limited": _("Yrityksiä oli liian monta. Odota hetki ja yritä uudelleen."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network that limits count: one customer has any number of IPv6 addresses."""
        return network_of(super().get_client_ip(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Coordinators add people; there is no sign-up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the code in the outbox, as nothing is sent inside a request; send nothing else."""
        if template_prefix != LOGIN_CODE_MAIL:
            return
        queue_message(
            kind="people.sign_in_code",
            recipient=email,
            mail=mails.sign_in_code(context["code"]),
            confidential=True,
        )

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Tell a person whose account was closed meanwhile; there is no page of its own for it."""
        messages.error(request, gettext("Tunnuksesi on suljettu. Ota yhteyttä koordinaattoriin."))
        return redirect("account_login")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the front page in the reader's language."""
        return reverse("wagtail_serve", args=[""])
