"""Exemptions from request to use: who may, for what exactly, for how long, and when they stop counting."""

from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.core.plan import Job, Opening, Plan, Sink, Unresolved, WriteMode
from privlineage.core.verdict import Attempt, Outcome
from privlineage.policy.load import load_files
from privlineage.service.answering.message import message
from privlineage.service.approving.exemptions import Exemptions
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.exempting import ExemptionQuery
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord, VerdictQuery
from tests.unit.service.world import POLICY, SOURCES, TAGS, copy

CUSTOMERS, STAGE, ADS = "wh.public.customers", "wh.mart.stage", "s3://ads-partner/daily.csv"
DEV, OFFICER = Identity("dev"), Identity("officer")


class Site:
    """A store, a clock that tests set, a decider and the exemptions over them."""

    def __init__(self, policy=POLICY, store=None, **files):
        self.day, self.seconds, self.verdicts, self.asked, self.frozen = 1, 0, 0, 0, ""
        self.store = store or MemoryStore()
        self.publish(policy, **files)
        self.decider = LocalDecider(self.store, self.now, self.verdict_id)
        self.exemptions = Exemptions(self.store, self.now, self.exemption_id)

    def publish(self, policy, **files):
        texts = {"sources.yml": SOURCES, "tags.yml": TAGS, "policy.yml": policy}
        texts |= {f"{name}.yml": text for name, text in files.items()}
        bundle = load_files(texts)
        record = BundleRecord(bundle.hash, tuple(texts.items()), "ann", self.now())
        self.store.publish(record, bundle.sources, bundle.tags, bundle.weakening)

    def now(self):
        self.seconds += 1
        return self.frozen or f"2026-03-{self.day:02}T05:{self.seconds // 60:02}:{self.seconds % 60:02}.000000Z"

    def verdict_id(self):
        self.verdicts += 1
        return f"V-{self.verdicts:04X}"

    def exemption_id(self):
        self.asked += 1
        return f"E-{self.asked:04X}"

    def plan(self, columns=("email",), target=ADS, source=CUSTOMERS, **more):
        return copy(self.decider, source, target, {name: name for name in columns}, task="export", **more)

    def run(self, name, columns=("email",), **more):
        """One try of the task that exports columns."""
        return self.decider.decide(self.plan(columns, **more), Attempt(name))

    def exempted(self, verdict, days=7, **more):
        """An approved exemption for what a verdict stopped."""
        made = self.exemptions.request(verdict.id, reason="a campaign", days=days, by=DEV, **more)
        return self.exemptions.approve(made.id, OFFICER)

    def uses(self, record):
        return self.exemptions.find(record.id).uses


def refusal(call):
    with pytest.raises(PrivlineageError) as caught:
        call()
    return f"{caught.value.code} {caught.value.message}"


# from request to use


def test_what_somebody_else_approved_passes_and_counts():
    site = Site()
    blocked = site.run("monday")
    assert Outcome.BLOCK is blocked.outcome
    made = site.exemptions.request(blocked.id, reason="a campaign", days=7, by=DEV)
    assert Outcome.BLOCK is site.run("again").outcome
    site.exemptions.approve(made.id, OFFICER)
    passed = site.run("tuesday")
    assert (Outcome.ALLOW, (), (made.id,)) == (passed.outcome, passed.decision.rules, passed.decision.exempted)
    assert 1 == site.uses(made)


def test_a_request_names_what_the_verdict_stopped_and_nothing_else():
    site = Site()
    blocked = site.run("monday", ("email", "id"))
    [part] = site.exemptions.request(blocked.id, reason="a campaign", days=7, by=DEV).scope
    assert ("no-contact-to-ads", "dag", "export", "ads", ADS, blocked.movement.shape) == (
        part.rule,
        part.dag_id,
        part.task_id,
        part.zone,
        str(part.sink),
        part.plan,
    )
    assert [f"{ADS}#email [user.contact.email, identified]"] == [str(item) for item in part.carries]


