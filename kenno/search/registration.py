"""What this room adds to the workspace and to the clock, and the names of what it does."""

from django.utils.translation import gettext_lazy as _

from kenno.core.audit import name_actions, name_subjects
from kenno.core.clockwork import RegularWork, register_work
from kenno.core.enums import WorkspaceGroup
from kenno.core.personal_data import PersonalData, register_personal_data
from kenno.core.workspace import WorkspaceLink, register_link
from kenno.people.rules import is_signed_in
from kenno.search import personal_data, rules, tasks
from kenno.search.semantic import after_index_change, follow_index

QUARTER_OF_AN_HOUR = 15 * 60.0


def register() -> None:
    """Register links, names and the clock's work; call once, from AppConfig.ready."""
    register_link(
        "search.saved",
        WorkspaceLink(
            _("Hakuvahdit"), "search:saved_searches", 30, is_signed_in, WorkspaceGroup.OWN
        ),
    )
    register_link(
        "search.searches",
        WorkspaceLink(
            _("Haut"), "search:searches", 65, rules.can_read_searches, WorkspaceGroup.SERVICE
        ),
    )
    register_work("search.digests", RegularWork(QUARTER_OF_AN_HOUR, tasks.send_due_digests.enqueue))
    follow_index("search.vectors", tasks.start_embedding)
    register_work("search.vectors", RegularWork(QUARTER_OF_AN_HOUR, after_index_change))
    register_personal_data(
        "search.saved",
        PersonalData(_("Hakuvahdit"), 30, personal_data.collect, personal_data.forget),
    )
    name_subjects({"search.savedsearch": _("Hakuvahti")})
    name_actions(
        {
            "search.saved": _("Hakuvahti tallennettu"),
            "search.confirmed": _("Hakuvahti vahvistettu"),
            "search.frequency_changed": _("Hakuvahdin tahtia muutettu"),
            "search.stopped": _("Hakuvahti lopetettu"),
            "search.resumed": _("Hakuvahtia jatkettu"),
            "search.saved_pruned": _("Vanhoja hakuvahteja poistettu"),
            "search.confirmation": _("Hakuvahdin vahvistuspyyntö"),
            "search.digest": _("Hakuvahdin viesti"),
        }
    )
