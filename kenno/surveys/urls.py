from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.surveys.views import (
    exports,
    invitations,
    previews,
    questions,
    rounds,
    summaries,
    tracking,
)

app_name = "surveys"

urlpatterns = [
    path(_("kysely/<str:token>/"), invitations.invitation, name="invitation"),
    path(_("tyopoyta/kyselyt/"), rounds.rounds, name="rounds"),
    path(_("tyopoyta/kyselyt/<int:pk>/"), rounds.survey_round, name="round"),
    path(_("tyopoyta/kyselyt/<int:pk>/tekstit/"), rounds.change_round, name="change_round"),
    path(
        _("tyopoyta/kyselyt/<int:pk>/tekstit/esikatselu/"),
        previews.preview_texts,
        name="preview_texts",
    ),
    path(_("tyopoyta/kyselyt/<int:pk>/osiot/"), rounds.choose_sections, name="choose_sections"),
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
    path(_("kyselyt/<int:pk>/"), summaries.summary, name="summary"),
    path(_("tyopoyta/kyselyt/<int:pk>/vie/"), exports.export, name="export"),
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
