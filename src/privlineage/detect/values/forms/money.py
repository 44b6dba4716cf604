"""Money: accounts, cards, amounts, and the codes of markets."""

from __future__ import annotations

import re

from privlineage.detect.values.forms.form import form

__all__ = ["FORMS"]

_SIGN = r"(?:[$€£¥₹₽₩₪₺₴₦₫฿₱₲₡₵₸₾៛]|[A-Z]{2,3}\$?|R\$|kr\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|грн\.?|din\.?|元|円|원|đ)"

FORMS = (
    form("iban_shape", "iban", "bank accounts (IBAN)", r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?"),
    form("card_shape", "credit_card", "groups of digits as cards have", r"[3-6]\d{3}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -])\d{6}\2\d{5}"),
    form("card_masked", "credit_card", "masked card numbers", r"(?:\d{4,6}[ -]?)?[*xX•·]{2,12}(?:[ -]?[*xX•·]{2,4}){0,3}[ -]?\d{3,4}"),
    form("card_expiry", "", "months and years, as cards expire", r"(?:0[1-9]|1[0-2])[/-](?:2[0-9]|3[0-9]|20[2-4]\d)"),
    form("bic", "other", "bank codes (BIC)", r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"),
    form("amount", "other", "amounts of money", rf"[-+(]?\s?(?:{_SIGN}\s?[-+]?\d[\d.,' ]{{0,18}}|\d[\d.,' ]{{0,18}}\s?{_SIGN})\)?"),
    form("currency_code", "other", "currency codes",
         "USD|EUR|GBP|JPY|CNY|RUB|INR|BRL|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|ZAR|MXN|ARS|CLP|COP|PEN|UYU|PYG|BOB|VES|KRW|TWD|"
         "HKD|SGD|MYR|THB|IDR|PHP|VND|PKR|BDT|LKR|NPR|AED|SAR|QAR|KWD|BHD|OMR|JOD|EGP|MAD|DZD|TND|ILS|UAH|BYN|KZT|UZS|GEL|AMD|AZN|KES|NGN|GHS|"
         "TZS|UGX|ETB|XOF|XAF|ISK|RSD|MKD|ALL|BAM|MDL|HRK|LBP|IQD|IRR|AFN|MMK|KHR|LAK|MNT|BTC|ETH|USDT|[A-Z]{3}/[A-Z]{3}"),
    form("crypto_wallet", "bank_account", "addresses of crypto currencies", r"(?:bc1|tb1)[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40}|(?=[^0-9]*\d)[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}"),
    form("ticker", "other", "names of shares on exchanges", r"(?:NYSE|NASDAQ|LSE|TSX|ASX|HKEX)?:?[A-Z]{1,5}\.(?:[A-Z]{1,3})"),
    form("percent", "other", "percentages", r"[-+]?\d{1,4}(?:[.,]\d{1,6})?\s?[%‰٪]"),
    form("routing_account", "bank_account", "groups of digits as national accounts have", r"\d{2}-?\d{2}-?\d{2} \d{8}|\d{2}-\d{4}-\d{7}-\d{2,3}|\d{3}-\d{3} \d{6,9}|\d{1,6}-\d{2,10}/\d{4}|\d{4} \d{4} \d{2} \d{10}"),
    form("rate", "other", "ranges of money", rf"{_SIGN}?\s?\d[\d.,]{{0,12}}\s?[kKmM]?\s?[-–]\s?{_SIGN}?\s?\d[\d.,]{{0,12}}\s?[kKmM]?", re.IGNORECASE),
)  # fmt: skip
