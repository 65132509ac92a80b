"""Saving a search, and confirming the address that was given for it."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import public
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.search import actions, limits, mails
from kenno.search.enums import Frequency
from kenno.search.forms import SaveSearchForm
from kenno.search.watching import watchable_of


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Save a search, or ask what is still needed for it.

    The form stands on public lists, which give their readers no cookie. Without sign-in there is
    nothing that another site could misuse: the link in the mail is what counts.
    """
    if request.user.is_authenticated:
        return _save_protected(request)
    return _save(request)


def _save(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        kind, query = request.GET.get("kind", ""), request.GET.get("query", "")
        form = SaveSearchForm(initial={"kind": kind, "query": query}, person=request.user)
        return _form_page(request, form, kind, query)
    form = SaveSearchForm(request.POST, person=request.user)
    status = 422
    if form.is_valid():
        if request.user.is_authenticated:
            return _save_own(request, form)
        if limits.may_save(get_adapter().get_client_ip(request)):
            return _ask_to_confirm(form)
        form.add_error(None, _("Tästä osoitteesta on tallennettu jo monta hakua. Yritä myöhemmin."))
        status = 429
    kind, query = request.POST.get("kind", ""), request.POST.get("query", "")
    return _form_page(request, form, kind, query, status=status)


_save_protected = csrf_protect(_save)


def _save_own(request: HttpRequest, form: SaveSearchForm) -> HttpResponse:
    person = cast(User, request.user)
    actions.save_for_person(owner=person, by=person, **_wish(form))
    messages.success(request, _("Haku on tallennettu. Kerromme uusista tuloksista sähköpostilla."))
    return redirect("search:saved_searches")


def _ask_to_confirm(form: SaveSearchForm) -> HttpResponse:
    """Answer the same whatever is known of the address, and however often it was given."""
    email = form.cleaned_data["email"]
    if limits.may_mail(email):
        actions.save_for_address(email=email, **_wish(form))
    return redirect("search:confirmation_sent")


def _wish(form: SaveSearchForm) -> dict:
    return {
        "kind": form.cleaned_data["kind"],
        "query": form.cleaned_data["query"],
        "language": get_language() or "fi",
        "frequency": Frequency(form.cleaned_data["frequency"]),
    }


def _form_page(
    request: HttpRequest, form: SaveSearchForm, kind: str, query: str, *, status: int = 200
) -> HttpResponse:
    watchable = watchable_of(kind)
    if watchable is None:
        raise Refusal(_("Tätä hakua ei voi seurata."))
    language = get_language() or "fi"
    clean = watchable.clean(query)
    context = {
        "form": form,
        "description": watchable.describe(clean, language),
        "address": watchable.url(clean, language),
    }
    return render(request, "search/save.html", context, status=status)


@public
@require_safe
def confirmation_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "search/confirmation_sent.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, as scanners of mail open links; begin on POST."""
    if request.method == "POST":
        saved = actions.confirm(token=token)
        messages.success(request, _("Kiitos! Kerromme uusista tuloksista sähköpostilla."))
        return redirect("search:manage", actions.make_link(saved))
    saved = actions.unconfirmed_of_link(token)
    [description] = mails.descriptions([saved], get_language() or "fi")
    context = {"saved": saved, "description": description}
    return render(request, "search/confirm.html", context)
