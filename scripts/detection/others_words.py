"""Columns of few words out of a closed set: flags, states, enumerations, countries, units, currencies, languages."""

from __future__ import annotations

from mimesis.datasets.int import address as _places
from mimesis.datasets.int import datetime as _zones
from mimesis.datasets.int import finance as _money

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker

__all__ = ["FAMILIES", "drawn_words", "made_up"]

_FLAGS = "true false|True False|TRUE FALSE|yes no|Yes No|Y N|y n|1 0|T F|on off|ja nein|oui non|sí no|sim não|да нет|是 否|はい いいえ|예 아니오|نعم لا|हाँ नहीं|tak nie|ano ne|ναι όχι|enabled disabled|X -|✓ ✗|J N|O N|S N|t f|有 无|0 1|WAHR FALSCH|vrai faux|ja nej|da ne"
_STATES = """active inactive pending|open closed|OPEN CLOSED IN_PROGRESS|new processing shipped delivered returned cancelled|draft published archived|success failed error|PASS FAIL SKIP|approved rejected submitted|paid unpaid overdue refunded|queued running done failed|
offen geschlossen in_Bearbeitung storniert|bezahlt unbezahlt|actif inactif suspendu|en_attente validé refusé|activo inactivo pendiente|pagado cancelado enviado|attivo sospeso chiuso|aberto fechado cancelado|активен заблокирован удален|новый в_работе закрыт|
待处理 已完成 已取消|启用 停用|未対応 対応中 完了|대기 진행중 완료|aktywny nieaktywny anulowany|actief inactief|aktiv inaktiv avslutad|נפתח|نشط معلق مغلق|सक्रिय निष्क्रिय लंबित|ανοιχτό κλειστό|GREEN AMBER RED|UP DOWN DEGRADED|alive dead unknown|in_stock out_of_stock backorder discontinued|
todo doing done|won lost qualified prospect|trial basic premium enterprise|ACTIVE SUSPENDED TERMINATED|on_time late|valid invalid expired|nuevo usado|otwarte zamknięte|A I S|P C X|N P D"""
_CATEGORIES = """low medium high|LOW MEDIUM HIGH CRITICAL|small medium large|XS S M L XL XXL|gold silver bronze platinum|standard express overnight|email phone chat store|web mobile ios android|cash card transfer voucher|Visa Mastercard Amex|SEPA ACH SWIFT|north south east west|NORTH SOUTH|internal external|
B2B B2C|debit credit|inbound outbound|import export|rail road sea air|1st_class 2nd_class|breakfast lunch dinner|solid liquid gas|residential commercial industrial|owned leased|monthly quarterly yearly weekly|daily hourly|electronics clothing food toys books garden|furniture appliances sports beauty|
hoch mittel niedrig|groß klein mittel|Strom Gas Wasser|faible moyen élevé|alto medio bajo|alta média baixa|высокий средний низкий|高 中 低|大 中 小|wysoki średni niski|عالي متوسط منخفض|उच्च मध्यम निम्न|Benzin Diesel Elektro Hybrid|petrol diesel electric hybrid|manual automatic|INSERT UPDATE DELETE|
GET POST PUT DELETE PATCH|DEBUG INFO WARN ERROR FATAL|dev staging prod|alpha beta stable|string int float bool|spring summer autumn winter|matte glossy|EXW FOB CIF DDP|net30 net60 prepaid|newsletter social search referral direct|organic paid|A B C D|I II III IV|
grade_A grade_B grade_C|freight parcel letter|taxable exempt|VAT19 VAT7 VAT0|full_time part_time contract|circle square triangle|north-east south-west|public private protected|read write admin|host guest|buyer seller|primary secondary|left right center|home away draw"""
_DEPARTMENTS = """Sales,Marketing,Finance,Human Resources,IT,Operations,Legal,Procurement,Research & Development,Customer Service,Logistics|Vertrieb,Einkauf,Buchhaltung,Personal,Entwicklung,Lager|Ventes,Achats,Comptabilité,Ressources humaines,Informatique|Ventas,Compras,Contabilidad,Recursos Humanos,Sistemas|
销售部,财务部,人事部,技术部,市场部|営業部,総務部,経理部,人事部,開発部|영업부,인사부,개발팀,재무팀|Отдел продаж,Бухгалтерия,Отдел кадров,ИТ|Vendite,Acquisti,Contabilità,Produzione|Vendas,Financeiro,Recursos Humanos|Sprzedaż,Księgowość,Kadry,Logistyka|Cardiology,Radiology,Oncology,Emergency,Pediatrics|HR,IT,R&D,FIN,OPS|المبيعات,المالية,الموارد البشرية"""
_LANGUAGES = "en de fr es it pt ru zh ja ko ar hi pl nl sv cs|EN DE FR ES|eng deu fra spa ita por rus zho|en-US en-GB de-DE fr-FR es-ES pt-BR|English German French Spanish|Deutsch Englisch Französisch|en_US de_DE zh_CN".split(
    "|"
)


