import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict
from kenno.core.mails import Button, Mail, Paragraph
from kenno.pages.enums import FeedbackState
from kenno.pages.models import (
    ArticleIndexPage,
    ArticlePage,
    Feedback,
    HomePage,
    SitePage,
    StatementPage,
)
from kenno.pages.texts import ARTICLE, PageText, page_texts, site_text
from kenno.people.models import User

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass
class LoadedPages:
    """The paths of the pages that `load_pages` made, and of those that were there already."""

    created: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load_pages() -> LoadedPages:
    """Make the site, its languages, and every page that comes with the product and is missing.

    A page that exists is left as it is, edited or not. Raises ValueError when a text holds a
    block of an unknown type.
    """
    loaded = LoadedPages()
    site_texts = site_text()
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0]
        for code, _name in settings.LANGUAGES
    }
    root = Page.objects.get(depth=1)
    homes: dict[str, Page] = {}
    lists: dict[str, Page] = {}
    for code, locale in locales.items():
        home = HomePage(**_common("home", locale), **site_texts.home[code])
        homes[code] = _made_or_kept(root, home, loaded)
        if code == settings.LANGUAGE_CODE:
            _point_site_at(homes[code])
        index = ArticleIndexPage(**_common("articles", locale), **site_texts.articles[code])
        lists[code] = _made_or_kept(homes[code], index, loaded)
    for text in page_texts():
        for code in text.title:
            parent = lists[code] if text.kind == ARTICLE else homes[code]
            _made_or_kept(parent, _page_of(text, locales[code], site_texts.reviewed_on), loaded)
    if loaded.created:
        audit.record("pages.loaded", subject=None, by=None, data={"created": loaded.created})
    return loaded


def _common(name: str, locale: Locale) -> dict[str, Any]:
    return {"locale": locale, "translation_key": translation_key(name)}


def translation_key(name: str) -> UUID:
    """Return what ties together one shipped page's languages, the same in every installation."""
    return uuid5(NAMESPACE_URL, f"kulttuurikenno:page:{name}")


def _made_or_kept(parent: Page, page: SitePage, loaded: LoadedPages) -> Page:
    """Add the page under its parent unless it, or another of its kind at its address, is there."""
    pages = type(page).objects
    found = (
        pages.filter(translation_key=page.translation_key, locale=page.locale).first()
        or pages.child_of(parent).filter(slug=page.slug).first()
    )
    if found is not None:
        loaded.kept.append(found.url_path)
        return found
    parent.add_child(instance=page)
    page.save_revision().publish()
    loaded.created.append(page.url_path)
    return page


def _page_of(text: PageText, locale: Locale, reviewed_on: str) -> SitePage:
    code = locale.language_code
    fields = {
        **_common(text.name, locale),
        "slug": text.slug[code],
        "title": text.title[code],
        "introduction": text.introduction[code],
        "body": [_block(block) for block in text.body[code]],
    }
    day = date.fromisoformat(reviewed_on)
    if text.kind == ARTICLE:
        return ArticlePage(**fields, date=day)
    return StatementPage(**fields, kind=text.name, reviewed_on=day)


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    match block["type"]:
        case "heading":
            return "heading", block["text"]
        case "paragraph":
            return "paragraph", f"<p>{_with_links(block['text'])}</p>"
        case "list":
            return "list", [f"<p>{_with_links(item)}</p>" for item in block["items"]]
        case other:
            raise ValueError(f"A text has a block of the unknown type {other!r}")


def _with_links(text: str) -> str:
    """Turn [text](address) into links and everything else into safe text."""
    return LINK.sub(r'<a href="\2">\1</a>', escape(text))


def _point_site_at(home: Page) -> None:
    """Serve the pages at this installation's address; an empty installation's greeting goes."""
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    site = site or Site(is_default_site=True)
    greeting = site.root_page if site.root_page_id else None
    if greeting is None or greeting.specific_class is Page:
        site.root_page = home
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    if greeting is not None and greeting.specific_class is Page:
        greeting.delete()


@transaction.atomic
def give_feedback(*, stamp: str, message: str, page: str, email: str, language: str) -> Feedback:
    """Keep what somebody wrote and tell the service's keepers; the same sending twice is one.

    `stamp` is the form's own; `page` is a path of this site or empty. There is no `by`: whoever
    writes is not asked who they are.
    """
    key = hashlib.sha256(f"{stamp}\n{message}".encode()).hexdigest()
    feedback, created = Feedback.objects.get_or_create(
        key=key, defaults={"message": message, "page": page, "email": email, "language": language}
    )
    if created:
        audit.record("pages.feedback_given", subject=feedback, by=None)
        if settings.FEEDBACK_EMAIL:
            _tell_keepers(feedback)
    return feedback


def _tell_keepers(feedback: Feedback) -> None:
    """Send word without the text or the writer's address: those stay in one place."""
    with translation.override(settings.LANGUAGE_CODE):
        answer_by = formats.date_format(feedback.answer_by, "SHORT_DATE_FORMAT")
        mail = Mail(
            _("Uutta palautetta: vastaa viimeistään %(date)s") % {"date": answer_by},
            (
                Paragraph(
                    _("Kulttuurikennoon tuli palautetta. Vastaa viimeistään %(date)s.")
                    % {"date": answer_by}
                ),
                Button(
                    _("Lue palaute työpöydällä"),
                    settings.BASE_URL + reverse("pages:feedback_list"),
                ),
            ),
            why=_("Saat tämän viestin, koska osoitteesi on Kulttuurikennon palauteosoite."),
        )
    outbox.queue_message(
        kind="feedback",
        key=f"feedback-{feedback.pk}",
        recipient=settings.FEEDBACK_EMAIL,
        mail=mail,
    )


@transaction.atomic
def mark_answered(*, feedback: Feedback, by: User) -> None:
    """Say that the feedback has been answered; raises Conflict when somebody said so before."""
    now = timezone.now()
    changed = Feedback.objects.filter(pk=feedback.pk, state=FeedbackState.NEW).update(
        state=FeedbackState.ANSWERED, answered_at=now
    )
    if not changed:
        raise Conflict(_("Tämä palaute on jo merkitty vastatuksi."))
    feedback.state, feedback.answered_at = FeedbackState.ANSWERED, now
    audit.record("pages.feedback_answered", subject=feedback, by=by)


@transaction.atomic
def prune_feedback() -> int:
    """Delete the feedback that has been kept for a year; return how many."""
    deleted, _by_model = Feedback.objects.expired().delete()
    if deleted:
        audit.record("pages.feedback_pruned", subject=None, by=None, data={"deleted": deleted})
    return deleted
