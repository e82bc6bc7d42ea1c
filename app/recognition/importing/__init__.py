"""Thanks and awards brought from elsewhere: judged whole first, then written in parts that a second run completes."""

from app.recognition.importing.columns import FIELDS
from app.recognition.importing.learning import LOOKED_FOR, Learnt, Said, learn
from app.recognition.importing.plan import Brought, Found, How
from app.recognition.importing.reading import Reading
from app.recognition.importing.writing import BATCH, spoken, write_thanks

__all__ = [
    "BATCH",
    "FIELDS",
    "LOOKED_FOR",
    "Brought",
    "Found",
    "How",
    "Learnt",
    "Reading",
    "Said",
    "learn",
    "spoken",
    "write_thanks",
]
