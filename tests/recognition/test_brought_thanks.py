"""What becomes of thanks from elsewhere on every page: for whom they are there, in which shares, and when no longer."""

import csv
import io
import re

import pytest

from app.core.clock import on_day
from app.core.subjects import Subject
from app.credits.models import CreditLine
from app.credits.queries import live_lines
from app.imports.columns import matched
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import person
from app.recognition import queries
from app.recognition.importing.columns import FIELDS
from app.recognition.models import Receiver, Recognition
from tests.makers import an_idea, hidden, left, people_named, rows, shown_again
from tests.recognition.bringing import brought, complaints, date, judged, undone
from tests.recognition.giving import thanked

WORDS = "You carried it up the stairs."
EVERYBODY = ["ana", "ben", "lea", "hana", "mia", "otto"]
YEAR = {"since": "2023-01-01", "until": "2023-12-31", "purpose": "A review of the year."}
SIGNED = "giver,receiver_email,message,created_at"


@pytest.fixture
def bring(store, tmp_path):
    def once(*cells, header="receiver_email,message,created_at", **how):
        return brought(store, tmp_path, "\n".join([header, *cells]) + "\n", **how)

    return once


@pytest.fixture
def judge(store, tmp_path):
    def once(*cells, header="receiver_email,message,created_at", **how):
        return judged(store, tmp_path, "\n".join([header, *cells]) + "\n", **how)

    return once


def first(store):
    with store.reading() as db:
        return queries.feed(db).rows[0]


def shares(store, recognition_id):
    with store.reading() as db:
        return [line.share for line in live_lines(db, subject=Subject("recognition", recognition_id))]


def records(visitor, **asked):
    answer = visitor.post("/records.csv", data=YEAR | asked)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def my_record(visitor):
    return list(csv.DictReader(io.StringIO(visitor.get("/me/record.csv").content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, [100]), (3, [34, 33, 33]), (7, [15, 15, 14, 14, 14, 14, 14]), (8, [13] * 4 + [12] * 4), (20, [5] * 20)],
)
def test_a_hundred_is_shared_evenly_in_the_order_of_the_file(store, cast, bring, count, expected):
    names = [f"P{n:02}" for n in range(count)]
    people_named(store, names, department_id=cast.sales)
    bring(f"{'; '.join(f'{name}@example.com' for name in reversed(names))},{WORDS},2023-04-05")
    assert shares(store, first(store).id) == expected
    assert [one.name for one in first(store).receivers] == names[::-1]


@pytest.mark.usefixtures("sound")
def test_names_kept_beside_people_take_nothing_of_their_shares(store, cast, bring):
    cell = "Rosa Antigua; otto@example.com; Tom Nobody; ben@example.com"
    bring(f"{cell},{WORDS},2023-04-05", header="receivers,message,created_at", keeps_names=True)
    assert shares(store, first(store).id) == [50, 50]
    assert [(row.name, row.party_id) for row in rows(store, Receiver, party_kind="name")] == [
        ("Rosa Antigua", 0),
        ("Tom Nobody", 1),
    ]


def test_names_kept_beside_people_count_among_the_twenty(store, cast, judge):
    strangers = "; ".join(f"Stranger {n}" for n in range(20))
    row = f"otto@example.com; {strangers},{WORDS},2023-04-05"
    found = judge(row, header="receivers,message,created_at", keeps_names=True)
    assert complaints(found) == [(2, "receivers", "21 are thanked here, and one thank-you can go to 20 at most.")]


@pytest.mark.usefixtures("sound")
def test_a_department_has_its_share_and_stands_in_no_record_of_its_people(store, cast, bring, as_):
    bring(f"otto@example.com,Operations,{WORDS},2023-04-05", header="receiver_email,department,message,created_at")
    found = records(as_(cast.hana))
    assert [(row["party"], row["name"], row["department"], row["employee_id"], row["share"]) for row in found] == [
        ("person", "Otto", "Sales", "", "50"),
        ("department", "Operations", "Operations", "", "50"),
    ]
    assert WORDS in as_(cast.lea).get("/departments/operations").text
    assert (my_record(as_(cast.ben)), [row["subject"] for row in my_record(as_(cast.otto))]) == ([], [WORDS])


