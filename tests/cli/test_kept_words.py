"""What is kept of a file for the next one: of its own source every word, of another only what its columns are."""

import pytest

from app.credits.models import CreditLine
from app.discussion.models import Post
from app.ideas.models import Stage
from app.people.models import Person
from app.recognition.models import Recognition
from tests.makers import rows


def days(store) -> list[str]:
    return [row.created_at.date().isoformat() for row in rows(store, Post)]


def test_an_order_of_dates_that_one_source_showed_is_none_of_another(byline, store, here, file):
    assert byline("import", "ideas", file("title,created_at\nUs one,12/31/2023\nUs two,03/04/2023\n", "us.csv"))[0] == 0
    code, _said, complaint = byline("import", "ideas", file("title,created_at\nEu one,03/04/2024\n", "eu.csv"))
    assert (code, "Say which with --dates dmy or --dates mdy." in " ".join(complaint.split())) == (1, True)
    assert days(store) == ["2023-12-31", "2023-03-04"]


@pytest.mark.parametrize("name", ["box.csv", "box (1).csv", "other.csv"])
def test_an_order_that_was_told_never_beats_what_the_column_shows(byline, store, here, file, name, tmp_path):
    told = file("title,created_at\nOne,03/04/2024\n", "box.csv")
    assert byline("import", "ideas", told, "--dates", "mdy")[0] == 0
    plain = file('title,created_at\nTwo,05/04/2023\nThree,"16:53:35, 16/3/2023"\n', name)
    code, said, complaint = byline("import", "ideas", plain, "--skip-bad", tmp_path / "bad.csv")
    if name == "other.csv":
        assert (code, "What else was said of “box” does not hold for this file: --dates." in said) == (0, True)
        assert days(store) == ["2024-03-04", "2023-04-05", "2023-03-16"]
    else:
        assert (code, "“16:53:35, 16/3/2023” in row 3 cannot be in the order mdy" in complaint) == (1, True)
        assert (days(store), (tmp_path / "bad.csv").exists()) == (["2024-03-04"], False)


def test_what_a_status_an_answer_or_a_department_means_is_said_of_each_source(byline, store, here, file):
    head = "title,author,created_at,status,response\n"
    words = ("--stage", "closed=done", "--answered", "declined", "--department", "Sales", "--match-names")
    first = file(f"{head}A,ana@example.com,2024-01-31,closed,\nB,,2024-01-31,,No.\n", "one.csv")
    assert byline("import", "ideas", first, *words)[0] == 0
    credits, before = len(rows(store, CreditLine)), len(rows(store, Post))
    second = file(f"{head}C,Ana,2024-01-31,closed,\nD,,2024-01-31,,Never.\n", "two.csv")
    code, said, _complaint = byline("import", "ideas", second)
    assert code == 0
    assert "Columns are taken as those of “one” were on" in said
    assert "does not hold for this file: --stage, --answered" in said and "--match-names" in said
    kinds = {row.id: row.kind for row in rows(store, Stage)}
    assert [kinds[row.stage_id or 0] for row in rows(store, Post)[before:]] == ["answered", "answered"]
    assert (len(rows(store, CreditLine)), {row.department_id for row in rows(store, Post)[before:]}) == (
        credits,
        {None},
    )


def test_what_columns_are_holds_for_another_source_and_is_said(byline, company, file):
    told = ("--map", "name=Wer", "--map", "employee_id=Nr", "--left", "fort", "--leave", "Haus")
    text = "Nr,Wer,status,Haus\n1,Ada Wu,da,a@b.example\n"
    assert byline("import", "people", file(text, "mai.csv"), *told)[0] == 0
    code, said, _complaint = byline("import", "people", file(text.replace(",da,", ",fort,"), "juni.csv"))
    assert (code, [row.active for row in rows(company, Person)]) == (0, [True])
    assert "Columns are taken as those of “mai” were on" in said
    assert "What else was said of “mai” does not hold for this file: --left." in said


def test_what_thanks_were_told_holds_for_no_other_source(byline, store, here, file):
    head = "receivers,message,date\n"
    assert byline("import", "thanks", file(f"{head}Ben,Well done.,2023-04-15\n", "a.csv"), "--match-names")[0] == 0
    code, _said, complaint = byline("import", "thanks", file(f"{head}Ben,Again.,2023-04-16\n", "b.csv"))
    assert (code, "--match-names" in complaint, len(rows(store, Recognition))) == (1, True, 1)
