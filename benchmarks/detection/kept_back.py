"""Kinds without personal data that only the evaluation may generate: `EVALUATED_OTHERS` of the splits."""

from __future__ import annotations

from benchmarks.detection.choosing import joined, one_of
from benchmarks.detection.kinds import Maker, kind
from benchmarks.detection.place import Place, digits, letters


@kind("isbn")
def isbn(place: Place) -> Maker:
    dashed = place.chance.random() < 0.5

    def number() -> str:
        base = place.chance.choice(["978", "978", "979"]) + digits("#########", place.chance)
        check = -sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(base)) % 10
        whole = f"{base}{check}"
        return f"{whole[:3]}-{whole[3:5]}-{whole[5:9]}-{whole[9:12]}-{whole[12]}" if dashed else whole

    return number


@kind("container_number")
def container_number(place: Place) -> Maker:
    from stdnum import iso6346

    def number() -> str:
        base = place.chance.choice(["MSCU", "MAEU", "CMAU", "HLXU", "TGHU", "OOLU", "TCLU", "EGHU"]) + digits(
            "######", place.chance
        )
        return base + str(iso6346.calc_check_digit(base))

    return number


@kind("airport_code")
def airport_code(place: Place) -> Maker:
    return one_of(
        place,
        "CAI|DAC|CPH|VIE|NBO|AKL|EZE|BOG|YUL|TLV|BUD|EVN|CGK|TBS|VNO|BRU|LIS|OTP|LJU|TIA|MAA|"
        "BKK|IST|KBP|TPE|JFK|LHR|FRA|"
        "CDG|AMS|DXB|SIN|HND|ICN|SYD|MEX|MAD|FCO|ZRH|ARN|OSL|HEL",
    )


@kind("flight_number")
def flight_number(place: Place) -> Maker:
    lines = "MS BG SK OS KQ NZ AR AV AC LY W6 GA SN TP RO TK PS CI BA LH AF KL".split()
    gap = place.chance.choice(["", " "])
    return lambda: f"{place.chance.choice(lines)}{gap}{place.chance.randint(1, 9899)}"


@kind("dna_sequence")
def dna_sequence(place: Place) -> Maker:
    return lambda: letters(place.chance.randint(18, 60), place.chance, "ACGT")


@kind("chemical_formula")
def chemical_formula(place: Place) -> Maker:
    parts = (
        "C6H12O6|NaCl|H2SO4|CaCO3|KMnO4|C2H5OH|Fe2O3|NH4NO3|C8H10N4O2|Al2(SO4)3|HNO3|C6H6|"
        "TiO2|Na2CO3|MgCl2·6H2O|CH3COOH"
    )
    fixed = one_of(place, parts)
    return lambda: (
        fixed()
        if place.chance.random() < 0.5
        else "".join(f"{element}{place.chance.randint(2, 40)}" for element in "CHNO")
    )


@kind("recipe")
def recipe(place: Place) -> Maker:
    return joined(
        place,
        "{a} the {b} {c}, then add {d} and {e}.",
        a="Chop|Fry|Simmer|Roast|Blanch|Grate|Whisk|Soak",
        b="onions|aubergines|chickpeas|egg whites|red lentils|potatoes|leeks|tomatoes",
        c="for 10 minutes|until golden|over a low heat|in salted water|with a pinch of sugar|overnight",
        d="two cloves of garlic|250 ml of stock|a spoon of cumin|the chopped parsley|200 g flour|the coconut milk",
        e="stir well|let it rest|season to taste|serve warm|bake at 180 °C|cover the pan",
    )


@kind("film_title")
def film_title(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b}",
        a=(
            "The Last|Return of the|Midnight in|A Quiet|Beyond the|Seven Days of|The Secret of|"
            "Goodbye,|Before the|Lost in|My Brother's"
        ),
        b=(
            "Lighthouse|Harvest|Lisbon|Silence|Winter|Orchard|Emperor|Monday|Glass City|Thunder|"
            "Border|Violin|Summer|Anna|Mr. Rivers"
        ),
    )


