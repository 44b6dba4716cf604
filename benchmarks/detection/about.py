"""Columns of what people are: age, faith, health, income."""

from __future__ import annotations

import math
from datetime import date, timedelta

from benchmarks.detection.kinds import EVERYWHERE, Maker, kind
from benchmarks.detection.place import Place, digits

DEMOGRAPHIC = "user.demographic"
HEALTH = "user.health_and_medical"


def _answers(place: Place, question: str) -> list[str]:
    return place.answers.get(question) or []


def _closed(place: Place, answers: list[str]) -> Maker:
    """Answers of unequal frequency, as in life."""
    weights = [place.chance.random() + 0.05 for _ in answers]
    return lambda: place.chance.choices(answers, weights)[0]


@kind("date_of_birth", "user.demographic.date_of_birth", DEMOGRAPHIC, columns=EVERYWHERE)
def date_of_birth(place: Place) -> Maker:
    form = place.chance.choice(
        ["%Y-%m-%d", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%m/%d/%Y", "%Y-%m-%d 00:00:00"]
    )
    youngest = place.chance.choice([0, 16, 18])
    era = place.locale == "th_TH" and form.startswith("%d")

    def born() -> str:
        age = max(youngest, min(97, place.chance.gauss(43, 17)))
        day = date(2025, 6, 1) - timedelta(days=int(age * 365.25) + place.chance.randrange(365))
        return f"{day:%d/%m/}{day.year + 543}" if era else day.strftime(form)

    return born


@kind("age", DEMOGRAPHIC, columns=5, needs_header=True)
def age(place: Place) -> Maker:
    return lambda: str(int(max(16, min(98, place.chance.gauss(44, 16)))))


@kind("gender", DEMOGRAPHIC, columns=EVERYWHERE)
def gender(place: Place) -> Maker:
    form = place.chance.choice(["local", "local", "local", "MF", "English"])
    answers = {"MF": ["M", "F"], "English": ["male", "female"]}.get(form, _answers(place, "gender"))
    return _closed(place, answers)


@kind("marital_status", DEMOGRAPHIC, columns=14)
def marital_status(place: Place) -> Maker:
    return _closed(place, _answers(place, "marital"))


@kind("religion", DEMOGRAPHIC, columns=14)
def religion(place: Place) -> Maker:
    return _closed(place, _answers(place, "religion"))


@kind("nationality", DEMOGRAPHIC, columns=10)
def nationality(place: Place) -> Maker:
    return _closed(place, _answers(place, "nationality"))


@kind("ethnicity", DEMOGRAPHIC, columns=6, locales="en_KE en_NZ es_CO id_ID ro_RO zh_TW")
def ethnicity(place: Place) -> Maker:
    return _closed(place, _answers(place, "ethnicity"))


@kind("political_opinion", DEMOGRAPHIC, columns=6, locales="de_AT da_DK nl_BE pt_PT en_NZ fr_CA")
def political_opinion(place: Place) -> Maker:
    parties = {
        "de_AT": "ÖVP SPÖ FPÖ Grüne NEOS KPÖ",
        "da_DK": "Socialdemokratiet|Venstre|Enhedslisten|Radikale Venstre|Det Konservative Folkeparti|Liberal Alliance",
        "nl_BE": "N-VA|Vlaams Belang|Vooruit|cd&v|Groen|Open Vld|PVDA",
        "pt_PT": "PS|PSD|Chega|Bloco de Esquerda|CDU|Livre|Iniciativa Liberal",
        "en_NZ": "Labour|National|Green|ACT|NZ First|Te Pāti Māori",
        "fr_CA": "Parti libéral|Bloc québécois|Parti conservateur|NPD|Parti québécois|CAQ",
    }[place.locale]
    return _closed(place, parties.split("|") if "|" in parties else parties.split())


@kind("sexual_orientation", DEMOGRAPHIC, columns=5)
def sexual_orientation(place: Place) -> Maker:
    return _closed(place, ["heterosexual", "gay", "lesbian", "bisexual", "asexual", "prefer not to say"])


@kind("salary", "user.financial", "user.employment", columns=5, needs_header=True)
def salary(place: Place) -> Maker:
    scale = place.chance.choice([2_400, 38_000, 55_000, 410_000])
    return lambda: str(round(scale * math.exp(place.chance.gauss(0, 0.4)), place.chance.choice([-1, -2])))


@kind("credit_score", "user.financial", columns=4, needs_header=True)
def credit_score(place: Place) -> Maker:
    return lambda: str(int(max(300, min(850, place.chance.gauss(690, 80)))))


@kind("medical_record_id", HEALTH, "user.unique_id", columns=5, needs_header=True)
def medical_record_id(place: Place) -> Maker:
    form = place.chance.choice(["MR########", "########", "P-######"])
    return lambda: digits(form, place.chance)


@kind("blood_type", HEALTH, columns=8)
def blood_type(place: Place) -> Maker:
    form = place.chance.choice(["{g}{s}", "{g} {s}", "{g} Rh{s}", "{g}{w}"])

    def blood() -> str:
        group = place.chance.choices(
            ["0" if place.country in {"HU", "AT", "LT"} else "O", "A", "B", "AB"], [44, 42, 10, 4]
        )[0]
        sign = place.chance.choices("+-", [85, 15])[0]
        return form.format(g=group, s=sign, w=" pos" if sign == "+" else " neg")

    return blood


@kind("diagnosis", HEALTH, columns=12)
def diagnosis(place: Place) -> Maker:
    form = place.chance.choice(["code", "code", "words", "both"])

    def found() -> str:
        code, words = place.chance.choice(ILLNESSES)
        return {"code": code, "words": words}.get(form, f"{code} {words}")

    return found


@kind("medication", HEALTH, columns=8)
def medication(place: Place) -> Maker:
    dosed = place.chance.random() < 0.6

    def drug() -> str:
        name, dose = place.chance.choice(DRUGS)
        return f"{name} {dose}" if dosed else name

    return drug


ILLNESSES = [
    tuple(line.split(" ", 1))
    for line in (
        "E11.9 Type 2 diabetes mellitus without complications|I10 Essential hypertension|"
        "J45.40 Moderate persistent asthma|"
        "F32.1 Moderate depressive episode|M54.50 Low back pain|"
        "K21.9 Gastro-oesophageal reflux disease|"
        "N18.3 Chronic kidney disease, stage 3|G43.009 Migraine without aura|"
        "C50.911 Malignant neoplasm of right breast|B20 HIV disease|"
        "J44.1 COPD with acute exacerbation|I48.0 Paroxysmal atrial fibrillation|E03.9 Hypothyroidism, unspecified|"
        "L40.0 Psoriasis vulgaris|F41.1 Generalized anxiety disorder|O24.4 Gestational diabetes|K50.90 Crohn disease|"
        "M06.9 Rheumatoid arthritis|G40.909 Epilepsy|D50.9 Iron deficiency anaemia|A15.0 Tuberculosis of lung|"
        "H40.11 Primary open-angle glaucoma|I25.10 Atherosclerotic heart disease|F10.20 Alcohol dependence|"
        "S72.001A Fracture of neck of right femur|Z34.90 Supervision of normal pregnancy|R07.9 Chest pain|"
        "U07.1 COVID-19|E66.01 Morbid obesity|C61 Malignant neoplasm of prostate"
    ).split("|")
]

DRUGS = [
    tuple(line.split(","))
    for line in (
        "Metformin,850 mg|Ramipril,5 mg|Atorvastatin,20 mg|Levothyroxine,75 mcg|Amlodipine,10 mg|Omeprazole,20 mg|"
        "Sertraline,50 mg|Salbutamol,100 mcg|Apixaban,5 mg|Amoxicillin,500 mg|"
        "Insulin glargine,100 U/ml|Bisoprolol,2.5 mg|"
        "Prednisolone,5 mg|Quetiapine,25 mg|Methotrexate,15 mg|Tamoxifen,20 mg|Gabapentin,300 mg|Furosemide,40 mg|"
        "Escitalopram,10 mg|Pantoprazole,40 mg|Warfarin,3 mg|Tramadol,50 mg|"
        "Dolutegravir,50 mg|Lithium carbonate,300 mg|"
        "Rosuvastatin,10 mg|Clopidogrel,75 mg|Ibuprofen,400 mg|Diazepam,5 mg"
    ).split("|")
]
