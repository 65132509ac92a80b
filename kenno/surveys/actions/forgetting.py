"""Taking a person out of surveys: that a municipality was asked stays, without whom."""

from kenno.core import links
from kenno.people.models import User
from kenno.surveys.models import Invitation


def forget_invitations(person: User) -> None:
    """End a person's links and empty their words; call in the removal's transaction.

    The database empties the person of recipients and invitations when the account goes.
    """
    invitations = Invitation.objects.filter(person=person).order_by("pk")
    for invitation in invitations:
        links.forget_links(invitation)
        for asked in invitation.asked_back.order_by("pk"):
            links.forget_links(asked)
    Invitation.objects.filter(person=person).update(decline_reason="")
