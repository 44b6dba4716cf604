"""The columns that the model of the detectors learns from."""

from itertools import islice
from random import Random

import pytest

from privlineage.detect.types import PERSONAL, TYPES
from scripts.detection.generate import families, generate
from scripts.detection.identity_numbers import company_numbers, identity_numbers
from scripts.detection.made import Draw
from scripts.detection.personal_contacts import regions
from scripts.detection.places import held_back, locales
from scripts.detection.splits import EVALUATED_OTHERS, EVALUATION, TUNED_OTHERS, TUNING, may_train


@pytest.fixture(scope="module")
def train():
    return list(generate(7, 250, "train"))


@pytest.fixture(scope="module")
def tune():
    return list(generate(7, 120, "tune"))


def test_equal_seeds_give_equal_columns(train):
    assert train[:60] == list(islice(generate(7, 250, "train"), 60))


def test_another_seed_gives_other_columns(train):
    assert train[:20] != list(generate(8, 20, "train"))


def test_a_column_does_not_depend_on_those_made_before_it(train):
    last = list(generate(7, 250, "train"))[-1]

    assert train[-1] == last


def test_no_locale_that_is_kept_back_is_trained_on(train):
    assert {column.locale for column in train} <= {locale for locale in locales("train") if may_train(locale)}
    assert not {column.locale for column in train} & {*EVALUATION, *TUNING}


def test_tuning_draws_from_its_own_locales_alone(tune):
    assert {column.locale for column in tune} <= set(TUNING)


def test_every_locale_of_tuning_is_drawn_from():
    assert set(TUNING) == set(locales("tune"))


def test_no_kind_that_is_kept_back_is_trained_on():
    made = {family for _, family, _, _ in families("train")}

    assert not made & {*EVALUATED_OTHERS, *TUNED_OTHERS}


def test_tuning_makes_every_kind_that_is_kept_for_it_and_none_of_the_evaluation():
    made = {family for _, family, _, _ in families("tune")}

    assert set(TUNED_OTHERS) <= made
    assert not made & set(EVALUATED_OTHERS)


@pytest.mark.parametrize("split", ["train", "tune"])
def test_no_number_of_a_country_that_is_kept_back_is_made(split):
    numbers = {source[0].strip("_").upper() for source in (*identity_numbers(split), *company_numbers(split))}

    assert not {country for country in {*numbers, *regions(split)} if held_back(country, split)}
    assert held_back("DK", split)


def test_every_kind_that_detection_tells_apart_is_made():
    assert set(TYPES) == {kind for kind, _, _, _ in families("tune")}


def test_a_column_is_personal_where_its_kind_is(train):
    assert [PERSONAL.get(column.type) for column in train] == [column.category for column in train]


def test_every_header_kind_is_made_and_only_empty_ones_are_empty(train):
    assert {column.header_kind for column in train} == {"clear", "abbreviated", "cryptic", "misleading", "empty"}
    assert all((column.header == "") == (column.header_kind == "empty") for column in train)


def test_every_family_fills_a_column():
    for split, locale in (("train", "pl_PL"), ("train", "yo_NG"), ("tune", "kk_KZ")):
        for kind, family, _, maker in families(split):
            draw = Draw(Random(f"{family}:{locale}"), locale, 12, split)
            values = maker(draw)

            assert (kind, family, 12) == (kind, family, len(values))
            assert any(value.strip() for value in values), family
