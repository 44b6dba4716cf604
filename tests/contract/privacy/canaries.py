"""Values that stand nowhere else in the world, and the search for them in everything that was written."""

import base64
import html
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

__all__ = ["KINDS", "Canaries", "forms"]

KINDS = ("mail", "phone", "name", "iban", "card", "address", "born", "note", "token")
_NUMBERS = count(1)


def _luhn(digits: str) -> str:
    """The check digit of a card number."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def _make(kind: str, place: str, number: int) -> str:
    odd = f"{zlib.crc32(f'{kind}{place}{number}'.encode()):010}"
    if kind == "card":
        digits = f"41117{odd}"
        return digits + _luhn(digits)
    return {
        "mail": f"quorvath{number}@{place}.zemblin{odd[-5:]}.example",
        "phone": f"+4915237{odd[-7:]}",
        "name": f"Quorvath Zemblin{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}{place}",
        "iban": f"DE{10 + number % 89}50010517{odd}",
        "address": f"{number} Vorquathgasse{odd[-4:]}, 10115 Berlin",
        "born": f"19{odd[-2:]}-03-17T04:{number % 60:02}:{int(odd[3:5]) % 60:02}.{odd}",
        "note": f"please call quorvath.note{number}@{place}.example about zemblinitis",
        "token": f"sk_live_{odd}Zq{place}Vx{number}",
    }[kind]


@dataclass
class Canaries:
    """What was planted, by where it was planted."""

    values: dict[str, str] = field(default_factory=dict)

    def rows(self, place: str, size: int = 40) -> list[dict[str, str]]:
        """Rows with a value of every kind, all different."""
        made = []
        for _ in range(size):
            row = {kind: _make(kind, place, next(_NUMBERS)) for kind in KINDS}
            self.values.update(dict.fromkeys(row.values(), place))
            made.append(row)
        return made

    def found_in(self, text: bytes) -> set[str]:
        """The places whose values stand in a text, in any writing."""
        lowered = text.lower()
        return {place for form, place in self._forms() if form in lowered}

    def found_under(self, folder: Path, besides: Iterable[Path] = ()) -> dict[str, set[str]]:
        """Files below a folder that hold values, with the places these come from; what was planted is left out."""
        planted = {path.resolve() for path in besides}
        files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.resolve() not in planted)
        found = {str(path.relative_to(folder)): self.found_in(_content(path)) for path in files}
        named = {str(path.relative_to(folder)): self.found_in(path.name.encode()) for path in folder.rglob("*")}
        return {name: places for told in (found, named) for name, places in told.items() if places}

    def _forms(self) -> Iterator[tuple[bytes, str]]:
        for value, place in self.values.items():
            for form in forms(value):
                yield form, place


def _content(path: Path) -> bytes:
    raw = path.read_bytes()
    return raw if raw[:2] != b"\x1f\x8b" else zlib.decompress(raw, wbits=31)


def forms(value: str) -> Iterator[bytes]:
    """The writings in which a value would still be that value; in lower case, as the search is."""
    raw = value.encode()
    yield raw.lower()
    yield value.encode("utf-16-le").lower()
    yield raw.hex().encode()
    yield base64.b64encode(raw).rstrip(b"=")[:-2].lower()
    escaped = {quote(value), html.escape(value), json.dumps(value)[1:-1]} - {value}
    yield from (text.lower().encode() for text in escaped)
