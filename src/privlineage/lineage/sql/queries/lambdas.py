"""Functions that take a lambda: what they make of the elements of arrays and maps."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.arguments import Argument, use_of
from privlineage.lineage.sql.queries.expressions import flow_of
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, Influence, as_influences, merge
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.text.function_names import LAMBDAS, NUMBERED

__all__ = ["with_lambda"]

MAX_FOLDS = 2
"""Folds inside one another that go round twice; those deeper are taken to hand on whatever they are given."""


def with_lambda(function: str, arguments: list[Argument], scope: Scope) -> Flow:
    """What a call with a lambda returns."""
    nodes = [argument.node for argument in arguments]
    last = function.rsplit(".", 1)[-1]
    role = LAMBDAS[last]
    elements = {
        position: flow_of(node, scope) for position, node in enumerate(nodes) if not isinstance(node, exp.Lambda)
    }
    arrays = [position for position, flow in elements.items() if flow.values]
    flows: list[Flow] = []
    shapes: frozenset[Influence] = frozenset()
    if role in ("keep", "both"):
        flows.extend(flow.through(use_of(function, position, nodes)) for position, flow in elements.items())
    if role == "fold":
        return _folded(function, nodes, elements, scope)
    for position, node in enumerate(nodes):
        if not isinstance(node, exp.Lambda):
            continue
        result = _lambda(node, list(elements.values()), scope, numbered=last in NUMBERED)
        if role == "keep":
            shapes |= as_influences(result)
        else:
            # The elements came through the array's position; with several arrays the lambda's own is the honest one.
            through = arrays[0] if len(arrays) == 1 else position
            flows.append(result.through(use_of(function, through, nodes)))
    return merge(flows).shaped_by(shapes)


def _folded(function: str, nodes: list[exp.Expr], elements: dict[int, Flow], scope: Scope) -> Flow:
    """REDUCE and AGGREGATE: what the elements make of a start, and what a second lambda makes of that."""
    lambdas = [(position, node) for position, node in enumerate(nodes) if isinstance(node, exp.Lambda)]
    arrays = [position for position, flow in elements.items() if flow.values]
    through = arrays[0] if len(arrays) == 1 else lambdas[0][0]
    element, *rest = elements.values()
    # Without a start the first element is one, and without elements the start is the result.
    start = merge(rest) if rest else element
    session, made = scope.session, start
    session.folds += 1
    if session.folds > MAX_FOLDS:
        made = merge((start, _lambda(lambdas[0][1], [merge((start, element)), element], scope)))
    else:
        for _ in range(2):  # the second time what came out of it goes in again
            made = merge((start, _lambda(lambdas[0][1], [made, element], scope)))
    session.folds -= 1
    for _, node in lambdas[1:]:
        made = _lambda(node, [made], scope)
    return made.through(use_of(function, through, nodes))


def _lambda(node: exp.Expr, elements: list[Flow], scope: Scope, *, numbered: bool = False) -> Flow:
    """What a lambda makes of elements: each parameter is one of several arrays', else an element, then its number."""
    inner = Scope(scope.session, scope)
    names = [name_of(parameter).lower() for parameter in node.expressions]
    given = merge(elements)
    paired = len(names) == len(elements) and len(names) > 1
    for index, parameter in enumerate(names):
        counts = numbered and index == 1 and len(elements) == 1
        inner.parameters[parameter] = elements[index] if paired else NOTHING if counts else given
    return flow_of(node.this, inner)
