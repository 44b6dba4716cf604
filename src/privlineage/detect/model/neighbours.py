"""The second look: what the columns beside a column say of it, and the name of its table.

A list of names beside e-mail addresses and telephones is more likely one of people than the same list beside prices.
The shift is small on purpose: it decides only where the column itself leaves doubt, and a table of anything and
everything shifts nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from privlineage.detect.model.choose import best_kind
from privlineage.detect.model.predict import Prediction
from privlineage.detect.names import table_context
from privlineage.detect.types import PERSONAL

__all__ = ["Neighbours", "beside", "named", "shifted"]

_SURE: Final = 0.9
_NOT: Final = 0.15
_RAISED: Final = 0.7
_LOWERED: Final = -0.4
_NAMED: Final = 0.5
_THINGS: Final = ("products", "organisations", "places")
_FEW: Final = 3
_TELLING: Final = frozenset(
    "person_full_name first_name last_name email phone national_id date_of_birth street".split()
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands beside one column.

    Attributes:
        shift: what is added to the log-odds of "personal".
        kinds: the telling kinds beside it, at most two, where they raise it.
    """

    shift: float = 0.0
    kinds: tuple[str, ...] = ()


def beside(predictions: Sequence[Prediction], index: int) -> Neighbours:
    """What the other columns of a table say of one of them, after a first look at all."""
    others = [one for number, one in enumerate(predictions) if number != index]
    if len(others) < _FEW:
        return Neighbours()
    sure = [best_kind(one.shares, personal=True) for one in others if one.personal >= _SURE]
    telling = tuple(sorted(_TELLING.intersection(sure)))
    if len(telling) > 1 and 2 * len(sure) >= len(others):
        return Neighbours(_RAISED, telling[:2])
    if len(others) > _FEW and all(one.personal <= _NOT for one in others):
        return Neighbours(_LOWERED)
    return Neighbours()


def named(table: str) -> float:
    """What a table's name adds to the log-odds of "personal" in its columns: `name` in `customers`, in `products`.

    Orders and logs are about things and people alike, and their names say nothing here.

    >>> named("crm.customers") > 0 > named("shop.products"), named("t17"), named("")
    (True, 0.0, 0.0)
    """
    context = table_context((), table)
    return _NAMED * (context["people"] - max(context[subject] for subject in _THINGS))


def shifted(prediction: Prediction, shift: float) -> Prediction:
    """A prediction with the odds of "personal" moved; the shares on either side keep their proportions.

    >>> round(shifted(Prediction({"email": 0.5, "uuid": 0.5}, {}, 0.5), 0.7).personal, 2)
    0.67
    """
    if not shift or not 0 < prediction.personal < 1:
        return prediction
    personal = 1 / (1 + math.exp(-(math.log(prediction.personal / (1 - prediction.personal)) + shift)))
    inside, outside = personal / prediction.personal, (1 - personal) / (1 - prediction.personal)
    shares = {kind: share * (inside if kind in PERSONAL else outside) for kind, share in prediction.shares.items()}
    return replace(prediction, shares=shares, personal=personal)
