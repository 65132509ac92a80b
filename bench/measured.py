"""What the measurements of this folder share: times, sizes, memory."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path


def times(ask: Callable[[str, str], object], asked: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return p50 and p95 in ms, after a warm-up on other queries than those timed.

    Of the processor too: what other work on the machine does not disturb (not PostgreSQL's).
    """
    from kenno.search.evaluation.metrics import percentile

    warm_up = min(20, len(asked) // 2)
    for text, language in asked[:warm_up]:
        ask(text, language)
    taken, spent = [], []
    for text, language in asked[warm_up:]:
        started, spent_before = time.perf_counter(), time.process_time()
        ask(text, language)
        taken.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (time.process_time() - spent_before))
    return {
        "p50_ms": round(percentile(taken, 50), 2),
        "p95_ms": round(percentile(taken, 95), 2),
        "p95_cpu_ms": round(percentile(spent, 95), 2),
    }


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def megabytes(folder: Path) -> float:
    """Return the size of the files in a folder."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, 1)


def resident() -> dict[str, int]:
    """Return this process's memory in MB: its own, and the files that it has mapped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines)
    own, files = (int(status[name].split()[0]) // 1024 for name in ("RssAnon", "RssFile"))
    return {"own_mb": own, "mapped_mb": files}
