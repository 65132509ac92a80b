"""What this room tells the rooms below: the workspace, the trail, the clock."""

from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kenno.core import audit
from kenno.core.clockwork import RegularWork, register_work
from kenno.core.navigation import register_footer_link
from kenno.core.personal_data import PersonalData, register_personal_data
from kenno.core.retention import RetentionRule, register_rule
from kenno.core.workspace import WorkspaceLink, register_link, register_waiting
from kenno.moderation.registry import register_origin, register_way_back
from kenno.people.registry import register_need
from kenno.practices.actions.examples import register_addition, register_removal
from kenno.surveys import rules, tasks
from kenno.surveys.actions import export_files, forgetting, returning
from kenno.surveys.actions import tip_keeping as keeping
from kenno.surveys.actions.examples import add_example_rounds
from kenno.surveys.actions.generation import remove_example_rounds
from kenno.surveys.actions.tip_examples import add_example_tips, remove_example_tips
from kenno.surveys.queries import personal_data
from kenno.surveys.views import handled, tip_keeping

A_MINUTE: Final = 60.0
AN_HOUR: Final = 3600.0

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
    "surveys.response_reopened": _("Vastaus kyselyyn avattu uudelleen"),
    "surveys.response_closed_again": _("Uudelleen avattu vastaus suljettu"),
    "surveys.practice_split": _("Vastauksen käytänne jaettu kahdeksi"),
    "surveys.practices_merged": _("Vastauksen käytänne yhdistetty toiseen"),
    "surveys.practice_taken_over": _("Koordinaattori otti käytänteen viimeisteltäväksi"),
    "surveys.practice_rejected": _("Vastauksen käytännettä ei julkaista"),
    "surveys.delegated": _("Kysely siirretty toiselle"),
    "surveys.declined": _("Kyselystä kieltäydytty"),
    "surveys.receipt": _("Vahvistus vastauksesta kyselyyn"),
    "surveys.delegation": _("Pyyntö vastata kyselyyn toisen sijasta"),
    "surveys.trial_started": _("Kyselyä kokeiltu"),
    "surveys.answer_started": _("Kyselyyn vastaaminen aloitettu"),
    "surveys.interview_started": _("Haastattelu aloitettu"),
    "surveys.interview_finished": _("Haastattelu lähetetty hyväksyttäväksi"),
    "surveys.approval": _("Pyyntö hyväksyä haastattelussa kirjoitettu vastaus"),
    "surveys.mail_stopped": _("Viestit kyselystä lopetettu"),
    "surveys.recipient_replaced": _("Kunnalle valittu uusi päävastaanottaja"),
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
    "surveys.tip_given": _("Vinkki annettu"),
    "surveys.tip_sent_on": _("Vinkki lähetetty omistajalle"),
    "surveys.tip_joined": _("Vinkki liitetty käytänteeseen"),
    "surveys.tip_put_aside": _("Vinkki pantu sivuun"),
    "surveys.tips_deleted": _("Vanhoja vinkkejä poistettu"),
    "surveys.tip_published": _("Kiitos julkaistusta vinkistä"),
}

SUBJECTS = {
    "surveys.surveyround": _("Kysely"),
    "surveys.question": _("Kyselyn kysymys"),
    "surveys.recipient": _("Kyselyn vastaanottaja"),
    "surveys.invitation": _("Kutsu kyselyyn"),
    "surveys.response": _("Vastaus kyselyyn"),
    "surveys.reminder": _("Muistutus"),
    "surveys.tip": _("Vinkki"),
    "surveys.interview": _("Haastattelu"),
}


def _tip(_request: HttpRequest) -> str:
    return reverse("surveys:tip")


def register() -> None:
    """Register links and names; called once, when Django is ready."""
    register_link(
        "surveys", WorkspaceLink(_("Kyselyt"), "surveys:rounds", 30, rules.can_see_rounds)
    )
    register_link(
        "surveys-followed",
        WorkspaceLink(_("Kyselyjen seuranta"), "surveys:followed", 31, rules.can_follow_rounds),
    )
    register_way_back("surveys", returning.way_back)
    register_origin("surveys", handled.origin)
    register_link(
        "surveys-tips", WorkspaceLink(_("Vinkit"), "surveys:tips", 22, rules.can_see_tips)
    )
    register_waiting("surveys.tips", 22, tip_keeping.new_tips)
    register_footer_link("tips", _("Ilmianna hyvä käytänne"), _tip, 4)
    register_removal("surveys", remove_example_rounds)
    register_removal("surveys.tips", remove_example_tips)
    register_addition("surveys", add_example_rounds)
    register_addition("surveys.tips", add_example_tips)
    register_work("surveys.rounds", RegularWork(A_MINUTE, tasks.run_rounds.enqueue))
    register_work("surveys.tips", RegularWork(AN_HOUR, tasks.thank_tellers.enqueue))
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
        "surveys.tips",
        PersonalData(
            _("Vinkit, jotka olet kertonut"), 47, personal_data.told, keeping.forget_tips_of
        ),
    )
    register_rule(
        "surveys.tellers",
        RetentionRule("Tellers of tips forgotten 12 months after", keeping.forget_tellers),
    )
    register_rule(
        "surveys.tips",
        RetentionRule("Tips put aside deleted after 12 months", keeping.delete_put_aside),
    )
    register_personal_data(
        "surveys.files",
        PersonalData(
            _("Pyytämäsi tiedostot kyselyjen vastauksista"),
            48,
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
