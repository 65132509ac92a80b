"""What this room adds to the workspace: its menu, its front page, the names of what it does."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kenno.core import audit
from kenno.core.navigation import register_footer_link
from kenno.core.workspace import (
    Person,
    WorkspaceLink,
    WorkspacePanel,
    register_link,
    register_panel,
)
from kenno.people import rules
from kenno.people.queries.persons import undelivered
from kenno.people.views.organisations import municipality_panel
from kenno.places.panels import register_municipality_panel

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
    "people.settings_changed": _("Omat tiedot muutettu"),
    "people.link_made": _("Kirjautumislinkki tehty"),
    "people.link_used": _("Kirjauduttu linkillä"),
    "people.message_retried": _("Viesti lähetetty uudelleen"),
    "people.organisation_added": _("Organisaatio lisätty"),
    "people.organisation_changed": _("Organisaation tietoja muutettu"),
    "people.organisation_closed": _("Organisaatio merkitty lopettaneeksi"),
    "people.organisation_reopened": _("Organisaatio otettu taas käyttöön"),
    "people.organisations_imported": _("Organisaatioita tuotu tiedostosta"),
    "people.organisations_loaded": _("Alueiden omat organisaatiot tehty"),
    "people.invitation": _("Kutsu"),
    "people.sign_in_code": _("Kirjautumiskoodi"),
}


def _has_no_role(person: Person) -> bool:
    return not rules.has_workspace(person)


def _no_role_panel(request: HttpRequest) -> SafeString:
    return render_to_string("people/panels/no_role.html", {"person": request.user}, request)


def _undelivered_panel(request: HttpRequest) -> SafeString | None:
    failed, stuck = undelivered()
    if not failed and not stuck:
        return None
    counts = {"failed": failed, "stuck": stuck}
    return render_to_string("people/panels/undelivered.html", counts, request)


def _organisations(_request: HttpRequest) -> str:
    return reverse("people:organisations")


def register() -> None:
    """Register links, panels and names; call once, from AppConfig.ready."""
    links = [
        (
            "writers",
            _("Kunnan kirjoittajat"),
            "people:writers",
            55,
            rules.is_main_contributor_somewhere,
        ),
        ("people", _("Ihmiset"), "people:people", 60, rules.can_manage_people),
        ("domains", _("Kuntien sähköpostit"), "people:domains", 62, rules.can_manage_people),
        (
            "organisations",
            _("Organisaatiot"),
            "people:kept_organisations",
            65,
            rules.can_keep_organisations,
        ),
        ("outbox", _("Viestit"), "people:outbox", 70, rules.can_read_outbox),
        ("audit", _("Tapahtumat"), "people:audit_trail", 80, rules.can_read_audit),
        ("settings", _("Omat tiedot"), "people:settings", 90, rules.is_signed_in),
        ("sign_out", _("Kirjaudu ulos"), "account_logout", 100, rules.is_signed_in),
    ]
    for name, label, url_name, order, is_for in links:
        register_link(f"people.{name}", WorkspaceLink(label, url_name, order, is_for))
    register_panel("people.no_role", WorkspacePanel(0, _has_no_role, _no_role_panel))
    register_panel(
        "people.undelivered", WorkspacePanel(90, rules.can_read_outbox, _undelivered_panel)
    )
    register_municipality_panel("organisations", municipality_panel)
    register_footer_link("organisations", _("Organisaatiot"), _organisations, 5)
    audit.name_actions(ACTIONS)
