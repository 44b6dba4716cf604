"""Columns of links to firms, pages, articles and products, of the same build as links to people's profiles."""

from __future__ import annotations

from collections.abc import Callable

from scripts.detection.made import Draw, Maker
from scripts.detection.others_words import drawn_words
from scripts.detection.personal_names import latin

__all__ = ["FAMILIES"]

_TLDS = "com com com org net io de fr it es co.uk info biz eu ru pl jp com.br cn app dev shop ai co me tv".split()
_FOLDERS = (
    "about products product shop store catalog category categories blog news articles article posts post docs help "
    "support search tags tag list wp-content/uploads explore pages page en de fr es app main index faq terms privacy "
    "register login author homepage services solutions company careers press events downloads item p dp wiki archive "
    "produkte produits productos noticias aktuelles actualites catalogo prodotti novosti user users profile u members"
).split()
_ENDS = (
    "",
    "",
    "",
    "/",
    ".html",
    ".htm",
    ".php",
    ".asp",
    ".jsp",
    ".aspx",
    "/index.html",
    "\\?page=#",
    "\\#top",
    "\\?id=###",
)
_SCHEMES = ("https://", "https://", "https://", "http://", "http://", "", "www.", "https://www.", "http://www.", "//")


def _word(draw: Draw) -> str:
    return latin(drawn_words(draw))[:14] or "item"


def _hosts(draw: Draw) -> list[str]:
    last = draw.some("last")

    def host() -> str:
        name = draw.one(
            (_word(draw), _word(draw) + draw.one(("", "-", "")) + _word(draw), f"{latin(draw.one(last))}-{_word(draw)}",
             latin(draw.one(last)) or "acme", f"{draw.one(('shop', 'news', 'm', 'docs', 'store', 'my'))}.{_word(draw)}")
        )  # fmt: skip
        return f"{name}.{draw.one(_TLDS)}"

    listed = draw.pool("domain")
    if listed and draw.chance(0.3):
        return [draw.one(listed) for _ in range(draw.one((1, 5, 200)))]
    return [host() for _ in range(draw.one((1, 1, 4, 60, 200)))]


def _links(draw: Draw) -> list[str]:
    """Pages: a host nobody is followed on, and a path of one to four steps."""
    hosts, scheme = _hosts(draw), draw.one(_SCHEMES)
    schemes = (scheme,) if draw.chance(0.7) else ("https://", "http://", "https://www.")
    folders = draw.rng.sample(_FOLDERS, draw.whole(1, 9))
    ends = [draw.one(_ENDS) for _ in range(draw.one((1, 1, 3)))]
    steps = draw.one(((0, 0), (1, 1), (1, 1), (0, 3), (1, 4), (2, 3)))

    def make() -> str:
        path = "".join(
            "/" + (draw.one(folders) if draw.chance(0.6) else _word(draw)) for _ in range(draw.whole(*steps))
        )
        return draw.one(schemes) + draw.one(hosts) + path + (draw.fill(draw.one(ends)) if path else draw.one(("", "/")))

    return draw.many(make)


def _slugged(draw: Draw) -> list[str]:
    """Articles and products: a folder and a slug, which may look like somebody's account name."""
    hosts, folder = _hosts(draw), draw.one(("", "/", "/")) and "/" + draw.one(_FOLDERS)
    scheme, joint = draw.one(_SCHEMES), draw.one(("-", "-", "_", ".", ""))
    tail = draw.one(("", "", "-###", "-%####", "\\_##", "/####", ".html", "-p######", "##"))
    length = draw.one((1, 1, 2, 3, 5))

    def make() -> str:
        slug = joint.join(_word(draw) for _ in range(length))
        return f"{scheme}{draw.one(hosts)}{folder}/{slug}{draw.fill(tail)}"

    return draw.many(make)


_PUBLIC = (
    "https://en.wikipedia.org/wiki/{W}", "https://de.wikipedia.org/wiki/{W}", "https://www.amazon.com/dp/B0********",
    "https://www.youtube.com/watch?v=***********", "https://youtu.be/***********", "https://bit.ly/3~~~~~~",
    "https://maps.google.com/?q={w}", "https://www.ebay.de/itm/############", "https://www.linkedin.com/company/{w}",
    "https://www.facebook.com/{w}/posts/#########", "https://twitter.com/{w}/status/1##################",
    "https://github.com/{w}/{v}/issues/###", "https://www.instagram.com/p/C**********/", "https://doi.org/10.####/{w}",
    "https://stackoverflow.com/questions/########/{w}-{v}", "https://www.imdb.com/title/tt#######/",
    "https://open.spotify.com/track/~~~~~~~~~~~~~~~~~~~~~~", "https://apps.apple.com/app/id#########",
    "https://drive.google.com/file/d/1~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~/view", "https://t.co/~~~~~~~~~~",
    "https://www.youtube.com/playlist?list=PL~~~~~~~~~~~~~~~~", "https://www.reddit.com/r/{w}/comments/~~~~~~/{v}/",
)  # fmt: skip


def _public(draw: Draw) -> list[str]:
    """Pages of sites that everybody knows, which are nobody's profile."""
    forms = draw.rng.sample(_PUBLIC, draw.one((1, 1, 2, 6)))

    def make() -> str:
        form = draw.one(forms)
        head, _, rest = form.partition(".")  # a host keeps its signs; only what follows it is filled
        filled = f"{head}.{draw.fill(rest.replace('?', chr(92) + '?'))}"
        return filled.format(w=_word(draw), v=_word(draw), W=_word(draw).capitalize())

    return draw.many(make)


def _endpoints(draw: Draw) -> list[str]:
    """Routes, referrers and pages of one site, without their host."""
    folders = draw.rng.sample(_FOLDERS, draw.whole(2, 12))
    tails: tuple[Callable[[], str], ...] = (
        lambda: "",
        lambda: f"/{draw.whole(1, 99999)}",
        lambda: f"/{_word(draw)}",
        lambda: f"?{_word(draw)}={draw.whole(1, 99)}",
    )
    tail = draw.one(tails)
    return draw.many(lambda: "/" + "/".join(draw.one(folders) for _ in range(draw.whole(1, 3))) + tail())


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("url", "page", 5, _links),
    ("url", "slugged_page", 4, _slugged),
    ("url", "public_page", 2, _public),
    ("path", "endpoint", 1.2, _endpoints),
)
"""(kind, family, weight, maker)."""
