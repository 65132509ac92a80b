"""Count the Swedish words that compounds are cut into: kenno/search/data/swedish_words.txt.gz.

    python scripts/build_swedish_words.py yso.tsv.gz finna_culture_sv.tsv.gz

Sources: Swedish labels of the General Finnish Ontology YSO (National Library of Finland, CC BY
4.0), titles of records of culture from Finna (CC0), and the Swedish words that the lexicon comes
with (scripts/build_word_senses.py), which are not counted. The same sources give the same bytes.
"""

import argparse
import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.swedish import COMMON, SHORTEST_PART, WORDS_FILE, KnownWords
from kenno.search.analysis.words import words

WORD = re.compile(r"[a-zåäöéü]{3,30}")
# A word met once is as likely a typing error or a name as a word.
FEWEST = 2
# What a list has is taken to be met twice more, and often enough to be a part of a compound.
COUNT_OF_LISTED = 2
SENSES = WORDS_FILE.parent.parent / "lexicon/data/senses.tsv.gz"
LABEL_FIELDS = {"pref_sv": 2, "labels_sv_2017": 1}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("titles", type=Path)
    options = parser.parse_args()
    counts = Counter(labels(options.vocabulary))
    counts.update(titles(options.titles, known=frozenset(counts) | STOP_WORDS["sv"]))
    common = {word: count for word, count in counts.items() if count >= FEWEST}
    for word in listed_words(SENSES):
        more = COMMON if len(word) == SHORTEST_PART else COUNT_OF_LISTED
        common[word] = common.get(word, 0) + more
    known = without_compounds(common)
    WORDS_FILE.parent.mkdir(exist_ok=True)
    WORDS_FILE.write_bytes(gzip.compress(listed(known).encode(), mtime=0))
    print(f"{len(known)} of {len(common)} words, {WORDS_FILE.stat().st_size} bytes")


def labels(path: Path) -> Iterator[str]:
    """Yield the words of the labels of concepts, those of preferred labels twice."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["type"] != "concept":
                continue
            for field, weight in LABEL_FIELDS.items():
                for word in set(words(row[field])):
                    if WORD.fullmatch(word):
                        yield from [word] * weight


def titles(path: Path, *, known: Container[str]) -> Iterator[str]:
    """Yield the words of titles, and of both halves of one that is given in two languages.

    Only of a title that has rather known words than others, as it is Swedish then. A word with a
    capital letter counts only where the title begins.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            for title in line.partition("\t")[0].split(" = "):
                forms = [word if place else word.lower() for place, word in enumerate(words(title))]
                if 2 * sum(form.lower() in known for form in forms) >= len(forms):
                    yield from filter(WORD.fullmatch, forms)


def listed_words(path: Path) -> set[str]:
    """Return the Swedish words of the senses."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        swedish = {word for line in file for word in line.split("\t")[1].split("|")}
    return {word for word in swedish if WORD.fullmatch(word)} - STOP_WORDS["sv"]


def without_compounds(counts: dict[str, int]) -> dict[str, int]:
    """Leave out the words that can be cut into other ones."""
    every = KnownWords(counts)
    return {word: count for word, count in counts.items() if not every.parts(word)}


def listed(counts: dict[str, int]) -> str:
    """Return lines of a count and the words met so often, in order."""
    alike = defaultdict(list)
    for word, count in counts.items():
        alike[count].append(word)
    return "".join(f"{count} {' '.join(sorted(found))}\n" for count, found in sorted(alike.items()))


if __name__ == "__main__":
    main()
