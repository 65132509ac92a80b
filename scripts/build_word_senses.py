"""Read what words mean the same out of a translation grammar: lexicon/data/senses.tsv.gz.

    python scripts/build_word_senses.py FOLDER

FOLDER holds DictionaryEng.gf, DictionaryFin.gf and DictionarySwe.gf of the wide coverage translator
of the Grammatical Framework (GrammaticalFramework/wide-coverage dc150cd, folder translator; LGPL),
which were made from Princeton WordNet, FinnWordNet (CC BY 3.0), SALDO (CC BY 4.0) and Wiktionary
(CC BY-SA 3.0). Each says one sense's word in its language; only words are taken, no grammar. A line
of the result: the Finnish, Swedish and English words of a sense, several with a bar between. What
the Swedish one has from a translation machine, and names of places and people, are left out. The
same files give the same bytes.
"""

import argparse
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

RESULT = Path(__file__).resolve().parent.parent / "kenno/search/lexicon/data/senses.tsv.gz"
LANGUAGES = {"Fin": "fi", "Swe": "sv", "Eng": "en"}
SENSE = re.compile(r"lin (\S+) = (.*?);\s*(--.*)?$")
VARIANTS = re.compile(r"variants\s*\{(.*)\}$")
TEXT = re.compile(r'"([^"]*)"')
FINNISH_COMPOUND = re.compile(r'compound[NAV]?\s+"([^"]+)"\s*\(\s*\w+\s+"([^"]+)"')
FINNISH_WITH_FORMS = ("mkN", "mkA", "mkV", "mkPN", "foreign")
SWEDISH_IRREGULAR = re.compile(r"\bI\.(\w+?)_V")
SWEDISH_VERB = re.compile(r'mkV\s+"')
# A verb with a particle or a reflexive pronoun is another one without it.
OF_SEVERAL_WORDS = ("partV", "reflV", "depV")
FROM_A_MACHINE = "src=google"
NAME = "_PN"
SHORTEST = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    said = {
        language: dict(senses(folder / f"Dictionary{name}.gf", READERS[language]))
        for name, language in LANGUAGES.items()
    }
    every = sorted(set().union(*said.values()))
    rows = [[said[language].get(sense, ()) for language in LANGUAGES.values()] for sense in every]
    lines = {"\t".join(map("|".join, row)) for row in rows if sum(map(bool, row)) > 1}
    content = "".join(f"{line}\n" for line in sorted(lines))
    RESULT.write_bytes(gzip.compress(content.encode(), mtime=0))
    print(f"{len(lines)} senses, {RESULT.stat().st_size} bytes")


def senses(path: Path, read: Callable[[str], str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        match = SENSE.match(line.strip())
        if match is None or match[1].endswith(NAME) or FROM_A_MACHINE in (match[3] or ""):
            continue
        variants = VARIANTS.match(match[2].strip())
        said = variants[1].split(";") if variants else re.split(r"\s\|\s", match[2])
        words = dict.fromkeys(read(one.strip()).lower() for one in said)
        kept = tuple(word for word in words if len(word) >= SHORTEST and "|" not in word)
        if kept:
            yield match[1], kept


def finnish(expression: str) -> str:
    compound = FINNISH_COMPOUND.search(expression)
    if compound:
        has_more = TEXT.search(expression, compound.end())
        return "" if has_more else compound[1] + compound[2]
    texts = TEXT.findall(expression)
    # With several texts it is a phrase, unless they are forms of one word.
    if len(texts) > 1 and (
        expression.startswith(('mkWN "', 'mkWA "', 'mkWAdv "'))
        or not expression.startswith(FINNISH_WITH_FORMS)
    ):
        return ""
    return texts[0] if texts else ""


def swedish(expression: str) -> str:
    irregular = SWEDISH_IRREGULAR.search(expression)
    if irregular:
        return irregular[1]
    texts = TEXT.findall(expression)
    if not texts or any(one in expression for one in OF_SEVERAL_WORDS):
        return ""
    word = texts[0]
    if not SWEDISH_VERB.search(expression):
        return word
    # A verb is given by its present tense where that tells its other forms.
    if word.endswith("er") and len(texts) <= 3:
        return word[:-2] + "a"
    if len(texts) == 1 and word.endswith("r"):
        return word[:-1]
    return word


def english(expression: str) -> str:
    texts = TEXT.findall(expression)
    return texts[0] if texts and "partV" not in expression else ""


READERS = {"fi": finnish, "sv": swedish, "en": english}


if __name__ == "__main__":
    main()
