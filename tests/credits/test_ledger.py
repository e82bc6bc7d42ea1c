"""Whatever is credited and countered in whichever order, the ledger's promises hold."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete, func, select

from app.core.subjects import Subject
from app.credits import commands, queries
from app.credits.check import problems
from app.credits.models import Act, CreditLine, Party, Role

PARTIES = st.lists(st.tuples(st.sampled_from(Party), st.integers(1, 10_000)), min_size=1, max_size=20, unique=True)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["credit", "counter", "counter all"]),
        st.integers(1, 2),
        st.sampled_from([Act.POSTED, Act.LIVE]),
        st.sets(st.sampled_from(["ana", "ben", "kit"]), min_size=1),
    ),
    max_size=12,
)
ONE_COMPANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(PARTIES)
def test_even_shares_add_up_and_differ_by_at_most_one(parties):
    shares = commands.even_shares(parties, Role.THANKS)
    each = [share.share for share in shares]
    assert sum(each) == 100
    assert max(each) - min(each) <= 1
    assert each == sorted(each, reverse=True)
    assert [(share.kind, share.id) for share in shares] == parties


@ONE_COMPANY
@given(steps=STEPS)
def test_the_ledger_shows_what_a_simple_book_would(store, company, steps):
    book: dict[tuple[int, Act], set[int]] = {}
    with store.writing() as db:
        db.execute(delete(CreditLine))
        for step in steps:
            written = db.exec(select(func.count()).select_from(CreditLine)).one()
            take(db, book, company, *step)
            assert db.exec(select(func.count()).select_from(CreditLine)).one() >= written
    with store.reading() as db:
        assert list(problems(db)) == []
        assert standing(db, company) == {(ref, act, id_) for (ref, act), ids in book.items() for id_ in ids}


def take(db, book, company, deed, ref, act, names):
    subject, ids = Subject("idea", ref), sorted(getattr(company, name) for name in names)
    if deed == "credit":
        parties = commands.even_shares([(Party.PERSON, id_) for id_ in ids], Role.IDEA)
        commands.credit(db, parties=parties, act=act, subject=subject, label="Plant trees")
        book.setdefault((ref, act), set(ids))
    elif deed == "counter":
        gone = commands.counter(db, subject=subject, act=act, reason="tried")
        assert gone == len(book.pop((ref, act), ()))
    else:
        gone = commands.counter(db, subject=subject, reason="tried")
        assert gone == sum(len(book.pop((ref, each), ())) for each in (Act.POSTED, Act.LIVE))


def standing(db, company):
    people = (company.ana, company.ben, company.kit)
    rows = [row for id_ in people for row in queries.credits_of(db, party=Party.PERSON, party_id=id_).rows]
    return {(row.subject_ref, row.act, row.party_id) for row in rows}
