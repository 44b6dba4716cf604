"""The header of a column and of those beside it: clear, shortened, cryptic, misleading or empty."""

from __future__ import annotations

from collections.abc import Callable

from privlineage.detect.types import PERSONAL
from scripts.detection.header_words import AMBIGUOUS, SHORT, WORDS
from scripts.detection.made import Draw, HeaderKind

__all__ = ["FINER", "header", "table_of"]

# Families whose kind holds several things: a header that is clear names the one that stands there.
FINER: dict[str, tuple[str, ...]] = {
    "iban": ("iban", "iban no", "account iban", "bank iban"),
    "icd_code": (
        "icd",
        "icd10",
        "icd code",
        "diagnosis code",
        "dx",
        "diag code",
        "icd schlüssel",
        "код мкб",
        "诊断编码",
        "diagnose code",
    ),
    "illness": (
        "diagnosis",
        "condition",
        "disease",
        "diagnóstico",
        "diagnose",
        "maladie",
        "диагноз",
        "诊断",
        "病名",
        "rozpoznanie",
        "chief complaint",
        "allergies",
    ),
    "medication": (
        "medication",
        "drug",
        "prescription",
        "medicine",
        "medikament",
        "médicament",
        "medicamento",
        "лекарство",
        "药品",
        "rx",
    ),
    "blood_type": (
        "blood type",
        "blood group",
        "blutgruppe",
        "groupe sanguin",
        "tipo de sangre",
        "группа крови",
        "血型",
        "血液型",
        "혈액형",
        "grupa krwi",
    ),
    "mac_address": ("mac", "mac address", "device mac", "wifi mac", "мак адрес", "adresse mac"),
    "imei": ("imei", "imei number", "device imei", "handset imei", "imei1"),
    "advertising_id": ("idfa", "gaid", "advertising id", "device id", "android id"),
    "url": ("url", "link", "website", "image url", "homepage"),
    "organisation": (
        "organization",
        "institution",
        "school",
        "hospital",
        "university",
        "einrichtung",
        "établissement",
        "institución",
        "机构",
        "учреждение",
        "施設",
    ),
    "landscape": (
        "landmark",
        "station",
        "site",
        "river",
        "place",
        "location",
        "gare",
        "bahnhof",
        "станция",
        "车站",
        "駅",
    ),
    "project": ("project", "campaign", "program", "projekt", "projet", "proyecto", "проект", "项目"),
    "degree": ("degree", "education", "qualification", "abschluss", "diplôme", "学历", "образование"),
    "time_zone": ("time zone", "tz", "timezone", "zeitzone", "часовой пояс"),
    "latitude": ("latitude", "lat"),
}

_STYLES: dict[str, Callable[[list[str]], str]] = {
    "snake": lambda words: "_".join(words).lower(),
    "upper": lambda words: "_".join(words).upper(),
    "camel": lambda words: words[0].lower() + "".join(word.capitalize() for word in words[1:]),
    "pascal": lambda words: "".join(word.capitalize() for word in words),
    "kebab": lambda words: "-".join(words).lower(),
    "spaced": lambda words: " ".join(words),
    "title": lambda words: " ".join(word.capitalize() for word in words),
    "joined": lambda words: "".join(words).lower(),
    "dotted": lambda words: ".".join(words).lower(),
}
_BEFORE = "cust customer usr user emp person client contact billing shipping home work primary src tbl dim stg f p c r old new pat member t1 raw dwh x tx last prev recipient sender owner".split()
_AFTER = "1 2 txt val value old new src raw field col str cd no orig tmp v2 _ x clean final".split()
_CRYPTIC = "c# f_0## col_? v## x# field# attr_# FLD_0## COL### @## @_@# k#? a#b# q#_# z?? var# Column# data_#? ??_## col## p#_@ ZZ_@@@ @@@@# u_fld_# unnamed:_# F# ???? @@@ x_????".split()


def _styled(draw: Draw, word: str) -> str:
    words = word.replace("'", " ").split()
    return _STYLES[
        draw.weighted(snake=46, upper=14, camel=11, pascal=6, kebab=3, spaced=6, title=8, joined=5, dotted=1)
    ](words)


def _word(draw: Draw, kind: str, family: str) -> str:
    choices = FINER.get(family)
    return draw.one(choices) if choices and draw.chance(0.85) else draw.one(WORDS.get(kind, AMBIGUOUS))


