"""Whole days of a time zone, asked of a column of instants."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_

from app.core.clock import on_day
from app.core.columns import Condition

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """From the first to the last, both included, as a time zone has them."""

    since: date
    until: date
    zone: str

    def hold(self, at: Any) -> Condition:
        """Whether an instant is on one of them; what is of a day alone is on that day in every zone.

        Noon UTC is on another day only twelve hours or more from there, so that only those at either end can stray.
        """
        strays, ends = self._marks(self.since - DAY, self.until + DAY), self._marks(self.since, self.until)
        within = and_(at >= self._midnight(self.since), at < self._midnight(self.until + DAY), at.not_in(strays))
        return or_(within, at.in_(ends))

    def _marks(self, *days: date) -> list[datetime]:
        return [on_day(day) for day in days]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone))
