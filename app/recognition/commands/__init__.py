from app.recognition.commands.awards import add_award_kind, add_first_award_kinds, change_award_kind
from app.recognition.commands.giving import award, thank, withdraw
from app.recognition.commands.hiding import hide, show

__all__ = [
    "add_award_kind",
    "add_first_award_kinds",
    "award",
    "change_award_kind",
    "hide",
    "show",
    "thank",
    "withdraw",
]
