"""Every kind of wrong bundle gives its errors, word for word; the design's bundle loads to exactly what it says."""

from pathlib import Path

import pytest
import yaml

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.errors import CODES, ErrorList
from privlineage.core.labels import Atom, Identifiability, Tag
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source
from privlineage.policy.load import load_files, load_folder
from privlineage.policy.model import (
    Action,
    Defaults,
    Effect,
    ExemptionTerms,
    Mode,
    Policy,
    Rule,
    When,
    Zone,
    ZoneDefault,
)

FOLDER = Path(__file__).parent / "bundles"
CASES = yaml.safe_load((FOLDER / "errors.yml").read_text(encoding="utf-8"))["cases"]
PLAIN = {
    "policy.yml": "",
    "sources.yml": 'sources: {wh: {namespace: "postgres://wh:5432", dialect: postgres}}\n',
    "tags.yml": "datasets:\n",
}


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_wrong_bundle_gives_exactly_these_errors(case):
    with pytest.raises(ErrorList) as raised:
        load_files({**PLAIN, **case["files"]})
    assert case["errors"] == str(raised.value).split("\n")
    assert all(error.hint and error.code in CODES for error in raised.value.errors)


def test_the_bundle_of_the_design_loads_exactly():
    bundle = load_folder(FOLDER / "design")
    customers = DatasetRef("wh", "public.customers", declared=True)
    uses, subjects = ("finance", "essential.fraud_detection"), ("customer",)
    said = {"origin": "CN", "subjects": subjects, "controller": "lender"}
    number = "user.government_id.national_identification_number"
    ads = ("finance", "marketing.advertising.third_party")
    assert bundle.tags == (
        Tag(customers.column("email"), Atom("user.contact.email", uses=ads, **said)),
        Tag(customers.column("id_no"), Atom(number, uses=uses, **said)),
        Tag(
            customers.column("face_hash"), Atom("user.biometric.face", Identifiability.PSEUDONYMISED, uses=uses, **said)
        ),
        Tag(customers.column("payload"), Atom("user.contact", uses=uses, **said)),
        Tag(customers.column("payload"), Atom("user.location", uses=uses, **said)),
        Tag(customers.column("*"), None),
    )
    assert [*bundle.sources] == [
        Source(
            "wh",
            "postgres://wh:5432",
            database="bank",
            default_schema="public",
            dialect="postgres",
            conn_ids=("wh_prod", "wh_ro"),
            aliases=("postgres://10.0.0.5:5432",),
            location="CN",
        )
    ]
    assert bundle.policy == Policy(
        Defaults(Mode.OBSERVE, Action.BLOCK, Action.OBSERVE, Action.WARN, Action.WARN, Action.BLOCK),
        (
            Zone("lending", ("wh.lending.**",), purposes=("finance",)),
            Zone(
                "training",
                ("s3://models/**", "model:*"),
                location="CN",
                purposes=("train_ai_system",),
                mode=Mode.ENFORCE,
            ),
            Zone(
                "ads",
                ("s3://ads-partner/**", "conn:ads_api"),
                location="CN",
                purposes=("marketing.advertising.third_party",),
                mode=Mode.ENFORCE,
                default=ZoneDefault.DENY,
            ),
            Zone("overseas", ("postgres://sg-*/**",), location="SG", mode=Mode.ENFORCE),
        ),
        (
            Rule(
                "no-contact-to-ads",
                categories=("user.contact", "user.government_id"),
                at_least=Identifiability.IDENTIFIED,
                into=("ads",),
                because="The ads agreement covers no contact data in the clear.",
                fix="Send hmac(email, key, 'sha256') or drop the column.",
            ),
            Rule("pseudonymous-contact-to-ads", Effect.PERMIT, ("user.contact",), into=("ads",)),
            Rule(
                "purpose-limitation",
                when=When(purpose_not_allowed=True),
                because="People agreed to other uses of this data.",
            ),
            Rule(
                "stays-in-china",
                categories=("user",),
                when=When(origin=("CN",), location_not=("CN",)),
                because="Transfer abroad needs an assessment (PIPL art. 38).",
            ),
            Rule(
                "re-identification",
                Effect.FORBID_TOGETHER,
                ("user.demographic.date_of_birth", "user.contact.address.postal_code", "user.demographic.gender"),
                into=("ads", "training"),
                because="Together these three single out a person.",
            ),
        ),
        ExemptionTerms(("privacy",), 30),
    )
    hmac = Declassifier("hmac", Identifiability.PSEUDONYMISED, 0, ((2, "sha256"),), (), "postgres")
    tokenize = Declassifier("bank.privacy.tokenize", Identifiability.PSEUDONYMISED, 0, (), ("user.contact",))
    assert bundle.weakening == Weakening((hmac, tokenize), frozenset({"bank.privacy.detokenize"}))
    assert bundle.owners == {customers: "lending"}


def test_the_bundle_of_the_design_warns_of_what_lies_outside_its_sources_alone():
    warnings = [(error.code, str(error.place)) for error in load_folder(FOLDER / "design").warnings]
    assert warnings == [
        ("PL110", "policy.yml:10:22"),
        ("PL110", "policy.yml:11:22"),
        ("PL110", "policy.yml:13:22"),
    ]