def _words(vocabularies: str) -> Maker:
    parsed = [tuple(line.split("," if "," in line else " ")) for line in vocabularies.replace("\n", "").split("|")]

    def make(draw: Draw) -> list[str]:
        words, write = (
            [word.replace("_", draw.one((" ", "_")) if draw.chance(0.3) else word) for word in draw.one(parsed)],
            style(draw),
        )
        weights = [draw.rng.random() ** 2 + 0.03 for _ in words]
        return [write(word) for word in draw.rng.choices(words, weights, k=draw.size)]

    return make


_ENDS = ("", "", "a", "o", "er", "en", "ia", "um", "ix", "ly", "ing", "ung", "ción", "ment", "ka", "ski", "ett", "on")


def made_up(draw: Draw) -> str:
    """A word nobody knows, in the letters of this place: the halves of two of its words."""
    words = draw.some("words")
    one, two = draw.one(words), draw.one(words)
    joined = one[: max(len(one) // 2, 1)] + two[len(two) // 2 :]
    return joined + (draw.one(_ENDS) if joined.isascii() and draw.chance(0.25) else "")


def drawn_words(draw: Draw) -> str:
    """A dictionary's word of this place, or one nobody knows."""
    return made_up(draw) if draw.chance(0.3) else draw.one(draw.some("words"))


def _enumeration(draw: Draw) -> list[str]:
    """A firm's own enumeration: a few made-up or common words in one style."""
    kind = draw.weighted(made=40, words=40, joined=20)
    joint = draw.one(("_", "-", " "))
    make = {
        "made": lambda: made_up(draw),
        "words": lambda: draw.one(draw.some("words")),
        "joined": lambda: joint.join(drawn_words(draw) for _ in range(2)),
    }[kind]
    write = draw.one((str.upper, str.lower, str.capitalize, str.title, str))
    words = [write(make()) for _ in range(draw.whole(2, 25))]
    return draw.rng.choices(words, [draw.rng.random() ** 2 + 0.03 for _ in words], k=draw.size)


def _countries(draw: Draw) -> list[str]:
    names, write = draw.some("country"), style(draw)
    few = [draw.one(names) for _ in range(draw.one((3, 12, 80)))]
    return [write(name) for name in draw.drawn(few)]


def _country_codes(draw: Draw) -> list[str]:
    codes = sorted(
        draw.one((_places.COUNTRY_CODES["a2"], _places.COUNTRY_CODES["a3"], _places.COUNTRY_CODES["numeric"]))
    )
    few = [draw.one(codes) for _ in range(draw.one((3, 15, 100)))]
    write = str.lower if draw.chance(0.2) else str
    return [write(str(code)) for code in draw.drawn(few)]


def _regions(draw: Draw) -> list[str]:
    words = draw.one(
        (
            draw.some("state"),
            ("EMEA", "APAC", "LATAM", "NA"),
            ("North America", "Europe", "Asia Pacific"),
            ("North", "South", "East", "West"),
            ("Nord", "Süd", "Ost", "West"),
        )
    )
    return draw.drawn(words)


def _currencies(draw: Draw) -> list[str]:
    words = draw.one(
        (
            _money.CURRENCY_ISO_CODES,
            _money.CURRENCY_ISO_CODES,
            list(_money.CURRENCY_SYMBOLS.values()),
            draw.some("currency"),
        )
    )
    return draw.drawn([draw.one(words) for _ in range(draw.one((2, 6, 40)))])


def _languages(draw: Draw) -> list[str]:
    own = draw.pool("language")
    return draw.drawn(own) if own and draw.chance(0.5) else draw.drawn(draw.one(_LANGUAGES).split(" "))


_MEASURES = "kg g t l ml m cm mm km pcs box pallet h min|EA PC KG LTR MTR BOX SET|Stück Karton Palette Liter|pièce boîte lot|unidad caja litro|шт кг л уп|个 箱 公斤 件|個 本 枚 箱|개 박스|each pair dozen pack roll|°C °F K|V A W Ω|GB MB TB".split(
    "|"
)


def _units(draw: Draw) -> list[str]:
    return draw.drawn(draw.one(_MEASURES).split(" "))


def _zone_names(draw: Draw) -> list[str]:
    return draw.drawn(
        [draw.one(_zones.TIMEZONES) for _ in range(12)]
        if draw.chance(0.7)
        else [f"UTC{sign}{hour:02d}:00" for sign in "+-" for hour in range(12)]
    )


def _calling_codes(draw: Draw) -> list[str]:
    return draw.drawn([str(code) for code in _places.CALLING_CODES])


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("boolean", "flag", 3, _words(_FLAGS)),
    ("status", "status", 3, _words(_STATES)),
    ("category", "category", 4, _words(_CATEGORIES)),
    ("category", "enumeration", 6, _enumeration),
    ("department", "department", 1.5, _words(_DEPARTMENTS)),
    ("country", "country", 2, _countries),
    ("iso_code", "country_code", 2, _country_codes),
    ("iso_code", "calling_code", 0.4, _calling_codes),
    ("region", "region", 1.8, _regions),
    ("currency", "currency", 1.5, _currencies),
    ("language", "language", 1.3, _languages),
    ("unit", "unit", 1.3, _units),
    ("category", "time_zone", 0.8, _zone_names),
)
"""(kind, family, weight, maker)."""
