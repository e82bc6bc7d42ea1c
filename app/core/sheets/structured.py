"""JSON, as programs give it out: a list of objects, one inside a larger answer, or an object a line."""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import ijson

from app.core.errors import Unusable
from app.core.i18n import _
from app.core.json_text import parsed
from app.core.sheets.encodings import encoding_of, pieces
from app.core.sheets.sheet import Record, Sheet, ensure_few

LONGEST_LINE = 1_000_000
"""A whole answer often stands in one line, which is looked at no further."""
DEEPEST = 4
"""An object inside an object, so many times over, still becomes columns: author.name."""
MOST_NESTED = 300
"""No program nests more, and what reads JSON keeps for every level the whole way to it, or calls itself."""
TELLING = ("name", "title", "label", "value", "displayName", "display_name", "text", "login")
"""What an entry of a list is called by, where it is an object."""
_OPENS = "\ufeff \t\r\n"
# Python reads no number of so many digits, which the parser does not expect: it ends the process.
_ENDLESS = re.compile(rb"(?<![0-9])[0-9]{2000}")


def is_json(start: bytes) -> bool:
    """Whether a file that begins like this is JSON; no CSV begins with a brace or a bracket and a brace."""
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if wide else "utf-8", "replace").lstrip(_OPENS)
    return text.startswith("{") or (text.startswith("[") and text[1:].lstrip().startswith(("{", "]")))


def structured(path: Path, encoding: str) -> Sheet:
    """Raises Unusable where there is no list of objects in it, or the text is broken off."""
    found = encoding_of(path, encoding).name.removesuffix("-sig")
    if not found.startswith(("utf-8", "ascii")):
        raise Unusable(_("JSON has to be in UTF-8."))
    where = None if _is_lines(path) else _place_in_sound(path)
    names = _names(path, where)
    kind = "json lines" if where is None else "json"
    sheet = Sheet(kind, lambda: _records(path, where, names), encoding=found)
    sheet.take(names)
    return sheet


def _is_lines(path: Path) -> bool:
    """An object a line, of which there are several; a lone one is an answer with the list in it."""
    with path.open(encoding="utf-8-sig") as file:
        starts = (file.readline(LONGEST_LINE) for _line in range(100))
        lines = [line for line in starts if line.strip()][:2]
    return len(lines) > 1 and all(isinstance(parsed(line), dict) for line in lines)


def _place_in_sound(path: Path) -> str:
    _ensure_sound(path)
    return _place(path)


def _ensure_sound(path: Path) -> None:
    """Raises Unusable for what would keep the parser busy for ever, or end it."""
    if any(map(_ENDLESS.search, pieces(path))):
        raise Unusable(_("This JSON file has a number that no program could have written."))
    nested = 0
    with _opened(path) as file:
        try:
            for event, _value in ijson.basic_parse(file):
                nested += event.startswith("start_") - event.startswith("end_")
                if nested > MOST_NESTED:
                    raise _nested()
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise _broken(error) from error


def _nested() -> Unusable:
    return Unusable(_("This JSON file has lists or objects that are nested too deeply."))


def _place(path: Path) -> str:
    """Where its longest list of objects is, in the words of ijson: `item`, or `issues.item`, `data.nodes.item`.

    Any object may have a part that is called so as well.
    """
    met, lists = Counter[str](), 0
    with _opened(path) as file:
        try:
            for prefix, event, _value in ijson.parse(file):
                lists += (event == "start_array") - (event == "end_array")
                if event != "start_map" or lists != 1:
                    continue
                if prefix == "item":
                    return "item"
                if prefix.endswith(".item"):
                    met[prefix] += 1
        except ijson.JSONError as error:
            raise _broken(error) from error
    if not met:
        raise Unusable(_("This JSON file has no list of objects in it."))
    return met.most_common(1)[0][0]


def _names(path: Path, where: str | None) -> list[str]:
    """Every name that any of the objects has, in the order they are met."""
    names: dict[str, None] = {}
    for _line, given in _objects(path, where):
        if isinstance(given, dict):
            names |= dict.fromkeys(_flat(given))
            ensure_few(names)
    return list(names)


def _records(path: Path, where: str | None, names: list[str]) -> Iterator[Record]:
    for number, (line, given) in enumerate(_objects(path, where), 1):
        if isinstance(given, dict):
            flat = _flat(given)
            yield Record(number, line, [flat.get(name, "") for name in names])
        else:
            yield Record(number, line, [], _("This is not an object."), given)


def _objects(path: Path, where: str | None) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each with its line; what is none as it stands there."""
    if where is None:
        yield from _lines(path)
        return
    with _opened(path) as file:
        try:
            for given in ijson.items(file, where):
                yield 0, given if isinstance(given, dict) else _storable(_as_json(given))
        except ijson.JSONError as error:
            raise _broken(error) from error


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    with path.open(encoding="utf-8-sig") as file:
        for line, text in enumerate(file, 1):
            if text.strip():
                given = parsed(text, Decimal)
                yield line, given if isinstance(given, dict) else _storable(text.rstrip("\r\n"))


def _broken(error: Exception) -> Unusable:
    return Unusable(_("This JSON cannot be read: %(reason)s.") % {"reason": str(error).split("\n")[0]})


def _opened(path: Path) -> Any:
    file = path.open("rb")
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)
    return file


def _flat(given: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """Objects inside become columns of their own; lists become one cell."""
    found: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, dict) and depth < DEEPEST:
            found |= _flat(value, f"{before}{name}.", depth + 1)
        else:
            found[_storable(f"{before}{name}")] = _storable(_cell(value))
    return found


def _storable(text: str) -> str:
    """Half of a letter, as JSON can spell it, can neither be kept nor printed."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _cell(value: Any) -> str:
    """A list of names is written with commas; one of objects that have none stays JSON, for whoever can read it."""
    if isinstance(value, list):
        called = [_called(one) for one in value]
        return ", ".join(called) if all(called) else _as_json(value)
    if isinstance(value, dict):
        return _as_json(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else str(value)


def _called(value: Any) -> str:
    if isinstance(value, dict):
        if len(value) > 1 and {"body", "comment", "content", "message"} & value.keys():
            return ""
        return next((str(value[name]) for name in TELLING if value.get(name)), "")
    return "" if isinstance(value, list) or value is None else str(value)


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        raise _nested() from None
