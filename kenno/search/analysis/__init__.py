"""From words to search tokens, in the language of the text."""

from kenno.search.analysis.finnish import analyser_name
from kenno.search.analysis.mending import place_reading
from kenno.search.analysis.tokenising import headword_tokens, is_stop_word, main_token, tokens
from kenno.search.analysis.traces import analysed, places_of, trace_of
from kenno.search.analysis.words import placed_words, visible, words

__all__ = [
    "analysed",
    "analyser_name",
    "headword_tokens",
    "is_stop_word",
    "main_token",
    "place_reading",
    "placed_words",
    "places_of",
    "tokens",
    "trace_of",
    "visible",
    "words",
]
