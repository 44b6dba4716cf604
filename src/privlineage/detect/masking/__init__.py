"""How values look masked, and whether the masking holds: hashes, checksums, encodings, partial masks, encryption.

What leaves this folder are kinds, counts and words. Values, and what they decode to, stay in memory while their
column is examined.
"""

from privlineage.detect.masking.examine import examine_masking, masked_form
from privlineage.detect.masking.report import FAMILIES, KINDS, MaskingReport, is_kind

__all__ = ["FAMILIES", "KINDS", "MaskingReport", "examine_masking", "is_kind", "masked_form"]
