"""Columns of people's names and how to reach them."""

from __future__ import annotations

from benchmarks.detection.kinds import EVERYWHERE, Maker, kind
from benchmarks.detection.place import Place, digits


@kind("person_full_name", "user.name", columns=EVERYWHERE)
def person_full_name(place: Place) -> Maker:
    form = place.chance.choice(["whole", "whole", "last, first", "LAST First", "initial"])

    def name() -> str:
        if form == "whole":
            return place.full_name()
        first, last = place.first_name(), place.last_name()
        joined = {"last, first": f"{last}, {first}", "LAST First": f"{last.upper()} {first}"}
        return joined.get(form, f"{first} {last[:1]}.")

    return name


@kind("first_name", "user.name.first", "user.name", columns=EVERYWHERE)
def first_name(place: Place) -> Maker:
    upper = place.chance.random() < 0.15
    return lambda: place.first_name().upper() if upper else place.first_name()


@kind("last_name", "user.name.last", "user.name", columns=EVERYWHERE)
def last_name(place: Place) -> Maker:
    upper = place.chance.random() < 0.2
    return lambda: place.last_name().upper() if upper else place.last_name()


@kind("email", "user.contact.email", columns=EVERYWHERE)
def email(place: Place) -> Maker:
    form = place.chance.choice(["plain", "plain", "plain", "upper", "named"])

    def address() -> str:
        written = f"{place.handle()}@{place.domain()}"
        if form == "named":
            return f"{place.full_name()} <{written}>"
        return written.upper() if form == "upper" else written

    return address


@kind("phone", "user.contact.phone_number", columns=EVERYWHERE)
def phone(place: Place) -> Maker:
    bare = place.chance.random() < 0.25

    def number() -> str:
        written = place.phone()
        return "".join(sign for sign in written if sign.isdigit() or sign == "+") if bare else written

    return number


@kind("street", "user.contact.address.street", "user.contact.address", columns=EVERYWHERE)
def street(place: Place) -> Maker:
    return place.street


@kind("full_address", "user.contact.address", "user.contact.address.street", columns=EVERYWHERE)
def full_address(place: Place) -> Maker:
    return place.address


@kind("city", "user.contact.address.city", "user.contact.address", columns=EVERYWHERE)
def city(place: Place) -> Maker:
    upper = place.chance.random() < 0.15
    return lambda: place.city().upper() if upper else place.city()


@kind("postal_code", "user.contact.address.postal_code", "user.contact.address", columns=EVERYWHERE)
def postal_code(place: Place) -> Maker:
    return place.postal_code


@kind("username", "user.account.username", columns=12)
def username(place: Place) -> Maker:
    tail = place.chance.random() < 0.5
    words = "dark star cool moon blue fox tiger rock happy mad zero ninja player queen king lucky pixel".split()

    def login() -> str:
        if tail and place.chance.random() < 0.4:
            return f"{place.chance.choice(words)}{place.chance.choice(words)}{place.chance.randint(1, 999)}"
        return place.handle()

    return login


@kind("social_profile", "user.social", "user.contact", "user.account.username", columns=10)
def social_profile(place: Place) -> Maker:
    form = place.chance.choice(
        [
            "https://www.linkedin.com/in/{h}",
            "https://twitter.com/{h}",
            "https://www.facebook.com/{h}",
            "https://instagram.com/{h}/",
            "@{h}",
            "https://mastodon.social/@{h}",
        ]
    )
    return lambda: form.format(h=place.handle().replace(".", "_" if form.startswith("@") else "."))


@kind("job_title", "user.job_title", columns=18)
def job_title(place: Place) -> Maker:
    return place.job


@kind(
    "personal_text",
    "user.content",
    "user.contact",
    "user.name",
    columns=10,
)
def personal_text(place: Place) -> Maker:
    forms = [
        "Customer {name} called, wants a new invoice sent to {mail}.",
        "pls call back {phone} after 5pm, ask for {first}",
        "Spoke with {name} ({mail}) about the late delivery.",
        "Hi, my name is {name} and I can't log in. My number is {phone}",
        "{name}, {address}: leave parcel with neighbour",
        "Refund agreed. Contact: {mail} / {phone}",
        "asked for a copy of the contract, {mail}",
        "Ring {first} on {phone} before you deliver. Thanks!",
    ]

    def text() -> str:
        words = {
            "name": place.full_name(),
            "first": place.first_name(),
            "mail": f"{place.handle()}@{place.domain()}",
            "phone": place.phone(),
            "address": place.address(),
        }
        return place.chance.choice(forms).format(**words)

    return text


@kind("coordinates", "user.location", columns=10)
def coordinates(place: Place) -> Maker:
    latitude, longitude = CENTRES[place.locale]
    places = place.chance.choice([4, 5, 6, 6, 7])
    form = place.chance.choice(["{a},{o}", "{a}, {o}", "({a}, {o})", "POINT({o} {a})", "geo:{a},{o}"])

    def point() -> str:
        north = latitude + place.chance.gauss(0, 0.6)
        east = longitude + place.chance.gauss(0, 0.8)
        return form.format(a=f"{north:.{places}f}", o=f"{east:.{places}f}")

    return point


CENTRES = {
    "ar_EG": (30.1, 31.2), "bn_BD": (23.8, 90.4), "da_DK": (55.6, 12.1), "de_AT": (48.1, 15.9), "en_KE": (-1.2, 36.8),
    "en_NZ": (-41.2, 174.6), "es_AR": (-34.6, -58.7), "es_CO": (4.7, -74.1), "fr_CA": (46.2, -72.9),
    "he_IL": (32.0, 34.9), "hu_HU": (47.4, 19.3), "hy_AM": (40.2, 44.5), "id_ID": (-6.5, 107.2), "ka_GE": (41.7, 44.6),
    "lt_LT": (54.9, 24.5), "nl_BE": (51.0, 4.4), "pt_PT": (39.3, -8.8), "ro_RO": (45.1, 25.4), "sl_SI": (46.1, 14.6),
    "sq_AL": (41.2, 19.9), "ta_IN": (11.9, 78.9), "th_TH": (14.2, 100.7), "tr_TR": (39.6, 32.3), "uk_UA": (49.9, 31.2),
    "zh_TW": (24.3, 120.8),
}  # fmt: skip


@kind("bank_account", "user.financial", columns=7, locales="es_AR en_NZ hu_HU nl_BE th_TH da_DK tr_TR")
def bank_account(place: Place) -> Maker:
    chance = place.chance

    def number() -> str:
        if place.locale == "es_AR":
            return _cbu(place)
        if place.locale == "nl_BE":
            base = digits("##########", chance)
            return f"{base[:3]}-{base[3:]}-{int(base) % 97 or 97:02d}"
        if place.locale == "hu_HU":
            return digits("########-########-########", chance)
        forms = {"en_NZ": "0#-0###-0######-00", "th_TH": "###-#-#####-#", "da_DK": "####-##########"}
        return digits(forms.get(place.locale, "####-#######-####"), chance)

    return number


def _cbu(place: Place) -> str:
    def checked(part: str, weights: tuple[int, ...]) -> str:
        total = sum(int(sign) * weights[-1 - at % 4] for at, sign in enumerate(reversed(part)))
        return part + str(-total % 10)

    return checked(digits("#######", place.chance), (9, 7, 1, 3)) + checked(
        digits("#############", place.chance), (9, 7, 1, 3)
    )