def test_one_request_covers_every_rule_that_stopped_the_task_or_those_that_are_named():
    site = Site(POLICY.replace("rules:", "rules:\n  - {id: nothing-at-all, forbid: user, into: [ads]}"))
    blocked = site.run("monday")
    assert ("nothing-at-all", "no-contact-to-ads") == blocked.decision.rules
    one = site.exempted(blocked, rules=("no-contact-to-ads",))
    assert (("no-contact-to-ads",), Outcome.BLOCK) == (one.rules, site.run("tuesday").outcome)
    both = site.exempted(blocked)
    passed = site.run("wednesday")
    assert (Outcome.ALLOW, {one.id, both.id}) == (passed.outcome, set(passed.decision.exempted))


def test_the_message_tells_the_exemption_that_let_a_task_pass():
    site = Site()
    site.exempted(site.run("monday"))
    assert message(site.run("tuesday")).splitlines()[:2] == [
        "allowed: `dag.export` is exempted",
        "  note  exempted from `no-contact-to-ads` until 2026-03-08 05:00 UTC by E-0001",
    ]


def test_a_warning_can_be_exempted_too():
    site = Site(POLICY.replace("enforce", "warn"))
    warned = site.run("monday")
    assert Outcome.WARN is warned.outcome
    site.exempted(warned)
    assert Outcome.ALLOW is site.run("tuesday").outcome


def test_what_is_only_observed_can_be_exempted_before_it_is_enforced():
    site = Site(POLICY.replace("enforce", "observe"))
    site.exempted(site.run("monday"))
    site.publish(POLICY)
    assert Outcome.ALLOW is site.run("tuesday").outcome


def test_unresolved_lineage_can_be_exempted_as_long_as_nothing_else_is_unresolved():
    site = Site()
    plan = Plan(Job("dag", "proc"), unresolved=(Unresolved("procedure", "CALL is not opened", source="wh"),))
    blocked = site.decider.decide(plan, Attempt("monday"))
    assert ("default:unresolved",) == blocked.decision.rules
    site.exempted(blocked)
    assert Outcome.ALLOW is site.decider.decide(plan, Attempt("tuesday")).outcome
    other = replace(plan, unresolved=(*plan.unresolved, Unresolved("dynamic", "EXECUTE of a text", source="wh")))
    assert Outcome.BLOCK is site.decider.decide(other, Attempt("wednesday")).outcome


def test_the_default_of_a_zone_can_be_exempted():
    site = Site()
    blocked = site.run("monday", ("gender",))
    assert ("zone:ads:default",) == blocked.decision.rules
    site.exempted(blocked)
    assert (Outcome.ALLOW, Outcome.BLOCK) == (
        site.run("tuesday", ("gender",)).outcome,
        site.run("wednesday", ("gender", "postcode")).outcome,
    )


# what voids it


def test_one_more_column_voids_an_exemption_and_another_verdict_says_so():
    site = Site()
    made = site.exempted(site.run("monday"))
    site.publish(POLICY, tags=TAGS.replace("      born:", "      phone: user.contact.phone_number\n      born:"))
    blocked = site.run("tuesday", ("email", "phone"))
    assert (Outcome.BLOCK, ()) == (blocked.outcome, blocked.decision.exempted)
    assert [["email", "phone"]] == [
        [path.steps[-1].column.path for path in finding.witnesses] for finding in blocked.decision.findings
    ]
    assert (
        f"  note  {made.id} exempts from `no-contact-to-ads`, but not what the task would move now: ask for another"
        in (message(blocked).splitlines())
    )
    assert Outcome.ALLOW is site.run("wednesday").outcome


def test_one_more_column_that_holds_nothing_personal_is_another_plan_too():
    site = Site()
    site.exempted(site.run("monday"))
    assert Outcome.BLOCK is site.run("tuesday", ("email", "id")).outcome


def test_a_column_that_was_tagged_since_voids_it_though_the_plan_is_the_same():
    site = Site()
    site.exempted(site.run("monday", ("email", "nick")))
    site.publish(POLICY, tags=TAGS.replace("      born:", "      nick: user.contact\n      born:"))
    assert Outcome.BLOCK is site.run("tuesday", ("email", "nick")).outcome


def test_a_label_that_is_gone_since_does_not_void_it():
    site = Site(tags=TAGS.replace("      born:", "      nick: user.contact\n      born:"))
    site.exempted(site.run("monday", ("email", "nick")))
    site.publish(POLICY)
    assert Outcome.ALLOW is site.run("tuesday", ("email", "nick")).outcome


