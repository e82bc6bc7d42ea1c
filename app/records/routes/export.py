from collections.abc import Callable, Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response
from fastapi.responses import StreamingResponse

from app.core.clock import now
from app.core.db import Database, Reader
from app.core.errors import Invalid
from app.core.paging import Cursor
from app.core.subjects import Subject
from app.core.tabular import CSV_BOM, csv_line
from app.core.web.forms import Filled, filled
from app.core.web.page import Context
from app.credits import queries as credits
from app.credits.models import Party
from app.credits.queries import CreditRow, Extract
from app.credits.words import act_name, role_name
from app.people.queries import people
from app.people.roles import Permission
from app.people.session import Visit, Visiting, holding
from app.records import commands, queries, words
from app.records.forms import ExportForm, PeriodForm, asked
from app.records.queries import Period

router = APIRouter()

Exporting = Annotated[Visit, Depends(holding(Permission.EXPORT_RECORDS))]
AnyForm = Filled[PeriodForm] | Filled[ExportForm]
LineOf = Callable[[CreditRow, bool], str]
Page = tuple[list[CreditRow], set[Subject]]
"""Rows, and what is not named in them."""


@router.get("/records", name="records.show")
def records_page(visit: Exporting) -> Response:
    return _form_page(visit, asked(visit.request, ZoneInfo(_zone(visit))))


@router.post("/records.csv", name="records.export")
def export(visit: Exporting, form: Annotated[Filled[ExportForm], Depends(filled(ExportForm))]) -> Response:
    try:
        typed = form.valid()
        with visit.store.writing() as db:
            period = _period(visit, typed)
            extract = commands.begin_export(db, exporter=visit.me, period=period, purpose=typed.purpose)
    except Invalid as refusal:
        return _form_page(visit, form.refused(refusal), status=refusal.status)
    return _file(visit, extract, f"byline-records-{typed.since}-{typed.until}.csv")


@router.get("/me/record", name="records.mine")
def my_record(visit: Visiting, after: str = "") -> Response:
    with visit.store.reading() as db:
        found = credits.credits_of(db, party=Party.PERSON, party_id=visit.me.id, after=Cursor.parse(after))
        unnamed = queries.unnamed(db, found.rows)
        disputes = queries.latest_disputes(db, [row.id for row in found.rows])
    return visit.show(
        "records/mine.html",
        months=queries.by_month(found.rows, _zone(visit)),
        unnamed=unnamed,
        disputes=disputes,
        later=bool(after),
        next=found.next,
        day_of=lambda row: queries.local_day(row.at, _zone(visit)),
        role_name=role_name,
        act_name=act_name,
    )


@router.get("/me/record.csv", name="records.mine_csv")
def my_record_file(visit: Visiting) -> Response:
    return _file(visit, Extract(as_of=now(), person_id=visit.me.id), "byline-my-record.csv")


def _form_page(visit: Visit, form: AnyForm, *, status: int = 200) -> Response:
    """The form, begun or refused, with how many rows it would give."""
    with visit.store.reading() as db:
        form, rows = _counted(db, visit, form)
        departments, exports = queries.department_choices(db), queries.recent_exports(db)
        disputes = _disputes(db)
    return visit.show(
        "records/export.html",
        status=status,
        form=form,
        rows=rows,
        departments=departments,
        exports=exports,
        zone=_zone(visit),
        columns=words.explained(),
        **disputes,
    )


def _disputes(db: Reader) -> Context:
    """What people say is wrong with their lines."""
    waiting, answered = queries.disputes(db)
    every = [*waiting, *answered]
    names = {id_: one.name for id_, one in people(db, [one.dispute.person_id for one in every]).items()}
    unnamed = queries.unnamed(db, [one.line for one in every])
    return {"waiting": waiting, "answered": answered, "unnamed": unnamed, "names": names}


def _counted(db: Reader, visit: Visit, form: AnyForm) -> tuple[AnyForm, int | None]:
    """No number while something is missing or wrong, which the form then says."""
    if form.value is None:
        return form, None
    try:
        extract = queries.extract(db, _period(visit, form.value), as_of=now())
    except Invalid as refusal:
        return form.refused(refusal), None
    return form, credits.count_contributions(db, extract)


def _period(visit: Visit, typed: PeriodForm) -> Period:
    return Period(typed.since, typed.until, _zone(visit), typed.department, typed.moment(ZoneInfo(_zone(visit))))


def _zone(visit: Visit) -> str:
    """The site's: HR and the person see the same day, wherever they are."""
    return visit.settings.time_zone


def _file(visit: Visit, extract: Extract, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = _lines(visit.store, extract, _line_of(visit))
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _line_of(visit: Visit) -> LineOf:
    zone, site = _zone(visit), visit.site

    def line(row: CreditRow, is_named: bool) -> str:
        address = visit.url_of(row.subject, row.label) if is_named else ""
        return csv_line(words.cells(row, link=address and site + address, zone=zone, is_named=is_named))

    return line


def _lines(store: Database, extract: Extract, line_of: LineOf) -> Iterator[str]:
    """Each page in a session of its own, so that a slow reader of the file holds no connection."""
    yield CSV_BOM + csv_line(words.COLUMNS)
    rows, unnamed = _page_of(store, extract, 0)
    while rows:
        yield "".join(line_of(row, row.subject not in unnamed) for row in rows)
        rows, unnamed = _page_of(store, extract, rows[-1].id)


def _page_of(store: Database, extract: Extract, after_id: int) -> Page:
    with store.reading() as db:
        rows = credits.contributions(db, extract, after_id=after_id)
        return rows, queries.unnamed(db, rows)
