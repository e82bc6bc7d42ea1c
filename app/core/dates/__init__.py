"""Dates as files from all over the world write them.

Show `Evidence` every value of a column, ask it for the way the column is written, and `read` each value in that way.
"""

from app.core.dates.evidence import Evidence, Unclear
from app.core.dates.reading import When, read
from app.core.dates.ways import DayOrder, Numbers, Way

__all__ = ["DayOrder", "Evidence", "Numbers", "Unclear", "Way", "When", "read"]
