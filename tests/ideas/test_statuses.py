"""What the words of other systems mean for an idea, and which credit follows: none that no word has claimed."""

from itertools import product
from zoneinfo import ZoneInfo

import pytest

from app import wiring
from app.core.errors import Unusable
from app.credits.models import CreditLine
from app.discussion.models import Post
from app.ideas import commands, queries
from app.ideas.importing import asked_of
from app.ideas.importing.stages import meanings
from app.ideas.models import Idea, Response, Stage, StageEntry, StageKind
from app.imports.columns import known
from tests.ideas.bringing import read
from tests.makers import rows

ACTS = {StageKind.DOING: ["posted", "accepted"], StageKind.DONE: ["posted", "live"]}
CLAIMS = {StageKind.DOING, StageKind.DONE}
ZONE = ZoneInfo("UTC")


@pytest.fixture
def meant(store, cast):
    """What a status means in the small company, where nobody said anything of it."""
    with store.reading() as db:
        return meanings(db, {}, StageKind.ANSWERED)


def kinds(store):
    stages = {stage.id: stage.kind for stage in rows(store, Stage)}
    return [stages[post.stage_id or 0] for post in rows(store, Post)]


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def stage_of(store, kind):
    with store.reading() as db:
        return queries.first_stage(db, kind)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *(("Under Review", "deciding"), ("To Do", "open"), ("Won't Fix", "declined"), ("Resolved", "answered")),
        *(("Planned", "doing"), ("SHIPPED", "done"), ("Gathering feedback", "open"), ("not planned", "declined")),
        *(
            ("已采纳", "doing"),
            ("已上线", "done"),
            ("未采纳", "declined"),
            ("已办结", "answered"),
            ("评审中", "deciding"),
        ),
        *(("กำลังดำเนินการ", "doing"), ("ใช้จริงแล้ว", "done"), ("ไม่รับ", "declined"), ("ปิดเรื่องแล้ว", "answered")),
        *(("Abgelehnt", "declined"), ("à l’étude", "deciding"), ("Geschlossen", "answered"), ("시행 완료", "done")),
        *(("採用", "doing"), ("不採用", "declined"), ("đã đóng", "answered"), ("Aceptada", "doing")),
    ],
)
def test_a_word_of_a_system_or_a_language_is_a_kind_and_credits_what_it_claims(store, bring, cast, status, kind):
    found = bring(f'title,author,status,date\nLamps,E1,"{status}",2024-03-01\n')
    assert (kinds(store), found.understood.total()) == ([kind], 1)
    assert [line.act for line in rows(store, CreditLine)] == ACTS.get(kind, ["posted"])
    [idea] = rows(store, Idea)
    assert (idea.accepted_at is not None, idea.live_at is not None) == (kind == "doing", kind == "done")
    assert problems(store) == []


@pytest.mark.parametrize(
    "status",
    [
        *("approved?", "Not done", "not live", "almost done", "done by Friday", "no longer live", "undone", "Alive"),
        *(
            "Planned for review",
            "good idea",
            "yes",
            "100 %",
            "1",
            "true",
            "✅",
            "P1",
            "未上线",
            "没有实施",
            "采纳与否待定",
        ),
        *("ยังไม่เสร็จสิ้น", "ยังไม่ได้นำไปใช้", "nicht geplant", "non implementado", "chưa triển khai", "計画なし"),
    ],
)
def test_what_says_nothing_plainly_leaves_an_idea_open_and_is_named(store, bring, status):
    found = bring(
        f'title,author,status,answer,date\nLamps,E1,"{status}",,2024-03-01\nPaint,E1,"{status}",No.,2024-03-01\n'
    )
    assert kinds(store) == ["open", "answered"]
    assert dict(found.statuses) == {status: 2}
    assert {line.act for line in rows(store, CreditLine)} == {"posted"}


NOT = [
    "not ",
    "no longer ",
    "un",
    "not yet ",
    "未",
    "不",
    "尚未",
    "没有",
    "ไม่",
    "ยังไม่",
    "nicht ",
    "noch nicht ",
    "non ",
]
NOT += ["pas ", "no ", "não ", "chưa ", "không ", "아직 안 ", "never "]


@pytest.mark.parametrize("kind", sorted(CLAIMS))
def test_a_word_for_no_before_any_word_that_claims_something_claims_nothing(meant, kind):
    words = known("stages", kind)
    assert len(words) > 50
    wrong = [no + word for no, word in product(NOT, words) if meant.of(no + word) in CLAIMS]
    assert wrong == []


@pytest.mark.parametrize("kind", sorted(CLAIMS))
@pytest.mark.parametrize("more", ["{} in part", "{} or not", "when {}", "{} 2025", "{}/{}x", "({}) rejected", "{}: no"])
def test_a_word_among_others_claims_nothing(meant, kind, more):
    assert [word for word in known("stages", kind) if meant.of(more.format(word, word)) in CLAIMS] == []


@pytest.mark.parametrize("kind", StageKind)
def test_case_spaces_and_signs_make_no_other_word(meant, kind):
    for word in known("stages", kind):
        for spelled in (word, word.upper(), f"  {word}. ", word.replace(" ", "_"), word.replace(" ", "-"), f"[{word}]"):
            assert meant.of(spelled) == kind, spelled


