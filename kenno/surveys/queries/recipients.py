"""Who is asked in a round, who could be, and how far each invitation has come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from kenno.people.queries.addressees import Addressee, addressees
from kenno.places.models import Municipality
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

# Between two mails of a round to the same person: a reminder on the heels of another mail tells
# nothing new, and who works part-time has then had a day or two to answer the first.
BETWEEN_MAILS: Final = timedelta(days=3)


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
        found.select_related("municipality", "person", "organisation")
        .annotate(awaits_approval=Exists(_to_approve()))
        .prefetch_related(Prefetch("invitations", queryset=roots.order_by("pk"), to_attr="roots"))
        .in_order()
    )


def _to_approve() -> QuerySet[Response]:
    """Return the answers written in an interview of a recipient that nobody has sent yet."""
    return Response.objects.real().filter(
        interview__invitation__recipient=OuterRef("pk"), submitted_at__isnull=True
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


def recipients_of(survey: SurveyRound, municipality: Municipality) -> list[Recipient]:
    """Return whom a municipality is asked through, the main one first.

    Those whose invitation was revoked, or who have had their data removed, are left out unless
    main.
    """
    revoked = Invitation.objects.filter(
        recipient=OuterRef("pk"), parent__isnull=True, revoked_at__isnull=False
    )
    found = Recipient.objects.real().filter(round=survey, municipality=municipality)
    usable = Q(person__is_active=True) & ~Exists(revoked)
    return list(found.filter(Q(is_main=True) | usable).select_related("person").in_order())


def recipient_of(pk: int) -> Recipient | None:
    """Return a recipient with their round, municipality and person; None when there is none."""
    return (
        Recipient.objects.real()
        .select_related("round", "municipality", "person", "organisation", "contact__organisation")
        .annotate(awaits_approval=Exists(_to_approve()))
        .filter(pk=pk)
        .first()
    )


AUDIENCES: Final = {
    ReminderAudience.UNOPENED: (InvitationState.SENT,),
    ReminderAudience.UNFINISHED: (InvitationState.OPENED, InvitationState.STARTED),
}


@dataclass(frozen=True)
class Audience:
    """How many a reminder would reach now, and how many it leaves out as mailed too lately."""

    reached: int
    too_soon: int


def reminder_audience(survey: SurveyRound, audience: str) -> QuerySet[Invitation]:
    """Return the invitations that would be reminded now, in order.

    Never those of a municipality that has answered, nor of who has declined, passed it on, has
    stopped the mails, was mailed a moment ago (`mailed_lately`), or has no open account.
    """
    return _of_audience(survey, audience).exclude(mailed_lately(survey))


def audience_now(survey: SurveyRound, audience: str) -> Audience:
    """Count whom a reminder would reach now, and whom it would leave out."""
    everyone = _of_audience(survey, audience).count()
    reached = reminder_audience(survey, audience).count()
    return Audience(reached, everyone - reached)


def _of_audience(survey: SurveyRound, audience: str) -> QuerySet[Invitation]:
    return remindable(survey, *AUDIENCES[ReminderAudience(audience)])


def remindable(survey: SurveyRound, *states: InvitationState) -> QuerySet[Invitation]:
    """Return the invitations that may be reminded of, in any of these states, or in any at all."""
    every = [state for states in AUDIENCES.values() for state in states]
    answered = Response.objects.submitted().filter(round=survey).values("municipality")
    return (
        Invitation.objects.of_round(survey)
        .in_state(*(states or every))
        .filter(person__is_active=True, mail_stopped_at__isnull=True)
        .exclude(recipient__municipality__in=answered)
        .order_by("pk")
    )


def mailed_lately(survey: SurveyRound, *, but: Reminder | None = None) -> Exists:
    """Tell of an invitation whether its person has had mail of the round within BETWEEN_MAILS.

    A person asked for two municipalities is one person; `but` is a reminder that is leaving now,
    whose own mails to them do not count.
    """
    since = timezone.now() - BETWEEN_MAILS
    theirs = Invitation.objects.of_round(survey).filter(
        Q(queued_at__gt=since) | Q(reminded_at__gt=since), person=OuterRef("person")
    )
    if but is not None:
        has_it = ReminderMail.objects.filter(reminder=but, invitation=OuterRef("pk"))
        theirs = theirs.exclude(Exists(has_it))
    return Exists(theirs)


def to_remind(reminder: Reminder) -> QuerySet[Invitation]:
    """Return the invitations that a reminder has still to reach, in order."""
    sent = ReminderMail.objects.filter(reminder=reminder).values("invitation")
    return (
        _of_audience(reminder.round, reminder.audience)
        .exclude(mailed_lately(reminder.round, but=reminder))
        .exclude(pk__in=sent)
    )


def reminders_of(survey: SurveyRound) -> QuerySet[Reminder]:
    """Return a round's reminders by their moment, with `mailed`: how many have got each."""
    return (
        Reminder.objects.filter(round=survey)
        .select_related("round")
        .annotate(mailed=Count("sent_mails"))
        .order_by("planned_at", "pk")
    )
