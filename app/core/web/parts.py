"""What an application is made of, put together once by `app.main` and never changed."""

from dataclasses import dataclass

from jinja2 import Environment
from starlette.requests import HTTPConnection

from app.core.db import Database
from app.core.kinds import Kinds
from app.core.settings import Settings
from app.core.subjects import Subject
from app.core.web.assets import Assets
from app.core.web.meter import Meter
from app.core.web.urls import Links


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the web needs of it; `app.main` adds what only features above ask for."""

    settings: Settings
    store: Database
    kinds: Kinds
    links: Links
    assets: Assets
    templates: Environment
    meter: Meter | None

    def url_of(self, subject: Subject, label: str = "") -> str:
        """The address of the page of a subject, empty when there is none."""
        return self.kinds.address(self.links, subject, label)


def parts_of(connection: HTTPConnection) -> Parts:
    found: Parts = connection.app.state.parts
    return found
