"""`privlineage policy test`: cases beside a policy, decided and compared with what they expect."""

from xml.etree import ElementTree as ET

import pytest

from privlineage.policy.load import load_folder


@pytest.fixture
def cases(run, bundle):
    """Run cases, given as the text below `cases:`."""

    def running(text, *options):
        (bundle / "tests").mkdir(exist_ok=True)
        (bundle / "tests" / "ads.yml").write_text(f"cases:\n{text}")
        return run("policy", "test", bundle, *(options or ("--format", "json")))

    return running


HOLDS = """\
  - name: an e-mail address stays out of the ads zone
    moves: {from: "wh.public.customers[email]", to: "s3://ads-partner/daily.csv"}
    expect: {verdict: block, would: block, rules: [no-contact-to-ads], message: No contact data.}
  - name: hashed it may go
    sql: >
      COPY (SELECT sha256(email) AS email FROM customers) TO 's3://ads-partner/daily.csv'
    source: wh
    expect: allow
  - name: through a function of Python it may go as well
    moves: {from: "wh.public.customers[email]", to: "s3://ads-partner/daily.csv"}
    through: sha256
    expect: allow
  - name: what a case gives counts in place of the tag
    given: {"wh.public.customers#email": none, "wh.public.customers#age": [user.contact, user.name]}
    sql: ["CREATE TABLE mart.t AS SELECT email FROM customers", "CREATE TABLE mart.u AS SELECT age FROM customers"]
    source: wh
    expect: {verdict: allow, rules: []}
  - name: two steps are followed
    sql: ["CREATE TEMP TABLE t AS SELECT email AS e FROM customers", "COPY t TO 's3://ads-partner/x.csv'"]
    source: wh
    expect: {verdict: block, message: ["customers#email", "x.csv#e"]}
"""


def test_cases_that_hold_pass(cases):
    answer = cases(HOLDS)
    assert [] == [(case["name"], case["differences"]) for case in answer.json["cases"] if not case["passed"]]
    assert (0, 5, 0) == (answer.code, answer.json["passed"], answer.json["failed"])


WRONG = """\
  - name: wrong in every way
    moves: {from: "wh.public.customers[email]", to: "s3://ads-partner/daily.csv"}
    expect: {verdict: allow, would: warn, rules: ["default:unreviewed"], message: Nothing of the kind}
"""


def test_a_case_that_fails_says_what_is_otherwise_and_what_the_policy_answers(cases):
    answer = cases(HOLDS + WRONG)
    failed = answer.json["cases"][-1]
    assert (1, 1, False, "tests/ads.yml") == (answer.code, answer.json["failed"], failed["passed"], failed["file"])
    assert [
        "the verdict is block, expected allow",
        "under enforce it is block, expected warn",
        "`no-contact-to-ads` fires, which is not expected",
        "`default:unreviewed` does not fire",
        "the message does not say `Nothing of the kind`",
    ] == failed["differences"]
    assert failed["message"].startswith("PL201 blocked: `policy.case` would move personal data to a forbidden sink")


def test_text_and_junit_tell_the_same(cases):
    text = cases(HOLDS + WRONG, "--format", "text").out
    assert "FAILED  wrong in every way  (tests/ads.yml:23:5)" in text
    assert text.endswith("6 cases: 5 hold, 1 fail\n")
    suites = ET.fromstring(cases(HOLDS + WRONG, "--format", "junit").out)
    assert ("6", "1") == (suites.get("tests"), suites.get("failures"))
    (failure,) = suites.iter("failure")
    assert "expected allow" in failure.get("message")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("  - {name: x, moves: {from: a, to: b}, expects: allow}", "PL102", "unknown key `expects` in a case"),
        ("  - {name: x, expect: allow}", "PL102", "the case has neither `sql` nor `moves`"),
        ("  - {name: x, sql: SELECT 1, expect: {rules: [no-contact-to]}}", "PL105", "did you mean `no-contact-to-ads`"),
        ("  - {name: x, sql: SELECT 1, expect: blocked}", "PL103", "`expect` cannot be `blocked`"),
        ("  - {name: x, sql: SELECT 1, source: whh, expect: block}", "PL105", "the source `whh` is not declared"),
        ("  - {name: x, sql: SELECT 1, given: {wh.t#c: user.contact.mail}, expect: block}", "PL104", "did you mean"),
        ("  - {name: x, sql: SELECT 1, given: {'wh': none}, expect: block}", "PL301", ""),
        ("  - [", "PL101", "not valid YAML"),
    ],
)
def test_a_case_that_is_wrong_is_an_error_with_its_place(cases, text, code, message):
    answer = cases(text)
    (first, *_) = answer.err.splitlines()
    assert (2, "", f"{code} tests/ads.yml:") == (answer.code, answer.out, first[: len(code) + 15])
    assert message in answer.err


def test_without_cases_it_says_where_they_go(run, bundle):
    answer = run("policy", "test", bundle)
    assert (2, "PL106") == (answer.code, answer.err.split()[0])


def test_cases_are_no_part_of_the_bundle(cases, bundle):
    before = load_folder(bundle)
    cases(HOLDS)
    after = load_folder(bundle)
    assert (before.hash, before.files) == (after.hash, after.files)
    assert [str(warning) for warning in before.warnings] == [str(warning) for warning in after.warnings]


def test_a_column_that_only_a_table_lists_is_unreviewed_and_an_unknown_one_unresolved(cases):
    sql = "COPY (SELECT {} FROM wh.public.partly) TO 's3://ads-partner/d.csv'"
    case = '  - {{name: x, sql: "{}", source: wh, given: {{wh.public.partly#a: none}}, {}expect: {{rules: [{}]}}}}\n'
    text = case.format(sql.format("b"), "tables: {wh.public.partly: [a, b]}, ", '"default:unreviewed"')
    assert 0 == cases(text.replace("wh.public.partly)", "public.partly)")).code


def test_the_starter_s_case_holds_and_init_writes_it(run):
    assert 0 == run("init", "fresh").code
    answer = run("policy", "test", "fresh", "--format", "json")
    assert (0, 2, "") == (answer.code, answer.json["passed"], answer.err)
