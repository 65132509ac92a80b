from django import forms
from django.test.html import Element, parse_html

from kenno.core.forms import LongSelect, named_error, told_errors

CHOICES = [("", "Kaikki"), ("009", "Alavieska"), ("<b>", "Ääni & <i>")]


class PlainForm(forms.Form):
    place = forms.ChoiceField(choices=CHOICES)


class LongForm(forms.Form):
    place = forms.ChoiceField(choices=CHOICES, widget=LongSelect)


def drawn(form: forms.Form) -> Element:
    """The select as it is read: the order of attributes and white space do not count."""
    return parse_html(str(form["place"]))


def test_long_select_is_drawn_as_django_draws_its_own() -> None:
    for data in (None, {"place": "009"}, {"place": "<b>"}, {"place": "tuntematon"}):
        assert drawn(LongForm(data)) == drawn(PlainForm(data))


def test_long_select_has_what_it_was_given_besides() -> None:
    form = LongForm({"place": ""})
    form.fields["place"].widget.attrs["data-more"] = "1"
    assert 'data-more="1"' in str(form["place"])


def test_named_error_comes_after_its_label() -> None:
    assert named_error("Montako?", "Liikaa.") == "Montako: Liikaa."
    assert named_error("", "Valitse jompikumpi.") == "Valitse jompikumpi."


def test_told_errors_say_that_the_rest_is_saved_where_it_is() -> None:
    errors = ["Vuosi: Syötä luku.", "Valitse jompikumpi."]
    told = "Vuosi: Syötä luku. Valitse jompikumpi."
    assert told_errors(errors, rest_is_saved=False) == told
    assert told_errors(errors, rest_is_saved=True) == f"{told} Muut kohdat ovat tallessa."
    assert told_errors([], rest_is_saved=True) == ""
