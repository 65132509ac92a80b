from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.search.views import managing, saving, searches

app_name = "search"

urlpatterns = [
    path(_("hakuvahti/"), saving.save, name="save"),
    path(_("hakuvahti/vahvista/"), saving.confirmation_sent, name="confirmation_sent"),
    path(_("hakuvahti/vahvista/<str:token>/"), saving.confirm, name="confirm"),
    path(_("hakuvahti/lopeta/<str:token>/"), managing.stop, name="stop"),
    path(_("hakuvahti/oma/<str:token>/"), managing.manage, name="manage"),
    path(_("tyopoyta/hakuvahdit/"), managing.saved_searches, name="saved_searches"),
    path(_("tyopoyta/hakuvahdit/<int:pk>/"), managing.change, name="change"),
    path(_("tyopoyta/haut/"), searches.searches, name="searches"),
]
