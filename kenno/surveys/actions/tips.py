"""Tips: told by anybody, and sent on, joined to a practice or put aside by a coordinator."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.actions import organisation_of
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices.actions import drafts
from kenno.practices.actions import requests as draft_requests
from kenno.practices.enums import Provenance, RequestReason
from kenno.practices.models import SUMMARY_LENGTH, DraftRequest, Practice
from kenno.practices.queries.workspace import draft_of
from kenno.surveys.enums import TipOutcome
from kenno.surveys.models import Tip
from kenno.surveys.queries.tips import tip_with_state


@dataclass(frozen=True, kw_only=True)
class ToldTip:
    """What somebody tells, and of themselves as much as they like."""

    municipality: Municipality
    title: str
    text: str
    who_knows: str = ""
    told_by: str = ""
    teller_email: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedOwner:
    """Who is asked to complete a tip, in which job and language, with which words."""

    email: str
    title: str
    language: str
    message: str


@transaction.atomic
def give_tip(*, told: ToldTip, language: str, stamp: str) -> Tip:
    """Keep a tip and return it; the same sending twice is one.

    `stamp` is the form's own. Nobody is mailed before a coordinator has read the tip.
    """
    said = f"{stamp}\n{told.municipality.pk}\n{told.title}\n{told.text}"
    tip, created = Tip.objects.get_or_create(
        key=hashlib.sha256(said.encode()).hexdigest(),
        defaults={
            "municipality": told.municipality,
            "title": told.title,
            "text": told.text,
            "who_knows": told.who_knows,
            "told_by": told.told_by,
            "teller_email": told.teller_email.lower(),
            "language": language,
        },
    )
    if created:
        audit.record("surveys.tip_given", subject=tip, by=None)
    return tip


@transaction.atomic
def send_on(*, tip: Tip, owner: AskedOwner, based_on: int, by: User) -> DraftRequest:
    """Ask somebody to complete the tip, which becomes a draft, by a personal link.

    Once there is a draft, another is asked to complete the same. Raises Conflict when another
    coordinator did something after version `based_on` or the draft is not written any more, and
    Refusal when the address does not hold or cannot be asked.
    """
    present = _locked(tip, based_on)
    _require(present.can_be_sent_on)
    practice = present.practice or _begin_draft(present, by)
    request = draft_requests.ask_owner(
        practice=practice,
        email=owner.email,
        title=owner.title,
        language=owner.language,
        message=owner.message,
        reason=RequestReason.TIP,
        told_by=present.told_by,
        by=by,
    )
    _handle(present, TipOutcome.SENT_ON, by, practice=practice)
    audit.record("surveys.tip_sent_on", subject=present, by=by, data={"practice": practice.pk})
    return request


def _begin_draft(tip: Tip, by: User) -> Practice:
    """Begin a draft that holds what was told: in the summary, or as the need where it is longer."""
    practice = drafts.start_practice(
        title=tip.title,
        municipality=tip.municipality,
        language=tip.language,
        by=by,
        provenance=Provenance.TIP,
    )
    draft = draft_of(practice)
    draft.responsible_organisation = organisation_of(tip.municipality)
    if len(tip.text) <= SUMMARY_LENGTH:
        draft.summary = tip.text
    else:
        draft.need = tip.text
    drafts.save_draft(draft=draft, by=by, based_on=practice.draft_version)
    return practice


@transaction.atomic
def join_tip(*, tip: Tip, practice: Practice, based_on: int, by: User) -> None:
    """Note that the tip is about a practice that is published already.

    Raises Conflict when another coordinator did something after version `based_on` or the tip has
    a draft, and Refusal when the practice is not published.
    """
    present = _locked(tip, based_on)
    _require(present.can_be_joined)
    if not practice.live:
        raise Refusal(_("Tätä käytännettä ei ole julkaistu."))
    _handle(present, TipOutcome.JOINED, by, practice=practice)
    audit.record("surveys.tip_joined", subject=present, by=by, data={"practice": practice.pk})


@transaction.atomic
def put_aside(*, tip: Tip, reason: str, based_on: int, by: User) -> None:
    """Put a tip aside with a reason for other coordinators; who told it is forgotten at once.

    Those who were asked to complete it are asked no more; what is written stays a draft. Raises
    Conflict when another coordinator did something after version `based_on`, or the tip has come
    further.
    """
    present = _locked(tip, based_on)
    _require(present.can_be_put_aside)
    practice = present.practice
    if practice is not None:
        for request in practice.requests.open().order_by("pk"):
            draft_requests.revoke(request=request, by=by)
    _handle(present, TipOutcome.PUT_ASIDE, by, practice=practice, aside_reason=reason)
    Tip.objects.filter(pk=present.pk).update(teller_email="", told_by="")
    audit.record("surveys.tip_put_aside", subject=present, by=by, message=reason)


def _locked(tip: Tip, based_on: int) -> Tip:
    """Read a tip again, and keep others from handling it; Conflict when somebody has."""
    list(Tip.objects.select_for_update().filter(pk=tip.pk).order_by("pk"))
    present = tip_with_state(tip.pk)
    if present is None or present.version != based_on:
        raise Conflict(
            _("Joku muu on käsitellyt tätä vinkkiä sinun jälkeesi. Lataa sivu ja katso, mitä.")
        )
    return present


def _require(allowed: bool) -> None:
    if not allowed:
        raise Conflict(_("Vinkki on jo edennyt, joten tätä ei voi enää tehdä."))


def _handle(
    tip: Tip,
    outcome: TipOutcome,
    by: User,
    *,
    practice: Practice | None,
    aside_reason: str = "",
) -> None:
    Tip.objects.filter(pk=tip.pk).update(
        outcome=outcome,
        practice=practice,
        aside_reason=aside_reason,
        handled_at=timezone.now(),
        handled_by=by,
        version=F("version") + 1,
    )
