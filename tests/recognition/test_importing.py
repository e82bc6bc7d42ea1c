"""Thanks and awards from elsewhere: as they were given, once, and credited to whoever is here."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app import wiring
from app.core.paging import Cursor
from app.core.subjects import Subject
from app.credits.models import CreditLine
from app.credits.queries import live_lines
from app.imports.models import ImportRun
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import person
from app.recognition import commands, queries
from app.recognition.models import Recognition
from tests.makers import a_topic, an_idea, hidden, left, rows
from tests.recognition.bringing import brought, complaints, judged, undone
from tests.recognition.giving import thanked

WALL = """id,giver,giver_email,receiver_email,message,created_at
7,Ana,ana@example.com,otto@example.com,He stayed until the lorry was loaded.,2023-04-05T10:00:00
8,Rosa Antigua,rosa@gone.example,"otto@example.com, ben@example.com",You carried it up the stairs.,2022-12-24T09:30:00
"""


def entries(store):
    with store.reading() as db:
        return queries.feed(db).rows


def entry(store, id_):
    with store.reading() as db:
        return queries.entry(db, id_)


def lines(store, recognition_id):
    with store.reading() as db:
        found = live_lines(db, subject=Subject("recognition", recognition_id))
        return [(line.party_kind, line.party_id, line.role, line.act, line.share) for line in found]


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def feedback(*cells, header="receiver_email,message,created_at"):
    return "\n".join([header, *cells]) + "\n"


def test_thanks_keep_their_words_dates_givers_and_receivers(store, cast, tmp_path):
    run = brought(store, tmp_path, WALL)
    first, second = entries(store)
    assert (first.giver_id, first.giver_name, first.department_name) == (cast.ana, "Ana", "Sales")
    assert (first.message, first.at) == ("He stayed until the lorry was loaded.", datetime(2023, 4, 5, 10, tzinfo=UTC))
    assert (second.giver_id, second.giver_name, second.department_name) == (None, "Rosa Antigua", "")
    assert [one.name for one in second.receivers] == ["Otto", "Ben"]
    assert {(first.source, first.kind), (second.source, second.kind)} == {("old wall", "thanks")}
    [kept] = rows(store, ImportRun)
    assert (kept.id, kept.kind, kept.new) == (run, "thanks", 2)
    assert problems(store) == []


def test_everybody_who_is_here_is_credited_at_the_date_of_then(store, cast, tmp_path):
    brought(store, tmp_path, WALL)
    assert lines(store, entries(store)[1].id) == [
        ("person", cast.otto, "thanks", "thanked", 50),
        ("person", cast.ben, "thanks", "thanked", 50),
    ]
    assert {(line.at.year, line.department_name) for line in rows(store, CreditLine)} == {
        (2022, "Sales"),
        (2022, "Operations"),
        (2023, "Sales"),
    }


def test_nobody_is_told(store, cast, tmp_path, work):
    brought(store, tmp_path, WALL)
    work()
    assert rows(store, Notice) == []


def test_a_second_run_brings_nothing_twice(store, cast, tmp_path):
    brought(store, tmp_path, WALL)
    found = judged(store, tmp_path, WALL)
    assert (found.thanks, found.present) == ([], 2)
    brought(store, tmp_path, WALL)
    assert len(entries(store)) == 2


def test_without_ids_the_same_words_to_the_same_on_the_same_day_are_the_same(store, cast, tmp_path):
    text = feedback("otto@example.com,Well done.,2023-04-05", "ben@example.com,Well done.,2023-04-05")
    brought(store, tmp_path, text)
    assert (len(entries(store)), judged(store, tmp_path, text).present) == (2, 2)
    later = judged(store, tmp_path, feedback("otto@example.com,Well done.,2023-04-06"))
    assert (later.present, len(later.thanks)) == (0, 1)


def test_columns_of_addresses_that_come_later_bring_nothing_again(store, cast, tmp_path):
    before = feedback("Ana,Otto,Well done.,2023-04-05", header="giver,receivers,message,created_at")
    brought(store, tmp_path, before, trusts_names=True)
    row = "Ana,ana@example.com,Otto,otto@example.com,Well done.,2023-04-05"
    after = feedback(row, header="giver,giver_email,receivers,receiver_email,message,created_at")
    assert judged(store, tmp_path, after).present == 1


def test_the_same_row_again_in_a_file_is_left_out_and_told(store, cast, tmp_path):
    row = "otto@example.com,Well done.,2023-04-05"
    found = judged(store, tmp_path, feedback(row, row))
    assert (len(found.thanks), [error.message for error in found.repeats]) == (
        1,
        ["This is the same as row 2 and is left out."],
    )


def test_the_same_id_again_is_an_error(store, cast, tmp_path):
    text = feedback(
        "1,otto@example.com,Well.,2023-04-05",
        "1,ben@example.com,Done.,2023-04-05",
        header="id,receiver_email,message,created_at",
    )
    assert complaints(judged(store, tmp_path, text)) == [(3, "id", "This is in row 2 already.")]


def test_the_same_thanks_under_another_name_of_the_file_is_told(store, cast, tmp_path):
    brought(store, tmp_path, WALL)
    found = judged(store, tmp_path, WALL, source="wall (copy)", others=["old wall"])
    assert (len(found.thanks), found.elsewhere) == (2, {"old wall": 2})


def test_a_kind_of_award_makes_an_award_whoever_gave_it(store, cast, tmp_path):
    with store.reading() as db:
        kind = queries.award_kinds(db)[0]
    text = feedback(
        "ana@example.com,otto@example.com,She asked why.,2023-04-05,BRIDGE  builder",
        "ana@example.com,otto@example.com,He asked who.,2023-04-06,Team Player",
        "ana@example.com,otto@example.com,They asked when.,2023-04-07,Kudos",
        header="giver,receiver_email,message,created_at,kind",
    )
    assert judged(store, tmp_path, text, awards={"bridge builder": kind.id}).kinds == {"Team Player": 1}
    brought(store, tmp_path, text, awards={"bridge builder": kind.id})
    *thanks, award = entries(store)
    assert (award.kind, award.award, [one.kind for one in thanks]) == ("award", "Bridge builder", ["thanks"] * 2)
    assert lines(store, award.id) == [("person", cast.otto, "award", "awarded", 100)]
    assert problems(store) == []


def test_a_badge_without_words_says_what_for(store, cast, tmp_path):
    text = feedback("otto@example.com,2023-04-05,Team player", header="receiver_email,created_at,kind")
    brought(store, tmp_path, text)
    assert entries(store)[0].message == "Team player"


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("ana@example.com,ana@example.com,Well.,2023-04-05", "receiver_email", "both giver and receiver"),
        ("ana@example.com,,Well.,2023-04-05", "receiver_email", "does not say who"),
        ("ana@example.com,nobody@x.example,Well.,2023-04-05", "receiver_email", "Nobody here"),
        ("ana@example.com,otto@example.com,,2023-04-05", "message", "what for"),
        ("ana@example.com,otto@example.com,Well.,", "created_at", "no date"),
        ("ana@example.com,otto@example.com,Well.,soon", "created_at", "soon"),
        (f"ana@example.com,otto@example.com,{'x' * 2001},2023-04-05", "message", "up to 2000 characters"),
        (f"ana@example.com,otto@example.com,{'x' * 100_001},2023-04-05", "message", "up to 100000 characters"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_in_its_column(store, cast, tmp_path, row, column, said):
    found = judged(store, tmp_path, feedback(row, header="giver,receiver_email,message,created_at"))
    [(number, where, message)] = complaints(found)
    assert (number, where, said in message, found.thanks) == (2, column, True, [])


def test_ones_own_department_is_refused_as_here(store, cast, tmp_path):
    text = feedback("ana@example.com,Sales,Well.,2023-04-05", header="giver,department,message,created_at")
    [(_row, _column, message)] = complaints(judged(store, tmp_path, text))
    assert "own department" in message


def test_more_than_a_thanks_can_go_to_are_refused(store, cast, tmp_path):
    with store.writing() as db:
        for n in range(21):
            people.add_person(db, name=f"P{n}", email=f"p{n}@example.com", department_id=cast.sales)
    every = "; ".join(f"p{n}@example.com" for n in range(21))
    [(_row, _column, message)] = complaints(judged(store, tmp_path, feedback(f"{every},Well.,2023-04-05")))
    assert message == "21 are thanked here, and one thank-you can go to 20 at most."


def test_every_error_of_a_row_is_told_at_once(store, cast, tmp_path):
    found = judged(store, tmp_path, feedback("nobody@x.example,,never"))
    assert [column for _row, column, _said in complaints(found)] == ["receiver_email", "message", "created_at"]


def test_whoever_left_has_given_and_received(store, cast, tmp_path):
    left(store, cast.ana)
    left(store, cast.otto)
    brought(store, tmp_path, WALL)
    assert entries(store)[0].giver_id == cast.ana
    assert lines(store, entries(store)[0].id) == [("person", cast.otto, "thanks", "thanked", 100)]


def test_strangers_beside_somebody_stand_by_their_names_and_share_nothing(store, cast, tmp_path, as_):
    text = feedback("Rosa Antigua; Otto,Well.,2023-04-05", header="receivers,message,created_at")
    brought(store, tmp_path, text, trusts_names=True, keeps_names=True)
    [row] = entries(store)
    assert [(one.party, one.name) for one in row.receivers] == [("person", "Otto"), ("name", "Rosa Antigua")]
    assert lines(store, row.id) == [("person", cast.otto, "thanks", "thanked", 100)]
    assert '<b class="byline__name" dir="auto">Rosa Antigua</b>' in as_(cast.lea).get("/recognition").text
    assert problems(store) == []


def test_rows_without_a_date_have_the_day_that_was_said(store, cast, tmp_path):
    text = feedback("otto@example.com,Well.", header="receiver_email,message")
    brought(store, tmp_path, text, day=datetime(2020, 2, 1, 12, tzinfo=UTC))
    assert entries(store)[0].at.year == 2020


def test_a_link_to_an_idea_here_is_what_it_is_about(store, cast, tmp_path):
    idea = an_idea(store, by=cast.otto)
    secret = a_topic(store, by=cast.otto)
    hidden(store, by=cast.mia, post=secret)
    text = feedback(
        f"otto@example.com,One.,2023-04-01,https://byline.example/ideas/{idea}-plant-trees",
        f"otto@example.com,Two.,2023-04-02,https://other.example/ideas/{idea}-plant-trees",
        f"otto@example.com,Three.,2023-04-03,https://byline.example/topics/{secret}",
        "otto@example.com,Four.,2023-04-04,",
        header="receiver_email,message,created_at,link",
    )
    found = judged(store, tmp_path, text, site="https://byline.example")
    assert [one.subject_label for one in found.thanks] == ["Plant trees", "", "", ""]
    assert found.links == 2
    brought(store, tmp_path, text, site="https://byline.example")
    assert [row.about for row in entries(store)] == [None, None, None, Subject("idea", idea)]


def test_texts_and_points_are_taken_as_asked(store, cast, tmp_path):
    text = feedback("otto@example.com,<b>Well</b>,2023-04-05,50", header="receiver_email,message,created_at,points")
    found = judged(store, tmp_path, text, text_of=lambda text: text.replace("<b>", "").replace("</b>", ""))
    assert ([one.message for one in found.thanks], found.points) == (["Well"], 1)


def test_the_feed_is_by_date_and_pages_hold_what_was_brought_between_what_was_given(store, cast, tmp_path, as_):
    thanked(store, cast.ana, ("person", cast.otto), message="Given here.")
    brought(store, tmp_path, feedback(*(f"otto@example.com,No {n}.,2023-01-{n:02}" for n in range(1, 23))))
    with store.reading() as db:
        first = queries.feed(db)
        rest = queries.feed(db, after=Cursor.parse(first.next))
    said = [row.message for row in (*first.rows, *rest.rows)]
    assert said == ["Given here.", *(f"No {n}." for n in range(22, 0, -1))]


def test_pages_show_it_as_if_given_here_and_say_from_where_it_came(store, cast, tmp_path, as_):
    brought(store, tmp_path, WALL + "9,,,otto@example.com,Nobody signed this.,2021-01-01\n")
    [_first, second, third] = entries(store)
    visitor = as_(cast.lea)
    pages = ["/recognition", f"/recognition/{second.id}", f"/people/{cast.otto}", "/departments/sales"]
    for page in pages:
        text = visitor.get(page).text
        assert (
            "You carried it up the stairs." in text,
            'Brought from “<span dir="auto">old wall</span>”.' in text,
        ) == (
            True,
            True,
        ), page
        assert '<b class="byline__name" dir="auto">Rosa Antigua</b>' in text
    assert "Thanks to <a" in visitor.get(f"/recognition/{third.id}").text
    assert "You carried it up the stairs." in as_(cast.otto).get("/me/record").text
    assert "Withdraw" not in visitor.get(f"/recognition/{third.id}").text
    assert "Withdraw" in as_(cast.ana).get(f"/recognition/{_first.id}").text


def test_an_award_that_nobody_gave_is_one(store, cast, tmp_path, as_):
    with store.reading() as db:
        kind = queries.award_kinds(db)[0]
    text = feedback("otto@example.com,Why.,2023-04-05,hero", header="receiver_email,message,created_at,kind")
    brought(store, tmp_path, text, awards={"hero": kind.id})
    assert "An award for <a" in as_(cast.lea).get("/recognition").text


def test_the_front_page_thanks_without_a_giver(store, cast, tmp_path, as_):
    brought(store, tmp_path, feedback("otto@example.com,Well.,2023-04-05"))
    assert "Thanks to <a" in as_(cast.lea).get("/").text


def test_search_finds_it_by_its_words_and_receivers_until_it_is_hidden(store, cast, tmp_path, as_, work):
    brought(store, tmp_path, WALL)
    work()
    for words in ("stairs", "carried Otto"):
        assert "You carried it up the stairs." in read(as_(cast.lea).get(f"/search?q={words}")), words
    hidden(store, by=cast.mia, recognition=entries(store)[1].id)
    work()
    assert "You carried it up the stairs." not in read(as_(cast.lea).get("/search?q=carried"))


def read(response):
    return response.text.replace("<mark>", "").replace("</mark>", "")


def test_what_nobody_here_gave_is_hidden_from_everybody(store, cast, tmp_path, as_):
    brought(store, tmp_path, WALL)
    second = entries(store)[1]
    hidden(store, by=cast.mia, recognition=second.id)
    assert "carried it" not in as_(cast.otto).get(f"/recognition/{second.id}").text
    assert "carried it" not in as_(cast.lea).get(f"/people/{cast.otto}").text
    assert "carried it" in as_(cast.mia).get(f"/recognition/{second.id}").text
    assert problems(store) == []


def test_a_run_is_taken_back_with_its_credit_and_can_be_brought_again(store, cast, tmp_path):
    run = brought(store, tmp_path, WALL)
    ids = [row.id for row in entries(store)]
    assert undone(store, run, at_once=1) == 2
    assert (entries(store), [lines(store, id_) for id_ in ids]) == ([], [[], []])
    assert {line.reason for line in rows(store, CreditLine) if line.counters} == {"undone"}
    assert {row.state for row in rows(store, Recognition)} == {"undone"}
    assert rows(store, ImportRun)[0].undone_at is not None
    assert problems(store) == []
    brought(store, tmp_path, WALL)
    assert len(entries(store)) == 2
    assert problems(store) == []


def test_what_somebody_here_hid_or_withdrew_stays_so_and_does_not_come_back(store, cast, tmp_path, as_):
    run = brought(store, tmp_path, WALL + "9,Ana,ana@example.com,ben@example.com,Third.,2021-01-01\n")
    first, second, third = entries(store)
    hidden(store, by=cast.mia, recognition=second.id)
    as_(cast.ana).delete(f"/recognition/{third.id}")
    with store.reading() as db:
        touched = queries.touched_thanks(db, queries.thanks_of_run(db, run))
    assert touched == {second.id: ["hidden"], third.id: ["withdrawn"]}
    assert undone(store, run) == 1
    assert [entry(store, row.id).state for row in (first, second, third)] == ["undone", "hidden", "withdrawn"]
    assert judged(store, tmp_path, WALL + "9,Ana,ana@example.com,ben@example.com,Third.,2021-01-01\n").present == 2
    assert problems(store) == []


def test_taking_back_twice_is_taking_back_once_and_touches_no_other_run(store, cast, tmp_path):
    run = brought(store, tmp_path, WALL)
    other = brought(store, tmp_path, feedback("otto@example.com,Another.,2023-04-05"), source="other")
    ids = [row.id for row in rows(store, Recognition)]
    assert (undone(store, run), undone(store, run)) == (2, 0)
    assert [row.message for row in entries(store)] == ["Another."]
    with store.writing() as db:
        assert commands.undo_thanks(db, ids) == [ids[2]]
    assert undone(store, other) == 0


def test_what_was_taken_back_is_found_no_more_and_its_page_says_so(store, cast, tmp_path, as_, work):
    run = brought(store, tmp_path, WALL)
    first = entries(store)[0].id
    work()
    undone(store, run)
    work()
    assert "You carried it up the stairs." not in read(as_(cast.lea).get("/search?q=carried"))
    page = as_(cast.ana).get(f"/recognition/{first}").text
    assert ("This came from elsewhere and was taken back." in page, "He stayed" in page) == (True, False)


def test_the_check_finds_what_can_not_be(store, cast, tmp_path):
    run = brought(store, tmp_path, WALL)
    first, second = (row.id for row in entries(store))
    with store.writing() as db:
        queries.recognition(db, first).source = None
        queries.recognition(db, second).run_id = None
        queries.recognition(db, second).award_kind_id = queries.award_kinds(db)[0].id
        db.get_one(ImportRun, run).undone_at = datetime.now(UTC)
    assert problems(store) == [
        f"recognition {second} was given by nobody, and was not brought from elsewhere",
        f"recognition {first} does not say whole from where it was brought",
        f"recognition {second} does not say whole from where it was brought",
        f"recognition {first} was brought by a run that was taken back, and still stands",
        f"recognition {second} is an award without a kind, or a thanks with one",
    ]


def test_somebody_who_takes_another_name_keeps_what_they_were_thanked_for(store, cast, tmp_path):
    brought(store, tmp_path, WALL)
    with store.writing() as db:
        people.change_person(db, person(db, cast.otto), name="Otto Married")
    assert entries(store)[0].receivers[0].name == "Otto"
    with store.reading() as db:
        assert len(db.exec(select(CreditLine)).all()) == 3
