"""A folder of dated backups, and which of them are kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = re.compile(r"byline-(\d{4}-\d{2}-\d{2}-\d{6})\.zip(\.age)?")
MOMENT = "%Y-%m-%d-%H%M%S"
DAY, WEEK, MONTH = "%Y-%m-%d", "%G-%V", "%Y-%m"


@dataclass(frozen=True)
class Keep:
    """How many days, weeks and months keep their last backup; in UTC, a week begins on Monday."""

    days: int
    weeks: int
    months: int

    def among(self, moments: Iterable[datetime]) -> set[datetime]:
        """Of so many of the newest days, weeks and months that have one at all."""
        oldest_first = sorted(moments)
        kept: set[datetime] = set()
        for many, period in ((self.days, DAY), (self.weeks, WEEK), (self.months, MONTH)):
            last_of = {one.strftime(period): one for one in oldest_first}
            kept.update(sorted(last_of.values(), reverse=True)[:many])
        return kept


def dated(moment: datetime, *, sealed: bool) -> str:
    """The name of a backup made at this moment."""
    return f"byline-{moment:{MOMENT}}.zip{'.age' if sealed else ''}"


def prune(folder: Path, keep: Keep, newest: Path) -> tuple[list[Path], list[Path]]:
    """Take away what the rule does not keep; what stayed and what went.

    `newest` was just written and stays, whatever the clock said before. Nothing of another name is touched.
    """
    found = {path: moment for path in sorted(folder.iterdir()) if (moment := _moment(path))}
    kept = keep.among(found.values())
    gone = [path for path, moment in found.items() if moment not in kept and path != newest]
    for path in gone:
        path.unlink(missing_ok=True)
    return [path for path in found if path not in gone], gone


def _moment(path: Path) -> datetime | None:
    """When a backup of ours was made; None for anything else."""
    named = NAME.fullmatch(path.name)
    if not named or path.is_symlink() or not path.is_file():
        return None
    try:
        return datetime.strptime(named[1], MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
