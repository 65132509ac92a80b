from kenno.surveys.models.exports import AnswersFile, AnswersFileQuerySet
from kenno.surveys.models.interviews import Interview
from kenno.surveys.models.questions import Question, QuestionQuerySet
from kenno.surveys.models.recipients import (
    Invitation,
    InvitationQuerySet,
    Recipient,
    RecipientQuerySet,
)
from kenno.surveys.models.reminders import Reminder, ReminderMail
from kenno.surveys.models.responses import Answer, AskedBack, Response, ResponsePractice
from kenno.surveys.models.rounds import SurveyRound, SurveyRoundQuerySet
from kenno.surveys.models.tips import Tip, TipQuerySet

__all__ = [
    "Answer",
    "AnswersFile",
    "AnswersFileQuerySet",
    "AskedBack",
    "Interview",
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
    "Tip",
    "TipQuerySet",
]
