"""Ideas from elsewhere: as they were, once, and credited to whoever is here."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import col, select

from app import wiring
from app.core.errors import Unusable
from app.credits.models import CreditLine
from app.discussion.models import Follow, Post
from app.ideas import commands, queries
from app.ideas.models import Idea, Response, StageEntry, StageKind
from app.notices.models import Notice
from app.people import commands as people
from app.people.roles import Role
from app.search.models import StaleMark
from tests.ideas.bringing import bring, read, write
from tests.makers import first_authors

MESSAGES = """id,author,title,body,created_at,answer,answered_at
7,E1,路灯坏了,门口的路灯坏了三天。,2024-03-01 09:30:00,已经修好了。,2024-03-04 10:00:00
8,A00045581,停车,停车位不够。,2024-03-02,,
"""
BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def company(store):
    """Ids of Ana, whose employee id is E1, and of her department, which she leads."""
    with store.writing() as db:
        wiring.first_rows(db)
        sales = people.add_department(db, name="Sales", code="S")
        ana = people.add_person(
            db, name="Ana", email="ana@x.example", employee_id="E1", department_id=sales.id, roles=[Role.ADMIN]
        )
        people.set_lead(db, sales, lead_id=ana.id)
        return {"ana": ana.id, "sales": sales.id}


def rows(store, table):
    with store.reading() as db:
        return list(db.exec(select(table).order_by(*table.__table__.primary_key)))


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def stage_kinds(store):
    with store.reading() as db:
        stages = {row.id: row.kind for row in queries.stages(db, active=False)}
        return [stages[post.stage_id] for post in db.exec(select(Post).order_by(col(Post.id)))]


def said(errors):
    return [(error.line, error.column) for error in errors]


def test_ideas_keep_their_dates_authors_and_answers(store, company):
    bring(store, MESSAGES, department="sales", zone=BANGKOK)
    lamp, parking = rows(store, Post)
    assert (lamp.title, lamp.language) == ("路灯坏了", "zh-Hans")
    assert first_authors(store) == [(company["ana"], "E1"), (None, "A00045581")]
    assert lamp.created_at == datetime(2024, 3, 1, 2, 30, tzinfo=UTC)
    assert lamp.moved_at == datetime(2024, 3, 4, 3, 0, tzinfo=UTC)
    assert (lamp.awaits_reply, parking.awaits_reply) == (False, True)
    assert lamp.body_html == "<p>门口的路灯坏了三天。</p>\n"
    assert problems(store) == []


def test_an_answer_becomes_a_response_of_the_department_and_says_nothing_more(store, company):
    bring(store, MESSAGES, department="S")
    [response] = rows(store, Response)
    assert (response.by_id, response.by_name, response.imported, response.decision) == (
        None,
        "Sales",
        True,
        "已经修好了。",
    )
    lamp, parking = rows(store, Idea)
    assert lamp.responded_at == response.at == datetime(2024, 3, 4, 10, 0, tzinfo=UTC)
    assert [(idea.accepted_at, idea.live_at) for idea in (lamp, parking)] == [(None, None)] * 2
    assert (lamp.holder_id, parking.responded_at) == (company["ana"], None)
    assert stage_kinds(store) == [StageKind.ANSWERED, StageKind.OPEN]
    assert [entry.idea_id for entry in rows(store, StageEntry)] == [lamp.post_id, lamp.post_id, parking.post_id]


def test_without_a_department_the_first_administrator_holds_and_the_source_answers(store, company):
    bring(store, MESSAGES, source="messages-zh")
    assert {post.department_id for post in rows(store, Post)} == {None}
    assert {idea.holder_id for idea in rows(store, Idea)} == {company["ana"]}
    assert [response.by_name for response in rows(store, Response)] == ["messages-zh"]
    assert problems(store) == []


def test_whoever_is_matched_is_credited_at_the_dates_of_then(store, company):
    bring(store, MESSAGES)
    lines = rows(store, CreditLine)
    assert [(line.party_id, line.act, line.at.date().isoformat()) for line in lines] == [
        (company["ana"], "posted", "2024-03-01"),
    ]
    assert [follow.person_id for follow in rows(store, Follow)] == [company["ana"]]


@pytest.mark.parametrize("author", ["E1", "ANA@x.example"])
@pytest.mark.parametrize("column", ["author", "author_email", "author_employee_id"])
def test_an_author_is_matched_by_employee_id_or_address_in_any_column(store, company, author, column):
    bring(store, f"title,{column}\nLamps,{author}\nMore lamps,Ana\n")
    assert [person for person, _name in first_authors(store)] == [company["ana"], None]


def test_importing_again_changes_nothing(store, company):
    bring(store, MESSAGES)
    before = [row.model_dump() for table in (Post, Idea, Response, CreditLine) for row in rows(store, table)]
    again = bring(store, MESSAGES.replace("路灯坏了,", "路灯又坏了,"))
    assert (again.ideas, again.present) == ([], 2)
    assert [row.model_dump() for table in (Post, Idea, Response, CreditLine) for row in rows(store, table)] == before


def test_what_an_import_left_out_when_it_was_ended_the_next_one_brings(store, company):
    write(store, read(store, MESSAGES).ideas[:1])
    assert [idea.external_id for idea in bring(store, MESSAGES).ideas] == ["8"]
    assert len(rows(store, Post)) == 2


def test_two_imports_of_the_same_at_once_make_nothing_twice(store, company):
    one, other = read(store, MESSAGES), read(store, MESSAGES)
    assert write(store, one.ideas) == 2
    assert write(store, other.ideas) == 0
    assert (len(rows(store, Post)), len(rows(store, Response))) == (2, 1)


def test_the_same_ids_of_another_source_are_other_ideas(store, company):
    bring(store, MESSAGES, source="one")
    assert len(bring(store, MESSAGES, source="two").ideas) == 2


def test_without_ids_the_words_tell_whether_an_idea_is_here(store, company):
    text = "title,body\nLamps,Please.\nLamps,Now.\nLamps,Please.\n"
    first = bring(store, text)
    assert (len(first.ideas), said(first.repeats)) == (2, [(4, "")])
    assert bring(store, text).present == 2


def test_nobody_is_told_and_everything_is_to_be_found(store, company, work):
    work()
    bring(store, MESSAGES)
    marked = {(mark.kind, mark.ref) for mark in rows(store, StaleMark)}
    assert marked == {("idea", post.id) for post in rows(store, Post)}
    work()
    assert rows(store, Notice) == []


def test_a_title_is_made_of_the_first_line(store, company):
    bring(store, 'body\n"\nขอบถนนไม่ดี ขรุขระ น้ำขัง\nหน้าร้าน"\n')
    [post] = rows(store, Post)
    assert (post.title, post.language) == ("ขอบถนนไม่ดี ขรุขระ น้ำขัง", "th")


def test_html_becomes_a_page_of_its_own_and_answers_become_words(store, company):
    bring(
        store,
        "title,body,answer\nTom &amp; Ann,<p>Print <b>twice</b></p><ul><li>saves paper</li></ul>,<p>We <i>will</i>.</p>\n"
        "Lamps,3 < 5 &amp; *stars*,\n",
    )
    tom, lamps = rows(store, Post)
    assert (tom.title, tom.body) == ("Tom & Ann", "Print **twice**\n\n- saves paper")
    assert lamps.body_html == "<p>3 &lt; 5 &amp; *stars*</p>\n"
    assert rows(store, Response)[0].decision == "We will."


def test_plain_text_is_not_taken_for_markdown(store, company):
    bring(store, 'title,body\nLift,"\n\t\t\tIt stops.\n\t\t\t1. Now."\n')
    assert rows(store, Post)[0].body_html == "<p>It stops.<br>\n1. Now.</p>\n"


def test_a_page_does_not_say_its_title_again(store, company):
    bring(
        store,
        'body\n"The lift stops on the third floor. It has done so since May, and nobody comes to mend it, though we asked."\n',
    )
    [post] = rows(store, Post)
    assert post.title == "The lift stops on the third floor."
    assert post.body == "It has done so since May, and nobody comes to mend it, though we asked."


def test_a_row_of_html_that_shows_nothing_needs_a_title(store, company):
    reading = read(store, "id,title,body\n1,,<p>&nbsp;</p>\n2,Lamps,<p></p>\n3,,<p>x</p>\n")
    assert said(reading.errors) == [(2, "")]


def test_votes_are_brought_and_sorted_by(store, company):
    bring(store, "title,votes\nLamps,15\nPaint,\n")
    assert [(post.vote_count, post.votes_brought, post.backing) for post in rows(store, Post)] == [
        (0, 15, 15),
        (0, 0, 0),
    ]


def test_short_lines_take_the_language_of_their_file(store, company):
    text = "title,body\nMetro,\nCalle,La calle está muy sucia y no hay papeleras suficientes para los vecinos.\n"
    bring(store, text)
    assert [post.language for post in rows(store, Post)] == ["es", "es"]


def test_a_language_may_be_said_for_a_file_or_for_a_line(store, company):
    bring(store, "title,language\n报告,\nReport,en\n", language="zh-Hans")
    assert [post.language for post in rows(store, Post)] == ["zh-Hans", "en"]


STATUSES = """title,author,status,created_at,updated_at,answer
Lamps,E1,Planned,2024-01-01,2024-01-02,
Paint,E1,ใช้จริง,2024-01-01,2024-01-03,
Doors,E1,no,2024-01-01,2024-01-04,We looked at it.
Roofs,E1,odd,2024-01-01,2024-01-05,
"""


def test_a_status_means_the_stage_that_was_said_for_it(store, company):
    stages = {"planned": StageKind.DOING, "ใช้จริง": StageKind.DONE, "no": StageKind.DECLINED}
    reading = bring(store, STATUSES, stages=stages)
    assert stage_kinds(store) == [StageKind.DOING, StageKind.DONE, StageKind.DECLINED, StageKind.OPEN]
    assert [post.awaits_reply for post in rows(store, Post)] == [False, False, False, True]
    assert dict(reading.statuses) == {"odd": 1}
    assert [(line.label, line.act, line.at.day) for line in rows(store, CreditLine)] == [
        *(("Lamps", "posted", 1), ("Lamps", "accepted", 2)),
        *(("Paint", "posted", 1), ("Paint", "live", 3)),
        *(("Doors", "posted", 1), ("Roofs", "posted", 1)),
    ]
    assert problems(store) == []


def test_statuses_that_nobody_explained_are_named_as_not_used(store, company):
    reading = read(store, STATUSES.replace("Planned", "Parked"))
    assert reading.unused == ["status"]
    assert set(reading.statuses) == {"Parked", "ใช้จริง", "no", "odd"}


def test_a_status_that_is_called_like_a_stage_or_says_plainly_what_it_is_needs_no_word(store, company):
    text = "title,status\n" + "".join(
        f"{word},{word}\n" for word in ("Under review", "Shipped", "Won't do", "已关闭", "odd")
    )
    reading = bring(store, text)
    assert stage_kinds(store) == ["deciding", "done", "declined", "answered", "open"]
    assert (reading.unused, dict(reading.statuses)) == ([], {"odd": 1})


KINDS = "title,status,answer\n" + "".join(
    f"{word},{word},No.\n" for word in ("open", "Deciding", "Answered", "DOING", "done", "declined", "gone")
)
IN_KINDS = [*StageKind, StageKind.ANSWERED]


def test_a_kind_of_stage_is_understood_by_its_own_word(store, company):
    reading = bring(store, KINDS)
    assert stage_kinds(store) == IN_KINDS
    assert (reading.unused, dict(reading.statuses)) == ([], {"gone": 1})
    assert problems(store) == []


def test_what_was_said_of_a_status_counts_more_than_its_own_word(store, company):
    bring(store, KINDS, stages={"declined": StageKind.DOING, "gone": StageKind.OPEN})
    assert stage_kinds(store) == [*IN_KINDS[:5], StageKind.DOING, StageKind.OPEN]


def test_a_stage_of_just_that_name_counts_more_than_the_kind(store, company):
    with store.writing() as db:
        commands.add_stage(db, kind=StageKind.DOING, names={"de": "Fertig", "en": "Done"}, position=9)
    bring(store, KINDS)
    assert stage_kinds(store) == [*IN_KINDS[:4], StageKind.DOING, *IN_KINDS[5:]]


@pytest.mark.parametrize(
    ("left_out", "rest"),
    [
        ([StageKind.ANSWERED], StageKind.DECIDING),
        ([StageKind.ANSWERED, StageKind.DECIDING], StageKind.OPEN),
    ],
)
def test_without_a_stage_for_it_what_was_answered_is_where_nothing_is_claimed(store, company, left_out, rest):
    with store.writing() as db:
        for row in queries.stages(db):
            if row.kind in left_out:
                commands.change_stage(db, stage_id=row.id, names=row.names, position=9, active=False)
    bring(store, MESSAGES)
    assert stage_kinds(store) == [rest, StageKind.OPEN]
    assert [post.awaits_reply for post in rows(store, Post)] == [False, True]
    assert {line.act for line in rows(store, CreditLine)} == {"posted"}
    assert problems(store) == []


def test_only_a_status_says_of_an_answer_that_something_was_accepted_or_went_live(store, company):
    answered = "title,author,status,answer\nLamps,E1,yes,Done.\nDoors,E1,live,Done.\nRoofs,E1,,Done.\n"
    bring(store, answered, stages={"yes": StageKind.DOING, "live": StageKind.DONE})
    assert [(line.label, line.act) for line in rows(store, CreditLine)] == [
        *(("Lamps", "posted"), ("Lamps", "accepted"), ("Doors", "posted"), ("Doors", "live"), ("Roofs", "posted"))
    ]


def test_a_kind_that_no_stage_is_of_is_not_understood(store, company):
    with store.writing() as db:
        [declined] = [row for row in queries.stages(db) if row.kind == StageKind.DECLINED]
        commands.change_stage(db, stage_id=declined.id, names=declined.names, position=9, active=False)
    reading = bring(store, KINDS)
    assert dict(reading.statuses) == {"declined": 1, "gone": 1}


def test_a_column_goes_to_the_field_that_was_said(store, company):
    text = "title,Título Nuevo,cuerpo,ánimo\nviejo,Farolas,Faltan farolas.,luz\n"
    reading = bring(store, text, columns={"title": "título nuevo", "body": "Cuerpo"})
    assert [(post.title, post.body) for post in rows(store, Post)] == [("Farolas", "Faltan farolas.")]
    assert reading.unused == ["title", "ánimo"]


def test_departments_may_stand_in_the_file(store, company):
    bring(store, "title,department\nLamps,sales\nPaint,\n")
    assert [post.department_id for post in rows(store, Post)] == [company["sales"], None]


@time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False)
def test_every_error_is_told_at_once_with_its_line(store, company):
    text = (
        "id,title,body,votes,created_at,department,language,answered_at\n"
        f"1,{'x' * 141},,,,,,\n"
        f"2,,{'x' * 20_001},many,2024-13-01,,,\n"
        "3,,,,,,,\n"
        "3,Lamps,,-1,tomorrow,nowhere,???,2030-01-01\n"
    )
    reading = read(store, text)
    assert said(reading.errors) == [
        (2, "title"),
        *((3, "body"), (3, "votes"), (3, "created_at")),
        (4, ""),
        *((5, "created_at"), (5, "answered_at"), (5, "department"), (5, "language"), (5, "id")),
    ]
    assert reading.ideas == []


def test_a_body_may_be_as_long_as_one_that_is_written_here(store, company):
    bring(store, f"title,body\nLong,{'长' * 20_000}\n")
    assert len(rows(store, Post)[0].body) == 20_000


def test_markup_in_what_is_brought_harms_nobody(store, company):
    bring(store, 'title,body\n<b>Lamps</b>,"<script>alert(1)</script>\n[x](javascript:alert(1))"\n')
    [post] = rows(store, Post)
    assert post.title == "<b>Lamps</b>"
    assert "<script" not in post.body_html
    assert "href" not in post.body_html


def test_a_file_without_title_and_body_is_one_clear_error(store, company):
    errors = read(store, "name,votes\nLamps,1\n").errors
    assert said(errors) == [(1, "")]
    assert "“name”, “votes”" in errors[0].message
    assert "--map title=" in errors[0].message


@pytest.mark.parametrize(
    "asked",
    [{"columns": {"heading": "title"}}, {"columns": {"title": "nowhere"}}, {"department": "nowhere"}, {"source": ""}],
)
def test_what_was_asked_wrongly_is_refused_before_anything_is_read(store, company, asked):
    with pytest.raises(Unusable):
        read(store, MESSAGES, **asked)
