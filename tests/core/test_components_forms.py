"""Fields, error summary, filters, search box and autosave mark."""

import re
from datetime import UTC, datetime

import pytest
from django import forms

from tests.core.drawing import draw, squeezed


class Example(forms.Form):
    title = forms.CharField(
        label="Nimi", max_length=10, widget=forms.TextInput(attrs={"data-count": True})
    )
    place = forms.CharField(label="Paikka", max_length=40, required=False)
    summary = forms.CharField(
        label="Tiivistelmä",
        help_text="Lyhyesti.",
        max_length=400,
        required=False,
        widget=forms.Textarea,
    )
    groups = forms.MultipleChoiceField(
        label="Kenelle?",
        help_text="Valitse kaikki sopivat.",
        choices=[(str(number), f"Ryhmä {number}") for number in range(7)],
        widget=forms.CheckboxSelectMultiple,
    )
    visits = forms.BooleanField(label="Saa tulla käymään", required=False)
    file = forms.FileField(label="Kuva", required=False)


class Quiet(Example):
    show_required = False


def field(name: str, form: forms.Form | None = None) -> str:
    return squeezed((form or Example())[name].as_field_group())


def test_field_marks_only_what_is_required():
    assert '<span class="field__required">(pakollinen)</span>' in field("title")
    assert "(pakollinen)" not in field("place")


def test_field_of_a_form_that_hides_the_mark_has_none():
    assert "(pakollinen)" not in field("title", Quiet())


def test_field_label_hint_and_control_belong_together():
    drawn = field("summary")
    assert '<label class="field__label" for="id_summary">Tiivistelmä</label>' in drawn
    assert '<p class="field__hint" id="id_summary_helptext">Lyhyesti.</p>' in drawn
    assert 'aria-describedby="id_summary_helptext id_summary_count"' in drawn


def test_field_error_is_told_to_the_control():
    drawn = field("title", Example({"title": "Aivan liian pitkä"}))
    assert '<div class="field__error" id="id_title_error">' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_title_error id_title_count"' in drawn


@pytest.mark.parametrize("name", ["title", "summary"])
def test_field_with_count_does_not_cut_what_is_pasted(name: str):
    drawn = field(name)
    assert "maxlength" not in drawn
    assert f'data-count-of="id_{name}"' in drawn


def test_field_without_count_keeps_its_maxlength():
    drawn = field("place")
    assert 'maxlength="40"' in drawn
    assert "data-count-of" not in drawn


def test_field_says_its_limit_without_javascript():
    assert "Enintään 400 merkkiä" in field("summary")


def test_field_of_choices_is_a_group_with_a_legend():
    drawn = field("groups", Example({}))
    assert 'aria-describedby="id_groups_helptext id_groups_error"' in drawn
    assert '<legend class="field__label">Kenelle?' in drawn


def test_field_of_one_checkbox_has_its_label_after_it():
    drawn = field("visits")
    assert drawn.index("<input") < drawn.index('<label for="id_visits">Saa tulla käymään')


def test_form_lists_errors_of_the_whole_form():
    form = Example({"title": "Kuoro", "groups": ["1"]})
    form.add_error(None, "Ei yhdessä.")
    assert "Ei yhdessä." in draw("{{ form }}", form=form)


def test_error_summary_links_to_the_controls():
    form = Example({"title": "Kuoro"})
    form.add_error("title", "Nimi on varattu.")
    form.add_error(None, "Yritä uudelleen.")
    drawn = draw("{% error_summary form=form %}", form=form)
    assert 'role="alert" tabindex="-1" data-error-summary' in drawn
    assert '<a href="#id_title">Nimi: Nimi on varattu.</a>' in drawn
    assert '<a href="#id_groups_0">Kenelle: ' in drawn
    assert "<li>Yritä uudelleen.</li>" in drawn


def test_error_summary_lists_errors_of_other_forms():
    drawn = draw("{% error_summary errors=errors %}", errors=[("Anna vuosi.", "id_year")])
    assert '<a href="#id_year">Anna vuosi.</a>' in drawn


def test_error_summary_without_errors_is_nothing():
    form = Example({"title": "Kuoro", "groups": ["1"]})
    assert draw("{% error_summary form=form %}", form=form) == ""


def test_file_drop_tells_what_it_takes():
    form = Example()
    drawn = draw(
        '{% file_drop field=form.file accept="image/*" hint="Enintään 10 Mt." %}', form=form
    )
    assert '<p class="field__hint" id="id_file_helptext">Enintään 10 Mt.</p>' in drawn
    assert (
        '<input type="file" name="file" accept="image/*" '
        'aria-describedby="id_file_helptext" id="id_file">'
    ) in drawn


