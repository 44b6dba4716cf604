"""A store in which everything the audit tells of has happened."""

from dataclasses import replace

from privlineage.core.sources import Source, Sources
from privlineage.core.verdict import Attempt
from privlineage.store.proposing import Proposal, ProposalKind, ProposalState, Statement
from tests.contract.store.test_exemptions import ANA, BO, asked, in_force, resting, revoked
from tests.contract.store.test_suggestions import looked, review, suggestion
from tests.contract.store.world import (
    EMAIL,
    MART,
    PHONE,
    RAW,
    WEAKENING,
    append,
    at,
    bundle,
    done,
    overwrite,
    publish,
    tag,
    verdict,
)

RENAMED = Sources([Source("dwh", "postgres://wh:5432", database="shop", default_schema="public", dialect="postgres")])


def lived_in(store):
    """Let everything happen that the audit tells of, sealed several times on the way."""
    publish(store, tag(RAW, "email", EMAIL, by="bundle"))
    store.add_tags([tag(RAW, "phone", PHONE), tag(RAW, "note", None)])
    store.remove_tags(RAW.column("note"), None, "bo", at(2), "it holds names")
    store.audit_head(at(3))
    done(store, overwrite(MART, {"x": "email"}, RAW), "first", 4)
    done(store, overwrite(MART, {"y": "email"}, RAW), "second", 6)
    store.record_verdict(verdict(1))
    store.plan_additions(append(MART, {"z": "phone"}, RAW), Attempt("third"), at(8), verdict(2, Attempt("third")))
    store.audit_head(at(9))
    record = in_force(store, minute=10)
    store.plan_additions(
        append(MART, {"w": "phone"}, RAW),
        Attempt("fourth"),
        at(11),
        resting(3, Attempt("fourth"), record.id, minute=11),
    )
    store.change_exemption(revoked(record, minute=12), "approved")
    store.add_exemption(asked(2, minute=13))
    waiting = Proposal("P-1", ProposalKind.BUNDLE, bundle(2).hash, (ANA,), at(14), files=bundle(2).files)
    store.add_proposal(waiting)
    store.put_scanned(looked(), [suggestion(1), suggestion(2, "phone"), suggestion(3, "born")])
    store.review([review(number, minute=14) for number in (1, 2, 3)])
    approved = waiting.said(Statement(BO, ProposalState.APPROVED, at(15), "fine"))
    store.publish(
        bundle(2, 15),
        RENAMED,
        [replace(tag(RAW, "email", EMAIL, by="bundle", minute=15))],
        WEAKENING,
        approved=approved,
    )
    store.record_verdict(verdict(7, minute=16))
    store.add_tags([tag(RAW, "born", EMAIL, minute=17)])
    store.record_verdict(verdict(8, minute=18))  # this verdict and the one before go; what was said in between stays
    store.record_verdict(verdict(4, minute=200))
    assert store.retain(at(60), "bo", at(201), "kept long enough")
    store.audit_head(at(202))
    store.record_verdict(verdict(5, minute=203))
    plan = append(MART, {"v": "email", "u": "phone"}, RAW)
    store.record_verdict(verdict(6, minute=204, plan=plan.fingerprint), plan)
