"""The departments there are, found by code, by name, or by the branch they hang on; and those that a file adds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from app.core.i18n import _
from app.core.letters import key
from app.people.importing.paths import Branch, joined
from app.people.models import Department

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Twig:
    """A department that is to be made: what it will be called, and what it is a part of.

    Its number is below nought, and so is that of the one above if this is to be made as well.
    """

    id: int
    name: str
    parent_id: int | None


class Tree:
    """Of all departments; those that are closed are not found, but keep their names."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.new: list[Twig] = []
        self.moved: dict[int, int] = {}
        self._parents: dict[int, int | None] = {}
        self._branches: dict[int, Branch] = {}
        self._called: dict[str, int] = {}
        self._within: dict[tuple[int | None, str], int] = {}
        self._closed: set[Keys] = set()
        self._claims: dict[int, Keys] = {}
        self._taken: set[str] = set()

    @classmethod
    def of(cls, every: Iterable[Department]) -> Self:
        tree, rows = cls(), {row.id: row for row in every}
        tree.names = {row.id: row.name for row in rows.values()}
        tree._taken = {key(row.name) for row in rows.values()}
        for row in rows.values():
            branch = tree._hang(row, rows)
            if row.active:
                tree._know(row, branch)
            else:
                tree._closed |= {keys_of(branch), (key(row.name),)}
        return tree

    def called(self, name: str) -> int | None:
        """By code, slug or name."""
        return self._called.get(key(name))

    def at(self, branch: Branch) -> int | None:
        """What hangs exactly there."""
        parent: int | None = None
        for name in branch:
            parent = self._within.get((parent, key(name)))
            if parent is None:
                return None
        return parent

    def claim(self, branch: Branch) -> None:
        """Say that a branch is spoken of, so that what hangs exactly there is taken for nothing else."""
        if (found := self.at(branch)) is not None:
            self._claims.setdefault(found, keys_of(branch))

    def find(self, branch: Branch) -> int | None:
        """What is meant: what hangs there, else the only one of the name, unless that hangs elsewhere."""
        found = self.at(branch)
        if found is None and (named := self.called(branch[-1])) is not None:
            fits = _agree(keys_of(self._branches[named][:-1]), keys_of(branch[:-1]))
            found = named if fits and _agree(self._claims.get(named, ()), keys_of(branch)) else None
        if found is not None:
            self._claims.setdefault(found, keys_of(branch))
        return found

    def grow(self, branch: Branch) -> int:
        """What is meant, made where it is not there yet, and with it whatever it is a part of.

        One that was a part of nothing is put in its place. Raises ValueError for one that is closed, and for a place
        within itself.
        """
        above = self.grow(branch[:-1]) if branch[1:] else None
        found = self.find(branch)
        if found is None:
            return self._add(branch, above)
        if above is not None and self._parents[found] is None:
            if found in self._upward(above):
                raise ValueError(_("A department cannot be a part of itself, or of what is a part of it."))
            self.moved[found] = above
            self._put(found, above, branch)
        return found

    def parent(self, id_: int) -> int | None:
        return self._parents.get(id_)

    def plain_name(self, id_: int) -> str:
        """Without what tells it from one of the same name elsewhere."""
        return self._branches[id_][-1]

    @staticmethod
    def names_for(branch: Branch) -> Iterator[str]:
        """Its own, then with what it is a part of, then with all of that: a name is one department's alone."""
        name, above = branch[-1], branch[:-1]
        yield name
        if above:
            yield f"{name} ({above[-1]})"
            yield f"{name} ({joined(above)})"
        yield from (f"{name} ({number})" for number in range(2, 10_000))

    def _add(self, branch: Branch, above: int | None) -> int:
        if keys_of(branch) in self._closed:
            raise ValueError(_("The department “%(name)s” is closed. Open it again first.") % {"name": joined(branch)})
        made = Twig(-len(self.new) - 1, self._free_name(branch), above)
        self.new.append(made)
        self.names[made.id] = made.name
        self._taken.add(key(made.name))
        self._called.setdefault(key(made.name), made.id)
        self._claims[made.id] = keys_of(branch)
        self._put(made.id, above, branch)
        return made.id

    def _free_name(self, branch: Branch) -> str:
        return next(one for one in self.names_for(branch) if key(one) not in self._taken)

    def _put(self, id_: int, above: int | None, branch: Branch) -> None:
        self._parents[id_], self._branches[id_] = above, branch
        self._within.setdefault((above, key(branch[-1])), id_)

    def _know(self, row: Department, branch: Branch) -> None:
        above = self._parents[row.id]
        self._put(row.id, above, branch)
        self._within.setdefault((above, row.name_key), row.id)
        for name in (row.code, row.slug, row.name):
            self._called.setdefault(key(name), row.id)

    def _hang(self, row: Department, rows: dict[int, Department], below: tuple[int, ...] = ()) -> Branch:
        """Its branch, after that of what it is a part of; a ring ends where it closes."""
        if row.id not in self._branches:
            above = rows.get(row.parent_id or 0)
            if above and above.id not in (*below, row.id):
                over = self._hang(above, rows, (*below, row.id))
                self._parents[row.id], self._branches[row.id] = above.id, (*over, _plain_name(row.name, over))
            else:
                self._parents[row.id], self._branches[row.id] = None, (row.name,)
        return self._branches[row.id]

    def _upward(self, id_: int) -> Iterator[int]:
        at: int | None = id_
        while at is not None:
            yield at
            at = self._parents[at]


def _plain_name(name: str, above: Branch) -> str:
    """Without the words in brackets that tell it from one of the same name elsewhere."""
    for told in (joined(above), above[-1]):
        if name.endswith(f" ({told})"):
            return name.removesuffix(f" ({told})")
    return name


def keys_of(branch: Branch) -> Keys:
    return tuple(map(key, branch))


def _agree(one: Keys, other: Keys) -> bool:
    """Whether the shorter is the end of the longer."""
    return all(mine == theirs for mine, theirs in zip(reversed(one), reversed(other), strict=False))
