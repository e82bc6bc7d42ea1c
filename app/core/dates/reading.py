"""One written date read strictly, in the way that its column is written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from app.core.clock import on_day, timed
from app.core.dates import zones
from app.core.dates.counts import COUNT, counted, likely
from app.core.dates.ways import DayOrder, Way
from app.core.dates.written import Written, plain, written
from app.core.i18n import _, date_text, either

MIDNIGHT = time()
LONGEST_QUOTED = 60
ANY = Way()
DOTTED, DOTTED_ORDERS = DayOrder.DMY, {DayOrder.DMY, DayOrder.MDY}
"""Who writes dots puts the day first, unless it is the year; that is seen where it has four digits."""


@dataclass(frozen=True)
class When:
    """An instant in UTC, or a day without a time as `clock` keeps it."""

    at: datetime
    is_day: bool = False


def read(value: str, way: Way = ANY, zone: tzinfo = UTC) -> When:
    """`zone` is where a time is that names none. Raises ValueError with a whole sentence, whatever the value is.

    Whether a date is too early or still to come is for the caller to judge.
    """
    text = plain(value)
    if COUNT.fullmatch(text):
        return _read_count(value, text, way, zone)
    found = written(text)
    if found is None:
        raise _unreadable(value)
    day = _day(value, found, way)
    at_time = found.time()
    if at_time is None:
        raise _refused(_("There is no such time of day as in “%(value)s”."), value)
    if found.shape.is_day or (way.is_all_midnight and at_time == MIDNIGHT):
        return When(on_day(day), is_day=True)
    return _at(value, datetime.combine(day, at_time, _zone(value, found, day) or zone))


def ambiguous(value: str, days: dict[DayOrder, date], row: int = 0) -> str:
    """What is asked where a date can be several days."""
    message = (
        _("“%(value)s” in row %(row)d may be %(days)s. Say which with %(options)s.")
        if row
        else _("“%(value)s” may be %(days)s. Say which with %(options)s.")
    )
    told = [date_text(day, "long") for day in dict.fromkeys(days.values())]
    options = either([f"--dates {order}" for order in days])
    return message % {"value": value.strip()[:LONGEST_QUOTED], "row": row, "days": either(told), "options": options}


def _read_count(value: str, text: str, way: Way, zone: tzinfo) -> When:
    count = COUNT.fullmatch(text)
    if count is None or (way.numbers is None and likely(count) is None):
        raise _unreadable(value)
    if way.numbers is None:
        message = _("“%(value)s” is a plain number, which the rest of its column is not. Write it as 2024-01-31.")
        raise _refused(message, value)
    found = counted(count, way.numbers, zone)
    if found is None:
        raise _unreadable(value)
    return When(timed(found)) if isinstance(found, datetime) else When(on_day(found), is_day=True)


def _day(value: str, found: Written, way: Way) -> date:
    if found.shape.has_order:
        return _ordered(value, found, way)
    day = found.day(is_buddhist=way.is_buddhist)
    if day:
        return day
    if found.day(is_buddhist=way.is_buddhist, whatever_weekday=True):
        raise _refused(_("“%(value)s” names another weekday than that of its date."), value)
    raise _refused(_("There is no such date as “%(value)s”."), value)


def _ordered(value: str, found: Written, way: Way) -> date:
    days = found.days(is_buddhist=way.is_buddhist)
    order = way.order or (DOTTED if found.shape.is_dotted and days.keys() == DOTTED_ORDERS else None)
    fitting = {one: day for one, day in days.items() if order in (None, one)}
    if len(set(fitting.values())) > 1:
        raise ValueError(ambiguous(value, fitting))
    if fitting:
        return next(iter(fitting.values()))
    if order and days:
        message = _("There is no such date as “%(value)s” in the order %(order)s. Another is said with --dates.")
        raise ValueError(message % {"value": value.strip()[:LONGEST_QUOTED], "order": order_words(order)})
    raise _refused(_("There is no such date as “%(value)s”."), value)


def order_words(order: DayOrder) -> str:
    words = {
        DayOrder.DMY: _("day, month, year"),
        DayOrder.MDY: _("month, day, year"),
        DayOrder.YMD: _("year, month, day"),
    }
    return words[order]


def _zone(value: str, found: Written, day: date) -> tzinfo | None:
    shape, numbers = found.shape, found.numbers
    try:
        if shape.sign:
            return zones.offset(shape.sign, numbers["ahead"], numbers.get("beside", ""))
        return zones.named(shape.zone, day.year) if shape.zone else None
    except LookupError:
        message = _("“%(zone)s” in “%(value)s” names no zone, or several. Write the offset from UTC, such as +07:00.")
        given = {"zone": shape.zone.upper(), "value": value.strip()[:LONGEST_QUOTED]}
        raise ValueError(message % given) from None
    except ValueError:
        raise _refused(_("There is no such offset from UTC as in “%(value)s”."), value) from None


def _at(value: str, local: datetime) -> When:
    try:
        return When(timed(local.astimezone(UTC)))
    except OverflowError:
        raise _refused(_("There is no such date as “%(value)s”."), value) from None


def _unreadable(value: str) -> ValueError:
    return _refused(_("“%(value)s” is not a date. Write 2024-01-31, with or without 09:30."), value)


def _refused(message: str, value: str) -> ValueError:
    return ValueError(message % {"value": value.strip()[:LONGEST_QUOTED]})
