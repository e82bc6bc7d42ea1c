"""What was found out about a file of ideas and would come of it, in sentences for whoever brings it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from shlex import quote

from app.cli.importing.opening import Given, kept_from
from app.cli.importing.saying import SHOWN, STAYING, guessed
from app.core.clock import local_day
from app.core.english import in_full, so_many
from app.core.letters import key
from app.core.sheets import Sheet
from app.discussion.importing import CommentReading
from app.ideas.importing import Reading
from app.imports.suspects import Suspect
from app.imports.texts import Writing

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKS = {
    **{"text": "a text", "author": "names or addresses", "date": "dates", "status": "a status"},
    "name": "what it is called or whom it is by",
}
"""What is kept of a file of which nobody said anything."""
SECOND = {"text": "one more text", "date": "dates of something"}
ORDERS = {"dmy": "the day first", "mdy": "the month first", "ymd": "the year first"}


def of_file(given: Given, rows: int, system: str) -> Iterator[str]:
    looks = f" This looks like an export of {system}." if system else ""
    yield f"{given.file.name} has {so_many(rows, 'row')}; the source is “{given.source}”.{looks}"
    yield _form(given.sheet)
    yield from given.sheet.notes
    yield from kept_from(given)
    yield from guessed(given.sheet)


def of_columns(sheet: Sheet, used: dict[str, str], unused: list[str]) -> Iterator[str]:
    """What each field comes from, spelled as in the file where that is not its own name."""
    said = ", ".join(name if key(name) == key(column) else f"{name} from {column}" for name, column in used.items())
    yield f"Used: {said}."
    if unused:
        yield f"Columns that were not used: {', '.join(unused)}."
    parts = [part for column in used.values() for part in column.split("+")]
    ignored = [column for column in sheet.columns if column not in {*parts, *unused, *used.values()}]
    if ignored:
        yield f"Columns that mean nothing here: {', '.join(ignored)}."


def of_reading(reading: Reading) -> Iterator[str]:
    learnt = reading.learnt
    yield from of_dates(reading.dates)
    if orders := sorted({ORDERS[order] for order in learnt.orders.values()}):
        yield f"They are written with {' and '.join(orders)}."
    writings = {writing for name, writing in learnt.around.writings.items() if name in learnt.columns.sources}
    if became := sorted({Writing.HTML, Writing.JIRA} & writings):
        yield f"Texts are in {' and '.join(one.called for one in became)} and are taken over as they look."
    elif Writing.MARKDOWN in writings:
        yield "Texts are in Markdown and stay so, but for tags of HTML, which become Markdown."
    if learnt.strangers:
        named = ", ".join(learnt.strangers[:5]) + (", …" if len(learnt.strangers) > 5 else "")
        yield f"Departments that are none here: {named}. They are kept as a category; --department gives the ideas one."
    yield from _statuses(reading)
    yield from _others(reading)


def _statuses(reading: Reading) -> Iterator[str]:
    stages = {status: reading.learnt.meanings.stage(status) for status, _kind in reading.understood}
    means = {status: f"the stage “{stage.name}”" for status, stage in stages.items() if stage}
    most = reading.understood.most_common(SHOWN)
    meant = [f"“{status}” is {means.get(status, kind)} ({count})" for (status, kind), count in most]
    if meant:
        yield f"What statuses mean (--stage VALUE=KIND says otherwise): {', '.join(meant)}."
    unknown = ", ".join(f"{status} ({count})" for status, count in reading.statuses.most_common(SHOWN))
    if unknown:
        yield f"Statuses without a stage of their own (--stage VALUE=KIND gives one): {unknown}."


def _others(reading: Reading) -> Iterator[str]:
    left = {kind: count for kind, count in reading.others.items() if kind}
    if left:
        yield f"Rows that are no ideas: {', '.join(f'{count} of “{kind}”' for kind, count in left.items())}."


def of_new(reading: Reading, comments: int) -> Iterator[str]:
    new = reading.new
    yield f"{so_many(new, 'is', 'are')} new, {so_many(reading.present, *STAYING)}."
    if not new:
        return
    languages = ", ".join(f"{tag} {count}" for tag, count in reading.tongues.counts())
    yield (
        f"{'It brings' if new == 1 else 'They bring'} {so_many(reading.votes, 'vote')} and "
        f"{so_many(reading.answers, 'response')}; {so_many(reading.matched, 'has', 'have')} an author who is here. "
        f"{languages}."
    )
    if comments:
        yield f"{so_many(comments, 'comment comes', 'comments come')} along."
    elif reading.comments_counted:
        yield f"The file counts {so_many(reading.comments_counted, 'comment')} and does not hold their words."
    if reading.below_zero:
        yield f"{so_many(reading.below_zero, 'has', 'have')} more votes against than for, which counts as none."
    yield from of_names(reading.unmatched, reading.namesakes)


def of_changes(reading: Reading, *, updates: bool) -> Iterator[str]:
    """What the file says otherwise of ideas that are here."""
    changed, touched = reading.changed, reading.touched
    if updates:
        yield f"{so_many(changed, 'is', 'are')} here otherwise than the file says now."
    elif changed:
        brings = "--update brings what it says of votes, status and answer"
        yield f"{so_many(changed, 'is', 'are')} here otherwise than the file says now; {brings}."
    if updates and touched:
        stays = "it stays" if touched == 1 else "they stay"
        yield f"{touched} more somebody here has had to do with; {stays} so."


def of_names(unmatched: int, namesakes: int) -> Iterator[str]:
    if unmatched:
        yield f"{so_many(unmatched, 'stands', 'stand')} under a name that nobody here has been matched with: no credit."
    if namesakes:
        yield (
            f"Exactly one colleague is called like the author of {namesakes} of them; --match-names takes these for "
            "the same."
        )


def of_comments(found: CommentReading) -> Iterator[str]:
    yield f"{so_many(found.new, 'comment is', 'comments are')} new, {so_many(found.present, *STAYING)}."
    if found.new:
        yield f"{so_many(found.matched, 'has', 'have')} an author who is here."
        yield from of_names(found.unmatched, found.namesakes)
    yield from of_dates(found.dates)


def unless_left(given: Given, suspects: Sequence[Suspect], leaves_rest: bool) -> Sequence[Suspect]:
    """With `--leave-rest` they are left out, also the next time."""
    if not leaves_rest:
        return suspects
    given.told["leave"] = sorted({*given.told.get("leave", []), *(one.column for one in suspects)})
    return []


def stops_at_columns(suspects: Sequence[Suspect], looked_for: Mapping[str, str]) -> Iterator[str]:
    """Of what looks like much and was not used somebody has to say what it is."""
    for one in suspects:
        if one.looks == "nameless":
            named = f", or say --columns {quote(one.joined)}" if one.joined else ""
            stands = f"has no name, and texts stand in it (“{one.example}”)"
            yield f"Column {one.column} {stands}. Name it in the file{named}."
        elif one.looks:
            looks = f"looks like {SECOND[one.looks]} (“{one.example}”) and would be lost"
            yield f"Column “{one.column}” {looks}. {_ways(one)}."
        else:
            yield (
                f"Column “{one.column}” looks like {LOOKS[looked_for[one.field]]} (“{one.example}”), and nothing else "
                f"does for {one.field}. {_ways(one)}."
            )
    if len(suspects) > 1:
        yield "--leave-rest leaves out all that was not used."


def _ways(one: Suspect) -> str:
    """What to say of a column, to be copied."""
    maps = [f"{one.field}={quote(one.column)}"] if one.field else []
    if one.joined:
        name, _equals, columns = one.joined.partition("=")
        maps.append(f"{name}={quote(columns)}")
    ways = [*(f"--map {said}" for said in maps), f"--leave {quote(one.column)}"]
    return f"Say {', or '.join(ways)}"


def stops_at_dates(is_undated: bool, is_said: bool, new: int) -> Iterator[str]:
    if is_undated and not is_said and new:
        yield (
            f"There is no column of dates: {'it' if new == 1 else f'all {new}'} would be posted today. Say --date "
            "today if that is meant, or --date 2024-01-31."
        )


def stops_at_presence(
    given: Given, elsewhere: Counter[str], *, new: int, present: int, of: tuple[str, str]
) -> Iterator[str]:
    """Half of what is in the file came already, from another file or with other columns; `of` is what they are."""
    count, again = elsewhere.total(), "or --again if they are meant to be there twice"
    if given.same and given.same.source != given.source and new:
        yield (
            f"This very file came in as “{given.same.source}” on {_day(given.same.at)}. Say --source "
            f"{quote(given.same.source)} to go on with it, or --again if all of it is meant to be there twice."
        )
    elif count and count * 2 >= new + present:
        [(source, _count)] = elsewhere.most_common(1)
        here = f"{count} of these {so_many(new, *of)} {'is' if count == 1 else 'are'} here already, from “{source}”"
        if source == given.source:
            undo = f"./byline import undo {quote(source)}"
            yield f"{here}, when its columns were taken otherwise. Take these back first, with {undo}, {again}."
        else:
            yield f"{here}. Say --source {quote(source)} to go on with it, {again}."


def of_presence(reading: Reading) -> Iterator[str]:
    """Where it is less than half, it is only said."""
    for source, count in reading.elsewhere.most_common():
        yield f"{so_many(count, 'of the new ones says', 'of the new ones say')} what came from “{source}” already."


def _form(sheet: Sheet) -> str:
    if sheet.kind != "csv":
        return f"It was read as {sheet.kind}."
    separator = SEPARATORS.get(sheet.separator, f"“{sheet.separator}”")
    return f"It was read as CSV in {sheet.encoding}, with {separator} between the cells."


def of_dates(days: tuple[date, date] | None) -> Iterator[str]:
    if days:
        yield f"Dates from {in_full(days[0])} to {in_full(days[1])}."


def _day(at: datetime) -> str:
    return in_full(local_day(at, UTC))
