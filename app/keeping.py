"""Copies of everything Byline keeps: before a migration, as one file, and back again.

A backup is a zip of the database, the folder `files`, and a manifest with a checksum for each. The search index is not
in it, because it is made from the database.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from alembic.script import ScriptDirectory
from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.clock import now
from app.core.db import Database
from app.core.errors import Unusable
from app.core.migrating import config
from app.core.settings import DEMO_MARK, Settings, version

DATABASE = "byline.db"
FILES = "files"
MANIFEST = "manifest.json"
FORMAT = 1
"""Raised when a backup is laid out in another way than older programs understand."""

PIECE = 1 << 20
Progress = Callable[[int, int], None]


class Member(BaseModel):
    model_config = ConfigDict(frozen=True)

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says of itself; `members` by their names in it."""

    model_config = ConfigDict(frozen=True)

    format: int
    version: str
    revision: str
    created_at: datetime
    is_demo: bool = False
    members: dict[str, Member]


def copy_before_migrating(settings: Settings, store: Database) -> Path | None:
    """A copy of the SQLite database in the folder `backups`; None on PostgreSQL, whose own tools make copies."""
    if not store.is_sqlite:
        return None
    with _failing("The database cannot be copied before it is brought forward"):
        folder = settings.data / "backups"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = folder / f"before-{_revision(settings.data / DATABASE)}-{now():%Y-%m-%d-%H%M%S}.db"
        with tempfile.TemporaryDirectory(dir=folder, prefix=".copying-") as beside:
            _copy(settings.data / DATABASE, Path(beside) / DATABASE)
            (Path(beside) / DATABASE).replace(copy)
    return copy


def backup(settings: Settings, target: Path, *, progress: Progress = lambda done, total: None) -> Manifest:
    """One file with everything, as it is at this moment, also while Byline runs. Never writes over a file."""
    _ensure_sqlite(settings)
    if not (settings.data / DATABASE).is_file():
        raise Unusable(f"There is no database in {settings.data}.")
    if target.exists():
        raise Unusable(f"There is a file {target} already. Name another one.")
    with (
        _failing(f"The backup {target} cannot be written"),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as beside,
    ):
        copy, packed = Path(beside) / DATABASE, Path(beside) / "packed"
        _copy(settings.data / DATABASE, copy)
        manifest = _pack(settings, copy, packed, progress)
        packed.rename(target)
    return manifest


def restore(
    settings: Settings, archive: Path, *, replace: bool = False, progress: Progress = lambda done, total: None
) -> tuple[Manifest, Path | None]:
    """What was brought back, and the folder that keeps what was here before.

    Everything is unpacked and proved beside what is here; then the database changes in one step. Byline must not run.
    """
    _ensure_sqlite(settings)
    data = settings.data
    with _failing(f"{archive} cannot be restored"), _opened(archive) as packed:
        manifest = _manifest(archive, packed)
        if data.is_dir() and any(data.iterdir()) and not replace:
            raise Unusable(
                f"The folder {data} is not empty. Say --yes to replace what is in it; the old is kept aside."
            )
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as beside:
            _unpack(packed, manifest, Path(beside), progress)
            _ensure_sound(Path(beside) / DATABASE, manifest)
            return manifest, _put_in_place(settings, Path(beside), manifest)


def _ensure_sqlite(settings: Settings) -> None:
    if not settings.url.startswith("sqlite"):
        raise Unusable(
            "This Byline keeps its database in PostgreSQL: back it up with pg_dump --format=custom, bring it back with "
            f"pg_restore, and copy the folder {settings.data / FILES} if there is one."
        )


