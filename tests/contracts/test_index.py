"""What every engine behind the search promises."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.subjects import Subject
from app.search.index import Document, Found, Index, Question, is_sound
from app.search.whoosh import WhooshIndex
from tests.contracts.documents import ALL, AUDIENCES, BIKES, LAUNDRY, break_off_replacing, found, idea
from tests.contracts.memory import MemoryIndex

ENGINES: dict[str, Callable[[Path], Index]] = {"whoosh": WhooshIndex, "memory": lambda _folder: MemoryIndex()}


@pytest.fixture(params=ENGINES)
def begin(request, tmp_path) -> Iterator[Callable[[], Index]]:
    """Begins one index after another, each by itself."""
    begun: list[Index] = []

    def one() -> Index:
        begun.append(ENGINES[request.param](tmp_path / f"index{len(begun)}"))
        return begun[-1]

    yield one
    for index in begun:
        index.close()


@pytest.fixture
def empty(begin) -> Index:
    return begin()


@pytest.fixture
def index(empty) -> Index:
    empty.write([(document, number) for number, document in enumerate(ALL, 1)])
    return empty


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("lavandería", {1}),
        ("LAVANDERIA sabados", {1}),
        ("calle", {1}),
        ("parque", {1}),
        ("退货原因", {2}),
        ("货原", {2}),
        ("退货 城市", {2}),
        ("话", {2}),
        ("客", {2}),
        ("長期", set()),
        ("เวลานัดส่ง", {3}),
        ("นัดส่ง", {3}),
        ("น้ำหนัก", {3}),
        ("น\u0e49\u0e4d\u0e32หนัก", {3}),
        ("ลูกค้า", {3}),
        ("bicycle", {4}),
        ("policy", {4}),
        ("Ｂｉｃｙｃｌｅｓ", {4}),
        ("node.js", {4}),
        ("covered bikes", {4}),
        ("bicyc", {4}),
    ],
)
def test_words_are_found_in_every_language(index, words, refs):
    answer = index.search(Question(words, audiences=AUDIENCES))
    assert {hit.subject.ref for hit in answer.hits} == refs
    assert not answer.loosened


def test_quoted_words_stand_side_by_side(index):
    assert found(index, '"covered parking"') == {4}
    answer = index.search(Question('"parking covered"', audiences=AUDIENCES))
    assert answer.loosened
    assert not index.search(Question('"parking for bicycles"', audiences=AUDIENCES)).loosened
    assert not index.search(Question("“退货原因和收货城市”", audiences=AUDIENCES)).loosened
    assert index.search(Question('"over parking"', audiences=AUDIENCES)).loosened


def test_a_minus_leaves_out(index):
    assert found(index, "退货原因 -表单") == set()
    index.write([(idea(5, "Parking for visitors"), 9)])
    assert found(index, "parking") == {4, 5}
    assert found(index, "parking -bicycles") == {5}
    assert found(index, '-"covered parking" parking') == {5}


def test_only_words_to_leave_out_are_words_to_find(index):
    assert found(index, "-bicycles") == {4}


def test_where_nothing_holds_all_words_some_are_enough_and_it_says_so(index):
    answer = index.search(Question("bicycle lavanderia submarine", audiences=AUDIENCES))
    assert answer.loosened
    assert {hit.subject.ref for hit in answer.hits} == {1, 4}


def test_a_hit_carries_all_that_its_line_shows(index):
    hit = index.search(Question("lavanderia", audiences=AUDIENCES)).hits[0]
    carried = {name: getattr(hit, name) for name in vars(LAUNDRY) if name not in {"in_short", "body", "audience"}}
    assert carried == {name: value for name, value in vars(LAUNDRY).items() if name in carried}
    assert hit.kind == "idea"


def test_words_are_marked_as_they_were_written(index):
    hit = index.search(Question("LAVANDERIA", audiences=AUDIENCES)).hits[0]
    assert hit.title_marked == "Recoger la <mark>lavandería</mark> los sábados"
    assert "<mark>lavandería</mark> abre" in hit.excerpt
    assert "<mark>退货原因</mark>和" in index.search(Question("退货原因", audiences=AUDIENCES)).hits[0].excerpt
    assert "<mark>เวลานัดส่ง</mark>" in index.search(Question("เวลานัดส่ง", audiences=AUDIENCES)).hits[0].excerpt
    assert "<mark>policies</mark>" in index.search(Question("policy", audiences=AUDIENCES)).hits[0].excerpt


def test_an_excerpt_is_escaped(index):
    excerpt = index.search(Question("tricycle", audiences=AUDIENCES)).hits[0].excerpt
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; fast <mark>tricycle</mark>" in excerpt


def test_only_the_given_audiences_find_something(index):
    index.write([(idea(5, "Parking for leads", audience="department:facilities"), 9)])
    assert found(index, "parking") == {4}
    assert found(index, "parking", audiences=["everyone", "department:facilities"]) == {4, 5}
    assert found(index, "parking", audiences=[]) == set()
    assert index.search(Question("parking", audiences=AUDIENCES)).total == 1
    assert [hit.subject.ref for hit in index.similar(Question("Parking", audiences=AUDIENCES))] == [4]


def test_kind_and_department_narrow_what_is_found(index):
    index.write([(idea(5, "Parking for visitors", department_slug="service"), 9)])
    assert found(index, "parking", kinds=["idea"]) == {5}
    assert found(index, "parking", kinds=["idea", "topic"]) == {4, 5}
    assert found(index, "parking", kinds=["person"]) == set()
    assert found(index, "parking", department="facilities") == {4}
    assert found(index, "parking", department="nowhere") == set()


def test_counts_are_by_kind_whichever_was_asked_for(index):
    index.write([(idea(5, "Parking for visitors", department_slug="service"), 9)])
    answer = index.search(Question("parking", audiences=AUDIENCES, kinds=["topic"]))
    assert (answer.total, answer.counts) == (1, {"idea": 1, "topic": 1})
    assert index.search(Question("parking", audiences=AUDIENCES, department="service")).counts == {"idea": 1}


def test_a_word_in_the_title_weighs_more(index):
    index.write(
        [(idea(5, "A canteen", body="Bread, butter and a menu."), 5), (idea(6, "The menu", body="A canteen."), 6)]
    )
    assert [hit.subject.ref for hit in index.search(Question("menu", audiences=AUDIENCES)).hits] == [6, 5]


def test_pages_show_every_hit_once(empty):
    empty.write([(idea(ref, f"Umbrella {ref}"), ref) for ref in range(1, 46)])
    pages = [empty.search(Question("umbrella", audiences=AUDIENCES, limit=20, offset=offset)) for offset in (0, 20, 40)]
    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert [page.more for page in pages] == [True, True, False]
    assert {page.total for page in pages} == {45}
    assert {hit.subject.ref for page in pages for hit in page.hits} == set(range(1, 46))
    assert empty.search(Question("umbrella", audiences=AUDIENCES, offset=60)).hits == ()


def test_a_document_written_again_replaces_the_old_one(index):
    for number, title in enumerate(["Covered parking for scooters", "Covered parking for trams"], 10):
        index.write([(Document(subject=BIKES.subject, title=title), number)])
    assert found(index, "bicycles") == set()
    assert found(index, "scooters") == set()
    assert index.search(Question("trams", audiences=AUDIENCES)).total == 1
    assert index.refs()[BIKES.subject] == 11
    assert len(index.refs()) == len(ALL)


def test_what_is_gone_is_not_found(index):
    index.write([], gone=[BIKES.subject, Subject("idea", 99)])
    assert found(index, "bicycles") == set()
    assert BIKES.subject not in index.refs()


def test_refs_tell_the_number_each_was_written_for(index):
    assert index.refs() == {document.subject: number for number, document in enumerate(ALL, 1)}


def test_replacing_leaves_nothing_of_before(index):
    index.replace(iter([(idea(7, "Umbrellas at the door"), 20)]))
    assert index.refs() == {Subject("idea", 7): 20}
    assert found(index, "umbrella") == {7}
    assert found(index, "bicycles") == set()


def test_replacing_that_breaks_off_leaves_all_of_before(index):
    break_off_replacing(index)
    assert found(index, "bicycles") == {4}
    assert is_sound(index)


def test_many_small_changes_keep_everything(empty):
    for number in range(60):
        empty.write([(idea(number % 25, f"Umbrella number{number}"), number)], gone=[Subject("idea", number % 7 + 30)])
    assert sorted(empty.refs().values()) == list(range(35, 60))
    assert empty.search(Question("umbrella", audiences=AUDIENCES)).total == 25
    assert found(empty, "number59") == {9}


def test_similar_titles_share_the_telling_words(index):
    index.write([(idea(5, "Parking for visitors of the house"), 9)])
    titles = [
        hit.title
        for hit in index.similar(Question("Where could bicycles be parked? Covered parking!", audiences=AUDIENCES))
    ]
    assert titles[0] == BIKES.title
    assert [hit.subject.ref for hit in index.similar(Question("写明退货原因", audiences=AUDIENCES))] == [2]
    assert list(index.similar(Question("Submarine engine parking fee", audiences=AUDIENCES, kinds=["idea"]))) == []
    assert list(index.similar(Question("Submarine", audiences=AUDIENCES))) == []
    assert list(index.similar(Question("", audiences=AUDIENCES))) == []


def test_similar_titles_end_at_the_limit(empty):
    empty.write([(idea(ref, f"Umbrella {ref}"), ref) for ref in range(9)])
    assert len(empty.similar(Question("Umbrella", audiences=AUDIENCES, limit=5))) == 5


HOSTILE = [
    "",
    " \t\n",
    "?!.,;:()[]{}*~^\\/|&=+<>@#$%`'\"",
    '"',
    '""" " ""',
    "-",
    "- - --",
    '-"',
    "AND OR NOT",
    "title:[a TO z] body:*",
    "*",
    "*a",
    "a" * 10_000,
    "退" * 10_000,
    "ก" * 10_000,
    "(" * 3_000,
    "bicycles\x00\x01\x1f\ufffe\ufeff",
    "\ud800 bicycles",
    "🚲🎉👩‍👩‍👧",
    "e" + "\u0301" * 900,
    "\u202ebicycles",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "ﬃ ① ½ ㎏ ﷺ İ ß",
    "हिन्दी বাংলা עברית العربية 한국어 カタカナ မြန်မာ ខ្មែរ ລາວ",
    " ".join(f"w{n}" for n in range(400)),
    '"' + " ".join("the" for _ in range(200)) + '"',
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_gets_an_answer(index, words):
    assert isinstance(index.search(Question(words, audiences=AUDIENCES)), Found)
    index.similar(Question(words, audiences=AUDIENCES))
    index.write([(idea(8, words, in_short=words, body=f"{words} anchor"), 9)])
    assert found(index, "anchor") == {8}
    assert is_sound(index)


