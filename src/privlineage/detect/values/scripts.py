"""Which writing system a letter belongs to, by the blocks of Unicode that carry everyday text."""

from __future__ import annotations

from bisect import bisect_right

__all__ = ["SCRIPTS", "script_of"]

SCRIPTS = (
    "latin greek cyrillic armenian hebrew arabic devanagari bengali gurmukhi gujarati oriya tamil telugu kannada "
    "malayalam sinhala thai lao tibetan myanmar georgian hangul ethiopic khmer kana han other"
).split()

# First code point of each block, and its script (the Unicode Standard, Blocks.txt); letters before it belong to the
# block before.
_BLOCKS = (
    (0x0000, "latin"), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"),
    (0x0600, "arabic"), (0x0700, "other"), (0x0750, "arabic"), (0x0780, "other"), (0x08A0, "arabic"),
    (0x0900, "devanagari"), (0x0980, "bengali"), (0x0A00, "gurmukhi"), (0x0A80, "gujarati"), (0x0B00, "oriya"),
    (0x0B80, "tamil"), (0x0C00, "telugu"), (0x0C80, "kannada"), (0x0D00, "malayalam"), (0x0D80, "sinhala"),
    (0x0E00, "thai"), (0x0E80, "lao"), (0x0F00, "tibetan"), (0x1000, "myanmar"), (0x10A0, "georgian"),
    (0x1100, "hangul"), (0x1200, "ethiopic"), (0x13A0, "other"), (0x1780, "khmer"), (0x1800, "other"),
    (0x1C80, "cyrillic"), (0x1C90, "georgian"), (0x1CC0, "other"), (0x1D00, "latin"), (0x1F00, "greek"),
    (0x2000, "other"), (0x2C60, "latin"), (0x2C80, "other"), (0x2D00, "georgian"), (0x2D30, "other"),
    (0x2DE0, "cyrillic"), (0x2E00, "other"), (0x2E80, "han"), (0x3040, "kana"), (0x3130, "hangul"), (0x3190, "han"),
    (0x31F0, "kana"), (0x3200, "other"), (0x3400, "han"), (0xA000, "other"), (0xA640, "cyrillic"), (0xA6A0, "other"),
    (0xA720, "latin"), (0xA800, "other"), (0xA8E0, "devanagari"), (0xA900, "other"), (0xA960, "hangul"),
    (0xA980, "other"), (0xAA60, "myanmar"), (0xAA80, "other"), (0xAB00, "ethiopic"), (0xAB30, "latin"),
    (0xAB70, "other"), (0xAC00, "hangul"), (0xD800, "other"), (0xF900, "han"), (0xFB00, "latin"), (0xFB10, "armenian"),
    (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, "other"), (0xFE70, "arabic"), (0xFF00, "latin"), (0xFF65, "kana"),
    (0xFFA0, "hangul"), (0xFFE0, "other"), (0x20000, "han"), (0x323B0, "other"),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]
_INDEX = [SCRIPTS.index(name) for _, name in _BLOCKS]


def script_of(point: int) -> int:
    """The index in `SCRIPTS` of the script that a letter's code point belongs to.

    >>> SCRIPTS[script_of(ord("ж"))]
    'cyrillic'
    """
    return _INDEX[bisect_right(_STARTS, point) - 1]
