"""What the engines are filled with."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.core.subjects import Subject
from app.search.index import Document, Index, Question, Stamped

AUDIENCES = ["everyone"]

LAUNDRY = Document(
    subject=Subject("idea", 1),
    title="Recoger la lavandería los sábados",
    in_short="Los parques y las calles quedan lejos.",
    body="La lavandería abre solo entre semana.",
    language="es",
    author="Ana Ruiz",
    department="Facilities",
    department_slug="facilities",
    at=datetime(2026, 5, 4, 8, 30, tzinfo=UTC),
)
RETURNS = Document(
    subject=Subject("idea", 2),
    title="请在表单里写明退货原因",
    body="客服每天要打很多电话，才能问清楚退货原因和收货城市长期不变的地址。",
    language="zh-Hans",
    department_slug="service",
)
DELIVERY = Document(
    subject=Subject("idea", 3),
    title="แจ้งลูกค้าก่อนส่งของ",
    body="ลูกค้าหลายคนไม่ทราบเวลานัดส่งสินค้าล่วงหน้าจึงไม่อยู่บ้าน และน้ำหนักไม่ตรง",
    language="th",
    department_slug="service",
)
BIKES = Document(
    subject=Subject("topic", 4),
    title="Covered parking for bicycles",
    body="Our policies say nothing about bicycles.\nThe node.js team has 12 bikes and a <b>bold</b> & fast tricycle.",
    language="en",
    department_slug="facilities",
)
ALL = [LAUNDRY, RETURNS, DELIVERY, BIKES]


def found(index: Index, words: str, **filters) -> set[int]:
    return {hit.subject.ref for hit in index.search(Question(words, **({"audiences": AUDIENCES} | filters))).hits}


def idea(ref: int, title: str, **rest) -> Document:
    return Document(subject=Subject("idea", ref), title=title, **rest)


def break_off_replacing(index: Index) -> None:
    """What is to be there instead ends after its first document."""

    def broken() -> Iterator[Stamped]:
        yield idea(7, "Umbrellas"), 20
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.replace(broken())
