"""Columns of people's devices, and of what lets them in: addresses, hardware numbers, passwords, keys, face vectors."""

from __future__ import annotations

import base64
import json

from stdnum import luhn

from scripts.detection.made import Draw, Maker
from scripts.detection.personal_names import latin
from scripts.detection.words import keyed

__all__ = ["FAMILIES"]


def _ips(draw: Draw) -> list[str]:
    rng, kind = draw.rng, draw.weighted(v4=60, private=12, v6=16, port=6, mixed=8, masked_tail=3, mapped=2, prefix=4)
    net = f"{rng.randint(1, 223)}.{rng.randint(0, 255)}"

    def v4() -> str:
        return ".".join(str(rng.randint(1 if at == 0 else 0, 223 if at == 0 else 255)) for at in range(4))

    def v6() -> str:
        groups = [f"{rng.randrange(65536):x}" for _ in range(8)]
        if rng.random() < 0.5:
            groups[2:6] = [""]
        return ":".join(groups)

    def make() -> str:
        private = draw.one(("10.{}.{}.{}", "192.168.{}.{}", "172.16.{}.{}")).format(
            *(rng.randint(0, 255) for _ in range(3))
        )
        return {
            "v4": v4, "private": lambda: private, "v6": v6, "port": lambda: f"{v4()}:{rng.randint(1024, 65535)}",
            "mixed": v6 if rng.random() < 0.4 else v4, "masked_tail": lambda: v4().rsplit(".", 1)[0] + ".0",
            "mapped": lambda: "::ffff:" + v4(), "prefix": lambda: f"{net}.{rng.randint(0, 255)}.{rng.randint(1, 254)}",
        }[kind]()  # fmt: skip

    return draw.many(make)


def _macs(draw: Draw) -> list[str]:
    shape = draw.one(
        (
            "__:__:__:__:__:__",
            "^^:^^:^^:^^:^^:^^",
            "^^-^^-^^-^^-^^-^^",
            "____.____.____",
            "____________",
            "^^^^^^^^^^^^",
            "__-__-__-__-__-__",
        )
    )
    start = draw.fill(shape[:8]) if draw.chance(0.3) else ""
    return draw.many(lambda: start + draw.fill(shape[len(start) :]))


def _imeis(draw: Draw) -> list[str]:
    starts = [draw.fill("35######") if draw.chance(0.7) else draw.fill("86######") for _ in range(draw.one((1, 6, 40)))]
    dashed = draw.chance(0.15)

    def make() -> str:
        body = draw.one(starts) + draw.fill("######")
        number = body + luhn.calc_check_digit(body)
        return f"{number[:2]}-{number[2:8]}-{number[8:14]}-{number[14]}" if dashed else number

    return draw.many(make)


def _advertising_ids(draw: Draw) -> list[str]:
    shape = draw.one(
        (
            "^^^^^^^^-^^^^-4^^^-A^^^-^^^^^^^^^^^^",
            "________-____-4___-9___-____________",
            "________________",
            "89##################",
        )
    )
    return draw.many(lambda: draw.fill(shape))


_SECRETS = keyed("lists")["personal devices secrets"]


def _encoded(draw: Draw, size: int) -> str:
    return base64.urlsafe_b64encode(draw.rng.randbytes(size)).decode().rstrip("=")


def _secrets(draw: Draw) -> list[str]:
    if draw.chance(0.45):
        head = (
            base64.urlsafe_b64encode(json.dumps({"alg": draw.one(("HS256", "RS256")), "typ": "JWT"}).encode())
            .decode()
            .rstrip("=")
        )

        def token() -> str:
            claims = json.dumps({"sub": draw.fill("######"), "iat": draw.whole(1_600_000_000, 1_760_000_000)}).encode()
            return f"{head}.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.{_encoded(draw, 32)}"

        return draw.many(token)
    if draw.chance(0.1):
        return draw.many(lambda: f"-----BEGIN PRIVATE KEY-----\n{_encoded(draw, 48)}\n-----END PRIVATE KEY-----")
    shape = draw.one(_SECRETS)
    return draw.many(
        lambda: draw.fill(shape.replace("_", "\\_") if shape.startswith(("sk", "pk", "ghp", "rk")) else shape)
    )


_POPULAR = keyed("lists")["personal devices popular"]
_SIGNS = "!@#$%^&*?-_+=."
_LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def _passwords(draw: Draw) -> list[str]:
    kind = draw.weighted(strong=30, human=30, bcrypt=18, argon=6, crypt=6, django=5, popular=8)
    words, first = draw.some("words"), draw.some("first")
    length = draw.one((8, 10, 12, 16, 20))

    def human() -> str:
        word = latin(draw.one(words if draw.chance(0.6) else first)) or "secret"
        return (
            draw.one((str, str.capitalize))(word)
            + draw.one(("", "_", "!", "@", "."))
            + draw.one((draw.fill("####"), draw.fill("##"), draw.fill("19##")))
            + draw.one(("", "!", "$", "#"))
        )

    makes = {
        "strong": lambda: "".join(draw.one(_LETTERS + _SIGNS * 2) for _ in range(length + draw.whole(0, 2))),
        "human": human,
        "bcrypt": lambda: (
            f"${draw.one(('2a', '2b', '2y'))}$1{draw.whole(0, 2)}$"
            + "".join(draw.one(_LETTERS + "./01l") for _ in range(53))
        ),
        "argon": lambda: f"$argon2id$v=19$m=65536,t=3,p=4${_encoded(draw, 16)}${_encoded(draw, 32)}",
        "crypt": lambda: f"$6$rounds=5000${_encoded(draw, 8)}${_encoded(draw, 64)}",
        "django": lambda: (
            f"pbkdf2_sha256$600000${_encoded(draw, 16)}${base64.b64encode(draw.rng.randbytes(32)).decode()}"
        ),
        "popular": lambda: draw.one(_POPULAR) if draw.chance(0.7) else human(),
    }
    return draw.many(makes[kind])


def _vectors(draw: Draw) -> list[str]:
    rng, kind = draw.rng, draw.weighted(floats=60, base64=20, hex=20)
    draw.size = min(draw.size, 40)
    length = draw.one((64, 128, 128))
    if kind == "base64":
        return draw.many(lambda: base64.b64encode(rng.randbytes(length)).decode())
    if kind == "hex":
        return draw.many(lambda: "464d5200" + rng.randbytes(length).hex())
    places = draw.one((3, 4, 6))
    return draw.many(lambda: "[" + ", ".join(f"{rng.gauss(0, 0.1):.{places}f}" for _ in range(length)) + "]")


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("ip_address", "ip_address", 4, _ips),
    ("device_id", "mac_address", 2.5, _macs),
    ("device_id", "imei", 2.5, _imeis),
    ("device_id", "advertising_id", 0.7, _advertising_ids),
    ("secret", "secret", 2, _secrets),
    ("password", "password", 3, _passwords),
    ("biometric", "biometric", 0.8, _vectors),
)
"""(kind, family, weight, maker)."""
