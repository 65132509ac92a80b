from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.people.enums import ROLES_WITHOUT_PLACE, Role


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
    # One text to look in, where tens of thousands are looked through.
    address_and_name = models.GeneratedField(
        expression=Concat("email", Value("\n"), "first_name", Value(" "), "last_name"),
        output_field=models.TextField(),
        db_persist=True,
    )
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
    """A role that a person has: of one municipality, of one region, or of the whole country.

    `is_main` makes a contributor the main one, who invites the others of the municipality.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    municipality = models.ForeignKey(
        "places.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    region = models.ForeignKey(
        "places.Region",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    is_main = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "municipality"], name="membership_once_in_municipality"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region"], name="membership_once_in_region"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                name="membership_once_in_country",
                condition=Q(municipality__isnull=True, region__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_place_of_role",
                condition=(
                    Q(role=Role.CONTRIBUTOR, municipality__isnull=False, region__isnull=True)
                    | Q(
                        role=Role.REGION_COORDINATOR,
                        municipality__isnull=True,
                        region__isnull=False,
                    )
                    | Q(
                        role__in=ROLES_WITHOUT_PLACE,
                        municipality__isnull=True,
                        region__isnull=True,
                    )
                ),
            ),
            models.CheckConstraint(
                name="membership_main_is_contributor",
                condition=Q(is_main=False) | Q(role=Role.CONTRIBUTOR),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.municipality_id or self.region_id or '-'})"

    @property
    def title(self) -> str:
        """The role and its place as a reader sees them: "kunnan kirjoittaja, Alavieska"."""
        role = gettext("kunnan pääkirjoittaja") if self.is_main else self.get_role_display()
        place = self.municipality or self.region
        return f"{role}, {place.name}" if place else role
