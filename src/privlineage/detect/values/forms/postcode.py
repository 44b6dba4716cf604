"""Postal codes of countries, by their form (Universal Postal Union, and each country's post).

Forms of digits alone say little: any five digits are a code of forty countries. `TELLING` ones have letters or
separators in fixed places.
"""

from __future__ import annotations

import re

__all__ = ["DIGITS", "TELLING"]

_TELLING = {
    "AD": r"AD ?[1-7]00", "AI": r"AI-?2640", "AR": r"[A-HJ-NP-Z]\d{4}[A-Z]{3}", "AZ": r"AZ ?\d{4}", "BB": r"BB ?\d{5}",
    "BM": r"[A-Z]{2} ?(?:\d{2}|[A-Z]{2})", "BN": r"[A-Z]{2} ?\d{4}", "BR": r"\d{5}-\d{3}|\d{2}\.\d{3}-\d{3}",
    "CA": r"[ABCEGHJ-NPRSTVXY]\d[A-CEGHJ-NPRSTV-Z][ -]?\d[A-CEGHJ-NPRSTV-Z]\d", "CZ": r"[1-7]\d{2} \d{2}",
    "GB": r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})",
    "GE": r"GE-?\d{4}", "HN": r"HN\d{4,5}", "HT": r"HT\d{4}",
    "IE": r"(?:D6W|[AC-FHKNPRTV-Y]\d{2}) ?[0-9AC-FHKNPRTV-Y]{4}", "IR": r"\d{5}-\d{5}", "JP": r"〒? ?\d{3}-\d{4}",
    "KY": r"KY\d-\d{4}", "KZ": r"[A-Z]\d{2}[A-Z]\d[A-Z]\d", "LB": r"\d{4} \d{4}", "LT": r"LT-?\d{5}", "LV": r"LV-?\d{4}",
    "MD": r"MD-?\d{4}", "MT": r"[A-Z]{3} ?\d{4}", "NL": r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}", "PL": r"\d{2}-\d{3}",
    "PT": r"[1-9]\d{3}-\d{3}", "SA": r"\d{5}-\d{4}", "SE": r"(?:SE-)?[1-9]\d{2} \d{2}", "SI": r"SI-?\d{4}",
    "SO": r"[A-Z]{2} ?\d{5}", "SZ": r"[HLMS]\d{3}", "TW": r"\d{3}-\d{2,3}", "US": r"(?:[A-Z]{2} )?\d{5}-\d{4}",
    "VC": r"VC\d{4}", "prefixed": r"(?:A|B|CH|D|DE|DK|F|FI|FIN|FR|GR|HR|I|IT|L|N|NO|RO|BY|UA|RU|CY|AT|BE|LU|IS)[- ]\d{4,6}",
}  # fmt: skip

TELLING: tuple[tuple[str, re.Pattern[str]], ...] = tuple((land, re.compile(form)) for land, form in _TELLING.items())

# How many digits the codes of the other countries have.
DIGITS: dict[int, str] = {
    3: "FO IS LS MG OM PG BH TW",
    4: "AF AL AM AR AT AU BD BE BG CH CY DK ET GE GL GW HU LI LR LU LV MD MK MZ NE NO NZ PH PY SI SJ TN VE ZA GT HT",
    5: "BA BT CN CR CU DE DO DZ EE EG ES FI FR GR GT HR ID IL IQ IT JO KE KH KR KW LA LK LT LY MA ME MC MM MN MV MX MY NI "
       "NP PE PK SA SD SE SK SM SN SO SV TH TR UA US UY VA YE ZM AX",
    6: "BY CN CO EC IN KG KZ NG RO RS RU SG TJ TM TT UZ VN MN",
    7: "CL IL JP",
    8: "BR",
    10: "IR",
}  # fmt: skip
