from fastapi import APIRouter, Response

from app.core.clock import now
from app.core.web.page import Shown

router = APIRouter()


@router.get("/-/patterns", name="core.patterns")
def patterns(page: Shown) -> Response:
    """Every component in every state, for those who build; only there in development."""
    return page.show("patterns/show.html", moment=now())
