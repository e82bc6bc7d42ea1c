"""The worker: one loop that carries out what is due, as a thread of `serve` or as `byline worker`."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from app.core.clock import now
from app.core.db import Database

log = structlog.get_logger()


@dataclass
class Job:
    """Something the worker does again and again; `every` is the pause between two runs."""

    name: str
    run: Callable[[], object]
    every: timedelta = timedelta(0)
    next_at: datetime = field(default_factory=now)


class Worker:
    """Runs its jobs until stopped; woken at once by a write in this process, else once a second."""

    def __init__(self, store: Database, jobs: Sequence[Job], *, pause: float = 1.0) -> None:
        self._store = store
        self._jobs = jobs
        self._pause = pause
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="byline-worker", daemon=True)
        self.last_round: datetime | None = None

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

    def run(self) -> None:
        while not self._stopping.is_set():
            self._store.written.clear()
            self.round()
            self._store.written.wait(self._pause)

    def round(self) -> None:
        """Every job that is due, once."""
        for job in self._jobs:
            if job.next_at <= now() and not self._stopping.is_set():
                job.next_at = now() + job.every
                self._run(job)
        self.last_round = now()

    @staticmethod
    def _run(job: Job) -> None:
        try:
            job.run()
        except Exception:  # the delivery loop must outlive any one failure
            log.exception("job_failed", job=job.name)
