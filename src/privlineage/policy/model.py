"""The policy as types: zones, rules, defaults, and the bundle they are published in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from privlineage.core.declassify import Weakening
from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.labels import Identifiability, Strength, Tag
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.taxonomy import Taxonomy
from privlineage.policy.teams import Team

__all__ = [
    "ELSEWHERE",
    "Action",
    "Bundle",
    "Defaults",
    "Effect",
    "ExemptionTerms",
    "Influence",
    "Mode",
    "Policy",
    "Rule",
    "When",
    "Within",
    "Zone",
    "ZoneDefault",
]

ELSEWHERE = "elsewhere"
"""The built-in zone of every sink that no declared zone matches."""


class Action(StrEnum):
    """What a default does when it fires; `allow` means that it never fires."""

    ALLOW = "allow"
    OBSERVE = "observe"
    WARN = "warn"
    BLOCK = "block"


class Mode(StrEnum):
    """How far a finding takes effect: recorded only, a warning at most, or its full action."""

    OBSERVE = "observe"
    WARN = "warn"
    ENFORCE = "enforce"


class Effect(StrEnum):
    """What a rule does; the value is its key in `policy.yml`."""

    FORBID = "forbid"
    PERMIT = "permit"
    FORBID_TOGETHER = "forbid_together"


class Influence(StrEnum):
    """How weak a way of arriving a rule still looks at (law 6)."""

    NONE = "none"
    COLUMN = "column"
    ROW = "row"

    @property
    def weakest(self) -> Strength:
        """The weakest strength that counts.

        >>> Influence.COLUMN.weakest.name
        'COLUMN'
        """
        return {"none": Strength.VALUE, "column": Strength.COLUMN, "row": Strength.ROW}[self.value]


class Within(StrEnum):
    """How near the keys of `forbid_together` must come to each other."""

    DATASET = "dataset"
    ZONE = "zone"


class ZoneDefault(StrEnum):
    """What a zone does with an atom no rule decided."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Defaults:
    """The `defaults` of a policy (design, section 2), as they are when nothing is written."""

    mode: Mode = Mode.OBSERVE
    unresolved: Action = Action.BLOCK
    opaque: Action = Action.OBSERVE
    unreviewed: Action = Action.WARN
    unstated_uses: Action = Action.WARN
    error: Action = Action.BLOCK


@dataclass(frozen=True, slots=True)
class Zone:
    """A named set of sinks.

    Attributes:
        name: its name; `elsewhere` is built in.
        match: patterns of its sinks.
        location: where it is, empty when nobody said.
        purposes: what data is used for there; empty makes no purpose test.
        mode: its own mode, None for the policy's.
        default: what happens to an atom no rule decided.
        owner: the team it belongs to, or free text; empty when nobody said.
        place: where it stands.
    """

    name: str
    match: tuple[str, ...] = ()
    location: str = ""
    purposes: tuple[str, ...] = ()
    mode: Mode | None = None
    default: ZoneDefault = ZoneDefault.ALLOW
    owner: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class When:
    """Conditions of a rule; all that are given must hold.

    Attributes:
        purpose_not_allowed: some purpose of the zone is outside the atom's uses.
        origin: the atom's origin is one of these; empty for no condition.
        location_not: the data would be at none of these; empty for no condition.
    """

    purpose_not_allowed: bool = False
    origin: tuple[str, ...] = ()
    location_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: its name in verdicts.
        effect: forbid, permit or forbid_together.
        categories: its keys; None means `any`.
        at_least: the least identifiability it matches; None: pseudonymised for forbids, everything for permits.
        into: zones it holds in; empty for all, `elsewhere` included.
        when: conditions.
        within: for forbid_together, dataset or zone.
        influence: how weak a way of arriving it looks at.
        mode: its own mode, None for the zone's.
        exemptible: whether an exemption may lift it.
        because: the policy's words on why.
        fix: the policy's words on what would pass.
        owner: the team it belongs to, or free text; empty when nobody said.
        place: where it stands.
    """

    id: str
    effect: Effect = Effect.FORBID
    categories: tuple[str, ...] | None = None
    at_least: Identifiability | None = None
    into: tuple[str, ...] = ()
    when: When = When()
    within: Within = Within.DATASET
    influence: Influence = Influence.COLUMN
    mode: Mode | None = None
    exemptible: bool = True
    because: str = ""
    fix: str = ""
    owner: str = ""
    place: Place | None = field(default=None, compare=False)

    @property
    def threshold(self) -> Identifiability:
        """The least identifiability it matches.

        >>> Rule("r").threshold.value, Rule("p", Effect.PERMIT).threshold.value
        ('pseudonymised', 'aggregated')
        """
        if self.at_least is not None:
            return self.at_least
        return Identifiability.AGGREGATED if self.effect is Effect.PERMIT else Identifiability.PSEUDONYMISED

    @property
    def forbid_together(self) -> bool:
        """Whether it forbids a combination rather than each of its keys."""
        return self.effect is Effect.FORBID_TOGETHER

    def holds_in(self, zone: str) -> bool:
        """Whether the rule speaks of that zone."""
        return not self.into or zone in self.into


@dataclass(frozen=True, slots=True)
class ExemptionTerms:
    """Who may approve exemptions and what loosens (teams, or roles of Airflow), and for how many days at most."""

    approvers: tuple[str, ...] = ()
    max_days: int = 30


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the engine consults besides the movement.

    Attributes:
        defaults: what happens where no rule can be asked.
        zones: declared zones, in the order of the file.
        rules: rules, in the order of the file.
        exemptions: terms for exemptions.
    """

    defaults: Defaults = Defaults()
    zones: tuple[Zone, ...] = ()
    rules: tuple[Rule, ...] = ()
    exemptions: ExemptionTerms = ExemptionTerms()

    def zone(self, name: str) -> Zone:
        """The zone of that name; one that is not declared, like `elsewhere`, has no settings of its own."""
        return next((zone for zone in self.zones if zone.name == name), Zone(name))

    @property
    def zone_names(self) -> tuple[str, ...]:
        """Declared zones and `elsewhere`, which comes last."""
        return (*(zone.name for zone in self.zones), ELSEWHERE)

    def mode_in(self, zone: Zone) -> Mode:
        """The mode that holds in a zone."""
        return zone.mode or self.defaults.mode


@dataclass(frozen=True, slots=True)
class Bundle:
    """A validated bundle: immutable, named by its hash.

    Attributes:
        hash: sha256 over file names and texts, hex.
        files: the text of each file it was read from, by name.
        sources: the declared sources.
        tags: the tags of `tags.yml`, in its order.
        policy: zones, rules and defaults.
        taxonomy: the shipped taxonomy with the bundle's own keys.
        weakening: declassifiers and what reverses them.
        owners: who owns a dataset, where it is said.
        teams: the teams of `teams.yml`, by name, in its order.
        warnings: what is suspicious but not wrong (PL110, PL111), each with its place.
    """

    hash: str
    files: Mapping[str, str]
    sources: Sources = field(compare=False)
    tags: tuple[Tag, ...] = ()
    policy: Policy = Policy()
    taxonomy: Taxonomy = field(default_factory=Taxonomy.shipped)
    weakening: Weakening = field(default_factory=Weakening)
    owners: Mapping[DatasetRef, str] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    warnings: tuple[PrivlineageError, ...] = field(default=(), compare=False)
