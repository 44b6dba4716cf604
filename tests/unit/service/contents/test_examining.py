import hashlib
import hmac

from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Plan
from privlineage.core.refs import DatasetRef
from privlineage.detect.column import ColumnSample
from privlineage.detect.examine import examine_table
from privlineage.policy.load import load_files
from privlineage.service.contents.examining import compare_table
from privlineage.service.contents.labelled import labelled_columns
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord
from tests.unit.detect.masking.people import EMAILS, GERMAN_MOBILES

CUSTOMERS = DatasetRef("wh", "public.customers", declared=True)
NOTES = DatasetRef("wh", "public.notes", declared=True)
STAGE = DatasetRef("wh", "mart.stage", declared=True)
FILES = {
    "sources.yml": 'sources: {wh: {namespace: "postgres://wh:5432", database: bank, dialect: postgres}}',
    "tags.yml": """
datasets:
  wh.public.customers: {columns: {email: user.contact.email, phone: user.contact.phone_number}, rest: none}
  wh.public.notes: {columns: {text: none}}
""",
    "policy.yml": """
declassify:
  - {function: md5, to: pseudonymised}
  - {function: hmac, to: pseudonymised}
""",
}
BUNDLE = load_files(FILES)


def step(name):
    return FunctionStep(name, 0, (), "postgres")


def store_with(*facts):
    store = MemoryStore()
    record = BundleRecord(BUNDLE.hash, tuple(FILES.items()), "ann", "2026-01-01")
    store.publish(record, BUNDLE.sources, BUNDLE.tags, BUNDLE.weakening)
    store.add_facts(Plan(Job("daily", "stage"), facts), "2026-01-02")
    return store


def fact(column, source, *functions, strength=Strength.VALUE):
    return Fact(STAGE.column(column), source, strength, tuple(step(name) for name in functions))


STORE = store_with(
    fact("contact", NOTES.column("text")),
    fact("mail_hash", CUSTOMERS.column("email"), "lower", "md5"),
    fact("phone_key", CUSTOMERS.column("phone"), "hmac"),
    fact("mail", CUSTOMERS.column("email")),
    fact("flag", CUSTOMERS.column("email"), strength=Strength.ROW),
)
MD5 = [hashlib.md5(text.lower().encode()).hexdigest() for text in EMAILS]
KEYED = [hmac.new(b"kept", text.encode(), "sha256").hexdigest() for text in GERMAN_MOBILES]


def compared(samples, upstream=lambda _: (), table=STAGE):
    known = labelled_columns(STORE, BUNDLE, table, [sample.name for sample in samples])
    return compare_table(known, samples, examine_table(samples), upstream=upstream)


def test_lineage_says_what_is_known_of_each_column():
    known = labelled_columns(STORE, BUNDLE, STAGE, ["contact", "mail_hash", "phone_key", "flag", "new"])
    assert {
        "contact": [],
        "mail_hash": ["user.contact.email, pseudonymised"],
        "phone_key": ["user.contact.phone_number, pseudonymised"],
        "flag": [],
        "new": [],
    } == {name: [str(atom) for atom, _ in one.atoms] for name, one in known.items()}
    assert ["lower", "md5"] == [one.function for one in known["mail_hash"].functions]
    assert [(NOTES.column("text"), STAGE.column("contact"))] == [one.path for one in known["contact"].origins]
    assert (False, True) == (known["contact"].unknown, known["new"].unknown)


def test_columns_that_agree_with_their_labels_are_left_out_and_the_others_told_with_their_paths():
    samples = [
        ColumnSample("contact", EMAILS),
        ColumnSample("mail_hash", MD5),
        ColumnSample("phone_key", KEYED),
        ColumnSample("mail", EMAILS),
    ]
    asked = []

    def upstream(column):
        asked.append(str(column))
        return EMAILS if column.path == "email" else GERMAN_MOBILES

    found = compared(samples, upstream)
    assert [
        ("contact", "dark_flow", "privlineage tag 'wh.public.notes#text' user.contact.email"),
        (
            "mail_hash",
            "fake_masking",
            "use hmac with a key kept from readers in place of `md5`, and write the column anew",
        ),
    ] == [(one.column.path, one.kind.value, one.next_step) for one in found]
    assert ["wh.public.customers#email", "wh.mart.stage#mail_hash"] == [str(column) for column in found[1].path]
    assert "wh.public.customers#phone" in asked


def test_a_hash_is_led_back_to_the_column_beside_it_even_where_nothing_is_known():
    samples = [ColumnSample("a", EMAILS), ColumnSample("b", MD5)]
    table = DatasetRef("wh", "mart.new", declared=True)
    (found,) = compared(samples, table=table)
    assert ("b", "fake_masking", "user.contact.email, masked as md5") == (
        found.column.path,
        found.kind.value,
        found.content,
    )
    assert "privlineage tag 'wh.mart.new#b' user.contact.email" == found.next_step


def test_no_finding_repeats_a_value():
    samples = [ColumnSample("contact", EMAILS), ColumnSample("mail_hash", MD5)]
    said = repr(compared(samples, lambda _: EMAILS))
    assert not [value for value in (*EMAILS, *MD5) if value in said]
