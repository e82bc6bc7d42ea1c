"""A file of thanks read part by part, so that neither memory nor a transaction grows with it; nothing is written here.

Every pass begins at the beginning of the file and comes to the same.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.core.batches import batches
from app.core.db import Reader
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.kinds import kinds_of
from app.core.letters import key
from app.core.sheets import Row, RowError, Sheet
from app.core.subjects import Subject
from app.imports.columns import Columns
from app.imports.judging import Entry, Met, Refused, fault, judged
from app.recognition import queries
from app.recognition.importing.columns import WHOM, ThanksLine
from app.recognition.importing.matching import Company
from app.recognition.importing.plan import Brought, Found, How
from app.recognition.importing.rows import Read, read_row

PART = 200
"""So many rows are looked up together."""
THANKS = frozenset(map(key, ("thanks", "thank you", "kudos", "praise", "感谢", "致谢", "คำขอบคุณ", "ขอบคุณ")))
"""What a file may call thanks; of any other kind that is no award here it is said that it becomes one."""

Judged = Entry[ThanksLine] | Refused
Part = Sequence[Judged]


class Reading:
    """A file, how its columns are meant, and how its rows are read."""

    def __init__(self, sheet: Sheet, columns: Columns, how: How) -> None:
        self._sheet, self._columns, self._how = sheet, columns, how
        self._whom = next((name for name in WHOM if name in columns.sources), "")

    def parts(self) -> Iterator[Part]:
        with Met() as self._met:
            yield from batches(judged(self._sheet, ThanksLine, self._columns), PART)

    def found(self, db: Reader, part: Part) -> Found:
        """What a part comes to: asked once for each, in the order of the file."""
        lines = [one.value for one in part if isinstance(one, Entry)]
        company, found = Company(db, lines, trusts_names=self._how.trusts_names), Found()
        for one in part:
            if isinstance(one, Entry):
                self._take(db, found, one.row, read_row(one.value, company, self._how))
            else:
                found.refused.append(one)
        self._leave_out_present(db, found)
        return found

    def _take(self, db: Reader, found: Found, row: Row, read: Read) -> None:
        first, id_ = self._first(row, read)
        if first != row.number and read.line.id:
            read.wrong.append(("id", _("This is in row %(row)d already.") % {"row": first}))
        if read.wrong or read.at is None:
            found.refused.append(Refused(row, [self._fault(row, *wrong) for wrong in read.wrong]))
        elif first != row.number:
            message = _("This is the same as row %(row)d and is left out.")
            found.repeats.append(self._fault(row, "", message % {"row": first}))
        else:
            found.thanks.append(self._brought(db, found, row, read, id_, read.at))

    def _first(self, row: Row, read: Read) -> tuple[int, str]:
        """In which row this stood first, and what it is known again by."""
        first = self._met.first(read.external_id, row.number)
        if read.line.id:
            return first, read.external_id
        just_so = self._met.first(read.matched_id, row.number)
        is_another = first != row.number == just_so
        return (row.number, read.matched_id) if is_another else (first, read.external_id)

    def _fault(self, row: Row, name: str, sentence: str) -> RowError:
        """Of whoever is thanked in the first of the columns that say it."""
        name = self._whom if name in WHOM else name
        return fault(row, self._columns.where(name) if name else "", sentence)

    def _brought(self, db: Reader, found: Found, row: Row, read: Read, id_: str, at: datetime) -> Brought:
        subject, label = self._cited(db, read.line.link)
        found.links += bool(read.line.link and subject is None)
        found.points += bool(read.line.points)
        return Brought(
            row=row.number,
            external_id=id_,
            award_kind_id=self._award(found, read.line.kind),
            giver=read.giver,
            giver_name=read.giver_name,
            received=read.whom.received,
            message=read.message,
            at=at,
            subject=subject,
            subject_label=label,
            has_namesake=read.has_namesake,
        )

    def _award(self, found: Found, kind: str) -> int | None:
        award = self._how.awards.get(key(kind))
        if kind and award is None and key(kind) not in THANKS:
            found.kinds[kind] += 1
        return award

    def _cited(self, db: Reader, link: str) -> tuple[Subject | None, str]:
        """What the link leads to, where that is here and everybody may read it; other houses have ideas as well."""
        kinds = kinds_of(db)
        inside = link.removeprefix(self._how.site) if self._how.site else link
        subject = None if "//" in inside else kinds.citable(inside)
        try:
            return (subject, kinds.cite(db, subject).title) if subject else (None, "")
        except NotFound:
            return None, ""

    def _leave_out_present(self, db: Reader, found: Found) -> None:
        """What came before, whatever became of it, stays as it is."""
        ids = [one.external_id for one in found.thanks]
        here = queries.present(db, self._how.source, ids)
        found.present = len(here)
        found.thanks = [one for one in found.thanks if one.external_id not in here]
        found.elsewhere = queries.brought_as(db, self._how.others, ids)