@kind("song_title")
def song_title(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b}{c}",
        a="Dancing with|Hey|Call Me|Paper|Broken|Sweet|Tell|Waiting for|Dear|Midnight|Electric|Ballad of",
        b="Marie|Rain|Tomorrow|Hearts|Josephine|Highway|Johnny|Fire|You|the Moon|Saturday|Angels|Stones",
        c="||| (Remix)| - Live| (feat. Nova)| (2011 Remaster)",
    )


@kind("species")
def species(place: Place) -> Maker:
    return one_of(
        place,
        "Red fox|Grey heron|Common toad|Atlantic cod|Roe deer|Barn owl|European hedgehog|"
        "Snow leopard|Bottlenose dolphin|"
        "Peregrine falcon|Brown bear|House sparrow|Monarch butterfly|Green turtle|King penguin|African elephant|Kakapo|"
        "Giant squid|Honey badger|Blue whale|Pine marten|Great tit|Emperor moth|Jack snipe|"
        "Steller's jay|Thomson's gazelle",
    )


@kind("plant_latin_name")
def plant_latin_name(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b}{c}",
        a="Quercus|Rosa|Lavandula|Acer|Salvia|Betula|Prunus|Fagus|Viola|Iris|Erica|Camellia|Magnolia|Veronica|Angelica",
        b="robur|alba|officinalis|vulgaris|japonica|palmatum|sylvatica|canina|montana|grandiflora|nigra|orientalis",
        c="|||| L.| subsp. media| 'Variegata'| var. minor",
    )


@kind("ship_name")
def ship_name(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b} {c}",
        a="MV |MS |||SS |MT ",
        b="Ever|Maersk|Star|Ocean|Queen|Nordic|Santa|Pacific|Princess|Stena|Lady|Saint",
        c="Maria|Given|Elisabeth|Horizon|Victoria|Pioneer|Catarina|Spirit|Explorer|Diana|Trader|Nicholas|Hamburg|Olga",
    )


@kind("beer_name")
def beer_name(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b}",
        a=(
            "Black Horse|Old Monk|Hoppy Frog|St. Bernard|Harbour|Golden Stag|Northern|Uncle Bob's|"
            "Raven|Miller's|Red Barn|Saint Anna"
        ),
        b="IPA|Pale Ale|Stout|Lager|Tripel|Weizen|Porter|Pilsner|Bitter|Dubbel|Saison|Helles",
    )


@kind("sports_team")
def sports_team(place: Place) -> Maker:
    plain = place.chance.random() < 0.3
    forms = [
        "{c} United",
        "FC {c}",
        "{c} Tigers",
        "Real {c}",
        "{c} City",
        "Dinamo {c}",
        "{c} BC",
        "AC {c}",
        "{c} Rovers",
    ]
    return lambda: ("{c} FC" if plain else place.chance.choice(forms)).format(c=place.city())


@kind("building_name")
def building_name(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b}",
        a=(
            "Victoria|Riverside|North|Maple|Einstein|Marie Curie|Atrium|Newton|Library|Harbour|"
            "West Campus|Central|Nightingale"
        ),
        b="House|Tower|Wing|Building|Hall|Pavilion|Centre|Block B|Annex|Laboratory",
    )


@kind("shop_branch")
def shop_branch(place: Place) -> Maker:
    shop = place.chance.choice(["Hypermart", "FreshCo", "Filiale", "Store", "Outlet", "Boutique", "Agency"])
    number = place.chance.random() < 0.5
    return lambda: f"{shop} {place.city()}{f' {place.chance.randint(1, 40)}' if number else ''}"


