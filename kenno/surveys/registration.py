"""What this room tells the rooms below: the workspace, the trail, the clock."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kenno.core import audit
from kenno.core.clockwork import RegularWork, register_work
from kenno.core.personal_data import PersonalData, register_personal_data
from kenno.core.retention import RetentionRule, register_rule
from kenno.core.workspace import WorkspaceLink, register_link
from kenno.people.registry import register_need
from kenno.practices.actions.examples import register_removal
from kenno.surveys import rules, tasks
from kenno.surveys.actions import export_files, forgetting
from kenno.surveys.actions.generation import remove_example_rounds
from kenno.surveys.queries import personal_data

A_MINUTE: Final = 60.0

ACTIONS = {
    "surveys.round_started": _("Kysely aloitettu"),
    "surveys.round_changed": _("Kyselyä muutettu"),
    "surveys.round_copied": _("Kysely kopioitu"),
    "surveys.round_opened": _("Kysely avattu"),
    "surveys.round_paused": _("Kysely keskeytetty"),
    "surveys.round_resumed": _("Kyselyä jatkettu"),
    "surveys.round_closed": _("Kysely suljettu"),
    "surveys.round_archived": _("Kysely arkistoitu"),
    "surveys.round_deleted": _("Kyselyn luonnos poistettu"),
    "surveys.question_added": _("Kysymys lisätty kyselyyn"),
    "surveys.question_changed": _("Kyselyn kysymystä muutettu"),
    "surveys.question_replaced": _("Kyselyn kysymys korvattu uudella"),
    "surveys.question_moved": _("Kyselyn kysymysten järjestystä muutettu"),
    "surveys.answered": _("Kyselyn kysymykseen vastattu"),
    "surveys.practice_joined": _("Kyselyssä liitytty toisen käytänteeseen"),
    "surveys.practice_left_out": _("Käytänne jätetty pois vastauksesta"),
    "surveys.answer_submitted": _("Vastaus kyselyyn lähetetty"),
    "surveys.delegated": _("Kysely siirretty toiselle"),
    "surveys.declined": _("Kyselystä kieltäydytty"),
    "surveys.receipt": _("Vahvistus vastauksesta kyselyyn"),
    "surveys.delegation": _("Pyyntö vastata kyselyyn toisen sijasta"),
    "surveys.trial_started": _("Kyselyä kokeiltu"),
    "surveys.answer_started": _("Kyselyyn vastaaminen aloitettu"),
    "surveys.recipient_added": _("Vastaanottaja lisätty kyselyyn"),
    "surveys.recipients_proposed": _("Ehdotetut vastaanottajat lisätty kyselyyn"),
    "surveys.recipients_imported": _("Vastaanottajia tuotu kyselyyn tiedostosta"),
    "surveys.recipient_main": _("Kunnan päävastaanottaja vaihdettu"),
    "surveys.recipient_removed": _("Vastaanottaja poistettu kyselystä"),
    "surveys.invitation": _("Kutsu kyselyyn"),
    "surveys.invitation_sent_again": _("Kutsu kyselyyn lähetetty uudelleen"),
    "surveys.invitation_revoked": _("Kutsu kyselyyn peruttu"),
    "surveys.reminder": _("Muistutus kyselystä"),
    "surveys.reminder_planned": _("Muistutus suunniteltu"),
    "surveys.reminder_cancelled": _("Muistutus peruttu"),
    "surveys.question_removed": _("Kysymys poistettu kyselystä"),
    "surveys.answers_exported": _("Kyselyn vastaukset viety tiedostoon"),
    "surveys.answers_fetched": _("Kyselyn vastaukset ladattu tiedostona"),
    "surveys.invitation_reminded": _("Kutsusta muistutettu"),
    "surveys.generated": _("Kysely luotu mittauksia varten"),
}

SUBJECTS = {
    "surveys.surveyround": _("Kysely"),
    "surveys.question": _("Kyselyn kysymys"),
    "surveys.recipient": _("Kyselyn vastaanottaja"),
    "surveys.invitation": _("Kutsu kyselyyn"),
    "surveys.response": _("Vastaus kyselyyn"),
    "surveys.reminder": _("Muistutus"),
}


def register() -> None:
    """Register links and names; called once, when Django is ready."""
    register_link(
        "surveys", WorkspaceLink(_("Kyselyt"), "surveys:rounds", 30, rules.can_see_rounds)
    )
    register_link(
        "surveys-followed",
        WorkspaceLink(_("Kyselyjen seuranta"), "surveys:followed", 31, rules.can_follow_rounds),
    )
    register_removal("surveys", remove_example_rounds)
    register_work("surveys.rounds", RegularWork(A_MINUTE, tasks.run_rounds.enqueue))
    register_need("surveys", personal_data.is_asked)
    register_personal_data(
        "surveys.asked",
        PersonalData(_("Kyselyt, joihin sinulta pyydetään vastausta"), 45, personal_data.asked),
    )
    register_personal_data(
        "surveys.invited",
        PersonalData(
            _("Kutsusi kyselyihin"), 46, personal_data.invited, forgetting.forget_invitations
        ),
    )
    register_personal_data(
        "surveys.files",
        PersonalData(
            _("Pyytämäsi tiedostot kyselyjen vastauksista"),
            47,
            personal_data.files,
            export_files.forget_person_files,
        ),
    )
    register_rule(
        "surveys.answers_files",
        RetentionRule(
            "Files of a survey's answers deleted after 24 hours", export_files.forget_answers_files
        ),
    )
    audit.name_actions(ACTIONS)
    audit.name_subjects(SUBJECTS)
