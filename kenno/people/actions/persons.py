"""Every change of persons and roles."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Gone, Refusal
from kenno.core.mails import checked_address
from kenno.people import mails
from kenno.people.actions.joining import allow_address, refuse_address, settle_joining
from kenno.people.enums import ROLES_WITHOUT_PLACE, Role
from kenno.people.models import Membership, User
from kenno.people.queries.persons import others_with_role
from kenno.people.registry import contacts_changed
from kenno.places.models import Municipality, Region

SIGN_IN_LINK_LIFETIME = timedelta(hours=24)
# The group of Wagtail whose members edit and publish pages and pictures.
PAGE_EDITORS = "Moderators"


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
    region: Region | None = None,
    is_main: bool = False,
    language: str = "fi",
    first_name: str = "",
    last_name: str = "",
    is_example: bool = False,
    may_reopen: bool = True,
    by: AbstractBaseUser | None,
) -> Added:
    """Give a person a role, making or reopening their account, and mail them how to sign in.

    A contributor needs a municipality, a region's coordinator a region; others have no place.
    `is_main` makes a contributor the main one; it is never taken back here. Names and `language`
    (fi, sv or en) are for a new person only, as a known one has chosen their own. Run twice, the
    second changes nothing and mails nobody; examples are never mailed. Raises Refusal when the
    address is none, role and place do not go together, or the account is closed and who asks
    may not open it (`may_reopen`).
    """
    email = email.strip().lower()
    checked_address(email)
    _check_place(role, municipality, region, is_main)
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
    if reopened and not may_reopen:
        raise Refusal(_("Tunnus on suljettu. Pyydä valtakunnallista koordinaattoria avaamaan se."))
    if reopened:
        person.is_active = True
        person.save(update_fields=["is_active"])
        audit.record("people.reopened", subject=person, by=by)
    settle_joining(person)
    if municipality is not None:
        allow_address(email, municipality)
    membership, created = Membership.objects.get_or_create(
        user=person,
        role=role,
        municipality=municipality,
        region=region,
        defaults={"is_main": is_main},
    )
    if is_main and not membership.is_main:
        membership.is_main = created = True
        membership.save(update_fields=["is_main"])
    if created:
        audit.record("people.role_given", subject=person, by=by, data=_facts(membership))
    settle_page_editing(person)
    if (created or reopened) and not person.is_example:
        _invite(membership)
    if reopened:
        _tell_of_contacts(person)
    return Added(membership, created or reopened)


def _check_place(
    role: Role, municipality: Municipality | None, region: Region | None, is_main: bool
) -> None:
    if role == Role.CONTRIBUTOR and (municipality is None or region is not None):
        raise Refusal(_("Kirjoittajalla on kunta."))
    if role == Role.REGION_COORDINATOR and (region is None or municipality is not None):
        raise Refusal(_("Alueen koordinaattorilla on maakunta."))
    if role in ROLES_WITHOUT_PLACE and (municipality is not None or region is not None):
        raise Refusal(_("Koko maassa toimivalla ei ole kuntaa eikä maakuntaa."))
    if is_main and role != Role.CONTRIBUTOR:
        raise Refusal(_("Vain kirjoittaja voi olla kunnan pääkirjoittaja."))


def _facts(membership: Membership) -> dict[str, object]:
    """Return what the audit trail tells of a role: no personal data."""
    place = membership.municipality
    facts: dict[str, object] = {"role": str(membership.role)}
    facts["municipality"] = place.code if place else ""
    if membership.region is not None:
        facts["region"] = membership.region.code
    if membership.is_main:
        facts["main"] = True
    return facts


def _invite(membership: Membership) -> None:
    with translation.override(membership.user.language):
        mail = mails.invitation(membership)
    outbox.queue_message(kind="people.invitation", recipient=membership.user.email, mail=mail)


@transaction.atomic
def remove_membership(*, membership: Membership, by: AbstractBaseUser | None) -> None:
    """Take a role from a person; what they have written stays.

    Raises Gone when somebody did it meanwhile, and Refusal for the last national coordinator and
    the last administrator, without whom nobody could add people or open locked accounts, and
    for the last main contributor who would leave of their own.
    """
    present = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if present is None:
        raise Gone(_("Rooli on jo poistettu."))
    _keep_one_of_each(present.user, losing={present.role})
    _keep_a_main_contributor(present, by)
    if present.municipality is not None:
        refuse_address(present.user.email, present.municipality)
    audit.record("people.role_taken", subject=present.user, by=by, data=_facts(present))
    present.delete()
    settle_page_editing(present.user)


def settle_page_editing(person: User) -> None:
    """Let those who work for the whole country edit the pages, and nobody else by their roles.

    What one may do in the page editor is told by Wagtail's groups, so the role brings the group.
    """
    group = Group.objects.filter(name=PAGE_EDITORS).first()
    if group is None:
        return
    if person.memberships.filter(role__in=ROLES_WITHOUT_PLACE).exists():
        person.groups.add(group)
    else:
        person.groups.remove(group)


@transaction.atomic
def deactivate(*, person: User, by: AbstractBaseUser | None) -> None:
    """Close a person's account: they are signed out and cannot sign in until given a role again.

    Run twice, the second changes nothing. Raises Refusal for the last national coordinator and
    the last administrator.
    """
    present = User.objects.select_for_update().get(pk=person.pk)
    if not present.is_active:
        return
    _keep_one_of_each(present, losing=set(present.memberships.values_list("role", flat=True)))
    present.is_active = False
    present.save(update_fields=["is_active"])
    settle_joining(present)
    for place in Municipality.objects.filter(memberships__user=present).order_by("pk"):
        refuse_address(present.email, place)
    links.revoke_links(purpose=LinkPurpose.SIGN_IN, subject=present)
    audit.record("people.closed", subject=present, by=by)
    _tell_of_contacts(present)


def _tell_of_contacts(person: User) -> None:
    """Nothing is shown of a closed account's cards, and again when it opens."""
    contacts_changed(list(person.contacts.order_by("pk").values_list("pk", flat=True)))


def _keep_one_of_each(person: User, *, losing: set[str]) -> None:
    messages = {
        Role.COORDINATOR: _(
            "Palvelussa pitää olla ainakin yksi koordinaattori. Lisää ensin toinen."
        ),
        Role.ADMINISTRATOR: _("Palvelussa pitää olla ainakin yksi ylläpitäjä. Lisää ensin toinen."),
    }
    for role, message in messages.items():
        if role in losing and not others_with_role(person, role).select_for_update().exists():
            raise Refusal(message)


def _keep_a_main_contributor(membership: Membership, by: AbstractBaseUser | None) -> None:
    """Keep a main contributor from leaving the municipality without one; staff may decide so."""
    if not membership.is_main or by is None or membership.user_id != by.pk:
        return
    others = Membership.objects.filter(
        municipality=membership.municipality, is_main=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.select_for_update().exists():
        raise Refusal(
            _("Olet kunnan ainoa pääkirjoittaja. Pyydä koordinaattoria antamaan tehtävä toiselle.")
        )


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
