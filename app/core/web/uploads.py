"""Forms with files: a route that takes some says so, with a limit of its own, and gets them as files on the disk."""

import os
import re
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Generic

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Route

from app.core.errors import Refusal
from app.core.web.forms import F, Filled, checked, ensure_utf8, typed_in
from app.core.web.multipart import Bounds, Parts
from app.core.web.parts import parts_of

FOLDER = "arriving"
READ_ON = 3
"""So many times what a form may bring is read: what is larger than allowed is then a sentence at its field."""
ABANDONED = timedelta(days=1)


@dataclass(frozen=True)
class Arrived:
    """A file that came with a form. `label` is what its sender calls it, cleaned: to show, never to open by.

    It is gone after the answer, unless it was kept. A form names its field as `Arrived` or as a list of them.
    """

    label: str
    size: int
    path: Path

    def keep(self, target: Path) -> None:
        """Move it to where it stays; it is on the disk when this returns. The data folder is one file system."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Upload(Generic[F]):
    """A dependency that reads a form whose `fields` are files: `longest` bytes each, `most` of them all together.

    What it gives is `Filled` as ever: a file that is too large is a sentence at its field, and nothing typed is lost.
    """

    def __init__(self, kind: type[F], *fields: str, longest: int, most: int = 1) -> None:
        self._kind, self._fields, self._most, self._longest = kind, fields, most, longest
        self.most_bytes = most * longest * READ_ON

    async def __call__(self, request: Request) -> AsyncIterator[Filled[F]]:
        if not is_in_parts(request.headers.get("content-type", "")):
            typed = await typed_in(request)
            typed = {name: typed[name] for name in typed if name not in self._fields}
            yield checked(self._kind, typed, around=parts_of(request))
            return
        ensure_utf8(request)
        settings = parts_of(request).settings
        bounds = Bounds(self._fields, self._most, self._longest, settings.max_body_bytes)
        parts = Parts(settings.data / FOLDER, bounds)
        try:
            yield await self._read(request, parts)
        finally:
            parts.clear()

    async def _read(self, request: Request, parts: Parts) -> Filled[F]:
        try:
            await parts.read(request)
        except ClientDisconnect:
            raise Refusal from None  # Nobody is there to read it.
        files = {name: [Arrived(one.label, one.size, one.path) for one in found] for name, found in parts.files.items()}
        typed = {name: texts for name, texts in parts.texts.items() if name not in self._fields}
        return checked(self._kind, typed, files, parts.errors, around=parts_of(request))


class Limits:
    """How many bytes a body may have: the usual number, and more on the way to a route that takes files."""

    def __init__(self, routes: Iterable[BaseRoute], usual: int) -> None:
        self._usual = usual
        self._routes: list[tuple[re.Pattern[str], set[str], int]] = [
            (route.path_regex, set(route.methods or ()), max((one.most_bytes for one in _uploads(route)), default=0))
            for route in routes
            if isinstance(route, Route)
        ]

    def of(self, method: str, path: str, content_type: str) -> int:
        """For the route that will be chosen. A body that is no form in parts is read whole, so it gets no more."""
        if not is_in_parts(content_type):
            return self._usual
        chosen = (more for pattern, methods, more in self._routes if method in methods and pattern.match(path))
        return self._usual + next(chosen, 0)


def is_in_parts(content_type: str) -> bool:
    return parse_options_header(content_type)[0] == b"multipart/form-data"


def forget_abandoned(data: Path) -> int:
    """Files that came in the middle of a process's end; returns how many those were."""
    until, forgotten = time.time() - ABANDONED.total_seconds(), 0
    for file in (data / FOLDER).glob("*"):
        with suppress(FileNotFoundError):  # It was put in its place at this moment.
            if file.stat().st_mtime < until:
                file.unlink()
                forgotten += 1
    return forgotten


def _uploads(route: Route) -> Iterator[Upload[Any]]:
    waiting = [dependant] if (dependant := getattr(route, "dependant", None)) else []
    while waiting:
        found = waiting.pop()
        if isinstance(found.call, Upload):
            yield found.call
        waiting += found.dependencies
