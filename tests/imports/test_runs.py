"""What is remembered of files that came in, by which the next one is known again."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clock import now
from app.core.db import Database
from app.core.sheets.encodings import PIECE
from app.imports.commands import add_to_run, begin_run, finish_run, mark_undone
from app.imports.models import ImportRun
from app.imports.queries import digest_of, header_of, run, run_like, run_of_bytes, runs, source_of, sources

quick = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def begin(store):
    """Notes that a file came in, with what a test says of it, and gives its number."""

    def begun(source: str = "jira", kind: str = "ideas", *, is_undone: bool = False, **said) -> int:
        given = {"file_name": f"{source}.csv", "digest": "", "header": "", "told": {}} | said
        with store.writing() as db:
            found = begin_run(db, kind=kind, source=source, **given).id
            if is_undone:
                mark_undone(db, found)
        return found

    return begun


def ids(found: list[ImportRun]) -> list[int]:
    return [one.id for one in found]


def like(store: Database, kind: str, source: str, header: str) -> int:
    """The run whose words would hold for such a file, 0 where there is none."""
    with store.reading() as db:
        found = run_like(db, kind, source, header)
        return found.id if found else 0


def of_bytes(store: Database, kind: str, digest: str) -> int:
    with store.reading() as db:
        found = run_of_bytes(db, kind, digest)
        return found.id if found else 0


class TestSource:
    @pytest.mark.parametrize(
        "name",
        [
            "ideas.csv",
            "ideas.XLSX",
            "ideas",
            "ideas (1).csv",
            "ideas (12).csv",
            "ideas(2).csv",
            "ideas (1) (1).csv",
            "ideas [3].xlsx",
            "ideas（1）.csv",
            "ideas - Copy.csv",
            "ideas - Copy (2).csv",
            "ideas - COPY.csv",
            "ideas copy.csv",
            "ideas copy 2.csv",
            "ideas - 副本.csv",
            "ideas - 副本 (3).csv",
            "ideas - สำเนา.csv",
            "ideas - สำเนา (2).csv",
            " ideas .csv",
        ],
    )
    def test_a_second_download_has_the_name_of_the_first(self, name):
        assert source_of(Path("downloads") / name) == "ideas"

    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("ideas 2024.csv", "ideas 2024"),
            ("ideas_1.csv", "ideas_1"),
            ("ideas (shop floor).csv", "ideas (shop floor)"),
            ("photocopy.csv", "photocopy"),
            ("copy.csv", "copy"),
            ("copy of the plan.csv", "copy of the plan"),
            ("(1) ideas.csv", "(1) ideas"),
            ("副本.csv", "副本"),
            ("创意 (1).csv", "创意"),
            ("ข้อเสนอ - สำเนา.xlsx", "ข้อเสนอ"),
            ("ideas.2024.csv", "ideas.2024"),
        ],
    )
    def test_what_a_person_wrote_into_a_name_stays(self, name, source):
        assert source_of(Path(name)) == source

    @pytest.mark.parametrize("name", ["(1).csv", " (2) (3).csv", "[1]"])
    def test_a_name_that_is_nothing_but_a_number_is_kept_rather_than_lost(self, name):
        assert source_of(Path(name)) == Path(name).stem

    @quick
    @given(
        st.from_regex(r"[a-z][a-z 0-9]{0,9}[a-z]", fullmatch=True).filter(lambda name: not name.endswith(" copy")),
        st.lists(
            st.sampled_from([" (1)", "(23)", " - Copy", " copy", " copy 4", " - 副本", "（5）", " - สำเนา"]), max_size=3
        ),
    )
    def test_however_often_it_was_copied(self, name, added):
        assert source_of(Path(f"{name}{''.join(added)}.csv")) == source_of(Path(f"{name}.csv")) == name


class TestDigest:
    @pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5])
    def test_the_same_bytes_are_known_under_another_name_and_one_byte_less_is_not(self, tmp_path, size):
        one, same, other = tmp_path / "one.csv", tmp_path / "same.xlsx", tmp_path / "other.csv"
        for path, content in ((one, b"a" * size), (same, b"a" * size), (other, b"a" * (size + 1))):
            path.write_bytes(content)
        assert digest_of(one) == digest_of(same) != digest_of(other)

    @pytest.mark.parametrize("at", [0, PIECE - 1, PIECE, 2 * PIECE])
    def test_another_byte_anywhere_is_another_file(self, tmp_path, at):
        one, other = tmp_path / "one.csv", tmp_path / "other.csv"
        content = bytearray(2 * PIECE + 1)
        one.write_bytes(content)
        content[at] = 1
        other.write_bytes(content)
        assert digest_of(one) != digest_of(other)


class TestHeader:
    @quick
    @given(st.permutations(["Summary", "Issue key", "Description", "创建时间", "ผู้เขียน"]))
    def test_columns_in_any_order_are_the_same_file_again(self, columns):
        assert header_of(columns) == header_of(["Summary", "Issue key", "Description", "创建时间", "ผู้เขียน"])

    @pytest.mark.parametrize(
        "columns", [["summary", "E-MAIL"], ["Summary [Required]", "e mail"], ["e_mail", "ＳＵＭＭＡＲＹ"]]
    )
    def test_spelling_does_not_matter(self, columns):
        assert header_of(columns) == header_of(["Summary", "E-Mail"])

    @pytest.mark.parametrize(
        "columns",
        [[], ["Summary"], ["SummaryE-Mail"], ["Summary", "E-Mail", "Votes"], ["Summary", "E-Mail", "E-Mail 2"]],
    )
    def test_a_column_more_or_less_is_another_file(self, columns):
        assert header_of(columns) != header_of(["Summary", "E-Mail"])


class TestRuns:
    def test_a_run_keeps_what_was_said_of_its_file_and_when(self, begin, store):
        before, told = now(), {"columns": {"title": "Summary"}, "joins": ["；", "ผม"], "left": None}
        run_id = begin("jira", told=told, file_name="jira (1).csv", digest="d", header="h")
        with store.reading() as db:
            found = run(db, run_id)
        assert (found.kind, found.source, found.file_name, found.told) == ("ideas", "jira", "jira (1).csv", told)
        assert (found.digest, found.header, found.new, found.changed) == ("d", "h", 0, 0)
        assert before <= found.at <= now() and found.finished_at is found.undone_at is None

    def test_what_the_parts_of_a_file_made_is_added_up_for_its_own_run_alone(self, begin, store):
        one, other = begin(), begin()
        for counts in ({"new": 3}, {"changed": 2}, {"new": 4, "changed": 1}, {}):
            with store.writing() as db:
                add_to_run(db, one, **counts)
        with store.reading() as db:
            found = [(run(db, id_).new, run(db, id_).changed) for id_ in (one, other)]
        assert found == [(7, 3), (0, 0)]

    def test_what_a_part_counted_goes_with_the_part(self, begin, store):
        run_id = begin()
        with pytest.raises(ZeroDivisionError), store.writing() as db:
            add_to_run(db, run_id, new=3)
            raise ZeroDivisionError
        with store.reading() as db:
            assert run(db, run_id).new == 0

    def test_a_run_that_was_finished_has_its_end_and_still_counts(self, begin, store):
        run_id = begin()
        with store.writing() as db:
            finish_run(db, run_id)
        with store.reading() as db:
            [found] = runs(db, "ideas", "jira")
        assert found.finished_at and found.at <= found.finished_at <= now() and found.undone_at is None

    def test_runs_of_a_source_are_its_own_kind_and_latest_first(self, begin, store):
        first, _people, last = begin(), begin(kind="people"), begin()
        begin("trello")
        with store.reading() as db:
            assert ids(runs(db, "ideas", "jira")) == [last, first]
            assert (runs(db, "ideas", "Jira"), runs(db, "thanks", "jira")) == ([], [])

    def test_sources_are_named_once_and_in_order(self, begin, store):
        for source in ("trello", "jira", "trello", "board"):
            begin(source)
        begin("roster", kind="people")
        begin("mistake", is_undone=True)
        with store.reading() as db:
            assert sources(db, "ideas") == ["board", "jira", "trello"]

    @pytest.mark.parametrize("kind", ["ideas", "thanks"])
    def test_the_same_bytes_are_found_for_their_own_kind_of_import(self, begin, store, kind):
        known = begin("board", digest="same")
        begin("jira", digest="other")
        assert of_bytes(store, kind, "same") == (known if kind == "ideas" else 0)


class TestLike:
    def test_the_latest_run_of_the_source_comes_before_one_with_the_same_columns(self, begin, store):
        begin("jira", header="h")
        latest = begin("jira", header="another")
        begin("trello", header="h")
        assert like(store, "ideas", "jira", "h") == latest

    def test_a_new_source_takes_the_words_of_the_latest_file_with_its_columns(self, begin, store):
        begin("jira", header="h")
        latest = begin("trello", header="h")
        begin("roster", kind="people", header="h")
        assert like(store, "ideas", "ideas of may", "h") == latest

    def test_a_file_like_no_other_has_no_run(self, begin, store):
        begin("jira", header="h", digest="d")
        assert like(store, "ideas", "trello", "g") == like(store, "people", "jira", "h") == 0
        assert of_bytes(store, "ideas", "e") == 0


class TestUndone:
    def test_what_was_taken_back_is_forgotten_and_what_came_before_holds_again(self, begin, store):
        kept = begin(digest="d", header="h")
        gone = begin(digest="d", header="h", is_undone=True)
        with store.reading() as db:
            assert ids(runs(db, "ideas", "jira")) == [kept]
            assert run(db, gone).undone_at is not None and run(db, kept).undone_at is None
        assert of_bytes(store, "ideas", "d") == like(store, "ideas", "jira", "h") == kept
        assert like(store, "ideas", "another", "h") == kept

    def test_when_all_of_a_source_was_taken_back_its_columns_may_still_be_known_from_another(self, begin, store):
        begin("jira", header="h", is_undone=True)
        other = begin("trello", header="h")
        assert like(store, "ideas", "jira", "h") == other

    def test_with_everything_taken_back_nothing_is_known(self, begin, store):
        begin(digest="d", header="h", is_undone=True)
        with store.reading() as db:
            assert (runs(db, "ideas", "jira"), sources(db, "ideas")) == ([], [])
        assert of_bytes(store, "ideas", "d") == like(store, "ideas", "jira", "h") == 0
