"""The addresses every kind of post has: made once here, mounted by each kind under its own section."""

from app.discussion.routes.comments import router as comments_router
from app.discussion.routes.shared import Showing, shared_router

__all__ = ["Showing", "comments_router", "shared_router"]
