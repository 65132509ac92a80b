"""The texts that come with the product, from which a new installation's pages are made."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
ARTICLE = "article"
STATEMENT = "statement"


@dataclass(frozen=True)
class PageText:
    """One page in every language it is written in; `name` is its file's.

    `kind` is article or statement. Everything else is by language code; `body` holds blocks
    {"type": "heading" | "paragraph", "text"} and {"type": "list", "items"}, with links as
    [text](address).
    """

    name: str
    kind: str
    slug: dict[str, str]
    title: dict[str, str]
    introduction: dict[str, str]
    body: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class SiteText:
    """What the front page and the list of articles say, and when all the texts were last read."""

    home: dict[str, dict[str, str]]
    articles: dict[str, dict[str, str]]
    reviewed_on: str


@cache
def page_texts() -> tuple[PageText, ...]:
    """Read the articles and statements, in the order of their file names."""
    return tuple(
        PageText(name=file.stem, **json.loads(file.read_text(encoding="utf-8")))
        for file in sorted((DATA / "texts").glob("*.json"))
    )


@cache
def site_text() -> SiteText:
    """Read the front page's and the list of articles' texts."""
    return SiteText(**json.loads((DATA / "site.json").read_text(encoding="utf-8")))
