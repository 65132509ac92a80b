"""Asking somebody to complete a draft by a personal link, and what they do with it."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox, suppression
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.mails import checked_address
from kenno.moderation.enums import ReviewState
from kenno.moderation.models import Moderated
from kenno.people.models import User
from kenno.practices import by_link, mails
from kenno.practices.actions import drafts
from kenno.practices.enums import RequestReason
from kenno.practices.models import DraftRequest, Practice
from kenno.practices.models.requests import LINK_LIFETIME

MOST_PASSED_ON: Final = 3
# However it goes from hand to hand: nobody sends mail to the world through a draft.
MOST_ASKED: Final = 10
RECEIPT_KEPT: Final = timedelta(days=7)


@transaction.atomic
def ask_owner(
    *,
    practice: Practice,
    email: str,
    title: str,
    language: str,
    message: str,
    reason: RequestReason,
    by: User,
    told_by: str = "",
) -> DraftRequest:
    """Ask the person with this address to complete a draft and send it for review, by a link.

    A new person gets an account without a role, in `language`; `title` is the job in which they
    are asked, `told_by` that of who told of the practice. Raises Conflict when the draft has been
    sent for review or was published, and Refusal when the address does not hold or is not mailed,
    is asked already, or too many are.
    """
    request = _ask(
        DraftRequest(
            practice=practice,
            title=title,
            told_by=told_by,
            reason=reason,
            asked_by=by,
            message=message,
            language=language,
        ),
        email,
    )
    audit.record("practices.owner_asked", subject=practice, by=by, data={"request": request.pk})
    return request


@transaction.atomic
def pass_on(
    *, request: DraftRequest, email: str, title: str, language: str, message: str
) -> DraftRequest:
    """Ask somebody who knows better, by their own link; both write the same draft.

    Raises Refusal as `ask_owner` does, and when too many were asked; Gone when it is too late.
    """
    present = _locked(request)
    if not by_link.can_pass_on(present):
        raise Gone(_("Luonnosta ei voi enää siirtää toiselle."))
    if present.passed_on_to.count() >= MOST_PASSED_ON:
        raise Refusal(_("Olet jo pyytänyt montaa. Ota yhteyttä koordinaattoriin."))
    child = _ask(
        DraftRequest(
            practice=present.practice,
            title=title,
            told_by=present.told_by,
            reason=present.reason,
            asked_by=present.asked_by,
            parent=present,
            message=message,
            language=language,
        ),
        email,
    )
    now = timezone.now()
    DraftRequest.objects.filter(pk=present.pk).update(
        passed_on_at=now, opened_at=present.opened_at or now
    )
    audit.record(
        "practices.request_passed_on",
        subject=present.practice,
        by=present.person,
        data={"request": child.pk},
    )
    return child


def _ask(request: DraftRequest, email: str) -> DraftRequest:
    """Keep a request that is not stored yet, and mail it."""
    email = checked_address(email.strip().lower())
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=request.practice.pk)
    if not by_link.is_being_written(practice):
        raise Conflict(_("Luonnos on jo lähetetty tarkistettavaksi, joten pyyntöä ei lähetetty."))
    if practice.requests.count() >= MOST_ASKED:
        raise Refusal(_("Tästä luonnoksesta on jo lähetetty monta pyyntöä."))
    if suppression.find(email):
        raise Refusal(_("Tähän osoitteeseen ei lähetetä viestejä. Anna toinen osoite."))
    person, _new = User.objects.get_or_create(
        email=email, defaults={"password": make_password(None), "language": request.language}
    )
    if not person.is_active:
        raise Refusal(_("Tähän osoitteeseen ei lähetetä viestejä. Anna toinen osoite."))
    if DraftRequest.objects.open().filter(practice=practice, person=person).exists():
        raise Refusal(_("Tähän osoitteeseen on jo lähetetty pyyntö samasta luonnoksesta."))
    request.person = person
    request.save()
    if not person.is_example:
        _send(request, person)
    return request


def _send(request: DraftRequest, person: User) -> None:
    with translation.override(request.language):
        url = settings.BASE_URL + make_link(request)
        mail = mails.draft_request(request, url)
    request.mail = outbox.queue_message(
        kind="practices.draft_request",
        recipient=person.email,
        mail=mail,
        key=f"practices.draft_request:{request.pk}",
        confidential=True,
        expires_at=request.link_ends_at,
    )
    request.save(update_fields=["mail"])


def make_link(request: DraftRequest, *, page: str = "draft_request") -> str:
    """Return the path of a page behind a new personal link, in the active language.

    Earlier links work on until their own last day. Call inside a transaction.
    """
    token = links.create_link(purpose=LinkPurpose.DRAFT, subject=request, lifetime=LINK_LIFETIME)
    request.sent_at = timezone.now()
    DraftRequest.objects.filter(pk=request.pk).update(sent_at=request.sent_at)
    return reverse(f"practices:{page}", args=[token])


def request_of_link(token: str) -> DraftRequest:
    """Return whose link this is, with the practice and its municipality; nothing is changed.

    Raises Gone when the link is unknown, revoked or past its last day, or the draft is deleted.
    """
    link = links.find_link(token=token, purpose=LinkPurpose.DRAFT)
    found = (
        DraftRequest.objects.select_related(
            *("practice__municipality__region", "practice__latest_revision"),
            *("practice__contact", "person", "parent"),
        )
        .filter(pk=link.object_id)
        .first()
    )
    if found is None or found.revoked_at is not None:
        raise Gone(_("Pyyntö on peruttu."))
    if found.person is None or not found.person.is_active:
        raise Gone(_("Pyyntö ei ole enää voimassa."))
    return found


def way_back(record: Moderated, person: User) -> str | None:
    """Return the path where a person completes a draft that came back to them; None when nowhere.

    It is a new personal link; call in a transaction.
    """
    if not isinstance(record, Practice):
        return None
    asked = DraftRequest.objects.filter(practice=record, person=person, revoked_at__isnull=True)
    newest = asked.order_by("-created_at", "-pk").first()
    return make_link(newest, page="requested_draft") if newest is not None else None


def note_opened(*, request: DraftRequest) -> None:
    """Note when the link was opened first; that is all that opening it does."""
    DraftRequest.objects.filter(pk=request.pk, opened_at__isnull=True).update(
        opened_at=timezone.now()
    )


@transaction.atomic
def start(*, request: DraftRequest) -> None:
    """Begin to complete the draft; whoever declined changes their mind this way.

    Raises Gone when the draft is not written any more. Twice changes nothing.
    """
    present = _locked(request)
    if not by_link.is_being_written(present.practice):
        raise Gone(_("Luonnos on jo lähetetty tarkistettavaksi."))
    if present.started_at is not None and present.declined_at is None:
        return
    now = timezone.now()
    DraftRequest.objects.filter(pk=present.pk).update(
        opened_at=present.opened_at or now,
        started_at=present.started_at or now,
        declined_at=None,
        decline_reason="",
    )
    audit.record("practices.request_started", subject=present.practice, by=present.person)


@transaction.atomic
def submit(*, request: DraftRequest, token: str) -> bool:
    """Send the draft for review in the name of who was asked, and mail them a receipt.

    `token` is their own link, which the receipt repeats. Returns False when it was sent already.
    Raises Refusal when something needed is missing, and Gone when it was declined.
    """
    present = _locked(request)
    practice, person = present.practice, present.person
    if practice.review_state == ReviewState.IN_REVIEW and present.submitted_at is not None:
        return False
    if not by_link.can_write(present) or person is None:
        raise Gone(_("Tätä tekstiä ei voi enää muuttaa."))
    drafts.submit(practice=practice, by=person)
    now = timezone.now()
    DraftRequest.objects.filter(pk=present.pk).update(
        submitted_at=now, started_at=present.started_at or now
    )
    if not person.is_example:
        with translation.override(present.language):
            url = settings.BASE_URL + reverse("practices:requested_draft", args=[token])
            mail = mails.draft_receipt(practice, url)
        outbox.queue_message(
            kind="practices.draft_receipt",
            recipient=person.email,
            mail=mail,
            key=f"practices.draft_receipt:{present.pk}:{now.isoformat()}",
            confidential=True,
            expires_at=now + RECEIPT_KEPT,
        )
    return True


@transaction.atomic
def decline(*, request: DraftRequest, reason: str) -> None:
    """Say no for oneself, with a reason if one is given; what is written stays.

    Raises Conflict when the draft has been sent for review. Twice changes nothing.
    """
    present = _locked(request)
    if present.declined_at is not None:
        return
    if not by_link.can_decline(present):
        raise Conflict(_("Luonnos on jo lähetetty tarkistettavaksi."))
    now = timezone.now()
    DraftRequest.objects.filter(pk=present.pk).update(
        declined_at=now, decline_reason=reason, opened_at=present.opened_at or now
    )
    audit.record("practices.request_declined", subject=present.practice, by=present.person)


@transaction.atomic
def revoke(*, request: DraftRequest, by: User) -> None:
    """Take a request back: its links stop working, and a mail that has not left is deleted.

    What was written stays. Raises Conflict when it is revoked already.
    """
    present = _locked(request)
    if present.revoked_at is not None:
        raise Conflict(_("Pyyntö on jo peruttu."))
    if present.mail is not None:
        outbox.take_back(present.mail)
    links.revoke_links(purpose=LinkPurpose.DRAFT, subject=present)
    DraftRequest.objects.filter(pk=present.pk).update(revoked_at=timezone.now())
    audit.record("practices.request_revoked", subject=present.practice, by=by)


def _locked(request: DraftRequest) -> DraftRequest:
    """Read a request again and keep others from changing it; Gone when it is not there."""
    found = (
        DraftRequest.objects.select_for_update(of=("self",))
        .select_related("practice__municipality", "person", "mail", "asked_by")
        .filter(pk=request.pk)
        .first()
    )
    if found is None:
        raise Gone(_("Pyyntö ei ole enää voimassa."))
    return found
