"""Kinds without personal data that machines write: identifiers, paths, logs, hashes, and what is measured of them."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from datetime import timedelta

from benchmarks.detection.choosing import joined, one_of
from benchmarks.detection.general import NOW
from benchmarks.detection.kinds import Maker, kind
from benchmarks.detection.place import Place, letters


@kind("timestamp")
def timestamp(place: Place) -> Maker:
    form = place.chance.choice(
        ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S.%f", "%d/%b/%Y:%H:%M:%S +0000", "%Y-%m-%d %H:%M"]
    )
    return lambda: (NOW - timedelta(seconds=place.chance.randrange(10**8))).strftime(form)


@kind("epoch_number")
def epoch_number(place: Place) -> Maker:
    scale = place.chance.choice([1, 1000, 1])
    return lambda: str((1_700_000_000 + place.chance.randrange(50_000_000)) * scale + place.chance.randrange(scale))


@kind("boolean")
def boolean(place: Place) -> Maker:
    return one_of(place, place.chance.choice(["true|false", "0|1", "True|False", "yes|no", "t|f", "ON|OFF"]))


@kind("uuid")
def random_uuid(place: Place) -> Maker:
    bare = place.chance.random() < 0.3

    def number() -> str:
        found = uuid.UUID(int=place.chance.getrandbits(128), version=4)
        return found.hex if bare else str(found)

    return number


@kind("sha256_hash", columns=10)
def sha256_hash(place: Place) -> Maker:
    return lambda: hashlib.sha256(str(place.chance.random()).encode()).hexdigest()


@kind("md5_hash", columns=8)
def md5_hash(place: Place) -> Maker:
    size = place.chance.choice([32, 32, 40, 12, 7])
    return lambda: hashlib.sha256(str(place.chance.random()).encode()).hexdigest()[:size]


@kind("url")
def url(place: Place) -> Maker:
    return joined(
        place,
        "https://{a}/{b}/{c}",
        a="www.example.com|shop.example.org|cdn.example.net|docs.acme.io|static.test.dev",
        b="products|img|v2/items|blog/2024/05|p|assets",
        c="1029|chair-oak.jpg|how-to-install|index.html|a81f?ref=mail|summer-sale#top",
    )


@kind("file_path", columns=10)
def file_path(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b}/{c}",
        a="/var/log/|s3://datalake/raw/|C:\\Data\\|/mnt/share/|gs://bucket-x/|/srv/app/",
        b="events/dt=2024-05-01|orders|2023/11|export|tmp/stage",
        c="part-00012.parquet|report.csv|app.log|dump.sql.gz|model_v3.pkl",
    )


@kind("file_name", columns=10)
def file_name(place: Place) -> Maker:
    return joined(
        place,
        "{a}{b}.{c}",
        a="invoice_|IMG_|scan-|Report |contract_|backup_",
        b="20240511|0042|final|Q3|v2 (1)|1029931",
        c="pdf|jpg|xlsx|docx|zip|csv",
    )


@kind("mime_type", columns=8)
def mime_type(place: Place) -> Maker:
    return one_of(
        place, "application/json|text/html; charset=utf-8|image/png|application/pdf|text/csv|video/mp4|image/webp"
    )


@kind("user_agent", columns=8)
def user_agent(place: Place) -> Maker:
    return lambda: str(place.faker.user_agent())


@kind("http_status", columns=6)
def http_status(place: Place) -> Maker:
    return one_of(place, "200|201|204|301|302|400|401|403|404|409|422|429|500|502|503")


@kind("host_port", columns=8)
def host_port(place: Place) -> Maker:
    return joined(
        place,
        "{a}-{b}.{c}",
        a="db|kafka|web|cache|node|worker",
        b="01|02|eu-1|prod|7|blue",
        c="internal:5432|svc.cluster.local|example.net:9092|corp.lan|internal",
    )


@kind("semantic_version", columns=8)
def semantic_version(place: Place) -> Maker:
    form = place.chance.choice(["{a}.{b}.{c}", "v{a}.{b}.{c}", "{a}.{b}.{c}.{d}", "{a}.{b}.{c}-rc.{d}"])
    chance = place.chance
    return lambda: form.format(
        a=chance.randint(0, 12), b=chance.randint(0, 40), c=chance.randint(0, 90), d=chance.randint(0, 9)
    )


@kind("hex_colour", columns=6)
def hex_colour(place: Place) -> Maker:
    return lambda: f"#{place.chance.randrange(2**24):06X}"


@kind("log_line", columns=8)
def log_line(place: Place) -> Maker:
    return joined(
        place,
        "{a} [{b}] {c}",
        a="INFO|WARN|ERROR|DEBUG",
        b="worker-3|main|http-nio-8080-exec-4|scheduler",
        c=(
            "task finished in 381 ms|retrying request (2/5)|loaded 1024 rows from stage|"
            "cache miss for key item:88|user session expired"
        ),
    )


@kind("json_blob", columns=8)
def json_blob(place: Place) -> Maker:
    chance = place.chance
    return lambda: json.dumps(
        {
            "sku": letters(3, chance),
            "qty": chance.randint(1, 9),
            "tags": ["a", "sale"],
            "price": round(chance.uniform(1, 90), 2),
        }
    )


@kind("base64_blob", columns=8)
def base64_blob(place: Place) -> Maker:
    return lambda: base64.b64encode(place.chance.randbytes(place.chance.choice([24, 48, 120]))).decode()


@kind("duration", columns=6)
def duration(place: Place) -> Maker:
    form = place.chance.choice(["{h:02d}:{m:02d}:{s:02d}", "PT{h}H{m}M", "{m}m {s}s", "{t} ms"])
    chance = place.chance
    return lambda: form.format(
        h=chance.randint(0, 9), m=chance.randint(0, 59), s=chance.randint(0, 59), t=chance.randint(3, 90_000)
    )


@kind("sensor_grid", columns=8)
def sensor_grid(place: Place) -> Maker:
    chance = place.chance
    form = chance.choice(["{x},{y}", "tile_{x}_{y}", "({x}, {y})", "{x}x{y}", "{u:.3f};{v:.3f}"])
    return lambda: form.format(
        x=chance.randint(0, 640), y=chance.randint(0, 480), u=chance.uniform(-1, 1), v=chance.uniform(-1, 1)
    )


@kind("email_template", columns=6)
def email_template(place: Place) -> Maker:
    return joined(
        place,
        "{a}.{b}{c}",
        a="welcome|order|reset_password|newsletter|birthday",
        b="email.html|confirm|subject|body.txt|reminder",
        c="||_v2|.de|.ab-test",
    )


@kind("model_score", columns=8)
def model_score(place: Place) -> Maker:
    places = place.chance.choice([2, 4, 6, 12])
    return lambda: f"{place.chance.betavariate(2, 5):.{places}f}"


@kind("feature_vector", columns=6)
def feature_vector(place: Place) -> Maker:
    chance = place.chance
    size = chance.choice([3, 8, 16, 24])
    whole = chance.random() < 0.4
    return lambda: str([chance.randint(0, 9) if whole else round(chance.uniform(0, 30), 2) for _ in range(size)])
