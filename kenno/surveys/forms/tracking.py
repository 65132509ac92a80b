"""The filters of the municipalities in a round."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.places.enums import LanguageStatus
from kenno.practices.enums import SizeClass
from kenno.surveys.enums import InvitationState, PlaceState
from kenno.surveys.queries.tracking import UNREACHED_FILTER, PlaceFilter
from kenno.vocabulary.models import StatutoryTask

EVERY = ("", _("Kaikki"))


class PlaceFilterForm(forms.Form):
    """Which municipalities to show; what there is not does not filter."""

    state = forms.ChoiceField(
        label=_("Tila"),
        required=False,
        choices=[EVERY, *PlaceState.choices, (UNREACHED_FILTER, _("ei tavoitettu"))],
    )
    invitation = forms.ChoiceField(
        label=_("Kutsun tila"), required=False, choices=[EVERY, *InvitationState.choices]
    )
    region = forms.ChoiceField(label=_("Maakunta"), required=False)
    size = forms.ChoiceField(
        label=_("Kunnan koko"), required=False, choices=[EVERY, *SizeClass.choices]
    )
    language = forms.ChoiceField(
        label=_("Kunnan kieli"), required=False, choices=[EVERY, *LanguageStatus.choices]
    )
    task = forms.ChoiceField(label=_("Kertonut lakisääteisestä tehtävästä"), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("Kaikki"))
        tasks = [(task.code, task.label) for task in StatutoryTask.objects.order_by("pk")]
        cast(forms.ChoiceField, self.fields["region"]).choices = [every, *regions]
        cast(forms.ChoiceField, self.fields["task"]).choices = [every, *tasks]

    def chosen(self) -> PlaceFilter:
        """Return the filter."""
        self.is_valid()
        return PlaceFilter(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def first(self) -> forms.BoundField:
        """The field that is always in sight."""
        return self["state"]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The other fields, which can be folded away."""
        return [self[name] for name in list(self.fields)[1:]]

    @property
    def more(self) -> bool:
        """Whether any of the other fields is in use."""
        return any(field.value() for field in self.rest)
