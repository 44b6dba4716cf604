"""Columns of a person's devices, sessions and secrets."""

from __future__ import annotations

import base64
import uuid

from benchmarks.detection.kinds import Maker, kind
from benchmarks.detection.place import Place, digits, letters

SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@kind("ip_address", "user.device", columns=10)
def ip_address(place: Place) -> Maker:
    private = place.chance.random() < 0.15
    port = place.chance.random() < 0.1

    def address() -> str:
        found = str(place.faker.ipv4_private() if private else place.faker.ipv4_public())
        return f"{found}:{place.chance.randint(1024, 65535)}" if port else found

    return address


@kind("ipv6_address", "user.device", columns=6)
def ipv6_address(place: Place) -> Maker:
    form = place.chance.choice(["full", "short"])

    def address() -> str:
        parts = [f"{place.chance.randrange(65536):x}" for _ in range(8 if form == "full" else 4)]
        return ":".join(parts) if form == "full" else f"2a02:{':'.join(parts[:2])}::{':'.join(parts[2:])}"

    return address


@kind("mac_address", "user.device", columns=8)
def mac_address(place: Place) -> Maker:
    between, upper = place.chance.choice([(":", False), ("-", True), (":", True), (".", False)])

    def address() -> str:
        raw = f"{place.chance.randrange(2**48):012x}"
        size = 4 if between == "." else 2
        written = between.join(raw[at : at + size] for at in range(0, 12, size))
        return written.upper() if upper else written

    return address


@kind("imei", "user.device", columns=8)
def imei(place: Place) -> Maker:
    makers = ["35", "86", "01", "35", "99"]

    def number() -> str:
        base = place.chance.choice(makers) + digits("############", place.chance)
        doubled = [int(sign) * (2 if at % 2 else 1) for at, sign in enumerate(base)]
        return base + str(-sum(one // 10 + one % 10 for one in doubled) % 10)

    return number


@kind("advertising_id", "user.device", "user.unique_id", columns=5, needs_header=True)
def advertising_id(place: Place) -> Maker:
    upper = place.chance.random() < 0.5

    def number() -> str:
        written = str(uuid.UUID(int=place.chance.getrandbits(128), version=4))
        return written.upper() if upper else written

    return number


@kind("cookie_id", "user.device", "user.unique_id", columns=6)
def cookie_id(place: Place) -> Maker:
    form = place.chance.choice(["GA1.2.{a}.{t}", "fb.1.{t}{m}.{a}", "GA1.1.{a}.{t}"])

    def cookie() -> str:
        chance = place.chance
        return form.format(a=chance.randint(10**8, 2 * 10**9), t=chance.randint(1_500_000_000, 1_760_000_000), m="123")

    return cookie


@kind("password", "user.authorization", columns=8)
def password(place: Place) -> Maker:
    form = place.chance.choice(["human", "made", "bcrypt", "argon"])
    chance = place.chance

    def secret() -> str:
        if form == "bcrypt":
            return "$2b$12$" + letters(53, chance, SIGNS + "./")
        if form == "argon":
            salt = letters(22, chance, SIGNS)
            return f"$argon2id$v=19$m=65536,t=3,p=4${salt}${letters(43, chance, SIGNS)}"
        if form == "made":
            return letters(chance.randint(10, 16), chance, SIGNS + "!#$%&*+-=?@_")
        word = chance.choice(
            [place.handle().split(".")[0], "Summer", "dragon", "monkey", "Qwerty", "football", "letmein", "sunshine"]
        )
        return (
            word.replace("o", chance.choice("o0")) + str(chance.randint(1, 2024)) + chance.choice(["", "!", "@", "#1"])
        )

    return secret


@kind("api_token", "user.authorization", columns=8)
def api_token(place: Place) -> Maker:
    chance = place.chance
    form = chance.choice(["ghp_", "sk_live_", "AKIA", "jwt", "xoxb", "AIza"])

    def token() -> str:
        if form == "jwt":
            body = base64.urlsafe_b64encode(
                f'{{"sub":"{chance.randint(1, 10**6)}","iat":1700000000}}'.encode()
            ).decode()
            return f"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{body.rstrip('=')}.{letters(43, chance, SIGNS + '-_')}"
        if form == "AKIA":
            return "AKIA" + letters(16, chance, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        if form == "xoxb":
            return f"xoxb-{digits('############', chance)}-{letters(24, chance, SIGNS)}"
        return form + letters({"ghp_": 36, "sk_live_": 24, "AIza": 35}[form], chance, SIGNS)

    return token


@kind("face_vector", "user.biometric", columns=6)
def face_vector(place: Place) -> Maker:
    chance = place.chance
    size = chance.choice([128, 128, 512])
    listed = chance.random() < 0.7

    def vector() -> str:
        numbers = [chance.gauss(0, 0.09) for _ in range(size)]
        length = sum(number * number for number in numbers) ** 0.5
        written = ", ".join(f"{number / length:.5f}" for number in numbers)
        return f"[{written}]" if listed else written.replace(", ", " ")

    return vector
