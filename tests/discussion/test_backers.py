"""Who backs a post is told by department only where that tells on nobody."""

import re
from itertools import combinations_with_replacement, count

import pytest

from app.discussion import queries
from app.discussion.queries import Backers
from app.people import commands as people
from app.people.queries import person
from tests.discussion.posts import KINDS, a_post
from tests.makers import a_vote, an_idea, left, people_named

NUMBERS = count()


@pytest.fixture
def crowd(store):
    """So many more people of a department."""

    def added(department: int, size: int) -> list[int]:
        return people_named(store, [f"Pat{next(NUMBERS)}" for _n in range(size)], department_id=department)

    return added


@pytest.fixture
def backed(store, cast, crowd):
    """An idea of Ana's that so many of each department back; each has two more who do not."""

    def post(**sizes: int) -> int:
        idea = an_idea(store, by=cast.ana)
        for name, size in sizes.items():
            for one in crowd(getattr(cast, name), size + 2)[:size]:
                a_vote(store, by=one, on=idea)
        return idea

    return post


def told(store, post) -> Backers:
    with store.reading() as db:
        return queries.backers(db, post)


def panel(visitor, post, section="ideas") -> str:
    page = visitor.get(f"/{section}/{post}", follow_redirects=True).text
    head = re.findall(r'<section class="backing" .*?</section>', page, re.DOTALL)
    departments = re.findall(r'<h2 class="panel__title">Who backs it</h2>.*?</section>', page, re.DOTALL)
    return "".join([*head, *departments])


@KINDS
def test_one_backer_is_not_told_by_department(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    a_vote(store, by=cast.ben, on=post, kind=kind)
    said = panel(as_(cast.lea), post, kind.section)
    assert ("Operations" in said, "1 person backs it." in said) == (False, True)
    assert told(store, post) == Backers([], 1)


@pytest.mark.parametrize(
    ("sizes", "departments", "others"),
    [
        ({}, [], 0),
        ({"sales": 4}, [], 4),
        ({"sales": 4, "operations": 4, "quality": 4}, [], 12),
        ({"sales": 5}, [("Sales", 5)], 0),
        ({"sales": 6, "operations": 5}, [("Sales", 6), ("Operations", 5)], 0),
        # The sum less the number of Sales would tell of a single backer.
        ({"sales": 6, "operations": 1}, [], 7),
        ({"sales": 9, "operations": 6, "quality": 1}, [("Sales", 9)], 7),
        ({"sales": 9, "operations": 6, "quality": 5}, [("Sales", 9), ("Operations", 6), ("Quality", 5)], 0),
        ({"sales": 5, "operations": 4, "quality": 1}, [("Sales", 5)], 5),
    ],
)
def test_departments_are_told_from_five_backers_on(store, backed, sizes, departments, others):
    assert told(store, backed(**sizes)) == Backers(departments, others)


def test_no_number_and_no_difference_is_about_fewer_than_five(store, backed):
    for sales, operations, quality in combinations_with_replacement((8, 5, 4, 1, 0), 3):
        post = backed(sales=sales, operations=operations, quality=quality)
        found = told(store, post)
        numbers = [*(number for _name, number in found.departments), found.others]
        assert sum(numbers) == sales + operations + quality
        if found.departments:
            assert all(number == 0 or number >= 5 for number in numbers)


def test_a_department_that_backs_it_as_one_is_not_named(store, cast, crowd):
    """Its page lists who that is."""
    post = an_idea(store, by=cast.ana)
    everybody = [cast.lea, cast.hana, *crowd(cast.quality, 4)]
    for one in everybody[:4]:
        a_vote(store, by=one, on=post)
    a_vote(store, by=everybody[4], on=post)
    # Who is left may be thought to be the only one who does not.
    assert told(store, post) == Backers([], 5)
    crowd(cast.quality, 1)
    assert told(store, post) == Backers([("Quality", 5)], 0)
    for one in crowd(cast.quality, 0) + everybody[5:]:
        left(store, one)
    assert told(store, post) == Backers([], 5)


def test_whoever_belongs_to_no_department_is_among_the_others(store, cast, backed, crowd):
    post = backed(sales=7)
    for one in crowd(cast.quality, 5):
        with store.writing() as db:
            people.change_person(db, person(db, one), department_id=None)
        a_vote(store, by=one, on=post)
    assert told(store, post) == Backers([("Sales", 7)], 5)


def test_more_departments_than_are_named_are_among_the_others(store, cast, crowd):
    post = an_idea(store, by=cast.ana)
    for number in range(8):
        with store.writing() as db:
            unit = people.add_department(db, name=f"Shop {number}").id
        for one in crowd(unit, 7)[:5]:
            a_vote(store, by=one, on=post)
    found = told(store, post)
    assert (len(found.departments), found.others) == (6, 10)


def test_the_page_names_them_with_the_others_and_says_why_so_few(cast, as_, backed):
    said = panel(as_(cast.lea), backed(sales=6, operations=4, quality=2))
    assert re.findall(r"<dt[^>]*>([^<]+)</dt><dd>([^<]+)</dd>", said) == [("Sales", "6"), ("Others", "6")]
    assert "at least five of its people back this" in said


def test_the_page_counts_no_departments(store, cast, as_, backed):
    """Also how many they are may be a name."""
    for sizes in ({"sales": 1}, {"sales": 1, "operations": 1}, {"sales": 6, "operations": 6}):
        assert not re.search(r"[Bb]acked from|\d departments?\b", panel(as_(cast.lea), backed(**sizes)))


def test_whoever_backs_it_reads_so(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    assert "Be the first to back it." in panel(as_(cast.otto), post)
    a_vote(store, by=cast.otto, on=post)
    assert "You back this." in panel(as_(cast.otto), post)
    assert "Press to add your support." in panel(as_(cast.lea), post)


def test_the_privacy_notice_says_so(cast, as_):
    notice = as_(cast.ana).get("/privacy").text
    assert "only where at least five of its people back something and not all of them do" in notice
