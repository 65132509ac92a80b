"""Write an evaluation set of culture from librarians' subjects: for `kenno search-eval`.

    python bench/topics_set.py SUBJECTS VOCABULARY FOLDER

SUBJECTS is finna_culture_fi.tsv.gz (titles of records with their YSO concepts), VOCABULARY
yso.tsv.gz. A query is the name of a concept in Finnish, Swedish or English, and right are all
records that librarians gave the concept. Most titles do not name it, so the figures are low:
compare engines with one another.
"""

import argparse
import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

LANGUAGES = ("fi", "sv", "en")
QUERIES = 400
# Concepts that enough records have to tell, and not every tenth one.
FEWEST, MOST = 8, 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    records = list(read_records(options.subjects))
    names = read_names(options.vocabulary)
    uses = Counter(code for _text, codes in records for code in codes)
    codes = sorted(code for code in uses if FEWEST <= uses[code] <= MOST and code in names)
    chosen = random.Random(1).sample(codes, QUERIES)
    options.folder.mkdir(parents=True, exist_ok=True)
    corpus = (
        {"_id": f"r{number}", "title": "", "text": text, "language": "fi"}
        for number, (text, _codes) in enumerate(records)
    )
    write_lines(options.folder / "corpus.fi.jsonl", corpus)
    for place, language in enumerate(LANGUAGES):
        queries = (
            {"_id": code, "text": names[code][place], "language": language} for code in chosen
        )
        write_lines(options.folder / f"queries.{language}.jsonl", queries)
    with (options.folder / "qrels.tsv").open("w", encoding="utf-8") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        for number, (_text, of_record) in enumerate(records):
            for code in sorted(of_record & set(chosen)):
                file.write(f"{code}\tr{number}\t1\n")


def read_records(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield the text and the codes of each record."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text, _tab, addresses = line.rstrip("\n").partition("\t")
            yield text, {one.strip("<>").rpartition("/")[2] for one in addresses.split()}


def read_names(path: Path) -> dict[str, list[str]]:
    """Return the preferred names of the concepts that have one in each language."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        named = (
            (row["id"], [row[f"pref_{one}"].partition(" (")[0] for one in LANGUAGES])
            for row in rows
        )
        return {code: names for code, names in named if all(names)}


def write_lines(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
