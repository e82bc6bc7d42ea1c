"""A subject: what a credit, a notice, an index entry or an audit note is about, as two plain values."""

from dataclasses import dataclass
from typing import Self

from app.core.tables import identifier


@dataclass(frozen=True)
class Subject:
    kind: str
    ref: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """`idea:142` as a subject, None for anything else."""
        kind, colon, ref = text.partition(":")
        found = identifier(ref)
        return cls(kind, found) if colon and kind.isidentifier() and found is not None else None
