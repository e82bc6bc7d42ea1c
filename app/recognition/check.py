"""Every recognition that stands has receivers, each with a line in the ledger; a withdrawn one has none."""

from collections.abc import Iterator

from app.core.db import Reader
from app.recognition import queries


def problems(db: Reader) -> Iterator[str]:
    for recognition_id in queries.without_receivers(db):
        yield f"recognition {recognition_id} has no receivers"
    for recognition_id, name in queries.uncredited(db):
        yield f"recognition {recognition_id} has no credit line for {name}"
    for recognition_id in queries.withdrawn_with_credit(db):
        yield f"recognition {recognition_id} is withdrawn and still credited"
