"""What the made mails say: one story, headlines of others,
and how people greet and sign, by language.
"""

# lang: (paper, headline, sentences, other headlines, greeting, farewell, name)
TEXTS = {
    "en": (
        "Harbour Weekly",
        "The lighthouse gets a new keeper",
        [
            "For ninety years the light on the point was kept by one family.",
            (
                "This week the last of them handed the key to a stranger from the city, "
                "who has never seen the sea in winter."
            ),
            "The village has given her a coat, a dog and a list of people she must not believe.",
            "She says that she came for the quiet, and that the foghorn was not in the contract.",
        ],
        [
            "Ferry fares to rise again in the spring",
            "The school on the island stays open after all",
            "Why the herring came back two weeks early",
            "A concert for nine cellos and a foghorn",
            "Old nets become new carpets in the harbour",
            "How to vote in the harbour council",
            "Jobs report: more hands on the quay",
        ],
        "Dear {name},",
        "See you on Sunday,",
        "Ann Example",
    ),
    "de": (
        "Hafenwoche",
        "Der Leuchtturm bekommt eine neue Wärterin",
        [
            "Neunzig Jahre lang hat eine einzige Familie das Licht auf der Landzunge gehütet.",
            (
                "In dieser Woche übergab der Letzte von ihnen den Schlüssel an eine Fremde aus der "
                "Stadt, die das Meer im Winter noch nie gesehen hat."
            ),
            (
                "Das Dorf schenkte ihr einen Mantel, einen Hund und eine Liste der Leute, "
                "denen sie nicht glauben darf."
            ),
            (
                "Sie sei wegen der Stille gekommen, sagt sie, "
                "und vom Nebelhorn habe im Vertrag nichts gestanden."
            ),
        ],
        [
            "Die Fähre wird im Frühjahr wieder teurer",
            "Die Inselschule bleibt nun doch geöffnet",
            "Warum der Hering zwei Wochen zu früh kam",
            "Ein Konzert für neun Celli und ein Nebelhorn",
            "Aus alten Netzen werden neue Teppiche",
        ],
        "Liebe {name},",
        "Herzliche Grüße",
        "Anna Beispiel",
    ),
    "fr": (
        "La Semaine du port",
        "Le phare a une nouvelle gardienne",
        [
            "Pendant quatre-vingt-dix ans, une seule famille a gardé la lumière de la pointe.",
            (
                "Cette semaine, le dernier d’entre eux a remis la clé à une inconnue venue de la "
                "ville, qui n’a jamais vu la mer en hiver."
            ),
            (
                "Le village lui a donné un manteau, "
                "un chien et la liste des gens qu’il ne faut pas croire."
            ),
            (
                "Elle dit qu’elle est venue pour le calme, "
                "et que la corne de brume n’était pas dans le contrat."
            ),
        ],
        [
            "Le prix du bac augmente encore au printemps",
            "L’école de l’île reste finalement ouverte",
            "Pourquoi le hareng est revenu deux semaines plus tôt",
            "Un concert pour neuf violoncelles et une corne",
            "De vieux filets deviennent des tapis neufs",
        ],
        "Chère {name},",
        "À dimanche,",
        "Anne Exemple",
    ),
    "es": (
        "Semana del puerto",
        "El faro tiene una nueva guardiana",
        [
            "Durante noventa años una sola familia cuidó la luz de la punta.",
            (
                "Esta semana el último de ellos entregó la llave a una desconocida de la ciudad, "
                "que nunca ha visto el mar en invierno."
            ),
            (
                "El pueblo le ha dado un abrigo, "
                "un perro y una lista de personas a las que no debe creer."
            ),
            "Dice que vino por el silencio, y que la sirena de niebla no estaba en el contrato.",
        ],
        [
            "El precio del transbordador sube otra vez",
            "La escuela de la isla seguirá abierta",
            "Por qué el arenque volvió dos semanas antes",
            "Un concierto para nueve violonchelos y una sirena",
            "Las redes viejas se convierten en alfombras",
        ],
        "Querida {name}:",
        "Un abrazo,",
        "Ana Ejemplo",
    ),
    "it": (
        "Settimana del porto",
        "Il faro ha una nuova guardiana",
        [
            "Per novant’anni una sola famiglia ha custodito la luce sulla punta.",
            (
                "Questa settimana l’ultimo di loro ha consegnato la chiave a una sconosciuta "
                "venuta dalla città, che non ha mai visto il mare d’inverno."
            ),
            "Il paese le ha dato un cappotto, un cane e un elenco di persone a cui non credere.",
            "Dice di essere venuta per la quiete, e che la sirena da nebbia non era nel contratto.",
        ],
        [
            "Il traghetto costerà di più in primavera",
            "La scuola dell’isola resta aperta",
            "Perché l’aringa è tornata in anticipo",
            "Un concerto per nove violoncelli e una sirena",
            "Le vecchie reti diventano tappeti nuovi",
        ],
        "Cara {name},",
        "A domenica,",
        "Anna Esempio",
    ),
    "pt": (
        "Semana do porto",
        "O farol tem uma nova guardiã",
        [
            "Durante noventa anos uma só família guardou a luz da ponta.",
            (
                "Esta semana o último deles entregou a chave a uma desconhecida da cidade, "
                "que nunca viu o mar no inverno."
            ),
            "A aldeia deu-lhe um casaco, um cão e uma lista de pessoas em quem não deve acreditar.",
            "Ela diz que veio pelo sossego, e que a sirene de nevoeiro não estava no contrato.",
        ],
        [
            "A travessia volta a ficar mais cara na primavera",
            "A escola da ilha afinal continua aberta",
            "Porque o arenque voltou duas semanas mais cedo",
            "Um concerto para nove violoncelos e uma sirene",
            "Redes velhas transformam-se em tapetes novos",
        ],
        "Querida {name},",
        "Um abraço,",
        "Ana Exemplo",
    ),
    "nl": (
        "Havenweek",
        "De vuurtoren krijgt een nieuwe wachter",
        [
            "Negentig jaar lang werd het licht op de punt door één familie bewaakt.",
            (
                "Deze week gaf de laatste van hen de sleutel aan een vreemde uit de stad, "
                "die de zee nog nooit in de winter heeft gezien."
            ),
            "Het dorp gaf haar een jas, een hond en een lijst van mensen die ze niet moet geloven.",
            "Ze zegt dat ze voor de stilte kwam, en dat de misthoorn niet in het contract stond.",
        ],
        [
            "De veerboot wordt in het voorjaar weer duurder",
            "De school op het eiland blijft toch open",
            "Waarom de haring twee weken te vroeg kwam",
            "Een concert voor negen cello’s en een misthoorn",
            "Oude netten worden nieuwe tapijten",
        ],
        "Beste {name},",
        "Tot zondag,",
        "Anna Voorbeeld",
    ),
    "pl": (
        "Tydzień w porcie",
        "Latarnia morska ma nową strażniczkę",
        [
            "Przez dziewięćdziesiąt lat światła na cyplu strzegła jedna rodzina.",
            (
                "W tym tygodniu ostatni z nich oddał klucz nieznajomej z miasta, "
                "która nigdy nie widziała morza zimą."
            ),
            "Wieś dała jej płaszcz, psa i listę ludzi, którym nie wolno wierzyć.",
            "Mówi, że przyjechała dla ciszy, a syreny mgłowej nie było w umowie.",
        ],
        [
            "Prom znowu podrożeje na wiosnę",
            "Szkoła na wyspie jednak zostaje otwarta",
            "Dlaczego śledź wrócił dwa tygodnie wcześniej",
            "Koncert na dziewięć wiolonczel i syrenę mgłową",
            "Stare sieci zmieniają się w nowe dywany",
        ],
        "Droga {name},",
        "Do niedzieli,",
        "Anna Przykład",
    ),
    "ru": (
        "Неделя порта",
        "У маяка новая смотрительница",
        [
            "Девяносто лет огонь на мысу хранила одна семья.",
            (
                "На этой неделе последний из них передал ключ незнакомке из города, "
                "которая никогда не видела моря зимой."
            ),
            "Деревня подарила ей пальто, собаку и список людей, которым нельзя верить.",
            (
                "Она говорит, что приехала ради тишины, "
                "а про туманный горн в договоре не было ни слова."
            ),
        ],
        [
            "Паром весной снова подорожает",
            "Школа на острове всё-таки останется открытой",
            "Почему сельдь вернулась на две недели раньше",
            "Концерт для девяти виолончелей и сирены",
            "Старые сети становятся новыми коврами",
        ],
        "Дорогая {name}!",
        "До воскресенья,",
        "Анна Примерова",
    ),
    "ja": (
        "港だより",
        "灯台に新しい守り人が来た",
        [
            "九十年のあいだ、岬の灯りは一つの家族が守ってきた。",
            "今週、その最後の一人が、冬の海を見たことのない都会の人に鍵を渡した。",
            "村は彼女に外套と犬と、信じてはいけない人の名簿を贈った。",
            "静けさを求めて来たのだと彼女は言う。霧笛のことは契約書に書かれていなかった。",
        ],
        [
            "フェリーの運賃が春にまた上がる見通し",
            "島の学校は結局そのまま残ることになった",
            "ニシンが二週間も早く帰ってきた理由",
            "九つのチェロと霧笛のための演奏会",
            "古い網が新しい絨毯に生まれ変わる",
        ],
        "{name}様",
        "それではまた日曜日に。",
        "見本花子",
    ),
    "zh": (
        "港口周报",
        "灯塔来了一位新的看守人",
        [
            "九十年来，海角上的灯一直由一个家庭看守。",
            "本周，他们当中的最后一位把钥匙交给了一位从城里来的陌生人，她从未见过冬天的大海。",
            "村里送给她一件大衣、一条狗和一份不可相信的人的名单。",
            "她说自己是为了安静而来，合同里并没有提到雾笛。",
        ],
        ["渡轮票价明年春天将再次上涨", "岛上的学校最终得以继续开放", "鲱鱼为什么提前两个星期回来", "为九把大提琴和雾笛而作的音乐会", "旧渔网在港口变成了新地毯"],
        "亲爱的{name}：",
        "星期天见。",
        "安例",
    ),
    "ko": (
        "항구 주보",
        "등대에 새 등대지기가 왔다",
        [
            "구십 년 동안 곶의 불빛은 한 집안이 지켜 왔다.",
            "이번 주에 그들 가운데 마지막 사람이 겨울 바다를 한 번도 본 적 없는 도시의 낯선 이에게 열쇠를 건넸다.",
            "마을은 그에게 외투와 개와 믿지 말아야 할 사람들의 명단을 주었다.",
            "그는 조용한 곳을 찾아왔는데 무적 이야기는 계약서에 없었다고 말한다.",
        ],
        [
            "여객선 요금이 봄에 다시 오를 전망이다",
            "섬의 학교는 결국 문을 닫지 않기로 했다",
            "청어가 두 주나 일찍 돌아온 까닭",
            "아홉 대의 첼로와 무적을 위한 음악회",
            "낡은 그물이 새 양탄자로 다시 태어난다",
        ],
        "{name}에게,",
        "일요일에 만나요.",
        "김보기",
    ),
    "ar": (
        "أسبوع الميناء",
        "حارسة جديدة للمنارة القديمة",
        [
            "طوال تسعين عاما حرست عائلة واحدة ضوء الرأس.",
            "هذا الأسبوع سلم آخرهم المفتاح إلى غريبة من المدينة لم تر البحر في الشتاء قط.",
            "أهدتها القرية معطفا وكلبا وقائمة بأناس لا ينبغي لها أن تصدقهم.",
            "تقول إنها جاءت من أجل الهدوء، وإن بوق الضباب لم يكن مذكورا في العقد.",
        ],
        [
            "أسعار العبارة سترتفع مرة أخرى في الربيع",
            "مدرسة الجزيرة ستبقى مفتوحة بعد كل شيء",
            "لماذا عادت الرنجة قبل أسبوعين من موعدها",
            "حفلة موسيقية لتسع آلات تشيلو وبوق ضباب",
            "الشباك القديمة تصبح سجادا جديدا في الميناء",
        ],
        "عزيزتي {name}،",
        "إلى اللقاء يوم الأحد،",
        "آنا مثال",
    ),
    "sv": (
        "Hamnveckan",
        "Fyren får en ny vaktare",
        [
            "I nittio år sköttes ljuset på udden av en enda familj.",
            (
                "Den här veckan lämnade den siste av dem nyckeln till en främling från staden, "
                "som aldrig har sett havet på vintern."
            ),
            "Byn har gett henne en kappa, en hund och en lista över folk som hon inte ska tro på.",
            "Hon säger att hon kom för tystnadens skull, och att mistluren inte stod i kontraktet.",
        ],
        [
            "Färjan blir dyrare igen till våren",
            "Skolan på ön blir kvar trots allt",
            "Varför sillen kom två veckor för tidigt",
            "En konsert för nio cellor och en mistlur",
            "Gamla nät blir nya mattor i hamnen",
        ],
        "Kära {name},",
        "Vi ses på söndag,",
        "Anna Exempel",
    ),
    "da": (
        "Havneugen",
        "Fyret får en ny vogter",
        [
            "I halvfems år blev lyset på pynten passet af en enkelt familie.",
            (
                "I denne uge gav den sidste af dem nøglen til en fremmed fra byen, "
                "som aldrig har set havet om vinteren."
            ),
            (
                "Landsbyen har givet hende en frakke, en hund og en liste over folk, "
                "hun ikke skal tro på."
            ),
            "Hun siger, at hun kom for stilhedens skyld, og at tågehornet ikke stod i kontrakten.",
        ],
        [
            "Færgen bliver dyrere igen til foråret",
            "Skolen på øen bliver alligevel åben",
            "Derfor kom silden to uger for tidligt",
            "En koncert for ni celloer og et tågehorn",
            "Gamle net bliver til nye tæpper i havnen",
        ],
        "Kære {name}",
        "Vi ses på søndag",
        "Anna Eksempel",
    ),
    "nb": (
        "Havneuka",
        "Fyret får en ny vokter",
        [
            "I nitti år ble lyset på odden passet av én familie.",
            (
                "Denne uken ga den siste av dem nøkkelen til en fremmed fra byen, "
                "som aldri har sett havet om vinteren."
            ),
            "Bygda har gitt henne en kåpe, en hund og en liste over folk hun ikke må tro på.",
            "Hun sier at hun kom for stillheten, og at tåkeluren ikke sto i kontrakten.",
        ],
        [
            "Fergen blir dyrere igjen til våren",
            "Skolen på øya blir likevel værende åpen",
            "Derfor kom silda to uker for tidlig",
            "En konsert for ni celloer og en tåkelur",
            "Gamle garn blir til nye tepper på havna",
        ],
        "Kjære {name},",
        "Vi ses på søndag,",
        "Anna Eksempel",
    ),
    "fi": (
        "Sataman viikko",
        "Majakka saa uuden vartijan",
        [
            "Yhdeksänkymmentä vuotta niemen valoa hoiti yksi ainoa perhe.",
            (
                "Tällä viikolla heistä viimeinen antoi avaimen kaupungista tulleelle vieraalle, "
                "joka ei ole koskaan nähnyt merta talvella."
            ),
            (
                "Kylä on antanut hänelle takin, koiran ja luettelon ihmisistä, "
                "joita hänen ei pidä uskoa."
            ),
            (
                "Hän kertoo tulleensa hiljaisuuden vuoksi, "
                "eikä sumusireenistä ollut sopimuksessa sanaakaan."
            ),
        ],
        [
            "Lautta kallistuu taas keväällä",
            "Saaren koulu pysyy sittenkin auki",
            "Miksi silakka palasi kaksi viikkoa etuajassa",
            "Konsertti yhdeksälle sellolle ja sumusireenille",
            "Vanhoista verkoista tulee uusia mattoja",
        ],
        "Hei {name}!",
        "Nähdään sunnuntaina,",
        "Anna Esimerkki",
    ),
    "cs": (
        "Přístavní týden",
        "Maják má novou strážkyni",
        [
            "Devadesát let hlídala světlo na výběžku jediná rodina.",
            (
                "Tento týden poslední z nich předal klíč neznámé ženě z města, "
                "která moře v zimě nikdy neviděla."
            ),
            "Vesnice jí dala kabát, psa a seznam lidí, kterým nesmí věřit.",
            "Říká, že přijela kvůli klidu a že o mlhové siréně ve smlouvě nic nebylo.",
        ],
        [
            "Přívoz na jaře opět podraží",
            "Škola na ostrově nakonec zůstane otevřená",
            "Proč se sledi vrátili o dva týdny dříve",
            "Koncert pro devět violoncell a mlhovou sirénu",
            "Ze starých sítí se stávají nové koberce",
        ],
        "Milá {name},",
        "V neděli na viděnou,",
        "Anna Příkladná",
    ),
    "hu": (
        "Kikötői hét",
        "Új őre van a világítótoronynak",
        [
            "Kilencven éven át egyetlen család vigyázott a fokon álló fényre.",
            (
                "Ezen a héten közülük az utolsó átadta a kulcsot egy városból jött idegennek, "
                "aki még sosem látta télen a tengert."
            ),
            (
                "A falu adott neki egy kabátot, egy kutyát és egy listát azokról, "
                "akiknek nem szabad hinnie."
            ),
            "Azt mondja, a csend miatt jött, a ködkürtről pedig nem volt szó a szerződésben.",
        ],
        [
            "Tavasszal ismét drágul a komp",
            "Mégis nyitva marad a sziget iskolája",
            "Miért jött vissza két héttel korábban a hering",
            "Hangverseny kilenc csellóra és egy ködkürtre",
            "A régi hálókból új szőnyegek lesznek",
        ],
        "Kedves {name}!",
        "Viszlát vasárnap,",
        "Példa Anna",
    ),
    "ro": (
        "Săptămâna portului",
        "Farul are o nouă paznică",
        [
            "Timp de nouăzeci de ani lumina de pe promontoriu a fost păzită de o singură familie.",
            (
                "Săptămâna aceasta ultimul dintre ei a dat cheia unei străine venite din oraș, "
                "care n-a văzut niciodată marea iarna."
            ),
            "Satul i-a dat o haină, un câine și o listă cu oameni pe care să nu-i creadă.",
            "Ea spune că a venit pentru liniște și că sirena de ceață nu era în contract.",
        ],
        [
            "Feribotul se scumpește din nou în primăvară",
            "Școala de pe insulă rămâne totuși deschisă",
            "De ce s-a întors heringul cu două săptămâni mai devreme",
            "Un concert pentru nouă violoncele și o sirenă",
            "Plasele vechi devin covoare noi în port",
        ],
        "Dragă {name},",
        "Ne vedem duminică,",
        "Ana Exemplu",
    ),
    "uk": (
        "Тиждень порту",
        "У маяка нова доглядачка",
        [
            "Дев’яносто років вогонь на мисі берегла одна родина.",
            (
                "Цього тижня останній із них передав ключ незнайомці з міста, "
                "яка ніколи не бачила моря взимку."
            ),
            "Село подарувало їй пальто, собаку і список людей, яким не можна вірити.",
            "Вона каже, що приїхала заради тиші, а про туманний горн у договорі не було ані слова.",
        ],
        [
            "Пором навесні знову подорожчає",
            "Школа на острові все ж залишиться відкритою",
            "Чому оселедець повернувся на два тижні раніше",
            "Концерт для дев’яти віолончелей і сирени",
            "Старі сіті стають новими килимами",
        ],
        "Люба {name}!",
        "До неділі,",
        "Ганна Приклад",
    ),
    "el": (
        "Εβδομάδα του λιμανιού",
        "Ο φάρος έχει νέα φύλακα",
        [
            "Επί ενενήντα χρόνια το φως στο ακρωτήρι το φύλαγε μία οικογένεια.",
            (
                "Αυτή την εβδομάδα ο τελευταίος τους έδωσε το κλειδί σε μια ξένη από την πόλη, "
                "που δεν έχει δει ποτέ τη θάλασσα τον χειμώνα."
            ),
            (
                "Το χωριό της έδωσε ένα παλτό, "
                "έναν σκύλο και έναν κατάλογο με ανθρώπους που δεν πρέπει να πιστεύει."
            ),
            "Λέει πως ήρθε για την ησυχία, και πως η σειρήνα της ομίχλης δεν υπήρχε στο συμβόλαιο.",
        ],
        [
            "Το φέρι ακριβαίνει ξανά την άνοιξη",
            "Το σχολείο του νησιού μένει τελικά ανοιχτό",
            "Γιατί η ρέγγα γύρισε δύο εβδομάδες νωρίτερα",
            "Συναυλία για εννέα τσέλα και μια σειρήνα",
            "Τα παλιά δίχτυα γίνονται καινούργια χαλιά",
        ],
        "Αγαπητή {name},",
        "Τα λέμε την Κυριακή,",
        "Άννα Παράδειγμα",
    ),
    "tr": (
        "Liman Haftası",
        "Deniz fenerinin yeni bekçisi geldi",
        [
            "Doksan yıl boyunca burundaki ışığa tek bir aile baktı.",
            (
                "Bu hafta ailenin sonuncusu anahtarı, "
                "denizi kışın hiç görmemiş şehirli bir yabancıya verdi."
            ),
            "Köy ona bir palto, bir köpek ve inanmaması gereken kişilerin listesini hediye etti.",
            "Sessizlik için geldiğini, sis düdüğünün sözleşmede olmadığını söylüyor.",
        ],
        [
            "Vapur ücretleri baharda yine artıyor",
            "Adadaki okul yine de açık kalıyor",
            "Ringa balığı neden iki hafta erken döndü",
            "Dokuz çello ve bir sis düdüğü için konser",
            "Eski ağlar limanda yeni halılara dönüşüyor",
        ],
        "Sevgili {name},",
        "Pazar günü görüşürüz,",
        "Ayşe Örnek",
    ),
    "he": (
        "שבוע בנמל",
        "למגדלור יש שומרת חדשה",
        [
            "תשעים שנה שמרה משפחה אחת על האור שבכף.",
            "השבוע מסר האחרון שבהם את המפתח לזרה מן העיר, שמעולם לא ראתה את הים בחורף.",
            "הכפר נתן לה מעיל, כלב ורשימה של אנשים שאסור להאמין להם.",
            "היא אומרת שבאה בשביל השקט, ושצופר הערפל לא הופיע בחוזה.",
        ],
        [
            "המעבורת מתייקרת שוב באביב",
            "בית הספר באי נשאר פתוח בסופו של דבר",
            "מדוע חזר ההרינג שבועיים מוקדם מדי",
            "קונצרט לתשעה צ׳לי וצופר ערפל",
            "רשתות ישנות הופכות לשטיחים חדשים",
        ],
        "{name} היקרה,",
        "להתראות ביום ראשון,",
        "חנה דוגמה",
    ),
    "id": (
        "Pekan Pelabuhan",
        "Mercusuar mendapat penjaga baru",
        [
            "Selama sembilan puluh tahun cahaya di tanjung dijaga oleh satu keluarga.",
            (
                "Pekan ini yang terakhir dari mereka menyerahkan kunci kepada orang asing dari "
                "kota yang belum pernah melihat laut di musim dingin."
            ),
            (
                "Desa memberinya mantel, seekor anjing, "
                "dan daftar orang yang tidak boleh dipercayainya."
            ),
            "Ia berkata datang demi ketenangan, dan peluit kabut tidak tercantum dalam kontrak.",
        ],
        [
            "Tarif feri naik lagi musim semi ini",
            "Sekolah di pulau itu tetap dibuka",
            "Mengapa ikan haring kembali dua pekan lebih awal",
            "Konser untuk sembilan selo dan peluit kabut",
            "Jaring tua menjadi karpet baru di pelabuhan",
        ],
        "Halo {name},",
        "Sampai hari Minggu,",
        "Ani Contoh",
    ),
}
