"""What keeps practices up to date: the yearly question, its panels, the clock."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kenno.core.audit import name_actions
from kenno.core.clockwork import RegularWork, register_work
from kenno.core.personal_data import PersonalData, register_personal_data
from kenno.core.retention import RetentionRule, register_rule
from kenno.core.workspace import (
    WorkspaceLink,
    WorkspacePanel,
    register_link,
    register_panel,
    register_waiting,
)
from kenno.people.registry import register_need
from kenno.practices import rules, tasks
from kenno.practices.actions import confirmations as actions
from kenno.practices.actions import request_keeping
from kenno.practices.queries import personal_data
from kenno.practices.views import confirmations

# Asked every few hours, since a site that is started anew loses count; each acts once a day.
SIX_HOURS: Final = 6 * 3600.0


def register() -> None:
    """Register all this; called once, with the rest of the room."""
    register_waiting("practices.yearly", 16, confirmations.own_question)
    register_panel(
        "practices.unconfirmed",
        WorkspacePanel(41, rules.can_follow_confirmations, confirmations.unconfirmed_panel),
    )
    register_link(
        "practices.unconfirmed",
        WorkspaceLink(
            _("Vahvistamattomat käytänteet"),
            "practices:unconfirmed",
            25,
            rules.can_follow_confirmations,
        ),
    )
    register_work(
        "practices.confirmations", RegularWork(SIX_HOURS, tasks.ask_about_practices.enqueue)
    )
    register_personal_data(
        "practices.written", PersonalData(_("Käytänteet"), 40, personal_data.written)
    )
    register_personal_data(
        "practices.confirmed",
        PersonalData(_("Vahvistamasi käytänteet"), 41, personal_data.confirmed),
    )
    register_need("practices.requests", personal_data.is_asked)
    register_personal_data(
        "practices.requests",
        PersonalData(
            _("Luonnokset, joita sinua on pyydetty täydentämään"),
            42,
            personal_data.asked_to_complete,
            request_keeping.forget_requests_of,
        ),
    )
    register_rule(
        "practices.requests",
        RetentionRule(
            "Who was asked to complete a draft forgotten 12 months after the link ended",
            request_keeping.forget_requests,
        ),
    )
    register_rule(
        "practices.answers",
        RetentionRule(
            "Yearly answers on practices deleted after 24 months", actions.delete_old_answers
        ),
    )
    name_actions(
        {
            "practices.confirmed": _("Käytänne vahvistettu"),
            "practices.archiving_asked": _("Käytännettä pyydetty arkistoimaan"),
            "practices.yearly_question": _("Käytänteiden vahvistuspyyntö"),
        }
    )
