"""Building the lexicon from the vocabulary's labels, the word lists and the shipped data."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Final

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import main_token, words
from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import keys, shipped
from kenno.search.lexicon.compounds import LINKS, SHORTEST_PART
from kenno.search.lexicon.pairing import synonyms, translation_scores
from kenno.search.lexicon.shipped import PairScores
from kenno.vocabulary.queries import Label

MOST_CODES: Final = 8
MOST_TRANSLATIONS: Final = 8
SHORTEST_LABEL: Final = 2
KNOWN: Final = "1"
QUALIFIER = re.compile(r"\s*\([^()]*\)")

# From a word to its main token.
Analyse = Callable[[str], str]
Ranked = tuple[tuple[float, ...], int, str]


def remembered(language: str) -> Analyse:
    """Return a function that gives the main token of a word, with a memory of its own."""
    return lru_cache(maxsize=None)(partial(main_token, language=language))


def lexicon_entries(labels: Iterable[Label]) -> Iterator[tuple[str, str]]:
    """Yield the entries of the lexicon's table, none when there are no labels."""
    labels = list(labels)
    if not labels:
        return
    present = {label.code for label in labels}
    related = shipped.related_concepts(present)
    analyses = {language: remembered(language) for language in LANGUAGES}
    for language, main_of in analyses.items():
        of_language = [label for label in labels if label.language == language]
        yield from _of_labels(of_language, language, main_of, related)
    scores = translation_scores()
    for (source, target), pairs in scores.items():
        yield from _of_translations(source, target, analyses[source], pairs)
    for language, word, near in synonyms(scores):
        yield keys.synonyms_key(language, word), "\t".join(near)
    for code, known in related.items():
        codes = [other for other in known.codes if other in present]
        if codes:
            yield keys.related_key(code), "\t".join(codes)


def _of_labels(
    labels: list[Label], language: str, main_of: Analyse, related: Mapping[str, shipped.Related]
) -> Iterator[tuple[str, str]]:
    concepts: dict[str, list[Ranked]] = defaultdict(list)
    names: dict[str, list[Ranked]] = defaultdict(list)
    reaches: dict[str, int] = {}
    known: dict[str, str] = {}
    for number, label in enumerate(labels):
        code = label.code
        names[code].append(((not label.preferred,), number, label.text))
        plain = QUALIFIER.sub("", label.text)
        uses = related[code].texts if code in related else 0
        rank = (not label.preferred, not label.is_cultural, plain != label.text, -uses)
        for text in dict.fromkeys((plain, label.text)):
            surfaces = words(text)
            main = [main_of(surface) for surface in surfaces]
            telling = _telling(surfaces, main, language)
            if sum(map(len, telling)) < SHORTEST_LABEL:
                continue
            for way in {" ".join(main) if len(telling) > 1 else telling[0], " ".join(telling)}:
                concepts[way].append((rank, number, code))
            for first in {main[0], telling[0]}:
                reaches[first] = max(reaches.get(first, 0), len(main))
            known |= {normal_form(word): token for word, token in zip(surfaces, main, strict=True)}
    for key, ranked in concepts.items():
        yield keys.concepts_key(language, [key]), _best(_named_by(ranked), MOST_CODES)
    for code, ranked in names.items():
        yield keys.labels_key(language, code), _best(ranked)
    for first, reach in reaches.items():
        if reach > 1:
            yield keys.reach_key(language, first), str(reach)
    for form, token in known.items():
        if form not in concepts:
            yield keys.known_key(language, form), KNOWN
        if token not in concepts:
            yield keys.known_key(language, token), KNOWN
        elif language in LINKS and form != token and len(form) >= SHORTEST_PART:
            yield keys.part_key(language, form), token


def _named_by(ranked: list[Ranked]) -> list[Ranked]:
    """Leave out the concepts of which a name is an alternative, where it is the name of others.

    "lapset" is also given, among others, for refugee children.
    """
    preferred = [one for one in ranked if not one[0][0]]
    return preferred or ranked


def _telling(surfaces: Sequence[str], main: Sequence[str], language: str) -> list[str]:
    """Return the main tokens of the words that are no function words."""
    stop_words = STOP_WORDS[language]
    return [
        token
        for surface, token in zip(surfaces, main, strict=True)
        if normal_form(surface) not in stop_words and (language != "fi" or token not in stop_words)
    ]


def _of_translations(
    source: str, target: str, main_of: Analyse, scores: PairScores
) -> Iterator[tuple[str, str]]:
    """Yield the translations of the words of `source`, the likeliest first."""
    ranked: dict[str, list[Ranked]] = defaultdict(list)
    of_headword: dict[str, list[Ranked]] = defaultdict(list)
    for number, ((word, translation), score) in enumerate(scores.items()):
        # Phrases are left to the vocabulary.
        if " " in word or word in STOP_WORDS[source]:
            continue
        # A Finnish headword is a base form as it is.
        key = word if source == "fi" else main_of(word)
        if key:
            ranked[key].append(((-score,), number, translation))
            of_headword[word].append(((-score,), number, translation))
    for key, found in ranked.items():
        yield keys.translations_key(source, target, key), _best(found, MOST_TRANSLATIONS)
    for word, found in of_headword.items():
        if source != "fi":
            yield keys.headword_key(source, target, word), _best(found, MOST_TRANSLATIONS)
        if word not in ranked:
            yield keys.known_key(source, word), KNOWN


def _best(ranked: list[Ranked], most: int | None = None) -> str:
    return "\t".join(list(dict.fromkeys(value for _rank, _number, value in sorted(ranked)))[:most])
