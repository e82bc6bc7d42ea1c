"""The departments of a file as a tree: each with what it is here, what it will be called, and what it is a part of.

All of it is judged by how it will stand in the end, in whatever order the rows are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.core.columns import Values
from app.core.i18n import _
from app.core.letters import clean, key
from app.core.sheets import Row, RowError, Sheet
from app.imports.columns import Columns
from app.imports.judging import Entry, Refused, fault, judged, standing
from app.people.importing.columns import DEPARTMENT_STANDS, DepartmentLine, Placing
from app.people.importing.paths import Branch, cell_of, separator_of
from app.people.importing.tree import Keys, Tree, keys_of
from app.people.models import Department

NOWHERE = Row(0, 0, {})
"""Where a department stands that only the paths of others speak of."""
Line = DepartmentLine


@dataclass
class Node:
    """One department. Without a `line` only the paths of others name it; its number is below nought while it is new.

    `is_placed`: the file says what it is a part of, which is `parent` or nothing.
    """

    id: int
    name: str
    row: Row = NOWHERE
    line: Line | None = None
    branch: Branch = ()
    target: Department | None = None
    parent: int | None = None
    is_placed: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)


class Nodes:
    """Those of one file, among all that are `known`."""

    def __init__(self, columns: Columns, known: Sequence[Department]) -> None:
        self.columns = columns
        self.known = {row.id: row for row in known}
        self.every: list[Node] = []
        self.refused: list[Refused] = []
        self.names = {row.id: row.name for row in known}
        self._tree = Tree.of(known)
        self._codes = {row.code_key: row for row in known} | {row.code: row for row in known}
        self._named = {row.name_key: row for row in known} | {row.name: row for row in known}
        self._targets: dict[int, Node] = {}
        self._at: dict[Keys, Node] = {}
        self._by_code: dict[str, Node] = {}
        self._by_name: dict[str, list[Node]] = {}
        self._placed: dict[int, int | None] = {}

    def add(self, entries: Sequence[Entry[Line]]) -> None:
        called = Counter(key(entry.value.name) for entry in entries)
        for entry in entries:
            self._tree.claim(entry.value.branch)
        for entry in entries:
            self._add(entry, is_only=called[key(entry.value.name)] == 1)
        for node in list(self.every):
            self._place(node)
        self._placed = {node.id: node.parent for node in self.every if node.is_placed}
        self._name()
        self._refuse_rings()

    def top_down(self) -> list[Node]:
        """Each after what it is a part of, so that on the way no department is ever a part of itself."""
        return sorted(self.every, key=lambda node: len(list(self._upward(node.id))))

    def _add(self, entry: Entry[Line], *, is_only: bool) -> None:
        line, target = entry.value, self._target(entry.value, is_only=is_only)
        node = Node(target.id if target else -len(self.every) - 1, line.name, entry.row, line, line.branch, target)
        if target and (met := self._targets.setdefault(target.id, node)) is not node:
            message = _("This is the same department as in row %(row)d.") % {"row": met.row.number}
            node.faults.append(("", message))
        self.every.append(node)
        if line.code:
            self._by_code.setdefault(key(line.code), node)
        self._by_name.setdefault(key(line.name), []).append(node)
        if line.branch:
            self._at.setdefault(keys_of(line.branch), node)

    def _target(self, line: Line, *, is_only: bool) -> Department | None:
        """By code, else by its place, else by its name unless another row has that too."""
        if line.code and (coded := self._codes.get(line.code) or self._codes.get(key(line.code))):
            return coded
        found = self._tree.at(line.branch)
        if found is None and (is_only or not (line.branch or line.parent)):
            return self._named.get(line.name) or self._named.get(key(line.name))
        return self.known.get(found or 0)

    def _place(self, node: Node) -> None:
        if node.branch:
            node.is_placed, node.parent = True, self._grown(node.branch[:-1])
        elif node.line and node.line.parent:
            node.is_placed, node.parent = True, self._called(node.line.parent)
            if node.parent is None:
                message = _("There is no department with the code or name “%(name)s” that this one could be a part of.")
                node.faults.append(("parent", message % {"name": node.line.parent[:60]}))
        else:
            node.is_placed = "parent" in self.columns.sources

    def _called(self, name: str) -> int | None:
        """A department of the file, else one that is here, by code or name."""
        named = self._by_name.get(key(name), [])
        found = self._by_code.get(key(name)) or (named[0] if len(named) == 1 else None)
        return found.id if found else self._tree.called(name)

    def _grown(self, branch: Branch) -> int | None:
        """What hangs there by the file or here already; it is made where only paths speak of it."""
        if not branch:
            return None
        if node := self._at.get(keys_of(branch)):
            return node.id
        above, found = self._grown(branch[:-1]), self._tree.find(branch)
        if found is not None and found in self._targets:
            return found
        node = Node(found or -len(self.every) - 1, branch[-1], branch=branch, target=self.known.get(found or 0))
        node.parent, node.is_placed = above, True
        self.every.append(node)
        self._at[keys_of(branch)] = node
        return node.id

    def _name(self) -> None:
        """Of two with one name in different places the second is told apart by its place."""
        kept = {node.target.id for node in self.every if node.target}
        taken = {row.name_key: row.code for row in self.known.values() if row.id not in kept}
        for node in self.every:
            self._call(node, taken)
            taken.setdefault(key(node.name), node.line.code if node.line else "")
            self.names[node.id] = node.name

    def _call(self, node: Node, taken: dict[str, str]) -> None:
        """Whoever was told apart before keeps the name that does it."""
        if node.target and key(self._tree.plain_name(node.target.id)) == key(node.name) != node.target.name_key:
            node.name = node.target.name
        if key(node.name) not in taken:
            return
        above = self.names.get(node.parent or 0, "")
        if above and node.target is None:
            names = Tree.names_for(node.branch or (above, node.name))
            node.name = next(one for one in names if key(one) not in taken)
        else:
            message = _("The department with the code %(code)s has this name already.")
            node.faults.append(("name", message % {"code": taken[key(node.name)]}))

    def _refuse_rings(self) -> None:
        for node in self.every:
            if node.is_placed and node.parent is not None and node.id in self._upward(node.parent):
                message = _("A department cannot be a part of itself, or of what is a part of it.")
                node.faults.append(("path" if node.branch else "parent", message))

    def _upward(self, id_: int) -> Iterator[int]:
        """By the file where it says so, else as it stands now; what goes round ends where it began."""
        seen: set[int] = set()
        at: int | None = id_
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self._placed[at] if at in self._placed else self._tree.parent(at)


def read_nodes(sheet: Sheet, columns: Columns, known: Sequence[Department]) -> Nodes:
    """All rows of a file at once: departments are few."""
    nodes, seen = Nodes(columns, known), _Seen(sheet, columns)
    right: list[Entry[Line]] = []
    for found in judged(sheet, Line, columns, context=seen.placing(), stands=DEPARTMENT_STANDS):
        repeats = list(seen.repeats(found.row)) if found.row else []
        if isinstance(found, Refused):
            nodes.refused.append(replace(found, errors=[*found.errors, *repeats]))
        elif repeats:
            nodes.refused.append(Refused(found.row, repeats))
        else:
            right.append(found)
    nodes.add(right)
    return nodes


class _Seen:
    """What whole columns say, and in which row each code and each name in its place stands first."""

    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        self._columns = columns
        self._rows = [columns.values(row.cells, {}) for row in sheet.rows() if isinstance(row, Row)]
        self._first: dict[tuple[str, ...], int] = {}
        for row in sheet.rows():
            if isinstance(row, Row):
                for _name, said in self._told(columns.values(row.cells, {})):
                    self._first.setdefault(said, row.number)

    def placing(self) -> Placing:
        texts = {text for values in self._rows for text in cell_of(values, ("path",)).texts}
        separator = separator_of(texts, is_path=True)
        placing = Placing({"path": separator} if separator else {})
        ends = list(self._ends(placing))
        return replace(placing, ends_with_itself=not ends or sum(ends) * 2 > len(ends))

    def repeats(self, row: Row) -> Iterator[RowError]:
        """An error for what another row before this one says, be the rest of either right or not."""
        for name, said in self._told(self._columns.values(row.cells, {})):
            if (first := self._first[said]) != row.number:
                message = _("This is in row %(row)d already.") % {"row": first}
                yield fault(row, standing(row, self._columns, name, DEPARTMENT_STANDS), message)

    def _ends(self, placing: Placing) -> Iterator[bool]:
        for values in self._rows:
            name, branch = clean(values.get("name", ""), lines=False), placing.branch(values)
            if name and branch:
                yield key(name) == key(branch[-1])

    def _told(self, values: Values) -> Iterable[tuple[str, tuple[str, ...]]]:
        code, name, parent = (key(values.get(part, "")) for part in ("code", "name", "parent"))
        place = map(key, cell_of(values, ("levels", "path")).texts)
        if code:
            yield "code", ("code", code)
        if name:
            yield "name", ("name", name, parent, *place)
