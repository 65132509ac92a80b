from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Replace
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

    def kept_in(self, regions: set[int]) -> Self:
        """Those of the regions themselves (primary keys) and of their municipalities."""
        return self.filter(Q(region__in=regions) | Q(municipality__region__in=regions))

    def named_like(self, text: str) -> Self:
        """Those with `text` in their name in some language."""
        matches = Q()
        # SQLite compares å, ä and ö by their case, so both ways of writing a name are asked for.
        for variant in {text, text.lower(), text.capitalize()}:
            matches |= Q(every_name__icontains=variant)
        return self.filter(matches)

    def in_name_order(self) -> Self:
        """By name in the reader's language, å ä ö last."""
        language = get_language()
        return self.order_by(f"order_{language if language in ('sv', 'en') else 'fi'}", "pk")


def _order_of(language: str) -> models.GeneratedField:
    """Keep what the name in a language, or else in Finnish, is ordered by: å, ä and ö are last.

    The database keeps it, so that a page of a long list is read from an index.
    """
    name: Func = Coalesce(NullIf(F(f"name_{language}"), Value("")), F("name_fi"))
    for letter, instead in LAST_LETTERS.items():
        name = Replace(name, Value(letter), Value(instead))
    return models.GeneratedField(
        expression=name,
        output_field=models.CharField(max_length=600),
        db_persist=True,
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
    every_name = models.GeneratedField(
        expression=Concat("name_fi", Value("\n"), "name_sv", Value("\n"), "name_en"),
        output_field=models.TextField(),
        db_persist=True,
    )
    order_fi = _order_of("fi")
    order_sv = _order_of("sv")
    order_en = _order_of("en")
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
        indexes = [
            models.Index(fields=["order_fi", "id"], name="organisation_order_fi"),
            models.Index(fields=["order_sv", "id"], name="organisation_order_sv"),
            models.Index(fields=["order_en", "id"], name="organisation_order_en"),
        ]
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
