from kenno.surveys.models.exports import AnswersFile, AnswersFileQuerySet
from kenno.surveys.models.questions import Question, QuestionQuerySet
from kenno.surveys.models.recipients import (
    Invitation,
    InvitationQuerySet,
    Recipient,
    RecipientQuerySet,
)
from kenno.surveys.models.reminders import Reminder, ReminderMail
from kenno.surveys.models.responses import Answer, Response, ResponsePractice
from kenno.surveys.models.rounds import SurveyRound, SurveyRoundQuerySet

__all__ = [
    "Answer",
    "AnswersFile",
    "AnswersFileQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Question",
    "QuestionQuerySet",
    "Recipient",
    "RecipientQuerySet",
    "Reminder",
    "ReminderMail",
    "Response",
    "ResponsePractice",
    "SurveyRound",
    "SurveyRoundQuerySet",
]
