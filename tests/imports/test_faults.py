"""What is wrong in a file, counted without end, kept within bounds, and handed back to be mended."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.sheets import Row, RowError, open_sheet
from app.imports.columns import Columns, Source, matched
from app.imports.faults import MOST_KINDS, SHOWN_ROWS, Faults, RefusedRows, place, said
from app.imports.judging import Met
from app.imports.suspects import MOST_CHOICES, suspects

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
cell = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
whats = st.text(st.sampled_from("ab 界ิ\ud800"), max_size=3)


def wrong(row: int, message: str = "Wrong.", column: str = "votes", line: int = 0) -> RowError:
    return RowError(row, line, column, message)


class TestFaults:
    def test_none_is_nothing(self):
        assert (bool(Faults()), Faults().count, Faults().kinds()) == (False, 0, [])

    @quick
    @given(st.lists(st.tuples(st.integers(2, 99), st.sampled_from("ab"), st.sampled_from("xy"))))
    def test_every_fault_is_counted_in_its_kind_and_the_first_few_are_kept(self, found):
        faults = Faults()
        faults.add(*(wrong(row, message, column) for row, message, column in found))
        kinds = {(kind.column, kind.message): kind for kind in faults.kinds()}
        assert faults.count == len(found) == sum(kind.count for kind in kinds.values())
        assert list(kinds) == list(dict.fromkeys((column, message) for _row, message, column in found))
        for (column, message), kind in kinds.items():
            here = [row for row, *rest in found if rest == [message, column]]
            assert (kind.count, kind.rows, len(kind.lines)) == (len(here), here[:SHOWN_ROWS], len(kind.rows))

    def test_those_of_two_together_are_counted_and_placed_as_if_they_were_met_in_one(self):
        one, other = Faults(), Faults()
        one.add(wrong(3, line=4), wrong(9), wrong(12, "Odd."))
        other.add(wrong(2), wrong(5), wrong(2, "New."))
        both = one + other
        assert both.count == 6
        assert [said(kind) for kind in both.kinds()] == [
            "row 2 and row 3 (line 4) and row 5 and 1 more, votes: Wrong.",
            "row 12, votes: Odd.",
            "row 2, votes: New.",
        ]
        assert [kind.count for kind in one.kinds()] == [2, 1]

    def test_kinds_are_bounded_and_those_that_are_known_still_count(self):
        faults = Faults()
        for number in range(MOST_KINDS + 50):
            faults.add(wrong(number, f"Wrong {number}."))
        faults.add(wrong(9, "Wrong 0."))
        assert (faults.count, len(faults.kinds())) == (MOST_KINDS + 51, MOST_KINDS)
        assert faults.kinds()[0].count == 2

    @pytest.mark.parametrize(
        ("found", "line"),
        [
            ([wrong(2)], "row 2, votes: Wrong."),
            ([wrong(2, line=2)], "row 2, votes: Wrong."),
            ([wrong(3, line=7), wrong(4, line=9)], "row 3 (line 7) and row 4 (line 9), votes: Wrong."),
            ([wrong(row, column="") for row in range(2, 9)], "row 2 and row 3 and row 4 and 4 more: Wrong."),
        ],
    )
    def test_a_kind_is_one_sentence_with_where_it_is(self, found, line):
        faults = Faults()
        faults.add(*found)
        assert list(map(said, faults.kinds())) == [line]

    def test_the_line_is_named_only_where_it_is_another_number(self):
        assert [place(4, 0), place(4, 4), place(4, 6)] == ["row 4", "row 4", "row 4 (line 6)"]


class TestRefusedRows:
    @quick
    @given(st.lists(st.tuples(cell, cell), min_size=1, max_size=5))
    def test_cells_come_back_to_the_letter_with_why(self, tmp_path_factory, found):
        path = tmp_path_factory.mktemp("refused") / "refused.csv"
        with RefusedRows(path, ["name", "note"]) as refused:
            for number, (name, note) in enumerate(found, 2):
                refused.add(
                    Row(number, number, {"name": name, "note": note}), [wrong(number), wrong(number, "Late.", "")]
                )
        again = [row.cells for row in open_sheet(path).rows() if isinstance(row, Row)]
        assert [(row["name"], row["note"]) for row in again] == found and refused.count == len(found)
        assert [row["why"] for row in again] == [
            f"row {number}, votes: Wrong. row {number}: Late." for number in range(2, len(found) + 2)
        ]

    def test_a_file_that_is_there_is_never_written_over(self, tmp_path):
        path = tmp_path / "mine.csv"
        path.write_text("mine", "utf-8")
        with pytest.raises(FileExistsError), RefusedRows(path, ["name"]):
            pass
        assert path.read_text("utf-8") == "mine"

    def test_nobody_else_reads_it_and_no_link_leads_it_elsewhere(self, tmp_path):
        path, link = tmp_path / "refused.csv", tmp_path / "link.csv"
        link.symlink_to(tmp_path / "elsewhere.csv")
        with RefusedRows(path, ["name"]) as refused:
            refused.add(None, [wrong(2)])
        with pytest.raises(FileExistsError), RefusedRows(link, ["name"]):
            pass
        assert (path.stat().st_mode & 0o777, (tmp_path / "elsewhere.csv").exists()) == (0o600, False)

    def test_what_stops_in_the_middle_leaves_no_half_a_file(self, tmp_path):
        path = tmp_path / "refused.csv"
        with pytest.raises(ZeroDivisionError), RefusedRows(path, ["name"]) as refused:
            refused.add(None, [wrong(2)])
            raise ZeroDivisionError
        assert not path.exists()


class TestMet:
    @quick
    @given(st.lists(whats, max_size=40))
    def test_it_says_in_which_row_a_thing_stood_first(self, found):
        first: dict[str, int] = {}
        with Met() as met:
            for row, what in enumerate(found, 2):
                assert met.first(what, row) == first.setdefault(what, row)

    def test_what_was_met_in_one_file_is_new_in_another(self):
        with Met() as one, Met() as other:
            assert (one.first("ada", 2), other.first("ada", 5), one.first("ada", 9)) == (2, 5, 2)


class TestColumns:
    def test_many_texts_lose_the_empty_ones_and_other_fields_are_joined_as_they_ask(self):
        columns = Columns({"comments": Source(("c1", "c2", "c3")), "body": Source(("what", "why"))})
        cells = {"c1": "Yes", "c2": " ", "c3": "No", "what": " Lift ", "why": ""}
        assert columns.values(cells, {}) == {"comments": ["Yes", "No"], "body": "Lift"}
        assert columns.values(cells, {"body": "/".join})["body"] == " Lift /"

    def test_a_sentence_about_a_field_names_it_as_the_file_does(self):
        columns = matched("ideas", ["Given", "Sur"], ("author", "title"), chosen={"author": "sur+given"})
        assert (columns.where("author"), columns.where("title")) == ("Sur+Given", "title")

    @quick
    @given(st.lists(st.sampled_from(["id", "title", "body", "Nr.", "Comment", "Comment 2", "x y"]), unique=True))
    def test_every_column_is_used_once_or_named_as_unused(self, found):
        columns = matched("ideas", found, ("id", "title", "body", "comments"))
        used = [column for source in columns.sources.values() for column in source.columns]
        assert len(used) == len(set(used)) and not set(used) & set(columns.unused)
        assert set(columns.unused) | set(used) <= set(found)


class TestSuspects:
    @staticmethod
    def found(cells: list[str], kind: str) -> list[str]:
        rows = [Row(number, number, {"it": cell}) for number, cell in enumerate(cells, 2)]
        return [one.example for one in suspects([*rows, wrong(99)], ["it"], {"field": kind})]

    @pytest.mark.parametrize(
        ("kind", "cells"),
        [
            ("text", ["The lift in house B stops and nobody comes to look."] * 2),
            ("text", ["电梯经常停在三楼没有人来修理请尽快处理"] * 2),
            ("date", ["2024-03-01", "1.3.2024", "2567年3月1日"]),
            ("address", ["ada@example.com", "ivo@example.com", "?"]),
            ("name", ["Ada Wu", "Ivo Marin", "王小明"]),
            ("author", ["ada@example.com", "Ada Wu", "Ivo Marin"]),
            ("code", ["E-1", "E-2", "E-3"]),
            ("status", ["open", "done", "open", "open", "done"]),
        ],
    )
    def test_a_column_is_known_by_most_of_its_cells(self, kind, cells):
        assert self.found(["", *cells], kind) == [cells[0]]

    @pytest.mark.parametrize(
        ("kind", "cells"),
        [
            ("text", ["Lift", "Door", "The lift in house B stops and nobody comes to look."]),
            ("date", ["3", "7", "2024-03-01"]),
            ("address", ["Ada", "ivo@example", "ada@example.com", "@"]),
            ("name", ["ada", "7 Up", "Ada Wu"]),
            ("code", ["E-1", "E-2", "E-1"]),
            ("status", ["open"] * 9),
            ("status", [f"word {chr(97 + number)}" for number in range(MOST_CHOICES + 1)] * 3),
            ("text", ["", " ", "\n"]),
        ],
    )
    def test_a_column_of_something_else_is_left_in_peace(self, kind, cells):
        assert self.found(cells, kind) == []