@pytest.mark.parametrize(
    "change",
    [
        {"columns": ("email",), "target": "s3://ads-partner/other.csv"},
        {"columns": ("email",), "source": "wh.public.others"},
        {"columns": ("email",), "through_worker": True, "location": "CN"},
        {"columns": ("email",), "new": True},
    ],
)
def test_another_sink_source_place_or_way_of_writing_voids_it(change):
    tags = TAGS + TAGS[TAGS.index("  wh.public.customers") :].replace("customers", "others").replace("partly", "less")
    site = Site(tags=tags)
    site.exempted(site.run("monday"))
    assert Outcome.BLOCK is site.run("tuesday", **change).outcome


@pytest.mark.parametrize("job", [Job("dag", "other"), Job("other", "export")])
def test_it_is_for_one_task_of_one_dag(job):
    site = Site()
    site.exempted(site.run("monday"))
    assert Outcome.BLOCK is site.decider.decide(replace(site.plan(), job=job), Attempt("tuesday")).outcome


def test_one_labelled_column_more_in_a_table_that_is_read_as_a_whole_voids_it():
    site = Site()
    site.decider.decide(site.plan(("email",), STAGE, new=True), Attempt("stage"))
    site.decider.succeeded(Attempt("stage"))
    rows = copy(site.decider, STAGE, ADS, {"*": "*"}, task="export")
    site.exempted(site.decider.decide(rows, Attempt("monday")))
    assert Outcome.ALLOW is site.decider.decide(rows, Attempt("tuesday")).outcome
    more = copy(site.decider, CUSTOMERS, STAGE, {"backup": "email"}, task="more")
    site.decider.decide(more, Attempt("more"))
    assert Outcome.BLOCK is site.decider.decide(rows, Attempt("wednesday")).outcome


def test_a_steady_daily_task_is_exempted_on_every_day_and_one_more_column_is_seen_on_each():
    """Dates in its paths and table names, run ids, places, notes and owners change from day to day."""
    site = Site()

    def daily(day, columns=("email",)):
        site.day, date = day, f"2026-03-{day:02}"
        target = f"s3://ads-partner/dt={date}/hour={day:02}/scheduled__{date}T05:00:00+00:00.csv"
        plan = site.plan(columns, target)
        facts = tuple(replace(fact, place=f"export.sql:{day}") for fact in plan.facts)
        noted = replace(plan, facts=facts, notes=(f"seen on {date}",), job=replace(plan.job, owner=f"owner{day}"))
        temporary = site.decider.bundle().sources.dataset(f"wh.mart.stage_{date.replace('-', '')}")
        made = (Sink(temporary, WriteMode.OVERWRITE, columns), Opening(temporary, 1, creates=True))
        return replace(noted, sinks=(*noted.sinks, made[0]), openings=(made[1],))

    site.exempted(site.decider.decide(daily(1), Attempt("1")), days=9)
    days = range(2, 10)
    assert [Outcome.ALLOW] * 8 == [site.decider.decide(daily(day), Attempt(str(day))).outcome for day in days]
    wider = [site.decider.decide(daily(day, ("email", "gender")), Attempt(f"w{day}")).outcome for day in days]
    assert [Outcome.BLOCK] * 8 == wider


# who may


def test_nobody_approves_their_own_request_however_they_spell_their_name():
    site = Site()
    made = site.exemptions.request(site.run("monday").id, reason="a campaign", days=7, by=DEV)
    for other in (DEV, Identity(" DEV "), Identity("dev", ("privacy",), "airflow"), Identity("Dev@corp.example")):
        assert f"PL812 `{made.id}` was asked for by `dev`, who may not approve it" == refusal(
            lambda by=other: site.exemptions.approve(made.id, by)
        )
    assert Outcome.BLOCK is site.run("tuesday").outcome


def test_a_proven_approver_is_one_of_those_the_policy_names():
    site = Site()
    made = site.exemptions.request(site.run("monday").id, reason="a campaign", days=7, by=DEV)
    ops = Identity("eve", ("Ops",), "airflow")
    assert "PL812 `eve` is no approver of exemptions" == refusal(lambda: site.exemptions.approve(made.id, ops))
    record = site.exemptions.approve(made.id, Identity("eve", ("Privacy",), "airflow"))
    assert ("approved", "airflow") == (record.state, record.approved.who.how)


