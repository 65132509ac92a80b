"""Demonstration content: a national survey that is over, and the next one on its way."""

from django.db import transaction

from kenno.practices.enums import Provenance
from kenno.practices.models import Practice
from kenno.surveys.actions.generation import generate_survey
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Response, ResponsePractice, SurveyRound

RECIPIENTS = 308


@transaction.atomic
def load_example_rounds() -> int:
    """Add a closed and an open round, marked as examples; return how many were added.

    The closed one tells of the example practices that came from a survey. Nothing is added when
    there are such rounds already, or where the example practices are not wanted any more.
    """
    wanted = Practice.objects.examples().exists()
    if not wanted or SurveyRound.objects.filter(is_example=True).exists():
        return 0
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
    return 2
