from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kenno.places.facts import Facts, likeness_explanation
from kenno.places.honeycomb import CellGroup, DrawnCell, Honeycomb, Locator

register = template.Library()


@register.inclusion_tag("places/components/honeycomb.html", name="honeycomb")
def honeycomb_tag(map: Honeycomb, level: int = 2, quiet: bool = False) -> dict[str, Any]:
    """Draw a honeycomb under a heading of `level`, which only screen readers get if `quiet`."""
    return {"map": map, "level": level, "quiet": quiet}


@register.simple_tag
def honeycomb_cells(map: Honeycomb, group: CellGroup) -> SafeString:
    """Draw the cells of a region.

    Without a template: three hundred cells of ten values each were half of a page's time.
    """
    return mark_safe("".join(_drawn(map, cell) for cell in group.cells))


def _drawn(map: Honeycomb, cell: DrawnCell) -> str:
    name, figure = escape(cell.name), escape(cell.mark.figure)
    place = f"translate({cell.x} {cell.y})"
    return (
        f'<a href="{escape(cell.url)}" class="{escape(cell.classes)}" transform="{place}">'
        f"<title>{name}: {escape(cell.mark.text)}</title>"
        f'<use href="#{escape(map.name)}-cell"/>'
        + (_written(name, cell, has_figure=bool(figure)) if map.named else "")
        + (f"<text>{figure}</text>" if figure else "")
        + "</a>"
    )


def _written(name: str, cell: DrawnCell, *, has_figure: bool) -> str:
    higher = ' y="-5"' if has_figure else ""
    return f'<text class="name {cell.size}"{higher}>{name}</text>'


@register.simple_tag
def honeycomb_rows(group: CellGroup) -> SafeString:
    """Write the cells of a region as rows of the map's table."""
    return mark_safe(
        "".join(
            f'<tr><td><a href="{escape(cell.url)}">{escape(cell.name)}</a></td><td class="numeric">'
            f"{escape(cell.mark.in_table or cell.mark.figure or 0)}</td></tr>"
            for cell in group.cells
        )
    )


@register.inclusion_tag("places/components/locator.html", name="locator")
def locator_tag(map: Locator) -> dict[str, Any]:
    """Draw the small picture that tells where municipalities are."""
    return {"map": map}


@register.simple_tag
def likeness_parts() -> Facts:
    """Return the parts of the likeness of municipalities with their weights and explanations."""
    return likeness_explanation()
