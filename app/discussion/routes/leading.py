from fastapi import Response

from app.core.web.page import Page
from app.discussion.models import Post


def go_to(page: Page, post: Post, *, say: str = "", fragment: str = "") -> Response:
    """On to the page of a post."""
    return page.go(f"{post.kind}s.show", say=say, fragment=fragment, post_id=post.id, slug=post.slug)
