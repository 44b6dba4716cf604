"""The locales that training and tuning draw from, and the countries whose numbers they may make."""

from __future__ import annotations

from functools import cache

from scripts.detection.splits import EVALUATION, TUNING, may_train

__all__ = ["MIMESIS", "countries", "held_back", "locales"]

# Faker's spelling to mimesis'. `pt` is Portugal's and belongs to the evaluation.
MIMESIS = {
    "ar_AE": "ar-ae", "ar_DZ": "ar-dz", "ar_JO": "ar-jo", "ar_KW": "ar-kw", "ar_MA": "ar-ma", "ar_OM": "ar-om",
    "ar_QA": "ar-qa", "ar_SA": "ar-sa", "ar_SY": "ar-sy", "ar_TN": "ar-tn", "ar_YE": "ar-ye", "az_AZ": "az",
    "cs_CZ": "cs", "de_CH": "de-ch", "de_DE": "de", "el_GR": "el", "en_AU": "en-au", "en_CA": "en-ca",
    "en_GB": "en-gb", "en_US": "en", "es_ES": "es", "es_MX": "es-mx", "et_EE": "et", "fa_IR": "fa", "fi_FI": "fi",
    "fr_FR": "fr", "hr_HR": "hr", "is_IS": "is", "it_IT": "it", "ja_JP": "ja", "kk_KZ": "kk", "ko_KR": "ko",
    "nl_NL": "nl", "no_NO": "no", "pl_PL": "pl", "pt_BR": "pt-br", "ru_RU": "ru", "sk_SK": "sk", "sv_SE": "sv",
    "zh_CN": "zh",
}  # fmt: skip

# Locales of Faker with names or addresses of their own, beside those above; not fr_QC: fr_CA is kept back.
_FAKER = (
    "ar_AA ar_PS bg_BG de_LI de_LU en en_BD en_IE en_IN en_NG en_PH en_PK en_TH es es_CA es_CL fil_PH "
    "fr_BE fr_CH fr_DZ ga_IE gu_IN ha_NG hi_IN ig_NG lv_LV mk_MK mr_IN ne_NP or_IN si_LK sw tl_PH tw_GH uz_UZ vi_VN "
    "yo_NG zu_ZA"
).split()

_KEPT_FOR_EVALUATION = {locale[-2:] for locale in EVALUATION} - {"IN"}
_KEPT_FOR_TUNING = {locale[-2:] for locale in TUNING} - {"IN", "CH"}


@cache
def locales(split: str) -> tuple[str, ...]:
    """The locales one split may draw from."""
    known = dict.fromkeys([*MIMESIS, *_FAKER])
    if split == "tune":
        return tuple(locale for locale in known if locale in TUNING)
    return tuple(locale for locale in known if may_train(locale))


def held_back(country: str, split: str) -> bool:
    """Whether no number of a country (telephone, identity, account) may be made in a split."""
    return country in _KEPT_FOR_EVALUATION or (split == "train" and country in _KEPT_FOR_TUNING)


def countries(split: str, among: tuple[str, ...]) -> tuple[str, ...]:
    """The countries of a list whose numbers a split may make; tuning makes its own countries' and a few others'."""
    allowed = tuple(country for country in among if not held_back(country, split))
    if split == "train":
        return allowed
    own = tuple(country for country in allowed if country in {locale[-2:] for locale in TUNING})
    return own or allowed
