from fastapi import APIRouter, Response

from app.audit import queries
from app.audit.sentences import said
from app.core.paging import Cursor
from app.core.web.page import Shown
from app.core.web.session import Store
from app.setup.queries import noted_acts
from app.setup.routes.shared import Auditor
from app.setup.words import told

router = APIRouter(prefix="/setup/audit")


@router.get("", name="setup.audit")
def audit(page: Shown, me: Auditor, store: Store, act: str = "", after: str = "") -> Response:
    with store.reading() as db:
        acts = noted_acts(db)
        chosen = act if act in acts else ""
        notes = queries.notes(db, act=chosen, after=Cursor.parse(after))
    choices = sorted(((code, said(code)) for code in acts), key=lambda choice: choice[1])
    return page.show("setup/audit.html", notes=notes, said=said, told=told, acts=choices, act=chosen)
