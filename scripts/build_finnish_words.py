"""Count how common Finnish base forms are: kenno/search/data/finnish_words.txt.gz.

    python scripts/build_finnish_words.py yso.tsv.gz finna_culture_fi.tsv.gz

Sources: Finnish labels of the General Finnish Ontology YSO (National Library of Finland, CC BY
4.0) and titles of records of culture from Finna (CC0). Only forms of one base form are counted;
compounds count for their last part. The same sources give the same bytes, with the same Voikko.
"""

import argparse
import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_swedish_words import listed

from kenno.search.analysis.readings import WORDS_FILE, fewest_parts, head_of
from kenno.search.analysis.voikko import Voikko
from kenno.search.analysis.words import normal_form, words

# A word met once is as likely a typing error or a name as a word.
FEWEST = 2
LABEL_FIELDS = ("pref_fi", "labels_fi_2017")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("titles", type=Path)
    options = parser.parse_args()
    forms = Counter(map(normal_form, labels(options.vocabulary)))
    forms.update(map(normal_form, titles(options.titles)))
    counts = base_forms(forms)
    WORDS_FILE.parent.mkdir(exist_ok=True)
    WORDS_FILE.write_bytes(gzip.compress(listed(counts).encode(), mtime=0))
    print(f"{len(counts)} base forms, {WORDS_FILE.stat().st_size} bytes")


def labels(path: Path) -> Iterator[str]:
    """Yield the words of the labels of concepts."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["type"] == "concept":
                for field in LABEL_FIELDS:
                    yield from words(row[field] or "")


def titles(path: Path) -> Iterator[str]:
    """Yield the words of titles."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield from words(line.partition("\t")[0])


def base_forms(forms: Counter[str]) -> dict[str, int]:
    """Count the base forms of those forms that have one only."""
    library = Voikko()
    counts: Counter[str] = Counter()
    for form, count in forms.items():
        heads = {head_of(reading) for reading in fewest_parts(library.readings(form))}
        if len(heads) == 1:
            counts[heads.pop()] += count
    return {word: count for word, count in counts.items() if count >= FEWEST}


if __name__ == "__main__":
    main()
