"""Columns that machines write, and prose without anybody in it."""

from __future__ import annotations

import json

from mimesis.datasets.int import file as _files
from mimesis.datasets.int import internet as _net

from scripts.detection.made import Draw, Maker
from scripts.detection.others_codes import grammar
from scripts.detection.others_words import drawn_words, made_up
from scripts.detection.personal_names import latin
from scripts.detection.words import all_words

__all__ = ["FAMILIES"]


def _word(draw: Draw) -> str:
    return latin(drawn_words(draw))[:14] or "data"


_PARAMETERS = ("page", "id", "ref", "utm_source", "q", "lang")
_TLDS = "com org net io de fr co.uk app dev cn ru pl it".split()


def _urls(draw: Draw) -> list[str]:
    hosts = [
        f"{draw.one(('www.', '', 'shop.', 'api.', 'cdn.', 'blog.'))}{_word(draw)}.{draw.one(_TLDS)}"
        for _ in range(draw.one((1, 3, 40)))
    ]
    kind = draw.weighted(page=40, query=20, image=15, bare=15, path=10)

    def make() -> str:
        host, path = draw.one(hosts), "/".join(_word(draw) for _ in range(draw.whole(1, 3)))
        scheme = draw.one(("https://", "https://", "http://"))
        return {
            "page": f"{scheme}{host}/{path}", "bare": f"{scheme}{host}", "path": f"/{path}/{draw.whole(1, 9999)}",
            "query": f"{scheme}{host}/{path}?{_word(draw)}={draw.whole(1, 999)}&{draw.one(_PARAMETERS)}={_word(draw)}",
            "image": f"{scheme}{host}/{draw.fill('____')}/{_word(draw)}.{draw.one(('jpg', 'png', 'pdf', 'mp4'))}",
        }[kind]  # fmt: skip

    return draw.many(make)


def _domains(draw: Draw) -> list[str]:
    return draw.many(lambda: f"{_word(draw)}.{draw.one(_TLDS)}")


def _path_names(draw: Draw) -> list[str]:
    kind = draw.weighted(unix=40, windows=20, bucket=20, relative=20)
    ends = [
        f".{draw.one(sorted(_files.EXTENSIONS[draw.one(sorted(_files.EXTENSIONS))])).lstrip('.')}" for _ in range(4)
    ]

    def make() -> str:
        parts = [_word(draw) for _ in range(draw.whole(2, 5))]
        end = draw.one(ends)
        return {
            "unix": "/" + "/".join(parts) + end, "windows": "C:\\" + "\\".join(parts) + end,
            "bucket": f"{draw.one(('s3', 'gs', 'hdfs'))}://" + "/".join(parts) + end,
            "relative": "./" + "/".join(parts) + end,
        }[kind]  # fmt: skip

    return draw.many(make)


def _file_names(draw: Draw) -> list[str]:
    ends = [
        draw.one(("pdf", "csv", "xlsx", "docx", "png", "jpg", "zip", "json", "mp3", "txt", "parquet"))
        for _ in range(draw.one((1, 1, 4)))
    ]
    kind = draw.weighted(word=35, dated=30, camera=15, code=20)
    return draw.many(
        lambda: (
            {
                "word": lambda: f"{_word(draw)}{draw.one(('_', '-', ''))}{_word(draw)}",
                "dated": lambda: f"{_word(draw)}_20{draw.fill('2#-0%-1#')}",
                "camera": lambda: draw.one(("IMG_", "DSC", "scan", "Screenshot ")) + draw.fill("####"),
                "code": lambda: draw.fill("________"),
            }[kind]()
            + "."
            + draw.one(ends)
        )
    )


def _mime_types(draw: Draw) -> list[str]:
    return draw.drawn(
        [draw.one(_files.MIME_TYPES[draw.one(sorted(_files.MIME_TYPES))]) for _ in range(draw.one((4, 30)))]
    )


