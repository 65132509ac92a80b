import re

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from kenno.pages import queries
from kenno.pages.addresses import articles_address, in_readers_language, statement_address
from kenno.pages.models import ArticlePage

register = template.Library()

OWN_LINK = re.compile(r'href="(/[^"/][^"]*)"')


@register.simple_tag
def front_page() -> queries.FrontPage:
    """Return what the front page shows of the other rooms, in the reader's language."""
    return queries.front_page(get_language() or "fi")


@register.simple_tag
def all_articles() -> list[ArticlePage]:
    """Return every article once, newest first, in the reader's language where there is one."""
    return list(queries.articles(get_language() or "fi"))


@register.simple_tag
def address_of_statement(name: str) -> str:
    """Return the address of a shipped statement ("about", "guide" ...) in the reader's language."""
    return statement_address(name)


@register.simple_tag
def address_of_articles() -> str:
    """Return the address of the list of articles in the reader's language."""
    return articles_address()


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """Return the page's whole address in the language of its text."""
    address = context["alternates"][context["text_language"]]
    return context["request"].build_absolute_uri(address)


@register.simple_tag
def only_in_language(code: str) -> str:
    """Return a note that a text is only in the language `code`; nothing to its readers."""
    if code == get_language():
        return ""
    notes = {
        "fi": _("Toistaiseksi vain suomeksi"),
        "sv": _("Toistaiseksi vain ruotsiksi"),
        "en": _("Toistaiseksi vain englanniksi"),
    }
    return notes[code]


@register.simple_tag
def crumb_trail(*parts: str) -> list[tuple[str, str]]:
    """Return the steps of the breadcrumbs from labels and addresses that take turns."""
    return list(zip(parts[::2], parts[1::2], strict=True))


@register.filter
def with_own_links(text: RichText) -> SafeString:
    """Draw a rich text with its links to this site's addresses in the reader's language.

    Editors write the Finnish address of a page or form.
    """

    def translated(match: re.Match[str]) -> str:
        return f'href="{escape(in_readers_language(match[1]))}"'

    return mark_safe(OWN_LINK.sub(translated, str(text)))
