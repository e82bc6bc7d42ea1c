"""In which row something stands first, for very many things: twelve bytes for each."""

from array import array
from bisect import bisect_left


class Firsts:
    """Told of everything first, asked afterwards. Things are told apart by the hashes of their texts."""

    def __init__(self) -> None:
        self._hashes, self._rows = array("q"), array("l")
        self._is_sorted = True

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def add(self, text: str, row: int) -> None:
        self._hashes.append(hash(text))
        self._rows.append(row)
        self._is_sorted = False

    def of(self, text: str) -> int:
        """Nought where it stands nowhere."""
        if not self._is_sorted:
            self._sort()
        sought = hash(text)
        at = bisect_left(self._hashes, sought)
        return self._rows[at] if at < len(self._hashes) and self._hashes[at] == sought else 0

    def _sort(self) -> None:
        """What stands twice keeps its order, so that the first of it is found."""
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        self._hashes = array("q", (self._hashes[at] for at in order))
        self._rows = array("l", (self._rows[at] for at in order))
        self._is_sorted = True
