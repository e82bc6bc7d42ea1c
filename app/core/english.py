"""Numbers and days in the sentences of a terminal, which are English alone and stand in no catalogue."""

from datetime import date


def so_many(number: int, one: str, many: str = "") -> str:
    """`1 idea`, `2 ideas`; `many` is said where more is different than a letter at the end."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def in_full(day: date) -> str:
    """`3 April 2024`, where nobody takes the month for the day."""
    return f"{day.day} {day:%B %Y}"