@pytest.mark.usefixtures("sound")
def test_the_department_of_today_is_credited_and_stays_so_when_somebody_moves(store, cast, bring, as_):
    bring(f"otto@example.com,{WORDS},2023-04-05")
    with store.writing() as db:
        people.change_person(db, person(db, cast.otto), department_id=cast.quality)
    assert [line.department_name for line in rows(store, CreditLine)] == ["Sales"]
    assert WORDS in as_(cast.lea).get("/departments/sales").text
    assert WORDS not in as_(cast.lea).get("/departments/quality").text


@pytest.mark.parametrize("cell", ["Ann Lee", "ann@gone.example", "Rosa Antigua", "E99", ""])
@pytest.mark.parametrize("trusts_names", [True, False])
def test_a_giver_who_may_be_two_or_nobody_is_a_name_without_a_link(store, cast, bring, as_, cell, trusts_names):
    with store.writing() as db:
        for number in (1, 2):
            people.add_person(db, name="Ann Lee", email=f"ann{number}@example.com", department_id=cast.sales)
    bring(f"{cell},otto@example.com,{WORDS},2023-04-05", header=SIGNED, trusts_names=trusts_names)
    row = first(store)
    assert (row.giver_id, row.giver_name, row.department_name) == (None, cell, "")
    page = as_(cast.lea).get(f"/recognition/{row.id}").text
    links = re.findall(r'<a [^>]*href="/people/(\d+)"', page[page.index("<main") : page.index("</main")])
    assert set(links) == {str(cast.otto)}


def test_of_two_of_a_name_nobody_is_thanked_by_name(store, cast, judge):
    with store.writing() as db:
        for number in (1, 2):
            people.add_person(db, name="Ann Lee", email=f"ann{number}@example.com", department_id=cast.sales)
    row = f"ANN  LEE; otto@example.com,{WORDS},2023-04-05"
    for keeps_names in (False, True):
        found = judge(row, header="receivers,message,created_at", trusts_names=True, keeps_names=keeps_names)
        named = [(one.kind, one.name) for thanks in found.thanks for one in thanks.received]
        assert named == ([("person", "Otto"), ("name", "ANN LEE")] if keeps_names else [])


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("giver", "receiver"),
    [("Ana", "ana@example.com"), ("Rosa Antigua", "Sales"), ("", "ana@example.com"), ("Otto", "Sales")],
)
def test_ones_own_thanks_are_refused_only_where_it_is_sure_whose_they_are(store, cast, judge, bring, giver, receiver):
    row, header = f"{giver},{receiver},{WORDS},2023-04-05", "giver,receivers,message,created_at"
    is_sure = giver in {"Ana", "Otto"}
    assert len(judge(row, header=header, trusts_names=True).refused) == is_sure
    bring(row, header=header)
    assert [row.giver_id for row in rows(store, Recognition)] == [None]


@pytest.mark.usefixtures("sound")
def test_whoever_left_is_credited_and_has_a_page_and_is_told_nothing(store, cast, bring, as_, work):
    left(store, cast.otto)
    bring(f"ben@example.com,otto@example.com,{WORDS},2023-04-05", header=SIGNED)
    work()
    assert WORDS in as_(cast.lea).get(f"/people/{cast.otto}").text
    assert [(row["name"], row["share"]) for row in records(as_(cast.hana))] == [("Otto", "100")]
    assert rows(store, Notice) == []


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Bangkok", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_is_the_same_day_whoever_reads_it_wherever(store, cast, bring, as_, zone):
    bring(f"otto@example.com,{WORDS},2023-04-30", date_of=lambda text: on_day(date(text).date()))
    with store.writing() as db:
        for who in (cast.otto, cast.lea):
            people.change_person(db, person(db, who), time_zone=zone)
    for who, address in ((cast.lea, "/recognition"), (cast.lea, f"/people/{cast.otto}"), (cast.otto, "/me/record")):
        page = as_(who).get(address).text
        assert re.search(r"30 Apr|April 30|Apr 30", page), address
        assert not re.search(r"\b(1 May|29 Apr|May 1\b|Apr 29|April 29)", page), address
    assert [row["date"] for row in my_record(as_(cast.otto))] == ["2023-04-30"]


