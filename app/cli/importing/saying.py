"""What is said of any file that is brought: how much of it is shown, and what is the same in all."""

from collections.abc import Iterator, Sequence

from app.core.sheets import Sheet

SHOWN = 20
"""So many lines of each sort are printed."""
STAYING = ("is here already and stays as it is", "are here already and stay as they are")


def guessed(sheet: Sheet) -> Iterator[str]:
    if sheet.is_guess:
        yield (
            f"The file does not say its encoding; it was read as {sheet.encoding}. Look whether the letters are right, "
            f"and say --encoding {sheet.encoding}, or what it is."
        )


def first_of(lines: Sequence[str], count: int) -> Iterator[str]:
    """Lines of which there may be more than were kept."""
    yield from lines
    if count > len(lines):
        yield f"… and {count - len(lines)} more like this."
