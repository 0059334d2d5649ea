# ruff: noqa: RUF001 - letters of other alphabets are meant
"""What letters beyond ASCII look like in texts of each language: how code pages are told apart.

Latin: frequent words in which such letters stand; which letters stand beside them is learned from these.
Other alphabets: letters by frequency. Chinese, Japanese, Korean: characters by frequency in exports.
"""

from __future__ import annotations

LATIN: dict[str, dict[str, str]] = {
    "cp1252": {
        "de": (
            "für über größe größer grüße schön schöne können könnt möchte möchten müssen natürlich fröhlich "
            "frühling früh jährlich jahr jährige mädchen männer häufig ähnlich ändern änderung länger "
            "während nächste nächsten spät später täglich tägliche wählen wäre hätte straße straßen weiß "
            "weiße heiß groß große großen außer außerdem maß maße spaß schließlich heißt dürfen fünf "
            "übersicht überschrift öffnen öffentlich zurück glück stück stücke grün hören höher höhe köln "
            "münchen österreich geschäft qualität universität verfügbar aufträge beiträge vorschläge käufe "
            "verkäufe aktivität reichweitenänderung gefällt gefallen nützlich prüfen schlüssel kühl süß "
            "süße müde"
        ),
        "fr": (
            "été être même après très déjà près à où là ça français française garçon leçon reçu façon "
            "société qualité nouveauté découvrez découvrir première dernière dernières année années journée "
            "équipe école élève événement évènement écrit étude états préféré préférée intérêt forêt fête "
            "tête bête fenêtre prêt prête août goût coût dû sûr hôtel côté bientôt plutôt contrôle drôle "
            "île naître connaître maître noël maïs naïf héros créer création géant idée théâtre bâtiment "
            "château gâteau âge œuvre cœur sœur œufs œil vœux publié portée légende mentionné réactions "
            "réel vidéo vidéos abonnés célèbre père mère frère système problème modèle café légère répondez "
            "désormais rentrée marché beauté santé liberté"
        ),
        "es": (
            "año años español españa niño niños mañana señor señora pequeño pequeña diseño montaña también "
            "está están más así aquí allí después según información promoción atención publicación "
            "educación canción solución versión región día días todavía país economía fotografía tecnología "
            "mí tú él cómo qué quién cuándo dónde cuál sí público páginas página música número últimos "
            "último única fácil difícil útil árbol inglés francés café aún interés través título "
            "características categoría energía teléfono vídeo compañía campaña enseñar otoño cumpleaños "
            "cariño"
        ),
        "pt": (
            "não são então coração atenção informação informações promoção promoções publicação publicações "
            "solução soluções opções ações relações avaliações lições milhões limões aviões corações põe "
            "põem mãe mães pães cães alemães irmão mão mãos verão avião manhã amanhã irmã maçã você vocês "
            "três também até está estão já só pé café bebê português inglês mês família água início negócio "
            "comércio história matéria série experiência ciência agência paciência público número título "
            "página páginas vídeo música único última últimos difícil fácil possível incrível disponível "
            "nível saúde país serviço serviços preço preços começo começar faça praça força lançamento "
            "descrição alcançado espaço às à àquela avó avô alô coleção seleção educação redação construção "
            "edição visão pensão"
        ),
        "it": (
            "è più già così perché città qualità novità attività libertà verità società possibilità "
            "università può però ciò sarà farà avrà dirà andrà lunedì martedì mercoledì giovedì venerdì lì "
            "sì né sé caffè tè cioè poiché affinché là qua metà età virtù gioventù tribù laggiù quassù "
            "felicità velocità comunità"
        ),
        "nl": (
            "één eén ideeën zeeën drieën coördinatie coöperatie geïnteresseerd geïnstalleerd egoïsme reünie "
            "financiën industrieën oriëntatie patiënt patiënten efficiënt ingrediënten variëren creëren "
            "beëindigen café hé vóór hè scène carrière crème privé comité"
        ),
        "sv": (
            "på från är för även över här där när någon något några många året år får går må småland malmö "
            "växjö göteborg västra räckvidd inlägg rubrik kända känner läs läsa häng hänger åter "
            "återkommande böcker höst söndag lördag kött möte möten största större äldre värld världen nöjd "
            "köp köpa öppet öppna stöd förändring försäljning jämföra uppmärksamhet då också åt ålder språk "
            "båda både låt lång långa gång gånger påsk måndag två små blå grå"
        ),
        "da": (
            "på få får må når også så år året åbent åbne både første største større ønsker køb købe "
            "københavn smørrebrød brød kød øl søndag lørdag børn før dør prøv prøve gør gøre rækkevidde læs "
            "læse nærmere være været værd træ mælk sælger ændre ændring æble hjælp hjælpe præsentere kære "
            "kærlighed opslag står går forår språk gård måned måneder måske låne"
        ),
        "no": (
            "på få får må når også så år året åpent åpne først første største større ønsker ønske kjøp "
            "kjøpe tromsø bodø brød kjøtt øl søndag lørdag før dør prøv prøve gjør gjøre rekkevidde lærer "
            "nærmere være været ære vær bærekraft ærlig språk både måned måneder låne våre nå slå står går "
            "gård blå grå"
        ),
        "fi": (
            "että päivä päivää hyvä hyvää hyvät tämä tässä tästä mikä missä myös lisää enemmän pää päällä "
            "sää kesä kesällä lähtien lähellä äiti älä työ työn työssä yö hyöty käyttö käyttää näyttää "
            "näkyvyys tykkäykset löydä löytyy pöytä syömään töissä tänään elämä elämää ystävä ystävät järvi "
            "väri lämmin"
        ),
        "is": (
            "það þú þér þetta þeir þær góðan góð góður daginn maður við með sínu verður áður síðan fólk "
            "dóttir bók ný nýtt nýjar ísland íslenska árið ár ást já jól dýr því þessi þar æði kær fæði "
            "vörur fjölskylda börn öll orð borð"
        ),
        "ca": (
            "és més així aquí també què però això català catalunya països informació promoció acció "
            "comunicació qualitat país dia música família botiga força plaça començar façana vostè adéu "
            "gràcies només bàsic pàgina públic número últim única raó pensió història ràpid notícies "
            "següent qüestió"
        ),
        "et": (
            "õhtu võimalus võib sõber sõbrad põhjus õige õpetaja täna päev päeva müük müüa tööd töö öö "
            "öösel hästi väga ära üle üks kõik kõige mõned mõte jõulud nädal käes külas pühapäev reisõit "
            "lõpp uusõppe"
        ),
        "en": (
            "café cafés résumé naïve fiancé fiancée décor entrée cliché déjà façade née señor jalapeño "
            "piñata crème brûlée soufflé sauté touché exposé protégé"
        ),
    },
    "cp1250": {
        "pl": (
            "się są że więcej już jeszcze także też może można dziękujemy dziękuję święta święto życzymy "
            "życie życia miłego miłość zasięg polubień polubienia tytuł treść treści wyświetlenia łódź "
            "łodzi łatwo książka książki młody młodzi źródło źle późno późniejszy różne również który która "
            "które górę góra córka sól wróć ósmy dzień dźwięk koń jesień styczeń końcu gdańsk gdańsku toruń "
            "poznań wspaniałe małe mały duży duża dużo każdy każdego każda ważne ważny będzie będziemy będę "
            "wszędzie pięć dziesięć ręka ręce mężczyzna piękne piękny być mieć robić zrobić kupić cześć "
            "gość radość nowość nowości wiadomość wartość całość ćwiczenia zdjęcie zdjęcia prośba śniadanie "
            "środa śląsk światło świat świecie poniedziałek sprzedaż podróż twarz bieżący dołącz wyłącznie "
            "przyłącz zespół sposób wśród ogłoszenie głos główna"
        ),
        "cs": (
            "že jsem jste při před přes přišel příspěvek příspěvky přátelé příští připravili příležitost "
            "třeba tři čtyři dobrý dobře den děkujeme děti dítě město místo věc věci svět světa název dosah "
            "líbí líbit šťastné štěstí žádné žít život může můžete můj svůj dům důležité průběh růst kůň "
            "nůž týden týdny každý každá nové nový nová novinky zboží největší lepší další více méně něco "
            "někdo neděle středa čtvrtek pátek září říjen květen červen české český česká čeština "
            "překvapení doručení šestý švestka ještě už až ať teď loď síť chuť zeď plzeň plzni brně praže "
            "řekli ředitel moře otevřeno zavřeno nabízíme soutěž výhra kvalitní přírodní přímo úspěch účet "
            "údaje úterý páté výběr vánoce velikonoční"
        ),
        "sk": (
            "že už až čo ako ďakujeme ďalší ďalšie budeme môžete môj môže kôň stôl dôležité najväčší "
            "najlepší väčší päť mäso svätý ľudia ľúbim ľahko dieťa šťastie šťastný život čoskoro včera "
            "večer príďte príspevok priateľ priatelia deň týždeň ponožky nákup novinky súťaž výhra kvôli "
            "vôňa ŕ vŕba stĺp dĺžka mŕtvy výber každý každá vážení vianoce bližšie predaj pôvod úspech "
            "ktorý ktorá ktoré nové máme sú ešte vždy žiť dobrý chuť sieť teď"
        ),
        "hu": (
            "és hogy még már így csak több egyéb köszönjük köszönöm kedvelések bejegyzés dátum cím elérés "
            "megtekintés nő női nők férfi idő időpont időben ő ők erő erős első felső belső külső szőlő "
            "jövő jövőben hétfő hétfőn kettő erdő tető mező őszi ősz őrült őrség nagyszerű egyszerű "
            "gyönyörű szűrő szűk hűség hűséges fűszer tűz víz ház gyűjtemény műszaki mű műsor művészet "
            "bővebben bőr főként fő főzés előtt előny vevő vevőink szülő szülők ünnep üdvözlet új újdonság "
            "újra út után húsvét tíz kért kérdés kérjük vásárlás vásárló ajánlat akció ingyenes szállítás "
            "minőség minőségi lehetőség különleges gyógy jó jól jön szép szeretné legjobb árak ár áron óra "
            "őket tőle belőle ből ről től időre gyűrű"
        ),
        "ro": (
            "şi să că în din pentru până bună dimineaţa seară vară iarnă primăvară află mai multe ofertă "
            "noi sunteţi suntem mulţumim mulţumesc alături viaţa viaţă informaţii promoţie promoţii "
            "colecţie colecţia ţară ţări ţine oraş oraşul bucureşti iaşi braşov timişoara constanţa români "
            "română românia sâmbătă duminică vânzare mână când cât câştigă înainte între împreună întrebări "
            "început încă îţi ştii ştiri aşa aşteptăm această fără după casă masă cafea carte reţea preţ "
            "preţuri preţul produse calitate bucură fiţi veţi toţi toată luni marţi"
        ),
        "hr": (
            "više što šta još naš naša vaš vaša vaše kuća kuće kući ljubimci čestitamo čekamo čaša čovjek "
            "već ćemo ćete noć moć pomoć sljedeći budući idući tko također može možete dođite rođendan "
            "rođeni između među mlađi đak đački tuđi anđeo sviđanja objava škola šuma šest žena život žuta "
            "svježe uskoro uživajte ručak ručno priča priče kolač kolači dječje djeca veče večera odlična "
            "odličan obavještavamo povećajte veći najveći treći voće sreća sretno kuhinja vrućina ponuđeno"
        ),
        "sl": (
            "več že še čas češnje najboljše prišel naš naša vaš vaše kaj škola šola šport žena življenje "
            "možnost možnosti všeč ključ lahko včeraj večer zvečer danes čez čestitke odprto poletje "
            "počitnice rešitev pošlji ponudba kmečki domač domača našo vaših sveže želimo želite priložnost "
            "veš boš"
        ),
    },
    "cp1257": {
        "lt": (
            "ačiū šiandien žmonės žmogus kaip gražus gražiai naują naujų mūsų jūsų visų metų dėl nėra būti "
            "yra prašome įmonė įvykis įrašas šventė šeima žiema žinios kainą gerą dieną peržiūros "
            "paspaudimų pasiekė"
        ),
        "lv": (
            "paldies labdien jūs mūsu šodien žēl ļoti ēst dzīve cilvēki māja mājas pārdod ziņas ziņu "
            "latvijā rīgā rīga tēma vārds vārdi kā tā šī ņemt ģimene ķermenis sūtīt īpašs jaunā skatījumi "
            "sasniegtā"
        ),
    },
    "cp1254": {
        "tr": (
            "için değil çok olarak gün güzel güneş büyük küçük üç dün bugün yarın şimdi şey şu iş başka "
            "başarı kişi kişiler çalışma çalışıyoruz alışveriş giriş çıkış karşı arkadaş şehir ışık ısı kız "
            "kızı sınıf sıcak yıl yılı yıllık aylık haftalık kadın kadınlar adı altı ayrı kapı şarkı değer "
            "değişim eğitim sağlık doğru doğal ağaç dağ yağmur öğrenci öğretmen önce özel söz göz gönderi "
            "gösterim beğeni beğeniler erişim kahvaltı ağustos sınırlı sayıda çiğ mağazası satış alış sıra "
            "kırmızı sarı tatlı hızlı şehri doğum tıklama fırsat indirim kampanya müşteri ürün ürünler ülke "
            "ücretsiz üzerinde istanbul türkiye türkçe başlık tarihi yayınlandı mağaza fotoğraf hoş "
            "geldiniz teşekkürler kutlu olsun"
        ),
    },
}
"""Code page → language → words. Words are in lower case; letters are looked up in lower case."""

