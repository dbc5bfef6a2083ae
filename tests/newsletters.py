"""Newsletters of our own, in the languages and markups in which they come: (name, kind, mail, the address to pick or None)."""
import base64, email.message, email.policy, quopri

# lang: subject, two or three sentences, more, online, unsubscribe, confirm, preferences, headlines of other articles
WORDS = {
    "en": ("The lighthouse gets a new keeper", ["For ninety years the light on the point was kept by one family.", "This week the last of them handed the key to a stranger from the city, who has never seen the sea in winter.", "The village has given her a coat, a dog and a list of people she must not believe."],
           "Read more", "View in browser", "Unsubscribe", "Confirm your subscription", "Update your preferences", ["Ferry fares to rise again in the spring", "The school on the island stays open after all", "Why the herring came back two weeks early", "A concert for nine cellos and a foghorn", "Old nets become new carpets in the harbour"]),
    "de": ("Der Leuchtturm bekommt eine neue Wärterin", ["Neunzig Jahre lang hat eine einzige Familie das Licht auf der Landzunge gehütet.", "In dieser Woche übergab der Letzte von ihnen den Schlüssel an eine Fremde aus der Stadt, die das Meer im Winter noch nie gesehen hat.", "Das Dorf schenkte ihr einen Mantel, einen Hund und eine Liste der Leute, denen sie nicht glauben darf."],
           "Weiterlesen", "Im Browser ansehen", "Newsletter abbestellen", "Anmeldung bestätigen", "Einstellungen ändern", ["Die Fähre wird im Frühjahr wieder teurer", "Die Inselschule bleibt nun doch geöffnet", "Warum der Hering zwei Wochen zu früh kam", "Ein Konzert für neun Celli und ein Nebelhorn", "Aus alten Netzen werden neue Teppiche"]),
    "fr": ("Le phare a une nouvelle gardienne", ["Pendant quatre-vingt-dix ans, une seule famille a gardé la lumière de la pointe.", "Cette semaine, le dernier d’entre eux a remis la clé à une inconnue venue de la ville, qui n’a jamais vu la mer en hiver.", "Le village lui a donné un manteau, un chien et la liste des gens qu’il ne faut pas croire."],
           "Lire la suite", "Voir dans votre navigateur", "Se désabonner", "Confirmer mon inscription", "Modifier mes préférences", ["Le prix du bac augmente encore au printemps", "L’école de l’île reste finalement ouverte", "Pourquoi le hareng est revenu deux semaines plus tôt", "Un concert pour neuf violoncelles et une corne", "De vieux filets deviennent des tapis neufs"]),
    "es": ("El faro tiene una nueva guardiana", ["Durante noventa años una sola familia cuidó la luz de la punta.", "Esta semana el último de ellos entregó la llave a una desconocida de la ciudad, que nunca ha visto el mar en invierno.", "El pueblo le ha dado un abrigo, un perro y una lista de personas a las que no debe creer."],
           "Seguir leyendo", "Ver en el navegador", "Darse de baja", "Confirmar suscripción", "Cambiar preferencias", ["El precio del transbordador sube otra vez", "La escuela de la isla seguirá abierta", "Por qué el arenque volvió dos semanas antes", "Un concierto para nueve violonchelos y una sirena", "Las redes viejas se convierten en alfombras"]),
    "it": ("Il faro ha una nuova guardiana", ["Per novant’anni una sola famiglia ha custodito la luce sulla punta.", "Questa settimana l’ultimo di loro ha consegnato la chiave a una sconosciuta venuta dalla città, che non ha mai visto il mare d’inverno.", "Il paese le ha dato un cappotto, un cane e un elenco di persone a cui non credere."],
           "Continua a leggere", "Visualizza nel browser", "Disiscriviti", "Conferma la tua iscrizione", "Modifica le preferenze", ["Il traghetto costerà di più in primavera", "La scuola dell’isola resta aperta", "Perché l’aringa è tornata in anticipo", "Un concerto per nove violoncelli e una sirena", "Le vecchie reti diventano tappeti nuovi"]),
    "pt": ("O farol tem uma nova guardiã", ["Durante noventa anos uma só família guardou a luz da ponta.", "Esta semana o último deles entregou a chave a uma desconhecida da cidade, que nunca viu o mar no inverno.", "A aldeia deu-lhe um casaco, um cão e uma lista de pessoas em quem não deve acreditar."],
           "Leia mais", "Ver no navegador", "Cancelar inscrição", "Confirmar inscrição", "Alterar preferências", ["A travessia volta a ficar mais cara na primavera", "A escola da ilha afinal continua aberta", "Porque o arenque voltou duas semanas mais cedo", "Um concerto para nove violoncelos e uma sirene", "Redes velhas transformam-se em tapetes novos"]),
    "nl": ("De vuurtoren krijgt een nieuwe wachter", ["Negentig jaar lang werd het licht op de punt door één familie bewaakt.", "Deze week gaf de laatste van hen de sleutel aan een vreemde uit de stad, die de zee nog nooit in de winter heeft gezien.", "Het dorp gaf haar een jas, een hond en een lijst van mensen die ze niet moet geloven."],
           "Lees verder", "Bekijk in browser", "Uitschrijven", "Bevestig je aanmelding", "Voorkeuren wijzigen", ["De veerboot wordt in het voorjaar weer duurder", "De school op het eiland blijft toch open", "Waarom de haring twee weken te vroeg kwam", "Een concert voor negen cello’s en een misthoorn", "Oude netten worden nieuwe tapijten"]),
    "pl": ("Latarnia morska ma nową strażniczkę", ["Przez dziewięćdziesiąt lat światła na cyplu strzegła jedna rodzina.", "W tym tygodniu ostatni z nich oddał klucz nieznajomej z miasta, która nigdy nie widziała morza zimą.", "Wieś dała jej płaszcz, psa i listę ludzi, którym nie wolno wierzyć."],
           "Czytaj dalej", "Zobacz w przeglądarce", "Wypisz się", "Potwierdź subskrypcję", "Zmień ustawienia", ["Prom znowu podrożeje na wiosnę", "Szkoła na wyspie jednak zostaje otwarta", "Dlaczego śledź wrócił dwa tygodnie wcześniej", "Koncert na dziewięć wiolonczel i syrenę mgłową", "Stare sieci zmieniają się w nowe dywany"]),
    "ru": ("У маяка новая смотрительница", ["Девяносто лет огонь на мысу хранила одна семья.", "На этой неделе последний из них передал ключ незнакомке из города, которая никогда не видела моря зимой.", "Деревня подарила ей пальто, собаку и список людей, которым нельзя верить."],
           "Читать далее", "Открыть в браузере", "Отписаться", "Подтвердить подписку", "Настройки рассылки", ["Паром весной снова подорожает", "Школа на острове всё-таки останется открытой", "Почему сельдь вернулась на две недели раньше", "Концерт для девяти виолончелей и сирены", "Старые сети становятся новыми коврами"]),
    "ja": ("灯台に新しい守り人が来た", ["九十年のあいだ、岬の灯りは一つの家族が守ってきた。", "今週、その最後の一人が、冬の海を見たことのない都会の人に鍵を渡した。", "村は彼女に外套と犬と、信じてはいけない人の名簿を贈った。"],
           "続きを読む", "ブラウザで見る", "配信停止", "登録を確認する", "配信設定の変更", ["フェリーの運賃が春にまた上がる見通し", "島の学校は結局そのまま残ることになった", "ニシンが二週間も早く帰ってきた理由", "九つのチェロと霧笛のための演奏会", "古い網が新しい絨毯に生まれ変わる"]),
    "zh": ("灯塔来了一位新的看守人", ["九十年来，海角上的灯一直由一个家庭看守。", "本周，他们当中的最后一位把钥匙交给了一位从城里来的陌生人，她从未见过冬天的大海。", "村里送给她一件大衣、一条狗和一份不可相信的人的名单。"],
           "阅读全文", "在浏览器中查看", "退订", "确认订阅", "订阅设置", ["渡轮票价明年春天将再次上涨", "岛上的学校最终得以继续开放", "鲱鱼为什么提前两个星期回来", "为九把大提琴和雾笛而作的音乐会", "旧渔网在港口变成了新地毯"]),
    "ko": ("등대에 새 등대지기가 왔다", ["구십 년 동안 곶의 불빛은 한 집안이 지켜 왔다.", "이번 주에 그들 가운데 마지막 사람이 겨울 바다를 한 번도 본 적 없는 도시의 낯선 이에게 열쇠를 건넸다.", "마을은 그에게 외투와 개와 믿지 말아야 할 사람들의 명단을 주었다."],
           "더 읽기", "웹에서 보기", "수신거부", "구독 확인", "구독 설정 변경", ["여객선 요금이 봄에 다시 오를 전망이다", "섬의 학교는 결국 문을 닫지 않기로 했다", "청어가 두 주나 일찍 돌아온 까닭", "아홉 대의 첼로와 무적을 위한 음악회", "낡은 그물이 새 양탄자로 다시 태어난다"]),
    "ar": ("حارسة جديدة للمنارة القديمة", ["طوال تسعين عاما حرست عائلة واحدة ضوء الرأس.", "هذا الأسبوع سلم آخرهم المفتاح إلى غريبة من المدينة لم تر البحر في الشتاء قط.", "أهدتها القرية معطفا وكلبا وقائمة بأناس لا ينبغي لها أن تصدقهم."],
           "اقرأ المزيد", "عرض في المتصفح", "إلغاء الاشتراك", "تأكيد الاشتراك", "تغيير الإعدادات", ["أسعار العبارة سترتفع مرة أخرى في الربيع", "مدرسة الجزيرة ستبقى مفتوحة بعد كل شيء", "لماذا عادت الرنجة قبل أسبوعين من موعدها", "حفلة موسيقية لتسع آلات تشيلو وبوق ضباب", "الشباك القديمة تصبح سجادا جديدا في الميناء"]),
}
SITE = "https://harbour.example.org"
MAILER = "https://click.mailer.example.net"


