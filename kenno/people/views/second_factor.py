"""The second factor: giving it, and one's own page to set it up and change it."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.stagekit import unstash_login
from allauth.mfa.base import views as base_views
from allauth.mfa.internal.flows.add import redirect_if_add_not_allowed
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic.edit import FormView

from kenno.core.access import public, require
from kenno.core.exceptions import Refusal
from kenno.people import actions, rules
from kenno.people.models import User
from kenno.people.queries.second_factor import has_passkey, has_second_factor, second_factors
from kenno.people.second_factor import NEXT_KEY, MFAAdapter, note_given, was_given


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show what one signs in with beside the code from the mail."""
    me = _me(request)
    waits = rules.needs_second_factor(me) and not was_given(request)
    return render(request, "mfa/index.html", {"factors": second_factors(me), "waits": waits})


class AuthenticateView(base_views.AuthenticateView):
    """The second step of signing in."""

    @method_decorator(public)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        begun = unstash_login(request, peek=True)
        if begun is not None and begun.user is None:
            # Removed since the first step, of which nothing may be left to lead here again.
            unstash_login(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.stage.login.user
        return {**super().get_context_data(**kwargs), "has_passkey": has_passkey(person)}


class ReauthenticateView(base_views.ReauthenticateView):
    """The second factor once more, or for the first time in this session."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        return {**super().get_context_data(**kwargs), "has_passkey": has_passkey(person)}


class ReauthenticateByPasskeyView(webauthn_views.ReauthenticateWebAuthnView):
    """The same by a passkey."""

    def form_invalid(self, form: Form) -> HttpResponse:
        for message in form.errors.get("credential", []):
            messages.error(self.request, str(message))
        return redirect(self.request.get_full_path())


@method_decorator(never_cache, name="dispatch")
@method_decorator(redirect_if_add_not_allowed, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class ActivateAppView(totp_views.ActivateTOTPView):
    """Take an authenticator app into use; a new one replaces the old one at the same moment."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # allauth's own would have the old one removed first, and leave nothing between.
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        spelled = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        replaces = second_factors(_me(self.request)).app is not None
        return {**context, "secret": spelled, "replaces": replaces}

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        me = _me(self.request)
        mine = Authenticator.objects.filter(user=me, type=Authenticator.Type.TOTP)
        replaced, _kinds = mine.delete()
        response: HttpResponse = super().form_valid(form)
        actions.note_second_factor(
            "replaced" if replaced else "added", person=me, kind=Authenticator.Type.TOTP
        )
        note_given(self.request, mine.get())
        return response


class DeactivateAppView(totp_views.DeactivateTOTPView):
    """Take the authenticator app out of use, where the person's roles allow."""

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        me = _me(self.request)
        actions.note_second_factor("removed", person=me, kind=Authenticator.Type.TOTP)
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class AddPasskeyView(webauthn_views.AddWebAuthnView):
    """Add a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth's forgets the form that was not valid.
        return {**super().get_context_data(**kwargs), **kwargs}

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        me = _me(self.request)
        response: HttpResponse = super().form_valid(form)
        actions.note_second_factor("added", person=me, kind=Authenticator.Type.WEBAUTHN)
        note_given(self.request, second_factors(me).passkeys[-1])
        return response


class RemovePasskeyView(webauthn_views.RemoveWebAuthnView):
    """Remove a passkey, where the person's roles allow."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "may_remove": MFAAdapter().can_delete_authenticator(self.object)}

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        me = User.objects.select_for_update().get(pk=_me(self.request).pk)
        if not MFAAdapter().can_delete_authenticator(self.get_object()):
            raise Refusal(MFAAdapter.error_messages["cannot_delete_authenticator"])
        actions.note_second_factor("removed", person=me, kind=Authenticator.Type.WEBAUTHN)
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(codes_views.ViewRecoveryCodesView):
    """Show the recovery codes, and the way to where the person was going."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        going = self.request.session.pop(NEXT_KEY, "")
        return {**context, "going": going or reverse("core:workspace")}


class NewRecoveryCodesView(codes_views.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones stop working."""

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        me = _me(self.request)
        response: HttpResponse = super().form_valid(form)
        actions.note_second_factor("codes", person=me, kind=Authenticator.Type.RECOVERY_CODES)
        return response


authenticate = AuthenticateView.as_view()
reauthenticate = ReauthenticateView.as_view()
reauthenticate_by_passkey = ReauthenticateByPasskeyView.as_view()
activate_app = ActivateAppView.as_view()
deactivate_app = DeactivateAppView.as_view()
add_passkey = AddPasskeyView.as_view()
remove_passkey = RemovePasskeyView.as_view()
recovery_codes = RecoveryCodesView.as_view()
new_recovery_codes = NewRecoveryCodesView.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to remove the second factors of a person who has lost them, and do it."""
    allowed = rules.can_reset_second_factor(request.user)
    require(allowed, _("Kirjautumisen toisen vaiheen nollaa ylläpitäjä."))
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        actions.reset_second_factor(person=person, by=_me(request))
        messages.success(request, _("Kirjautumisen toinen vaihe on nollattu."))
        return redirect("people:person", person.pk)
    context = {"person": person, "has_one": has_second_factor(person)}
    return render(request, "people/reset_second_factor.html", context)
