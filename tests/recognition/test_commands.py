"""Thanks and awards are credited together with being given; withdrawing counters and deletes nothing."""

import pytest

from app.audit.queries import notes
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.subjects import Subject
from app.credits.models import Party
from app.credits.queries import credits_of, live_lines
from app.discussion import commands as discussion
from app.people import commands as people
from app.people import queries as people_queries
from app.people.queries import colleague
from app.recognition import commands, queries
from app.recognition.check import problems
from app.recognition.models import AwardKind
from tests.recognition.giving import a_topic, awarded, department, person, thanked


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
    with store.writing() as db:
        commands.hide(db, admin=colleague(db, admin), recognition_id=recognition_id, reason=reason)


def show(store, admin, recognition_id):
    with store.writing() as db:
        commands.show(db, admin=colleague(db, admin), recognition_id=recognition_id)


def test_everyone_who_is_thanked_is_credited_with_an_equal_share(store, company):
    thanks = thanked(store, company.ana, person(company.ben), person(company.cho), department(company.ops))
    assert lines(store, thanks) == {
        ("person", company.ben): ("thanks", "thanked", 34),
        ("person", company.cho): ("thanks", "thanked", 33),
        ("department", company.ops): ("thanks", "thanked", 33),
    }


def test_an_award_is_credited_as_an_award(store, company):
    assert lines(store, awarded(store, company.lea, person(company.ben))) == {
        ("person", company.ben): ("award", "awarded", 100)
    }


