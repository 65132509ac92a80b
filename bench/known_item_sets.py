"""Write evaluation sets of Finnish questions with one right text each: for `kenno search-eval`.

    python bench/known_item_sets.py passages REPOSITORY FOLDER   (TurkuNLP/squad2-fi 6034cec)
    python bench/known_item_sets.py librarians REPOSITORY FOLDER (NatLibFi/Annif-corpora ce2469d)

With `--without CORPUS` the texts that begin like one of another set's corpus are left out, and what
is asked of them: what remains can stand beside that set as a larger haystack.

REPOSITORY is a checkout. The first holds 20,239 passages of machine-translated SQuAD 2.0 and their
questions (CC BY-SA 4.0: to measure with, never in the product); the second 3,150 questions to
librarians with their answers, of which the question up to its first question mark is asked and the
rest is the text to find. Of the questions 1,000 are drawn, always the same ones.
"""

import argparse
import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from topics_set import write_lines

QUERIES = 1_000
SEED = 7
PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
HEADINGS = {"Asiakir": "document", "Teksti ": "text", "Tekstin": "text", "Kysymys": "question"}
SHORTEST_PASSAGE = 30
SHORTEST_QUESTION = 8
END_OF_QUESTION = re.compile(r"[^\s]\?(?=\s|$)")
LETTERS_OF_QUESTION = (15, 400)
SHORTEST_ANSWER = 80
LETTERS_OF_BEGINNING = 60

# Texts by key, and questions: the key of the right text, and what is asked.
Set = tuple[dict[str, str], list[tuple[str, str]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["passages", "librarians"])
    parser.add_argument("repository", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", type=Path, metavar="CORPUS")
    options = parser.parse_args()
    read = passages if options.kind == "passages" else librarians
    texts, questions = read(options.repository)
    if options.without:
        lines = options.without.read_text(encoding="utf-8").splitlines()
        known = {json.loads(line)["text"][:LETTERS_OF_BEGINNING] for line in lines}
        texts = {
            key: text for key, text in texts.items() if text[:LETTERS_OF_BEGINNING] not in known
        }
        questions = [(key, asked) for key, asked in questions if key in texts]
    chosen = random.Random(SEED).sample(questions, QUERIES)
    write_set(options.folder, texts, chosen)


def passages(repository: Path) -> Set:
    """Read passages and their questions from the translated documents."""
    texts: dict[str, str] = {}
    questions: list[tuple[str, str]] = []
    for kind, text in _paragraphs(repository):
        if kind == "text" and len(text) > SHORTEST_PASSAGE:
            texts[f"p{len(texts)}"] = text
        elif kind == "question" and texts and len(text) > SHORTEST_QUESTION:
            questions.append((f"p{len(texts) - 1}", text))
    return texts, questions


def _paragraphs(repository: Path) -> Iterator[tuple[str, str]]:
    """Yield the first paragraph after each heading, with what the heading says it is."""
    kind = ""
    for path in sorted((repository / "squad2-fi-raw" / "html").glob("*.html")):
        for found in PARAGRAPH.findall(path.read_text(encoding="utf-8")):
            text = " ".join(html.unescape(TAG.sub("", found)).split())
            if "<b>" in found:
                kind = HEADINGS.get(text[:7], "")
            elif kind:
                yield kind, text
                kind = ""


def librarians(repository: Path) -> Set:
    """Read questions to librarians, each with the rest of its page as the text to find."""
    texts: dict[str, str] = {}
    questions: list[tuple[str, str]] = []
    fewest, most = LETTERS_OF_QUESTION
    for path in sorted((repository / "fulltext" / "kirjastonhoitaja" / "all").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        end = next((match.end() for match in END_OF_QUESTION.finditer(text)), 0)
        asked, answer = " ".join(text[:end].split()), text[end:].strip()
        if fewest < end < most and "http" not in asked and len(answer) > SHORTEST_ANSWER:
            texts[path.stem] = answer
            questions.append((path.stem, asked))
        else:
            texts[path.stem] = text
    return texts, questions


def write_set(folder: Path, texts: dict[str, str], questions: list[tuple[str, str]]) -> None:
    """Write the set in the BEIR layout, all of it Finnish."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = (
        {"_id": key, "title": "", "text": text, "language": "fi"} for key, text in texts.items()
    )
    write_lines(folder / "corpus.fi.jsonl", corpus)
    queries = (
        {"_id": f"q{number}", "text": asked, "language": "fi"}
        for number, (_key, asked) in enumerate(questions)
    )
    write_lines(folder / "queries.fi.jsonl", queries)
    with (folder / "qrels.fi.tsv").open("w", encoding="utf-8") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        file.writelines(f"q{number}\t{key}\t1\n" for number, (key, _asked) in enumerate(questions))


if __name__ == "__main__":
    main()
