"""Ideas brought from elsewhere, in passes over the file: learnt, judged whole, then written in parts."""

from app.ideas.importing.asked import Asked, asked_of
from app.ideas.importing.becoming import Brought
from app.ideas.importing.learning import LOOKED_FOR, Learnt, learn
from app.ideas.importing.mixed import comments_among
from app.ideas.importing.parts import parts
from app.ideas.importing.reading import Reading, read_ideas
from app.ideas.importing.shape import FIELDS
from app.ideas.importing.updating import Change, differing, update_ideas
from app.ideas.importing.writing import BATCH, write_ideas

__all__ = [
    "BATCH",
    "FIELDS",
    "LOOKED_FOR",
    "Asked",
    "Brought",
    "Change",
    "Learnt",
    "Reading",
    "asked_of",
    "comments_among",
    "differing",
    "learn",
    "parts",
    "read_ideas",
    "update_ideas",
    "write_ideas",
]
