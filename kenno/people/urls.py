from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.people.views import (
    domains,
    organisations,
    people,
    records,
    second_factor,
    sign_in,
    tables,
    writers,
)

app_name = "people"

urlpatterns = [
    path(_("kirjaudu/linkki/<str:token>/"), sign_in.use_sign_in_link, name="use_sign_in_link"),
    path(_("tyopoyta/ihmiset/"), people.people, name="people"),
    path(_("tyopoyta/ihmiset/lisaa/"), people.add_person, name="add_person"),
    path(_("tyopoyta/ihmiset/<int:pk>/"), people.person, name="person"),
    path(_("tyopoyta/ihmiset/<int:pk>/sulje/"), people.deactivate, name="deactivate"),
    path(
        _("tyopoyta/ihmiset/<int:pk>/nollaa-toinen-vaihe/"),
        second_factor.reset_second_factor,
        name="reset_second_factor",
    ),
    path(
        _("tyopoyta/ihmiset/roolit/<int:pk>/poista/"),
        people.remove_membership,
        name="remove_membership",
    ),
    path(_("tyopoyta/kuntien-sahkopostit/"), domains.domains, name="domains"),
    path(_("tyopoyta/kuntien-sahkopostit/lisaa/"), domains.add_domain, name="add_domain"),
    path(
        _("tyopoyta/kuntien-sahkopostit/<int:pk>/poista/"),
        domains.remove_domain,
        name="remove_domain",
    ),
    path(_("tyopoyta/kirjoittajat/"), writers.writers, name="writers"),
    path(_("tyopoyta/kirjoittajat/kutsu/"), writers.invite_writer, name="invite_writer"),
    path(_("tyopoyta/kirjoittajat/<int:pk>/poista/"), writers.remove_writer, name="remove_writer"),
    path(_("organisaatiot/"), organisations.organisations, name="organisations"),
    path(_("organisaatiot/<int:pk>/"), organisations.organisation, name="organisation"),
    path(_("tyopoyta/organisaatiot/"), organisations.kept_organisations, name="kept_organisations"),
    path(
        _("tyopoyta/organisaatiot/lisaa/"), organisations.add_organisation, name="add_organisation"
    ),
    path(_("tyopoyta/organisaatiot/tuo/"), tables.import_file, name="import_organisations"),
    path(_("tyopoyta/organisaatiot/tuo/tallenna/"), tables.apply_import, name="apply_import"),
    path(
        _("tyopoyta/organisaatiot/vie/<slug:extension>/"),
        tables.export_file,
        name="export_organisations",
    ),
    path(
        _("tyopoyta/organisaatiot/<int:pk>/"),
        organisations.change_organisation,
        name="change_organisation",
    ),
    path(
        _("tyopoyta/organisaatiot/<int:pk>/lopeta/"),
        organisations.deactivate_organisation,
        name="deactivate_organisation",
    ),
    path(
        _("tyopoyta/organisaatiot/<int:pk>/avaa/"),
        organisations.reopen_organisation,
        name="reopen_organisation",
    ),
    path(_("tyopoyta/asetukset/"), people.own_settings, name="settings"),
    path(_("tyopoyta/viestit/"), records.outbox, name="outbox"),
    path(_("tyopoyta/viestit/<int:pk>/"), records.message, name="message"),
    path(_("tyopoyta/viestit/<int:pk>/uudelleen/"), records.retry_message, name="retry_message"),
    path(_("tyopoyta/tapahtumat/"), records.audit_trail, name="audit_trail"),
]
