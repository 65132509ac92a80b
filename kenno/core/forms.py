from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class KennoRenderer(TemplatesSetting):
    """Forms drawn with the site's own field component: label, hint, error, control."""

    field_template_name = "core/forms/field.html"
    form_template_name = "core/forms/form.html"


class LongSelect(forms.Select):
    """A choice of hundreds, such as municipalities: drawn without a template for each of them.

    Options in groups are not for it.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the same HTML as Django's own select."""
        context = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = self.format_value(value)
        options = format_html_join(
            "\n", '<option value="{}"{}>{}</option>', self._options({str(one) for one in chosen})
        )
        return format_html("<select{}>\n{}\n</select>", flatatt(context), options)

    def _options(self, chosen: set[str]) -> Iterator[tuple[str, str, str]]:
        for value, label in self.choices:
            shown = "" if value is None else str(value)
            yield shown, mark_safe(" selected") if shown in chosen else "", str(label)


def named_error(label: str, message: str) -> str:
    """Return the text of an error after the label of its field; empty for a whole form's."""
    return f"{label.rstrip('?:')}: {message}" if label else message


def told_errors(errors: Iterable[str], *, rest_is_saved: bool) -> str:
    """Return in one text what a form that saves itself says of its errors."""
    told = [*errors]
    if told and rest_is_saved:
        told.append(_("Muut kohdat ovat tallessa."))
    return " ".join(told)
