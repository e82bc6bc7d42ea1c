"""Figures for Prometheus, of this process and of what all of them share, behind a key."""

import shutil
from collections.abc import Iterator
from typing import Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.core.errors import NotFound
from app.core.settings import version
from app.core.web.meter import Gauge, Meter
from app.home.queries import Figures
from app.home.routes.health import Watched, figures_of, has_key
from app.people.throttle import Line

router = APIRouter()


class Measured(Watched, Protocol):
    """What is measured, beside what is asked about."""

    @property
    def meter(self) -> Meter | None: ...

    @property
    def line(self) -> Line: ...


@router.get("/metrics", name="home.metrics")
def metrics(request: Request) -> Response:
    """There is none without a key, and nothing but the key opens it."""
    parts: Measured = request.app.state.parts
    if parts.meter is None:
        raise NotFound
    if not has_key(request):
        return PlainTextResponse("This needs the key.\n", 401, headers={"WWW-Authenticate": "Bearer"})
    found = parts.meter.fresh(lambda: figures_of(parts))
    told, kind = parts.meter.told([*_of_process(parts), *_of_database(found)])
    return Response(told, media_type=kind)


def _of_process(parts: Measured) -> Iterator[Gauge]:
    yield Gauge("info", "Which Byline this is.", [({"version": version()}, 1)])
    yield Gauge(
        "disk_free_bytes", "Left on the disk of the data folder.", [({}, shutil.disk_usage(parts.settings.data).free)]
    )
    yield Gauge("sign_ins_in_line", "Tries that wait, or are told late.", [({}, parts.line.present)])
    yield Gauge("connections", "To the database, at most.", [({}, parts.settings.threads)])
    yield Gauge("connections_in_use", "To the database, now.", [({}, parts.store.connections_in_use)])


def _of_database(found: Figures | None) -> Iterator[Gauge]:
    """Nothing else is known of a database that does not answer."""
    yield Gauge("database_up", "1 when the database answers.", [({}, int(found is not None))])
    if found is None:
        return
    states = ("due", "failing", "set_aside")
    counts = [
        ({"of": name, "state": state}, getattr(kept, state)) for name, kept in found.kept.items() for state in states
    ]
    yield Gauge("follow_ups", "What is to be done or sent, and is not.", counts)
    late = [({"of": name}, kept.late.total_seconds()) for name, kept in found.kept.items()]
    yield Gauge("follow_ups_late_seconds", "For so long the first of those that are due has been due.", late)
    yield Gauge("search_marks", "What this index still lacks.", [({}, found.marks)])
    yield Gauge(
        "search_marks_late_seconds",
        "For so long the first of them has waited.",
        [({}, found.marks_wait.total_seconds())],
    )
    silent = [({"loop": loop}, silence.total_seconds()) for loop, silence in found.loops.items()]
    yield Gauge("worker_silent_seconds", "Since any loop of this kind was last seen at work, on any node.", silent)
    if found.backup_age is not None:
        yield Gauge(
            "backup_age_seconds", "Since the last whole backup began.", [({}, found.backup_age.total_seconds())]
        )
