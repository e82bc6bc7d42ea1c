"""A question is one value, made ready in one place."""

import pytest

from app.search.index import LONGEST, Question


def test_equal_questions_are_one():
    asked = Question(" covered  parking\n", audiences=["everyone"], kinds=["topic", "idea", "idea"])
    same = Question("covered  parking", audiences={"everyone"}, kinds=("idea", "topic"))
    assert asked == same
    assert {asked: 1}[same] == 1
    assert asked != Question("covered  parking", audiences=["everyone"], kinds=["idea"])


def test_words_are_cut_where_nobody_reads_on():
    assert Question("  " + "a" * 5000, audiences=[]).words == "a" * LONGEST


@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": -1}, {"offset": -1}])
def test_a_page_that_cannot_be_is_refused(page):
    with pytest.raises(ValueError, match="no page has"):
        Question("parking", audiences=[], **page)
