"""Run as a program: many writers in one process, each the gate of one task.

Usage: python writing.py STORE PROCESS WRITERS. Each decides, plans, reads and succeeds; an error ends it all.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt
from privlineage.store.open import open_store
from tests.contract.store.world import MART, RAW, append, at, overwrite, verdict


def work(store, barrier: Barrier, process: int, number: int) -> None:
    own = DatasetRef("s3://out", f"{process}-{number}.csv")
    barrier.wait()
    for round_, plan in enumerate([overwrite(own, {"x": "email"}, RAW), append(MART, {f"c{number}": "email"}, RAW)]):
        attempt = Attempt(f"{process}-{number}-{round_}")
        identity = (process * 1000 + number) * 10 + round_
        found = verdict(identity, attempt, plan=plan.fingerprint, bundle="b")
        assert store.verdict_of(attempt, plan.fingerprint, "b") is None
        store.state([RAW, MART, own])
        store.plan_additions(plan, attempt, at(round_), found)
        assert found == store.verdict_of(attempt, plan.fingerprint, "b")
        assert store.confirm(attempt, at(round_ + 1))


def main(url: str, process: int, writers: int) -> None:
    store = open_store(url)
    barrier = Barrier(writers)
    with ThreadPoolExecutor(writers) as pool:
        for answer in [pool.submit(work, store, barrier, process, number) for number in range(writers)]:
            answer.result()
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
