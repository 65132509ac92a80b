"""The personal link of an invitation: made, found, and what opening and beginning leave behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Gone, Refusal
from kenno.core.models import SignedLink
from kenno.people.models import User
from kenno.surveys import by_link
from kenno.surveys.enums import RecipientSource, RoundState
from kenno.surveys.models import (
    AskedBack,
    Interview,
    Invitation,
    Response,
    ResponsePractice,
    SurveyRound,
)

TRIAL_LIFETIME: Final = timedelta(days=14)
MENDING_LIFETIME: Final = timedelta(days=60)
WHOSE: Final = ("recipient__round", "recipient__municipality", "person")


@dataclass(frozen=True)
class Opened:
    """Whose link was opened: in which interview when it is a coordinator's.

    `only` is the primary key of the one practice that a link for mending opens.
    """

    invitation: Invitation
    interview: Interview | None = None
    only: int | None = None


@dataclass(frozen=True)
class Addresses:
    """A new personal link: its first page, and where mail about the round is stopped."""

    page: str
    stop: str


def make_link(
    invitation: Invitation, *, replace: bool = True, until: datetime | None = None
) -> str:
    """Return a new address for an invitation, as `make_addresses` does."""
    return make_addresses(invitation, replace=replace, until=until).page


def make_addresses(
    invitation: Invitation, *, replace: bool = True, until: datetime | None = None
) -> Addresses:
    """Return new addresses for an invitation, in its language; earlier ones stop, if `replace`.

    They work until the round is closed and its grace is over, or `until` a moment that was set for
    an answer opened again; a trial's for TRIAL_LIFETIME. Call inside a transaction.
    """
    if replace:
        links.revoke_links(purpose=LinkPurpose.SURVEY, subject=invitation)
    last = until or invitation.recipient.round.last_moment
    lifetime = last - timezone.now() if last is not None else timedelta(0)
    if invitation.recipient.source == RecipientSource.TRIAL:
        lifetime = TRIAL_LIFETIME
    token = links.create_link(purpose=LinkPurpose.SURVEY, subject=invitation, lifetime=lifetime)
    with translation.override(invitation.language):
        return Addresses(
            settings.BASE_URL + reverse("surveys:invitation", args=[token]),
            settings.BASE_URL + reverse("surveys:stop_mail", args=[token]),
        )


def mending_token(told: ResponsePractice, invitation: Invitation) -> str:
    """Return the token of a new link by which somebody mends the one practice that came back.

    It works for MENDING_LIFETIME whatever becomes of the round; earlier ones go on working. Call
    inside a transaction.
    """
    asked, _made = AskedBack.objects.get_or_create(told=told, invitation=invitation)
    return links.create_link(purpose=LinkPurpose.SURVEY, subject=asked, lifetime=MENDING_LIFETIME)


def open_link(token: str) -> Opened:
    """Return whose link this is, with its round, municipality and person; nothing is changed.

    Raises Gone when the link is unknown, replaced, revoked or past its last moment, or its round
    is paused or put away, unless the link is for mending one practice.
    """
    link = links.find_link(
        token=token, purpose=LinkPurpose.SURVEY, or_purpose=LinkPurpose.SURVEY_INTERVIEW
    )
    if _is_about(link, AskedBack):
        return _opened_for_mending(link.object_id)
    if _is_about(link, Interview):
        return _opened_by_interviewer(link.object_id)
    whose = Invitation.objects.select_related(*WHOSE).filter(pk=link.object_id)
    return Opened(_usable(whose.first()))


def _is_about(link: SignedLink, model: type[Model]) -> bool:
    # By its key: kinds are kept in memory, while the link's own attribute would be a query.
    kind = ContentType.objects.get_for_id(link.content_type_id)
    return kind.model_class() is model


def _opened_for_mending(pk: str) -> Opened:
    whose = [f"invitation__{name}" for name in WHOSE]
    asked = AskedBack.objects.select_related("told", *whose).filter(pk=pk).first()
    if asked is None:
        raise Gone(_("Tätä tekstiä ei voi enää muuttaa."))
    return Opened(_at_work(asked.invitation), only=asked.told.practice_id)


def _opened_by_interviewer(pk: str) -> Opened:
    whose = [f"invitation__{name}" for name in WHOSE]
    interview = Interview.objects.select_related("by", *whose).filter(pk=pk).first()
    return Opened(_usable(interview.invitation if interview else None), interview)


def invitation_of_mail(token: str) -> Invitation:
    """Return to whom a mail with this link was sent, whatever has become of the round since.

    Raises Gone when the link is unknown, replaced, revoked or past its last moment.
    """
    link = links.find_link(token=token, purpose=LinkPurpose.SURVEY)
    whose = Invitation.objects.select_related("recipient__round", "person")
    invitation = whose.filter(pk=link.object_id).first() if _is_about(link, Invitation) else None
    if invitation is None:
        raise Gone(_("Kutsu on peruttu."))
    return invitation


def _at_work(found: Invitation | None) -> Invitation:
    if found is None or found.revoked_at is not None:
        raise Gone(_("Kutsu on peruttu."))
    if found.person is None or not found.person.is_active:
        raise Gone(_("Kutsu ei ole enää voimassa."))
    return found


def _usable(found: Invitation | None) -> Invitation:
    invitation = _at_work(found)
    survey = invitation.recipient.round
    if survey.state == RoundState.PAUSED:
        raise Gone(_("Kysely on tauolla. Vastauksesi on tallessa. Kokeile myöhemmin uudelleen."))
    is_trial = invitation.recipient.source == RecipientSource.TRIAL
    if survey.state == RoundState.ARCHIVED or (survey.state == RoundState.DRAFT and not is_trial):
        raise Gone(_("Kysely ei ole enää auki."))
    return invitation


def note_opened(*, invitation: Invitation) -> None:
    """Note when the link was opened first; that is all that opening it does."""
    Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(
        opened_at=timezone.now()
    )


@transaction.atomic
def start_answer(*, invitation: Invitation) -> Response:
    """Begin the municipality's answer, or join it where somebody has begun; return it.

    Whoever declined may change their mind this way. Raises Refusal when the round takes no new
    answers any more and none was begun.
    """
    response = begin_response(invitation)
    note_writing(invitation=invitation, by=invitation.person)
    return response


def begin_response(invitation: Invitation) -> Response:
    """Return the municipality's answer, begun now if nobody has; call in a transaction.

    Raises Refusal like `start_answer`.
    """
    recipient = invitation.recipient
    survey = recipient.round
    is_trial = recipient.source == RecipientSource.TRIAL
    response = Response.objects.filter(
        round=survey, municipality=recipient.municipality, is_trial=is_trial
    ).first()
    may = by_link.takes_answers(invitation, response) if response else survey.takes_new_answers
    if not may and not is_trial:
        raise Refusal(_("Kysely on sulkeutunut, eikä uutta vastausta voi enää aloittaa."))
    if response is None:
        response, _made = Response.objects.get_or_create(
            round=survey, municipality=recipient.municipality, is_trial=is_trial
        )
    return response


@transaction.atomic
def note_writing(*, invitation: Invitation, by: User | None) -> None:
    """Note that who was invited writes, however they came to it; who declined takes it back.

    What a coordinator writes in an interview (`by` is not who was invited) is none of theirs.
    """
    has_begun = invitation.started_at is not None and invitation.declined_at is None
    if has_begun or by is None or by.pk != invitation.person_id:
        return
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        opened_at=invitation.opened_at or now,
        started_at=invitation.started_at or now,
        declined_at=None,
        decline_reason="",
    )
    audit.record("surveys.answer_started", subject=invitation, by=by)


def links_end_at(survey: SurveyRound, moment: datetime) -> None:
    """Let the links of a round's invitations work until `moment`, as its closing time has moved.

    Those of an answer that is open again go on as long as it does.
    """
    _end_links(Invitation.objects.filter(recipient__round=survey), moment)
    longer = Response.objects.real().filter(round=survey, reopened_until__gt=moment)
    for response in longer.order_by("pk"):
        links_of_response_end_at(response, response.reopened_until or moment)


def links_of_response_end_at(response: Response, moment: datetime) -> None:
    """Let the links of everyone invited to write an answer work until `moment`."""
    invited = Invitation.objects.real().filter(
        recipient__round=response.round_id, recipient__municipality=response.municipality_id
    )
    _end_links(invited, moment)


def _end_links(invitations: QuerySet[Invitation], moment: datetime) -> None:
    ids = invitations.order_by("pk").values_list("pk", flat=True)
    SignedLink.objects.filter(
        purpose=LinkPurpose.SURVEY,
        content_type=ContentType.objects.get_for_model(Invitation),
        object_id__in=[str(pk) for pk in ids],
        revoked_at__isnull=True,
    ).update(expires_at=moment)
