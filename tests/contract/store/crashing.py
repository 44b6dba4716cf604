"""Run as a program: does one thing to a store again and again, and dies by SIGKILL at a later point each time.

Usage: python crashing.py OPERATION STORE FOLDER. For every point N a copy of STORE becomes FOLDER/N.db, and a child
process kills itself there: before the N-th statement, before a commit, or behind one. `N.log` beside it holds what the
child had got done by then. What is printed is the number of the last point, at which nothing was left to kill.
"""

import os
import shutil
import signal
import sys
import traceback
from pathlib import Path

from sqlalchemy import event

from privlineage.core.verdict import Attempt
from privlineage.store.open import init_store, open_store
from tests.contract.store.world import CSV, EMAIL, HASHED, MART, PHONE, RAW, at, overwrite, publish, tag, verdict

TRY = Attempt("crashing")
PLAN = overwrite(MART, {"x": "phone", "y": "email"}, RAW, path=(HASHED,))


class Deadline:
    """Counts points, and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, *_) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def watch(self, engine) -> None:
        event.listen(engine, "before_cursor_execute", self)
        event.listen(engine, "commit", self)


def prepare(path: Path) -> None:
    """A store with some history, on which every operation has something to change."""
    store = open_store(f"sqlite:///{path}")
    store.add_tags([tag(RAW, "email", EMAIL), tag(RAW, "phone", PHONE)])
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), Attempt("before"), at(1))
    store.confirm(Attempt("before"), at(2))
    store.plan_additions(overwrite(CSV, {"x": "x"}, MART), Attempt("copy"), at(3))
    store.confirm(Attempt("copy"), at(4))
    store.close()


def run(store, note, deadline) -> None:
    """What the gate and a task do: additions, then the data moves, then success."""
    store.plan_additions(PLAN, TRY, at(5), verdict(1, TRY, plan=PLAN.fingerprint))
    note("planned")
    deadline()
    note("moved")  # only behind `planned` may a task write
    deadline()
    store.confirm(TRY, at(6))
    note("confirmed")
    deadline()


def apply(store, note, deadline) -> None:
    publish(store, tag(CSV, "x", PHONE, by="bundle"))
    note("published")
    deadline()


OPERATIONS = {"run": run, "apply": apply}


def child(operation: str, path: Path, point: int) -> None:
    log = os.open(path.with_suffix(".log"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    deadline = Deadline(point)
    if operation == "init":
        from privlineage.store.sql import creating

        original = creating.SqliteFile
        creating.SqliteFile = lambda where: _watched(original(where), deadline)
        init_store(f"sqlite:///{path}", clock=lambda: at(0)).close()
        os.write(log, b"initialised\n")
        deadline()
        return
    store = open_store(f"sqlite:///{path}")
    deadline.watch(store._database.engine)
    OPERATIONS[operation](store, lambda what: os.write(log, f"{what}\n".encode()), deadline)


def _watched(database, deadline):
    deadline.watch(database.engine)
    return database


def main(operation: str, store: Path, folder: Path) -> None:
    if operation == "init":
        import alembic.command  # noqa: F401 - once here, rather than in every child

    # A store is made by many like statements: every fifth stands for those around it.
    for point in range(0, 1000, 5 if operation == "init" else 1):
        path = folder / f"{point}.db"
        if operation != "init":
            shutil.copy(store, path)
        process = os.fork()
        if process == 0:
            try:
                child(operation, path, point)
            except BaseException:  # noqa: BLE001 - a forked child must not return into its parent's code
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            continue
        if status != 0:
            raise SystemExit(f"the child failed at point {point}")
        sys.stdout.write(f"{point}\n")
        return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
