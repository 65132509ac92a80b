"""Help while typing, as a part of a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kenno.core.access import public
from kenno.practices.queries.list_state import ListState
from kenno.practices.queries.suggestions import suggestions


@public
@require_safe
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> HttpResponse:
    groups = suggestions(ListState.of(request.GET), language=get_language() or "fi")
    context = {"groups": groups, "count": sum(len(group.rows) for group in groups)}
    return render(request, "practices/suggestions.html", context)
