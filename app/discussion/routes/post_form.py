from typing import Any, TypeVar

from app.core.db import Database
from app.core.text import render, written
from app.core.web.forms import Filled
from app.discussion.forms import PostForm, language_choices
from app.people.queries import departments

F = TypeVar("F", bound=PostForm)


def ready(form: Filled[F]) -> dict[str, Any]:
    """What was typed as a command takes it, the text rendered. Raises Invalid when the shape is wrong."""
    typed = form.valid().model_dump()
    beside = [typed["title"], typed.get("in_short", "")]
    return typed | {"body": written(typed["body"], beside=beside, language=typed["language"])}


def post_form(store: Database, form: Filled[F]) -> dict[str, Any]:
    """What a page needs on which a post is written: the form, its choices, and the preview if one was asked for."""
    with store.reading() as db:
        units = departments(db)
    return {
        "form": form,
        "departments": [(unit.slug, unit.name) for unit in units],
        "languages_of_content": language_choices(),
        "preview": render(form.typed_value("body")) if form.typed_value("preview") else "",
    }
