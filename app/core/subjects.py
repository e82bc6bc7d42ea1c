"""A subject: what a credit, a notice, an index entry or an audit note is about, as two plain values."""

from dataclasses import dataclass
from typing import Self

from app.core.tables import LARGEST_ID


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
        if not colon or not kind.isidentifier() or not ref.isascii() or not ref.isdigit() or len(ref) > 15:
            return None
        return cls(kind, int(ref)) if int(ref) <= LARGEST_ID else None
