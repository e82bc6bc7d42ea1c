import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.letters import clean
from app.core.slugs import slug

typed = st.text(
    st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("éßæİＡ'’ -\u0301\u0e33\u0e34\u3099か中\u200d\u1100\u1161")
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Plant trees in the car park!", "plant-trees-in-the-car-park"),
        ("Crème brûlée à l’école", "creme-brulee-a-lecole"),
        ("Straße nach Łódź, Ærø", "strasse-nach-lodz-aero"),
        ("ＡＢＣ１２３", "abc123"),
        ("在停车场种树", "在停车场种树"),
        ("น้ำดื่มฟรี ที่ชั้น 3", "น้ำดื่มฟรี-ที่ชั้น-3"),
        ("\u00c8\u030f", "e"),
        ("a / b?c#d&e", "a-b-c-d-e"),
        ("../..", "post"),
        ("😀", "post"),
        ("", "post"),
    ],
)
def test_an_address_reads_like_its_title(title, expected):
    assert slug(title) == expected


def test_a_long_title_ends_with_a_whole_word():
    assert slug("one two three four five", 16) == "one-two-three"


def test_a_long_title_without_spaces_ends_with_a_whole_letter():
    assert slug("ที่" * 9, 10) == "ที่" * 3


def test_rare_letters_in_front_change_nothing_about_that():
    assert slug("𠀀𠀀ที่ที่ที่", 7) == "𠀀𠀀ที่"


@settings(max_examples=300, deadline=None)
@given(typed, st.integers(8, 60))
def test_a_slug_is_short_safe_and_its_own_slug(title, limit):
    made = slug(clean(title, lines=False), limit)
    assert 0 < len(made) <= limit
    assert slug(made, limit) == made
    assert not set(made) & set("/?#%&\\\"'<> .:")
    assert made == made.strip("-")
