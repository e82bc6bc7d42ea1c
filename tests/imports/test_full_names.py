"""Names that came in parts are put together as their language does."""

import pytest

from app.imports.names import full_name


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("Ann", "Lee", "Ann Lee"),
        ("文", "陈", "陈文"),
        ("太郎", "山田", "山田太郎"),
        ("タロウ", "ヤマダ", "ヤマダタロウ"),
        ("민수", "김", "김민수"),
        ("สมชาย", "ใจดี", "สมชาย ใจดี"),
        ("An", "Nguyễn Văn", "Nguyễn Văn An"),
        ("Hương", "Le", "Le Hương"),
        ("Minh", "Lê", "Lê Minh"),
        ("Kevin", "Nguyen", "Kevin Nguyen"),
        ("Đorđe", "Đoković", "Đorđe Đoković"),
        ("Ẹniọlá", "Ọbasá", "Ẹniọlá Ọbasá"),
        ("Zoé", "Forêt", "Zoé Forêt"),
        ("János", "Kovács", "János Kovács"),
        ("Tony", "陈", "Tony 陈"),
        ("Иван", "Петров", "Иван Петров"),
        ("ANN", "LEE", "ANN LEE"),
        ("mary-jane", "McDonald", "mary-jane McDonald"),
    ],
)
def test_a_name_goes_as_its_language_does(given, family, name):
    assert full_name(given, family) == name


def test_a_middle_name_stands_between():
    assert full_name("Ann", "Lee", "B.") == "Ann B. Lee"
    assert full_name("An", "Nguyễn", "Văn") == "Nguyễn Văn An"
    assert full_name("Ann", "Lee", " ") == "Ann Lee"


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [(" Ann \t Maria ", "", "Ann Maria"), ("", " Lee", "Lee"), ("", "", ""), ("文", "", "文")],
)
def test_an_empty_part_leaves_no_space(given, family, name):
    assert full_name(given, family) == name


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("Ann Lee", "Lee", "Ann Lee"),
        ("Ann LEE", "Lee", "Ann LEE"),
        ("Nguyen Van An", "Nguyen", "Nguyen Van An"),
        ("Ann", "Ann Lee", "Ann Lee"),
        ("Ann de la Cruz", "de la Cruz", "Ann de la Cruz"),
        ("陈文", "陈", "陈文"),
        ("Thomas", "Thomas", "Thomas Thomas"),
        ("Leeann", "Lee", "Leeann Lee"),
        ("林", "林", "林林"),
    ],
)
def test_a_family_name_that_stands_there_already_is_not_repeated(given, family, name):
    assert full_name(given, family) == name
