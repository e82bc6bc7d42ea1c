"""Who is still here: enabled, disabled, a status in words. Whatever says that somebody has left counts."""

from collections.abc import Collection
from functools import cache

from app.core.i18n import _
from app.core.letters import key
from app.imports.columns import table


@cache
def words(meaning: str) -> frozenset[str]:
    """What `yes`, `no`, `active` and `left` may be called."""
    return frozenset(map(key, table().get("words", {}).get(meaning, ())))


def is_enabled(said: str) -> bool | None:
    """Of a column that is called “enabled”; None where it says nothing. Raises ValueError for what is neither."""
    word = key(said)
    if not word:
        return None
    if word in words("yes") or word in words("active"):
        return True
    if word in words("no") or word in words("left"):
        return False
    raise ValueError(_("“%(word)s” says neither yes nor no.") % {"word": said[:60]})


def is_not_disabled(said: str) -> bool | None:
    """Of a column that is called “disabled”: yes means left, but “active” means active. Raises ValueError."""
    word = key(said)
    if word in words("active") or word in words("left"):
        return word in words("active")
    found = is_enabled(said)
    return None if found is None else not found


def is_here(said: str, left: Collection[str] = ()) -> bool | None:
    """Of a status in words; None where it says nothing that is known. `left` are words that somebody said mean that."""
    word = key(said)
    if word in left:
        return False
    if word in words("active"):
        return True
    return False if word in words("left") else None
