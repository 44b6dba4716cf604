"""Where people live: words of streets, houses and districts."""

from __future__ import annotations

from privlineage.detect.values.lexicons.lexicon import Lexicon, endings, tokens, within

__all__ = ["LEXICONS"]

LEXICONS = (
    Lexicon("street", "street", "words of streets", tokens=tokens("""
street st st. road rd rd. avenue ave ave. lane ln drive dr. boulevard blvd court ct place pl. square sq terrace
close crescent highway hwy way parkway pkwy circle cir trail alley row gardens grove mews parade esplanade quay
straße str. strasse weg platz allee gasse ring ufer damm chaussee steig promenade rue chemin impasse allée quai
cours passage route sentier ruelle bd bd. faubourg calle avenida avda avda. av. av carrera cra cra. kr kra
diagonal transversal paseo plaza camino callejón ronda travesía glorieta c/ cl cll jirón jr pasaje prolongación
privada circuito calzada andador retorno cerrada periférico autopista diag tv rua travessa praça largo alameda
estrada beco rodovia viela calçada r. tv. azinhaga via viale piazza corso vicolo strada piazzale borgo contrada
rotonda straat laan plein steenweg dreef kade gracht dijk singel hof gatan vägen gränd torget gata väg gate vegen
veien vei gade vej allé stræde torv plads katu tie kuja polku ulica ul. ul aleja al. aleje plac osiedle os. rondo
skwer droga ulice náměstí nám. třída nábřeží námestie trg cesta put obala šetalište bulevar prilaz utca út útja
tér köz sétány körút krt. u. dűlő sor fasor rakpart tere bulevardul bdul aleea calea șoseaua sos. piata piața
splaiul intrarea drumul улица ул. ул проспект пр. пр-т просп. переулок пер. площадь пл. бульвар б-р шоссе ш.
набережная наб. проезд тупик алея вулиця вул. вул провулок пров. площа шосе набережна узвіз вулица бул. ж.к. мкр
микрорайон көшесі даңғылы кв. дом д. буд. булевар трг gatvė g. gatve pr. prospektas alėja plentas iela i.
prospekts bulvāris tänav tn mnt maantee puiestee pst οδός λεωφόρος λεωφ. πλατεία οδ. sokak sk. sok. cadde cad.
caddesi cd. bulvarı mahallesi mah. mh. sokağı blv. küçəsi prospekti küç. ko'chasi kochasi شارع طريق حي ميدان زقاق
نهج خیابان کوچه بلوار میدان گلی سڑک רחוב רח' שדרות שד' סמטת דרך मार्ग गली सड़क रोड नगर রোড সড়ক গলি লেন রাস্তা
தெரு சாலை வீதி நகர் రోడ్ వీధి marg nagar gali chowk salai ถนน ถ. ซอย ซ. หมู่ ม. ตำบล ต. อำเภอ อ. แขวง เขต đường
phố ngõ hẻm ngách jalan jl. jl gang gg. jln lorong persiaran lebuh kompleks perumahan ქუჩა ქ. გამზირი გამზ. փողոց
փ. պողոտա փող. rruga rr. rr sheshi bulevardi barabara mtaa gudamjihi
"""), endings=endings("""
straße strasse str. weg gasse platz allee ring damm ufer straat laan plein steenweg gracht kade dijk gatan vägen
gränd gade vej vejen vegen veien gata stræde tänav katu tie kuja utca
""", least=3),
    within=within("""
路 街 巷 弄 号 號 大道 丁目 番地 町 胡同 小区 社区 村 室 楼 樓 段 号楼 单元 로 길 번길 대로 アパート ビル ถนน ซอย
หมู่ที่ แขวง
""")),
    Lexicon("dwelling", "full_address", "words of dwellings, boxes and districts", tokens=tokens("""
apt apt. apartment suite ste unit floor flat box p.o. po bldg building block no. no house lot room rm dept wohnung
stock top etage hinterhaus app. appt bâtiment bât. étage résidence lieu-dit bp piso puerta dpto departamento depto
bloque edificio of. oficina interior int. int ext. edif. colonia col. barrio urbanización manzana mz lote torre
apto andar apartamento bloco sala esq. dto frente cave interno scala palazzo piano bus verdieping lgh lägenhet sal
tv. th. st. mf. etg. m. lok. m blok byt em. em ép. lph. fszt. ajtó lépcsőház bl. sc. ap. et. кв. квартира корп.
корпус стр. подъезд дом кімн. под'їзд бл. вх. ет. ап. bt. k. kat daire no: д. kv. شقة عمارة الدور بناية פלאט דירה
קומה כניסה फ्लैट मकान ফ্ল্যাট বাড়ি வீடு plot h.no ชั้น ห้อง rt rw kel. kec. kab. kelurahan kecamatan tầng số nhà
phường quận huyện xã
"""), within=within("室 楼 层 樓 號 号 栋 幢 单元 동 호 층 階 号室")),
    Lexicon("place_name", "city", "beginnings and endings of towns", endings=endings("""
burg berg stadt dorf heim hausen bach feld furt hafen ingen kirchen ville court bourg mont ton ham bury field ford
port mouth wick worth borough stead shire holm stad borg köping hamn sund vik nes fjord havn lev rup strup by torp
lahti joki järvi niemi vaara grad gorod pol sk ovo evo ino ice ovice any ov ów owo hradec nice vár hely háza falva
megye ești eni abad pur pura nagar garh ganj patnam puram palli giri dist shahr kent köy hisar tepe lar land town
side view haven chester
""", least=3), tokens=tokens("""
san santa santo são saint sankt bad new nueva nuevo villa ciudad port porto puerto fort mount lake el los las la
le les north south east west upper lower gross klein ober unter ust nizhny veliky stary nova novi nové al tel
kiryat beit bandar kota muang
"""),
        within=within("市 县 區 区 省 州 町 村 郡 府 시 군 구 도 จังหวัด เมือง")),
)  # fmt: skip
