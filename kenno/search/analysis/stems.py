"""The stem by which a Swedish or English word is searched: that of its base form.

A stemmer cuts endings, so that it cannot know that "gick" is of "gå" and "städer" of "stad".
"""

from kenno.search.analysis.snowball import stem
from kenno.search.analysis.word_list import listed_base_form


def stem_of_base_form(word: str, language: str) -> str:
    """Return the Snowball stem of a lower-case word's base form, of the word when it has none."""
    return stem(listed_base_form(word, language) or word, language)
