"""Which rows are here already: by their id, else by what they say, also as the version before told that."""

from collections.abc import Sequence

from app.core.db import Reader
from app.discussion.queries.brought import brought
from app.ideas.importing.rows import Taken


class Presence:
    """Asked part by part, in the order of the file: what the version before took for one idea is the first of them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._claimed: set[str] = set()

    def of(self, db: Reader, part: Sequence[Taken]) -> dict[str, int]:
        """Which of these are here, by id, and as which posts."""
        ids = [id_ for taken in part for id_ in (taken.id, taken.former) if id_]
        found = brought(db, self._source, ids)
        here: dict[str, int] = {}
        for taken in part:
            if taken.id in found:
                here[taken.id] = found[taken.id]
            elif taken.former in found and taken.former not in self._claimed:
                self._claimed.add(taken.former)
                here[taken.id] = found[taken.former]
        return here
