"""The index in a folder, kept by Whoosh.

Whoosh never flushes its files to the disk, so after a power cut documents may be missing or unreadable: the folder is
a cache. Its files are pickles: it must belong to nobody else and is never restored from a backup.
"""

import errno
import math
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from whoosh import columns, fields, formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import CLEAR, SegmentWriter

from app.core.subjects import Subject
from app.search import analysis
from app.search.excerpts import Marker
from app.search.index import NOTHING, Document, Found, Hit, IndexBusy, IndexDamaged, Stamped
from app.search.snapshot import Docs, Matches, Snapshot, generation_of, reading_files, telling
from app.search.wanted import parse, title_words

log = structlog.get_logger()

FORMAT = "2"
PATIENCE_SECONDS = 5.0
# More is a little faster and much larger in memory.
WRITER_MEGABYTES = 16
ALIKE_SHARE = 0.4
TIER = 8
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


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


class WhooshIndex:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = folder / f"{FORMAT}-{analysis.VERSION}"
        self._damage = folder / "unsound"
        self._searching = Lock()
        self._snapshot: Snapshot | None = None
        self._shown = 0
        self._compared = -1
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.alone():
            self._remove_other_versions()
            self._index = self._opened()

    @property
    def is_sound(self) -> bool:
        return not self._damage.exists()

    @is_sound.setter
    def is_sound(self, sound: bool) -> None:
        """Noted in the folder: whoever meets damage need not be the worker, who alone begins again."""
        with suppress(OSError):
            if sound:
                self._damage.unlink(missing_ok=True)
            else:
                self._damage.touch()

    @property
    def is_compared(self) -> bool:
        return self._compared == self._made()

    @is_compared.setter
    def is_compared(self, compared: bool) -> None:
        self._compared = self._made() if compared else -1

    @contextmanager
    def alone(self) -> Iterator[None]:
        lock = FileLock(str(self._folder / "lock"))
        if not try_for(lock.acquire, timeout=PATIENCE_SECONDS):
            raise IndexBusy
        try:
            yield
        finally:
            lock.release()

    def write(self, documents: Sequence[Stamped], gone: Collection[Subject] = ()) -> None:
        rows = [_columns(document, seq) for document, seq in documents]
        with self._writer() as writer, self._touching_files():
            for key in [*map(str, gone), *(row["key"] for row in rows)]:
                writer.delete_by_term("key", key)
            for row in rows:
                writer.add_document(**row)
            writer.commit(mergetype=_merge)

    def replace(self, documents: Iterable[Stamped]) -> None:
        with self._writer() as writer:
            for row in (_columns(document, seq) for document, seq in documents):
                with self._touching_files():
                    writer.add_document(**row)
            with self._touching_files():
                writer.commit(mergetype=CLEAR)

    def start_again(self) -> None:
        with self._searching:
            self._close_snapshot()
            self._index = self._set_aside()
            self.is_compared = False

    def search(
        self,
        words: str,
        *,
        audiences: Collection[str],
        kinds: Collection[str] = (),
        department: str = "",
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        wanted = parse(words)
        if not wanted.words:
            return NOTHING
        try:
            with self._read() as snapshot:
                matches = Matches(snapshot, wanted)
                found = matches.docs(_allowed(snapshot, audiences, department))
                counts = snapshot.kinds(found)
                docs = found & snapshot.having("kind", kinds) if kinds else found
                page = [snapshot.stored(doc) for doc in matches.best(docs, offset + limit)[offset:]]
        except IndexDamaged:
            return NOTHING
        marker = Marker(wanted.words, begun=matches.begun)
        hits = tuple(_hit(shown, marker) for shown in page)
        return Found(hits, len(docs), len(docs) > offset + limit, counts, matches.loosened)

    def similar(
        self, title: str, *, audiences: Collection[str], kinds: Collection[str] = (), limit: int = 5
    ) -> Sequence[Hit]:
        try:
            with self._read() as snapshot:
                wanted = telling(snapshot, title_words(title))
                matches = Matches(snapshot, wanted)
                allowed = _allowed(snapshot, audiences, "")
                docs = matches.alike(allowed & snapshot.having("kind", kinds) if kinds else allowed, ALIKE_SHARE)
                page = [snapshot.stored(doc) for doc in matches.best(docs, limit)]
        except IndexDamaged:
            return ()
        marker = Marker(wanted.words)
        return tuple(_hit(shown, marker) for shown in page)

    def refs(self) -> dict[Subject, int]:
        with self._read() as snapshot:
            return {subject: seq for key, seq in snapshot.stamps() if (subject := Subject.parse(key))}

    def close(self) -> None:
        with self._searching:
            self._close_snapshot()

    @contextmanager
    def _read(self) -> Iterator[Snapshot]:
        """The newest state. One at a time: Whoosh's readers keep their place, and Python would not run two anyway."""
        with self._searching:
            if not self.is_sound:
                raise IndexDamaged
            try:
                yield self._newest()
            except IndexDamaged as error:
                log.warning("index_damaged", folder=str(self._current), cause=repr(error.__cause__))
                self.is_sound = False
                raise

    def _newest(self) -> Snapshot:
        """A new reader for every state: Whoosh's own way to refresh one never lets go of the old files."""
        made, generation = self._made(), generation_of(self._index)
        if self._snapshot is None or (self._shown, self._snapshot.generation) != (made, generation):
            self._close_snapshot()
            self._snapshot, self._shown = Snapshot.newest(self._index), made
        return self._snapshot

    def _made(self) -> int:
        """Which folder stands here now, 0 for none: another process may have begun again, and counts from 0 anew."""
        try:
            return self._current.stat().st_ino
        except FileNotFoundError:
            return 0

    def _close_snapshot(self) -> None:
        if self._snapshot:
            self._snapshot.close()
        self._snapshot = None

    @contextmanager
    def _writer(self) -> Iterator[SegmentWriter]:
        """Not compound, which would be read into memory whole. Whoosh leaves its lock behind when it fails."""
        with self._touching_files():
            writer = self._index.writer(compound=False, limitmb=WRITER_MEGABYTES, codec=_codec())
        with ExitStack() as unless_it_ends_well:
            unless_it_ends_well.callback(_abandon, writer)
            yield writer
            unless_it_ends_well.pop_all()

    @contextmanager
    def _touching_files(self) -> Iterator[None]:
        """Whatever Whoosh raises is about its files; but a full disk says nothing about what was written before."""
        try:
            yield
        except Exception as error:
            if not (isinstance(error, OSError) and error.errno in FULL_DISK):
                self.is_sound = False
            raise

    def _opened(self) -> index.FileIndex:
        """The index as it was left; an empty one when there is none or it cannot be read."""
        if not self._current.exists():
            return self._set_aside()
        try:
            with reading_files():
                found = index.open_dir(str(self._current), schema=SCHEMA)
            Snapshot(found).close()
            return found
        except IndexDamaged as error:
            log.warning("index_damaged", folder=str(self._current), cause=repr(error.__cause__ or error))
            return self._set_aside()

    def _set_aside(self) -> index.FileIndex:
        """The last damaged one is kept, for whoever wonders."""
        if self._current.exists():
            damaged = self._folder / "damaged"
            shutil.rmtree(damaged, ignore_errors=True)
            self._current.rename(damaged)
        self._current.mkdir(mode=0o700)
        made = index.create_in(str(self._current), SCHEMA)
        self.is_sound = True
        return made

    def _remove_other_versions(self) -> None:
        for other in self._folder.iterdir():
            if other.is_dir() and other not in {self._current, self._folder / "damaged"}:
                shutil.rmtree(other, ignore_errors=True)


def _columns(document: Document, seq: int) -> dict[str, Any]:
    shown = {name: value for name, value in vars(document).items() if name not in {"subject", "audience"}}
    shown |= {name: analysis.tidy(getattr(document, name)) for name in ("title", "in_short", "body")}
    return {
        "key": str(document.subject),
        "seq": seq,
        "kind": document.kind,
        "department": document.department_slug,
        "audience": document.audience,
        "terms": analysis.impacts(shown["title"], f"{shown['in_short']}\n{shown['body']}"),
        "shown": shown | {"subject": str(document.subject)},
    }


def _hit(shown: Mapping[str, Any], marker: Marker) -> Hit:
    carried = {name: value for name, value in shown.items() if name not in {"subject", "in_short", "body"}}
    subject = Subject.parse(shown["subject"])
    assert subject is not None  # noqa: S101
    text = "\n".join(part for part in (shown["in_short"], shown["body"]) if part)
    return Hit(subject=subject, title_marked=marker.mark(shown["title"]), excerpt=marker.excerpt(text), **carried)


def _codec() -> W3Codec:
    """Without what we do not use: lengths of fields, looked for on disk once a posting; compression of few bytes."""
    codec = W3Codec(compression=0)
    codec.length_stats = False
    return codec


def _allowed(snapshot: Snapshot, audiences: Collection[str], department: str) -> Docs:
    allowed = snapshot.having("audience", audiences)
    return allowed & snapshot.having("department", [department]) if department else allowed


def _merge(writer: SegmentWriter, segments: Sequence[Any]) -> list[Any]:
    """Eight of about the same size become one, and what is mostly deleted is written anew.

    Whoosh's own policy takes larger ones along with the small, and a single change then costs half a second.
    """
    tiers: dict[int, list[Any]] = defaultdict(list)
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


def _abandon(writer: SegmentWriter) -> None:
    with suppress(Exception):
        writer.cancel()
    with suppress(Exception):
        writer.writelock.release()
    with suppress(Exception):
        writer._tempstorage.destroy()
