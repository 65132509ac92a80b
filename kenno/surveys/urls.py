from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.surveys.views import (
    answering,
    exports,
    invitations,
    nudges,
    previews,
    questions,
    recipients,
    reminders,
    rounds,
    submission,
    summaries,
    told_practices,
    tracking,
)

app_name = "surveys"

urlpatterns = [
    path(_("kysely/<str:token>/"), invitations.invitation, name="invitation"),
    path(_("kysely/<str:token>/aloita/"), invitations.start, name="start"),
    path(_("kysely/<str:token>/siirra/"), invitations.delegate, name="delegate"),
    path(_("kysely/<str:token>/kieltaydy/"), invitations.decline, name="decline"),
    path(_("kysely/<str:token>/vastaus/"), answering.answer, name="answer"),
    path(_("kysely/<str:token>/kysymykset/<int:number>/"), answering.group, name="group"),
    path(_("kysely/<str:token>/tiedosto/<int:pk>/"), answering.answer_file, name="answer_file"),
    path(_("kysely/<str:token>/kaytanne/uusi/"), told_practices.add_practice, name="add_practice"),
    path(
        _("kysely/<str:token>/kaytanne/samankaltaiset/"),
        told_practices.alike_practices,
        name="alike_practices",
    ),
    path(_("kysely/<str:token>/kaytanne/<int:pk>/liity/"), told_practices.join, name="join"),
    path(
        _("kysely/<str:token>/kaytanne/<int:pk>/poista/"),
        told_practices.remove_practice,
        name="remove_practice",
    ),
    path(
        _("kysely/<str:token>/kaytanne/<int:pk>/laheta/"),
        told_practices.submit_returned,
        name="submit_returned",
    ),
    path(
        _("kysely/<str:token>/kaytanne/<int:pk>/osa/<slug:name>/"),
        told_practices.section,
        name="section",
    ),
    path(_("kysely/<str:token>/yhteenveto/"), submission.summary, name="summary"),
    path(_("kysely/<str:token>/laheta/"), submission.submit, name="submit"),
    path(_("tyopoyta/kyselyt/"), rounds.rounds, name="rounds"),
    path(_("tyopoyta/kyselyt/<int:pk>/"), rounds.survey_round, name="round"),
    path(_("tyopoyta/kyselyt/<int:pk>/tekstit/"), rounds.change_round, name="change_round"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/tekstit/esikatselu/"),
        previews.preview_texts,
        name="preview_texts",
    ),
    path(_("tyopoyta/kyselyt/<int:pk>/osiot/"), rounds.choose_sections, name="choose_sections"),
    path(_("tyopoyta/kyselyt/<int:pk>/kokeile/"), rounds.try_out, name="try_out"),
    path(_("tyopoyta/kyselyt/<int:pk>/kopioi/"), rounds.copy_round, name="copy_round"),
    path(_("tyopoyta/kyselyt/<int:pk>/vaihe/<slug:step>/"), rounds.round_step, name="round_step"),
    path(_("tyopoyta/kyselyt/<int:pk>/kysymykset/"), questions.questions, name="questions"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/kysymykset/lisaa/"),
        questions.add_question,
        name="add_question",
    ),
    path(
        _("tyopoyta/kyselyt/kysymys/<int:pk>/"), questions.change_question, name="change_question"
    ),
    path(
        _("tyopoyta/kyselyt/kysymys/<int:pk>/siirra/"),
        questions.move_question,
        name="move_question",
    ),
    path(
        _("tyopoyta/kyselyt/kysymys/<int:pk>/poista/"),
        questions.remove_question,
        name="remove_question",
    ),
    path(_("tyopoyta/kyselyt/<int:pk>/vastaanottajat/"), recipients.recipients, name="recipients"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/vastaanottajat/puuttuvat/"),
        recipients.missing_recipients,
        name="missing_recipients",
    ),
    path(
        _("tyopoyta/kyselyt/<int:pk>/vastaanottajat/ehdota/"),
        recipients.propose_recipients,
        name="propose_recipients",
    ),
    path(
        _("tyopoyta/kyselyt/<int:pk>/vastaanottajat/lisaa/"),
        recipients.add_recipient,
        name="add_recipient",
    ),
    path(
        _("tyopoyta/kyselyt/<int:pk>/vastaanottajat/tuo/"),
        recipients.import_file,
        name="import_recipients",
    ),
    path(_("tyopoyta/kyselyt/vastaanottaja/<int:pk>/"), recipients.recipient, name="recipient"),
    path(
        _("tyopoyta/kyselyt/vastaanottaja/<int:pk>/paaksi/"),
        recipients.make_main,
        name="make_main",
    ),
    path(
        _("tyopoyta/kyselyt/vastaanottaja/<int:pk>/poista/"),
        recipients.remove_recipient,
        name="remove_recipient",
    ),
    path(
        _("tyopoyta/kyselyt/kutsu/<int:pk>/laheta/"),
        recipients.send_again,
        name="send_invitation_again",
    ),
    path(
        _("tyopoyta/kyselyt/kutsu/<int:pk>/peru/"),
        recipients.revoke_invitation,
        name="revoke_invitation",
    ),
    path(_("tyopoyta/kyselyt/<int:pk>/muistutukset/"), reminders.reminders, name="reminders"),
    path(
        _("tyopoyta/kyselyt/muistutus/<int:pk>/peru/"),
        reminders.cancel_reminder,
        name="cancel_reminder",
    ),
    path(_("tyopoyta/kyselyt/kutsu/<int:pk>/muistuta/"), nudges.remind, name="remind"),
    path(_("kyselyt/<int:pk>/"), summaries.summary, name="public_summary"),
    path(_("tyopoyta/kyselyt/<int:pk>/vie/"), exports.export, name="export"),
    path(_("tyopoyta/kyselyt/tiedosto/<int:pk>/lataa/"), exports.fetch_export, name="fetch_export"),
    path(_("tyopoyta/kyselyt/seuranta/"), tracking.followed, name="followed"),
    path(_("tyopoyta/kyselyt/<int:pk>/seuranta/"), tracking.tracker, name="tracker"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/seuranta/kunnat/"),
        tracking.tracked_list,
        name="tracked_list",
    ),
    path(
        _("tyopoyta/kyselyt/<int:pk>/seuranta/kunnat/<slug:slug>/"),
        tracking.tracked_municipality,
        name="tracked_municipality",
    ),
]
