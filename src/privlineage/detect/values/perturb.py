"""Values with small changes: what still passes after them was never proven by its check digit.

Every change is seeded by the value's own content, so that equal values give equal answers in any order.
"""

from __future__ import annotations

import zlib

__all__ = ["one_changed", "scrambled"]


def one_changed(text: str) -> str:
    """The text with one of its digits changed; the text itself where it has none.

    >>> one_changed("12") != "12", one_changed("ab")
    (True, 'ab')
    """
    places = [place for place, character in enumerate(text) if "0" <= character <= "9"]
    if not places:
        return text
    seed = zlib.crc32(text.encode("utf-8", "replace"))
    place = places[seed % len(places)]
    digit = (int(text[place]) + 1 + seed // 97 % 9) % 10
    return f"{text[:place]}{digit}{text[place + 1 :]}"


def scrambled(text: str) -> str:
    """The text with every digit drawn anew, and every letter of the Latin alphabet too.

    >>> scrambled("A-1") == scrambled("A-1")
    True
    """
    state = zlib.crc32(text.encode("utf-8", "replace")) | 1
    drawn = []
    for character in text:
        # A linear congruential step (Numerical Recipes); its high bits are random enough to break a check digit.
        state = (state * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF
        if "0" <= character <= "9":
            drawn.append(chr(48 + (state >> 16) % 10))
        elif "A" <= character <= "Z":
            drawn.append(chr(65 + (state >> 16) % 26))
        elif "a" <= character <= "z":
            drawn.append(chr(97 + (state >> 16) % 26))
        else:
            drawn.append(character)
    return "".join(drawn)
