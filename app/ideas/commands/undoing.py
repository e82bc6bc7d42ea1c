from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import col

from app.core.db import Writer
from app.core.subjects import Subject
from app.credits.commands import counter
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.discussion.models import Kind
from app.ideas import queries
from app.ideas.models import Idea, Response

UNDONE = "import taken back"
"""Why credit is countered: a code, as the ledger is read in any language."""


def undo_ideas(db: Writer, idea_ids: Sequence[int]) -> list[int]:
    """Take back what an import brought, but for those that somebody here has had to do with since; which that were.

    What was credited for them is countered. Their numbers stay, and are never given again.
    """
    discussion_queries.locked_posts(db, idea_ids)
    touched = queries.touched_ideas(db, idea_ids)
    free = [id_ for id_ in idea_ids if id_ not in touched]
    for id_ in free:
        counter(db, subject=Subject(Kind.IDEA, id_), reason=UNDONE)
    wordless = {"decision": "", "by_name": ""}
    db.execute(update(Response).where(col(Response.idea_id).in_(free)).values(**wordless))
    db.execute(update(Idea).where(col(Idea.post_id).in_(free)).values(in_short=""))
    discussion.undo_posts(db, free)
    return free
