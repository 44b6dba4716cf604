"""Which encoding a text file is in: a byte order mark, NULs where UTF-16 has them, valid UTF-8, else the likeliest."""

from __future__ import annotations

import codecs
import re

__all__ = ["fitting", "guess_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LIKELY = [
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5"),
]
"""What data is found in beside UTF-8: the encodings of Windows, and those that came before it."""

_ASSUMED = "cp1252"

_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859_2"})
"""Encodings of Latin letters that are easily taken for each other."""

_NO_LETTERS = re.compile(rb"[A-Za-z\x80-\xff][\xa3\xa5\xaf\xb3\xb9\xbf\xbe\x9c\x9f][a-z]|[\xa3\xaf\x8c][a-z\xf3]")
_ENOUGH = 16_384
_TURKISH = re.compile(rb"[A-Za-z\xc0-\xff]([\xf0\xfd\xfe])")
_BEYOND = re.compile(rb"[\x80-\xff]+")
_CZECH = re.compile(rb"[\xe8\xec\xf8\xf9\xef\xf2\x9d\xc8\xd8]")
_SOME_BROKEN = 20
"""UTF-8 with fewer broken places than one in so many characters beyond ASCII still is UTF-8."""


def guess_encoding(head: bytes) -> str:
    r"""The encoding of a text, as Python calls it, by some of its bytes (its beginning first).

    >>> guess_encoding("名前,住所\n佐藤花子,大阪市北区\n".encode("cp932"))
    'cp932'
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    text = codecs.getincrementaldecoder("utf-8")(errors="replace").decode(head)
    broken = text.count("\ufffd")
    beyond = sum(1 for character in text if character > "\x7f") - broken
    if broken * _SOME_BROKEN <= beyond:
        return "utf-8"
    return _likeliest(head)


def fitting(encoding: str, head: bytes) -> str:
    r"""An encoding that somebody said, with or without the mark that a text begins with or does not.

    >>> fitting("utf-16", b"i\0d\0"), fitting("utf-8", b"\xef\xbb\xbfid")
    ('utf-16-le', 'utf-8-sig')
    """
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if marked and encoding.split("-")[:2] == marked.split("-")[:2]:
        return marked
    return f"{encoding}-le" if encoding in {"utf-16", "utf-32"} else encoding


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: its delimiters and line ends have their NULs on one side."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least, name = (odd, even, "utf-16-le") if odd > even else (even, odd, "utf-16-be")
    if most < 2 or most * 50 < len(head) or least * 20 > most:
        return ""
    if most * 4 < len(head) and _is_utf8(head.replace(b"\0", b"")):
        return ""  # text with some stray NULs
    try:
        head[: len(head) // 2 * 2].decode(name, errors="strict")
    except UnicodeDecodeError as error:
        return name if error.start > len(head) - 4 else ""
    return name


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _likeliest(head: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return _ASSUMED
    lines = _beyond(head)
    if _is_chinese(lines):
        return "gb18030"
    found = from_bytes(lines, cp_isolation=_LIKELY).best()
    if found is not None and found.encoding == "cp932" and _is_narrow(str(found)):
        # Chinese read as Japanese gives the narrow syllables that nobody writes.
        found = from_bytes(lines, cp_isolation=[name for name in _LIKELY if name != "cp932"]).best()
    if found is None:
        return _ASSUMED
    return _latin(lines) if found.encoding in _LATIN else found.encoding


def _latin(lines: bytes) -> str:
    """Which of the encodings of Latin letters: the same bytes are letters in all of them."""
    if _is_central(lines):
        return "cp1250"
    found = _TURKISH.findall(lines)
    if len(set(found)) > 1 and 2 * found.count(b"\xfd") > found.count(b"\xf0"):
        return "cp1254"
    return _ASSUMED


def _is_chinese(lines: bytes) -> bool:
    """Whether what is no ASCII comes in pairs, almost all of them among the common characters of GB 2312.

    They stand there by their sound, in rows B0 to D7. Korean, whose syllables are in the same bytes, ends at C8; the
    common characters of Japanese end at CF; other alphabets have no pairs.
    """
    runs = _BEYOND.findall(lines)
    even = [run for run in runs if len(run) % 2 == 0]
    leads = [byte for run in even for byte in run[::2]]
    if len(even) < 0.95 * len(runs) or not leads:
        return False
    common = [byte for byte in leads if 0xB0 <= byte <= 0xD7]  # rows of the standard
    late = sum(byte > 0xCF for byte in common)
    return len(common) > 0.8 * len(leads) and late > 0.08 * len(leads)


def _beyond(head: bytes) -> bytes:
    """Some lines that are no ASCII, whole ones: half a character says the wrong thing."""
    found: list[bytes] = []
    size = 0
    for line in head.splitlines():
        if not line.isascii():
            found.append(line)
            size += len(line)
        if size > _ENOUGH:
            break
    return b"\n".join(found)


def _is_narrow(text: str) -> bool:
    beyond = [character for character in text if character > "\x7f"]
    return 3 * sum("\uff61" <= character <= "\uff9f" for character in beyond) > len(beyond)


def _is_central(lines: bytes) -> bool:
    """Whether words hold what is a letter in Central Europe and none in the West, or letters of Czech side by side."""
    return bool(_NO_LETTERS.search(lines)) or len(set(_CZECH.findall(lines))) > 2
