"""Demonstration content: a national survey that is over, and the next one on its way."""

from django.db import transaction

from kenno.practices.enums import Provenance
from kenno.practices.models import Practice
from kenno.surveys.actions.generation import generate_survey
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Response, ResponsePractice, SurveyRound

RECIPIENTS = 308


@transaction.atomic
def add_example_rounds() -> None:
    """Add a closed and an open round, marked as examples.

    The closed one tells of the example practices that came from a survey. Nothing is added when
    there are such rounds already.
    """
    if SurveyRound.objects.filter(is_example=True).exists():
        return
    generate_survey(recipients=RECIPIENTS, practices=0, earlier=1)
    over = SurveyRound.objects.get(is_example=True, state=RoundState.CLOSED)
    for practice in Practice.objects.examples().filter(provenance=Provenance.SURVEY).order_by("pk"):
        response, _new = Response.objects.get_or_create(
            round=over, municipality_id=practice.municipality_id, is_trial=False
        )
        if response.submitted_at is None:
            response.submitted_at = over.closes_at
            response.save(update_fields=["submitted_at"])
        ResponsePractice.objects.create(response=response, practice=practice)
