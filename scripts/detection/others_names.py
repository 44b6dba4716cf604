"""Columns of names that no person bears: firms, brands, products, projects, places, organisations, phrases of two and three words.

They are the hardest to tell from people's names, so they are made in every script, in the same styles and lengths.
"""

from __future__ import annotations

from collections.abc import Callable

from anyascii import anyascii
from mimesis.datasets.int import development as _software
from mimesis.datasets.int import finance as _money
from mimesis.datasets.int import hardware as _hardware
from mimesis.datasets.int import transport as _transport

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.others_words import drawn_words, made_up

__all__ = ["FAMILIES"]


def _written(draw: Draw, make: Callable[[], str]) -> list[str]:
    write = style(draw)
    if draw.chance(0.12):
        return [write(anyascii(value)) for value in draw.many(make)]
    return [write(value) for value in draw.many(make)]


_LEGAL = "GmbH AG Ltd Ltd. Inc. Inc LLC PLC S.A. SA SARL S.r.l. SpA B.V. NV AB AS A/S Oy Sp._z_o.o. a.s. s.r.o. d.o.o. Kft ООО ЗАО АО 有限公司 株式会社 주식회사 Pvt_Ltd Pty_Ltd Corp & Co. Group Holding e.K. KG OHG Ltda S.A.S. C.V.".split()
_TRADES = "Logistics Bakery Systems Motors Foods Energy Media Solutions Consulting Pharma Textiles Airlines Bank Insurance Studio Labs Construction Transport Trading Software Bau Technik Handel Transports Constructions Servicios Industrias Comercial Строй Торг Транс 科技 商贸 物流 建设 工業 商事 전자 건설".split()


def _companies(draw: Draw) -> list[str]:
    listed, last = draw.some("company"), draw.some("last")
    kind = draw.weighted(listed=45, invented=20, trade=20, owner=8, joint=7)
    legal = [draw.one(_LEGAL).replace("_", " ") for _ in range(4)]

    def make() -> str:
        return {
            "listed": lambda: draw.one(listed),
            "invented": lambda: f"{drawn_words(draw).capitalize()} {draw.one(legal)}",
            "trade": lambda: (
                f"{drawn_words(draw).capitalize()} {draw.one(_TRADES)}"
                + (f" {draw.one(legal)}" if draw.chance(0.4) else "")
            ),
            "owner": lambda: f"{draw.one(last)} {draw.one(_TRADES)} {draw.one(legal)}",
            "joint": lambda: f"{drawn_words(draw).capitalize()} & {drawn_words(draw).capitalize()} {draw.one(legal)}",
        }[kind]()

    return _written(draw, make)


def _public_names(draw: Draw) -> list[str]:
    return draw.drawn(
        draw.one((_money.STOCK_NAMES, _hardware.MANUFACTURERS, _transport.AUTO_MANUFACTURERS, draw.some("bank")))
    )


_GOODS = (
    "Chair Lamp Shirt Phone Case Desk Headphones Mug Backpack Jacket Keyboard Monitor Blender Sofa Bottle Charger Camera Tent Bike Helmet Notebook Speaker Towel Router Drill Kettle Watch Shoes Cable Soap|"
    "Stuhl Lampe Hemd Hülle Tisch Kopfhörer Tasse Rucksack Jacke Tastatur Matratze Bohrmaschine|chaise lampe chemise coque bureau casque tasse sac veste clavier matelas|silla lámpara camisa funda escritorio taza mochila chaqueta teclado|"
    "стул лампа рубашка чехол стол наушники чашка рюкзак куртка|椅子 台灯 衬衫 手机壳 书桌 耳机 水杯 背包 外套|イス ランプ シャツ ケース 机 マグ リュック|의자 램프 셔츠 케이스 책상 컵 가방|sedia lampada camicia scrivania tazza zaino|cadeira luminária camisa mesa mochila|krzesło lampa koszula biurko kubek plecak|stoel lamp hemd bureau mok rugzak|stol lampa skjorta skrivbord mugg|كرسي مصباح قميص مكتب كوب حقيبة|कुर्सी दीपक कमीज मेज कप"
).split("|")
_QUALITIES = "Classic Pro Mini Ultra Deluxe Wireless Organic Premium Smart Eco Vintage Slim Max Plus Lite Comfort Original Compact Portable Heavy-Duty Basic Royal Urban Nordic".split()


