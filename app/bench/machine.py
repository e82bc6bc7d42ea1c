"""What the kernel knows of processes: their CPU time and memory. Linux only."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import Unusable

PROC = Path("/proc")
# In /proc/PID/stat, counted from the state: the parent, and CPU time spent here and by children that have ended.
PARENT, TIMES = 1, slice(11, 15)
BUSY = (0, 1, 2, 5, 6, 7)


def ensure_measurable() -> None:
    if not (PROC / "self" / "stat").exists():
        raise Unusable("The benchmark reads CPU times from /proc, which only Linux has.")


def cpu_ms(pid: int) -> float:
    """CPU time of a process and all that it started, so far."""
    ticks = sum(sum(map(int, _stat(one)[TIMES])) for one in _family(pid))
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> tuple[float, float]:
    """What a process and those it started have resident now, and what each of them ever had at most."""
    family = [(PROC / str(one) / "status").read_text().splitlines() for one in _family(pid)]
    now, peak = (sum(_kilobytes(lines, name) for lines in family) / 1024 for name in ("VmRSS:", "VmHWM:"))
    return now, peak


def own_cpu_ms() -> float:
    """CPU time of this process alone."""
    return time.process_time() * 1000


def busy_ms() -> float:
    """CPU time that all processes of the machine have used so far."""
    counts = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(int(counts[n]) for n in BUSY) * 1000 / os.sysconf("SC_CLK_TCK")


def whole_ms() -> float:
    """CPU time that all cores together could have given so far."""
    return time.monotonic() * 1000 * (os.cpu_count() or 1)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in (PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _stat(pid: int) -> list[str]:
    """What stands behind the name, which may hold anything."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _kilobytes(status: list[str], name: str) -> int:
    return next((int(line.split()[1]) for line in status if line.startswith(name)), 0)