def test_names_and_departments_stay_as_they_were(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    change(store, company.ana, people.change_person, name="Ana Married", department_id=company.ops)
    change(store, company.ben, people.change_person, name="Ben Married", department_id=company.ops)
    row = entry(store, thanks)
    assert (row.giver_name, row.department_name, row.receivers[0].name) == ("Ana", "Sales", "Ben")


def test_receivers_stand_in_the_order_they_were_named(store, company):
    thanks = thanked(store, company.ana, department(company.ops), person(company.ben), person(company.cho))
    assert [row.name for row in entry(store, thanks).receivers] == ["Operations", "Ben", "Cho"]


def test_somebody_named_twice_receives_once(store, company):
    thanks = thanked(store, company.ana, person(company.ben), person(company.ben))
    assert len(entry(store, thanks).receivers) == 1
    assert lines(store, thanks)[("person", company.ben)][2] == 100


def test_the_language_is_guessed_from_the_message(store, company):
    thanks = thanked(store, company.ana, person(company.ben), message="四十分钟就恢复了扫码枪。")
    assert entry(store, thanks).language == "zh-Hans"


def test_the_same_key_gives_once(store, company):
    first = thanked(store, company.ana, person(company.ben), key="k1")
    again = thanked(store, company.ana, person(company.ben), key="k1")
    assert (first, given(store)) == (again, 1)
    assert sum(share for _role, _act, share in lines(store, first).values()) == 100


def test_the_same_key_of_somebody_else_is_another_thanks(store, company):
    thanked(store, company.ana, person(company.cho), key="k1")
    thanked(store, company.ben, person(company.cho), key="k1")
    assert given(store) == 2


def test_a_topic_is_cited_by_its_title(store, company):
    topic = Subject("topic", a_topic(store, company.ben))
    row = entry(store, thanked(store, company.ana, person(company.ben), subject=topic))
    assert (row.about, row.about_label) == (topic, "Where do we meet?")


@pytest.mark.parametrize(
    ("receivers", "said"),
    [
        (lambda c: [], "at least one"),
        (lambda c: [person(c.ana), person(c.ben)], "yourself"),
        (lambda c: [department(c.sales)], "your own department"),
        (lambda c: [person(id_) for id_ in range(1000, 1021)], "at most 20"),
        (lambda c: [person(99_999)], "from the list"),
        (lambda c: [department(99_999)], "from the list"),
    ],
)
def test_receivers_who_do_not_fit_are_refused_at_their_field(store, company, receivers, said):
    with pytest.raises(Invalid, match=said) as refused:
        thanked(store, company.ana, *receivers(company))
    assert refused.value.field == "receivers"
    assert given(store) == 0


def test_ones_own_department_can_stand_beside_others(store, company):
    thanks = thanked(store, company.ana, department(company.sales), person(company.cho))
    assert len(entry(store, thanks).receivers) == 2


def test_a_colleague_of_ones_own_department_can_be_thanked(store, company):
    assert entry(store, thanked(store, company.ana, person(company.ben))).receivers[0].id == company.ben


def test_whoever_has_left_is_refused_by_name(store, company):
    change(store, company.ben, people.set_active, active=False)
    with pytest.raises(Invalid, match="Ben is no longer active") as refused:
        thanked(store, company.ana, person(company.ben), person(company.cho))
    assert refused.value.field == "receivers"


def test_a_thanks_without_words_is_refused(store, company):
    with pytest.raises(Invalid) as refused:
        thanked(store, company.ana, person(company.ben), message="")
    assert refused.value.field == "message"


@pytest.mark.parametrize("kind", ["idea", "comment", "person"])
def test_only_a_shown_idea_or_topic_can_be_cited(store, company, kind):
    topic = a_topic(store, company.ben)
    with pytest.raises(Invalid) as refused:
        thanked(store, company.ana, person(company.ben), subject=Subject(kind, topic))
    assert refused.value.field == "subject"


def test_a_hidden_topic_cannot_be_cited(store, company):
    topic = a_topic(store, company.ben)
    with store.writing() as db:
        discussion.hide_post(db, admin=colleague(db, company.ida), post_id=topic, reason="Twice.")
    with pytest.raises(Invalid):
        thanked(store, company.ana, person(company.ben), subject=Subject("topic", topic))


def test_only_leaders_give_awards(store, company):
    for giver in (company.ana, company.cho, company.ida):
        with pytest.raises(Forbidden, match="Only leaders"):
            awarded(store, giver, person(company.ben))
    assert given(store) == 0


def test_an_award_needs_a_kind_that_is_on_the_list(store, company):
    with store.writing() as db:
        kind = queries.award_kinds(db)[0]
        commands.change_award_kind(db, award_kind_id=kind.id, names=kind.names, position=1, active=False)
    for kind_id in (kind.id, 99_999):
        with pytest.raises(Invalid) as refused:
            awarded(store, company.lea, person(company.ben), kind_id=kind_id)
        assert refused.value.field == "kind"


def test_a_withdrawn_thanks_leaves_the_feed_and_the_ledger_and_stays_in_the_books(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    withdraw(store, company.ana, thanks)
    withdraw(store, company.ana, thanks)
    assert (given(store), lines(store, thanks), entry(store, thanks).state) == (0, {}, "withdrawn")


def test_only_the_giver_withdraws(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    for other in (company.ben, company.lea, company.ida):
        with pytest.raises(Forbidden):
            withdraw(store, other, thanks)
    assert given(store) == 1


def test_what_is_hidden_leaves_the_feed_and_keeps_its_credit(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    hide(store, company.ida, thanks)
    assert given(store) == 0
    assert len(lines(store, thanks)) == 1
    show(store, company.ida, thanks)
    assert given(store) == 1


def test_hiding_is_noted_with_its_reason(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    hide(store, company.ida, thanks)
    show(store, company.ida, thanks)
    with store.reading() as db:
        shown, hidden = notes(db).rows
    assert (shown.act, hidden.act) == ("recognition.shown", "recognition.hidden")
    assert hidden.detail == {"reason": "It names a customer."}
    assert hidden.subject == Subject("recognition", thanks)


def test_hiding_needs_the_right_and_a_reason(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    with pytest.raises(Forbidden):
        hide(store, company.lea, thanks)
    with pytest.raises(Invalid) as refused:
        hide(store, company.ida, thanks, reason="")
    assert refused.value.field == "reason"
    assert given(store) == 1


def test_what_was_withdrawn_is_neither_hidden_nor_shown_again(store, company):
    thanks = thanked(store, company.ana, person(company.ben))
    withdraw(store, company.ana, thanks)
    with pytest.raises(Conflict):
        hide(store, company.ida, thanks)
    with pytest.raises(Conflict):
        show(store, company.ida, thanks)


def test_what_is_not_there_is_not_found(store, company):
    for act in (withdraw, show, hide):
        with pytest.raises(NotFound):
            act(store, company.ida, 99_999)


def test_a_new_company_has_award_kinds_in_three_languages_and_gets_them_once(store):
    with store.writing() as db:
        commands.add_first_award_kinds(db)
        commands.add_first_award_kinds(db)
        kinds = queries.award_kinds(db)
    assert len(kinds) == 4
    assert all(set(kind.names) == {"en", "zh-Hans", "th"} for kind in kinds)


def test_a_retired_kind_keeps_its_name_on_the_awards_it_was_given_for(store, company):
    given_ = awarded(store, company.lea, person(company.ben))
    with store.writing() as db:
        kind = queries.award_kinds(db)[0]
        commands.change_award_kind(db, award_kind_id=kind.id, names=kind.names, position=1, active=False)
    assert entry(store, given_).award == kind.name


def test_an_award_kind_is_named_in_english_where_it_has_no_other_name():
    assert AwardKind(names={"th": "ก", "en": "Hero"}).name == "Hero"
    assert AwardKind(names={"th": "ก"}).name == "ก"


def test_the_check_is_clean_and_finds_what_is_missing(store, company):
    first = thanked(store, company.ana, person(company.ben), department(company.ops))
    second = thanked(store, company.ana, person(company.ben))
    withdraw(store, company.ana, second)
    hide(store, company.ida, first)
    with store.writing() as db:
        assert list(problems(db)) == []
        queries.recognition(db, second).state = "shown"
        db.flush()
        assert list(problems(db)) == [f"recognition {second} has no credit line for Ben"]
        queries.recognition(db, first).state = "withdrawn"
        for row in queries.receivers(db, second):
            db.delete(row)
        db.flush()
        assert list(problems(db)) == [
            f"recognition {second} has no receivers",
            f"recognition {first} is withdrawn and still credited",
        ]


def test_a_person_stands_credited_under_the_department_of_then(store, company):
    thanked(store, company.ana, person(company.ben))
    change(store, company.ben, people.change_person, department_id=company.ops)
    with store.reading() as db:
        [line] = credits_of(db, party=Party.PERSON, party_id=company.ben).rows
    assert (line.department_name, line.label) == ("Sales", "She stayed until the lorry was loaded.")