def _products(draw: Draw) -> list[str]:
    goods = draw.one(_GOODS).split(" ")
    kind = draw.weighted(quality=30, invented=30, sized=20, model=20)
    sizes = (
        "500 ml",
        "1kg",
        "10 x 20 cm",
        "2-pack",
        "XL",
        "128GB",
        "12V",
        "A4",
        "75cl",
        "3 pcs",
        "noir",
        "schwarz",
        "blue",
    )
    brands = [made_up(draw).capitalize() for _ in range(6)]
    return _written(
        draw,
        lambda: {
            "quality": lambda: f"{draw.one(_QUALITIES)} {draw.one(goods)}",
            "invented": lambda: (
                f"{draw.one(brands)} {draw.one(goods)}" + (f" {draw.one(_QUALITIES)}" if draw.chance(0.3) else "")
            ),
            "sized": lambda: f"{draw.one(goods)} {draw.one(_QUALITIES)} {draw.one(sizes)}",
            "model": lambda: (
                f"{draw.one(brands)} {draw.fill(draw.one(('@##', '####', '@@-###', '@#')))} {draw.one(('', draw.one(goods)))}".strip()
            ),
        }[kind](),
    )


def _brands(draw: Draw) -> list[str]:
    made = [made_up(draw).capitalize() + draw.one(("", "", "", "o", "ix", "ly")) for _ in range(draw.one((5, 20, 150)))]
    return _written(draw, lambda: draw.one(made))


def _phrases(draw: Draw) -> list[str]:
    """Two or three capitalised words that are nobody: product lines, projects, titles, rooms of a catalogue."""
    kind = draw.weighted(two=35, three=20, one=10, linked=15, numbered=10, mixed=10)
    links = draw.one(
        (
            " of ",
            " and ",
            " & ",
            " de ",
            " du ",
            " y ",
            " der ",
            " und ",
            " del ",
            " e ",
            " i ",
            " и ",
            " の ",
            " في ",
            " van ",
        )
    )
    tall = draw.one((str.capitalize, str.capitalize, str))

    def word() -> str:
        return tall(drawn_words(draw))

    makes = {
        "one": word,
        "two": lambda: f"{word()} {word()}",
        "three": lambda: f"{word()} {word()} {word()}",
        "linked": lambda: word() + links + word(),
        "numbered": lambda: f"{word()} {word()} {draw.one(('II', 'III', '2', '3.0', '2024', 'X', draw.fill('##')))}",
    }
    return _written(draw, lambda: makes[draw.one(tuple(makes)) if kind == "mixed" else kind]())


def _noun_phrases(draw: Draw) -> list[str]:
    """Words taken side by side out of running text: phrases as a language really strings them."""
    sentences = [sentence.split() for sentence in draw.some("sentence", "quote") if len(sentence.split()) > 3]
    length, tall = draw.one((2, 2, 3)), draw.one((str.title, str.title, str.capitalize, str))
    if not sentences:
        return _phrases(draw)

    def make() -> str:
        words = draw.one(sentences)
        at = draw.whole(0, max(len(words) - length, 0))
        return tall(" ".join(words[at : at + length]).strip(".,;:!?…«»\"'。，؟"))

    return draw.many(make)


_PROJECTS = "Project Initiative Programme Campaign Plan Series Edition Collection Festival Award Cup Fund Scheme Suite Platform Protocol Framework Model Line Package".split()


def _projects(draw: Draw) -> list[str]:
    return _written(
        draw,
        lambda: (
            f"{drawn_words(draw).capitalize()} {draw.one(_PROJECTS)}"
            if draw.chance(0.6)
            else f"{draw.one(_PROJECTS)} {drawn_words(draw).capitalize()}"
        ),
    )


_LANDSCAPES = (
    "River_{} {}_River Mount_{} {}_Mountain Lake_{} {}_Lake {}_Island Cape_{} {}_Valley {}_Forest {}_National_Park {}_Bay Port_of_{} {}_Airport {}_Station {}_Central {}_Bridge {}_Canal {}_Tunnel {}_Peak|"
    "{}see {}berg {}bach {}_Hauptbahnhof {}wald {}tal {}_Flughafen {}er_Brücke|Lac_de_{} Mont_{} Gare_de_{} Forêt_de_{} Aéroport_de_{} Col_de_{} Pont_de_{}|Río_{} Cerro_{} Sierra_de_{} Lago_{} Estación_{} Puerto_de_{} Bahía_{}|"
    "Monte_{} Lago_di_{} Stazione_di_{} Fiume_{} Ponte_{}|Serra_do_{} Rio_{} Lagoa_de_{} Praia_de_{} Estação_{}|озеро_{} река_{} гора_{} станция_{} аэропорт_{}|{}山 {}河 {}湖 {}站 {}机场 {}大桥 {}岛|{}山 {}川 {}駅 {}空港 {}湖 {}島|{}산 {}강 {}역 {}공항|جبل_{} نهر_{} بحيرة_{} محطة_{}|{}_नदी {}_पर्वत {}_स्टेशन|jezioro_{} rzeka_{} góra_{} stacja_{}|{}sjön {}berget {}_station {}ån|Jezero_{} Planina_{} Rijeka_{}"
).split("|")


def _landscapes(draw: Draw) -> list[str]:
    forms = [form.replace("_", " ") for form in draw.one(_LANDSCAPES).split()]
    few, cities = forms if draw.chance(0.5) else [draw.one(forms)], draw.some("city")
    named = draw.chance(0.4)
    return _written(draw, lambda: draw.one(few).format(draw.one(cities) if named else drawn_words(draw).capitalize()))


