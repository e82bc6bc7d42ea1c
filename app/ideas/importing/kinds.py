"""What the rows of a file are that has rows of several kinds."""

from app.imports.columns import plain, table

IDEA, COMMENT = "idea", "comment"


def kind_of(said: str) -> str:
    """`idea`, `comment`, or empty for what is brought by no import; a row that says nothing is an idea."""
    word = plain(said) if said else ""
    if not word or word in _words(IDEA):
        return IDEA
    return COMMENT if word in _words(COMMENT) else ""


def _words(kind: str) -> set[str]:
    words = table().get("words", {}).get("row_kinds", {})
    return {plain(word) for word in (kind, *words.get(kind, ()))}
