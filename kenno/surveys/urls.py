from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.surveys.views import exports, invitations, rounds, summaries, tracking

app_name = "surveys"

urlpatterns = [
    path(_("kysely/<str:token>/"), invitations.invitation, name="invitation"),
    path(_("tyopoyta/kyselyt/"), rounds.rounds, name="rounds"),
    path(_("kyselyt/<int:pk>/"), summaries.summary, name="summary"),
    path(_("tyopoyta/kyselyt/<int:pk>/vie/"), exports.export, name="export"),
    path(_("tyopoyta/kyselyt/seuranta/"), tracking.followed, name="followed"),
    path(_("tyopoyta/kyselyt/<int:pk>/seuranta/"), tracking.tracker, name="tracker"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/seuranta/kunnat/"),
        tracking.tracked_list,
        name="tracked_list",
    ),
    path(
        _("tyopoyta/kyselyt/<int:pk>/seuranta/kunnat/<slug:slug>/"),
        tracking.tracked_municipality,
        name="tracked_municipality",
    ),
]
