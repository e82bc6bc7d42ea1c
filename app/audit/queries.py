from sqlmodel import col, select

from app.audit.models import AuditNote
from app.core.db import Reader
from app.core.paging import Cursor, Slice, cut

PAGE = 50


def notes(db: Reader, *, act: str = "", after: Cursor | None = None, size: int = PAGE) -> Slice[AuditNote]:
    """Newest first, of one act or all."""
    rows = select(AuditNote).order_by(col(AuditNote.id).desc())
    if act:
        rows = rows.where(AuditNote.act == act)
    if after:
        rows = rows.where(col(AuditNote.id) < after.ref)
    return cut(list(db.exec(rows.limit(size + 1))), size, lambda row: (0, row.id), after)
