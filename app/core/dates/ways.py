"""In which ways a column can write its dates."""

from dataclasses import dataclass
from enum import StrEnum


class DayOrder(StrEnum):
    """In which order day, month and year stand where all are numbers."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Numbers(StrEnum):
    """What a plain number counts. Spreadsheets count days, from one of two beginnings."""

    DAYS_SINCE_1900 = "days since 1900"
    DAYS_SINCE_1904 = "days since 1904"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


@dataclass(frozen=True)
class Way:
    """What is known of how a column writes its dates.

    In a column of Buddhist years the short ones are Buddhist as well. Where every time is midnight, none was meant.
    """

    order: DayOrder | None = None
    numbers: Numbers | None = None
    is_buddhist: bool = False
    is_all_midnight: bool = False
