"""A person's card, the invitation of a contact, and how both are answered."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kenno.people.actions.contacts import NAMES, Card
from kenno.people.consents import TEXT_VERSION, consent_text
from kenno.people.enums import ConsentPurpose, ContactLanguage, Visibility
from kenno.people.models import Contact, Organisation
from kenno.people.models.contacts import MAXIMUM_TOPICS, TITLE_LENGTH, languages_in_order
from kenno.people.validators import one_line
from kenno.vocabulary.forms import ConceptsField

MAXIMUM_NAME = 150
PLAIN = ["title", "starts_on", "ends_on"]
WILLING = (
    ("answers_questions", _("Vastaan kysymyksiin")),
    ("receives_visits", _("Meille saa tulla käymään")),
    ("mentors", _("Autan toista kuntaa alkuun")),
    ("speaks", _("Tulen puhumaan tilaisuuksiin")),
)
CHOICES = (
    (Visibility.NONE, _("Ei mitään")),
    (Visibility.ROLE, _("Tehtävänimike")),
    (Visibility.ROLE_AND_NAME, _("Tehtävänimike ja nimi")),
)


class ContactCardForm(forms.ModelForm):
    """Everything on a person's card, beside the words to which the choice of visibility agrees."""

    first_name = forms.CharField(
        label=_("Etunimi"),
        max_length=MAXIMUM_NAME,
        required=False,
        validators=[one_line],
        help_text=_("Tarvitaan vain, jos haluat nimesi näkyvän."),
    )
    last_name = forms.CharField(
        label=_("Sukunimi"), max_length=MAXIMUM_NAME, required=False, validators=[one_line]
    )
    visibility = forms.ChoiceField(
        label=_("Mitä sinusta näytetään?"), choices=CHOICES, widget=forms.RadioSelect
    )
    willing = forms.MultipleChoiceField(
        label=_("Mihin olet valmis?"),
        choices=WILLING,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Millä kielillä sinulta voi kysyä?"),
        choices=ContactLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    topics = ConceptsField(
        label=_("Mistä aiheista sinulta voi kysyä?"),
        help_text=_(
            "Enintään kymmenen Yleisen suomalaisen ontologian (YSO) sanaa. Kirjoita ja valitse."
        ),
        maximum=MAXIMUM_TOPICS,
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    consent_version = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    use_required_attribute = False

    class Meta:
        model = Contact
        fields = PLAIN
        labels = {
            "title": _("Tehtävänimike"),
            "starts_on": _("Tehtävä alkoi"),
            "ends_on": _("Tehtävä päättyy"),
        }
        help_texts = {
            "ends_on": _("Tästä päivästä alkaen et ole enää yhteyshenkilönä."),
        }
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }

    def __init__(self, data: Any = None, *, contact: Contact) -> None:
        self.contact = contact
        # A copy takes what is typed, so that headings go on showing what is stored.
        copy = Contact.objects.select_related("person", "organisation").get(pk=contact.pk)
        super().__init__(data, instance=copy)
        self.initial.update(
            {
                "first_name": contact.person.first_name,
                "last_name": contact.person.last_name,
                "visibility": contact.visibility if contact.is_accepted else Visibility.ROLE,
                "willing": _willing(contact),
                "languages": contact.language_codes or [_own_language()],
                "topics": list(contact.topics.order_by("label_fi", "pk")),
                "version": contact.version,
                "consent_version": TEXT_VERSION,
            }
        )

    @property
    def consent_texts(self) -> dict[str, str]:
        """What is agreed to by letting the title (role), and the name, be shown."""
        return {purpose.value: consent_text(purpose, get_language()) for purpose in ConsentPurpose}

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, a shown name that is not given, and an old text."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Tehtävä ei voi päättyä ennen alkamistaan."))
        shows_name = cleaned.get("visibility") == Visibility.ROLE_AND_NAME
        if shows_name and not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("first_name", _("Kirjoita nimesi, jos haluat sen näkyvän."))
        agrees = cleaned.get("visibility") not in ("", None, Visibility.NONE)
        if agrees and cleaned.get("consent_version") != TEXT_VERSION:
            self.add_error(
                "visibility",
                _("Suostumuksen teksti on muuttunut. Lue se uudelleen ja valitse sitten."),
            )
            self.begin_from(self.contact.version)
        return cleaned

    def card(self) -> Card:
        """Return what was filled in; call when the form is valid."""
        plain = (*PLAIN, *NAMES, "visibility")
        told: dict[str, Any] = {name: self.cleaned_data[name] for name in plain}
        told |= {name: name in self.cleaned_data["willing"] for name in Contact.WILLING}
        return Card(
            **told,
            languages=languages_in_order(self.cleaned_data["languages"]),
            topics=tuple(self.cleaned_data["topics"]),
        )

    def based_on(self) -> int:
        """Return the version that the person saw, 0 when the form did not say."""
        return self.cleaned_data["version"] or 0

    def begin_from(self, version: int) -> None:
        """Keep what was typed, and let the next save be based on `version`, with today's text."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(version)
        data[self.add_prefix("consent_version")] = TEXT_VERSION
        self.data = data


def _willing(contact: Contact) -> list[str]:
    if not contact.is_accepted:
        return ["answers_questions"]
    return [name for name in Contact.WILLING if getattr(contact, name)]


def _own_language() -> str:
    language = get_language() or "fi"
    return language if language in ContactLanguage.values else "fi"


class InviteContactForm(forms.Form):
    """Whom to ask to be an organisation's contact, and as what."""

    title = forms.CharField(
        label=_("Tehtävänimike"),
        max_length=TITLE_LENGTH,
        validators=[one_line],
        help_text=_("Esimerkiksi kulttuurisihteeri."),
    )
    email = forms.EmailField(
        label=_("Sähköpostiosoite"),
        max_length=254,
        help_text=_("Osoitetta ei näytetä missään. Henkilö saa kutsun ja päättää itse."),
    )
    language = forms.ChoiceField(
        label=_("Kutsun kieli"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())


class AddOwnContactForm(forms.Form):
    """The job in which a person is a contact themselves."""

    title = forms.CharField(
        label=_("Tehtävänimike"),
        max_length=TITLE_LENGTH,
        validators=[one_line],
        help_text=_("Esimerkiksi kulttuurisihteeri."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisaatio"),
        empty_label=_("Valitse"),
        error_messages={"invalid_choice": _("Valitse organisaatio luettelosta.")},
    )

    def __init__(self, data: Any = None, *, organisations: Any, chosen: str = "") -> None:
        super().__init__(data, initial={"organisation": chosen})
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
