"""Columns of words about people: sex, faith, origin, family, politics, health, work; and prose that names somebody."""

from __future__ import annotations

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.personal_contacts import address, email, phone
from scripts.detection.personal_names import person
from scripts.detection.personal_numbers import identity

__all__ = ["FAMILIES"]

# A line is one vocabulary: a column draws from one of them.
_GENDERS = """M F|Male Female|male female other|M F X|m f d|Man Woman Non-binary|Male Female Unknown|MALE FEMALE|1 2|0 1|H M|Homme Femme|Masculin Féminin|männlich weiblich divers|
Hombre Mujer|Masculino Femenino|Maschio Femmina|Masculino Feminino|男 女|男性 女性|남 여|남성 여성|мужской женский|м ж|муж жен|mężczyzna kobieta|K M|man vrouw|man kvinna|Mann Kvinne|
muž žena|ذكر أنثى|مرد زن|पुरुष महिला|άνδρας γυναίκα|мъж жена|muški ženski|mees naine|kişi qadın|erkak ayol|lalaki babae|karl kona|Mr Mrs Ms|Herr Frau|M. Mme|cis_female cis_male trans other|
prefer_not_to_say female male|ஆண் பெண்|mwanaume mwanamke|ਪੁਰਸ਼ ਔਰਤ|♂ ♀|boy girl|M F U|F M N|女 男 未知|Female Male Non-Binary Undisclosed"""
_RELIGIONS = """Christian,Muslim,Hindu,Buddhist,Jewish,Sikh,None|Catholic,Protestant,Orthodox,Atheist,Agnostic|Roman Catholic,Baptist,Methodist,Lutheran,Presbyterian,Mormon,No religion|
evangelisch,römisch-katholisch,konfessionslos,muslimisch,jüdisch|RK,EV,VD,LT,AK|catholique,musulman,juif,protestant,sans religion,bouddhiste|católico,evangélico,ateo,judío,musulmán,agnóstico|
cattolico,ortodosso,musulmano,ebreo,ateo|православие,ислам,иудаизм,буддизм,католицизм,атеизм|佛教,道教,基督教,伊斯兰教,天主教,无|仏教,神道,キリスト教,無宗教|불교,개신교,천주교,무교|مسلم,مسيحي,يهودي,لا ديني|हिन्दू,मुस्लिम,सिख,ईसाई,जैन,बौद्ध|
Islam,Christianity,Hinduism,Buddhism,Judaism,Sikhism,Jainism,Baha'i,Taoism|Sunni,Shia,Ahmadi,Sufi|rzymskokatolickie,prawosławne,bezwyznaniowy,protestanckie|rooms-katholiek,protestants,geen,moslim,hindoe|Χριστιανός Ορθόδοξος,Μουσουλμάνος,Άθεος|luteránský,katolický,bez vyznání|Catolica,Espirita,Evangelica,Umbanda,Candomble,Sem religiao"""
_ETHNICITIES = """White,Black or African American,Asian,Hispanic or Latino,American Indian or Alaska Native,Native Hawaiian or Other Pacific Islander,Two or more races|White British,White Irish,Indian,Pakistani,Bangladeshi,Chinese,Black African,Black Caribbean,Mixed|
汉族,回族,维吾尔族,藏族,蒙古族,壮族,满族,苗族|Branca,Preta,Parda,Amarela,Indígena|Caucasian,African,Latino,Asian,Middle Eastern,Mixed|русский,татарин,украинец,башкир,чуваш,чеченец|Yoruba,Igbo,Hausa,Fulani,Tiv|Zulu,Xhosa,Afrikaner,Coloured,Tswana,Indian|
Mestizo,Blanco,Indígena,Afrodescendiente|Malay,Chinese,Indian,Kadazan,Iban|Han,Hui,Uyghur,Tibetan,Manchu|W,B,A,H,I,O|Maya,Nahua,Zapoteco,Mixteco|OBC,SC,ST,General|Kikuyu,Luo,Luhya,Kalenjin|Akan,Ewe,Ga,Mole-Dagbon|Punjabi,Sindhi,Pashtun,Baloch"""
_MARITAL = """single,married,divorced,widowed|Single,Married,Divorced,Widowed,Separated|S,M,D,W|ledig,verheiratet,geschieden,verwitwet|célibataire,marié(e),divorcé(e),veuf(ve),pacsé(e)|soltero,casado,divorciado,viudo|solteiro,casado,divorciado,viúvo|celibe,nubile,coniugato,vedovo|
未婚,已婚,离异,丧偶|未婚,既婚,離婚,死別|미혼,기혼,이혼,사별|холост,женат,замужем,разведен,вдовец|kawaler,panna,żonaty,mężatka,rozwiedziony,wdowa|ongehuwd,gehuwd,gescheiden,weduwe|ogift,gift,skild,änka|svobodný,ženatý,vdaná,rozvedený|أعزب,متزوج,مطلق,أرمل|مجرد,متاهل,مطلقه|अविवाहित,विवाहित,तलाकशुदा,विधवा|
άγαμος,έγγαμος,διαζευγμένος,χήρος|NEVER_MARRIED,MARRIED,DIVORCED,WIDOWED,DOMESTIC_PARTNER|civil partnership,cohabiting,married,single,engaged|неженен,женен,разведен,вдовец"""
_ORIENTATIONS = """heterosexual,homosexual,bisexual,asexual|straight,gay,lesbian,bisexual,queer,prefer not to say|hétérosexuel,homosexuel,bisexuel|heterosexuell,homosexuell,bisexuell|гетеро,гомо,би|异性恋,同性恋,双性恋|Heterosexual,Gay or Lesbian,Bisexual,Other|pansexual,asexual,straight,gay,bi,questioning|eterosessuale,omosessuale,bisessuale|이성애,동성애,양성애|hetero,homo,bi"""
_POLITICS = """Democrat,Republican,Independent,Libertarian,Green|Labour,Conservative,Liberal Democrat,SNP,Green,Reform UK|CDU,SPD,Die Grünen,FDP,AfD,Die Linke|left,center-left,center,center-right,right|liberal,conservative,moderate,progressive|PSOE,PP,Vox,Sumar,ERC|PT,PL,MDB,PSDB,PSOL|
BJP,INC,AAP,TMC,DMK|LR,PS,RN,LFI,Renaissance|中共党员,共青团员,群众,民主党派|Единая Россия,КПРФ,ЛДПР,Справедливая Россия|DEM,REP,IND,NPA|PiS,PO,Lewica,PSL,Konfederacja|VVD,PVV,D66,CDA,GroenLinks|自民党,立憲民主党,公明党,共産党|Socialdemokraterna,Moderaterna,Sverigedemokraterna,Centerpartiet|union member,not a member"""
_NATIONALITIES = """French,German,Spanish,Italian,Polish,Nigerian,Indian,Chinese,British,American,Brazilian,Mexican,Russian,Japanese,Pakistani|Deutsch,Polnisch,Französisch,Italienisch,Russisch,Syrisch|française,algérienne,marocaine,italienne,espagnole|española,mexicana,francesa,venezolana,china|
中国,美国,日本,韩国|россиянин,украинец,казах,белорус|brasileira,italiana,japonesa|Nederlandse,Duitse,Poolse,Marokkaanse|polskie,niemieckie,ukraińskie|日本,中国,韓国,米国|سعودي,إماراتي,كويتي,هندي,باكستاني|भारतीय,नेपाली|svensk,norsk,tysk,polsk"""
_ILLNESSES = (
    "Essential hypertension,Type 2 diabetes mellitus,Asthma,Major depressive disorder,Acute bronchitis,Migraine,Hypothyroidism,Chronic kidney disease stage 3,Anxiety disorder,Osteoarthritis of knee,"
    "Iron deficiency anemia,HIV infection,Breast cancer,Atrial fibrillation,COPD,Pneumonia,Epilepsy,Psoriasis,Gastritis,Hyperlipidemia,Appendicitis,Fracture of femur,Otitis media,Urinary tract infection|"
    "Bluthochdruck,Diabetes mellitus Typ 2,Asthma bronchiale,Depression,Migräne,Herzinsuffizienz,Lungenentzündung,Hypothyreose,Brustkrebs,Epilepsie,Rückenschmerzen|"
    "hypertension artérielle,diabète de type 2,asthme,dépression,migraine,cancer du sein,insuffisance cardiaque,bronchite aiguë,épilepsie,anémie|"
    "hipertensión arterial,diabetes tipo 2,asma,depresión,migraña,cáncer de mama,insuficiencia renal,neumonía,epilepsia,gastritis,anemia|"
    "高血压,2型糖尿病,哮喘,抑郁症,偏头痛,冠心病,慢性胃炎,肺炎,乳腺癌,甲状腺功能减退|高血圧症,糖尿病,気管支喘息,うつ病,片頭痛,肺炎,胃潰瘍,心房細動|고혈압,당뇨병,천식,우울증,편두통,폐렴|"
    "гипертония,сахарный диабет,бронхиальная астма,депрессия,мигрень,пневмония,гастрит,эпилепсия,ишемическая болезнь сердца|nadciśnienie tętnicze,cukrzyca typu 2,astma,depresja,migrena,zapalenie płuc|"
    "hipertensão arterial,diabetes mellitus,asma,depressão,enxaqueca,câncer de mama,pneumonia|ipertensione,diabete mellito,asma,depressione,emicrania,polmonite|ارتفاع ضغط الدم,السكري,الربو,الاكتئاب,الصداع النصفي|उच्च रक्तचाप,मधुमेह,दमा,अवसाद|"
    "hoge bloeddruk,diabetes type 2,astma,depressie,migraine|υπέρταση,διαβήτης,άσθμα,κατάθλιψη"
).split("|")  # fmt: skip
_MEDICINES = (
    "Metformin,Lisinopril,Atorvastatin,Amlodipine,Omeprazole,Levothyroxine,Simvastatin,Sertraline,Albuterol,Gabapentin,Losartan,Hydrochlorothiazide,Ibuprofen,Amoxicillin,Prednisone,Warfarin,Insulin glargine,"
    "Fluoxetine,Citalopram,Clopidogrel,Furosemide,Pantoprazole,Tramadol,Azithromycin,Montelukast,Rosuvastatin,Escitalopram,Metoprolol,Paracetamol,Diazepam,Methotrexate,Tenofovir"
).split(",")
_CHAPTERS = "A00 B20 C50 D50 E11 F32 G43 H25 I10 I48 J45 K29 L40 M54 N18 O80 P07 Q21 R51 S72 T78 Z00 Z23".split()
_BLOOD = "A+ A- B+ B- AB+ AB- O+ O-|A B AB O|A Rh+ B Rh+ O Rh+ AB Rh- O Rh-|A pos,A neg,B pos,O pos,O neg,AB pos|0 I II III IV|A型 B型 O型 AB型|0+ A+ B+ AB+ 0-|O(I)Rh+,A(II)Rh+,B(III)Rh-,AB(IV)Rh+".split(
    "|"
)


