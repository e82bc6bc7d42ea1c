"""./byline import: what is said of columns that nobody knows, at the terminal."""

import pytest

from app.discussion.models import Authorship, Comment, Origin, Post
from app.ideas.models import Response
from app.recognition.models import Recognition
from tests.makers import rows

WHY = "It costs too much this year, and the money for the next one is spent as well."
AGAIN = "The works begin in spring, when the ground is no longer frozen in the yard."


@pytest.fixture
def file(file):
    return lambda content, name="box.csv": file(content, name)


def test_an_answer_under_a_name_of_its_own_is_asked_for_and_kept_in_mind(byline, store, here, file):
    content = f"title,body,created_at,What the office replied\nOven,A new one.,2019-03-01,{WHY.replace(',', '')}\n"
    code, _said, complaint = byline("import", "ideas", file(content))
    assert (code, rows(store, Post)) == (2, [])
    assert (
        "Say --map answer='What the office replied', or --map body='body+What the office replied', "
        "or --leave 'What the office replied'." in complaint
    )
    assert byline("import", "ideas", file(content), "--map", "answer=What the office replied")[0] == 0
    assert [one.decision for one in rows(store, Response)] == [WHY.replace(",", "")]
    more = content + f"Stove,Another one.,2019-03-02,{AGAIN.replace(',', '')}\n"
    assert byline("import", "ideas", file(more))[0] == 0
    assert len(rows(store, Response)) == 2


def test_two_texts_become_one_below_each_other(byline, store, here, file):
    content = f'title,body,created_at,What it brings\nOven,A new one.,2019-03-01,"{WHY}"\n'
    assert byline("import", "ideas", file(content), "--map", "body=body+What it brings")[0] == 0
    assert rows(store, Post)[0].body == f"A new one.\n\n{WHY}"


@pytest.mark.parametrize("words", [["--leave", "Ruled on"], ["--leave-rest"], ["--map", "answered_at=Ruled on"]])
def test_a_second_date_is_asked_for(byline, store, here, file, words):
    content = "title,created_at,Ruled on\nOven,2019-03-01,2019-04-02\n"
    code, _said, complaint = byline("import", "ideas", file(content))
    assert (code, "Say --map answered_at='Ruled on', or --leave 'Ruled on'." in complaint) == (2, True)
    assert byline("import", "ideas", file(content), *words)[0] == 0


def test_a_column_without_a_name_is_told_by_its_letter_and_named_with_the_others(byline, store, here, file):
    given = file(f'title,,created_at\nOven,"{WHY}",2019-03-01\n')
    code, _said, complaint = byline("import", "ideas", given)
    assert (code, "Column B has no name" in complaint) == (2, True)
    assert "or say --columns title,body,created_at." in complaint
    assert byline("import", "ideas", given, "--columns", "title,body,created_at")[0] == 0
    assert [(one.title, one.body) for one in rows(store, Post)] == [("Oven", WHY)]


@pytest.mark.parametrize(
    ("verb", "content", "names"),
    [
        ("ideas", f'8,Oven,"{WHY}",2019-03-01\n9,Stove,"{AGAIN}",2019-03-02\n', "id,title,body,created_at"),
        ("people", "511,李安,厨房\n512,周平,厨房\n", "employee_id,name,department"),
        ("thanks", "Ana|You saved the day.|2019-05-14\nBen|Well done.|2019-06-02\n", "receivers,message,created_at"),
        ("comments", f'8,Ada Moll,"{WHY}",2019-03-01\n', "idea_id,author,body,created_at"),
    ],
)
def test_a_file_without_a_header_is_told_as_one_and_by_nothing_in_its_first_row(
    byline, here, file, verb, content, names
):
    code, _said, complaint = byline("import", verb, file(content))
    assert (code, complaint.count("\n")) == (1, 2)
    assert f"as in --columns {names}." in complaint
    assert "--map" not in complaint


def test_a_file_without_a_header_goes_in_whole_as_it_is_told(byline, store, here, file):
    given = file(f'8,Oven,"{WHY}",2019-03-01\n9,Stove,"{AGAIN}",2019-03-02\n')
    assert byline("import", "ideas", given, "--columns", "id,title,body,created_at")[0] == 0
    assert [one.title for one in rows(store, Post)] == ["Oven", "Stove"]
    kudos = file("Ana|You saved the day.|2019-05-14\nBen|Well done.|2019-06-02\n", "k.csv")
    assert byline("import", "thanks", kudos, "--columns", "receivers,message,created_at", "--match-names")[0] == 0
    assert len(rows(store, Recognition)) == 2


@pytest.mark.parametrize(
    ("content", "title", "comments"),
    [
        ("Summary,Created,Comment,Comment\nMend the oven,22/Sep/25 9:26 AM,one,two\n", "Mend the oven", 2),
        ("Summary,Created,Comment\nMend the oven,22/Sep/25 9:26 AM,one\n", "Mend the oven", 1),
        ("Issue key,Summary,Status\nK-1,Mend the oven,Done\n", "Mend the oven", 0),
        ("Zusammenfassung;Beschreibung\nDer Ofen;Er ist kalt.\n", "Der Ofen", 0),
        ("Subject\nMend the oven\n", "Mend the oven", 0),
    ],
)
def test_where_there_is_no_title_a_summary_is_one(byline, store, here, file, content, title, comments):
    code, said, complaint = byline("import", "ideas", file(content), "--date", "2019-03-01")
    assert code == 0, said + complaint
    assert [one.title for one in rows(store, Post)] == [title]
    assert len(rows(store, Comment)) == comments


