"""Copies of everything Byline keeps: before a migration, as one file, and back again.

The search index is in no copy, because it is made from the database.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy.exc import DBAPIError

from app.core.clock import now
from app.core.errors import Unusable
from app.core.migrating import made_by_newer
from app.core.settings import DEMO_MARK, Settings
from app.keeping.archive import DATABASES, FILES, Manifest, Progress, is_known, opened, pack, sync, unpack
from app.keeping.places import private_place, readable, working_folder
from app.keeping.postgresql import PostgreSQL
from app.keeping.sealing import sealed
from app.keeping.sqlite import SQLite

BACKUP, RESTORING, COPYING = ".backup-", ".restoring-", ".copying-"
"""How a folder of what is half done begins."""
KEPT_COPIES = 5
"""Of before so many migrations; the rest is what backups are for."""


def unseen(_done: int, _total: int) -> None:
    """The progress of whoever does not look."""


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

    def put_in_place(self, copy: Path, revision: str) -> None:
        """In one step, or not at all."""


def copy_before_migrating(settings: Settings) -> Path | None:
    """A copy of the SQLite database in the folder `backups`; None on PostgreSQL, which takes a failed one back."""
    kept = _kept(settings)
    if not isinstance(kept, SQLite):
        return None
    with _failing("The database cannot be copied before it is brought forward"):
        folder = settings.data / "backups"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with working_folder(folder, COPYING) as beside:
            revision = kept.copy(beside / kept.member)
            copy = folder / f"before-{revision}-{now():%Y-%m-%d-%H%M%S}.db"
            (beside / kept.member).replace(copy)
        for older in sorted(folder.glob("before-*.db"), key=_written)[:-KEPT_COPIES]:
            older.unlink()
    return copy


def backup(
    settings: Settings, target: Path, *, recipients: Sequence[str] = (), progress: Progress = unseen
) -> Manifest:
    """One file with everything, as it is at this moment, also while Byline runs. Never writes over a file.

    It comes under its name when it is whole and on the disk. Encrypted for `recipients`, the public keys of age.
    """
    if target.exists():
        raise Unusable(f"There is a file {target} already. Name another one.")
    with _failing(f"The backup {target} cannot be written"), working_folder(target.parent, BACKUP) as beside:
        packed = beside / "packed"
        with packed.open("xb") as file:
            # It holds everything that people wrote, and the hashes of their passwords.
            packed.chmod(0o600)
            manifest = _write(settings, file, beside, recipients, progress)
        sync(packed)
        packed.rename(target)
        sync(target.parent)
    return manifest


def stream(
    settings: Settings, target: IO[bytes], *, recipients: Sequence[str] = (), progress: Progress = unseen
) -> Manifest:
    """The same for whoever reads at the other end."""
    with _failing("The backup cannot be written"):
        manifest = _write(settings, target, private_place(settings.data), recipients, progress)
        target.flush()
    return manifest


def _write(
    settings: Settings, file: IO[bytes], beside: Path, recipients: Sequence[str], progress: Progress
) -> Manifest:
    """What is to be encrypted leaves its own place in no other form."""
    kept = _kept(settings)
    if not kept.exists():
        raise _none_in(settings)
    place = private_place(settings.data) if recipients else beside
    with working_folder(place, BACKUP) as folder:
        copy = folder / kept.member
        revision = kept.copy(copy)
        _ensure_ours(settings, revision)
        with sealed(file, recipients) as target:
            return pack(settings, copy, revision, target, progress)


def restore(
    settings: Settings,
    archive: Path,
    *,
    identity: Path | None = None,
    replace: bool = False,
    demo: bool = False,
    progress: Progress = unseen,
) -> tuple[Manifest, Path | None]:
    """What was brought back, and the folder that keeps what was here before.

    Everything is unpacked and proved beside what is here; then the database changes in one step. Byline must not run.
    `identity` is the file with the key of age, for a backup that is encrypted.
    What a backup says of itself gives no rights: only a demo, or whoever asks for a `demo`, gets one.
    """
    kept, data = _kept(settings), settings.data
    source = readable(archive, identity, private_place(data))
    with _failing(f"{archive} cannot be restored"), source as file, opened(archive, file) as (packed, manifest):
        _ensure_same_kind(manifest, kept)
        _ensure_demo_is_wanted(settings, manifest, demo)
        _ensure_may_replace(settings, kept, replace)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with working_folder(data, RESTORING) as beside:
            unpack(packed, manifest, beside, progress)
            kept.ensure_sound(beside / kept.member, manifest.revision)
            kept.ensure_alone()
            return manifest, _put_in_place(settings, kept, beside, manifest)


def _written(file: Path) -> float:
    return file.stat().st_mtime


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


def _ensure_demo_is_wanted(settings: Settings, manifest: Manifest, demo: bool) -> None:
    if not manifest.is_demo:
        return
    if settings.database_url:
        raise Unusable("This is the backup of a demo, which keeps to its own folder. Unset BYLINE_DATABASE_URL.")
    if not demo and not settings.is_demo:
        raise Unusable(
            "This is the backup of a demo, where anybody signs in as anybody without a password. Say --demo if that "
            "is what you want; nothing was changed."
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
    kept.put_in_place(beside / kept.member, manifest.revision)
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
