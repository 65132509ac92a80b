"""Building the lexicon from the vocabulary's labels, the word lists and the shipped data."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Final

from kenno.search.analysis import tokens, words
from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import keys, shipped, wordlists
from kenno.search.lexicon.compounds import LINKS, SHORTEST_PART
from kenno.search.lexicon.shipped import PairScores
from kenno.vocabulary.queries import Label

MOST_CODES: Final = 8
MOST_TRANSLATIONS: Final = 8
SHORTEST_LABEL: Final = 2
# What a third language joins may be by its other meaning: only what is as likely as this is taken.
SHARE_OF_LIKELIEST: Final = 0.5
LANGUAGES: Final = ("fi", "sv", "en")
KNOWN: Final = "1"
QUALIFIER = re.compile(r"\s*\([^()]*\)")

# From a word to its main token.
Analyse = Callable[[str], str]
Pair = tuple[str, str]
Ranked = tuple[tuple[float, ...], int, str]


def main_token_of(language: str) -> Analyse:
    """Return a function that gives the main token of a word, with a memory of its own.

    The process's memory of analysed words would be flooded by a whole vocabulary.
    """
    known: dict[str, str] = {}

    def main_token(word: str) -> str:
        if word not in known:
            known[word] = next(iter(tokens.__wrapped__(word, language)), "")
        return known[word]

    return main_token


def lexicon_entries(labels: Iterable[Label]) -> Iterator[tuple[str, str]]:
    """Yield the entries of the lexicon's table, none when there are no labels."""
    labels = list(labels)
    if not labels:
        return
    present = {label.code for label in labels}
    related = shipped.related_concepts(present)
    learned = _both_ways(shipped.learned_pairs())
    analyses = {language: main_token_of(language) for language in LANGUAGES}
    for language, main_token in analyses.items():
        of_language = [label for label in labels if label.language == language]
        yield from _of_labels(of_language, language, main_token, related)
    listed = _both_ways({pair: _pair_scores(*pair) for pair in combinations(LANGUAGES, 2)})
    for source, target in permutations(LANGUAGES, 2):
        lists = (
            listed[source, target],
            learned.get((source, target), {}),
            _through_third(source, target, listed),
        )
        yield from _of_translations(source, target, analyses[source], lists)
    for code, known in related.items():
        codes = [other for other in known.codes if other in present]
        if codes:
            yield keys.related_key(code), "\t".join(codes)


def _of_labels(
    labels: list[Label], language: str, main_token: Analyse, related: Mapping[str, shipped.Related]
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
            main = [main_token(surface) for surface in surfaces]
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
    source: str, target: str, main_token: Analyse, lists: Sequence[PairScores]
) -> Iterator[tuple[str, str]]:
    """Yield the translations of the words of `source`; what comes in the first list goes first."""
    ranked: dict[str, list[Ranked]] = defaultdict(list)
    of_headword: dict[str, list[Ranked]] = defaultdict(list)
    for place, pairs in enumerate(lists):
        for number, ((word, translation), score) in enumerate(pairs.items()):
            # Phrases are left to the vocabulary.
            if " " in word or word in STOP_WORDS[source]:
                continue
            # A Finnish headword is a base form as it is.
            key = word if source == "fi" else main_token(word)
            if key:
                ranked[key].append(((place, -score), number, translation))
                of_headword[word].append(((place, -score), number, translation))
    for key, found in ranked.items():
        yield keys.translations_key(source, target, key), _best(found, MOST_TRANSLATIONS)
    for word, found in of_headword.items():
        if source != "fi":
            yield keys.headword_key(source, target, word), _best(found, MOST_TRANSLATIONS)
        if word not in ranked:
            yield keys.known_key(source, word), KNOWN


def _pair_scores(one: str, other: str) -> PairScores:
    """Score the pairs of the word lists of both directions.

    In each, 1 for the first translation of a word, 1/2 for the second and so on: what both
    directions have comes before what only one has.
    """
    scores: PairScores = defaultdict(float)
    for source, target in ((one, other), (other, one)):
        for entry in wordlists.entries(source, target):
            for place, translation in enumerate(entry.translations, start=1):
                pair = (entry.headword, translation)
                scores[pair if source == one else pair[::-1]] += 1 / place
    return scores


def _through_third(source: str, target: str, listed: Mapping[Pair, PairScores]) -> PairScores:
    """Score the pairs that the third language joins, for words that no list translates."""
    [third] = set(LANGUAGES) - {source, target}
    known = {word for word, _ in listed[source, target]}
    onward: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (middle, translation), score in listed[third, target].items():
        onward[middle].append((translation, score))
    pairs: PairScores = defaultdict(float)
    for (word, middle), score in listed[source, third].items():
        if word not in known:
            for translation, more in onward.get(middle, ()):
                pairs[word, translation] += score * more
    likeliest: dict[str, float] = defaultdict(float)
    for (word, _), score in pairs.items():
        likeliest[word] = max(likeliest[word], score)
    return {
        pair: score
        for pair, score in pairs.items()
        if score >= SHARE_OF_LIKELIEST * likeliest[pair[0]]
    }


def _both_ways(scores: Mapping[Pair, PairScores]) -> dict[Pair, PairScores]:
    """Add the same pairs the other way round."""
    return {**scores, **{pair[::-1]: _turned(found) for pair, found in scores.items()}}


def _turned(scores: PairScores) -> PairScores:
    return {pair[::-1]: score for pair, score in scores.items()}


def _best(ranked: list[Ranked], most: int | None = None) -> str:
    return "\t".join(list(dict.fromkeys(value for _rank, _number, value in sorted(ranked)))[:most])
