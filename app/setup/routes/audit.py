from fastapi import APIRouter, Response

from app.audit import queries
from app.audit.words import said, told
from app.core.kinds import kinds_of
from app.core.paging import Cursor
from app.core.web.page import Context
from app.setup.queries import noted_acts
from app.setup.routes.shared import Auditor

router = APIRouter(prefix="/setup/audit")


@router.get("", name="setup.audit")
def audit(visit: Auditor, act: str = "", after: str = "") -> Response:
    with visit.store.reading() as db:
        acts = noted_acts(db)
        chosen = act if act in acts else ""
        notes = queries.notes(db, act=chosen, after=Cursor.parse(after))
        unnamed = kinds_of(db).out_of_sight(db, [note.subject for note in notes.rows if note.subject], visit.me)
    choices = [(code, said(code)) for code in sorted(acts, key=said)]
    about: Context = {"said": said, "told": told, "acts": choices, "act": chosen}
    return visit.show("setup/audit.html", notes=notes, unnamed=unnamed, **about)
