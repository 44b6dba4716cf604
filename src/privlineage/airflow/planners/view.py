"""One way to look at an operator: rendered in the task process, or as it stands in a DAG file, mapped ones included."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from privlineage.airflow.markers import declaration_of
from privlineage.core.plan import Job
from privlineage.lineage.declared import Declaration

__all__ = ["OperatorView"]

_CONNECTION = "conn_id"
_NO_ARGUMENTS = frozenset({"upstream_task_ids", "downstream_task_ids", "dag", "task_group", "params"})


@dataclass(frozen=True)
class OperatorView:
    """What planners see of an operator.

    Attributes:
        operator: the operator.
        original: the same task as the DAG file made it, where it is at hand: its arguments before rendering.
        dag_id: the DAG.
        rendered: whether templates are filled in (the task runs) or not (`check`).
        fields: its attributes by name; of a mapped operator the arguments that are the same for every instance.
        mapped: names of arguments that are known at run time only.
    """

    operator: Any
    original: Any
    dag_id: str
    rendered: bool
    fields: Mapping[str, Any] = field(repr=False)
    mapped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, operator: Any, *, dag: Any = None, rendered: bool) -> OperatorView:
        """The view of an operator of either kind."""
        dag = dag if dag is not None else getattr(operator, "dag", None)
        tasks = getattr(dag, "task_dict", None) or {}
        original = tasks.get(operator.task_id, operator)
        fields, mapped = _mapped_fields(operator) if _is_mapped(operator) else (_fields(operator), frozenset[str]())
        return cls(operator, original, str(getattr(dag, "dag_id", "") or ""), rendered, fields, mapped)

    @property
    def kind(self) -> type:
        """The operator's class, also of a mapped operator."""
        return self.operator.operator_class if _is_mapped(self.operator) else type(self.operator)

    @property
    def task_id(self) -> str:
        """The task."""
        return str(self.operator.task_id)

    @property
    def job(self) -> Job:
        """Who acts."""
        return Job(self.dag_id, self.task_id, str(self.value("owner") or ""))

    @property
    def is_sensor(self) -> bool:
        """Whether it waits for something, rather than moving anything."""
        return bool(getattr(self.operator, "_is_sensor", False) or getattr(self.kind, "_is_sensor", False))

    def value(self, name: str) -> Any:
        """An attribute, None when it has none of that name. Properties are not asked: one may open a connection."""
        if name in self.fields:
            return self.fields[name]
        held = inspect.getattr_static(self.kind, name, None)
        return None if hasattr(type(held), "__get__") else held

    def made(self, name: str) -> Any:
        """An attribute that may be a property of the operator's class, made from its other attributes."""
        held = inspect.getattr_static(self.kind, name, None)
        if name in self.fields or not isinstance(held, property) or _is_mapped(self.operator):
            return self.value(name)
        with contextlib.suppress(Exception):
            return getattr(self.operator, name)
        return None

    def text(self, name: str) -> str:
        """An attribute that is a text, empty otherwise."""
        value = self.value(name)
        return value.strip() if isinstance(value, str) else ""

    def file(self, name: str) -> str:
        """The template file an argument was read from, empty when it was written in the DAG file."""
        held = getattr(self.original, name, None) if not _is_mapped(self.original) else None
        extensions = tuple(getattr(self.kind, "template_ext", ()) or ())
        return Path(held).name if isinstance(held, str) and extensions and held.endswith(extensions) else ""

    def connections(self) -> dict[str, str]:
        """Every connection it names, by attribute: any attribute of it or its class that ends in `conn_id`."""
        shared = {name for kind in self.kind.__mro__ for name in vars(kind) if name.endswith(_CONNECTION)}
        found = {}
        for name in dict.fromkeys((*self.fields, *sorted(shared))):
            value = self.value(name) if name.endswith(_CONNECTION) else None
            for place, one in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(one, str) and one.strip():
                    found[name if not place else f"{name}[{place}]"] = one.strip()
        return found

    @property
    def has_unknown_connection(self) -> bool:
        """Whether a connection is known at run time only: filled in by a template, or mapped."""
        if self.rendered:
            return False
        names = {*self.fields, *self.mapped}
        mapped = any(
            name.endswith(_CONNECTION) and (name in self.mapped or isinstance(self.value(name), list)) for name in names
        )
        return mapped or any("{{" in text or "{%" in text for text in self.connections().values())

    def declaration(self) -> Declaration | None:
        """What its author declared, on whatever part of it."""
        places = [self.kind, self.operator.__dict__.get("__privlineage__") and self.operator]
        if self.original is not self.operator:
            places.append(self.original)
        return declaration_of(*places, self.value("python_callable"))

    def assets(self, name: str) -> list[Any]:
        """The Assets in its `inlets` or `outlets`."""
        listed = self.value(name) or ()
        return [one for one in listed if hasattr(one, "uri") and hasattr(one, "extra")]

    def xcom_inputs(self, *names: str) -> list[tuple[Any, str]]:
        """Operators whose XComs its arguments are made from, with the XCom's reference.

        Args:
            names: the arguments to look at, every one when left out.
        """
        found: dict[str, Any] = {}
        original = OperatorView.of(self.original, rendered=False) if self.original is not self.operator else self
        for name in names or original.fields:
            if name not in _NO_ARGUMENTS:
                for producer, key in _xcom_references(original.value(name)):
                    found[f"xcom:{self.dag_id}.{producer.task_id}.{key}"] = producer
        return [(producer, ref) for ref, producer in found.items()]


