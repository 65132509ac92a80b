import json
from pathlib import Path

import pytest

from kenno.search.evaluation.sets import (
    Corpus,
    SetError,
    distinct_ids,
    judged_queries,
    read_judgements,
    read_queries,
)


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))
    return path


def test_corpus_reads_documents_by_key_from_anywhere_in_the_files(tmp_path):
    one = written(
        tmp_path / "fi.jsonl",
        {"_id": "a", "title": "Ä", "text": "yksi", "language": "fi"},
        {"_id": 7, "title": None, "text": "kaksi"},
    )
    other = written(tmp_path / "sv.jsonl", {"_id": "a", "text": "ett", "language": "sv-FI"})
    corpus = Corpus([one, other])
    assert len(corpus) == 3
    assert corpus.languages == ("fi", "sv")
    first, second, third = corpus.keys()
    found = corpus.passages([third, second, first])
    assert {(passage.title, passage.text, passage.language) for passage in found} == {
        ("Ä", "yksi", "fi"),
        ("", "kaksi", "fi"),
        ("", "ett", "sv"),
    }
    assert [passage.key for passage in corpus] == [first, second, third]
    assert distinct_ids([third, second, first]) == ["a", "7"]


def test_corpus_takes_blank_lines_and_half_surrogates(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text('\n{"_id": "a/b", "text": "\\ud800 ok ä"}\r\n\n')
    corpus = Corpus([path])
    assert corpus.passages(corpus.keys())[0].text == "? ok ä"
    assert distinct_ids(corpus.keys()) == ["a/b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"_id": "a", "text": "x"}\n{"_id"', "line 2: not JSON"),
        (b'{"_id": "a", "text": "x"}\n["a"]\n', "line 2: not an object"),
        (b'{"text": "x"}\n', "line 1: _id is missing"),
        (b'{"_id": " ", "text": "x"}\n', "line 1: _id is missing"),
        (b'{"_id": true, "text": "x"}\n', "line 1: _id is missing"),
        (b'{"_id": "a"}\n', "line 1: text is missing"),
        (b'{"_id": "a", "text": 5}\n', "line 1: text is missing or no text"),
        (b'{"_id": "a", "text": "x", "title": []}\n', "line 1: title is missing or no text"),
        (b'{"_id": "a", "text": "x", "language": 1}\n', "line 1: 1 is no language"),
        (b'{"_id": "a", "text": "x", "language": "a b"}\n', "line 1: 'a b' is no language"),
        (b'\n{"_id": "a", "text": "\xe4"}\n', "line 2: not UTF-8"),
        (b'{"_id": "a", "text": "x"}\n{"_id": "a", "text": "y"}\n', "line 2: the _id 'a' comes"),
        (b"[" * 100_000, "line 1: not JSON"),
        (b"", "no documents"),
    ],
)
def test_corpus_names_file_and_line_of_what_is_wrong(tmp_path, content, message):
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(content)
    with pytest.raises(SetError, match=message) as raised:
        Corpus([path])
    assert str(raised.value).startswith(str(path))


def test_corpus_says_when_a_file_is_missing(tmp_path):
    with pytest.raises(SetError, match=r"gone\.jsonl: No such file"):
        Corpus([tmp_path / "gone.jsonl"])
    with pytest.raises(SetError, match="Is a directory"):
        Corpus([tmp_path])


def test_queries_are_read_in_their_order(tmp_path):
    path = written(
        tmp_path / "queries.jsonl",
        {"_id": "q2", "text": " Vad? ", "language": "sv"},
        {"_id": "q1", "text": "Mitä?"},
    )
    read = read_queries(path)
    assert [(query.id, query.text, query.language) for query in read] == [
        ("q2", "Vad?", "sv"),
        ("q1", "Mitä?", "fi"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"_id": "q", "text": " "}], "line 1: the text is empty"),
        ([{"_id": "q", "text": "a"}, {"_id": "q", "text": "b"}], "line 2: the _id 'q' comes again"),
    ],
)
def test_queries_name_the_line_of_what_is_wrong(tmp_path, rows, message):
    path = written(tmp_path / "queries.jsonl", *rows)
    with pytest.raises(SetError, match=message):
        read_queries(path)


@pytest.mark.parametrize("heading", ["query-id\tcorpus-id\tscore\r\n", ""])
def test_judgements_are_read_with_and_without_a_heading(tmp_path, heading):
    path = tmp_path / "qrels.tsv"
    path.write_text(f"{heading}q\ta\t2\nq\tb\t0\n\nr\ta\t1\nr\ta\t1\n")
    assert read_judgements(path) == {"q": {"a": 2, "b": 0}, "r": {"a": 1}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("q a 1\n", "line 1: query-id, corpus-id and score"),
        ("q\ta\t1\nq\tb\tgood\n", "line 2: the score 'good' is no whole number"),
        ("q\ta\t1\nq\ta\t2\n", "line 2: q and a are judged twice"),
    ],
)
def test_judgements_name_the_line_of_what_is_wrong(tmp_path, content, message):
    path = tmp_path / "qrels.tsv"
    path.write_text(content)
    with pytest.raises(SetError, match=message):
        read_judgements(path)


def test_judged_queries_have_a_relevant_document(tmp_path):
    rows = [{"_id": name, "text": name} for name in ("one", "none", "zero")]
    queries = read_queries(written(tmp_path / "queries.jsonl", *rows))
    judged = judged_queries(queries, {"one": {"a": 1, "b": 0}, "zero": {"a": 0}})
    assert [query.id for query in judged] == ["one"]
