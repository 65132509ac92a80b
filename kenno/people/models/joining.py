"""Joining by the domain of an address: which domains, who waits for the first code, who may not."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from kenno.places.models import Municipality


class MunicipalityDomainQuerySet(models.QuerySet["MunicipalityDomain"]):
    def of_regions(self, region_ids: set[int]) -> Self:
        """Domains of the municipalities of any of these regions."""
        return self.filter(municipality__region__in=region_ids)


class MunicipalityDomain(models.Model):
    """A domain whose confirmed addresses belong to people of one municipality."""

    domain = models.CharField(max_length=253, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="mail_domains"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MunicipalityDomainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="municipality_domain_in_small_letters",
                condition=Q(domain=Lower("domain")) & ~Q(domain=""),
            )
        ]

    def __str__(self) -> str:
        return self.domain


class Joining(models.Model):
    """An account made for an unknown address of a known domain, until its first code is given."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joining"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.user_id} ({self.municipality_id})"


class RefusedAddress(models.Model):
    """An address whose role in a municipality was taken away: its domain does not bring it back.

    Only a keyed hash of the address is kept, so that the refusal outlives the account.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "address_hash"], name="refused_address_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.address_hash[:8]}"
