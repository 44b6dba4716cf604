"""What a new bundle loosens and tightens, each change by its sentence."""

import pytest

from privlineage.policy.diff.bundles import changes
from privlineage.policy.load import load_files

POLICY = {
    "defaults": "{mode: warn, unresolved: warn}",
    "zones": '{ads: {match: ["s3://ads/**"], purposes: [marketing], mode: warn, location: CN}}',
    "rules": "[{id: r, forbid: [user.name, user.contact], into: ads}, {id: p, permit: user, into: ads}]",
    "declassify": "[{function: hmac, to: pseudonymised}]",
    "reverses": "[unhmac]",
    "exemptions": "{approvers: [privacy], max_days: 30}",
}
TAGS = "{wh.t: {uses: [finance], origin: CN, columns: {c: user.name}}}"
SOURCES = '{wh: {namespace: "postgres://wh", conn_ids: [wh], location: CN}}'


def bundle(tags=TAGS, sources=SOURCES, **policy):
    text = "".join(f"{key}: {value}\n" for key, value in {**POLICY, **policy}.items())
    return load_files({"policy.yml": text, "tags.yml": f"datasets: {tags}", "sources.yml": f"sources: {sources}"})


ZONE = '{ads: {match: ["s3://ads/**"], purposes: [marketing], mode: warn, location: CN%s}}'
RULE = "[{id: r, forbid: [user.name, user.contact], into: ads%s}, {id: p, permit: user, into: ads}]"

STEPS = [
    ({"defaults": "{mode: enforce, unresolved: warn}"}, "tightens: the default `mode` goes from warn to enforce"),
    ({"defaults": "{mode: warn, unresolved: block}"}, "tightens: the default `unresolved` goes from warn to block"),
    ({"zones": ZONE % ", default: deny"}, "tightens: the default of the zone `ads` goes from allow to deny"),
    (
        {"zones": ZONE.replace("mode: warn", "mode: enforce") % ""},
        "tightens: the mode of the zone `ads` goes from warn to enforce",
    ),
    (
        {"zones": ZONE.replace("**", "**, s3://b/**").replace('"', "") % ""},
        "tightens: the zone `ads` gains `s3://b/**`",
    ),
    ({"rules": RULE % ", influence: row"}, "tightens: the rule `r` changes `influence` from column to row"),
    ({"rules": RULE % ", at_least: aggregated"}, "tightens: the rule `r` looks at data that is at least aggregated"),
    ({"rules": RULE % ", exemptible: false"}, "tightens: the rule `r` may no longer be exempted from"),
    (
        {"rules": RULE.replace("user.contact]", "user.contact, user.job_title]") % ""},
        "tightens: the rule `r` gains `user.job_title`",
    ),
    ({"rules": RULE.replace("contact], into: ads", "contact]") % ""}, "tightens: the rule `r` holds everywhere"),
    ({"rules": RULE.replace(", {id: p, permit: user, into: ads}", "") % ""}, "tightens: the permit `p` is gone"),
    ({"declassify": "[]"}, "tightens: `hmac` may no longer weaken labels to pseudonymised"),
    ({"reverses": "[unhmac, other]"}, "tightens: the list of reversing functions gains `other`"),
    ({"exemptions": "{approvers: [privacy], max_days: 7}"}, "tightens: exemptions last at most from 30 to 7 days"),
    ({"tags": TAGS.replace("c: user.name", "c: [user.name, user.contact]")}, "tightens: `wh.t#c` gains `user.contact`"),
    ({"tags": TAGS.replace("[finance]", "[]")}, "tightens: `wh.t#c` (user.name) may no longer be used for `finance`"),
    ({"sources": SOURCES.replace("[wh]", "[wh, ro]")}, "tightens: the source `wh` gains `ro`"),
]


