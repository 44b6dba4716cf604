"""Loosening takes a second person (law 9): what loosens is proposed, and takes effect when somebody else approves.

So it is wherever identities are real and the bundle in force names approvers. Who may approve is what *that* bundle
says: nobody brings their own approvers along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.core.people import Identity, same_person
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.policy.diff.bundles import changes
from privlineage.policy.diff.rules import Direction
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle
from privlineage.policy.teams import aliases_of, signers_of
from privlineage.service.approving.carrying_out import carry_out
from privlineage.service.approving.first_claims import refuse_first_claims
from privlineage.service.approving.proposed import about_column, new_proposal_id
from privlineage.service.approving.publish import Publication, publish
from privlineage.service.bundle_in_force import bundle_if_any, bundle_in_force
from privlineage.service.people.approvers import approval_problem, is_approver
from privlineage.service.people.identity import identities_are_real, is_remote
from privlineage.service.people.signed import who_approved
from privlineage.store.claims import is_category
from privlineage.store.proposing import Proposal, ProposalKind, ProposalState, Statement
from privlineage.store.protocol import Store

__all__ = ["Proposals", "Submitted"]


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of something that was asked for.

    Attributes:
        done: whether it took effect.
        proposal: the proposal it is, or was, None where it needed no approval.
        withdrawn: how many claims went, of an untag that took effect, or how many states of a dataset.
        remarks: for people: why an approval did not count, or why none was needed.
    """

    done: bool
    proposal: Proposal | None = None
    withdrawn: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of one store.

    Attributes:
        store: where they are.
        clock: the time, ISO 8601 in UTC.
        new_id: a fresh proposal id.
        store_url: the store's URL, for the marker beside a SQLite file.
        is_served: whether a server stands before the store, which knows who asks.
    """

    store: Store
    clock: Callable[[], str]
    new_id: Callable[[], str] = new_proposal_id
    store_url: str = ""
    is_served: bool = False

    # asking

    def submit(
        self,
        publication: Publication,
        authors: Sequence[Identity],
        approvals: Iterable[tuple[Identity, str]] = (),
        reason: str = "",
    ) -> Submitted:
        """Publish a bundle, or propose it where it loosens and that takes approval.

        Args:
            publication: the bundle, compared with the one in force.
            authors: everybody who made it; whoever is not proven comes first.
            approvals: who approved what already: an identity, and the hash or the proposal's id it names.
            reason: why, in the author's words.

        Raises:
            PrivlineageError: PL824, when another bundle came into force since it was compared.
        """
        loosens = [change.text for change in publication.changes if change.direction is Direction.LOOSENS]
        if not loosens or not self.takes_approval():
            remarks = (_NOBODY_NAMED,) if loosens and self._is_real(bundle_if_any(self.store)) else ()
            publish(
                self.store,
                publication,
                author=authors[0].name,
                at=self.clock(),
                store_url=self.store_url,
                instead_of=publication.active,
            )
            return Submitted(done=True, remarks=remarks)
        tightens = [change.text for change in publication.changes if change.direction is Direction.TIGHTENS]
        made = Proposal(
            self.new_id(),
            ProposalKind.BUNDLE,
            publication.bundle.hash,
            tuple(authors),
            self.clock(),
            before=publication.active,
            loosens=tuple(loosens),
            tightens=tuple(tightens),
            reason=reason,
            files=tuple(sorted(publication.bundle.files.items())),
        )
        proposal = self._propose(made)
        return self._with_approvals(proposal, [who for who, what in approvals if what in (proposal.hash, proposal.id)])

    def untag(
        self, column: ColumnRef, category: str | None, authors: Sequence[Identity], reason: str = ""
    ) -> Submitted:
        """Withdraw people's claims about a column, or propose it where that takes approval.

        Raises:
            PrivlineageError: PL801, when there is no such claim; claims of the bundle are withdrawn in the bundle.
        """
        tags = [tag for tag in self.store.tags([column.dataset]) if tag.column == column]
        claimed = [tag for tag in tags if tag.by != "bundle" and is_category(tag, category)]
        if not claimed:
            hint = "the bundle tags it: change tags.yml and run `privlineage apply`" if tags else ""
            raise PrivlineageError(
                "PL801", f"nobody tagged `{column}`" + (f" as `{category}`" if category else ""), hint=hint
            )
        if not self.takes_approval():
            gone = self.store.remove_tags(column, category, authors[0].name, self.clock(), reason)
            return Submitted(done=True, withdrawn=gone)
        return self._of_column(ProposalKind.UNTAG, column, category, authors, reason)

    def tag(self, tag: Tag, authors: Sequence[Identity], reason: str = "") -> Submitted:
        """Make a claim, or propose it where it says that nothing personal is there and that takes approval.

        Raises:
            PrivlineageError: PL823, when it would let go what is stopped for being unreviewed, and that takes approval.
        """
        takes_approval = self.takes_approval()
        if tag.atom is not None and takes_approval:
            refuse_first_claims(self.store, self.bundle(), [tag])
        if tag.atom is not None or not takes_approval:
            self.store.add_tags([tag])
            return Submitted(done=True)
        return self._of_column(ProposalKind.TAG, tag.column, None, authors, reason)

    def retire(self, dataset: DatasetRef, authors: Sequence[Identity], reason: str = "") -> Submitted:
        """Say that what a dataset holds is gone, or propose it where that takes approval.

        Raises:
            PrivlineageError: PL302, when the store knows of nothing that it holds.
        """
        if not self.store.state([dataset])[dataset].open:
            hint = "its labels, if any, come from tags: see `privlineage labels`"
            raise PrivlineageError("PL302", f"nothing is known that `{dataset}` holds", hint=hint)
        if not self.takes_approval():
            gone = self.store.retire(dataset, authors[0].name, self.clock(), reason)
            return Submitted(done=True, withdrawn=gone)
        return self._of_column(ProposalKind.RETIRE, dataset.column("*"), None, authors, reason)

    def _of_column(
        self, kind: ProposalKind, column: ColumnRef, category: str | None, authors: Sequence[Identity], reason: str
    ) -> Submitted:
        made = Proposal(self.new_id(), kind, "", tuple(authors), self.clock(), reason=reason)
        return Submitted(
            done=False, proposal=self._propose(about_column(replace(made, subject=(str(column), category or ""))))
        )

    def _propose(self, made: Proposal) -> Proposal:
        """A new proposal, or the open one that asks for the same."""
        same = replace(made, id="", at="", reason="")
        for known in self.store.proposals(ProposalState.OPEN):
            if replace(known, id="", at="", reason="", statements=()) == same:
                return known
        self.store.add_proposal(made)
        return self.store.proposal(made.id) or made  # a server completes it

    def _with_approvals(self, proposal: Proposal, approvers: Iterable[Identity], reason: str = "") -> Submitted:
        remarks = []
        for approver in dict.fromkeys(approvers):
            try:
                found = self.approve(proposal.id, approver, reason)
            except PrivlineageError as error:
                if error.code != "PL822":
                    raise
                remarks.append(error.message)
                continue
            remarks += found.remarks
            proposal = found.proposal or proposal
            if found.done:
                return Submitted(done=True, proposal=proposal, remarks=tuple(remarks))
        return Submitted(done=False, proposal=proposal, remarks=tuple(remarks))

    # answering

    def approve(self, proposal_id: str, identity: Identity, reason: str = "") -> Submitted:
        """Approve a proposal; it takes effect at once, unless it takes one more approval.

        Where nobody knows who made it, the first approver only stands in for the author, and it takes a second one.

        Raises:
            PrivlineageError: PL821 when it is not open, PL822 when who approves may not, PL824 when another bundle came
                into force since it was compared.
        """
        proposal = self.find(proposal_id)
        self._check_open(proposal)
        self._check_current(proposal)
        if is_remote(self.store):
            # The server judges, and carries it out: it knows who we are, and we may not publish ourselves.
            self.store.settle_proposal(proposal.said(Statement(identity, ProposalState.APPROVED, self.clock(), reason)))
            settled = self.find(proposal.id)
            left = () if settled.state is ProposalState.APPROVED else (_ONE_MORE.format(author=proposal.author),)
            return Submitted(done=not left, proposal=settled, remarks=left)
        in_force = self.bundle()
        problem = self._problem(proposal, identity, in_force)
        if problem:
            raise PrivlineageError("PL822", f"the approval of `{proposal.id}` does not count: {problem}", hint=_HOW)
        before = [each for each in self._approvals(proposal) if is_approver(each, in_force)]
        enough = len(before) + 1 >= (1 if proposal.author.is_real else 2)
        settled = proposal.said(Statement(identity, ProposalState.APPROVED, self.clock(), reason), final=enough)
        if not enough:
            self.store.settle_proposal(settled)
            return Submitted(done=False, proposal=settled, remarks=(_ONE_MORE.format(author=proposal.author),))
        return Submitted(
            done=True,
            proposal=settled,
            withdrawn=carry_out(self.store, settled, at=self.clock(), store_url=self.store_url),
        )

    def approve_signed(self, proposal_id: str, folder: Path, reason: str = "") -> Submitted:
        """Approve as everybody who signed a commit or tag with the trailer `Privlineage-Approve: <id>`.

        Args:
            proposal_id: which.
            folder: a folder in the repository with the commits.
            reason: why, where there is more to say.

        Raises:
            PrivlineageError: as `approve`; PL822 where no signature of a listed key approves it, or a server stands
                between us and the store, which knows by itself who asks.
        """
        proposal = self.find(proposal_id)
        self._check_open(proposal)
        if is_remote(self.store):
            text = "a server counts whom it knows, not commits on this machine"
            raise PrivlineageError("PL822", text, hint="leave `--commits` out")
        found = self._with_approvals(
            proposal, who_approved(proposal.id, folder, signers_of(self.bundle().teams)), reason
        )
        if not found.done and found.proposal == proposal:
            text = found.remarks[0] if found.remarks else f"no signed commit in `{folder}` approves `{proposal.id}`"
            hint = f"an approver signs a commit with the line `Privlineage-Approve: {proposal.id}`"
            raise PrivlineageError("PL822", text, hint=f"{hint}; `teams.yml` lists the keys")
        return found

    def _problem(self, proposal: Proposal, identity: Identity, in_force: Bundle) -> str:
        return approval_problem(in_force, identity, (*proposal.authors, *self._approvals(proposal)))

    def reject(self, proposal_id: str, identity: Identity, reason: str = "") -> Proposal:
        """Say that a proposal shall not take effect.

        Raises:
            PrivlineageError: PL821 when it is not open, PL822 when somebody else than an approver rejects.
        """
        proposal = self.find(proposal_id)
        self._check_open(proposal)
        if not is_remote(self.store) and not is_approver(identity, self.bundle()):
            text = f"`{identity.name or 'nobody'}` did not prove to be an approver, and only they reject"
            raise PrivlineageError("PL822", text, hint="its author may withdraw it")
        return self._settle(proposal, ProposalState.REJECTED, identity, reason)

    def withdraw(self, proposal_id: str, identity: Identity, reason: str = "") -> Proposal:
        """Take a proposal back, as one of its authors; that loosens nothing, so a name suffices.

        Raises:
            PrivlineageError: PL821 when it is not open, PL822 when somebody else withdraws.
        """
        proposal = self.find(proposal_id)
        self._check_open(proposal)
        aliases = aliases_of(self.bundle().teams)
        mine = any(same_person(identity.name, author.name, aliases) for author in proposal.authors)
        if not mine and not is_remote(self.store):
            text = f"`{identity.name or 'nobody'}` did not make `{proposal.id}`, and only its authors withdraw it"
            raise PrivlineageError("PL822", text, hint="an approver may reject it")
        return self._settle(proposal, ProposalState.WITHDRAWN, identity, reason)

    def _settle(self, proposal: Proposal, state: ProposalState, identity: Identity, reason: str) -> Proposal:
        settled = proposal.said(Statement(identity, state, self.clock(), reason))
        self.store.settle_proposal(settled)
        return settled

    # looking

    def find(self, proposal_id: str) -> Proposal:
        """A proposal by id or unique prefix.

        Raises:
            PrivlineageError: PL821, when there is none.
        """
        found = self.store.proposal(proposal_id)
        if found is None:
            hint = "see `privlineage proposals list`"
            raise PrivlineageError("PL821", f"no proposal `{proposal_id}` is known", hint=hint)
        return found

    def is_out_of_date(self, proposal: Proposal) -> bool:
        """Whether another bundle came into force since an open proposal was compared."""
        record = self.store.active_bundle()
        return proposal.kind is ProposalKind.BUNDLE and proposal.before != (record.hash if record else "")

    def bundle(self) -> Bundle:
        """The bundle in force.

        Raises:
            PrivlineageError: PL506, when there is none.
        """
        return bundle_in_force(self.store)

    def _check_open(self, proposal: Proposal) -> None:
        if not proposal.is_open:
            hint = "nothing more can be said of it; propose anew where it is still wanted"
            raise PrivlineageError("PL821", f"the proposal `{proposal.id}` is {proposal.state} already", hint=hint)

    def _check_current(self, proposal: Proposal) -> None:
        if self.is_out_of_date(proposal):
            in_force = self.store.active_bundle()
            now = changes(load_files(dict(in_force.files)), load_files(dict(proposal.files))) if in_force else ()
            loosens = sum(change.direction is Direction.LOOSENS for change in now)
            text = f"`{proposal.id}` was compared with a bundle that is in force no longer"
            raise PrivlineageError("PL824", text, hint=f"apply it again: it loosens {loosens} things now")

    def _approvals(self, proposal: Proposal) -> list[Identity]:
        return [each.by for each in proposal.statements if each.state is ProposalState.APPROVED]

    def takes_approval(self) -> bool:
        """Whether what loosens waits for somebody: identities are real, and the bundle in force names approvers."""
        bundle = bundle_if_any(self.store)
        return bundle is not None and bool(bundle.policy.exemptions.approvers) and self._is_real(bundle)

    def _is_real(self, bundle: Bundle | None) -> bool:
        return self.is_served or identities_are_real(self.store, bundle)


_NOBODY_NAMED = (
    "nobody approved it: the bundle in force names no approvers (`exemptions: {approvers: […]}` in policy.yml); "
    "with some, what loosens waits for one of them"
)
_ONE_MORE = "it was not verified who made it ({author}), so it takes one more approval"
_HOW = "an approver other than the author approves through Airflow, a server's token, or a signed commit"
