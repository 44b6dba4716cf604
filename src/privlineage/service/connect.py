"""The public face in Python: `privlineage.connect`, and the decider the gate asks."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.core.movement import Witness
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef
from privlineage.core.verdict import Verdict
from privlineage.service.answering.catalog import Catalog, Label
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.decider import Decider
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.http.address import is_server
from privlineage.store.open import open_store
from privlineage.store.protocol import Store

if TYPE_CHECKING:
    import networkx as nx

    from privlineage.core.people import Identity
    from privlineage.service.approving.proposals import Proposals, Submitted

__all__ = ["Lineage", "connect", "open_decider"]


def open_decider(url: str) -> Decider:
    """The decider over an existing store, or that of a server.

    Raises:
        PrivlineageError: PL001 for a URL that names neither, PL501 to PL504 when the store is not there or not ours.
    """
    if is_server(url):
        from privlineage.service.serving.over_http import decider_at

        return decider_at(url)
    return LocalDecider(open_store(url), utc_now, new_verdict_id)


class Lineage:
    """Questions and claims about the lineage graph of one store. Close it, or use it in a `with` block."""

    def __init__(
        self, store: Store, decider: Decider | None = None, also_close: Callable[[], None] | None = None
    ) -> None:
        self._store = store
        self._also_close = also_close
        self._local = LocalDecider(store, utc_now, new_verdict_id)
        self._decider: Decider = decider or self._local

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()
        if self._also_close is not None:
            self._also_close()

    def tag(
        self,
        ref: str,
        category: str,
        *,
        identifiability: str = "identified",
        origin: str = "",
        uses: tuple[str, ...] | None = None,
        subjects: tuple[str, ...] = (),
        controller: str = "",
        author: str = "",
    ) -> Tag:
        """Claim that a column holds a category of personal data, or `none`: reviewed, nothing personal.

        Raises:
            PrivlineageError: PL301 for a wrong reference, PL104 for an unknown taxonomy key, PL103 for a wrong
                identifiability. PL823, where `none` takes another person's approval: it is proposed then.
        """
        from privlineage.service.claiming import claim
        from privlineage.service.people.identity import user_here

        made = claim(
            self._catalog().bundle,
            ref,
            category,
            author=author or user_here(),
            at=utc_now(),
            identifiability=identifiability,
            origin=origin,
            uses=uses,
            subjects=subjects,
            controller=controller,
        )
        proposals, asking = self._proposals(author)
        _waits(proposals.tag(made, asking))
        return made

    def untag(self, ref: str, category: str | None = None, *, author: str = "", reason: str = "") -> int:
        """Withdraw what people claimed of a column (one category, or everything); returns how many claims went.

        Raises:
            PrivlineageError: PL801, when there is no such claim; claims of the bundle are withdrawn in the bundle.
                PL823, where it takes another person's approval: it is proposed then.
        """
        column = self._catalog().sources.column(ref)
        proposals, asking = self._proposals(author)
        submitted = proposals.untag(column, category, asking, reason)
        _waits(submitted)
        return submitted.withdrawn

    def labels(self, ref: str) -> list[Label]:
        """The atoms a column carries, each with its support."""
        catalog = self._catalog()
        return catalog.labels(catalog.sources.column(ref))

    def upstream(self, ref: str, depth: int | None = None) -> nx.DiGraph[ColumnRef]:
        """Everything a column derives from, as a graph of column references."""
        from privlineage.graph.explain import to_digraph

        catalog = self._catalog()
        return to_digraph(catalog.upstream(catalog.sources.column(ref), depth))

    def downstream(self, ref: str, depth: int | None = None) -> nx.DiGraph[ColumnRef]:
        """Everything a column feeds, as a graph of column references."""
        from privlineage.graph.explain import to_digraph

        catalog = self._catalog()
        return to_digraph(catalog.downstream(catalog.sources.column(ref), depth))

    def why(self, ref: str, category: str) -> Witness:
        """The minimal path by which a column carries a category.

        Raises:
            PrivlineageError: PL801, when it does not carry it.
        """
        catalog = self._catalog()
        return catalog.why(catalog.sources.column(ref), category)

    def decide(self, plan: Plan) -> Verdict:
        """What the policy says about a plan, without side effect."""
        return self._decider.decide(plan, None)

    def _proposals(self, author: str) -> tuple[Proposals, tuple[Identity, ...]]:
        """The proposals of the store, and who asks; imported here, for a task that starts needs neither."""
        from privlineage.service.approving.proposals import Proposals
        from privlineage.service.people.identity import askers, user_here

        return Proposals(self._store, utc_now), askers(self._store, author, user_here())

    def _catalog(self) -> Catalog:
        return Catalog(self._store, self._local.bundle())


def _waits(submitted: Submitted) -> None:
    """Raise PL823 for what waits for approval: whoever called believes that it took effect."""
    if not submitted.done and submitted.proposal is not None:
        hint = f"an approver says `privlineage proposals approve {submitted.proposal.id}`"
        raise PrivlineageError("PL823", f"it waits for approval as `{submitted.proposal.id}`", hint=hint)


def connect(url: str) -> Lineage:
    """Open an existing store.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql+psycopg://user@host/database`, or
            `https://host/prefix` of a server, which is shown the token in `PRIVLINEAGE_TOKEN` or in the file that
            `PRIVLINEAGE_TOKEN_FILE` names.

    Raises:
        PrivlineageError: PL501 to PL504, when the store is not there or not ours; PL205 or PL206, when a server
            refuses.
    """
    store = open_store(url)
    if not is_server(url):
        return Lineage(store)
    from privlineage.service.serving.over_http import HttpTransport
    from privlineage.service.serving.remote import RemoteDecider

    transport = HttpTransport(url)
    return Lineage(store, RemoteDecider(transport), transport.close)
