from fastapi import APIRouter, Response

from app.core.web.page import Shown
from app.setup.routes.shared import Admin

router = APIRouter(prefix="/setup")


@router.get("", name="setup.show")
def show(page: Shown, me: Admin) -> Response:
    return page.show("setup/show.html")