LETTERS: dict[str, dict[str, str]] = {
    "cp1251": {
        "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        "uk": "оаинвіертслкдупмзябьгйчжхцюєїшфщґ",
        "bg": "аиоентрсвлкдпмзъугябчжшцщйхюфь",
        "sr": "аиоенјрстувкдмлпзгбшчцњхжћљђфџ",
    },
    "cp1253": {
        "el": "αοιετσνηυρπκμλςίόάέγήδωύχθφβώξζψϊϋ",
    },
    "cp1255": {
        "he": "יוהלארתבשםמנהעדחקפכגטזסןצךףץ",
    },
    "cp1256": {
        "ar": "اليمنرتبوعدسفهكحقجشصطخةذضزءغأثظىئآإؤ",
    },
    "cp874": {
        "th": "านรอกเง่มยลวดท้สัติะีปบคหแจพชขใไื์ุูโ็ำผถซธศฟษภณฐญฉฝๆ",
    },
}
"""Code page → language → its letters, the most frequent first."""

CHARACTERS: dict[str, tuple[str, str]] = {
    "gb18030": (
        (
            "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发"
            "后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开"
            "但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并"
            "物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先"
            "海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才"
            "结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书"
            "非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领"
            "共确传师观清今切院让识候带导争运笔标览赞评转收藏粉丝曝播互率账号视频图链优惠购买店铺订单商城夏"
            "季春秋冬节快乐谢支持欢迎推荐广台抖音微红博站户型状态容源费击渠京州深圳杭注访页群男龄限款包邮折"
            "扣满减线早晚周末吃喝玩秘密攻略享食餐厅咖啡茶酒蔬菜肉鱼鸡蛋糕火锅烧烤甜零午味厨房饭健康跑步瑜伽"
            "肥护肤妆影精华膜香穿搭衣服裙裤鞋帽衫套尚潮流风配珠宝居装修客卧室沙床灯具洁洗旅游景湖岛森林园馆"
            "拍照摄脑耳充智汽车驾驶油耗轮胎习读英语考试课墨纸画剧综艺星演唱舞蹈戏漫妈爸孩亲猫狗宠咪花植草绿"
            "黄蓝黑紫灰端庆元旦圣诞母父爱婚礼祝福幸递仓库厂泵武汉苏津青厦郑昆云贵川湘粤港澳湾省县街楼票价钱"
            "宜送赠抽奖"
        ),
        "，。！？：；、“”（）《》—…·￥【】",
    ),
    "cp950": (
        (
            "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發"
            "後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開"
            "但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並"
            "物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先"
            "海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才"
            "結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書"
            "非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領"
            "共確傳師觀清今切院讓識候帶導爭運貼標覽讚按留言享觸瀏追蹤粉絲專頁曝播互率帳號影片圖連優惠購買店"
            "鋪訂單商城夏季春秋冬節快樂謝支持歡迎推薦廣台臺灣雄香港竹戶型狀態容源費擊渠注訪網男齡限款免折扣"
            "早晚週末吃喝玩秘密攻略編效食餐廳咖啡茶酒蔬菜肉魚雞蛋糕麵包火鍋燒烤甜零午味廚房健康跑步瑜伽珈減"
            "肥護膚妝紅精華膜髮穿搭衣服裙褲鞋帽衫套尚潮流風配珠寶錶居裝修客臥室沙床燈具潔洗旅遊飯景湖島森林"
            "園博館拍照攝腦耳充智慧汽車駕駛油耗輪胎習讀英語考試課筆墨紙畫音視劇綜藝星演唱舞蹈戲漫媽爸孩親貓"
            "狗寵咪花植草綠黃藍黑紫灰端慶元旦聖誕母父愛婚禮祝福幸遞倉庫廠桃嘉蓮縣街樓票價錢貴宜送贈抽獎澳亞"
            "坡際"
        ),
        "，。！？：；、「」『』（）《》—…．",
    ),
    "cp932": (
        (
            "日一国人年大本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書"
            "先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手"
            "力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物"
            "使品計死特私始朝運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医"
            "仕去味写字答夜音注帰古歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬"
            "昼茶弟牛魚兄犬妹姉漢投稿示表回数再保存率登録催情報商紹介詳細期限定配割引式案内予約受付募最達成"
            "個費告信反応閲覧獲得訪阪福岡析媒種類称番号合平均単価購視聴完了秒寿司猫鍋酒米菜果卵卓席舗営祭神"
            "寺城温泉島森桜梅雪渋谷宿池袋横浜都戸札幌仙沖縄県市区村線路両機器像声曲演奏劇博美術芸能選優勝健"
            "康容化粧肌髪靴鞄帽宝石具部掃除洗濯弁当甘辛誕贈結婚卒就職給税額値段抽締速更変停継続"
        ),
        "、。「」・ー！？：（）〜～【】『』…々",
    ),
    "cp949": (
        (
            "이다는에의가을를은하고지기사한로도으아어나리라인자대시스일전정수있그해여보서니들만구과부제장성"
            "원것조비상면주안공유게적화국선신소거동미모중위러오경드요세용관연방우진트마무개년회최문학바생실"
            "재당계까물없등간행체내터분단건명할저발와통었음되된야작준타말반치노처금양출포입각점설현력본산외"
            "영속심코약임식교남결호예알민때직급격업운테크더두데달른색품질감즈판목록열람표특강법피불레번날짜"
            "좋댓글팔워클릭참율청매광환벤름겨울봄확합녕새추천뷰후료배송쿠폰객센늘량박착순증혜택브랜토온픈념"
            "축함께셔침녁커떡볶김딸맛집밥빵케술채티메립틱림헤패션옷탁텔섬카휴컴퓨차책험님악콘춤난엄빠랑혼복"
            "돈값싸싼첨응"
        ),
        "…·‘’“”～",
    ),
}
"""Code page → its characters, the frequent ones first, and the marks that stand between them."""
