"""The direction line: one statement in several languages, shown in the reader's where there is one."""

import pytest

from app.campaigns import check, commands, queries
from app.campaigns.models import Direction
from app.core.i18n import speaking
from tests.makers import rows


def set_direction(store, **texts):
    with store.writing() as db:
        commands.set_direction(db, texts=texts)


def line(store, language):
    with speaking(language), store.reading() as db:
        found = queries.direction_line(db)
        return found.text, found.language


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"en": "Onward.", "th": "ไปข้างหน้า"}, "th", ("ไปข้างหน้า", "th")),
        ({"en": "Onward.", "th": "ไปข้างหน้า"}, "zh-Hans", ("Onward.", "en")),
        ({"th": "ไปข้างหน้า"}, "en", ("ไปข้างหน้า", "th")),
        ({}, "en", ("", "")),
    ],
)
def test_the_line_is_shown_in_the_readers_language_else_english_else_any(store, texts, language, shown):
    set_direction(store, **texts)
    assert line(store, language) == shown


def test_a_company_without_a_direction_shows_none(store):
    assert line(store, "en") == ("", "")


def test_a_new_line_replaces_the_old_one(store):
    set_direction(store, en="Onward.")
    set_direction(store, en="Upward.", th="")
    [direction] = rows(store, Direction)
    assert direction.texts == {"en": "Upward."}


def test_no_text_takes_the_line_away(store):
    set_direction(store, en="Onward.")
    set_direction(store, en="", th="")
    assert line(store, "en") == ("", "")


def test_a_second_direction_at_once_is_told(store):
    set_direction(store, en="Onward.")
    set_direction(store, en="Upward.")
    with store.writing() as db:
        assert list(check.problems(db)) == []
        db.add(Direction(texts={"en": "Sideways."}))
        db.flush()
        assert list(check.problems(db)) == ["There is more than one direction at once: 1, 2."]
