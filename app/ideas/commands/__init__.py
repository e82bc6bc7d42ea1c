"""Every write about ideas, their stages and responses."""

from app.ideas.commands.holding import hand_on, hand_to_lead
from app.ideas.commands.moving import move_idea, take_back_move
from app.ideas.commands.posting import edit_idea, post_idea
from app.ideas.commands.responding import respond
from app.ideas.commands.stages import FIRST_STAGES, add_first_stages, add_stage, change_stage
from app.ideas.commands.undoing import undo_ideas

__all__ = [
    "FIRST_STAGES",
    "add_first_stages",
    "add_stage",
    "change_stage",
    "edit_idea",
    "hand_on",
    "hand_to_lead",
    "move_idea",
    "post_idea",
    "respond",
    "take_back_move",
    "undo_ideas",
]
