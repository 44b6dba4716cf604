"""The lineage decorators of DAG files: `reads`, `writes`, `moves`, `purpose` and `declassifies`.

They stand above or below `@task`, on plain functions that a `PythonOperator` calls, and around operators and operator
classes, and they only say something: whether a task may run is the policy's business.

>>> @moves("wh.mart.stage[email,country]", to="s3://partner/daily.csv")
... @purpose("marketing.advertising.third_party")
... def export(): ...

Around an operator that exists already:

    moves("s3://lake/raw/events.csv", to="wh.raw.events")(BashOperator(task_id="load", bash_command="./load.sh"))
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from privlineage.airflow.column_maps import column_map
from privlineage.airflow.markers import mark
from privlineage.airflow.usage import wrong_usage
from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import WriteMode
from privlineage.lineage.declared import Declaration, Move, Selection, Through, select

__all__ = ["declassifies", "moves", "purpose", "reads", "writes"]

T = TypeVar("T")
_MODES = {"append": WriteMode.APPEND, "overwrite": WriteMode.OVERWRITE}


def reads(*datasets: object) -> Callable[[T], T]:
    """Declare what a task reads.

    Args:
        datasets: references, `dataset[column,column]`, or Airflow Assets. None at all says that the task reads no
            dataset, which is something else than not saying it.

    Raises:
        PrivlineageError: PL701, when one of them is no reference.

    >>> @reads("wh.public.customers[email]")
    ... @writes("s3://models/churn")
    ... def train(): ...
    """
    chosen = _selections("reads", datasets)
    return _decorator("reads", Declaration(reads=chosen, reads_nothing=not chosen))


def writes(*datasets: object, mode: str = "append") -> Callable[[T], T]:
    """Declare what a task writes: with `reads`, every column read may be in every column written.

    Args:
        datasets: references, `dataset[column,column]`, or Airflow Assets.
        mode: `append`, or `overwrite` where the task always replaces the whole content.

    Raises:
        PrivlineageError: PL701, when one of them is no reference.

    >>> @reads()
    ... @writes("wh.raw.applications", mode="overwrite")
    ... def generate(): ...
    """
    if not datasets:
        raise _wrong("writes", "names no dataset", 'write @writes("wh.mart.stage")')
    kept = _mode("writes", mode)
    return _decorator("writes", Declaration(writes=tuple((one, kept) for one in _selections("writes", datasets))))


def moves(
    *datasets: object,
    to: object,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    mode: str = "append",
) -> Callable[[T], T]:
    """Declare that a task carries data from datasets into another one, column by column.

    Columns keep their names; `columns` maps output columns to the columns they are made from, and may name a Python
    function around one. A map without a selection on the sources names every column that is moved. A whole dataset is
    moved where no columns are named at all.

    Args:
        datasets: what is read: references, `dataset[column,column]`, or Airflow Assets.
        to: what is written.
        columns: output column to input column (or several); an input may be `module.function(column)`.
        mode: `append`, or `overwrite` where the task always replaces the whole content.

    Raises:
        PrivlineageError: PL701, when something is no reference, or the map is wrong.

    >>> @moves("wh.mart.stage", to="s3://partner/daily.csv", columns={"email_hash": "shop.privacy.hashed(email)"})
    ... def export(): ...
    """
    if not datasets:
        raise _wrong("moves", "names no source", 'write @moves("wh.mart.stage", to="s3://bucket/key")')
    (sink,) = _selections("moves", (to,))
    move = Move(_selections("moves", datasets), sink, column_map(columns or {}), _mode("moves", mode))
    return _decorator("moves", Declaration(moves=(move,)))


def purpose(*uses: object) -> Callable[[T], T]:
    """Declare what a task uses its data for: keys of the taxonomy's uses. It can only narrow what a zone allows.

    Raises:
        PrivlineageError: PL701, when one of them is no dotted key.

    >>> @purpose("finance")
    ... def score(): ...
    """
    if not uses:
        raise _wrong("purpose", "names no use", 'write @purpose("finance")')
    keys = [use for use in uses if isinstance(use, str) and all(part.isidentifier() for part in use.split("."))]
    if len(keys) < len(uses):
        wrong = next(use for use in uses if use not in keys)
        raise _wrong("purpose", f"takes dotted keys, not `{wrong}`", 'such as "marketing.advertising"')
    return _decorator("purpose", Declaration(purposes=tuple(keys)))


def declassifies(
    function: str | Callable[..., Any],
    *columns: object,
    argument: int = 0,
    literals: Mapping[int, str] | None = None,
) -> Callable[[T], T]:
    """Declare that columns pass through a function which the policy lists as a declassifier.

    By itself this weakens nothing: without an entry for the function under `declassify` in the policy the data counts
    as it is. The hash of the function's source is kept with the verdict.

    Args:
        function: the function, or its module path and name as the policy spells it.
        columns: input or output columns that pass through it; none means every column the task moves.
        argument: the position of the argument they come through.
        literals: literal arguments by position, where the policy's entry asks for them.

    Raises:
        PrivlineageError: PL701, when the function has no module path.

    >>> @declassifies("shop.privacy.hashed", "email")
    ... @moves("wh.mart.stage[email,country]", to="s3://partner/daily.csv")
    ... def export(): ...
    """
    name, digest = _function(function)
    if type(argument) is not int or argument < 0:
        raise _wrong("declassifies", f"has the argument position `{argument}`", "positions count from 0")
    names = tuple(column for column in columns if isinstance(column, str) and column.strip())
    if len(names) < len(columns):
        raise _wrong("declassifies", "takes column names after the function", '@declassifies("m.f", "email")')
    entry = Through(name, names, argument, tuple(sorted((literals or {}).items())), digest)
    return _decorator("declassifies", Declaration(through=(entry,)))


def _function(function: str | Callable[..., Any]) -> tuple[str, str]:
    from privlineage.airflow.source_hash import source_hash

    if callable(function):
        module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
        if not module or not name or "<" in name:
            raise _wrong("declassifies", "needs a function with a name of its own", "define it in a module")
        return f"{module}.{name}", source_hash(function)
    if not all(part.isidentifier() for part in str(function).split(".")):
        raise _wrong("declassifies", f"takes a function or `module.function`, not `{function}`", "as the policy has it")
    module, _, name = function.rpartition(".")
    return function, source_hash(getattr(sys.modules.get(module), name, None))


def _selections(named: str, datasets: Sequence[object]) -> tuple[Selection, ...]:
    return tuple(_selection(named, dataset) for dataset in datasets)


def _selection(named: str, dataset: object) -> Selection:
    if isinstance(dataset, str):
        try:
            return select(dataset)
        except PrivlineageError as error:
            raise _wrong(named, error.message, error.hint) from None
    if hasattr(dataset, "uri") and hasattr(dataset, "extra"):
        from privlineage.airflow.assets import selection_of

        return selection_of(dataset)
    if callable(dataset):
        raise _wrong(named, "was used without its arguments", f'write @{named}("wh.mart.stage")')
    raise _wrong(named, f"takes references or Assets, not a `{type(dataset).__name__}`", "wh.mart.stage[email]")


def _mode(named: str, mode: str) -> WriteMode:
    if mode not in _MODES:
        raise _wrong(named, f"has the unknown mode `{mode}`", "`append` or `overwrite`")
    return _MODES[mode]


def _decorator(named: str, declaration: Declaration) -> Callable[[T], T]:
    def put_on(target: T) -> T:
        return mark(target, declaration, named=named)

    return put_on


def _wrong(named: str, what: str, hint: str) -> PrivlineageError:
    return wrong_usage(f"`@{named}` {what}", hint)
