"""Copies of everything Byline keeps: before a migration, as one file, and back again.

The search index is in no copy, because it is made from the database.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from app.core import runs
from app.core.clock import now
from app.core.db import Database
from app.core.errors import Unusable
from app.core.migrating import made_by_newer
from app.core.settings import DEMO_MARK, Settings
from app.keeping.archive import DATABASES, FILES, Manifest, Progress, is_known, opened, pack, sync, unpack
from app.keeping.postgresql import PostgreSQL
from app.keeping.sqlite import SQLite


class Kept(Protocol):
    """How one kind of database is copied; `member` names its copy in a backup."""

    member: str

    def exists(self) -> bool: ...

    def copy(self, target: Path) -> str:
        """Write one state of the database to `target`; the migrations that it has seen."""

    def ensure_sound(self, copy: Path, revision: str) -> None:
        """Raises Unusable for a copy that is not whole."""

    def ensure_alone(self) -> None:
        """Raises Unusable while somebody else has the database open."""

    def keep_aside(self, folder: Path) -> None: ...

    def put_in_place(self, copy: Path) -> None:
        """In one step, or not at all."""


def copy_before_migrating(settings: Settings) -> Path | None:
    """A copy of the SQLite database in the folder `backups`; None on PostgreSQL, which takes a failed one back."""
    kept = _kept(settings)
    if not isinstance(kept, SQLite):
        return None
    with _failing("The database cannot be copied before it is brought forward"):
        folder = settings.data / "backups"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".copying-") as beside:
            revision = kept.copy(Path(beside) / kept.member)
            copy = folder / f"before-{revision}-{now():%Y-%m-%d-%H%M%S}.db"
            (Path(beside) / kept.member).replace(copy)
    return copy


def backup(settings: Settings, target: Path, *, progress: Progress = lambda done, total: None) -> Manifest:
    """One file with everything, as it is at this moment, also while Byline runs. Never writes over a file."""
    kept, began = _kept(settings), now()
    if target.exists():
        raise Unusable(f"There is a file {target} already. Name another one.")
    with _failing(f"The backup {target} cannot be written"):
        if not kept.exists():
            raise _none_in(settings)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as beside:
            copy, packed = Path(beside) / kept.member, Path(beside) / "packed"
            revision = kept.copy(copy)
            _ensure_ours(settings, revision)
            manifest = pack(settings, copy, revision, packed, progress)
            packed.rename(target)
    _note(settings, began)
    return manifest


def restore(
    settings: Settings, archive: Path, *, replace: bool = False, progress: Progress = lambda done, total: None
) -> tuple[Manifest, Path | None]:
    """What was brought back, and the folder that keeps what was here before.

    Everything is unpacked and proved beside what is here; then the database changes in one step. Byline must not run.
    """
    kept, data = _kept(settings), settings.data
    with _failing(f"{archive} cannot be restored"), opened(archive) as (packed, manifest):
        _ensure_same_kind(manifest, kept)
        _ensure_may_replace(settings, kept, replace)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as beside:
            unpack(packed, manifest, Path(beside), progress)
            kept.ensure_sound(Path(beside) / kept.member, manifest.revision)
            kept.ensure_alone()
            return manifest, _put_in_place(settings, kept, Path(beside), manifest)


def _note(settings: Settings, began: datetime) -> None:
    """Whoever watches sees how old the last backup is. A database that an older program made has no place for it."""
    store = Database(settings.url, threads=2)
    with suppress(DBAPIError):
        runs.note_done(store, runs.BACKUP, began)
    store.dispose()


def _ensure_ours(settings: Settings, revision: str) -> None:
    if revision == "empty":
        raise _none_in(settings)
    if not is_known(revision):
        raise made_by_newer()


def _none_in(settings: Settings) -> Unusable:
    return Unusable(f"There is no database of Byline in {_place(settings)}.")


def _kept(settings: Settings) -> Kept:
    return SQLite(settings.data) if settings.url.startswith("sqlite") else PostgreSQL(settings.url)


def _place(settings: Settings) -> str:
    return str(settings.data) if settings.url.startswith("sqlite") else "the PostgreSQL database"


@contextmanager
def _failing(words: str) -> Iterator[None]:
    """What the disk or the database says against it becomes the end of a sentence."""
    try:
        yield
    except OSError as error:
        raise Unusable(f"{words}: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise Unusable(f"{words}: {error}.") from error
    except DBAPIError as error:
        raise Unusable(f"{words}: {str(error.orig).splitlines()[0]}.") from error


def _ensure_same_kind(manifest: Manifest, kept: Kept) -> None:
    if manifest.database != kept.member:
        raise Unusable(
            f"The backup holds a database of {DATABASES[manifest.database]}, and this Byline keeps its own in "
            f"{DATABASES[kept.member]}. Nothing was changed."
        )


def _ensure_may_replace(settings: Settings, kept: Kept, replace: bool) -> None:
    if replace:
        return
    if settings.data.is_dir() and any(settings.data.iterdir()):
        place = f"The folder {settings.data}"
    elif kept.exists():
        place = "The database"
    else:
        return
    raise Unusable(f"{place} is not empty. Say --yes to replace what is in it; the old is kept aside.")


def _put_in_place(settings: Settings, kept: Kept, beside: Path, manifest: Manifest) -> Path | None:
    """The old database stays whole until the new one takes its place, and is kept aside."""
    data = settings.data
    aside = _aside(data) if kept.exists() or (data / FILES).exists() else None
    if aside and kept.exists():
        kept.keep_aside(aside)
    # The mark lets anybody in: it must never stand beside another company's people.
    (data / DEMO_MARK).unlink(missing_ok=True)
    kept.put_in_place(beside / kept.member)
    shutil.rmtree(settings.index_folder, ignore_errors=True)
    if aside and (data / FILES).exists():
        (data / FILES).replace(aside / FILES)
    if (beside / FILES).exists():
        (beside / FILES).replace(data / FILES)
    if manifest.is_demo:
        (data / DEMO_MARK).touch()
    sync(data)
    return aside


def _aside(data: Path) -> Path:
    folder = data / "backups" / f"replaced-{now():%Y-%m-%d-%H%M%S-%f}"
    folder.mkdir(parents=True, mode=0o700)
    return folder
