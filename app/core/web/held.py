"""A form that could not be sent yet, for nobody or somebody else was signed in: what was typed goes along meanwhile."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from app.core.errors import Refusal
from app.core.json_text import parsed
from app.core.web.forms import VERSION, typed_in
from app.core.web.urls import BOUND, own_path

SECRET = frozenset({"password", "repeated", "current"})
UNSAID = frozenset({"key", "_method", VERSION, "find", "find_parent", "preview"})
"""Fields that are sent again and say nothing to a reader."""


@dataclass(frozen=True)
class Held:
    """Where it was to be sent, what is in it by field, and by whom it was typed: a person's number, or nothing."""

    address: str
    fields: list[tuple[str, str]]
    by: str = ""

    @property
    def texts(self) -> list[str]:
        """What somebody typed, as far as it is more than a choice."""
        return [value for name, value in self.fields if name not in UNSAID and not value.isdigit() and len(value) > 2]

    def packed(self) -> str:
        return json.dumps([self.address, self.by, self.fields], ensure_ascii=False)


async def held(request: Request) -> Held:
    """What came with this request; nothing of it where it has a password, and no files."""
    try:
        typed = await typed_in(request)
    except Refusal:
        typed = {}
    fields = [(name, value) for name, values in typed.items() for value in values]
    return Held(_address(request), [] if SECRET & typed.keys() else fields, request.query_params.get(BOUND, ""))


def unpacked(text: str) -> Held | None:
    """As a page of ours packed it; None for anything else."""
    match parsed(text):
        case [str(address), str(by), list(fields)] if all(_is_field(one) for one in fields):
            return Held(own_path(address), [(name, value) for name, value in fields], by)
    return None


def _is_field(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)


def _address(request: Request) -> str:
    """With the method that a plain form names, for it is sent by one again."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in {BOUND, "_method"}]
    asked += [("_method", request.method)] if request.method != "POST" else []
    return f"{request.url.path}?{urlencode(asked)}" if asked else request.url.path
