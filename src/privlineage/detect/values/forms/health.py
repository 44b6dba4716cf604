"""Health: codes of diseases, medicines and findings, and measurements of bodies."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

FORMS = (
    form("icd10", "diagnosis", "codes of diseases (ICD-10)", r"[A-TV-Z]\d[0-9AB](?:\.[0-9A-KXZ]{1,4})?[*†+!]?"),
    form("icd10_dot", "diagnosis", "codes of diseases with a subdivision (ICD-10)", r"[A-TV-Z]\d[0-9AB]\.[0-9A-KXZ]{1,4}[*†+!]?"),
    form("icd10_text", "diagnosis", "codes of diseases with their names", r"[A-TV-Z]\d[0-9AB](?:\.[0-9A-KXZ]{1,4})?[ :,\-–]{1,3}[^\W\d_].{3,200}"),
    form("icd9", "diagnosis", "codes of diseases (ICD-9)", r"(?:\d{3}|V\d{2}|E\d{3})\.\d{1,2}"),
    form("icd11", "diagnosis", "codes of diseases (ICD-11)", r"[1-9A-HJ-NP-TV-X][A-HJ-NP-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,2})?(?:&X[A-Z0-9]{3,5})?"),
    form("atc", "medication", "codes of medicines (ATC)", r"[ABCDGHJLMNPRSV](?:0[1-9]|1[0-6]|20|51|52|53|54)[A-Z](?:[A-Z](?:\d{2})?)?"),
    form("dose", "medication", "medicines with a dose", r"[^\W\d_][^\d\n]{2,60}\s\d{1,5}(?:[.,]\d{1,3})?\s?(?:mg|mcg|µg|μg|g|ml|mL|IU|IE|UI|U|мг|мл|мкг|ЕД|毫克|mg/ml|%)(?:[ /,].{0,60})?", re.IGNORECASE),
    form("loinc", "diagnosis", "codes of laboratory findings (LOINC)", r"\d{3,5}-\d"),
    form("blood_type", "blood_type", "blood groups", r"(?:A1?B?|B|O|0|АВ?|В|О)\s?(?:Rh(?:esus|\(D\))?\s?)?(?:[+\-−–]|pos(?:itive|itiv)?\.?|neg(?:ative|ativ)?\.?|\+ve|-ve)|(?:[IⅠⅡⅢⅣ]{1,3}V?|[1-4])\s?\([0ABOАВО]{1,2}\)\s?(?:Rh\s?)?[+\-−]?|(?:A|B|AB|O)(?:型|형)(?:\s?(?:RH|Rh)?[+\-]|阳性|阴性)?", re.IGNORECASE),
    form("blood_pressure", "diagnosis", "blood pressures", r"(?:8\d|9\d|1\d\d|2[0-3]\d)\s?/\s?(?:[4-9]\d|1[0-3]\d)(?:\s?mm\s?Hg)?", re.IGNORECASE),
    form("blood_letter", "", "letters of blood groups", r"A|B|AB|O|0"),
    form("snomed", "", "numbers as in clinical terms", r"[1-9]\d{5,8}(?:00[0-9]|10[0-9])"),
    form("genotype", "biometric", "variants of genes", r"rs\d{4,10}|(?:HLA-)?[A-Z]{1,4}\d{0,2}\*\d{2}:\d{2,3}(?::\d{2})?|c\.\d{1,6}[+\-\d]*[ACGT]>[ACGT]"),
    form("vector", "biometric", "vectors of many decimals", r"[\[({]?\s?-?\d{0,3}\.\d{2,18}(?:e-?\d{1,3})?(?:[,; ]{1,2}\s?-?\d{0,3}\.\d{2,18}(?:e-?\d{1,3})?){7,}\s?,?.*"),
    form("dna", "other", "sequences of bases", r"[ACGTUNacgtun]{8,}"),
    form("template", "biometric", "binary templates or images in base64", r"(?:data:(?:image|application|audio)/[\w.+-]{2,30};base64,|/9j/|iVBORw0KGgo|Rk1S|RklS|UklGR)[A-Za-z0-9+/=]{8,}"),
)  # fmt: skip
