"""A file with rows of several kinds: the comments that stand among its ideas."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.sheets import Row, RowError, Sheet
from app.discussion.importing import COMMENT_FIELDS, Around, Comments, look
from app.ideas.importing.kinds import COMMENT, kind_of
from app.ideas.importing.reading import Reading
from app.imports.columns import Columns, matched, preset_text


@dataclass(frozen=True)
class OfComments:
    """Those rows of a sheet that are comments; what could not be read at all is told with the ideas."""

    sheet: Sheet
    columns: Columns

    def rows(self) -> Iterator[Row | RowError]:
        kind = self.columns.sources["row_kind"].columns
        for row in self.sheet.rows():
            if isinstance(row, Row) and kind_of(" ".join(row.cells[one] for one in kind)) == COMMENT:
                yield row


def comments_among(sheet: Sheet, reading: Reading) -> Comments | None:
    """None where there are none. They may have columns of their own, as known exports do, or those of ideas."""
    count = sum(count for kind, count in reading.others.items() if kind_of(kind) == COMMENT)
    if not count:
        return None
    learnt = reading.learnt
    columns = matched("comments", sheet.columns, COMMENT_FIELDS, blank=sheet.blank)
    if not {"body", "idea_id"} <= columns.sources.keys():
        columns = Columns({name: one for name, one in learnt.columns.sources.items() if name in COMMENT_FIELDS})
    rows = OfComments(sheet, learnt.columns)
    seen = look(rows, columns, dates=["created_at"], texts=["body"])
    ways, _unclear = seen.ways(columns, learnt.asked.dates or next(iter(learnt.orders.values()), None))
    writings = seen.writings(learnt.asked.text or preset_text(columns))
    around = Around(learnt.asked.zone, ways, writings, learnt.asked.shorten)
    return Comments(rows, columns, around, learnt.asked, count, is_among_posts=True)
