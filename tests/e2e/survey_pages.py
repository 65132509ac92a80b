"""The walked pages of surveys in the workspace."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from kenno.surveys.actions.links import make_link
from kenno.surveys.models import SurveyRound
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.people import CoordinatorFactory, MainContributorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ReminderFactory,
    RoundFactory,
    ScaleFactory,
    SentInvitationFactory,
    StartedInvitationFactory,
)


def _round(survey: SurveyRound) -> SurveyRound:
    """Fill a round with everything that its pages show."""
    RoundFactory(name="Edellinen kysely")
    first = ChoiceFactory(
        round=survey, text_fi=LONG_WORD, heading_fi="Taustaa", required=True, position=1
    )
    ScaleFactory(round=survey, shown_if=first, shown_if_value="1", position=2)
    QuestionFactory(round=survey, kind="number", unit_fi="euroa", has_personal_data=True)
    RecipientFactory(round=survey, title=LONG_WORD)
    sent = SentInvitationFactory(recipient__round=survey)
    StartedInvitationFactory(
        recipient__round=survey, declined_at=timezone.now(), decline_reason="Ei ehditä."
    )
    SentInvitationFactory(recipient=sent.recipient, parent=sent, person=CoordinatorFactory())
    ReminderFactory(round=survey, planned_at=timezone.now() + timedelta(days=3))
    MunicipalityFactory.create_batch(2)
    MainContributorFactory()
    return survey


def _draft(path: str) -> Callable[[], str]:
    """A page of a draft; {question} in its path is its first question."""

    def address() -> str:
        survey = _round(RoundFactory(title_sv="", name=LONG_WORD))
        question = survey.questions.order_by("pk")[0]
        return f"/tyopoyta/kyselyt/{path.format(pk=survey.pk, question=question.pk)}"

    return address


def _open(path: str) -> Callable[[], str]:
    """A page of an open round; {recipient} and {invitation} are those with a delegation."""

    def address() -> str:
        survey = _round(OpenRoundFactory(name=LONG_WORD))
        recipient = survey.recipients.filter(invitations__parent__isnull=False).get()
        invitation = recipient.invitations.order_by("pk")[0]
        named = {"pk": survey.pk, "recipient": recipient.pk, "invitation": invitation.pk}
        return f"/tyopoyta/kyselyt/{path.format(**named)}"

    return address


def _link() -> str:
    """The page behind the link of an invitation."""
    url = make_link(SentInvitationFactory(recipient__round__title_fi=LONG_WORD))
    return "/" + url.split("/", 3)[3]


SURVEY_PAGES: list[WalkedPage] = [
    WalkedPage("no rounds", lambda: "/tyopoyta/kyselyt/", CoordinatorFactory),
    WalkedPage("rounds", _open(""), CoordinatorFactory),
    WalkedPage("invitation to a survey", _link),
    *(
        WalkedPage(f"draft of a round, {name}", _draft(path), CoordinatorFactory)
        for name, path in (
            ("itself", "{pk}/"),
            ("texts", "{pk}/tekstit/"),
            ("sections", "{pk}/osiot/"),
            ("questions", "{pk}/kysymykset/"),
            ("new question", "{pk}/kysymykset/lisaa/?kind=many-of"),
            ("question", "kysymys/{question}/"),
            ("removing a question", "kysymys/{question}/poista/"),
            ("trying out", "{pk}/kokeile/"),
            ("opening", "{pk}/vaihe/avaa/"),
            ("deleting", "{pk}/vaihe/poista/"),
            ("proposed recipients", "{pk}/vastaanottajat/ehdota/"),
        )
    ),
    *(
        WalkedPage(f"open round, {name}", _open(path), CoordinatorFactory)
        for name, path in (
            ("itself", "{pk}/"),
            ("texts", "{pk}/tekstit/"),
            ("closing", "{pk}/vaihe/sulje/"),
            ("recipients", "{pk}/vastaanottajat/"),
            ("missing recipients", "{pk}/vastaanottajat/puuttuvat/"),
            ("adding a recipient", "{pk}/vastaanottajat/lisaa/"),
            ("recipients from a file", "{pk}/vastaanottajat/tuo/"),
            ("recipient", "vastaanottaja/{recipient}/"),
            ("removing a recipient", "vastaanottaja/{recipient}/poista/"),
            ("revoking an invitation", "kutsu/{invitation}/peru/"),
            ("reminders", "{pk}/muistutukset/"),
        )
    ),
]
