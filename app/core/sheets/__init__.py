"""Tables out of files of any kind, a row at a time: CSV in any encoding, workbooks, JSON."""

from app.core.sheets.opening import open_sheet
from app.core.sheets.sheet import How, Record, Row, RowError, Sheet, numbered

__all__ = ["How", "Record", "Row", "RowError", "Sheet", "numbered", "open_sheet"]
