"""A whole survey for measurements and for looking at: who is asked, what they answer."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kenno.core import audit
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices.actions.generation import Planned, generate_planned
from kenno.practices.enums import Provenance
from kenno.surveys.enums import InvitationState, QuestionKind, RecipientSource, RoundState
from kenno.surveys.models import (
    Answer,
    Invitation,
    Question,
    Recipient,
    Response,
    ResponsePractice,
    SurveyRound,
)
from kenno.surveys.models.responses import MOST_PRACTICES
from kenno.surveys.sections import everything

QUESTIONS: Final = Path(__file__).resolve().parent.parent / "data" / "example_questions.json"
ADDRESS: Final = "kysely-{}@kunta.example"
TITLES: Final = ("kulttuurisihteeri", "kulttuurituottaja", "kirjastonjohtaja", "sivistysjohtaja")
# One municipality in so many has no address.
WITHOUT_ADDRESS: Final = 22
DAYS: Final = 30
# How many in a hundred main recipients have come so far, in a round that has gone on for a while.
SHARES: Final = {
    InvitationState.SUBMITTED: 56,
    InvitationState.STARTED: 13,
    InvitationState.DELEGATED: 6,
    InvitationState.OPENED: 8,
    InvitationState.SENT: 8,
    InvitationState.DECLINED: 3,
    InvitationState.BOUNCED: 3,
    InvitationState.REFUSED: 2,
    InvitationState.WAITING: 1,
}
COPY_SHARES: Final = {
    InvitationState.SENT: 60,
    InvitationState.OPENED: 36,
    InvitationState.BOUNCED: 4,
}
# How far the practices of an answer that was sent have come, in a hundred.
REVIEWED: Final = {
    ReviewState.PUBLISHED: 50,
    ReviewState.IN_REVIEW: 30,
    ReviewState.RETURNED: 5,
    ReviewState.DRAFT: 15,
}
# The marks that an invitation in a state has, in the order of time.
MARKED: Final = {
    InvitationState.OPENED: ("opened_at",),
    InvitationState.STARTED: ("opened_at", "started_at"),
    InvitationState.SUBMITTED: ("opened_at", "started_at", "submitted_at"),
    InvitationState.DELEGATED: ("opened_at", "delegated_at"),
    InvitationState.DECLINED: ("opened_at", "declined_at"),
}


class GeneratedSurvey(NamedTuple):
    """What was made: the round that is open, and how much is in it."""

    survey: SurveyRound
    recipients: int
    responses: int
    practices: int


@transaction.atomic
def generate_survey(
    *, recipients: int, practices: int, earlier: int = 0, seed: int = 1
) -> GeneratedSurvey:
    """Make an open round with about so many recipients and practices, and `earlier` closed ones.

    All are marked as examples, in all states, and ask every municipality but some that have no
    address; closed rounds tell of no practices. Nobody is invented: addresses are numbered. The
    same seed gives the same states. Nothing is mailed. `remove_examples` removes everything.
    Raises Municipality.DoesNotExist without places.
    """
    chance = random.Random(seed)  # noqa: S311 - for measurements, no secrets
    places = list(Municipality.objects.order_by("code"))
    if not places:
        raise Municipality.DoesNotExist
    asked = [place for number, place in enumerate(places, 1) if number % WITHOUT_ADDRESS]
    persons = _persons(recipients)
    now = timezone.now()
    for number in range(earlier, 0, -1):
        begins = now - timedelta(days=365 * number)
        _fill(_round(begins, RoundState.CLOSED), asked, persons, chance)
    survey = _round(now - timedelta(days=DAYS - 9), RoundState.OPEN)
    responses = _fill(survey, asked, persons, chance)
    told = _tell_practices(responses, practices, chance, seed)
    audit.record(
        "surveys.generated",
        subject=survey,
        by=None,
        data={"recipients": len(persons), "practices": told, "earlier": earlier},
    )
    return GeneratedSurvey(survey, len(persons), len(responses), told)


def remove_example_rounds() -> None:
    """Remove the rounds made for demonstration, with all their answers; persons go elsewhere."""
    SurveyRound.objects.filter(is_example=True).delete()


def _persons(number: int) -> list[User]:
    known = User.objects.filter(email__startswith=ADDRESS.partition("{")[0], is_example=True)
    there = list(known.order_by("pk")[:number])
    nobody = make_password(None)
    return there + User.objects.bulk_create(
        User(email=ADDRESS.format(one), password=nobody, language="fi", is_example=True)
        for one in range(len(there), number)
    )


def _round(begins: datetime, state: RoundState) -> SurveyRound:
    year = timezone.localtime(begins).year
    survey = SurveyRound.objects.create(
        name=f"Valtakunnallinen kysely {year} (esimerkki)",
        title_fi="Mitä hyvää teillä tehdään?",
        title_sv="Vad bra görs hos er?",
        title_en="What good do you do?",
        introduction_fi="Kysymme, mitä käytänteitä kunnan kulttuuripalveluissa on.",
        introduction_sv="Vi frågar vilken praxis kommunens kulturtjänster har.",
        introduction_en="We ask which practices the municipality's culture services have.",
        signer_unit_fi="Kulttuurin osaamiskeskus",
        signer_unit_sv="Kompetenscentret för kultur",
        signer_unit_en="Centre of expertise for culture",
        opens_at=begins,
        closes_at=begins + timedelta(days=DAYS),
        created_at=begins,
        state=state,
        practice_sections=everything(),
        is_example=True,
    )
    told = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    Question.objects.bulk_create(
        Question(round=survey, position=position, **question)
        for position, question in enumerate(told)
    )
    return survey


def _fill(
    survey: SurveyRound, asked: Sequence[Municipality], persons: Sequence[User], chance: Any
) -> list[Response]:
    """Ask these persons, the first of them as main recipients, and answer as `SHARES` tells."""
    recipients = Recipient.objects.bulk_create(
        Recipient(
            round=survey,
            municipality=asked[number % len(asked)],
            person=person,
            title=TITLES[number % len(TITLES)],
            language="sv" if asked[number % len(asked)].language_status.startswith("sv") else "fi",
            is_main=number < len(asked),
            source=RecipientSource.CONTACT if number < len(asked) else RecipientSource.FILE,
        )
        for number, person in enumerate(persons)
    )
    invitations = Invitation.objects.bulk_create(
        _invitation(survey, recipient, chance) for recipient in recipients
    )
    Invitation.objects.bulk_create(_delegations(invitations))
    begun = [one for one in invitations if one.recipient.is_main and one.started_at]
    responses = Response.objects.bulk_create(
        Response(
            round=survey,
            municipality=one.recipient.municipality,
            created_at=one.started_at or one.created_at,
            submitted_at=one.submitted_at,
            submitted_by=one if one.submitted_at else None,
        )
        for one in begun
    )
    questions = list(survey.questions.in_order())
    Answer.objects.bulk_create(
        Answer(response=response, question=question, value=_value(question, asked, chance))
        for response in responses
        for question in questions
        if response.submitted_at or chance.random() < 1 / 2
    )
    return responses


def _invitation(survey: SurveyRound, recipient: Recipient, chance: random.Random) -> Invitation:
    shares = SHARES if recipient.is_main else COPY_SHARES
    state = chance.choices(list(shares), list(shares.values()))[0]
    begins = survey.opens_at or timezone.now()
    ends = min(survey.closes_at or timezone.now(), timezone.now())
    made = Invitation(
        recipient=recipient,
        person=recipient.person,
        language=recipient.language,
        created_at=begins,
        mails=1,
        queued_at=begins,
        mail_state="sent",
    )
    if state in (InvitationState.BOUNCED, InvitationState.REFUSED):
        made.mail_state = state.value
    if state == InvitationState.WAITING:
        made.mail_state = ""
    moments = sorted(begins + (ends - begins) * chance.random() for _ in range(3))
    for mark, moment in zip(MARKED.get(state, ()), moments, strict=False):
        setattr(made, mark, moment)
    if state == InvitationState.DECLINED:
        made.decline_reason = "Meillä ei ole nyt aikaa vastata."
    return made


def _delegations(invitations: Sequence[Invitation]) -> Iterator[Invitation]:
    """Yield for each invitation that was passed on the one that the next person got."""
    persons = [one.person for one in invitations]
    for number, one in enumerate(invitations):
        if one.delegated_at is not None and len(persons) > 1:
            yield Invitation(
                recipient=one.recipient,
                person=persons[number - 1],
                parent=one,
                language=one.language,
                created_at=one.delegated_at,
                mails=1,
                queued_at=one.delegated_at,
                mail_state="sent",
            )


def _value(question: Question, places: Sequence[Municipality], chance: random.Random) -> Any:
    values = [value for value, _label in question.choices]
    match question.kind:
        case QuestionKind.NUMBER:
            return chance.randint(0, 40)
        case QuestionKind.MANY_OF:
            return sorted(chance.sample(values, 2))
        case QuestionKind.ONE_OF | QuestionKind.SCALE:
            return chance.choice(values)
        case QuestionKind.MUNICIPALITY:
            return chance.choice(places).code
        case QuestionKind.LONG_TEXT:
            return "Yhteistyöhön hyvinvointialueen kanssa ja vaikutusten mittaamiseen."
    return chance.choice(TITLES)


def _tell_practices(
    responses: Sequence[Response], number: int, chance: random.Random, seed: int
) -> int:
    """Share this many practices out among the answers; return how many there was room for."""
    room = [response for response in responses for _ in range(MOST_PRACTICES)]
    owners = chance.sample(room, min(number, len(room)))
    states, weights = list(REVIEWED), list(REVIEWED.values())
    planned = [
        Planned(
            response.municipality,
            chance.choices(states, weights)[0] if response.submitted_at else ReviewState.DRAFT,
            Provenance.SURVEY,
        )
        for response in owners
    ]
    made = generate_planned(planned=planned, seed=seed)
    ResponsePractice.objects.bulk_create(
        ResponsePractice(response=response, practice=practice, position=position)
        for position, (response, practice) in enumerate(zip(owners, made, strict=True))
    )
    return len(made)
