"""As much of `systemctl` as docs/operating.md types: `python systemctl.py FOLDER WORDS…`, with units in `FOLDER/units`."""

import configparser
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path


def main(folder: Path, words: list[str]) -> int:
    verb, *units = (word for word in words if not word.startswith("-"))
    if verb == "daemon-reload":
        return 0
    act = {"enable": start, "start": start, "stop": stop}[verb]
    return max(act(folder, unit) for unit in units if not unit.endswith(".timer"))


def start(folder: Path, unit: str) -> int:
    read = configparser.RawConfigParser(strict=False, interpolation=None)
    read.read(folder / "units" / unit)
    service = read["Service"]
    if service.get("type") == "oneshot":
        return subprocess.run(shlex.split(service["execstart"]), check=False).returncode
    # As Restart=always does.
    script = f"while :; do {service['execstart']}; sleep 1; done"
    with (folder / f"{unit}.log").open("a") as log:
        started = subprocess.Popen(
            ["sh", "-c", script], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    (folder / f"{unit}.pid").write_text(str(started.pid))
    return 0


def stop(folder: Path, unit: str) -> int:
    group = int((folder / f"{unit}.pid").read_text())
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            os.killpg(group, 0)
            time.sleep(0.1)
        os.killpg(group, signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