def test_a_member_of_a_team_that_the_policy_names_may_approve():
    site = Site(teams="teams:\n  privacy: {members: [ana]}\n")
    made = site.exemptions.request(site.run("monday").id, reason="a campaign", days=7, by=DEV)
    bo, ana = Identity("bo", ("privacy",), "token"), Identity("ana", (), "token")
    assert "PL812 `bo` is no approver of exemptions" == refusal(lambda: site.exemptions.approve(made.id, bo))
    assert "approved" == site.exemptions.approve(made.id, ana).state


def test_where_nobody_is_named_no_proven_identity_suffices():
    site = Site(POLICY.replace("exemptions: {approvers: [privacy]}", ""))
    made = site.exemptions.request(site.run("monday").id, reason="a campaign", days=7, by=DEV)
    anybody = Identity("eve", ("Admin",), "airflow")
    assert "PL812 `eve` is no approver of exemptions" == refusal(lambda: site.exemptions.approve(made.id, anybody))


def test_where_identities_are_real_an_unproven_one_approves_nothing():
    site = Site(store=MemoryStore(is_shared=True))
    made = site.exemptions.request(site.run("monday").id, reason="a campaign", days=7, by=DEV)
    told = "PL812 nobody knows whether this is `officer`: an approval must be proven here"
    assert told == refusal(lambda: site.exemptions.approve(made.id, OFFICER))
    assert Outcome.BLOCK is site.run("tuesday").outcome


# what cannot be asked for


def test_a_rule_that_is_not_exemptible_is_refused_at_once_with_its_place():
    site = Site(POLICY.replace("  - id: no-contact-to-ads\n", "  - id: no-contact-to-ads\n    exemptible: false\n"))
    blocked = site.run("monday")
    assert f"  else  privlineage explain {blocked.id}   (approver: privacy)" in message(blocked).splitlines()
    expected = "PL811 nobody can be exempted from `no-contact-to-ads` (policy.yml:9:5)"
    assert expected == refusal(lambda: site.exemptions.request(blocked.id, reason="please", days=7, by=DEV))


def test_a_rule_that_was_made_not_exemptible_since_lifts_nothing_and_is_approved_no_more():
    site = Site()
    made = site.exempted(site.run("monday"))
    waiting = site.exemptions.request(site.run("tuesday2", ("email", "id")).id, reason="more", days=7, by=DEV)
    never = POLICY.replace("  - id: no-contact-to-ads\n", "  - id: no-contact-to-ads\n    exemptible: false\n")
    site.publish(never)
    assert (Outcome.BLOCK, 0) == (site.run("wednesday").outcome, site.uses(made))
    expected = "PL811 nobody can be exempted from `no-contact-to-ads` (policy.yml:9:5)"
    assert expected == refusal(lambda: site.exemptions.approve(waiting.id, OFFICER))
    site.publish(POLICY.replace("no-contact-to-ads\n    forbid", "renamed\n    forbid"))
    expected = "PL811 the bundle in force has no rule `no-contact-to-ads`"
    assert expected == refusal(lambda: site.exemptions.approve(waiting.id, OFFICER))


@pytest.mark.parametrize("days", [0, -1, 31, 10**9])
def test_more_days_than_the_policy_allows_are_refused(days):
    site = Site()
    blocked = site.run("monday")
    assert f"PL811 an exemption lasts from 1 to 30 days, not {days}" == refusal(
        lambda: site.exemptions.request(blocked.id, reason="please", days=days, by=DEV)
    )


def test_an_exemption_lasts_a_week_unless_said_and_no_longer_than_the_policy_allows():
    week, short = Site(), Site(POLICY.replace("[privacy]", "[privacy], max_days: 3"))
    days = [site.exemptions.request(site.run("m").id, reason="please", by=DEV).days for site in (week, short)]
    assert [7, 3] == days
    assert "--days 3" in message(short.run("tuesday"))


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_request_needs_a_reason(reason):
    site = Site()
    blocked = site.run("monday")
    assert "PL811 an exemption needs a reason" == refusal(
        lambda: site.exemptions.request(blocked.id, reason=reason, days=7, by=DEV)
    )


