import json
import threading

import pytest
from filelock import FileLock, Timeout

np = pytest.importorskip("numpy")

from kenno.search.semantic.files import DamagedStore, Entry, Generation, to_rows  # noqa: E402
from kenno.search.semantic.store import VectorStore  # noqa: E402


def unit(*numbers):
    vector = np.zeros(4, dtype=np.float32)
    vector[: len(numbers)] = numbers
    return vector / np.linalg.norm(vector)


EAST, NORTH, UP = unit(1), unit(0, 1), unit(0, 0, 1)


@pytest.fixture
def store(tmp_path):
    return VectorStore(tmp_path / "vectors-test", 4)


@pytest.fixture
def another(store):
    """The same folder as another process sees it."""
    return VectorStore(store.path, 4)


def put(store, *documents, drop=(), place=None):
    with store.writing(wait=0) as writer:
        writer.write(
            put=[("record", key, f"d-{key}", vectors) for key, *vectors in documents],
            drop=[("record", key) for key in drop],
            place=place,
        )


def entries(store):
    with store.writing(wait=0) as writer:
        return dict(writer.entries)


def generation_path(store):
    return store.path / (store.path / "current").read_text()


def test_store_gives_the_nearest_first(store):
    put(store, ("east", EAST), ("north", NORTH), ("between", unit(1, 1)))
    assert store.nearest("record", unit(1, 0.2), 3) == ["east", "between", "north"]
    assert store.nearest("record", unit(1, 0.2), 2) == ["east", "between"]
    assert store.nearest("record", unit(1, 0.2), 0) == []


def test_store_leaves_out_what_is_less_near_by_more_than_the_margin(store):
    put(store, ("east", EAST), ("between", unit(1, 1)), ("north", NORTH))
    assert store.nearest("record", EAST, 3, margin=0.3) == ["east", "between"]
    assert store.nearest("record", EAST, 3, margin=0.2) == ["east"]
    assert store.nearest("record", UP, 3, margin=0.2) == ["east", "between", "north"]


def test_store_lets_the_best_passage_count(store):
    put(store, ("long", UP, NORTH, EAST), ("short", unit(1, 1)))
    assert store.nearest("record", EAST, 5) == ["long", "short"]
    assert store.count("record") == 2


def test_store_gives_equally_near_ones_in_the_order_they_came(store):
    put(store, ("b", EAST), ("a", EAST), ("c", EAST))
    assert store.nearest("record", EAST, 5) == ["b", "a", "c"]


def test_store_keeps_kinds_apart(store):
    put(store, ("east", EAST))
    with store.writing(wait=0) as writer:
        writer.write(put=[("event", "east", "d", [EAST])])
    assert store.nearest("event", EAST, 5) == ["east"]
    assert store.nearest("pilot", EAST, 5) == []


def test_store_that_is_missing_has_nothing_near(store):
    assert store.nearest("record", EAST, 5) == []
    assert not store.path.exists()


def test_store_forgets_what_was_dropped_and_what_was_replaced(store):
    put(store, ("a", EAST), ("b", NORTH))
    put(store, ("a", UP), drop=["b"])
    assert store.nearest("record", EAST, 5) == ["a"]
    assert entries(store) == {("record", "a"): Entry("d-a", 2, 1)}


def test_store_remembers_a_document_without_vectors(store):
    put(store, ("empty",))
    assert entries(store) == {("record", "empty"): Entry("d-empty", 0, 0)}
    assert store.nearest("record", EAST, 5) == []


def test_store_of_another_process_is_seen_at_once(store, another):
    put(store, ("a", EAST))
    assert another.nearest("record", EAST, 5) == ["a"]
    put(store, ("b", EAST))
    assert another.nearest("record", EAST, 5) == ["a", "b"]


def test_store_keeps_its_place(store, another):
    put(store, ("a", EAST), place=[7, "now", ["record", "a"]])
    put(store, ("b", EAST))
    with another.writing(wait=0) as writer:
        assert writer.place == [7, "now", ["record", "a"]]


def test_store_has_one_writer_at_a_time(store):
    store.path.mkdir()
    with FileLock(store.path / "write.lock"), pytest.raises(Timeout):
        put(store, ("a", EAST))


