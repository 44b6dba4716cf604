"""Registers that python-stdnum does not know, by the rules their states publish.

Where a number has no check digit its structure is tested: a date of birth, a code of a province. Each function gets
the number without separators, in capitals, already of the form its row states.
"""

from __future__ import annotations

from collections.abc import Callable

from privlineage.detect.values.registers.checks import born, icao, luhn, verhoeff, weighted

__all__ = ["TABLE"]


def _kazakhstan(text: str) -> bool:
    rest = weighted(text, range(1, 12)) % 11
    if rest == 10:
        rest = weighted(text, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return rest == int(text[11]) and born(text[2:4], text[4:6])


def _uzbekistan(text: str) -> bool:
    return born(text[3:5], text[1:3]) and weighted(text, (7, 3, 1) * 5) % 10 == int(text[13])


def _kuwait(text: str) -> bool:
    return born(text[3:5], text[5:7]) and 11 - weighted(text, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11 == int(text[11])


def _iran(text: str) -> bool:
    rest = weighted(text, range(10, 1, -1)) % 11
    return int(text[9]) == (rest if rest < 2 else 11 - rest) and len(set(text)) > 1


def _egypt(text: str) -> bool:
    return born(text[3:5], text[5:7]) and (1 <= int(text[7:9]) <= 35 or text[7:9] == "88")


def _sri_lanka(text: str) -> bool:
    days = int(text[2:5]) if len(text) == 10 else int(text[4:7])
    return 1 <= days <= 366 or 501 <= days <= 866


def _vietnam(text: str) -> bool:
    return 1 <= int(text[:3]) <= 96 and text[3] in "0123"


def _hong_kong(text: str) -> bool:
    letters = text[:-7]
    values = [int(c, 36) for c in letters] if len(letters) == 2 else [36, int(letters, 36)]
    total = values[0] * 9 + values[1] * 8 + weighted(text[-7:-1], (7, 6, 5, 4, 3, 2))
    return (total + (10 if text[-1] == "A" else int(text[-1]))) % 11 == 0


_TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def _taiwan(text: str) -> bool:
    code = _TAIWAN.index(text[0]) + 10
    second = text[1] if text[1].isdigit() else str((_TAIWAN.index(text[1]) + 10) % 10)
    return (code // 10 + code % 10 * 9 + weighted(second + text[2:], (8, 7, 6, 5, 4, 3, 2, 1, 1))) % 10 == 0


def _singapore(text: str) -> bool:
    total = weighted(text[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(text[0], 0)
    if text[0] in "ST":
        return "JZIHGFEDCBA"[total % 11] == text[8]
    if text[0] == "M":
        return "KLJNPQRTUWX"[10 - total % 11] == text[8]
    return "XWUTRQPNMLK"[total % 11] == text[8]


def _hungary_person(text: str) -> bool:
    forward = weighted(text, range(1, 11)) % 11
    backward = weighted(text, range(10, 0, -1)) % 11
    return int(text[10]) in (forward, backward) and born(text[3:5], text[5:7])


def _hungary_health(text: str) -> bool:
    return weighted(text, (3, 7) * 4) % 10 == int(text[8])


def _hungary_tax(text: str) -> bool:
    return weighted(text, range(1, 10)) % 11 == int(text[9])


def _albania(text: str) -> bool:
    return (int(text[2:4]) - 1) % 50 < 12 and 1 <= int(text[4:6]) <= 31


def _luxembourg(text: str) -> bool:
    return born(text[4:6], text[6:8]) and luhn(text[:12]) and verhoeff(text[:11] + text[12])


def _uruguay(text: str) -> bool:
    return -weighted(text, (2, 9, 8, 7, 6, 3, 4)) % 10 == int(text[7])


def _guatemala(text: str) -> bool:
    return weighted(text, range(2, 10)) % 11 == int(text[8]) and 1 <= int(text[9:11]) <= 22


def _honduras(text: str) -> bool:
    return 1 <= int(text[:2]) <= 18 and 1 <= int(text[2:4]) <= 28


def _nicaragua(text: str) -> bool:
    return "ABCDEFGHJKLMNPQRSTUVWXY"[int(text[:13]) % 23] == text[13] and born(text[5:7], text[3:5])


def _salvador(text: str) -> bool:
    return -weighted(text, range(9, 1, -1)) % 10 == int(text[8])


def _zimbabwe(text: str) -> bool:
    return "ZABCDEFGHJKLMNPQRSTVWXY"[int(text[:-3]) % 23] == text[-3]


def _day_first(at: int) -> Callable[[str], bool]:
    return lambda text: born(text[at + 2 : at + 4], text[at : at + 2])


def _month_first(at: int) -> Callable[[str], bool]:
    return lambda text: born(text[at : at + 2], text[at + 2 : at + 4])


def _ukraine(text: str) -> bool:
    return born(text[4:6], text[6:8]) and icao(text[:12]) == int(text[12])


def _belarus(text: str) -> bool:
    return icao(text[:13]) == int(text[13])


def _snils(text: str) -> bool:
    rest = weighted(text, range(9, 0, -1)) % 101 % 100
    return rest == int(text[9:])


def _german_pension(text: str) -> bool:
    spelled = text[:8] + f"{ord(text[8]) - 64:02d}" + text[9:11]
    sums = (int(digit) * weight for digit, weight in zip(spelled, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True))
    return sum(one // 10 + one % 10 for one in sums) % 10 == int(text[11])


def _card_with_check(text: str) -> bool:
    return icao(text[:9]) == int(text[9])


def _polish_card(text: str) -> bool:
    values = [int(c, 36) for c in text]
    return (sum(v * w for v, w in zip(values, (7, 3, 1, 9, 7, 3, 1, 7, 3), strict=True))) % 10 == 0


def _pis(text: str) -> bool:
    rest = 11 - weighted(text, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return int(text[10]) == (0 if rest > 9 else rest)


def _medicare(text: str) -> bool:
    return weighted(text, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(text[8])


def _quebec(text: str) -> bool:
    month = int(text[6:8])
    return born(f"{month - 50 if month > 50 else month:02d}", text[8:10])


def _china(text: str) -> bool:
    rest = weighted(text, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
    return "10X98765432"[rest] == text[17] and born(text[10:12], text[12:14])


def _formed(text: str) -> bool:
    return bool(text)


# Ranges of Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro, Mir, RuPay, Troy, Elo.
_CARD = (
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}(?:\d{2})?|35\d{14}|"
    r"62\d{14,17}|6\d{15}|(?:5[06-9]|6[0-9])\d{10,17}|220[0-4]\d{12,15}|9792\d{12}"
)
_VIN = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789", strict=True))


def _vin(text: str) -> bool:
    spelled = "".join(_VIN[character] for character in text)
    return "0123456789X"[weighted(spelled, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)) % 11] == text[8]


def _npi(text: str) -> bool:
    return luhn("80840" + text)


# key, kind, place, form without separators, what the numbers are called, the test
TABLE: tuple[tuple[str, str, str, str, str, Callable[[str], bool]], ...] = (
    ("ae.eid", "person", "AE", r"784(?:19|20)\d{10}", "Emirati identity numbers", luhn),
    ("sa.id", "person", "SA", r"[12]\d{9}", "Saudi identity numbers", luhn),
    ("kw.civil", "person", "KW", r"[123]\d{11}", "Kuwaiti civil numbers", _kuwait),
    ("qa.qid", "person", "QA", r"[23]\d{2}(?:634|356|586|050|608|818)\d{5}", "Qatari identity numbers", _formed),
    ("eg.nid", "person", "EG", r"[23]\d{13}", "Egyptian national numbers", _egypt),
    ("ir.meli", "person", "IR", r"\d{10}", "Iranian national codes", _iran),
    ("kz.iin", "person", "KZ", r"\d{6}[0-6]\d{5}", "Kazakh identification numbers", _kazakhstan),
    ("uz.pinfl", "person", "UZ", r"[1-6]\d{13}", "Uzbek personal numbers", _uzbekistan),
    ("kg.pin", "person", "KG", r"[12]\d{4}(?:19|20)\d{7}", "Kyrgyz personal numbers", _day_first(1)),
    ("am.psn", "person", "AM", r"[1-8]\d(?:0[1-9]|1[0-2])\d{6}", "Armenian public service numbers", _formed),
    ("lk.nic", "person", "LK", r"\d{9}[VX]|(?:19|20)\d{10}", "Sri Lankan identity numbers", _sri_lanka),
    ("bd.nid", "person", "BD", r"(?:19[2-9]|20[01])\d{14}", "Bangladeshi national numbers", _formed),
    ("vn.cccd", "person", "VN", r"0\d{11}", "Vietnamese citizen numbers", _vietnam),
    ("hk.id", "person", "HK", r"[A-Z]{1,2}\d{6}[0-9A]", "Hong Kong identity numbers", _hong_kong),
    ("tw.id", "person", "TW", r"[A-Z][1289A-D]\d{8}", "Taiwanese identity numbers", _taiwan),
    ("sg.nric", "person", "SG", r"[STFGM]\d{7}[A-Z]", "Singaporean identity numbers", _singapore),
    ("mn.id", "person", "MN", r"[А-ЯӨҮЁ]{2}\d{2}(?:[02][1-9]|[13][0-2])\d{4}", "Mongolian registers", _formed),
    ("hu.person", "person", "HU", r"[1-8]\d{10}", "Hungarian personal numbers", _hungary_person),
    ("hu.taj", "person", "HU", r"\d{9}", "Hungarian health insurance numbers", _hungary_health),
    ("hu.tax", "person", "HU", r"8\d{9}", "Hungarian tax numbers of persons", _hungary_tax),
    ("al.nid", "person", "AL", r"[A-T]\d{8}[A-W]", "Albanian identity numbers", _albania),
    ("lu.nin", "person", "LU", r"(?:19|20)\d{11}", "Luxembourgish identification numbers", _luxembourg),
    ("uy.ci", "person", "UY", r"\d{8}", "Uruguayan identity numbers", _uruguay),
    ("gt.dpi", "person", "GT", r"\d{13}", "Guatemalan identity numbers", _guatemala),
    ("hn.dni", "person", "HN", r"\d{4}(?:19|20)\d{7}", "Honduran identity numbers", _honduras),
    ("ni.cedula", "person", "NI", r"\d{13}[A-Y]", "Nicaraguan identity numbers", _nicaragua),
    ("sv.dui", "person", "SV", r"\d{9}", "Salvadoran identity numbers", _salvador),
    ("zw.nid", "person", "ZW", r"\d{8,9}[A-Z]\d{2}", "Zimbabwean identity numbers", _zimbabwe),
    ("rw.nid", "person", "RW", r"[123](?:19|20)\d{2}[78]\d{10}", "Rwandan identity numbers", _formed),
    ("ug.nin", "person", "UG", r"C[MF]\d{5}[0-9A-Z]{7}", "Ugandan identity numbers", _formed),
    ("tz.nida", "person", "TZ", r"(?:19|20)\d{18}", "Tanzanian identity numbers", _month_first(4)),
    ("gh.card", "person", "GH", r"GHA\d{10}", "Ghanaian identity cards", _formed),
    ("ua.unzr", "person", "UA", r"(?:19|20)\d{11}", "Ukrainian demographic numbers", _ukraine),
    ("by.pin", "person", "BY", r"\d{7}[ABCKEMH]\d{3}(?:PB|BA|BI)\d", "Belarusian personal numbers", _belarus),
    ("ru.snils", "person", "RU", r"\d{11}", "Russian insurance numbers (SNILS)", _snils),
    ("de.pension", "person", "DE", r"\d{8}[A-Z]\d{3}", "German pension insurance numbers", _german_pension),
    ("de.card", "person", "DE", r"[0-9CFGHJKLMNPRTVWXYZ]{9}\d(?:D|DD)?", "German identity cards", _card_with_check),
    ("pl.card", "person", "PL", r"[A-Z]{3}\d{6}", "Polish identity cards", _polish_card),
    ("br.pis", "person", "BR", r"\d{11}", "Brazilian social integration numbers", _pis),
    ("au.medicare", "person", "AU", r"[2-6]\d{9,10}", "Australian Medicare numbers", _medicare),
    ("ca.ramq", "person", "CA", r"[A-Z]{4}\d{8}", "Quebec health insurance numbers", _quebec),
    ("cn.id", "person", "CN", r"[1-9]\d{5}(?:19|20)\d{9}[0-9X]", "Chinese identity numbers of any district", _china),
    ("kr.id", "person", "KR", r"\d{6}[1-8]\d{6}", "Korean resident numbers, old or new", _month_first(2)),
    ("gb.nino", "person", "GB", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", "British insurance numbers", _formed),
    ("card", "card", "", _CARD, "payment cards (check digit, range of an issuer, length)", luhn),
    ("iccid", "device", "", r"89\d{17,18}", "SIM cards (ICCID)", luhn),
    ("vin", "vehicle", "", r"[A-HJ-NPR-Z0-9]{17}", "vehicle identification numbers (VIN)", _vin),
    ("npi", "company", "US", r"[12]\d{9}", "American providers of health care", _npi),
    ("in.abha", "person", "IN", r"\d{14}", "Indian health account numbers", verhoeff),
)  # fmt: skip
