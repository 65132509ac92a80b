"""What is read of the yearly question about practices: whom to ask, what waits for whom."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from kenno.core.dates import months_before
from kenno.people.models import Contact, User
from kenno.people.queries.persons import writers_to_ask
from kenno.people.rules import Person, contributes_for
from kenno.practices.enums import ConfirmationAnswer
from kenno.practices.models import Practice, PracticeConfirmation
from kenno.practices.queries.classes import fresh_on

MONTHS_FRESH: Final = 18
UNANSWERED_AFTER: Final = timedelta(days=42)


def is_stale(practice: Practice) -> bool:
    """Tell whether nobody has said for over 18 months that the practice holds."""
    return fresh_on(practice) < months_before(timezone.localdate(), MONTHS_FRESH)


def due(today: date, months: int) -> QuerySet[Practice]:
    """Return the published practices last said to hold so many months ago and not asked about."""
    last = Coalesce(
        F("last_confirmed_on"),
        TruncDate("last_published_at"),
        TruncDate("first_published_at"),
        output_field=DateField(),
    )
    asked = PracticeConfirmation.objects.filter(practice=OuterRef("pk"))
    return (
        Practice.objects.published()
        .filter(is_example=False)
        .annotate(last_held=last)
        .filter(last_held__lte=months_before(today, months))
        .exclude(Exists(asked.open()))
        .exclude(Exists(asked.filter(about=OuterRef("last_held"))))
        .order_by("municipality", "title", "pk")
    )


def owners(practices: Sequence[Practice]) -> dict[int, list[User]]:
    """Return whom to ask about each practice, by its primary key; three queries at most.

    The contact who answers for it, else those who write for its municipality: the main ones where
    there are any.
    """
    wanted = {practice.contact_id for practice in practices if practice.contact_id is not None}
    contacts = Contact.objects.reachable().filter(pk__in=wanted, person__is_example=False)
    reachable = {contact.pk: contact.person for contact in contacts.order_by("pk")}
    left = {
        practice.municipality_id for practice in practices if practice.contact_id not in reachable
    }
    writers: dict[int, list[User]] = defaultdict(list)
    for membership in writers_to_ask(left) if left else []:
        writers[membership.municipality_id or 0].append(membership.user)
    return {
        practice.pk: [reachable[practice.contact_id]]
        if practice.contact_id in reachable
        else writers[practice.municipality_id]
        for practice in practices
    }


def waiting_for(person: User) -> QuerySet[PracticeConfirmation]:
    """Return the open questions that a person may answer, by the practice's title."""
    answers_for = Q(practice__municipality__in=contributes_for(person)) | Q(
        practice__contact__in=Contact.objects.at_work().of_person(person)
    )
    found: QuerySet[PracticeConfirmation] = (
        PracticeConfirmation.objects.open()
        .filter(answers_for, practice__live=True)
        .select_related("practice__municipality", "practice__contact")
        .order_by("practice__title", "pk")
    )
    return found


def waits_for(person: Person) -> bool:
    """Tell whether a person has been asked about some practice and has not answered."""
    return isinstance(person, User) and waiting_for(person).exists()


def unconfirmed(regions: set[int] | None = None) -> QuerySet[PracticeConfirmation]:
    """Return what coordinators see to: what is to be archived, then what nobody has answered.

    With `regions`, primary keys, only those of municipalities there.
    """
    there = Q() if regions is None else Q(practice__municipality__region__in=regions)
    to_archive = Q(answer=ConfirmationAnswer.ARCHIVE, handled_at__isnull=True)
    found: QuerySet[PracticeConfirmation] = (
        PracticeConfirmation.objects.filter(to_archive | Q(answered_at__isnull=True))
        .filter(there, practice__live=True)
        .select_related("practice__municipality", "answered_by")
        .order_by(F("answered_at").asc(nulls_last=True), "asked_on", "pk")
    )
    return found


def unconfirmed_counts(regions: set[int] | None = None) -> tuple[int, int]:
    """Return how many practices are to be archived, and how many six weeks brought no answer.

    With `regions`, primary keys, only those of municipalities there.
    """
    long_ago = timezone.localdate() - UNANSWERED_AFTER
    waiting = unconfirmed(regions)
    to_archive = waiting.filter(answered_at__isnull=False).count()
    return to_archive, waiting.filter(answered_at__isnull=True, asked_on__lte=long_ago).count()
