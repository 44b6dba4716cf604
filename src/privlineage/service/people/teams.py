"""Who may approve, and what each team sees: its own, what nobody owns, and never what another team owns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from privlineage.core.people import AIRFLOW, TOKEN, Identity, could_be_same, folded
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.verdict import Verdict
from privlineage.policy.model import Bundle, Rule, Zone
from privlineage.policy.teams import aliases_of, belongs, stands_for
from privlineage.policy.zones import zones_of

__all__ = [
    "ADMIN",
    "Thing",
    "approval_problem",
    "is_approver",
    "of_team",
    "owners_of",
    "sees_all",
    "teams_of",
    "visible",
]

ADMIN = "Admin"
"""The role of Airflow whose holders see everything. It approves nothing, unless the bundle names it as an approver."""

Thing: TypeAlias = DatasetRef | ColumnRef | Zone | Rule | Verdict


def is_approver(identity: Identity, bundle: Bundle) -> bool:
    """Whether somebody proved to be one of the approvers that a bundle names."""
    return identity.is_real and any(
        stands_for(identity, name, bundle.teams) for name in bundle.policy.exemptions.approvers
    )


def approval_problem(bundle: Bundle, identity: Identity, authors: Iterable[Identity]) -> str:
    """Why somebody may not approve what others made; empty where they may.

    Args:
        bundle: the one in force: whoever changes the approvers does not choose them.
        identity: who would approve.
        authors: everybody who made it.

    >>> from privlineage.policy.load import load_files
    >>> bundle = load_files({"policy.yml": "exemptions: {approvers: [Privacy]}"})
    >>> ana = Identity("ana", ("Privacy",), "airflow")
    >>> approval_problem(bundle, ana, [Identity("bo")]), approval_problem(bundle, ana, [Identity("ana@corp.example")])
    ('', '`ana` may be who made it (`ana@corp.example`), and it takes a second person')
    """
    approvers = bundle.policy.exemptions.approvers
    if not identity.is_real:
        return f"it was not verified who `{identity.name or 'nobody'}` is"
    if not approvers:
        return "the bundle in force names no approvers"
    if not is_approver(identity, bundle):
        return f"`{identity.name}` is none of the approvers ({', '.join(approvers)})"
    known = aliases_of(bundle.teams)
    for author in authors:
        if could_be_same(identity.name, author.name, known):
            return f"`{identity.name}` may be who made it (`{author.name or 'nobody'}`), and it takes a second person"
    return ""


def teams_of(identity: Identity, bundle: Bundle) -> tuple[str, ...]:
    """The teams somebody belongs to, in the order of `teams.yml`."""
    return tuple(name for name, team in bundle.teams.items() if belongs(identity, team, bundle.teams))


def sees_all(identity: Identity, bundle: Bundle) -> bool:
    """Whether somebody sees what is not their team's: approvers and admins, and everybody where there are no teams."""
    if not bundle.teams or is_approver(identity, bundle):
        return True
    # Some auth managers of Airflow write it `ADMIN`.
    return identity.how in (AIRFLOW, TOKEN) and folded(ADMIN) in map(folded, identity.roles)


def visible(identity: Identity, bundle: Bundle, thing: Thing) -> bool:
    """Whether somebody sees something: it is their team's, or no team's, or they see all.

    A verdict is a team's when its task is, or when it touches a dataset or a zone of theirs; so one that moves data of
    one team into a zone of another is seen by both.
    """
    if sees_all(identity, bundle):
        return True
    owners = owners_of(bundle, thing)
    return not owners or not owners.isdisjoint(teams_of(identity, bundle))


def of_team(bundle: Bundle, thing: Thing, team: str) -> bool:
    """Whether something is a team's: what `--team` keeps."""
    return team in owners_of(bundle, thing)


def owners_of(bundle: Bundle, thing: Thing) -> frozenset[str]:
    """The teams that something belongs to. Where there are teams, an owner that is none still is somebody else."""
    if isinstance(thing, Verdict):
        return _of_verdict(bundle, thing)
    if isinstance(thing, ColumnRef):
        return _of_dataset(bundle, thing.dataset)
    if isinstance(thing, DatasetRef):
        return _of_dataset(bundle, thing)
    return frozenset({thing.owner} - {""})


def _of_dataset(bundle: Bundle, dataset: DatasetRef) -> frozenset[str]:
    """The dataset's own owner, else the owners of its zones: who owns data decides before who owns the shelf."""
    own = bundle.owners.get(dataset)
    return frozenset({own}) if own else _of_zones(bundle, _zones_of(_Keyed(bundle), dataset))


def _of_zones(bundle: Bundle, zones: Sequence[str]) -> frozenset[str]:
    return frozenset(bundle.policy.zone(name).owner for name in zones) - {""}


def _of_verdict(bundle: Bundle, verdict: Verdict) -> frozenset[str]:
    movement = verdict.movement
    paths = [each.witness for each in (*movement.arrivals, *movement.read_origins)]
    paths += [each.witness for each in movement.unreviewed]
    datasets = {sink.dataset for sink in movement.sinks}
    datasets |= {column.dataset for path in paths for column in path.columns}
    zones = {zone for sink in movement.sinks for zone in sink.zones}
    found = {owner for dataset in datasets for owner in _of_dataset(bundle, dataset)}
    teams = {folded(name): name for name in bundle.teams}
    job = {teams[folded(name)] for name in verdict.job.owner.split(",") if folded(name) in teams}
    return frozenset(found | job) | _of_zones(bundle, sorted(zones))


class _Keyed:
    """A bundle as a key: equal by its hash, so that a listing looks each dataset's zones up once."""

    __slots__ = ("bundle",)

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.bundle.hash == other.bundle.hash

    def __hash__(self) -> int:
        return hash(self.bundle.hash)


@lru_cache(maxsize=4096)
def _zones_of(keyed: _Keyed, dataset: DatasetRef) -> tuple[str, ...]:
    return zones_of(keyed.bundle.policy, dataset, keyed.bundle.sources)
