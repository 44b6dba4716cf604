"""Words that speak against a person: companies, countries and languages, states of orders, colours, units of trade."""

from __future__ import annotations

from privlineage.detect.values.lexicons.lexicon import Lexicon, endings, tokens, whole, within

__all__ = ["LEXICONS"]

LEXICONS = (
    Lexicon("company", "other", "words of companies", tokens=tokens("""
ltd ltd. limited inc inc. llc llp plc corp corp. corporation company co co. group holding holdings & sons and
partners associates gmbh ag kg ohg gbr ug mbh e.v. e.k. kgaa gmbh&co stiftung sarl sàrl sas sa s.a. s.a.s.
s.a.r.l. eurl sci sasu snc cie et fils s.l. s.l.u. s.a.u. slu sl s.c. s.coop. hermanos hnos e hijos asociados y
lda lda. ltda ltda. eireli me epp s/a filhos irmãos s.p.a. spa srl s.r.l. s.n.c. figli società bv b.v. nv n.v. vof
cv bvba comm.v vzw en zonen ab hb aktiebolag as a/s aps i/s oy oyj ky tmi ehf hf sp. z o.o. sp.j. s.j. sp.k.
spółka fundacja s.r.o. a.s. spol. v.o.s. k.s. d.o.o. d.d. j.d.o.o. doo dd s.p. kft kft. bt. zrt zrt. nyrt rt. és
tsa társa kkt. s.r.l pfa ооо оао зао пао ао ип нко тов пп прат пат ат фоп еоод оод ад доо uab všį mb ii sia ik oü
tüü mtü αε α.ε. επε ε.π.ε. οε ο.ε. ικε a.ş. aş ltd.şti şti şti. ltd.şti. ve tic. san. شركة مؤسسة ش.م.م ذ.م.م מ"מ
בע"מ pt pt. cv. tbk persero ud fa perum yayasan sdn bhd pte pvt pvt. private công cty tnhh cổ ltd., შპს სს ՍՊԸ ՓԲԸ
ԲԲԸ ооо. sh.p.k. shpk sh.a. bank insurance university institute school hospital hotel restaurant foundation
association ministry agency solutions systems technologies services logistics
"""), within=within("""
有限公司 公司 集团 集團 株式会社 有限会社 合同会社 (株) (有) 주식회사 (주) 유한회사 บริษัท จำกัด ห้างหุ้นส่วน
合作社 事务所 銀行 银行 大学 大學 医院 醫院 学校 學校 商店 工作室 লিমিটেড लिमिटेड
""")),
    Lexicon("state", "other", "states of orders and processes", whole=whole("""
active, inactive, pending, completed, complete, cancelled, canceled, failed, success, processing, shipped,
delivered, returned, refunded, open, closed, new, draft, published, archived, approved, rejected, in progress,
on hold, done, todo, to do, resolved, paid, unpaid, overdue, queued, running, stopped, error, warning, info, debug,
ok, blocked, expired, scheduled, confirmed, submitted, ready, enabled, disabled, online, offline, started,
finished, aborted, unknown, low, medium, high, critical, normal, urgent, minor, major, blocker, basic, premium,
standard, free, pro, enterprise, gold, silver, bronze, platinum, trial, small, large, true, false, yes, no,
in_progress, in stock, out of stock, backorder, partial, void, waiting, aktiv, inaktiv, offen, geschlossen,
abgeschlossen, storniert, bezahlt, versandt, geliefert, in bearbeitung, ausstehend, hoch, mittel, niedrig, neu,
actif, inactif, en attente, en cours, terminé, annulé, payé, expédié, livré, ouvert, fermé, élevé, moyen, faible,
activo, inactivo, pendiente, completado, cancelado, enviado, entregado, pagado, abierto, cerrado, en proceso, alto,
medio, bajo, ativo, inativo, pendente, concluído, entregue, pago, aberto, fechado, attivo, in attesa, completato,
annullato, spedito, consegnato, actief, in behandeling, voltooid, geannuleerd, verzonden, betaald, aktywny,
nieaktywny, oczekujące, zakończone, anulowane, wysłane, nowy, nowe, opłacone, zrealizowane, активен, активный,
неактивный, в обработке, завершен, отменен, доставлен, новый, оплачен, ожидает, активний, виконано, скасовано,
нове, aktif, pasif, beklemede, tamamlandı, iptal, kargoda, teslim edildi, yeni, ödendi, нов, függőben, teljesítve,
törölve, új, folyamatban, kész, activ, inactiv, livrat, anulat, nou, în așteptare, פעיל, לא פעיל, ממתין, הושלם,
בוטל, نشط, غير نشط, معلق, مكتمل, ملغي, جديد, فعال, غیرفعال, 待处理, 已完成, 已取消, 进行中, 已发货, 待付款, 已支付,
处理中, 已關閉, 進行中, 處理中, 已出貨, 完了, 処理中, 未処理, キャンセル, 발송완료, 처리중, 완료, 취소, สำเร็จ,
รอดำเนินการ, ยกเลิก, đang xử lý, hoàn thành, đã hủy, selesai, diproses, dibatalkan, menunggu, dikirim
""")),
    Lexicon("colour", "other", "names of colours", whole=whole("""
red, green, blue, black, white, yellow, orange, purple, pink, brown, grey, gray, silver, gold, beige, navy, teal,
cyan, magenta, maroon, olive, lime, indigo, violet, turquoise, coral, crimson, lavender, ivory, rot, grün, blau,
schwarz, weiß, gelb, lila, rosa, braun, grau, rouge, vert, verte, bleu, bleue, noir, noire, blanc, jaune, rose,
marron, gris, rojo, verde, azul, negro, blanco, amarillo, naranja, morado, marrón, vermelho, preto, branco,
amarelo, laranja, roxo, cinza, marrom, rosso, blu, nero, bianco, giallo, arancione, viola, marrone, grigio, rood,
groen, blauw, zwart, wit, geel, paars, bruin, grijs, czerwony, zielony, niebieski, czarny, biały, żółty, красный,
зелёный, зеленый, синий, черный, чёрный, белый, желтый, червоний, зелений, синій, чорний, білий, жовтий, piros,
zöld, kék, fekete, fehér, sárga, roșu, albastru, negru, alb, galben, kırmızı, yeşil, mavi, siyah, beyaz, sarı,
红色, 绿色, 蓝色, 黑色, 白色, 黄色, 紅色, 綠色, 藍色, 黃色, 赤, 青, 緑, 黒, 白, 빨강, 파랑, 검정, أحمر, أزرق, أسود,
أبيض, أخضر, אדום, כחול, שחור, לבן, ירוק, แดง, ดำ, ขาว, เขียว, đỏ, xanh, đen, trắng, merah, biru, hitam, putih,
hijau
""")),
    Lexicon("payment", "other", "ways to pay, channels and devices", whole=whole("""
cash, credit card, debit card, paypal, bank transfer, wire transfer, apple pay, google pay, visa, mastercard,
american express, amex, discover, jcb, unionpay, maestro, check, cheque, invoice, gift card, klarna, alipay,
wechat pay, cod, stripe, sepa, ach, upi, direct debit, prepaid, voucher, mobile, desktop, tablet, web, app, ios,
android, windows, macos, linux, chrome, firefox, safari, edge, opera, email, sms, push, phone, chat, social,
organic, direct, referral, paid search, display, affiliate, facebook, google, instagram, newsletter, store, online,
retail, wholesale, bar, rechnung, kreditkarte, überweisung, lastschrift, espèces, virement, carte bancaire,
efectivo, tarjeta, transferencia, dinheiro, cartão, boleto, pix, contanti, carta di credito, bonifico, contant,
ideal, gotówka, karta, przelew, наличные, карта, 现金, 信用卡, 支付宝, 微信支付, 現金, 카드, 현금, nakit,
kredi kartı, havale
""")),
    Lexicon("department", "other", "departments and branches", whole=whole("""
sales, marketing, engineering, finance, human resources, hr, it, operations, legal, support, customer service,
customer support, research, r&d, research and development, product, product management, purchasing, procurement,
logistics, production, quality, quality assurance, accounting, administration, security, training,
business development, services, electronics, clothing, books, toys, sports, home, garden, beauty, grocery, health,
automotive, music, movies, games, jewelry, shoes, baby, outdoors, tools, industrial, computers, kids, food,
beverages, furniture, agriculture, banking, construction, education, energy, healthcare, hospitality, insurance,
manufacturing, media, mining, pharmaceuticals, real estate, retail, technology, telecommunications, tourism,
transport, transportation, utilities, vertrieb, einkauf, personal, buchhaltung, produktion, logistik, ventes,
achats, comptabilité, ressources humaines, ventas, compras, contabilidad, recursos humanos, producción, vendas,
vendite, acquisti, verkoop, inkoop, продажи, бухгалтерия, маркетинг, 销售部, 人事部, 财务部, 技术部, 市场部,
営業部, 総務部, 영업부, satış, pazarlama, muhasebe, üretim
""")),
    Lexicon("currency", "other", "names of currencies", whole=whole("""
euro, euros, dollar, us dollar, pound, pound sterling, yen, yuan, renminbi, rupee, indian rupee, real,
brazilian real, peso, mexican peso, franc, swiss franc, krona, krone, zloty, forint, ruble, russian ruble, lira,
turkish lira, rand, won, baht, dong, rupiah, ringgit, hryvnia, shekel, dirham, riyal, dinar, shilling, naira, cedi,
lari, dram, tenge, lev, leu, lek, koruna, canadian dollar, australian dollar, hong kong dollar, singapore dollar,
new zealand dollar, bitcoin, ethereum, 人民币, 美元, 欧元, 日元, 新台幣, 美金
""")),
    Lexicon("education", "other", "levels of education or skill", whole=whole("""
primary, secondary, tertiary, bachelor, bachelor's, bachelor's degree, master, master's, master's degree, phd,
doctorate, high school, college, university, associate degree, diploma, beginner, intermediate, advanced, expert,
native, fluent, a1, a2, b1, b2, c1, c2, abitur, realschule, hauptschule, licence, baccalauréat, cap, bep,
licenciatura, maestría, bachillerato, ensino médio, ensino superior, mestrado, laurea, mbo, hbo, wo, wyższe,
średnie, podstawowe, высшее, среднее, среднее специальное, вища, середня, 本科, 硕士, 博士, 大专, 高中, 初中, 小学,
大學, 碩士, lisans, yüksek lisans, lise, ilkokul, önlisans, sd, smp, sma, s1, s2, s3, d3
""")),
    Lexicon("direction", "other", "directions, seasons and other closed sets", whole=whole("""
north, south, east, west, northeast, northwest, southeast, southwest, n, s, e, w, ne, nw, se, sw, left, right, up,
down, in, out, spring, summer, autumn, fall, winter, morning, afternoon, evening, night, north america,
south america, europe, asia, africa, oceania, emea, apac, latam, amer, americas, middle east, positive, negative,
neutral, aries, taurus, gemini, cancer, leo, virgo, libra, scorpio, sagittarius, capricorn, aquarius, pisces,
hearts, spades, diamonds, clubs, sunny, cloudy, rain, rainy, snow, windy, fog, storm, clear, partly cloudy,
overcast, drizzle, thunderstorm
""")),
    Lexicon("commerce", "other", "words of goods and their properties", tokens=tokens("""
cotton steel wooden plastic rubber metal leather granite concrete soft fresh frozen handcrafted ergonomic rustic
intelligent gorgeous incredible fantastic practical sleek awesome generic handmade licensed refined unbranded
tasty small chair table shirt shoes pants hat gloves bike keyboard mouse computer car towels soap ball chips pizza
bacon cheese tuna fish chicken salad sausages set pack case cover holder cable charger usb bluetooth wireless led
hd portable stainless organic extra premium classic deluxe edition series kit bag bottle box lamp phone laptop
monitor speaker headphones camera watch ring black white red blue gb tb ml kg mm cm inch
"""), endings=endings("less-steel", least=3)),
    Lexicon("function_word", "", "small words of sentences", tokens=tokens("""
the and of to is was are were with for that this from not have has had be been it its on at by an or but we you
they our your will would can could should there their which when what who how why because very more most about
into over after before than then them these those der die das und ist nicht mit von für auf ein eine den dem des
zu war sind wird wurde auch sich bei nach oder wie aus le les et est une un dans pour pas que qui sur avec au aux
ce cette sont par plus il elle nous vous mais el los las y es una en por para con no se del al su como más pero
fue son esta este o os as e é um uma em com não do da dos na foi lo gli è di che per non della sono nel alla più
ma het een van dat op te niet met voor zijn aan er om ook als bij door och att det som på är av för med till inte
har de ikke og til af i w z jest nie się że dla od po jak ale v je s že za pro a és az egy hogy nem meg ez și în
la cu nu pe din mai и в не на с что по это как для от из у за был но он она а же до з що як це та є ve bir bu için
ile çok ne olarak في من على إلى هذا أن لا ما كان مع و که از به در این را است של את על לא זה עם הוא היא גם כי और का
की के है में को से यह एक पर नहीं এবং একটি এই না জন্য থেকে করে và của là có không được cho một các trong yang dan
ini itu dengan untuk tidak dari
""")),
)  # fmt: skip
