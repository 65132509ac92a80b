from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.surveys.views import invitations, rounds

app_name = "surveys"

urlpatterns = [
    path(_("kysely/<str:token>/"), invitations.invitation, name="invitation"),
    path(_("tyopoyta/kyselyt/"), rounds.rounds, name="rounds"),
]
