"""Addresses: every link is made from a route's name, every number in an address fits an identifier."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Annotated, Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from fastapi import Path
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from app.core.scoped import scoped
from app.core.tables import LARGEST_ID

Ref = Annotated[int, Path(ge=1, le=LARGEST_ID)]


class _Number(IntegerConvertor):
    """No identifier is longer, and thousands of digits are no number to Python: it raises ValueError."""

    regex = "[0-9]{1,16}"


register_url_convertor("int", _Number())

BOUND = "_as"
_shown_to: ContextVar[int] = ContextVar("shown_to", default=0)


class Links:
    """Names of routes to addresses; a dictionary, because asking every route in turn costs a page its speed."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._routes = [route for route in routes if isinstance(route, Route)]
        self._paths = {route.name: (route.path_format, set(route.param_convertors)) for route in self._routes}

    def __call__(self, name: str, /, **params: Any) -> str:
        """The address of a route; parameters that are not in its path become the query, empty ones are left out.

        Raises LookupError for an unknown name or a missing parameter.
        """
        path, own = self._paths[name]
        asked = {key: value for key, value in params.items() if key not in own and value not in ("", None)}
        address = path.format_map(params)
        return f"{address}?{urlencode(asked, doseq=True)}" if asked else address

    def names(self) -> set[str]:
        return set(self._paths)

    def methods(self, path: str) -> list[str]:
        """Every method that some route answers at this path, for a true `Allow`."""
        found = {method for route in self._routes if route.path_regex.match(path) for method in route.methods or ()}
        return sorted(found | ({"HEAD"} if "GET" in found else set()))


def shown_to(person_id: int) -> AbstractContextManager[None]:
    """Forms of what is shown meanwhile are bound to this person."""
    return scoped(_shown_to, person_id)


def bound(address: str) -> str:
    """Where a form is sent, with the person its page is made for: nothing is posted under another's name.

    It stands in the address, for a form may be long, or have files.
    """
    person_id = _shown_to.get()
    return f"{address}{'&' if '?' in address else '?'}{BOUND}={person_id}" if person_id else address


def own_path(address: str, fallback: str = "/") -> str:
    """The path and query of an address on this site; the fallback for anything that leads elsewhere."""
    parts = parted(address)
    away = parts.scheme or parts.netloc or not parts.path.startswith("/")
    if away or address.startswith(("//", "/\\")) or any(ord(sign) < 33 for sign in address) or "\\" in address:
        return fallback
    query = f"?{quote(parts.query, safe='=&%+,:;-._~/')}" if parts.query else ""
    return quote(parts.path, safe="/%:@!$&'()*+,;=-._~") + query


def parted(address: str) -> SplitResult:
    """The parts of an address that somebody sent; all empty for what is none, such as `http://[`."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")
