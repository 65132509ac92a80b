import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kenno.core.access import public
from kenno.vocabulary import queries
from kenno.vocabulary.forms import QUERY_SUFFIX

FIELD_NAME = re.compile(r"[a-z][\w-]{0,60}", re.ASCII)
MAXIMUM_TEXT = 100


@public
@require_safe
@cache_control(private=True, max_age=600)
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer type-ahead with options of a list box.

    The text comes as `q`, or as a ConceptsWidget sends it: its own name in `field`, and the
    text under that name.
    """
    field = request.GET.get("field", "")
    if not FIELD_NAME.fullmatch(field):
        field = "concepts"
    text = request.GET.get("q") or request.GET.get(f"{field}{QUERY_SUFFIX}", "")
    suggestions = queries.suggest(text[:MAXIMUM_TEXT], get_language() or "fi")
    return render(request, "vocabulary/options.html", {"suggestions": suggestions, "field": field})
