"""Diseases, medicines and examinations: roots that Latin and Greek gave to most languages, and common words."""

from __future__ import annotations

from privlineage.detect.values.lexicons.lexicon import Lexicon, endings, tokens, within

__all__ = ["LEXICONS"]

LEXICONS = (
    Lexicon("disease", "diagnosis", "words of diseases", tokens=tokens("""
diabetes asthma cancer hypertension depression anxiety epilepsy stroke fracture infarction pneumonia influenza flu
hiv aids covid covid-19 hepatitis tuberculosis malaria migraine obesity anemia anaemia leukemia lymphoma melanoma
tumor tumour syndrome disease disorder infection injury failure fever allergy ulcer hernia dementia alzheimer
parkinson autism adhd psoriasis eczema acne gout scoliosis glaucoma cataract sepsis embolism chronic acute
pregnancy myocardial coronary renal hepatic pulmonary mellitus insomnia vertigo zucker bluthochdruck krebs
krankheit grippe herzinfarkt schlaganfall allergie störung fraktur asthme maladie hta dépression trouble cáncer
enfermedad gripe hipertensión ansiedad depresión infarto fractura doença câncer cancro ansiedade depressão
ipertensione malattia ipertesi tumore kanker ziekte suikerziekte hoge griep beroerte sygdom kræft sukkersyge
forhøjet blodtryk sjukdom kreft sykdom syöpä verenpainetauti masennus nadciśnienie cukrzyca astma choroba rak
grypa padaczka depresja złamanie cukrovka nemoc rakovina chřipka deprese cukorbetegség magas asztma rák betegség
szívelégtelenség depresszió vérnyomás diabet hipertensiune boala astm depresie anemie диабет астма гипертония рак
грипп депрессия болезнь аллергия перелом инфаркт инсульт пневмония бронхит гастрит діабет гіпертонія грип депресія
хвороба алергія захворювання cukrinis liga vėžys depresija cukura vēzis diabeet vähk haigus sladkorna bolezen
dijabetes šećerna bolest upala hipertenzija διαβήτης άσθμα καρκίνος υπέρταση γρίπη şeker hastalığı kanser astım
tansiyon grip kırık enfeksiyon السكري سكري الربو سرطان ضغط اكتئاب انفلونزا داء مرض التهاب دیابت آسم فشار بیماری
סוכרת אסתמה סרטן יתר דיכאון מחלת שפעת मधुमेह अस्थमा कैंसर उच्च रक्तचाप ডায়াবেটিস হাঁপানি ক্যান্সার উচ্চ জ্বর
নীரழிவு நீரிழிவு ஆஸ்துமா புற்றுநோய் காய்ச்சல் tiểu ung viêm hen asma hipertensi demam kencing darah penyakit
radang დიაბეტი ასთმა კიბო ჰიპერტენზია შաքარախտ շաքարախտ ասթմա քաղցկեղ kisukari pumu saratani sëmundje kancer
"""), endings=endings("""
itis itida ite osis osi ose emia aemia ämie émie emie oma ome pathy pathie patia patía algia algie plegia plegie
ectomy ectomie ectomía tomy scopy skopie plasty rrhea phobia phobie mania sclerosis kardie cardia megaly penia
uria zapalenie itisz ózis emija oza ит оз эмия емия ома патия патія алгия ія-альгія
""", least=4),
        within=within("""
糖尿病 高血压 高血壓 哮喘 气喘 氣喘 癌 炎 综合征 症 感冒 骨折 肺炎 高血圧 喘息 抑郁 憂鬱 うつ病 당뇨 고혈압 천식
암 염 우울증 증후군 โรค เบาหวาน ความดัน มะเร็ง หอบหืด ไข้ อักเสบ bệnh
""")),
    Lexicon("medicine", "medication", "words of medicines", tokens=tokens("""
aspirin paracetamol ibuprofen acetaminophen metformin insulin insulina insuline tablet tablets capsule syrup
injection tabletten ampulle salbe tropfen comprimé comprimés gélule comprimido comprimidos cápsula cápsulas jarabe
inyección xarope compressa tabletki kapsułki tablety tobolky tabletta kapszula таблетки капсулы раствор таб. капс.
tablete kapsule ampoule drops cream ointment warfarin digoxin morphine codeine tramadol heparin levothyroxine
prednisone penicillin amoxicillin clavulanate hydrochlorothiazide furosemide gabapentin sertraline fluoxetine
citalopram lithium methotrexate
"""), endings=endings("""
pril statin sartan olol azole prazole cillin mycin micin floxacin cycline vir mab nib tidine dipine zepam zolam
barbital caine profen oxicam triptan setron gliptin gliflozin glitazone parin xaban gatran thiazide semide tyline
oxetine ipramine azepine lukast terol sone olone asone cept stim tide pryl statyna statyny cylina mycyna cilina
cilline mycine amina statine prilo statina prazol zol dypina dipin dipino oxacin oxacino iclovir iklovir xacin
прил статин сартан олол азол цилин циллин мицин цин амин празол
""", least=3),
        within=within("片 胶囊 膠囊 注射液 颗粒 顆粒 口服液 錠 軟膏 カプセル 정 캡슐 ยา แคปซูล")),
)  # fmt: skip
