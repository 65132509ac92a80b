"""What a survey told, as an article: written from its figures, then edited like any other."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.html import escape
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.models import Locale

from kenno.core import audit
from kenno.core.exceptions import Conflict, Refusal
from kenno.pages.enums import FigurePart
from kenno.pages.models import ArticleIndexPage, ArticlePage
from kenno.pages.queries.survey_articles import article_key, articles_about
from kenno.people.models import User
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries.summary import Summary, summary_of

MENTIONED = 3


@transaction.atomic
def write_survey_articles(*, survey: SurveyRound, by: User) -> list[ArticlePage]:
    """Write an unpublished article about a round in each language of the site, and return them.

    Maps and tables in it are drawn from the round whenever it is read; sentences are written once,
    to be edited. Raises Conflict when they have been written before, and Refusal when a language
    has no list of articles.
    """
    SurveyRound.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if articles_about(survey):
        raise Conflict(_("Tästä kyselystä on jo tehty artikkeli."))
    written = [_write(survey, code, by) for code, _name in settings.LANGUAGES]
    audit.record("pages.survey_articles_written", subject=survey, by=by)
    return written


def _write(survey: SurveyRound, code: str, by: User) -> ArticlePage:
    locale = Locale.objects.filter(language_code=code).first()
    parent = ArticleIndexPage.objects.filter(locale=locale).order_by("pk").first()
    if locale is None or parent is None:
        raise Refusal(_("Artikkelien luettelo puuttuu yhdeltä kieleltä. Lisää se ensin."))
    with translation.override(code):
        summary = summary_of(survey)
        article = ArticlePage(
            title=_("Mitä kysely kertoi: %(title)s") % {"title": survey.title},
            introduction=_rate(summary),
            body=list(_body(survey, summary)),
            date=timezone.localdate(),
            locale=locale,
            translation_key=article_key(survey),
            live=False,
            owner=by,
        )
        parent.add_child(instance=article)
        article.save_revision(user=by)
    return article


def _rate(summary: Summary) -> str:
    return _("Kyselyyn vastasi %(total)s kunnasta %(answered)s eli %(percent)s prosenttia.") % {
        "total": summary.total,
        "answered": summary.answered,
        "percent": summary.percent,
    }


def _body(survey: SurveyRound, summary: Summary) -> Iterator[tuple[str, Any]]:
    if survey.is_example:
        yield _paragraph(_("Tämä on esimerkki. Vastaukset on keksitty palvelun esittelyä varten."))
    yield _paragraph(" ".join(_circumstances(survey, summary)))
    yield _figures(survey, FigurePart.MAP)
    yield "heading", _("Missä vastattiin")
    keenest = sorted(summary.regions, key=lambda region: -region.percent)[:MENTIONED]
    named = [_name_and_number(one.name, f"{one.percent} %") for one in keenest if one.answered]
    if named:
        yield _paragraph(
            _("Suurin osuus kunnista vastasi näissä maakunnissa: %(names)s.")
            % {"names": _listed(named)}
        )
    yield _figures(survey, FigurePart.REGIONS)
    if summary.tasks:
        yield "heading", _("Mistä lakisääteisistä tehtävistä kerrottiin")
        commonest = sorted(summary.tasks, key=lambda row: -row.practices)[:MENTIONED]
        yield _paragraph(
            _("Eniten käytänteitä kerrottiin näistä tehtävistä: %(names)s.")
            % {"names": _listed([_name_and_number(row.label, row.practices) for row in commonest])}
        )
        yield _figures(survey, FigurePart.TASKS)
    if summary.themes:
        yield "heading", _("Mitkä teemat toistuvat")
        yield _paragraph(
            _("Julkaistuissa käytänteissä toistuvat useimmin nämä teemat: %(names)s.")
            % {"names": _listed([label for label, _number in summary.themes[:MENTIONED]])}
        )
        yield _figures(survey, FigurePart.THEMES)
    words = escape(_("Lue kuntien käytänteitä"))
    yield "paragraph", f'<p><a href="{reverse("practices:list")}">{words}</a></p>'


def _circumstances(survey: SurveyRound, summary: Summary) -> Iterator[str]:
    if survey.opens_at and survey.closes_at:
        yield _("Kysely oli auki %(opens)s–%(closes)s.") % {
            "opens": _day(survey.opens_at),
            "closes": _day(survey.closes_at),
        }
    if survey.signer_unit:
        yield _("Kyselyn lähetti %(unit)s.") % {"unit": survey.signer_unit}
    if summary.practices:
        yield _("Kunnat kertoivat käytänteitä yhteensä %(practices)s.") % {
            "practices": summary.practices
        }


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def _name_and_number(name: str, number: object) -> str:
    return f"{name} ({number})"


def _listed(names: list[str]) -> str:
    return str(get_text_list(names, _("ja")))


def _paragraph(text: str) -> tuple[str, str]:
    return "paragraph", f"<p>{escape(text)}</p>"


def _figures(survey: SurveyRound, part: FigurePart) -> tuple[str, dict[str, str]]:
    return "survey_figures", {"survey": str(survey.pk), "part": part.value}


@transaction.atomic
def remove_articles_about_examples() -> None:
    """Delete the articles that were written about rounds of the demonstration."""
    for survey in SurveyRound.objects.filter(is_example=True).order_by("pk"):
        for article in articles_about(survey):
            article.delete()
