"""Learn which words mean the same from YSO's parallel labels; writes lexicon/data/learned.tsv.gz.

    python scripts/build_learned_words.py

A concept's labels in two languages are a tiny parallel text: "barnkultur" and "lastenkulttuuri",
split into barn + kultur and lapsi + kulttuuri. Likelihoods of word pairs come from a few rounds of
expectation maximisation in both directions (IBM model 1: P. Brown et al. 1993, "The mathematics of
statistical machine translation"); kept is what both directions find likely. The same vocabulary
gives the same bytes (YSO, CC BY 4.0). A line of the result: the two languages, the two words, and
the geometric mean of the two likelihoods. Needs Voikko for the parts of Finnish words.
"""

import csv
import gzip
import io
import math
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from kenno.search.analysis import is_stop_word, tokens, words  # noqa: E402
from kenno.search.lexicon.compounds import split_compound  # noqa: E402

VOCABULARY = ROOT / "kenno/vocabulary/data/yso.tsv.gz"
RESULT = ROOT / "kenno/search/lexicon/data/learned.tsv.gz"
LANGUAGES = ("fi", "sv", "en")
ROUNDS = 6
FEWEST_LABELS = 2
LEAST_LIKELIHOOD = 0.2
MOST_OF_A_WORD = 4
SHORTEST_WORD = 3

Pair = tuple[str, str]


def concept_labels() -> list[dict[str, str]]:
    with gzip.open(VOCABULARY, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["type"] == "concept"]
    return [
        {language: re.sub(r"\([^)]*\)", "", row[f"pref_{language}"]) for language in LANGUAGES}
        for row in rows
    ]


class Parts:
    """The words of a label as units of meaning, and how each unit is best written."""

    def __init__(self, labels: list[dict[str, str]]) -> None:
        self.known: dict[str, str] = {}
        self.written: dict[Pair, Counter[str]] = defaultdict(Counter)
        for label in labels:
            for language in LANGUAGES:
                for word in words(label[language].lower()):
                    main = tokens(word, language)[0]
                    self.written[language, main][main if language == "fi" else word] += 1
                    if language == "sv" and len(main) >= SHORTEST_WORD:
                        self.known[main] = self.known[word] = main

    def of(self, label: str, language: str, *, split: bool) -> list[str]:
        """Return the telling words of a label, compounds in their parts when `split`."""
        units: list[str] = []
        for word in words(label.lower()):
            if not is_stop_word(word, language):
                found = tokens(word, language)
                parts = self._parts(found, language) if split else ()
                units += [unit for unit in parts or found[:1] if len(unit) >= SHORTEST_WORD]
        return list(dict.fromkeys(units))

    def _parts(self, found: Sequence[str], language: str) -> Sequence[str]:
        if language == "sv":
            return split_compound(found[0], "sv", lambda part: self.known.get(part, ""))
        # Finnish: the parts of a compound with their bases, without the compound itself.
        return found[1:] if language == "fi" and len(found) > 2 else ()

    def spelled(self, unit: str, language: str) -> str:
        """Return the commonest, then shortest word that has this main token."""
        known = self.written.get((language, unit))
        if not known:
            return unit if language == "fi" else ""
        return min(known, key=lambda word: (-known[word], len(word), word))


def likelihoods(pairs: list[tuple[list[str], list[str]]]) -> dict[Pair, float]:
    """Return P(target word | source word) by IBM model 1."""
    likely: dict[Pair, float] = {}
    for source, target in pairs:
        for one in source:
            for other in target:
                likely[one, other] = 1.0
    for _ in range(ROUNDS):
        count: dict[Pair, float] = defaultdict(float)
        total: dict[str, float] = defaultdict(float)
        for source, target in pairs:
            for other in target:
                whole = sum(likely[one, other] for one in source)
                for one in source:
                    share = likely[one, other] / whole
                    count[one, other] += share
                    total[one] += share
        likely = {pair: max(value / total[pair[0]], 1e-9) for pair, value in count.items()}
    return likely


def learned(
    labels: list[dict[str, str]], parts: Parts, one: str, other: str
) -> list[tuple[str, str, float]]:
    pairs = []
    for label in labels:
        source, target = (
            parts.of(label[language], language, split=False) for language in (one, other)
        )
        if len(source) != len(target) or len(source) == 1:
            finer = [parts.of(label[language], language, split=True) for language in (one, other)]
            # A single word is a compound when it is one in the other language, too.
            if all(len(units) > 1 for units in finer):
                source, target = finer
        if source and target:
            pairs.append((source, target))
    together = Counter((a, b) for source, target in pairs for a in source for b in target)
    there = likelihoods(pairs)
    back = likelihoods([(target, source) for source, target in pairs])
    scores = {
        (a, b): math.sqrt(likelihood * back[b, a])
        for (a, b), likelihood in there.items()
        if together[a, b] >= FEWEST_LABELS
    }
    ranked = sorted(
        ((score, *pair) for pair, score in scores.items() if score >= LEAST_LIKELIHOOD),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    kept: list[tuple[str, str, float]] = []
    taken: Counter[tuple[int, str]] = Counter()
    for score, a, b in ranked:
        if taken[0, a] >= MOST_OF_A_WORD and taken[1, b] >= MOST_OF_A_WORD:
            continue
        taken[0, a] += 1
        taken[1, b] += 1
        word, translation = parts.spelled(a, one), parts.spelled(b, other)
        if word and translation:
            kept.append((word, translation, score))
    return kept


def main() -> None:
    labels = concept_labels()
    parts = Parts(labels)
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for one, other in combinations(LANGUAGES, 2):
        for word, translation, score in learned(labels, parts, one, other):
            writer.writerow([one, other, word, translation, f"{score:.3f}"])
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{text.getvalue().count(chr(10))} pairs, {RESULT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
