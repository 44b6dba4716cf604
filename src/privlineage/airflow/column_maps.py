"""The column maps of `@moves`: `{"email_hash": "shop.privacy.hashed(email, ?, 'sha256')"}`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from privlineage.airflow.usage import wrong_usage
from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import FunctionStep
from privlineage.lineage.declared import MappedColumn

__all__ = ["column_map"]


def column_map(columns: object) -> tuple[MappedColumn, ...]:
    """Read a map of output columns to the columns they are made from.

    A value is a column (`email`, or `dataset#email` where several datasets are read), a call of a Python function
    around one, or a list of such. In a call, `?` stands for arguments that are not told.

    Raises:
        PrivlineageError: PL701, when an entry cannot be read.

    >>> [entry.path[0].function for entry in column_map({"h": "shop.privacy.hashed(email)"})]
    ['shop.privacy.hashed']
    >>> column_map({"name": ["first", "last"]})[1].input
    'last'
    """
    if not isinstance(columns, Mapping):
        raise _wrong("columns", "is no mapping of output columns to input columns")
    found = []
    for output, value in columns.items():
        if not isinstance(output, str) or not output.strip():
            raise _wrong(str(output), "is no column name")
        parts = [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else [value]
        for text in parts:
            if not isinstance(text, str) or not text.strip():
                raise _wrong(output, "must be made from column names")
            name, path = _read(output, text.strip())
            found.append(MappedColumn(output, name, path))
    return tuple(found)


def _read(output: str, text: str) -> tuple[str, tuple[FunctionStep, ...]]:
    opening = text.find("(")
    if opening < 0 or "#" in text[:opening] or not text.endswith(")"):
        return text, ()
    function = text[:opening].strip()
    if not all(part.isidentifier() for part in function.split(".")):
        raise _wrong(output, f"calls `{function}`, which is no function name")
    column, position = "", -1
    path: tuple[FunctionStep, ...] = ()
    literals: list[tuple[int, str]] = []
    for index, part in enumerate(_arguments(text[opening + 1 : -1])):
        if part == "?":
            continue
        literal = _literal(part)
        if literal is not None:
            literals.append((index, literal))
        elif position >= 0:
            raise _wrong(output, "names two columns in one call; list them instead")
        else:
            column, path = _read(output, part)
            position = index
    if position < 0:
        raise _wrong(output, f"calls `{function}` without a column")
    return column, (*path, FunctionStep(function, position, tuple(literals)))


def _arguments(text: str) -> list[str]:
    parts, depth, quote, current = [], 0, "", ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        depth += (character == "(") - (character == ")") if not quote else 0
        if character == "," and not depth and not quote:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [*parts, current.strip()]


def _literal(text: str) -> str | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    return str(value) if isinstance(value, str | int | float | bool) else None


def _wrong(column: str, what: str) -> PrivlineageError:
    hint = '{"email_hash": "shop.privacy.hashed(email)"}'
    return wrong_usage(f"the column map of `@moves` for `{column}` {what}", hint)