def _words(vocabularies: str | list[str]) -> Maker:
    lines = vocabularies.replace("\n", "").split("|") if isinstance(vocabularies, str) else vocabularies
    parsed = [tuple(line.split("," if "," in line else " ")) for line in lines]

    def make(draw: Draw) -> list[str]:
        words, write = list(draw.one(parsed)), style(draw)
        if draw.chance(0.3):  # a sample seldom shows every word
            words = draw.rng.sample(words, max(2, len(words) - draw.whole(1, 3)))
        weights = [draw.rng.random() ** 2 + 0.05 for _ in words]
        return [write(word) for word in draw.rng.choices(words, weights, k=draw.size)]

    return make


def _nationalities(draw: Draw) -> list[str]:
    own = draw.pool("nationality")
    if len(own) >= 8 and draw.chance(0.6):
        few = [draw.one(own) for _ in range(draw.one((4, 12, 60)))]
        return draw.drawn(few)
    return _words(_NATIONALITIES)(draw)


def _icd_codes(draw: Draw) -> list[str]:
    kind = draw.weighted(dotted=55, bare=15, three=10, nine=10, listed=10)
    few = [f"{draw.one(_CHAPTERS)[:1]}{draw.fill('##')}" for _ in range(40)] + _CHAPTERS
    return draw.many(
        lambda: {
            "dotted": lambda: (
                draw.one(few) + draw.one((".#", ".#", ".##", "", ".#@")).replace("#", draw.fill("#")).replace("@", "A")
            ),
            "bare": lambda: draw.one(few) + draw.fill(draw.one(("#", "##", ""))),
            "three": lambda: draw.one(few),
            "nine": lambda: draw.fill(draw.one(("###.#", "###.##", "###", "V##.#"))),
            "listed": lambda: "; ".join(draw.one(few) + "." + draw.fill("#") for _ in range(draw.whole(1, 3))),
        }[kind]()
    )


