"""Whether a chain of audit entries and batches is as it was written; pure, and told row by row where it is not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from privlineage.store.audit.chain import START, batch_hash, entry_mark
from privlineage.store.auditing import AuditAnchor, AuditBatch, AuditEntry, AuditFinding, AuditHead

__all__ = ["anchor_findings", "batch_findings", "entry_findings", "head_findings", "sealed_heads"]


@dataclass
class _Strand:
    """How far a strand was read: its last number, and the marks the next entry may build on (none after a gap)."""

    number: int = 0
    mark: str = START
    accepted: tuple[str, ...] = (START,)


def entry_findings(
    entries: Iterable[AuditEntry], heads: Sequence[AuditHead], batches: Sequence[AuditBatch]
) -> Iterator[AuditFinding]:
    """What is wrong with the entries, the ends of their strands, and what batches say of them.

    Args:
        entries: every entry, by strand and number.
        heads: the end of every strand.
        batches: every batch.
    """
    wanted = _marks_in(batches)
    strands: dict[int, _Strand] = {}
    for entry in entries:
        strand = strands.setdefault(entry.strand, _Strand())
        yield from _step(strand, entry)
        expected = wanted.pop((entry.strand, entry.number), {})
        for number in sorted(number for number, mark in expected.items() if mark != entry.mark):
            yield AuditFinding("changed", f"entry {entry.name}", f"batch {number} sealed another entry in its place")
    for (name, number), sealing in sorted(wanted.items()):
        where = f"entry {number}" if name == 0 else f"entry {name}/{number}"
        yield AuditFinding("missing", where, f"batch {min(sealing)} sealed it, and it is not there")
    yield from _ends(strands, heads)


def _step(strand: _Strand, entry: AuditEntry) -> Iterator[AuditFinding]:
    where = f"entry {entry.name}"
    if entry.number <= strand.number:
        yield AuditFinding("added", where, "its number is none that an entry can have")
        return
    if entry.number > strand.number + 1:
        first, last = strand.number + 1, entry.number - 1
        gone = f"entry {first}" if first == last else f"entries {first} to {last}"
        yield AuditFinding("missing", f"{gone} of strand {entry.strand}", f"the next one is {where}")
        strand.accepted = ()
    columns = asdict(entry)
    mark = columns.pop("mark")
    computed = [entry_mark(before, **columns) for before in strand.accepted]
    if computed and mark not in computed:
        yield AuditFinding("changed", where, "it is not what its mark was made of")
    # Where the mark alone was changed, the next entry still builds on the right one: told once, not for the rest.
    strand.number, strand.mark = entry.number, mark
    strand.accepted = tuple(dict.fromkeys([mark, *computed]))


def _ends(strands: Mapping[int, _Strand], heads: Sequence[AuditHead]) -> Iterator[AuditFinding]:
    known = {head.strand for head in heads}
    for head in heads:
        read = strands.get(head.strand, _Strand())
        where = f"the end of strand {head.strand}"
        if read.number < head.entries:
            detail = f"{head.entries} entries were written, and the last there is has the number {read.number}"
            yield AuditFinding("missing", where, detail)
        elif read.number > head.entries:
            yield AuditFinding("added", where, f"{head.entries} entries were written, and there are {read.number}")
        elif read.mark != head.mark:
            yield AuditFinding("changed", where, "its mark is not that of its last entry")
    for strand in sorted(strands.keys() - known):
        yield AuditFinding("missing", f"the end of strand {strand}", "there are entries on that strand")


def head_findings(heads: Sequence[AuditHead], batches: Sequence[AuditBatch], strands: int) -> Iterator[AuditFinding]:
    """What is wrong with the ends of the strands, as far as batches tell.

    Args:
        heads: the end of every strand.
        batches: every batch, by number.
        strands: how many strands the store has, numbered from 0.
    """
    found = {head.strand for head in heads}
    for strand in sorted(set(range(strands)) - found):
        yield AuditFinding("missing", f"the end of strand {strand}", "every strand has one")
    for strand in sorted(found - set(range(strands))):
        yield AuditFinding("added", f"the end of strand {strand}", f"the store has {strands} strands")
    by_number = {batch.number: batch for batch in batches}
    newest = max((head.batch for head in heads), default=0)
    if newest != max(by_number, default=0):
        what = "missing" if newest > max(by_number, default=0) else "added"
        detail = f"{newest} batches were sealed, and the last there is has the number {max(by_number, default=0)}"
        yield AuditFinding(what, "the newest batch", detail)
    for head in heads:
        batch = by_number.get(head.batch)
        said = (dict(sealed_heads(batch)).get(head.strand, (0, START))[0], batch.sealed_at) if batch else (0, "")
        if (batch or head.batch == 0) and said != (head.sealed, head.sealed_at):
            where = f"the end of strand {head.strand}"
            yield AuditFinding("changed", where, f"it does not agree with batch {head.batch}")


def batch_findings(batches: Sequence[AuditBatch], first: str) -> Iterator[AuditFinding]:
    """What is wrong with the batches by themselves.

    Args:
        batches: every batch, by number.
        first: what stands in place of a batch before the first.
    """
    number, accepted = 0, {first}
    covered: dict[int, int] = {}
    for batch in batches:
        where = f"batch {batch.number}"
        if batch.number != number + 1:
            yield AuditFinding("missing", f"batch {number + 1}", f"the next one is {where}")
        elif batch.previous not in accepted:
            detail = "it follows another batch" if number else "it was sealed in another store"
            yield AuditFinding("changed", where, detail)
        computed = batch_hash(batch.previous, number=batch.number, heads=batch.heads, sealed_at=batch.sealed_at)
        if computed != batch.hash:
            yield AuditFinding("changed", where, "it is not what its hash was made of")
        now = {strand: entries for strand, (entries, _) in sealed_heads(batch)}
        if any(now.get(strand, 0) < entries for strand, entries in covered.items()):
            yield AuditFinding("changed", where, "it covers less than the batch before")
        number, accepted, covered = batch.number, {batch.hash, computed}, now


def anchor_findings(
    anchors: Iterable[AuditAnchor], batches: Sequence[AuditBatch], store: str, first: str
) -> Iterator[AuditFinding]:
    """What does not agree with what was exported before.

    Args:
        anchors: what was exported.
        batches: every batch.
        store: the store's id.
        first: what stands in place of a batch before the first.
    """
    hashes = {0: first} | {batch.number: batch.hash for batch in batches}
    for anchor in anchors:
        where = f"anchor {anchor.hash[:12]}"
        if not anchor.store:
            if anchor.hash not in hashes.values():
                yield AuditFinding("anchor", where, "no batch has that hash")
        elif anchor.store != store:
            yield AuditFinding("anchor", where, f"it is of the store {anchor.store}, and this is {store}")
        elif anchor.batch not in hashes:
            detail = f"it was taken of batch {anchor.batch}, and the last there is has the number {max(hashes)}"
            yield AuditFinding("anchor", where, detail)
        elif hashes[anchor.batch] != anchor.hash:
            yield AuditFinding(
                "anchor", where, f"batch {anchor.batch} has another hash now: what it covers was rewritten"
            )


def sealed_heads(batch: AuditBatch) -> list[tuple[int, tuple[int, str]]]:
    """Strand, then entries and mark, of what a batch covers; nothing where its text was tampered with."""
    try:
        return [(int(strand), (int(entries), str(mark))) for strand, entries, mark in json.loads(batch.heads)]
    except (ValueError, TypeError, RecursionError):
        return []  # and so its hash is another


def _marks_in(batches: Iterable[AuditBatch]) -> dict[tuple[int, int], dict[int, str]]:
    """For each entry that a batch ends with: the batches, and the mark they saw."""
    found: dict[tuple[int, int], dict[int, Any]] = {}
    for batch in batches:
        for strand, (entries, mark) in sealed_heads(batch):
            found.setdefault((strand, entries), {})[batch.number] = mark
    return found
