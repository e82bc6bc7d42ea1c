from collections.abc import Callable, Iterator

from app.campaigns.queries import direction_line
from app.core.db import Reader
from app.core.i18n import _
from app.core.web.urls import Links
from app.ideas import queries as ideas
from app.notices import queries as notices
from app.people.roles import Colleague, Permission
from app.people.session import Frame, Section


def frame_of(links: Links) -> Callable[[Reader, Colleague], Frame]:
    """What stands around every page: sections, doors, the direction line, what is unread."""

    def frame(db: Reader, me: Colleague) -> Frame:
        direction = direction_line(db)
        return Frame(
            unread=notices.unread(db, me.id),
            waiting=ideas.count_waiting(db, me.leads) if me.leads else 0,
            queue=links("ideas.board", sort="waiting", mine="yes") if me.leads else "",
            direction=direction.text,
            direction_lang=direction.language,
            sections=_sections(links),
            doors=tuple(_doors(links, me)),
        )

    return frame


def _sections(links: Links) -> tuple[Section, ...]:
    return (
        Section("", _("Front page"), links("home.front")),
        Section("ideas", _("Ideas"), links("ideas.board")),
        Section("topics", _("Topics"), links("topics.board")),
        Section("recognition", _("Recognition"), links("recognition.feed")),
        Section("departments", _("Departments"), links("profiles.departments")),
    )


def _doors(links: Links, me: Colleague) -> Iterator[tuple[str, str]]:
    if me.may(Permission.EXPORT_RECORDS):
        yield _("Contribution records"), links("records.show")
    if me.may(Permission.SET_UP):
        yield _("Setup"), links("setup.show")
