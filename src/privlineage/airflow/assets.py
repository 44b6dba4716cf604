"""Airflow Assets that name our datasets, and Assets of others read as datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from privlineage.airflow.usage import wrong_usage
from privlineage.core.errors import PrivlineageError
from privlineage.core.naming import is_database
from privlineage.core.refs import split_reference
from privlineage.lineage.declared import Selection, select

if TYPE_CHECKING:
    from airflow.sdk import Asset

__all__ = ["asset", "selection_of"]

EXTRA = "privlineage"
OWN_SCHEME = "x-privlineage"


def asset(
    ref: str, columns: Sequence[str] | None = None, *, name: str | None = None, group: str | None = None
) -> Asset:
    """An Airflow Asset for a dataset, to be used in `inlets`, `outlets` and schedules.

    An Asset's URI follows the rules of its scheme's provider and cannot name columns: Airflow drops `#column`. So the
    URI is the provider's (`postgres://wh:5432/bank/public/customers`), or one of our own where the reference has no
    scheme, and reference and columns are kept in `extra`.

    Args:
        ref: a reference, or `dataset[column,column]`.
        columns: the columns meant; all of them when left out.
        name: the Asset's name, its URI when left out.
        group: the Asset's group.

    Raises:
        PrivlineageError: PL701, when `ref` is no reference.

    >>> asset("postgres://wh:5432/bank.public.customers", columns=["email"]).uri
    'postgres://wh:5432/bank/public/customers'
    >>> asset("wh.public.customers").uri
    'x-privlineage://wh/public.customers'
    """
    from airflow.sdk import Asset

    if not isinstance(ref, str):
        raise wrong_usage(f"`asset` takes a reference, not a `{type(ref).__name__}`", "wh.mart.stage")
    if isinstance(columns, str) or "" in (columns or ()):
        raise wrong_usage(f"`asset` takes a list of column names for `{ref}`", 'columns=["email"]')
    try:
        selection = select(ref)
    except PrivlineageError as error:
        raise wrong_usage(error.message, error.hint) from None
    chosen = tuple(columns) if columns is not None else selection.columns
    if columns is not None and selection.columns is not None and set(columns) != set(selection.columns):
        raise wrong_usage(f"`asset` names columns twice for `{ref}`", "in one place only")
    extra: dict[str, Any] = {EXTRA: {"ref": selection.dataset, **({"columns": list(chosen)} if chosen else {})}}
    more: dict[str, Any] = {"group": group} if group is not None else {}
    for uri in (_provider_uri(selection.dataset), _own_uri(selection.dataset)):
        try:
            made: Asset = Asset(name=name or uri, uri=uri, extra=extra, **more)
        except ValueError:
            continue  # The scheme's provider wants another form; our own scheme takes any.
        return made
    raise wrong_usage(f"`{ref}` makes no Asset", "shorten it: an Asset's URI has at most 1500 signs")


def selection_of(found: Any) -> Selection:
    """The dataset and columns an Asset stands for.

    Raises:
        PrivlineageError: PL701, when the Asset names a column in its URI or holds no dataset at all.
    """
    held = (found.extra or {}).get(EXTRA) if isinstance(found.extra, dict) else None
    if isinstance(held, dict) and isinstance(held.get("ref"), str):
        columns = held.get("columns")
        return Selection(held["ref"], tuple(str(column) for column in columns) if columns else None)
    uri = str(found.uri)
    if "://" not in uri:
        raise wrong_usage(f"the Asset `{uri}` has no URI", "use `asset(reference)` from privlineage.airflow")
    return Selection(_reference(uri))


def _reference(uri: str) -> str:
    scheme, _, rest = uri.partition("://")
    host, _, path = rest.partition("/")
    if scheme == OWN_SCHEME:
        return f"{unquote(host)}.{unquote(path)}"
    if not is_database(scheme):
        return uri
    return f"{scheme}://{host}/{path.strip('/').replace('/', '.')}"


def _provider_uri(ref: str) -> str:
    spelling = split_reference(ref)
    if spelling.form != "uri":
        return _own_uri(ref)
    name = spelling.name.replace(".", "/") if is_database(spelling.head) else spelling.name
    return f"{spelling.head}/{name}" if name else spelling.head


def _own_uri(ref: str) -> str:
    spelling = split_reference(ref)
    head = spelling.head.replace("://", ".") if spelling.form == "uri" else spelling.head
    return f"{OWN_SCHEME}://{quote(head, safe='.:')}/{quote(spelling.name, safe='/.')}"
