"""What search engines are told of: the site's pages, the places, organisations, practices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from kenno.pages import queries
from kenno.people.models import Organisation
from kenno.places.models import Municipality, Place, Region
from kenno.practices.models import Practice
from kenno.practices.queries import pages as practices
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries.summary import summarised_rounds


class PageMap(Sitemap[Page]):
    """The Wagtail pages, each in its own language."""

    def items(self) -> QuerySet[Page]:
        return queries.public_pages()

    def location(self, item: Page) -> str:
        return item.url

    def lastmod(self, item: Page) -> datetime:
        return item.last_published_at


class PlaceMap(Sitemap[Place]):
    """Municipalities and regions, in every language of the site."""

    i18n = True
    alternates = True

    def items(self) -> list[Place]:
        return [*Region.objects.order_by("code"), *Municipality.objects.order_by("code")]


class OrganisationMap(Sitemap[Organisation]):
    """The organisations that are at work, in every language of the site; no examples."""

    i18n = True
    alternates = True

    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.active().filter(is_example=False).order_by("pk")


class PracticeMap(Sitemap[Practice]):
    """Published practices, each where the site speaks the language it is written in."""

    def items(self) -> Iterable[Practice]:
        return practices.published_addresses().only("slug", "language", "last_published_at")

    def location(self, item: Practice) -> str:
        spoken = {code for code, _name in settings.LANGUAGES}
        with translation.override(item.language if item.language in spoken else "fi"):
            return item.get_absolute_url()

    def lastmod(self, item: Practice) -> datetime:
        return item.last_published_at


class SurveyMap(Sitemap[SurveyRound]):
    """What surveys that are over told, in every language of the site; no examples."""

    i18n = True
    alternates = True

    def items(self) -> QuerySet[SurveyRound]:
        return summarised_rounds().filter(is_example=False)

    def location(self, item: SurveyRound) -> str:
        return reverse("surveys:public_summary", args=[item.pk])


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "sivut": PageMap,
    "kunnat": PlaceMap,
    "organisaatiot": OrganisationMap,
    "kaytanteet": PracticeMap,
    "kyselyt": SurveyMap,
}
