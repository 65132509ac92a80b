"""Dates and numbers are written as readers in Finland expect in each language."""

from datetime import datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import number_format


@pytest.mark.parametrize(
    ("language", "short", "long", "time", "number"),
    [
        ("fi", "22.11.2026", "22. marraskuuta 2026", "9.05", "211 848,5"),
        ("sv", "22.11.2026", "22 november 2026", "9.05", "211 848,5"),
        ("en", "22 Nov 2026", "22 November 2026", "09:05", "211,848.5"),
    ],
)
def test_dates_and_numbers_follow_language(
    language: str, short: str, long: str, time: str, number: str
) -> None:
    template = Template(
        '{{ at|date:"SHORT_DATE_FORMAT" }}|{{ at|date:"DATE_FORMAT" }}|{{ at|time:"TIME_FORMAT" }}'
    )
    with translation.override(language):
        shown = template.render(Context({"at": datetime(2026, 11, 22, 9, 5)}))  # noqa: DTZ001
        figure = number_format(211848.5, decimal_pos=1, force_grouping=True)

    assert shown == f"{short}|{long}|{time}"
    assert figure.replace("\xa0", " ") == number
