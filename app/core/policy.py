"""Verdicts: yes, or no with a reason the person may read."""

from dataclasses import dataclass

from app.core.errors import Forbidden


@dataclass(frozen=True)
class Verdict:
    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


YES = Verdict()


def no(reason: str) -> Verdict:
    return Verdict(reason)


def ensure(verdict: Verdict) -> None:
    if not verdict:
        raise Forbidden(verdict.reason)
