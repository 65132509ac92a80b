from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from kenno.core.exceptions import Conflict
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.pages import actions
from kenno.pages.enums import FeedbackState
from kenno.pages.models import Feedback
from tests.factories.pages import AnsweredFeedbackFactory, FeedbackFactory
from tests.factories.people import CoordinatorFactory

pytestmark = pytest.mark.django_db


def give(**changes: str) -> Feedback:
    fields = {
        "stamp": "leima",
        "message": "Haku ei toimi.",
        "page": "/kaytanteet/",
        "email": "kirjoittaja@kunta.example",
        "language": "fi",
    }
    return actions.give_feedback(**{**fields, **changes})


@time_machine.travel(datetime(2026, 11, 22, 22, 30, tzinfo=UTC))
def test_give_feedback_keeps_it_until_answered() -> None:
    feedback = give()
    stored = Feedback.objects.get()
    assert stored == feedback
    assert (stored.message, stored.page, stored.email, stored.language, stored.state) == (
        "Haku ei toimi.",
        "/kaytanteet/",
        "kirjoittaja@kunta.example",
        "fi",
        FeedbackState.NEW,
    )
    # In Finland it is already the 23rd.
    assert (stored.answer_by.isoformat(), stored.days_left) == ("2026-12-07", 14)


def test_give_feedback_records_it_without_personal_data() -> None:
    feedback = give()
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.label, record.message, record.data) == (
        "pages.feedback_given",
        None,
        f"Palaute {feedback.pk}",
        "",
        {},
    )


def test_give_feedback_twice_is_one() -> None:
    assert give() == give()
    assert Feedback.objects.count() == 1
    assert AuditRecord.objects.count() == 1


def test_give_feedback_with_other_words_from_same_form_is_another() -> None:
    give()
    give(message="Haku toimii sittenkin.")
    assert Feedback.objects.count() == 2


def test_give_feedback_tells_keepers_without_text_or_address(settings: Settings) -> None:
    settings.FEEDBACK_EMAIL = "palvelu@kenno.example"
    settings.BASE_URL = "https://kenno.example"
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        give(language="sv")
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient, message.reply_to, message.subject, message.body) == (
        "feedback",
        "palvelu@kenno.example",
        "",
        "Uutta palautetta: vastaa viimeistään 6.12.2026",
        "Kulttuurikennoon tuli palautetta. Vastaa viimeistään 6.12.2026.\n\n"
        "Lue palaute työpöydällä:\nhttps://kenno.example/tyopoyta/palaute/\n\n"
        "-- \nLähettäjä: Kulttuurikenno, kuntien kulttuurityön yhteinen tietopankki\n"
        "https://kenno.example/\n\n"
        "Saat tämän viestin, koska osoitteesi on Kulttuurikennon palauteosoite.\n",
    )


def test_give_feedback_sends_nothing_without_address_of_keepers(settings: Settings) -> None:
    settings.FEEDBACK_EMAIL = ""
    give()
    assert OutboxMessage.objects.count() == 0


def test_mark_answered_says_when_and_by_whom() -> None:
    feedback, coordinator = FeedbackFactory(), CoordinatorFactory()
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        actions.mark_answered(feedback=feedback, by=coordinator)
    stored = Feedback.objects.get()
    assert (stored.state, stored.answered_at) == (FeedbackState.ANSWERED, now)
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.subject) == (
        "pages.feedback_answered",
        coordinator,
        feedback,
    )


def test_mark_answered_twice_is_a_conflict() -> None:
    feedback = AnsweredFeedbackFactory()
    with pytest.raises(Conflict, match="jo merkitty vastatuksi"):
        actions.mark_answered(feedback=feedback, by=CoordinatorFactory())
    assert AuditRecord.objects.count() == 0


def test_days_left_turn_negative_when_answer_is_late() -> None:
    feedback = FeedbackFactory(created_at=timezone.now() - timedelta(days=16))
    assert feedback.days_left == -2


def test_prune_feedback_deletes_what_is_a_year_old() -> None:
    year = timedelta(days=365)
    FeedbackFactory(created_at=timezone.now() - year - timedelta(minutes=1))
    AnsweredFeedbackFactory(created_at=timezone.now() - year - timedelta(minutes=1))
    young = FeedbackFactory(created_at=timezone.now() - year + timedelta(minutes=1))
    assert actions.prune_feedback() == 2
    assert list(Feedback.objects.all()) == [young]
    assert AuditRecord.objects.get().data == {"deleted": 2}


def test_prune_feedback_leaves_no_record_when_nothing_is_old() -> None:
    FeedbackFactory()
    assert actions.prune_feedback() == 0
    assert AuditRecord.objects.count() == 0