def mail(subject, body, subtype="html", bulk=True, charset="utf-8", cte="quoted-printable", sender="Harbour Weekly <letter@harbour.example.org>"):
    m = email.message.EmailMessage(policy=email.policy.SMTP.clone(linesep="\n", utf8=False))
    m["From"] = sender; m["To"] = "reader@example.com"; m["Subject"] = subject
    m["Date"] = "Tue, 24 Nov 2026 08:00:00 +0000"; m["Message-ID"] = "<case@harbour.example.org>"
    if bulk: m["List-Unsubscribe"] = f"<{SITE}/u/8f3a>"
    m["MIME-Version"] = "1.0"
    if subtype != "html": return m, body
    raw = body.encode(charset, "replace")
    data = quopri.encodestring(raw) if cte == "quoted-printable" else base64.encodebytes(raw) if cte == "base64" else raw
    return m.as_bytes().split(b"\n\n")[0] + f"\nContent-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {cte}\n\n".encode() + data


def frame(w, inside, lang):
    """The table that every mailer puts around what is said: preheader, logo, footer, pixel, conditional comments."""
    _, _, _, online, unsubscribe, _, preferences, _ = w
    return f"""<!DOCTYPE html><html lang="{lang}"{' dir="rtl"' if lang == "ar" else ''}><head><meta charset="utf-8"><style>@media (prefers-color-scheme: dark){{.dark{{display:block!important}}}}</style>
<!--[if mso]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body style="margin:0"><div style="display:none;max-height:0;overflow:hidden">{w[1][0]} &#847;&zwnj;&nbsp;</div>
<table role="presentation" width="100%"><tr><td align="center"><!--[if mso]><table width="600"><tr><td><![endif]--><table role="presentation" width="600"><tr><td><a href="{SITE}/view/8f3a">{online}</a></td></tr>
<tr><td><a href="{SITE}/"><img src="{SITE}/logo.png" alt="Harbour Weekly" width="200"></a></td></tr>{inside}
<tr><td style="font-size:11px"><p>Harbour Weekly, 1 Quay Street. <a href="{SITE}/preferences/8f3a">{preferences}</a> | <a href="{SITE}/u/8f3a">{unsubscribe}</a></p><a href="https://www.facebook.com/harbour"><img src="f.png" alt="Facebook"></a>
<img src="{SITE}/open/8f3a.gif" width="1" height="1" alt=""></td></tr></table><!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>"""


