"""Joining by the domain of an address, and which domains let one join."""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Gone, Refusal
from kenno.core.mailboxes import mail_address, mailbox_of
from kenno.people.domains import normal_domain, validate_domain
from kenno.people.enums import Role
from kenno.people.models import (
    Joining,
    Membership,
    MunicipalityDomain,
    RefusedAddress,
    User,
)
from kenno.places.models import Municipality

UNCONFIRMED_KEPT = timedelta(days=7)


@transaction.atomic
def add_domain(
    *, domain: str, municipality: Municipality, by: AbstractBaseUser | None
) -> MunicipalityDomain:
    """Let those with an address of `domain` join as writers of the municipality.

    Raises Refusal when it is no domain, is open to all, or is some municipality's already.
    """
    domain = normal_domain(domain)
    try:
        validate_domain(domain)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            added = MunicipalityDomain.objects.create(
                domain=domain,
                municipality=municipality,
                created_by_id=by.pk if by is not None else None,
            )
    except IntegrityError as error:
        raise Refusal(
            _("%(domain)s on jo lisätty jollekin kunnalle.") % {"domain": domain}
        ) from error
    audit.record(
        "people.domain_added", subject=added, by=by, data={"municipality": municipality.code}
    )
    return added


@transaction.atomic
def remove_domain(*, domain: MunicipalityDomain, by: AbstractBaseUser | None) -> None:
    """Let nobody else join by this domain; those who have stay. Raises Gone when done before."""
    present = MunicipalityDomain.objects.select_for_update().filter(pk=domain.pk).first()
    if present is None:
        raise Gone(_("Osoitteen loppuosa on jo poistettu."))
    code = present.municipality.code
    audit.record("people.domain_removed", subject=present, by=by, data={"municipality": code})
    present.delete()


@transaction.atomic
def begin_joining(*, email: str, language: str) -> User | None:
    """Make an account for an unknown address of a municipality's domain, and return it.

    It has no role until join() is called with the code that the address gets. Returns None when
    the domain is nobody's, the address is known (also when its account is closed), or its role
    there was once taken away.
    """
    email = mail_address(email)
    found = (
        MunicipalityDomain.objects.filter(domain=normal_domain(email))
        .select_related("municipality")
        .first()
    )
    if found is None or _is_refused(email, found.municipality):
        return None
    person, is_new = User.objects.get_or_create(
        email=email, defaults={"password": make_password(None), "language": language}
    )
    if not is_new:
        return None
    Joining.objects.create(user=person, municipality=found.municipality)
    return person


@transaction.atomic
def join(*, person: User) -> Membership | None:
    """Give the role for which the person has been waiting, now that their address is confirmed.

    Returns None when nothing waits. It is given once, and only while the domain still is the
    municipality's.
    """
    joining = (
        Joining.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .filter(user=person)
        .first()
    )
    if joining is None:
        return None
    place = joining.municipality
    joining.delete()
    domain = normal_domain(person.email)
    if not MunicipalityDomain.objects.filter(domain=domain, municipality=place).exists():
        return None
    membership, is_new = Membership.objects.get_or_create(
        user=person, role=Role.CONTRIBUTOR, municipality=place
    )
    if is_new:
        audit.record(
            "people.joined_by_domain", subject=person, by=person, data={"municipality": place.code}
        )
    return membership


def settle_joining(person: User) -> None:
    """Forget that the person waits: somebody has decided on their account by hand."""
    Joining.objects.filter(user=person).delete()


def refuse_address(email: str, municipality: Municipality) -> None:
    """Keep the domain from giving back a role of the municipality that was taken away."""
    RefusedAddress.objects.get_or_create(
        municipality=municipality, address_hash=_address_hash(email)
    )


def allow_address(email: str, municipality: Municipality) -> None:
    """Forget the refusal: the role has been given again by hand."""
    RefusedAddress.objects.filter(
        municipality=municipality, address_hash=_address_hash(email)
    ).delete()


def prune_joinings() -> int:
    """Delete the accounts that never gave their first code in UNCONFIRMED_KEPT; return how many."""
    since = timezone.now() - UNCONFIRMED_KEPT
    late = User.objects.filter(
        joining__created_at__lt=since, last_login__isnull=True, memberships__isnull=True
    )
    count = late.count()
    late.delete()
    return count


def _is_refused(email: str, municipality: Municipality) -> bool:
    return RefusedAddress.objects.filter(
        municipality=municipality, address_hash=_address_hash(email)
    ).exists()


def _address_hash(email: str) -> str:
    mailbox = mailbox_of(email)
    return salted_hmac("kenno.people.joining", mailbox, algorithm="sha256").hexdigest()
