"""What things are called: products, parcels, papers of commerce, transport, science."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

FORMS = (
    form("isbn_dashes", "other", "book numbers with hyphens", r"(?:ISBN[- :]{0,3})?(?:97[89][- ])?\d{1,5}[- ]\d{1,7}[- ]\d{1,7}[- ][\dX]"),
    form("issn", "other", "numbers of periodicals", r"\d{4}-\d{3}[\dX]"),
    form("doi", "other", "identifiers of publications", r"(?:https?://(?:dx\.)?doi\.org/|doi:)?10\.\d{4,9}/\S{2,200}|arXiv:\d{4}\.\d{4,5}(?:v\d)?", re.IGNORECASE),
    form("container", "other", "freight containers", r"[A-Z]{3}[UJZ] ?\d{6}[ -]?\d"),
    form("flight", "other", "flight numbers", r"(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])[ -]?\d{2,4}[A-Z]?"),
    form("tracking", "other", "parcel numbers", r"[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16}|JJD\d{16,20}|(?:TBA|RM|CP|LP)\d{8,16}\w{0,2}|\d{12,22}"),
    form("prefixed_id", "other", "a fixed word and a number", r"[A-Z]{2,8}[-_#/:]\d{2,14}(?:[-_/]\d{1,8}){0,3}"),
    form("prefixed_code", "other", "a fixed word and a code", r"[A-Za-z]{2,10}[-_](?=[A-Za-z]*\d)[A-Za-z0-9]{3,24}(?:[-_][A-Za-z0-9]{1,16}){0,3}"),
    form("sku", "other", "groups of capitals and digits, as stock numbers", r"(?=[^\d]*\d)(?=[^A-Z]*[A-Z])[A-Z0-9]{1,8}(?:[-/._][A-Z0-9]{1,8}){1,5}"),
    form("year_number", "other", "a number within a year", r"(?:[A-Z]{1,6}[-/ ]?)?(?:19|20)\d{2}[-/.]\d{1,8}|\d{1,8}[-/](?:19|20)\d{2}"),
    form("size", "other", "sizes of things", r"(?:X{0,4}[SML]|[2-6]XL|\d{1,4}(?:[.,]\d)?\s?[x×X*]\s?\d{1,4}(?:[.,]\d)?(?:\s?[x×X*]\s?\d{1,4}(?:[.,]\d)?)?\s?[a-zA-Z\"]{0,4}|EU \d{2}|One Size)"),
    form("unit", "other", "numbers with a unit",
         r"[-+~≈<>≤≥]?\s?\d[\d.,]{0,12}\s?(?:[kMGTP]?i?[BbWVAgmlLNJ]|[kcmµμn]?m[²³23]?|kg|km|cm|mm|lb|lbs|oz|ft|in|mi|km/h|mph|m/s|rpm|°?[CFK]|°|kWh|Wh|kW|hPa|mbar|bar|psi|kPa|Pa|Hz|kHz|MHz|GHz|dB|dBm|ppm|ppb|px|pt|dpi|pcs|pc|szt|Stk|个|件|kcal|cal|kJ|mol|mM|pH|lux|lm|Ω|ha|t|шт|кг|км|м|см|мм|л|г|UTC|min|mins|h|hrs?|hours?|s|sec|ms|days?|weeks?|months?|Mbps|Gbps|rps|fps|ml|cl|dl|gal)(?:\b|$|/\w{1,4})"),
    form("formula", "other", "chemical formulas", r"(?=[^\d]*\d)(?:[A-Z][a-z]?\d{0,3}|\((?:[A-Z][a-z]?\d{0,2}){1,4}\)\d{0,2}|·){2,20}[+\-]?"),
    form("cas", "other", "numbers of chemicals", r"\d{2,7}-\d{2}-\d"),
    form("gene", "", "names of genes", r"[A-Z]{2,5}\d{1,3}[A-Z]?\d?"),
    form("taxon", "other", "Latin names of species", r"[A-Z][a-z]{3,18} [a-z]{4,18}(?:us|a|um|is|ii|i|ae|ensis|oides|e|ns|er|or|ata)(?: (?:subsp\.|var\.|L\.|[a-z]{4,16}).{0,30})?"),
    form("chess", "other", "moves of chess", r"(?:\d{1,3}\.{1,3} ?)?(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8](?:=[QRBN])?[+#]?|O-O(?:-O)?)(?:\s.{0,400})?"),
    form("patent", "other", "numbers of patents", r"(?:US|EP|WO|CN|JP|DE|GB|FR|KR)[ -]?(?:\d{4}[/ ]?)?\d{5,9}(?: ?[ABCU]\d?)?"),
    form("star", "other", "names of stars", r"(?:HD|HIP|NGC|IC|M|GJ|Kepler|TRAPPIST|Gliese|HR|TYC|2MASS)[- ]?\d{1,7}[a-zA-Z]?\S{0,10}"),
    form("case_law", "other", "numbers of court cases", r".{3,80} v\.? .{3,80}|(?:[IVX]{1,5}|\d{1,2}) [A-Z][A-Za-z]{0,4} \d{1,6}/\d{2,4}|\d{1,2}:\d{2}-[a-z]{2}-\d{3,6}.{0,20}|(?:C|T|F)[-‑]\d{1,4}/\d{2}"),
)  # fmt: skip