def _illnesses(draw: Draw) -> list[str]:
    words, write, coded = draw.one(_ILLNESSES).split(","), style(draw), draw.chance(0.1)
    return draw.many(lambda: write(draw.one(words)) + (f" ({draw.one(_CHAPTERS)}.{draw.fill('#')})" if coded else ""))


def _medications(draw: Draw) -> list[str]:
    write, dosed = style(draw), draw.chance(0.6)
    sizes = ("5 mg", "10mg", "500 mg", "20 mg daily", "40mg tablet", "1 tab BID", "100 mcg", "250 mg/5ml")
    return draw.many(lambda: write(draw.one(_MEDICINES)) + (f" {draw.one(sizes)}" if dosed else ""))


_JOBS = (
    "Software Engineer,Senior Accountant,Nurse,Teacher,Sales Manager,Truck Driver,CEO,HR Business Partner,Data Analyst,Electrician,Barista,Project Manager,Chef,Lawyer,Physician,Store Manager,VP of Marketing,"
    "Customer Service Representative,Mechanical Engineer,Pharmacist,Police Officer,Plumber,Cashier,Research Assistant,Chief Financial Officer,Warehouse Associate|Geschäftsführer,Sachbearbeiterin,Krankenschwester,Lehrer,Verkäufer,Fahrer,Koch,Ingenieurin|"
    "ingénieur,infirmière,professeur,comptable,chauffeur,vendeuse,avocat,boulanger|contador,enfermera,profesor,ingeniero de sistemas,vendedor,abogada,chofer|инженер,бухгалтер,учитель,водитель,менеджер по продажам,врач,продавец|工程师,教师,会计,销售经理,司机,护士,个体户|会社員,教師,看護師,営業,公務員|"
    "회사원,교사,간호사,엔지니어,자영업|kierowca,księgowa,nauczyciel,sprzedawca,inżynier|motorista,professora,enfermeiro,advogado,vendedor|مهندس,معلم,محاسب,طبيب,سائق|इंजीनियर,शिक्षक,किसान,डॉक्टर"
).split("|")  # fmt: skip


