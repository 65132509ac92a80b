"""Learning subjects from texts that librarians described; used by scripts and bench only."""

import gzip
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from kenno.search.analysis import words
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import Lexicon
from kenno.search.subjects.features import FEATURES, candidates
from kenno.search.subjects.model import ConceptCounts, SubjectModel
from kenno.search.subjects.neighbours import neighbours, tokens_of
from kenno.search.subjects.reading import TextRead, read_text

CODE = re.compile(r"/(p\d+)>")
# A token of one record only leads to nothing but that record.
FEWEST_RECORDS: Final = 2
# Every eighth text tells how much each feature weighs, after the others have been learned from.
WEIGHING_PART: Final = 8
# Of the concepts that were not given one in so many is looked at, and counts so many times.
PASSED_OVER: Final = 5
STEPS: Final = 12
SMALL_STEP: Final = 1e-5
RIDGE: Final = 1e-3
DECIMALS: Final = 4


class Example(NamedTuple):
    """A text read, the concepts given to it, and a number that equal texts share."""

    language: str
    read: TextRead
    codes: tuple[str, ...]
    lot: int


def examples(
    path: Path, language: str, *, lexicon: Lexicon, known: Container[str]
) -> Iterator[Example]:
    """Yield the texts of a file of lines with text, tab and the addresses of YSO concepts.

    Concepts that are not `known` are left out, and texts without any. The lot of a text does not
    depend on its digits: yearbooks and the volumes of a series have the same.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text, _tab, addresses = line.rpartition("\t")
            given = dict.fromkeys(CODE.findall(addresses))
            codes = tuple(code for code in given if code in known)
            if codes:
                yield Example(language, read_text(text, language, lexicon), codes, lot_of(text))


def lot_of(text: str) -> int:
    """Return a number that texts share which differ only in case, signs and words with digits."""
    forms = [normal_form(word) for word in words(text)]
    plain = " ".join(form for form in forms if not any(sign.isdigit() for sign in form))
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:8], "big")


def learn(all_examples: Sequence[Example]) -> SubjectModel:
    """Learn a model from examples; the same examples in the same order give the same model.

    The weights are those of a logistic regression on texts that the rest was not learned from;
    then everything is learned from all examples.
    """
    # Lots are hashes: another part of the number than the one by which the bench splits.
    weighing = [one for one in all_examples if one.lot // 1000 % WEIGHING_PART == 0]
    others = [one for one in all_examples if one.lot // 1000 % WEIGHING_PART]
    weights = _weights(weighing, collected(others, {}))
    return collected(all_examples, weights)


def collected(all_examples: Sequence[Example], weights: Mapping[str, float]) -> SubjectModel:
    """Count concepts and index the examples as records of a model with these weights."""
    given = Counter(code for one in all_examples for code in one.codes)
    named: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for one in all_examples:
        named.update(one.read.mentions.keys())
        both.update(one.read.mentions.keys() & set(one.codes))
    codes = sorted(given.keys() | named.keys(), key=lambda code: int(code[1:]))
    counts = {code: ConceptCounts(given[code], named[code], both[code]) for code in codes}
    number_of = {code: number for number, code in enumerate(codes)}
    concepts_of = [sorted(number_of[code] for code in one.codes) for one in all_examples]
    counted = SubjectModel({}, codes, counts, {}, concepts_of)
    records_of: dict[str, list[int]] = defaultdict(list)
    for record, one in enumerate(all_examples):
        for token in tokens_of(one.read, counted):
            records_of[token].append(record)
    telling = {
        token: records for token, records in records_of.items() if len(records) >= FEWEST_RECORDS
    }
    return SubjectModel(weights, codes, counts, telling, concepts_of)


def _weights(weighing: Iterable[Example], model: SubjectModel) -> dict[str, float]:
    rows: list[tuple[float, ...]] = []
    answers: list[tuple[float, float]] = []
    for one in weighing:
        around = neighbours(one.read, model)
        for number, candidate in enumerate(candidates(one.read, around, model)):
            if candidate.code in one.codes:
                rows.append(candidate.features)
                answers.append((1.0, 1.0))
            elif number % PASSED_OVER == 0:
                rows.append(candidate.features)
                answers.append((0.0, float(PASSED_OVER)))
    found = logistic_regression(rows, answers)
    return {name: round(weight, DECIMALS) for name, weight in zip(FEATURES, found, strict=True)}


def logistic_regression(
    rows: Sequence[Sequence[float]], answers: Sequence[tuple[float, float]]
) -> list[float]:
    """Return the weights of the features by which the answers are likeliest.

    `rows` have the features of each case, the first of which is always 1; `answers` whether it is
    so (1 or 0) and how many times the case counts. Newton's method with a small ridge penalty on
    standardised features.
    """
    size = len(rows[0])
    total = sum(times for _answer, times in answers)
    means = [0.0] * size
    for row, (_answer, times) in zip(rows, answers, strict=True):
        for place, value in enumerate(row):
            means[place] += value * times / total
    spreads = [0.0] * size
    for row, (_answer, times) in zip(rows, answers, strict=True):
        for place, value in enumerate(row):
            spreads[place] += (value - means[place]) ** 2 * times / total
    means[0], spreads[0] = 0.0, 1.0
    spreads = [math.sqrt(spread) or 1.0 for spread in spreads]
    standard = [
        [(value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True)]
        for row in rows
    ]
    weights = [0.0] * size
    for _step in range(STEPS):
        step = _newton_step(standard, answers, weights, total)
        weights = [weight - change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < SMALL_STEP:
            break
    weights = [weight / spread for weight, spread in zip(weights, spreads, strict=True)]
    weights[0] -= sum(weight * mean for weight, mean in zip(weights, means, strict=True))
    return weights


def _newton_step(
    rows: Sequence[Sequence[float]],
    answers: Sequence[tuple[float, float]],
    weights: Sequence[float],
    total: float,
) -> list[float]:
    size = len(weights)
    gradient = [RIDGE * weight for weight in weights]
    curvature = [[RIDGE * (row == column) for column in range(size)] for row in range(size)]
    for row, (answer, times) in zip(rows, answers, strict=True):
        likely = 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, row, strict=True))))
        pull, bend = (likely - answer) * times / total, likely * (1 - likely) * times / total
        for place, value in enumerate(row):
            gradient[place] += pull * value
            bent = bend * value
            of_place = curvature[place]
            for other in range(place + 1):
                of_place[other] += bent * row[other]
    for place in range(size):
        for other in range(place):
            curvature[other][place] = curvature[place][other]
    return _solved(curvature, gradient)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a system of linear equations by elimination with pivots."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place in range(size):
        pivot = max(range(place, size), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        for below in range(place + 1, size):
            share = rows[below][place] / rows[place][place]
            for column in range(place, size + 1):
                rows[below][column] -= share * rows[place][column]
    found = [0.0] * size
    for place in reversed(range(size)):
        rest = sum(rows[place][column] * found[column] for column in range(place + 1, size))
        found[place] = (rows[place][size] - rest) / rows[place][place]
    return found
