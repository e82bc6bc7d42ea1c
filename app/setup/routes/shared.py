"""What every page of the setup has."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends

from app.core.db import Writer
from app.core.errors import Invalid
from app.core.web.forms import Filled, Form
from app.people.roles import Permission
from app.people.session import Visit, holding

Admin = Annotated[Visit, Depends(holding(Permission.SET_UP))]
Auditor = Annotated[Visit, Depends(holding(Permission.READ_AUDIT))]

F = TypeVar("F", bound=Form)


def attempted(visit: Visit, form: Filled[F], deed: Callable[[Writer, F], object]) -> Filled[F] | None:
    """Do with the form what it is for; where something in it is wrong, the form again with the reasons."""
    try:
        typed = form.valid()
        with visit.store.writing() as db:
            deed(db, typed)
    except Invalid as refusal:
        return form.refused(refusal)
    return None
