"""Signs that nobody sees, in the middle of addresses and IDs."""

import pytest

from app.core.addresses import email_address
from app.core.letters import visible
from app.discussion.models import Comment, Post
from app.people.importing.ids import as_meant
from app.people.models import Department, Person
from app.recognition.models import Recognition
from tests.makers import rows

SIGNS = ("\u200b", "\u00ad", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u202c", "\ufe0f", "\u3164")


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_they_are_taken_out_of_addresses_and_ids(sign):
    for address in (
        f"zo{sign}e@example.com",
        f"zoe{sign}@example.com",
        f"zoe@exam{sign}ple.com",
        f"zoe@example{sign}.com",
    ):
        assert email_address(address) == "zoe@example.com"
    assert (as_meant(f"12{sign}34"), as_meant(f"A{sign}-1")) == ("1234", "A-1")


@pytest.mark.parametrize("text", ["zoë@bücher.example", "พิมพ์@example.com", "نامه\u200cای", "क्\u200dष@example.com"])
def test_what_is_seen_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u200d"], ids=ascii)
def test_files_with_them_mean_what_one_sees(byline, store, here, file, sign):
    head = "employee_id,name,email,department\n"
    text = f"{head}Q{sign}7,Zoe,zo{sign}e@example.com,Sales\n"
    assert byline("import", "people", file(text))[0] == 0
    [zoe] = rows(store, Person, name="Zoe")
    assert (zoe.employee_id, zoe.email) == ("Q7", "zoe@example.com")
    said = byline("import", "people", file(text.replace(sign, "")))[1]
    assert "0 new, 0 changed, 1 unchanged." in said

    assert byline("import", "departments", file(f"code,name\nW{sign}1,Works\n", "d.csv"))[0] == 0
    assert [row.code for row in rows(store, Department, name="Works")] == ["W1"]

    ideas = f"id,title,author_email,created_at\n7{sign}8,Lamps,zo{sign}e@example.com,2024-01-31\n"
    assert byline("import", "ideas", file(ideas, "box.csv"))[0] == 0
    assert [row.external_id for row in rows(store, Post)] == ["78"]
    comments = f"id,idea_id,body,author_email,created_at\n1,78,Yes.,zoe{sign}@example.com,2024-02-01\n"
    assert byline("import", "comments", file(comments, "said.csv"), "--source", "box")[0] == 0
    assert len(rows(store, Comment)) == 1

    thanks = f"id,giver_employee_id,receiver_email,message,date\n9{sign}1,Q{sign}7,be{sign}n@example.com,Well done.,2024-02-01\n"
    assert byline("import", "thanks", file(thanks, "wall.csv"))[0] == 0
    [given] = rows(store, Recognition)
    assert given.giver_id == zoe.id
