"""Every figure with its goal, and where one is missed the places; `--repeats` lists the repeated passages as well."""

import sys
from collections.abc import Sequence

from tests.house.figures import Figure, measured, read
from tests.house.repeats import repeats
from tests.rules.sources import ROOT

MOST_PLACES = 10


def main(arguments: Sequence[str]) -> int:
    sources = read(ROOT)
    for figure in measured(sources):
        print(_line(figure))
        for place in figure.places[: 0 if figure.is_met() else MOST_PLACES]:
            print(f"    {place}")
    if "--repeats" in arguments:
        print(*repeats(sources), sep="\n")
    return 0


def _line(figure: Figure) -> str:
    if figure.goal is None:
        return f"  {figure.name:<58}{figure.value:>8g}"
    bound = f"at {'least' if figure.at_least else 'most'} {figure.goal:g}"
    return f"{'✓' if figure.is_met() else '✗'} {figure.name:<58}{figure.value:>8g}   {bound}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
