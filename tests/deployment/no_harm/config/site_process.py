"""What a task's process looks like from inside: all that another library could have changed in it."""

import contextlib
import decimal
import gc
import logging
import os
import signal
import sys
import threading
import warnings
from pathlib import Path


def kept_open():
    """The open files.

    Pipes and sockets aside: how many of those there are depends on Airflow's other workers. Our store aside, where it
    is a SQLite file: governed tasks keep it open.
    """
    for link in Path("/proc/self/fd").glob("*"):
        with contextlib.suppress(OSError):
            path = str(link.readlink())
            if path.startswith("/") and not path.startswith(("/dev", "/proc")) and "/store/" not in path:
                yield path


def process():
    """What another library could have changed in a task's process."""
    names = [
        name
        for name in logging.root.manager.loggerDict
        if not name.startswith(("privlineage", "sqlalchemy", "alembic"))
    ]
    return {
        "levels": {name: logging.getLogger(name).level for name in sorted(names) if logging.getLogger(name).level},
        "watched": {name: logging.getLogger(name).getEffectiveLevel() for name in ("", "sqlalchemy.engine", "alembic")},
        "disabled": sorted(name for name in names if logging.getLogger(name).disabled),
        "all disabled": logging.root.manager.disable,
        "handlers": [type(handler).__name__ for handler in logging.getLogger().handlers],
        "filters": len(logging.getLogger().filters),
        "warnings": [[one[0], one[2].__name__] for one in warnings.filters],
        "signals": {
            name: getattr(
                signal.getsignal(getattr(signal, name)), "__qualname__", str(signal.getsignal(getattr(signal, name)))
            )
            for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGALRM", "SIGCHLD", "SIGPIPE", "SIGUSR1", "SIGUSR2")
        },
        "timer": signal.getitimer(signal.ITIMER_REAL)[0],
        "threads": sorted(thread.name.rpartition("-")[0] for thread in threading.enumerate()),
        "hooks": [sys.excepthook.__qualname__, threading.excepthook.__qualname__, sys.displayhook.__qualname__],
        "tracing": [sys.gettrace() is None, sys.getprofile() is None],
        "recursion": sys.getrecursionlimit(),
        "gc": [gc.isenabled(), gc.get_threshold()],
        "directory": str(Path.cwd()),
        "umask": [os.umask(0o22), os.umask(0o22)],
        "environment": {name: value for name, value in sorted(os.environ.items()) if name.startswith("AIRFLOW_")},
        "path": [one for one in sys.path if not one.startswith(sys.prefix)],
        "finders": [getattr(one, "__name__", type(one).__name__) for one in sys.meta_path],
        "decimals": str(decimal.getcontext()),
        "files": sorted(kept_open()),
    }