def _user_agents(draw: Draw) -> list[str]:
    return draw.drawn(draw.some("user_agent") if draw.chance(0.5) else _net.USER_AGENTS)


def _versions(draw: Draw) -> list[str]:
    form = draw.one(
        (
            "{}.{}.{}",
            "v{}.{}.{}",
            "{}.{}",
            "{}.{}.{}-rc{}",
            "{}.{}.{}.{}",
            "r{}{}",
            "{}.{}b{}",
            "20{}.0{}",
            "{}.{}.{}+build{}",
        )
    )
    return draw.many(lambda: form.format(draw.whole(0, 25), draw.whole(0, 30), draw.whole(0, 40), draw.whole(1, 9999)))


def _json(draw: Draw) -> list[str]:
    keys = [_word(draw) for _ in range(draw.whole(1, 5))]
    kind = draw.weighted(json=60, xml=15, list=15, query=10)
    words = [_word(draw) for _ in range(20)]

    def value() -> object:
        return draw.one(
            (draw.whole(0, 999), draw.one(words), draw.chance(0.5), round(draw.rng.random() * 100, 2), None)
        )

    def make() -> str:
        if kind == "json":
            return json.dumps({key: value() for key in keys})
        if kind == "xml":
            return "<r>" + "".join(f"<{key}>{value()}</{key}>" for key in keys) + "</r>"
        return (
            json.dumps([draw.one(words) for _ in range(draw.whole(1, 4))])
            if kind == "list"
            else "&".join(f"{key}={value()}" for key in keys)
        )

    return draw.many(make)


def _identifiers(draw: Draw) -> list[str]:
    kind = draw.weighted(snake=25, camel=20, constant=20, dotted=20, call=10, kebab=5)

    def make() -> str:
        words = [_word(draw) for _ in range(draw.whole(2, 3))]
        tall = [word.capitalize() for word in words]
        return {
            "snake": "_".join(words), "camel": "".join(tall), "constant": "_".join(words).upper(),
            "kebab": "-".join(words),
            "dotted": f"com.{words[0]}.{''.join(tall)}", "call": f"{words[0]}{''.join(tall[1:])}()",
        }[kind]  # fmt: skip

    return draw.many(make)


def _code_lines(draw: Draw) -> list[str]:
    forms = (
        "def {0}({1}):",
        "{0} = {1} + {2}",
        "import {0}",
        "return {0}.{1}()",
        "if ({0} == {2}) {{",
        '<div class="{0}">{1}</div>',
        "{0}: {1}",
        "let {0} = {2};",
        "# {0} {1}",
        "echo ${0} | grep {1}",
    )
    return draw.many(lambda: draw.one(forms).format(_word(draw), _word(draw), draw.whole(0, 99)))


def _logs(draw: Draw) -> list[str]:
    forms = [draw.one(all_words("log_lines")) for _ in range(draw.one((1, 3)))]
    return draw.many(
        lambda: draw.one(forms).format(time=draw.fill("2024-0%-1# 1#:0#:2#"), word=_word(draw), n=draw.whole(1, 999))
    )


def _slugs(draw: Draw) -> list[str]:
    joint, length = draw.one(("-", "-", "_", "/")), draw.one((2, 3, 4))
    return draw.many(
        lambda: (
            joint.join(_word(draw) for _ in range(length))
            + (f"{joint}{draw.whole(1, 999)}" if draw.chance(0.2) else "")
        )
    )


def _selection(*words: str) -> Maker:
    return lambda draw: draw.drawn(words)


def _statuses(draw: Draw) -> list[str]:
    words = draw.one(
        (
            ("200", "201", "204", "301", "304", "400", "401", "403", "404", "500", "503"),
            _net.HTTP_STATUS_MSGS,
            ("0", "1", "2", "127", "-1"),
            ("OK", "TIMEOUT", "ECONNRESET"),
        )
    )
    return draw.drawn([str(word) for word in words])


