from app.discussion.queries.documents import findable_posts, post_documents
from app.discussion.queries.lists import PAGE, ListedPost, Sort, list_page, moved_since, post_rows
from app.discussion.queries.posts import (
    backers_by_department,
    chosen_department,
    comment,
    comment_keyed,
    comment_under,
    followers,
    follows,
    post,
    post_keyed,
    standing,
    standing_comment,
    standing_post,
)
from app.discussion.queries.threads import CommentRow, Thread, thread_start, threads

__all__ = [
    "PAGE",
    "CommentRow",
    "ListedPost",
    "Sort",
    "Thread",
    "backers_by_department",
    "chosen_department",
    "comment",
    "comment_keyed",
    "comment_under",
    "findable_posts",
    "followers",
    "follows",
    "list_page",
    "moved_since",
    "post",
    "post_documents",
    "post_keyed",
    "post_rows",
    "standing",
    "standing_comment",
    "standing_post",
    "thread_start",
    "threads",
]
