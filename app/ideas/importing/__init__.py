"""Ideas brought from elsewhere: read and judged whole first, then written in parts that a second run completes."""

from app.ideas.importing.columns import FIELDS
from app.ideas.importing.reading import Asked, Brought, Reading, read_ideas
from app.ideas.importing.writing import BATCH, write_ideas

__all__ = ["BATCH", "FIELDS", "Asked", "Brought", "Reading", "read_ideas", "write_ideas"]
