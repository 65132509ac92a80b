"""Example content for the gallery of components, which people look at and axe walks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.safestring import mark_safe

HELSINKI = ZoneInfo("Europe/Helsinki")


class ExampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label="Otsikko",
        max_length=100,
        help_text="Kerro yhdellä lauseella, mitä teette ja kenelle.",
        widget=forms.TextInput(attrs={"data-count": True}),
    )
    summary = forms.CharField(
        label="Tiivistelmä", max_length=400, required=False, widget=forms.Textarea
    )
    municipality = forms.ChoiceField(
        label="Kunta", choices=[("", "Valitse kunta"), ("290", "Kuhmo"), ("678", "Raahe")]
    )
    year = forms.IntegerField(label="Aloitusvuosi", required=False, min_value=1900)
    confirmed_on = forms.DateField(
        label="Tiedot tarkistettu", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    practice_status = forms.ChoiceField(
        label="Missä vaiheessa käytänne on?",
        choices=[("idea", "Idea"), ("trying", "Kokeilussa"), ("in-use", "Käytössä")],
        widget=forms.RadioSelect,
    )
    target_groups = forms.MultipleChoiceField(
        label="Kohderyhmät",
        required=False,
        help_text="Valitse kaikki, joille käytänne on tehty.",
        choices=[
            ("early-childhood", "Varhaiskasvatus"),
            ("school-children", "Koululaiset"),
            ("young", "Nuoret"),
            ("adults", "Aikuiset"),
            ("older", "Ikääntyneet"),
            ("families", "Perheet"),
            ("disability", "Vammaiset ihmiset"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    visits = forms.BooleanField(
        label="Meille saa tulla käymään",
        required=False,
        help_text="Kiinnostuneet kunnat voivat ehdottaa vierailua.",
    )
    picture = forms.FileField(label="Kuva", required=False)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]


def _facets() -> list[Facet]:
    regions = ["Kainuu", "Lappi", "Pirkanmaa", "Pohjois-Pohjanmaa", "Satakunta", "Uusimaa"]
    regions += ["Varsinais-Suomi", "Etelä-Pohjanmaa", "Päijät-Häme", "Kymenlaakso", "Pohjanmaa"]
    return [
        Facet(
            "task",
            "Lakisääteinen tehtävä",
            [
                Option("access", "Kulttuurin saatavuus ja monipuolinen käyttö", 41, True),
                Option("education", "Taiteen perusopetus ja kulttuurikasvatus", 28),
                Option("international", "Kansainvälinen toiminta", 0),
            ],
        ),
        Facet(
            "region",
            "Maakunta",
            [Option(name.lower(), name, 14 - index) for index, name in enumerate(regions)],
        ),
        Facet("language", "Kieli", [Option("fi", "suomi", 120), Option("sv", "ruotsi", 12)]),
    ]


def _sections() -> list[dict[str, str]]:
    return [
        {"key": "basics", "label": "Perustiedot", "url": "#section_nav", "state": "done"},
        {"key": "work", "label": "Mitä se vaatii", "url": "#section_nav", "state": "started"},
        {"key": "results", "label": "Tulokset", "url": "#section_nav", "state": "empty"},
    ]


def _timeline() -> list[dict[str, Any]]:
    return [
        {
            "at": datetime(2026, 3, 12, 14, 32, tzinfo=HELSINKI),
            "who": "koordinaattori",
            "what": "Palautettu",
            "message": "Hyvä pohja. Lisää vielä, montako työtuntia tämä vie vuodessa.",
        },
        {
            "at": datetime(2026, 3, 10, 9, 5, tzinfo=HELSINKI),
            "who": "kulttuurituottaja",
            "what": "Lähetetty tarkistettavaksi",
            "message": "",
        },
    ]


def _changes() -> list[dict[str, Any]]:
    return [
        {
            "label": "Tiivistelmä",
            "parts": [
                {"kind": "same", "text": "Kulttuurikaveri lähtee mukaan "},
                {"kind": "removed", "text": "konserttiin."},
                {"kind": "added", "text": "konserttiin, näyttelyyn tai elokuviin."},
            ],
        },
        {"label": "Aloitusvuosi", "before": "2018", "after": "2019"},
    ]


def _results() -> list[dict[str, Any]]:
    return [
        {
            "title": mark_safe("<mark>Kulttuurikaveri</mark> lähtee mukaan"),
            "summary": mark_safe(
                "Vapaaehtoinen <mark>kulttuurikaveri</mark> hakee kotoa ja lähtee seuraksi, "
                "kun yksin ei tule lähdettyä. Kaupunki kouluttaa kaverit ja maksaa heidän lippunsa."
            ),
            "meta": ["Kuhmo", "käytössä vuodesta 2019", "90 työtuntia vuodessa"],
            "tags": [("Ikääntyneet", ""), ("Musiikki", ""), ("Hyvinvointi", "")],
            "seed": 290,
            "art_form": "Musiikki",
            "language": "fi",
            "note": "Löytyi tiedoista: vapaaehtoistyö",
        },
        {
            "title": "Konstnärer i skolan",
            "summary": "Varje årskurs möter en yrkeskonstnär en vecka under läsåret.",
            "meta": ["Raseborg", "kokeilussa"],
            "tags": [("Koululaiset", ""), ("Kuvataide", "")],
            "seed": 710,
            "art_form": "Kuvataide",
            "language": "sv",
            "note": "Vain ruotsiksi",
        },
    ]


def gallery_context() -> dict[str, Any]:
    """Return the context of the gallery: one believable example for each component."""
    invalid = ExampleForm(
        {"invalid-summary": "pitkä " * 70, "invalid-year": "1800"}, prefix="invalid"
    )
    return {
        "form": ExampleForm(),
        "invalid_form": invalid,
        "page": Paginator(range(240), 20).page(5),
        "facets": _facets(),
        "chips": [
            {"label": "Kulttuurin saatavuus", "url": "#chosen_filters"},
            {"label": "Kainuu", "url": "#chosen_filters", "words": "Kainuussa"},
        ],
        "results": _results(),
        "sections": _sections(),
        "changes": _changes(),
        "entries": _timeline(),
        "saved_at": datetime(2026, 3, 12, 14, 32, tzinfo=HELSINKI),
        "crumbs": [("Etusivu", "/"), ("Käytänteet", "#breadcrumbs"), ("Kulttuurikaveri", "")],
        "facts": [
            ("Kustannukset vuodessa", "4 200 €"),
            ("Työtunnit vuodessa", "90 tuntia (kulttuurituottaja)"),
            ("Kumppanit", "Eläkeläisyhdistykset, kansalaisopisto ja kolme seurakuntaa"),
        ],
        "headings": ["", "Kuhmo", "Raahe", "Kemiönsaari"],
        "rows": [
            ("Asukkaita", ["7 900", "23 700", "6 500"]),
            ("Työtunteja vuodessa", ["90", "160", "40"]),
            ("Kustannus vuodessa", ["4 200 €", "9 800 €", "1 500 €"]),
        ],
        "states": [
            "draft",
            "in-review",
            "returned",
            "published",
            "archived",
            "waiting",
            "sending",
            "sent",
            "bounced",
            "refused",
        ],
        "seeds": [5, 49, 91, 290, 564, 710],
        "meter_values": [0, 37, 100],
        "picture_url": static("core/mark.svg"),
    }
