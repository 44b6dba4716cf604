"""The program: run a command, turn every failure into a coded message, and answer with 0, 1 or 2."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from privlineage.cli.screen import ReaderGone, note, show_error
from privlineage.core.errors import PrivlineageError

__all__ = ["main"]

FINE, FINDING, FAILED = 0, 1, 2
INTERRUPTED = 130
DEBUG = "PRIVLINEAGE_DEBUG"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what stands after the program's name; `sys.argv` where absent.

    Returns:
        0 fine; 1 a finding, a block or something unresolved; 2 bad usage, an unreadable file, a store that is down.
    """
    from privlineage.cli.app import command_line

    try:
        answer = command_line().main(
            args=list(sys.argv[1:] if arguments is None else arguments), prog_name="privlineage", standalone_mode=False
        )
    except PrivlineageError as error:
        show_error(error)
        return FAILED
    except ReaderGone:
        # Nobody is left to tell: what Python flushes at exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place where an accident can be told without its values
        return _failed(error)
    return answer if isinstance(answer, int) else FINE


def _failed(error: Exception) -> int:
    """Tell of bad usage, or of an accident: the kind of it and where, never its text, which may hold values."""
    if type(error).__name__ == "Abort":
        return INTERRUPTED
    usage = getattr(error, "format_message", None)
    if usage is not None:
        show_error(_usage_error(error, str(usage())))
        return FAILED
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "privlineage" in frame.filename]
    where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    note(f"PL000 an unexpected {type(error).__name__}{where}")
    note(f"  help: this is a defect of ours; {DEBUG}=1 shows the whole traceback, which may hold values")
    return FAILED


def _usage_error(error: Exception, text: str) -> PrivlineageError:
    """The error of the argument parser, in our form; an empty one means that no command was named."""
    context = getattr(error, "ctx", None)
    program = context.command_path if context is not None else "privlineage"
    message = text.strip().rstrip(".").splitlines() or ["no command was given"]
    if context is not None and message[0].startswith("Usage:"):
        message = ["no command was given"]
    said, colon, why = message[0].partition(": ")
    # The parser's own word for a value of the wrong form says nothing to whoever wrote it.
    parts = (part[:1].lower() + part[1:] for part in (said, why.removeprefix("Value error, ")))
    return PrivlineageError("PL001", colon.join(parts).replace("'", "`"), hint=f"see `{program} --help`")
