"""The Atom feed of a search: what feed readers, other sites and colleagues subscribe to."""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kenno.core.access import public
from kenno.people.queries.contacts import ShownContact, shown_contacts
from kenno.practices.models import Practice
from kenno.practices.queries import watching
from kenno.practices.queries.list_state import ListState
from kenno.search.watching import NewsUnavailable

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
MINUTES_OF_PAUSE: Final = 5
# When nothing has been published yet, a feed was changed when feeds began.
BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class PracticeFeed(Atom1Feed):
    """An Atom 1.0 feed whose entries say their own language (RFC 4287)."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def latest_post_date(self) -> datetime:
        """Return when the newest change was made; never the present moment, which changes."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


@public
@require_safe
@cache_control(public=True, no_cache=True)
def feed(request: HttpRequest) -> HttpResponse:
    """Answer the newest practices of a search, or 304 to who has them already."""
    language = get_language() or "fi"
    try:
        written = _written(ListState.of(request.GET), language)
    except NewsUnavailable:
        response = HttpResponse(_("Haku on hetken poissa käytöstä."), status=503)
        response["Retry-After"] = str(60 * MINUTES_OF_PAUSE)
        response["Cache-Control"] = "no-store"
        return response
    body = written.writeString("utf-8")
    etag = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    modified = int(written.latest_post_date().timestamp())
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    # Only by the tag: what is shown of a contact changes without a new publication.
    answer = get_conditional_response(request, etag, None, response)
    return answer if isinstance(answer, HttpResponse) else response


def _written(state: ListState, language: str) -> PracticeFeed:
    found = watching.feed(state, language)
    query = state.query()
    own_address = watching.feed_address(query, language)
    written = PracticeFeed(
        title=_fit_for_xml(found.title),
        link=_fit_for_xml(watching.address(query, language)),
        description=None,
        language=language,
        feed_url=own_address,
        feed_guid=own_address,
    )
    contacts = shown_contacts({practice.contact_id for practice in found.practices})
    for practice in found.practices:
        _add(written, practice, contacts.get(practice.contact_id))
    return written


def _add(written: PracticeFeed, practice: Practice, contact: ShownContact | None) -> None:
    published = practice.first_published_at or practice.created_at
    written.add_item(
        title=_fit_for_xml(practice.title),
        link=settings.BASE_URL + practice.get_absolute_url(),
        # Feed readers take the summary for HTML.
        description=escape(_fit_for_xml(_summary(practice, contact))),
        author_name=practice.municipality.name,
        pubdate=published,
        updateddate=practice.last_published_at or published,
        unique_id=f"tag:{urlsplit(settings.BASE_URL).hostname},2026:practice/{practice.pk}",
        categories=[practice.municipality.region.name],
        language=practice.language,
    )


def _summary(practice: Practice, contact: ShownContact | None) -> str:
    if contact is None:
        return practice.summary
    asked = _("Yhteyshenkilö: %(job)s.") % {"job": contact.line}
    return f"{practice.summary} {asked}".strip()


def _fit_for_xml(text: str) -> str:
    return NOT_IN_XML.sub(" ", text)
