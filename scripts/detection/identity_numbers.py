"""Identity, tax and social security numbers that pass the checks of python-stdnum, found by trial.

`(country, module, shape)`: a shape is filled until the module accepts it. `{d}` is a birth date by strftime-like
marks. Countries that are kept back (see `places.held_back`) are not made.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from random import Random

from scripts.detection.made import fill
from scripts.detection.places import held_back

__all__ = ["company_numbers", "identity_numbers", "numbers", "sources"]

_PEOPLE = """
br cpf ###########
br cpf ###.###.###-##
bg egn {ymd}####
cn ric 110101{Ymd}###*
cn ric 31010%{Ymd}###*
cn ric 44030%{Ymd}###*
cn ric 33010%{Ymd}###*
cr cpf %-####-####
cu ni {ymd}#####
cz rc {ymd}/####
de idnr %##########
de stnr ##/###/#####
do cedula ###########
do cedula ###-#######-#
ec ci ##########
ee ik %{ymd}####
es dni ########@
es nie X#######@
es nif ########@
fr nir 1{ym}7511#######
fr nir 2{ym}6912#######
gb nhs ##########
gb nhs ### ### ####
gb utr ##########
gh tin P##########
gr amka {dmy}#####
gr vat #########
hr oib ###########
ie pps #######@
in_ aadhaar %###########
in_ aadhaar %### #### ####
in_ epic @@@#######
in_ pan @@@P@####@
in_ vid %###############
is_ kennitala {dmy}####
it codicefiscale @@@@@@##@##@###@
jp in_ ############
kr rrn {ymd}-#######
mk edb #############
mu nid @{dmy}#######
mx curp @@@@{ymd}H@@@@@*#
mx rfc @@@@{ymd}***
my nric {ymd}######
my nric {ymd}-##-####
mz nuit #########
nl bsn #########
nl onderwijsnummer 10#######
no fodselsnummer {dmy}#####
pe cui ########@
pk cnic #####-#######-#
pl pesel {ymd}#####
ru inn ############
se personnummer {ymd}-####
se personnummer {Ymd}####
us itin 9##-##-####
us ssn %##-##-####
us ssn %########
us ptin P########
ve rif V#########
za idnr {ymd}####0##
za tin %#########
ch ssn 756##########
ch ssn 756.####.####.##
li peid ########
au tfn #########
au tfn ### ### ###
cl rut %#######-*
cl rut %#.###.###-*
fi hetu {dmy}-###*
fi veronumero ############
sk rc {ymd}/####
vn mst ##########
"""

_COMPANIES = """
ad nrt L-######-@
az voen ##########
bg vat #########
br cnpj ##.###.###/####-##
by unp #########
ch uid CHE#########
ch esr ###########
cn uscc 91######*########*
cr cpj 3-###-######
cy vat ########@
cz dic CZ########
de vat DE#########
de wkn ######
do rnc #########
ec ruc ##########001
ee kmkr EE#########
ee registrikood %#######
es cif B########
fr siren #########
fr siret ##############
fr tva FR##%########
gb vat GB#########
gr vat EL#########
gt nit #######-*
in_ gstin 27@@@@@####@1Z*
ie vat IE#######@
it iva ###########
jp cn #############
kr brn ###-##-#####
lu tva LU########
ma ice ###############
md idno #############
me pib ########
mt vat MT########
mx rfc @@@######***
nl btw NL#########B##
no mva ######### MVA
no orgnr #########
pe ruc 20#########
pl nip ##########
pl regon #########
py ruc ########-#
rs pib #########
ru inn ##########
ru ogrn #############
se orgnr ######-####
se vat SE##########01
sg uen ########@
sm coe #####
sv nit ####-######-###-#
us ein ##-#######
us rtn #########
uy rut 21######001#
ve rif J#########
au abn ###########
au acn #########
cl rut 7#######-*
fi ytunnus #######-#
fi alv FI########
lv pvn 4##########
sk dph SK##########
vn mst 0#########
"""

WANTED = 120
"""How many numbers are looked for at most; the tries are bounded too, so a rare one has fewer."""


def sources(split: str, kind: str) -> tuple[tuple[str, str, str], ...]:
    """The numbers a split may make: (country, module, shape)."""
    lines = [tuple(line.split(" ", 2)) for line in (_PEOPLE if kind == "people" else _COMPANIES).strip().splitlines()]
    tuned = {"au", "cl", "fi", "sk", "vn", "lv", "ch", "li"}
    return tuple(
        (country, module, shape)
        for country, module, shape in lines
        if not held_back(country.strip("_").upper(), split) and (split == "train" or country in tuned)
    )


def _birth(rng: Random, shape: str) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1940, 2004)
    for mark, text in {
        "{ymd}": f"{year % 100:02d}{month:02d}{day:02d}",
        "{Ymd}": f"{year}{month:02d}{day:02d}",
        "{dmy}": f"{day:02d}{month:02d}{year % 100:02d}",
        "{ym}": f"{year % 100:02d}{month:02d}",
    }.items():
        shape = shape.replace(mark, text)
    return shape


_LAST = {"#": "0123456789", "@": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "*": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _accepted(valid: Callable[[str], bool], number: str) -> bool:
    try:
        return valid(number)
    except (KeyError, ValueError, IndexError):  # stdnum's tables of places have holes
        return False


@cache
def numbers(country: str, module: str, shape: str) -> tuple[str, ...]:
    """Numbers of one shape that the module accepts, in the spelling of the shape."""
    valid = importlib.import_module(f"stdnum.{country}.{module}").is_valid
    rng = Random(f"identity:{country}:{module}:{shape}")  # noqa: S311
    found: dict[str, None] = {}
    tail = shape[-1]
    for _ in range(WANTED * 12):
        start = fill(rng, _birth(rng, shape[:-1]))
        for last in _LAST.get(tail, tail):
            if _accepted(valid, start + last):
                found[start + last] = None
                break
        if len(found) >= WANTED:
            break
    return tuple(found)


def identity_numbers(split: str) -> tuple[tuple[str, str, str], ...]:
    """The identity numbers of people."""
    return sources(split, "people")


def company_numbers(split: str) -> tuple[tuple[str, str, str], ...]:
    """The registration and tax numbers of companies."""
    return sources(split, "companies")