def _is_mapped(operator: Any) -> bool:
    return hasattr(operator, "partial_kwargs") and hasattr(operator, "operator_class")


def _fields(operator: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(operator).items() if not name.startswith("__")}


def _mapped_fields(operator: Any) -> tuple[dict[str, Any], frozenset[str]]:
    fields = {**_defaults(operator.operator_class), **operator.partial_kwargs, "task_id": operator.task_id}
    if callable(getattr(operator, "python_callable", None)):
        fields |= {"python_callable": operator.python_callable, "expanded": operator.op_kwargs_expand_input}
        return fields, frozenset({"op_kwargs"})
    fields["expanded"] = operator.expand_input
    listed, mapped = _expanded(getattr(operator.expand_input, "value", None))
    return {**fields, **listed}, mapped


def _defaults(kind: type) -> dict[str, Any]:
    """The defaults of a class's arguments: a mapped operator has none of them yet."""
    found: dict[str, Any] = {}
    for base in kind.__mro__:
        if "__init__" in vars(base) and base is not object:
            with contextlib.suppress(TypeError, ValueError):
                for name, parameter in inspect.signature(vars(base)["__init__"]).parameters.items():
                    if parameter.default is not parameter.empty:
                        found.setdefault(name, parameter.default)
    return found


def _expanded(value: Any) -> tuple[dict[str, list[Any]], frozenset[str]]:
    """What a mapped operator is expanded over: arguments listed in the DAG file, and names known at run time only."""
    if isinstance(value, Mapping):
        listed = {str(name): list(one) for name, one in value.items() if isinstance(one, list | tuple)}
        return listed, frozenset(str(name) for name in value) - frozenset(listed)
    if isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value):
        names = dict.fromkeys(str(name) for one in value for name in one)
        return {name: [one[name] for one in value if name in one] for name in names}, frozenset()
    # `expand_kwargs` over something only known at run time may set any argument.
    return {}, frozenset({"*"})


def _xcom_references(value: Any) -> Iterator[tuple[Any, str]]:
    if value is None or isinstance(value, str | bytes | int | float):
        return
    from airflow.sdk.definitions.xcom_arg import XComArg

    value = getattr(value, "value", value) if type(value).__name__.endswith("ExpandInput") else value
    for producer, key in XComArg.iter_xcom_references(value):
        yield producer, str(key)
