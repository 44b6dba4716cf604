"""Texts of one place in the letters of another: what a word means must not hang on its alphabet.

The letters of a script and their Latin sounds are anyascii's. A Polish name in Georgian letters is no Georgian name;
it keeps the model from taking a script it seldom sees for a kind of column.
"""

from __future__ import annotations

from functools import cache

from anyascii import anyascii

from scripts.detection.made import Draw

__all__ = ["respelled"]

# First and last letter of each script.
_SCRIPTS = {
    "Georgian": (0x10D0, 0x10F0), "Armenian": (0x0561, 0x0587), "Hebrew": (0x05D0, 0x05EA), "Thai": (0x0E01, 0x0E4E),
    "Tamil": (0x0B85, 0x0BCD),
    "Bengali": (0x0985, 0x09CD), "Gujarati": (0x0A85, 0x0ACD), "Telugu": (0x0C05, 0x0C4D),
    "Kannada": (0x0C85, 0x0CCD), "Malayalam": (0x0D05, 0x0D4D), "Sinhala": (0x0D85, 0x0DDF), "Khmer": (0x1780, 0x17C5),
    "Lao": (0x0E81, 0x0EC4), "Myanmar": (0x1000, 0x1032), "Ethiopic": (0x1200, 0x1357), "Greek": (0x03B1, 0x03C9),
    "Cyrillic": (0x0430, 0x044F), "Arabic": (0x0627, 0x064A), "Devanagari": (0x0905, 0x094D),
    "Gurmukhi": (0x0A05, 0x0A4D),
    "Katakana": (0x30A2, 0x30F3), "Hangul": (0xAC00, 0xD7A3),
}  # fmt: skip


# Scripts that write vowels inside a word by signs, which stand after the letters; so do their commoner consonants.
_WITH_SIGNS = frozenset(
    "Tamil Bengali Gujarati Telugu Kannada Malayalam Sinhala Devanagari Gurmukhi Khmer Thai Lao".split()
)
_INSTEAD = {
    "w": "v",
    "v": "wb",
    "c": "k",
    "q": "k",
    "x": "s",
    "f": "pb",
    "j": "yg",
    "z": "s",
    "o": "u",
    "e": "i",
    "y": "i",
    "p": "b",
}


@cache
def _letters(script: str) -> tuple[dict[str, str], dict[str, str], int]:
    """Letters by their sound at the beginning of a word, and inside it; and the length of the longest sound."""
    first, last = _SCRIPTS[script]
    leading: dict[str, str] = {}
    inside: dict[str, str] = {}
    for point in range(first, last + 1):
        sound = anyascii(chr(point)).lower()
        if sound.isalpha() and not 0x063B <= point <= 0x0640:  # letters of other languages than Arabic
            leading.setdefault(sound, chr(point))
            inside[sound] = chr(point)
    for letters in (leading, inside):
        for sound, others in _INSTEAD.items():
            if found := next((letters[other] for other in others if other in letters), None):
                letters.setdefault(sound, found)
    return leading, inside if script in _WITH_SIGNS else leading, max(map(len, leading))


def _spell(text: str, script: str) -> str:
    leading, inside, longest = _letters(script)
    sounds, at = anyascii(text).lower(), 0
    made: list[str] = []
    while at < len(sounds):
        letters = inside if at and sounds[at - 1].isalpha() else leading
        lengths = range(min(longest, len(sounds) - at), 0, -1)
        length = next((length for length in lengths if sounds[at : at + length] in letters), 0)
        if length:
            made.append(letters[sounds[at : at + length]])
        elif not sounds[at].isalpha():
            made.append(sounds[at])
        at += length or 1
    spelled = "".join(made)
    return spelled if spelled.strip() else text


def respelled(draw: Draw, values: list[str]) -> list[str]:
    """Every value in the letters of one script, chosen for the column; spaces, digits and signs stay."""
    script = draw.one(tuple(_SCRIPTS))
    known: dict[str, str] = {}
    for value in values:
        if value not in known:
            known[value] = _spell(value, script)
    made = [known[value] for value in values]
    # Greek, Cyrillic and Armenian have capitals.
    return (
        [value.title() for value in made] if script in ("Greek", "Cyrillic", "Armenian") and draw.chance(0.6) else made
    )
