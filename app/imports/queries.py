import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import normalize

from sqlmodel import col, select

from app.core.db import Reader
from app.core.sheets.encodings import pieces
from app.imports.columns import plain
from app.imports.models import ImportRun

LONG = 30
"""A text of so many letters hardly stands in two rows by chance."""
_LETTER = re.compile(r"[^\W\d_]")
# "ideas (1)", "ideas (copy)", "ideas - Copy", "ideas copy 2", "ideas 副本"; a year in brackets is none.
_COPIES = re.compile(
    r"(\s*[\[(（]([0-9]{1,2}|copy|副本|สำเนา)[\])）]|\s+(-\s+)?(副本|สำเนา)|\s+(-\s+)?copy( [0-9]+)?)+$", re.IGNORECASE
)


def source_of(path: Path) -> str:
    """What a file is called here: its name without the ending, and without what a second download adds to it."""
    return _COPIES.sub("", path.stem).strip() or path.stem


def digest_of(path: Path) -> str:
    """Tells the same file under another name."""
    found = hashlib.sha256()
    for piece in pieces(path):
        found.update(piece)
    return found.hexdigest()


def header_of(columns: Sequence[str]) -> str:
    """Tells a file of the same columns, in whatever order they stand."""
    return hashlib.sha256("\n".join(sorted(map(plain, columns))).encode()).hexdigest()


def fingerprint_of(cells: Iterable[str]) -> str:
    """Tells a row by its longest text, or by the two longest where these are short: whatever its columns are taken for,
    however its spaces were kept, and whatever became of its numbers and dates."""
    texts = ("".join(normalize("NFC", cell).casefold().split()) for cell in cells if _LETTER.search(cell))
    longest = sorted(texts, key=lambda text: (-len(text), text))[:2]
    if not longest:
        return ""
    told = longest[:1] if len(longest[0]) >= LONG else longest
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def run(db: Reader, run_id: int) -> ImportRun:
    return db.get_one(ImportRun, run_id)


def runs(db: Reader, kind: str, source: str) -> list[ImportRun]:
    """What came from a source and was not taken back, latest first."""
    rows = select(ImportRun).where(
        ImportRun.kind == kind, ImportRun.source == source, col(ImportRun.undone_at).is_(None)
    )
    return list(db.exec(rows.order_by(col(ImportRun.id).desc())))


def sources(db: Reader, kind: str) -> list[str]:
    """Every source that something came from, by name."""
    rows = select(ImportRun.source).where(ImportRun.kind == kind, col(ImportRun.undone_at).is_(None))
    return list(db.exec(rows.distinct().order_by(ImportRun.source)))


def run_of_bytes(db: Reader, kind: str, digest: str) -> ImportRun | None:
    """When this very file came in, under whatever name."""
    return _latest(db, kind, ImportRun.digest == digest)


def run_like(db: Reader, kind: str, source: str, header: str) -> ImportRun | None:
    """The run whose words hold for this file as well: of its source, else of a file with the same columns."""
    return _latest(db, kind, ImportRun.source == source) or _latest(db, kind, ImportRun.header == header)


def _latest(db: Reader, kind: str, condition: bool) -> ImportRun | None:
    rows = select(ImportRun).where(ImportRun.kind == kind, condition, col(ImportRun.undone_at).is_(None))
    return db.exec(rows.order_by(col(ImportRun.id).desc()).limit(1)).first()
