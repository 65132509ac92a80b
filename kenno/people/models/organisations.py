from functools import reduce
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf, Replace
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kenno.people.enums import OrganisationKind
from kenno.people.validators import one_line, validate_business_id
from kenno.places.models import LAST_LETTERS, Municipality, Region, WellbeingCounty


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def active(self) -> Self:
        """Those that are still at work."""
        return self.filter(is_active=True)

    def of_region(self, region: Region) -> Self:
        """Those of the region itself, of its municipalities and of its wellbeing counties."""
        counties = WellbeingCounty.objects.filter(municipalities__region=region)
        return self.filter(
            Q(region=region) | Q(municipality__region=region) | Q(wellbeing_county__in=counties)
        )

    def named_like(self, text: str) -> Self:
        """Those with `text` in their name in some language."""
        matches = Q()
        # SQLite compares å, ä and ö by their case, so both ways of writing a name are asked for.
        for variant in {text, text.lower(), text.capitalize()}:
            for field in ("name_fi", "name_sv", "name_en"):
                matches |= Q((f"{field}__icontains", variant))
        return self.filter(matches)

    def in_name_order(self) -> Self:
        """By name in the reader's language, å ä ö last."""
        language = get_language()
        own = f"name_{language if language in ('sv', 'en') else 'fi'}"
        name: Combinable = Coalesce(NullIf(F(own), Value("")), F("name_fi"))
        return self.order_by(
            reduce(
                lambda so_far, letter: Replace(so_far, Value(letter), Value(LAST_LETTERS[letter])),
                LAST_LETTERS,
                name,
            ),
            "pk",
        )


def _or_none(place: str) -> Coalesce:
    """Two organisations without a place are in the same place."""
    return Coalesce(F(place), Value(0), output_field=models.BigIntegerField())


