"""What this room adds to the site's header and footer and to the workspace."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kenno.core.audit import name_actions, name_subjects
from kenno.core.enums import WorkspaceGroup
from kenno.core.navigation import register_footer_link, register_header_link
from kenno.core.personal_data import PersonalData, register_personal_data
from kenno.core.workspace import WorkspaceLink, WorkspacePanel, register_link, register_panel
from kenno.pages import addresses, personal_data, rules, views
from kenno.pages.actions.survey_articles import remove_articles_about_examples
from kenno.pages.queries.survey_articles import published_article_url
from kenno.people.rules import Person
from kenno.practices.actions.examples import register_removal
from kenno.surveys.models import SurveyRound
from kenno.surveys.registry import Telling, register_telling

STATEMENTS = {
    "about": _("Tietoa palvelusta"),
    "guide": _("Näin kirjoitat hyvän käytänteen"),
    "credits": _("Lähteet ja lisenssit"),
    "accessibility": _("Saavutettavuusseloste"),
    "privacy": _("Tietosuojaseloste"),
}


def _articles(_request: HttpRequest) -> str:
    return addresses.articles_address()


def _feedback(_request: HttpRequest) -> str:
    return reverse("pages:feedback")


def _statement(name: str) -> Callable[[HttpRequest], str]:
    return lambda _request: addresses.statement_address(name)


def register_site_links() -> None:
    """Put the articles in the header, the statements and the feedback form in the footer."""
    register_header_link("articles", _("Artikkelit"), _articles, 50)
    for place, (name, label) in enumerate(STATEMENTS.items(), start=1):
        register_footer_link(name, label, _statement(name), 10 * place)
    register_footer_link("feedback", _("Anna palautetta"), _feedback, 90)


def register_workspace() -> None:
    """Put the feedback and the page editor in the workspace of those whose matter they are."""
    register_link(
        "feedback",
        WorkspaceLink(
            _("Palaute"),
            "pages:feedback_list",
            60,
            rules.can_read_feedback,
            WorkspaceGroup.SERVICE,
        ),
    )
    register_link(
        "cms",
        WorkspaceLink(
            _("Sivujen muokkaus"),
            "wagtailadmin_home",
            90,
            rules.can_edit_pages,
            WorkspaceGroup.SERVICE,
        ),
    )
    register_personal_data(
        "pages.feedback",
        PersonalData(_("Palaute"), 50, personal_data.collect, personal_data.forget),
    )
    name_subjects({"pages.feedback": _("Palaute")})
    name_actions(
        {
            "pages.loaded": _("Sivut ladattu"),
            "pages.feedback_given": _("Palautetta annettu"),
            "pages.feedback_answered": _("Palautteeseen vastattu"),
            "feedback": _("Palautteesta kertova viesti"),
            "pages.feedback_pruned": _("Vanha palaute poistettu"),
            "pages.survey_articles_written": _("Artikkeli kirjoitettu kyselystä"),
        }
    )
    register_panel("feedback", WorkspacePanel(60, rules.can_read_feedback, views.feedback_panel))


def register_survey_articles() -> None:
    """Let a survey that is over lead to the article about it; what tells of examples can go."""
    register_telling("pages", Telling(published_article_url, _article_of_round))
    register_removal("pages", remove_articles_about_examples)


def _article_of_round(survey: SurveyRound, person: Person) -> str | None:
    if not rules.can_edit_pages(person):
        return None
    return reverse("pages:survey_article", args=[survey.pk])