@pytest.mark.parametrize("status", ["", " ", "\u00a0", "\u200b"])
def test_an_empty_status_is_none_and_nobody_is_told_of_it(store, bring, status):
    found = bring(f"title,status,date\nLamps,{status},2024-03-01\nPaint,done,2024-03-01\n")
    assert (kinds(store), dict(found.statuses)) == (["open", "done"], {})


@pytest.mark.parametrize("language", ["en", "zh-Hans", "th"])
def test_the_names_of_our_own_stages_are_understood_in_every_language(store, bring, language):
    with store.reading() as db:
        stages = [(row.names[language], row.kind) for row in queries.stages(db)]
    bring("title,status,date\n" + "".join(f"Idea {name},{name},2024-03-01\n" for name, _kind in stages))
    assert kinds(store) == [kind for _name, kind in stages]


def test_of_two_stages_of_one_name_the_first_counts(store, bring):
    with store.writing() as db:
        commands.add_stage(db, kind=StageKind.DONE, names={"en": "Trial week"}, position=1)
        commands.add_stage(db, kind=StageKind.DECLINED, names={"en": "Trial week"}, position=99)
    bring("title,status,date\nLamps,TRIAL WEEK,2024-03-01\n")
    assert kinds(store) == ["done"]


def test_a_stage_that_is_no_longer_used_gives_no_meaning_by_its_name(store, bring):
    with store.writing() as db:
        stage = commands.add_stage(db, kind=StageKind.DONE, names={"en": "Framed"}, position=99)
        commands.change_stage(db, stage_id=stage.id, names=stage.names, position=99, active=False)
    found = bring("title,author,status,date\nLamps,E1,Framed,2024-03-01\n")
    assert (kinds(store), dict(found.statuses)) == (["open"], {"Framed": 1})


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ("2024-03-01,,,", "2024-03-01"),
        ("2024-03-01,2024-03-09,,", "2024-03-09"),
        ("2024-03-01,2024-03-09,2024-03-05,Yes.", "2024-03-05"),
        ("2024-03-01,2024-03-09,,Yes.", "2024-03-09"),
        ("2024-03-01,2024-02-01,2024-02-02,Yes.", "2024-03-01"),
        (",2024-03-09,,", "2024-03-09"),
        (",,2024-03-05,Yes.", "2024-03-05"),
    ],
)
@pytest.mark.parametrize("status", ["planned", "done"])
def test_credit_for_a_status_is_of_the_day_of_the_answer_or_of_the_last_change(store, bring, status, cells, day):
    bring(f"title,author,status,created_at,updated_at,answered_at,answer\nLamps,E1,{status},{cells}\n")
    posted, other = rows(store, CreditLine)
    assert (posted.at.date().isoformat() <= day, other.at.date().isoformat()) == (True, day)
    [idea] = rows(store, Idea)
    assert (idea.accepted_at or idea.live_at) == other.at
    assert rows(store, StageEntry)[-1].at == other.at
    assert problems(store) == []


@pytest.mark.parametrize(
    ("status", "answer", "awaits"),
    [
        *(("open", "", True), ("open", "Thank you.", False), ("under review", "", True), ("in review", "Soon.", False)),
        *(
            ("declined", "", False),
            ("closed", "", False),
            ("planned", "", False),
            ("done", "", False),
            ("odd", "", True),
        ),
    ],
)
def test_only_what_nobody_answered_or_decided_awaits_a_reply(store, bring, status, answer, awaits):
    bring(f"title,status,answer,date\nLamps,{status},{answer},2024-03-01\n")
    assert rows(store, Post)[0].awaits_reply is awaits
    assert [one.decision for one in rows(store, Response)] == ([answer] if answer else [])


@pytest.mark.parametrize("status", ["declined", "planned", "done", "under review"])
def test_the_answer_stands_with_the_stage_that_the_status_means(store, bring, status):
    bring(f"title,status,answer,date\nLamps,{status},We looked at it.,2024-03-01\n")
    assert rows(store, Response)[0].stage_id == rows(store, Post)[0].stage_id


@pytest.mark.parametrize("author", ["", "Nobody Here", "E99", "ana@elsewhere.example"])
def test_what_went_live_of_somebody_who_is_not_here_credits_nobody(store, bring, author):
    bring(f"title,author,status,date\nLamps,{author},done,2024-03-01\n")
    assert (kinds(store), rows(store, CreditLine)) == (["done"], [])


@pytest.mark.parametrize("said", [{"stages": {"x": "finished"}}, {"answered": "yes"}, {"stages": {"x": ""}}])
def test_a_kind_of_stage_that_there_is_none_of_is_refused_in_a_sentence(said):
    with pytest.raises(Unusable, match="kind of stage"):
        asked_of("box", said, columns={}, zone=ZONE)


def test_what_was_said_of_a_status_holds_in_whatever_case_and_only_for_it(store, bring):
    said = asked_of("box", {"stages": {"Phase 3": "done"}, "answered": "declined"}, columns={}, zone=ZONE)
    text = "title,status,answer,date\nA,PHASE 3,,2024-03-01\nB,phase 33,,2024-03-01\nC,,No.,2024-03-01\nD,Phase 3,No.,2024-03-01\n"
    bring(text, stages=said.stages, answered=said.answered)
    assert kinds(store) == ["done", "open", "declined", "done"]


def test_nothing_is_counted_as_understood_where_a_row_is_refused(store, cast):
    found = read(store, f"title,status,date\n{'x' * 141},done,2024-03-01\nPaint,done,2024-03-01\n")
    assert (dict(found.understood), found.refused) == ({("done", StageKind.DONE): 1}, 1)
