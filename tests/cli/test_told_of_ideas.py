"""What ./byline import says of a file before anything is written, and of what was taken back."""

import json
import re
import shlex

import pytest

from app import wiring
from app.audit.models import AuditNote
from app.discussion.models import Comment, Post, State
from app.imports.models import ImportRun
from tests.makers import a_comment, a_vote, hidden, rows

LONG = "The lamp at the gate has been broken since the spring and nobody comes to mend it."
HEAD = "id,title,body,author,created_at\n"
GOOD = f"{HEAD}1,Lamps,{LONG},E1,2024-01-31\n2,Paint,The fence at the back needs paint.,Bo Example,2024-02-01\n"


@pytest.fixture
def dry(byline, store, here, file):
    """What is said of a file that would go in; nothing is written, whatever it is."""

    def dry_(content, *words, name="box.csv", verb="ideas"):
        code, said, complaint = byline("import", verb, file(content, name), *words, "--dry-run")
        assert (code, rows(store, Post), rows(store, ImportRun), rows(store, AuditNote)) == (0, [], [], []), complaint
        return said

    return dry_


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def shown(store, table=Post):
    return [one.id for one in rows(store, table) if one.state == State.SHOWN]


@pytest.mark.parametrize(("separator", "called"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_the_form_of_a_file_is_said_with_what_stands_between_its_cells(dry, separator, called):
    table = separator.join(["title", "created_at"]) + f"\nLamps{separator}2024-01-31\n"
    assert f"It was read as CSV in utf-8, with {called} between the cells.\n" in dry(table)


@pytest.mark.parametrize("name", ["box.json", "box.jsonl"])
def test_a_file_of_a_program_is_read_with_its_lists(byline, store, here, file, name):
    every = [
        {
            "id": 1,
            "title": "Lamps",
            "created_at": "2024-01-31",
            "tags": ["light"],
            "comments": [{"body": "Yes."}, "No."],
        },
        {"id": 2, "title": "Paint", "created_at": "2024-02-01", "tags": [], "comments": []},
    ]
    lines = "\n".join(map(json.dumps, every))
    given = file(lines if name.endswith("l") else json.dumps(every), name)
    code, said, complaint = byline("import", "ideas", given)
    assert (code, [post.comment_count for post in rows(store, Post)]) == (0, [2, 0]), complaint
    assert f"{name} has 2 rows; the source is “box”.\nIt was read as json" in said
    assert "2 comments come along.\n" in said
    assert "0 are new, 2 are here already" in byline("import", "ideas", given)[1]
    assert [one.body for one in rows(store, Comment)] == ["Yes.", "No."]


def test_an_encoding_that_was_guessed_is_said_in_a_dry_run_and_stops_without_it(byline, store, here, file, dry):
    content = "title,created_at\n路灯坏了三天没有人来修理，请尽快处理。,2024-01-31\n".encode("gb18030")
    said = re.search(r"does not say its encoding; it was read as (\S+)\. Look .* say --encoding \1,", dry(content))
    code, _said, complaint = byline("import", "ideas", file(content, "box.csv"))
    assert (code, f"then say --encoding {said and said[1]}, or what it is." in complaint, rows(store, Post)) == (
        2,
        True,
        [],
    )
    assert byline("import", "ideas", file(content, "box.csv"), "--encoding", "gb18030")[0] == 0
    assert rows(store, Post)[0].title.startswith("路灯坏了三天")


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        (
            "votes,answer,author\nLamps,2024-01-31,1,Yes.,E1",
            "It brings 1 vote and 1 response; 1 has an author who is here.",
        ),
        (
            'votes\nLamps,2024-01-31,"1,204"\nPaint,2024-01-31,2',
            "They bring 1206 votes and 0 responses; 0 have an author",
        ),
        ("author\nLamps,2024-01-31,Nobody Here", "1 stands under a name that nobody here has been matched with"),
        ("author\nLamps,2024-01-31,", "1 is new, 0 are here already and stay as they are."),
        ("language\nLamps,2024-01-31,th\nA,2024-01-31,en\nB,2024-01-31,th", "th 2, en 1."),
        ("body\nLamps,2024-01-31,<p>Very <b>dark</b></p>", "Texts are in HTML and are taken over as they look."),
        ("updated_at\nLamps,2024-01-31,2024-05-06", "Dates from 31 January 2024 to 6 May 2024."),
        ("Comment\nLamps,2024-01-31,Yes.", "1 comment comes along."),
        ("Watchers\nLamps,2024-01-31,Bo", "Watchers."),
        ("Responsible Department\nLamps,2024-01-31,Nowhere", "Departments that are none here: Nowhere."),
        ("type\nLamps,2024-01-31,idea\nPaint,2024-01-31,vote", "Rows that are no ideas: 1 of “vote”."),
    ],
)
def test_what_would_come_of_a_file_is_said_in_whole_sentences(dry, rest, sentence):
    words = ["--map", "row_kind=type"] if rest.startswith("type") else []
    assert sentence in dry(f"title,created_at,{rest}\n", *words)


