"""Find which concepts go together, for widening a search; writes lexicon/data/related.tsv.gz.

    python scripts/build_related_concepts.py finna_culture_fi.tsv.gz [finna_culture_sv.tsv.gz ...]

The files have a text and the YSO subjects that librarians gave it on each line (Finna metadata,
CC0 1.0). Two concepts go together by their normalised pointwise mutual information, ln(p(x,y) /
p(x)p(y)) / -ln p(x,y) (G. Bouma 2009, "Normalized (pointwise) mutual information in collocation
extraction"), a little more when a word of one's Finnish label is a word of the other's ("museot",
"museopedagogiikka"). A line of the result: code, number of texts with it, up to eight codes.
The same files give the same bytes.
"""

import argparse
import csv
import gzip
import io
import math
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from kenno.search.analysis import tokens, words  # noqa: E402

VOCABULARY = ROOT / "kenno/vocabulary/data/yso.tsv.gz"
RESULT = ROOT / "kenno/search/lexicon/data/related.tsv.gz"
CODE = re.compile(r"/(p\d+)>")
MOST = 8
FEWEST_TEXTS = 3
# Series and collections have many records with the very same subjects, which tell no more.
MOST_ALIKE = 2
LEAST_LIKELIHOOD = 0.15
SHARED_WORD_WORTH = 0.1
# Words in more labels than this tell nothing ("historia").
MOST_LABELS_OF_A_WORD = 60
# Only so many of the concepts that never occur together may come in by their label.
MOST_BY_LABEL = 3


def finnish_labels() -> dict[str, str]:
    with gzip.open(VOCABULARY, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["id"]: row["pref_fi"] for row in rows if row["type"] == "concept"}


def subjects(paths: list[Path], known: dict[str, str]) -> Iterator[list[str]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                codes = CODE.findall(line.rpartition("\t")[2])
                yield sorted({code for code in codes if code in known})


def label_words(labels: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return main tokens and compound parts of each label, without its qualifier."""
    return {
        code: frozenset(
            token
            for word in words(re.sub(r"\([^)]*\)", "", label))
            for token in tokens(word, "fi")
            if len(token) > 2
        )
        for code, label in labels.items()
    }


def related(paths: list[Path]) -> list[tuple[str, int, list[str]]]:
    labels = finnish_labels()
    number: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    texts = 0
    alike: Counter[tuple[str, ...]] = Counter()
    for codes in subjects(paths, labels):
        alike[tuple(codes)] += 1
        if alike[tuple(codes)] > MOST_ALIKE:
            continue
        texts += 1
        number.update(codes)
        together.update(combinations(codes, 2))
    of_label = label_words(labels)
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for (one, other), count in together.items():
        if count < FEWEST_TEXTS:
            continue
        likelihood = math.log(count * texts / (number[one] * number[other]))
        likelihood /= -math.log(count / texts)
        if likelihood < LEAST_LIKELIHOOD:
            continue
        shared = SHARED_WORD_WORTH if of_label[one] & of_label[other] else 0.0
        # What was seen together a few times only may be chance.
        score = likelihood * min(1.0, math.log2(count) / 4) + shared
        scores[one][other] = scores[other][one] = score
    by_word: dict[str, list[str]] = defaultdict(list)
    for code, found in of_label.items():
        for word in found:
            by_word[word].append(code)
    rows = []
    for code in sorted(labels, key=lambda code: int(code[1:])):
        best = sorted(scores[code], key=lambda other: (-scores[code][other], int(other[1:])))
        best = best[:MOST]
        whole = [token for word in words(labels[code])[:1] for token in tokens(word, "fi")[:1]]
        within = by_word.get(whole[0], []) if len(words(labels[code])) == 1 and whole else []
        if len(within) <= MOST_LABELS_OF_A_WORD:
            wider = sorted(within, key=lambda other: (-number[other], int(other[1:])))
            wider = [other for other in wider if other != code and other not in best]
            best = (best + wider[:MOST_BY_LABEL])[:MOST]
        if best or number[code]:
            rows.append((code, number[code], best))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", type=Path, nargs="+")
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for code, count, codes in related(parser.parse_args().subjects):
        writer.writerow([code, count, " ".join(codes)])
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{text.getvalue().count(chr(10))} concepts, {RESULT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
