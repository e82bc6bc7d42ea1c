"""Message catalogues: read by the program, extracted and checked by `python -m app.core.catalogues`.

`--update` extracts the messages and merges them into the catalogues, `--check` fails when something is missing.
"""

import sys
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "app" / "locales"
FOLDERS = ("zh_Hans", "th")
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
# A template that does not parse must stop the extraction, not vanish from it.
JINJA = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
OPTIONS: dict[str, dict[str, Any]] = {"templates/**.html": JINJA, "templates/**.txt": JINJA}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@cache
def translations(folder: str) -> NullTranslations:
    """The words of one language; English sentences are their own translation."""
    source = _po(folder)
    if not source.exists():
        return NullTranslations()
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return GNUTranslations(BytesIO(compiled.read_bytes()))
    content = _compiled(source)
    with suppress(OSError):  # A read-only installation compiles at each start instead.
        compiled.write_bytes(content)
    return GNUTranslations(BytesIO(content))


def extracted() -> Catalog:
    """Every message of the program, as the sources have it now."""
    found = Catalog(project="Byline", copyright_holder="The Byline authors")
    rows = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
    for name, _line, message, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        if name.startswith(("app/", "templates/")):
            found.add(message, None, [(name, 1)], auto_comments=comments, context=context)
    return found


def pending() -> list[str]:
    """What a catalogue lacks, has untranslated, or no longer needs; empty when all languages are whole."""
    wanted = {(m.context, _key(m.id)): m for m in extracted() if m.id}
    faults = []
    for folder in FOLDERS:
        catalogue = _read(folder)
        held = {(m.context, _key(m.id)): m for m in catalogue if m.id}
        faults += [f"{folder}: missing: {key}" for _context, key in wanted.keys() - held.keys()]
        faults += [f"{folder}: no longer used: {key}" for _context, key in held.keys() - wanted.keys()]
        faults += [f"{folder}: untranslated: {_key(m.id)}" for m in held.values() if not _is_whole(m)]
        faults += [f"{folder}: placeholders differ: {_key(m.id)}" for m in held.values() if list(m.check(catalogue))]
    return sorted(faults)


def update() -> None:
    found = extracted()
    for folder in FOLDERS:
        catalogue = _read(folder)
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment, catalogue.fuzzy = f"# Byline in {catalogue.locale.english_name}.", False
        _po(folder).parent.mkdir(parents=True, exist_ok=True)
        with _po(folder).open("wb") as out:
            write_po(out, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)


def _po(folder: str) -> Path:
    return LOCALES / folder / "LC_MESSAGES" / "messages.po"


def _read(folder: str) -> Catalog:
    if not _po(folder).exists():
        return Catalog(locale=folder, project="Byline")
    with _po(folder).open("rb") as source:
        return read_po(source, locale=folder)


def _compiled(source: Path) -> bytes:
    out = BytesIO()
    with source.open("rb") as opened:
        write_mo(out, read_po(opened, locale=source.parts[-3]))
    return out.getvalue()


def _key(message_id: str | list[str] | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _is_whole(message: Any) -> bool:
    parts = [message.string] if isinstance(message.string, str) else list(message.string)
    return bool(parts) and all(parts) and not message.fuzzy


def _main(argument: str) -> int:
    if argument == "--update":
        update()
    faults = pending()
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(_main(*(sys.argv[1:2] or ["--check"])))