@contextmanager
def _failing(words: str) -> Iterator[None]:
    """What the disk or the database says against it becomes the end of a sentence."""
    try:
        yield
    except OSError as error:
        raise Unusable(f"{words}: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise Unusable(f"{words}: {error}.") from error


def _copy(database: Path, copy: Path) -> None:
    """Through SQLite, which sees one state of the database however much is written meanwhile."""
    with closing(_looking_at(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # One plain file, without the log beside it that a database in use has.
        target.execute("PRAGMA journal_mode=DELETE")
        if target.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Unusable(f"The database {database} is damaged; ask SQLite with PRAGMA integrity_check.")
    copy.chmod(0o600)


def _looking_at(database: Path) -> sqlite3.Connection:
    """Never makes an empty database where there is none."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=5)


def _revision(database: Path) -> str:
    """The migrations a database has seen; a database that Byline did not make has none."""
    with closing(_looking_at(database)) as looking:
        if not looking.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return "empty"
        return "-".join(sorted(row[0] for row in looking.execute("SELECT version_num FROM alembic_version"))) or "empty"


def _pack(settings: Settings, copy: Path, packed: Path, progress: Progress) -> Manifest:
    sources = {DATABASE: copy} | {
        path.relative_to(settings.data).as_posix(): path
        for path in sorted((settings.data / FILES).rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    total, done = sum(path.stat().st_size for path in sources.values()), 0
    members: dict[str, Member] = {}
    with packed.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sources.items():
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                members[name] = _poured(source, target, lambda size: progress(done + size, total))  # noqa: B023 - called at once
            done += members[name].bytes
        manifest = Manifest(
            format=FORMAT,
            version=version(),
            revision=_revision(copy),
            created_at=now(),
            is_demo=settings.is_demo,
            members=members,
        )
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    # It holds everything that people wrote, and the hashes of their passwords.
    packed.chmod(0o600)
    _sync(packed)
    return manifest


def _poured(source: IO[bytes], target: IO[bytes], progress: Callable[[int], None]) -> Member:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        target.write(piece)
        size += len(piece)
        progress(size)
    return Member(bytes=size, sha256=digest.hexdigest())


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Whatever is wrong inside a zip file is found while it is read."""
    try:
        with zipfile.ZipFile(archive) as packed:
            yield packed
    except FileNotFoundError:
        raise Unusable(f"There is no file {archive}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise Unusable(f"{archive} is no backup of Byline, or is damaged: {error}. Nothing was changed.") from error


def _manifest(archive: Path, packed: zipfile.ZipFile) -> Manifest:
    """Raises Unusable for a backup that is newer, damaged, or reaches out of its folder."""
    try:
        said: dict[str, Any] = json.loads(packed.read(MANIFEST))
    except (KeyError, ValueError):
        raise Unusable(f"{archive} is no backup of Byline. Nothing was changed.") from None
    newer = Unusable("The backup was made by a newer Byline. Update the program; nothing was changed.")
    if isinstance(said, dict) and isinstance(said.get("format"), int) and said["format"] > FORMAT:
        raise newer
    try:
        manifest = Manifest.model_validate(said)
    except ValidationError:
        raise _damaged(MANIFEST) from None
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    if not set(manifest.revision.split("-")) <= known | {"empty"}:
        raise newer
    _ensure_plain(packed, manifest)
    return manifest


def _ensure_plain(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    names = packed.namelist()
    strange = [name for name in manifest.members if not _is_plain(name)]
    if strange or sorted(names) != sorted({MANIFEST, *manifest.members}) or DATABASE not in manifest.members:
        raise Unusable("The backup does not hold what its manifest says. Nothing was changed.")


def _is_plain(name: str) -> bool:
    """The database, or something inside the folder of files and nowhere else."""
    parts = PurePosixPath(name).parts
    is_inside = len(parts) > 1 and parts[0] == FILES and ".." not in parts and "/".join(parts) == name
    return name == DATABASE or (is_inside and not set(name) & set("\\:\0"))


def _unpack(packed: zipfile.ZipFile, manifest: Manifest, beside: Path, progress: Progress) -> None:
    total, done = sum(member.bytes for member in manifest.members.values()), 0
    for name, member in manifest.members.items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if packed.getinfo(name).file_size != member.bytes:
            raise _damaged(name)
        with packed.open(name) as source, path.open("xb") as target:
            found = _poured(source, target, lambda size: progress(done + size, total))  # noqa: B023 - called at once
        if found != member:
            raise _damaged(name)
        path.chmod(0o600)
        _sync(path)
        done += member.bytes


def _ensure_sound(database: Path, manifest: Manifest) -> None:
    with closing(_looking_at(database)) as looking:
        is_sound = looking.execute("PRAGMA quick_check").fetchone() == ("ok",)
    if not is_sound or _revision(database) != manifest.revision:
        raise _damaged(DATABASE)


def _damaged(name: str) -> Unusable:
    return Unusable(f"The backup is damaged: {name} is not what was packed. Nothing was changed.")


def _put_in_place(settings: Settings, beside: Path, manifest: Manifest) -> Path | None:
    """The old database stays whole until the new one takes its place, and is kept aside."""
    data = settings.data
    is_first = not (data / DATABASE).exists() and not (data / FILES).exists()
    aside = None if is_first else _aside(data)
    if aside:
        _keep_aside(data, aside)
    # The mark lets anybody in: it must never stand beside another company's people.
    (data / DEMO_MARK).unlink(missing_ok=True)
    shutil.rmtree(settings.index_folder, ignore_errors=True)
    if (beside / FILES).exists():
        (beside / FILES).replace(data / FILES)
    (beside / DATABASE).replace(data / DATABASE)
    if manifest.is_demo:
        (data / DEMO_MARK).touch()
    _sync(data)
    return aside


def _aside(data: Path) -> Path:
    folder = data / "backups" / f"replaced-{now():%Y-%m-%d-%H%M%S}"
    folder.mkdir(parents=True, mode=0o700)
    return folder


def _keep_aside(data: Path, aside: Path) -> None:
    if (data / DATABASE).exists():
        logs = [data / f"{DATABASE}{end}" for end in ("-wal", "-shm", "-journal")]
        if _is_at_rest(data / DATABASE):
            shutil.copy2(data / DATABASE, aside / DATABASE)
            _sync(aside / DATABASE)
        else:
            for path in (data / DATABASE, *logs):
                if path.exists():
                    path.replace(aside / path.name)
    if (data / FILES).exists():
        (data / FILES).replace(aside / FILES)


def _is_at_rest(database: Path) -> bool:
    """Fold the log into the database, so that no log of the old one meets the new; False when it is no database.

    Raises Unusable while Byline runs: SQLite leaves this mode only for the last one who has the database open.
    """
    try:
        with closing(_looking_at(database)) as alone:
            return bool(alone.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Unusable("Byline is running on this folder. Stop it first; nothing was changed.") from error
        return False
    except sqlite3.DatabaseError:
        return False


def _sync(path: Path) -> None:
    """Make sure that it stands on the disk, and not only in its cache."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
