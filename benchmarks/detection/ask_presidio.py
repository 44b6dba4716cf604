"""Presidio in its own environment: a column a line in, the share of its values with each kind of entity out.

Without a spaCy model: its recognisers by pattern, check digit and deny-list, those it loads by default, and those of
all countries. Only entities that are about people count.
"""

import json
import logging
import sys
import time
from collections import Counter
from importlib.metadata import version

import presidio_analyzer.predefined_recognizers as predefined
from presidio_analyzer import PatternRecognizer, RecognizerRegistry

logging.disable(logging.CRITICAL)
THRESHOLDS = (0.05, 0.3, 0.5)
NOT_PEOPLE = {
    "DATE_TIME", "URL", "UUID", "CRYPTO", "AU_ABN", "AU_ACN", "IT_VAT_CODE", "SG_UEN", "KR_BRN", "IN_GSTIN",
    "ABA_ROUTING_NUMBER", "DE_VAT_ID", "DE_HANDELSREGISTER", "SE_ORGANISATIONSNUMMER", "ZA_COMPANY_REGISTRATION",
    "ZA_VAT_NUMBER", "DE_BSNR", "ORGANIZATION", "NRP",
}  # fmt: skip


def recognisers() -> dict[str, list[object]]:
    """Those it loads by default, and those of all countries."""
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers()
    default = [one for one in registry.recognizers if type(one).__name__ != "SpacyRecognizer"]
    every = {type(one): one for one in default}
    for name in dir(predefined):
        kind = getattr(predefined, name)
        if isinstance(kind, type) and issubclass(kind, PatternRecognizer) and kind not in every:
            every[kind] = kind()
    return {"patterns": default, "all countries": list(every.values())}


def main() -> None:
    print(json.dumps({"version": version("presidio-analyzer")}), flush=True)
    sets = recognisers()
    for line in sys.stdin:
        values = json.loads(line)
        print(json.dumps({name: _asked(values, members) for name, members in sets.items()}), flush=True)


def _asked(values: list[str], members: list[object]) -> dict[str, object]:
    started = time.perf_counter()
    found: dict[float, Counter[str]] = {threshold: Counter() for threshold in THRESHOLDS}
    for value in values:
        best: dict[str, float] = {}
        for member in members:
            for result in member.analyze(value, member.supported_entities, None) or ():
                if result.entity_type not in NOT_PEOPLE:
                    best[result.entity_type] = max(best.get(result.entity_type, 0.0), result.score)
        for threshold in THRESHOLDS:
            kept = {entity for entity, score in best.items() if score >= threshold}
            found[threshold].update(kept | ({"*"} if kept else set()))
    seconds = time.perf_counter() - started
    shares = {
        str(threshold): {key: n / len(values) for key, n in counts.items()} for threshold, counts in found.items()
    }
    return {"shares": shares, "seconds": seconds}


if __name__ == "__main__":
    main()