@pytest.mark.parametrize(("day", "order"), [("31/01/2024", "the day first"), ("01/31/2024", "the month first")])
def test_how_dates_were_taken_is_said(dry, day, order):
    said = dry(f"title,created_at\nLamps,{day}\n")
    assert f"They are written with {order}.\n" in said
    assert "Dates from 31 January 2024 to 31 January 2024.\n" in said


def test_a_matched_author_alone_is_told_nothing_of_names(dry):
    said = dry("title,created_at,author\nLamps,2024-01-31,E1\n")
    assert not any(word in said for word in ("no credit", "--match-names", "comment", "votes against"))


def test_statuses_are_said_most_first_with_what_they_mean_and_the_others_beside_them(dry):
    statuses = ["done", "Odd", "closed", "closed", "Odd", "Strange"]
    said = dry("title,status,created_at\n" + "".join(f"{n},{s},2024-01-31\n" for n, s in enumerate(statuses)))
    assert "otherwise): “closed” is answered (2), “done” is done (1).\n" in said
    assert "gives one): Odd (2), Strange (1).\n" in said


def test_rows_that_say_the_same_are_named_up_to_twenty(byline, store, here, file):
    code, said, _complaint = byline(
        "import", "ideas", file("title,created_at\n" + "Lamps,2024-01-31\n" * 24, "box.csv")
    )
    assert (code, len(rows(store, Post))) == (0, 1)
    assert said.count("This is the same as row 2 and is left out.") == 20
    assert "row 3: This is the same as row 2 and is left out.\n" in said
    assert "… and 3 more like this.\n" in said


def test_several_columns_that_may_be_missed_are_named_each_with_one_word_for_all(byline, store, here, file):
    table = "title,What I think,Whenever\n" + "".join(
        f"{n},The lift in house B stops on floor {n} and nobody comes to mend it,2024-01-{n:02}\n" for n in range(1, 25)
    )
    code, _said, complaint = byline("import", "ideas", file(table))
    assert (code, rows(store, Post)) == (2, [])
    assert "Say --map body='What I think', or --leave 'What I think'." in complaint
    assert "--leave-rest leaves out all that was not used." in complaint


MIXED = HEAD.replace("id,", "type,id,parent_id,") + "idea,1,,Lamps,Dark.,,2024-01-31\ncomment,c1,1,,Yes.,,2024-02-01\n"


def test_a_comment_among_ideas_about_what_is_not_in_the_file_is_said_to_be_left_out(byline, store, here, file):
    code, said, _complaint = byline(
        "import", "ideas", file(MIXED + "comment,c2,99,,Lost.,,2024-02-01\n"), "--map", "row_kind=type"
    )
    assert (code, [one.body for one in rows(store, Comment)]) == (0, ["Yes."])
    assert "1 comment is about what is not here, and left out.\n" in said
    assert problems(store) == []


def test_a_comment_among_ideas_that_is_wrong_stops_them_all_unless_it_is_left(byline, store, here, file, tmp_path):
    given = file(MIXED + "comment,c2,1,,Late.,,someday\n")
    words = ["import", "ideas", given, "--map", "row_kind=type"]
    code, _said, complaint = byline(*words)
    assert (code, rows(store, Post), "someday" in complaint) == (1, [], True)
    code, said, _complaint = byline(*words, "--skip-bad", tmp_path / "bad.csv")
    assert (code, "1 row that could not be taken is left to be mended.\n" in said) == (0, True)
    assert [one.body for one in rows(store, Comment)] == ["Yes."]
    assert "Late." in (tmp_path / "bad.csv").read_text("utf-8-sig")


