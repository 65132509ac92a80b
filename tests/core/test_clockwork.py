from kenno.core import clockwork
from kenno.core.clockwork import RegularWork, register_work, regular_works


def test_clock_does_what_the_rooms_have_told():
    seconds = {name: work.seconds for name, work in regular_works().items()}
    wanted = {"core.mail": 300, "core.pruning": 21_600, "search.digests": 900}
    assert wanted.items() <= seconds.items()


def test_work_of_the_same_name_replaces_the_earlier(monkeypatch):
    monkeypatch.setattr(clockwork, "_works", {})
    done = []
    register_work("test", RegularWork(1, lambda: done.append("first")))
    register_work("test", RegularWork(2, lambda: done.append("second")))
    for work in regular_works().values():
        work.enqueue()
    assert done == ["second"]
