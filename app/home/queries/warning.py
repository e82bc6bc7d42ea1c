"""What of the figures is worth somebody's look."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from app.home.queries.figures import Figures

LATE = timedelta(minutes=5)
"""What has been due for so long is not being carried out."""
BEHIND = timedelta(minutes=2)
"""Search that lacks what was written before is told then."""
LITTLE_SPACE = 1_000_000_000
LITTLE_OF_ALL = 0.1


def warnings(found: Figures, folder: Path) -> Iterator[str]:
    """Their names, of whatever is the same for every process that has this database and this folder."""
    if not found.is_indexed or is_behind(found):
        yield "index"
    for name, standing in found.kept.items():
        if standing.late > LATE:
            yield name
    if any(standing.failing or standing.set_aside for standing in found.kept.values()):
        yield "failing"
    if is_nearly_full(folder):
        yield "disk"


def is_behind(found: Figures) -> bool:
    return found.marks_wait > BEHIND


def is_nearly_full(folder: Path) -> bool:
    """A small disk may be small: both what is left and its share have to be little."""
    space = shutil.disk_usage(folder)
    return space.free < min(LITTLE_SPACE, LITTLE_OF_ALL * space.total)
