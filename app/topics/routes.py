from fastapi import APIRouter, Response

from app.core.i18n import _
from app.core.paging import Cursor
from app.discussion import queries as discussion
from app.discussion.models import Kind
from app.discussion.queries import Sort
from app.discussion.routes import PostKit, kit_router, plain
from app.people.session import Visiting
from app.topics import commands
from app.topics.forms import TopicForm

router = APIRouter(prefix="/topics")

SORTS = (Sort.MOVING, Sort.NEWEST, Sort.BACKED)
TOPICS = PostKit(
    kind=Kind.TOPIC,
    form=TopicForm,
    open=commands.open_topic,
    edit=commands.edit_topic,
    load=plain(Kind.TOPIC),
    opened=lambda: _("Your topic is posted."),
    changed=lambda: _("Your topic is changed."),
    removed=lambda: _("Your topic is removed. A trace stays."),
)


@router.get("", name="topics.board")
def board(visit: Visiting, sort: str = "", after: str = "") -> Response:
    chosen = Sort(sort) if sort in SORTS else Sort.MOVING
    with visit.store.reading() as db:
        place = Cursor.parse(after)
        topics = discussion.list_page(db, kind=Kind.TOPIC, viewer_id=visit.me.id, sort=chosen, after=place)
    labels = dict(zip(SORTS, (_("Moving"), _("Newest"), _("Most backed")), strict=True))
    return visit.show(
        "topics/board.html",
        topics=topics,
        sorts=[
            {"label": label, "href": visit.url("topics.board", sort=one.value), "current": one == chosen}
            for one, label in labels.items()
        ],
        more=visit.url("topics.board", sort=chosen.value, after=topics.next) if topics.next else "",
    )


ROUTERS = [router, kit_router(TOPICS)]
