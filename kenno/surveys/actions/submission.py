"""How an invitation ends: answered, passed on to somebody else, declined, or its mail stopped."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox, suppression
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.mails import checked_address
from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.actions import drafts
from kenno.practices.queries.completeness import needs_before_publication
from kenno.surveys import by_link, mails
from kenno.surveys.actions.answers import open_response
from kenno.surveys.actions.links import make_addresses
from kenno.surveys.enums import RecipientSource
from kenno.surveys.models import Invitation, Recipient, Response
from kenno.surveys.queries.answering import (
    missing_answers,
    own_row,
    question_groups,
    response_of,
    told_practices,
)

MOST_DELEGATIONS: Final = 5
# In a municipality, however the tree has grown: nobody sends mail to the world through a survey.
MOST_DELEGATES: Final = 15
RECEIPT_KEPT: Final = timedelta(days=7)


@transaction.atomic
def submit_response(*, response: Response, token: str, invitation: Invitation) -> int:
    """Send the answer: its drafts go for review, its writer gets a receipt; return how many went.

    A draft that lacks only what the round did not ask stays a draft, which a coordinator completes.
    `token` is the writer's own link, which the receipt repeats. Sending twice changes nothing.
    Raises Refusal when something that was asked and is needed is missing, Gone when it is too late.
    """
    present = Response.objects.select_for_update().get(pk=response.pk)
    if present.submitted_at is not None:
        return 0
    open_response(invitation, response)
    by = invitation.person
    told = told_practices(response)
    groups = question_groups(response)
    if missing_answers(groups) or any(one.missing for one in told):
        raise Refusal(_("Ennen lähettämistä tarvitaan vielä joitakin tietoja. Katso yhteenveto."))
    if not told and not any(asked.answer for group in groups for asked in group.questions):
        raise Refusal(_("Vastauksessa ei ole vielä mitään. Jos et voi vastata, ilmoita siitä."))
    sent = 0
    is_trial = present.is_trial
    for one in told:
        ready = one.is_written_on and not needs_before_publication(one.draft)
        if ready and not is_trial and by is not None:
            drafts.submit(practice=one.practice, by=by)
            sent += 1
    now = timezone.now()
    Response.objects.filter(pk=response.pk).update(
        submitted_at=now,
        submitted_by=invitation,
        reopened_until=None,
        sent_before_at=None,
        sent_before_by=None,
    )
    Invitation.objects.filter(pk=invitation.pk).update(submitted_at=now)
    audit.record("surveys.answer_submitted", subject=response, by=by, data={"sent": sent})
    if by is not None and not by.is_example and not is_trial:
        with translation.override(invitation.language):
            url = settings.BASE_URL + reverse("surveys:summary", args=[token])
            mail = mails.receipt(response, url, practices=len(told))
        outbox.queue_message(
            kind="surveys.receipt",
            recipient=by.email,
            mail=mail,
            key=f"surveys.receipt:{response.pk}:{now.isoformat()}",
            confidential=True,
            expires_at=now + RECEIPT_KEPT,
        )
    return sent


@transaction.atomic
def submit_returned(*, response: Response, practice_id: int, invitation: Invitation) -> None:
    """Send one practice for review again, after a coordinator had asked back.

    Raises Conflict when it has been sent meanwhile, and Refusal when something is missing.
    """
    one = next((one for one in told_practices(response) if one.practice.pk == practice_id), None)
    if one is None or one.row.is_joined or invitation.person is None:
        raise Gone(_("Käytänne ei ole enää vastauksessa."))
    if one.practice.review_state != ReviewState.RETURNED:
        raise Conflict(_("Käytänne on jo lähetetty."))
    drafts.submit(practice=one.practice, by=invitation.person)


@transaction.atomic
def withdraw_told(*, response: Response, practice_id: int, invitation: Invitation) -> None:
    """Take a practice back from review to be written further, in an answer that is open again.

    Raises Conflict when it has been decided on meanwhile, and Gone when the answer is not open.
    """
    open_response(invitation, response)
    row = own_row(response, practice_id)
    if row is None or row.is_joined or invitation.person is None:
        raise Gone(_("Käytänne ei ole enää vastauksessa."))
    if not by_link.can_withdraw_told(invitation, response, row):
        raise Conflict(_("Käytänne ei ole enää tarkistettavana."))
    moderation.withdraw(record=row.practice, by=invitation.person)


@transaction.atomic
def delegate(
    *, email: str, title: str, message: str, language: str, invitation: Invitation
) -> Invitation:
    """Ask somebody who knows better, by their own link; return their invitation.

    Both write the same answer. Raises Refusal when the address does not hold, was asked already or
    is not mailed any more, or too many were asked; Gone when it is too late.
    """
    email = checked_address(email.strip().lower())
    present = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    recipient = invitation.recipient
    survey, municipality = recipient.round, recipient.municipality
    if not by_link.can_pass_on(invitation, response_of(invitation)):
        raise Gone(_("Kyselyä ei voi enää siirtää toiselle."))
    asked_in_all = Recipient.objects.filter(
        round=survey, municipality=municipality, source=RecipientSource.DELEGATION
    ).count()
    if present.delegations.count() >= MOST_DELEGATIONS or asked_in_all >= MOST_DELEGATES:
        raise Refusal(_("Olet jo pyytänyt montaa vastaamaan. Ota yhteyttä kyselyn lähettäjään."))
    if suppression.find(email):
        raise Refusal(_("Tähän osoitteeseen ei lähetetä viestejä. Anna toinen osoite."))
    person, _new = User.objects.get_or_create(
        email=email, defaults={"password": make_password(None), "language": language}
    )
    if not person.is_active:
        raise Refusal(_("Tähän osoitteeseen ei lähetetä viestejä. Anna toinen osoite."))
    if (
        Recipient.objects.real()
        .filter(round=survey, municipality=municipality, person=person)
        .exists()
    ):
        raise Refusal(_("Tähän osoitteeseen on jo lähetetty kutsu saman kunnan puolesta."))
    asked = Recipient.objects.create(
        round=survey,
        municipality=municipality,
        organisation=recipient.organisation,
        person=person,
        title=title,
        language=language,
        source=RecipientSource.DELEGATION,
        added_by=invitation.person,
    )
    child = Invitation.objects.create(
        recipient=asked, person=person, parent=invitation, language=language
    )
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        delegated_at=now, opened_at=present.opened_at or now
    )
    audit.record("surveys.delegated", subject=child, by=invitation.person)
    if not person.is_example:
        _send_delegation(child, asker=recipient.title, message=message)
    return child


def _send_delegation(child: Invitation, *, asker: str, message: str) -> None:
    response = response_of(child)
    until = response.last_moment if response is not None else None
    link = make_addresses(child, until=until)
    with translation.override(child.language):
        mail = mails.delegation(child, link.page, link.stop, asker=asker, message=message)
    child.message = outbox.queue_message(
        kind="surveys.delegation",
        recipient=child.person.email if child.person else "",
        mail=mail,
        key=f"surveys.delegation:{child.pk}",
        confidential=True,
        expires_at=until or child.recipient.round.last_moment,
    )
    child.mails, child.queued_at = 1, timezone.now()
    child.save(update_fields=["message", "mails", "queued_at"])


@transaction.atomic
def decline(*, reason: str, invitation: Invitation) -> None:
    """Say no for oneself, with a reason if one is given; what others write stays.

    Raises Conflict when the answer has been sent, and Gone when it is too late. Twice changes
    nothing.
    """
    present = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if present.declined_at is not None:
        return
    response = response_of(invitation)
    if not by_link.can_decline(invitation, response):
        if response is not None and response.submitted_at is not None:
            raise Conflict(_("Vastaus on jo lähetetty."))
        raise Gone(_("Kysely on sulkeutunut."))
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        declined_at=now, decline_reason=reason, opened_at=present.opened_at or now
    )
    audit.record("surveys.declined", subject=invitation, by=invitation.person)


@transaction.atomic
def stop_mail(*, invitation: Invitation) -> None:
    """Mail who was invited no more about the round; their links go on working.

    It is no refusal to answer, which is said on its own page. Twice changes nothing.
    """
    person = invitation.person
    own = Invitation.objects.filter(recipient__round=invitation.recipient.round)
    own = own.filter(person=person) if person is not None else own.filter(pk=invitation.pk)
    stopped = own.filter(mail_stopped_at__isnull=True).update(mail_stopped_at=timezone.now())
    if stopped:
        audit.record("surveys.mail_stopped", subject=invitation, by=person)
