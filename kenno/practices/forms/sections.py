"""The writing form in sections that can be left and returned to in any order."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kenno.core.forms import named_error, told_errors
from kenno.core.uploads import validate_image
from kenno.people.models import User
from kenno.practices.enums import PracticeStatus
from kenno.practices.forms.base import SectionForm, text_areas
from kenno.practices.forms.contact import ContactChoice, ContactForm
from kenno.practices.forms.fields import MunicipalitiesField
from kenno.practices.forms.rows import ROW_FORMSETS, RowFormSet, initial_rows
from kenno.practices.forms.themes import ThemesField
from kenno.practices.models import Practice
from kenno.practices.queries.description import LESSON_FIELDS, RESOURCE_FIELDS
from kenno.practices.queries.workspace import responsible_organisations

TERM_FIELDS = ("statutory_tasks", "target_groups", "art_forms", "effect_areas")


class BasicsForm(SectionForm):
    together = ("start_year", "end_year")

    partner_municipalities = MunicipalitiesField(
        label=_("Muut mukana olevat kunnat"),
        help_text=_("Kirjoita kuntien nimet pilkulla erotettuina."),
        required=False,
    )

    class Meta(SectionForm.Meta):
        fields = [
            "title",
            "summary",
            "language",
            "organisation",
            "responsible_organisation",
            "partner_municipalities",
            "practice_status",
            "start_year",
            "end_year",
            "ended_reason",
        ]
        widgets = {
            **text_areas("summary", "ended_reason"),
            "practice_status": forms.RadioSelect,
            "start_year": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "end_year": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice_status"].choices = PracticeStatus.choices  # type: ignore[attr-defined]
        organisation = cast("forms.ModelChoiceField[Any]", self.fields["responsible_organisation"])
        organisation.queryset = responsible_organisations(self.instance)
        organisation.empty_label = str(_("Ei luettelossa"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start_year"), cleaned.get("end_year")
        if start and end and end < start:
            self.add_error("end_year", _("Päättymisvuosi ei voi olla ennen alkamisvuotta."))
        return cleaned


class StoryForm(SectionForm):
    class Meta(SectionForm.Meta):
        fields = ["need", "description"]
        widgets = text_areas("need", "description", rows=8)


class StepsForm(SectionForm):
    class Meta(SectionForm.Meta):
        fields = ["smallest_version", "must_be_in_place"]
        widgets = text_areas("smallest_version", "must_be_in_place")


class AudienceForm(SectionForm):
    themes = ThemesField(
        label=_("Teemat"),
        help_text=_("Yleisen suomalaisen ontologian (YSO) sanoja. Kirjoita ja valitse."),
        required=False,
    )

    class Meta(SectionForm.Meta):
        fields = [*TERM_FIELDS[:3], "themes", *TERM_FIELDS[3:]]
        widgets = dict.fromkeys(TERM_FIELDS, forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].widget.draft = self.instance


class ResourcesForm(SectionForm):
    class Meta(SectionForm.Meta):
        fields = [
            "cost_once_eur",
            "cost_yearly_eur",
            "lead_time_weeks",
            *(name for name in RESOURCE_FIELDS if name != "smallest_version"),
        ]
        widgets = text_areas(*RESOURCE_FIELDS, rows=3)


class ResultsForm(SectionForm):
    class Meta(SectionForm.Meta):
        fields = [name for name in LESSON_FIELDS if name != "must_be_in_place"]
        widgets = text_areas(*LESSON_FIELDS)


class MaterialsForm(SectionForm):
    image = forms.ImageField(
        label=_("Uusi kuva"),
        required=False,
        validators=[validate_image],
        help_text=_("JPEG, PNG tai WebP, enintään 10 Mt."),
    )
    remove_image = forms.BooleanField(label=_("Poista nykyinen kuva"), required=False)

    class Meta(SectionForm.Meta):
        fields = ["lead_image_alt", "lead_image_photographer", "lead_image_permission"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.lead_image_id is None:
            del self.fields["remove_image"]
        self.order_fields(["image", "remove_image"])

    def put_on_draft(self) -> None:
        super().put_on_draft()
        if self.cleaned_data.get("remove_image"):
            self.instance.lead_image = None

    @property
    def uploaded_image(self) -> UploadedFile | None:
        return self.cleaned_data.get("image") or None


@dataclass(frozen=True)
class Section:
    """One page of the writing form: its fields and its lists of rows."""

    name: str
    title: str | Promise
    form: type[SectionForm]
    lists: tuple[str, ...] = ()
    lists_first: bool = False


SECTIONS: tuple[Section, ...] = (
    Section("basics", _("Perustiedot"), BasicsForm),
    Section("story", _("Tarve ja kuvaus"), StoryForm),
    Section("audience", _("Kenelle ja mitä"), AudienceForm),
    Section("steps", _("Toteutus vaiheittain"), StepsForm, ("steps",), lists_first=True),
    Section("resources", _("Mitä tämä vaatii"), ResourcesForm, ("hours",)),
    Section("results", _("Tulokset ja opit"), ResultsForm, ("claims",), lists_first=True),
    Section("materials", _("Kuva ja aineistot"), MaterialsForm, ("materials",)),
    Section("contact", _("Yhteys ja alkuperä"), ContactForm),
)


def section_named(name: str) -> Section | None:
    """Return the section with this name in addresses, or None."""
    return next((section for section in SECTIONS if section.name == name), None)


def section_after(section: Section) -> Section | None:
    """Return the section that follows, or None after the last."""
    following = SECTIONS.index(section) + 1
    return SECTIONS[following] if following < len(SECTIONS) else None


class SectionEditor:
    """A section over a draft: its form and its rows, checked together and put on together.

    `stored_state` names what the draft has in this section, before anything is put on it: two
    persons may write different sections at the same time. With `only`, nothing but these fields
    and lists is asked, and the rest of the draft stays as it is. `is_saved_in_part` tells whether
    all but what has errors was saved.
    """

    def __init__(
        self,
        section: Section,
        draft: Practice,
        data: Any = None,
        files: Any = None,
        *,
        person: User | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self.section, self.draft = section, draft
        self.is_saved_in_part = False
        self.form = section.form(data, files, instance=draft, person=person)
        if only is not None:
            self._ask_only(only)
        stored = self._stored_rows()
        self.stored_state = _state_of({**self.form.initial, **stored})
        self.formsets: list[RowFormSet] = [
            ROW_FORMSETS[name](
                data,
                files,
                prefix=name,
                initial=None if data is not None else stored[name],
            )
            for name in section.lists
            if only is None or name in only
        ]

    def _stored_rows(self) -> dict[str, list[dict[str, Any]]]:
        return {name: initial_rows(getattr(self.draft, name).all()) for name in self.section.lists}

    def over(self, draft: Practice, *, only: Collection[str] | None = None) -> Self:
        """Return what was given, or `only` these names of it, checked over another draft."""
        form = self.form
        asked = {*form.fields, *(formset.list_name for formset in self.formsets)}
        made = type(self)(
            self.section,
            draft,
            form.data,
            form.files,
            person=form.person,
            only=asked if only is None else only,
        )
        made.is_valid()
        return made

    def without_errors(self, draft: Practice) -> Self:
        """Return what was given but for what has errors, put over `draft`.

        A list with an error in one of its rows stays back as a whole.
        """
        wrong = {name for name in self.form.errors if name in self.form.fields}
        if wrong.intersection(self.form.together):
            wrong.update(self.form.together)
        right = {*self.form.fields} - wrong
        right.update(formset.list_name for formset in self.formsets if formset.is_valid())
        return self.over(draft, only=right)

    def was_saved_in_part(self, saved: Self) -> None:
        """Go on with the draft of `saved`, which had no errors, and with the lists that it has.

        A file in them need not be given again.
        """
        self.is_saved_in_part, self.draft = True, saved.draft
        stored = self._stored_rows()
        self.formsets = [
            type(formset)(prefix=formset.prefix, initial=stored[formset.list_name])
            if formset.is_valid()
            else formset
            for formset in self.formsets
        ]

    def _ask_only(self, names: Collection[str]) -> None:
        asked = {*names, "remove_image"} if "image" in names else set(names)
        for name in [name for name in self.form.fields if name not in asked]:
            del self.form.fields[name]

    def is_valid(self) -> bool:
        """Check everything, also the rows after a form with errors."""
        self._keep_only_own_files()
        return all([self.form.is_valid(), *(formset.is_valid() for formset in self.formsets)])

    def _keep_only_own_files(self) -> None:
        """A stored file named in the form must be one that this practice has."""
        own = {row.file.name or "" for row in self.draft.materials.all()}
        for formset in self.formsets:
            for form in formset.forms:
                if "stored" in form.fields:
                    form.fields["stored"].validators.append(_one_of(own))

    def put_on_draft(self) -> None:
        """Put everything that was checked on the draft in memory."""
        self.form.put_on_draft()
        for formset in self.formsets:
            getattr(self.draft, formset.list_name).set(formset.rows())

    @property
    def uploaded_image(self) -> UploadedFile | None:
        return getattr(self.form, "uploaded_image", None)

    @property
    def contact_choice(self) -> ContactChoice | None:
        """Who was chosen to be asked, if the form asks and the choice is another than before."""
        return getattr(self.form, "chosen_contact", None)

    @property
    def for_the_button(self) -> list[str]:
        """Names of the inputs that a form which saves itself leaves for the save button.

        A file would be sent again and again, and an invitation before its address is written.
        """
        forms_ = [self.form, *(form for formset in self.formsets for form in formset.forms)]
        files = [
            form.add_prefix(name)
            for form in forms_
            for name, field in form.fields.items()
            if isinstance(field, forms.FileField)
        ]
        return [*files, *getattr(self.form, "CONTACT_FIELDS", ())]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Return each error after its field's label, with the field's id, for the error summary."""
        forms_ = [self.form, *(form for formset in self.formsets for form in formset.forms)]
        rows = [
            (named_error(str(form[name].label), str(message)), form[name].id_for_label)
            if name != NON_FIELD_ERRORS
            else (str(message), form.prefix or "main")
            for form in forms_
            for name, messages in form.errors.items()
            for message in messages
        ]
        rows += [
            (str(message), formset.prefix or "")
            for formset in self.formsets
            for message in formset.non_form_errors()
        ]
        return rows

    @property
    def told_errors(self) -> str:
        """The errors in one text; empty when there is none."""
        return told_errors((text for text, _id in self.errors), rest_is_saved=self.is_saved_in_part)


def _state_of(values: dict[str, Any]) -> str:
    """Return a short name of values, alike for alike ones."""
    plain = [
        (name, [one.pk if isinstance(one, Model) else one for one in value])
        if isinstance(value, list)
        else (name, str(value))
        for name, value in sorted(values.items())
    ]
    return hashlib.sha256(repr(plain).encode(errors="replace")).hexdigest()[:16]


def _one_of(own: set[str]) -> Any:
    def check(value: str) -> None:
        if value and value not in own:
            raise ValidationError(_("Tiedosto ei kuulu tähän käytänteeseen. Lisää se uudelleen."))

    return check
