"""Short exports in the languages that the code pages are for: mostly ASCII, invented, ten rows or fewer.

Each text is what a spreadsheet program would save in the named code page: a header, some rows, few letters
beyond ASCII in some of them. Used to measure how encodings are recognised, and by the tests.
"""

from __future__ import annotations


def rows(header: str, *cells: str) -> str:
    """A CSV: each cell with an id, a day and two counts beside it."""
    lines = [
        f"{number},2026-05-{number:02},{cell},{number * 137},{number * 11}"
        for number, cell in enumerate(cells, 1)
    ]
    return "\r\n".join([header, *lines, ""])


PLAIN = "Post ID,Date,Title,Impressions,Likes"

SNIPPETS: dict[str, tuple[str, str]] = {
    # cp1252: Western Europe
    "german": ("cp1252", rows("Beitrag,Datum,Überschrift,Aufrufe,Gefällt mir", "Frühlingsaktion für Pumpen", "Größere Auswahl", "Neu im Shop")),
    "german, one letter": ("cp1252", rows(PLAIN, "Summer sale", "Visit Köln with us", "New pumps")),
    "german, sharp s": ("cp1252", rows(PLAIN, "Viele Grüße aus Hamburg", "Straßenfest", "Maßarbeit: 100 €")),
    "french": ("cp1252", rows("Publication,Date,Légende,Portée,J’aime", "L’été à la française", "Découvrez notre nouveauté", "Où êtes-vous ?", "Ça y est, c’est la rentrée")),
    "french, one word": ("cp1252", rows(PLAIN, "Le café du matin", "Bonjour", "A bientôt")),
    "french, ligature": ("cp1252", rows(PLAIN, "Des œufs frais", "Sœur et frère", "Cœur de gamme")),
    "spanish": ("cp1252", rows("Publicación,Fecha,Título,Impresiones,Me gusta", "¿Cómo funciona?", "El año nuevo", "Más información aquí", "¡Feliz mañana, niños!")),
    "spanish, one letter": ("cp1252", rows(PLAIN, "Vuelta a España", "Gracias", "Hola")),
    "portuguese": ("cp1252", rows("Publicação,Data,Descrição,Alcance,Curtidas", "Promoção de verão", "Informações e soluções", "Não perca: São João")),
    "portuguese, one word": ("cp1252", rows(PLAIN, "Bom dia", "Temporada de limões", "Obrigado")),
    "portuguese, two words": ("cp1252", rows(PLAIN, "Avaliações dos clientes", "Fim de semana", "Coleção nova")),
    "italian": ("cp1252", rows("Post,Data,Titolo,Copertura,Mi piace", "Più qualità", "La città è bella", "Perché sì", "Così è la vita")),
    "dutch": ("cp1252", rows(PLAIN, "Eén jaar garantie", "Coördinatie en ideeën", "Nieuw")),
    "swedish": ("cp1252", rows("Inlägg,Datum,Rubrik,Räckvidd,Gilla", "Från Malmö till Växjö", "Nya jobb på gång", "Vår höstkollektion")),
    "swedish, one word": ("cp1252", rows(PLAIN, "Hej", "Från oss", "Tack")),
    "danish": ("cp1252", rows("Opslag,Dato,Overskrift,Rækkevidde,Synes godt om", "Åbent hus på fredag", "Nyheder fra København", "Smørrebrød")),
    "norwegian": ("cp1252", rows(PLAIN, "Velkommen til Tromsø", "Ny bok på vei", "Første gang")),
    "finnish": ("cp1252", rows(PLAIN, "Hyvää päivää", "Tästä lähtien", "Kesäale")),
    "icelandic": ("cp1252", rows(PLAIN, "Góðan daginn", "Það er gott", "Þetta er nýtt")),
    "english, quotes": ("cp1252", rows(PLAIN, "It’s here – at last", "“Best pump ever”", "New…")),
    "english, money": ("cp1252", rows(PLAIN, "Now £9.99", "Only €5", "Café menu")),
    # cp1250: Central Europe
    "polish": ("cp1250", rows("Post,Data,Tytuł,Zasięg,Polubienia", "Życzymy miłego dnia", "Zapraszamy na wydarzenie w Łodzi", "Więcej informacji już wkrótce", "Święta z bliskimi")),
    "polish, one word": ("cp1250", rows(PLAIN, "Nowy sklep", "Promocja w Łodzi", "Zobacz")),
    "polish, few": ("cp1250", rows(PLAIN, "Dziękujemy", "Nowości", "Kup teraz", "Książka miesiąca")),
    "czech": ("cp1250", rows("Příspěvek,Datum,Název,Dosah,To se mi líbí", "Vítejte v Plzni", "Nové zboží každý týden", "Šťastné a veselé", "Děkujeme, přátelé")),
    "czech, few": ("cp1250", rows(PLAIN, "Novinka", "Děkujeme", "Otevřeno", "Nakupujte")),
    "slovak": ("cp1250", rows(PLAIN, "Ďakujeme za podporu", "Nové ponožky už čoskoro", "Najväčší výber", "Príďte k nám")),
    "hungarian": ("cp1250", rows("Bejegyzés,Dátum,Cím,Elérés,Kedvelések", "Köszönjük a bizalmat", "Őszi kedvezmények", "Nagyszerű hír, hűséges vevőinknek", "Időpont: hétfő")),
    "hungarian, few": ("cp1250", rows(PLAIN, "Akció", "Új szűrő a boltban", "Bővebben a linken")),
    "romanian": ("cp1250", rows(PLAIN, "Bună dimineața".replace("ț", "ţ"), "Află mai multe", "Ofertă de vară", "Mulţumim că sunteţi alături de noi")),
    "croatian": ("cp1250", rows(PLAIN, "Više informacija uskoro", "Kućni ljubimci", "Čestitamo", "Sljedeći put još bolje")),
    "croatian, one word": ("cp1250", rows(PLAIN, "Dobar dan", "Kuća i vrt", "Hvala")),
    "slovenian": ("cp1250", rows(PLAIN, "Odprto vsak dan", "Češnje so tu", "Najboljše iz Ljubljane", "Več na povezavi")),
    # cp1251: Cyrillic
    "russian": ("cp1251", rows("Публикация,Дата,Название,Охват,Нравится", "Новая коллекция уже в магазине", "Скидки до конца недели", "Спасибо!")),
    "russian, one word": ("cp1251", rows(PLAIN, "Hello", "Привет", "Thanks")),
    "russian, names": ("cp1251", rows(PLAIN, "Москва", "Новая модель X200", "Distribution в СНГ")),
    "russian, capitals": ("cp1251", rows(PLAIN, "РАСПРОДАЖА", "SALE", "СКИДКИ 50%")),
    "ukrainian": ("cp1251", rows("Допис,Дата,Назва,Охоплення,Вподобання", "Нова колекція вже є", "Дякуємо за підтримку", "Київ, зустрічай")),
    "bulgarian": ("cp1251", rows(PLAIN, "Нова колекция", "Благодарим ви", "Още информация")),
    "serbian": ("cp1251", rows(PLAIN, "Хвала вам", "Нови производи", "Београд")),
    # GB 18030: Simplified Chinese
    "chinese": ("gb18030", rows("笔记标题,首次发布时间,体裁,曝光,点赞", "夏季新品上市", "限时优惠,".replace(",", "，") + "快来看看", "感谢大家的支持")),
    "chinese, one word": ("gb18030", rows(PLAIN, "Hello", "新品上市", "Thanks")),
    "chinese, header": ("gb18030", "日期,浏览量,点赞数,评论数,分享数\r\n2026-05-01,1,2,3,4\r\n2026-05-02,1,2,3,4\r\n"),
    "chinese, places": ("gb18030", rows(PLAIN, "北京", "上海", "广州")),
    "chinese, early alphabet": ("gb18030", rows(PLAIN, "标题", "点击", "地方")),
    # Big5: Traditional Chinese
    "taiwanese": ("big5", rows("貼文編號,日期,標題,觸及人數,按讚數", "夏季新品上市", "限時優惠，快來看看", "感謝大家的支持")),
    "taiwanese, one word": ("big5", rows(PLAIN, "Hello", "新品上市", "Thanks")),
    "taiwanese, header": ("big5", "日期,瀏覽次數,按讚數,留言數,分享數\r\n2026-05-01,1,2,3,4\r\n2026-05-02,1,2,3,4\r\n"),
    "taiwanese, places": ("big5", rows(PLAIN, "台北", "高雄", "香港")),
    # Shift-JIS (cp932): Japanese
    "japanese": ("cp932", rows("投稿ID,日付,タイトル,表示回数,いいね", "夏の新商品が登場しました", "詳しくはこちら", "ありがとうございます")),
    "japanese, one word": ("cp932", rows(PLAIN, "Hello", "新商品のご案内", "Thanks")),
    "japanese, katakana": ("cp932", rows(PLAIN, "サマーセール", "キャンペーン", "ニュース")),
    "japanese, kanji": ("cp932", rows("日付,表示回数,訪問者数,再生数,保存数", "東京", "大阪", "新商品")),
    "japanese, half-width": ("cp932", rows(PLAIN, "ｻﾏｰｾｰﾙ開催中", "ｷｬﾝﾍﾟｰﾝ", "新着情報")),
    # EUC-KR (cp949): Korean
    "korean": ("cp949", rows("게시물,날짜,제목,노출,좋아요", "여름 신상품 출시", "지금 확인하세요", "감사합니다")),
    "korean, one word": ("cp949", rows(PLAIN, "Hello", "안녕하세요", "Thanks")),
    "korean, header": ("cp949", "날짜,조회수,좋아요,댓글,공유\r\n2026-05-01,1,2,3,4\r\n2026-05-02,1,2,3,4\r\n"),
    "korean, places": ("cp949", rows(PLAIN, "서울", "부산", "신상품 안내")),
    "korean, hangul beyond KS X 1001": ("cp949", rows(PLAIN, "똠방각하", "펲시", "안녕하세요")),
}  # fmt: skip
"""What it shows → the code page, and the text."""


