"""The walked pages on making practices of an answer, and on mending one that came back."""

from collections.abc import Callable

from kenno.moderation import actions as moderation
from kenno.people.models import User
from kenno.practices.actions.reshaping import merge_practices
from kenno.practices.models import Practice
from kenno.surveys.actions.links import mending_token
from kenno.surveys.models import Response, ResponsePractice
from tests.e2e.answering_pages import survey_with_questions
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.people import CoordinatorFactory, UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import FullPracticeFactory
from tests.factories.surveys import (
    AnswerFactory,
    RecipientFactory,
    ResponsePracticeFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)


def _coordinator() -> User:
    return CoordinatorFactory(first_name="Koordinaattori")


def _told(response: Response, by: User, title: str) -> Practice:
    practice: Practice = FullPracticeFactory(
        title=title,
        municipality=response.municipality,
        created_by=by,
        contact=None,
        live=False,
        slug=None,
        review_state="draft",
        first_published_at=None,
    )
    ResponsePracticeFactory(response=response, practice=practice)
    moderation.save_draft(record=practice, by=by, based_on=0)
    moderation.submit(record=practice, by=by)
    return Practice.objects.get(pk=practice.pk)


def sent_answer() -> tuple[Response, list[Practice]]:
    """What Inari has sent: answers, and two practices in review."""
    survey = survey_with_questions()
    invitation = StartedInvitationFactory(
        recipient=RecipientFactory(
            round=survey,
            municipality=MunicipalityFactory(name_fi="Inari"),
            title=LONG_WORD,
            person=UserFactory(email="vastaaja@inari.example"),
        )
    )
    response: Response = SubmittedResponseFactory(
        round=survey, municipality=invitation.recipient.municipality, submitted_by=invitation
    )
    for question in survey.questions.filter(kind="short-text").order_by("pk"):
        AnswerFactory(response=response, question=question, value=LONG_WORD)
    practices = [
        _told(response, invitation.person, title) for title in (LONG_WORD, "Satuhetki hallissa")
    ]
    return response, practices


def _of_answer(path: str) -> Callable[[], str]:
    """A page of an answer; {one} and {two} in its path are its practices."""

    def address() -> str:
        response, practices = sent_answer()
        keys = {"one": practices[0].pk, "two": practices[1].pk}
        return f"/tyopoyta/kyselyt/vastaus/{response.pk}/{path}".format(**keys)

    return address


def _merged() -> str:
    _response, practices = sent_answer()
    merge_practices(
        kept=practices[0],
        other=practices[1],
        by=CoordinatorFactory(),
        kept_version=1,
        other_version=1,
    )
    return f"/tyopoyta/kaytanteet/{practices[1].pk}/yhdistetty/"


def came_back(path: str) -> Callable[[], str]:
    """A page of a practice that came back, by the link of its mail."""

    def address() -> str:
        response, practices = sent_answer()
        moderation.return_to_author(
            record=practices[0],
            by=CoordinatorFactory(),
            revision_id=practices[0].current_workflow_task_state.revision_id,
            message=f"Kenelle tämä on? {LONG_WORD}",
            part="story",
        )
        told = ResponsePractice.objects.get(practice=practices[0])
        assert response.submitted_by is not None
        token = mending_token(told, response.submitted_by)
        return f"/kysely/{token}/kaytanne/{practices[0].pk}/{path}"

    return address


HANDLING_PAGES = [
    WalkedPage("answer of a municipality", _of_answer(""), _coordinator),
    WalkedPage("reopening an answer", _of_answer("avaa/"), _coordinator),
    WalkedPage("splitting a practice", _of_answer("kaytanne/{one}/jaa/"), _coordinator),
    WalkedPage("looking for another practice", _of_answer("kaytanne/{one}/yhdista/"), _coordinator),
    WalkedPage(
        "no other practice found", _of_answer("kaytanne/{one}/yhdista/?q=zzz"), _coordinator
    ),
    WalkedPage("joining practices", _of_answer("kaytanne/{one}/yhdista/{two}/"), _coordinator),
    WalkedPage("taking a practice over", _of_answer("kaytanne/{one}/viimeistele/"), _coordinator),
    WalkedPage("turning a practice down", _of_answer("kaytanne/{one}/ei-julkaista/"), _coordinator),
    WalkedPage("practice merged into another", _merged, _coordinator),
    WalkedPage("survey-returned", came_back("palautettu/")),
    WalkedPage("survey-mending", came_back("osa/story/")),
]
