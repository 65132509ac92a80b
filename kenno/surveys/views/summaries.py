"""What a round found, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kenno.core.access import public
from kenno.surveys.queries.summary import summarised_rounds, summary_of
from kenno.surveys.registry import where_to_read


@public
@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a closed round was answered, without any municipality's own answers."""
    survey = get_object_or_404(summarised_rounds(), pk=pk)
    context = {
        "survey": survey,
        "summary": summary_of(survey),
        "told_at": where_to_read(survey),
    }
    return render(request, "surveys/public_summary.html", context)
