"""A name that our own templates use and nobody gave them is an error, not an empty string."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.base import UNKNOWN_SOURCE, FilterExpression
from django.template.defaultfilters import default
from django.templatetags.i18n import BlockTranslateNode

_state = threading.local()


class UnknownVariable(Exception):
    """A template of this project used a name that its context does not have."""


class _Unknown(str):
    """Django's `string_if_invalid`: empty for other people's templates, an error in ours."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return getattr(_state, "template", None) is not None

    def __contains__(self, part: object) -> bool:
        return bool(self)

    def __mod__(self, variable: object) -> str:
        raise UnknownVariable(f"{variable} is unknown in {_state.template}")


def _own_template(context: Context) -> str | None:
    """Return the name of the template being drawn if it is this project's (or a test's own)."""
    template = context.render_context.template or context.template
    name = template.origin.name
    if name == UNKNOWN_SOURCE:
        return "a template in a test"
    return name if name.startswith(f"{settings.BASE_DIR / 'kenno'}/") else None


@contextmanager
def _strictly(template: str | None) -> Iterator[None]:
    before = getattr(_state, "template", None)
    _state.template = template
    try:
        yield
    finally:
        _state.template = before


def fail_on_unknown_variables(patch: pytest.MonkeyPatch) -> None:
    """Make unknown names an error until `patch` is undone, save for `{{ name|default:"" }}`."""
    resolve, render = FilterExpression.resolve, BlockTranslateNode.render

    def strict_resolve(
        self: FilterExpression, context: Context, ignore_failures: bool = False
    ) -> Any:
        forgiving = ignore_failures or any(found is default for found, _ in self.filters)
        with _strictly(None if forgiving else _own_template(context)):
            return resolve(self, context, ignore_failures)

    def strict_render(self: BlockTranslateNode, context: Context, nested: bool = False) -> str:
        with _strictly(_own_template(context)):
            return render(self, context, nested)

    patch.setattr(FilterExpression, "resolve", strict_resolve)
    patch.setattr(BlockTranslateNode, "render", strict_render)
    # On the class, since changing a setting such as DEBUG makes Django build its engine again.
    unknown = _Unknown()
    strict_setting = property(lambda engine: unknown, lambda engine, value: None)
    patch.setattr(Engine, "string_if_invalid", strict_setting, raising=False)
