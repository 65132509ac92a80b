import math
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Textarea
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from kenno.core import navigation, workspace
from kenno.core.enums import WorkspaceGroup
from kenno.core.forms import named_error
from kenno.core.navigation import ShownGroup, ShownLink
from kenno.core.pictures import Cell, cells_of

register = template.Library()

METER_CELLS = 10


@register.simple_tag(takes_context=True)
def header_links(context: Context) -> list[ShownLink]:
    """Return the main navigation's links; none when a page is drawn without a request."""
    request = context.get("request")
    if request is None:
        return []
    main = [
        (gettext("Käytänteet"), navigation.reverse_or_none("practices:list")),
        (gettext("Kunnat"), navigation.reverse_or_none("places:municipalities")),
    ]
    shown = [
        ShownLink(label, url, navigation.is_current(url, request)) for label, url in main if url
    ]
    return shown + navigation.header_links(request)


@register.simple_tag(takes_context=True)
def footer_links(context: Context) -> list[ShownLink]:
    """Return the footer's links; none when a page is drawn without a request."""
    request = context.get("request")
    return [] if request is None else navigation.footer_links(request)


@register.simple_tag(takes_context=True)
def workspace_menu(context: Context) -> list[ShownGroup]:
    """Return the signed-in person's workspace menu; the longest address that fits is current."""
    request: HttpRequest = context["request"]
    front = reverse("core:workspace")
    found = [(WorkspaceGroup.WORK, gettext("Etusivu"), front)]
    found += [
        (link.group, str(link.label), url)
        for link in workspace.links_for(request.user)
        if (url := navigation.reverse_or_none(link.url_name))
    ]
    fitting = [
        url
        for *_, url in found
        if request.path == url or (url != front and request.path.startswith(url))
    ]
    current = max(fitting, key=len, default=None)
    return [
        ShownGroup(group.label, [ShownLink(label, url, url == current) for _, label, url in links])
        for group, links in groupby(found, key=itemgetter(0))
    ]


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """Return the same page in every language of the site: code, name, url, current, exists.

    A view that knows better gives `alternates`, a dict from language code to address; a language
    missing from it leads to that language's front page and has `exists` False.
    """
    request = context.get("request")
    if request is None:
        return []
    alternates: Mapping[str, str] | None = context.get("alternates")
    links = []
    for code, name in settings.LANGUAGES:
        if alternates is None:
            url, exists = translate_url(request.get_full_path(), code), True
        else:
            exists = code in alternates
            url = alternates[code] if exists else translate_url("/", code)
        links.append(
            {
                "code": code,
                "name": name,
                "url": url,
                "absolute": f"{settings.BASE_URL}{url}",
                "current": code == get_language(),
                "exists": exists,
            }
        )
    return links


@register.filter
def character_limit(field: BoundField) -> int | None:
    """Return the most characters the field takes, when its count should be shown while typing.

    Text areas always show it; a one-line control only when its widget has the attribute
    `data-count`, because a count under every short field is noise.
    """
    widget = field.field.widget
    counted = isinstance(widget, Textarea) or "data-count" in widget.attrs
    return getattr(field.field, "max_length", None) if counted else None


@register.filter
def without_maxlength(field: BoundField) -> SafeString:
    """Draw a field's control without `maxlength`, which would cut pasted text without a word."""
    described = " ".join(filter(None, [field.aria_describedby, f"{field.auto_id}_count"]))
    return field.as_widget(attrs={"maxlength": False, "aria-describedby": described})


@register.simple_tag
def file_control(field: BoundField, accept: str = "", hint: str = "") -> SafeString:
    """Draw a file field's control; `accept` lists the file types the browser offers first."""
    attrs: dict[str, str | bool] = {"accept": accept} if accept else {}
    if hint and not field.help_text:
        described = [f"{field.auto_id}_helptext", field.aria_describedby]
        attrs["aria-describedby"] = " ".join(filter(None, described))
    return field.as_widget(attrs=attrs)


@register.simple_tag
def error_entries(
    form: BaseForm | str = "", errors: Iterable[tuple[str, str]] | str = ""
) -> list[tuple[str, str]]:
    """Return what an error summary lists: each message with the id of the control it is about.

    Errors of the whole form have no control. `errors` adds (message, id) pairs of other forms.
    """
    entries: list[tuple[str, str]] = []
    if isinstance(form, BaseForm):
        entries += [(str(message), "") for message in form.non_field_errors()]
        for field in form:
            target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
            entries += [
                (named_error(str(field.label), str(message)), target) for message in field.errors
            ]
    return entries + list(errors or [])  # type: ignore[arg-type]


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """Return the page numbers to show round the current page, None where some are left out."""
    return [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.filter
def has_selected(options: Iterable[Any]) -> bool:
    """Tell whether any option of a facet is chosen."""
    return any(
        option["selected"] if isinstance(option, Mapping) else option.selected for option in options
    )


@register.filter
def meter_cells(value: int) -> list[bool]:
    """Return METER_CELLS booleans, the filled ones first; `value` is a percentage 0-100.

    Something begun shows at least one cell, and only a full hundred shows them all.
    """
    filled = math.floor(value * METER_CELLS / 100)
    if value > 0:
        filled = max(1, filled)
    return [index < filled for index in range(METER_CELLS)]


@register.filter
def picture_cells(seed: int | str) -> list[Cell]:
    """Return the cells of the picture that stands for a record without one of its own."""
    return cells_of(seed)


@register.simple_tag
def columns(*headings: str) -> list[str]:
    """Return the headings of a `data_table`, in order."""
    return list(headings)
