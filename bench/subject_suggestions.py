"""How well subjects are suggested, beside plain matching of labels, on texts kept apart.

    .venv/bin/python bench/subject_suggestions.py FOLDER

FOLDER has finna_culture_fi.tsv.gz, _sv and _en: lines of text, tab and the YSO subjects that
librarians gave it. Four fifths of the texts are learned from, one fifth is measured on; texts
that differ only in case, signs and digits are on one side. Precision, recall and F1 of the first
five suggestions are means over the texts, time is the median of a suggestion. Needs the
vocabulary in the database.
"""

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

LANGUAGES = ("fi", "sv", "en")
FIRST = 5
TEST_PART = 5


def figures(suggested: Sequence[str], given: Sequence[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the first suggestions of one text."""
    first = suggested[:FIRST]
    hits = len(set(first) & set(given))
    if not hits:
        return 0.0, 0.0, 0.0
    precision, recall = hits / len(first), hits / len(given)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print a row for each language and way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder

    import django

    django.setup()
    from kenno.search.lexicon import lexicon
    from kenno.search.subjects.reading import TextRead
    from kenno.search.subjects.suggesting import ranked
    from kenno.search.subjects.training import examples, learn
    from kenno.vocabulary.models import Concept

    def by_labels(read: TextRead) -> list[str]:
        """Return the first concept of each name, the most frequent first, else as they stand."""
        return [code for code, _times in Counter(codes[0] for codes in read.names).most_common()]

    known = set(Concept.objects.values_list("code", flat=True))
    texts = [
        example
        for language in LANGUAGES
        for example in examples(
            folder / f"finna_culture_{language}.tsv.gz", language, lexicon=lexicon(), known=known
        )
    ]
    learned_from = [one for one in texts if one.lot % TEST_PART]
    measured_on = [one for one in texts if one.lot % TEST_PART == 0]
    started = time.perf_counter()
    model = learn(learned_from)
    print(f"learned from {len(learned_from)} texts in {time.perf_counter() - started:.0f} s")
    print("| language | texts | way | precision@5 | recall@5 | F1@5 | ms |")
    print("|---|---|---|---|---|---|---|")
    for language in LANGUAGES:
        own = [one for one in measured_on if one.language == language]
        ways = {
            "plain label matching": by_labels,
            "suggested": lambda read: [one.code for one in ranked(read, model)],
        }
        for name, way in ways.items():
            rows, times = [], []
            for one in own:
                begun = time.perf_counter()
                suggested = way(one.read)
                times.append(time.perf_counter() - begun)
                rows.append(figures(suggested, one.codes))
            means = [f"{statistics.fmean(column):.3f}" for column in zip(*rows, strict=True)]
            milliseconds = f"{1000 * statistics.median(times):.1f}"
            print("|", " | ".join([language, str(len(own)), name, *means, milliseconds]), "|")


if __name__ == "__main__":
    main()
