from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.vocabulary import views

app_name = "vocabulary"

urlpatterns = [
    path(_("sanasto/ehdota/"), views.suggest, name="suggest"),
]
