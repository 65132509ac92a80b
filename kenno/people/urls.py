from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.people.views import people, records, sign_in

app_name = "people"

urlpatterns = [
    path(_("kirjaudu/linkki/<str:token>/"), sign_in.use_sign_in_link, name="use_sign_in_link"),
    path(_("tyopoyta/ihmiset/"), people.people, name="people"),
    path(_("tyopoyta/ihmiset/lisaa/"), people.add_person, name="add_person"),
    path(_("tyopoyta/ihmiset/<int:pk>/"), people.person, name="person"),
    path(_("tyopoyta/ihmiset/<int:pk>/sulje/"), people.deactivate, name="deactivate"),
    path(
        _("tyopoyta/ihmiset/roolit/<int:pk>/poista/"),
        people.remove_membership,
        name="remove_membership",
    ),
    path(_("tyopoyta/asetukset/"), people.own_settings, name="settings"),
    path(_("tyopoyta/viestit/"), records.outbox, name="outbox"),
    path(_("tyopoyta/viestit/<int:pk>/"), records.message, name="message"),
    path(_("tyopoyta/viestit/<int:pk>/uudelleen/"), records.retry_message, name="retry_message"),
    path(_("tyopoyta/tapahtumat/"), records.audit_trail, name="audit_trail"),
]
