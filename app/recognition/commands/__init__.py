from app.recognition.commands.awards import add_award_kind, add_first_award_kinds, change_award_kind
from app.recognition.commands.giving import Giving, award, give_again, thank, withdraw
from app.recognition.commands.rewording import reword
from app.recognition.commands.undoing import undo_thanks

__all__ = [
    "Giving",
    "add_award_kind",
    "add_first_award_kinds",
    "award",
    "change_award_kind",
    "give_again",
    "reword",
    "thank",
    "undo_thanks",
    "withdraw",
]
