"""Fields in which a person names a municipality or a practice in plain words."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenno.core.mails import one_line
from kenno.places.models import Municipality
from kenno.practices.models import Practice

MUNICIPALITY_LIST = "municipality-names"


def _named(names: Iterable[str]) -> list[Municipality]:
    """Return the municipalities of these names in any language, each once, in their order."""
    # A form that saves itself comes here often: names only, and records of those that were meant.
    known = {
        name.casefold(): pk
        for pk, *in_languages in Municipality.objects.order_by("pk").values_list(
            "pk", "name_en", "name_sv", "name_fi"
        )
        for name in in_languages
    }
    keys = dict.fromkeys(_key(name, known) for name in names)
    places = Municipality.objects.in_bulk(list(keys))
    return [places[key] for key in keys]


def _key(name: str, known: dict[str, int]) -> int:
    if name.casefold() in known:
        return known[name.casefold()]
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.7)
    if near:
        meant = Municipality.objects.get(pk=known[near[0]])
        raise ValidationError(
            _("Kuntaa ”%(name)s” ei löydy. Tarkoititko: %(near)s?"),
            params={"name": name, "near": meant.name},
        )
    raise ValidationError(
        _("Kuntaa ”%(name)s” ei löydy. Kirjoita kunnan virallinen nimi."), params={"name": name}
    )


class LineField(forms.CharField):
    """A few words on one line, without characters that cannot be seen: it may stand in a mail."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class MunicipalityField(forms.CharField):
    """One municipality, by its name in any language; helped by a list of names in the page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        super().__init__(**kwargs)
        self.widget.attrs.update({"list": MUNICIPALITY_LIST, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Municipality) else value

    def clean(self, value: Any) -> Municipality | None:
        name = super().clean(value)
        return _named([name])[0] if name else None


class MunicipalitiesField(forms.CharField):
    """Several municipalities, their names separated by commas."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return ", ".join(place.name for place in value)

    def clean(self, value: Any) -> list[Municipality]:
        names = [name.strip() for name in super().clean(value).split(",") if name.strip()]
        return _named(names) if names else []


class PracticeAddressField(forms.CharField):
    """A published practice, by the address of its page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Practice.objects.filter(pk=value).first()
        return value.get_absolute_url() if isinstance(value, Practice) and value.slug else value

    def clean(self, value: Any) -> Practice | None:
        address = super().clean(value)
        if not address:
            return None
        slug = address.partition("?")[0].rstrip("/").rpartition("/")[2]
        practice = Practice.objects.published().filter(slug=slug).first()
        if practice is None:
            raise ValidationError(
                _("Tästä osoitteesta ei löydy julkaistua käytännettä. Kopioi sivun osoite.")
            )
        return practice
