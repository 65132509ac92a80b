"""A form field for choosing YSO concepts: type-ahead with htmx, a search button without."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from kenno.vocabulary.models import Concept
from kenno.vocabulary.queries import concepts_by_codes, suggest

MAXIMUM_CONCEPTS = 20
QUERY_SUFFIX = "-q"
SEARCH_SUFFIX = "-search"


class ConceptsWidget(forms.Widget):
    """Chosen concepts as checked boxes, and a text field to find more.

    The text field is called `name`-q, the search button `name`-search. A press of the button
    comes back as a bound form, which shows the concepts found as boxes to check; see
    `concept_search_pressed`.
    """

    template_name = "vocabulary/widgets/concepts.html"
    query = ""
    searched = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the codes of the checked concepts, and remember what was searched for."""
        self.query = data.get(f"{name}{QUERY_SUFFIX}") or ""
        self.searched = f"{name}{SEARCH_SUFFIX}" in data
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return list(values or [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing checked means that nothing is chosen, not that the field was left out."""
        return False

    def format_value(self, value: Any) -> list[str]:
        return [str(code) for code in value or []]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the chosen concepts and those found by the search button to the widget's context."""
        context = super().get_context(name, value, attrs)
        chosen = concepts_by_codes(context["widget"]["value"])
        codes = {concept.code for concept in chosen}
        found = suggest(self.query, get_language() or "fi") if self.searched else []
        context["widget"].update(
            {
                "id": context["widget"]["attrs"].get("id") or f"id_{name}",
                "described_by": context["widget"]["attrs"].get("aria-describedby", ""),
                "invalid": context["widget"]["attrs"].get("aria-invalid", ""),
                "query_name": f"{name}{QUERY_SUFFIX}",
                "search_name": f"{name}{SEARCH_SUFFIX}",
                "query": self.query if self.searched else "",
                "searched": self.searched,
                "chosen": chosen,
                "found": [suggestion for suggestion in found if suggestion.code not in codes],
            }
        )
        return context


class ConceptsField(forms.ModelMultipleChoiceField):
    """Choose YSO concepts; cleans to a queryset of Concept like any ModelMultipleChoiceField.

    Initial values are Concept records, as `model_to_dict` gives them; data are codes ("p360").
    """

    widget = ConceptsWidget
    default_error_messages = {
        "invalid_choice": _("Asiasanaa ”%(value)s” ei ole. Valitse sana ehdotuksista."),
    }

    def __init__(
        self,
        queryset: QuerySet[Concept] | None = None,
        *,
        label: str | Promise | None = None,
        maximum: int = MAXIMUM_CONCEPTS,
        **options: Any,
    ) -> None:
        self.maximum = maximum
        super().__init__(
            queryset=Concept.objects.all() if queryset is None else queryset,
            label=_("Asiasanat") if label is None else label,
            to_field_name="code",
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Return the chosen concepts; raise ValidationError for too many or an unknown code."""
        if value and len(value) > self.maximum:
            raise ValidationError(
                ngettext(
                    "Valitse enintään %(maximum)d asiasana.",
                    "Valitse enintään %(maximum)d asiasanaa.",
                    self.maximum,
                )
                % {"maximum": self.maximum},
                code="too_many",
            )
        return super().clean(value)


def concept_search_pressed(form: forms.BaseForm) -> bool:
    """Tell whether the form came back because of the search button of a ConceptsField.

    Then the view renders the bound form again without saving: what was typed is kept, and
    the field shows the concepts found.
    """
    return any(
        f"{form.add_prefix(name)}{SEARCH_SUFFIX}" in form.data
        for name, field in form.fields.items()
        if isinstance(field, ConceptsField)
    )
