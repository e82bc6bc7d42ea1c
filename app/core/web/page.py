"""A page: shown whole to a visitor, or only the block an HTMX request aims at."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from jinja2_fragments import render_block
from markupsafe import Markup

from app.core import i18n
from app.core.text import excerpt, guess_language, initials, lang_of
from app.core.web import flash
from app.core.web.urls import own_path, parted

TEMPLATES = Path(__file__).parents[3] / "templates"
LAYOUTS = ("layout/document.html", "layout/base.html", "layout/plain.html")
HUES = 12
URL_SAFE = ":/%#?=@[]!$&'()*+,;"
VARY = "Cookie, Accept-Language, HX-Request, HX-Target"


def environment(*, development: bool = False, **everywhere: Any) -> Environment:
    """The one Jinja environment. Every macro under `templates/ui` becomes a member of the global `ui`."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=development,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext, npgettext=i18n.npgettext
    )
    env.context_class = _Context
    env.globals |= _words() | everywhere
    env.globals["ui"] = _components(env)
    return env


class Page:
    """What a route answers with."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._env: Environment = request.app.state.templates

    def show(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """The whole page, or its block of the name that HTMX aims at."""
        aim = self._aim()
        with i18n.speaking(i18n.locale.get(), self._zone()):
            if self._is_fragment(template, aim):
                return _html(render_block(self._env, template, aim, self._context() | context), status)
            whole = self._env.get_template(template).render(self._context() | context)
        return flash.shown(self.request, _html(whole, status))

    def again(self, template: str, **context: Any) -> HTMLResponse:
        """The same form once more, with its errors."""
        return self.show(template, status=422, **context)

    def block(self, template: str, block: str, **context: Any) -> HTMLResponse | None:
        """Only this block, when HTMX asks for it; None for a plain visit."""
        return self.show(template, **context) if self._aim() == block else None

    def macro(self, target: str, template: str, name: str, **given: Any) -> HTMLResponse | None:
        """What stands many times on a page: one macro, when HTMX aims at this element; None for a plain visit."""
        if self._aim() != target:
            return None
        with i18n.speaking(i18n.locale.get(), self._zone()):
            return _html(str(getattr(self._env.get_template(template).module, name)(**given)), 200)

    def go(self, route: str, *, say: str = "", fragment: str = "", **params: Any) -> Response:
        """On to another page, with a sentence to show there."""
        address = self.request.app.state.links(route, **params) + (f"#{fragment}" if fragment else "")
        return self.leave(address, say=say)

    def back(self, route: str, *, say: str = "", **params: Any) -> Response:
        """Where the visitor came from, when that was one of our pages; else the route."""
        came = parted(self.request.headers.get("referer", ""))
        ours = came.netloc == self.request.headers.get("host") and came.path not in ("", self.request.url.path)
        address = own_path(came._replace(scheme="", netloc="").geturl(), "") if ours else ""
        return self.leave(address or self.request.app.state.links(route, **params), say=say)

    def leave(self, address: str, *, say: str = "") -> Response:
        response: Response
        if "hx-request" in self.request.headers:
            # As a redirect is written: a header holds no Thai.
            response = Response(headers={"HX-Redirect": quote(address, safe=URL_SAFE)})
        else:
            response = RedirectResponse(address, 303)
        return flash.say(self.request, response, say) if say else response

    @property
    def site(self) -> str:
        """Where the site is for people, without a slash at its end: as it was set, or as the visitor came to it."""
        state = self.request.app.state
        return (state.settings.base_url or str(self.request.base_url)).rstrip("/")

    def _is_fragment(self, template: str, aim: str) -> bool:
        """A block of this page alone; those of the layouts are no use without them."""
        blocks = self._env.get_template(template).blocks
        return aim in blocks and not any(aim in self._env.get_template(layout).blocks for layout in LAYOUTS)

    def _aim(self) -> str:
        headers = self.request.headers
        whole = "hx-request" not in headers or "hx-boosted" in headers or "hx-history-restore-request" in headers
        return "" if whole else headers.get("hx-target", "").rpartition("#")[2]  # htmx 4 sends tag#id

    def _zone(self) -> str:
        me = getattr(self.request.state, "me", None)
        return (me.time_zone if me else "") or self.request.app.state.settings.time_zone

    def _context(self) -> dict[str, Any]:
        state, url = self.request.state, self.request.url
        return {
            "me": getattr(state, "me", None),
            "frame": getattr(state, "frame", None),
            "locale": i18n.locale.get(),
            "direction": i18n.LANGUAGES[i18n.locale.get()].direction,
            "languages": list(i18n.LANGUAGES.values()),
            "flash": flash.waiting(self.request),
            "demo": self.request.app.state.is_demo,
            "path": url.path + (f"?{url.query}" if url.query else ""),
            "section": url.path.split("/")[1],
        }


async def page(request: Request) -> Page:
    return Page(request)


Shown = Annotated[Page, Depends(page)]


def hue(key: object) -> int:
    """A stable colour for a face, out of twelve."""
    return sum(str(key).encode()) % HUES


def _html(body: str, status: int) -> HTMLResponse:
    return HTMLResponse(body, status, headers={"Vary": VARY})


class _Context(Context):
    """Calls macros and functions as they are; Jinja asks each three times what it wants to be passed."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Macro and hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


def _gettext(message: str, /, **values: Any) -> Markup:
    """Jinja's own looks its function up and fills nothing in, again for each of a page's sentences."""
    said = _translated(i18n.locale.get(), message)
    return said % values if values or "%" in said else said


def _ngettext(singular: str, plural: str, n: int, /, **values: Any) -> Markup:
    return Markup(i18n.ngettext(singular, plural, n)) % ({"num": n} | values)  # noqa: S704 - our own sentences


@lru_cache(maxsize=10_000)
def _translated(_tag: str, message: str) -> Markup:
    """By language: `i18n.gettext` knows which is being spoken."""
    return Markup(i18n.gettext(message))  # noqa: S704 - our own sentences


def _words() -> dict[str, Any]:
    names = ("ago", "full_date", "clock_text", "date_text", "month_text", "number", "percent", "own_name", "listed")
    return {name: getattr(i18n, name) for name in names} | {
        "_": _gettext,
        "gettext": _gettext,
        "ngettext": _ngettext,
        # Asked of the same names and titles again and again.
        "lang_of": lru_cache(maxsize=10_000)(lang_of),
        # Of what somebody wrote, where its stored language is not at hand; empty where unclear.
        "guessed_lang": lru_cache(maxsize=10_000)(partial(guess_language, likely="")),
        "initials": lru_cache(maxsize=10_000)(initials),
        "excerpt": excerpt,
        "hue": hue,
    }


def _components(env: Environment) -> SimpleNamespace:
    ui = SimpleNamespace()
    env.globals["ui"] = ui
    for file in sorted((TEMPLATES / "ui").glob("*.html")):
        for name, macro in _macros(env, f"ui/{file.name}").items():
            setattr(ui, name, macro)
    # The same few languages, dozens of times a page. Typed, since markup equals the text it is made of.
    ui.in_tongue = lru_cache(maxsize=1_000, typed=True)(ui.in_tongue)
    return ui


def _macros(env: Environment, template: str) -> Mapping[str, Any]:
    module = env.get_template(template).module
    names: Sequence[str] = [name for name in dir(module) if not name.startswith("_")]
    return {name: getattr(module, name) for name in names}
