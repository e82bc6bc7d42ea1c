"""Bringing in what stands elsewhere: people, departments, ideas, comments, thanks. First judged whole, then written."""

from app.cli.importing import comments, departments, ideas, people, thanks, undo

__all__ = ["comments", "departments", "ideas", "people", "thanks", "undo"]