def test_autosave_says_when():
    saved_at = datetime(2026, 3, 12, 12, 32, tzinfo=UTC)
    drawn = draw("{% autosave saved_at=saved_at version=3 %}", saved_at=saved_at)
    assert "Tallennettu klo 14.32" in drawn
    assert '<input type="hidden" name="version" value="3">' in drawn


def test_autosave_that_failed_says_so_and_warns_on_leaving():
    drawn = draw('{% autosave saved_at=None error="Yhteys katkesi." %}')
    assert "<strong>Tallennus ei onnistunut.</strong>Yhteys katkesi." in drawn
    assert "data-autosave-failed" in drawn


def test_autosave_that_left_something_says_that_not_all_was_saved():
    drawn = draw('{% autosave saved_at=None error="Vuosi: Syötä luku." partly=True %}')
    assert "<strong>Kaikkea ei tallennettu.</strong>Vuosi: Syötä luku." in drawn
    assert "Tallennus ei onnistunut" not in drawn
    assert "data-autosave-failed" in drawn


def test_autosave_before_the_first_save_tells_that_it_saves_by_itself():
    drawn = draw("{% autosave saved_at=None %}")
    assert "Tallentuu itsestään, kun kirjoitat." in drawn
    assert "data-autosave-failed" not in drawn


def facet(count: int, selected: int | None = None) -> dict[str, object]:
    return {
        "name": "region",
        "label": "Maakunta",
        "options": [
            {
                "value": str(number),
                "label": f"Alue {number}",
                "count": 5,
                "selected": number == selected,
            }
            for number in range(count)
        ],
    }


def test_facet_list_works_as_a_plain_form():
    drawn = draw(
        '{% facet_list facets=facets action="/kaytanteet/" kept=kept %}',
        facets=[facet(2, selected=1)],
        kept=[("q", "kuoro")],
    )
    assert '<form class="facets__form" method="get" action="/kaytanteet/"' in drawn
    assert '<input type="hidden" name="q" value="kuoro">' in drawn
    assert 'id="facet-region-0" name="region" value="0">' in drawn
    assert 'id="facet-region-1" name="region" value="1" checked>' in drawn
    assert "hx-get" not in drawn


def test_facet_list_with_target_replaces_the_results():
    drawn = draw('{% facet_list facets=facets action="/k/" target="list" %}', facets=[facet(1)])
    assert 'hx-get="/k/" hx-trigger="change" hx-target="#list" hx-select="#list"' in drawn


@pytest.mark.parametrize(
    ("selected", "opened"),
    [(None, ' id="facet-region-rest">'), (9, ' id="facet-region-rest" open>')],
)
def test_facet_list_folds_the_rest_unless_chosen(selected: int | None, opened: str):
    drawn = draw("{% facet_list facets=facets %}", facets=[facet(10, selected)])
    assert f'<details class="facet__rest"{opened}<summary>Näytä loput 2</summary>' in drawn


def test_facet_list_leaves_short_facets_whole():
    assert "facet__rest" not in draw("{% facet_list facets=facets %}", facets=[facet(8)])


def test_chosen_filters_are_removed_one_by_one_or_all():
    drawn = draw(
        '{% chosen_filters chips=chips clear_url="?" %}', chips=[{"label": "Kainuu", "url": "?q=a"}]
    )
    assert '<a class="chip" href="?q=a">' in drawn
    assert '<a class="chosen__clear" href="?">Poista kaikki rajaukset</a>' in drawn


def test_chosen_filters_without_choices_are_nothing():
    assert draw("{% chosen_filters chips=chips %}", chips=[]) == ""


def test_search_box_keeps_the_question():
    drawn = draw(
        '{% search_box value=value action="/k/" label="Hae" kept=kept %}',
        value="<kuoro>",
        kept=[("a", "1")],
    )
    assert '<label class="search-box__label" for="search">Hae</label>' in drawn
    assert 'name="q" value="&lt;kuoro&gt;"' in drawn
    assert '<input type="hidden" name="a" value="1">' in drawn
    assert "combobox" not in drawn


def test_search_box_with_suggestions_is_combobox_of_its_list():
    drawn = draw('{% search_box suggest_url="/ehdota/" %}')
    assert 'role="combobox" aria-autocomplete="list" aria-expanded="false"' in drawn
    assert 'aria-controls="search-options" hx-get="/ehdota/"' in drawn
    assert re.search(r'id="search-options"\s+role="listbox"\s+aria-label="Ehdotukset"', drawn)
