"""Exemptions: asked for by one person, approved by another, revoked by anybody, over after some days (law 9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from privlineage.core.errors import PrivlineageError
from privlineage.core.exemption import Exemption
from privlineage.core.people import Identity, could_be_same, same_person
from privlineage.core.refs import DatasetRef
from privlineage.core.times import days_after
from privlineage.core.verdict import Finding, Outcome, Verdict
from privlineage.policy.engine import fires
from privlineage.policy.exemption import Fired
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle, Policy
from privlineage.policy.teams import aliases_of, signers_of
from privlineage.service.bundle_in_force import bundle_in_force
from privlineage.service.deciding.permitted import SUGGESTED_DAYS, ends
from privlineage.service.people.approvers import is_approver
from privlineage.service.people.identity import identities_are_real, is_remote
from privlineage.service.people.signed import who_approved
from privlineage.service.people.teams import bundle_with_team, of_team
from privlineage.store.exempting import (
    APPROVED,
    REQUESTED,
    REVOKED,
    ExemptionEntry,
    ExemptionQuery,
    ExemptionRecord,
    Said,
)
from privlineage.store.protocol import Store

__all__ = ["EXPIRED", "STATES", "Exemptions", "Moment"]

EXPIRED = "expired"
STATES = (REQUESTED, APPROVED, EXPIRED, REVOKED)
"""What an exemption can be; `expired` is what was approved and is over."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How exemptions stand at a moment.

    Attributes:
        policy: the policy in force.
        at: the moment, ISO 8601 in UTC.
    """

    policy: Policy
    at: str

    def state_of(self, record: ExemptionRecord) -> str:
        """What an exemption is, one of `STATES`."""
        return EXPIRED if record.state == APPROVED and self.ends(record) <= self.at else record.state

    def ends(self, record: ExemptionRecord) -> str:
        """When an exemption ends; empty before it is approved."""
        return ends(record, self.policy)


@dataclass(frozen=True, slots=True)
class Exemptions:
    """The exemptions of one store.

    Attributes:
        store: where they are.
        clock: the time, ISO 8601 in UTC.
        new_id: a fresh exemption id.
    """

    store: Store
    clock: Callable[[], str]
    new_id: Callable[[], str]

    def request(
        self,
        verdict_id: str,
        *,
        reason: str,
        by: Identity,
        beside: Sequence[Identity] = (),
        days: int | None = None,
        rules: Collection[str] = (),
    ) -> ExemptionRecord:
        """Ask that what a verdict stopped may happen for some days.

        Args:
            verdict_id: the verdict, or the beginning of its id.
            reason: why.
            by: who asks.
            beside: who asks as well, as far as anybody knows: where identities are real, they may not approve either.
            days: for how many days from approval; None for a week, or the policy's `max_days` where that is less.
            rules: those to be exempted from; all that stopped the task where empty.

        Raises:
            PrivlineageError: PL802 for an unknown verdict, PL811 with the reason where nothing can be asked for.
        """
        verdict = self.store.verdict(verdict_id)
        if verdict is None:
            raise PrivlineageError("PL802", f"no verdict `{verdict_id}` is known", hint="the task's log names it")
        if not reason.strip():
            raise _refused("an exemption needs a reason", "say with `--reason` why the data must move all the same")
        active = bundle_in_force(self.store)
        days = min(SUGGESTED_DAYS, active.policy.exemptions.max_days) if days is None else days
        _check_days(days, active.policy)
        wanted = _wanted(verdict, rules)
        _check_exemptible(wanted, active.policy)
        name = self.new_id()
        scope = tuple(_exemption(name, one, verdict) for one in self._fired(verdict, wanted))
        said = Said(by, self.clock(), reason.strip())
        self.store.add_exemption(ExemptionRecord(name, scope, verdict.id, verdict.bundle, days, said, tuple(beside)))
        return self.find(name).record

    def approve(self, exemption_id: str, by: Identity, reason: str = "") -> ExemptionRecord:
        """Let an exemption count from now on, for as many days as it was asked for.

        Raises:
            PrivlineageError: PL810 for an unknown exemption; PL812 where it waits no longer, or who approves is who
                asked, or is no approver of the policy; PL811 where the policy in force allows it no longer.
        """
        record = self.find(exemption_id).record
        if record.state != REQUESTED:
            raise _not_possible(f"`{record.id}` is {self.now().state_of(record)} already", "ask for another")
        active = bundle_in_force(self.store)
        self._check_approver(record, by, active)
        _check_days(record.days, active.policy)
        _check_rules(record.rules, active.policy)
        at = self.clock()
        until = days_after(at, record.days)
        scope = tuple(replace(part, until=until) for part in record.scope)
        return self._changed(
            replace(record, scope=scope, approved=Said(by, at, reason.strip()), valid_to=until), record
        )

    def approve_signed(self, exemption_id: str, folder: Path, reason: str = "") -> ExemptionRecord:
        """Approve as whoever signed a commit or tag with the trailer `Privlineage-Approve: <id>`.

        Args:
            exemption_id: which.
            folder: a folder in the repository with the commit.
            reason: why, where there is more to say.

        Raises:
            PrivlineageError: as `approve`; PL812 where no signature of a listed key approves it, or a server stands
                between us and the store, which knows by itself who asks.
        """
        if is_remote(self.store):
            raise _not_possible("a server counts whom it knows, not commits on this machine", "leave `--commits` out")
        name = self.find(exemption_id).record.id
        refused: PrivlineageError | None = None
        for who in who_approved(name, folder, signers_of(bundle_in_force(self.store).teams)):
            try:
                return self.approve(name, who, reason)
            except PrivlineageError as error:
                refused = error
        hint = f"an approver signs a commit with the line `Privlineage-Approve: {name}`; `teams.yml` lists the keys"
        raise refused or _not_possible(f"no signed commit in `{folder}` approves `{name}`", hint)

    def revoke(self, exemption_id: str, by: Identity, reason: str = "") -> ExemptionRecord:
        """Withdraw a request, or end an exemption for good. Nobody else has to agree: it only tightens.

        Raises:
            PrivlineageError: PL810 for an unknown exemption; PL812 where it was revoked before, or somebody who proved
                to be neither an approver nor who asked would revoke it.
        """
        record = self.find(exemption_id).record
        if record.state == REVOKED:
            raise _not_possible(f"`{record.id}` is revoked already", "nothing more needs to be done")
        _check_revoker(record, by, bundle_in_force(self.store))
        return self._changed(replace(record, revoked=Said(by, self.clock(), reason.strip())), record)

    def find(self, exemption_id: str) -> ExemptionEntry:
        """An exemption by its id, or the beginning of one.

        Raises:
            PrivlineageError: PL810, when none has that id, or several begin so.
        """
        found = self.store.exemption(exemption_id)
        if found is None:
            hint = "see `privlineage exempt list`"
            raise PrivlineageError("PL810", f"no exemption `{exemption_id}` is known", hint=hint)
        return found

    def list(self, state: str = "", dag_id: str = "", team: str = "", limit: int = 1000) -> list[ExemptionEntry]:
        """Exemptions, newest request first.

        Args:
            state: one of `STATES`; all where empty.
            dag_id: of one DAG alone.
            team: those about a zone, rule or dataset of that team alone.
            limit: how many at most.

        Raises:
            PrivlineageError: PL302, for a team that the bundle in force does not know.
        """
        kept = APPROVED if state == EXPIRED else state
        found = self.store.exemptions(ExemptionQuery(kept, dag_id, limit=limit))
        if state:
            now = self.now()
            found = [entry for entry in found if now.state_of(entry.record) == state]
        if team:
            bundle = bundle_with_team(self.store, team)
            found = [entry for entry in found if of_team(bundle, entry.record, team)]
        return found

    def now(self) -> Moment:
        """How exemptions stand at this moment, under the policy in force."""
        return Moment(bundle_in_force(self.store).policy, self.clock())

    def _changed(self, record: ExemptionRecord, before: ExemptionRecord) -> ExemptionRecord:
        if not self.store.change_exemption(record, before.state):
            state = self.find(record.id).record.state
            raise _not_possible(f"`{record.id}` is {state} already", "somebody was faster: look at it again")
        return self.find(record.id).record

    def _fired(self, verdict: Verdict, wanted: Sequence[Finding]) -> Iterable[Fired]:
        """What fired on the verdict's recorded inputs, one entry for each rule, zone and sink that is wanted."""
        record = self.store.bundle(verdict.bundle)
        if record is None:
            raise _refused(f"the bundle `{verdict.bundle[:12]}` is not in the store", "let the task run again")
        keys = {_key(finding) for finding in wanted}
        found: dict[tuple[str, str, DatasetRef | None], Fired] = {}
        for one in fires(load_files(dict(record.files)).policy, verdict.movement):
            key = _key(one.finding)
            if key in keys:
                known = found.get(key)
                carries = (*known.carries, *one.carries) if known else one.carries
                found[key] = Fired(one.finding, tuple(dict.fromkeys(carries)))
        return found.values()

    def _check_approver(self, record: ExemptionRecord, by: Identity, bundle: Bundle) -> None:
        aliases, real = aliases_of(bundle.teams), identities_are_real(self.store, bundle)
        for asker in (record.requested.who, *(record.beside if real or by.is_real else ())):
            if could_be_same(by.name, asker.name, aliases):
                asked, hint = asker.name or "nobody", "somebody else has to approve it"
                raise _not_possible(f"`{record.id}` was asked for by `{asked}`, who may not approve it", hint)
        approvers = bundle.policy.exemptions.approvers
        named = ", ".join(f"`{name}`" for name in approvers) or "nobody"
        if not by.is_real:
            if real:
                hint = f"approve through a server, or by a signed commit (`--commits DIR`), as one of {named}"
                raise _not_possible(f"nobody knows whether this is `{by.name}`: an approval must be proven here", hint)
            return
        if not is_approver(by, bundle):
            hint = f"`exemptions: approvers:` of the policy names {named}"
            raise _not_possible(f"`{by.name}` is no approver of exemptions", hint)