@pytest.mark.parametrize(("step", "text"), STEPS, ids=[text for _, text in STEPS])
def test_a_step_forward_tightens_and_the_step_back_loosens(step, text):
    forward = [str(change) for change in changes(bundle(), bundle(**step))]
    back = [change.direction.value for change in changes(bundle(**step), bundle())]
    assert ([text], ["loosens"]) == (forward, back)


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (
            {"tags": TAGS.replace("uses: [finance], ", "")},
            "loosens: `wh.t#c` (user.name) has its uses no longer stated",
        ),
        ({"tags": TAGS.replace("CN", "DE")}, "loosens: `wh.t#c` (user.name) changes its origin from CN to DE"),
        ({"tags": TAGS.replace("}}}", "}, rest: none}}")}, "loosens: `wh.t#*` counts as reviewed: nothing personal"),
        (
            {"tags": TAGS.replace("{c: user.name}", "{c: {category: user.name, identifiability: aggregated}}")},
            "loosens: `wh.t#c` (user.name) goes from identified to aggregated",
        ),
        # A task's @purpose may narrow to the new one, away from what was tested.
        (
            {"zones": ZONE.replace("[marketing]", "[marketing, sales]") % ""},
            "loosens: the purposes of the zone `ads` gains `sales`",
        ),
        # A first claim lets go what was stopped as unreviewed; a rule that observes keeps data from a zone's default.
        ({"zones": ZONE.replace("CN", "SG") % ""}, "loosens: the zone `ads` changes its location from CN to SG"),
        ({"sources": SOURCES.replace("CN", "SG")}, "loosens: the source `wh` changes its location to SG"),
        ({"rules": RULE % ", when: {origin: CN}"}, "loosens: the rule `r` changes its conditions"),
        ({"rules": RULE % ", mode: observe"}, "loosens: the rule `r` changes its mode from its zone’s to observe"),
    ],
)
def test_a_change_whose_direction_is_known_or_must_be_looked_at(step, text):
    assert [text] == [str(change) for change in changes(bundle(), bundle(**step))]


def test_a_combination_loosens_with_more_keys():
    old = bundle(rules="[{id: t, forbid_together: [user.name, user.contact]}]")
    new = bundle(rules="[{id: t, forbid_together: [user.name, user.contact, user.job_title]}]")
    assert ["loosens: the rule `t` gains `user.job_title`"] == [str(change) for change in changes(old, new)]


def test_a_use_within_an_allowed_one_widens_nothing():
    old, new = (
        bundle(tags=TAGS.replace("finance", uses)) for uses in ("marketing", "marketing, marketing.advertising")
    )
    assert () == changes(old, new)


def test_loosening_comes_first():
    new = bundle(defaults="{mode: enforce, unresolved: allow}")
    assert ["loosens", "tightens"] == [change.direction.value for change in changes(bundle(), new)]


def test_a_first_bundle_and_an_equal_one_change_nothing():
    assert ((), ()) == (changes(None, bundle()), changes(bundle(), bundle()))


DENIES = {"zones": ZONE % ", default: deny"}


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (
            {"defaults": "{unreviewed: block}"},
            {"tags": TAGS.replace("c: user.name", "c: user.name, d: user.name")},
            "loosens: `wh.t#d` gains `user.name`",
        ),
        (
            DENIES,
            {"rules": RULE.replace("}, {id: p", "}, {id: o, forbid: user, into: ads, mode: observe}, {id: p") % ""},
            "loosens: the forbid `o` is new",
        ),
        (
            {"rules": "[{id: e, forbid: user.name, into: elsewhere}]"},
            {"zones": ZONE.replace("**", "**, s3://b/**").replace('"', "") % ""},
            "loosens: the zone `ads` gains `s3://b/**`",
        ),
        (
            DENIES | {"rules": "[{id: p, permit: user, at_least: identified}]"},
            {"declassify": "[]"},
            "loosens: `hmac` may no longer weaken labels to pseudonymised",
        ),
    ],
)
def test_what_lets_data_pass_by_being_stricter_loosens(before, after, text):
    assert [text] == [str(change) for change in changes(bundle(**before), bundle(**before | after))]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ({"rules": RULE % ", because: Why"}, "changes: the rule `r` changes its `because`"),
        (
            {"tags": TAGS.replace("origin: CN", "origin: CN, owner: crm")},
            "changes: `wh.t` changes its owner from nobody to crm",
        ),
        (
            {"tags": TAGS.replace("origin: CN", "origin: CN, subjects: [customer]")},
            "changes: `wh.t#c` (user.name) changes its subjects",
        ),
    ],
)
def test_what_bears_on_no_decision_is_told_as_such(step, text):
    assert [text] == [str(change) for change in changes(bundle(), bundle(**step))]


def test_two_claims_of_one_category_are_compared_both():
    both = (
        "{{wh.t: {{columns: {{c: [{{category: user.name, uses: [finance]}}, {{category: user.name, uses: [{}]}}]}}}}}}"
    )
    old, new = (bundle(tags=both.format(use)) for use in ("sales", "marketing"))
    assert ["loosens: `wh.t#c` (user.name) changes what is claimed of it"] == [
        str(change) for change in changes(old, new)
    ]
