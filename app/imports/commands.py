from app.core.clock import now
from app.core.columns import Values
from app.core.db import Writer
from app.imports.models import ImportRun


def begin_run(
    db: Writer, *, kind: str, source: str, file_name: str, digest: str, header: str, told: Values
) -> ImportRun:
    """Note that a file is being brought in; what comes of it points here."""
    run = ImportRun(kind=kind, source=source, file_name=file_name, digest=digest, header=header, told=told)
    db.add(run)
    db.flush()
    return run


def add_to_run(db: Writer, run_id: int, *, new: int = 0, changed: int = 0) -> None:
    """Count what a part of the file made, in the transaction that made it."""
    run = db.get_one(ImportRun, run_id)
    run.new, run.changed = run.new + new, run.changed + changed


def finish_run(db: Writer, run_id: int) -> None:
    db.get_one(ImportRun, run_id).finished_at = now()


def mark_undone(db: Writer, run_id: int) -> None:
    """What it brought is taken back by whoever brought it."""
    db.get_one(ImportRun, run_id).undone_at = now()
