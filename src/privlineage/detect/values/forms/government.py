"""Papers of the state by their looks: passports, licences, plates, and national numbers with separators."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

FORMS = (
    form("ssn_us", "national_id", "groups of three, two and four digits", r"\d{3}-\d{2}-\d{4}"),
    form("id_birth_dash", "national_id", "numbers that begin with a date of birth", r"\d{2}(?:0[1-9]|1[0-2]|[2-7]\d)(?:0[1-9]|[1-7]\d)[-+/ A]\d{3,7}[A-Z]?"),
    form("id_digits_letter", "national_id", "digits with a closing letter", r"\d{7,9}-?[A-Z]"),
    form("id_letter_digits", "", "a letter or two and digits", r"[A-Z]{1,2}\d{6,9}"),
    form("id_dots", "national_id", "digits grouped by dots with a check sign", r"\d{1,3}\.\d{3}\.\d{3}(?:-[\dkKxX]{1,2})?"),
    form("id_letters_mixed", "national_id", "capital letters and digits of one form, as codes of persons", r"[A-Z]{3,6}\d{2,6}[A-Z]\d{2,3}[A-Z0-9]{1,5}|[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d|[A-Z]{5}\d{4}[A-Z]|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"),
    form("nino", "national_id", "British insurance numbers", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
    form("passport", "passport", "letters and digits as on passports", r"[A-Z]{1,2}[ -]?\d{6,8}[A-Z]?|[A-Z]{3}\d{6}|\d{2}[A-Z]{2}\d{5}|[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}|\d{2} ?\d{2} ?\d{6}"),
    form("mrz", "passport", "machine-readable lines of passports", r"[PIAVC][A-Z<][A-Z<]{3}[A-Z0-9<]{20,60}|[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{8,20}"),
    form("licence_uk", "drivers_license", "British driving licences", r"[A-Z9]{5}\d[0-9]{5}[A-Z9]{2}[A-Z0-9]{3}(?: ?\d{2})?"),
    form("licence", "drivers_license", "letters and digits as on driving licences", r"[A-Z]\d{3}-\d{3,4}-\d{2,4}(?:-\d{1,3}){0,2}|[A-Z]\d{12,14}|[A-Z]{2}-?\d{2}[ -]?(?:19|20)\d{2}\d{7}|[A-Z]{1,3}-?\d{2}-?\d{2}-?\d{6}(?:-\d{2})?"),
    form("plate", "vehicle_plate", "letters and digits as on number plates",
         r"[A-ZÄÖÜ]{1,3}[ -]?[A-Z]{1,2}[ -]?\d{1,4}[EH]?|[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{2}[ -]?\d{2,3}[ -]?[A-Z]{2}|\d{1,4}[ -]?[A-Z]{2,4}[ -]?\d{0,3}|[A-Z]{2,4}[ -]?\d{2,4}[A-Z]?|\d{2,3}[ -]\d{2,3}[ -]\d{2,3}|[A-Z]\d[A-Z0-9][ -]?[A-Z0-9]{3}|[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{1,4}|[A-Z]{3} ?\d[A-Z]\d{2}|[A-Z]{1,2}[ -]\d{3,4}[ -][A-Z]{1,3}"),
    form("plate_script", "vehicle_plate", "number plates in another script",
         r"[\u4e00-\u9fff][A-Z][·\-\s]?[A-Z0-9]{5,6}|[АВЕКМНОРСТУХABEKMHOPCTYX]\s?\d{3}\s?[АВЕКМНОРСТУХABEKMHOPCTYX]{2}\s?\d{2,3}|[А-ЯІЇЄ]{2}\s?\d{4}\s?[А-ЯІЇЄ]{2}|\d{2,3}[가-힣]\s?\d{4}|[\u4e00-\u9fff\u3040-\u30ff]{2,4}\s?\d{2,3}\s?[\u3040-\u309f]\s?\d{2}[-・]?\d{2}|[\u0e00-\u0e7f]{1,2}\s?\d{1,4}(?:\s[\u0e00-\u0e7f]{4,20})?|[\u0621-\u064a\s]{1,7}\d{1,4}|\d{1,4}\s?[\u0621-\u064a\s]{1,7}|\d[\u0e00-\u0e7f]{2}\s?\d{1,4}|[\u0980-\u09ff ]{3,30}[-–]?\d{1,2}-\d{2,4}"),
    form("vin_shape", "", "17 letters and digits as on vehicles", r"(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{17}"),
    form("birth_prefix", "", "digits that begin with a date", r"(?:(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2})\d{3,7}[\dX]?"),
    form("medical_record", "medical_record", "record numbers with a medical prefix", r"(?:MRN|PAT|PT|HN|KIS|NHC|IPP|UHID|PID)[-: #]?\d{4,12}", re.IGNORECASE),
    form("age_range", "age_range", "ranges of age", r"(?:[1-9]?\d\s?[-–—]\s?(?:1[0-9]|[2-9]\d|100)|(?:<|>|≥|≤|under |over )\s?\d{2}|\d{2}\s?\+|\d{2}(?:s| \+|代|대))(?:\s?(?:years|yrs|jahre|ans|años|anos|лет|岁|歳|세))?", re.IGNORECASE),
    form("age_words", "age", "ages in words", r"\d{1,3}\s?(?:years?(?: old)?|yrs?|yo|y/o|jahre?|ans|años|anos|anni|lat|let|лет|року?|років|岁|歳|才|세|tuổi|tahun|yaş|ปี|سنة|שנים|év|vuotta|år|jaar|godina|साल|বছর)", re.IGNORECASE),
)  # fmt: skip
