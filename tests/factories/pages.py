import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kenno.pages.enums import FeedbackState
from kenno.pages.models import Feedback


class FeedbackFactory(DjangoModelFactory):
    """Feedback that waits for an answer."""

    class Meta:
        model = Feedback

    key = factory.Sequence(lambda number: f"{number:064}")
    message = factory.Sequence(lambda number: f"Haku ei löydä sanaa {number}.")
    page = "/kaytanteet/"
    email = "kirjoittaja@kunta.example"
    language = "fi"


class AnsweredFeedbackFactory(FeedbackFactory):
    """Feedback that has been answered."""

    state = FeedbackState.ANSWERED
    answered_at = factory.LazyFunction(timezone.now)
