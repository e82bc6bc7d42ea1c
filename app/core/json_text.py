"""JSON that another program wrote."""

import json
from collections.abc import Callable

from app.core.columns import Value


def parsed(text: str, number: Callable[[str], Value] = float) -> Value:
    """What it says; None for what is no JSON, or nested deeper than anything that somebody means.

    `number` makes one of digits with a fraction.
    """
    try:
        return json.loads(text, parse_float=number)
    except (ValueError, RecursionError):
        return None
