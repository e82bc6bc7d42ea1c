from app.core.db import Writer
from app.core.events import Reactions
from app.core.subjects import Subject
from app.discussion import queries
from app.discussion.events import (
    CommentChanged,
    CommentHidden,
    CommentPosted,
    PostChanged,
    PostHidden,
    PostPosted,
)
from app.notices import commands as notices
from app.notices.models import NoticeKind
from app.people.queries import person
from app.search.commands import touch

reactions = Reactions()


@reactions.together(PostPosted, PostChanged, CommentPosted, CommentChanged)
def mark_stale(db: Writer, event: PostPosted | PostChanged | CommentPosted | CommentChanged) -> None:
    touch(db, Subject(event.kind, event.post_id))


@reactions.afterwards(CommentPosted)
def tell_of_comment(db: Writer, event: CommentPosted) -> None:
    """Whoever is replied to hears of the reply, everybody else who follows of the comment."""
    post, author = queries.post(db, event.post_id), person(db, event.author_id)
    if not (post.is_shown and queries.comment(db, event.comment_id).is_shown):
        return
    subject, link = Subject(event.kind, event.post_id), Subject("comment", event.comment_id)
    followers = set(queries.followers(db, event.post_id)) - {event.parent_author_id}
    replied_to = {event.parent_author_id} - {0}
    for kind, people in ((NoticeKind.REPLY, replied_to), (NoticeKind.COMMENT, followers)):
        notices.tell(
            db,
            people=people,
            kind=kind,
            subject=subject,
            label=post.title,
            actor_id=event.author_id,
            actor_name=author.name,
            link=link,
        )


@reactions.afterwards(PostHidden)
def tell_of_hidden_post(db: Writer, event: PostHidden) -> None:
    post = queries.post(db, event.post_id)
    _tell_hidden(db, post.author_id, event.by_id, Subject(post.kind, event.post_id), post.title, post.hidden_reason)


@reactions.afterwards(CommentHidden)
def tell_of_hidden_comment(db: Writer, event: CommentHidden) -> None:
    comment, post = queries.comment(db, event.comment_id), queries.post(db, event.post_id)
    subject = Subject("comment", event.comment_id)
    _tell_hidden(db, comment.author_id, event.by_id, subject, post.title, comment.hidden_reason)


def _tell_hidden(db: Writer, author_id: int | None, by_id: int, subject: Subject, label: str, reason: str) -> None:
    notices.tell(
        db,
        people=[author_id] if author_id else [],
        kind=NoticeKind.HIDDEN,
        subject=subject,
        label=label,
        actor_id=by_id,
        actor_name=person(db, by_id).name,
        detail=reason,
    )