class Organisation(models.Model):
    """A body that does culture work: of a municipality, a region, a wellbeing county, or national.

    A municipality, a regional council and a wellbeing county each stand for their own place once.
    """

    kind = models.CharField(_("laji"), max_length=20, choices=OrganisationKind.choices)
    name_fi = models.CharField(_("nimi suomeksi"), max_length=200, validators=[one_line])
    name_sv = models.CharField(
        _("nimi ruotsiksi"), max_length=200, blank=True, validators=[one_line]
    )
    name_en = models.CharField(
        _("nimi englanniksi"), max_length=200, blank=True, validators=[one_line]
    )
    business_id = models.CharField(
        _("Y-tunnus"), max_length=9, blank=True, validators=[validate_business_id]
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kunta"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("maakunta"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    wellbeing_county = models.ForeignKey(
        WellbeingCounty,
        verbose_name=_("hyvinvointialue"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    website = models.URLField(
        _("verkkosivut"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    general_title = models.CharField(
        _("yleinen yhteys"),
        max_length=120,
        blank=True,
        validators=[one_line],
        help_text=_("Näkyy, kun kukaan ei ole yhteyshenkilönä. Esimerkiksi kulttuuripalvelut."),
    )
    general_email = models.EmailField(
        _("yleinen sähköpostiosoite"),
        blank=True,
        help_text=_("Vain koordinaattori näkee osoitteen. Sitä ei näytetä sivuilla."),
    )
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrganisationQuerySet.as_manager()

    PLACES = ("municipality", "region", "wellbeing_county")
    # The kinds that stand for a place of their own, and which.
    OWN_PLACE: ClassVar[dict[str, str]] = {
        OrganisationKind.MUNICIPALITY: "municipality",
        OrganisationKind.REGIONAL_COUNCIL: "region",
        OrganisationKind.WELLBEING_COUNTY: "wellbeing_county",
    }

    class Meta:
        verbose_name = _("organisaatio")
        verbose_name_plural = _("organisaatiot")
        constraints = [
            models.CheckConstraint(name="organisation_name_given", condition=~Q(name_fi="")),
            models.CheckConstraint(
                name="organisation_kind_known", condition=Q(kind__in=OrganisationKind.values)
            ),
            models.CheckConstraint(
                name="organisation_in_one_place",
                condition=(
                    Q(region__isnull=True, wellbeing_county__isnull=True)
                    | Q(municipality__isnull=True, wellbeing_county__isnull=True)
                    | Q(municipality__isnull=True, region__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="organisation_has_its_own_place",
                condition=(
                    Q(kind=OrganisationKind.MUNICIPALITY, municipality__isnull=False)
                    | Q(kind=OrganisationKind.REGIONAL_COUNCIL, region__isnull=False)
                    | Q(kind=OrganisationKind.WELLBEING_COUNTY, wellbeing_county__isnull=False)
                    | ~Q(
                        kind__in=[
                            OrganisationKind.MUNICIPALITY,
                            OrganisationKind.REGIONAL_COUNCIL,
                            OrganisationKind.WELLBEING_COUNTY,
                        ]
                    )
                ),
            ),
            models.CheckConstraint(
                name="organisation_website_on_the_web",
                condition=(
                    Q(website="")
                    | Q(website__startswith="http://")
                    | Q(website__startswith="https://")
                ),
            ),
            models.UniqueConstraint(
                fields=["business_id"],
                condition=~Q(business_id=""),
                name="organisation_business_id_unique",
                violation_error_code="unique",
                violation_error_message=_("Tämä Y-tunnus on jo toisella organisaatiolla."),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(kind=OrganisationKind.MUNICIPALITY),
                name="organisation_of_municipality_once",
                violation_error_code="unique",
                violation_error_message=_("Tällä kunnalla on jo organisaationsa."),
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(kind=OrganisationKind.REGIONAL_COUNCIL),
                name="organisation_of_region_once",
                violation_error_code="unique",
                violation_error_message=_("Tällä maakunnalla on jo liittonsa."),
            ),
            models.UniqueConstraint(
                fields=["wellbeing_county"],
                condition=Q(kind=OrganisationKind.WELLBEING_COUNTY),
                name="organisation_of_county_once",
                violation_error_code="unique",
                violation_error_message=_("Tällä hyvinvointialueella on jo organisaationsa."),
            ),
            models.UniqueConstraint(
                "kind",
                "name_fi",
                *(_or_none(place) for place in ("municipality", "region", "wellbeing_county")),
                name="organisation_name_unique_in_place",
                violation_error_message=_(
                    "Samanlajinen ja samanniminen organisaatio on jo täällä."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:organisation", args=[self.pk])

    def clean(self) -> None:
        """Refuse two places, and a municipality, council or county without its own."""
        given = [field for field in self.PLACES if getattr(self, f"{field}_id") is not None]
        if len(given) > 1:
            message = _("Valitse vain yksi: kunta, maakunta tai hyvinvointialue.")
            raise ValidationError(dict.fromkeys(given[1:], message))
        own = self.OWN_PLACE.get(self.kind)
        if own and given != [own]:
            raise ValidationError({own: _("Valitse alue, jonka organisaatio tämä on.")})

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish."""
        return getattr(self, f"name_{get_language()}", "") or self.name_fi

    @property
    def place(self) -> Municipality | Region | WellbeingCounty | None:
        """Where the organisation belongs; None when it is national."""
        return self.municipality or self.region or self.wellbeing_county

    @property
    def where(self) -> str:
        """Where it is, as a list shows it: of a municipality its region, of a county nothing."""
        if self.kind == OrganisationKind.MUNICIPALITY and self.municipality:
            return self.municipality.region.name
        if self.kind == OrganisationKind.WELLBEING_COUNTY:
            return ""
        return self.place.name if self.place else gettext("koko maa")

    @property
    def kind_and_place(self) -> list[str]:
        """What it is and where, as a list shows it."""
        return [text for text in (self.get_kind_display(), self.where) if text]
