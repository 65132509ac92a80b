from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from kenno.pages.blocks import BodyBlock
from kenno.pages.enums import FeedbackState, StatementKind

INTRODUCTION_LENGTH = 500
MESSAGE_LENGTH = 5000
ADDRESS_LENGTH = 500
ANSWERED_WITHIN = timedelta(days=14)
KEPT_FOR = timedelta(days=365)

# Wagtail's own panel of the title keeps the address in step with it.
TITLE_PANEL = FieldPanel("title", classname="title")
PANELS_WITHOUT_ADDRESS = [FieldPanel("seo_title"), FieldPanel("search_description")]


class SitePage(Page):
    """A page of the site that knows in which language it is and where the others are."""

    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["alternates"] = self.addresses
        context["text_language"] = self.language_and_path()[0]
        return context

    @property
    def address_here(self) -> str:
        """The address at which the reader's side of the site shows this page's text."""
        return reverse("wagtail_serve", args=[self.language_and_path()[1]])

    def language_and_path(self) -> tuple[str, str]:
        """Return the language of the page's text, and its path below that language's front page."""
        for root in Site.get_site_root_paths():
            if self.url_path.startswith(root.root_path):
                return root.language_code, self.url_path[len(root.root_path) :]
        return settings.LANGUAGE_CODE, ""

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the page's address in every language of the site.

        Without a translation it is this page's own path under the other language's prefix, where
        the page is shown as it is and says that there is no translation.
        """
        own_path = self.language_and_path()[1]
        paths = {code: own_path for code, _name in settings.LANGUAGES}
        translations = type(self).objects.filter(translation_key=self.translation_key).live()
        for page in translations.exclude(pk=self.pk):
            language, path = page.language_and_path()
            paths[language] = path
        addresses = {}
        for language, path in paths.items():
            with translation.override(language):
                addresses[language] = reverse("wagtail_serve", args=[path])
        return addresses


class HomePage(SitePage):
    """The front page of one language; what it shows comes from the other rooms."""

    lead = models.CharField(
        _("Mikä tämä on, yhdellä virkkeellä"), max_length=200, help_text=_("Sivun otsikko.")
    )
    introduction = models.TextField(_("Johdanto"), blank=True, max_length=INTRODUCTION_LENGTH)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.ArticleIndexPage", "pages.StatementPage"]

    class Meta:
        verbose_name = _("etusivu")


class ArticleIndexPage(SitePage):
    """The list of articles; its address is fixed, as the header of every page links to it."""

    introduction = models.TextField(_("Johdanto"), blank=True, max_length=INTRODUCTION_LENGTH)

    content_panels = [TITLE_PANEL, FieldPanel("introduction")]
    promote_panels = PANELS_WITHOUT_ADDRESS
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ArticlePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("artikkelien luettelo")


class ArticlePage(SitePage):
    """A text about a project or something else that readers of the site want to know."""

    date = models.DateField(_("Päivä"), default=timezone.localdate)
    introduction = models.TextField(_("Johdanto"), max_length=INTRODUCTION_LENGTH)
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
    body = StreamField(BodyBlock(), verbose_name=_("Teksti"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt"),
                FieldPanel("lead_image_photographer"),
            ],
            heading=_("Kuva"),
        ),
        FieldPanel("body"),
    ]
    parent_page_types = ["pages.ArticleIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("artikkeli")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # What the blocks with a survey's figures have counted, so that each survey is counted once.
        return {**super().get_context(request, *args, **kwargs), "survey_summaries": {}}

    def clean(self) -> None:
        super().clean()
        if self.lead_image_id and not self.lead_image_alt:
            raise ValidationError({"lead_image_alt": _("Kerro, mitä kuvassa näkyy.")})


class StatementPage(SitePage):
    """A page about the service itself: about, credits, accessibility, privacy, guide."""

    kind = models.CharField(
        _("Mikä sivu tämä on?"), max_length=20, choices=StatementKind.choices, blank=True
    )
    introduction = models.TextField(_("Johdanto"), blank=True, max_length=INTRODUCTION_LENGTH)
    body = StreamField(BodyBlock(), verbose_name=_("Teksti"), blank=True)
    reviewed_on = models.DateField(_("Tarkistettu"), default=timezone.localdate)

    # Every page links to a page with a kind by its first address, so that the address stays.
    content_panels = [
        TITLE_PANEL,
        FieldPanel("kind", read_only=True),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]
    promote_panels = PANELS_WITHOUT_ADDRESS
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("tietosivu")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def waiting(self) -> "FeedbackQuerySet":
        """Feedback that nobody has answered, the oldest first."""
        return self.filter(state=FeedbackState.NEW).order_by("created_at", "pk")

    def answered(self) -> "FeedbackQuerySet":
        """Feedback that has been answered, the newest answer first."""
        return self.filter(state=FeedbackState.ANSWERED).order_by("-answered_at", "-pk")

    def expired(self) -> "FeedbackQuerySet":
        """Feedback kept as long as the privacy notice promises, and no longer."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class Feedback(models.Model):
    """What somebody wrote about the service; answered in 14 days, as Act 306/2019 promises."""

    key = models.CharField(max_length=64, unique=True)
    message = models.TextField(validators=[MaxLengthValidator(MESSAGE_LENGTH)])
    page = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    state = models.CharField(
        max_length=10, choices=FeedbackState.choices, default=FeedbackState.NEW
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="feedback_state")]
        constraints = [
            models.CheckConstraint(
                name="feedback_answered_at_when_answered",
                condition=(
                    Q(state=FeedbackState.ANSWERED, answered_at__isnull=False)
                    | Q(state=FeedbackState.NEW, answered_at__isnull=True)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Palaute {self.pk}"

    @property
    def answer_by(self) -> date:
        """The last day on which the promised answer is in time."""
        return timezone.localdate(self.created_at + ANSWERED_WITHIN)

    @property
    def days_left(self) -> int:
        """Whole days until `answer_by`; negative when the answer is late."""
        return (self.answer_by - timezone.localdate()).days
