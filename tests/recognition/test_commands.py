"""Thanks and awards are credited together with being given; withdrawing counters and deletes nothing."""

import pytest

from app.audit.queries import notes
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.subjects import Subject
from app.credits.models import Party
from app.credits.queries import credits_of, live_lines
from app.people import commands as people
from app.people import queries as people_queries
from app.people.queries import colleague
from app.recognition import commands, queries
from app.recognition.check import problems
from app.recognition.models import AwardKind
from tests.makers import a_topic, hidden, shown_again
from tests.recognition.giving import awarded, department, person, thanked


def lines(store, recognition_id):
    with store.reading() as db:
        found = live_lines(db, subject=Subject("recognition", recognition_id))
        return {(line.party_kind, line.party_id): (line.role, line.act, line.share) for line in found}


def entry(store, recognition_id):
    with store.reading() as db:
        return queries.entry(db, recognition_id)


def given(store):
    with store.reading() as db:
        return len(queries.latest(db, limit=100))


def change(store, id_, change, **more):
    with store.writing() as db:
        change(db, people_queries.person(db, id_), **more)


def withdraw(store, giver, recognition_id):
    with store.writing() as db:
        commands.withdraw(db, giver=colleague(db, giver), recognition_id=recognition_id)


def hide(store, admin, recognition_id, reason="It names a customer."):
    hidden(store, by=admin, recognition=recognition_id, reason=reason)


def show(store, admin, recognition_id):
    shown_again(store, by=admin, recognition=recognition_id)


def test_everyone_who_is_thanked_is_credited_with_an_equal_share(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto), person(cast.ben), department(cast.operations))
    assert lines(store, thanks) == {
        ("person", cast.otto): ("thanks", "thanked", 34),
        ("person", cast.ben): ("thanks", "thanked", 33),
        ("department", cast.operations): ("thanks", "thanked", 33),
    }


def test_an_award_is_credited_as_an_award(store, cast):
    assert lines(store, awarded(store, cast.lea, person(cast.otto))) == {
        ("person", cast.otto): ("award", "awarded", 100)
    }


def test_names_and_departments_stay_as_they_were(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    change(store, cast.ana, people.change_person, name="Ana Married", department_id=cast.operations)
    change(store, cast.otto, people.change_person, name="Otto Married", department_id=cast.operations)
    row = entry(store, thanks)
    assert (row.giver_name, row.department_name, row.receivers[0].name) == ("Ana", "Sales", "Otto")


def test_receivers_stand_in_the_order_they_were_named(store, cast):
    thanks = thanked(store, cast.ana, department(cast.operations), person(cast.otto), person(cast.ben))
    assert [row.name for row in entry(store, thanks).receivers] == ["Operations", "Otto", "Ben"]


def test_somebody_named_twice_receives_once(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto), person(cast.otto))
    assert len(entry(store, thanks).receivers) == 1
    assert lines(store, thanks)[("person", cast.otto)][2] == 100


def test_the_language_is_guessed_from_the_message(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto), message="四十分钟就恢复了扫码枪。")
    assert entry(store, thanks).language == "zh-Hans"


def test_the_same_key_gives_once(store, cast):
    first = thanked(store, cast.ana, person(cast.otto), key="k1")
    again = thanked(store, cast.ana, person(cast.otto), key="k1")
    assert (first, given(store)) == (again, 1)
    assert sum(share for _role, _act, share in lines(store, first).values()) == 100


def test_the_same_key_gives_once_in_whatever_order_receivers_are_named(store, cast):
    named = [person(cast.otto), department(cast.operations)]
    assert thanked(store, cast.ana, *named, key="k1") == thanked(store, cast.ana, *named[::-1], key="k1")


def test_the_same_key_gives_nothing_else(store, cast):
    topic, other = (Subject("topic", a_topic(store, by=cast.otto)) for _n in range(2))
    with store.reading() as db:
        first, second = (kind.id for kind in queries.award_kinds(db)[:2])
    about = {"message": "She stayed.", "subject": topic, "key": "k1"}
    awarded(store, cast.lea, person(cast.otto), kind_id=first, **about)
    awarded(store, cast.lea, person(cast.otto), kind_id=first, **about)
    for change in ({"message": "She left."}, {"subject": other}, {"subject": None}, {"kind_id": second}):
        with pytest.raises(Invalid, match="filled in differently"):
            awarded(store, cast.lea, person(cast.otto), **{"kind_id": first} | about | change)
    with pytest.raises(Invalid, match="filled in differently"):
        awarded(store, cast.lea, person(cast.otto), person(cast.ben), kind_id=first, **about)
    with pytest.raises(Invalid, match="filled in differently"):
        thanked(store, cast.lea, person(cast.otto), **about)
    assert given(store) == 1