SEVERAL: dict[str, tuple[str, str]] = {
    "turkish": ("cp1254", rows(PLAIN, "Yeni ürünler mağazada", "Çok yakında", "Şimdi alışveriş zamanı", "Iğdır")),
    "greek": ("cp1253", rows(PLAIN, "Καλημέρα", "Νέα συλλογή", "Σας ευχαριστούμε")),
    "hebrew": ("cp1255", rows(PLAIN, "שלום לכולם", "מבצע חדש", "תודה רבה")),
    "arabic": ("cp1256", rows(PLAIN, "مرحبا بكم", "عرض جديد", "شكرا")),
    "thai": ("cp874", rows(PLAIN, "สวัสดีค่ะ", "สินค้าใหม่", "ขอบคุณ")),
    "lithuanian": ("cp1257", rows(PLAIN, "Ačiū visiems", "Šiandien naujienos", "Žmonės")),
    "latvian": ("cp1257", rows(PLAIN, "Jūsu ziņas", "Mūsu veikals Rīgā", "Paldies")),
    "german, Mac": ("mac_roman", rows(PLAIN, "Größere Auswahl", "Über uns", "Käufe")),
    "french, Mac": ("mac_roman", rows(PLAIN, "L’été à la française", "Découvrez", "Où êtes-vous")),
}  # fmt: skip
"""Code pages beside those that the exports were asked for in."""