def _check_revoker(record: ExemptionRecord, by: Identity, bundle: Bundle) -> None:
    """Whoever can write a store could revoke in it; whom a server lets in needs something to do with it."""
    if not by.is_real or is_approver(by, bundle):
        return
    concerned = [said.who.name for said in (record.requested, record.approved) if said is not None]
    if not any(same_person(by.name, name, aliases_of(bundle.teams)) for name in concerned):
        hint = "who asked for it may, and who may approve"
        raise _not_possible(f"`{by.name}` has nothing to do with `{record.id}`", hint)


def _wanted(verdict: Verdict, rules: Collection[str]) -> list[Finding]:
    """The findings an exemption is asked for: those that decided the verdict, or those of the rules that are named."""
    decision = verdict.decision
    if not decision.findings:
        raise _refused(f"nothing stopped the task at `{verdict.id}`", "name the verdict that the task's log names")
    if not verdict.movement.shape:
        why = f"`{verdict.id}` was given before exemptions were bound to plans"
        raise _refused(why, "let the task run again, and name its new verdict")
    known = dict.fromkeys(finding.rule for finding in decision.findings)
    for rule in rules:
        if rule not in known:
            fired = ", ".join(f"`{name}`" for name in known)
            raise _refused(f"`{rule}` did not fire at `{verdict.id}`", f"these did: {fired}")
    if rules:
        return [finding for finding in decision.findings if finding.rule in rules]
    if verdict.outcome is Outcome.ALLOW:
        return [finding for finding in decision.findings if finding.would is decision.would]
    return [finding for finding in decision.findings if finding.outcome is verdict.outcome]


