from app.core.db import Writer
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.markdown import Written, written
from app.core.once import ensure_same
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.discussion.models import Kind, Post
from app.ideas import queries
from app.ideas.commands.moving import enter, locked_idea
from app.ideas.events import IdeaPosted
from app.ideas.models import Idea
from app.people.models import Department
from app.people.roles import Colleague


def post_idea(
    db: Writer,
    *,
    author: Colleague,
    title: str,
    department: str,
    in_short: str = "",
    body: str | Written = "",
    language: str = "",
    key: str = "",
) -> Post:
    """`department` is a slug. An empty language is guessed. The same twice with one key is one idea."""
    addressed = _department(db, department)
    stage = queries.first_stage(db)
    post, new = discussion.add_post(
        db,
        author=author,
        kind=Kind.IDEA,
        title=title,
        text=written(body, beside=[title, in_short], language=language),
        key=key,
        department_id=addressed.id,
        stage_id=stage.id,
        awaits_reply=True,
    )
    if new:
        db.add(Idea(post_id=post.id, in_short=in_short, holder_id=queries.holder_of(db, addressed)))
        db.flush()
        enter(db, post, stage, by_id=author.id)
        record(db, IdeaPosted(idea_id=post.id, by_id=author.id))
    else:
        ensure_same(queries.idea(db, post.id)[1].in_short, in_short)
    return post


def edit_idea(
    db: Writer,
    *,
    editor: Colleague,
    post_id: int,
    title: str,
    department: str,
    in_short: str,
    body: str | Written,
    language: str,
) -> Post:
    """An idea that somebody answered for keeps its department: the response is theirs."""
    post, idea = locked_idea(db, post_id)
    addressed = _department(db, department)
    if idea.responded_at and addressed.id != post.department_id:
        raise Invalid(_("This department has responded already, so the idea stays with it."), field="department")
    text = written(body, beside=[title, in_short], language=language)
    discussion.edit_post(db, editor=editor, post=post, title=title, text=text, department_id=addressed.id)
    idea.in_short = in_short
    idea.holder_id = queries.holder_of(db, addressed)
    return post


def _department(db: Writer, slug: str) -> Department:
    if not slug:
        raise Invalid(_("Choose the department that would carry it out."), field="department")
    return discussion_queries.chosen_department(db, slug)
