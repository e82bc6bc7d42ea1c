"""A form in parts, taken apart while it arrives: texts into memory, files onto the disk."""

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.core.errors import Refusal, TooLarge
from app.core.i18n import _, number
from app.core.letters import clean
from app.core.web.forms import MOST_FIELDS

LONGEST_LABEL = 120
LONGEST_ENDING = 20
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Bounds:
    """What a form may bring: files in these `fields`, `most` of them, each of `longest` bytes; texts of `texts` bytes.

    What is larger than a file may be is read on and thrown away, so that whatever else was typed is not lost.
    """

    fields: tuple[str, ...]
    most: int
    longest: int
    texts: int


@dataclass
class Coming:
    """A file on its way, open until it is whole."""

    name: str
    label: str
    path: Path
    out: BinaryIO
    size: int = 0


@dataclass
class Part:
    """What is known of the part that is being read; without a file its data is text, or of no use to anybody."""

    disposition: bytes = b""
    name: str = ""
    text: bytearray | None = None
    coming: Coming | None = None


@dataclass
class Parts:
    """Reads one body. `texts`, `files` and `errors` stand by the name of their field when it is read."""

    folder: Path
    bounds: Bounds
    texts: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Coming]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._part = Part()
        self._header = b""
        self._count = self._length = 0
        self._is_whole = False
        self._opened: list[Coming] = []
        self._to_write: list[tuple[Coming, bytes]] = []

    async def read(self, request: Request) -> None:
        """Raises Refusal for what is no form, or stops in the middle; TooLarge for too much text."""
        parser = self._parser(request)
        try:
            async for some in request.stream():
                parser.write(some)
                if self._to_write:
                    await run_in_threadpool(self._write)
        except FormParserError:
            raise Refusal from None
        if not self._is_whole:
            raise Refusal
        await run_in_threadpool(self._close)

    def clear(self) -> None:
        """Nothing that is still where it arrived stays there."""
        for coming in self._opened:
            coming.path.unlink(missing_ok=True)
            with suppress(OSError):  # What a full disk did not take is not wanted any more.
                coming.out.close()

    def _parser(self, request: Request) -> MultipartParser:
        _kind, options = parse_options_header(request.headers.get("content-type", ""))
        if not options.get(b"boundary"):
            raise Refusal
        try:
            return MultipartParser(
                options[b"boundary"],
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._note_header,
                    "on_header_value": self._note_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._start,
                    "on_part_data": self._take,
                    "on_part_end": self._finish,
                    "on_end": self._end,
                },
            )
        except FormParserError:
            raise Refusal from None

    def _begin(self) -> None:
        self._part = Part()
        self._count += 1
        if self._count > MOST_FIELDS:
            raise Refusal

    def _note_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _note_value(self, data: bytes, start: int, end: int) -> None:
        if self._header.lower() == b"content-disposition":
            self._part.disposition += data[start:end]

    def _end_header(self) -> None:
        self._header = b""

    def _start(self) -> None:
        _kind, options = parse_options_header(self._part.disposition)
        self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            self._part.text = bytearray()
        elif options[b"filename"] and self._part.name in self.bounds.fields:
            self._part.coming = self._opened_for(self._part.name, options[b"filename"])

    def _opened_for(self, name: str, filename: bytes) -> Coming | None:
        if len(self._opened) >= self.bounds.most:
            self.errors[name] = _("Choose at most %(most)s.") % {"most": self.bounds.most}
            return None
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=self.folder)
        self._opened.append(Coming(name, label_of(filename), Path(path), os.fdopen(handle, "wb")))
        return self._opened[-1]

    def _take(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.text is not None:
            self._length += end - start
            part.text += data[start:end]
            if self._length > self.bounds.texts:
                raise TooLarge
        elif part.coming:
            part.coming.size += end - start
            if part.coming.size <= self.bounds.longest:
                self._to_write.append((part.coming, data[start:end]))
            else:
                self._throw_away(part)

    def _throw_away(self, part: Part) -> None:
        most = number(round(self.bounds.longest / MEGABYTE, 1))
        self.errors[part.name] = _("This file is too large. It can have up to %(most)s MB.") % {"most": most}
        part.coming = None

    def _finish(self) -> None:
        part = self._part
        if part.text is not None:
            self.texts.setdefault(part.name, []).append(part.text.decode("utf-8", "replace"))
        elif part.coming:
            self.files.setdefault(part.name, []).append(part.coming)

    def _end(self) -> None:
        self._is_whole = True

    def _write(self) -> None:
        for coming, some in self._to_write:
            coming.out.write(some)
        self._to_write.clear()

    def _close(self) -> None:
        for coming in self._opened:
            coming.out.close()


def label_of(filename: bytes) -> str:
    """What its sender calls a file, to be shown beside it: never a path, never a reason to take it for something."""
    last = re.split(r"[/\\]", filename.decode("utf-8", "replace"))[-1]
    label = clean(last, lines=False)
    if label in {"", ".", ".."}:
        return "file"
    stem, dot, ending = label.rpartition(".")
    if len(label) <= LONGEST_LABEL or not dot or len(ending) > LONGEST_ENDING:
        return label[:LONGEST_LABEL]
    return stem[: LONGEST_LABEL - len(ending) - 1] + dot + ending
