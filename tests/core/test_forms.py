from django import forms
from django.test.html import Element, parse_html

from kenno.core.forms import LongSelect

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
