"""The lists of a practice (steps, hours, claims, materials) as rows of a form.

Rows carry no identity: what is posted becomes the whole list. An empty row disappears.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from kenno.core.uploads import file_kind, stored_name, validate_file
from kenno.practices.enums import ClaimBasis
from kenno.practices.models import Claim, Material, Part, Step, WorkingHours

MAXIMUM_ROWS = 40
FOLDER = "materials"


class RowForm(forms.ModelForm):
    """One row; `made` is the unsaved record of a valid row."""

    use_required_attribute = False
    show_required = False

    def made(self) -> Part:
        """Return the row as an unsaved record."""
        fields = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        row: Part = self._meta.model(**fields)
        return row


class StepForm(RowForm):
    class Meta:
        model = Step
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"title": {"required": _("Anna vaiheelle nimi.")}}


class WorkingHoursForm(RowForm):
    class Meta:
        model = WorkingHours
        fields = ["role", "hours_to_start", "hours_per_year"]
        error_messages = {"role": {"required": _("Kerro, kenen työtä tunnit ovat.")}}


class ClaimForm(RowForm):
    class Meta:
        model = Claim
        fields = ["statement", "value", "unit", "period", "how", "obtained_by", "source", "date"]
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {"statement": {"required": _("Kerro, mitä tapahtui.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Ei kerrottu")), *ClaimBasis.choices]
        self.fields["how"].choices = choices  # type: ignore[attr-defined]


class MaterialForm(RowForm):
    """A link or a file; `stored` names a file that the practice has already."""

    url = forms.URLField(
        label=_("Verkko-osoite"), required=False, max_length=500, assume_scheme="https"
    )
    stored = forms.CharField(required=False, widget=forms.HiddenInput)
    upload = forms.FileField(
        label=_("Tiedosto"),
        required=False,
        validators=[validate_file],
        help_text=_("PDF, kuva tai toimisto-ohjelman tiedosto, enintään 20 Mt."),
    )

    class Meta:
        model = Material
        fields = ["title", "url"]
        error_messages = {"title": {"required": _("Anna aineistolle nimi.")}}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = cleaned.get("url") or cleaned.get("stored") or cleaned.get("upload")
        if not given and not self.errors:
            raise ValidationError(_("Anna aineistolle verkko-osoite tai tiedosto."))
        return cleaned

    def made(self) -> Material:
        """Return the row with its file in the storage, since a draft keeps only the file's name."""
        material = Material(title=self.cleaned_data["title"], url=self.cleaned_data["url"])
        upload = self.cleaned_data["upload"]
        if upload:
            name = stored_name(FOLDER, file_kind(upload)).removeprefix(f"{FOLDER}/")
            material.file.save(name, upload, save=False)
        else:
            material.file = self.cleaned_data["stored"]
        return material


class RowFormSet(forms.BaseFormSet[RowForm]):
    """Rows in their order, with one empty row after the last."""

    list_name: str
    legend: str
    add_label: str

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Let every row be empty, also those that had something in them."""
        kwargs: dict[str, Any] = super().get_form_kwargs(index)
        return kwargs if index is None else {**kwargs, "empty_permitted": True}

    def rows(self) -> list[Part]:
        """Return the valid, non-empty rows as unsaved records in order."""
        made = [form.made() for form in self.forms if form.has_changed()]
        for position, row in enumerate(made):
            row.sort_order = position
        return made


def _formset(form: type[RowForm], *, name: str, legend: Any, add_label: Any) -> type[RowFormSet]:
    made = forms.formset_factory(
        form,
        formset=RowFormSet,
        extra=1,
        max_num=MAXIMUM_ROWS,
        absolute_max=MAXIMUM_ROWS,
        validate_max=True,
    )
    return type(
        form.__name__ + "Set",
        (made,),
        {"list_name": name, "legend": legend, "add_label": add_label},
    )


ROW_FORMSETS: dict[str, type[RowFormSet]] = {
    "steps": _formset(
        StepForm, name="steps", legend=_("Vaiheet järjestyksessä"), add_label=_("Lisää vaihe")
    ),
    "hours": _formset(
        WorkingHoursForm, name="hours", legend=_("Työtunnit"), add_label=_("Lisää tekijä")
    ),
    "claims": _formset(
        ClaimForm, name="claims", legend=_("Tulokset perusteineen"), add_label=_("Lisää tulos")
    ),
    "materials": _formset(
        MaterialForm, name="materials", legend=_("Aineistot"), add_label=_("Lisää aineisto")
    ),
}


def initial_rows(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return what the rows of a form start with."""
    rows = []
    for part in parts:
        values = model_to_dict(part, exclude=["practice", "file"])
        if isinstance(part, Material):
            values["stored"] = part.file.name or ""
        if isinstance(part, Claim) and part.value is not None:
            values["value"] = f"{part.value.normalize():f}"
        rows.append(values)
    return rows