def test_the_same_key_of_somebody_else_is_another_thanks(store, cast):
    thanked(store, cast.ana, person(cast.ben), key="k1")
    thanked(store, cast.otto, person(cast.ben), key="k1")
    assert given(store) == 2


def test_a_topic_is_cited_by_its_title(store, cast):
    topic = Subject("topic", a_topic(store, by=cast.otto))
    row = entry(store, thanked(store, cast.ana, person(cast.otto), subject=topic))
    assert (row.about, row.about_label) == (topic, "Lunch together")


@pytest.mark.parametrize(
    ("receivers", "said"),
    [
        (lambda c: [], "at least one"),
        (lambda c: [person(c.ana), person(c.ben)], "yourself"),
        (lambda c: [department(c.sales)], "Sales is your own department"),
        (lambda c: [department(c.sales), person(c.ben)], "Sales is your own department"),
        (lambda c: [person(c.ben), department(c.operations), department(c.sales)], "Sales is your own department"),
        (lambda c: [person(id_) for id_ in range(1000, 1021)], "at most 20"),
        (lambda c: [person(99_999)], "from the list"),
        (lambda c: [department(99_999)], "from the list"),
    ],
)
def test_receivers_who_do_not_fit_are_refused_at_their_field(store, cast, receivers, said):
    with pytest.raises(Invalid, match=said) as refused:
        thanked(store, cast.ana, *receivers(cast))
    assert refused.value.field == "receivers"
    assert given(store) == 0


def test_no_leader_awards_their_own_department_or_themselves_beside_others(store, cast):
    for own, said in ((department(cast.quality), "your own department"), (person(cast.lea), "yourself")):
        for receivers in ([own], [own, person(cast.ben)], [department(cast.sales), own]):
            with pytest.raises(Invalid, match=said) as refused:
                awarded(store, cast.lea, *receivers)
            assert refused.value.field == "receivers"
    assert given(store) == 0


def test_a_colleague_of_ones_own_department_can_be_thanked(store, cast):
    assert entry(store, thanked(store, cast.ana, person(cast.otto))).receivers[0].id == cast.otto


def test_whoever_has_left_is_refused_by_name(store, cast):
    change(store, cast.otto, people.set_active, active=False)
    with pytest.raises(Invalid, match="Otto is no longer active") as refused:
        thanked(store, cast.ana, person(cast.otto), person(cast.ben))
    assert refused.value.field == "receivers"


def test_a_thanks_without_words_is_refused(store, cast):
    with pytest.raises(Invalid) as refused:
        thanked(store, cast.ana, person(cast.otto), message="")
    assert refused.value.field == "message"


@pytest.mark.parametrize("kind", ["idea", "comment", "person"])
def test_only_a_shown_idea_or_topic_can_be_cited(store, cast, kind):
    topic = a_topic(store, by=cast.otto)
    with pytest.raises(Invalid) as refused:
        thanked(store, cast.ana, person(cast.otto), subject=Subject(kind, topic))
    assert refused.value.field == "subject"


def test_a_hidden_topic_cannot_be_cited(store, cast):
    topic = a_topic(store, by=cast.otto)
    hidden(store, by=cast.mia, post=topic, reason="Twice.")
    with pytest.raises(Invalid):
        thanked(store, cast.ana, person(cast.otto), subject=Subject("topic", topic))


def test_only_leaders_give_awards(store, cast):
    for giver in (cast.ana, cast.ben, cast.mia):
        with pytest.raises(Forbidden, match="Only leaders"):
            awarded(store, giver, person(cast.otto))
    assert given(store) == 0


def test_an_award_needs_a_kind_that_is_on_the_list(store, cast):
    with store.writing() as db:
        kind = queries.award_kinds(db)[0]
        commands.change_award_kind(db, award_kind_id=kind.id, names=kind.names, position=1, active=False)
    for kind_id in (kind.id, 99_999):
        with pytest.raises(Invalid) as refused:
            awarded(store, cast.lea, person(cast.otto), kind_id=kind_id)
        assert refused.value.field == "kind"


