from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.moderation import views

app_name = "moderation"

urlpatterns = [
    path(_("tyopoyta/tarkistus/"), views.queue, name="queue"),
    path(_("tyopoyta/tarkistus/<slug:kind>/<int:pk>/"), views.review, name="review"),
    path(_("tyopoyta/tarkistus/<slug:kind>/<int:pk>/julkaise/"), views.approve, name="approve"),
    path(_("tyopoyta/tarkistus/<slug:kind>/<int:pk>/palauta/"), views.give_back, name="return"),
    path(_("tyopoyta/tarkistus/<slug:kind>/<int:pk>/arkistoi/"), views.archive, name="archive"),
    path(_("tyopoyta/tarkistus/<slug:kind>/<int:pk>/ota-takaisin/"), views.restore, name="restore"),
]
