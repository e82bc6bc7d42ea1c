"""Every file of a feature plays its part under a word that the README explains; import-linter holds them in order."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.rules.sources import ROOT, listed, modules

# Not features: the core, and what starts, fills, measures and keeps the whole.
OTHERS = {"core", "cli", "demo", "bench", "keeping"}
OWN = {
    "imports": {"columns", "judging", "faults", "suspects", "texts", "titles", "names"},
    "people": {"roles", "naming", "picks", "passwords", "throttle"},
    "recognition": {"receivers"},
    "search": {"index", "whoosh", "postgres", "analysis", "wanted", "snapshot", "excerpts", "segments"},
}
# The engine that is to come, and has no file yet.
COMING = {"postgres"}


def contract() -> dict[str, list[str]]:
    with (ROOT / "pyproject.toml").open("rb") as opened:
        contracts = tomllib.load(opened)["tool"]["importlinter"]["contracts"]
    [found] = [one for one in contracts if one["name"] == "Inside a feature"]
    assert found["exhaustive"] is True
    return dict(found)


def words() -> set[str]:
    return set(re.findall(r"\w+", " ".join(contract()["layers"])))


def features() -> set[str]:
    return {path.parts[0] for path in modules() if len(path.parts) > 1} - OTHERS


def test_every_feature_is_held_to_the_words() -> None:
    assert {name.removeprefix("app.") for name in contract()["containers"]} == features()


def test_the_readme_explains_every_word() -> None:
    explained = set(re.findall(r"\*\*(\w+)\*\*", (ROOT / "README.md").read_text("utf-8")))
    assert listed(sorted(words() - explained - COMING)) == ""


def test_a_word_of_one_feature_is_used_by_no_other() -> None:
    places = {(path.parts[0], Path(path.parts[1]).stem) for path in modules() if len(path.parts) > 1}
    theirs = {word: feature for feature, own in OWN.items() for word in own}
    strays = (
        (feature, word) for feature, word in places if feature not in OTHERS and theirs.get(word, feature) != feature
    )
    assert listed(f"app/{feature}/{word}.py" for feature, word in sorted(strays)) == ""


def test_a_file_of_another_name_is_caught(tmp_path: Path) -> None:
    """The contract is asked of a small program with one file that is outside of the words."""
    for name in ("__init__", "ideas/__init__", "ideas/models", "ideas/helpers"):
        file = tmp_path / "app" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert "helpers" in complaint(tmp_path)
    (tmp_path / "app" / "ideas" / "helpers.py").unlink()
    assert complaint(tmp_path) == ""


def complaint(folder: Path) -> str:
    layers = "\n    ".join(contract()["layers"])
    (folder / ".importlinter").write_text(
        "[importlinter]\nroot_package = app\n[importlinter:contract:words]\nname = Words\ntype = layers\n"
        f"exhaustive = true\ncontainers = app.ideas\nlayers =\n    {layers}\n",
        "utf-8",
    )
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ended = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    return ended.stdout + ended.stderr if ended.returncode else ""
