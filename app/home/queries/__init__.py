"""What stands around every page, and how the whole of it is doing."""

from app.home.queries.figures import Figures, figures
from app.home.queries.frame import frame_of
from app.home.queries.warning import is_behind, warnings

__all__ = ["Figures", "figures", "frame_of", "is_behind", "warnings"]
