"""Where: coordinates, grids, and the codes of countries and languages."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

_LAT = r"[-+]?(?:90(?:\.0+)?|[1-8]?\d\.\d{3,15})"
_LON = r"[-+]?(?:180(?:\.0+)?|(?:1[0-7]\d|[1-9]?\d)\.\d{3,15})"

FORMS = (
    form("latlon", "coordinates", "pairs of latitude and longitude", rf"[\[({{]?\s?{_LAT}\s?[,; ]\s?{_LON}\s?[\])}}]?"),
    form("lonlat", "coordinates", "pairs of longitude and latitude", rf"[\[({{]?\s?{_LON}\s?[,; ]\s?{_LAT}\s?[\])}}]?"),
    form("geo_uri", "coordinates", "positions as URI or JSON", rf"geo:{_LAT},{_LON}.{{0,40}}|\{{\s?[\"']?(?:lat|lng|lon|type)\w{{0,9}}[\"']?\s?:.{{5,200}}\}}", re.IGNORECASE),
    form("wkt", "coordinates", "points as well-known text", rf"(?:SRID=\d{{1,6}};)?POINT\s?Z?\s?\(\s?{_LON}\s+{_LAT}(?:\s[\d.\-]+)?\s?\)", re.IGNORECASE),
    form("wkt_area", "other", "areas as well-known text", r"(?:SRID=\d{1,6};)?(?:MULTI)?(?:POLYGON|LINESTRING|POINT)\s?\(.*", re.IGNORECASE),
    form("dms", "coordinates", "degrees, minutes and seconds",
         r"[NSEWO]?\s?\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′’](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?(?:[\"″”]|''))?\s?[NSEWO]?(?:[,; ]{1,3}[NSEWO]?\s?\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′’](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?(?:[\"″”]|''))?\s?[NSEWO]?)?"),
    form("degrees", "coordinates", "degrees with a direction", r"[NSEW]?\s?\d{1,3}\.\d{3,10}\s?°?\s?[NSEW]?[,; ]{1,3}[NSEW]?\s?\d{1,3}\.\d{3,10}\s?°?\s?[NSEW]?"),
    form("geohash", "coordinates", "geohashes", r"(?=[a-z]*\d)(?=\d*[a-z])[0-9b-hjkmnp-z]{7,12}"),
    form("plus_code", "coordinates", "plus codes", r"[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,4}(?: .{2,60})?"),
    form("mgrs", "coordinates", "military grid references", r"\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?\d{3,5} ?\d{3,5}"),
    form("what3words", "coordinates", "addresses of three words", r"///[^\W\d_]{3,20}(?:\.[^\W\d_]{3,20}){2}"),
    form("country2", "other", "country codes",
         "A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|"
         "I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|"
         "S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGKMSYZ]|V[ACEGINU]|W[FS]|Y[ET]|Z[AMW]"),
    form("locale", "other", "codes of languages and locales", r"[a-z]{2,3}(?:[-_](?:[A-Z][a-z]{3}[-_])?(?:[A-Z]{2}|\d{3}))(?:\.UTF-?8)?"),
    form("language", "other", "codes of languages", "en|fr|de|es|it|pt|nl|sv|no|nb|da|fi|is|pl|cs|sk|hu|ro|bg|ru|uk|be|sr|hr|sl|bs|mk|sq|el|tr|ar|he|fa|ur|hi|bn|ta|te|ml|kn|gu|mr|pa|si|th|vi|id|ms|tl|zh|ja|ko|ka|hy|az|kk|uz|mn|km|lo|my|ne|sw|am|af|zu|et|lv|lt|ga|cy|eu|ca|gl"),
    form("region", "other", "codes of regions", r"[A-Z]{2}-[A-Z0-9]{1,3}"),
    form("timezone", "other", "names of time zones", r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US)/[A-Za-z_+\-\d/]{2,30}|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:\d{2}"),
    form("airport", "", "three or four capitals, as airports have", r"[A-Z]{3,4}"),
)  # fmt: skip
