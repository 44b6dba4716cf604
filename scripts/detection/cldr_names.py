"""Write the names of countries, languages, currencies, months and days that `detect/values` ships, from Unicode's CLDR.

Run with Babel installed: `python -m scripts.detection.cldr_names`. Babel's CLDR decides the content; the list of
languages is below.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from privlineage.detect.values.lexicons.lexicon import fold

LANGUAGES = """
    en fr de es it pt nl sv nb da fi is pl cs sk hu ro bg ru uk be sr sr_Latn hr sl bs mk sq el tr ar he fa ur hi bn ta
    te ml kn gu mr pa si th vi id ms fil zh zh_Hant ja ko ka hy az kk uz mn
    km lo my ne sw am af zu et lv lt ga cy eu ca gl
""".split()
LONGEST = 24
"""Longer names are official ones that no column holds; they would only make the file larger."""

TARGET = Path(__file__).parents[2] / "src/privlineage/detect/values/lexicons/cldr.txt"


def names() -> dict[str, set[str]]:
    """Every kind of name, folded."""
    from babel import Locale

    found: dict[str, set[str]] = {kind: set() for kind in ("countries", "languages", "currencies", "months", "days")}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        found["countries"] |= {name for key, name in locale.territories.items() if len(key) == 2 and key.isalpha()}
        found["languages"] |= {name for key, name in locale.languages.items() if len(key) == 2}
        found["currencies"] |= {name for key, name in locale.currencies.items() if key in _CURRENCIES}
        found["months"] |= _calendar(locale.months)
        found["days"] |= _calendar(locale.days)
    return {kind: {fold(name) for name in several if 1 < len(name) <= LONGEST} for kind, several in found.items()}


_CURRENCIES = frozenset(
    "USD EUR GBP JPY CNY RUB INR BRL CHF CAD AUD SEK NOK DKK PLN CZK HUF RON TRY ZAR MXN KRW TWD HKD SGD THB IDR VND "
    "ILS UAH KZT GEL AMD KES NGN EGP SAR AED".split()
)


def _calendar(widths: Any) -> set[str]:
    styles = (widths[style][width] for style in ("format", "stand-alone") for width in ("wide", "abbreviated"))
    return {name for style in styles for name in style.values()}


def main() -> None:
    """Write the file."""
    lines = ["# Names from Unicode CLDR, folded; Unicode License v3. Written by scripts/detection/cldr_names.py."]
    lines += [f"{kind}:{';'.join(sorted(several))}" for kind, several in names().items()]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
