from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from app.core.clock import now
from app.core.db import Database
from app.core.errors import Invalid
from app.core.paging import Cursor
from app.core.tabular import CSV_BOM, csv_line
from app.core.web.forms import Filled, filled
from app.core.web.page import Page, Shown
from app.core.web.session import Store
from app.credits import queries as credits
from app.credits.models import Party
from app.credits.queries import CreditRow, Extract
from app.credits.words import act_name, role_name
from app.people.roles import Colleague, Permission
from app.people.session import SignedIn, holding
from app.records import columns, commands, queries
from app.records.forms import ExportForm, PeriodForm, asked
from app.records.queries import Period

router = APIRouter()

Exporter = Annotated[Colleague, Depends(holding(Permission.EXPORT_RECORDS))]
AnyForm = Filled[PeriodForm] | Filled[ExportForm]
LineOf = Callable[[CreditRow], str]


@router.get("/records", name="records.show")
def records_page(request: Request, page: Shown, me: Exporter, store: Store) -> Response:
    form = asked(request)
    try:
        rows = _preview(page, me, store, form)
    except Invalid as refusal:
        return _form_page(page, me, store, form.refused(refusal))
    return _form_page(page, me, store, form, rows=rows)


@router.post("/records.csv", name="records.export")
def export(
    page: Shown, me: Exporter, store: Store, form: Annotated[Filled[ExportForm], Depends(filled(ExportForm))]
) -> Response:
    try:
        typed = form.valid()
        with store.writing() as db:
            extract = commands.begin_export(db, exporter=me, period=_period(page, me, typed), purpose=typed.purpose)
    except Invalid as refusal:
        return _form_page(page, me, store, form.refused(refusal), status=422)
    return _file(store, extract, _line_of(page, me), f"byline-records-{typed.since}-{typed.until}.csv")


@router.get("/me/record", name="records.mine")
def my_record(page: Shown, me: SignedIn, store: Store, after: str = "") -> Response:
    with store.reading() as db:
        found = credits.credits_of(db, party=Party.PERSON, party_id=me.id, after=Cursor.parse(after))
    return page.show(
        "records/mine.html",
        months=queries.by_month(found.rows, _zone(page)),
        later=bool(after),
        next=found.next,
        day_of=lambda row: queries.local_day(row.at, _zone(page)),
        role_name=role_name,
        act_name=act_name,
    )


@router.get("/me/record.csv", name="records.mine_csv")
def my_record_file(page: Shown, me: SignedIn, store: Store) -> Response:
    return _file(store, Extract(as_of=now(), person_id=me.id), _line_of(page, me), "byline-my-record.csv")


def _form_page(
    page: Page, me: Colleague, store: Store, form: AnyForm, *, rows: int | None = None, status: int = 200
) -> Response:
    with store.reading() as db:
        departments, exports = queries.department_choices(db), queries.recent_exports(db)
    return page.show(
        "records/export.html",
        status=status,
        form=form,
        rows=rows,
        departments=departments,
        exports=exports,
        zone=_zone(page),
        columns=columns.explained(),
    )


def _preview(page: Page, me: Colleague, store: Store, form: Filled[PeriodForm]) -> int | None:
    if form.value is None:
        return None
    with store.reading() as db:
        return credits.count_contributions(db, queries.extract(db, _period(page, me, form.value), as_of=now()))


def _period(page: Page, me: Colleague, typed: PeriodForm) -> Period:
    return Period(typed.since, typed.until, _zone(page), typed.department, typed.as_of)


def _zone(page: Page) -> str:
    """The site's: HR and the person see the same day, wherever they are."""
    zone: str = page.request.app.state.settings.time_zone
    return zone


def _line_of(page: Page, me: Colleague) -> LineOf:
    state, zone, site = page.request.app.state, _zone(page), page.site

    def line(row: CreditRow) -> str:
        address = state.url_of(row.subject, row.label)
        return csv_line(columns.cells(row, link=address and site + address, zone=zone))

    return line


def _file(store: Database, extract: Extract, line_of: LineOf, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(store, extract, line_of), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(store: Database, extract: Extract, line_of: LineOf) -> Iterator[str]:
    """Each page in a session of its own, so that a slow reader of the file holds no connection."""
    yield CSV_BOM + csv_line(columns.COLUMNS)
    after = 0
    while rows := _page_of(store, extract, after):
        yield "".join(map(line_of, rows))
        after = rows[-1].id


def _page_of(store: Database, extract: Extract, after_id: int) -> list[CreditRow]:
    with store.reading() as db:
        return credits.contributions(db, extract, after_id=after_id)