def _check_exemptible(findings: Iterable[Finding], policy: Policy) -> None:
    for finding in findings:
        if not finding.exemptible:
            raise _never(finding.rule, str(finding.place or ""))
    _check_rules(dict.fromkeys(finding.rule for finding in findings), policy)


def _check_rules(rules: Iterable[str], policy: Policy) -> None:
    """Whether the policy in force still has the rules, and lets people be exempted from them."""
    known = {rule.id: rule for rule in policy.rules}
    for name in rules:
        if ":" in name:
            continue
        rule = known.get(name)
        if rule is None:
            raise _refused(f"the bundle in force has no rule `{name}`", "let the task run again under it")
        if not rule.exemptible:
            raise _never(name, str(rule.place or ""))


def _check_days(days: int, policy: Policy) -> None:
    most = policy.exemptions.max_days
    if not 1 <= days <= most:
        raise _refused(f"an exemption lasts from 1 to {most} days, not {days}", "see `exemptions: max_days:`")


def _exemption(name: str, fired: Fired, verdict: Verdict) -> Exemption:
    finding, job = fired.finding, verdict.job
    bonds = (job.dag_id, job.task_id, finding.zone, finding.sink, fired.carries, verdict.movement.shape)
    return Exemption(name, finding.rule, *bonds)


def _key(finding: Finding) -> tuple[str, str, DatasetRef | None]:
    return (finding.rule, finding.zone, finding.sink)


def _never(rule: str, place: str) -> PrivlineageError:
    where = f" ({place})" if place else ""
    return _refused(f"nobody can be exempted from `{rule}`{where}", "the task has to change, or the policy")


def _refused(why: str, hint: str) -> PrivlineageError:
    return PrivlineageError("PL811", why, hint=hint)


def _not_possible(why: str, hint: str) -> PrivlineageError:
    return PrivlineageError("PL812", why, hint=hint)
