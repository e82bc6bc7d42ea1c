"""A page: shown whole to a visitor, or only the block an HTMX request aims at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.runtime import Context as Names
from jinja2.runtime import Macro
from jinja2_fragments import render_block
from markupsafe import Markup

from app.core import i18n
from app.core.db import Database
from app.core.languages import guess_language, lang_of
from app.core.markdown import running_its_own_way
from app.core.settings import Settings
from app.core.shortening import excerpt, initials
from app.core.subjects import Subject
from app.core.web import flash, problems
from app.core.web.parts import parts_of
from app.core.web.urls import Links, bound, own_path, parted, shown_to

TEMPLATES = Path(__file__).parents[3] / "templates"
ALONE = frozenset({"exports", "preview", "seen"})
"""Blocks that HTMX may have without their page. Any other may stand in a condition of it that guards what it shows."""
HUES = 12
URL_SAFE = ":/%#?=@[]!$&'()*+,;"
Context = dict[str, Any]
"""What a template is given, by name."""
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
        self.parts = parts_of(request)
        self._env = self.parts.templates

    @property
    def store(self) -> Database:
        return self.parts.store

    @property
    def settings(self) -> Settings:
        return self.parts.settings

    @property
    def url(self) -> Links:
        """`url("ideas.board", sort="newest")`: addresses by the names of their routes."""
        return self.parts.links

    @property
    def _me_id(self) -> int:
        me = getattr(self.request.state, "me", None)
        return me.id if me else 0

    @property
    def zone(self) -> str:
        """The time zone that the reader's days are counted in."""
        me = getattr(self.request.state, "me", None)
        return (me.time_zone if me else "") or self.settings.time_zone

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """The whole page, or the block in `ALONE` that HTMX aims at; for a program what a refused form says."""
        if status >= 400 and problems.is_wanted(self.request):
            return problems.problem(self.request, problems.refused_form(status, context.values()))
        aim = self._aim()
        with i18n.speaking(i18n.locale.get(), self.zone), shown_to(self._me_id):
            home = self._home_of(template, aim)
            if home:
                return _html(render_block(self._env, home, aim, self._context() | context), status)
            whole = self._env.get_template(template).render(self._context() | context)
        return flash.shown(self.request, _html(whole, status))

    def again(self, template: str, **context: Any) -> Response:
        """The same form once more, with its errors."""
        return self.show(template, status=422, **context)

    def block(self, template: str, block: str, **context: Any) -> Response | None:
        """Only this block, when HTMX asks for it; None for a plain visit."""
        return self.show(template, **context) if self._aim() == block else None

    def macro(self, target: str, template: str, name: str, **given: Any) -> HTMLResponse | None:
        """What stands many times on a page: one macro, when HTMX aims at this element; None for a plain visit."""
        if self._aim() != target:
            return None
        with i18n.speaking(i18n.locale.get(), self.zone), shown_to(self._me_id):
            return _html(str(getattr(self._env.get_template(template).module, name)(**given)), 200)

    def go(
        self, route: str, *, say: str = "", undo: flash.Undo | None = None, fragment: str = "", **params: Any
    ) -> Response:
        """On to another page, with a sentence to show there, and a way to undo what it says."""
        address = self.url(route, **params) + (f"#{fragment}" if fragment else "")
        return self.leave(address, say=say, undo=undo)

    def moved(self, route: str, **params: Any) -> Response:
        """The same request once more, at the address that this one has now."""
        return RedirectResponse(self.url(route, **params), 308)

    def url_of(self, subject: Subject, label: str = "") -> str:
        """The address of the page of a subject, empty where there is none."""
        return self.parts.url_of(subject, label)

    def back(self, route: str, *, say: str = "", fragment: str = "", **params: Any) -> Response:
        """Where the visitor came from, when that was one of our pages; else the route. There to what has this id."""
        address = self._came_from() or self.url(route, **params)
        return self.leave(address + (f"#{fragment}" if fragment else ""), say=say)

    def leave(self, address: str, *, say: str = "", kind: str = "good", undo: flash.Undo | None = None) -> Response:
        response: Response
        if "hx-request" in self.request.headers:
            # As a redirect is written: a header holds no Thai.
            response = Response(headers={"HX-Redirect": quote(address, safe=URL_SAFE)})
        else:
            response = RedirectResponse(address, 303)
        return flash.say(self.request, response, say, kind, undo) if say else response

    @property
    def site(self) -> str:
        """Where the site is for people, without a slash at its end: as it was set, or as the visitor came to it."""
        return (self.settings.base_url or str(self.request.base_url)).rstrip("/")

    def _came_from(self) -> str:
        """The page of ours that this request was made on, empty where there is none."""
        came = parted(self.request.headers.get("referer", ""))
        sites = {self.settings.base_url, str(self.request.base_url).rstrip("/")}
        ours = f"{came.scheme}://{came.netloc}" in sites and came.path not in ("", self.request.url.path)
        return own_path(came._replace(scheme="", netloc="").geturl(), "") if ours else ""

    @property
    def _path(self) -> str:
        """Where this page is seen again: of one that answers a form, where that was."""
        url = self.request.url
        here = url.path + (f"?{url.query}" if url.query else "")
        return here if self.request.method in ("GET", "HEAD") else self._came_from() or here

    def _home_of(self, template: str, aim: str) -> str:
        """The page that has this block, or the one it is made after."""
        if aim not in ALONE:
            return ""
        line = _line_of(self._env, template)
        return next((name for name in line if aim in self._env.get_template(name).blocks), "")

    def _aim(self) -> str:
        headers = self.request.headers
        whole = "hx-request" not in headers or "hx-boosted" in headers or "hx-history-restore-request" in headers
        return "" if whole else headers.get("hx-target", "").rpartition("#")[2]  # htmx 4 sends tag#id

    def _context(self) -> dict[str, Any]:
        state = self.request.state
        return {
            "me": getattr(state, "me", None),
            "frame": getattr(state, "frame", None),
            "locale": i18n.locale.get(),
            "direction": i18n.LANGUAGES[i18n.locale.get()].direction,
            "languages": list(i18n.LANGUAGES.values()),
            "flash": flash.waiting(self.request),
            "demo": self.settings.is_demo,
            "path": self._path,
            "section": self.request.url.path.split("/")[1],
        }


