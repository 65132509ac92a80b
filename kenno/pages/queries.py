from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Value, When
from wagtail.models import Page

from kenno.pages.models import ArticlePage, Feedback
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
    """What the front page shows of the other rooms; counts are of published practices.

    `by_municipality` has the municipalities that own a practice, by primary key.
    """

    newest: list[Practice]
    tasks: list[TaskEntry]
    by_municipality: dict[int, int]
    articles: list[ArticlePage]

    @property
    def practices(self) -> int:
        """How many practices there are in all."""
        return sum(self.by_municipality.values())


def front_page(language: str) -> FrontPage:
    """Return the front page's content; `language` chooses the articles' translations."""
    counts = practices.counts_by_task()
    return FrontPage(
        newest=practices.newest(NEWEST_PRACTICES),
        tasks=[
            TaskEntry(task, counts[task.code])
            for task in StatutoryTask.objects.order_by("position")
        ],
        by_municipality=practices.counts_by_municipality(),
        articles=list(articles(language)[:ARTICLES_ON_FRONT_PAGE]),
    )


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
