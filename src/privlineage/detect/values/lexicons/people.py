"""What a person is: gender, family, belief, origin, love, politics; and what stands around names."""

from __future__ import annotations

from privlineage.detect.values.lexicons.lexicon import Lexicon, endings, tokens, whole

__all__ = ["LEXICONS"]

LEXICONS = (
    Lexicon("gender", "gender", "words for gender", whole=whole("""
male, female, man, woman, men, women, boy, girl, non-binary, nonbinary, non binary, transgender, trans,
genderqueer, genderfluid, agender, intersex, diverse, cis male, cis female, trans male, trans female,
male-to-female, female-to-male, bigender, two-spirit, prefer not to say, männlich, weiblich, maennlich, divers,
mann, frau, masculin, féminin, homme, femme, masculino, femenino, feminino, hombre, mujer, varón, hembra, homem,
mulher, maschio, femmina, uomo, donna, maschile, femminile, mannelijk, vrouwelijk, vrouw, onzijdig, kvinna, kvinde,
kvinne, mand, mænd, hane, hona, mies, nainen, karl, kona, karlmaður, mężczyzna, kobieta, męska, żeńska, męski,
żeński, muž, žena, mužský, ženský, moški, ženska, ženski, muški, muško, žensko, férfi, nő, bărbat, femeie, feminin,
мужской, женский, мужчина, женщина, муж, жен, муж., жен., чоловік, жінка, чоловіча, жіноча, чоловічий, жіночий,
мъж, жена, мушко, женско, мушки, женски, маж, машки, vyras, moteris, vyriška, vīrietis, sieviete, mees, naine,
άνδρας, γυναίκα, άρρεν, θήλυ, άντρας, erkek, kadın, bay, bayan, kişi, qadın, еркек, әйел, ер, erkak, ayol, ذكر,
أنثى, رجل, امرأة, انثى, مذكر, مؤنث, مرد, زن, خانم, آقا, عورت, זכר, נקבה, גבר, אישה, पुरुष, महिला, स्त्री, नर, मादा,
अन्य, পুরুষ, মহিলা, নারী, ஆண், பெண், మగ, ఆడ, పురుషుడు, స్త్రీ, ಪುರುಷ, ಮಹಿಳೆ, ആൺ, പെൺ, പുരുഷൻ, સ્ત્રી, પુરુષ, ਮਰਦ,
ਔਰਤ, පුරුෂ, ස්ත්‍රී, ชาย, หญิง, nam, nữ, laki-laki, perempuan, pria, wanita, lelaki, lalaki, babae, 男, 女, 男性,
女性, 男士, 女士, 男生, 女生, 男子, 女子, 未知, 其他, 남, 여, 남성, 여성, 남자, 여자, კაცი, ქალი, მამრობითი,
მდედრობითი, արական, իգական, տղամարդ, կին, эрэгтэй, эмэгтэй, ប្រុស, ស្រី, ຊາຍ, ຍິງ, ကျား, မ, mwanamume, mwanamke,
mme, mke, ወንድ, ሴት, mashkull, femër, burrë, grua, mashkullore, femërore, raġel, mara, fear, bean, gwryw, benyw,
gizon, emakume, home, dona, manlik, vroulik, owesilisa, owesifazane, nan, nu, nanxing, nvxing, dansei, josei,
muzhskoy, zhenskiy, muzhchina, zhenshchina, purush, mahila, dhakar, untha, cholovik, zhinka, chay, ying
""")),
    Lexicon("gender_letters", "gender", "letters for gender", whole=whole("""
m, f, w, d, x, k, h, v, e, n, p, l, t, ж, м, ч, о, u, o, mr, mrs, ms, m., f., ♂, ♀
""")),
    Lexicon("marital", "marital_status", "words for marital status", whole=whole("""
single, married, divorced, widowed, separated, engaged, cohabiting, domestic partnership, civil union,
civil partnership, common law, common-law, never married, annulled, widow, widower, in a relationship,
legally separated, unmarried, partnered, remarried, living together, ledig, verheiratet, geschieden, verwitwet,
getrennt, getrennt lebend, verlobt, verpartnert, eingetragene partnerschaft, lebensgemeinschaft, célibataire,
marié, mariée, marié(e), divorcé, divorcée, divorcé(e), veuf, veuve, veuf/veuve, séparé, séparée, pacsé, pacsée,
pacsé(e), concubinage, union libre, soltero, soltera, soltero/a, casado, casada, casado/a, divorciado, divorciada,
divorciado/a, viudo, viuda, viudo/a, separado, separada, unión libre, pareja de hecho, solteiro, solteira,
solteiro(a), casado(a), divorciado(a), viúvo, viúva, viúvo(a), união estável, união de facto, desquitado, celibe,
nubile, coniugato, coniugata, sposato, sposata, divorziato, divorziata, vedovo, vedova, convivente, separato,
separata, libero, ongehuwd, gehuwd, gescheiden, weduwe, weduwnaar, samenwonend, alleenstaand, getrouwd,
geregistreerd partnerschap, verweduwd, wettelijk samenwonend, gift, ogift, skild, frånskild, änka, änkling, sambo,
singel, ugift, fraskilt, skilt, enke, enkemand, enkemann, separert, samboer, samlevende, registreret partnerskab,
naimisissa, naimaton, eronnut, leski, avoliitossa, kawaler, panna, żonaty, zamężna, rozwiedziony, rozwiedziona,
wdowiec, wdowa, wolny, wolna, w związku, żonaty/zamężna, svobodný, svobodná, ženatý, vdaná, rozvedený, rozvedená,
vdovec, vdova, slobodný, slobodná, vydatá, samski, samska, poročen, poročena, ločen, ločena, ovdovel, ovdovela,
oženjen, udana, neoženjen, neudana, razveden, razvedena, udovac, udovica, samac, nőtlen, hajadon, házas, elvált,
özvegy, özvegyes, élettársi kapcsolat, egyedülálló, férjezett, necăsătorit, necăsătorită, căsătorit, căsătorită,
divorțat, divorțată, văduv, văduvă, celibatar, холост, не замужем, женат, замужем, разведен, разведён, разведена,
вдовец, вдова, холост/не замужем, женат/замужем, в браке, не в браке, неодружений, неодружена, одружений, одружена,
заміжня, незаміжня, розлучений, розлучена, вдівець, неженен, женен, омъжена, vedęs, ištekėjusi, nevedęs,
netekėjusi, išsiskyręs, išsiskyrusi, našlys, našlė, precējies, precējusies, neprecējies, šķīries, atraitnis,
atraitne, abielus, vallaline, lahutatud, lesk, άγαμος, άγαμη, έγγαμος, έγγαμη, παντρεμένος, παντρεμένη,
διαζευγμένος, διαζευγμένη, χήρος, χήρα, bekar, evli, boşanmış, dul, nişanlı, ayrı, subay, evlənmiş, أعزب, عزباء,
متزوج, متزوجة, مطلق, مطلقة, أرمل, أرملة, مجرد, متاهل, متأهل, مطلقه, همسر فوت شده, רווק, רווקה, נשוי, נשואה, גרוש,
גרושה, אלמן, אלמנה, ידוע בציבור, अविवाहित, विवाहित, तलाकशुदा, विधवा, विधुर, অবিবাহিত, বিবাহিত, তালাকপ্রাপ্ত, বিধবা,
বিপত্নীক, திருமணமானவர், திருமணமாகாதவர், விவாகரத்து, விதவை, โสด, สมรส, แต่งงาน, แต่งงานแล้ว, หย่า, หย่าร้าง, หม้าย,
độc thân, đã kết hôn, ly hôn, đã ly hôn, góa, góa phụ, belum menikah, menikah, cerai, cerai hidup, cerai mati,
belum kawin, kawin, lajang, janda, duda, bujang, berkahwin, bercerai, 未婚, 已婚, 离婚, 离异, 丧偶, 離婚, 喪偶,
單身, 单身, 同居, 既婚, 独身, 死別, 離別, 미혼, 기혼, 이혼, 사별, 별거, დაქორწინებული, დასაქორწინებელი,
განქორწინებული, ქვრივი, ამუსნացած, ամուսնացած, ամուրի, ամուսնալուծված, այրի, beqar, beqare, i martuar, e martuar,
i divorcuar, e divorcuar, i ve, e ve, martuar, divorcuar, hujaoa, ameoa, ameolewa, mseja, talaka, mjane
""")),
    Lexicon("religion", "religion", "words for religion", whole=whole("""
christian, christianity, catholic, roman catholic, protestant, orthodox, anglican, lutheran, baptist, methodist,
presbyterian, evangelical, pentecostal, muslim, islam, sunni, shia, shiite, jewish, judaism, hindu, hinduism,
buddhist, buddhism, sikh, sikhism, jain, jainism, atheist, agnostic, none, no religion, shinto, taoist, taoism,
bahai, baha'i, jehovah's witness, mormon, zoroastrian, pagan, katholisch, evangelisch, römisch-katholisch,
muslimisch, jüdisch, konfessionslos, buddhistisch, hinduistisch, atheistisch, islamisch, christlich, reformiert,
altkatholisch, ohne bekenntnis, catholique, musulman, musulmane, juif, juive, orthodoxe, bouddhiste, hindou, athée,
sans religion, chrétien, católico, católica, cristiano, cristiana, musulmán, musulmana, judío, judía, evangélico,
evangélica, ateo, atea, agnóstico, budista, testigo de jehová, sin religión, adventista, espírita, umbanda,
candomblé, ateu, judeu, muçulmano, sem religião, cristão, cattolico, cattolica, ebreo, ebrea, ortodosso, musulmano,
buddista, katholiek, protestants, islamitisch, moslim, joods, hindoe, boeddhist, geen, gereformeerd, hervormd,
katolsk, protestantisk, luthersk, muslimsk, jødisk, judisk, ortodoks, folkekirken, svenska kyrkan, katolik,
katoliczka, prawosławny, prawosławna, muzułmanin, ateista, ateistka, żyd, buddysta, rzymskokatolickie,
rzymskokatolicki, katolicyzm, protestantyzm, judaizm, buddyzm, hinduizm, ateizm, agnostycyzm, prawosławie,
świadkowie jehowy, katolík, křesťan, bez vyznání, evangelík, pravoslavný, žid, katolícka, katolikus, református,
evangélikus, zsidó, görögkatolikus, muszlim, buddhista, görög katolikus, római katolikus, ortodox, catolic,
ortodoxă, reformat, penticostal, greco-catolic, mozaic, православие, православный, православная, православне,
католицизм, католик, ислам, мусульманин, мусульманка, иудаизм, иудей, буддизм, буддист, атеизм, атеист, атеїст,
агностик, протестантизм, протестант, христианство, христианин, християнство, християнин, іслам, юдаїзм,
греко-католик, індуїзм, язичник, индуизм, сикхизм, даосизм, пастафарианство, katalikas, katalikė, stačiatikis,
liuteronas, katoļu, luterāņu, pareizticīgo, õigeusk, luterlane, χριστιανός ορθόδοξος, ορθόδοξος, καθολικός,
μουσουλμάνος, άθεος, hristiyan, müslüman, yahudi, ateist, deist, hristiyanlık, alevi, sünni, budist, مسلم, مسلمة,
مسيحي, مسيحية, الإسلام, الاسلام, المسيحية, يهودي, مسلمان, اسلام, مسیحی, زرتشتی, کلیمی, شیعه, سنی, יהודי, יהודית,
מוסלמי, נוצרי, דרוזי, חילוני, דתי, מסורתי, חרדי, נוצרית, מוסלמית, בודהיסט, אתאיסט, יהדות, אסלאם, נצרות, हिन्दू,
हिंदू, मुस्लिम, ईसाई, सिख, बौद्ध, जैन, ইসলাম, হিন্দু, মুসলিম, খ্রিস্টান, বৌদ্ধ, மதம், இந்து, முஸ்லிம், கிறிஸ்தவர்,
கிறித்தவம், இஸ்லாம், พุทธ, อิสลาม, คริสต์, ฮินดู, ซิกข์, ศาสนาพุทธ, ไม่มีศาสนา, phật giáo, công giáo, tin lành,
hồi giáo, cao đài, hòa hảo, không, kristen, kristen protestan, buddha, budha, konghucu, khonghucu, kristian,
kepercayaan, 佛教, 道教, 基督教, 天主教, 伊斯兰教, 伊斯蘭教, 无宗教信仰, 無宗教, 回教, 一貫道, 印度教, 仏教, 神道,
キリスト教, イスラム教, 불교, 기독교, 천주교, 개신교, 무교, 원불교, 유교, მართლმადიდებელი, მუსლიმი, კათოლიკე,
ქრისტიანი, առաքելական, քրիստոնյա, մուսուլման, մահմեդական, uislamu, ukristo, mkristo, mwislamu, mysliman, myslimane,
katolike, ortodokse, bektashi, pravoslaven, rimokatoličan, musliman, muslimanka, rimokatolička, pravoslavac,
hindus, protestantka
""")),
    Lexicon("ethnicity", "ethnicity", "words for ethnicity or race", whole=whole("""
white, black, asian, hispanic, latino, latina, latinx, caucasian, african american, native american,
american indian, alaska native, pacific islander, native hawaiian, mixed, multiracial, biracial, white british,
white irish, black african, black caribbean, indian, pakistani, bangladeshi, chinese, arab, other ethnic group,
hispanic or latino, not hispanic or latino, black or african american, mixed race, two or more races,
middle eastern, south asian, east asian, southeast asian, roma, gypsy, traveller, māori, maori, aboriginal,
torres strait islander, inuit, métis, first nations, indigenous, coloured, zulu, xhosa, sotho, tswana, yoruba,
igbo, hausa, fulani, kikuyu, luo, luhya, kalenjin, kamba, kisii, meru, maasai, somali, amhara, oromo, tigray, akan,
ewe, kurdish, kurd, persian, pashtun, tajik, hazara, uzbek, punjabi, sindhi, baloch, tamil, bengali, gujarati,
marathi, telugu, malayali, sinhalese, blanco, blanca, negro, negra, mestizo, mestiza, indígena, mulato,
afrodescendiente, afrocolombiano, afroecuatoriano, montubio, raizal, palenquero, rom, gitano, mapuche, quechua,
aymara, branca, branco, preta, preto, parda, pardo, amarela, amarelo, blanc, noir, asiatique, autochtone, weiß,
schwarz, asiatisch, 汉族, 漢族, 壮族, 满族, 回族, 苗族, 维吾尔族, 土家族, 彝族, 蒙古族, 藏族, 布依族, 侗族, 瑶族,
朝鲜族, 白族, 哈尼族, 哈萨克族, 黎族, 傣族, 畲族, 傈僳族, 仡佬族, 汉, 原住民, 客家人, 閩南人, 外省人, 阿美族,
泰雅族, 排灣族, 布農族, русский, русская, украинец, татарин, башкир, чуваш, чеченец, армянин, українець, українка,
росіянин, кримський татарин, казах, узбек, киргиз, таджик, jawa, sunda, batak, betawi, minangkabau, bugis, madura,
bali, aceh, melayu, dayak, tionghoa, kinh, tày, thái, mường, khmer, nùng, hmong, dao, hoa, bumiputera, cina,
shqiptar, magyar, cigány, sváb, román, maghiar, ašk̇enazi, אשכנזי, מזרחי, ספרדי, ערבי, אתיופי, দলিত, बनिया,
ब्राह्मण, राजपूत, दलित, sc, st, obc
""")),
    Lexicon("orientation", "sexual_orientation", "words for sexual orientation", whole=whole("""
heterosexual, straight, homosexual, gay, lesbian, bisexual, asexual, pansexual, queer, demisexual, questioning,
prefer not to say, gay man, gay woman, gay or lesbian, bi, heterosexuell, homosexuell, bisexuell, lesbisch, schwul,
asexuell, hétérosexuel, hétérosexuelle, homosexuel, homosexuelle, bisexuel, bisexuelle, lesbienne, asexuel,
lesbiana, eterosessuale, omosessuale, bisessuale, lesbica, heteroseksueel, homoseksueel, biseksueel,
heteroseksuell, homoseksuell, bifil, heteroseksualny, heteroseksualna, homoseksualny, biseksualny, aseksualny,
heterosexuální, homosexuální, heteroszexuális, homoszexuális, biszexuális, leszbikus, meleg, aszexuális,
heterosexuál, homosexuál, гетеросексуал, гомосексуал, бисексуал, гетеросексуальная, гетеросексуальный,
гомосексуальный, бисексуальный, лесбиянка, гей, асексуал, гетеросексуальна, heteroseksüel, eşcinsel, biseksüel,
مغاير, مثلي, הטרוסקסואל, הומו, לסבית, ביסקסואל, 异性恋, 同性恋, 双性恋, 異性戀, 同性戀, 雙性戀, 無性戀, 異性愛,
同性愛, 両性愛, 이성애자, 동성애자, 양성애자, heteroseksual, homoseksual, biseksual, dị tính, đồng tính, song tính,
ชายรักชาย, รักต่างเพศ, รักร่วมเพศ
""")),
    Lexicon("politics", "political_opinion", "words for political views", whole=whole("""
democrat, republican, independent, libertarian, green, labour, labor, conservative, liberal, socialist, communist,
liberal democrat, moderate, progressive, left, right, centre, center, centrist, far left, far right, left-wing,
right-wing, lib dem, snp, plaid cymru, ukip, reform uk, anarchist, nationalist, social democrat,
christian democrat, spd, cdu, csu, cdu/csu, afd, fdp, die linke, grüne, die grünen, övp, spö, fpö, neos, ps, lr,
lfi, rn, eelv, psoe, pp, vox, podemos, sumar, pt, psdb, mdb, psol, pl, bloco de esquerda, pcp, pd, fdi, lega, m5s,
forza italia, d66, vvd, pvda, groenlinks, pvv, cda, n-va, vlaams belang, cd&v, groen, open vld, socialdemokratiet,
venstre, dansk folkeparti, enhedslisten, sf, radikale venstre, moderaterna, socialdemokraterna,
sverigedemokraterna, pis, po, konfederacja, lewica, psl, fidesz, mszp, dk, jobbik, tisza, momentum, psd, pnl, usr,
aur, akp, chp, mhp, hdp, iyi parti, likud, yesh atid, shas, bjp, inc, congress, aap, dmk, aiadmk, tmc,
awami league, bnp, единая россия, кпрф, лдпр, слуга народу, європейська солідарність, 国民党, 共产党员, 共青团员,
群众, 民主党派, 中共党员, 无党派人士, 國民黨, 民進黨, 民眾黨, 無黨籍, 自民党, 立憲民主党, 公明党, 共産党,
더불어민주당, 국민의힘, 정의당, links, rechts, mitte, gauche, droite, izquierda, derecha, centro, esquerda,
direita, sinistra, destra, konzervatív, baloldali, jobboldali, lewicowe, prawicowe, centrowe, liberalne,
konserwatywne, socjalistyczne, левые, правые, коммунистические, либеральные, консервативные, умеренные,
индифферентные, апатичные, помірні, соціалістичні, комуністичні, консервативні, ліберальні
""")),
    Lexicon("nationality", "nationality", "words for nationality", whole=whole("""
american, british, english, scottish, welsh, irish, german, french, italian, spanish, portuguese, dutch, belgian,
swiss, austrian, swedish, norwegian, danish, finnish, icelandic, polish, czech, slovak, hungarian, romanian,
bulgarian, russian, ukrainian, belarusian, serbian, croatian, slovenian, bosnian, macedonian, albanian, greek,
turkish, cypriot, maltese, estonian, latvian, lithuanian, moldovan, georgian, armenian, azerbaijani, kazakh, uzbek,
kyrgyz, tajik, turkmen, iranian, iraqi, syrian, lebanese, jordanian, israeli, palestinian, saudi, emirati, qatari,
kuwaiti, bahraini, omani, yemeni, egyptian, libyan, tunisian, algerian, moroccan, sudanese, ethiopian, eritrean,
somali, kenyan, tanzanian, ugandan, rwandan, congolese, angolan, zambian, zimbabwean, mozambican, malawian,
south african, namibian, botswanan, nigerian, ghanaian, senegalese, malian, ivorian, cameroonian, gabonese, indian,
pakistani, bangladeshi, sri lankan, nepalese, nepali, afghan, chinese, japanese, korean, south korean,
north korean, taiwanese, mongolian, vietnamese, thai, cambodian, laotian, burmese, malaysian, singaporean,
indonesian, filipino, filipina, bruneian, australian, new zealander, fijian, samoan, canadian, mexican, guatemalan,
honduran, salvadoran, nicaraguan, costa rican, panamanian, cuban, dominican, haitian, jamaican, trinidadian,
barbadian, colombian, venezuelan, ecuadorian, peruvian, bolivian, chilean, argentine, argentinian, uruguayan,
paraguayan, brazilian, guyanese, surinamese, deutsch, österreichisch, schweizerisch, französisch, italienisch,
spanisch, portugiesisch, polnisch, türkisch, russisch, britisch, amerikanisch, française, français, allemand,
allemande, espagnol, italien, italienne, anglais, anglaise, américain, américaine, belge, suisse, portugais,
portugaise, marocain, marocaine, algérien, algérienne, tunisien, tunisienne, española, español, mexicana, mexicano,
colombiana, colombiano, argentina, argentino, chilena, chileno, peruana, peruano, venezolana, venezolano,
ecuatoriana, ecuatoriano, boliviana, boliviano, uruguaya, uruguayo, paraguaya, paraguayo, cubana, cubano,
brasileña, brasileño, brasileira, brasileiro, portuguesa, português, angolana, angolano, moçambicana, moçambicano,
cabo-verdiana, italiana, italiano, francese, tedesca, tedesco, spagnola, spagnolo, inglese, polacca, rumena,
nederlandse, nederlands, belgische, belg, duitse, franse, turkse, marokkaanse, dansk, svensk, norsk, finsk, tysk,
polsk, polskie, polska, niemieckie, ukraińskie, česká, slovenská, magyar, német, román, szlovák, osztrák, română,
maghiară, germană, русская, русский, россиянин, россиянка, українець, українка, белорус, казах, турок, türk, t.c.,
alman, ingiliz, مصري, مصرية, سعودي, سعودية, أردني, أردنية, سوري, سورية, لبناني, لبنانية, إماراتي, عراقي, عراقية,
مغربي, مغربية, جزائري, تونسي, ایرانی, ישראלי, ישראלית, भारतीय, বাংলাদেশী, இந்தியர், ไทย, việt nam, wni, wna,
indonesia, warga negara indonesia, 中国, 中國, 中华民国, 中華民國, 日本, 美国, 한국, 대한민국, ქართველი, հայ,
mkenya, shqiptare, shqiptar, slovenska, slovensko, lietuvos, lietuvis, lietuvė
""")),
    Lexicon("honorific", "person_full_name", "titles before or after a person's name", tokens=tokens("""
mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir dame mx mx. jr jr. sr sr. phd md dds dvm ii iii iv herr frau hr.
fr. dipl.-ing. ing. mag. dott. dott.ssa sig. sig.ra signor signora mme mlle m. mlle. monsieur madame maître señor
señora sra. srta. don doña d. dña. dra. lic. sr.ª eng. dhr. mevr. mw. drs. ir. mevrouw meneer pan pani p. inż. mgr
ing mudr. judr. phdr. mgr. bc. csc. ph.d. úr özv. ifj. id. dl. dna. domnul doamna г-н г-жа господин госпожа пан
пані тов. κ. κα κος bay bayan sayın av. الدكتور الدكتورة السيد السيدة الأستاذ الأستاذة المهندس آنسة د. م. أ. جناب
آقای سركار خانم ד״ר מר גב׳ גברת פרופ׳ श्री श्रीमती कुमारी डॉ. shri smt. smt kumari জনাব বেগম ডাঃ মোঃ মোহাম্মদ திரு
திருமதி నాయుడు นาย นาง นางสาว ด.ช. ด.ญ. ดร. คุณ ông bà anh chị bapak ibu bpk h. hj. s.h. s.e. s.kom s.pd m.t. m.m.
s.t. s.kom. tn ny 先生 女士 小姐 様 さん 씨 님 bin binti ibn bint al de van von der den ter da dos das del della
di du le la el y ould ben abu
""")),
    Lexicon("surname", "last_name", "endings of family names", endings=endings("""
son sen sson ssen dottir berg mann stein baum bauer meier meyer mayer schmidt ov ova ev eva yev yeva off in ina
sky skaya skyi ski ska cki cka dzki dzka wicz icz ich vich vych enko chuk czuk yuk uk iuk ko ka ek ak ik ovic evic
vic ović ević ić ič nik ák ová escu eanu anu oiu aru iu ides idis oglou opoulos poulos akis aki ou ian yan ean
ants unts dze shvili ia ava iani uani uri oglu lu lı gil man ez es az iz ini ino etti elli ella one ucci acci ano
ardo ard eau eaux ot et ert ier eux moto mura yama kawa guchi shita zaki naka hara ssi nen inen la lä ius as is ys
aite yte iene ienė aitis aitė ytė auskas iauskas auskienė ns iņš iņa sons sone nieks kalns saar mägi pur vee hoj
gaard lund strom ström qvist quist dal dahl borg gren feldt singh kaur nath appa swamy aswami esh krishnan rajan
walla waala bhai ben zadeh zade pour nejad nia far i ullah uddin khan szky szki falvi hazi házi féle nagy vari
vári eszi hegyi vits ovits cs ai
""", least=4)),
    Lexicon("patronymic", "person_full_name", "patronymics", endings=endings("""
ович евич ич ична овна евна івна ївна йович ойович кызы оглы қызы ұлы улы ovich evich ovna evna ivna yovych ovych
yevich yevna uly kyzy qizi oglu ogly dottir sdóttir
""", least=3)),
)  # fmt: skip
