"""What an import would do, line by line: twenty of each sort on the terminal, all of them in a file beside."""

import os
import re
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from app.cli.common import out
from app.cli.importing.opening import Given
from app.cli.importing.saying import SHOWN
from app.core.letters import storable
from app.core.settings import Settings

KEPT_SECONDS = 30 * 24 * 3600
"""Lists name people; after a month nobody looks at them any more."""


class Listing:
    """Made only where there is more than is shown; only its maker may read it."""

    def __init__(self, settings: Settings, given: Given) -> None:
        name = re.sub(r"[^\w.-]+", "-", given.source).strip("-.")[:80] or "import"
        self.path = settings.data / "imports" / f"{name}-lines.txt"
        self._count: Counter[str] = Counter()
        self._shown: dict[str, list[str]] = defaultdict(list)
        self._waiting: list[str] = []
        self._file: IO[str] | None = None
        self._is_said = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.close()
            if not self._is_said:
                self.path.unlink(missing_ok=True)

    def add(self, sort: str, line: str) -> None:
        line = storable(line)
        self._count[sort] += 1
        if self._count[sort] <= SHOWN:
            self._shown[sort].append(line)
        if self._file is None and self._count[sort] > SHOWN:
            self._file = _opened(self.path)
            self._file.writelines(self._waiting)
        if self._file is None:
            self._waiting.append(f"{line}\n")
        else:
            self._file.write(f"{line}\n")

    def say(self, *sorts: str) -> None:
        for sort in sorts:
            for line in self._shown[sort]:
                out.print(line)
            if (more := self._count[sort] - SHOWN) > 0:
                out.print(f"… and {more} more like this.")

    def say_where(self) -> None:
        if self._file:
            self._is_said = True
            out.print(f"All of these lines are in {self.path}.")


def _opened(path: Path) -> IO[str]:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    for old in path.parent.glob("*.txt"):
        with suppress(OSError):
            if old == path or old.stat().st_mtime < time.time() - KEPT_SECONDS:
                old.unlink()
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8")
