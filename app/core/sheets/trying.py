"""Whether a workbook can be unpacked in bearable memory, tried in a process that may come to harm.

A few letters make a cell in the last row and column, and room for all between; whoever unpacks that is ended by the
system, and whatever else runs on the machine perhaps with it.
"""

import subprocess
import sys
from pathlib import Path

MOST_MEMORY = 2 << 30
MOST_SECONDS = 30
_ENDED = b"ended"
# What cannot be read has an end as well: why it cannot, whoever reads it says. Windows has no such limits.
_TRY = """
import sys
from contextlib import suppress
from python_calamine import CalamineError, CalamineWorkbook
path, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with suppress(ImportError):
    import resource
    for what, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
with suppress(CalamineError), open(path, "rb") as file:
    book = CalamineWorkbook.from_filelike(file)
    for name in book.sheet_names:
        book.get_sheet_by_name(name)
print("ended")
"""


def is_bearable(path: Path, *, memory: int = MOST_MEMORY, seconds: int = MOST_SECONDS) -> bool:
    """Whoever is out of memory may also wait for ever, so time is up after twice the seconds that it may work for."""
    told = [sys.executable, "-I", "-c", _TRY, str(path), str(memory), str(seconds)]
    nothing, most = subprocess.DEVNULL, 2 * seconds
    try:
        tried = subprocess.run(  # noqa: S603 - ours, and a list of words
            told, check=False, stdin=nothing, stdout=subprocess.PIPE, stderr=nothing, timeout=most
        )
    except subprocess.TimeoutExpired:
        return False
    return _ENDED in tried.stdout
