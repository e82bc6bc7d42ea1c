"""Which folder and which settings file count, wherever somebody stands: cron and systemd stand in `/`.

The folder is what `--data` says, else `BYLINE_DATA`, else `data` in the file, else the folder `data` beside the
launcher. What is typed is relative to where one stands, a variable to the launcher's folder, what a file says to the
file's. The file is the first `byline.toml` that there is: in the folder, beside it, beside the launcher.
"""

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.errors import Unusable

LAUNCHER = Path(__file__).parents[2]
FILE = "byline.toml"
FOLDER = "data"
KEPT = ("byline.db", "index")
"""By one of these a folder is known for a Byline's."""


@dataclass(frozen=True)
class Whereabouts:
    data: Path
    file: Path | None
    said: Mapping[str, Any] = field(default_factory=dict)
    """What the file says."""


def whereabouts(typed: Path | None, variable: str) -> Whereabouts:
    """Raises Unusable for a file that cannot be read or trusted, and where another folder may be meant."""
    named = _from(_standing(), typed) if typed else _from(LAUNCHER, variable) if variable else None
    presumed = named or LAUNCHER / FOLDER
    file = next((one for one in _files(presumed) if os.path.lexists(one)), None)
    said = _read(file) if file else {}
    data = named or _named_in(file, said) or presumed
    if not typed:
        _ensure_not_mistaken(data, file, variable or FOLDER)
    return Whereabouts(data, file, said)


def has_byline(folder: Path) -> bool:
    return any(is_there(folder / name) for name in KEPT)


def is_there(path: Path) -> bool:
    """What one may not look at is not there for us, rather than an error as it is for `Path.exists`."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def _files(data: Path) -> Iterator[Path]:
    yield data / FILE
    yield data.parent / FILE
    yield LAUNCHER / FILE


def _from(folder: Path, word: Path | str) -> Path:
    # Links are not followed: what is beside a folder is so where people see it. An unknown ~name is left as it is.
    return Path(os.path.abspath(folder / os.path.expanduser(word)))  # noqa: PTH100, PTH111


def _standing() -> Path:
    try:
        return Path.cwd()
    except OSError:
        # Somebody removed it; what is written in full needs none.
        return Path("/")


def _named_in(file: Path | None, said: Mapping[str, Any]) -> Path | None:
    word = said.get("data")
    return _from(file.parent, word) if file and isinstance(word, str) and word else None


def _read(file: Path) -> dict[str, Any]:
    """A mark at its beginning, as Windows writes one, means nothing."""
    try:
        _ensure_trusted(file)
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Unusable(f"The file {file} cannot be read: {reason}.") from error


def _ensure_trusted(file: Path) -> None:
    """A folder such as /tmp holds files of anybody, and settings say which database gets everything."""
    is_open = file.stat().st_mode & stat.S_IWOTH
    is_strangers = file.stat().st_uid not in {0, os.geteuid()} and file.parent.stat().st_mode & stat.S_IWOTH
    if is_open or is_strangers:
        raise Unusable(f"The file {file} can be written by anybody here. Close it with chmod o-w, or remove it.")


def _ensure_not_mistaken(data: Path, file: Path | None, word: str) -> None:
    """Nobody begins an empty company because they stand elsewhere than they think."""
    meant, beside = _from(_standing(), word), _standing() / FILE
    if has_byline(data) or meant == data:
        return
    if has_byline(meant):
        seen = f"there is one in {meant}, below where you stand"
    elif is_there(beside) and beside != file:
        seen = f"there is a {beside}, where you stand"
    else:
        return
    raise Unusable(f"There is no Byline in {data} yet, but {seen}. Say with --data which folder you mean.")
