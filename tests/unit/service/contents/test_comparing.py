from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Identifiability
from privlineage.core.refs import DatasetRef
from privlineage.detect.finding import Evidence, Suggestion
from privlineage.detect.masking import MaskingReport
from privlineage.service.contents.comparing import compare_column
from privlineage.service.contents.finding import Disagreement, Severity
from privlineage.service.contents.labelled import Labelled, Origin

STAGE = DatasetRef("wh", "mart.stage", declared=True)
CUSTOMERS = DatasetRef("wh", "public.customers", declared=True)
COLUMN, SOURCE = STAGE.column("c"), CUSTOMERS.column("email")
EMAIL, PHONE = "user.contact.email", "user.contact.phone_number"
CLEAR = MaskingReport("", None)
KEYED = MaskingReport("sha256", True, ("lineage shows a function with a key",))
UNDONE = MaskingReport("md5", False, ("md5 without a key: 9 of 9 distinct values",), 9, 1.0)
PSEUDONYMISED = Identifiability.PSEUDONYMISED


def seen(category, confidence=0.97):
    return Suggestion("c", category, confidence, (Evidence("values", "97 of 100 values are valid"),))


def labelled(*categories, weak=False, tagged=False, functions=(), **more):
    atoms = [Atom(category, PSEUDONYMISED if weak else Identifiability.IDENTIFIED) for category in categories]
    steps = tuple(FunctionStep(name) for name in functions)
    origins = (Origin(SOURCE, (SOURCE, COLUMN), steps),) if not tagged else ()
    return Labelled(
        COLUMN,
        tuple((atom, (COLUMN,) if tagged else (SOURCE, COLUMN)) for atom in atoms),
        frozenset(atoms if tagged else ()),
        derived=not tagged,
        origins=more.pop("origins", origins),
        **more,
    )


def told(finding):
    return None if finding is None else (finding.kind, finding.severity, finding.content, finding.next_step)


def test_a_coarse_label_and_a_finer_content_agree():
    assert [None] * 3 == [
        compare_column(labelled(category), seen(EMAIL), CLEAR) for category in ("user", "user.contact", EMAIL)
    ]


def test_what_nobody_said_anything_of_is_a_suggestion_and_no_disagreement():
    assert compare_column(Labelled(COLUMN), seen(EMAIL), CLEAR) is None


def test_content_that_lineage_thinks_clean_is_a_dark_flow_and_the_source_is_what_to_tag():
    finding = compare_column(labelled(), seen(EMAIL), CLEAR)
    expected = (
        Disagreement.DARK_FLOW,
        Severity.HIGH,
        EMAIL,
        "privlineage tag 'wh.public.customers#email' user.contact.email",
    )
    assert expected == told(finding)
    assert (SOURCE, COLUMN) == finding.path


def test_where_several_sources_may_have_brought_it_the_column_itself_is_what_to_tag():
    other = CUSTOMERS.column("note")
    origins = (Origin(SOURCE, (SOURCE, COLUMN)), Origin(other, (other, COLUMN)))
    finding = compare_column(labelled(origins=origins), seen(EMAIL), CLEAR)
    assert "privlineage tag 'wh.mart.stage#c' user.contact.email" == finding.next_step


def test_a_column_somebody_called_none_is_a_dark_flow_when_it_holds_something():
    finding = compare_column(Labelled(COLUMN, reviewed=True), seen(EMAIL), CLEAR)
    assert (
        Disagreement.DARK_FLOW,
        Severity.HIGH,
        EMAIL,
        "privlineage tag 'wh.mart.stage#c' user.contact.email",
    ) == told(finding)
    assert ("none",) == finding.labelled


def test_unsure_detectors_disagree_with_nobody():
    assert compare_column(Labelled(COLUMN, reviewed=True), seen(EMAIL, 0.6), CLEAR) is None
    assert compare_column(labelled(EMAIL), seen(None, 0.6), CLEAR) is None


def test_a_sibling_category_contradicts():
    finding = compare_column(labelled(PHONE), seen(EMAIL), CLEAR)
    assert (
        Disagreement.CONTRADICTION,
        Severity.MEDIUM,
        EMAIL,
        "privlineage tag 'wh.mart.stage#c' user.contact.email",
    ) == told(finding)


def test_clear_values_behind_a_weakened_label_are_fake_masking():
    through = compare_column(labelled(EMAIL, weak=True, functions=("trim", "tokenize")), seen(EMAIL), CLEAR)
    claimed = compare_column(labelled(EMAIL, weak=True, tagged=True), seen(EMAIL), CLEAR)
    steps = [
        "take `tokenize` out of declassify in policy.yml",
        "privlineage tag 'wh.mart.stage#c' user.contact.email --identifiability identified",
    ]
    expected = [(Disagreement.FAKE_MASKING, Severity.HIGH, EMAIL, step) for step in steps]
    assert expected == [told(through), told(claimed)]


def test_a_hash_that_is_undone_is_fake_masking_and_worst_where_the_label_was_weakened():
    step = "use hmac with a key kept from readers in place of `md5`, and write the column anew"
    content = "user.contact.phone_number, masked as md5"
    weak = compare_column(labelled(PHONE, weak=True, functions=("md5",)), seen(None), UNDONE)
    full = compare_column(labelled(PHONE, functions=("md5",)), seen(None), UNDONE)
    assert (Disagreement.FAKE_MASKING, Severity.HIGH, content, step) == told(weak)
    assert (Disagreement.FAKE_MASKING, Severity.MEDIUM, content, step) == told(full)


def test_a_hash_that_is_undone_is_no_secret_where_no_label_is_either():
    known = compare_column(Labelled(COLUMN, reviewed=True), seen(None), UNDONE, EMAIL)
    unknown = compare_column(Labelled(COLUMN), seen(None), UNDONE, EMAIL)
    nothing = compare_column(Labelled(COLUMN), seen(None), UNDONE)
    assert [Severity.HIGH, Severity.MEDIUM, None] == [one and one.severity for one in (known, unknown, nothing)]


def test_a_mask_that_holds_makes_an_identified_label_stale():
    through = compare_column(labelled(EMAIL, functions=("lower", "my_hash")), seen(None), KEYED)
    claimed = compare_column(labelled(EMAIL, tagged=True), seen(None), KEYED)
    assert [
        "add a declassifier to policy.yml: {function: my_hash, argument: 0, to: pseudonymised}",
        "privlineage tag 'wh.mart.stage#c' user.contact.email --identifiability pseudonymised",
    ] == [through.next_step, claimed.next_step]
    assert compare_column(labelled(EMAIL, weak=True), seen(None), KEYED) is None


def test_a_label_whose_values_would_show_themselves_is_stale_where_they_do_not():
    assert (
        "privlineage untag 'wh.mart.stage#c' user.contact.email"
        == compare_column(labelled(EMAIL, tagged=True), seen(None), CLEAR).next_step
    )
    assert (
        "privlineage why 'wh.mart.stage#c' user.contact.email"
        == compare_column(labelled(EMAIL), seen(None), CLEAR).next_step
    )
    assert compare_column(labelled("user.name"), seen(None), CLEAR) is None
