from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from kenno.moderation.models import Moderated, ModeratedQuerySet
from kenno.people.models import Contact, Organisation
from kenno.places.models import Municipality, Region
from kenno.practices.enums import ClaimBasis, PracticeLanguage, PracticeStatus, Provenance
from kenno.vocabulary.models import ArtForm, Concept, EffectArea, StatutoryTask, TargetGroup

TITLE_LENGTH = 100
SUMMARY_LENGTH = 400
LONG_TEXT = 20_000
SHORT_TEXT = 2_000
YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


def long_text(label: Any, limit: int = SHORT_TEXT) -> models.TextField:
    """A text that may be missing and that nobody can fill a disk with."""
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(limit)])


class PracticeQuerySet(ModeratedQuerySet):
    def of_municipality(self, municipality: Municipality) -> Self:
        """Practices that the municipality owns or shares."""
        return self.filter(
            Q(municipality=municipality) | Q(partner_municipalities=municipality)
        ).distinct()

    def of_region(self, region: Region) -> Self:
        """Practices owned by the municipalities of the region."""
        return self.filter(municipality__region=region)

    def of_regions(self, region_ids: set[int]) -> Self:
        """Practices owned by the municipalities of any of these regions."""
        return self.filter(municipality__region__in=region_ids)

    def of_municipalities(self, municipality_ids: set[int]) -> Self:
        """Practices owned by any of these municipalities."""
        return self.filter(municipality__in=municipality_ids)

    def examples(self) -> Self:
        """Demonstration content and content generated for measurements."""
        return self.filter(is_example=True)


class Practice(Moderated, ClusterableModel):
    """A good practice (hyvä käytänne) of a municipality's culture services."""

    title = models.CharField(
        _("Nimi"),
        max_length=TITLE_LENGTH,
        help_text=_("Lyhyt ja kuvaava: mistä kollega tunnistaa tämän?"),
    )
    summary = models.TextField(
        _("Tiivistelmä"),
        blank=True,
        max_length=SUMMARY_LENGTH,
        validators=[MaxLengthValidator(SUMMARY_LENGTH)],
        help_text=_("Mitä tehdään, kenelle ja mitä siitä seuraa? Kaksi tai kolme virkettä."),
    )
    language = models.CharField(
        _("Tekstin kieli"), max_length=2, choices=PracticeLanguage.choices, default="fi"
    )
    slug = models.SlugField(max_length=110, unique=True, null=True, blank=True, editable=False)
    lead_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Kuva"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("Mitä kuvassa näkyy?"),
        max_length=200,
        blank=True,
        help_text=_("Luetaan ääneen niille, jotka eivät näe kuvaa."),
    )
    lead_image_photographer = models.CharField(_("Kuvaaja"), max_length=100, blank=True)
    lead_image_permission = models.BooleanField(
        _("Kuvan julkaisemiseen on kuvaajan ja tunnistettavien henkilöiden lupa"), default=False
    )

    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Kunta"),
        on_delete=models.PROTECT,
        related_name="practices",
    )
    partner_municipalities = ParentalManyToManyField(
        Municipality,
        verbose_name=_("Muut mukana olevat kunnat"),
        blank=True,
        related_name="shared_practices",
    )
    organisation = models.CharField(
        _("Organisaatio"),
        max_length=200,
        blank=True,
        help_text=_("Kuka tätä tekee? Esimerkiksi kunnan kulttuuripalvelut tai kansalaisopisto."),
    )
    responsible_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("Vastuuorganisaatio"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
        help_text=_("Jos organisaatio on luettelossa. Lukija pääsee siitä sen sivulle."),
    )
    practice_status = models.CharField(
        _("Missä vaiheessa tämä on?"), max_length=10, choices=PracticeStatus.choices, blank=True
    )
    ended_reason = long_text(_("Miksi se päättyi?"))
    start_year = models.PositiveSmallIntegerField(
        _("Alkoi vuonna"), null=True, blank=True, validators=YEARS
    )
    end_year = models.PositiveSmallIntegerField(
        _("Päättyi vuonna"), null=True, blank=True, validators=YEARS
    )

    need = long_text(_("Mihin tarpeeseen tämä vastaa, ja kenen tarpeeseen?"), LONG_TEXT)
    description = long_text(_("Mitä tehdään?"), LONG_TEXT)

    target_groups = ParentalManyToManyField(TargetGroup, verbose_name=_("Kohderyhmät"), blank=True)
    art_forms = ParentalManyToManyField(ArtForm, verbose_name=_("Taiteenalat"), blank=True)
    statutory_tasks = ParentalManyToManyField(
        StatutoryTask, verbose_name=_("Lakisääteiset tehtävät"), blank=True
    )
    themes = ParentalManyToManyField(
        Concept, verbose_name=_("Teemat"), blank=True, related_name="practices"
    )
    effect_areas = ParentalManyToManyField(EffectArea, verbose_name=_("Vaikutukset"), blank=True)

    cost_once_eur = models.PositiveIntegerField(
        _("Kertakustannukset euroina"), null=True, blank=True
    )
    cost_yearly_eur = models.PositiveIntegerField(
        _("Kustannukset vuodessa euroina"), null=True, blank=True
    )
    lead_time_weeks = models.PositiveSmallIntegerField(
        _("Viikkoja päätöksestä alkuun"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(520)],
    )
    funding_sources = long_text(_("Mistä raha tulee?"))
    premises = long_text(_("Tilat"))
    partners = long_text(_("Kumppanit"))
    artist_contract = long_text(_("Taiteilijoiden palkkiot ja sopimukset"))
    procurement_route = long_text(_("Hankinnan tapa"))
    permissions = long_text(_("Luvat"))
    smallest_version = long_text(_("Pienin versio, joka vielä toimii"))

    what_failed = long_text(_("Mikä ei onnistunut?"), LONG_TEXT)
    do_differently = long_text(_("Mitä tekisitte toisin?"), LONG_TEXT)
    must_be_in_place = long_text(_("Minkä on oltava kunnossa ennen kuin aloittaa?"), LONG_TEXT)

    # Belongs to the record and to no revision: a contact changes at once, without a review, and
    # what a person takes back must not live on in old texts.
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("Kuka vastaa kysymyksiin?"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="practices",
    )
    last_confirmed_on = models.DateField(null=True, blank=True, editable=False)
    provenance = models.CharField(
        _("Mistä tieto on peräisin?"),
        max_length=12,
        choices=Provenance.choices,
        default=Provenance.OWN,
    )
    adapted_from = models.ForeignKey(
        "self",
        verbose_name=_("Minkä käytänteen pohjalta?"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adaptations",
    )

    # Put away since it told of the same; its municipality's writers write what it is merged into.
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="merged",
    )
    completeness = models.PositiveSmallIntegerField(default=0, editable=False)
    is_example = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)

    belongs_to_record = (
        *Moderated.belongs_to_record,
        "slug",
        "is_example",
        "created_by_id",
        "created_at",
        "contact_id",
        "last_confirmed_on",
        "merged_into_id",
    )
    objects = PracticeQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("hyvä käytänne")
        verbose_name_plural = _("hyvät käytänteet")
        indexes = [
            *Moderated.Meta.indexes,
            models.Index(fields=["live", "-first_published_at"], name="practice_newest"),
            models.Index(fields=["municipality", "live"], name="practice_of_municipality"),
        ]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                name="practice_live_has_address", condition=Q(live=False) | Q(slug__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practices:practice", args=[self.slug])


class AutomaticTheme(models.Model):
    """A concept read from the published text of a practice whose author chose no themes.

    It belongs to no revision: what is written and reviewed is the author's own.
    """

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="automatic_themes"
    )
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "concept"], name="automatic_theme_once_in_practice"
            )
        ]

    def __str__(self) -> str:
        return str(self.concept)


