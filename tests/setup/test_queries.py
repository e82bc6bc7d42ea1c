import pytest

from app.core.paging import Cursor
from app.people import commands as people
from app.people.queries import person
from app.setup import queries
from tests.makers import left


@pytest.fixture
def many(store, cast) -> None:
    """Namesakes, and names in other letters."""
    with store.writing() as db:
        for number, name in enumerate(("Sam", "Sam", "Sam", "李雷", "สมชาย", "100%")):
            people.add_person(db, name=name, email=f"p{number}@else.example.com")


def walked(store, **wish):
    """Every row, page by page."""
    rows: list[queries.PersonLine] = []
    after = ""
    with store.reading() as db:
        while True:
            page = queries.people_page(db, after=Cursor.parse(after), size=2, **wish)
            assert len(page.rows) <= 2
            rows += page.rows
            after = page.next
            if not after:
                return rows


def test_pages_show_everybody_once_also_namesakes(store, many):
    rows = walked(store)
    with store.reading() as db:
        whole = queries.people_page(db).rows
    assert [row.id for row in rows] == [row.id for row in whole]
    assert len({row.id for row in rows}) == len(rows) == 12


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("sam", ["Sam", "Sam", "Sam"]),
        ("李", ["李雷"]),
        ("สม", ["สมชาย"]),
        ("P3@ELSE", ["李雷"]),
        ("%", ["100%"]),
        ("_", []),
        ("nobody", []),
    ],
)
def test_people_are_found_by_part_of_a_name_or_address(store, many, words, names):
    assert [row.name for row in walked(store, words=words)] == names


def test_case_and_accents_make_no_difference_to_the_order_or_the_search(store):
    with store.writing() as db:
        for number, name in enumerate(("Zoé", "Émile", "Frank", "emil", "ÉDITH")):
            people.add_person(db, name=name, email=f"p{number}@example.com")
    assert [row.name for row in walked(store)] == ["ÉDITH", "emil", "Émile", "Frank", "Zoé"]
    for words in ("émile", "EMILE", "Émile"):
        assert [row.name for row in walked(store, words=words)] == ["Émile"]


def test_somebody_who_is_renamed_moves_in_the_list(store, cast):
    with store.writing() as db:
        people.change_person(db, person(db, cast.ana), name="Zoé")
    assert walked(store)[-1].name == "Zoé"
    assert [row.id for row in walked(store, words="zoe")] == [cast.ana]


def test_who_left_stays_in_the_list_of_people(store, cast):
    left(store, cast.otto)
    with store.reading() as db:
        (otto,) = queries.people_page(db, words="otto").rows
        assert queries.people_count(db) == 5
    assert not otto.active


def test_departments_count_their_active_people(store, cast):
    left(store, cast.otto)
    with store.reading() as db:
        lines = {line.name: (line.lead_name, line.people) for line in queries.department_lines(db)}
    assert lines == {"Operations": ("Ben", 2), "Quality": ("", 2), "Sales": ("", 1)}