def _clear(draw: Draw, kind: str, family: str) -> str:
    word = _word(draw, kind, family)
    if word.isascii() and draw.chance(0.2):
        # A prefix must not turn an other's header into a person's: `customer name` of a product would mislead.
        before = (
            _BEFORE
            if kind in PERSONAL
            else ("src", "tbl", "stg", "f", "c", "raw", "dwh", "x", "old", "new", "t1", "last", "prev", "dim")
        )
        word = f"{draw.one(before)} {word}" if draw.chance(0.6) else f"{word} {draw.one(_AFTER)}"
    return _styled(draw, word)


def _abbreviated(draw: Draw, kind: str, family: str) -> str:
    word = _word(draw, kind, family)
    way = draw.weighted(listed=40, vowels=20, cut=20, initials=8, bare=12)
    if way == "bare":
        return _styled(draw, draw.one(AMBIGUOUS))
    if way == "listed" or not word.isascii():
        return _styled(draw, draw.one(SHORT.get(kind) or WORDS[kind]))
    parts = word.split()
    if way == "initials" and len(parts) > 1:
        return _styled(draw, "".join(part[0] for part in parts))
    if way == "vowels":
        return _styled(
            draw, " ".join(part[0] + "".join(letter for letter in part[1:] if letter not in "aeiou") for part in parts)
        )
    return _styled(draw, " ".join(part[: draw.whole(3, 5)] for part in parts))


def cryptic(draw: Draw) -> str:
    """A header that says nothing."""
    return draw.fill(draw.one(_CRYPTIC).replace("_", "\\_"))


def _misleading(draw: Draw, kind: str) -> str:
    """The header of something on the other side, or of another kind."""
    personal = kind in PERSONAL
    wanted = [
        other
        for other in WORDS
        if other != kind and (other in PERSONAL) is not (personal if draw.chance(0.85) else not personal)
    ]
    wanted = [
        other for other in wanted if other not in ("phrase", "title", "sentence", "json", "log_message", "source_code")
    ]
    return _styled(draw, draw.one(WORDS[draw.one(wanted)]))


def header(draw: Draw, kind: str, family: str, how: HeaderKind) -> str:
    """A header for a column of one kind and family."""
    if how == "empty":
        return ""
    if how == "cryptic":
        return cryptic(draw)
    if how == "misleading":
        return _misleading(draw, kind)
    return _abbreviated(draw, kind, family) if how == "abbreviated" else _clear(draw, kind, family)


_ABOUT_PEOPLE = (
    "person_full_name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "date_of_birth",
    "gender",
    "city",
    "postal_code",
    "street",
    "person_id",
    "username",
    "national_id",
    "job_title",
    "nationality",
)
_ABOUT_THINGS = (
    "product",
    "amount",
    "integer",
    "date",
    "status",
    "category",
    "order_number",
    "product_code",
    "company",
    "country",
    "currency",
    "timestamp",
    "sequence_id",
    "measurement",
    "uuid",
    "title",
    "url",
    "unit",
)
_PEOPLE_TABLES = "customers users employees patients members contacts persons clients subscribers leads hr_staff kunden clientes utilisateurs mitarbeiter pazienti klanten klienci пользователи 客户表 顧客マスタ 회원 applicants drivers students profiles accounts".split()
_THINGS_TABLES = "orders products inventory invoices events logs sensors catalog shipments sales metrics devices config jobs tickets bestellungen produkte pedidos commandes articles magazzino zamówienia заказы 订单 商品表 在庫 주문 assets suppliers stores fact_sales dim_product".split()


def table_of(draw: Draw, kind: str, how: HeaderKind) -> tuple[str, tuple[str, ...]]:
    """The table a column stands in: its name, and the headers of its other columns."""
    if draw.chance(0.3):
        return ("", ()) if draw.chance(0.5) else ("", tuple(cryptic(draw) for _ in range(draw.whole(1, 10))))
    people = draw.chance(0.72 if kind in PERSONAL else 0.4)
    beside: list[str] = []
    hidden = how == "cryptic" and draw.chance(0.75)
    for _ in range(draw.whole(1, 12)):
        about = draw.one(_ABOUT_PEOPLE if people and draw.chance(0.6) else _ABOUT_THINGS)
        beside.append(cryptic(draw) if hidden or draw.chance(0.08) else _clear(draw, about, ""))
    table = draw.one(_PEOPLE_TABLES if people else _THINGS_TABLES)
    return ("" if draw.chance(0.5) or hidden else table), tuple(beside)