@pytest.mark.parametrize(
    "words", ["bicycles\x00", "\ufeffbicycles", "bi\u200bcycles", "\u202ebicycles\u202c", "bicycles?!"]
)
def test_what_cannot_be_seen_changes_nothing(index, words):
    assert found(index, words) == {4}


@pytest.mark.parametrize("words", ["", "?!", "🎉", "\x00"])
def test_a_question_without_words_finds_nothing(index, words):
    answer = index.search(Question(words, audiences=AUDIENCES))
    assert (list(answer.hits), answer.total, answer.more, answer.loosened) == ([], 0, False, False)


def test_words_of_other_scripts_are_found(index):
    index.write([(idea(8, "हिन्दी בעברית العربية 한국어 カタカナ မြန်မာစာ ខ្មែរ ລາວ Привет đường"), 9)])
    for word in [
        "हिन्दी",
        "בעברית",
        "العربية",
        "한국어",
        "カタカナ",
        "タカ",
        "မြန်မာစာ",
        "ខ្មែរ",
        "ລາວ",
        "ПРИВЕТ",
        "duong",
    ]:
        assert found(index, word) == {8}, word


def test_every_index_has_a_name_of_its_own(begin):
    first, second = begin(), begin()
    assert first.name
    assert second.name not in {"", first.name}
    before = first.name
    first.write([(BIKES, 1)])
    first.replace([(LAUNDRY, 2)])
    assert first.name == before
