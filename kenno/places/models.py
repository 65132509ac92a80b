from functools import reduce
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from kenno.places.enums import LanguageStatus, UrbanRural

# Å, Ä and Ö close the alphabet in Finnish and Swedish, whatever the database thinks.
LAST_LETTERS = {"Å": "Zz1", "Ä": "Zz2", "Ö": "Zz3", "å": "zz1", "ä": "zz2", "ö": "zz3"}

AnyPlace = TypeVar("AnyPlace", bound="Place")


class PlaceQuerySet(models.QuerySet[AnyPlace]):
    def in_name_order(self) -> Self:
        """By name in the reader's language, å ä ö last."""
        language = get_language()
        name: Combinable = F(f"name_{language if language in ('sv', 'en') else 'fi'}")
        return self.order_by(
            reduce(
                lambda so_far, letter: Replace(so_far, Value(letter), Value(LAST_LETTERS[letter])),
                LAST_LETTERS,
                name,
            ),
            "pk",
        )


class Place(models.Model):
    """An area of the official classification, with its names and addresses in three languages."""

    name_fi = models.CharField(max_length=80)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    slug_fi = models.SlugField(max_length=80, unique=True)
    slug_sv = models.SlugField(max_length=80, unique=True)
    slug_en = models.SlugField(max_length=80, unique=True)

    page: ClassVar[str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.slug])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return getattr(self, f"name_{get_language()}", "") or self.name_fi

    @property
    def slug(self) -> str:
        """The address part in the reader's language."""
        return getattr(self, f"slug_{get_language()}", "") or self.slug_fi

    def addresses(self) -> dict[str, str]:
        """The page's address in each language of the site, by language code."""
        found = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found[language] = self.get_absolute_url()
        return found


class RegionQuerySet(PlaceQuerySet["Region"]):
    """Regions."""


class Region(Place):
    """A maakunta / landskap."""

    code = models.CharField(max_length=2, unique=True)

    page = "places:region"
    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("maakunta")


class WellbeingCounty(models.Model):
    """A hyvinvointialue / välfärdsområde; Helsinki and Åland have none of their own."""

    code = models.CharField(max_length=2, unique=True)
    name_fi = models.CharField(max_length=80)
    name_sv = models.CharField(max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("hyvinvointialue")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The official name, Swedish for readers of Swedish, else Finnish."""
        return self.name_sv if get_language() == "sv" else self.name_fi


class MunicipalityQuerySet(PlaceQuerySet["Municipality"]):
    def of_region(self, region: Region) -> Self:
        """Municipalities of one region."""
        return self.filter(region=region)


class Municipality(Place):
    """A kunta / kommun: one cell of the honeycomb."""

    code = models.CharField(max_length=3, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    subregion_fi = models.CharField(max_length=80)
    subregion_sv = models.CharField(max_length=80)
    wellbeing_county = models.ForeignKey(
        WellbeingCounty,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="municipalities",
    )
    language_status = models.CharField(max_length=5, choices=LanguageStatus.choices)
    sami_homeland = models.BooleanField(default=False)
    urban_rural = models.CharField(max_length=1, choices=UrbanRural.choices)
    nuts3_code = models.CharField(max_length=5)
    population = models.PositiveIntegerField()
    population_year = models.PositiveSmallIntegerField()
    land_area_km2 = models.FloatField()
    total_area_km2 = models.FloatField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    yso_place_uri = models.URLField(blank=True)
    cell_q = models.SmallIntegerField()
    cell_r = models.SmallIntegerField()

    page = "places:municipality"
    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["name_fi"]
        verbose_name = _("kunta")
        constraints = [
            models.UniqueConstraint(fields=["cell_q", "cell_r"], name="municipality_cell_unique")
        ]
