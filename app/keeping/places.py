"""Where half of a copy stands while it is made: closed to others, and gone afterwards."""

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, gettempdir
from typing import IO

from app.core.errors import Unusable
from app.keeping.sealing import is_sealed, unseal

STANDARD = Path("-")
"""Standard input or output, where a file could be named."""
LEFT_AFTER_SECONDS = 12 * 3600


@contextmanager
def working_folder(where: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `where`. What a process that was killed left of that kind is taken away first."""
    _sweep(where, prefix)
    with TemporaryDirectory(dir=where, prefix=prefix) as name, _held(name):
        yield Path(name)


def _sweep(where: Path, prefix: str) -> None:
    """Its maker holds a folder for as long as it runs; on a disk that knows no such holds nothing is taken away."""
    for folder in where.glob(f"{prefix}*"):
        with suppress(OSError):
            if not folder.is_symlink() and time.time() - folder.stat().st_mtime > LEFT_AFTER_SECONDS:
                _remove(folder)


def _remove(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(held)


@contextmanager
def _held(folder: str) -> Iterator[None]:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(held)


def private_place(data: Path) -> Path:
    """Where a whole copy may stand unencrypted for a while: beside what it is a copy of, else as near as may be."""
    nearest = (folder for folder in (data, *data.absolute().parents) if folder.is_dir())
    return next((folder for folder in nearest if os.access(folder, os.W_OK | os.X_OK)), Path(gettempdir()))


@contextmanager
def readable(archive: Path, identity: Path | None, spool: Path) -> Iterator[IO[bytes]]:
    """A backup to look about in, decrypted, also from standard input.

    What has to be written down for that stands in `spool` without a name: it is gone with the process, however it ends.
    """
    with _source(archive, spool) as source:
        if not is_sealed(source):
            yield source
            return
        with TemporaryFile(dir=spool) as plain:
            unseal(str(archive), source, identity, plain)
            yield plain


@contextmanager
def _source(archive: Path, spool: Path) -> Iterator[IO[bytes]]:
    if archive == STANDARD:
        with TemporaryFile(dir=spool) as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.seek(0)
            yield kept
        return
    try:
        source = archive.open("rb")
    except FileNotFoundError:
        raise Unusable(f"There is no file {archive}.") from None
    with source:
        yield source
