import pytest
from django.http import HttpResponse

from tests.utils.htmx import assert_same_page, swap

PAGE = """
<div id="list" hx-target="this" hx-swap="outerHTML">
  <form hx-get="/"><input name="csrfmiddlewaretoken" value="a"></form><p>old</p>
</div>
<p id="count">1</p>
"""


def page(inside: str, count: int = 1, token: str = "b") -> str:
    return (
        f'<div id="list" hx-target="this" hx-swap="outerHTML"> <form hx-get="/">'
        f'<input name="csrfmiddlewaretoken" value="{token}"></form>{inside}</div>'
        f'<p id="count">{count}</p>'
    )


def test_swap_replaces_the_target_and_the_parts_out_of_band():
    answer = HttpResponse(
        page("<p>new</p>", 2).replace('<p id="count"', '<p id="count" hx-swap-oob="true"')
    )
    swapped = swap(PAGE, trigger="form", answer=answer)
    assert_same_page(swapped, page("<p>new</p>", 2))


def test_swap_that_differs_from_a_fresh_page_fails():
    swapped = swap(PAGE, trigger="form", answer=HttpResponse('<div id="list"></div>'))
    with pytest.raises(AssertionError):
        assert_same_page(swapped, page("<p>new</p>"))


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("innerHTML", '<p id="count"><b>2</b></p>'),
        ("beforeend", '<p id="count">1<b>2</b></p>'),
        ("outerHTML", "<b>2</b>"),
        ("none", '<p id="count">1</p>'),
    ],
)
def test_swap_follows_the_headers_of_the_answer(style, shown):
    answer = HttpResponse("<b>2</b>", headers={"HX-Retarget": "#count", "HX-Reswap": style})
    swapped = swap('<a hx-get="/">x</a><p id="count">1</p>', trigger="a", answer=answer)
    assert_same_page(swapped, f'<a hx-get="/">x</a>{shown}')


def test_swap_selects_the_wanted_part():
    source = '<main><a hx-get="/" hx-select="#b" hx-target="closest main">x</a></main>'
    answer = HttpResponse('<p id="a"></p><p id="b">2</p>')
    assert_same_page(swap(source, trigger="a", answer=answer), '<main><p id="b">2</p></main>')


def test_swap_refuses_what_it_does_not_know():
    answer = HttpResponse("<b>2</b>", headers={"HX-Reswap": "afterbegin"})
    with pytest.raises(NotImplementedError):
        swap('<a hx-get="/">x</a>', trigger="a", answer=answer)


def test_swap_finds_the_next_element():
    source = '<p></p><a hx-get="/" hx-target="next p">x</a><b></b><p>1</p><p>3</p>'
    swapped = swap(source, trigger="a", answer=HttpResponse("2"))
    assert_same_page(
        swapped, '<p></p><a hx-get="/" hx-target="next p">x</a><b></b><p>2</p><p>3</p>'
    )