WRITTEN = f"Ana,Otto,{WORDS},2023-04-05"
NAMED = "giver,receivers,message,created_at"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (NAMED, WRITTEN),
        (NAMED.upper(), WRITTEN),
        (NAMED, f"  ANA , otto ,{WORDS}  ,2023-04-05 "),
        (NAMED, f'"Ana","Otto","{WORDS}","2023-04-05"\r'),
        ("message,created_at,receivers,giver", f"{WORDS},2023-04-05,Otto,Ana"),
        (f"{NAMED},points", f"{WRITTEN},50"),
        (f"{NAMED},kind", f"{WRITTEN},Hero"),
        (f"{NAMED},department", f"{WRITTEN},"),
        (NAMED, f"Ana,Otto,{WORDS},2023-04-05T00:00:00"),
    ],
)
def test_a_row_without_an_id_is_the_same_however_it_is_written_down(store, cast, bring, judge, header, row):
    bring(WRITTEN, header=NAMED, trusts_names=True)
    found = judge(row, header=header, trusts_names=True)
    assert (found.present, found.thanks, complaints(found)) == (1, [], [])


@pytest.mark.parametrize(
    "row",
    [
        f"Lea,Otto,{WORDS},2023-04-05",
        f"Ana,Ben,{WORDS},2023-04-05",
        f"Ana,Otto; Ben,{WORDS},2023-04-05",
        "Ana,Otto,You carried it down the stairs.,2023-04-05",
        f"Ana,Otto,{WORDS},2023-04-06",
        f",Otto,{WORDS},2023-04-05",
    ],
)
def test_a_row_without_an_id_that_says_something_else_is_another(store, cast, bring, judge, row):
    bring(WRITTEN, header=NAMED, trusts_names=True)
    found = judge(row, header=NAMED, trusts_names=True)
    assert (found.present, len(found.thanks)) == (0, 1)


def test_rows_that_name_only_addresses_beside_an_empty_column_of_names_are_told_apart(store, cast, judge):
    cells = [f"Ana,,{who}@example.com,{WORDS},2023-04-05" for who in ("otto", "ben")]
    found = judge(*cells, header="giver,receivers,receiver_email,message,created_at")
    assert (len(found.thanks), found.repeats) == (2, [])


def test_two_who_are_called_alike_are_told_apart_by_their_addresses_also_the_next_time(store, cast, bring, judge):
    header = "giver,receivers,receiver_email,message,created_at"
    cells = [f"Ana,Ann Lee,{who}@example.com,{WORDS},2023-04-05" for who in ("otto", "ben", "otto")]
    bring(*cells, header=header)
    assert [one.party_id for one in rows(store, Receiver)] == [cast.otto, cast.ben]
    again = judge(*cells, header=header)
    assert (len(again.thanks), again.present, len(again.repeats)) == (0, 2, 1)


@pytest.mark.parametrize(
    ("receiver", "message", "day"),
    [("ben@example.com", WORDS, "2023-04-05"), ("otto@example.com", "Other.", "2024-04-05")],
)
def test_an_id_is_the_same_whatever_became_of_the_rest_and_what_is_here_stays(
    store, cast, bring, judge, receiver, message, day
):
    header = "id,receiver_email,message,created_at"
    bring(f"7,otto@example.com,{WORDS},2023-04-05", header=header)
    bring(f"7,{receiver},{message},{day}", header=header)
    assert [(row.message, row.external_id) for row in rows(store, Recognition)] == [(WORDS, "7")]
    assert len(judge(f"07,{receiver},{message},{day}", header=header).thanks) == 1


