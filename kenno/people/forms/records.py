"""Filters of the pages on messages and on events; each gives what it found to be all right."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.core.audit import label_of
from kenno.core.enums import MessageState
from kenno.people.queries.messages import MessageFilter, message_kinds
from kenno.people.queries.trail import TrailFilter, audit_actions, audit_kinds

Choices = list[tuple[str, str]]


def _labelled(codes: list[str]) -> Choices:
    labels = sorted((label_of(code), code) for code in codes)
    return [("", gettext("Kaikki")), *((code, label) for label, code in labels)]


class DaysForm(forms.Form):
    """The first and the last day of what is shown."""

    since = forms.DateField(
        label=_("Alkaen"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Päättyen"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def _choose(self, name: str, choices: Choices) -> None:
        # Given once: a callable would be asked twice, for checking and for drawing.
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def first(self) -> forms.BoundField:
        """The field that is always in sight."""
        return self[next(iter(self.fields))]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The other fields, which can be folded away."""
        return [self[name] for name in list(self.fields)[1:]]

    @property
    def more(self) -> bool:
        """Whether any of the other fields is in use."""
        return any(field.value() for field in self.rest)

    def _good(self) -> dict[str, Any]:
        """Return the values of the fields that are all right; the others do not filter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OutboxFilterForm(DaysForm):
    """Which messages to show."""

    recipient = forms.CharField(label=_("Vastaanottaja"), required=False, max_length=254)
    state = forms.ChoiceField(
        label=_("Tila"), required=False, choices=[("", _("Kaikki")), *MessageState.choices]
    )
    kind = forms.ChoiceField(label=_("Laji"), required=False)
    field_order = ("recipient", "state", "kind", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("kind", _labelled(message_kinds()))

    def chosen(self) -> MessageFilter:
        """Return the filter."""
        return MessageFilter(**self._good())


class AuditFilterForm(DaysForm):
    """Which events to show."""

    person = forms.CharField(label=_("Kuka"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("Tapahtuma"), required=False)
    kind = forms.ChoiceField(label=_("Mitä se koski"), required=False)
    record = forms.CharField(
        label=_("Tunniste"),
        required=False,
        max_length=64,
        help_text=_("Sen numero, jota tapahtuma koski, esimerkiksi 12."),
    )
    text = forms.CharField(label=_("Kohteen nimessä"), required=False, max_length=100)
    field_order = ("person", "action", "text", "kind", "record", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("action", _labelled(audit_actions()))
        kinds = sorted((label, kind) for kind, label in audit_kinds().items())
        self._choose("kind", [("", gettext("Kaikki")), *((kind, label) for label, kind in kinds)])

    def chosen(self) -> TrailFilter:
        """Return the filter."""
        return TrailFilter(**self._good())


class SearchAddressForm(forms.Form):
    """A part of an address."""

    q = forms.CharField(required=False, max_length=254)
