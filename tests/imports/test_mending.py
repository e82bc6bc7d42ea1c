"""HTML is mended before it is read: every tag closed, in order, and no tag but such as say something."""

import pytest

from app.imports.texts.mending import DEEPEST, decoded, has_entities, mended, without_comments
from app.imports.texts.tags import attributes, meaning, tags


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<b>a <i>b</b> c</i><br>", "<b>a <i>b</i></b> c<br>"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul><br>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul><br>"),
        ("<table><td>a<td>b<tr><td>c</table><br>", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><br>"),
        ("<table>a<tr>b</table><br>", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table><br>"),
        ("<div><table><tr><td>a</div>b</table></div><br>", "<div><table><tr><td>ab</td></tr></table></div><br>"),
        ("</p></div>a</b></table><br>", "a<br>"),
        ("<a href=x>a<a href=y>b<br>", '<a href="x">a</a><a href="y">b<br></a>'),
        ("<strong>a</strong><em>b</em><del>c</del><center>d</center>", "<b>a</b><i>b</i><s>c</s><div>d</div>"),
        ("<font color=red>a</font><o:p>b</o:p><unknown>c", "ab&lt;unknown&gt;c"),
        ("<SCRIPT>x<b>y</SCRIPT>a<style>z</style><br>", "a<br>"),
        ("<style>never closed<br>", "never closed<br>"),
        ("<pre>a<p>b &amp;lt;</pre>", "<pre>a<br>b &amp;lt;</pre>"),
        ("<p>a\nb</p>", "<p>a\nb</p>"),
        ("a\nb\n<ul>\n<li>c\n</ul>\nd", "a<br>b<ul><li>c</li></ul>d"),
        ("<p onclick='x' class=y>a</p><img src=p.png width=1 alt='b \"c\"'>", '<p>a</p><img src="p.png" alt="b &quot;c&quot;">'),
        ("<p>a</br>b", "<p>a<br>b</p>"),
    ],
)  # fmt: skip
def test_what_was_left_open_or_crossed_is_put_in_order(html, whole):
    assert mended(html) == whole


def test_no_more_is_open_at_once_than_the_reader_behind_can_bear():
    assert mended("<div>" * 1000 + "a").count("<div>") == DEEPEST


def test_a_tag_is_told_from_what_only_looks_like_one():
    for text in ("a < b > c", "<ann@x.example>", "<https://x.example/>", "<b and c>", "<name>", "<3", "<p"):
        assert tags(text) == []
    for text in ("<p>", "</P >", "<br/>", "<b class=x>", "<o:p>", "<td nowrap>", '<a title="a > b">'):
        assert [found[0] for found in tags(text)] == [text]


def test_an_entity_is_what_it_stands_for():
    assert decoded("Tom &amp; Ann&nbsp;&#39;x&#x27;") == "Tom & Ann\xa0'x'"
    assert decoded("?a=1&copy=2&lt") == "?a=1&copy=2&lt"
    assert decoded("&unknown; R&D;") == "&unknown; R&D;"
    assert decoded("e&#769; &#x202e;") == "é "
    assert decoded("&amp;lt;") == "&lt;"


def test_only_entities_that_exist_count():
    assert has_entities("a&nbsp;b")
    assert not has_entities("R&D; AT&T")


def test_comments_go_and_what_never_ends_stays():
    assert without_comments("a<!-- b <!-- c -->d<!--[if x]>e<![endif]-->f<!-- g") == "adf<!-- g"
    assert without_comments("<!DOCTYPE html><?xml version='1.0'?><![CDATA[a]]>") == "a"


def test_a_style_counts_more_than_a_tag():
    assert [meaning(name, ' style="font-weight: 700"') for name in ("span", "b")] == ["b", "b"]
    assert [meaning(name, " style='font-weight:normal'") for name in ("span", "b")] == ["", ""]
    assert meaning("span", "style=font-style:italic") == "i"
    assert attributes(" HREF=a title='b c' data-x=\"d\"") == {"href": "a", "title": "b c", "data-x": "d"}
