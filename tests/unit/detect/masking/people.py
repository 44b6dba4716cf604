"""Made-up columns of people, and what a warehouse does to them."""

import random

_RANDOM = random.Random(20_260_301)
GIVEN = "Anna Maria Peter John Lucy Emma Oliver Noah Olga Ivan Fatima Omar".split()
FAMILY = "Smith Jones Chen Garcia Ito Khan Brown Silva Novak Larsen".split()


def _digits(count: int) -> str:
    return "".join(_RANDOM.choice("0123456789") for _ in range(count))


NAMES = [f"{_RANDOM.choice(GIVEN)} {_RANDOM.choice(FAMILY)}" for _ in range(200)]
EMAILS = [
    f"{name.split()[0].lower()}.{place}@{_RANDOM.choice(['mail.com', 'post.fr', 'office.co.uk', 'web.de'])}"
    for place, name in enumerate(NAMES)
]
CHINESE_MOBILES = [f"13{_digits(9)}" for _ in range(200)]
GERMAN_MOBILES = [f"+49170{_digits(7)}" for _ in range(200)]
BIRTHS = [f"{_RANDOM.randint(1940, 2005)}-{_RANDOM.randint(1, 12):02}-{_RANDOM.randint(1, 28):02}" for _ in range(200)]
POSTCODES = [_digits(5) for _ in range(200)]


def noise(bits: int, count: int = 200) -> list[int]:
    """Numbers of so many random bits."""
    return [_RANDOM.getrandbits(bits) for _ in range(count)]
