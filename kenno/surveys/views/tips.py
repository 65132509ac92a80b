"""Telling of a good practice, for anybody, without an account."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import public
from kenno.core.guards import new_stamp
from kenno.core.limits import may_go_on
from kenno.core.mailboxes import mailbox_of
from kenno.places.queries import municipality_by_slug
from kenno.practices.models import TITLE_LENGTH
from kenno.practices.queries.workspace import all_municipalities
from kenno.surveys.actions.tips import give_tip
from kenno.surveys.forms.tips import TipForm

TIPS_IN_AN_HOUR = 10
TIPS_WITH_AN_ADDRESS = 5


@public
@require_http_methods(["GET", "HEAD", "POST"])
def tip(request: HttpRequest) -> HttpResponse:
    """Show the form, with the municipality and name that the address brings, and keep a tip."""
    if request.method != "POST":
        place = municipality_by_slug(request.GET.get("kunta", ""))
        begun = {
            "stamp": new_stamp(),
            "municipality": place,
            "title": request.GET.get("nimi", "").strip()[:TITLE_LENGTH],
        }
        return _show(request, TipForm(initial=begun))
    form = TipForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    if not _may_tell(request, form.cleaned_data["email"]):
        form.add_error(None, _("Täältä on tullut jo monta vinkkiä. Yritä tunnin päästä."))
        return _show(request, form, status=429)
    give_tip(told=form.told(), language=get_language() or "fi", stamp=form.cleaned_data["stamp"])
    return redirect("surveys:tip_thanks")


def _may_tell(request: HttpRequest, email: str) -> bool:
    network = get_adapter().get_client_ip(request)
    if not may_go_on("tip", network, most=TIPS_IN_AN_HOUR):
        return False
    return not email or may_go_on("tip-mail", mailbox_of(email), most=TIPS_WITH_AN_ADDRESS)


def _show(request: HttpRequest, form: TipForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "municipalities": all_municipalities()}
    return render(request, "surveys/tip.html", context, status=status)


@public
@require_safe
def tip_thanks(request: HttpRequest) -> HttpResponse:
    """Say what happens next; whose the tip was is not told to whoever comes here."""
    return render(request, "surveys/tip_thanks.html")
