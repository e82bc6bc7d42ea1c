"""Rosters of any kind against a plain model: nobody comes into another's account, and no ID changes in silence."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.core.db import Database, Writer
from app.core.letters import key
from app.people import check
from app.people.importing import deactivate
from app.people.importing.firsts import Firsts
from app.people.importing.ids import as_meant, likeness
from app.people.models import Department, Person
from tests.chance import LONG
from tests.people.rostering import Found, bring_what_is_right, planned

HEAD = "employee_id,name,email,status\n"
NAMES = ("Ada Wu", "Ben Ode")
SPELLINGS = {"7001": ["7001", "'7001", "７００１"], "k-2": ["K-2", "k-2"], "9": ["9", "9.0", " 9"], "": ["", "-"]}
ROWS = st.builds(
    lambda id_, how, name, email, status: (SPELLINGS[id_][how % len(SPELLINGS[id_])], name, email, status),
    st.sampled_from(sorted(SPELLINGS)),
    st.integers(0, 2),
    st.sampled_from(NAMES),
    st.sampled_from(["", "a@x.example", "b@x.example", "C@x.example", "c@x.example"]),
    st.sampled_from(["", "", "", "left"]),
)
FILES = st.lists(ROWS, min_size=1, max_size=5)
DISTINCT = st.lists(
    ROWS.filter(lambda row: bool(as_meant(row[0]) or row[2])),
    min_size=1,
    max_size=4,
    unique_by=(lambda row: key(as_meant(row[0])) or object(), lambda row: key(row[2]) or object()),
)
"""Files in which nothing stands twice, so that most of them have no error."""
WISHES = st.fixed_dictionaries({"full": st.booleans(), "reuses": st.booleans()})
STORED = settings(
    max_examples=200 if LONG else 15,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TREES = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["", "Sales", "Works"]), st.sampled_from(["", "Office", "Lab"])),
    min_size=1,
    max_size=8,
)


class Undone(Exception):
    """What was tried is taken back."""


class Account(NamedTuple):
    employee_id: str | None
    name: str
    email: str | None
    active: bool

    def is_meant(self, id_: str, name: str, email: str) -> bool:
        """The rule, as plainly as it can be said."""
        if id_ and self.employee_id:
            return key(self.employee_id) == key(id_)
        return bool(email and self.email) and key(self.email) == key(email) and (self.active or self.name == name)


@contextmanager
def trying(store: Database) -> Iterator[Writer]:
    with suppress(Undone), store.writing() as db:
        yield db
        raise Undone


def text(rows) -> str:
    return HEAD + "".join(f"{','.join(row)}\n" for row in rows)


def brought(db: Writer, rows, **wishes) -> Found:
    """What was planned; it is done without the rows that are wrong, be there any to write or not."""
    made = planned(db, text(rows), **wishes)
    bring_what_is_right(db, text(rows), **wishes)
    deactivate(db, [one.id for one in made.gone] if wishes.get("full") else [])
    return made


def accounts(db) -> dict[int, Account]:
    db.flush()
    return {one.id: Account(one.employee_id, one.name, one.email, one.active) for one in db.exec(select(Person))}


def meant(known: dict[int, Account], row) -> int | None:
    """Whoever has the ID, else whoever has the address and fits."""
    typed, name, email, _status = row
    id_ = as_meant(typed)
    fit = [at for at, one in known.items() if one.is_meant(id_, name, email)]
    return next((at for at in fit if id_ and known[at].employee_id), next(iter(fit), None))


@STORED
@given(files=st.lists(st.tuples(FILES, WISHES), min_size=1, max_size=4))
def test_every_row_that_is_taken_is_about_whom_the_rule_means_and_no_id_changes(store, files):
    with trying(store) as db:
        for rows, wishes in files:
            before = accounts(db)
            made = brought(db, rows, **wishes)
            for change in (*made.new, *made.changed, *made.same, *made.leaves, *made.absent):
                about = meant(before, rows[change.row.number - 2])
                assert (change.target.id if change.target else None) == about
            after = accounts(db)
            assert before.keys() <= after.keys()
            assert all(after[at].employee_id == one.employee_id for at, one in before.items() if one.employee_id)
            assert list(check.problems(db)) == []


@STORED
@given(first=DISTINCT, second=DISTINCT, wishes=WISHES)
# By the address alone it was Ada who left; the second time nobody is meant any more.
@example(
    first=[("", "Ada Wu", "C@x.example", "")],
    second=[("", "Ben Ode", "C@x.example", "left")],
    wishes={"full": False, "reuses": False},
)
def test_a_file_without_errors_brought_again_changes_nothing(store, first, second, wishes):
    with trying(store) as db:
        brought(db, first)
        if brought(db, second, **wishes).errors == []:
            once = accounts(db)
            again = brought(db, second, **wishes)
            assert (again.errors, again.new, again.changed, again.leaves) == ([], [], [], [])
            assert again.gone == [] or not wishes["full"]
            assert accounts(db) == once


@STORED
@given(first=DISTINCT, second=DISTINCT, wishes=WISHES, chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference_where_none_is_wrong(store, first, second, wishes, chance):
    found = []
    shuffled = chance.sample(second, len(second))
    for rows in (second, shuffled):
        with trying(store) as db:
            brought(db, first)
            is_right = brought(db, rows, **wishes).errors == []
            found.append((is_right, sorted(accounts(db).values(), key=str) if is_right else []))
    assert found[0] == found[1]


@STORED
@given(first=DISTINCT, second=DISTINCT, wishes=WISHES)
def test_nobody_is_lost_and_nobody_leaves_unless_the_file_says_so(store, first, second, wishes):
    with trying(store) as db:
        brought(db, first)
        before = accounts(db)
        made = brought(db, second, **wishes)
        after = accounts(db)
        told = {change.target.id for change in made.leaves if change.target} | {one.id for one in made.gone}
        givers = {change.giver.id for change in (*made.new, *made.changed) if change.giver}
        left = {at for at, one in before.items() if one.active and not after[at].active}
        assert left <= (told | givers if wishes["full"] else told)
        back = {at for at, one in before.items() if not one.active and after[at].active}
        assert not back or wishes["full"]
        lost = {at for at, one in before.items() if one.email and not after[at].email}
        assert lost <= givers


def branches(db) -> dict[int, tuple[str, ...]]:
    """Each department from the top down, without the words that tell it from one of its name elsewhere."""
    rows = {row.id: row for row in db.exec(select(Department))}

    def up(id_: int | None) -> Iterator[str]:
        if id_ is not None:
            yield from up(rows[id_].parent_id)
            yield rows[id_].name.partition(" (")[0]

    return {id_: tuple(up(id_)) for id_ in rows}


@STORED
@given(levels=TREES, sign=st.sampled_from(["/", " > ", "\\", "::"]))
def test_paths_become_just_the_tree_that_they_speak_of_and_everybody_sits_where_their_path_ends(store, levels, sign):
    """Names may stand in many places; each place is one department, and no other is made."""
    paths = [tuple(filter(None, one)) for one in levels]
    rows = "".join(f"{n},P {n},{sign.join(path)}\n" for n, path in enumerate(paths, 1))
    roster = f"employee_id,name,department_path\n{rows}"
    with trying(store) as db:
        bring_what_is_right(db, roster, adds_departments=True)
        db.flush()
        found = branches(db)
        assert sorted(found.values()) == sorted({path[:end] for path in paths for end in range(1, len(path) + 1)})
        homes = {one.employee_id: found[one.department_id] for one in db.exec(select(Person)) if one.department_id}
        assert homes == {str(n): path for n, path in enumerate(paths, 1)}
        again = planned(db, roster, adds_departments=True)
        assert (again.unchanged, again.roster.places.tree.new, again.errors) == (len(paths), [], [])
        assert list(check.problems(db)) == []


@given(texts=st.lists(st.sampled_from(["a", "b", "c", "d", "é", ""]), max_size=30))
def test_what_stands_first_is_found_among_many(texts):
    firsts = Firsts()
    book: dict[str, int] = {}
    for row, one in enumerate(texts, 1):
        firsts.add(one, row)
        book.setdefault(one, row)
        assert firsts.of(texts[0]) == 1, "asked on the way, it can still be told more"
    assert {one: firsts.of(one) for one in book} == book
    assert (firsts.of("elsewhere"), bool(firsts)) == (0, bool(texts))


@given(st.from_regex(r"[1-9][0-9]{0,5}[A-Z]{0,2}", fullmatch=True), st.integers(0, 4), st.data())
def test_zeros_before_an_id_and_signs_within_it_leave_it_alike(employee_id, zeros, data):
    at = data.draw(st.integers(0, len(employee_id)))
    sign = data.draw(st.sampled_from(["-", " ", ".", "/", "_", ","]))
    marred = "0" * zeros + employee_id[:at] + sign + employee_id[at:]
    assert likeness(marred) == likeness(employee_id.lower()) == likeness(employee_id)
    assert likeness(f"{employee_id}0") != likeness(employee_id), "a zero at the end is another ID"


@given(st.from_regex(r"0{0,3}[1-9][0-9]{0,9}", fullmatch=True), st.sampled_from(["{}", "'{}", '="{}"', " {} ", "{}.0"]))
def test_no_dress_of_an_id_takes_its_zeros_away(employee_id, dress):
    assert as_meant(dress.format(employee_id)) == employee_id