async def page(request: Request) -> Page:
    return Page(request)


Shown = Annotated[Page, Depends(page)]


def hue(key: object) -> int:
    """A stable colour for a face, out of twelve."""
    return sum(str(key).encode()) % HUES


def _line_of(env: Environment, template: str) -> Iterator[str]:
    """A template, what it extends, and so on."""
    name: str | None = template
    while name:
        yield name
        name = _extended(env, name)


@lru_cache(maxsize=1_000)
def _extended(env: Environment, template: str) -> str | None:
    source = (env.loader or FileSystemLoader(TEMPLATES)).get_source(env, template)[0]
    parent = env.parse(source).find(nodes.Extends)
    return str(parent.template.as_const()) if parent else None


def _html(body: str, status: int) -> HTMLResponse:
    return HTMLResponse(body, status, headers={"Vary": VARY})


class _Context(Names):
    """Calls macros and functions as they are; Jinja asks each three times what it wants to be passed."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Macro and hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        if kwargs:
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
    times = ("ago", "full_date", "clock_text", "stamp", "local_day", "date_text", "month_text", "today")
    return {name: getattr(i18n, name) for name in (*times, "number", "percent", "own_name", "listed")} | {
        "_": _gettext,
        "gettext": _gettext,
        "ngettext": _ngettext,
        # Asked of the same names and titles again and again.
        "lang_of": lru_cache(maxsize=10_000)(lang_of),
        # Of what somebody wrote, where its stored language is not at hand; empty where unclear.
        "guessed_lang": lru_cache(maxsize=10_000)(partial(guess_language, likely="")),
        # A sentence of the register, whose words are ours, with what belongs in its places.
        "filled_in": lambda words, **values: Markup(words) % values,  # noqa: S704 - our own sentences
        "initials": lru_cache(maxsize=10_000)(initials),
        "excerpt": excerpt,
        "bound": bound,
        "running_its_own_way": running_its_own_way,
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
