"""From a visitor's text to what is to be looked for, in which language, and why."""

from kenno.search.understanding.filters import filter_book
from kenno.search.understanding.reading import understand

__all__ = ["filter_book", "understand"]
