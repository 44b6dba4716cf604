"""Names of the lexicon's languages, for evidence; English is not mentioned."""

from __future__ import annotations

__all__ = ["LANGUAGES"]

_NAMES = (
    "af Afrikaans,am Amharic,ar Arabic,az Azerbaijani,be Belarusian,bg Bulgarian,bn Bengali,ca Catalan,"
    "cs Czech,cy Welsh,da Danish,de German,el Greek,es Spanish,et Estonian,eu Basque,fa Persian,fi Finnish,"
    "fr French,ga Irish,gl Galician,gu Gujarati,ha Hausa,he Hebrew,hi Hindi,hr Croatian,hu Hungarian,"
    "hy Armenian,id Indonesian,ig Igbo,is Icelandic,it Italian,ja Japanese,ka Georgian,kk Kazakh,km Khmer,"
    "kn Kannada,ko Korean,ku Kurdish,ky Kyrgyz,lb Luxembourgish,lo Lao,lt Lithuanian,lv Latvian,mg Malagasy,"
    "mk Macedonian,ml Malayalam,mn Mongolian,mr Marathi,ms Malay,mt Maltese,my Burmese,ne Nepali,nl Dutch,"
    "no Norwegian,pa Punjabi,pl Polish,ps Pashto,pt Portuguese,ro Romanian,ru Russian,rw Kinyarwanda,"
    "si Sinhala,sk Slovak,sl Slovenian,so Somali,sq Albanian,sr Serbian,sv Swedish,sw Swahili,ta Tamil,"
    "te Telugu,tg Tajik,th Thai,tk Turkmen,tl Tagalog,tr Turkish,uk Ukrainian,ur Urdu,uz Uzbek,vi Vietnamese,"
    "xh Xhosa,yo Yoruba,zh Chinese,zu Zulu"
)
LANGUAGES: dict[str, str] = {code: name for code, _, name in (entry.partition(" ") for entry in _NAMES.split(","))}