_BODIES = (
    "{}_University University_of_{} {}_Hospital {}_Institute {}_School {}_Museum {}_Foundation Ministry_of_{} {}_Council {}_Association {}_Clinic {}_Library {}_Academy {}_Church {}_Club Hotel_{} Café_{} {}_Restaurant {}_Pharmacy {}_Gallery {}_Union|"
    "Universität_{} Klinikum_{} Stadtwerke_{} Museum_{} Grundschule_{} Verein_{} Amtsgericht_{}|Université_de_{} Hôpital_{} Lycée_{} Musée_{} Mairie_de_{} Association_{}|Universidad_de_{} Hospital_{} Colegio_{} Museo_{} Fundación_{} Ayuntamiento_de_{}|"
    "Ospedale_{} Università_di_{} Liceo_{} Comune_di_{}|Universidade_de_{} Hospital_{} Escola_{} Prefeitura_de_{}|Университет_{} Больница_{} Школа_{} Музей_{}|{}大学 {}医院 {}中学 {}博物馆 {}研究所 {}协会|{}大学 {}病院 {}高校 {}美術館 {}協会|{}대학교 {}병원 {}초등학교|جامعة_{} مستشفى_{} مدرسة_{}|{}_विश्वविद्यालय {}_अस्पताल {}_विद्यालय|Uniwersytet_{} Szpital_{} Szkoła_{}|Ziekenhuis_{} Stichting_{} Gemeente_{}|{}_sjukhus {}_skola {}_universitet"
).split("|")


def _organisations(draw: Draw) -> list[str]:
    listed = draw.pool("university")
    if len(listed) > 10 and draw.chance(0.3):
        return draw.drawn(listed)
    forms, cities = [form.replace("_", " ") for form in draw.one(_BODIES).split()], draw.some("city")
    few = forms if draw.chance(0.6) else [draw.one(forms)]
    named, owner, last = draw.chance(0.5), draw.chance(0.12), draw.some("last")
    return _written(
        draw,
        lambda: draw.one(few).format(
            draw.one(last) if owner else draw.one(cities) if named else drawn_words(draw).capitalize()
        ),
    )


def _food(draw: Draw) -> list[str]:
    return _written(draw, lambda items=draw.some(draw.one(("fruit", "vegetable", "spice", "drink"))): draw.one(items))


def _vehicles(draw: Draw) -> list[str]:
    return draw.drawn(draw.one((_transport.CARS, _transport.CARS, _transport.AIRPLANES)))


_MACHINES = (
    _hardware.CPU,
    _hardware.GRAPHICS,
    _hardware.PHONE_MODELS,
    _hardware.HDD_SSD,
    _hardware.CPU_CODENAMES,
    _software.PROGRAMMING_LANGS,
    _software.OS,
    _software.LICENSES,
)


def _machines(draw: Draw) -> list[str]:
    return draw.drawn(draw.one(_MACHINES))


def _slogans(draw: Draw) -> list[str]:
    return draw.drawn(draw.some("slogan"))


_TITLES = "Bachelor of Science,Master of Arts,PhD,MBA,Diploma,High School,Doctorate|B.Sc.,M.Sc.,M.A.,Dr.,Ph.D.|Abitur,Bachelor,Master,Promotion|本科,硕士,博士,大专|Licence,Master,Doctorat,BTS|бакалавр,магистр,аспирант".split(
    "|"
)


def _degrees(draw: Draw) -> list[str]:
    return draw.drawn(draw.one(_TITLES).split(","))


def _tasks(draw: Draw) -> list[str]:
    verbs = "Update Fix Review Prepare Install Check Send Clean Replace Plan Test Order Prüfen Bestellen Réviser Vérifier Revisar Enviar Проверить Обновить 更新 检查 確認 Sprawdzić Controlla".split()
    return draw.many(
        lambda: f"{draw.one(verbs)} {drawn_words(draw)}" + (f" {drawn_words(draw)}" if draw.chance(0.5) else "")
    )


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("company", "company", 5, _companies),
    ("company", "public_company", 1, _public_names),
    ("product", "product", 4, _products),
    ("brand", "brand", 2, _brands),
    ("phrase", "capitalised_phrase", 7, _phrases),
    ("phrase", "phrase_of_text", 4, _noun_phrases),
    ("title", "project", 1.5, _projects),
    ("place", "landscape", 2.5, _landscapes),
    ("place", "organisation", 3, _organisations),
    ("thing", "food", 1.5, _food),
    ("vehicle_model", "vehicle", 1.2, _vehicles),
    ("thing", "machine_part", 1.2, _machines),
    ("title", "slogan", 0.8, _slogans),
    ("title", "degree", 0.7, _degrees),
    ("title", "task", 1.2, _tasks),
)
"""(kind, family, weight, maker)."""
