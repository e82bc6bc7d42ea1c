"""Addresses and marks where no spaces stand between words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.markdown import render

HERE = "https://x.example/a"


def links(markdown):
    return re.findall(r'href="([^"]*)"', render(markdown))


@pytest.mark.parametrize(
    "text",
    [
        f"请看{HERE}，多谢",
        f"（见 {HERE}）然后",
        f"在{HERE}。下一句",
        f"「{HERE}」",
        f"《{HERE}》；好",
        f"“{HERE}”",
        f"เปิด {HERE}… ครับ",
        f"{HERE}：第一",
    ],
)
def test_an_address_ends_before_a_sign_of_these_scripts(text):
    assert links(text) == [HERE]
    assert re.sub("<[^>]*>", "", render(text)).strip() == text


def test_two_addresses_with_such_a_sign_between_are_two():
    assert links(f"{HERE}、{HERE}/b。") == [HERE, f"{HERE}/b"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://x.example/停车场", "https://x.example/%E5%81%9C%E8%BD%A6%E5%9C%BA"),
        (
            "https://x.example/ที่จอด?q=a,b",
            "https://x.example/%E0%B8%97%E0%B8%B5%E0%B9%88%E0%B8%88%E0%B8%AD%E0%B8%94?q=a,b",
        ),
        ("<https://x.example/a，b>", "https://x.example/a%EF%BC%8Cb"),
        ("[词](https://x.example/a。b)", "https://x.example/a%E3%80%82b"),
    ],
)
def test_letters_stay_in_an_address_and_what_is_framed_stays_whole(text, link):
    assert links(text) == [link]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("开头**要点：**后面", "开头<strong>要点：</strong>后面"),
        ("请用**“绿灯”**标出", "请用<strong>“绿灯”</strong>标出"),
        ("**สำคัญ:**อ่านก่อน", "<strong>สำคัญ:</strong>อ่านก่อน"),
        ("*（注）*见下", "<em>（注）</em>见下"),
        ("~~旧价：~~新价", "<s>旧价：</s>新价"),
        ("**「店」***（一）*店", "<strong>「店」</strong><em>（一）</em>店"),
    ],
)
def test_marks_stand_beside_letters_and_signs(typed, shown):
    assert render(typed) == f"<p>{shown}</p>\n"


@pytest.mark.parametrize("typed", ["3 * 4 * 5", "甲 * 乙 * 丙", "a_b_c", "甲_乙_丙", "十**九", "** 空 **字"])
def test_what_is_no_mark_stays_as_it_was_typed(typed):
    assert render(typed) == f"<p>{typed}</p>\n"


@given(
    st.lists(st.sampled_from(["停", "ที่", "a", "，", "“", "**", "*", " ", "~~", "http://x.example/", "("]), max_size=10)
)
def test_no_letter_is_lost_beside_any_signs(parts):
    text = "x" + "".join(parts)  # A line that begins with ~~~ is a fence, whose name is not shown.
    shown = re.sub("<[^>]*>", "", render(text))
    assert re.sub(r"[*~\s]", "", shown) == re.sub(r"[*~\s]", "", text)
