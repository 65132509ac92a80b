from django.urls import path
from django.utils.translation import gettext_lazy as _

from kenno.surveys.views import answering, invitations, rounds, submission, told_practices

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
]
