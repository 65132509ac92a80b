"""Who is asked about a practice: chosen at once and without a review, followed in changes."""

from collections.abc import Collection

from django.db import transaction

from kenno.core import audit
from kenno.people import actions as people
from kenno.people.models import Contact, User
from kenno.practices.actions.publication import follow_in_search, refresh_completeness
from kenno.practices.models import Practice


@transaction.atomic
def choose_contact(*, practice: Practice, contact: Contact | None, by: User) -> None:
    """Let `contact`, or nobody, be asked about the practice from now on.

    It holds at once for the published practice as well as for its draft. Nothing happens when it
    is so already.
    """
    present = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    chosen = contact.pk if contact is not None else None
    if present.contact_id == chosen:
        return
    present.contact = practice.contact = contact
    Practice.objects.filter(pk=present.pk).update(contact=contact)
    audit.record("practices.contact_chosen", subject=present, by=by, data={"contact": chosen})
    _refresh([present])


@transaction.atomic
def invite_to_practice(
    *, practice: Practice, email: str, title: str, language: str, by: User
) -> Contact:
    """Ask somebody by mail to be the practice's contact; nothing is shown before they agree.

    They become a contact of the municipality's own organisation. Raises Refusal when the address
    or title does not hold.
    """
    contact = people.invite_contact(
        email=email,
        title=title,
        organisation=people.organisation_of(practice.municipality),
        language=language,
        by=by,
    )
    choose_contact(practice=practice, contact=contact, by=by)
    return contact


@transaction.atomic
def choose_oneself(*, practice: Practice, title: str, by: User) -> Contact:
    """Let a person be asked about the practice themselves, with a new card if need be.

    Nothing of a new card is shown before they choose what. Raises Refusal when the title does not
    hold.
    """
    contact = people.add_own_contact(
        person=by, organisation=people.organisation_of(practice.municipality), title=title, by=by
    )
    choose_contact(practice=practice, contact=contact, by=by)
    return contact


def follow_change(ids: Collection[int]) -> None:
    """Let the search follow when something else is shown of these contacts."""
    follow_in_search(Practice.objects.published().filter(contact__in=list(ids)))


def follow_replacement(old: Contact, new: Contact | None) -> None:
    """Let `new`, or nobody, be asked about every practice of `old`."""
    practices = list(Practice.objects.filter(contact=old).order_by("pk"))
    Practice.objects.filter(contact=old).update(contact=new)
    for practice in practices:
        practice.contact = new
    _refresh(practices)


def _refresh(practices: Collection[Practice]) -> None:
    published = [practice for practice in practices if practice.live]
    for practice in published:
        refresh_completeness(practice)
    follow_in_search(published)
