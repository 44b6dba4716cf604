"""In whatever order: no exemption counts but what somebody else approved, and every verdict comes out the same."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.core.verdict import Attempt
from privlineage.policy.engine import decide
from privlineage.policy.load import load_files
from tests.replaying import unlike
from tests.unit.service.approving.test_exemptions import Site
from tests.unit.service.world import POLICY, TAGS

COLUMNS = ("email", "gender", "postcode", "born", "id")
PEOPLE = [Identity("ana"), Identity("Ana "), Identity("bo"), Identity("cy", ("privacy",), "airflow")]
POLICIES = [
    POLICY,
    POLICY.replace("[privacy]", "[privacy], max_days: 2"),
    POLICY.replace("  - id: no-contact-to-ads\n", "  - id: no-contact-to-ads\n    exemptible: false\n"),
    POLICY.replace("default: deny", "default: allow"),
    POLICY.replace("unreviewed: warn", "unreviewed: block"),
]
MORE_TAGS = [TAGS, TAGS.replace("gender: user.demographic.gender", "gender: user.contact.phone_number")]

people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 9)
events = st.one_of(
    st.tuples(st.just("run"), st.sets(st.sampled_from(COLUMNS), min_size=1, max_size=3), numbers),
    st.tuples(st.just("request"), numbers, st.integers(1, 4), people),
    st.tuples(st.just("approve"), numbers, people),
    st.tuples(st.just("exempt"), numbers, st.integers(1, 4)),
    st.tuples(st.just("revoke"), numbers, people),
    st.tuples(st.just("publish"), st.sampled_from(POLICIES), st.sampled_from(MORE_TAGS)),
    st.tuples(st.just("day"), st.integers(-2, 4)),
)


class Story:
    """A site, and what was said there, kept in the plainest way."""

    def __init__(self):
        self.site, self.policy = Site(), POLICY
        self.given, self.requests, self.approvals, self.revoked = [], {}, {}, set()

    def run(self, columns, name):
        site = self.site
        plan = site.plan(tuple(sorted(columns)), f"s3://ads-partner/2026-03-{site.day:02}/daily.csv")
        verdict = site.decider.decide(plan, Attempt(f"{name}-{'-'.join(sorted(columns))}-{site.day}"))
        self.given.append(verdict)
        for exempted in verdict.decision.exempted:
            self.check(exempted, verdict, columns)

    def check(self, name, verdict, columns):
        """Read slowly: it was approved by somebody else, holds today, and is for no more than these columns."""
        asked, days, who, rules, labels = self.requests[name]
        approver, approved = self.approvals[name]
        assert who.name.strip().lower() != approver.name.strip().lower()
        assert name not in self.revoked
        assert approved <= self.site.day <= approved + days
        assert self.site.day <= approved + 2 or "max_days: 2" not in self.policy
        assert asked == set(columns)
        assert not rules & {"no-contact-to-ads"} or "exemptible" not in self.policy
        assert self.stopped_without(verdict, rules) <= labels

    def stopped_without(self, verdict, rules):
        """Columns and labels that these rules would stop with nothing exempted; about the rest other rules decide."""
        record = self.site.store.bundle(verdict.bundle)
        findings = decide(load_files(dict(record.files)).policy, verdict.movement).findings
        fired = [finding for finding in findings if finding.rule in rules]
        columns = {path.steps[-1].column.path for finding in fired for path in finding.witnesses}
        atoms = {atom for finding in fired for atom in finding.atoms}
        return {
            (arrival.sink.path, arrival.atom, arrival.strength)
            for arrival in verdict.movement.arrivals
            if arrival.sink.path in columns and str(arrival.atom) in atoms
        }

    def request(self, number, days, who):
        if not self.given:
            return
        verdict = self.given[number % len(self.given)]
        made = self.site.exemptions.request(verdict.id, reason="a campaign", days=days, by=who)
        columns = {column for sink in verdict.movement.sinks for column in self.written(verdict)}
        labels = {(arrival.sink.path, arrival.atom, arrival.strength) for arrival in verdict.movement.arrivals}
        self.requests[made.id] = (columns, days, who, set(made.rules), labels)

    def written(self, verdict):
        return self.site.store.plan(verdict.plan).sinks[0].columns

    def approve(self, number, who):
        name = self.pick(number)
        if name:
            self.site.exemptions.approve(name, who)
            self.approvals[name] = (who, self.site.day)

    def exempt(self, number, days):
        """One asks, another approves, and the task is tried again."""
        self.request(number, days, PEOPLE[0])
        self.approve(len(self.requests) - 1, PEOPLE[2])
        self.run(self.written(self.given[number % len(self.given)]), number)

    def revoke(self, number, who):
        name = self.pick(number)
        if name:
            self.site.exemptions.revoke(name, who)
            self.revoked.add(name)

    def pick(self, number):
        return list(self.requests)[number % len(self.requests)] if self.requests else None

    def publish(self, policy, tags):
        self.policy = policy
        self.site.publish(policy, tags=tags)

    def day(self, later):
        self.site.day = min(max(self.site.day + later, 1), 28)


@given(st.lists(events, min_size=4, max_size=30))
@settings(max_examples=settings.default.max_examples // 2)
def test_no_exemption_counts_but_what_somebody_else_approved_and_every_verdict_replays(told):
    story = Story()
    story.run({"email"}, 0)
    refused = set()
    for name, *values in told:
        try:
            getattr(story, name)(*values)
        except PrivlineageError as error:
            refused.add(error.code)
    count, wrong = unlike(story.site.store)
    assert (True, [], True) == (count >= 1, wrong, refused <= {"PL811", "PL812"})


def test_a_verdict_that_was_changed_does_not_replay():
    story = Story()
    story.run({"email"}, 0)
    [verdict] = story.given
    decision = verdict.decision
    for number, change in enumerate(
        [
            {"outcome": decision.outcome.ALLOW},
            {"findings": ()},
            {"findings": (replace(decision.findings[0], fix="Nothing needs to change."),)},
            {"exempted": ("E-1",)},
        ]
    ):
        other = replace(verdict, id=f"V-C{number}", attempt=None, decision=replace(decision, **change))
        story.site.store.record_verdict(other)
    _, wrong = unlike(story.site.store)
    assert {f"V-C{number}" for number in range(4)} == {text.partition(":")[0] for text in wrong}
