"""Which words of two languages mean the same, and how surely: all sources put into one score.

Word lists of each two languages, senses and learned pairs tell it themselves; what two lists say by
way of a third language is worth less by itself, but several ways that agree outweigh a list.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations, product
from typing import Final

from kenno.core.languages import LANGUAGES
from kenno.search.lexicon import shipped, wordlists
from kenno.search.lexicon.shipped import Pair, PairScores

# Languages that only lead from one of ours to another.
LANGUAGES_BETWEEN: Final = ("de", "fr")
# A word list gives 1 for its first translation of a word, 1/2 for the second and so on.
SENSE_SCORE: Final = 0.4
MOST_SENSES: Final = 2
LEARNED_SCORE: Final = 3.0
BETWEEN_SCORE: Final = 2.0
# What a language between joins may be by its other meaning: only what is so likely is taken.
SHARE_OF_LIKELIEST: Final = 0.25
# How many translations of a word are looked at for others that share them, and how much they must.
LOOKED_AT: Final = 6
MOST_SYNONYMS: Final = 2
LEAST_AGREEMENT: Final = 0.3


def translation_scores() -> dict[Pair, PairScores]:
    """Return the pairs of words of each two languages, in both directions, with their scores."""
    with_others = {pair: _listed(*pair) for pair in product(LANGUAGES, LANGUAGES_BETWEEN)}
    among_ours = {pair: _known(*pair) for pair in combinations(LANGUAGES, 2)}
    between = _both_ways({**with_others, **among_ours})
    learned = _both_ways(shipped.learned_pairs())
    return {
        (source, target): _summed(
            between[source, target],
            (LEARNED_SCORE, learned.get((source, target), {})),
            (BETWEEN_SCORE, _joined(source, target, between)),
        )
        for source, target in permutations(LANGUAGES, 2)
    }


def synonyms(scores: Mapping[Pair, PairScores]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield language and word, with the words of it that share most of the word's translations."""
    best = {pair: _best(found) for pair, found in scores.items()}
    for language in LANGUAGES:
        agreement: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for other in LANGUAGES:
            if other == language:
                continue
            back = best[other, language]
            for word, translations in best[language, other].items():
                if " " in word:
                    continue
                for place, translation in enumerate(translations, start=1):
                    for more, synonym in enumerate(back.get(translation, ()), start=1):
                        agreement[word][synonym] += 1 / (place * more)
        for word, found in agreement.items():
            near = _nearest(word, found)
            if near:
                yield language, word, near


def _nearest(word: str, agreement: Mapping[str, float]) -> list[str]:
    """Return the words that agree enough with one."""
    enough = sorted(
        (-much, other)
        for other, much in agreement.items()
        if much >= LEAST_AGREEMENT and other != word and " " not in other
    )
    return [other for _much, other in enough[:MOST_SYNONYMS]]


def _known(one: str, other: str) -> PairScores:
    senses: PairScores = defaultdict(float)
    for sense in shipped.senses():
        for word in sense[one]:
            for translation in sense[other]:
                senses[word, translation] += 1
    few = {pair: min(count, MOST_SENSES) for pair, count in senses.items()}
    return _summed(_listed(one, other), (SENSE_SCORE, few))


def _listed(one: str, other: str) -> PairScores:
    """Score the pairs of the word lists of both directions."""
    scores: PairScores = defaultdict(float)
    for source, target in ((one, other), (other, one)):
        for entry in wordlists.entries(source, target):
            for place, translation in enumerate(entry.translations, start=1):
                pair = (entry.headword, translation)
                scores[pair if source == one else pair[::-1]] += 1 / place
    return scores


def _joined(source: str, target: str, listed: Mapping[Pair, PairScores]) -> PairScores:
    """Return the pairs that other languages join, each as a share of its word's likeliest."""
    pairs: PairScores = defaultdict(float)
    for middle in (*LANGUAGES, *LANGUAGES_BETWEEN):
        if middle in (source, target):
            continue
        onward: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for (word, translation), score in listed[middle, target].items():
            onward[word].append((translation, score))
        for (word, between), score in listed[source, middle].items():
            # Phrases are left to the vocabulary.
            if " " in word:
                continue
            for translation, more in onward.get(between, ()):
                pairs[word, translation] += score * more
    likeliest: dict[str, float] = defaultdict(float)
    for (word, _), score in pairs.items():
        likeliest[word] = max(likeliest[word], score)
    return {
        pair: share
        for pair, score in pairs.items()
        if (share := score / likeliest[pair[0]]) >= SHARE_OF_LIKELIEST
    }


def _best(scores: PairScores) -> dict[str, list[str]]:
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (word, translation), score in scores.items():
        found[word].append((-score, translation))
    return {
        word: [translation for _score, translation in sorted(ranked)[:LOOKED_AT]]
        for word, ranked in found.items()
    }


def _summed(first: PairScores, *others: tuple[float, PairScores]) -> PairScores:
    scores = dict(first)
    for weight, more in others:
        for pair, score in more.items():
            scores[pair] = scores.get(pair, 0.0) + weight * score
    return scores


def _both_ways(scores: Mapping[Pair, PairScores]) -> dict[Pair, PairScores]:
    """Add the same pairs the other way round."""
    return {**scores, **{pair[::-1]: _turned(found.items()) for pair, found in scores.items()}}


def _turned(scores: Iterable[tuple[Pair, float]]) -> PairScores:
    return {pair[::-1]: score for pair, score in scores}
