"""Subjects suggested from a few texts that were described."""

import gzip
from pathlib import Path

import pytest

from kenno.search.lexicon import Lexicon, build_lexicon
from kenno.search.subjects import keeping, suggest_subjects
from kenno.search.subjects.model import ConceptCounts, SubjectModel, model_bytes
from kenno.search.subjects.reading import Mention, read_text
from kenno.search.subjects.suggesting import ranked
from kenno.search.subjects.training import (
    Example,
    examples,
    learn,
    logistic_regression,
    lot_of,
)
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db

TEXTS = [
    ("Concerts in the park", "p1 p2"),
    ("Concerts for children", "p1 p3"),
    ("Orchestras give concerts", "p1"),
    ("Poems and poets", "p4"),
    ("Poets read their poems", "p4"),
    ("Parks in the city", "p2"),
    ("Children draw in the park", "p2 p3"),
    ("Summer poems", "p4"),
] * 4


@pytest.fixture
def words_of_concepts() -> Lexicon:
    """A vocabulary of four concepts, of which poetry is never called by its name in the texts."""
    ConceptFactory(code="p1", label_fi="konsertit", label_en="concerts")
    ConceptFactory(code="p2", label_fi="puistot", label_en="parks")
    ConceptFactory(code="p3", label_fi="lapset", label_en="children")
    ConceptFactory(code="p4", label_fi="runous", label_en="poetry")
    return build_lexicon()


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """The texts with their concepts, and one that the vocabulary does not have (p9)."""
    lines = [
        f"{text}\t" + " ".join(f"<http://www.yso.fi/onto/yso/{code}>" for code in codes.split())
        for text, codes in [*TEXTS, ("Lost", "p9"), ("A lost concert", "p1 p9")]
    ]
    path = tmp_path / "texts.tsv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def read(path: Path, lexicon: Lexicon) -> list[Example]:
    return list(examples(path, "en", lexicon=lexicon, known={"p1", "p2", "p3", "p4"}))


@pytest.fixture
def model(
    described: Path,
    words_of_concepts: Lexicon,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> SubjectModel:
    """A model learned from the texts, in the place of the one that comes with the program."""
    learned = learn(read(described, words_of_concepts))
    file = tmp_path / "small.model.gz"
    file.write_bytes(model_bytes(learned))
    monkeypatch.setattr(keeping, "MODEL_FILE", file)
    return learned


def codes(text: str, **options: int) -> list[str]:
    return [subject.code for subject in suggest_subjects(text, "en", **options)]


def test_examples_leave_unknown_concepts_out(described: Path, words_of_concepts: Lexicon) -> None:
    found = read(described, words_of_concepts)

    assert len(found) == len(TEXTS) + 1
    assert found[-1].codes == ("p1",)


def test_read_text_tells_how_concepts_are_named(words_of_concepts: Lexicon) -> None:
    found = read_text("The <b>concert</b>, a park and CONCERTS", "en", words_of_concepts)

    assert found.number_of_words == 6
    assert found.mentions == {
        "p1": Mention(2, 1 / 6, 1, 1, True, "concert"),
        "p2": Mention(1, 3 / 6, 1, 1, True, "park"),
    }


def test_suggest_subjects_gives_concepts_named_and_those_of_texts_alike(
    model: SubjectModel,
) -> None:
    assert codes("An evening of poems")[0] == "p4"
    found = suggest_subjects("Our concert", "en")
    assert (found[0].code, found[0].words) == ("p1", "concert")


def test_suggest_subjects_tells_no_words_of_what_is_not_named(model: SubjectModel) -> None:
    [poetry, *_others] = suggest_subjects("Poems by poets", "en")

    assert (poetry.code, poetry.words) == ("p4", "")
    assert 0.0 < poetry.score < 1.0


def test_suggest_subjects_is_best_first_and_keeps_to_its_limit(model: SubjectModel) -> None:
    found = suggest_subjects("Concerts for children in the park", "en")

    assert {subject.code for subject in found} >= {"p1", "p2", "p3"}
    assert found == sorted(found, key=lambda subject: (-subject.score, subject.code))
    assert codes("Concerts for children in the park", limit=1) == [found[0].code]


def test_suggest_subjects_never_gives_what_vocabulary_does_not_have(
    described: Path, words_of_concepts: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = list(
        examples(described, "en", lexicon=words_of_concepts, known={"p1", "p2", "p3", "p4", "p9"})
    )
    learned = learn(everything)
    file = tmp_path / "other.model.gz"
    file.write_bytes(model_bytes(learned))
    monkeypatch.setattr(keeping, "MODEL_FILE", file)

    lost = read_text("A lost concert", "en", words_of_concepts)

    assert "p9" in [subject.code for subject in ranked(lost, learned)]
    assert "p9" not in codes("A lost concert")


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b\u200d", "<p></p>", "!!! ???", "\x00", "<" * 10_000, "\ud800"]
)
def test_suggest_subjects_of_no_words_is_nothing(model: SubjectModel, text: str) -> None:
    assert suggest_subjects(text, "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "con\u200bcert",
        "<b>concert</b>",
        "<script>alert('poems')</script> concert",
        "concert " * 1_250,
        "concert " + "a" * 10_000,
        "concert\ud800",
    ],
)
def test_suggest_subjects_of_hostile_text_is_ordinary(model: SubjectModel, text: str) -> None:
    assert "p1" in codes(text)


