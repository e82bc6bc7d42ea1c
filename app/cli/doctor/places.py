"""The settings file and the data folder: who may read them, what they lie on, how much room there is."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from app.cli.common import OURS
from app.cli.doctor.finding import Case, Finding, bad, well, worth_a_look
from app.core.whereabouts import is_there

MOUNTS = Path("/proc/mounts")
OF_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "ocfs2", "gfs2", "vboxsf"}
FADING = {"tmpfs", "ramfs", "overlay", "squashfs"}
"""What they hold is gone with the machine's or the container's next start."""
LITTLE, LEAST = 1 << 30, 100 << 20


def settings_file(case: Case) -> Iterator[Finding]:
    file = case.settings.file
    if file is None:
        yield well("No byline.toml is there; what is set comes from BYLINE_* and the program.")
    elif file.stat().st_mode & 0o077 and "@" in case.settings.database_url:
        yield bad(f"Others can read {file}, and a password stands in it. Run chmod 600 {file}.")
    else:
        yield well(f"Settings are read from {file}.")


def folder(case: Case) -> Iterator[Finding]:
    data = case.settings.data
    if not is_there(data):
        yield worth_a_look(f"There is no folder {data} yet. ./byline serve, admin or import make it.")
        return
    if not data.is_dir() or not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        yield bad(f"{data} is no folder that you can write. Run this, and Byline, as the account that it belongs to.")
        return
    yield from _modes(data)


def _modes(data: Path) -> Iterator[Finding]:
    ours = [data, *(path for pattern in OURS for path in data.glob(pattern))]
    is_open = [path.name for path in ours if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    strange = [path.name for path in ours if path.lstat().st_uid != data.stat().st_uid]
    if data.name in is_open[:1]:
        yield worth_a_look(f"Others can look into {data}. Run chmod 700 {data}.")
    if within := [name for name in is_open if name != data.name]:
        yield bad(f"Others can read {', '.join(within)} in {data}. Run chmod -R go= {data}.")
    if strange:
        yield bad(
            f"{', '.join(strange)} in {data} belong to another account than the folder. Give them back with chown."
        )
    if not is_open and not strange:
        yield well(f"{data} is open to its owner alone.")


def file_system(case: Case) -> Iterator[Finding]:
    kind = _kind(case.settings.data)
    if _is_of_a_network(kind) and not case.settings.database_url:
        yield bad(
            f"The folder lies on {kind}, a network file system, which loses SQLite's data. Move it to a local disk."
        )
    elif _is_of_a_network(kind):
        yield worth_a_look(f"The folder lies on {kind}. Each node needs one of its own, on a local disk.")
    elif kind in FADING:
        yield worth_a_look(f"The folder lies on {kind}, which is gone after a restart. Mount a disk or a volume there.")
    elif kind:
        yield well(f"The folder lies on {kind}.")


def _is_of_a_network(kind: str) -> bool:
    return kind in OF_A_NETWORK or kind.startswith("fuse.")


def _kind(folder: Path) -> str:
    """Empty where the system does not tell."""
    try:
        lines = [line.split() for line in MOUNTS.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    # The last of those that are mounted at one place is the one that is seen.
    above = {Path(where.replace("\\040", " ")): kind for _what, where, kind, *_more in lines}
    real = _nearest(folder).resolve()
    return next((above[path] for path in (real, *real.parents) if path in above), "")


def _nearest(folder: Path) -> Path:
    """The folder, or what it would be made in."""
    return next(path for path in (folder, *folder.parents) if is_there(path))


def room(case: Case) -> Iterator[Finding]:
    nearest = _nearest(case.settings.data)
    free, numbers = shutil.disk_usage(nearest).free, os.statvfs(nearest)
    database = case.settings.database_file
    # A copy is taken before a migration, and each backup begins as one.
    needed = max(LEAST, 2 * database.stat().st_size) if is_there(database) else LEAST
    said = f"{free / (1 << 30):.1f} GB are free where {case.settings.data} is"
    if free < needed or (numbers.f_files and not numbers.f_favail):
        yield bad(
            f"{said}{'' if free < needed else ', but no more files can be made'}. Make room: nothing can be saved."
        )
    elif free < LITTLE:
        yield worth_a_look(f"{said}. Make room before it is full.")
    else:
        yield well(f"{said}.")
