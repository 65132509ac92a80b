from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.places import views

app_name = "places"

urlpatterns = [
    path(_("kunnat/"), views.municipalities, name="municipalities"),
    path(_("kunnat/<slug:slug>/"), views.municipality, name="municipality"),
    path(_("maakunnat/<slug:slug>/"), views.region, name="region"),
]
