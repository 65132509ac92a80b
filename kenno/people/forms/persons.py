from typing import Any, cast

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kenno.people import rules
from kenno.people.actions import begin_joining
from kenno.people.enums import Role
from kenno.people.models import User
from kenno.people.validators import one_line
from kenno.places.models import Municipality, Region

MAXIMUM_NAME = 150


class RequestCodeForm(RequestLoginCodeForm):
    """The address to which a code for signing in is sent.

    An unknown one gets it too when its domain lets people join; the page does not tell which.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("Sähköpostiosoite")
        email.widget.attrs = {"autocomplete": "email", "autofocus": True}

    def clean_email(self) -> str:
        """Begin an account where the domain allows; allauth has counted the tries by now."""
        self._user: User | None = None
        email: str = super().clean_email()
        if email and self._user is None:
            self._user = begin_joining(email=email, language=get_language() or "fi")
        return self._user.email if self._user is not None else email


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Koodi")
        code.help_text = _("Isot ja pienet kirjaimet käyvät, väliviivan voi jättää pois.")
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }


class NameForm(forms.Form):
    """A person's name and language, which nobody has to give."""

    first_name = forms.CharField(
        label=_("Etunimi"), max_length=MAXIMUM_NAME, required=False, validators=[one_line]
    )
    last_name = forms.CharField(
        label=_("Sukunimi"), max_length=MAXIMUM_NAME, required=False, validators=[one_line]
    )
    language = forms.ChoiceField(
        label=_("Kieli"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial="fi"
    )


class AddPersonForm(NameForm):
    """Whom to give a role; a known person gets it beside those they have."""

    email = forms.EmailField(label=_("Sähköpostiosoite"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rooli"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        initial=Role.CONTRIBUTOR,
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kunta"),
        to_field_name="code",
        required=False,
        empty_label=_("Valitse kunta"),
        help_text=_("Kunnan kirjoittajalle."),
        error_messages={"invalid_choice": _("Kuntaa ei ole. Valitse kunta luettelosta.")},
    )
    is_main = forms.BooleanField(
        label=_("Kunnan pääkirjoittaja"),
        required=False,
        help_text=_("Kutsuu muita kirjoittamaan saman kunnan käytänteistä."),
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Maakunta"),
        to_field_name="code",
        required=False,
        empty_label=_("Valitse maakunta"),
        help_text=_("Alueen koordinaattorille."),
        error_messages={"invalid_choice": _("Maakuntaa ei ole. Valitse maakunta luettelosta.")},
    )
    field_order = (
        "email",
        "role",
        "municipality",
        "is_main",
        "region",
        "first_name",
        "last_name",
        "language",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Offer what `by` may give; what is posted beyond that is left to the rules."""
        super().__init__(*args, **kwargs)
        municipality = cast("forms.ModelChoiceField[Municipality]", self.fields["municipality"])
        municipality.queryset = Municipality.objects.in_name_order()
        region = cast("forms.ModelChoiceField[Region]", self.fields["region"])
        region.queryset = Region.objects.in_name_order()
        self.fields["language"].label = _("Kutsun kieli")
        role = cast(forms.ChoiceField, self.fields["role"])
        if rules.works_for_whole_country(by):
            offer(role, [choice for choice in Role.choices if _mayoffer(by, choice[0])])
            return
        offer(role, [choice for choice in Role.choices if choice[0] == Role.CONTRIBUTOR])
        own = municipality.queryset.filter(region__in=rules.coordinated_regions(by))
        offer(municipality, [("", municipality.empty_label), *((m.code, m.name) for m in own)])
        self.fields["region"].widget = forms.HiddenInput()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean(self) -> dict[str, Any]:
        """Each role needs its own place; what was chosen for another role does not count."""
        cleaned = super().clean() or self.cleaned_data
        role = cleaned.get("role", Role.CONTRIBUTOR)
        if role != Role.CONTRIBUTOR:
            cleaned["municipality"], cleaned["is_main"] = None, False
        elif not cleaned.get("municipality") and "municipality" not in self.errors:
            self.add_error(
                "municipality", _("Valitse kunta, jonka käytänteistä henkilö kirjoittaa.")
            )
        if role != Role.REGION_COORDINATOR:
            cleaned["region"] = None
        elif not cleaned.get("region") and "region" not in self.errors:
            self.add_error("region", _("Valitse maakunta, jota henkilö koordinoi."))
        return cleaned


def _mayoffer(by: User, role: str) -> bool:
    return role != Role.ADMINISTRATOR or rules.is_administrator(by)


def offer(field: forms.ChoiceField, choices: list[Any]) -> None:
    """Show only these choices; the field itself still knows all of them."""
    field.widget.choices = choices


class InviteWriterForm(NameForm):
    """Whom a main contributor invites to write for their municipality."""

    email = forms.EmailField(label=_("Sähköpostiosoite"), max_length=254)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kunta"),
        to_field_name="code",
        empty_label=None,
        error_messages={"invalid_choice": _("Kuntaa ei ole. Valitse kunta luettelosta.")},
    )
    field_order = ("email", "municipality", "first_name", "last_name", "language")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Offer the municipalities of `by`; what is posted beyond those is left to the rules."""
        super().__init__(*args, **kwargs)
        municipality = cast("forms.ModelChoiceField[Municipality]", self.fields["municipality"])
        municipality.queryset = Municipality.objects.in_name_order()
        own = municipality.queryset.filter(pk__in=rules.main_contributor_of(by))
        offer(municipality, [(place.code, place.name) for place in own])
        self.fields["language"].label = _("Kutsun kieli")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class SettingsForm(NameForm):
    """What a person changes of themselves."""

    @classmethod
    def of(cls, person: User, data: Any = None) -> "SettingsForm":
        """Return the form filled with what is known of the person."""
        fields = ("first_name", "last_name", "language")
        return cls(data, initial={field: getattr(person, field) for field in fields})


class SearchPeopleForm(forms.Form):
    """A part of a name, an address or a municipality's name."""

    q = forms.CharField(required=False, max_length=100)


class RemovePersonForm(forms.Form):
    """How a person asked for the removal of their data, and that it was really them."""

    asked = forms.ChoiceField(
        label=_("Miten henkilö pyysi tätä?"),
        choices=[("by-letter", _("kirjeellä tai sähköpostilla")), ("by-phone", _("puhelimessa"))],
        widget=forms.RadioSelect,
    )
    is_checked = forms.BooleanField(
        label=_("Olen varmistanut, että pyyntö on henkilön itsensä"),
    )

    use_required_attribute = False
