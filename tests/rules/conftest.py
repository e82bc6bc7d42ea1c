"""The application that the rules about pages look at."""

from collections import defaultdict

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from jinja2 import Environment
from starlette.routing import Route

from app.core.settings import Settings


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Made, not started: no rule needs its database. With the pages that only developers see."""
    # Not at the top: a program that can't be imported is still judged by its sources.
    from app.main import create_app

    return create_app(Settings(data=tmp_path_factory.mktemp("rules"), development=True))


@pytest.fixture(scope="session")
def addresses(application: FastAPI) -> dict[str, set[str]]:
    """The paths of every route of ours by its name; folders of files and the like are no routes."""
    found = defaultdict(set)
    for context in iter_route_contexts(application.routes):
        if isinstance(context.original_route, Route):
            found[str(context.name)].add(str(context.path))
    return found


@pytest.fixture(scope="session")
def environment(application: FastAPI) -> Environment:
    """The templates as the program loads them."""
    loaded: Environment = application.state.parts.templates
    return loaded
