"""One state of the Whoosh index, read.

Whoosh keeps the terms and the documents; which documents are found, and in what order, is worked out here with sets.
Whoosh's own searcher steps through one posting at a time in Python, several calls each: on 10,000 posts it took 4 to
25 ms for two words, this takes a tenth, and knows the exact numbers by kind besides.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import contextmanager
from functools import cached_property
from heapq import nsmallest
from itertools import islice

from whoosh.columns import ColumnReader
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader, TermNotFound

from app.core.letters import folded
from app.search.analysis import Run
from app.search.index import IndexDamaged
from app.search.segments import Stored
from app.search.wanted import Wanted

Docs = frozenset[int]
NO_DOCS: Docs = frozenset()
MOST_BEGUN = 30
MOST_READ = 500
COMMON = 0.2
FEW = 20


class Snapshot:
    """Used by one thread at a time: a reader of Whoosh keeps its place in the files."""

    def __init__(self, index: FileIndex) -> None:
        with reading_files():
            # Asked first: should somebody commit meanwhile, this state counts as old, and not as new.
            self.generation = generation_of(index)
            self._reader = index.reader()
            self._leaves = list(self._reader.leaf_readers()) if self._reader.doc_count_all() else []
            self._columns = [_open_columns(leaf) for leaf, _first in self._leaves]
            self.count: int = self._reader.doc_count()
        self._having: dict[tuple[str, str], Docs] = {}

    @classmethod
    def newest(cls, index: FileIndex) -> "Snapshot":
        """Tries again when a commit took the files away while they were being opened."""
        while True:
            generation = generation_of(index)
            try:
                return cls(index)
            except IndexDamaged:
                if generation == generation_of(index):
                    raise

    def close(self) -> None:
        self._reader.close()

    def impacts(self, term: str) -> dict[int, float]:
        """Documents that hold a term, each with how much it tells about the document."""
        return dict(self._postings("terms", term))

    def holders(self, term: str) -> int:
        """How many documents hold a term, without reading which."""
        with reading_files():
            return sum(leaf.doc_frequency("terms", term) for leaf, _first in self._leaves)

    def having(self, field: str, values: Collection[str]) -> Docs:
        """Documents with one of these values."""
        return NO_DOCS.union(*(self._having_one(field, value) for value in values))

    def begun(self, beginning: str) -> list[str]:
        """Some of the terms that begin like this, from the largest parts of the index."""
        with reading_files():
            largest = sorted((leaf for leaf, _first in self._leaves), key=lambda leaf: -leaf.doc_count())
            found = (term for leaf in largest for term in islice(leaf.expand_prefix("terms", beginning), MOST_BEGUN))
            return [term.decode() for term in islice(dict.fromkeys(found), MOST_BEGUN)]

    def stored(self, doc: int) -> Stored:
        with reading_files():
            shown: Stored = self._reader.stored_fields(doc)["shown"]
            return shown

    def kinds(self, docs: Docs) -> Counter[str]:
        """How many of these documents are of each kind."""
        sizes = {kind: len(docs & self._having_one("kind", kind)) for kind in self._all_kinds}
        return Counter({kind: size for kind, size in sizes.items() if size})

    def stamps(self) -> Iterator[tuple[str, int]]:
        """Key and number of everything in the index."""
        with reading_files():
            for (leaf, _first), (keys, seqs) in zip(self._leaves, self._columns, strict=True):
                yield from ((keys[doc], seqs[doc]) for doc in leaf.all_doc_ids())

    @cached_property
    def _all_kinds(self) -> set[str]:
        with reading_files():
            return {kind.decode() for leaf, _first in self._leaves for kind in leaf.lexicon("kind")}

    def _having_one(self, field: str, value: str) -> Docs:
        key = (field, value)
        if key not in self._having:
            self._having[key] = frozenset(doc for doc, _weight in self._postings(field, value))
        return self._having[key]

    def _postings(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        with reading_files():
            for leaf, first in self._leaves:
                try:
                    matcher = leaf.postings(field, term)
                except TermNotFound:
                    continue
                while matcher.is_active():
                    yield first + matcher.id(), matcher.weight()
                    matcher.next()


class Matches:
    """Which documents answer a question, and how well."""

    def __init__(self, snapshot: Snapshot, wanted: Wanted) -> None:
        self._snapshot = snapshot
        self._wanted = wanted
        self._impacts = {term: snapshot.impacts(term) for term in _terms(wanted.words)}
        self._longer: dict[str, list[str]] = {}
        self.begun = False
        self.loosened = False
        if [len(word.text) for word in wanted.words] == [1] and not wanted.words[0].is_spaced:
            # A single Chinese character stands in the index mostly as the beginning of pairs.
            self._accept_beginnings(wanted.words)

    def docs(self, allowed: Docs) -> Docs:
        """Documents with all the words; or else with words that begin like them; or else with some of the words."""
        allowed = allowed - self._unwanted()
        found = self._with_phrases(self._all_words() & allowed)
        if not found:
            self.begun = True
            self._accept_beginnings(word for word in self._wanted.words if word.is_spaced and len(word.text) > 2)
            found = self._with_phrases(self._all_words() & allowed)
        if not found:
            found = NO_DOCS.union(*map(self._docs_of, self._wanted.words)) & allowed
            self.loosened = bool(found)
        return found

    def alike(self, allowed: Docs, share: float) -> Docs:
        """Documents that hold at least this share of the words, each counted by how much it tells."""
        reached: dict[int, float] = defaultdict(float)
        whole = 0.0
        for word in self._wanted.words:
            holders = self._docs_of(word)
            worth = max(self._rarity(term) for term in _terms([word]))
            # A word that stands nowhere may be a slip: it counts, but does not outweigh the known ones.
            whole += worth if holders else worth / 2
            for doc in holders & allowed:
                reached[doc] += worth
        return frozenset(doc for doc, worth in reached.items() if worth >= share * whole)

    def best(self, docs: Docs, count: int) -> list[int]:
        """The best first; of equals the one written last."""
        scores = dict.fromkeys(docs, 0.0)
        for term, impacts in self._impacts.items():
            rarity = self._rarity(term)
            for doc in docs & impacts.keys():
                scores[doc] += rarity * impacts[doc]
        return nsmallest(count, docs, key=lambda doc: (-scores[doc], -doc))

    def _all_words(self) -> Docs:
        return _in_all(self._docs_of(word) for word in self._wanted.words)

    def _docs_of(self, word: Run) -> Docs:
        whole = [_in_all(self._impacts[term].keys() for term in terms) for terms in word.needs]
        return NO_DOCS.union(*whole, *(self._impacts[term].keys() for term in self._longer.get(word.text, ())))

    def _unwanted(self) -> Docs:
        return NO_DOCS.union(*(Matches(self._snapshot, Wanted(words))._all_words() for words in self._wanted.without))

    def _accept_beginnings(self, words: Iterable[Run]) -> None:
        """What somebody is still typing, and forms that the plural rule does not know: recycl, recycling."""
        for word in words:
            self._longer[word.text] = longer = self._snapshot.begun(word.words[0])
            self._impacts |= {term: self._snapshot.impacts(term) for term in longer}

    def _with_phrases(self, docs: Docs) -> Docs:
        """Of the best ones, those where every phrase stands as it was asked."""
        phrases = self._wanted.phrases
        if not phrases:
            return docs
        texts = {doc: searched(self._snapshot.stored(doc)) for doc in self.best(docs, MOST_READ)}
        return frozenset(doc for doc, text in texts.items() if all(phrase.is_in(text) for phrase in phrases))

    def _rarity(self, term: str) -> float:
        held = len(self._impacts[term])
        return math.log(1 + (self._snapshot.count - held + 0.5) / (held + 0.5))


def telling(snapshot: Snapshot, wanted: Wanted) -> Wanted:
    """Without the words that stand nearly everywhere, unless there are no others."""
    most = max(FEW, snapshot.count * COMMON)
    rare = tuple(word for word in wanted.words if min(map(snapshot.holders, _terms([word]))) <= most)
    return Wanted(rare) if rare else wanted


def searched(shown: Stored) -> str:
    """All the text of a document, folded."""
    return folded(f"{shown['title']}\n{shown['in_short']}\n{shown['body']}")


def generation_of(index: FileIndex) -> int:
    """The number of the last commit, whoever made it."""
    with reading_files():
        generation: int = index.latest_generation()
        return generation


@contextmanager
def reading_files() -> Iterator[None]:
    """Whatever Whoosh raises here is about its files: what is asked of it is always well formed."""
    try:
        yield
    except Exception as error:
        raise IndexDamaged from error


def _open_columns(leaf: SegmentReader) -> tuple[ColumnReader, ColumnReader]:
    """Whoosh would open them when first asked: too late once a commit has removed the files."""
    leaf.stored_fields(0)
    return leaf.column_reader("key"), leaf.column_reader("seq")


def _terms(words: Iterable[Run]) -> list[str]:
    return list(dict.fromkeys(term for word in words for term, _weight in word.weighted))


def _in_all(sets: Iterable[Set[int]]) -> Docs:
    """In every one of the sets; the smallest goes first, so that the rest cost little."""
    smallest, *others = sorted(sets, key=len) or [NO_DOCS]
    return frozenset(smallest).intersection(*others)
