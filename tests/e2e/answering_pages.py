"""The records behind the walked pages of answering a survey, and of a person who answers."""

from collections.abc import Callable

from kenno.surveys.actions.links import make_link, start_answer
from kenno.surveys.actions.submission import delegate, submit_response
from kenno.surveys.actions.told_practices import join_practice, start_told_practice
from kenno.surveys.models import Invitation, Question, SurveyRound
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ScaleFactory,
    SentInvitationFactory,
)
from tests.factories.vocabulary import StatutoryTaskFactory

SECTIONS = [
    {"section": "basics", "fields": ["title", "summary", "practice_status"]},
    {"section": "story", "fields": ["need", "description"]},
    {"section": "audience", "fields": ["statutory_tasks", "themes"]},
    {"section": "steps", "fields": ["steps", "smallest_version"]},
]


def survey_with_questions() -> SurveyRound:
    """An open round that asks practices and a question of each kind."""
    survey = OpenRoundFactory(practice_sections=SECTIONS)
    StatutoryTaskFactory(label_fi="edistää kulttuurin ja taiteen harrastamista")
    QuestionFactory(
        round=survey,
        position=1,
        place="before",
        heading_fi="Kunnan kulttuuripalvelut",
        text_fi="Mikä yksikkö vastaa kulttuuripalveluista?",
        hint_fi="Esimerkiksi sivistystoimi.",
        required=True,
    )
    decides = ChoiceFactory(
        round=survey, position=2, place="before", text_fi="Onko kunnalla kulttuurisuunnitelma?"
    )
    QuestionFactory(
        round=survey,
        position=3,
        place="before",
        kind="long-text",
        text_fi="Mitä suunnitelma on muuttanut?",
        shown_if=decides,
        shown_if_value="1",
    )
    after = {"round": survey, "place": "after"}
    QuestionFactory(
        **after,
        position=4,
        heading_fi=LONG_WORD,
        kind="number",
        text_fi="Paljonko kulttuuriin käytetään asukasta kohti?",
        unit_fi="euroa",
        least=0,
    )
    ScaleFactory(**after, position=5, text_fi="Kuinka hyvin kysymme?")
    ChoiceFactory(**after, position=6, kind="many-of", text_fi="Ketkä osallistuvat?")
    QuestionFactory(**after, position=7, kind="municipality", text_fi="Kenen kanssa teette?")
    QuestionFactory(**after, position=8, kind="concept", text_fi="Mistä sanoista on kyse?")
    QuestionFactory(**after, position=9, kind="file", text_fi="Liitä suunnitelma")
    return survey


def invited(survey: SurveyRound | None = None) -> tuple[Invitation, str]:
    """An invitation to a round and the path of its personal link."""
    recipient = RecipientFactory(
        round=survey or survey_with_questions(),
        municipality=MunicipalityFactory(name_fi="Inari"),
        title=LONG_WORD,
    )
    invitation = SentInvitationFactory(recipient=recipient)
    return invitation, path_of(invitation)


def path_of(invitation: Invitation) -> str:
    """The path of a new personal link."""
    return f"/kysely/{make_link(invitation).rstrip('/').rpartition('/')[2]}/"


def behind_link(path: str, *, begun: bool = True, sent: bool = False) -> Callable[[], str]:
    """A page behind a personal link; {practice} in its path is one that the answer tells of."""

    def address() -> str:
        invitation, link = invited()
        delegate(
            email="kirjasto@kunta.example",
            title=LONG_WORD,
            message="",
            language="fi",
            invitation=invitation,
        )
        if not begun:
            return link + path
        response = start_answer(invitation=invitation)
        for question in Question.objects.filter(kind="short-text").order_by("pk"):
            AnswerFactory(response=response, question=question)
        join_practice(
            response=response,
            practice=PublishedPracticeFactory(title=LONG_WORD),
            invitation=invitation,
        )
        if sent:
            submit_response(response=response, token="a" * 43, invitation=invitation)
            return link + path
        practice = start_told_practice(
            response=response, title=LONG_WORD, language="fi", invitation=invitation
        )
        return link + path.format(practice=practice.pk)

    return address


def gone() -> str:
    """A link that does not work."""
    return f"/kysely/{'x' * 43}/"


ANSWERING_PAGES = [
    WalkedPage("survey-invitation", behind_link("", begun=False)),
    WalkedPage("survey-gone", gone, status=410),
    WalkedPage("survey-answer", behind_link("vastaus/")),
    WalkedPage("survey-group", behind_link("kysymykset/1/")),
    WalkedPage("survey-every-kind", behind_link("kysymykset/2/")),
    WalkedPage("survey-add-practice", behind_link("kaytanne/uusi/")),
    WalkedPage("survey-section", behind_link("kaytanne/{practice}/osa/audience/")),
    WalkedPage("survey-rows", behind_link("kaytanne/{practice}/osa/steps/")),
    WalkedPage("survey-remove-practice", behind_link("kaytanne/{practice}/poista/")),
    WalkedPage("survey-delegate", behind_link("siirra/")),
    WalkedPage("survey-stop-mail", behind_link("lopeta-viestit/")),
    WalkedPage("survey-decline", behind_link("kieltaydy/")),
    WalkedPage("survey-summary", behind_link("yhteenveto/")),
    WalkedPage("survey-sent", behind_link("yhteenveto/", sent=True)),
]