SHORT: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "Tübingen erleben", "Gewächshaus im Überblick Töpferkurs", "Bärenstark",
        "Rückblick auf die Messe Küche & Bäder", "Fußball-WM", "ÖFFNUNGSZEITEN GRÖSSE", "Fête des mères",
        "Vive la crêpe", "Soldes d'été à -50%", "Un défi relevé Élégance", "Pâtisserie", "Aperçu de l'année",
        "Llegó la primavera", "Piñata party", "Colección otoño Envío gratis", "¡Últimas plazas!",
        "Peluquería", "Un sueño", "Balão mágico", "Estações do ano", "Lançamos a loja de calçados",
        "Feijão e pão", "Oferta só hoje Crianças", "Botões", "Alô, São Paulo", "Libertà di scelta",
        "Tiramisù", "Papà e mamma Novità", "Kräftskiva i Skåne", "Sjö och hav Lås", "Blåbär", "Køleskab Græs",
        "Hørelsen", "Påske i år", "Rød grød med fløde", "Järvenpää", "Yhteistyössä Kylä", "Reykjavík í dag",
        "Súkkulaði Þakka þér",
    ),
    "cp1250": (
        "Gęś i kaczka", "Żółty samochód", "Świetna zabawa Pączki", "Wrocław", "Kraków i Częstochowa",
        "Dołącz do nas", "Zniżka na buty męskie", "Rowerzyści", "Ładna pogoda", "Třešně", "Řízek Kuře",
        "Běžecký závod", "Žižkov", "Hračky pro kluky Polévka", "Růže", "Přihlaste se", "Nový byt v Žiline",
        "Košeľa", "Košice a Nitra Ľadový čaj", "Gyümölcsös", "Hűtő", "Csütörtöktől", "Esküvő",
        "Tűzoltók Győr", "Közösségi média Ajándék", "Cipőbolt", "Cluj-Napoca şi Sibiu", "Ţineţi minte",
        "Cămaşă", "Grădină", "Mâncare bună", "Pâine caldă", "Čokolada", "Šibenik i Poreč", "Đurđevac",
        "Gođević Kovačić", "Svježa riba", "Popust na obuću",
    ),
    "cp1251": (
        "Щука", "Ёлка", "Весна МОСКВА - СПб", "Борщ", "Юбилей «Зари»", "Да", "Скидка", "Їжа", "Львів",
        "Єдність",
    ),
    "gb18030": (
        "火锅", "猫咪日常", "护肤心得", "跑步", "中秋", "咖啡馆", "西安美食", "蛋糕", "瑜伽教程", "你好", "安全帽",
    ),
    "big5": (
        "火鍋", "貓咪日常", "護膚心得", "跑步", "中秋", "咖啡館", "台南美食", "蛋糕", "瑜伽教學", "你好", "安全帽",
    ),
    "cp932": (
        "火鍋", "猫の日", "コーヒー", "お茶会", "寿司", "横浜", "夏祭り", "京都", "渋谷店", "営業中",
    ),
    "cp949": (
        "고양이", "커피", "떡볶이", "화장품 추천", "여행", "김치", "강남점", "봄", "딸기", "맛집",
    ),
}  # fmt: skip
"""Code page → words, each alone in its file: what is hardest."""