def test_store_is_compacted_when_a_third_is_dead(store, another):
    put(store, *((f"{number}", EAST) for number in range(1500)), place=[1, "", None])
    before = generation_path(store)
    assert another.nearest("record", EAST, 1) == ["0"]
    put(store, drop=[str(number) for number in range(499)])
    assert generation_path(store) == before
    put(store, drop=["499"])
    after = generation_path(store)
    assert after != before
    assert not before.exists()
    assert (after / "rows").stat().st_size == 1000 * 8
    assert another.nearest("record", EAST, 2000) == [str(number) for number in range(500, 1500)]
    assert len(entries(store)) == 1000
    with store.writing(wait=0) as writer:
        assert writer.place == [1, "", None]
        writer.write(put=[("record", "new", "d", [NORTH])])
    assert another.nearest("record", NORTH, 1) == ["new"]


def test_store_does_not_read_a_line_without_its_end(store, another):
    put(store, ("a", EAST))
    with (generation_path(store) / "log").open("a") as log:
        log.write('["put", "record", "half", "d", 0')
    assert another.nearest("record", EAST, 5) == ["a"]
    put(another, ("b", EAST))
    assert store.nearest("record", EAST, 5) == ["a", "b"]
    assert VectorStore(store.path, 4).nearest("record", EAST, 5) == ["a", "b"]


def test_store_does_not_use_half_a_row(store, another):
    put(store, ("a", EAST))
    with (generation_path(store) / "rows").open("ab") as rows:
        rows.write(b"\x01\x02\x03")
    put(another, ("b", NORTH))
    assert store.nearest("record", NORTH, 5) == ["b", "a"]
    assert entries(store)["record", "b"] == Entry("d-b", 2, 1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: (path / "rows").write_bytes(b""),
        lambda path: (path / "rows").unlink(),
        lambda path: (path / "log").write_text(""),
        lambda path: (path / "log").unlink(),
        lambda path: (path / "log").write_text("nonsense\n"),
        lambda path: (path / "log").write_text('{"format": 0, "dimensions": 4}\n'),
        lambda path: (path / "log").write_bytes(b"\xff\xfe\n"),
        lambda path: (path / "log").open("a").write('["put", "record"]\n'),
        lambda path: (path / "log").open("a").write('["wish", 1]\n'),
        lambda path: (path.parent / "current").write_text("vectors-gone"),
    ],
)
def test_store_that_is_damaged_is_empty_and_begun_anew(store, damage):
    put(store, ("a", EAST), place=[7, "", None])
    damage(generation_path(store))
    another = VectorStore(store.path, 4)
    assert another.nearest("record", EAST, 5) == []
    assert another.count("record") == 0
    with another.writing(wait=0) as writer:
        assert writer.entries == {}
        assert writer.place is None
        writer.write(put=[("record", "b", "d", [EAST])])
    assert another.nearest("record", EAST, 5) == ["b"]
    assert len(list(store.path.glob("vectors-*"))) == 1


@pytest.mark.parametrize("name", ["", "../secret", "vectors-/../..", "other"])
def test_store_follows_no_strange_pointer(store, name):
    store.path.mkdir()
    (store.path / "current").write_text(name)
    assert store.nearest("record", EAST, 5) == []


def test_damage_is_logged_once(store, caplog):
    put(store, ("a", EAST))
    (generation_path(store) / "log").write_text("nonsense\n")
    another = VectorStore(store.path, 4)
    for _ in range(3):
        another.nearest("record", EAST, 5)
    assert len(caplog.records) == 1


def test_log_that_became_shorter_is_damage(store):
    put(store, ("a", EAST))
    generation = Generation(generation_path(store), 4)
    generation.read_on()
    (generation.path / "log").write_text(json.dumps({"format": 1, "dimensions": 4}) + "\n")
    with pytest.raises(DamagedStore):
        generation.read_on()


def test_rows_lose_less_than_a_percent_of_the_largest_number():
    vectors = np.array([[0.5, -0.25, 0.125, 0.0], [0.0, 0.0, 0.0, 0.0]], dtype=np.float32)
    rows = to_rows(vectors, 4)
    assert rows["numbers"].tolist() == [[127, -64, 32, 0], [0, 0, 0, 0]]
    assert np.allclose(rows["numbers"] * rows["factor"][:, None], vectors, atol=0.002)


def test_store_answers_threads_while_it_is_written(store):
    put(store, ("first", EAST))
    wrong = []

    def ask():
        for _ in range(50):
            found = store.nearest("record", EAST, 1)
            if found != ["first"]:
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        put(store, (str(number), NORTH))
    for thread in threads:
        thread.join()
    assert wrong == []
    assert store.count("record") == 21
