"""How a request looks when it has come through the proxies, for `./byline doctor` alone."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.core import own_question
from app.core.errors import NotFound
from app.core.web.parts import parts_of
from app.people.session import cookie_name

router = APIRouter()


@router.get("/healthz/seen/{word}", name="home.seen")
def seen(request: Request, word: str) -> JSONResponse:
    parts = parts_of(request)
    with parts.store.reading() as db:
        if not own_question.is_asked(db, word):
            raise NotFound
    client = request.client.host if request.client else ""
    return JSONResponse({"scheme": request.url.scheme, "client": client, "cookie": cookie_name(parts.settings)})
