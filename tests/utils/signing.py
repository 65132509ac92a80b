"""A client that signs somebody in by force has given the second factor too, as people have."""

import time
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client


def give_second_factor(client: Client, person: AbstractBaseUser) -> None:
    """Note in the client's session that the person has given a second factor in it."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def take_second_factor(client: Client) -> None:
    """Make the client's session one in which no second factor was given."""
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()


def sign_in_with_second_factor(patch: pytest.MonkeyPatch) -> None:
    """Let `force_login` give the second factor as well, until `patch` is undone."""
    sign_in = Client.force_login

    def sign_in_with_both(self: Client, user: Any, backend: str | None = None) -> None:
        sign_in(self, user, backend)
        give_second_factor(self, user)

    patch.setattr(Client, "force_login", sign_in_with_both)
