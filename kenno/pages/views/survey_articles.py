"""From a survey's figures to an article: the coordinator's page beside the round."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.pages import rules
from kenno.pages.actions.survey_articles import write_survey_articles
from kenno.pages.queries.survey_articles import articles_about
from kenno.people.requests import PersonRequest
from kenno.surveys.queries.summary import summarised_rounds


@require_http_methods(["GET", "HEAD", "POST"])
def survey_article(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the article about a round in each language, or write the first version of it."""
    me = request.user
    require(rules.can_edit_pages(me), _("Artikkeleita kirjoittavat valtakunnan koordinaattorit."))
    survey = get_object_or_404(summarised_rounds(), pk=pk)
    if request.method == "POST":
        write_survey_articles(survey=survey, by=me)
        messages.success(request, _("Artikkeli on kirjoitettu kolmella kielellä luonnokseksi."))
        return redirect("pages:survey_article", pk)
    context = {"survey": survey, "articles": articles_about(survey)}
    return render(request, "pages/survey_article.html", context)