def test_the_same_id_in_two_sources_is_two_thanks(store, cast, bring):
    for source in ("old wall", "new wall"):
        bring(f"7,otto@example.com,{WORDS},2023-04-05", header="id,receiver_email,message,created_at", source=source)
    assert [row.source for row in rows(store, Recognition)] == ["old wall", "new wall"]


@pytest.mark.parametrize(("length", "fits"), [(2000, True), (2001, False)])
@pytest.mark.parametrize("letter", ["x", "ก", "谢", "👏"])
def test_two_thousand_letters_are_counted_as_letters_after_the_markup_is_gone(cast, judge, length, fits, letter):
    row = f"otto@example.com,<b>{letter * length}</b>,2023-04-05"
    found = judge(row, text_of=lambda text: text.removeprefix("<b>").removesuffix("</b>"))
    assert [len(one.message) for one in found.thanks] == ([length] if fits else [])
    assert len(found.refused) == (not fits)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b>Loud</b>", "# Not a heading", "**two stars**", "[here](javascript:x)"]
)
def test_nothing_in_a_text_is_markup_on_any_page(store, cast, bring, as_, work, text):
    cells = f'{text},"otto@example.com; {text} Antigua",{text},2023-04-05'
    bring(cells, header="giver,receivers,message,created_at", keeps_names=True, source="<i>wall</i>")
    work()
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    addresses = ["/recognition", f"/recognition/{first(store).id}", f"/people/{cast.otto}", "/departments/sales", "/"]
    for address in addresses:
        page = as_(cast.lea).get(address).text
        assert (escaped in page, "<i>wall" in page, 'href="javascript:' in page) == (True, False, False), address
        assert not any(f"{tag}{inner}" in page for tag, inner in (("<b>", "Loud"), ("<script>", "alert(1)")))


@pytest.mark.parametrize("start", ["=1+1", "+1-555", "-2+3", "@SUM(A1)", "＝1"])
def test_texts_that_a_spreadsheet_would_reckon_are_only_read_in_both_files(store, cast, bring, as_, start):
    bring(f'otto@example.com,"{start} thanks",2023-04-05')
    for found in (records(as_(cast.hana)), my_record(as_(cast.otto))):
        assert [row["subject"].lstrip("'") for row in found] == [f"{start} thanks"]
        assert not found[0]["subject"].startswith(("=", "+", "-", "@"))


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("language", ["en", "zh-Hans", "th"])
def test_a_kind_that_is_no_longer_given_is_still_what_was_given(store, cast, bring, as_, language):
    with store.writing() as db:
        kind = queries.award_kinds(db)[1]
        kind.active, name, id_ = False, kind.names[language], kind.id
    header = "receiver_email,message,created_at,kind"
    bring(f"otto@example.com,{WORDS},2023-04-05,x", header=header, awards={"x": id_})
    visitor = as_(cast.lea)
    assert name in visitor.get(f"/recognition?kind=award&lang={language}").text
    assert WORDS not in visitor.get("/recognition?kind=thanks").text


def seen(visitor, store, cast):
    """Where somebody reads the words; the front page only says who thanked."""
    id_ = rows(store, Recognition)[0].id
    some = ["/recognition", f"/recognition?person={cast.otto}", "/recognition?department=operations", "/me/record"]
    some += [f"/people/{cast.otto}", "/departments/operations", "/departments/sales", "/search?q=stairs"]
    pages = {one: visitor.get(one).text.replace("<mark>", "").replace("</mark>", "") for one in some}
    pages |= {"entry": visitor.get(f"/recognition/{id_}").text}
    front = set() if "Nobody has been thanked yet." in visitor.get("/").text else {"/"}
    return {one for one, page in pages.items() if WORDS in page} | front


@pytest.fixture
def about_an_idea(store, cast, bring):
    """Ben thanks Otto and Operations' neighbours for an idea: the run, and the idea."""
    idea = an_idea(store, by=cast.otto)
    row = f"ben@example.com,otto@example.com,{WORDS},2023-04-05,https://byline.example/ideas/{idea}"
    return bring(row, header=f"{SIGNED},link", site="https://byline.example"), idea


