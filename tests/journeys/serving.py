"""The verb `demo` in a process that need not import the program first, which takes longer than all the rest of it.

Whoever forks from a process that has imported this module is ready to serve.
"""

import os
from pathlib import Path

from app.cli.serving import demo
from app.core.languages import load_languages

load_languages()


def serve(data: Path, port: int, log: Path) -> None:
    """As `./byline demo` would, without somebody's own Byline settings; what it says goes to the log."""
    for name in [name for name in os.environ if name.startswith("BYLINE_")]:
        del os.environ[name]
    with log.open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    demo(data, port=port)
