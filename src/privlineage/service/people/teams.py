"""What each team sees: its own, what nobody owns, and never what another team owns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TypeAlias

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import AIRFLOW, TOKEN, Identity, folded
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.verdict import Verdict
from privlineage.policy.model import Bundle, Rule, Zone
from privlineage.policy.teams import belongs
from privlineage.policy.zones import zones_of
from privlineage.service.bundle_in_force import bundle_in_force
from privlineage.service.people.approvers import is_approver
from privlineage.store.exempting import ExemptionRecord
from privlineage.store.protocol import Store

__all__ = ["ADMIN", "Thing", "bundle_with_team", "is_seen_by", "of_team", "owners_of", "sees_all", "teams_of"]

ADMIN = "Admin"
"""The role of Airflow whose holders see everything. It approves nothing, unless the bundle names it as an approver."""

Thing: TypeAlias = DatasetRef | ColumnRef | Zone | Rule | Verdict | ExemptionRecord


def teams_of(identity: Identity, bundle: Bundle) -> tuple[str, ...]:
    """The teams somebody belongs to, in the order of `teams.yml`."""
    return tuple(name for name, team in bundle.teams.items() if belongs(identity, team, bundle.teams))


def sees_all(identity: Identity, bundle: Bundle) -> bool:
    """Whether somebody sees what is not their team's: approvers and admins, and everybody where there are no teams."""
    if not bundle.teams or is_approver(identity, bundle):
        return True
    # Some auth managers of Airflow write it `ADMIN`.
    return identity.how in (AIRFLOW, TOKEN) and folded(ADMIN) in map(folded, identity.roles)


def is_seen_by(teams: Collection[str], bundle: Bundle, thing: Thing) -> bool:
    """Whether members of some teams see something: it is theirs, or no team's.

    A verdict is a team's when its task is, or when it touches a dataset or a zone of theirs; so one that moves data of
    one team into a zone of another is seen by both.
    """
    owners = owners_of(bundle, thing)
    return not owners or not owners.isdisjoint(teams)


def bundle_with_team(store: Store, team: str) -> Bundle:
    """The bundle in force, which has that team or, without teams, names it as an owner.

    Raises:
        PrivlineageError: PL506 without a bundle, PL302 when nothing is known of the team.
    """
    bundle = bundle_in_force(store)
    owners = {*bundle.owners.values(), *(zone.owner for zone in bundle.policy.zones)}
    known = sorted({*bundle.teams, *owners, *(rule.owner for rule in bundle.policy.rules)} - {""})
    if team not in known:
        hint = f"known: {', '.join(known)}" if known else "declare teams in teams.yml, and name them as `owner`"
        raise PrivlineageError("PL302", f"nothing is known of the team `{team}`", hint=hint)
    return bundle


def of_team(bundle: Bundle, thing: Thing, team: str) -> bool:
    """Whether something is a team's: what `--team` keeps."""
    return team in owners_of(bundle, thing)


def owners_of(bundle: Bundle, thing: Thing) -> frozenset[str]:
    """The teams that something belongs to. Where there are teams, an owner that is none still is somebody else."""
    if isinstance(thing, Verdict):
        return _of_verdict(bundle, thing)
    if isinstance(thing, ExemptionRecord):
        return _of_exemption(bundle, thing)
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


def _of_exemption(bundle: Bundle, record: ExemptionRecord) -> frozenset[str]:
    """Whom it concerns: the owners of its rules and zones, and of the datasets it lets be written."""
    things: list[Thing] = [rule for rule in bundle.policy.rules if rule.id in record.rules]
    for part in record.scope:
        things += [bundle.policy.zone(part.zone), *([part.sink] if part.sink is not None else [])]
    return frozenset(owner for thing in things for owner in owners_of(bundle, thing))


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
