from app.core.db import Writer
from app.core.events import Former, Payload, Reactions
from app.core.subjects import Subject
from app.discussion import queries
from app.discussion.events import CommentChanged, CommentPosted, PostChanged, PostPosted
from app.discussion.models import Comment
from app.notices import commands as notices
from app.notices.models import NoticeKind
from app.people.queries import person
from app.search.commands import touch

reactions = Reactions()


@reactions.together(PostPosted, PostChanged, CommentPosted, CommentChanged)
def mark_stale(db: Writer, event: PostPosted | PostChanged | CommentPosted | CommentChanged) -> None:
    touch(db, Subject(event.kind, event.post_id))


def _before_authorship(payload: Payload) -> CommentPosted:
    """The release before named the authors in the event."""
    comment, post, kind, by = (payload[name] for name in ("comment_id", "post_id", "kind", "author_id"))
    return CommentPosted(comment_id=comment, post_id=post, kind=kind, by_id=by)


@reactions.afterwards(CommentPosted, formerly=[Former("CommentPosted", "tell_of_comment", _before_authorship)])
def tell_of_comment(db: Writer, event: CommentPosted) -> None:
    """Whoever is replied to hears of the reply, everybody else who follows of the comment."""
    post, comment = queries.post(db, event.post_id), queries.comment(db, event.comment_id)
    if not (post.is_shown and comment.is_shown):
        return
    subject, link = Subject(event.kind, event.post_id), Subject("comment", event.comment_id)
    replied_to = _replied_to(db, comment)
    actor_name = person(db, event.by_id).name if event.by_id else ""
    followers = set(queries.followers(db, event.post_id)) - replied_to
    for kind, people in ((NoticeKind.REPLY, replied_to), (NoticeKind.COMMENT, followers)):
        notices.tell(
            db,
            people=people,
            kind=kind,
            subject=subject,
            label=post.title,
            actor_id=event.by_id,
            actor_name=actor_name,
            link=link,
        )


def _replied_to(db: Writer, comment: Comment) -> set[int]:
    if not comment.parent_id:
        return set()
    return {author.person_id for author in queries.comment(db, comment.parent_id).authors if author.person_id}