def test_what_stopped_nothing_needs_no_exemption():
    site = Site()
    allowed, blocked = site.run("monday", ("id",)), site.run("tuesday")
    ask = site.exemptions.request
    assert f"PL811 nothing stopped the task at `{allowed.id}`" == refusal(lambda: ask(allowed.id, reason="x", by=DEV))
    assert "PL802 no verdict `V-9` is known" == refusal(lambda: ask("V-9", reason="x", by=DEV))
    other = "PL811 `stays-in-china` did not fire at `V-0002`"
    assert other == refusal(lambda: ask(blocked.id, reason="x", by=DEV, rules=("stays-in-china",)))
    site.store.record_verdict(replace(blocked, id="V-0", movement=replace(blocked.movement, shape="")))
    older = "PL811 `V-0` was given before exemptions were bound to plans"
    assert older == refusal(lambda: ask("V-0", reason="x", by=DEV))
    assert [] == site.exemptions.list()


# when it ends


def test_an_exemption_ends_to_the_moment():
    site = Site()
    made = site.exempted(site.run("monday"), days=3)
    assert ("2026-03-01", "2026-03-04") == (made.approved.at[:10], made.valid_to[:10])
    assert made.approved.at[10:] == made.valid_to[10:]
    moments = [made.valid_to, "2026-03-04T04:59:59.999999Z", "2026-03-09T00:00:00.000000Z"]
    outcomes = []
    for moment in moments:
        site.frozen = moment
        outcomes.append((site.run(moment).outcome, site.exemptions.now().state_of(made)))
    assert [(Outcome.BLOCK, "expired"), (Outcome.ALLOW, "approved"), (Outcome.BLOCK, "expired")] == outcomes


def test_a_policy_that_allows_fewer_days_shortens_what_was_approved():
    site = Site()
    made = site.exempted(site.run("monday"), days=7)
    site.day = 4
    assert Outcome.ALLOW is site.run("thursday").outcome
    site.publish(POLICY.replace("[privacy]", "[privacy], max_days: 2"))
    assert (Outcome.BLOCK, "expired") == (site.run("again").outcome, site.exemptions.now().state_of(made))


def test_what_was_revoked_never_counts_again_whatever_the_clock_says():
    site = Site()
    made = site.exempted(site.run("monday"))
    site.day = 3
    assert Outcome.ALLOW is site.run("before").outcome
    site.exemptions.revoke(made.id, DEV, "it is done")
    assert Outcome.BLOCK is site.run("after").outcome
    site.day = 2
    assert (Outcome.BLOCK, "revoked") == (site.run("back").outcome, site.exemptions.find(made.id).record.state)
    for call in (site.exemptions.approve, site.exemptions.revoke):
        assert f"PL812 `{made.id}` is revoked already" == refusal(lambda call=call: call(made.id, OFFICER))


def test_before_it_was_approved_it_did_not_count_even_for_a_clock_that_jumps_back():
    site = Site()
    site.day = 5
    site.exempted(site.run("monday"))
    site.day = 4
    assert Outcome.BLOCK is site.run("back").outcome


def test_a_request_is_approved_once_and_withdrawn_by_anybody():
    site = Site()
    made = site.exempted(site.run("monday"))
    assert f"PL812 `{made.id}` is approved already" == refusal(lambda: site.exemptions.approve(made.id, OFFICER))
    other = site.exemptions.request(site.run("tuesday", ("email", "id")).id, reason="more", by=DEV)
    site.exemptions.revoke(other.id, Identity("anybody"))
    assert f"PL812 `{other.id}` is revoked already" == refusal(lambda: site.exemptions.approve(other.id, OFFICER))
    assert "PL810 no exemption `E-9` is known" == refusal(lambda: site.exemptions.approve("E-9", OFFICER))


# tries


def test_an_exemption_takes_effect_in_a_later_try_and_when_the_same_one_asks_again():
    site = Site()
    blocked = site.run("monday")
    site.exempted(blocked)
    assert Outcome.ALLOW is site.decider.decide(site.plan(), Attempt("monday", 2)).outcome
    assert Outcome.ALLOW is site.decider.decide(site.plan(), Attempt("monday", 1)).outcome