def test_suggest_subjects_reads_only_the_beginning(model: SubjectModel) -> None:
    assert suggest_subjects("!" * 20_000 + " concert", "en") == []


def test_suggest_subjects_of_other_language_is_nothing(model: SubjectModel) -> None:
    assert suggest_subjects("Mánáid girji", "se") == []


@pytest.mark.parametrize(
    "content",
    [b"", b"no model", gzip.compress(b"{}\n\n\n\n", mtime=0)],
    ids=["empty", "no model", "another file"],
)
def test_suggest_subjects_without_whole_model_is_nothing(
    words_of_concepts: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / "damaged.model.gz"
    file.write_bytes(content)
    monkeypatch.setattr(keeping, "MODEL_FILE", file)

    assert suggest_subjects("Our concert", "en") == []


def test_learn_gives_same_bytes_again(described: Path, words_of_concepts: Lexicon) -> None:
    first, second = (learn(read(described, words_of_concepts)) for _ in range(2))

    assert model_bytes(first) == model_bytes(second)


def test_model_file_gives_model_back(model: SubjectModel) -> None:
    kept = keeping.shipped_model()

    assert kept.weights == model.weights
    assert kept.counted("p1") == model.counted("p1") == ConceptCounts(13, 13, 13)
    assert kept.counted("p404") == ConceptCounts(0, 0, 0)
    assert {token: list(records) for token, records in kept.records_of.items()} == {
        token: list(records) for token, records in model.records_of.items()
    }
    assert [list(one) for one in kept.concepts_of] == model.concepts_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Teatteria kaikille", "fi"),
        ("Skådespelare på scenen", "sv"),
        ("Actors on the stage", "en"),
    ],
)
def test_shipped_model_suggests_what_is_not_named(text: str, language: str) -> None:
    ConceptFactory(code="p2625", label_fi="teatteritaide", label_sv="teaterkonst")
    build_lexicon()

    assert [one.code for one in suggest_subjects(text, language)] == ["p2625"]


def test_lot_is_same_for_texts_that_differ_in_digits_and_signs() -> None:
    assert lot_of("Vuosikirja 1994–1995") == lot_of("VUOSIKIRJA, 2001")
    assert lot_of("Vuosikirja") != lot_of("Vuosi")


def test_logistic_regression_finds_what_tells() -> None:
    rows = [(1.0, float(number % 2), float(number % 3)) for number in range(60)]
    answers = [(float(number % 2), 1.0) for number in range(60)]

    _always, telling, idle = logistic_regression(rows, answers)

    assert telling > 5 > 0.5 > abs(idle)
