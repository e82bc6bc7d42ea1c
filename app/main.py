"""Puts the pieces together: `create_app(settings)` is Byline as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Route

from app import wiring
from app.core.db import Database
from app.core.errors import Refusal
from app.core.jobs import Worker
from app.core.settings import Settings
from app.core.subjects import Subject
from app.core.text import load_languages
from app.core.web import patterns, refusals
from app.core.web.assets import Assets, static
from app.core.web.middleware import Door, OwnForms, Tongue
from app.core.web.page import environment
from app.core.web.urls import Links
from app.credits.words import role_name as credit_role
from app.people.passwords import Passwords
from app.people.roles import role_name
from app.people.throttle import SignInThrottle

STATIC = Path(__file__).parents[1] / "static"
NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False}


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
    _fill_state(app, settings)
    app.add_middleware(OwnForms, own_site=settings.base_url, longest=settings.max_body_bytes)
    app.add_middleware(Tongue, default=settings.language)
    app.add_middleware(Door, https=settings.is_https)
    return app


def _fill_state(app: FastAPI, settings: Settings) -> None:
    state = app.state
    state.settings = settings
    state.is_demo = settings.is_demo
    state.store = Database(settings.url, threads=settings.threads, info={"reactions": wiring.REACTIONS})
    state.index = wiring.open_index(settings)
    state.links = Links([*app.routes, *(route for router in wiring.ROUTERS for route in router.routes)])
    state.url_of = wiring.url_of(state.links)
    state.out_of_sight = wiring.out_of_sight
    state.assets = Assets(STATIC, development=settings.development)
    state.templates = environment(
        development=settings.development,
        url=state.links,
        url_of=state.url_of,
        url_of_post=lambda row: state.url_of(Subject(row.kind, row.id), row.title),
        role_name=role_name,
        credit_role=credit_role,
        asset=state.assets.url,
        icon_svg=state.assets.icon,
    )
    state.frame_of = wiring.frame_of(state.links)
    state.passwords = Passwords(settings.password_rounds)
    state.throttle = SignInThrottle()
    state.worker = Worker(state.store)
    state.worker.jobs += wiring.jobs(settings, state.store, state.index, state.worker.beat)
    state.readiness = partial(wiring.readiness, settings, state.store, state.index, state.worker)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    # As many requests at once as there are connections: a request waits at the door, not holding a thread.
    anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
    load_languages()
    if settings.worker == "thread":
        app.state.worker.start()
    yield
    app.state.worker.stop()
    app.state.index.close()
    app.state.store.dispose()
