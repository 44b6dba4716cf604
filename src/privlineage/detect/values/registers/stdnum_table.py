"""What each module of python-stdnum means: whom it names, where, and what its numbers look like.

Modules that only repeat another (`eu.vat`, a country's `iban`), that are bare algorithms (`luhn`), or that accept
whatever has the right length (`fi.associationid`) are left out.
"""

from __future__ import annotations

__all__ = ["TABLE"]

# module | kind | what its numbers look like without separators | what they are called
TABLE = r"""
ar.cbu | bank | \d{22} | Argentine bank accounts
ar.cuit | person | 2[03457]\d{9} | Argentine tax numbers of persons
ar.cuit | company | 3[034]\d{9} | Argentine tax numbers of companies
al.nipt | company | [A-M]\d{8}[A-Z] | Albanian tax numbers of companies
ad.nrt | either | [ACDEFGLOPU]\d{6}[A-Z] | Andorran tax numbers
at.tin | either | \d{9} | Austrian tax numbers
at.uid | company | (?:AT)?U\d{8} | Austrian VAT numbers
at.vnr | person | \d{10} | Austrian social insurance numbers
au.abn | company | \d{11} | Australian business numbers
au.acn | company | \d{9} | Australian company numbers
au.tfn | either | \d{8,9} | Australian tax file numbers
az.voen | company | \d{9,10} | Azerbaijani tax numbers
be.nn | person | \d{11} | Belgian national numbers
be.bis | person | \d{11} | Belgian BIS numbers
be.eid | person | \d{12} | Belgian identity cards
be.ogm_vcs | product | \d{12} | Belgian payment references
be.vat | company | (?:BE)?[01]?\d{9} | Belgian enterprise numbers
bg.egn | person | \d{10} | Bulgarian personal numbers
bg.pnf | person | \d{10} | Bulgarian numbers of foreigners
bg.vat | company | (?:BG)?\d{9,10} | Bulgarian VAT numbers
br.cpf | person | \d{11} | Brazilian CPF numbers
br.cnpj | company | [0-9A-Z]{12}\d{2} | Brazilian company numbers
by.unp | company | (?:УНП|UNP)?[0-9A-Z]{2}\d{7} | Belarusian payer numbers
ca.bc_phn | person | 9\d{9} | British Columbian health numbers
ca.bn | company | \d{9}(?:R[CMPRTZ]\d{4})? | Canadian business numbers
ca.sin | person | \d{9} | Canadian social insurance numbers
casrn | product | \d{5,10} | numbers of chemicals
cfi | product | [A-Z]{6} | classes of financial instruments
ch.ssn | person | 756\d{10} | Swiss social insurance numbers
ch.uid | company | CHE\d{9} | Swiss business identifiers
ch.vat | company | CHE\d{9}(?:TVA|MWST|IVA|TPV) | Swiss VAT numbers
ch.esr | product | \d{16}|\d{26,27} | Swiss payment references
cl.rut | person | [1-4]?\d{7}[0-9K] | Chilean RUT numbers of persons
cl.rut | company | [5-9]\d{7}[0-9K] | Chilean RUT numbers of companies
cn.ric | person | \d{17}[0-9X] | Chinese identity numbers
cn.uscc | company | [0-9A-HJ-NPQRTUWXY]{18} | Chinese social credit codes of companies
co.nit | either | \d{8,10} | Colombian tax numbers
cr.cpf | person | 0?[1-9]0?\d{7,8} | Costa Rican personal numbers
cr.cpj | company | [2-5]\d{9} | Costa Rican company numbers
cr.cr | person | 1\d{10,11} | Costa Rican residence numbers
cu.ni | person | \d{11} | Cuban identity numbers
cusip | product | [0-9A-Z]{8}\d | security numbers (CUSIP)
cy.vat | company | (?:CY)?\d{8}[A-Z] | Cypriot VAT numbers
cz.bankaccount | bank | \d{6,20} | Czech bank accounts
cz.dic | company | CZ\d{8,10} | Czech VAT numbers
cz.rc | person | \d{9,10} | Czech birth numbers
de.handelsregisternummer | company | .*(?:HRA|HRB|PR|VR|GNR).* | German company register numbers
de.idnr | person | [1-9]\d{10} | German tax identification numbers
de.vat | company | (?:DE)?[1-9]\d{8} | German VAT numbers
dk.cpr | person | \d{10} | Danish personal numbers
dk.cvr | company | (?:DK)?[1-9]\d{7} | Danish company numbers
do.cedula | person | \d{11} | Dominican identity numbers
do.rnc | company | \d{9} | Dominican tax numbers
ean | product | \d{8}|\d{12,14} | article numbers (EAN)
ec.ci | person | \d{10} | Ecuadorian identity numbers
ec.ruc | company | \d{13} | Ecuadorian company numbers
ee.ik | person | [1-8]\d{10} | Estonian personal codes
ee.kmkr | company | (?:EE)?\d{9} | Estonian VAT numbers
ee.registrikood | company | [1789]\d{7} | Estonian company numbers
es.ccc | bank | \d{20} | Spanish bank accounts
es.cif | company | [A-HJNP-SUVW]\d{7}[0-9A-J] | Spanish company numbers
es.cups | product | ES\d{16}[A-Z]{2}.{0,2} | Spanish metering points
es.dni | person | \d{7,8}[A-Z] | Spanish identity numbers
es.nie | person | [XYZ]\d{7}[A-Z] | Spanish numbers of foreigners
es.referenciacatastral | product | [0-9A-Z]{20} | Spanish cadastral references
eu.at_02 | company | [A-Z]{2}\d{2}[0-9A-Z]{4,30} | SEPA creditors
eu.banknote | product | [A-Z][0-9A-Z]\d{10} | serial numbers of banknotes
eu.ecnumber | product | [2-9]\d{6} | EC numbers of substances
eu.eic | product | \d{2}[A-Z][0-9A-Z]{9,13} | energy identification codes
fi.alv | company | FI\d{8} | Finnish VAT numbers
fi.hetu | person | \d{6}[A-Y]?\d{3}[0-9A-Y] | Finnish personal identity codes
fi.ytunnus | company | \d{8} | Finnish business identifiers
figi | product | [A-Z]{2}G[0-9A-Z]{9} | financial instruments (FIGI)
fr.nif | person | [0-3]\d{12} | French tax numbers of persons
fr.nir | person | [12]\d{4}[0-9AB]{2}\d{6}(?:\d{2})? | French social security numbers
fr.siren | company | \d{9} | French company numbers (SIREN)
fr.siret | company | \d{14} | French establishment numbers (SIRET)
fr.tva | company | (?:FR)?[0-9A-Z]{2}\d{9} | French VAT numbers
gb.nhs | person | [1-9]\d{9} | British health service numbers
gb.sedol | product | [0-9A-Z]{6}\d | security numbers (SEDOL)
gb.upn | person | [A-Z]\d{11}[0-9A-Z] | British pupil numbers
gb.utr | either | \d{10}K? | British taxpayer references
gb.vat | company | (?:GB)?\d{9}(?:\d{3})? | British VAT numbers
gh.tin | either | [PCGQV]\d{9}[0-9X] | Ghanaian tax numbers
gn.nifp | company | \d{9} | Guinean tax numbers
gr.amka | person | \d{11} | Greek social security numbers
gr.vat | either | (?:EL|GR)?\d{9} | Greek tax numbers
grid | product | A1[0-9A-Z]{16} | releases of recordings
gt.nit | either | \d{5,8}[0-9K] | Guatemalan tax numbers
hr.oib | either | (?:HR)?\d{11} | Croatian personal identification numbers
hu.anum | company | (?:HU)?\d{8} | Hungarian VAT numbers
id.nik | person | \d{16} | Indonesian identity numbers
id.npwp | either | \d{15,16} | Indonesian tax numbers
ie.pps | person | \d{7}[A-W][ABHTWX]? | Irish personal public service numbers
il.hp | company | 5\d{8} | Israeli company numbers
il.idnr | person | [0-46-9]\d{7,8} | Israeli identity numbers
imo | product | (?:IMO)?\d{7} | numbers of ships
in_.aadhaar | person | [2-9]\d{11} | Aadhaar numbers
in_.epic | person | [A-Z]{3}\d{7} | Indian voter identity numbers
in_.gstin | company | \d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z] | Indian GST numbers
in_.pan | person | [A-Z]{3}P[A-Z]\d{4}[A-Z] | Indian tax numbers of persons
in_.pan | company | [A-Z]{3}[ABCFGHLJT][A-Z]\d{4}[A-Z] | Indian tax numbers of companies
in_.vid | person | [2-9]\d{15} | Aadhaar virtual numbers
is_.kennitala | person | [0-3]\d{9} | Icelandic identity numbers
isan | product | [0-9A-F]{16}[0-9A-Z]|[0-9A-F]{16}[0-9A-Z][0-9A-F]{8}[0-9A-Z] | numbers of films
isbn | product | \d{9}[0-9X]|97[89]\d{10} | book numbers (ISBN)
isin | product | [A-Z]{2}[0-9A-Z]{9}\d | security numbers (ISIN)
ismn | product | M\d{9}|9790\d{9} | numbers of sheet music
isni | product | 0{4}\d{11}[0-9X] | names in libraries (ISNI)
iso11649 | product | RF\d{2}[0-9A-Z]{1,21} | creditor references
iso6346 | product | [A-Z]{3}[UJZ]\d{7} | freight containers
isrc | product | [A-Z]{2}[0-9A-Z]{3}\d{7} | sound recordings
issn | product | \d{7}[0-9X] | periodicals (ISSN)
it.aic | product | A?\d{9} | Italian numbers of medicines
it.codicefiscale | person | [A-Z]{6}[0-9L-V]{2}[A-Z][0-9L-V]{2}[A-Z][0-9L-V]{3}[A-Z] | Italian fiscal codes
it.iva | company | (?:IT)?\d{11} | Italian VAT numbers
jp.cn | company | [1-9]\d{12} | Japanese corporate numbers
jp.in_ | person | \d{12} | Japanese individual numbers
ke.pin | person | A\d{9}[A-Z] | Kenyan tax numbers of persons
ke.pin | company | P\d{9}[A-Z] | Kenyan tax numbers of companies
kr.brn | company | \d{3}[0-9]{2}\d{5} | Korean business numbers
kr.rrn | person | \d{13} | Korean resident numbers
lei | company | [0-9A-Z]{18}\d{2} | legal entities (LEI)
lt.asmens | person | [1-8]\d{10} | Lithuanian personal codes
lt.pvm | company | (?:LT)?\d{7}1\d|(?:LT)?\d{10}1\d | Lithuanian VAT numbers
lu.tva | company | (?:LU)?\d{8} | Luxembourgish VAT numbers
lv.pvn | person | [0-3]\d{10} | Latvian personal codes
lv.pvn | company | (?:LV)?[4-9]\d{10} | Latvian VAT numbers
ma.ice | company | \d{15} | Moroccan company numbers
md.idno | company | 1\d{12} | Moldovan company numbers
md.idno | person | [02]\d{12} | Moldovan personal numbers
me.pib | company | \d{8} | Montenegrin tax numbers
mk.edb | company | (?:MK)?\d{13} | North Macedonian tax numbers
mt.vat | company | (?:MT)?[1-9]\d{7} | Maltese VAT numbers
mu.nid | person | [A-Z]\d{12}[0-9A-Z] | Mauritian identity numbers
mx.curp | person | [A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d | Mexican CURP codes
mx.rfc | person | [A-ZÑ&]{4}\d{6}[0-9A-Z]{3} | Mexican tax codes of persons
mx.rfc | company | [A-ZÑ&]{3}\d{6}[0-9A-Z]{3} | Mexican tax codes of companies
my.nric | person | \d{12} | Malaysian identity numbers
mz.nuit | either | \d{9} | Mozambican tax numbers
nl.bsn | person | \d{8,9} | Dutch citizen service numbers
nl.btw | company | (?:NL)?\d{9}B\d{2} | Dutch VAT numbers
nl.onderwijsnummer | person | 1\d{8} | Dutch pupil numbers
no.fodselsnummer | person | \d{11} | Norwegian birth numbers
no.kontonr | bank | \d{11} | Norwegian bank accounts
no.mva | company | (?:NO)?\d{9}MVA | Norwegian VAT numbers
no.orgnr | company | [89]\d{8} | Norwegian organisation numbers
nz.bankaccount | bank | \d{15,16} | New Zealand bank accounts
nz.ird | either | \d{8,9} | New Zealand tax numbers
pe.cui | person | \d{8}[0-9A-K] | Peruvian identity numbers
pe.ruc | person | 1[057]\d{9} | Peruvian tax numbers of persons
pe.ruc | company | 20\d{9} | Peruvian tax numbers of companies
pk.cnic | person | [1-7]\d{12} | Pakistani identity numbers
pl.nip | either | (?:PL)?\d{10} | Polish tax numbers
pl.pesel | person | \d{11} | Polish PESEL numbers
pl.regon | company | \d{9}|\d{14} | Polish company numbers (REGON)
pt.cc | person | \d{9}[0-9A-Z]{2}\d | Portuguese citizen cards
pt.nif | person | (?:PT)?[123]\d{8} | Portuguese tax numbers of persons
pt.nif | company | (?:PT)?[5-9]\d{8} | Portuguese tax numbers of companies
py.ruc | either | \d{6,9} | Paraguayan tax numbers
ro.cf | company | (?:RO)?[1-9]\d{4,9} | Romanian company numbers
ro.cnp | person | [1-9]\d{12} | Romanian personal numbers
ro.onrc | company | [JFC]\d{2}\d{1,8}\d{4} | Romanian trade register numbers
rs.pib | company | \d{9} | Serbian tax numbers
ru.inn | person | \d{12} | Russian tax numbers of persons
ru.inn | company | \d{10} | Russian tax numbers of companies
ru.ogrn | company | \d{13}|\d{15} | Russian company numbers
se.orgnr | company | [25-9]\d[2-9]\d{7} | Swedish organisation numbers
se.personnummer | person | \d{10}|(?:19|20)\d{10} | Swedish personal numbers
se.vat | company | SE\d{12} | Swedish VAT numbers
sg.uen | company | \d{8}[A-Z]|\d{9}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z] | Singaporean entity numbers
si.ddv | either | (?:SI)?[1-9]\d{7} | Slovenian tax numbers
si.emso | person | \d{13} | citizen numbers of the Yugoslav states (EMŠO, JMBG)
si.maticna | company | \d{7}|\d{10} | Slovenian company numbers
sk.dph | company | (?:SK)?[1-9]\d{9} | Slovak VAT numbers
sn.ninea | company | \d{7}|\d{7}\d[A-Z]\d|\d{9} | Senegalese company numbers
sv.nit | either | \d{14} | Salvadoran tax numbers
th.moa | company | 0\d{12} | Thai company numbers
th.pin | person | [1-8]\d{12} | Thai identity numbers
tn.mf | company | \d{7}[A-Z].{0,7} | Tunisian tax numbers
tr.tckimlik | person | [1-9]\d{10} | Turkish identity numbers
tr.vkn | either | \d{10} | Turkish tax numbers
tw.ubn | company | \d{8} | Taiwanese company numbers
ua.edrpou | company | \d{8} | Ukrainian company numbers
ua.rntrc | person | \d{10} | Ukrainian taxpayer numbers
us.ein | company | \d{9} | American employer numbers
us.itin | person | 9\d{8} | American taxpayer numbers
us.ptin | person | P\d{8} | American preparer numbers
us.rtn | company | \d{9} | American bank routing numbers
us.ssn | person | [0-8]\d{8} | American social security numbers
uy.rut | company | \d{12} | Uruguayan tax numbers
ve.rif | person | [VE]\d{9} | Venezuelan tax numbers of persons
ve.rif | company | [JPGC]\d{9} | Venezuelan tax numbers of companies
vn.mst | company | \d{10}|\d{13} | Vietnamese tax numbers
za.idnr | person | \d{13} | South African identity numbers
za.tin | either | [01239]\d{9} | South African tax numbers
iban | bank | [A-Z]{2}\d{2}[0-9A-Z]{11,30} | bank accounts (IBAN)
imei | device | \d{15} | mobile devices (IMEI)
imsi | device | [2-7]\d{13,14} | SIM subscribers (IMSI)
meid | device | [0-9A-F]{15} | mobile devices (MEID)
bitcoin | bank | [13][0-9A-Z]{25,34}|BC1[0-9A-Z]{11,71} | Bitcoin addresses
"""
