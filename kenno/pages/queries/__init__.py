from dataclasses import dataclass

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from wagtail.models import Page

from kenno.pages.models import ArticlePage, Feedback
from kenno.places import maps
from kenno.places.honeycomb import Honeycomb
from kenno.practices.models import Practice
from kenno.practices.queries import pages as practices
from kenno.vocabulary.models import StatutoryTask

NEWEST_PRACTICES = 6
ARTICLES_ON_FRONT_PAGE = 2


@dataclass(frozen=True)
class TaskEntry:
    """A statutory task as a way into the practices, with how many of them serve it."""

    task: StatutoryTask
    practices: int


@dataclass(frozen=True)
class FrontPage:
    """What the front page shows of the other rooms; counts are of published practices."""

    newest: list[Practice]
    tasks: list[TaskEntry]
    articles: list[ArticlePage]
    version: str

    @property
    def map(self) -> Honeycomb:
        """The country's practices; slow to draw, so that the template keeps it by `version`."""
        return maps.practices_of_country()


def front_page(language: str) -> FrontPage:
    """Return the front page's content; `language` chooses the articles' translations."""
    counts = practices.counts_by_task()
    return FrontPage(
        newest=practices.newest(NEWEST_PRACTICES),
        tasks=[
            TaskEntry(task, counts[task.code])
            for task in StatutoryTask.objects.order_by("position")
        ],
        articles=list(articles(language)[:ARTICLES_ON_FRONT_PAGE]),
        version=published_version(),
    )


def published_version() -> str:
    """Return a text that changes whenever a practice is published, published anew or archived."""
    row = Practice.objects.published().aggregate(
        newest=Max("last_published_at"), practices=Count("pk")
    )
    newest = row["newest"].isoformat() if row["newest"] else ""
    return f"{row['practices']}-{newest}"


def articles(language: str) -> QuerySet[ArticlePage]:
    """Return each article once, newest first: in `language`, else in the first other language."""
    others = [code for code, _name in settings.LANGUAGES if code != language]
    rank = Case(
        *(
            When(locale__language_code=code, then=Value(place))
            for place, code in enumerate([language, *others])
        ),
        default=Value(len(settings.LANGUAGES)),
        output_field=IntegerField(),
    )
    ranked = ArticlePage.objects.live().annotate(rank=rank)
    better = ranked.filter(translation_key=OuterRef("translation_key"), rank__lt=OuterRef("rank"))
    return (
        ranked.filter(~Exists(better))
        .annotate(text_language=F("locale__language_code"))
        .order_by("-date", "-pk")
    )


def public_pages() -> QuerySet[Page]:
    """Return the pages that anyone may read, for the site map."""
    return Page.objects.live().filter(depth__gt=1).order_by("path")


def waiting_feedback() -> QuerySet[Feedback]:
    """Return the feedback that has not been answered, the oldest first."""
    return Feedback.objects.waiting()


def answered_feedback() -> QuerySet[Feedback]:
    """Return the feedback that has been answered, the newest answer first."""
    return Feedback.objects.answered()
