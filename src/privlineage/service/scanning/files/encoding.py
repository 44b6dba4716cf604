"""Which encoding a text file is in: a byte order mark, NULs where UTF-16 has them, valid UTF-8, else the likeliest."""

from __future__ import annotations

import codecs

__all__ = ["guess_encoding"]

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


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: its delimiters and line ends have their NULs on one side."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least, name = (odd, even, "utf-16-le") if odd > even else (even, odd, "utf-16-be")
    if most < 2 or most * 50 < len(head) or least * 20 > most:
        return ""
    try:
        head[: len(head) // 2 * 2].decode(name, errors="strict")
    except UnicodeDecodeError as error:
        return name if error.start > len(head) - 4 else ""
    return name


def _likeliest(head: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return _ASSUMED
    lines = [line for line in head.splitlines() if not line.isascii()]
    found = from_bytes(b"\n".join(lines)[:65536], cp_isolation=_LIKELY).best()
    if found is None:
        return _ASSUMED
    # What only Western letters tell apart goes to the commonest: both read the same names.
    return _ASSUMED if found.encoding in {"cp1254", "cp1258", "latin_1"} else found.encoding