def _sentences(draw: Draw) -> list[str]:
    texts = draw.some("sentence", "quote")
    if draw.chance(0.3):
        return draw.drawn(draw.some("quote", "sentence"))
    return draw.many(lambda: " ".join(draw.one(texts) for _ in range(draw.whole(1, 2))))


def _paragraphs(draw: Draw) -> list[str]:
    texts = draw.some("paragraph", "sentence")
    draw.size = min(draw.size, 80)
    return draw.many(lambda: " ".join(draw.one(texts) for _ in range(draw.whole(1, 3))))


def _word_lists(draw: Draw) -> list[str]:
    joint = draw.one((", ", ",", "; ", "|", " ", " #"))
    return draw.many(lambda: joint.join(drawn_words(draw) for _ in range(draw.whole(1, 5))))


def _single_words(draw: Draw) -> list[str]:
    write = draw.one((str, str, str.capitalize, str.capitalize, str.upper))
    invented = draw.chance(0.3)
    return draw.many(lambda: write(made_up(draw) if invented else draw.one(draw.some("words"))))


def _comments(draw: Draw) -> list[str]:
    few, sentences = [draw.one(all_words("comments")) for _ in range(draw.whole(4, 40))], draw.some("sentence")
    tail = draw.chance(0.4)
    return draw.many(
        lambda: (
            draw.one(few).replace("{n}", str(draw.whole(1, 2000)))
            + (f". {draw.one(sentences)}" if tail and draw.chance(0.5) else "")
        )
    )


def _markup(draw: Draw) -> list[str]:
    return draw.many(lambda: f"<{draw.one(('p', 'b', 'li', 'h2'))}>{draw.one(draw.some('sentence'))}</p>")


def _masked(draw: Draw) -> list[str]:
    """Values that somebody already hid."""
    form = draw.one(("****", "XXXX-XXXX", "[REDACTED]", "***@***.***", "##REMOVED##", "<NAME>", "••••••"))
    return [form + (draw.fill("##") if "X" in form else "") for _ in range(draw.size)]


def _colour_codes(draw: Draw) -> list[str]:
    form = draw.one(("#______", "#^^^^^^", "#___", "0x______"))
    return draw.many(lambda: form[0] + draw.fill(form[1:]) if form[0] == "#" else draw.fill(form))


def _named_codes(draw: Draw) -> list[str]:
    """A code with words after it, as people write them into one column."""
    code = grammar(draw)
    return draw.many(lambda: f"{code()} {draw.one(('- ', '', ': '))}{drawn_words(draw)}")


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("url", "url", 2.5, _urls),
    ("url", "domain", 1.2, _domains),
    ("path", "path", 1.5, _path_names),
    ("file_name", "file_name", 1.5, _file_names),
    ("mime_type", "mime_type", 0.8, _mime_types),
    ("user_agent", "user_agent", 1, _user_agents),
    ("version", "version", 1.5, _versions),
    ("json", "json", 2, _json),
    ("source_code", "identifier", 2.2, _identifiers),
    ("source_code", "code_line", 1, _code_lines),
    ("log_message", "log", 1.3, _logs),
    ("slug", "slug", 1.5, _slugs),
    ("status", "machine_status", 0.8, _statuses),
    ("category", "log_level", 0.3, _selection("debug", "info", "warning", "error", "critical")),
    ("sentence", "sentence", 3, _sentences),
    ("sentence", "comment", 2, _comments),
    ("sentence", "markup", 0.6, _markup),
    ("paragraph", "paragraph", 1.5, _paragraphs),
    ("phrase", "word_list", 2, _word_lists),
    ("phrase", "word", 3.5, _single_words),
    ("hash", "colour_code", 0.7, _colour_codes),
    ("token", "masked", 0.6, _masked),
    ("short_code", "named_code", 4, _named_codes),
)
"""(kind, family, weight, maker)."""
