"""What this room adds to the workspace: its menu, its front page, the names of what it does."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kenno.core import audit
from kenno.core.enums import WorkspaceGroup
from kenno.core.navigation import register_footer_link
from kenno.core.workspace import (
    Person,
    WorkspaceLink,
    WorkspacePanel,
    register_link,
    register_panel,
    register_waiting,
)
from kenno.people import rules, upkeep
from kenno.people.actions import inquiry_following
from kenno.people.queries.messages import undelivered
from kenno.people.registry import (
    ContactFollower,
    register_contact_follower,
    register_organisation_panel,
)
from kenno.people.views import contact_keeping, inquiries
from kenno.people.views.organisations import municipality_panel
from kenno.people.views.waiting import waiting_cards
from kenno.places.panels import register_municipality_panel, register_region_panel

ACTIONS = {
    "people.role_given": _("Rooli annettu"),
    "people.role_taken": _("Rooli poistettu"),
    "people.domain_added": _("Kunnan sähköpostin loppuosa lisätty"),
    "people.domain_removed": _("Kunnan sähköpostin loppuosa poistettu"),
    "people.joined_by_domain": _("Liitytty kunnan sähköpostilla"),
    "people.second_factor_added": _("Kirjautumisen toinen vaihe lisätty"),
    "people.second_factor_replaced": _("Kirjautumisen toinen vaihe vaihdettu"),
    "people.second_factor_removed": _("Kirjautumisen toinen vaihe poistettu"),
    "people.second_factor_codes": _("Uudet varakoodit tehty"),
    "people.second_factor_reset": _("Kirjautumisen toinen vaihe nollattu"),
    "people.closed": _("Tunnus suljettu"),
    "people.reopened": _("Tunnus avattu uudelleen"),
    "people.settings_changed": _("Asetukset muutettu"),
    "people.link_made": _("Kirjautumislinkki tehty"),
    "people.link_used": _("Kirjauduttu linkillä"),
    "people.message_retried": _("Viesti lähetetty uudelleen"),
    "people.messages_retried": _("Viestejä lähetetty uudelleen"),
    "people.address_lifted": _("Estetty osoite sallittu"),
    "people.audit_exported": _("Tapahtumat viety tiedostoon"),
    "people.organisation_added": _("Organisaatio lisätty"),
    "people.organisation_changed": _("Organisaation tietoja muutettu"),
    "people.organisation_closed": _("Organisaatio merkitty lopettaneeksi"),
    "people.organisation_reopened": _("Organisaatio otettu taas käyttöön"),
    "people.organisations_imported": _("Organisaatioita tuotu tiedostosta"),
    "people.generated": _("Henkilöitä ja organisaatioita tehty mittauksia varten"),
    "people.organisations_loaded": _("Alueiden omat organisaatiot tehty"),
    "people.contact_added": _("Yhteyshenkilö lisätty"),
    "people.contact_invited": _("Kutsuttu yhteyshenkilöksi"),
    "people.contact_accepted": _("Suostuttu yhteyshenkilöksi"),
    "people.contact_declined": _("Kieltäydytty yhteyshenkilön tehtävästä"),
    "people.contact_changed": _("Yhteyshenkilökorttia muutettu"),
    "people.contact_hidden": _("Yhteyshenkilö piilotettu ja suostumus peruttu"),
    "people.contact_ended": _("Yhteyshenkilön tehtävä päättynyt"),
    "people.contact_invitation_cancelled": _("Kutsu yhteyshenkilöksi peruttu"),
    "people.contact_addresses_exported": _("Yhteyshenkilöiden osoitteet viety tiedostoon"),
    "people.contact_invitation": _("Kutsu yhteyshenkilöksi"),
    "people.inquiry": _("Kysymys yhteyshenkilölle"),
    "people.inquiry_asked": _("Kysymys kirjoitettu"),
    "people.inquiry_confirmation": _("Kysymyksen vahvistuspyyntö"),
    "people.inquiry_confirmed": _("Kysymys vahvistettu"),
    "people.inquiry_disowned": _("Kysymys ei ollut osoitteen haltijan"),
    "people.inquiry_receipt": _("Kuitti kysymyksestä"),
    "people.inquiry_reported": _("Kysymyksestä ilmoitettu asiattomana"),
    "people.inquiry_taken_back": _("Kysymys otettu takaisin"),
    "people.sender_closed": _("Vastaanottaja sulki kysyjän"),
    "people.sender_reopened": _("Vastaanottaja avasi kysyjän"),
    "people.sender_stopped": _("Kysyjän viestien välitys lopetettu"),
    "people.sender_lifted": _("Kysyjän viestien välitys sallittu"),
    "people.invitation": _("Kutsu"),
    "people.sign_in_code": _("Kirjautumiskoodi"),
}

SUBJECTS = {
    "people.user": _("Henkilö"),
    "people.organisation": _("Organisaatio"),
    "people.inquiry": _("Kysymys"),
    "people.inquirysender": _("Kysyjä"),
    "people.closedsender": _("Suljettu kysyjä"),
    "core.outboxmessage": _("Viesti"),
    "core.suppressedaddress": _("Estetty osoite"),
}


def _has_no_role(person: Person) -> bool:
    return not rules.has_workspace(person)


def _no_role_panel(request: HttpRequest) -> SafeString:
    return render_to_string("people/panels/no_role.html", {"person": request.user}, request)


def _undelivered_panel(request: HttpRequest) -> SafeString | None:
    refused, stuck = undelivered()
    if not refused and not stuck:
        return None
    counts = {"refused": refused, "stuck": stuck}
    return render_to_string("people/panels/undelivered.html", counts, request)


def _organisations(_request: HttpRequest) -> str:
    return reverse("people:organisations")


def register() -> None:
    """Register links, panels and names; call once, from AppConfig.ready."""
    work, network, service, own = WorkspaceGroup
    links = [
        (work, "writers", _("Kunnan kirjoittajat"), 55, rules.is_main_contributor_somewhere),
        (network, "people", _("Ihmiset"), 60, rules.can_manage_people),
        (network, "kept_organisations", _("Organisaatiot"), 62, rules.can_keep_organisations),
        (network, "domains", _("Kuntien sähköpostit"), 65, rules.can_manage_people),
        (service, "inquiries", _("Kysymykset"), 62, rules.can_see_inquiries),
        (service, "outbox", _("Lähtevä posti"), 70, rules.can_read_outbox),
        (service, "audit_trail", _("Tapahtumaloki"), 80, rules.can_read_audit),
        (own, "own_inquiries", _("Omat viestit"), 20, rules.is_signed_in),
        (own, "own_contacts", _("Omat yhteystiedot"), 40, rules.is_signed_in),
        (own, "settings", _("Asetukset"), 50, rules.is_signed_in),
    ]
    for group, name, label, order, is_for in links:
        link = WorkspaceLink(label, f"people:{name}", order, is_for, group)
        register_link(f"people.{name}", link)
    sign_out = WorkspaceLink(_("Kirjaudu ulos"), "account_logout", 100, rules.is_signed_in, own)
    register_link("people.sign_out", sign_out)
    register_waiting("people.cards", 10, waiting_cards)
    register_panel("people.no_role", WorkspacePanel(0, _has_no_role, _no_role_panel))
    register_panel(
        "people.undelivered", WorkspacePanel(90, rules.can_read_outbox, _undelivered_panel)
    )
    register_municipality_panel("contacts", contact_keeping.municipality_panel)
    register_region_panel("contacts", contact_keeping.region_panel)
    register_organisation_panel("contacts", contact_keeping.organisation_panel)
    register_organisation_panel("inquiries", inquiries.organisation_panel)
    register_contact_follower(
        "inquiries",
        ContactFollower(
            changed=inquiry_following.follow_change,
            replaced=inquiry_following.follow_replacement,
        ),
    )
    register_municipality_panel("organisations", municipality_panel)
    register_footer_link("organisations", _("Organisaatiot"), _organisations, 5)
    audit.name_actions(ACTIONS)
    audit.name_subjects(SUBJECTS)
    upkeep.register()