class Part(models.Model):
    """A row of one of a practice's lists; the list keeps its order."""

    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]


class Step(Part):
    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("Vaiheen nimi"), max_length=120)
    text = long_text(_("Mitä tässä vaiheessa tehdään?"), LONG_TEXT)

    def __str__(self) -> str:
        return self.title


class WorkingHours(Part):
    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="hours")
    role = models.CharField(_("Kenen työtä?"), max_length=120)
    hours_to_start = models.PositiveIntegerField(_("Tunteja alkuun"), null=True, blank=True)
    hours_per_year = models.PositiveIntegerField(_("Tunteja vuodessa"), null=True, blank=True)

    def __str__(self) -> str:
        return self.role


class Claim(Part):
    """A result with its grounds; one without grounds is shown to be so."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="claims")
    statement = models.CharField(_("Mitä tapahtui?"), max_length=300)
    value = models.DecimalField(_("Luku"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("Yksikkö"), max_length=60, blank=True)
    period = models.CharField(_("Miltä ajalta?"), max_length=60, blank=True)
    how = models.CharField(
        _("Miten tieto on saatu?"), max_length=12, choices=ClaimBasis.choices, blank=True
    )
    obtained_by = models.CharField(_("Kuka tiedon keräsi?"), max_length=120, blank=True)
    source = models.CharField(_("Lähde"), max_length=300, blank=True)
    date = models.DateField(_("Päivä"), null=True, blank=True)

    def __str__(self) -> str:
        return self.statement

    @property
    def shown_value(self) -> str:
        """The figure in the reader's number format, without idle decimals."""
        if self.value is None:
            return ""
        whole = self.value == self.value.to_integral_value()
        return number_format(self.value, decimal_pos=0 if whole else None, force_grouping=True)


class Material(Part):
    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("Aineiston nimi"), max_length=200)
    url = models.URLField(_("Verkko-osoite"), blank=True, max_length=500)
    file = models.FileField(_("Tiedosto"), blank=True, upload_to="materials")

    def __str__(self) -> str:
        return self.title

    @property
    def download_name(self) -> str:
        """The name under which a reader saves the file."""
        return f"{slugify(self.title) or self.pk}{PurePath(self.file.name or '').suffix}"
