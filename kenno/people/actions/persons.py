"""Every change of persons and roles."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Gone, Refusal
from kenno.people import mails
from kenno.people.enums import Role
from kenno.people.models import Membership, User
from kenno.people.queries.persons import other_coordinators
from kenno.people.registry import contacts_changed
from kenno.places.models import Municipality

SIGN_IN_LINK_LIFETIME = timedelta(hours=24)


class Added(NamedTuple):
    """A role that a person has; `created` is False when they had it and could use it before."""

    membership: Membership
    created: bool


@transaction.atomic
def add_person(
    *,
    email: str,
    role: Role,
    municipality: Municipality | None,
    language: str = "fi",
    first_name: str = "",
    last_name: str = "",
    is_example: bool = False,
    by: AbstractBaseUser | None,
) -> Added:
    """Give a person a role, making or reopening their account, and mail them how to sign in.

    A contributor needs a municipality, a coordinator has none. Names and `language` (fi, sv or
    en) are for a new person only, as a known one has chosen their own. Run twice, the second
    changes nothing and mails nobody; examples are never mailed. Raises Refusal when the
    address is none or role and municipality do not go together.
    """
    email = email.strip().lower()
    _check_address(email)
    if (role == Role.CONTRIBUTOR) != (municipality is not None):
        raise Refusal(_("Kirjoittajalla on kunta, koordinaattorilla ei."))
    person, _new = User.objects.get_or_create(
        email=email,
        defaults={
            "password": make_password(None),
            "first_name": first_name,
            "last_name": last_name,
            "language": language,
            "is_example": is_example,
        },
    )
    reopened = not person.is_active
    if reopened:
        person.is_active = True
        person.save(update_fields=["is_active"])
        audit.record("people.reopened", subject=person, by=by)
    membership, created = Membership.objects.get_or_create(
        user=person, role=role, municipality=municipality
    )
    if created:
        code = municipality.code if municipality else ""
        audit.record(
            "people.role_given",
            subject=person,
            by=by,
            data={"role": str(role), "municipality": code},
        )
    if (created or reopened) and not person.is_example:
        _invite(membership)
    if reopened:
        _tell_of_contacts(person)
    return Added(membership, created or reopened)


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("Sähköpostiosoite ”%(email)s” ei kelpaa.") % {"email": email}) from error


def _invite(membership: Membership) -> None:
    with translation.override(membership.user.language):
        mail = mails.invitation(membership)
    outbox.queue_message(kind="people.invitation", recipient=membership.user.email, mail=mail)


@transaction.atomic
def remove_membership(*, membership: Membership, by: AbstractBaseUser | None) -> None:
    """Take a role from a person; what they have written stays.

    Raises Gone when somebody did it meanwhile, and Refusal for the last coordinator, without
    whom nobody could add people any more.
    """
    present = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if present is None:
        raise Gone(_("Rooli on jo poistettu."))
    _keep_a_coordinator(present.user, losing=present.role == Role.COORDINATOR)
    code = present.municipality.code if present.municipality else ""
    audit.record(
        "people.role_taken",
        subject=present.user,
        by=by,
        data={"role": present.role, "municipality": code},
    )
    present.delete()


@transaction.atomic
def deactivate(*, person: User, by: AbstractBaseUser | None) -> None:
    """Close a person's account: they are signed out and cannot sign in until given a role again.

    Run twice, the second changes nothing. Raises Refusal for the last coordinator.
    """
    present = User.objects.select_for_update().get(pk=person.pk)
    if not present.is_active:
        return
    coordinates = present.memberships.filter(role=Role.COORDINATOR).exists()
    _keep_a_coordinator(present, losing=coordinates)
    present.is_active = False
    present.save(update_fields=["is_active"])
    links.revoke_links(purpose=LinkPurpose.SIGN_IN, subject=present)
    audit.record("people.closed", subject=present, by=by)
    _tell_of_contacts(present)


def _tell_of_contacts(person: User) -> None:
    """Nothing is shown of a closed account's cards, and again when it opens."""
    contacts_changed(list(person.contacts.order_by("pk").values_list("pk", flat=True)))


def _keep_a_coordinator(person: User, *, losing: bool) -> None:
    if losing and not other_coordinators(person).select_for_update().exists():
        raise Refusal(_("Palvelussa pitää olla ainakin yksi koordinaattori. Lisää ensin toinen."))


@transaction.atomic
def change_settings(
    *, person: User, first_name: str, last_name: str, language: str, by: AbstractBaseUser
) -> None:
    """Change a person's own name and language (fi, sv or en); nothing happens if none changes."""
    wanted = {"first_name": first_name, "last_name": last_name, "language": language}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(person, field, wanted[field])
    person.save(update_fields=changed)
    audit.record("people.settings_changed", subject=person, by=by, data={"fields": changed})


@transaction.atomic
def create_sign_in_link(user: User, *, by: AbstractBaseUser | None = None) -> str:
    """Return an address that signs the person in once, within 24 hours; earlier ones stop working.

    It is for an operator to hand over where there is no mail. Raises Refusal when the account
    is closed.
    """
    if not user.is_active:
        raise Refusal(_("Tunnus on suljettu: %(email)s") % {"email": user.email})
    links.revoke_links(purpose=LinkPurpose.SIGN_IN, subject=user)
    token = links.create_link(
        purpose=LinkPurpose.SIGN_IN, subject=user, lifetime=SIGN_IN_LINK_LIFETIME
    )
    audit.record("people.link_made", subject=user, by=by)
    with translation.override(user.language):
        return settings.BASE_URL + reverse("people:use_sign_in_link", args=[token])


def person_of_link(token: str) -> User:
    """Return whom an unused sign-in link is for; raise Gone when it does not work (any more)."""
    return _active(links.find_link(token=token, purpose=LinkPurpose.SIGN_IN).subject)


@transaction.atomic
def use_sign_in_link(*, token: str) -> User:
    """Use a sign-in link up and return whom it signs in; raise Gone when it does not work."""
    person = _active(links.use_link(token=token, purpose=LinkPurpose.SIGN_IN).subject)
    audit.record("people.link_used", subject=person, by=person)
    return person


def _active(person: User | None) -> User:
    if person is None or not person.is_active:
        raise Gone(_("Tunnus on suljettu. Ota yhteyttä koordinaattoriin."))
    return person


@transaction.atomic
def note_own_download(*, by: User) -> None:
    """Write down that a person took out everything that is kept about them."""
    audit.record("people.own_data_downloaded", subject=by, by=by)
