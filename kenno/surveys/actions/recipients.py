"""Who is asked in a round: proposed, added by hand or from a file, changed, removed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kenno.core import audit, links
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import Contact, Organisation, User
from kenno.people.queries.addressees import Addressee
from kenno.people.validators import one_line
from kenno.places.models import Municipality
from kenno.surveys.actions.invitations import make_invitations, revoke_invitation
from kenno.surveys.actions.rounds import locked, require_state
from kenno.surveys.enums import RecipientSource, RoundState, SurveyLanguage
from kenno.surveys.models import Recipient, SurveyRound
from kenno.surveys.models.recipients import JOB_LENGTH
from kenno.surveys.queries.organisations import organisation_proposals
from kenno.surveys.queries.recipients import proposals

RUNNING = (RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom to ask for a municipality, at which address and in which language."""

    municipality: Municipality
    email: str
    title: str = ""
    language: str = SurveyLanguage.FINNISH.value
    is_main: bool = True
    source: RecipientSource = RecipientSource.BY_HAND
    organisation: Organisation | None = None
    contact: Contact | None = None


@transaction.atomic
def add_recipient(*, survey: SurveyRound, asked: Asked, by: User) -> Recipient:
    """Add a recipient, with an account without a role for a new address; return them.

    In a round that is open they are invited at once. Raises Conflict when the round is over, and
    Refusal when the address does not hold, is there already, or the account is closed, or the
    municipality has another main recipient.
    """
    present = locked(survey)
    require_state(present, *RUNNING)
    recipient = _add(present, asked, by)
    _invite_if_open(present)
    audit.record(
        "surveys.recipient_added",
        subject=recipient,
        by=by,
        data={"source": str(asked.source), "main": asked.is_main},
    )
    return recipient


@transaction.atomic
def add_proposed(
    *,
    survey: SurveyRound,
    chosen: Collection[str],
    contacts: Collection[int] = (),
    main: Collection[int] = (),
    by: User,
) -> int:
    """Add whom `proposals` propose for the municipalities with these codes; return how many.

    `contacts` (primary keys) are added beside them from what `organisation_proposals` propose: as
    copies, unless they are in `main` too; then who was main is a copy. Raises Conflict when the
    round is over, and Refusal when a municipality would have two main recipients.
    """
    present = locked(survey)
    require_state(present, *RUNNING)
    others = [
        proposal
        for proposal in organisation_proposals(present)
        if _is(proposal, {*contacts, *main})
    ]
    led = _led(others, main)
    Recipient.objects.filter(round=present, municipality__in=led, is_main=True).update(
        is_main=False
    )
    own = [one for one in proposals(present) if one.municipality.code in chosen]
    # A person may be the contact of a municipality and of its library too, and is asked once.
    of_own = {_who(one) for one in own}
    others = [one for one in others if _is(one, main) or _who(one) not in of_own]
    of_main = {_who(one) for one in others if _is(one, main)}
    own = [one for one in own if _who(one) not in of_main]
    for proposal in own:
        _add(present, _asked(proposal, is_main=proposal.municipality.pk not in led), by)
    for proposal in others:
        _add(present, _asked(proposal, is_main=_is(proposal, main)), by)
    added = len(own) + len(others)
    if added:
        _invite_if_open(present)
        audit.record("surveys.recipients_proposed", subject=present, by=by, data={"added": added})
    return added


def _is(proposal: Addressee, chosen: Collection[int]) -> bool:
    return proposal.contact is not None and proposal.contact.pk in chosen


def _who(proposal: Addressee) -> tuple[int, str]:
    return proposal.municipality.pk, proposal.email.lower()


def _led(others: Collection[Addressee], main: Collection[int]) -> set[int]:
    """Return the municipalities that get a contact of another organisation as their main one."""
    led: set[int] = set()
    for proposal in others:
        if not _is(proposal, main):
            continue
        if proposal.municipality.pk in led:
            text = _("Kunnalle %(municipality)s on valittu kaksi päävastaanottajaa. Valitse yksi.")
            raise Refusal(text % {"municipality": proposal.municipality.name})
        led.add(proposal.municipality.pk)
    return led


def _asked(proposal: Addressee, *, is_main: bool) -> Asked:
    return Asked(
        municipality=proposal.municipality,
        email=proposal.email,
        title=proposal.title[:JOB_LENGTH],
        language=proposal.language,
        is_main=is_main,
        source=RecipientSource(proposal.source.value),
        organisation=proposal.organisation,
        contact=proposal.contact,
    )


