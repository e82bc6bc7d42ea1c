"""What a whole column says of the way its dates are written: seen value by value, kept in little memory."""

from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from app.core.dates.counts import COUNT, likely
from app.core.dates.names import BUDDHIST_YEARS
from app.core.dates.reading import DOTTED, DOTTED_ORDERS, LONGEST_QUOTED, MIDNIGHT, ambiguous
from app.core.dates.shapes import ORDERED, SHORT
from app.core.dates.ways import DayOrder, Numbers, Way
from app.core.dates.written import FIRST_BUDDHIST, Written, plain, written
from app.core.i18n import _, either

Days = dict[DayOrder, date]


class Unclear(ValueError):
    """A column that does not say in which order its dates are, or says two things; the sentence asks."""


@dataclass(frozen=True)
class Seen:
    """A date of numbers with its row, and the day it is in each order that it can be in."""

    value: str
    row: int
    days: Days


@dataclass
class Orders:
    """The orders that are left, with the first date that cannot be in one, and that is not the same day in two."""

    left: set[DayOrder] = field(default_factory=lambda: set(DayOrder))
    against: dict[DayOrder, Seen] = field(default_factory=dict)
    between: dict[tuple[DayOrder, ...], Seen] = field(default_factory=dict)

    def see(self, seen: Seen) -> None:
        for order in DayOrder:
            if seen.days and order not in seen.days:
                self.left.discard(order)
                self.against.setdefault(order, seen)
        for one, other in combinations(seen.days, 2):
            if seen.days[one] != seen.days[other]:
                self.between.setdefault((one, other), seen)

    def settled(self, *, is_dotted: bool) -> DayOrder | None:
        """None where no date was seen. Raises Unclear."""
        if not self.left:
            raise Unclear(self._contradiction())
        unsettled = next((seen for pair, seen in self.between.items() if self.left.issuperset(pair)), None)
        if unsettled is None:
            return min(self.left, key=list(DayOrder).index) if self.against or self.between else None
        if is_dotted and self.left == DOTTED_ORDERS:
            return DOTTED
        days = {order: day for order, day in unsettled.days.items() if order in self.left}
        raise Unclear(ambiguous(unsettled.value, days, unsettled.row))

    def wished(self, order: DayOrder) -> DayOrder:
        """This order, unless all dates are in others and one of them cannot be in it. Raises Unclear."""
        if not self.left or order in self.left:
            return order
        message = _(
            "“%(value)s” in row %(row)d cannot be in the order %(order)s, and all dates of this column can be in "
            "another. Say %(options)s, or correct it."
        )
        seen, options = self.against[order], either([f"--dates {one}" for one in DayOrder if one in self.left])
        said = {"value": seen.value.strip()[:LONGEST_QUOTED], "row": seen.row, "order": order, "options": options}
        raise Unclear(message % said)

    def _contradiction(self) -> str:
        one, other, *_more = {id(seen): seen for seen in map(self.against.get, DayOrder) if seen}.values()
        message = _(
            "In “%(one)s” in row %(row)d and “%(other)s” in row %(other_row)d the day is in different places. Correct"
            " one of them, or say with --dates which order the column has."
        )
        texts = {"one": one.value.strip()[:LONGEST_QUOTED], "other": other.value.strip()[:LONGEST_QUOTED]}
        return message % {"row": one.row, "other_row": other.row, **texts}


class Evidence:
    """Is shown every value of a column, and then knows the way it is written in."""

    def __init__(self) -> None:
        self._western, self._buddhist = Orders(), Orders()
        self._counts: set[Numbers | None] = set()
        self._is_buddhist = self._has_dates = self._has_times = False
        self._is_all_midnight = self._is_dotted = True

    def see(self, value: str, row: int) -> None:
        """What is no date is none here either: `read` refuses it."""
        text = plain(value)
        if count := COUNT.fullmatch(text):
            self._counts.add(likely(count))
        elif found := written(text):
            self._see(found, value, row)

    def way(self, wished: DayOrder | None = None) -> Way:
        """Raises Unclear where the order is needed, and neither said by the column nor wished by somebody, and where
        the column plainly has another than is wished."""
        orders = self._buddhist if self._is_buddhist else self._western
        return Way(
            order=orders.wished(wished) if wished else orders.settled(is_dotted=self._is_dotted),
            numbers=next(iter(self._counts)) if len(self._counts) == 1 and not self._has_dates else None,
            is_buddhist=self._is_buddhist,
            is_all_midnight=self._has_times and self._is_all_midnight,
        )

    def _see(self, found: Written, value: str, row: int) -> None:
        self._has_dates = True
        self._is_buddhist = self._is_buddhist or _is_buddhist(found)
        if not found.shape.is_day:
            self._has_times = True
            self._is_all_midnight = self._is_all_midnight and found.time() == MIDNIGHT
        if found.shape.has_order:
            self._is_dotted = self._is_dotted and found.shape.is_dotted
            western = Seen(value, row, found.days())
            is_short = len(found.numbers[ORDERED[-1]]) <= SHORT
            self._western.see(western)
            self._buddhist.see(Seen(value, row, found.days(is_buddhist=True)) if is_short else western)


def _is_buddhist(found: Written) -> bool:
    """By the era or the size of its year; a short one by its Thai words, where it would else be long ago."""
    shape, year = found.shape, found.numbers.get("year", found.numbers.get(ORDERED[-1], ""))
    if shape.era is not None:
        return shape.era == -BUDDHIST_YEARS
    if len(year) > SHORT:
        return int(year) >= FIRST_BUDDHIST
    day = found.day() if shape.is_thai else None
    return day is not None and day == found.day(is_buddhist=True)
