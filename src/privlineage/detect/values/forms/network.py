"""Devices and their networks: addresses, hardware identifiers, agents, tokens of browsers."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"

FORMS = (
    form("ipv4", "ip_address", "IPv4 addresses", rf"{_BYTE}(?:\.{_BYTE}){{3}}"),
    form("ipv4_port", "ip_address", "IPv4 addresses with a port or a mask", rf"{_BYTE}(?:\.{_BYTE}){{3}}(?::\d{{1,5}}|/\d{{1,2}})"),
    form("ipv6", "ip_address", "IPv6 addresses",
         r"(?=[^:]*:[^:]*:)(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{0,4}|\d{1,3}(?:\.\d{1,3}){3})(?:/\d{1,3}|%\w{1,16})?", re.IGNORECASE),
    form("mac", "device_id", "hardware addresses", r"(?:[0-9a-f]{2}([:\-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}", re.IGNORECASE),
    form("uuid", "", "UUIDs", r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.IGNORECASE),
    form("uuid_upper", "", "UUIDs in capitals, as advertising identifiers of phones are", r"[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}"),
    form("uuid4", "", "random UUIDs", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE),
    form("uuid17", "", "UUIDs made of a time", r"[0-9a-f]{8}-[0-9a-f]{4}-[1267][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE),
    form("ulid", "", "ULIDs", r"[0-7][0-9A-HJKMNP-TV-Z]{25}"),
    form("objectid", "", "object identifiers of 24 hexadecimal digits", r"[0-9a-f]{24}"),
    form("ga_cookie", "cookie", "cookies of web analytics", r"(?:GA|_ga=GA|GS|fb|_fbp=fb)\d\.\d(?:\.\d+)?\.[\d.]{10,30}.{0,60}"),
    form("cookie_pairs", "cookie", "cookies as name and value", r"[\w.-]{2,40}=[^;\s]{6,300}(?:; ?[\w.-]{2,40}=[^;]{0,300}){0,8};?"),
    form("user_agent", "user_agent", "descriptions of browsers", r"(?:Mozilla|Opera|Dalvik|okhttp|curl|PostmanRuntime|python-requests|[A-Z]\w{2,20})/\d[\d.]{0,12} ?\(.{3,200}"),
    form("hostname", "other", "names of hosts", r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,12}(?::\d{2,5})?"),
    form("url", "other", "web addresses", r"(?:https?|ftps?|s3|gs|ssh|wss?|jdbc:\w{2,12}|file|hdfs|git)://\S{3,}", re.IGNORECASE),
    form("url_person", "social_profile", "web addresses of people's pages", r"https?://[^\s/]{3,80}/(?:~|@|u/|user/|users/|in/|profile/|people/|author/)[^\s/]{2,60}/?", re.IGNORECASE),
    form("phone_model", "other", "names of devices", r"(?:iPhone|iPad|Galaxy|Pixel|Redmi|Xiaomi|Huawei|SM-|Nokia|Moto|OnePlus|ThinkPad|MacBook)[\w +\-/()]{0,40}", re.IGNORECASE),
)  # fmt: skip
