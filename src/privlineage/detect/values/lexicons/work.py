"""What people do for a living, in many languages."""

from __future__ import annotations

from privlineage.detect.values.lexicons.lexicon import Lexicon, endings, tokens, within

__all__ = ["LEXICONS"]

LEXICONS = (
    Lexicon("job", "job_title", "words of occupations", tokens=tokens("""
manager engineer developer director officer assistant analyst consultant designer teacher nurse accountant
administrator architect technician specialist supervisor coordinator executive scientist surgeon therapist lawyer
solicitor barrister editor writer journalist artist musician driver operator worker mechanic electrician plumber
carpenter chef cook waiter waitress cashier clerk secretary receptionist salesman representative agent broker
banker auditor buyer planner surveyor researcher lecturer professor tutor librarian pharmacist dentist physician
doctor veterinarian psychologist optician radiographer midwife paramedic firefighter policeman soldier pilot
captain steward farmer gardener forester fisherman miner geologist chemist physicist biologist mathematician
statistician economist ecologist programmer tester ceo cto cfo coo vp intern trainee apprentice lead head chief
senior junior recruiter trainer inspector translator interpreter photographer producer actor dancer tailor baker
butcher barber hairdresser cleaner janitor guard porter courier packer welder machinist founder owner partner
scrum devops freelancer student retired unemployed housewife ingenieur ingenieurin leiter leiterin verkäufer
verkäuferin kaufmann kauffrau lehrer lehrerin arzt ärztin pfleger sachbearbeiter sachbearbeiterin entwickler
entwicklerin geschäftsführer mechaniker elektriker techniker berater beraterin buchhalter fahrer koch köchin
bäcker tischler schlosser schreiner maurer maler friseur anwalt rechtsanwalt steuerberater ingénieur directeur
directrice responsable assistante technicien technicienne comptable vendeur vendeuse infirmier infirmière
professeur médecin avocat avocate conseiller conseillère chargé chargée ouvrier ouvrière cuisinier secrétaire
enseignant développeur conducteur gestionnaire analyste coordonnateur ingeniero ingeniera directora jefe gerente
médico médica enfermero enfermera profesor profesora abogado abogada contador contadora vendedor vendedora técnico
técnica auxiliar administrativo asistente analista consultor conductor chofer operario obrero docente cocinero
mecánico electricista periodista economista arquitecto engenheiro engenheira diretor diretora enfermeiro
enfermeira professora advogado advogada contabilista motorista operador programador desenvolvedor arquiteto
jornalista cozinheiro eletricista ingegnere direttore responsabile impiegato impiegata operaio medico infermiere
insegnante avvocato commercialista tecnico geometra architetto cuoco autista segretaria medewerker adviseur leraar
verpleegkundige monteur boekhouder chauffeur verkoper onderwijzer ontwikkelaar huisarts jurist ingenjör lärare
sjuksköterska säljare utvecklare ekonom snickare läkare konsult ingeniør lærer sygeplejerske pædagog sælger tømrer
læge sykepleier lege insinööri opettaja myyjä johtaja sairaanhoitaja lääkäri kehittäjä asiantuntija inżynier
kierownik nauczyciel nauczycielka pielęgniarka lekarz księgowy księgowa sprzedawca kierowca programista
specjalista dyrektor mechanik elektryk kucharz technik prawnik pracownik asystent inženýr učitel učitelka lékař
účetní řidič prodavač manažer ředitel kuchař inžinier učiteľ lekár vodič mérnök tanár orvos ápoló könyvelő eladó
sofőr igazgató fejlesztő vezető ügyvéd szakács asszisztens inginer medic asistent contabil vânzător șofer
programator bucătar muncitor tehnician инженер учитель врач медсестра бухгалтер менеджер директор водитель
продавец программист юрист экономист повар электрик слесарь механик преподаватель аналитик специалист оператор
администратор інженер вчитель лікар водій продавець програміст економіст кухар електрик інженер-програміст слюсар
лікар-терапевт inžinierius mokytojas gydytojas buhalteris vairuotojas pardavėjas vadovas direktorius inženieris
skolotājs ārsts grāmatvedis insener õpetaja arst raamatupidaja juht inženir učitelj zdravnik računovodja voznik
prodajalec direktor nastavnik liječnik vozač konobar kuhar lekar inženjer μηχανικός δάσκαλος καθηγητής γιατρός
νοσοκόμα λογιστής δικηγόρος οδηγός πωλητής διευθυντής mühendis mühendisi öğretmen doktor hemşire muhasebeci avukat
şoför satış müdür müdürü uzmanı teknisyen teknikeri aşçı memur memuru operatör operatörü مهندس طبيب معلم مدرس
محاسب ممرض ممرضة محامي مدير سائق كاتب مبرمج فني موظف عامل صيدلي پزشک حسابدار راننده پرستار وکیل کارمند מהנדס מורה
רופא אחות רואה עורך נהג מנהל מנהלת מתכנת טכנאי מזכירה अभियंता शिक्षक डॉक्टर नर्स वकील लेखाकार प्रबंधक चालक
इंजीनियर শিক্ষক ডাক্তার প্রকৌশলী আইনজীবী হিসাবরক্ষক ব্যবস্থাপক কৃষক ஆசிரியர் மருத்துவர் பொறியாளர் வழக்கறிஞர்
மேலாளர் கணக்காளர் giáo kỹ bác nhân giám kế guru dokter insinyur akuntan perawat pengacara manajer sopir karyawan
wiraswasta petani buruh pedagang nelayan polisi tentara mahasiswa pelajar mekanik dosen bidan apoteker hakim
ինժեներ ուսուցիչ բժիշկ հաշվապահ իրավաբան տնօրեն ինժինერი მასწავლებელი ექიმი ბუღალტერი იურისტი დირექტორი ინჟინერი
მძღოლი inxhinier mësues mjek infermier shofer avokat drejtor ekonomist kontabilist mwalimu daktari mhandisi
muuguzi mkulima dereva
"""), endings=endings("""
ologist ologe ologue ólogo ologo olog ologin trician grapher ingenieur assistent berater leiter techniker
entwickler meister keeper maker worker
""", least=3),
    within=within("""
工程师 经理 教师 医生 护士 会计 律师 司机 设计师 销售 主管 总监 工程師 經理 教師 醫師 醫生 護理師 護士 會計 司機
設計師 業務 專員 助理 顧問 主任 技師 技術員 エンジニア 医師 看護師 会計士 弁護士 営業 デザイナー 部長 課長 社員
技術者 작가 교사 의사 간호사 회계사 변호사 관리자 기사 연구원 디자이너 개발자 ครู แพทย์ วิศวกร พยาบาล บัญชี ทนาย
ผู้จัดการ พนักงาน นักวิเคราะห์ ช่าง เจ้าหน้าที่ ผู้อำนวยการ giáo viên bác-sĩ
""")),
)  # fmt: skip
