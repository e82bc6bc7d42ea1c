"""What holds for every script of ours."""

from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "static/js"


def test_keys_are_listened_to_in_one_place_which_leaves_input_methods_theirs() -> None:
    """A press that ends a composition must choose, close and delete nothing."""
    listening = [
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*.js")
        if any(f'"{event}"' in path.read_text(encoding="utf-8") for event in ("keydown", "keyup", "keypress"))
    ]
    assert listening == ["lib/keys.js"]