def _jobs(draw: Draw) -> list[str]:
    own, write = draw.pool("job"), style(draw)
    words = own if len(own) > 20 and draw.chance(0.7) else tuple(draw.one(_JOBS).split(","))
    few = [draw.one(words) for _ in range(draw.one((6, 25, 200)))]
    grade = draw.chance(0.2)
    return draw.many(
        lambda: (
            (draw.one(("Senior ", "Junior ", "Lead ", "Head ", "Assistant ", "")) if grade else "")
            + write(draw.one(few))
        )
    )


_EMBEDDED = (
    "Customer {name} called from {phone} about the order|please contact {name} at {email}|{name} ({email}) asked for a refund|Call back {phone}, ask for {name}|Delivered to {name}, {address}|"
    "My name is {name} and my number is {phone}.|new contact: {name}; {email}; {phone}|Herr {name} bittet um Rückruf unter {phone}|Rappeler {name} au {phone}|Contactar a {name} al correo {email}|Перезвонить {name}, тел. {phone}|"
    "联系人{name},电话{phone}|{name} lives at {address}|ID {identity} verified for {name}|sent reset link to {email}|Forwarded from {email}: {sentence}|{sentence} {name} {phone}|{sentence} {email}|{name}: {sentence}|"
    "Falei com {name}, telefone {phone}|Klient {name}, tel. {phone}, prosi o kontakt|patient {name}, born {date}, complains of headache|dear {name}, {sentence}|{sentence} Regards, {name} {email}|user {email} logged in|"
    "担当:{name} {email}|{name} 고객 연락처 {phone}|الاتصال بـ {name} على {phone}|{name} से {phone} पर संपर्क करें|Ring {name} på {phone}|Bel {name} terug op {phone}"
).split("|")  # fmt: skip


