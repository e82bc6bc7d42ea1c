"""The addresses every kind of post has: made once here, mounted by each kind under its own section."""

from typing import TypeVar

from fastapi import APIRouter

from app.discussion.forms import PostForm
from app.discussion.routes.comments import router as comments_router
from app.discussion.routes.kit import Loaded, PostKit, plain, show_post
from app.discussion.routes.leading import go_to
from app.discussion.routes.talking import add_backing, add_showing
from app.discussion.routes.writing import add_changing, add_opening

F = TypeVar("F", bound=PostForm)

__all__ = ["Loaded", "PostKit", "comments_router", "go_to", "kit_router", "plain", "show_post"]


def kit_router(kit: PostKit[F]) -> APIRouter:
    """Everything but the list of its posts, which each kind makes as its readers need it."""
    router = APIRouter(prefix=f"/{kit.kind.section}")
    for add in (add_opening, add_changing, add_showing, add_backing):
        add(router, kit)
    return router
