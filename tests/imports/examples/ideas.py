"""Ideas, feedback and tickets, as fourteen systems give them out."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from tests.imports.examples.example import Example, named, open_document, table, unquoted, workbook

LONG_TITLE = "A shuttle between the two houses would save " + "everybody the walk in the rain " * 4
assert 140 < len(LONG_TITLE) < 200
LONG_BODY = "The bus leaves full every morning. " * 580
assert len(LONG_BODY) > 20_000

IDEASCALE = (
    named(
        "Idea ID|Idea Title|Idea Description|Author|Net Votes|Up Votes|Down Votes|Comments|Category|Created|Idea Link"
    ),
    named(
        "101|Fewer forms|One form is enough.<br /><br />Today there are <b>five</b>.<div>They ask the same.</div>|Ann Example|12|14|2|0|Service|2009-05-21 10:15:00|https://ideas.example/101"
    ),
    (
        "102",
        'Open the "old" archive',
        "Nobody can look at it.<br />Tom &amp; Bea asked twice.",
        "Bea Example",
        "-3",
        "1",
        "4",
        "0",
        "Records",
        "2009-05-22 08:00:00",
        "https://ideas.example/102",
    ),
    named(
        "103|Later hours|<ul><li>Tuesday</li><li>Friday</li></ul>|Cy Example|0|0|0|0|Service|2009-05-23 17:30:00|https://ideas.example/103"
    ),
)
MAYOR = (
    named("编号|留言用户|留言主题|留言时间|留言详情|答复意见|答复时间"),
    (
        2549,
        "U0001",
        "停车场夜间没有灯",
        "2019/4/25 9:32:09",
        "\n\t\t\t\t\t\n\t\t\t\t\t\t停车场晚上很黑。\n\t\t\t\t\t\t希望装几盏灯，谢谢。\n",
        "您好，已转相关部门研究。",
        "2019/5/10 14:56:53",
    ),
    (
        2554,
        "U0002",
        "公交站牌字太小",
        "2019/4/24 16:03:40",
        "\n\t\t\t\t\t\t老人看不清站牌上的字。\n",
        "您好，感谢反映。",
        "2019/5/9 9:49:10",
    ),
)
JIRA = (
    named(
        "Summary|Issue key|Issue id|Issue Type|Status|Priority|Assignee|Reporter|Created|Updated|Description|Watchers|Watchers|Labels|Labels|Comment|Comment"
    ),
    named(
        "Fix the door of house B|FAC-1|10001|Task|In Progress|Medium|Max Muster|Ada Example|22/Sep/25 9:26 AM|23/Sep/25 4:05 PM|The door *sticks* in winter.|ada|max|doors|winter|22/Sep/25 10:00 AM;ada;It is the upper hinge.|23/Sep/25 4:05 PM;max;Ordered a new one."
    ),
    named(
        "Lamps in the yard|FAC-2|10002|Task|Done|Low||Bo Example|1/Oct/25 12:00 PM|2/Oct/25 8:00 AM|It is dark at six.|||light|||"
    ),
)
GITHUB = """\
{"id": 9001, "number": 1, "title": "Dark theme", "user": {"login": "ada-example", "id": 5, "avatar_url": "https://img.example/a"}, "labels": [{"name": "feature"}, {"name": "design"}], "state": "open", "comments": 2, "created_at": "2024-03-05T10:00:00Z", "updated_at": "2024-03-06T10:00:00Z", "closed_at": null, "html_url": "https://code.example/1", "body": "## Why\\n\\nBright pages hurt at **night**.\\n\\n```\\ncolor-scheme: dark\\n```", "reactions": {"+1": 4, "-1": 0}}
{"id": 9002, "number": 2, "title": "Export to PDF", "user": {"login": "bo-example", "id": 6, "avatar_url": "https://img.example/b"}, "labels": [], "state": "closed", "comments": 0, "created_at": "2024-04-01T09:00:00Z", "updated_at": "2024-04-02T09:00:00Z", "closed_at": "2024-04-02T09:00:00Z", "html_url": "https://code.example/2", "body": "- [ ] one page\\n- [ ] all pages", "reactions": {"+1": 0, "-1": 1}}
"""
CANNY = """\
{"id": "c1", "title": "Remind me before a shift", "details": "An hour before would do.", "status": "planned", "score": 12, "commentCount": 1, "author": {"name": "Ann Example", "email": "ann@ideas.example"}, "category": {"name": "Shifts"}, "tags": [{"name": "mobile"}], "created": "2024-03-05T10:00:00.000Z", "url": "https://feedback.example/p/1"}
{"id": "c2", "title": "Swap a shift", "details": "Between two people, without a call.", "status": "open", "score": 3, "commentCount": 0, "author": {"name": "Bea Example", "email": "bea@ideas.example"}, "category": {"name": "Shifts"}, "tags": [], "created": "2024-03-07T10:00:00.000Z", "url": "https://feedback.example/p/2"}
"""
DISCOURSE = """\
{"users": [{"id": 1, "username": "ada"}], "topic_list": {"topics": [{"id": 11, "title": "A quiet room", "excerpt": "For calls, on every floor.", "created_at": "2024-02-01T08:00:00.000Z", "like_count": 7, "tags": ["rooms"], "last_poster_username": "ada"}, {"id": 12, "title": "Plants in the hall", "excerpt": "Green is good.", "created_at": "2024-02-03T08:00:00.000Z", "like_count": 2, "tags": [], "last_poster_username": "bo"}]}}
"""
CANNY_CSV = (
    named("ID|Title|Content|Status|Upvotes|User Name|User Email|Created At"),
    named("1|Print both sides|Saves paper.|planned|12|Ann Example|ann@ideas.example|2024-03-05T10:00:00Z"),
    named("2|Fewer printers|One on each floor.|open|4|Bo Example|bo@ideas.example|2024-03-06T10:00:00Z"),
)
FRENCH = (
    named("id|name|body|status|votes|category"),
    named(
        "11|Un abri pour les vélos devant la mairie|Installer un abri fermé pour trente vélos, en y plantant des arbres tout autour et en y installant des bancs.||14|Mobilité"
    ),
    named(
        "12|Des bancs à l'ombre|Près de l'école, il n'y a rien pour s'asseoir quand il fait chaud l'été en attendant les enfants.||5|Parcs"
    ),
)
COLLECT = (
    named(
        "contribution_type|proposal_id|proposal_title|proposal_bodyText|proposal_createdAt|proposal_author_username|proposal_votes_totalCount|proposal_votes_id|proposal_comments_id|proposal_comments_body|proposal_comments_createdAt|proposal_comments_author_username"
    ),
    named("proposal|p1|Une fontaine|De l'eau pour tous, sur la grande place.|2017-02-01 00:04:00|Ada Exemple|3|||||"),
    named(
        "proposalVote|p1|Une fontaine|De l'eau pour tous, sur la grande place.|2017-02-01 00:04:00|Ada Exemple|3|v1||||"
    ),
    named(
        "proposalComment|p1|Une fontaine|De l'eau pour tous, sur la grande place.|2017-02-01 00:04:00|Ada Exemple|3||c1|Très bonne idée.|2017-02-03 10:00:00|Bo Exemple"
    ),
    named("proposal|p2|Un kiosque|Pour la musique du dimanche, près du lac.|2017-02-02 00:04:00|Cy Exemple|1|||||"),
)
CHILE = (
    named("id|titulo|descripcion|categoria|autor"),
    named("1|Luces en la plaza|De noche no se ve nada.|Seguridad|Ana Ejemplo"),
    ("2", LONG_TITLE, "Un bus pequeño bastaría.", "Transporte", "Beto Ejemplo"),
)
TRAFFY = (
    named("ticket_id|type|organization|comment|photo|coords|address|subdistrict|timestamp|state|star"),
    named(
        "2021-AAA1|{ถนน}|เขตตัวอย่าง|ทางม้าลายสีจาง มองไม่เห็นตอนกลางคืน คนข้ามถนนลำบากมากขอให้ช่วยทาสีใหม่และติดตั้งไฟส่องสว่างเพิ่มเติมด้วยครับ|https://photo.example/1|100.5,13.7|ถนนตัวอย่าง|ตัวอย่าง|2021-09-03 12:51:09.453003+00|เสร็จสิ้น|5"
    ),
    named(
        "2021-AAA2|{ทางเท้า}|เขตตัวอย่าง|ทางเท้าพัง เดินไม่ได้|https://photo.example/2|100.5,13.7|ถนนตัวอย่าง|ตัวอย่าง|2021-09-10 09:00:00.000000+00|รอรับเรื่อง|"
    ),
    named(
        "2021-AAA3|{ทางเท้า}|เขตตัวอย่าง|ทางเท้าพัง เดินไม่ได้|https://photo.example/3|100.5,13.7|ถนนตัวอย่าง|ตัวอย่าง|2021-09-11 09:00:00.000000+00|กำลังดำเนินการ|"
    ),
)
VIETNAMESE = (
    named("Title|Content|Author|Department|Category|Views|Likes|Dislikes|Submission Date"),
    named(
        "Thêm ghế ở thư viện|Sinh viên phải đứng vào giờ cao điểm.|Nguyễn Văn Mẫu||Thư viện|10|4|1|16:53:35, 16/3/2023"
    ),
    named("Mở cửa sớm hơn|Bảy giờ sáng là tốt nhất.|Trần Thị Mẫu||Thư viện|3|0|2|08:05:00, 17/3/2023"),
)
FINNISH = (
    named("1|Pyörätelineitä lisää|Asemalla ei ole tilaa pyörille, ja sade kastelee ne kaikki.|2012-03-01 10:00:00|12"),
    named(
        "2|Kirjasto auki sunnuntaina|Moni ehtii vasta viikonloppuna lukemaan lehtiä ja lainaamaan.|2012-03-02 10:00:00|4"
    ),
)
TICKETS = (
    named("Ticket ID|Client Name|Subject|Description|Priority|Status|Created"),
    named("T-1|Ann Example|The heating clanks|It clanks at night, in room 12.|High|open|2024-01-31"),
    named("T-2|Bo Example|A new key|Mine is bent.|Low|solved|2024-02-01"),
)
NORWAY_DATES = (
    ("title", "body", "created_at"),
    ("A", "One thing or another.", "03/04/2024"),
    ("B", "And a second.", "11/12/2024"),
)

SERIALS = (
    ("title", "body", "created"),
    ("Bikes", "More racks for them.", date(2024, 1, 31)),
    # Spreadsheets know no zones.
    ("Buses", "Later ones.", datetime(2024, 2, 1, 9, 30)),  # noqa: DTZ001
)

EVERY = [
    Example("ideascale.tsv", "ideas", unquoted(*IDEASCALE), 3),
    Example("ideascale.xlsx", "ideas", workbook(*IDEASCALE), 3),
    Example("mayor.xlsx", "ideas", workbook(*MAYOR), 2),
    Example(
        "mayor-gb.csv", "ideas", table(*MAYOR, encoding="gb18030"), 2, ("--encoding", "gb18030"), "--encoding gb18030"
    ),
    Example("mayor-utf16.csv", "ideas", table(*MAYOR, separator="\t", encoding="utf-16"), 2),
    Example("mayor-unmarked.csv", "ideas", table(*MAYOR, encoding="utf-16-le"), 2),
    Example("montreuil.csv", "ideas", table(*FRENCH), 2, ("--date", "2019-06-01"), "--date"),
    Example(
        "montreuil-1252.csv",
        "ideas",
        table(*FRENCH, separator=";", encoding="cp1252"),
        2,
        ("--date", "2019-06-01", "--encoding", "cp1252"),
        "--encoding cp1252",
    ),
    Example("collect.csv", "ideas", table(*COLLECT), 2),
    Example("propuestas.csv", "ideas", table(*CHILE), 2, ("--shorten", "--date", "2021-05-01"), "--date"),
    Example("traffy.csv", "ideas", table(*TRAFFY), 3),
    Example(
        "traffy-874.csv",
        "ideas",
        table(*([row[:1] + row[3:4] + row[8:10] for row in TRAFFY]), encoding="cp874"),
        3,
        ("--encoding", "cp874"),
        "--encoding cp874",
    ),
    Example("ideas-vi.csv", "ideas", table(*VIETNAMESE), 2),
    Example("jira.csv", "ideas", table(*JIRA), 2),
    Example("issues.json", "ideas", "[{}]".format(",".join(GITHUB.splitlines())).encode(), 2),
    Example("canny.jsonl", "ideas", CANNY.encode(), 2),
    Example("discourse.json", "ideas", DISCOURSE.encode(), 2),
    Example("canny.csv", "ideas", table(*CANNY_CSV), 2),
    Example(
        "initiatives.csv", "ideas", table(*FINNISH), 2, ("--columns", "id,title,body,created_at,votes"), "--columns"
    ),
    Example("tickets.ods", "ideas", open_document(*TICKETS), 2),
    Example("american.csv", "ideas", table(*NORWAY_DATES), 2, ("--dates", "mdy"), "--dates"),
    Example("said.csv", "ideas", b"sep=;\r\n" + table(*CANNY_CSV, separator=";"), 2),
    Example("serials.xlsx", "ideas", workbook(*SERIALS), 2),
    Example(
        "long-body.csv",
        "ideas",
        table(("title", "body", "date"), ("Bus", LONG_BODY, "2024-01-31")),
        1,
        ("--shorten",),
        "--shorten",
    ),
]

FIRST = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
IDEAS = [replace(example, first=FIRST.get(example.name, {})) for example in EVERY]
