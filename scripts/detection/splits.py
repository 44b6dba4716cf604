"""What the model never saw: locales and kinds of columns kept for tuning, and others kept for the evaluation.

Training takes every locale that `may_train` allows and every kind of column but those in `EVALUATED_OTHERS` and
`TUNED_OTHERS`; thresholds and calibration come from `TUNING`; `benchmarks/bench_detection.py` measures on
`EVALUATION` and `EVALUATED_OTHERS`. A locale is left out with everything that comes from it: names, places, formats
of numbers. Header words, check digits and numbering plans are knowledge written down by people, and no language is
left out of them. Names of locales are Faker's; mimesis' spelling (`es-mx`) means the same locale.
"""

from __future__ import annotations

__all__ = ["EVALUATED_OTHERS", "EVALUATION", "TUNED_OTHERS", "TUNING", "may_train"]

EVALUATION = tuple(
    "ar_EG bn_BD da_DK de_AT en_KE en_NZ es_AR es_CO fr_CA he_IL hu_HU hy_AM id_ID ka_GE lt_LT nl_BE pt_PT ro_RO sl_SI "
    "sq_AL ta_IN th_TH tr_TR uk_UA zh_TW".split()
)
TUNING = tuple("ar_JO de_CH en_AU es_CL fi_FI gu_IN lv_LV sk_SK vi_VN kk_KZ".split())

# Kinds of columns without personal data that only the evaluation, or only tuning, may generate.
EVALUATED_OTHERS = tuple(
    (
        "isbn container_number airport_code flight_number dna_sequence chemical_formula recipe film_title "
        "song_title species plant_latin_name ship_name beer_name sports_team building_name shop_branch "
        "docker_image kubernetes_pod git_branch cron_expression sql_text css_selector regular_expression "
        "sensor_reading stock_ticker tracking_number warehouse_bin customs_code error_message zodiac_sign "
        "mineral star_name chess_moves dosage_form court_case patent_number "
    ).split()
)
TUNED_OTHERS = tuple(
    (
        "book_title ean lei hostname product_review journal_entry version_range material colour_name dish "
        "meeting_room song_key weather event_name "
    ).split()
)


def may_train(locale: str) -> bool:
    """Whether the model may learn from a locale, in Faker's or mimesis' spelling.

    Whole languages go with their locale where nobody else speaks them in the lists: `th` is `th_TH`.

    >>> may_train("de_DE"), may_train("da_DK"), may_train("da"), may_train("es-mx")
    (True, False, False, True)
    """
    kept = {name.casefold() for name in EVALUATION + TUNING} | {"dk_dk"}
    spelled = locale.replace("-", "_").casefold()
    if "_" in spelled:
        return spelled not in kept
    return spelled not in _ALONE


# Bare language codes of the lists that stand for a locale which is kept back.
_ALONE = frozenset("th he ka hy da hu lt sl ro tr uk bn ta sq id fi gu lv sk vi kk".split())
