import re
from datetime import date

import pytest
from django.conf import settings
from django.urls import resolve

from kenno.pages.actions import LINK
from kenno.pages.enums import StatementKind
from kenno.pages.models import INTRODUCTION_LENGTH
from kenno.pages.registration import STATEMENTS
from kenno.pages.texts import ARTICLE, STATEMENT, PageText, page_texts, site_text

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def words_of(text: PageText, language: str) -> list[str]:
    blocks = text.body[language]
    return [word for block in blocks for word in block.get("items", [block.get("text", "")])]


@pytest.mark.parametrize("text", page_texts(), ids=lambda text: text.name)
def test_text_is_whole_in_every_language(text: PageText) -> None:
    for parts in (text.slug, text.title, text.introduction, text.body):
        assert list(parts) == LANGUAGES
        assert all(parts.values())
    for language in LANGUAGES:
        assert re.fullmatch(r"[a-z0-9-]+", text.slug[language])
        assert len(text.introduction[language]) <= INTRODUCTION_LENGTH
        assert all(words_of(text, language))


@pytest.mark.parametrize("text", page_texts(), ids=lambda text: text.name)
def test_text_links_to_safe_or_own_addresses(text: PageText) -> None:
    for language in LANGUAGES:
        for words in words_of(text, language):
            for _label, address in LINK.findall(words):
                if address.startswith("/"):
                    assert resolve(address).url_name != "wagtail_serve"
                else:
                    assert address.startswith("https://")


def test_every_statement_of_the_law_and_the_house_is_there() -> None:
    statements = {text.name for text in page_texts() if text.kind == STATEMENT}
    assert statements == set(StatementKind.values) == set(STATEMENTS)
    assert {text.kind for text in page_texts()} == {ARTICLE, STATEMENT}


def test_site_text_is_whole_in_every_language() -> None:
    text = site_text()
    assert list(text.home) == list(text.articles) == LANGUAGES
    assert date.fromisoformat(text.reviewed_on).year >= 2026
    for language in LANGUAGES:
        assert set(text.home[language]) == {"slug", "title", "lead", "introduction"}
        assert set(text.articles[language]) == {"slug", "title", "introduction"}