def row(inside): return f"<tr><td>{inside}</td></tr>"


def button(href, text): return f'<table role="presentation"><tr><td bgcolor="#036" style="border-radius:4px"><a href="{href}" style="color:#fff;padding:8px" target="_blank">{text}</a></td></tr></table>'


def cases():
    for n, (lang, w) in enumerate(WORDS.items()):
        subject, said, more, online, unsubscribe, confirm, preferences, heads = w
        article = f"{SITE}/2026/11/{lang}-lighthouse"
        tracked = [article + "?utm_source=mail&mc_eid=7", f"{MAILER}/c?u={article.replace(':', '%3A').replace('/', '%2F')}", f"{MAILER}/e/" + base64.urlsafe_b64encode(f'{{"url":"{article}","r":7}}'.encode()).decode().rstrip("=")][n % 3]
        head = f'<h2><a href="{tracked}">{subject}</a></h2>' if n % 2 else f"<h2>{subject}</h2>"
        yield f"{lang} teaser", "teaser", mail(subject, frame(w, row(head + f"<p>{said[0]}</p>" + button(tracked, more)), lang), cte=["quoted-printable", "base64", "8bit"][n % 3]), article
        items = "".join(row(f'<h3><a href="{SITE}/2026/11/{lang}-{k}">{h}</a></h3><p>{said[k % 3]}</p><a href="{SITE}/2026/11/{lang}-{k}">{more}</a>') for k, h in enumerate(heads))
        yield f"{lang} digest", "digest", mail("Harbour Weekly 47", frame(w, items, lang)), None
        text = "".join(f"<p>{' '.join(said)}</p>" for _ in range(6))
        yield f"{lang} full", "full", mail(subject, frame(w, row(f"<h1>{subject}</h1>{text}"), lang)), None
        yield f"{lang} confirm", "none", mail(confirm, f'<p>{said[0][:40]}</p><p><a href="{SITE}/confirm/8f3a?t=1" class="button">{confirm}</a></p><p><a href="{SITE}/u/8f3a">{unsubscribe}</a></p>', bulk=n % 2 == 0), None
    w = WORDS["en"]; subject, said, more = w[0], w[1], w[2]; article = f"{SITE}/2026/11/en-lighthouse"
    yield "picture as headline", "teaser", mail(subject, frame(w, row(f'<a href="{article}"><img src="h.jpg" width="600" alt="{subject}"></a><p>{said[0]}</p>'), "en")), article
    yield "a word in a tracker's parameter", "teaser", mail(subject, frame(w, row(f"<h2>{subject}</h2><p>{said[0]}</p>" + button(article + "?utm_medium=referral&utm_content=share", more)), "en")), article
    inside = f"{SITE}/2026/11/en-lighthouse/unsubscribe/8f3a"
    yield "the article's address begins the one that unsubscribes", "teaser", mail(subject, frame(w, row(f"<h2>{subject}</h2><p>{said[0]}</p>" + button(article, more)), "en")).replace(f"<{SITE}/u/8f3a>".encode(), f"<{inside}>".encode()), article
    yield "dark-mode twice", "teaser", mail(subject, frame(w, "".join(f'<tr class="{c}"><td><h2><a href="{article}">{subject}</a></h2><p>{said[0]}</p><a href="{article}">{more}</a></td></tr>' for c in ("light", "dark")), "en")), article
    m, _ = mail(subject, "", "plain"); m.set_content(f"{subject}\n\n{said[0]}\n\nRead more: {article}?utm_source=mail\n\n--\nUnsubscribe: {SITE}/u/8f3a\n")
    yield "text alone", "teaser", m.as_bytes(), article
    m, _ = mail(subject, "", "plain"); m.set_content(f"{subject}\n{'=' * 30}\n\n" + "\n\n".join(" ".join(said) for _ in range(6)) + f"\n\n--\nUnsubscribe: {SITE}/u/8f3a\n")
    yield "text alone, full", "full", m.as_bytes(), None
    m, _ = mail("Fwd: " + subject, "", "plain", bulk=False, sender="A Friend <friend@example.com>"); m.set_content(f"Look at this.\n\n---------- Forwarded message ----------\nFrom: Harbour Weekly <letter@harbour.example.org>\nSubject: {subject}\n\n{said[0]}\n\nRead more: {article}\n")
    yield "forwarded with words of one's own", "none", m.as_bytes(), None
    m, _ = mail(subject, "", "plain"); m.set_content(said[0]); m.add_alternative(frame(w, row(f'<h2><img src="cid:pic@x" alt="">{subject}</h2><p>{said[0]}</p>' + button(article, more)), "en"), subtype="html"); m.get_payload()[1].add_related(b"GIF89a" + bytes(40), "image", "gif", cid="<pic@x>")
    yield "multipart/related", "teaser", m.as_bytes(), article
    d = WORDS["de"]; yield "wrong charset", "teaser", mail(d[0], frame(d, row(f"<h2>{d[0]}</h2><p>{d[1][0]}</p>" + button(f"{SITE}/de", d[2])), "de").replace("utf-8", "us-ascii"), charset="iso-8859-1", cte="8bit").replace(b"charset=iso-8859-1", b"charset=us-ascii"), f"{SITE}/de"
    long_url = f"{MAILER}/ls/click?upn=" + "A1b2-3c_" * 40
    yield "long tracking link, soft breaks", "teaser", mail(subject, frame(w, row(f"<h2>{subject}</h2><p>{said[0]}</p>" + button(long_url, more)), "en")), long_url
    yield "personal, with a link", "none", mail("photos from Sunday", f'<p>Hi, here are <a href="https://photos.example.com/a/7">the photos</a> I promised. See you soon!</p>', bulk=False, sender="Ana <ana@example.com>"), None
    yield "receipt", "none", mail("Your receipt", f'<p>Thank you. Your order 7 is on its way.</p><p><a href="{SITE}/account/orders/7">Manage your order</a> <a href="{SITE}/login">Log in</a></p>', bulk=False), None
    yield "password reset", "none", mail("Reset your password", f'<p>Somebody asked for a new password.</p><p><a href="{SITE}/reset?token=8f3a">Reset password</a></p>', bulk=False), None
    yield "login code", "none", mail("Your sign-in link", f'<p>Click to sign in. The link is good for ten minutes.</p>' + button(f"{SITE}/magic/8f3a", "Sign in"), bulk=False), None
    m, _ = mail("Fwd: " + subject, "", "plain", bulk=False, sender="A Friend <friend@example.com>"); inner = email.message_from_bytes(mail(subject, frame(w, row(f"<h2>{subject}</h2><p>{said[0]}</p>" + button(article, more)), "en")), policy=email.policy.default)
    m.make_mixed(); m.add_attachment(inner)
    yield "forwarded as an attachment, without a word", "teaser", m.as_bytes(), article
    noted, _ = mail("Fwd: " + subject, "", "plain", bulk=False, sender="A Friend <friend@example.com>"); noted.set_content("Look at this. It is about your aunt, is it not?\n"); noted.make_mixed(); noted.add_attachment(inner)
    yield "forwarded as an attachment, with a note", "none", noted.as_bytes(), None
    sent = m.as_bytes().replace(b"Subject: Fwd: ", f"List-Unsubscribe: <{SITE}/u/8f3a>\nSubject: ".encode(), 1).replace(b"A Friend <friend@example.com>", b"Harbour Weekly <letter@harbour.example.org>", 1)
    yield "published as an attachment", "teaser", sent, article
