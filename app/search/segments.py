"""What Whoosh writes: the fields of a document, how they lie in its files, and which files become one."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import TypedDict

from whoosh import columns, fields, formats
from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from app.search import analysis
from app.search.index import Document

# More is a little faster and much larger in memory.
WRITER_MEGABYTES = 16
TIER = 8


class Terms(fields.FieldType):  # type: ignore[misc] # Whoosh has no types
    """Takes terms with their weights as they are; keeps no positions, which would double the index."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Mapping[str, float], **_options: object) -> list[tuple[bytes, int, float, bytes]]:
        return [(term.encode(), 1, weight, b"") for term, weight in value.items()]


SCHEMA = fields.Schema(
    key=fields.ID(unique=True, sortable=True),
    seq=fields.COLUMN(columns.NumericColumn("q")),
    kind=fields.ID(),
    department=fields.ID(),
    audience=fields.ID(),
    terms=Terms(),
    shown=fields.STORED(),
)


class Stored(TypedDict):
    """A document as it lies in the index, with all that its line in the results shows."""

    subject: str
    title: str
    in_short: str
    body: str
    language: str
    author: str
    department: str
    department_slug: str
    at: datetime | None


class Entry(TypedDict):
    """A value for each field."""

    key: str
    seq: int
    kind: str
    department: str
    audience: str
    terms: Mapping[str, float]
    shown: Stored


def entry(document: Document, seq: int) -> Entry:
    title, in_short, body = map(analysis.tidy, (document.title, document.in_short, document.body))
    return {
        "key": str(document.subject),
        "seq": seq,
        "kind": document.kind,
        "department": document.department_slug,
        "audience": document.audience,
        "terms": analysis.impacts(title, f"{in_short}\n{body}"),
        "shown": {
            "subject": str(document.subject),
            "title": title,
            "in_short": in_short,
            "body": body,
            "language": document.language,
            "author": document.author,
            "department": document.department,
            "department_slug": document.department_slug,
            "at": document.at,
        },
    }


def codec() -> W3Codec:
    """Without what we do not use: lengths of fields, looked for on disk once a posting; compression of few bytes."""
    codec = W3Codec(compression=0)
    codec.length_stats = False
    return codec


def merge(writer: SegmentWriter, segments: Sequence[Segment]) -> list[Segment]:
    """Eight of about the same size become one, and what is mostly deleted is written anew.

    Whoosh's own policy takes larger ones along with the small, and a single change then costs half a second.
    """
    tiers: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        living = segment.doc_count_all() - segment.deleted_count()
        is_ragged = living < segment.deleted_count()
        if living:
            tiers[-1 if is_ragged else int(math.log(living, TIER))].append(segment)
    merged = [s for size, tier in tiers.items() if size < 0 or len(tier) >= TIER for s in tier]
    for segment in merged:
        with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)
    return [segment for tier in tiers.values() for segment in tier if segment not in merged]
