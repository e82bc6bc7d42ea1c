"""The worker: one loop that carries out what is due, as a thread of `serve` or as `byline worker`."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from app.core.db import Database

log = structlog.get_logger()


@dataclass
class Job:
    """Something the worker does again and again; `every` is the pause between two runs.

    `next_at` is in seconds of the worker's clock.
    """

    name: str
    run: Callable[[], object]
    every: timedelta = timedelta(0)
    next_at: float = 0.0


class Worker:
    """Runs its jobs until stopped; woken at once by a write in this process, else once a second.

    Its clock is one that nobody sets: a wall clock that is set back would stop every job until it has caught up.
    """

    def __init__(
        self,
        store: Database,
        jobs: Sequence[Job] = (),
        *,
        pause: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.jobs = list(jobs)
        self._store = store
        self._pause = pause
        self._clock = clock
        self._beaten_at = clock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="byline-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the job in hand, then stop."""
        self._stopping.set()
        self._store.written.set()
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
        """For a job to call that takes long, each time it has got further."""
        self._beaten_at = self._clock()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._store.written.clear()
            self.round()
            self._store.written.wait(self._pause)

    def round(self) -> None:
        """Every job that is due, once."""
        for job in self.jobs:
            self.beat()
            if job.next_at <= self._clock() and not self._stopping.is_set():
                job.next_at = self._clock() + job.every.total_seconds()
                self._run(job)
        self.beat()

    @staticmethod
    def _run(job: Job) -> None:
        try:
            job.run()
        except Exception:  # the delivery loop must outlive any one failure
            log.exception("job_failed", job=job.name)