@transaction.atomic
def add_all(*, survey: SurveyRound, everyone: Collection[Asked], by: User) -> int:
    """Add everyone of a file that has been checked; return how many. All or none of them."""
    present = locked(survey)
    require_state(present, *RUNNING)
    for asked in everyone:
        _add(present, asked, by)
    _invite_if_open(present)
    audit.record(
        "surveys.recipients_imported", subject=present, by=by, data={"added": len(everyone)}
    )
    return len(everyone)


@transaction.atomic
def make_main(*, recipient: Recipient, by: User) -> None:
    """Make a recipient the main one of their municipality; the one before becomes a copy."""
    present = locked(recipient.round)
    require_state(present, *RUNNING)
    others = Recipient.objects.filter(round=present, municipality=recipient.municipality)
    others.filter(is_main=True).update(is_main=False)
    others.filter(pk=recipient.pk).update(is_main=True)
    audit.record("surveys.recipient_main", subject=recipient, by=by)


@transaction.atomic
def replace_main(
    *,
    survey: SurveyRound,
    municipality: Municipality,
    chosen: Recipient | Asked,
    keep_former: bool,
    by: User,
) -> Recipient:
    """Ask a municipality through another main recipient, there already or new; return them.

    The former one goes on as a copy if `keep_former`; else their invitation is revoked, and what
    they wrote stays. A new one is invited at once in a round that is open. Raises Conflict when the
    round is over or the chosen one is no longer there, and Refusal like `add_recipient`.
    """
    present = locked(survey)
    require_state(present, *RUNNING)
    asked = Recipient.objects.real().filter(round=present, municipality=municipality)
    former = asked.filter(is_main=True).first()
    if isinstance(chosen, Recipient) and not asked.filter(pk=chosen.pk).exists():
        raise Conflict(_("Vastaanottaja on poistettu sillä välin."))
    asked.filter(is_main=True).update(is_main=False)
    if isinstance(chosen, Recipient):
        asked.filter(pk=chosen.pk).update(is_main=True)
        main = chosen
    else:
        main = _add(present, chosen, by)
        _invite_if_open(present)
    if former is not None and former.pk != main.pk and not keep_former:
        for invitation in former.invitations.filter(parent=None, revoked_at=None).order_by("pk"):
            revoke_invitation(invitation=invitation, by=by)
    audit.record("surveys.recipient_replaced", subject=main, by=by, data={"kept": keep_former})
    return main


@transaction.atomic
def remove_recipient(*, recipient: Recipient, by: User) -> None:
    """Remove a recipient to whom nothing has been sent.

    Raises Conflict when something has: then the invitation is revoked instead.
    """
    locked(recipient.round)
    if recipient.invitations.filter(queued_at__isnull=False).exists():
        raise Conflict(_("Kutsu on jo lähetetty. Peru se sen sijaan."))
    for invitation in recipient.invitations.order_by("pk"):
        links.forget_links(invitation)
    audit.record("surveys.recipient_removed", subject=recipient, by=by)
    recipient.delete()


def problem_of(asked: Asked) -> str:
    """Say what is wrong with an address or title; nothing when they hold."""
    try:
        validate_email(asked.email)
    except ValidationError:
        return _("Sähköpostiosoite ”%(email)s” ei kelpaa.") % {"email": asked.email}
    try:
        one_line(asked.title)
    except ValidationError:
        return _("Kirjoita tehtävänimike yhdelle riville.")
    if len(asked.title) > JOB_LENGTH:
        return _("Tehtävänimike on liian pitkä.")
    return ""


def _add(survey: SurveyRound, asked: Asked, by: User) -> Recipient:
    problem = problem_of(asked)
    if problem:
        raise Refusal(problem)
    person, _new = User.objects.get_or_create(
        email=asked.email.strip().lower(),
        defaults={"password": make_password(None), "language": asked.language},
    )
    if not person.is_active:
        raise Refusal(_("Osoitteen %(email)s tunnus on suljettu.") % {"email": person.email})
    recipient = Recipient(
        round=survey,
        municipality=asked.municipality,
        organisation=asked.organisation,
        contact=asked.contact,
        person=person,
        title=asked.title,
        language=asked.language,
        is_main=asked.is_main,
        source=asked.source,
        added_by=by,
    )
    try:
        recipient.full_clean()
    except ValidationError as error:
        named = {"municipality": asked.municipality.name, "why": error.messages[0]}
        raise Refusal(_("%(municipality)s: %(why)s") % named) from error
    recipient.save()
    return recipient


def _invite_if_open(survey: SurveyRound) -> None:
    if survey.state != RoundState.DRAFT:
        make_invitations(survey)
