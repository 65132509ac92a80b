"""Learn which YSO concepts fit a text; writes search/subjects/data/subjects.model.gz.

    python scripts/build_subject_model.py FOLDER

FOLDER has finna_culture_fi.tsv.gz, _sv and _en: lines of text, tab and the YSO subjects that
librarians gave it (Finna metadata, CC0 1.0). Needs the vocabulary in the database. All texts are
learned from; how well it works is measured by bench/subject_suggestions.py, which keeps some apart.
The same files, vocabulary and Voikko give the same bytes.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

LANGUAGES = ("fi", "sv", "en")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--result", type=Path, help="another file to write")
    options = parser.parse_args()

    import django

    django.setup()
    from kenno.search.lexicon import lexicon
    from kenno.search.subjects.keeping import MODEL_FILE
    from kenno.search.subjects.model import model_bytes
    from kenno.search.subjects.training import examples, learn
    from kenno.vocabulary.models import Concept

    known = set(Concept.objects.values_list("code", flat=True))
    texts = [
        example
        for language in LANGUAGES
        for example in examples(
            options.folder / f"finna_culture_{language}.tsv.gz",
            language,
            lexicon=lexicon(),
            known=known,
        )
    ]
    content = model_bytes(learn(texts))
    result = options.result or MODEL_FILE
    result.write_bytes(content)
    print(f"{len(texts)} texts, {len(content)} bytes")


if __name__ == "__main__":
    main()
