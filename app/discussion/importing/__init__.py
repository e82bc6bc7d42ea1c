"""What posts of every kind have that come from elsewhere: whom they are by, how cells are read, and their comments."""

from app.discussion.importing.around import Around, Heading, Text, When, Words, fits, spanned
from app.discussion.importing.asked import Asked, chosen, language_tag, told_of_any
from app.discussion.importing.authors import Written
from app.discussion.importing.comments import (
    COMMENT_FIELDS,
    SAMPLE,
    By,
    CommentRow,
    Remark,
    key_of,
    remarks_in,
    said,
)
from app.discussion.importing.cutting import pieces
from app.discussion.importing.learning import COMMENT_LOOKED_FOR, LearntComments, learn_comments
from app.discussion.importing.looking import Progress, Seen, Wanted, look, missed
from app.discussion.importing.reading import CommentReading, Comments, comment_parts, comments_of, read_comments

__all__ = [
    "COMMENT_FIELDS",
    "COMMENT_LOOKED_FOR",
    "SAMPLE",
    "Around",
    "Asked",
    "By",
    "CommentReading",
    "CommentRow",
    "Comments",
    "Heading",
    "LearntComments",
    "Progress",
    "Remark",
    "Seen",
    "Text",
    "Wanted",
    "When",
    "Words",
    "Written",
    "chosen",
    "comment_parts",
    "comments_of",
    "fits",
    "key_of",
    "language_tag",
    "learn_comments",
    "look",
    "missed",
    "pieces",
    "read_comments",
    "remarks_in",
    "said",
    "spanned",
    "told_of_any",
]
