"""Who is asked in a round, who could be, and how far each invitation has come."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.db.models import Count, Prefetch, QuerySet

from kenno.people.queries.addressees import Addressee, addressees
from kenno.surveys.enums import InvitationState, ReminderAudience
from kenno.surveys.models import (
    Invitation,
    Recipient,
    Reminder,
    ReminderMail,
    Response,
    SurveyRound,
)
from kenno.surveys.queries.rounds import municipalities_without_recipient


def proposals(survey: SurveyRound) -> list[Addressee]:
    """Propose a main recipient for each municipality that has none, by its name.

    A municipality for which nobody is found is left out.
    """
    places = list(municipalities_without_recipient(survey))
    found = addressees(places)
    return [found[place.pk][0] for place in places if found[place.pk]]


def recipients_in_list(survey: SurveyRound, *, state: str = "") -> QuerySet[Recipient]:
    """Return a round's recipients with their first invitation, by municipality.

    `state` (an `InvitationState`, or "none" for those not invited yet) narrows the list.
    """
    roots = Invitation.objects.filter(parent__isnull=True).select_related("message")
    found = Recipient.objects.real().filter(round=survey)
    if state == "none":
        found = found.filter(invitations__isnull=True)
    elif state:
        invited = Invitation.objects.filter(parent__isnull=True).in_state(InvitationState(state))
        found = found.filter(pk__in=invited.values("recipient"))
    return (
        found.select_related("municipality", "person")
        .prefetch_related(Prefetch("invitations", queryset=roots.order_by("pk"), to_attr="roots"))
        .in_order()
    )


def counts_by_state(survey: SurveyRound) -> list[tuple[InvitationState, int]]:
    """Return how many invitations of a round are in each state that has any, delegated ones too."""
    counted = dict(
        Invitation.objects.of_round(survey)
        .with_state()
        .order_by()
        .values_list("state_now")  # type: ignore[misc]
        .annotate(number=Count("pk"))
    )
    return [(state, counted[state]) for state in InvitationState if state in counted]


def tree_of(recipient: Recipient) -> list[tuple[int, Invitation]]:
    """Return a recipient's invitations as a tree: the depth of each, who passed it on first."""
    every = list(
        recipient.invitations.select_related("message", "person", "recipient").order_by("pk")
    )
    children: dict[int | None, list[Invitation]] = defaultdict(list)
    for invitation in every:
        children[invitation.parent_id].append(invitation)
    return list(_walk(children, None, 0))


def _walk(
    children: dict[int | None, list[Invitation]], parent: int | None, depth: int
) -> Iterable[tuple[int, Invitation]]:
    for invitation in children[parent]:
        yield depth, invitation
        yield from _walk(children, invitation.pk, depth + 1)


def recipient_of(pk: int) -> Recipient | None:
    """Return a recipient with their round, municipality and person; None when there is none."""
    return (
        Recipient.objects.real()
        .select_related("round", "municipality", "person", "organisation", "contact__organisation")
        .filter(pk=pk)
        .first()
    )


AUDIENCES: Final = {
    ReminderAudience.UNOPENED: (InvitationState.SENT,),
    ReminderAudience.UNFINISHED: (InvitationState.OPENED, InvitationState.STARTED),
}


def reminder_audience(survey: SurveyRound, audience: str) -> QuerySet[Invitation]:
    """Return the invitations that would be reminded now, in order.

    Never those of a municipality that has answered, nor of who has declined, passed it on, or has
    no open account.
    """
    return remindable(survey, *AUDIENCES[ReminderAudience(audience)])


def remindable(survey: SurveyRound, *states: InvitationState) -> QuerySet[Invitation]:
    """Return the invitations that may be reminded of, in any of these states, or in any at all."""
    every = [state for states in AUDIENCES.values() for state in states]
    answered = Response.objects.submitted().filter(round=survey).values("municipality")
    return (
        Invitation.objects.of_round(survey)
        .in_state(*(states or every))
        .filter(person__is_active=True)
        .exclude(recipient__municipality__in=answered)
        .order_by("pk")
    )


def to_remind(reminder: Reminder) -> QuerySet[Invitation]:
    """Return the invitations that a reminder has still to reach, in order."""
    sent = ReminderMail.objects.filter(reminder=reminder).values("invitation")
    return reminder_audience(reminder.round, reminder.audience).exclude(pk__in=sent)


def reminders_of(survey: SurveyRound) -> QuerySet[Reminder]:
    """Return a round's reminders by their moment, with `mailed`: how many have got each."""
    return (
        Reminder.objects.filter(round=survey)
        .select_related("round")
        .annotate(mailed=Count("sent_mails"))
        .order_by("planned_at", "pk")
    )
