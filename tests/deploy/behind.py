"""`byline`, with a page that tells what comes through a proxy, and one that takes large files.

`python -m tests.deploy.behind serve …` is otherwise the program itself.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app import wiring
from app.cli import verbs
from app.core.web.protocol import BoundedRequests
from tests.web import uploading

router = APIRouter()


@router.get("/seen", name="seen.show")
def seen(request: Request) -> Response:
    """Who asks, how, and with which headers."""
    host = request.client.host if request.client else ""
    return JSONResponse({"host": host, "scheme": request.url.scheme, "headers": dict(request.headers)})


if __name__ == "__main__":
    wiring.ROUTERS = [*wiring.ROUTERS, uploading.router, router]
    # Less than the ten seconds that nobody waits for in a test.
    BoundedRequests.patience = 1.0
    verbs.run()
