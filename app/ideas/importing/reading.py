"""The second pass: everything judged, every error told, and counted what would come of it. Nothing is written here."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.batches import batches
from app.core.db import Reader
from app.core.sheets import RowError, Sheet
from app.discussion.importing import Progress, spanned
from app.discussion.queries.brought import sources_of
from app.ideas.importing.dating import dates_in
from app.ideas.importing.learning import Learnt
from app.ideas.importing.presence import Presence
from app.ideas.importing.rows import Other, Repeat, Sorted, Taken, sorted_rows
from app.ideas.importing.tongues import Tongues
from app.ideas.importing.updating import changes, differing
from app.ideas.models import StageKind
from app.imports.faults import Faults
from app.imports.judging import Refused
from app.imports.queries import fingerprint_of
from app.people.queries import Meant

PART = 200
"""So many rows are looked up in the database at once."""
SHOWN = 20
MOST_NAMES = 1_000
"""So many different statuses and kinds of rows are counted."""
Refuse = Callable[[Refused], None]


@dataclass
class Reading:
    """What would come of a file. With any error in it nothing may be written, unless its rows are left out.

    `changed` are here otherwise than the file says now, and so are those that somebody here has `touched` since.
    `statuses` are those that mean no stage, `understood` the others with what they mean. `elsewhere` says how many new
    rows are here already from which source, `others` how many rows are no ideas.
    """

    learnt: Learnt
    faults: Faults = field(default_factory=Faults)
    refused: int = 0
    new: int = 0
    present: int = 0
    changed: int = 0
    touched: int = 0
    repeated: int = 0
    repeats: list[RowError] = field(default_factory=list)
    elsewhere: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    understood: Counter[tuple[str, StageKind]] = field(default_factory=Counter)
    matched: int = 0
    namesakes: int = 0
    unmatched: int = 0
    votes: int = 0
    below_zero: int = 0
    answers: int = 0
    comments: int = 0
    comments_counted: int = 0
    dates: tuple[date, date] | None = None
    """The first and the last day that anything in the file is of."""
    tongues: Tongues = field(default_factory=Tongues)

    @property
    def unused(self) -> list[str]:
        """A column of statuses says nothing when none of its values means a stage."""
        status = self.learnt.columns.sources.get("status")
        vain = status.columns if status and not self.understood else ()
        return [*self.learnt.columns.unused, *vain]

    @property
    def used(self) -> dict[str, str]:
        """Which column each field comes from."""
        unused = set(self.unused)
        sources = self.learnt.columns.sources.items()
        return {name: str(one) for name, one in sources if not unused.intersection(one.columns)}


def read_ideas(
    db: Reader,
    sheet: Sheet,
    learnt: Learnt,
    progress: Progress = lambda done, total: None,
    refuse: Refuse = lambda refused: None,
) -> Reading:
    """`refuse` is handed each row that is not taken."""
    found, presence = Reading(learnt), Presence(learnt.asked.source)
    if learnt.errors:
        found.faults.add(*learnt.errors)
        return found
    done = 0
    for some in batches(sorted_rows(sheet, learnt), PART):
        for one in some:
            _sort_out(found, one, refuse)
        _count(db, found, presence, [one for one in some if isinstance(one, Taken)])
        done += len(some)
        progress(done, learnt.rows)
    return found


def _sort_out(found: Reading, one: Sorted, refuse: Refuse) -> None:
    match one:
        case Refused():
            found.faults.add(*one.errors)
            found.refused += 1
            refuse(one)
        case Repeat():
            found.repeated += 1
            found.repeats += [one.error][: SHOWN - len(found.repeats)]
        case Other():
            _count_one(found.others, one.kind)
        case Taken():
            _note_status(found, one.value.status)
            found.dates = spanned(found.dates, dates_in(one.value), found.learnt.asked.zone)


def _note_status(found: Reading, status: str) -> None:
    kind = found.learnt.meanings.of(status)
    if kind:
        found.understood[status, kind] += 1
    elif status:
        _count_one(found.statuses, status)


def _count_one(counter: Counter[str], name: str) -> None:
    """A column that is taken for another may hold as many as there are rows."""
    if name in counter or len(counter) < MOST_NAMES:
        counter[name] += 1


def _count(db: Reader, found: Reading, presence: Presence, part: Sequence[Taken]) -> None:
    here = presence.of(db, part)
    fresh = [taken for taken in part if taken.id not in here]
    found.present += len(part) - len(fresh)
    free, touched = differing(db, changes(part, here, found.learnt)) if here else ([], [])
    found.changed, found.touched = found.changed + len(free), found.touched + len(touched)
    marks = {fingerprint_of(taken.row.cells.values()) for taken in fresh}
    sources = sources_of(db, marks)
    who = Meant.by(db, (taken.value.by for taken in fresh), trusts_names=found.learnt.asked.match_names)
    for taken in part:
        if taken.id in here:
            found.tongues.pass_over()
        else:
            _add(found, taken, who)
            if source := sources.get(fingerprint_of(taken.row.cells.values())):
                found.elsewhere[source] += 1


def _add(found: Reading, taken: Taken, who: Meant) -> None:
    value, written, votes = taken.value, taken.value.by, taken.value.votes_for or 0
    person = who.person(written)
    found.new += 1
    found.matched += person is not None
    found.unmatched += person is None and bool(str(written))
    found.namesakes += person is None and who.namesake(written) is not None
    found.votes += max(votes, 0)
    found.below_zero += votes < 0
    found.answers += bool(value.answer)
    found.comments += len(value.comments)
    found.comments_counted += max(value.comment_count or 0, 0)
    found.tongues.add(value, found.learnt.asked.language)
