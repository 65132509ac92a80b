"""Which second factors a person has."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser


@dataclass
class SecondFactors:
    """What a person can sign in with beside the code from the mail."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    has_codes: bool = False
    codes_left: int = 0


def second_factors(person: AbstractBaseUser) -> SecondFactors:
    """Return the person's second factors, passkeys in the order in which they were added."""
    found = SecondFactors()
    for authenticator in Authenticator.objects.filter(user=person.pk).order_by("created_at", "pk"):
        if authenticator.type == Authenticator.Type.TOTP:
            found.app = authenticator
        elif authenticator.type == Authenticator.Type.WEBAUTHN:
            found.passkeys.append(authenticator)
        else:
            found.has_codes = True
            found.codes_left = len(authenticator.wrap().get_unused_codes())
    return found


def has_second_factor(person: AbstractBaseUser) -> bool:
    """Tell whether the person has set up any second factor."""
    return Authenticator.objects.filter(user=person.pk).exists()


def has_passkey(person: AbstractBaseUser) -> bool:
    """Tell whether the person has set up a passkey."""
    return Authenticator.objects.filter(user=person.pk, type=Authenticator.Type.WEBAUTHN).exists()