def test_a_resume_is_no_new_use_and_a_retry_is_one():
    site = Site()
    made = site.exempted(site.run("sunday"))
    first = site.run("monday")
    assert first == site.run("monday")
    site.decider.decide(site.plan(), Attempt("monday", 2))
    assert 2 == site.uses(made)


def test_what_was_revoked_or_ran_out_does_not_live_on_in_the_memory_of_a_try():
    site = Site()
    made = site.exempted(site.run("sunday"))
    assert Outcome.ALLOW is site.run("monday").outcome
    site.exemptions.revoke(made.id, OFFICER)
    assert [Outcome.BLOCK] * 2 == [site.run("monday").outcome for _ in range(2)]
    other = site.exempted(site.run("tuesday"), days=1)
    assert Outcome.ALLOW is site.run("wednesday").outcome
    site.day = 3
    assert (Outcome.BLOCK, 1) == (site.run("wednesday").outcome, site.uses(other))


def test_an_exemption_for_another_plan_of_the_task_does_not_make_a_try_be_decided_twice():
    site = Site()
    site.exempted(site.run("sunday"))
    blocked = site.run("monday", ("email", "id"))
    assert blocked == site.run("monday", ("email", "id"))


def test_what_is_revoked_between_the_decision_and_its_record_does_not_pass():
    class Hasty(MemoryStore):
        revoke = staticmethod(lambda: None)

        def plan_additions(self, *given):
            self.revoke()
            return super().plan_additions(*given)

    site = Site(store=Hasty())
    made = site.exempted(site.run("sunday"))
    before = len(site.store.verdicts(VerdictQuery()))
    site.store.revoke = lambda: site.exemptions.revoke(made.id, OFFICER)
    blocked = site.run("monday")
    assert (Outcome.BLOCK, 0) == (blocked.outcome, site.uses(made))
    assert [blocked] == site.store.verdicts(VerdictQuery())[: len(site.store.verdicts(VerdictQuery())) - before]


def test_a_dry_decision_sees_exemptions_and_uses_none():
    site = Site()
    made = site.exempted(site.run("monday"))
    dry = site.decider.decide(site.plan(), None)
    assert (Outcome.ALLOW, (made.id,), 0) == (dry.outcome, dry.decision.exempted, site.uses(made))


def test_a_task_where_nothing_fires_asks_for_no_exemption():
    class Counting(MemoryStore):
        asked = 0

        def exemptions_in_force(self, *given):
            self.asked += 1
            return super().exemptions_in_force(*given)

    site = Site(store=Counting())
    site.run("monday", ("id",))
    site.run("monday", ("id",))
    assert 0 == site.store.asked


# lists


def test_exemptions_are_listed_by_state_dag_and_owner():
    policy = POLICY.replace("  - id: no-contact-to-ads\n", "  - id: no-contact-to-ads\n    owner: growth\n")
    policy = policy.replace("  - id: stays-in-china\n", "  - id: stays-in-china\n    owner: transfers\n")
    site = Site(policy)
    over = site.exempted(site.run("1"), days=1)
    site.day = 3
    held = site.exempted(site.run("2"))
    waiting = site.exemptions.request(site.run("3", ("email", "id")).id, reason="more", by=DEV)
    gone = site.exemptions.request(site.run("4", ("gender",)).id, reason="more", by=DEV)
    site.exemptions.revoke(gone.id, DEV)

    def listed(**more):
        return [entry.record.id for entry in site.exemptions.list(**more)]

    assert [[waiting.id], [held.id], [over.id], [gone.id]] == [
        listed(state=state) for state in ("requested", "approved", "expired", "revoked")
    ]
    assert [4, 0] == [len(listed(dag_id=dag)) for dag in ("dag", "other")]
    assert ([waiting.id, held.id, over.id], []) == (listed(team="growth"), listed(team="transfers"))
    assert "PL302 nothing is known of the team `nobody`" == refusal(lambda: listed(team="nobody"))
    assert 4 == len(site.store.exemptions(ExemptionQuery()))
