"""./byline import ideas, comments and undo: what stops, what is asked, what is kept for the next file."""

import csv
import stat

import pytest
from sqlmodel import col, select

from app import wiring
from app.audit.models import AuditNote
from app.discussion.models import Comment, Origin, Post, State
from app.ideas.models import Response, Stage
from app.imports.models import ImportRun
from tests.makers import a_vote, rows

LONG = "The lamp at the gate has been broken since the spring and nobody comes to mend it."
GOOD = f"id,title,body,author,created_at\n1,Lamps,{LONG},Ann Example,2024-01-31\n2,Paint,The fence at the back needs paint.,Bo Example,2024-02-01\n"
TEXTS = "".join(
    f"{n},The lift in house B stops on floor {n} and nobody comes to mend it,2024-01-{n:02}\n" for n in range(1, 25)
)


@pytest.fixture
def file(tmp_path):
    def write(content, name="box.csv"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


def posts(store, *, shown=True):
    with store.reading() as db:
        rows = select(Post).order_by(col(Post.id))
        return list(db.exec(rows.where(Post.state == State.SHOWN) if shown else rows))


def runs(store):
    return rows(store, ImportRun)


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


# --- Nothing that matters is dropped unsaid. ---


def test_a_column_that_looks_like_what_is_missing_stops_with_what_to_say(byline, store, here, file):
    given = file("title,What I think,date\n" + TEXTS)
    code, _said, complaint = byline("import", "ideas", given)
    assert (code, posts(store)) == (2, [])
    assert "Say --map body='What I think', or --leave 'What I think'." in complaint
    assert "Nothing was changed." in complaint
    assert byline("import", "ideas", given, "--map", "body=What I think")[0] == 0
    assert posts(store)[0].body.startswith("The lift in house B")


def test_a_name_that_may_be_an_ideas_or_somebodys_is_asked_for(byline, store, here, file):
    given = file(f"name,body,date\nLamps,{LONG},2024-01-31\n")
    code, _said, complaint = byline("import", "ideas", given)
    assert (code, "Say --map title=name, or --leave name." in complaint) == (2, True)
    assert byline("import", "ideas", given, "--map", "author=name")[0] == 0


@pytest.mark.parametrize("leave", [["--leave", "what i think"], ["--leave-rest"]])
def test_what_is_left_out_on_purpose_is_not_asked_for_again(byline, store, here, file, leave):
    content = "title,What I think,date\n" + TEXTS
    assert byline("import", "ideas", file(content), *leave)[0] == 0
    assert posts(store)[0].body == ""
    assert (
        byline("import", "ideas", file(content + "30,Another thing that somebody thinks of all this,2024-02-01\n"))[0]
        == 0
    )
    assert len(posts(store)) == 25


def test_without_dates_the_day_has_to_be_said(byline, store, here, file):
    given = file(f"title,body\nLamps,{LONG}\nPaint,Blue.\n")
    code, _said, complaint = byline("import", "ideas", given)
    assert (code, posts(store)) == (2, [])
    assert "all 2 would be posted today. Say --date today if that is meant, or --date 2024-01-31." in complaint
    assert byline("import", "ideas", given, "--date", "sometime")[0] == 2
    assert byline("import", "ideas", given, "--date", "2024-01-31")[0] == 0
    assert {post.created_at.date().isoformat() for post in posts(store)} == {"2024-01-31"}


def test_what_has_to_be_said_is_said_beside_what_is_wrong(byline, here, file):
    code, _said, complaint = byline("import", "ideas", file(f"title\n{'x' * 141}\n"))
    assert code == 1
    assert "--shorten" in complaint
    assert "Say --date today" in complaint


# --- Nothing comes twice. ---


@pytest.mark.parametrize("name", ["box (1).csv", "box - Copy.csv", "box copy 2.csv"])
def test_a_second_download_is_the_same_source(byline, store, here, file, name):
    byline("import", "ideas", file(GOOD))
    assert "0 are new, 2 are here already" in byline("import", "ideas", file(GOOD, name))[1]


def test_the_same_file_under_another_name_stops(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    code, _said, complaint = byline("import", "ideas", file(GOOD, "ideas.csv"))
    assert (code, len(posts(store))) == (2, 2)
    assert "This very file came in as “box” on" in complaint
    assert "Say --source box to go on with it, or --again" in complaint
    assert byline("import", "ideas", file(GOOD, "ideas.csv"), "--source", "box")[0] == 0
    assert len(posts(store)) == 2
    assert byline("import", "ideas", file(GOOD, "ideas.csv"), "--again")[0] == 0
    assert len(posts(store)) == 4


def test_rows_that_are_here_from_another_source_stop_where_they_are_half(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    more = GOOD + "3,Doors,The door of house C sticks in winter.,Cy Example,2024-02-02\n"
    code, _said, complaint = byline("import", "ideas", file(more, "ideas.csv"))
    assert (code, "2 of these 3 ideas are here already, from “box”. Say --source box" in complaint) == (2, True)
    fewer = more + "".join(
        f"{n},Wish {n},Something else altogether for number {n} please.,,2024-02-03\n" for n in range(4, 9)
    )
    code, said, _complaint = byline("import", "ideas", file(fewer, "ideas.csv"))
    assert (code, "2 of the new ones say what came from “box” already." in said) == (0, True)


def test_another_mapping_of_a_file_without_ids_stops(byline, store, here, file):
    given = file(f"name,subject,date\nLamps,{LONG},2024-01-31\n")
    assert byline("import", "ideas", given, "--map", "title=subject", "--map", "author=name")[0] == 0
    code, _said, complaint = byline("import", "ideas", given, "--map", "title=name", "--map", "body=subject")
    assert (code, len(posts(store))) == (2, 1)
    assert "when its columns were taken otherwise. Take these back first, with ./byline import undo box" in complaint
    assert byline("import", "undo", "box")[0] == 0
    assert byline("import", "ideas", given, "--map", "title=name", "--map", "body=subject")[0] == 0
    assert [post.title for post in posts(store)] == ["Lamps"]


# --- What was told is kept. ---


def test_the_next_file_of_a_source_needs_no_word(byline, store, here, file):
    first = "Nr;Was;Warum;Wann;Stand\n1;Lampen;Es ist dunkel.;03/04/2024;erledigt=ja\n"
    words = ["--map", "id=Nr", "--map", "title=Was", "--map", "body=Warum", "--map", "created_at=Wann"]
    words += ["--map", "status=Stand", "--stage", "erledigt=ja=done", "--dates", "mdy", "--language", "de"]
    assert byline("import", "ideas", file(first), *words)[0] == 0
    code, said, _ = byline("import", "ideas", file(first + "2;Farbe;Der Zaun.;05/06/2024;erledigt=ja\n"))
    assert (code, "What was told of “box” on" in said) == (0, True)
    assert [(post.title, post.created_at.date().isoformat(), post.language) for post in posts(store)] == [
        ("Lampen", "2024-03-04", "de"),
        ("Farbe", "2024-05-06", "de"),
    ]
    assert {post.stage_id for post in posts(store)} == {posts(store)[0].stage_id}


def test_next_month_may_have_more_comments_and_an_answer_under_another_name(byline, store, here, file):
    """Neither fewer columns of comments nor an empty one of answers are what is kept."""
    assert byline("import", "ideas", file("id,title,created,Answer,Comment\nb1,Lamps,2024-01-31,,One.\n"))[0] == 0
    text = "id,title,created,Answer,Comment,Comment,Response\nb2,Bikes,2024-02-01,,Two.,Three.,Yes.\n"
    assert byline("import", "ideas", file(text))[0] == 0
    assert [one.body for one in rows(store, Comment)] == ["One.", "Two.", "Three."]
    assert [one.decision for one in rows(store, Response)] == ["Yes."]


def test_what_was_told_holds_for_a_file_of_the_same_columns_and_what_is_said_now_counts_more(byline, store, here, file):
    header = "Nr,Was,Warum,Wann\n"
    words = [
        "--map",
        "id=Nr",
        "--map",
        "title=Was",
        "--map",
        "body=Warum",
        "--map",
        "created_at=Wann",
        "--dates",
        "mdy",
    ]
    byline("import", "ideas", file(header + "1,Lampen,Es ist dunkel am Tor.,03/04/2024\n"), *words)
    other = file("Was,Nr,Wann,Warum\nFarbe,1,03/04/2024,Der Zaun.\n", "other.csv")
    assert byline("import", "ideas", other, "--dates", "dmy", "--map", "title=Warum", "--map", "body=Was")[0] == 0
    assert [(post.title, post.created_at.date().isoformat()) for post in posts(store)] == [
        ("Lampen", "2024-03-04"),
        ("Der Zaun.", "2024-04-03"),
    ]


def test_names_of_columns_and_an_encoding_are_kept_as_well(byline, store, here, tmp_path):
    box = tmp_path / "box.csv"
    box.write_bytes("1,路灯,2024-01-31\n".encode("gb18030"))
    words = ["--columns", "id,title,created_at", "--encoding", "gb18030"]
    assert byline("import", "ideas", box, *words)[0] == 0
    box.write_bytes("1,路灯,2024-01-31\n2,停车,2024-02-01\n".encode("gb18030"))
    assert byline("import", "ideas", box)[0] == 0
    assert [post.title for post in posts(store)] == ["路灯", "停车"]


def test_how_a_file_was_saved_holds_for_no_other_source(byline, store, here, tmp_path):
    for name, encoding, words in (("one", "gb18030", ["--encoding", "gb18030"]), ("two", "utf-8", [])):
        box = tmp_path / f"{name}.csv"
        box.write_bytes(f"标题,提出时间\n路灯{name},2024-01-31\n".encode(encoding))
        assert byline("import", "ideas", box, *words)[0] == 0
    assert [post.title for post in posts(store)] == ["路灯one", "路灯two"]


def test_a_file_that_is_saved_otherwise_this_time_is_read_all_the_same(byline, store, here, tmp_path):
    box = tmp_path / "box.csv"
    box.write_bytes("标题,提出时间\n路灯,2024-01-31\n".encode("gb18030"))
    assert byline("import", "ideas", box, "--encoding", "gb18030")[0] == 0
    box.write_bytes("标题,提出时间\n路灯,2024-01-31\n停车,2024-01-31\n".encode())
    assert byline("import", "ideas", box)[0] == 0
    assert [post.title for post in posts(store)] == ["路灯", "停车"]


def test_an_order_of_dates_that_was_found_once_is_not_asked_for_again(byline, store, here, file):
    byline("import", "ideas", file("id,title,date\n1,Lamps,31/01/2024\n"))
    later = "id,title,date\n1,Lamps,31/01/2024\n2,Paint,03/04/2024\n"
    assert byline("import", "ideas", file(later.replace("1,Lamps,31/01/2024\n", "")))[0] == 0
    assert [post.created_at.date().isoformat() for post in posts(store)] == ["2024-01-31", "2024-04-03"]


# --- Rows that are wrong. ---

BAD = GOOD + "".join(f"{n},Wish {n},,,not a day {n}\n" for n in range(3, 40)) + "2,Paint,,,2024-01-31\n"


def test_errors_are_told_together_cut_at_twenty_and_all_of_them_stand_in_a_file(byline, store, here, file, settings):
    code, _said, complaint = byline("import", "ideas", file(BAD))
    assert (code, posts(store)) == (1, [])
    lines = complaint.splitlines()
    assert lines[0] == "row 4, created_at: “not a day 3” is not a date. Write 2024-01-31, with or without 09:30."
    assert lines[20] == "… and 18 more errors."
    [kept] = (settings.data / "imports").iterdir()
    assert f"Every one of them is in {kept}." in lines
    assert lines[-1].startswith("38 errors in ")
    assert "--skip-bad FILE" in lines[-1]
    assert kept.read_text("utf-8").splitlines()[-1] == "row 41, id: This is in row 3 already."
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_few_errors_leave_no_file(byline, here, file, settings):
    byline("import", "ideas", file(GOOD + "3,Wish,,,someday\n"))
    assert list((settings.data / "imports").iterdir()) == []


def test_bad_rows_are_left_to_be_mended_and_come_in_then(byline, store, here, file, tmp_path):
    bad = tmp_path / "bad.csv"
    code, said, _complaint = byline("import", "ideas", file(BAD), "--skip-bad", bad)
    assert (code, "38 rows that could not be taken are left to be mended." in said) == (0, True)
    assert [post.title for post in posts(store)] == ["Lamps", "Paint"]
    with bad.open(encoding="utf-8-sig", newline="") as kept:
        left = list(csv.DictReader(kept))
    assert (len(left), left[0]["title"]) == (38, "Wish 3")
    assert left[0]["why"].startswith("row 4, created_at: “not a day 3”")
    mended = file("".join(f"{row['id']},{row['title']},,,2024-03-01\n" for row in left[:-1]), "mended.csv")
    mended.write_text(GOOD.splitlines()[0] + "\n" + mended.read_text("utf-8"), "utf-8")
    assert byline("import", "ideas", mended, "--source", "box")[0] == 0
    assert len(posts(store)) == 39


def test_no_file_is_written_over_by_bad_rows(byline, store, here, file):
    taken = file("mine", "taken.csv")
    code, _said, complaint = byline("import", "ideas", file(BAD), "--skip-bad", taken)
    assert (code, taken.read_text(), posts(store)) == (2, "mine", [])
    assert "cannot be written" in complaint


def test_a_dry_run_writes_no_file_and_no_run(byline, store, here, file, tmp_path):
    code = byline("import", "ideas", file(BAD), "--skip-bad", tmp_path / "bad.csv", "--dry-run")[0]
    assert (code, (tmp_path / "bad.csv").exists(), runs(store)) == (0, False, [])


def test_a_row_is_numbered_as_a_spreadsheet_shows_it(byline, here, file):
    content = 'title,body,created_at\nLamps,"one\ntwo\nthree",2024-01-31\nPaint,Blue.,someday\n'
    assert "row 3 (line 5), created_at: “someday” is not a date." in byline("import", "ideas", file(content))[2]


# --- What is said of a file. ---


def test_a_dry_run_says_what_was_found_out(byline, here, file):
    content = (
        "Issue key,Issue id,Summary,Description,Reporter,Created,Status,Watchers,Attachment,Comment,Downvotes\n"
        "A-1,1,Door,h2. Stuck,Ana,22/Sep/25 9:26 AM,Done,bo,x.png,22/Sep/25 9:30 AM;bo;Yes.,2\n"
        "A-2,2,Lamp,It is *dark*.,Somebody,23/Sep/25 9:26 AM,Parked,,,,\n"
    )
    code, said, _complaint = byline("import", "ideas", file(content), "--dry-run")
    assert code == 0
    for part in (
        "box.csv has 2 rows; the source is “box”. This looks like an export of Jira.\n",
        "It was read as CSV in utf-8, with commas between the cells.\n",
        "id from Issue key, title from Summary, body from Description, author from Reporter",
        "Columns that mean nothing here: ",
        "Watchers, Attachment",
        "Dates from 22 September 2025 to 23 September 2025.\n",
        "Texts are in Jira's markup and are taken over as they look.\n",
        "What statuses mean (--stage VALUE=KIND says otherwise): “Done” is done (1).\n",
        "Statuses without a stage of their own (--stage VALUE=KIND gives one): Parked (1).\n",
        "2 are new, 0 are here already and stay as they are.\n",
        "1 comment comes along.\n",
        "2 stand under a name that nobody here has been matched with: no credit.\n",
        "Exactly one colleague is called like the author of 1 of them; --match-names takes these for the same.\n",
    ):
        assert part in said


def test_comments_that_are_only_counted_and_votes_below_none_are_said(byline, here, file):
    said = byline("import", "ideas", file("title,date,votes,comment count\nLamps,2024-01-31,-2,7\n"), "--dry-run")[1]
    assert "The file counts 7 comments and does not hold their words.\n" in said
    assert "1 has more votes against than for, which counts as none.\n" in said


@pytest.mark.parametrize(
    "words",
    [["--dates", "ydm"], ["--text", "latin"], ["--answered", "maybe"], ["--date", "2024-13-01"], ["--map", "votes"]],
)
def test_what_is_said_wrongly_is_one_sentence(byline, store, here, file, words):
    code, _said, complaint = byline("import", "ideas", file(GOOD), *words)
    assert (code, posts(store)) == (2, [])
    assert "Traceback" not in complaint


def test_an_answer_without_a_status_means_what_is_said(byline, store, here, file):
    byline("import", "ideas", file("title,answer,date\nLamps,No.,2024-01-31\n"), "--answered", "declined")
    kinds = {stage.id: stage.kind for stage in rows(store, Stage)}
    assert kinds[posts(store)[0].stage_id] == "declined"


# --- What went on since. ---


def test_ideas_that_are_here_become_as_the_file_says_now_where_that_is_said(byline, store, here, file):
    first = "id,title,date,status,votes\n1,Lamps,2024-01-31,planned,3\n2,Paint,2024-01-31,planned,4\n"
    later = first.replace("planned,3", "done,9").replace("planned,4", "done,8")
    byline("import", "ideas", file(first))
    assert "0 are new, 2 are here already and stay as they are." in byline("import", "ideas", file(later))[1]
    assert [post.votes_brought for post in posts(store)] == [3, 4]
    a_vote(store, by=here.otto, on=2)
    said = byline("import", "ideas", file(later), "--update", "--dry-run")[1]
    assert "1 is here otherwise than the file says now.\n" in said
    assert "1 more somebody here has had to do with; it stays so.\n" in said
    assert [post.votes_brought for post in posts(store)] == [3, 4]
    code, said, _complaint = byline("import", "ideas", file(later), "--update")
    assert (code, "1 idea was brought up to date.\n" in said) == (0, True)
    assert [post.votes_brought for post in posts(store)] == [9, 4]
    assert [note.detail for note in rows(store, AuditNote)][-1] == {"new": 0, "changed": 1}
    assert "0 are here otherwise" in byline("import", "ideas", file(later), "--update")[1]
    assert (len(runs(store)), problems(store)) == (2, [])


# --- Comments. ---

SAID = "id,idea_id,author,body,created_at\n1,1,E1,Yes please.,2024-02-03\n2,2,Ann Example,Blue.,2024-02-04\n"


def test_comments_come_by_the_ids_and_the_source_of_their_ideas(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    comments = file(SAID, "comments.csv")
    code, _said, complaint = byline("import", "comments", comments)
    assert (code, "Nothing of this name or number came from “comments”." in complaint) == (1, True)
    code, said, _complaint = byline("import", "comments", comments, "--source", "box")
    assert (code, "2 comments were imported.\n" in said) == (0, True)
    assert "2 comments are new, 0 are here already and stay as they are.\n1 has an author who is here.\n" in said
    code, said, _complaint = byline("import", "comments", comments, "--source", "box")
    assert (code, "0 comments are new, 2 are here already" in said) == (0, True)
    assert [note.act for note in rows(store, AuditNote)] == ["ideas.imported", "comments.imported"]
    assert [post.comment_count for post in posts(store)] == [1, 1]
    assert problems(store) == []


def test_comments_without_dates_or_with_a_strange_column_stop_as_ideas_do(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    names = "".join(f"1,Yes please.,Ann Example {chr(65 + n)}\n" for n in range(6)).replace("Example ", "Example")
    code, _said, complaint = byline("import", "comments", file(f"idea_id,body,Whoever\n{names}"), "--source", "box")
    assert (code, rows(store, Comment)) == (2, [])
    assert "Say --map author=Whoever, or --leave Whoever." in complaint
    words = ["--source", "box", "--map", "author=Whoever"]
    code, _said, complaint = byline("import", "comments", file(f"idea_id,body,Whoever\n{names}"), *words)
    assert (code, "Say --date today" in complaint) == (2, True)
    assert byline("import", "comments", file(f"idea_id,body,Whoever\n{names}"), *words, "--date", "today")[0] == 0
    assert len(rows(store, Comment)) == 6


def test_comments_of_nothing_are_left_to_be_mended(byline, store, here, file, tmp_path):
    byline("import", "ideas", file(GOOD))
    stray = file(SAID + "3,99,,Lost.,2024-02-05\n", "comments.csv")
    words = ["--source", "box", "--skip-bad", tmp_path / "bad.csv"]
    assert byline("import", "comments", stray, *words)[0] == 0
    assert len(rows(store, Comment)) == 2
    assert "99" in (tmp_path / "bad.csv").read_text("utf-8-sig")


MIXED = """type,id,parent_id,title,body,author,created_at
comment,c1,1,,Yes please.,Bo,2024-02-03
idea,1,,Lamps,The lamp at the gate is broken.,Ann,2024-01-31
reply,c2,c1,,Me too.,Cy,2024-02-04
idea,2,,Paint,The fence needs paint.,Bo,2024-02-01
vote,v1,1,,,Cy,2024-02-05
comment,c3,2,,Blue.,,2024-02-06
"""


def test_comments_among_ideas_find_their_places(byline, store, here, file):
    code, said, _complaint = byline("import", "ideas", file(MIXED), "--map", "row_kind=type")
    assert code == 0
    assert "Rows that are no ideas: 2 of “comment”, 1 of “reply”, 1 of “vote”.\n" in said
    assert [(post.title, post.comment_count) for post in posts(store)] == [("Lamps", 2), ("Paint", 1)]
    [first, reply] = [one for one in rows(store, Comment) if one.post_id == 1]
    assert (reply.parent_id, reply.author_name) == (first.id, "Cy")
    code, said, _complaint = byline("import", "ideas", file(MIXED))
    assert (code, "0 are new, 2 are here already" in said, len(rows(store, Comment))) == (0, True, 3)
    assert problems(store) == []


# --- Taking back. ---


def test_what_a_file_brought_is_taken_back_and_comes_again(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    byline("import", "comments", file(SAID, "comments.csv"), "--source", "box")
    code, said, _complaint = byline("import", "undo", "box")
    assert (code, "0 ideas and 2 comments were taken back." in said) == (0, True)
    code, said, _complaint = byline("import", "undo", "box")
    assert (code, "2 ideas and 0 comments were taken back." in said) == (0, True)
    assert (posts(store), problems(store)) == ([], [])
    code, _said, complaint = byline("import", "undo", "box")
    assert (code, "Nothing is here that came from “box”." in complaint) == (2, True)
    assert [note.detail for note in rows(store, AuditNote) if note.act == "import.undone"] == [{"taken_back": 2}] * 2
    assert byline("import", "ideas", file(GOOD))[0] == 0
    assert [post.id for post in posts(store)] == [3, 4]


def test_all_that_ever_came_is_taken_back_at_once(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    byline("import", "ideas", file(GOOD + "3,Doors,They stick.,,2024-02-02\n"))
    assert "3 ideas and 0 comments were taken back." in byline("import", "undo", "box", "--all")[1]
    assert (posts(store), all(run.undone_at for run in runs(store))) == ([], True)


def test_what_somebody_has_had_to_do_with_stands_in_the_way(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    a_vote(store, by=here.otto, on=1)
    code, _said, complaint = byline("import", "undo", "box")
    assert (code, len(posts(store))) == (2, 2)
    assert "Idea 1 was backed.\nSomebody here has had to do with 1 of them. Say --rest" in complaint
    code, said, _complaint = byline("import", "undo", "box", "--rest", "--dry-run")
    assert (code, "1 would be taken back." in said, len(posts(store))) == (0, True, 2)
    assert byline("import", "undo", "box", "--rest")[0] == 0
    assert [post.id for post in posts(store)] == [1]
    assert runs(store)[0].undone_at is None
    assert "0 are new, 1 are here" not in byline("import", "ideas", file(GOOD), "--dry-run")[1]


def test_one_source_is_named_where_another_was_meant(byline, store, here, file):
    byline("import", "ideas", file(GOOD))
    code, _said, complaint = byline("import", "undo", "bax")
    assert (code, "There are: “box”." in complaint) == (2, True)


def test_an_import_that_was_broken_off_goes_on_as_the_same_run(byline, store, here, file, monkeypatch):
    monkeypatch.setattr("app.ideas.importing.BATCH", 1)
    with monkeypatch.context() as broken:
        broken.setattr("app.cli.importing.ideas.finish_run", lambda db, run_id: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            byline("import", "ideas", file(GOOD))
    assert runs(store)[0].finished_at is None
    more = file(GOOD)
    with store.writing() as db:
        db.delete(db.get(Origin, 2))
        db.get(Post, 2).external_id = None
    assert byline("import", "ideas", more, "--again")[0] == 0
    assert [(run.new, bool(run.finished_at)) for run in runs(store)] == [(3, True)]