def _prose(draw: Draw) -> list[str]:
    forms = [draw.one(_EMBEDDED) for _ in range(draw.one((1, 3, 8)))]
    makes = {
        "name": person(draw),
        "phone": phone(draw),
        "email": email(draw),
        "address": address(draw),
        "identity": identity(draw),
    }
    sentences, plain = draw.some("sentence"), draw.one((0.0, 0.2, 0.5, 0.75))

    def make() -> str:
        if draw.chance(plain):
            return draw.one(sentences)
        form = draw.one(forms)
        parts = {key: made() for key, made in makes.items() if "{" + key in form}
        return form.format(**parts, sentence=draw.one(sentences), date=draw.fill("19##-0%-1#"))

    return draw.many(make)


def _records(draw: Draw) -> list[str]:
    makes = {"name": person(draw), "phone": phone(draw), "email": email(draw), "address": address(draw)}
    keys = draw.rng.sample(list(makes), draw.whole(2, 4))
    if "name" in keys and len(keys) == 1:
        keys.append("email")
    shape = draw.one(('{{"{}": "{}"}}', "<{0}>{1}</{0}>"))
    if shape.startswith("{"):
        return draw.many(lambda: "{" + ", ".join(f'"{key}": "{makes[key]()}"' for key in keys) + "}")
    return draw.many(lambda: "<row>" + "".join(shape.format(key, makes[key]()) for key in keys) + "</row>")


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("gender", "gender", 3, _words(_GENDERS)),
    ("religion", "religion", 1.5, _words(_RELIGIONS)),
    ("ethnicity", "ethnicity", 1.5, _words(_ETHNICITIES)),
    ("marital_status", "marital_status", 2, _words(_MARITAL)),
    ("sexual_orientation", "sexual_orientation", 1, _words(_ORIENTATIONS)),
    ("political_opinion", "political_opinion", 1.2, _words(_POLITICS)),
    ("nationality", "nationality", 1.5, _nationalities),
    ("diagnosis", "icd_code", 2, _icd_codes),
    ("diagnosis", "illness", 2, _illnesses),
    ("diagnosis", "medication", 1.5, _medications),
    ("diagnosis", "blood_type", 1.3, _words(_BLOOD)),
    ("job_title", "job_title", 3, _jobs),
    ("free_text", "prose", 3.5, _prose),
    ("free_text", "record", 1, _records),
)
"""(kind, family, weight, maker)."""
