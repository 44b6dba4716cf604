"""What machines write: versions, paths, codes, queries, logs, times."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

FORMS = (
    form("version", "other", "versions", r"[vV=^~><!\s]{0,4}\d{1,4}(?:\.\d{1,5}){1,3}(?:[-+._]?[a-zA-Z][\w.+-]{0,30})?"),
    form("version_range", "other", "ranges of versions", r"(?:[~^]|[<>=!]{1,2}\s?)\d[\w.*-]{0,20}(?:(?:\s?,\s?|\s|\s\|\|\s)[<>=!~^]{0,2}\s?[\w.*-]{1,20}){0,3}"),
    form("hex_colour", "other", "colours", r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|(?:rgb|hsl)a?\([\d\s,.%/]{5,40}\)"),
    form("mime", "other", "types of media", r"(?:application|audio|font|image|message|model|multipart|text|video)/[\w.+-]{2,80}(?:;.{0,60})?"),
    form("path", "other", "paths", r"(?:~|\.{1,2})?(?:/[^/\s]{1,100}){2,20}/?|[A-Za-z]:(?:\\[^\\\n]{1,100}){1,20}\\?|\\\\[^\\\s]{1,60}(?:\\[^\\\n]{1,100}){1,20}"),
    form("file", "other", "names of files", r"[\w\-. ()\[\]+]{1,120}\.(?:[a-z]{1,4}\d?|[A-Z]{3,4}|jpeg|html|json|yaml|parquet|tar\.gz|docx|xlsx|pptx|ipynb|sqlite)"),
    form("cron", "other", "schedules of cron", r"(?:[\d*/,\-?LW#]{1,20}|@(?:daily|hourly|weekly|monthly|yearly|reboot))(?:\s[\d*/,\-?LW#A-Z]{1,20}){4,6}|@(?:daily|hourly|weekly|monthly|yearly|reboot)"),
    form("json", "other", "JSON", r"\{\s?\".*|\[\s?[\[{\"].*|\{\}|\[\]", re.DOTALL),
    form("xml", "other", "XML or HTML", r"<[!?/]?[a-zA-Z][^<>]{0,300}>.*", re.DOTALL),
    form("sql", "other", "SQL", r"(?:select|insert|update|delete|create|alter|drop|with|merge|grant|explain|truncate)\s.{3,}", re.IGNORECASE | re.DOTALL),
    form("regular_expression", "other", "regular expressions", r"(?=.{0,200}?(?:\\[dwsbDWS]|\[\^?[A-Za-z0-9]-|\(\?|\.\*|\.\+|\{\d,?\d?\}))\S{4,300}"),
    form("selector", "other", "selectors of style sheets", r"(?:[a-z][a-z0-9]{0,12})?(?:[.#][a-zA-Z][\w-]{0,40}|\[[a-z-]{2,20}[\^$*~|]?=?.{0,30}\]|::?[a-z-]{3,24}(?:\([^)]{0,20}\))?){1,6}(?:\s?[>+~ ,]\s?[\w.#:\[\]=\"()-]{1,60}){0,6}|[a-z][a-z0-9]{0,10}(?:\s?[>+~]\s?[\w.#:\[\]=\"()-]{1,60}){1,6}"),
    form("log", "other", "lines of logs", r".{0,60}\b(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|TRACE|CRITICAL|Exception|Traceback)\b.{0,}|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d.{10,}", re.DOTALL),
    form("error", "other", "messages of errors", r"(?:[A-Z]\w{2,40}(?:Error|Exception|Warning|Fault)|ORA-\d{5}|E\d{3,5}|ERR_\w{3,40}|HTTP \d{3}|errno \d{1,4})\b.{0,400}"),
    form("snake", "other", "words joined by underscores", r"[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,8}"),
    form("screaming", "other", "capitals joined by underscores", r"[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,8}"),
    form("kebab", "other", "words joined by hyphens", r"[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){1,8}"),
    form("camel", "other", "words joined by capitals", r"[a-z][a-z0-9]{1,20}(?:[A-Z][a-z0-9]{1,20}){1,6}|(?:[A-Z][a-z0-9]{2,20}){2,6}"),
    form("dotted", "other", "words joined by dots", r"[a-zA-Z_]\w{0,30}(?:\.[a-zA-Z_]\w{0,40}){1,8}(?:\(\))?"),
    form("slashed", "other", "words joined by slashes", r"[\w.@-]{1,40}(?:/[\w.@-]{1,60}){1,6}"),
    form("image", "other", "images of containers", r"(?:[\w.-]{2,60}(?::\d{2,5})?/)?[a-z0-9._/-]{2,80}(?::[\w.-]{1,40}|@sha256:[0-9a-f]{8,64})"),
    form("pod", "other", "names of pods", r"[a-z][a-z0-9-]{2,50}-[a-f0-9]{6,10}-[a-z0-9]{5}"),
    form("git", "other", "commits or branches", r"(?=[a-f]*\d)[0-9a-f]{7,12}|(?:feature|bugfix|fix|hotfix|release|feat|chore|refs|origin|dependabot)/[\w./-]{2,100}"),
    form("boolean", "other", "yes or no", r"true|false|yes|no|y|n|t|f|on|off|oui|non|ja|nein|si|sí|sim|não|tak|nie|да|нет|так|ні|是|否|はい|いいえ|예|아니오|نعم|لا|כן|לא|evet|hayır|ano|ne|igen|nem|enabled|disabled", re.IGNORECASE),
    form("time", "other", "times of day", r"(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:[:.][0-5]\d(?:\.\d{1,6})?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|[-+]\d{2}:?\d{2}))?"),
    form("duration", "other", "durations", r"P(?:\d{1,5}[YMWD]){0,4}(?:T(?:\d{1,6}(?:\.\d{1,6})?[HMS]){1,3})?|(?:\d{1,5}\s?(?:d|h|hr|m|min|s|sec|ms|days?|hours?|minutes?|seconds?)\s?){1,4}"),
    form("weekday", "other", "days of the week or months", r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|(?:星期|周)[一二三四五六日天]|Q[1-4](?: ?\d{4})?|\d{4}-?Q[1-4]|\d{4}-?W\d{2}|\d{4}[-/]\d{2}", re.IGNORECASE),
    form("http_method", "other", "words of HTTP", r"GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|(?:GET|POST|PUT|PATCH|DELETE) /.*|HTTP/\d(?:\.\d)?"),
    form("binary", "other", "zeros and ones", r"[01]{2,64}|0b[01]{1,64}"),
    form("fraction", "other", "fractions and ratios", r"\d{1,6}\s?[/:]\s?\d{1,6}"),
    form("rank", "other", "ranks and ordinals", r"\d{1,4}(?:st|nd|rd|th|\.|º|ª|er|ème|e)|#\d{1,6}|No\.? ?\d{1,6}"),
    form("hashtag", "other", "hashtags", r"#[^\W\d_]\w{1,60}(?:[ ,]{1,2}#\w{1,60}){0,20}"),
    form("arn", "other", "names of cloud resources", r"(?:arn:aws[\w-]{0,10}:|projects/|/subscriptions/|urn:)[\w:/.\-*@]{4,200}|(?:i|vpc|sg|subnet|ami|vol|eni|snap)-[0-9a-f]{8,17}"),
    form("list", "", "lists", r"[^,;|]{1,60}(?:[,;|][^,;|]{1,60}){2,30}"),
    form("interval", "other", "intervals of numbers", r"[\[(]?-?\d{1,9}(?:[.,]\d{1,6})?\s?(?:-|–|\.\.|to|,)\s?-?\d{1,9}(?:[.,]\d{1,6})?[\])]?"),
)  # fmt: skip
