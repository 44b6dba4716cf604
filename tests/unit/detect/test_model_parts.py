"""The parts of the model: pieces of values, networks, the choice of a category, and neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from privlineage.detect.model.choose import best_kind, category_of
from privlineage.detect.model.grams import BUCKETS, LETTERS, pieces
from privlineage.detect.model.neighbours import beside, shifted
from privlineage.detect.model.network import Layer, Network, softmax
from privlineage.detect.model.predict import Prediction


def _prediction(**shares: float) -> Prediction:
    personal = sum(share for kind, share in shares.items() if kind != "product")
    return Prediction(dict(shares), {}, personal)


def test_pieces_of_letters_and_shapes_have_length_one_each() -> None:
    vector = pieces(["Ana", "Jörg", "王伟"])
    assert (BUCKETS,) == vector.shape
    assert 1.0 == pytest.approx(float((vector[:LETTERS] ** 2).sum()), abs=1e-5)
    assert 1.0 == pytest.approx(float((vector[LETTERS:] ** 2).sum()), abs=1e-5)


def test_nothing_has_no_pieces() -> None:
    assert 0.0 == float(pieces([]).sum()) == float(pieces(["", ""]).sum())


def test_digits_are_not_learnt_by_heart() -> None:
    assert pieces(["4711-ab"]).tolist() == pieces(["0815-ab"]).tolist()


def test_no_piece_reaches_from_one_value_into_the_next() -> None:
    alone = (pieces(["ab"]) > 0) | (pieces(["cd"]) > 0)
    assert alone.tolist() == (pieces(["ab", "cd"]) > 0).tolist()


def test_letters_of_another_script_sound_like_latin_ones() -> None:
    assert pieces(["иван"])[:LETTERS].tolist() == pieces(["ivan"])[:LETTERS].tolist()


def test_reading_only_what_is_used_changes_no_output() -> None:
    rng = np.random.default_rng(3)
    weights = rng.integers(-127, 128, (5000, 6)).astype(np.int8)
    layer = Layer(weights, np.full(6, 0.01, np.float32), np.zeros(6, np.float32))
    row = np.zeros((1, 5000), np.float32)
    row[0, [3, 77, 4999]] = (0.5, 0.25, 1.0)
    expected = (row @ weights.astype(np.float32)) * np.float32(0.01)
    assert expected.ravel().tolist() == pytest.approx(layer(row).ravel().tolist(), rel=1e-5)


def test_a_network_bends_between_its_layers() -> None:
    one = np.ones(1, np.float32)
    layers = [Layer(np.array([[weight]], np.int8), one, np.zeros(1, np.float32)) for weight in (-1, 1)]
    assert [[0.0], [2.0]] == Network(tuple(layers))(np.array([[2.0], [-2.0]], np.float32)).tolist()


def test_a_higher_temperature_is_less_sure() -> None:
    outputs = np.array([[2.0, 0.0]], np.float32)
    assert softmax(outputs, 2.0)[0, 0] < softmax(outputs)[0, 0]


@pytest.mark.parametrize(
    ("expected", "shares"),
    [
        ("user.contact.email", {"email": 0.8, "username": 0.1}),
        ("user.name", {"first_name": 0.35, "last_name": 0.35, "city": 0.2}),
        ("user.contact.address", {"street": 0.4, "city": 0.4, "last_name": 0.1}),
        ("user", {"email": 0.3, "passport": 0.3, "diagnosis": 0.3}),
    ],
)
def test_a_category_is_as_fine_as_its_share_allows(expected: str, shares: dict[str, float]) -> None:
    assert expected == category_of(shares)


def test_the_best_kind_is_looked_for_on_one_side() -> None:
    shares = {"email": 0.2, "phone": 0.1, "company": 0.7}
    assert ("email", "company") == (best_kind(shares, personal=True), best_kind(shares, personal=False))


def test_sure_neighbours_raise_and_a_table_without_any_lowers() -> None:
    doubtful = _prediction(last_name=0.5, product=0.5)
    people = [_prediction(email=0.95, product=0.05), _prediction(phone=0.95, product=0.05)]
    goods = [_prediction(email=0.01, product=0.99)] * 4
    assert beside([doubtful, *people, _prediction(city=0.95, product=0.05)], 0).shift > 0
    assert beside([doubtful, *goods], 0).shift < 0
    assert 0 == beside([doubtful, *people], 0).shift == beside([doubtful, *people, *goods], 0).shift


def test_a_shift_keeps_the_sum_of_all_shares() -> None:
    moved = shifted(_prediction(email=0.3, phone=0.1, product=0.6), 0.7)
    assert 1.0 == pytest.approx(sum(moved.shares.values()))
    assert moved.personal == pytest.approx(moved.shares["email"] + moved.shares["phone"])
