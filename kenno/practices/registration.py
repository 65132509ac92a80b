"""What this room tells the rooms below: moderation, search, places and the workspace."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kenno.core.audit import name_actions, name_subjects
from kenno.core.workspace import (
    WorkspaceLink,
    WorkspacePanel,
    register_link,
    register_panel,
    register_waiting,
)
from kenno.moderation.registry import ModeratedKind, register_kind, register_way_back
from kenno.people.models import User
from kenno.people.registry import (
    ContactFollower,
    register_contact_follower,
    register_organisation_panel,
)
from kenno.people.rules import is_contributor
from kenno.places.panels import (
    register_municipality_panel,
    register_practice_counts,
    register_region_panel,
)
from kenno.practices import rules, upkeep
from kenno.practices.actions import contacts as contact_actions
from kenno.practices.actions import publication, requests
from kenno.practices.forms.sections import SECTIONS
from kenno.practices.models import Practice
from kenno.practices.queries import documents, names
from kenno.practices.queries.completeness import missing_for_publication
from kenno.practices.queries.description import describe
from kenno.practices.queries.pages import counts_by_municipality
from kenno.practices.queries.watching import WATCHABLE
from kenno.practices.views import asking, panels
from kenno.search.documents import SearchSource, register_source
from kenno.search.watching import register_watchable


def _edit_url(practice: Practice) -> str:
    return reverse("practices:write", args=[practice.pk])


def _parts(practice: Practice) -> list[tuple[str, str]]:
    return [(section.name, str(section.title)) for section in SECTIONS]


def _part_url(practice: Practice, part: str) -> str:
    return reverse("practices:section", args=[practice.pk, part])


def _author(practice: Practice) -> User | None:
    return practice.created_by


def _preview_url(practice: Practice) -> str:
    return reverse("practices:preview", args=[practice.pk])


def _for_lists() -> QuerySet[Practice]:
    return Practice.objects.select_related("municipality")


def _place(practice: Practice) -> str:
    return practice.municipality.name


def _region_id(practice: Practice) -> int:
    return practice.municipality.region_id


def register() -> None:
    """Register practices with the rooms below; called once, when Django is ready."""
    name_subjects({"practices.practice": _("Hyvä käytänne")})
    name_actions(
        {
            "practices.started": _("Aloitettu"),
            "practices.contact_chosen": _("Yhteyshenkilö valittu"),
            "practices.draft_deleted": _("Luonnos poistettu"),
            "practices.split": _("Jaettu kahdeksi käytänteeksi"),
            "practices.split_off": _("Erotettu toisesta käytänteestä"),
            "practices.merged": _("Toinen käytänne yhdistetty tähän"),
            "practices.themes_suggested": _("Kone ehdotti teemat tekstin perusteella"),
            "practices.examples_loaded": _("Esimerkit lisätty"),
            "practices.examples_removed": _("Esimerkit poistettu"),
            "practices.generated": _("Käytänteitä tehty mittauksia varten"),
            "practices.owner_asked": _("Omistajaa pyydetty täydentämään"),
            "practices.request_started": _("Omistaja aloitti täydentämisen"),
            "practices.request_passed_on": _("Täydentämispyyntö siirretty toiselle"),
            "practices.request_declined": _("Täydentämisestä kieltäydytty"),
            "practices.request_revoked": _("Täydentämispyyntö peruttu"),
            "practices.draft_request": _("Pyyntö täydentää luonnosta"),
            "practices.draft_receipt": _("Vahvistus luonnoksen lähettämisestä"),
        }
    )
    register_kind(
        ModeratedKind(
            name="kaytanne",
            label=_("hyvä käytänne"),
            model=Practice,
            for_lists=_for_lists,
            missing=missing_for_publication,
            describe=describe,
            before_publication=publication.prepare_publication,
            after_change=publication.after_change,
            edit_url=_edit_url,
            preview_url=_preview_url,
            public_url=Practice.get_absolute_url,
            parts=_parts,
            part_url=_part_url,
            author=_author,
            place=_place,
            region_id=_region_id,
            in_regions=Practice.objects.of_regions,
        )
    )
    register_source(
        SearchSource(
            kind=documents.KIND,
            keys=documents.keys_of_published,
            documents=documents.documents,
            facets=documents.FACETS,
            names=names.filter_names,
            fields=names.FIELDS,
        )
    )
    register_watchable(WATCHABLE)
    register_municipality_panel("practices", panels.municipality_panel)
    register_region_panel("practices", panels.region_panel)
    register_organisation_panel("practices", panels.organisation_panel)
    register_contact_follower(
        "practices",
        ContactFollower(
            changed=contact_actions.follow_change, replaced=contact_actions.follow_replacement
        ),
    )
    register_practice_counts(counts_by_municipality)
    register_link(
        "practices",
        WorkspaceLink(
            label=_("Käytänteet"),
            url_name="practices:mine",
            order=10,
            is_for=rules.can_start_practice,
        ),
    )
    register_way_back("practices.requests", requests.way_back)
    register_waiting("practices.returned", 20, panels.returned_texts)
    register_waiting("practices.declined", 21, asking.declined_requests)
    register_panel(
        "practices.municipalities",
        WorkspacePanel(order=10, is_for=is_contributor, render=panels.own_municipalities_panel),
    )
    register_panel(
        "practices",
        WorkspacePanel(order=20, is_for=rules.can_start_practice, render=panels.practices_panel),
    )
    upkeep.register()
