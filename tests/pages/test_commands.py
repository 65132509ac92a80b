from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from kenno.pages.models import Feedback
from tests.factories.pages import FeedbackFactory

pytestmark = pytest.mark.django_db


def output_of(command: str, **options: object) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_load_pages_says_what_it_made_and_kept() -> None:
    first = output_of("load_pages", verbosity=2).splitlines()
    assert first[:2] == ["Pages: 27 created, 0 kept", "  created /etusivu/"]
    assert output_of("load_pages") == "Pages: 0 created, 27 kept\n"


def test_prune_feedback_says_how_many_it_deleted() -> None:
    FeedbackFactory(created_at=timezone.now() - timedelta(days=366))
    FeedbackFactory()
    assert output_of("prune_feedback") == "Feedback: 1 deleted\n"
    assert Feedback.objects.count() == 1
