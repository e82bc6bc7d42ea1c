"""Which department each cell of a file means, found out once for all its rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.db import Writer
from app.core.i18n import _
from app.people import commands, queries
from app.people.importing.paths import Branch, Cell, branch_of, ensure_short, joined, separator_of
from app.people.importing.tree import Tree, Twig


@dataclass
class Places:
    """For each cell its department, or a sentence on what is wrong with it; `separators` are those of whole columns."""

    of: dict[Cell, int | str | None] = field(default_factory=dict)
    separators: dict[str, str] = field(default_factory=dict)
    tree: Tree = field(default_factory=Tree)

    def settle(self, made: Mapping[int, int]) -> None:
        """Those that were to be made are there now, under these numbers."""
        self.of = {cell: made.get(found, found) if isinstance(found, int) else found for cell, found in self.of.items()}


def placed(cells: Collection[Cell], tree: Tree, *, adds: bool) -> Places:
    """`adds`: what is missing is to be made."""
    places = Places(separators=_separators(cells, tree), tree=tree)
    branches = {cell: _branch(cell, places) for cell in cells}
    for branch in branches.values():
        tree.claim(branch)
    for cell, branch in branches.items():
        try:
            places.of[cell] = _meant(branch, tree, adds=adds)
        except ValueError as error:
            places.of[cell] = str(error)
    return places


def make_departments(db: Writer, twigs: Sequence[Twig], made: dict[int, int]) -> None:
    """Each after what it is a part of. One that has come about meanwhile is taken as it is."""
    for twig in twigs:
        found = queries.department_named(db, twig.name)
        parent = made.get(twig.parent_id or 0, twig.parent_id)
        made[twig.id] = (found or commands.add_department(db, name=twig.name, parent_id=parent)).id


def move_departments(db: Writer, moved: Iterable[tuple[int, int]], made: Mapping[int, int]) -> None:
    """Put what was a part of nothing into its place, unless somebody has put it elsewhere meanwhile."""
    for department_id, parent_id in moved:
        department = queries.department(db, department_id)
        if department.parent_id is None:
            commands.change_department(db, department, parent_id=made.get(parent_id, parent_id))


def _branch(cell: Cell, places: Places) -> Branch:
    is_known = cell.kind != "levels" and len(cell.texts) == 1 and places.tree.called(cell.texts[0]) is not None
    return cell.texts if is_known else branch_of(cell, places.separators)


def _separators(cells: Collection[Cell], tree: Tree) -> dict[str, str]:
    """A cell that is a department as it stands is no path."""
    found = {}
    for kind in ("department", "department_path", "path"):
        texts = [text for cell in cells if cell.kind == kind for text in cell.texts if tree.called(text) is None]
        found[kind] = separator_of(texts, is_path=kind != "department")
    return {kind: sign for kind, sign in found.items() if sign}


def _meant(branch: Branch, tree: Tree, *, adds: bool) -> int | None:
    if not branch:
        return None
    ensure_short(branch)
    found = tree.grow(branch) if adds else tree.find(branch)
    if found is None:
        message = _(
            "There is no open department with the code or name “%(name)s”. Import the departments first, or say "
            "--add-departments."
        )
        raise ValueError(message % {"name": joined(branch)[:60]})
    return found
