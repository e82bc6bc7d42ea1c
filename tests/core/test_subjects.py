import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.subjects import Subject
from app.core.tables import LARGEST_ID


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["idea", "topic", "person", "award_kind"]), st.integers(0, LARGEST_ID))
def test_a_subject_is_read_as_it_was_written(kind, ref):
    assert Subject.parse(str(Subject(kind, ref))) == Subject(kind, ref)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "idea",
        "idea:",
        ":1",
        "idea:-1",
        "idea:+1",
        "idea: 1",
        "idea:1 ",
        "idea:1.0",
        "idea:๑",
        "idea:²",
        "a b:1",
        "idea:1:2",
        f"idea:{LARGEST_ID + 1}",
        "idea:" + "9" * 16,
        "../x:1",
    ],
)
def test_anything_else_is_no_subject(text):
    assert Subject.parse(text) is None


def test_equal_subjects_are_one_key():
    assert {Subject("idea", 1): "a"}[Subject("idea", 1)] == "a"
    assert Subject("idea", 1) != Subject("topic", 1)
