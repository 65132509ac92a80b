from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.people.enums import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: object) -> "User":
        """Make a person who signs in by a code sent to `email`; there is no password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a person who may do everything; `password` is ignored, sign-in is by code."""
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("sähköpostiosoite"), unique=True)
    language = models.CharField(_("kieli"), max_length=2, default="fi")
    is_example = models.BooleanField(default=False)
    # When its owner was told that an account nobody uses will be removed.
    removal_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("käyttäjä")
        verbose_name_plural = _("käyttäjät")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def public_name(self) -> str:
        """What other people see of the person: never the address."""
        return self.get_full_name() or gettext("nimetön")


class Membership(models.Model):
    """A role that a person has: contributor of one municipality, or coordinator of the country."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    municipality = models.ForeignKey(
        "places.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "municipality"], name="membership_once_in_municipality"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                name="membership_once_in_country",
                condition=Q(municipality__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_municipality_of_contributor",
                condition=(
                    Q(role=Role.CONTRIBUTOR, municipality__isnull=False)
                    | Q(role=Role.COORDINATOR, municipality__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.municipality_id or '-'})"

    @property
    def title(self) -> str:
        """The role and its municipality as a reader sees them: "kunnan kirjoittaja, Alavieska"."""
        role = self.get_role_display()
        return f"{role}, {self.municipality.name}" if self.municipality else role
