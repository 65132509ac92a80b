"""The way back: the personal link by which who told of a practice mends it when it came back."""

from django.urls import reverse

from kenno.moderation.models import Moderated
from kenno.moderation.queries import asked_back
from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys.actions.links import mending_token
from kenno.surveys.models import Invitation, ResponsePractice
from kenno.surveys.queries.answering import sections_to_mend


def way_back(record: Moderated, author: User) -> str | None:
    """Return the path at which an author mends a practice told in an answer, by a new link.

    It opens the part that the coordinator asked about. None when the record is no such practice,
    or its author was not invited to write the answer. Called in the transaction of the return.
    """
    if not isinstance(record, Practice):
        return None
    told = (
        ResponsePractice.objects.filter(practice=record.pk, is_joined=False)
        .select_related("response__round")
        .first()
    )
    if told is None:
        return None
    response = told.response
    invitation = (
        Invitation.objects.real()
        .filter(
            recipient__round=response.round_id,
            recipient__municipality=response.municipality_id,
            person=author,
            revoked_at__isnull=True,
        )
        .order_by("pk")
        .first()
    )
    if invitation is None:
        return None
    token = mending_token(told, invitation)
    returned = asked_back(record)
    part = returned.part if returned is not None else ""
    if part in {one.name for one in sections_to_mend(response.round, part)}:
        return reverse("surveys:section", args=[token, record.pk, part])
    return reverse("surveys:returned", args=[token, record.pk])
