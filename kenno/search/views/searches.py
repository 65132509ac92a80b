"""What has been searched and not found, for those who keep the service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kenno.core.access import require
from kenno.search import records, rules
from kenno.search.forms import SHOWN_PERIOD, PeriodForm

ROWS_ON_PAGE = 50


@dataclass(frozen=True)
class Table:
    """One way of looking at the searches of a period."""

    label: str | Promise
    explanation: str | Promise
    when_empty: str | Promise
    rows: Callable[[date], records.Rows | Sequence[records.UnknownWord]]


TABLES: Mapping[str, Table] = {
    "not-found": Table(
        gettext_lazy("Ei löytynyt"),
        gettext_lazy("Haut, joilla ei löytynyt mitään. Tästä näkee, mitä kenno vielä kaipaa."),
        gettext_lazy("Kaikilla hauilla on löytynyt jotakin"),
        records.not_found,
    ),
    "unknown": Table(
        gettext_lazy("Tuntemattomat sanat"),
        gettext_lazy(
            "Hakujen sanat, joita ei ole missään tekstissä missään muodossa: kirjoitusvirheitä, "
            "uusia sanoja ja aiheita, joista kukaan ei ole vielä kertonut."
        ),
        gettext_lazy("Kaikki haetut sanat on tunnettu"),
        records.unknown_words,
    ),
    "slow": Table(
        gettext_lazy("Hitaat haut"),
        gettext_lazy("Haut, jotka ovat kestäneet vähintään 100 millisekuntia."),
        gettext_lazy("Kaikki haut ovat olleet nopeita"),
        records.slow,
    ),
    "most": Table(
        gettext_lazy("Eniten haetut"),
        gettext_lazy("Mitä kennosta etsitään."),
        gettext_lazy("Kukaan ei ole vielä hakenut mitään"),
        records.most_searched,
    ),
}


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """Show the searches of a period from one side; the address carries which and how long."""
    allowed = rules.can_read_searches(request.user)
    require(allowed, _("Haut näkee vain koordinaattori."))
    form = PeriodForm(request.GET or {"days": SHOWN_PERIOD})
    days = form.cleaned_data["days"] if form.is_valid() else SHOWN_PERIOD
    name = request.GET.get("show", "")
    name = name if name in TABLES else "not-found"
    table = TABLES[name]
    page = Paginator(table.rows(records.since(days)), ROWS_ON_PAGE)
    context = {
        "form": form if form.is_valid() else PeriodForm({"days": SHOWN_PERIOD}),
        "name": name,
        "table": table,
        "tables": [
            (table.label, urlencode({"show": key, "days": days}), key == name)
            for key, table in TABLES.items()
        ],
        "page": page.get_page(request.GET.get("page")),
        "query": urlencode({"show": name, "days": days}),
    }
    return render(request, "search/searches.html", context)
