from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.practices.views import (
    asking,
    confirmations,
    contact,
    feed,
    inquiries,
    merged,
    reading,
    requests,
    suggestions,
    writing,
)

app_name = "practices"

urlpatterns = [
    path(_("kaytanteet/"), reading.practice_list, name="list"),
    path(_("kaytanteet/haku/ehdotukset/"), suggestions.suggest, name="suggest"),
    path(_("kaytanteet/syote/"), feed.feed, name="feed"),
    path(_("kaytanteet/aineisto/<int:pk>/"), reading.material, name="material"),
    path(_("kaytanteet/<slug:slug>/"), reading.practice, name="practice"),
    path(_("kaytanteet/<slug:slug>/tulosta/"), reading.print_practice, name="print"),
    path(_("kaytanteet/<slug:slug>/kysy/"), inquiries.ask, name="ask"),
    path(_("vahvista/kaytanteet/<str:token>/"), confirmations.confirm, name="confirm"),
    path(_("vahvista/kaytanteet/"), confirmations.confirmed, name="confirmed"),
    path(_("luonnos/<str:token>/"), requests.draft_request, name="draft_request"),
    path(_("luonnos/<str:token>/aloita/"), requests.start_request, name="start_request"),
    path(_("luonnos/<str:token>/teksti/"), requests.requested_draft, name="requested_draft"),
    path(
        _("luonnos/<str:token>/osa/<slug:name>/"),
        requests.requested_section,
        name="requested_section",
    ),
    path(_("luonnos/<str:token>/laheta/"), requests.submit_requested, name="submit_requested"),
    path(_("luonnos/<str:token>/siirra/"), requests.pass_on_request, name="pass_on_request"),
    path(_("luonnos/<str:token>/kieltaydy/"), requests.decline_request, name="decline_request"),
    path(_("tyopoyta/kaytanteet/<int:pk>/pyyda/"), asking.ask_owner, name="ask_owner"),
    path(
        _("tyopoyta/kaytanteet/pyynto/<int:pk>/peru/"),
        asking.revoke_request,
        name="revoke_request",
    ),
    path(_("tyopoyta/kaytanteet/vahvista/"), confirmations.confirm_own, name="confirm_own"),
    path(_("tyopoyta/kaytanteet/vahvistamattomat/"), confirmations.unconfirmed, name="unconfirmed"),
    path(_("tyopoyta/kaytanteet/<int:pk>/vahvista/"), confirmations.keep, name="keep"),
    path(_("tyopoyta/kaytanteet/"), writing.mine, name="mine"),
    path(_("tyopoyta/kaytanteet/uusi/"), writing.start, name="start"),
    path(_("tyopoyta/kaytanteet/<int:pk>/"), writing.write, name="write"),
    path(_("tyopoyta/kaytanteet/<int:pk>/osa/<slug:name>/"), writing.section, name="section"),
    path(
        _("tyopoyta/kaytanteet/<int:pk>/yhteyshenkilo/"),
        contact.choose_contact,
        name="choose_contact",
    ),
    path(_("tyopoyta/kaytanteet/<int:pk>/esikatselu/"), writing.preview, name="preview"),
    path(_("tyopoyta/kaytanteet/<int:pk>/yhdistetty/"), merged.merged, name="merged"),
    path(_("tyopoyta/kaytanteet/<int:pk>/laheta/"), writing.submit, name="submit"),
    path(_("tyopoyta/kaytanteet/<int:pk>/ota-takaisin/"), writing.withdraw, name="withdraw"),
    path(_("tyopoyta/kaytanteet/<int:pk>/poista/"), writing.delete_draft, name="delete_draft"),
]
