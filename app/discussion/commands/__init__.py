from app.discussion.commands.commenting import edit_comment, post_comment, remove_comment
from app.discussion.commands.following import follow, unfollow
from app.discussion.commands.hiding import hide_comment, hide_post, show_comment, show_post
from app.discussion.commands.posting import SentBefore, add_post, bump, edit_post, ensure_same, remove_post
from app.discussion.commands.voting import cast_vote, withdraw_vote

__all__ = [
    "SentBefore",
    "add_post",
    "bump",
    "cast_vote",
    "edit_comment",
    "edit_post",
    "ensure_same",
    "follow",
    "hide_comment",
    "hide_post",
    "post_comment",
    "remove_comment",
    "remove_post",
    "show_comment",
    "show_post",
    "unfollow",
    "withdraw_vote",
]
