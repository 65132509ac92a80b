"""Building the lexicon from the vocabulary's labels and the system's word lists."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kenno.search.analysis import is_stop_word, tokens, words
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import keys, wordlists
from kenno.vocabulary.queries import Label

MOST_CODES: Final = 8
MOST_TRANSLATIONS: Final = 12
SHORTEST_LABEL: Final = 2
SHORTEST_PART: Final = 3
QUALIFIER = re.compile(r"\s*\([^()]*\)")

Analyse = Callable[[str, str], str]


def main_token_of() -> Analyse:
    """Return a function from word and language to the main token, with a memory of its own.

    The process's memory of analysed words would be flooded by a whole vocabulary.
    """
    known: dict[tuple[str, str], str] = {}

    def main_token(word: str, language: str) -> str:
        key = (word, language)
        if key not in known:
            known[key] = next(iter(tokens.__wrapped__(word, language)), "")
        return known[key]

    return main_token


def lexicon_entries(labels: Iterable[Label]) -> dict[str, str]:
    """Return the content of the lexicon's table; empty when there are no labels."""
    main_token = main_token_of()
    labels = list(labels)
    if not labels:
        return {}
    entries: dict[str, str] = {}
    _add_labels(entries, labels, main_token)
    _add_translations(entries, main_token)
    return entries


def _add_labels(entries: dict[str, str], labels: list[Label], main_token: Analyse) -> None:
    concepts: dict[str, list[tuple[tuple[bool, ...], int, str]]] = defaultdict(list)
    texts: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    reaches: dict[str, int] = {}
    for number, label in enumerate(labels):
        language = label.language
        texts[keys.labels_key(language, label.code)].append(
            (not label.preferred, number, label.text)
        )
        plain = QUALIFIER.sub("", label.text)
        for text in {label.text, plain}:
            surfaces = words(text)
            found = [main_token(word, language) for word in surfaces]
            if sum(map(len, found)) < SHORTEST_LABEL or (
                len(found) == 1 and is_stop_word(surfaces[0], language)
            ):
                continue
            rank = (not label.preferred, not label.is_cultural, plain != label.text)
            concepts[keys.concepts_key(language, found)].append((rank, number, label.code))
            if len(found) > 1:
                key = keys.reach_key(language, found[0])
                reaches[key] = max(reaches.get(key, 0), len(found))
            elif len(found[0]) >= SHORTEST_PART:
                for form in (found[0], normal_form(surfaces[0])):
                    entries.setdefault(keys.part_key(language, form), found[0])
            for surface, token in zip(surfaces, found, strict=True):
                entries[keys.known_key(language, normal_form(surface))] = "1"
                entries[keys.known_key(language, token)] = "1"
    for key, ranked in concepts.items():
        codes = dict.fromkeys(code for _rank, _number, code in sorted(ranked))
        entries[key] = "\t".join(list(codes)[:MOST_CODES])
    for key, named in texts.items():
        entries[key] = "\t".join(dict.fromkeys(text for _other, _number, text in sorted(named)))
    entries |= {key: str(reach) for key, reach in reaches.items()}


def _add_translations(entries: dict[str, str], main_token: Analyse) -> None:
    for source, target in (("fi", "sv"), ("fi", "en"), ("sv", "en")):
        there = _scores(source, target)
        back = _scores(target, source)
        both: Mapping[tuple[str, str], float] = {
            pair: there.get(pair, 0.0) + back.get(pair[::-1], 0.0)
            for pair in {*there, *(pair[::-1] for pair in back)}
        }
        for languages, turned in (((source, target), False), ((target, source), True)):
            ranked: dict[str, list[tuple[float, str]]] = defaultdict(list)
            for pair, score in both.items():
                word, translation = reversed(pair) if turned else pair
                surfaces = words(word)
                if len(surfaces) == 1 and is_stop_word(word, languages[0]):
                    continue
                key = " ".join(main_token(surface, languages[0]) for surface in surfaces)
                ranked[keys.translations_key(*languages, key)].append((-score, translation))
                if len(surfaces) == 1:
                    entries[keys.known_key(languages[0], normal_form(word))] = "1"
                    entries[keys.known_key(languages[0], key)] = "1"
            for key, found in ranked.items():
                best = dict.fromkeys(translation for _score, translation in sorted(found))
                entries[key] = "\t".join(list(best)[:MOST_TRANSLATIONS])


def _scores(source: str, target: str) -> dict[tuple[str, str], float]:
    """Score the pairs of one word list: 1 for the first translation of a word, 1/2, 1/3 ..."""
    scores: dict[tuple[str, str], float] = {}
    for entry in wordlists.entries(source, target):
        for place, translation in enumerate(entry.translations, start=1):
            pair = (entry.headword, translation)
            scores[pair] = max(scores.get(pair, 0.0), 1 / place)
    return scores
