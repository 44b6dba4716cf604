import zlib

import numpy as np
import pytest

from privlineage.detect.masking.affine import preimages, solve
from privlineage.detect.masking.checksums import of_32_bits, of_64_bits
from privlineage.detect.masking.spaces import SPACES, blocks_of, rows_of
from privlineage.detect.masking.templates import Template, templates
from tests.unit.detect.masking.people import CHINESE_MOBILES, noise

# Published vectors, and what PostgreSQL 16 (hashtext) and Spark 4 (hash, xxhash64) answer.
VECTORS = [
    ("crc32", b"123456789", 0xCBF43926),
    ("crc32c", b"123456789", 0xE3069283),
    ("adler32", b"Wikipedia", 0x11E60398),
    ("fnv1a", b"foobar", 0xBF9CF968),
    ("fnv1", b"foobar", 0x31F0B262),
    ("murmur3", b"hello", 0x248BFA47),
    ("xxhash32", b"abc", 0x32D153FF),
    ("xxhash32", b"Nobody inspects the spammish repetition", 0xE2293B2F),
    ("Java's hashCode", b"hello", 99162322),
    ("djb2", b"hello", 261238937),
    ("Spark's hash", b"alice.wonder@example.com", 1876245844),
    ("Spark's hash", b"hello", -1008564952 % 2**32),
    ("PostgreSQL's hashtext", b"13800138000", 1287922830),
    ("PostgreSQL's hashtext", b"abcdefghijkl", -1586087212 % 2**32),
    ("PostgreSQL's hashtext", b"alice.wonder@example.com", -338940545 % 2**32),
]
LONG_VECTORS = [
    ("fnv1a", b"foobar", 0x85944171F73967E8),
    ("fnv1", b"foobar", 0x340D8765A4DDA9C2),
    ("xxhash64", b"abc", 0x44BC2CF5AD770999),
    ("xxhash64", b"Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1),
    ("Spark's xxhash64", b"alice.wonder@example.com", -5709617809317723651 % 2**64),
]


@pytest.mark.parametrize(("name", "text", "expected"), VECTORS)
def test_checksums_of_32_bits_are_those_of_the_programs_that_make_them(name, text, expected):
    (block,) = blocks_of([text])
    assert [expected] == of_32_bits()[name](block).tolist()


@pytest.mark.parametrize(("name", "text", "expected"), LONG_VECTORS)
def test_hashes_of_64_bits_are_those_of_the_programs_that_make_them(name, text, expected):
    (block,) = blocks_of([text])
    assert [expected] == of_64_bits()[name](block).tolist()


def test_the_small_spaces_are_as_large_as_they_say():
    for space in SPACES[1:-2]:
        assert space.size == sum(len(rows_of(block)) for block in space.blocks())
    words = [text for block in SPACES[0].blocks() for text in rows_of(block)]
    assert len(set(words)) == len(words) <= SPACES[0].size


def crcs(texts):
    return np.array(sorted({zlib.crc32(text.encode()) for text in texts}), dtype=np.uint32)


@pytest.mark.parametrize(
    "template",
    [Template("n", "+49 ### #####"), Template("n", "(12) ####-#", ()), Template("m", "13####", ("301", "302"))],
)
def test_meeting_in_the_middle_finds_what_brute_force_finds(template):
    free = template.text.count("#")
    width = len(template.heads[0]) if template.heads else 0
    every = [
        head + tail
        for head in template.heads or ("",)
        for tail in (f"{number:0{free - width}}" for number in range(10 ** min(5, free - width)))
    ]
    texts = []
    for digits in every[:: max(1, len(every) // 500)]:
        rest = iter(digits.zfill(free))
        texts.append("".join(next(rest) if mark == "#" else mark for mark in template.text))
    inside, outside = crcs(texts), crcs([f"x{text}" for text in texts])
    assert preimages(inside, template).all()
    assert template.size / 2**32 * len(outside) * 4 + 3 >= preimages(outside, template).sum()


def test_the_numbers_behind_a_crc_are_named_only_where_chance_would_not_do_as_well():
    found, _ = solve(crcs(CHINESE_MOBILES))
    assert ("crc32", "mobile numbers (CN)", len(CHINESE_MOBILES)) == (found.function, found.where, found.hits)
    few, _ = solve(crcs(CHINESE_MOBILES[:15]))
    nothing, _ = solve(np.unique(np.array(noise(32), dtype=np.uint32)))
    assert (None, None) == (few, nothing)


def test_mobile_numbers_of_a_country_are_found_in_every_common_writing():
    chinese = {template.text for template in templates() if template.name == "mobile numbers (CN)"}
    assert {"###########", "+86###########", "86###########", "0086###########", "+86 ### #### ####"} <= chinese
