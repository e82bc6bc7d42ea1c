"""Puts the pieces together: `create_app(settings)` is Byline as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from app import wiring
from app.core.db import Database
from app.core.errors import Refusal, SignInNeeded, SomebodyElse
from app.core.jobs import Worker
from app.core.languages import load_languages
from app.core.settings import Settings
from app.core.subjects import Subject
from app.core.web import patterns, refusals
from app.core.web.assets import Assets, static
from app.core.web.hosts import KnownHosts
from app.core.web.meter import Meter
from app.core.web.middleware import Door, OwnForms, Tongue
from app.core.web.page import environment
from app.core.web.parts import Parts
from app.core.web.uploads import Limits
from app.core.web.urls import Links
from app.credits.words import role_name as credit_role
from app.home.routes.health import WATCHED
from app.people.passwords import AT_ONCE, Passwords
from app.people.roles import role_name
from app.people.routes import held
from app.people.session import FrameOf
from app.people.throttle import Line
from app.search.index import Index

STATIC = Path(__file__).parents[1] / "static"
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}


def create_app(settings: Settings) -> FastAPI:
    """Opens the database and the index; whoever runs the application starts and stops the worker by its lifespan."""
    app = FastAPI(
        openapi_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
    )
    app.router.routes.append(Route("/static/{path:path}", static, name="core.static"))
    for router in wiring.ROUTERS:
        app.include_router(router)
    if settings.development:
        app.include_router(patterns.router)
    for refusal in (Refusal, HTTPException, RequestValidationError):
        app.add_exception_handler(refusal, refusals.answer)
    app.add_exception_handler(SignInNeeded, held.sign_in_needed)
    app.add_exception_handler(SomebodyElse, held.somebody_else)
    app.state.parts = _put_together(app, settings)
    app.add_middleware(OwnForms, own_site=settings.base_url, limits=Limits(_routes(app), settings.max_body_bytes))
    app.add_middleware(KnownHosts, known=settings.known_hosts, spared=WATCHED)
    app.add_middleware(Tongue, default=settings.language)
    app.add_middleware(Door, https=settings.is_https, meter=app.state.parts.meter)
    return app


@dataclass(frozen=True, kw_only=True)
class Byline(Parts):
    """The whole of it: what the core's web needs, and what people, search and readiness ask for."""

    index: Index
    frame_of: FrameOf
    passwords: Passwords
    line: Line
    worker: Worker
    courier: Worker


def _routes(app: FastAPI) -> list[BaseRoute]:
    return [*app.routes, *(route for router in wiring.ROUTERS for route in router.routes)]


def _put_together(app: FastAPI, settings: Settings) -> Byline:
    store = Database(settings.url, threads=settings.threads, info=wiring.INFO)
    index = wiring.open_index(settings)
    worker, courier = wiring.loops(settings, store, index, kind="thread")
    links = Links(_routes(app))
    assets = Assets(STATIC, development=settings.development)
    return Byline(
        settings=settings,
        store=store,
        kinds=wiring.KINDS,
        links=links,
        assets=assets,
        meter=Meter() if settings.metrics_key else None,
        templates=_templates(settings, links, assets),
        index=index,
        frame_of=wiring.frame_of(links),
        passwords=Passwords(settings.password_rounds),
        line=Line(at_once=AT_ONCE),
        worker=worker,
        courier=courier,
    )


def _templates(settings: Settings, links: Links, assets: Assets) -> Environment:
    url_of = partial(wiring.KINDS.address, links)
    return environment(
        development=settings.development,
        url=links,
        kinds=wiring.KINDS,
        url_of=url_of,
        url_of_post=lambda row: url_of(Subject(row.kind, row.id), row.title),
        role_name=role_name,
        credit_role=credit_role,
        asset=assets.url,
        icon_svg=assets.icon,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Byline = app.state.parts
    settings = parts.settings
    # As many requests at once as there are connections: a request waits at the door, not holding a thread.
    anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
    load_languages()
    if settings.worker == "thread":
        for worker in (parts.worker, parts.courier):
            if worker.jobs:
                worker.start()
    yield
    parts.courier.stop()
    parts.worker.stop()
    parts.index.close()
    parts.store.dispose()
