"""A bundle whose datasets, zones and rules belong to teams, and verdicts about them."""

from privlineage.core.labels import Atom, Strength
from privlineage.core.movement import Arrival, Movement, SinkState, Witness, WitnessStep
from privlineage.core.plan import Job
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt, Decision, Outcome, Verdict
from privlineage.policy.load import load_files

POLICY = """
zones:
  ads: {match: ["s3://ads/**"], owner: ads}
  open: {match: ["s3://open/**"]}
rules:
  - {id: ads-rule, forbid: user.contact, into: [ads], owner: ads}
  - {id: lending-rule, forbid: user.financial, owner: lending}
  - {id: everybodys, forbid: user.childrens}
exemptions: {approvers: [privacy, Legal]}
"""
TEAMS = """
teams:
  privacy: {members: [ana, {name: pat, also: [p.at@corp.example]}]}
  ads: {members: [dan], roles: [AdsOps]}
  lending: {members: [eve]}
"""
TAGS = """
datasets:
  wh.loans: {owner: lending, columns: {income: user.financial}}
  wh.clicks: {owner: ads, columns: {phone: user.contact}}
  wh.places: {columns: {name: none}}
  wh.odd: {owner: somebody, columns: {name: none}}
"""
FILES = {
    "policy.yml": POLICY,
    "sources.yml": 'sources: {wh: {namespace: "postgres://wh", database: d}}',
    "tags.yml": TAGS,
    "teams.yml": TEAMS,
}
BUNDLE = load_files(FILES)
LOANS, CLICKS, PLACES, ODD = (DatasetRef("wh", name, declared=True) for name in ("loans", "clicks", "places", "odd"))
IN_ADS, IN_OPEN = DatasetRef("s3://ads", "x.csv"), DatasetRef("s3://open", "x.csv")


def verdict(sink, source, owner="", *, number=1, outcome=Outcome.ALLOW, at="2026-03-01T00:00:00.000000Z"):
    """What was decided of data on its way from one dataset into another."""
    end = sink.column("c")
    step = Witness((WitnessStep(source.column("c")), WitnessStep(end, "job")))
    arrival = Arrival(end, Atom("user.contact"), Strength.VALUE, step)
    zone = "ads" if sink == IN_ADS else "open" if sink == IN_OPEN else "elsewhere"
    job = Job("dag", f"task{number}", owner)
    movement = Movement(job, (SinkState(sink, "", (zone,)),), (arrival,))
    decision = Decision(outcome, outcome)
    return Verdict(f"V-{number:04}", at, job, Attempt(f"i{number}"), decision, movement, BUNDLE.hash, "plan")