def test_a_withdrawn_thanks_leaves_the_feed_and_the_ledger_and_stays_in_the_books(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    withdraw(store, cast.ana, thanks)
    withdraw(store, cast.ana, thanks)
    assert (given(store), lines(store, thanks), entry(store, thanks).state) == (0, {}, "withdrawn")


def test_only_the_giver_withdraws(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    for other in (cast.otto, cast.lea, cast.mia):
        with pytest.raises(Forbidden):
            withdraw(store, other, thanks)
    assert given(store) == 1


def test_what_is_hidden_leaves_the_feed_and_keeps_its_credit(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    hide(store, cast.mia, thanks)
    assert given(store) == 0
    assert len(lines(store, thanks)) == 1
    show(store, cast.mia, thanks)
    assert given(store) == 1


def test_hiding_is_noted_with_its_reason(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    hide(store, cast.mia, thanks)
    show(store, cast.mia, thanks)
    with store.reading() as db:
        shown, hidden = notes(db).rows
    assert (shown.act, hidden.act) == ("recognition.shown", "recognition.hidden")
    assert hidden.detail == {"reason": "It names a customer."}
    assert hidden.subject == Subject("recognition", thanks)


def test_hiding_needs_the_right_and_a_reason(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    with pytest.raises(Forbidden):
        hide(store, cast.lea, thanks)
    with pytest.raises(Invalid) as refused:
        hide(store, cast.mia, thanks, reason="")
    assert refused.value.field == "reason"
    assert given(store) == 1


def test_what_was_withdrawn_is_neither_hidden_nor_shown_again(store, cast):
    thanks = thanked(store, cast.ana, person(cast.otto))
    withdraw(store, cast.ana, thanks)
    with pytest.raises(Conflict):
        hide(store, cast.mia, thanks)
    with pytest.raises(Conflict):
        show(store, cast.mia, thanks)


def test_what_is_not_there_is_not_found(store, cast):
    for act in (withdraw, show, hide):
        with pytest.raises(NotFound):
            act(store, cast.mia, 99_999)


def test_a_new_company_has_award_kinds_in_three_languages_and_gets_them_once(store):
    with store.writing() as db:
        commands.add_first_award_kinds(db)
        commands.add_first_award_kinds(db)
        kinds = queries.award_kinds(db)
    assert len(kinds) == 4
    assert all(set(kind.names) == {"en", "zh-Hans", "th"} for kind in kinds)


def test_a_retired_kind_keeps_its_name_on_the_awards_it_was_given_for(store, cast):
    given_ = awarded(store, cast.lea, person(cast.otto))
    with store.writing() as db:
        kind = queries.award_kinds(db)[0]
        commands.change_award_kind(db, award_kind_id=kind.id, names=kind.names, position=1, active=False)
    assert entry(store, given_).award == kind.name


def test_an_award_kind_is_named_in_english_where_it_has_no_other_name():
    assert AwardKind(names={"th": "ก", "en": "Hero"}).name == "Hero"
    assert AwardKind(names={"th": "ก"}).name == "ก"


def test_the_check_is_clean_and_finds_what_is_missing(store, cast):
    first = thanked(store, cast.ana, person(cast.otto), department(cast.operations))
    second = thanked(store, cast.ana, person(cast.otto))
    withdraw(store, cast.ana, second)
    hide(store, cast.mia, first)
    with store.writing() as db:
        assert list(problems(db)) == []
        queries.recognition(db, second).state = "shown"
        db.flush()
        assert list(problems(db)) == [f"recognition {second} has no credit line for Otto"]
        queries.recognition(db, first).state = "withdrawn"
        for row in queries.receivers(db, second):
            db.delete(row)
        db.flush()
        assert list(problems(db)) == [
            f"recognition {second} has no receivers",
            f"recognition {first} is withdrawn and still credited",
        ]


def test_a_person_stands_credited_under_the_department_of_then(store, cast):
    thanked(store, cast.ana, person(cast.otto))
    change(store, cast.otto, people.change_person, department_id=cast.operations)
    with store.reading() as db:
        [line] = credits_of(db, party=Party.PERSON, party_id=cast.otto).rows
    assert (line.department_name, line.label) == ("Sales", "She stayed until the lorry was loaded.")