@pytest.mark.usefixtures("sound")
def test_whatever_page_shows_it_shows_it_to_nobody_once_it_was_taken_back(store, cast, about_an_idea, as_, work):
    run, _idea = about_an_idea
    work()
    before = {who: seen(as_(getattr(cast, who)), store, cast) for who in EVERYBODY}
    assert {who: len(found) for who, found in before.items()} == dict.fromkeys(EVERYBODY, 9) | {"otto": 10}
    assert undone(store, run) == 1
    work()
    assert [seen(as_(getattr(cast, who)), store, cast) for who in EVERYBODY] == [set()] * 6
    assert records(as_(cast.hana)) == []
    assert rows(store, Notice, subject_kind="recognition") == []


@pytest.mark.usefixtures("sound")
def test_what_is_hidden_is_read_by_its_giver_and_administrators_alone_until_it_is_shown_again(
    store, cast, about_an_idea, as_
):
    id_ = rows(store, Recognition)[0].id
    hidden(store, by=cast.mia, recognition=id_)
    readers = [who for who in EVERYBODY if WORDS in as_(getattr(cast, who)).get(f"/recognition/{id_}").text]
    assert readers == ["ben", "mia"]
    assert [row["subject"] for row in records(as_(cast.hana)) if row["role"] == "thanks"] == ["hidden"]
    shown_again(store, by=cast.mia, recognition=id_)
    assert WORDS in as_(cast.otto).get(f"/recognition/{id_}").text


@pytest.mark.usefixtures("sound")
def test_only_who_gave_it_withdraws_it_and_the_credit_goes_with_it(store, cast, about_an_idea, as_):
    id_ = rows(store, Recognition)[0].id
    others = [as_(getattr(cast, who)).delete(f"/recognition/{id_}").status_code for who in ("otto", "lea", "mia")]
    assert (set(others) & {200, 302, 303}, shares(store, id_)) == (set(), [100])
    as_(cast.ben).delete(f"/recognition/{id_}")
    assert (shares(store, id_), [row for row in records(as_(cast.hana)) if row["role"] == "thanks"]) == ([], [])


@pytest.mark.usefixtures("sound")
def test_what_was_taken_back_stays_so_when_its_giver_withdraws_it(store, cast, bring, as_):
    undone(store, bring(f"ana@example.com,otto@example.com,{WORDS},2023-04-05", header=SIGNED))
    as_(cast.ana).delete("/recognition/1")
    assert [one.state for one in rows(store, Recognition)] == ["undone"]


def test_what_was_taken_back_can_be_neither_hidden_nor_shown_again(store, cast, about_an_idea, as_):
    run, _idea = about_an_idea
    id_ = rows(store, Recognition)[0].id

    def offered(who):
        return re.findall(r"Withdraw it|Hide\b|Show again", as_(who).get(f"/recognition/{id_}").text)

    assert (offered(cast.ben), offered(cast.mia)) == (["Withdraw it"], ["Hide"])
    undone(store, run)
    assert as_(cast.mia).post(f"/moderation/recognition/{id_}", data={"reason": "It names a customer."}).is_error
    assert as_(cast.mia).delete(f"/moderation/recognition/{id_}").is_error
    assert [row.state for row in rows(store, Recognition)] == ["undone"]
    assert (offered(cast.ben), offered(cast.mia)) == ([], [])


@pytest.mark.usefixtures("sound")
def test_what_was_taken_back_is_never_the_praise_of_an_idea(store, cast, about_an_idea, as_):
    run, idea = about_an_idea
    own = thanked(store, cast.lea, ("person", cast.otto), message="Given here.", subject=Subject("idea", idea))
    undone(store, run)
    assert (shares(store, own), first(store).message) == ([100], "Given here.")
    as_(cast.lea).delete(f"/recognition/{own}")
    with store.reading() as db:
        assert queries.about(db, Subject("idea", idea)) is None


def test_each_column_is_known_by_its_own_name():
    assert set(matched("thanks", list(FIELDS), FIELDS).sources) == set(FIELDS)
