"""The municipalities behind a figure of a round: who was asked there, and why none answers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from kenno.core.enums import MessageState
from kenno.core.models import SuppressedAddress
from kenno.places.models import Municipality
from kenno.surveys.enums import InvitationState, PlaceState
from kenno.surveys.models import Invitation, Response, SurveyRound
from kenno.surveys.queries.recipients import mailed_lately, remindable
from kenno.surveys.queries.tracking import TrackedPlace

REMINDABLE: Final = "remindable"
TOO_SOON: Final = "too-soon"


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked; `depth` tells how many times the question was passed on before.

    `reminding`: REMINDABLE, TOO_SOON, or empty when there is nothing to remind of.
    """

    invitation: Invitation
    depth: int
    why: str
    reminding: str = ""

    @property
    def may_be_reminded(self) -> bool:
        return self.reminding == REMINDABLE

    @property
    def is_too_soon(self) -> bool:
        """Whether they would be reminded if they had not had mail of the round a moment ago."""
        return self.reminding == TOO_SOON

    @property
    def title(self) -> str:
        """Their job, as far as it is known; whoever a question is passed on to tells none."""
        return self.invitation.recipient.title if not self.depth else ""

    @property
    def address(self) -> str:
        """Their address, for staff; empty when they have had their data removed."""
        return self.invitation.person.email if self.invitation.person is not None else ""

    @property
    def last_at(self) -> datetime | None:
        """When something last happened."""
        one = self.invitation
        marks = (
            *(one.queued_at, one.opened_at, one.started_at, one.delegated_at),
            *(one.submitted_at, one.declined_at, one.revoked_at),
        )
        return max((mark for mark in marks if mark is not None), default=None)


@dataclass(frozen=True)
class TrackedRow:
    """A municipality in a list: its state, who was asked, and why nobody was reached."""

    place: TrackedPlace
    asked: list[Asked] = field(default_factory=list)

    @property
    def to_remind(self) -> Asked | None:
        """The first of them who may be reminded now, else soon; None when nobody is."""
        soon = next((one for one in self.asked if one.is_too_soon), None)
        return next((one for one in self.asked if one.may_be_reminded), soon)

    @property
    def to_call(self) -> Asked | None:
        """The first of them whose invitation is in force."""
        return next((one for one in self.asked if one.invitation.revoked_at is None), None)

    @property
    def why(self) -> list[str]:
        """Why there is no answer to wait for, each reason once."""
        if self.place.state == PlaceState.UNASKED and not self.asked:
            return [_("Kunnasta ei ole yhtään osoitetta.")]
        return list(dict.fromkeys(one.why for one in self.asked if one.why))

    @property
    def last_at(self) -> datetime | None:
        """When something last happened in the municipality."""
        return max((one.last_at for one in self.asked if one.last_at), default=None)


def tracked_rows(survey: SurveyRound, places: Sequence[TrackedPlace]) -> list[TrackedRow]:
    """Return for each of `places` those who were asked, who passes on before who gets it."""
    asked = asked_in(survey, [place.municipality.pk for place in places])
    return [TrackedRow(place, asked[place.municipality.pk]) for place in places]


def asked_in(survey: SurveyRound, municipalities: Collection[int]) -> dict[int, list[Asked]]:
    """Return those asked in these municipalities by its primary key, main recipients first."""
    found = (
        Invitation.objects.of_round(survey)
        .filter(recipient__municipality__in=municipalities)
        .select_related(
            "recipient__municipality",
            "recipient__round",
            "recipient__organisation",
            "person",
            "message",
        )
        .order_by("-recipient__is_main", "recipient", "pk")
    )
    invitations = list(found)
    children: dict[int | None, list[Invitation]] = defaultdict(list)
    for one in invitations:
        children[one.parent_id].append(one)
    reminding = _reminding(survey, municipalities)
    closed = _suppressed({one.person.email.lower() for one in invitations if one.person})
    rows: dict[int, list[Asked]] = defaultdict(list)

    def add(one: Invitation, depth: int) -> None:
        told = Asked(one, depth, _why(one, closed), reminding.get(one.pk, ""))
        rows[one.recipient.municipality_id].append(told)
        for child in children[one.pk]:
            add(child, depth + 1)

    for root in children[None]:
        add(root, 0)
    return rows


def _reminding(survey: SurveyRound, municipalities: Collection[int]) -> dict[int, str]:
    """Return by primary key which invitations may be reminded of now, or soon."""
    if not survey.takes_new_answers:
        return {}
    found = remindable(survey).filter(recipient__municipality__in=municipalities)
    soon = found.annotate(is_soon=mailed_lately(survey)).values_list("pk", "is_soon")
    return {pk: TOO_SOON if is_soon else REMINDABLE for pk, is_soon in soon}


def response_in(survey: SurveyRound, municipality: Municipality) -> Response | None:
    """Return the municipality's answer to a round, or None when nobody has begun one."""
    found = Response.objects.real().filter(round=survey, municipality=municipality)
    return found.select_related("interview").prefetch_related("practices__practice").first()


def _suppressed(addresses: set[str]) -> set[str]:
    found = SuppressedAddress.objects.filter(address__in=addresses).order_by("pk")
    return set(found.values_list("address", flat=True))


def _why(one: Invitation, closed: set[str]) -> str:
    """Say why no answer is to be waited for from somebody; empty when one is."""
    if one.state == InvitationState.DECLINED:
        return one.decline_reason or _("Kieltäytyi kertomatta syytä.")
    if one.state == InvitationState.REVOKED:
        return _("Kutsu on peruttu.")
    if one.person is None:
        return _("Vastaanottaja on poistanut tietonsa.")
    if one.state == InvitationState.BOUNCED:
        return _("Viesti palautui: osoite ei toimi.")
    if one.state == InvitationState.REFUSED:
        message = one.message
        known = message is not None and message.state == MessageState.REFUSED
        reason = message.get_refusal_display() if known and message is not None else ""
        return _("Viesti ei lähtenyt: %(reason)s.") % {"reason": reason or _("syy ei ole tiedossa")}
    if one.mail_stopped_at is not None:
        return _("Ei halua enää viestejä tästä kyselystä.")
    if one.person.email.lower() in closed:
        return _("Osoitteeseen ei lähetetä viestejä.")
    return ""
