from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kenno.surveys.enums import (
    QuestionKind,
    RecipientSource,
    ReminderAudience,
    RoundState,
    TipOutcome,
)
from kenno.surveys.models import (
    Answer,
    AnswersFile,
    Invitation,
    Question,
    Recipient,
    Reminder,
    Response,
    ResponsePractice,
    SurveyRound,
    Tip,
)
from kenno.surveys.sections import everything
from tests.factories.people import CoordinatorFactory, UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import DraftRequestFactory, PracticeFactory


class RoundFactory(DjangoModelFactory):
    """A draft with everything that is needed for being opened, but recipients."""

    class Meta:
        model = SurveyRound

    name = factory.Sequence(lambda number: f"Kysely {number}")
    title_fi = "Mitä hyvää teillä tehdään?"
    title_sv = "Vad bra görs hos er?"
    title_en = "What good do you do?"
    introduction_fi = "Kysymme, mitä käytänteitä kunnan kulttuuripalveluissa on."
    introduction_sv = "Vi frågar vilken praxis kommunens kulturtjänster har."
    introduction_en = "We ask which practices the municipality's culture services have."
    thanks_fi = "Kiitos vastauksesta."
    thanks_sv = "Tack för svaret."
    thanks_en = "Thank you for your answer."
    signer_unit_fi = "Kulttuurin osaamiskeskus"
    signer_unit_sv = "Kompetenscentret för kultur"
    signer_unit_en = "Centre of expertise for culture"
    signer_title_fi = "erityisasiantuntija"
    signer_title_sv = "specialsakkunnig"
    signer_title_en = "senior specialist"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyAttribute(lambda survey: survey.opens_at + timedelta(days=30))
    practice_sections = factory.LazyFunction(everything)


class OpenRoundFactory(RoundFactory):
    """A round that takes answers now."""

    state = RoundState.OPEN


class ClosedRoundFactory(RoundFactory):
    """A round that closed two days ago."""

    state = RoundState.CLOSED
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=32))


class QuestionFactory(DjangoModelFactory):
    """A short text that need not be given."""

    class Meta:
        model = Question

    round = factory.SubFactory(RoundFactory)
    kind = QuestionKind.SHORT_TEXT
    text_fi = factory.Sequence(lambda number: f"Kysymys {number}?")
    text_sv = factory.LazyAttribute(lambda question: f"{question.text_fi} sv")
    text_en = factory.LazyAttribute(lambda question: f"{question.text_fi} en")
    position = factory.Sequence(lambda number: number)


class ChoiceFactory(QuestionFactory):
    """A choice between yes and no."""

    kind = QuestionKind.ONE_OF
    options = factory.LazyFunction(
        lambda: [
            {"value": "1", "fi": "kyllä", "sv": "ja", "en": "yes"},
            {"value": "2", "fi": "ei", "sv": "nej", "en": "no"},
        ]
    )


class ScaleFactory(QuestionFactory):
    """A scale from one to five."""

    kind = QuestionKind.SCALE
    least, most = 1, 5


class RecipientFactory(DjangoModelFactory):
    """The main recipient of a municipality in an open round, added by hand."""

    class Meta:
        model = Recipient

    round = factory.SubFactory(OpenRoundFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    person = factory.SubFactory(UserFactory)
    title = "kulttuurisihteeri"
    language = "fi"
    is_main = True
    source = RecipientSource.BY_HAND


class CopyFactory(RecipientFactory):
    """A recipient beside the main one."""

    is_main = False


class InvitationFactory(DjangoModelFactory):
    """An invitation that waits to be sent."""

    class Meta:
        model = Invitation

    recipient = factory.SubFactory(RecipientFactory)
    person = factory.SelfAttribute("recipient.person")
    language = factory.SelfAttribute("recipient.language")


class SentInvitationFactory(InvitationFactory):
    """An invitation whose mail arrived five days ago and is forgotten by the outbox."""

    mails = 1
    queued_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    mail_state = "sent"


class StartedInvitationFactory(SentInvitationFactory):
    """An invitation whose receiver has begun to answer."""

    opened_at = factory.LazyFunction(timezone.now)
    started_at = factory.LazyFunction(timezone.now)


class ResponseFactory(DjangoModelFactory):
    """A municipality's answer that is being written."""

    class Meta:
        model = Response

    round = factory.SubFactory(OpenRoundFactory)
    municipality = factory.SubFactory(MunicipalityFactory)


class SubmittedResponseFactory(ResponseFactory):
    """A municipality's answer that has been sent."""

    submitted_at = factory.LazyFunction(timezone.now)


class AnswerFactory(DjangoModelFactory):
    """An answer to a question of the response's round."""

    class Meta:
        model = Answer

    response = factory.SubFactory(ResponseFactory)
    question = factory.SubFactory(QuestionFactory, round=factory.SelfAttribute("..response.round"))
    value = "Kirjastossa"


class ResponsePracticeFactory(DjangoModelFactory):
    """A practice that was begun in a response."""

    class Meta:
        model = ResponsePractice

    response = factory.SubFactory(ResponseFactory)
    practice = factory.SubFactory(
        PracticeFactory,
        municipality=factory.SelfAttribute("..response.municipality"),
        provenance="survey",
    )


class ReminderFactory(DjangoModelFactory):
    """A reminder to those who have not opened their invitation, planned for an hour ago."""

    class Meta:
        model = Reminder

    round = factory.SubFactory(OpenRoundFactory)
    audience = ReminderAudience.UNOPENED
    planned_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    text_fi = "Kutsumme odottaa vielä."
    text_sv = "Vår inbjudan väntar ännu."
    text_en = "Our invitation is still waiting."


class TipFactory(DjangoModelFactory):
    """A tip that nobody has handled."""

    class Meta:
        model = Tip

    key = factory.Sequence(lambda number: f"vinkki-{number}")
    municipality = factory.SubFactory(MunicipalityFactory)
    title = "Kyläkino"
    text = "Elokuvia seurojentalolla joka kuukausi."
    language = "fi"


class SentTipFactory(TipFactory):
    """A tip that has become a draft which its owner is asked to complete."""

    class Meta:
        model = Tip
        skip_postgeneration_save = True

    outcome = TipOutcome.SENT_ON
    handled_at = factory.LazyFunction(timezone.now)
    practice = factory.SubFactory(
        PracticeFactory, municipality=factory.SelfAttribute("..municipality"), provenance="tip"
    )

    @factory.post_generation
    def request(self, create: bool, extracted: Any, **options: Any) -> None:
        DraftRequestFactory(practice=self.practice, **options)


class AsideTipFactory(TipFactory):
    """A tip that has been put aside."""

    outcome = TipOutcome.PUT_ASIDE
    handled_at = factory.LazyFunction(timezone.now)
    aside_reason = "Ei ole kunnan toimintaa."


class AnswersFileFactory(DjangoModelFactory):
    """A file of answers that has been made for somebody."""

    class Meta:
        model = AnswersFile
        skip_postgeneration_save = True

    round = factory.SubFactory(OpenRoundFactory)
    person = factory.SubFactory(CoordinatorFactory)
    kind = "json"
    made_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def content(self, create: bool, extracted: Any, **options: Any) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(extracted or b"{}")
