"""Which articles tell of which survey, and the figures that they show."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import get_language

from kenno.pages.models import ArticlePage
from kenno.surveys.models import SurveyRound


def article_key(survey: SurveyRound) -> UUID:
    """Return what ties together the languages of the article about a round."""
    return uuid5(NAMESPACE_URL, f"kulttuurikenno:survey:{survey.pk}")


def articles_about(survey: SurveyRound) -> list[ArticlePage]:
    """Return the articles about a round, published or not, one for each language."""
    found = ArticlePage.objects.filter(translation_key=article_key(survey))
    return list(found.select_related("locale").order_by("pk"))


def published_article_url(survey: SurveyRound) -> str | None:
    """Return the address of the published article about a round; in the reader's language if any.

    None when nothing about it is published.
    """
    live = {
        article.locale.language_code: article for article in articles_about(survey) if article.live
    }
    if not live:
        return None
    article = live.get(get_language() or "fi") or next(iter(live.values()))
    return article.addresses[get_language() or "fi"]
