"""The first pass over a file of comments: how its columns are written, and what looks like much that nobody uses."""

from dataclasses import dataclass, field

from app.core.i18n import _
from app.core.sheets import RowError, Sheet
from app.discussion.importing.around import Around
from app.discussion.importing.asked import Asked
from app.discussion.importing.comments import COMMENT_FIELDS
from app.discussion.importing.looking import Progress, Wanted, look, missed
from app.discussion.importing.reading import Comments
from app.imports.columns import matched, preset_text
from app.imports.suspects import Suspect, header_faults, is_unnamed, nameless

WANTED: Wanted = {
    "author": ("author", ("author", "author_email", "author_employee_id")),
    "created_at": ("date", ("created_at",)),
}
COMMENT_LOOKED_FOR = {name: kind for name, (kind, _fields) in WANTED.items()}
NEEDED = ("body", "idea_id")


@dataclass
class LearntComments:
    given: Comments
    suspects: list[Suspect] = field(default_factory=list)

    @property
    def is_undated(self) -> bool:
        return "created_at" not in self.given.columns.sources


def learn_comments(sheet: Sheet, asked: Asked, progress: Progress = lambda done, total: None) -> LearntComments:
    """Raises Unusable for what was asked wrongly."""
    columns = matched(
        "comments", sheet.columns, COMMENT_FIELDS, chosen=asked.columns, before=asked.before, blank=sheet.blank
    )
    seen = look(sheet, columns, dates=["created_at"], texts=["body"], progress=progress)
    ways, errors = seen.ways(columns, asked.dates, asked.dates_before)
    around = Around(asked.zone, ways, seen.writings(asked.text or preset_text(columns)), asked.shorten)
    lacks = [_missing(name, sheet) for name in NEEDED if name not in columns.sources]
    lacking = header_faults("comments", sheet, columns, lacks)
    given = Comments(sheet, columns, around, asked, seen.rows, errors=[*errors, *lacking])
    if lacking and is_unnamed(sheet):
        return LearntComments(given)
    found = missed("comments", sheet.rows(), columns, asked, WANTED, seen)
    return LearntComments(given, [*found, *nameless("comments", sheet, asked.leave)])


def _missing(name: str, sheet: Sheet) -> RowError:
    message = _("There is no column for %(name)s among %(columns)s. Say which it is with --map %(name)s=….")
    columns = ", ".join(f"“{column}”" for column in sheet.columns)
    return RowError(1, 1, "", message % {"name": name, "columns": columns})
