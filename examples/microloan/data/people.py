"""Makes the lender's applicants up: the same people from the same seed, every time and on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from random import Random

from examples.microloan.data.countries import MARKETS, Market, Person, ascii_letters

__all__ = ["APPLICANTS", "Applicant", "Application", "Consent", "Transaction", "applicants", "columns", "row"]

APPLICANTS = 20_000
_FIRST_DAY = date(2026, 1, 1)
_DOMAINS = ("example.com", "example.org", "example.net")
_PURPOSES = ("stock", "rent", "school fees", "medicine", "repair", "wedding")
_SHOPS = ("grocery", "tea house", "phone repair", "pharmacy", "tailor", "noodle shop")
_REUSED_FACES = 0.01  # one applicant in a hundred shows a face that applied before: what fraud detection looks for


@dataclass(frozen=True, slots=True)
class Applicant:
    """A wallet user or a small shop-owner, as the app collected them."""

    applicant_id: str
    country: str
    kind: str
    full_name: str
    gender: str
    date_of_birth: str
    id_no: str
    phone: str
    email: str
    street: str
    city: str
    postal_code: str
    shop: str | None
    face_hash: str
    device_id: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Application:
    """One request for a loan; amounts in US dollars."""

    application_id: str
    applicant_id: str
    amount: float
    term_days: int
    purpose: str
    submitted_at: str


@dataclass(frozen=True, slots=True)
class Transaction:
    """One movement in a wallet; amounts in US dollars."""

    transaction_id: str
    applicant_id: str
    direction: str
    amount: float
    counterparty: str
    booked_at: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to, column by column: 1 yes, 0 no."""

    applicant_id: str
    ads_phone: int
    ads_email: int
    training: int
    recorded_at: str


Record = Applicant | Application | Transaction | Consent


def columns(kind: type[Record]) -> tuple[str, ...]:
    """The column names of a kind of record."""
    return tuple(field.name for field in fields(kind))


def row(record: Record) -> tuple[object, ...]:
    """A record as a row of its table."""
    return astuple(record)


def applicants(
    count: int = APPLICANTS, seed: int = 20_260_301
) -> Iterator[tuple[Applicant, Consent, list[Application], list[Transaction]]]:
    """People with their consents, applications and transactions, one after the other."""
    rng = Random(seed)  # noqa: S311 - made-up people, not secrets
    weights = [market.weight for market in MARKETS]
    faces: list[str] = []
    for number in range(1, count + 1):
        market = rng.choices(MARKETS, weights)[0]
        face = rng.choice(faces) if faces and rng.random() < _REUSED_FACES else f"{rng.getrandbits(64):016x}"
        faces.append(face)
        applicant = _applicant(number, market, face, rng)
        yield applicant, _consent(applicant.applicant_id, rng), _applications(number, rng), _transactions(number, rng)


def _applicant(number: int, market: Market, face: str, rng: Random) -> Applicant:
    female = rng.random() < 0.5
    person = Person(
        given=rng.choice(market.women if female else market.men),
        family=rng.choice(market.families),
        second_family=rng.choice(market.families),
        born=date(1960, 1, 1) + timedelta(days=rng.randrange(16_000)),
        female=female,
        city=rng.choice(market.cities),
    )
    names = [person.given[0], person.family[0]]
    separator = "" if market.family_first else " "
    login = f"{person.given[1]}.{ascii_letters(person.family[1])}{number}"
    shopkeeper = rng.random() < 0.3
    missing = market.postal_digits - len(person.city.postal)
    return Applicant(
        applicant_id=f"A{number:06d}",
        country=market.code,
        kind="shop_owner" if shopkeeper else "wallet_user",
        full_name=separator.join(reversed(names) if market.family_first else names),
        gender="F" if female else "M",
        date_of_birth=person.born.isoformat(),
        id_no=market.identity(person, rng),
        phone=market.phone(rng),
        email=f" {_plain(login)}@{rng.choice(_DOMAINS)}",
        street=f"{rng.choice(market.streets)} {rng.randrange(1, 400)}",
        city=person.city.name,
        postal_code=person.city.postal + str(rng.randrange(10**missing)).zfill(missing),
        shop=rng.choice(_SHOPS) if shopkeeper else None,
        face_hash=face,
        device_id=f"{rng.getrandbits(48):012x}",
        latitude=round(person.city.latitude + rng.gauss(0, 0.05), 5),
        longitude=round(person.city.longitude + rng.gauss(0, 0.05), 5),
    )


def _plain(login: str) -> str:
    given, _, rest = login.partition(".")
    return f"{ascii_letters(given)}.{rest}".capitalize()


def _consent(applicant_id: str, rng: Random) -> Consent:
    ads_phone, ads_email, training = (int(rng.random() < share) for share in (0.25, 0.4, 0.7))
    return Consent(applicant_id, ads_phone, ads_email, training, _moment(rng).date().isoformat())


def _applications(number: int, rng: Random) -> list[Application]:
    """Most people apply once; some send the form twice, which cleaning has to notice."""
    return [
        Application(
            f"L{number:06d}-{index}",
            f"A{number:06d}",
            float(rng.randrange(20, 600)),
            rng.choice((14, 30, 60, 90)),
            rng.choice(_PURPOSES),
            _moment(rng).isoformat(sep=" "),
        )
        for index in range(1, 3 if rng.random() < 0.1 else 2)
    ]


def _transactions(number: int, rng: Random) -> list[Transaction]:
    return [
        Transaction(
            f"T{number:06d}-{index}",
            f"A{number:06d}",
            "in" if rng.random() < 0.55 else "out",
            round(rng.expovariate(1 / 40), 2),
            f"W{rng.randrange(10**7):07d}",
            _moment(rng).isoformat(sep=" "),
        )
        for index in range(1, rng.randrange(2, 5))
    ]


def _moment(rng: Random) -> datetime:
    return datetime.combine(_FIRST_DAY, datetime.min.time()) + timedelta(seconds=rng.randrange(5_000_000))
