"""Changes of second factors: what the trail remembers, and help for those who lost theirs."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.people.models import User


def note_second_factor(action: str, *, person: User, kind: str) -> None:
    """Record that a person has changed their own second factor.

    `action` is "added", "replaced" or "removed", or "codes" for new recovery codes.
    """
    audit.record(
        f"people.second_factor_{action}", subject=person, by=person, data={"kind": str(kind)}
    )


@transaction.atomic
def reset_second_factor(*, person: User, by: AbstractBaseUser | None) -> None:
    """Remove all second factors of a person who has lost them, and end their sessions.

    At the next sign-in they set up a new one where their role needs it. Raises Refusal when
    there is none.
    """
    present = User.objects.select_for_update().get(pk=person.pk)
    deleted, _kinds = Authenticator.objects.filter(user=present).delete()
    if not deleted:
        raise Refusal(_("Henkilöllä ei ole toista vaihetta, jonka voisi nollata."))
    # Another unusable password: sessions that rest on the former one end.
    present.password = make_password(None)
    present.save(update_fields=["password"])
    audit.record("people.second_factor_reset", subject=present, by=by)


@transaction.atomic
def make_recovery_code(*, person: User) -> str:
    """Return a code that a demonstration person types once as the second factor.

    Codes made before stop working. Raises Refusal for anyone else, whose codes only they see.
    """
    if not person.is_example:
        raise Refusal(_("Varakoodin voi tehdä vain esimerkkihenkilölle."))
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    code: str = RecoveryCodes.activate(person).get_unused_codes()[0]
    audit.record("people.second_factor_codes", subject=person, by=None)
    return code
