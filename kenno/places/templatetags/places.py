from typing import Any

from django import template

from kenno.places.facts import Facts, likeness_explanation
from kenno.places.honeycomb import Honeycomb, Locator

register = template.Library()


@register.inclusion_tag("places/components/honeycomb.html", name="honeycomb")
def honeycomb_tag(map: Honeycomb, level: int = 2, quiet: bool = False) -> dict[str, Any]:
    """Draw a honeycomb under a heading of `level`, which only screen readers get if `quiet`."""
    return {"map": map, "level": level, "quiet": quiet}


@register.inclusion_tag("places/components/locator.html", name="locator")
def locator_tag(map: Locator) -> dict[str, Any]:
    """Draw the small picture that tells where municipalities are."""
    return {"map": map}


@register.simple_tag
def likeness_parts() -> Facts:
    """Return the parts of the likeness of municipalities with their weights and explanations."""
    return likeness_explanation()
