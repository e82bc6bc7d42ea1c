"""The worker: one loop that carries out what is due, as a thread of `serve` or as `byline worker`."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import SystemRandom

import structlog

from app.core.db import Database
from app.core.heartbeats import Heart
from app.core.runs import once

log = structlog.get_logger()

LOOK_AGAIN = timedelta(minutes=1)
LONGEST_PAUSE = 30.0
"""Seconds after which a job that fails is tried again at the latest, unless its own pause is longer."""

_chance = SystemRandom()


@dataclass
class Job:
    """Something the worker does again and again; `every` is the pause between two runs.

    One that is `for_all` runs once over all processes, which remember by its name when that was: a program that
    starts anew neither repeats nor forgets it. `next_at` is in seconds of the worker's clock.
    """

    name: str
    run: Callable[[], object]
    every: timedelta = timedelta(0)
    for_all: bool = False
    next_at: float = 0.0
    failures: int = 0

    @property
    def pause(self) -> float:
        """Seconds until the worker comes back to it; for all, it then asks whether it is time.

        The longer after each failure in a row, and not the same for every process, so that a database that comes back
        is not met by all of them at once.
        """
        wait = min(self.every, LOOK_AGAIN) if self.for_all else self.every
        after_failing = min(LONGEST_PAUSE, 2.0 ** min(self.failures, 10)) if self.failures else 0.0
        return max(wait.total_seconds(), after_failing * _chance.uniform(0.5, 1.0))


class Worker:
    """Runs its jobs until stopped; woken at once by a write in this process, else once a second.

    Its clock is one that nobody sets: a wall clock that is set back would stop every job until it has caught up.
    `woken` is what wakes it where writes are not to; `heart` tells other processes that it is at work.
    """

    def __init__(
        self,
        store: Database,
        jobs: Sequence[Job] = (),
        *,
        pause: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        woken: threading.Event | None = None,
        heart: Heart | None = None,
    ) -> None:
        self.jobs = list(jobs)
        self._store = store
        self._pause = pause
        self._clock = clock
        self._beaten_at = clock()
        self._heart = heart
        self._stopping = threading.Event()
        self._woken = woken or store.written
        self._thread = threading.Thread(target=self.run, name="byline-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the job in hand, then stop."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def silent_for(self) -> float:
        """Seconds since it last showed that it is at work: more than a few, and a job hangs."""
        return self._clock() - self._beaten_at

    def beat(self) -> None:
        """For a job to call that takes long, each time it has got further; never while it writes."""
        self._beaten_at = self._clock()
        if self._heart:
            self._heart.beat()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self.round()
            self._woken.wait(self._pause)

    def round(self) -> None:
        """Every job that is due, once."""
        for job in self.jobs:
            self.beat()
            if job.next_at <= self._clock() and not self._stopping.is_set():
                began = self._clock()
                self._run(job)
                job.next_at = (self._clock() if job.failures else began) + job.pause
        self.beat()

    def _run(self, job: Job) -> None:
        try:
            if job.for_all:
                once(self._store, job.name, job.every, job.run)
            else:
                job.run()
        except Exception:  # the delivery loop must outlive any one failure
            job.failures += 1
            log.exception("job_failed", job=job.name, failures=job.failures)
        else:
            job.failures = 0
