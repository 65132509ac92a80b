"""Signing in and out: allauth's views with our forms and pages, and one-time links."""

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import unstash_login
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kenno.core.access import public
from kenno.core.delivery import mail_is_configured
from kenno.core.exceptions import Gone
from kenno.people import actions
from kenno.people.forms.persons import ConfirmCodeForm, RequestCodeForm

request_code = allauth_views.RequestLoginCodeView.as_view(
    form_class=RequestCodeForm, extra_context={"mail_is_configured": mail_is_configured}
)


class ConfirmCodeView(allauth_views.ConfirmLoginCodeView):
    """The code from the mail; whose first it is, joins by the domain of the address."""

    form_class = ConfirmCodeForm

    def _verify_form_valid(self, form: ConfirmCodeForm) -> HttpResponse:
        person = self._process.user
        if person is None:
            # Removed while the code was on its way; the next sign-in begins anew.
            unstash_login(self.request)
            raise Gone(_("Tunnus on suljettu. Ota yhteyttä koordinaattoriin."))
        actions.join(person=person)
        response: HttpResponse = super()._verify_form_valid(form)
        return response


confirm_code = ConfirmCodeView.as_view()
# Public, because leaving also ends a sign-in that has only begun.
sign_out = public(allauth_views.LogoutView.as_view())


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, as scanners of mail open links; sign in on POST."""
    if request.method == "POST":
        person = actions.use_sign_in_link(token=token)
        if request.user.is_authenticated:
            # Whoever had signed in leaves first: the second factor is asked of nobody signed in.
            logout(request)
        response: HttpResponse = perform_login(request, person, email=person.email)
        return response
    person = actions.person_of_link(token)
    return render(request, "people/sign_in_link.html", {"person": person})
