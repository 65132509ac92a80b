from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.people.views import (
    confirmations,
    contact_keeping,
    contacts,
    domains,
    inquiries,
    inquiry_keeping,
    messages,
    organisations,
    people,
    personal_data,
    second_factor,
    sign_in,
    tables,
    trail,
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
    path(
        _("tyopoyta/organisaatiot/<int:pk>/yhteyshenkilot/"),
        contact_keeping.organisation_contacts,
        name="organisation_contacts",
    ),
    path(_("tyopoyta/yhteystiedot/"), contacts.own_contacts, name="own_contacts"),
    path(_("tyopoyta/yhteystiedot/uusi/"), contacts.add_own_contact, name="add_own_contact"),
    path(_("tyopoyta/yhteystiedot/piilota/"), contacts.hide_contacts, name="hide_contacts"),
    path(_("tyopoyta/yhteystiedot/<int:pk>/"), contacts.own_contact, name="own_contact"),
    path(
        _("tyopoyta/yhteystiedot/<int:pk>/hylkaa/"),
        contacts.decline_contact,
        name="decline_contact",
    ),
    path(
        _("tyopoyta/yhteystiedot/<int:pk>/paata/"), contact_keeping.end_contact, name="end_contact"
    ),
    path(
        _("tyopoyta/yhteystiedot/<int:pk>/kutsu/"),
        contact_keeping.invite_again,
        name="invite_again",
    ),
    path(
        _("tyopoyta/yhteyshenkilot/vie/<slug:extension>/"),
        contact_keeping.export_contacts,
        name="export_contacts",
    ),
    path(
        _("tyopoyta/yhteyshenkilot/osoitteet/<slug:extension>/"),
        contact_keeping.export_addresses,
        name="export_addresses",
    ),
    path(
        _("yhteyshenkilo/vastattu/<slug:answer>/"),
        contacts.contact_answered,
        name="contact_answered",
    ),
    path(
        _("yhteyshenkilo/kutsu/<str:token>/"),
        contacts.contact_invitation,
        name="contact_invitation",
    ),
    path(_("yhteyshenkilo/<int:pk>/kysy/"), inquiries.ask_contact, name="ask_contact"),
    path(_("organisaatiot/<int:pk>/kysy/"), inquiries.ask_organisation, name="ask_organisation"),
    path(_("kysymys/lahetetty/"), inquiries.inquiry_sent, name="inquiry_sent"),
    path(_("kysymys/vahvista/<str:token>/"), inquiries.confirm_inquiry, name="confirm_inquiry"),
    path(_("kysymys/tila/<str:token>/"), inquiries.inquiry_status, name="inquiry_status"),
    path(_("kysymys/sulje/<str:token>/"), inquiries.close_sender, name="close_sender"),
    path(_("kysymys/ilmoita/<str:token>/"), inquiries.report_inquiry, name="report_inquiry"),
    path(_("tyopoyta/omat-viestit/"), inquiry_keeping.own_inquiries, name="own_inquiries"),
    path(
        _("tyopoyta/omat-viestit/<int:pk>/ota-takaisin/"),
        inquiry_keeping.take_back_inquiry,
        name="take_back_inquiry",
    ),
    path(
        _("tyopoyta/omat-viestit/suljetut/<int:pk>/avaa/"),
        inquiry_keeping.reopen_sender,
        name="reopen_sender",
    ),
    path(_("tyopoyta/kysymykset/"), inquiry_keeping.inquiries, name="inquiries"),
    path(
        _("tyopoyta/kysymykset/lahettajat/<int:pk>/avaa/"),
        inquiry_keeping.lift_sender,
        name="lift_sender",
    ),
    path(
        _("tyopoyta/yhteystiedot/vahvista/"),
        confirmations.confirm_own_contacts,
        name="confirm_own_contacts",
    ),
    path(
        _("tyopoyta/yhteystiedot/<int:pk>/seuraaja/"),
        confirmations.hand_over_contact,
        name="hand_over_contact",
    ),
    path(
        _("tyopoyta/yhteyshenkilot/vahvistusta-vailla/"),
        confirmations.unconfirmed_contacts,
        name="unconfirmed_contacts",
    ),
    path(
        _("tyopoyta/yhteyshenkilot/<int:pk>/kysy/"),
        confirmations.ask_contact_again,
        name="ask_contact_again",
    ),
    path(
        _("yhteyshenkilo/vahvista/<str:token>/"),
        confirmations.confirm_contacts,
        name="confirm_contacts",
    ),
    path(
        _("yhteyshenkilo/vahvistettu/<slug:answer>/"),
        confirmations.contacts_confirmed,
        name="contacts_confirmed",
    ),
    path(_("tyopoyta/omat-tiedot/"), personal_data.own_data, name="own_data"),
    path(
        _("tyopoyta/omat-tiedot/lataa/"), personal_data.download_own_data, name="download_own_data"
    ),
    path(_("tyopoyta/omat-tiedot/poista/"), personal_data.remove_own_data, name="remove_own_data"),
    path(_("tiedot-poistettu/"), personal_data.data_removed, name="data_removed"),
    path(
        _("tyopoyta/ihmiset/<int:pk>/poista-tiedot/"),
        personal_data.remove_person,
        name="remove_person",
    ),
    path(_("tyopoyta/asetukset/"), people.own_settings, name="settings"),
    path(_("tyopoyta/viestit/"), messages.outbox, name="outbox"),
    path(_("tyopoyta/viestit/uudelleen/"), messages.retry_messages, name="retry_messages"),
    path(_("tyopoyta/viestit/<int:pk>/"), messages.message, name="message"),
    path(_("tyopoyta/viestit/<int:pk>/uudelleen/"), messages.retry_message, name="retry_message"),
    path(
        _("tyopoyta/viestit/estetyt/"), messages.suppressed_addresses, name="suppressed_addresses"
    ),
    path(
        _("tyopoyta/viestit/estetyt/<int:pk>/salli/"),
        messages.lift_suppression,
        name="lift_suppression",
    ),
    path(_("tyopoyta/tapahtumat/"), trail.audit_trail, name="audit_trail"),
    path(_("tyopoyta/tapahtumat/vie/"), trail.export_audit_trail, name="export_audit_trail"),
]
