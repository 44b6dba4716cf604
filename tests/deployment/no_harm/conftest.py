"""Two sites, one with us and one without, and two rounds of every ordinary DAG on both, side by side."""

import concurrent.futures
import contextlib
from dataclasses import dataclass

import pytest

from tests.deployment.no_harm.records import Record
from tests.deployment.no_harm.site import OrdinarySite
from tests.postgres import postgres_server

# A second run of a DAG meets what the first one left behind: our copy of the governance, cached plans, tables, Assets.
TWICE = ("governed", "lookups", "mapped", "once_after_another", "processes", "producing", "undeclared", "xcoms")


@dataclass(frozen=True)
class Pair:
    """What the two sites recorded, by round."""

    with_us: list[Record]
    without_us: list[Record]

    def rounds(self):
        return list(zip(self.without_us, self.with_us, strict=True))


@pytest.fixture(scope="session")
def pair(tmp_path_factory, with_us, without_us):
    shared = tmp_path_factory.mktemp("shared")
    records: list[list[Record]] = [[], []]
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgres_server())
        sites = []
        for name, environment in (("with", with_us), ("without", without_us)):
            database = stack.enter_context(server.database(f"site_{name}"))
            sites.append(OrdinarySite(tmp_path_factory.mktemp(name) / "site", environment, shared, database))
            stack.callback(sites[-1].stop)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda site: site.start(), sites))
        for site in sites:
            site.prepare()
        for number, only in ((1, ()), (2, TWICE)):
            for site in sites:
                site.trigger(number, only)
            for site in sites:
                site.wait()
            for site, taken in zip(sites, records, strict=True):
                taken.append(Record(site))
    return Pair(*records)
