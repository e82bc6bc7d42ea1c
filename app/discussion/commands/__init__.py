from app.discussion.commands.bringing import Said, bring_comments
from app.discussion.commands.commenting import edit_comment, post_comment, remove_comment
from app.discussion.commands.following import follow, unfollow
from app.discussion.commands.posting import add_post, bump, edit_post, remove_post
from app.discussion.commands.undoing import undo_comments, undo_posts
from app.discussion.commands.voting import cast_vote, withdraw_vote

__all__ = [
    "Said",
    "add_post",
    "bring_comments",
    "bump",
    "cast_vote",
    "edit_comment",
    "edit_post",
    "follow",
    "post_comment",
    "remove_comment",
    "remove_post",
    "undo_comments",
    "undo_posts",
    "unfollow",
    "withdraw_vote",
]
