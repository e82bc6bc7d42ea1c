"""What a status means: as whoever imports says, as the stage that is called so, else by the words for a kind.

A word that claims an idea was accepted or went live is credited, so the words are only those that say so plainly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.db import Reader
from app.core.letters import key
from app.ideas import queries
from app.ideas.models import Stage, StageKind
from app.imports.columns import known, plain


@dataclass(frozen=True)
class Meanings:
    """`said` and the stages that are `called` so by the key of a status, `words` by what is left of it without signs.

    `answered` is what an answer without a status means.
    """

    said: Mapping[str, StageKind]
    called: Mapping[str, Stage]
    words: Mapping[str, StageKind]
    answered: StageKind

    def of(self, status: str) -> StageKind | None:
        """None where it says nothing that is known here."""
        name = key(status)
        if stage := self.stage(status):
            return StageKind(stage.kind)
        return self.said.get(name) or self.words.get(plain(status)) if name else None

    def stage(self, status: str) -> Stage | None:
        """The very one that is called so, unless somebody said what this status means."""
        name = key(status)
        return self.called.get(name) if name and name not in self.said else None

    def says(self, status: str) -> bool:
        """Whether it can be told at which stage something is: a status that nobody knows says nothing."""
        return not status or self.of(status) is not None

    def kind(self, status: str, *, is_answered: bool) -> StageKind:
        """An answer alone says neither yes nor no."""
        return self.of(status) or (self.answered if is_answered else StageKind.OPEN)


def meanings(db: Reader, said: Mapping[str, StageKind], answered: StageKind) -> Meanings:
    """By kinds that a stage here is of."""
    rows = queries.stages(db)
    kinds = [StageKind(row.kind) for row in rows]
    called = {key(name): row for row in reversed(rows) for name in row.names.values()}
    words = {plain(word): kind for kind in kinds for word in (kind, *known("stages", kind))}
    return Meanings({key(status): kind for status, kind in said.items()}, called, words, answered)
