"""Whether the process is alive and can do its work, for whatever watches it.

A load balancer is to send people elsewhere only where this process cannot answer them: its database is gone, or its
own worker ended, which only a new start mends. That is 503. Without a worker elsewhere, or on a disk that is nearly
full, pages still come and what people write is kept; all nodes would say so at once, and to take them all away would
make an outage of a delay. That is `degraded`, with 200, and `warnings` name it to whoever may know.
"""

import secrets
import shutil
from datetime import timedelta
from typing import Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database
from app.core.heartbeats import WORKER, is_missed
from app.core.jobs import Worker
from app.core.settings import Settings, version
from app.home import queries
from app.home.queries import Figures
from app.people.roles import Permission
from app.people.session import maybe_signed_in
from app.search.index import Index, is_compared, is_sound

router = APIRouter()

HANGING_AFTER_SECONDS = 60
Told = dict[str, str | int | list[str]]
WATCHED = {"/healthz", "/readyz", "/metrics"}
"""Asked for by whatever watches, which often knows an address and no name."""


class Watched(Protocol):
    """What is asked about, of all that the application is made of."""

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> Database: ...

    @property
    def index(self) -> Index: ...

    @property
    def worker(self) -> Worker: ...


@router.get("/healthz", name="home.healthz")
async def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", name="home.readyz")
def readyz(request: Request) -> Response:
    """Whether this process can do its work; details for administrators and for whoever has the key.

    From where a request comes tells nothing: a proxy on this machine may say of nobody that they are strangers.
    """
    parts: Watched = request.app.state.parts
    found = readiness(parts, details=has_key(request) or _is_administrator(request))
    return JSONResponse(found, 503 if found["status"] == "not ready" else 200)


def has_key(request: Request) -> bool:
    """Whether it carries the key of whoever watches, when there is one."""
    parts: Watched = request.app.state.parts
    key = parts.settings.metrics_key
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return bool(key) and scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), key.encode())


def _is_administrator(request: Request) -> bool:
    try:
        me = maybe_signed_in(request)
    except SQLAlchemyError:  # Exactly then the answer is needed most.
        return False
    return me is not None and me.may(Permission.SET_UP)


def readiness(parts: Watched, *, details: bool) -> Told:
    """Can this process read its database and its index, is a worker at work, and does anything need somebody?"""
    found = figures_of(parts)
    worker, index = _worker_state(parts, found), _index_state(parts, found)
    warnings = _warnings(parts, found, worker, index)
    is_ready = found is not None and worker != "stopped"
    status = "not ready" if not is_ready else "degraded" if warnings else "ready"
    told: Told = {"status": status, "database": "ok" if found else "no answer", "index": index, "worker": worker}
    if details:
        told |= {"version": version(), "warnings": warnings}
        told |= _details(parts, found) if found else {}
    return told


def figures_of(parts: Watched) -> Figures | None:
    """None when the database does not answer."""
    try:
        with parts.store.reading() as db:
            return queries.figures(db, parts.index.name)
    except (SQLAlchemyError, OSError):
        return None


def _warnings(parts: Watched, found: Figures | None, worker: str, index: str) -> list[str]:
    named = set(queries.warnings(found, parts.settings.data)) if found else {"database"}
    states = {"worker": worker, "index": index}
    return sorted(named | {name for name, state in states.items() if state not in ("ok", "elsewhere")})


def _worker_state(parts: Watched, found: Figures | None) -> str:
    """Of this process's own, or of whichever was seen last; `elsewhere` when nobody is to be asked about it."""
    if parts.settings.worker == "thread":
        hangs = parts.worker.silent_for >= HANGING_AFTER_SECONDS
        return "stopped" if not parts.worker.is_alive else "hangs" if hangs else "ok"
    if parts.settings.worker == "none" or found is None:
        return "elsewhere"
    return "missed" if is_missed(found.loops.get(WORKER)) else "ok"


def _index_state(parts: Watched, found: Figures | None) -> str:
    """Before it was compared with the database nobody knows what it lacks."""
    is_ours = parts.settings.worker == "thread"
    if not is_sound(parts.index) or (is_ours and not is_compared(parts.index)):
        return "rebuilding"
    if found and not found.is_indexed:
        return "empty"
    return "behind" if found and queries.is_behind(found) else "ok"


def _details(parts: Watched, found: Figures) -> Told:
    told: Told = {"stale": found.marks, "stale_seconds": _seconds(found.marks_wait)}
    for name, standing in found.kept.items():
        told[f"{name}_due"], told[f"{name}_late_seconds"] = standing.due, _seconds(standing.late)
        told[f"{name}_failing"], told[f"{name}_set_aside"] = standing.failing, standing.set_aside
    told |= {f"{loop}_seen_seconds_ago": _seconds(silence) for loop, silence in found.loops.items()}
    if found.backup_age:
        told["backup_hours_ago"] = _seconds(found.backup_age) // 3600
    return told | {"disk_free_megabytes": shutil.disk_usage(parts.settings.data).free // 1_000_000}


def _seconds(passed: timedelta) -> int:
    return round(passed.total_seconds())
