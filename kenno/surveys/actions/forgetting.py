"""Taking a person out of surveys: that a municipality was asked stays, without whom."""

from django.db.models import Q

from kenno.core import links
from kenno.people.models import User
from kenno.surveys.models import Interview, Invitation


def forget_invitations(person: User) -> None:
    """End a person's links and empty their words; call in the removal's transaction.

    The database empties the person of recipients and invitations when the account goes.
    """
    for invitation in Invitation.objects.filter(person=person).order_by("pk"):
        links.forget_links(invitation)
        for asked in invitation.asked_back.order_by("pk"):
            links.forget_links(asked)
    # Of who is interviewed, and of who interviews.
    theirs = Interview.objects.filter(Q(invitation__person=person) | Q(by=person))
    for interview in theirs.order_by("pk"):
        links.forget_links(interview)
    Invitation.objects.filter(person=person).update(decline_reason="")
