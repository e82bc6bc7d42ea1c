"""Assets: what stands in static/, joined, named after its content, packed once and kept in memory."""

import gzip
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

PREFIX = "/static/"
ENTRY = "css/app.css"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
PACKED_ALREADY = {".woff2", ".png", ".jpg", ".webp"}
FOREVER = "public, max-age=31536000, immutable"

_IMPORTED_SHEET = re.compile(r'@import\s+url\("([^"]+)"\);[^\S\n]*\n?')
_URL_IN_SHEET = re.compile(r'(?<=url\(")(?!data:|/|#)([^"]+)(?="\))')
_IMPORTED_MODULE = re.compile(r'(?:(?<=from ")|(?<=import ")|(?<=import\("))(\.{1,2}/[^"]+)(?=")')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SVG_OPENING = re.compile(r"<svg\b[^>]*?>", re.DOTALL)
_VIEW_BOX = re.compile(r'viewBox="[^"]*"')


@dataclass(frozen=True)
class Asset:
    """One file as it is sent. `name` is the last part of its address."""

    name: str
    kind: str
    body: bytes
    packed: bytes | None

    def headers(self, packed: bool) -> dict[str, str]:
        headers = {"Content-Type": self.kind, "Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
        if self.packed is not None:
            headers["Vary"] = "Accept-Encoding"
        if packed:
            headers["Content-Encoding"] = "gzip"
        return headers


class Assets:
    """Read once; in development read anew when a file has changed."""

    def __init__(self, folder: Path, *, development: bool = False) -> None:
        self._folder = folder
        self._development = development
        self._read()

    def url(self, path: str) -> str:
        """The address of a file in static/. LookupError for one that does not exist."""
        self._look_again()
        return PREFIX + self._asset(path).name

    def icon(self, name: str) -> Markup:
        """A drawing to stand in the page beside words, silent for screen readers. LookupError for an unknown one."""
        self._look_again()
        return self._icons[name]

    def answer(self, path: str, accept_gzip: bool) -> tuple[bytes, dict[str, str]] | None:
        """Body and headers for what follows /static/ in an address; None for what was never named so."""
        self._look_again()
        asset = self._by_name.get(path)
        if asset is None:
            return None
        if accept_gzip and asset.packed is not None:
            return asset.packed, asset.headers(packed=True)
        return asset.body, asset.headers(packed=False)

    def _read(self) -> None:
        self._seen = self._stamps()
        self._assets: dict[str, Asset] = {}
        # The single sheets are sent as parts of the joined one only.
        for path in self._seen:
            if path == ENTRY or not path.startswith("css/"):
                self._asset(path)
        self._by_name = {asset.name: asset for asset in self._assets.values()}
        self._icons = {Path(path).stem: self._drawn(path) for path in self._seen if _is_icon(path)}

    def _look_again(self) -> None:
        if self._development and self._stamps() != self._seen:
            self._read()

    def _stamps(self) -> Mapping[str, int]:
        files = (file for file in sorted(self._folder.rglob("*")) if file.is_file() and not file.name.startswith("."))
        return {file.relative_to(self._folder).as_posix(): file.stat().st_mtime_ns for file in files}

    def _asset(self, path: str) -> Asset:
        if path not in self._assets:
            if path not in self._seen:
                raise LookupError(f"There is no file {path} in {self._folder}.")
            self._assets[path] = _made(path, self._body(path))
        return self._assets[path]

    def _body(self, path: str) -> bytes:
        if path == ENTRY:
            return self._sheet(path).encode()
        elif path.startswith("js/"):
            return self._module(path).encode()
        else:
            return (self._folder / path).read_bytes()

    def _sheet(self, path: str) -> str:
        """The sheet with every sheet it imports in place of the import, so that their order is that of the layers."""
        text = (self._folder / path).read_text(encoding="utf-8")
        joined = _IMPORTED_SHEET.sub(lambda match: self._sheet(_beside(path, match[1])), text)
        return _URL_IN_SHEET.sub(partial(self._named, path), joined)

    def _module(self, path: str) -> str:
        """The module, importing others under the names they are sent by."""
        text = (self._folder / path).read_text(encoding="utf-8")
        return _IMPORTED_MODULE.sub(partial(self._named, path), text)

    def _named(self, path: str, match: re.Match[str]) -> str:
        return PREFIX + self._asset(_beside(path, match[1])).name

    def _drawn(self, path: str) -> Markup:
        """The lines only: how they are drawn is said once, in the style sheet."""
        text = _COMMENT.sub("", (self._folder / path).read_text(encoding="utf-8")).strip()
        opening = _SVG_OPENING.search(text)
        view_box = _VIEW_BOX.search(opening[0]) if opening else None
        if opening is None or view_box is None:
            raise ValueError(f"{path} holds no drawing.")
        return Markup(f'<svg class="icon" aria-hidden="true" {view_box[0]}>' + text[opening.end() :])  # noqa: S704 - ours


async def static(request: Request) -> Response:
    """GET /static/{path}: from memory, without a thread."""
    assets: Assets = request.app.state.parts.assets
    accepts = "gzip" in request.headers.get("accept-encoding", "")
    answer = assets.answer(request.path_params["path"], accepts)
    if answer is None:
        return Response("Not found\n", 404, {"Cache-Control": "no-store"}, "text/plain")
    body, headers = answer
    return Response(body, headers=headers)


def _made(path: str, body: bytes) -> Asset:
    stem, suffix = posixpath.splitext(path)
    packed = None if suffix in PACKED_ALREADY else gzip.compress(body, 9, mtime=0)
    return Asset(f"{stem}.{sha256(body).hexdigest()[:8]}{suffix}", _type_of(suffix), body, packed)


def _type_of(suffix: str) -> str:
    return TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def _beside(path: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))


def _is_icon(path: str) -> bool:
    return path.startswith("icons/") and path.endswith(".svg")
