"""Whether the process is alive and can do its work, for whatever watches it."""

from typing import Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import deliveries, outgoing
from app.core.db import Database
from app.core.jobs import Worker
from app.core.settings import Settings, version
from app.people.roles import Permission
from app.people.session import maybe_signed_in
from app.search.index import Index, is_sound
from app.search.queries import count_marks

router = APIRouter()

HANGING_AFTER_SECONDS = 60
WATCHED = {"/healthz", "/readyz"}
"""Asked for by whatever watches, which often knows an address and no name."""
LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = {"x-forwarded-for", "forwarded", "x-real-ip", "via"}


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
    """Whether this process can do its work; details for administrators and for whoever is on the machine itself."""
    parts: Watched = request.app.state.parts
    found = readiness(parts, details=_is_trusted(request))
    return JSONResponse(found, 200 if found["status"] == "ready" else 503)


def _is_trusted(request: Request) -> bool:
    address = request.client.host if request.client else ""
    if address in LOOPBACK and not FORWARDED & set(request.headers.keys()):
        return True
    try:
        me = maybe_signed_in(request)
    except SQLAlchemyError:  # Exactly then the answer is needed most.
        return False
    return me is not None and me.may(Permission.SET_UP)


def readiness(parts: Watched, *, details: bool) -> dict[str, str | int]:
    """Can this process read its database, its index, and is its worker at work?"""
    state = {
        "database": _answers(parts.store),
        "index": "ok" if is_sound(parts.index) else "rebuilding",
        "worker": _worker_state(parts.settings, parts.worker),
    }
    ready = state["database"] == "ok" and state["worker"] != "stopped"
    more = _details(parts.store, parts.index) if details and state["database"] == "ok" else {}
    return {"status": "ready" if ready else "not ready"} | state | more


def _details(store: Database, index: Index) -> dict[str, str | int]:
    with store.reading() as db:
        found: dict[str, str | int] = {"version": version(), "stale": count_marks(db, index.name)}
        for name, kept in (("deliveries", deliveries), ("outgoing", outgoing)):
            found[f"{name}_due"] = kept.count_due(db)
            found[f"{name}_failing"] = kept.count_failing(db)
            found[f"{name}_set_aside"] = kept.count_set_aside(db)
    return found


def _answers(store: Database) -> str:
    try:
        with store.reading() as db:
            db.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return "no answer"
    return "ok"


def _worker_state(settings: Settings, worker: Worker) -> str:
    if settings.worker != "thread":
        return "elsewhere"
    return "ok" if worker.is_alive and worker.silent_for < HANGING_AFTER_SECONDS else "stopped"
