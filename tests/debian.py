"""Programs that tests need and Python's packages do not bring."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

# Something else may be installing at the moment.
PATIENCE = ("-o", "DPkg::Lock::Timeout=300")
TURN = Path(gettempdir()) / "byline-tests-install"


def may_install() -> bool:
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install(*packages: str) -> bool:
    """Debian's packages, without what they only recommend; what went wrong is printed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with TemporaryDirectory() as folder, TURN.open("w") as turn:
        # The lists have a lock that nobody waits for, and several processes of ours may be here at once.
        fcntl.flock(turn, fcntl.LOCK_EX)
        log = Path(folder) / "log"
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            with log.open("a") as out:
                ended = subprocess.run(
                    ["apt-get", *PATIENCE, *command],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    check=False,
                )
            if ended.returncode:
                print(f"{', '.join(packages)} could not be installed:\n{log.read_text()}", flush=True)
                return False
    return True