def test_a_dry_run_of_comments_says_what_would_come_and_writes_nothing(byline, store, here, file):
    byline("import", "ideas", file(GOOD, "box.csv"))
    text = "id,idea_id,author,body,created_at\n1,1,E1,Yes please.,2024-02-03\n2,2,Ana,Blue.,2024-02-04\n"
    given = file(text, "comments.csv")
    code, said, _complaint = byline("import", "comments", given, "--source", "box", "--dry-run")
    assert (code, rows(store, Comment), len(rows(store, ImportRun))) == (0, [], 1)
    for sentence in (
        "2 comments are new, 0 are here already and stay as they are.\n1 has an author who is here.\n",
        "1 stands under a name that nobody here has been matched with: no credit.\n",
        "Exactly one colleague is called like the author of 1 of them; --match-names takes these for the same.\n",
        "Dates from 3 February 2024 to 4 February 2024.\n",
    ):
        assert sentence in said
    byline("import", "comments", given, "--source", "box", "--match-names")
    assert [one.author_id for one in rows(store, Comment)] == [here.ana, here.ana]


# --- Taking back. ---


def test_before_anything_came_there_is_nothing_to_take_back(byline, here):
    code, _said, complaint = byline("import", "undo", "box")
    assert (code, "Nothing is here that came from “box”. Nothing was imported." in complaint) == (2, True)


def test_a_dry_run_of_taking_back_counts_comments_as_well_and_changes_nothing(byline, store, here, file):
    byline("import", "ideas", file(MIXED, "box.csv"), "--map", "row_kind=type")
    code, said, _complaint = byline("import", "undo", "box", "--dry-run")
    assert (code, said) == (0, "2 would be taken back.\n")
    assert (shown(store), shown(store, Comment), rows(store, ImportRun)[0].undone_at) == ([1], [1], None)


def test_all_that_somebody_did_is_said_of_what_stands_in_the_way(byline, store, here, file):
    byline("import", "ideas", file(GOOD, "box.csv"))
    a_vote(store, by=here.otto, on=1)
    a_comment(store, by=here.otto, on=1)
    hidden(store, by=here.mia, post=2)
    code, _said, complaint = byline("import", "undo", "box")
    assert (code, len(rows(store, Post))) == (2, 2)
    assert {"Idea 1 was backed, was talked about.", "Idea 2 was hidden."} < set(complaint.splitlines())
    assert "Somebody here has had to do with 2 of them." in complaint
    code, said, _complaint = byline("import", "undo", "box", "--rest")
    assert (code, "0 ideas and 0 comments were taken back." in said, shown(store)) == (0, True, [1])
    assert problems(store) == []


def test_of_many_that_stand_in_the_way_twenty_are_named(byline, store, here, file):
    byline("import", "ideas", file(HEAD + "".join(f"{n},Wish {n},,,2024-01-31\n" for n in range(1, 24)), "box.csv"))
    for number in range(1, 23):
        a_vote(store, by=here.otto, on=number)
    complaint = byline("import", "undo", "box")[2]
    assert complaint.count("was backed.\n") == 20
    assert "… and 2 more.\nSomebody here has had to do with 22 of them." in complaint
    assert byline("import", "undo", "box", "--rest")[0] == 0
    assert shown(store) == list(range(1, 23))


def test_what_stood_in_the_way_and_does_no_longer_is_taken_back_the_next_time(byline, store, here, file):
    byline("import", "ideas", file(GOOD, "box.csv"))
    made = a_comment(store, by=here.otto, on=2)
    assert byline("import", "undo", "box", "--rest")[0] == 0
    assert (shown(store), shown(store, Comment)) == ([2], [made])
    code, said, _complaint = byline("import", "ideas", file(GOOD, "box.csv"))
    assert (code, "1 is new, 1 is here already and stays as it is.\n" in said) == (0, True)
    assert (shown(store), problems(store)) == ([2, 3], [])


@pytest.mark.parametrize("column", ["$(echo Text)", "Say `this`", "It's so"])
def test_what_is_to_be_copied_is_one_word_to_a_shell_whatever_a_file_calls_its_columns(byline, here, file, column):
    table = f"title,created_at,{column}\n" + "".join(
        f"{n},2024-01-{n:02},The lift in house B stops on floor {n} and nobody comes to mend it\n" for n in range(1, 25)
    )
    code, _said, complaint = byline("import", "ideas", file(table))
    [said] = re.findall(r"Say (--map .*), or --leave", complaint)
    assert (code, shlex.split(said)) == (2, ["--map", f"body={column}"])
    assert said.count("'") >= 2


def test_a_dry_run_and_taking_back_count_the_comments_that_go_with_their_ideas_alike(byline, here, file):
    table = file("id,title,created_at,comments\n1,Lamps,2024-01-01,Yes.\n2,Paint,2024-01-01,No.\n", "box.csv")
    assert byline("import", "ideas", table)[0] == 0
    assert "4 would be taken back." in byline("import", "undo", "box", "--dry-run")[1]
    assert "2 ideas and 2 comments were taken back." in byline("import", "undo", "box")[1]
