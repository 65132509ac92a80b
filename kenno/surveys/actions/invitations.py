"""Invitations: made at the opening."""

from django.db.models import Exists, OuterRef

from kenno.surveys.models import Invitation, Recipient, SurveyRound


def make_invitations(survey: SurveyRound) -> int:
    """Make the invitations of recipients that have none; return how many. Runs twice unharmed."""
    own = Invitation.objects.filter(recipient=OuterRef("pk"), parent__isnull=True)
    without = (
        Recipient.objects.real()
        .filter(round=survey, person__isnull=False)
        .exclude(Exists(own))
        .order_by("pk")
    )
    made = Invitation.objects.bulk_create(
        Invitation(recipient=recipient, person_id=recipient.person_id, language=recipient.language)
        for recipient in without
    )
    return len(made)
