"""The file that a backup is: a zip of the database, the folder `files`, and a manifest with a checksum for each."""

import hashlib
import json
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from alembic.script import ScriptDirectory
from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.clock import now
from app.core.errors import Unusable
from app.core.letters import storable
from app.core.migrating import config
from app.core.settings import Settings, version

FILES = "files"
DATABASES = {"byline.db": "SQLite", "byline.dump": "PostgreSQL"}
"""What the copy of a database is named, by what made it."""

MANIFEST = "manifest.json"
FORMAT = 1
"""Raised when a backup is laid out in another way than older programs understand."""

LONGEST_MANIFEST = 64 << 20
"""Bytes; a line a file, for several hundred thousand files."""

PIECE = 1 << 20
_CONTROLS = re.compile(r"[\0-\x1f\x7f-\x9f]")
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

    @property
    def database(self) -> str:
        """The name of the one member that is a database."""
        return next(name for name in self.members if name in DATABASES)


def pack(settings: Settings, database: Path, revision: str, packed: IO[bytes], progress: Progress) -> Manifest:
    """Write `packed` from the copy of a database, which keeps its name, and the files; it need not be seekable."""
    sources = {database.name: database} | {
        path.relative_to(settings.data).as_posix(): path
        for path in sorted((settings.data / FILES).rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    total, done = sum(_size(path) for path in sources.values()), 0
    members: dict[str, Member] = {}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sources.items():
            with suppress(FileNotFoundError):  # Taken away since the database was copied.
                members[name] = _packed(archive, name, path, lambda size: progress(done + size, total))  # noqa: B023 - called at once
                done += members[name].bytes
        manifest = Manifest(
            format=FORMAT,
            version=version(),
            revision=revision,
            created_at=now(),
            is_demo=settings.is_demo,
            members=members,
        )
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _packed(archive: zipfile.ZipFile, name: str, path: Path, step: Callable[[int], None]) -> Member:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return _poured(source, target, step)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def opened(archive: Path, source: IO[bytes]) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Raises Unusable for a backup that is newer, damaged, or reaches out of its folder, also while it is read."""
    try:
        with zipfile.ZipFile(source) as packed:
            yield packed, _manifest(archive, packed)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as error:
        raise Unusable(f"{archive} is not a backup of Byline, or is damaged: {error}. Nothing was changed.") from error


def unpack(packed: zipfile.ZipFile, manifest: Manifest, beside: Path, progress: Progress) -> None:
    """Every member in the folder `beside`, on the disk and as its manifest says, or Unusable."""
    total, done = sum(member.bytes for member in manifest.members.values()), 0
    for name, member in manifest.members.items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if packed.getinfo(name).file_size != member.bytes:
            raise damaged(name)
        with packed.open(name) as source, path.open("xb") as target:
            found = _poured(source, target, lambda size: progress(done + size, total))  # noqa: B023 - called at once
        if found != member:
            raise damaged(name)
        path.chmod(0o600)
        sync(path)
        done += member.bytes


def damaged(name: str) -> Unusable:
    return Unusable(f"The backup is damaged: {name} is not what was packed. Nothing was changed.")


def sync(path: Path) -> None:
    """Make sure that it stands on the disk, and not only in its cache."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _poured(source: IO[bytes], target: IO[bytes], progress: Callable[[int], None]) -> Member:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        target.write(piece)
        size += len(piece)
        progress(size)
    return Member(bytes=size, sha256=digest.hexdigest())


def _manifest(archive: Path, packed: zipfile.ZipFile) -> Manifest:
    try:
        if packed.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
            raise damaged(MANIFEST)
        said: object = json.loads(packed.read(MANIFEST))
    except (KeyError, ValueError):
        raise Unusable(f"{archive} is not a backup of Byline. Nothing was changed.") from None
    newer = Unusable("The backup was made by a newer Byline. Update the program; nothing was changed.")
    if isinstance(said, dict) and isinstance(said.get("format"), int) and said["format"] > FORMAT:
        raise newer
    try:
        manifest = Manifest.model_validate(said)
    except ValidationError:
        raise damaged(MANIFEST) from None
    if not is_known(manifest.revision):
        raise newer
    _ensure_plain(packed, manifest)
    return manifest


def is_known(revision: str) -> bool:
    """Whether this code knows all migrations that a database has seen."""
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    return set(revision.split("-")) <= known | {"empty"}


def _ensure_plain(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    """One database, and files; nothing that the manifest does not name."""
    beside_files = [name for name in manifest.members if not _is_file(name)]
    is_known = len(beside_files) == 1 and beside_files[0] in DATABASES
    if not is_known or sorted(packed.namelist()) != sorted({MANIFEST, *manifest.members}):
        raise Unusable("The backup does not hold what its manifest says. Nothing was changed.")


def _is_file(name: str) -> bool:
    """Inside the folder of files and nowhere else."""
    parts = PurePosixPath(name).parts
    is_inside = len(parts) > 1 and parts[0] == FILES and ".." not in parts and "/".join(parts) == name
    return is_inside and not set(name) & set("\\:") and not _CONTROLS.search(name) and storable(name) == name
