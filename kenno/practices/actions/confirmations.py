"""Asking once a year whether practices are still in use, and the answers; the task runs daily.

day 0       asked by mail, one for each person and municipality
day 14, 28  reminded
day 42      coordinators see that nobody answers; the practice stays, and says when it was
            last confirmed
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.dates import months_before
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices import mails
from kenno.practices.actions.publication import follow_in_search
from kenno.practices.enums import ConfirmationAnswer
from kenno.practices.models import Practice, PracticeConfirmation
from kenno.practices.queries import confirmations as queries

MONTHS_BETWEEN: Final = 12
# Practices of the same municipality that fall due this soon go into the same mail.
MONTHS_TOGETHER: Final = 11
LINK_LIFETIME: Final = timedelta(days=365)
ANSWERS_MONTHS: Final = 24
MAIL_GOOD_FOR: Final = timedelta(days=14)


@dataclass(frozen=True)
class AskedPractices:
    """What one run did: questions begun, questions reminded of, mails sent."""

    asked: int
    reminded: int
    mails: int


def ask_about_practices() -> AskedPractices:
    """Ask and remind those who answer for the practices whose turn it is."""
    today = timezone.localdate()
    _close_ended()
    waiting = PracticeConfirmation.objects.to_remind(today).filter(practice__live=True)
    places = set(queries.due(today, MONTHS_BETWEEN).values_list("municipality", flat=True))
    places |= set(waiting.order_by("pk").values_list("practice__municipality", flat=True))
    runs = [_ask_municipality(pk, today) for pk in sorted(places)]
    return AskedPractices(
        sum(run.asked for run in runs),
        sum(run.reminded for run in runs),
        sum(run.mails for run in runs),
    )


def asked_person(token: str) -> User:
    """Return whom a link of a yearly mail is for; raise Gone when it does not work (any more)."""
    person = links.find_link(token=token, purpose=LinkPurpose.CONFIRM_PRACTICES).subject
    if person is None or not person.is_active:
        raise Gone(_("Linkki ei ole enää voimassa."))
    found: User = person
    return found


@transaction.atomic
def keep_practice(*, practice: Practice, by: User) -> None:
    """Say that a practice is still in use as it is written. The view checks who may.

    What was asked to be archived is not any more. Raises Conflict when it is not published, or
    was confirmed today already.
    """
    present = _locked(practice)
    today = timezone.localdate()
    to_archive = PracticeConfirmation.objects.filter(
        practice=present, answer=ConfirmationAnswer.ARCHIVE, handled_at=None
    )
    was_to_be_archived = to_archive.update(handled_at=timezone.now())
    was_asked = _answer(present, ConfirmationAnswer.KEPT, by=by)
    if present.last_confirmed_on == today and not was_asked and not was_to_be_archived:
        raise Conflict(_("Käytänne on jo vahvistettu tänään."))
    Practice.objects.filter(pk=present.pk).update(last_confirmed_on=today)
    audit.record("practices.confirmed", subject=present, by=by)
    follow_in_search([present])


@transaction.atomic
def ask_for_archiving(*, practice: Practice, message: str, by: User) -> None:
    """Ask the coordinators to archive a practice, who decide. The view checks who may.

    Raises Conflict when it is not published, or somebody has asked for it already.
    """
    present = _locked(practice)
    asked = PracticeConfirmation.objects.filter(
        practice=present, answer=ConfirmationAnswer.ARCHIVE, handled_at=None
    )
    if asked.exists():
        raise Conflict(_("Käytännettä on jo pyydetty arkistoimaan. Koordinaattori käsittelee sen."))
    today = timezone.localdate()
    if not PracticeConfirmation.objects.open().filter(practice=present).exists():
        PracticeConfirmation.objects.update_or_create(
            practice=present,
            about=today,
            defaults={
                "answered_at": None,
                "answer": "",
                "asked_on": today,
                "told_on": today,
                "handled_at": None,
            },
        )
    _answer(present, ConfirmationAnswer.ARCHIVE, by=by, message=message)
    audit.record("practices.archiving_asked", subject=present, by=by)


def delete_old_answers(now: datetime, rehearse: bool) -> int:
    """Delete answers to the yearly question after 24 months, but for what is still to be done."""
    last = months_before(timezone.localdate(now), ANSWERS_MONTHS)
    answered = PracticeConfirmation.objects.answered().filter(answered_at__date__lte=last)
    expired = answered.exclude(answer=ConfirmationAnswer.ARCHIVE, handled_at=None)
    return expired.count() if rehearse else expired.delete()[0]


def _locked(practice: Practice) -> Practice:
    present = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if not present.live:
        raise Conflict(_("Käytänne ei ole enää julkaistuna."))
    return present


def _answer(practice: Practice, answer: ConfirmationAnswer, *, by: User, message: str = "") -> bool:
    """Close the open question about a practice, if there is one; tell whether there was."""
    waiting = PracticeConfirmation.objects.open().filter(practice=practice)
    closed = waiting.update(
        answered_at=timezone.now(), answer=answer, answered_by=by, message=message
    )
    if not queries.waiting_for(by).exists():
        links.use_up_links(purpose=LinkPurpose.CONFIRM_PRACTICES, subject=by)
    return bool(closed)


def _close_ended() -> None:
    """Ask no more about practices that are not published any more."""
    PracticeConfirmation.objects.open().filter(practice__live=False).update(
        answered_at=timezone.now(), answer=ConfirmationAnswer.ENDED
    )


@transaction.atomic
def _ask_municipality(pk: int, today: date) -> AskedPractices:
    """Begin and remind what is due in one municipality, and mail its people."""
    place = Municipality.objects.select_for_update().get(pk=pk)
    begun: list[PracticeConfirmation] = []
    if queries.due(today, MONTHS_BETWEEN).filter(municipality=place).exists():
        together = queries.due(today, MONTHS_TOGETHER).filter(municipality=place)
        begun = PracticeConfirmation.objects.bulk_create(
            PracticeConfirmation(
                practice=practice,
                about=practice.last_held,
                asked_on=today,
                told_on=today,
            )
            for practice in together
        )
    reminding = (
        PracticeConfirmation.objects.to_remind(today)
        .filter(practice__live=True, practice__municipality=place)
        .select_related("practice")
        .order_by("pk")
    )
    reminded = list(reminding)
    for confirmation in reminded:
        confirmation.reminded += 1
        confirmation.told_on = today
    mailed = _mail(place, [*begun, *reminded], today, is_reminder=not begun)
    PracticeConfirmation.objects.bulk_update([*begun, *reminded], ["reminded", "told_on", "mails"])
    return AskedPractices(len(begun), len(reminded), mailed)


def _mail(
    place: Municipality,
    confirmations: Sequence[PracticeConfirmation],
    today: date,
    *,
    is_reminder: bool,
) -> int:
    """Send each person one mail on all their practices in a municipality; return how many."""
    owners = queries.owners([confirmation.practice for confirmation in confirmations])
    of_person: dict[User, list[Practice]] = defaultdict(list)
    for confirmation in confirmations:
        confirmation.mails += bool(owners[confirmation.practice_id])
        for person in owners[confirmation.practice_id]:
            of_person[person].append(confirmation.practice)
    for person, practices in of_person.items():
        token = links.create_link(
            purpose=LinkPurpose.CONFIRM_PRACTICES, subject=person, lifetime=LINK_LIFETIME
        )
        with translation.override(person.language):
            url = settings.BASE_URL + reverse("practices:confirm", args=[token])
            mail = mails.yearly_question(place, practices, url, is_reminder=is_reminder)
        outbox.queue_message(
            kind="practices.yearly_question",
            recipient=person.email,
            mail=mail,
            key=f"practices.yearly_question:{place.pk}:{person.pk}:{today}",
            confidential=True,
            expires_at=timezone.now() + MAIL_GOOD_FOR,
        )
    return len(of_person)
