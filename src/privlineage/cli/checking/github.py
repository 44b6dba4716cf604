"""The findings of a check as GitHub's workflow annotations (actions/toolkit, `command.ts`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from privlineage.cli.checking.findings import code_of, level_of, sentence, title_of
from privlineage.core.errors import PrivlineageError

if TYPE_CHECKING:
    from privlineage.service.checking.flows import Flow

__all__ = ["workflow_commands"]

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def workflow_commands(flows: Sequence[Flow], errors: Sequence[PrivlineageError], *, open_fails: bool) -> Iterator[str]:
    """A line for each thing found, files that cannot be read first."""
    for error in errors:
        file, line = (error.place.file, error.place.line) if error.place else ("", 1)
        said = f"{error.message}; {error.hint}" if error.hint else error.message
        yield _command("error", file, line, error.code, said)
    for flow in flows:
        level = level_of(flow, open_fails=open_fails)
        if level:
            code = code_of(flow)
            yield _command(_COMMANDS[level], flow.file, flow.line, f"{code} {title_of(code)}", sentence(flow))


def _command(name: str, file: str, line: int, title: str, text: str) -> str:
    path = os.path.relpath(file) if Path(file).is_absolute() else file
    return f"::{name} file={_property(path)},line={max(line, 1)},title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
