"""Columns nobody asked for that look like what matters: a text, an author, a date, a status.

What is left out in silence is lost, so an import that makes nothing of one of these stops, and says how to go on.
"""

from app.imports.suspects.alike import SEEN, Suspect, alike, suspects
from app.imports.suspects.looks import MOST_CHOICES, Look
from app.imports.suspects.seconds import seconds
from app.imports.suspects.unnamed import header_faults, is_unnamed, nameless

__all__ = [
    "MOST_CHOICES",
    "SEEN",
    "Look",
    "Suspect",
    "alike",
    "header_faults",
    "is_unnamed",
    "nameless",
    "seconds",
    "suspects",
]