def test_a_title_under_another_name_is_guessed(byline, here, file):
    given = file("Nr,Was,Wann\nQ-1,Ein neuer Ofen,2019-03-01\nQ-2,Mehr Brot,2019-03-02\n")
    code, _said, complaint = byline("import", "ideas", given)
    assert (code, "Say --map title=Was, or --leave Was." in complaint) == (1, True)
    assert "Say --map created_at=Wann" in complaint


def test_a_summary_as_long_as_a_text_is_one(byline, store, here, file):
    long = f"{WHY} {AGAIN}"
    assert byline("import", "ideas", file(f'Summary,Created\n"{long}",2019-03-01\n'))[0] == 0
    assert rows(store, Post)[0].title == WHY
    beside = file(f'Summary,Description,Created\n"{long}","{AGAIN} {WHY}",2019-03-01\n', "other.csv")
    assert byline("import", "ideas", beside, "--dry-run")[0] == 1


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ("Net Votes,Up Votes,Down Votes", "12,14,2", (14, 2)),
        ("Net Votes,Up Votes,Down Votes", "-3,1,4", (1, 4)),
        ("net votes,downvotes", "-3,4", (1, 4)),
        ("net votes,downvotes", "5,-2", (7, 2)),
        ("vote sum,total votes,downvotes", "12,16,2", (14, 2)),
        ("votes,upvotes,downvotes", "12,14,2", (14, 2)),
        ("votes,likes,dislikes", "12,14,2", (14, 2)),
        ("Net Votes", "12", (12, 0)),
        ("Net Votes", "-3", (0, 0)),
    ],
)
def test_votes_for_are_those_for_it_wherever_both_sides_are_known(byline, store, here, file, header, cells, found):
    given = file(f"title,created_at,{header}\nOven,2019-03-01,{cells}\n")
    assert byline("import", "ideas", given)[0] == 0
    assert (rows(store, Post)[0].votes_brought, rows(store, Origin)[0].votes_against) == found


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("votes", "x", "“x” is not a whole number."),
        ("votes", "3.7", "“3.7” is not a whole number."),
        ("votes", "9" * 20, "99999999999999999999 is too large a number here. It can be up to 1,000,000,000."),
        ("downvotes", "-2000000000", "-2000000000 is too large a number here. It can be up to 1,000,000,000."),
        ("votes", "9" * 9_000, " is too large a number here. It can be up to 1,000,000,000."),
        ("comment count", "many", "“many” is not a whole number."),
    ],
)
def test_a_number_that_is_none_is_told_with_what_may_be(byline, here, file, column, cell, sentence):
    code, _said, complaint = byline("import", "ideas", file(f"title,created_at,{column}\nOven,2019-03-01,{cell}\n"))
    assert (code, sentence in complaint.replace("\n", " ")) == (1, True)


def test_what_a_file_says_otherwise_now_is_told_without_being_asked(byline, store, here, file):
    head = "id,title,created_at,votes,status\n"
    byline("import", "ideas", file(head + "8,Oven,2019-03-01,2,planned\n9,Stove,2019-03-01,3,\n"))
    later = file(head + "8,Oven,2019-03-01,20,done\n9,Stove,2019-03-01,3,\n")
    told = "1 is here otherwise than the file says now; --update brings what it says of votes, status and answer."
    for words in (["--dry-run"], []):
        assert told in byline("import", "ideas", later, *words)[1].replace("\n", " ")
    assert [one.votes_brought for one in rows(store, Post)] == [2, 3]
    said = byline("import", "ideas", later, "--update")[1]
    assert ("1 idea was brought up to date." in said, "were imported" in said) == (True, False)
    assert "otherwise than" not in byline("import", "ideas", later)[1]


@pytest.mark.parametrize(
    ("verb", "content"),
    [
        ("people", "First Name,Last Name,Job Title,Title,Email\nAda,Moll,Baker,Dr,ada@x.example\n"),
        ("people", "姓,名,社員番号\n李,安,511\n"),
        ("ideas", "title,created_at,votes,likes,dislikes\nOven,2019-03-01,1,2,1\n"),
    ],
)
def test_a_rule_of_no_system_is_called_no_export(byline, here, file, verb, content):
    code, said, complaint = byline("import", verb, file(content), "--dry-run")
    assert (code, "export of" in said + complaint) == (0, False)


def test_nothing_is_said_to_hold_that_nobody_told(byline, here, file):
    byline("import", "ideas", file("id,title,created_at\n8,Oven,2019-03-01\n"))
    said = byline("import", "ideas", file("id,title,created_at\n8,Oven,2019-03-01\n9,Stove,2019-03-01\n"))[1]
    assert ("What was told" in said, "Its columns are taken as those of “box” were on" in said) == (False, True)


def test_whoever_wrote_is_found_by_an_address_behind_their_name_and_by_no_other_accents(byline, store, here, file):
    content = (
        "id,title,created_at,author,comment\n"
        "1,Oven,2019-03-01,Ana of Sales <ana@example.com>,\n"
        "2,Stove,2019-03-01,aná@example.com,\n"
        '3,Bread,2019-03-01,"Silva, José",'
        '"[{""body"": ""Yes."", ""author"": ""Ben <ben@example.com>""}]"\n'
    )
    assert byline("import", "ideas", file(content))[0] == 0
    people = [(one.person_id, one.name) for one in rows(store, Authorship)]
    assert people == [(here.ana, "Ana of Sales"), (None, "aná@example.com"), (None, "Silva, José")]
    assert [(one.author_id, one.author_name, one.body) for one in rows(store, Comment)] == [(here.ben, "Ben", "Yes.")]
    said = file("idea_id,author,body,date\n1,Ben of Sales (ben@example.com),Truly.,2019-04-01\n", "said.csv")
    code, told, _complaint = byline("import", "comments", said, "--source", "box")
    assert (code, "1 has an author who is here." in told) == (0, True)
