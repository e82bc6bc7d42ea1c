"""Small files made like the public ones that imports were tried on: the same columns and quirks, made-up people."""

from tests.imports.examples.example import Example
from tests.imports.examples.ideas import IDEAS
from tests.imports.examples.people import PEOPLE
from tests.imports.examples.thanks import THANKS

EXAMPLES = [*IDEAS, *PEOPLE, *THANKS]

__all__ = ["EXAMPLES", "PEOPLE", "Example"]
