"""An application with routes that take files, beside all that Byline has.

`python -m tests.web.uploading FOLDER PORT` serves it as `byline serve` does.
"""

import sys
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app import wiring
from app.core.errors import Conflict, Invalid
from app.core.settings import Settings
from app.core.web.forms import Filled, Form, Line, Lines, filled
from app.core.web.protocol import BoundedRequests
from app.core.web.uploads import Arrived, Upload
from app.main import create_app

LONGEST = 1_000_000
LONGEST_FILM = 60_000_000

router = APIRouter()


class PhotoForm(Form):
    title: Annotated[Line, Field(min_length=1, max_length=20)]
    body: Lines = ""
    photos: list[Arrived] = Field(default_factory=list)


class FilmForm(Form):
    title: Line = ""
    film: Arrived


Photos = Annotated[Filled[PhotoForm], Depends(Upload(PhotoForm, "photos", longest=LONGEST, most=2))]
Film = Annotated[Filled[FilmForm], Depends(Upload(FilmForm, "film", longest=LONGEST_FILM))]
Texts = Annotated[Filled[PhotoForm], Depends(filled(PhotoForm))]


@router.post("/photos", name="photos.add")
def add_photos(request: Request, form: Photos) -> Response:
    try:
        photos = form.valid().photos
    except Invalid:
        return JSONResponse({"typed": form.typed, "errors": form.errors}, 422)
    return _kept(request, photos)


@router.put("/photos", name="photos.name")
def name_photos(form: Texts) -> Response:
    return JSONResponse({"typed": form.typed, "errors": form.errors})


@router.delete("/photos", name="photos.replace")
def replace_photos(form: Photos) -> Response:
    raise Conflict(f"Somebody else replaced {len(form.valid().photos)}.")


@router.get("/photos/{number}", name="photos.show")
@router.post("/photos/{number}", name="photos.change")
def change_photos(form: Photos, number: int) -> Response:
    raise RuntimeError(form.valid().title)


@router.post("/films", name="films.add")
def add_film(request: Request, form: Film) -> Response:
    return _kept(request, [form.valid().film])


def application(settings: Settings) -> FastAPI:
    usual = wiring.ROUTERS
    wiring.ROUTERS = [*usual, router]
    try:
        return create_app(settings)
    finally:
        wiring.ROUTERS = usual


def _kept(request: Request, files: list[Arrived]) -> Response:
    folder = request.app.state.parts.settings.data / "files"
    folder.mkdir(exist_ok=True)
    for place, file in enumerate(files):
        file.keep(folder / f"{place}")
    return JSONResponse([[file.label, file.size] for file in files])


if __name__ == "__main__":
    made = application(Settings(data=Path(sys.argv[1]), worker="none"))
    uvicorn.run(made, port=int(sys.argv[2]), http=BoundedRequests, access_log=False, log_config=None)
