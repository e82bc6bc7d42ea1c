"""The name of a folder, kept in it, which a copy of the folder does not have.

Two that go by one name would each take the half of what is meant for it. Whoever copies files can't copy where they lie
and when they came there, so the name stands beside both, and counts only where they are true.
"""

import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

NAME = re.compile("[0-9a-f]{32}")


class FolderName:
    def __init__(self, folder: Path) -> None:
        self._name_file, self._place_file = folder / "name", folder / "place"

    def kept(self) -> str:
        """Empty when there is none, one of another folder, or one that a power cut has left unreadable.

        One that was given when names had no places is taken for the folder's own.
        """
        kept, place = _read(self._name_file), _read(self._place_file)
        return kept if NAME.fullmatch(kept) and place in ("", self._place()) else ""

    def settle(self) -> bool:
        """Give a name to a folder that has none of its own; whether it had another's."""
        is_copy = not self.kept() and NAME.fullmatch(_read(self._name_file)) is not None
        if not self.kept():
            self._place_file.unlink(missing_ok=True)
            self._name_file.write_text(uuid4().hex, "ascii")
        if _read(self._place_file) != self._place():
            self._place_file.write_text(self._place(), "ascii")
        return is_copy

    def _place(self) -> str:
        with suppress(OSError):
            found = self._name_file.stat()
            return f"{found.st_ino} {found.st_ctime_ns}"
        return ""


def _read(file: Path) -> str:
    with suppress(OSError):
        return file.read_text("ascii", errors="replace")
    return ""
