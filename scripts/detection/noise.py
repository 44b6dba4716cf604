"""What real columns suffer: gaps filled with words, typing errors, cut ends, spaces, few distinct values, sorting."""

from __future__ import annotations

from scripts.detection.made import Draw
from scripts.detection.words import all_words

__all__ = ["dirtied"]


def _typo(draw: Draw, value: str) -> str:
    if len(value) < 4:
        return value
    at = draw.whole(0, len(value) - 2)
    kind = draw.whole(0, 2)
    if kind == 0:
        return value[:at] + value[at + 1] + value[at] + value[at + 2 :]
    return value[:at] + value[at + 1 :] if kind == 1 else value[:at] + value[at] + value[at:]


def _spaced(draw: Draw, value: str) -> str:
    return draw.one((" " + value, value + " ", value + "  ", value + "\t", value.replace(" ", "  ")))


def dirtied(draw: Draw, values: list[str]) -> list[str]:
    """The values as a table would hold them; most columns stay as they are."""
    made = values
    if draw.chance(0.22) and len(made) > 8:
        few = made[: max(3, int(len(made) * draw.one((0.05, 0.2, 0.5))))]
        made = draw.rng.choices(few, k=len(made))
    if draw.chance(0.22):
        share, words = (
            draw.one((0.05, 0.1, 0.2, 0.3)),
            [draw.one(all_words("nothing")).replace("_", " ") for _ in range(draw.one((1, 1, 2, 4)))],
        )
        made = [draw.one(words) if draw.chance(share) else value for value in made]
    if draw.chance(0.1):
        made = [_typo(draw, value) if draw.chance(0.08) else value for value in made]
    if draw.chance(0.1):
        made = [_spaced(draw, value) if draw.chance(0.3) else value for value in made]
    if draw.chance(0.04):
        longest = draw.one((10, 15, 20, 30))
        made = [value[:longest] for value in made]
    if draw.chance(0.03):
        made = [f'"{value}"' for value in made]
    if draw.chance(0.05):
        made = [draw.one((str.upper, str.lower, str))(value) if draw.chance(0.4) else value for value in made]
    if draw.chance(0.03):
        made = [
            value + draw.one((".", ",", ";", "?", " *", " (old)")) if draw.chance(0.15) else value for value in made
        ]
    return sorted(made) if draw.chance(0.15) else made