@kind("docker_image")
def docker_image(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b}:{c}",
        a="|docker.io/library/|ghcr.io/acme/|quay.io/team/|registry.local:5000/|bitnami/",
        b="nginx|postgres|redis|web-api|worker|airflow|kafka|etl-runner|grafana|scheduler",
        c="1.25|latest|16-alpine|7.2.4|sha-3f9a1c2|v2.10.1|main|2024.06.1|edge",
    )


@kind("kubernetes_pod")
def kubernetes_pod(place: Place) -> Maker:
    apps = "checkout payments search-indexer auth-proxy ingest orders-api mailer frontend billing-worker".split()
    low = "bcdfghjklmnpqrstvwxz2456789"
    return lambda: f"{place.chance.choice(apps)}-{letters(9, place.chance, low)}-{letters(5, place.chance, low)}"


@kind("git_branch")
def git_branch(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b}-{c}",
        a="feature/|fix/|hotfix/|chore/|release/||dependabot/npm/|anna/|user/mk/",
        b="login|PROJ-231|checkout|ABC-77|upgrade|cache|pdf|search|JIRA-1502",
        c="timeout|page|refactor|v2|cleanup|tests|deps|rollback|labels",
    )


@kind("cron_expression")
def cron_expression(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b} {c} * {d}",
        a="0|*/5|15|30|0,30|*/15|7",
        b="*|3|0|2-6|*/2|23|8-18",
        c="*|1|*|15|1-7|L",
        d="*|1-5|MON|0|6,0|*",
    )


@kind("sql_text")
def sql_text(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b} {c}",
        a=(
            "SELECT count(*) FROM|SELECT id, total FROM|DELETE FROM|UPDATE|INSERT INTO|"
            "select email, name from|MERGE INTO"
        ),
        b="orders|customers|public.events|mart.sales|stg_items|users",
        c=(
            "WHERE created_at > now() - interval '1 day'|SET done = true WHERE id = ?|LIMIT 100|"
            "VALUES (?, ?)|group by 1|USING t ON x.id = t.id"
        ),
    )


@kind("css_selector")
def css_selector(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b} {c}",
        a="div.|#|.|ul > li.|nav a.|body .|input#",
        b="checkout-btn|main|header__logo|product-card|login-form|footer|email-field|sidebar",
        c="|> span|.active|:nth-child(2)|a[href^='/']|.name|+ p",
    )


@kind("regular_expression")
def regular_expression(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b}{c}",
        a="^|\\b||(?i)|^\\s*",
        b="\\d{4}-\\d{2}|[A-Z]{3}[0-9]+|(foo|bar)+|[^@]+@[^@]+|\\w+\\.(csv|txt)|(\\+\\d+)?|[a-f0-9]{32}|ERR\\d+",
        c="$|\\b|.*|?|{1,3}|$",
    )


@kind("sensor_reading")
def sensor_reading(place: Place) -> Maker:
    chance = place.chance
    middle, wide, places = chance.choice(
        [(21.5, 3, 2), (1013, 8, 1), (0.4, 0.2, 4), (48, 15, 1), (230, 4, 2), (-7, 9, 6)]
    )
    unit = chance.choice(["", "", "", " °C", "V", " hPa"])
    return lambda: f"{chance.gauss(middle, wide):.{places}f}{unit}"


