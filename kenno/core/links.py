"""Personal links from mails: kept as hashes, expiring, revocable, used once, never on GET."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Gone
from kenno.core.models import SignedLink


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create_link(*, purpose: LinkPurpose, subject: models.Model, lifetime: timedelta) -> str:
    """Make a link for `subject` and return its token, which is shown once and never stored."""
    token = secrets.token_urlsafe(32)
    SignedLink.objects.create(
        purpose=purpose,
        token_hash=_hash(token),
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        expires_at=timezone.now() + lifetime,
    )
    return token


def find_link(
    *, token: str, purpose: LinkPurpose, or_purpose: LinkPurpose | None = None
) -> SignedLink:
    """Return the usable link of this token without using it up; raise Gone when there is none.

    `or_purpose` is another that will do; the link tells which of the two it is for.
    """
    purposes = [purpose] if or_purpose is None else [purpose, or_purpose]
    link = SignedLink.objects.filter(token_hash=_hash(token), purpose__in=purposes).first()
    if link is None:
        raise Gone(_("Linkki ei kelpaa. Tarkista, että se kopioitui kokonaan."))
    if link.used_at is not None:
        raise Gone(_("Linkki on jo käytetty. Jokainen linkki toimii yhden kerran."))
    if link.revoked_at is not None:
        raise Gone(_("Linkki on peruttu. Pyydä uusi."))
    if not link.is_usable:
        raise Gone(_("Linkki on vanhentunut. Pyydä uusi."))
    return link


@transaction.atomic
def use_link(*, token: str, purpose: LinkPurpose) -> SignedLink:
    """Use the link up and return it; raise Gone when it is unknown, used, expired or revoked."""
    link = find_link(token=token, purpose=purpose)
    # Two people may open the same link at once: the database decides which of them was first.
    used = SignedLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True
    ).update(used_at=timezone.now())
    if not used:
        raise Gone(_("Linkki on jo käytetty. Jokainen linkki toimii yhden kerran."))
    return link


def revoke_links(*, purpose: LinkPurpose, subject: models.Model) -> int:
    """Revoke the unused links of `subject`; return how many there were."""
    return SignedLink.objects.filter(
        purpose=purpose,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        used_at__isnull=True,
        revoked_at__isnull=True,
    ).update(revoked_at=timezone.now())


def use_up_links(*, purpose: LinkPurpose, subject: models.Model) -> int:
    """Mark the links of `subject` as used, since what they were for is done; return how many."""
    return SignedLink.objects.filter(
        purpose=purpose,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        used_at__isnull=True,
        revoked_at__isnull=True,
    ).update(used_at=timezone.now())


def forget_links(subject: models.Model) -> None:
    """Delete every link of `subject`, used or not."""
    SignedLink.objects.filter(
        content_type=ContentType.objects.get_for_model(subject), object_id=str(subject.pk)
    ).delete()
