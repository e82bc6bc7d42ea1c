"""Bodies made like those that products export: what they are as Markdown, and that nothing else is on the page."""

import pytest

from app.imports.texts import Sniff, Writing, to_markdown
from app.imports.titles import title_and_rest
from tests.imports.pages import Page

IDEASCALE = """Open the archive on Saturdays.<br /><br /><div>Two people are enough:<br />
- one at the desk<br />- one in the rooms</div><div>&nbsp;</div>See <a href="https://archive.example/hours?a=1&amp;b=2"
target="_blank" rel="nofollow">the hours</a>. (Idea &quot;submitted&quot; by Ann &amp; Bo)"""
DECIDIM = """<p>The canteen throws food away.</p><p><br></p><ul><li data-list="bullet"><span class="ql-ui"
contenteditable="false"></span>Smaller plates</li><li>A <strong>second</strong> helping</li></ul><p><a
href="https://food.example/a_b" rel="noopener noreferrer" target="_blank">More</a></p>"""
DISCOURSE = """<aside class="quote" data-username="bo"><div class="title"><div class="quote-controls"></div>bo:</div>
<blockquote><p>Who has the key?</p></blockquote></aside><p><a class="mention" href="/u/ann">@ann</a> has it
<img src="https://talk.example/smile.png" title=":smile:" class="emoji" alt=":smile:"></p><p><code>door_2</code></p>
<div class="lightbox-wrapper"><a class="lightbox" href="https://talk.example/full.png"><img src="https://talk.example/t.png"
alt="The door"><div class="meta"><svg class="fa"><use href="#image"></use></svg></div></a></div>"""
OUTLOOK = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="x">
<style><!-- /* Font Definitions */ @font-face {font-family:Calibri;} --></style><title>Mail</title></head><body lang="EN-GB">
<div class="WordSection1"><p class="MsoNormal"><span style="font-size:11.0pt;color:#1F497D">Hello all,<o:p></o:p></span></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoListParagraph" style="text-indent:-18.0pt"><![if !supportLists]>
<span style="mso-list:Ignore">1.<span style="font:7.0pt">&nbsp;&nbsp; </span></span><![endif]>Turn the heating <b>down</b>
at night<o:p></o:p></p><div style="border:none"><p class="MsoNormal"><b>From:</b> Bo &lt;bo@example.com&gt;</p></div></div>
</body></html>"""
GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-size:11pt;font-weight:700;">Plan</span></p><p dir="ltr"><span style="font-style:italic;">Soon</span><span>.
</span></p></b>"""
ZENDESK = """<div class="zd-comment" dir="auto"><p dir="auto">The printer on floor 2 jams.<br>&nbsp;<br>Ann</p></div>"""
CAP_COLLECTIF = """<p>Des bancs à l&#39;ombre&nbsp;: c&#39;est mieux.</p><p>10&nbsp;% des places</p>"""
WORDPRESS = """Bikes are wet.

A roof would help, and <em>costs</em> little.
<ul>
  <li>wood</li>
  <li>steel</li>
</ul>
<blockquote>It rains a lot.</blockquote>"""
SHAREPOINT = """<div class="ExternalClass1A2B"><p>&#8203;Lamps in the yard are off.</p><table class="ms-rteTable-default"><tbody>
<tr><td>Yard</td><td>Lamps</td></tr><tr><td>North</td><td>4</td></tr></tbody></table></div>"""


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        (
            IDEASCALE,
            "Open the archive on Saturdays.\n\nTwo people are enough:\n\\- one at the desk\n\\- one in the rooms\n\n"
            'See [the hours](https://archive.example/hours?a=1&b=2). (Idea "submitted" by Ann & Bo)',
        ),
        (
            DECIDIM,
            "The canteen throws food away.\n\n- Smaller plates\n- A **second** helping\n\n[More](https://food.example/a_b)",
        ),
        (
            DISCOURSE,
            "bo:\n> Who has the key?\n\n@ann has it :smile:\n\n`door_2`\n\n[The door](https://talk.example/full.png)",
        ),
        (OUTLOOK, "Hello all,\n\n1\\. Turn the heating **down** at night\n\n**From:** Bo \\<bo@example.com>"),
        (GOOGLE_DOCS, "**Plan**\n\n*Soon*."),
        (ZENDESK, "The printer on floor 2 jams.\n\nAnn"),
        (CAP_COLLECTIF, "Des bancs à l'ombre : c'est mieux.\n\n10 % des places"),
        (
            WORDPRESS,
            "Bikes are wet.\n\nA roof would help, and *costs* little.\n\n- wood\n- steel\n\n> It rains a lot.",
        ),
        (SHAREPOINT, "Lamps in the yard are off.\n\n| Yard | Lamps |\n| --- | --- |\n| North | 4 |"),
    ],
)
def test_html_of_a_product_becomes_what_its_writer_saw(body, markdown):
    assert to_markdown(body, Writing.HTML) == markdown


@pytest.mark.parametrize(
    "body", [IDEASCALE, DECIDIM, DISCOURSE, OUTLOOK, GOOGLE_DOCS, ZENDESK, CAP_COLLECTIF, WORDPRESS]
)
def test_each_of_them_is_known_as_html(body):
    sniff = Sniff()
    sniff.feed(body)
    assert sniff.writing == Writing.HTML


def test_an_issue_of_jira_becomes_a_page():
    issue = """h3. Steps
# Open *Orders*
# Press {{Print}}
#* twice

{panel:title=Seen|bgColor=#fff}
Nothing happens, see [the log|https://log.example/a_b|smart-link] and !shot.png|width=200!
{panel}
{code:java|title=Order.java}
if (a * b > c_d) { return; }
{code}
[~accountid:5f-1] said: {color:#ff0000}-later-{color}
----
||Floor||People||
|1|12|"""
    assert to_markdown(issue, Writing.JIRA) == (
        "### Steps\n1. Open **Orders**\n1. Press `Print`\n   - twice\n\n**Seen**\n\n"
        "Nothing happens, see [the log](https://log.example/a_b) and shot.png\n\n"
        "**Order.java**\n\n```\nif (a * b > c_d) { return; }\n```\n\n@5f-1 said: ~~later~~\n\n---\n\n"
        "| Floor | People |\n| --- | --- |\n| 1 | 12 |"
    )


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ("\n\t\t\t\u3000\u3000路灯坏了。\n\t\t\t\u3000\u3000请修理。\n\t\t", "路灯坏了。", "请修理。"),
        ("领导您好：\u3000\u3000路灯坏了三天。", "路灯坏了三天。", "领导您好："),
        ("ปัญหา : ไฟดับ\nจุดสังเกต : อาคาร 3\n#1555", "ปัญหา : ไฟดับ", "จุดสังเกต : อาคาร 3\n#1555"),
        ("Buenos dias\nPropongo bancos en la calle", "Propongo bancos en la calle", "Buenos dias"),
    ],
)
def test_a_message_without_a_title_gets_one(body, title, rest):
    assert title_and_rest(to_markdown(body, Writing.PLAIN)) == (title, rest)


def test_a_page_of_a_product_has_nothing_but_what_was_written():
    for body in (OUTLOOK, GOOGLE_DOCS, SHAREPOINT):
        text = Page(to_markdown(body, Writing.HTML)).text
        assert not any(rubbish in text for rubbish in ("Mso", "Font", "style", "&", "endif", "<o:p>"))
