"""What htmx would make of a page: after a swap it must equal the page loaded afresh."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse

HEADERS = {"HX-Request": "true"}
# Different on each load, or added by the swap itself: not what a reader sees.
UNEQUAL_INPUTS = ("csrfmiddlewaretoken",)


def soup_of(response: HttpResponse | str) -> BeautifulSoup:
    """Return the parsed page of a response (or of its text)."""
    text = response if isinstance(response, str) else response.content.decode()
    return BeautifulSoup(text, "html.parser")


def swap(page: HttpResponse | str, *, trigger: str, answer: HttpResponse) -> BeautifulSoup:
    """Return `page` as it is after htmx put `answer` in for the element that `trigger` selects.

    Knows hx-target, hx-select, hx-swap (innerHTML, outerHTML, beforeend, none) with inheritance,
    out-of-band parts, and the headers HX-Retarget and HX-Reswap; raises on anything else.
    """
    soup = soup_of(page)
    [element] = soup.select(trigger)
    target = _target(soup, element, answer)
    style = answer.headers.get("HX-Reswap") or _inherited(element, "hx-swap") or "innerHTML"
    new = soup_of(answer)
    for part in new.select("[hx-swap-oob]"):
        _replace_out_of_band(soup, part.extract())
    if selected := _inherited(element, "hx-select"):
        pieces: list[Any] = new.select(selected)
    else:
        pieces = list(new.contents)
    _put(target, pieces, style.partition(" ")[0])
    return soup


def assert_same_page(swapped: BeautifulSoup, fresh: HttpResponse | str) -> None:
    """Fail unless the two show the same, part by part."""
    assert _lines(swapped) == _lines(soup_of(fresh))


def _inherited(element: Tag, name: str) -> str:
    for candidate in (element, *element.parents):
        value = candidate.attrs.get(name) if candidate.attrs else None
        if value is not None:
            return str(value)
    return ""


def _target(soup: BeautifulSoup, element: Tag, answer: HttpResponse) -> Tag:
    wanted = answer.headers.get("HX-Retarget") or _inherited(element, "hx-target")
    if not wanted:
        return element
    if wanted == "this":
        holder = element
        while holder.attrs.get("hx-target") != "this":
            assert holder.parent is not None
            holder = holder.parent
        return holder
    if wanted.startswith("next "):
        selector = wanted.removeprefix("next ")
        return next(tag for tag in element.find_all_next(True) if tag.css.match(selector))
    if wanted.startswith("closest "):
        found = element.css.closest(wanted.removeprefix("closest "))
        assert found is not None, f"nothing is {wanted}"
        return found
    [found] = soup.select(wanted)
    return found


def _replace_out_of_band(soup: BeautifulSoup, part: Tag) -> None:
    style = str(part.attrs.pop("hx-swap-oob"))
    if style not in {"true", "outerHTML"}:
        raise NotImplementedError(f"hx-swap-oob={style!r}")
    for place in soup.select(f"#{part['id']}"):
        place.replace_with(part)


def _put(target: Tag, pieces: list[Any], style: str) -> None:
    if style == "none":
        return
    if style == "innerHTML":
        target.clear()
        target.extend(pieces)
    elif style == "beforeend":
        target.extend(pieces)
    elif style == "outerHTML":
        target.replace_with(*pieces)
    else:
        raise NotImplementedError(f"hx-swap={style!r}")


def _lines(soup: BeautifulSoup) -> list[str]:
    for name in UNEQUAL_INPUTS:
        for field in soup.select(f'input[name="{name}"]'):
            field["value"] = ""
    text = re.sub(r"\s+", " ", str(soup))
    return [line for piece in re.split(r"(?=<)", text) if (line := piece.strip())]
