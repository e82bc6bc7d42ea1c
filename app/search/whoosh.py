"""The index in a folder, kept by Whoosh.

Whoosh never flushes its files to the disk, so after a power cut documents may be missing or unreadable: the folder is
a cache. Its files are pickles: it must belong to nobody else and is never restored from a backup.
"""

import errno
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock

import structlog
from whoosh import index
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import CLEAR, SegmentWriter

from app.core.folder_names import FolderName
from app.core.subjects import Subject
from app.search import analysis
from app.search.excerpts import Marker
from app.search.index import NOTHING, Found, Hit, IndexBusy, IndexDamaged, Question, Stamped
from app.search.segments import SCHEMA, WRITER_MEGABYTES, Stored, codec, entry, merge
from app.search.snapshot import Docs, Matches, Snapshot, generation_of, reading_files, telling
from app.search.wanted import parse, title_words

log = structlog.get_logger()

FORMAT = "2"
PATIENCE_SECONDS = 5.0
ALIKE_SHARE = 0.4
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


class WhooshIndex:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = folder / f"{FORMAT}-{analysis.VERSION}"
        self._folder_name = FolderName(self._current)
        self._damage = folder / "unsound"
        self._searching = Lock()
        self._snapshot: Snapshot | None = None
        self._shown = 0
        self._compared = -1
        self._name = ""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.alone():
            self._remove_other_versions()
            self._index = self._opened()
            self._settle()

    @property
    def name(self) -> str:
        """Kept in the folder and read anew each time: another process may have begun again, and given another."""
        self._name = self._folder_name.kept() or self._name
        return self._name

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
        return self._compared == self._made() and self._folder_name.kept() != ""

    @is_compared.setter
    def is_compared(self, compared: bool) -> None:
        self._settle()
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
        rows = [entry(document, seq) for document, seq in documents]
        with self._writer() as writer, self._touching_files():
            for key in [*map(str, gone), *(row["key"] for row in rows)]:
                writer.delete_by_term("key", key)
            for row in rows:
                writer.add_document(**row)
            writer.commit(mergetype=merge)

    def replace(self, documents: Iterable[Stamped]) -> None:
        with self._writer() as writer:
            for row in (entry(document, seq) for document, seq in documents):
                with self._touching_files():
                    writer.add_document(**row)
            with self._touching_files():
                writer.commit(mergetype=CLEAR)

    def start_again(self) -> None:
        with self._searching:
            self._close_snapshot()
            self._index = self._set_aside()
            self._settle()
            self.is_compared = False

    def search(self, question: Question) -> Found:
        wanted = parse(question.words)
        if not wanted.words:
            return NOTHING
        try:
            with self._read() as snapshot:
                matches = Matches(snapshot, wanted)
                found = matches.docs(_allowed(snapshot, question))
                counts = snapshot.kinds(found)
                docs = _of_kinds(snapshot, found, question)
                page = _page(snapshot, matches.best(docs, question.end), question)
        except IndexDamaged:
            return NOTHING
        marker = Marker(wanted.words, begun=matches.begun)
        hits = tuple(_hit(shown, marker) for shown in page)
        return Found(hits, len(docs), len(docs) > question.end, counts, matches.loosened)

    def similar(self, question: Question) -> Sequence[Hit]:
        try:
            with self._read() as snapshot:
                wanted = telling(snapshot, title_words(question.words))
                matches = Matches(snapshot, wanted)
                docs = matches.alike(_of_kinds(snapshot, _allowed(snapshot, question), question), ALIKE_SHARE)
                page = _page(snapshot, matches.best(docs, question.end), question)
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
            writer = self._index.writer(compound=False, limitmb=WRITER_MEGABYTES, codec=codec())
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

    def _settle(self) -> None:
        """A folder copied from another node gets an account of its own, and so is compared with the database."""
        if self._folder_name.settle():
            log.warning("index_was_copied", folder=str(self._current), name=self.name)

    def _remove_other_versions(self) -> None:
        for other in self._folder.iterdir():
            if other.is_dir() and other not in {self._current, self._folder / "damaged"}:
                shutil.rmtree(other, ignore_errors=True)


def _hit(shown: Stored, marker: Marker) -> Hit:
    subject = Subject.parse(shown["subject"])
    assert subject is not None  # noqa: S101
    text = "\n".join(part for part in (shown["in_short"], shown["body"]) if part)
    return Hit(
        subject=subject,
        title=shown["title"],
        title_marked=marker.mark(shown["title"]),
        excerpt=marker.excerpt(text),
        language=shown["language"],
        author=shown["author"],
        department=shown["department"],
        department_slug=shown["department_slug"],
        at=shown["at"],
    )


def _allowed(snapshot: Snapshot, question: Question) -> Docs:
    """What may be found, of whichever kind: the numbers by kind are of all of them."""
    allowed = snapshot.having("audience", question.audiences)
    return allowed & snapshot.having("department", [question.department]) if question.department else allowed


def _of_kinds(snapshot: Snapshot, docs: Docs, question: Question) -> Docs:
    return docs & snapshot.having("kind", question.kinds) if question.kinds else docs


def _page(snapshot: Snapshot, best: Sequence[int], question: Question) -> list[Stored]:
    return [snapshot.stored(doc) for doc in best[question.offset :]]


def _abandon(writer: SegmentWriter) -> None:
    with suppress(Exception):
        writer.cancel()
    with suppress(Exception):
        writer.writelock.release()
    with suppress(Exception):
        writer._tempstorage.destroy()