@kind("stock_ticker")
def stock_ticker(place: Place) -> Maker:
    tail = place.chance.choice(["", "", ".L", ".DE", " US Equity"])
    return lambda: letters(place.chance.choice([2, 3, 4, 4]), place.chance, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + tail


@kind("tracking_number")
def tracking_number(place: Place) -> Maker:
    chance = place.chance
    form = chance.choice(["1Z", "RR", "JJD", "bare"])

    def number() -> str:
        if form == "1Z":
            return "1Z" + letters(6, chance, "ABCDEFGHXY0123456789") + digits("##########", chance)
        if form == "RR":
            return chance.choice(["RR", "CP", "LX", "EE"]) + digits("#########", chance) + place.country
        return ("JJD" + digits("###############", chance)) if form == "JJD" else digits("############", chance)

    return number


@kind("warehouse_bin")
def warehouse_bin(place: Place) -> Maker:
    chance = place.chance
    form = chance.choice(["{a}-{b:02d}-{c:02d}", "{a}{b:02d}.{c}", "R{b:02d}S{c:02d}", "{a}/{b}/{c}"])
    return lambda: form.format(a=chance.choice("ABCDEFGH"), b=chance.randint(1, 40), c=chance.randint(1, 12))


@kind("customs_code")
def customs_code(place: Place) -> Maker:
    form = place.chance.choice(["####.##", "####.##.##", "########", "######"])
    return lambda: f"{place.chance.randint(1, 97):02d}" + digits(form[2:], place.chance)


@kind("error_message")
def error_message(place: Place) -> Maker:
    return joined(
        place,
        "{a}: {b}{c}",
        a="ConnectionError|TimeoutError|ValueError|E1102|java.io.IOException|KeyError|ORA-00942|HTTP 502",
        b=(
            "could not reach host db-01|table or view does not exist|invalid literal for int()|"
            "read timed out after 30s|column 'email' not found|permission denied for user app"
        ),
        c="| (attempt 3 of 5)| at line 88|, retrying in 10s|",
    )


@kind("zodiac_sign")
def zodiac_sign(place: Place) -> Maker:
    return one_of(place, "Aries|Taurus|Gemini|Cancer|Leo|Virgo|Libra|Scorpio|Sagittarius|Capricorn|Aquarius|Pisces")


@kind("mineral")
def mineral(place: Place) -> Maker:
    return one_of(
        place,
        "Quartz|Feldspar|Calcite|Gypsum|Pyrite|Olivine|Hematite|Magnetite|Fluorite|Apatite|"
        "Topaz|Corundum|Beryl|Malachite|"
        "Azurite|Galena|Barite|Dolomite|Garnet|Zircon|Biotite|Muscovite|Halite|Kyanite|Epidote|Rutile",
    )


@kind("star_name")
def star_name(place: Place) -> Maker:
    named = (
        "Sirius|Vega|Rigel|Altair|Deneb|Antares|Spica|Pollux|Regulus|Bellatrix|Mira|Adhara|Castor|Capella|Betelgeuse"
    )
    fixed = one_of(place, named)
    return lambda: fixed() if place.chance.random() < 0.6 else f"HD {place.chance.randint(1000, 225000)}"


@kind("chess_moves")
def chess_moves(place: Place) -> Maker:
    return joined(
        place,
        "1. {a} 2. {b} 3. {c}",
        a="e4 e5|d4 d5|e4 c5|c4 e5|d4 Nf6|Nf3 d5",
        b="Nf3 Nc6|c4 e6|Nc3 Nf6|g3 g6|Bf4 c5",
        c="Bb5 a6|Nc3 Be7|O-O O-O|d3 Bc5|exd5 Qxd5|Bg2 Bg7",
    )


@kind("dosage_form")
def dosage_form(place: Place) -> Maker:
    return one_of(
        place,
        "film-coated tablet|capsule, hard|oral solution|eye drops|suppository|transdermal patch|powder for injection|"
        "cream|nasal spray|syrup|inhalation powder|gel|chewable tablet|ointment|effervescent tablet",
    )


@kind("court_case")
def court_case(place: Place) -> Maker:
    form = place.chance.choice(["C-{n}/{y}", "{n} Ob {m}/{y}a", "{y}/{n}", "No. {y}-cv-{n:05d}", "II K {n}/{y}"])
    return lambda: form.format(
        n=place.chance.randint(1, 900), m=place.chance.randint(1, 300), y=f"{place.chance.randint(10, 25)}"
    )


@kind("patent_number")
def patent_number(place: Place) -> Maker:
    form = place.chance.choice(["US########B2", "EP#######A1", "WO 20##/######", "US ##,###,###", "DE10########B4"])
    return lambda: digits(form, place.chance)
