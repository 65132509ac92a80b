from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.practices.queries import watching
from kenno.practices.queries.documents import KIND
from kenno.practices.queries.list_state import ListState
from kenno.search.forms import SaveSearchForm

register = template.Library()


@register.simple_tag
def feed_link(state: ListState) -> SafeString:
    """Return the element by which browsers and feed readers find the feed of this search."""
    return format_html(
        '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">',
        _("Haun uudet käytänteet"),
        watching.feed_address(state.query(), get_language() or "fi"),
    )


@register.inclusion_tag("practices/follow.html", takes_context=True)
def follow_search(context: Context, state: ListState) -> dict[str, Any]:
    """Draw how to follow this search: by mail, with the form for it, and as a feed."""
    request = context["request"]
    query = state.query()
    form = SaveSearchForm(
        initial={"kind": KIND, "query": query}, person=request.user, auto_id="follow_%s"
    )
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "form": form,
        "feed_url": watching.feed_address(query, get_language() or "fi"),
    }
