"""Numbering plans, as the phonenumbers library knows them: each is read and compiled when it is first needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Plan", "calling_codes", "plan", "regions"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbering plan of one region.

    Attributes:
        region: its code (ISO 3166).
        lengths: how many digits a national number may have.
        trunk: the digits dialled before a national number inside the country, usually `0`.
        numbers: what a national number of a person or a household looks like.
    """

    region: str
    lengths: frozenset[int]
    trunk: str
    numbers: re.Pattern[str]

    def national(self, digits: str) -> bool:
        """Whether digits, with or without the trunk prefix, are a number of this plan."""
        if self.trunk and digits.startswith(self.trunk):
            rest = digits[len(self.trunk) :]
            if len(rest) in self.lengths and self.numbers.fullmatch(rest):
                return True
        return len(digits) in self.lengths and self.numbers.fullmatch(digits) is not None


@lru_cache(maxsize=1)
def regions() -> tuple[str, ...]:
    """Every region with a numbering plan, in a fixed order."""
    from phonenumbers import SUPPORTED_REGIONS

    return tuple(sorted(SUPPORTED_REGIONS))


@lru_cache(maxsize=1)
def calling_codes() -> dict[str, tuple[str, ...]]:
    """Calling code to the regions that share it, the main one first."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}


@lru_cache(maxsize=512)
def plan(region: str) -> Plan:
    """The numbering plan of one region; KeyError where there is none."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(region, None)
    if metadata is None:
        raise KeyError(region)
    kinds = (metadata.fixed_line, metadata.mobile, metadata.voip, metadata.personal_number, metadata.toll_free)
    patterns = [one.national_number_pattern for one in kinds if one and one.national_number_pattern]
    lengths = frozenset(length for one in kinds if one for length in one.possible_length if length > 0)
    unique = dict.fromkeys(pattern.replace("\n", "").replace(" ", "") for pattern in patterns)
    numbers = re.compile("|".join(f"(?:{pattern})" for pattern in unique) or r"(?!)")
    return Plan(region, lengths, metadata.national_prefix or "", numbers)
