#!/usr/bin/env python3
"""Every script: what is an article in it, how long it is, and legacy charsets with and without a declaration. Own texts."""
import json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

# language: direction, title, paragraphs, furniture (Home, Sport, Weather; Read also; All rights reserved), legacy charsets of the language
TEXTS = {
    "zh-CN": ("ltr", "两年后老桥重新开放", ["星期二早上六点，第一辆卡车驶过老桥，在两岸等候的人们欢呼起来。这座桥关闭了两年，许多人每天要绕行十二公里去上班。", "东边的桥墩被拆到水面，然后由来自三个山谷的石匠一块一块地重新砌起来。市长说，工程花费了三百二十万欧元，比计划少了四万。", "明年春天，人行道也将铺好，届时孩子们可以安全地走路上学。面包店的老板娘说，她终于又听见了街上的声音。"], ["首页", "体育", "天气", "相关阅读", "版权所有"], ["gbk", "gb18030"]),
    "zh-TW": ("ltr", "兩年後老橋重新開放", ["星期二早上六點，第一輛卡車駛過老橋，在兩岸等候的人們歡呼起來。這座橋關閉了兩年，許多人每天要繞行十二公里去上班。", "東邊的橋墩被拆到水面，然後由來自三個山谷的石匠一塊一塊地重新砌起來。市長說，工程花費了三百二十萬歐元，比計劃少了四萬。", "明年春天，人行道也將鋪好，屆時孩子們可以安全地走路上學。麵包店的老闆娘說，她終於又聽見了街上的聲音。"], ["首頁", "體育", "天氣", "相關閱讀", "版權所有"], ["big5"]),
    "ja": ("ltr", "古い橋が二年ぶりに開通", ["火曜日の朝六時、最初のトラックが古い橋を渡り、両岸で待っていた人々は歓声を上げた。橋は二年間閉鎖され、多くの人が毎日十二キロの回り道をして通勤していた。", "東側の橋脚は水面まで取り壊され、三つの谷から来た石工たちの手で一つずつ積み直された。市長によると、工事費は三百二十万ユーロで、計画を四万ユーロ下回った。", "来年の春には歩道も完成し、子どもたちが安全に歩いて学校へ通えるようになる。パン屋の女主人は、ようやく通りの音が戻ってきたと話している。"], ["ホーム", "スポーツ", "天気", "関連記事", "無断転載を禁じます"], ["shift_jis", "euc-jp", "iso-2022-jp"]),
    "ko": ("ltr", "오래된 다리 이 년 만에 다시 열려", ["화요일 아침 여섯 시, 첫 번째 트럭이 오래된 다리를 건너자 양쪽 강변에서 기다리던 사람들이 환호했다. 다리는 이 년 동안 닫혀 있었고 많은 사람들이 매일 십이 킬로미터를 돌아서 출근해야 했다.", "동쪽 교각은 수면까지 철거되었고, 세 골짜기에서 온 석공들이 돌을 하나하나 다시 쌓았다. 시장은 공사비가 삼백이십만 유로로 계획보다 사만 유로 적게 들었다고 말했다.", "내년 봄에는 보도도 완성되어 아이들이 안전하게 걸어서 학교에 갈 수 있게 된다. 빵집 주인은 드디어 거리의 소리가 다시 들린다고 말했다."], ["홈", "스포츠", "날씨", "관련 기사", "무단 전재 금지"], ["euc-kr", "cp949"]),
    "th": ("ltr", "สะพานเก่าเปิดอีกครั้งหลังสองปี", ["หกโมงเช้าวันอังคาร รถบรรทุกคันแรกแล่นข้ามสะพานเก่า และผู้คนที่รออยู่ทั้งสองฝั่งก็โห่ร้องด้วยความยินดี สะพานปิดมาสองปี หลายคนต้องอ้อมไปทำงานวันละสิบสองกิโลเมตร", "ตอม่อด้านตะวันออกถูกรื้อลงจนถึงระดับน้ำ แล้วช่างหินจากสามหุบเขาก็ก่อขึ้นใหม่ทีละก้อน นายกเทศมนตรีกล่าวว่างานนี้ใช้เงินสามล้านสองแสนยูโร น้อยกว่าที่วางแผนไว้สี่หมื่น", "ฤดูใบไม้ผลิปีหน้าทางเท้าก็จะเสร็จ และเด็กๆ จะเดินไปโรงเรียนได้อย่างปลอดภัย เจ้าของร้านขนมปังบอกว่าในที่สุดก็ได้ยินเสียงของถนนอีกครั้ง"], ["หน้าแรก", "กีฬา", "อากาศ", "อ่านเพิ่มเติม", "สงวนลิขสิทธิ์"], ["tis-620", "cp874"]),
    "ar": ("rtl", "إعادة فتح الجسر القديم بعد عامين", ["في الساعة السادسة من صباح الثلاثاء عبرت أول شاحنة الجسر القديم، وهتف الناس الذين انتظروا على الضفتين. كان الجسر مغلقا منذ عامين، واضطر كثيرون إلى السير اثني عشر كيلومترا كل يوم للوصول إلى العمل.", "هدمت الدعامة الشرقية حتى مستوى الماء، ثم أعاد بناءها حجرا حجرا بناؤون جاؤوا من ثلاثة أودية. وقال رئيس البلدية إن العمل كلف ثلاثة ملايين ومئتي ألف يورو، أقل مما كان مقررا.", "في الربيع القادم سيكتمل الرصيف أيضا، وسيتمكن الأطفال من السير إلى المدرسة بأمان. وقالت صاحبة المخبز إنها تسمع أصوات الشارع من جديد."], ["الرئيسية", "رياضة", "الطقس", "اقرأ أيضا", "جميع الحقوق محفوظة"], ["windows-1256", "iso-8859-6"]),
    "he": ("rtl", "הגשר הישן נפתח מחדש לאחר שנתיים", ["בשש בבוקר של יום שלישי חצתה המשאית הראשונה את הגשר הישן, והאנשים שחיכו משני הצדדים הריעו. הגשר היה סגור שנתיים, ורבים נאלצו לנסוע בכל יום שנים עשר קילומטרים סביב העמק כדי להגיע לעבודה.", "העמוד המזרחי פורק עד קו המים ונבנה מחדש, אבן אחר אבן, בידי סתתים משלושה עמקים. ראש העיר אמר שהעבודה עלתה שלושה מיליון ומאתיים אלף אירו, פחות ממה שתוכנן.", "באביב הבא תושלם גם המדרכה, והילדים יוכלו ללכת לבית הספר בבטחה. בעלת המאפייה אמרה שסוף סוף היא שומעת שוב את קולות הרחוב."], ["דף הבית", "ספורט", "מזג אוויר", "קראו גם", "כל הזכויות שמורות"], ["windows-1255", "iso-8859-8"]),
    "hi": ("ltr", "दो साल बाद पुराना पुल फिर से खुला", ["मंगलवार की सुबह छह बजे पहला ट्रक पुराने पुल से गुज़रा, और दोनों किनारों पर इंतज़ार कर रहे लोगों ने खुशी से नारे लगाए। पुल दो साल से बंद था, और बहुत से लोगों को हर दिन बारह किलोमीटर घूमकर काम पर जाना पड़ता था।", "पूर्वी खंभे को पानी के स्तर तक तोड़ा गया और तीन घाटियों से आए राजमिस्त्रियों ने उसे एक एक पत्थर जोड़कर फिर से बनाया। मेयर ने कहा कि काम पर बत्तीस लाख यूरो खर्च हुए, जो योजना से कम है।", "अगले वसंत में फुटपाथ भी पूरा हो जाएगा और बच्चे सुरक्षित पैदल स्कूल जा सकेंगे। बेकरी की मालकिन ने कहा कि उसे आख़िरकार सड़क की आवाज़ें फिर सुनाई देती हैं।"], ["होम", "खेल", "मौसम", "यह भी पढ़ें", "सर्वाधिकार सुरक्षित"], []),
    "el": ("ltr", "Η παλιά γέφυρα ανοίγει ξανά μετά από δύο χρόνια", ["Στις έξι το πρωί της Τρίτης το πρώτο φορτηγό πέρασε την παλιά γέφυρα και ο κόσμος που περίμενε στις δύο όχθες ζητωκραύγασε. Η γέφυρα ήταν κλειστή για δύο χρόνια και πολλοί έκαναν κάθε μέρα δώδεκα χιλιόμετρα γύρω από την κοιλάδα για να πάνε στη δουλειά.", "Το ανατολικό βάθρο γκρεμίστηκε ως την επιφάνεια του νερού και χτίστηκε πάλι, πέτρα πέτρα, από μάστορες που ήρθαν από τρεις κοιλάδες. Ο δήμαρχος είπε ότι το έργο κόστισε τρία εκατομμύρια διακόσιες χιλιάδες ευρώ.", "Την άνοιξη θα είναι έτοιμο και το πεζοδρόμιο, και τα παιδιά θα πηγαίνουν με ασφάλεια στο σχολείο. Η φουρνάρισσα είπε ότι επιτέλους ακούει πάλι τους ήχους του δρόμου."], ["Αρχική", "Αθλητικά", "Καιρός", "Διαβάστε επίσης", "Με επιφύλαξη κάθε δικαιώματος"], ["windows-1253", "iso-8859-7"]),
    "ru": ("ltr", "Старый мост снова открыт спустя два года", ["В шесть часов утра во вторник первый грузовик проехал по старому мосту, и люди, ждавшие на обоих берегах, закричали от радости. Мост был закрыт два года, и многим приходилось каждый день объезжать долину, чтобы попасть на работу.", "Восточную опору разобрали до самой воды и сложили заново, камень за камнем; работали каменщики из трёх долин. Мэр сказал, что работы обошлись в три миллиона двести тысяч евро, меньше, чем было намечено.", "Будущей весной будет готов и тротуар, и дети смогут спокойно ходить в школу пешком. Хозяйка булочной говорит, что наконец снова слышит шум улицы."], ["Главная", "Спорт", "Погода", "Читайте также", "Все права защищены"], ["koi8-r", "windows-1251", "iso-8859-5", "cp866"]),
    "uk": ("ltr", "Старий міст знову відкрито за два роки", ["О шостій ранку у вівторок перша вантажівка проїхала старим мостом, і люди, що чекали на обох берегах, закричали з радості. Міст був закритий два роки, і багатьом доводилося щодня об'їжджати долину, щоб дістатися до роботи.", "Східну опору розібрали аж до води і склали наново, камінь за каменем; працювали каменярі з трьох долин. Мер сказав, що роботи коштували три мільйони двісті тисяч євро, менше, ніж було заплановано.", "Наступної весни буде готовий і хідник, і діти зможуть спокійно ходити до школи пішки. Господиня пекарні каже, що нарешті знову чує гомін вулиці."], ["Головна", "Спорт", "Погода", "Читайте також", "Усі права захищено"], ["koi8-u"]),
    "de": ("ltr", "Die alte Brücke öffnet nach zwei Jahren wieder", ["Am Dienstagmorgen um sechs rollte der erste Lastwagen über die alte Brücke, und die Leute, die an beiden Ufern gewartet hatten, jubelten. Zwei Jahre war sie gesperrt, und für viele führte der Weg zur Arbeit täglich zwölf Kilometer um das Tal herum.", "Der östliche Pfeiler wurde bis zur Wasserlinie abgetragen und Stein für Stein neu aufgemauert, von Maurern aus drei Tälern. Die Bürgermeisterin sagte, es habe drei Millionen zweihunderttausend Euro gekostet, weniger als geplant.", "Im nächsten Frühjahr wird auch der Gehweg fertig, und die Kinder können sicher zur Schule gehen. Die Bäckerin sagte, endlich höre sie die Straße wieder."], ["Startseite", "Sport", "Wetter", "Lesen Sie auch", "Alle Rechte vorbehalten"], ["iso-8859-1", "windows-1252", "iso-8859-15"]),
    "pl": ("ltr", "Stary most znów otwarty po dwóch latach", ["We wtorek o szóstej rano pierwsza ciężarówka przejechała przez stary most, a ludzie czekający na obu brzegach zaczęli wiwatować. Most był zamknięty przez dwa lata i wielu musiało codziennie jeździć naokoło doliny, żeby dotrzeć do pracy.", "Wschodni filar rozebrano aż do lustra wody i złożono na nowo, kamień po kamieniu; pracowali przy nim murarze z trzech dolin. Burmistrz powiedział, że prace kosztowały trzy miliony dwieście tysięcy euro, mniej niż planowano.", "Wiosną gotowy będzie także chodnik i dzieci będą mogły bezpiecznie chodzić do szkoły. Właścicielka piekarni mówi, że nareszcie znów słyszy gwar ulicy."], ["Strona główna", "Sport", "Pogoda", "Czytaj także", "Wszelkie prawa zastrzeżone"], ["iso-8859-2", "windows-1250"]),
    "tr": ("ltr", "Eski köprü iki yıl sonra yeniden açıldı", ["Salı sabahı saat altıda ilk kamyon eski köprüden geçti ve iki kıyıda bekleyen insanlar sevinçle bağırdı. Köprü iki yıl kapalı kalmıştı ve birçok kişi işe gitmek için her gün vadinin çevresini dolaşıyordu.", "Doğudaki ayak su seviyesine kadar söküldü ve üç vadiden gelen taş ustaları tarafından taş taş yeniden örüldü. Belediye başkanı işin üç milyon iki yüz bin avroya mal olduğunu, bunun planlanandan az olduğunu söyledi.", "Gelecek ilkbaharda kaldırım da bitecek ve çocuklar okula güvenle yürüyebilecek. Fırıncı kadın sonunda sokağın sesini yeniden duyduğunu söyledi."], ["Ana sayfa", "Spor", "Hava durumu", "Bunu da okuyun", "Tüm hakları saklıdır"], ["windows-1254", "iso-8859-9"]),
}
# Charsets that no detection can tell, and why.
NOT_DETECTED = {"koi8-u": "taken for KOI8-R", "iso-8859-15": "taken for windows-1252", "cp866": "hardly seen on the web"}


def page(lang, title, paragraphs, furniture, declaration=""):
    nav = "".join(f'<li><a href="/{n}">{words}</a></li>' for n, words in enumerate(furniture[:3]))
    return (f'<html lang="{lang}"><head>{declaration}<title>{title}</title></head><body><ul class="nav">{nav}</ul><div id="c"><h1>{title}</h1>' + "".join(f"<p>{p}</p>" for p in paragraphs) +
            f'<h3>{furniture[3]}</h3><ul><li><a href="/9">{title}</a></li></ul></div><div class="foot">© 2026 {furniture[4]}</div></body></html>')


def extract(data, *more):
    status, out, err = run("--from", "html", "--to", "json", "-n", "--base-url", "https://paper.example.org/a", *more, stdin=data)
    return json.loads(out)


def right(d, title, paragraphs): return d["text"].split("\n") == paragraphs and d["title"] == title
for lang, (direction, title, paragraphs, furniture, charsets) in TEXTS.items():
    d = extract(page(lang, title, paragraphs, furniture, '<meta charset="utf-8">').encode())
    ok(right(d, title, paragraphs), f"{lang}: title and three paragraphs, and nothing else", (d["title"], d["text"]))
    ok(d["dir"] == direction and d["lang"] == lang, f"{lang}: {direction}", (d["dir"], d["lang"]))
    letters = sum(c.isalnum() for c in "".join(paragraphs))
    ok(letters / 8 < d["words"] < letters / 1.5, f"{lang}: its length in words, of scripts without spaces too", (d["words"], letters))
    d = extract(page(lang, title, paragraphs, furniture).encode())
    ok(right(d, title, paragraphs), f"{lang}: UTF-8 that nobody declares", d["text"])
    status, out, err = run("--from", "html", "--to", "text", "-n", stdin=page(lang, title, paragraphs, furniture).encode())
    ok(all(p[:20] in out.decode().replace("\n", " ") or p[:8] in out.decode().replace("\n", "") for p in paragraphs), f"{lang}: the text part", out.decode())
    for charset in charsets:
        data = page(lang, title, paragraphs, furniture, f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">')
        encoded = data.encode(charset, "xmlcharrefreplace")
        d = extract(encoded)
        ok(right(d, title, paragraphs), f"{lang}, {charset}: declared", (d["title"], d["text"][:200]))
        bare = page(lang, title, paragraphs, furniture).encode(charset, "xmlcharrefreplace")
        d = extract(bare, "--charset", charset)
        ok(right(d, title, paragraphs), f"{lang}, {charset}: by --charset", (d["title"], d["text"][:200]))
        if charset in NOT_DETECTED: continue
        d = extract(bare)
        ok(right(d, title, paragraphs), f"{lang}, {charset}: not declared", (d["title"], d["text"][:200]))
    for charset in ("utf-16-le", "utf-16-be"):
        data = page(lang, title, paragraphs, furniture)
        d = extract(("\ufeff" + data).encode(charset)); ok(right(d, title, paragraphs), f"{lang}, {charset}: with a byte order mark", d["text"][:200])
        d = extract(data.encode(charset)); ok(right(d, title, paragraphs), f"{lang}, {charset}: without", d["text"][:200])
# A declaration that is not true, and one that is nothing.
title, paragraphs, furniture = TEXTS["ru"][1:4]
d = extract(page("ru", title, paragraphs, furniture, '<meta charset="utf-8">').encode("windows-1251")); ok(right(d, title, paragraphs), "windows-1251 that says it is UTF-8", d["text"][:200])
d = extract(page("ru", title, paragraphs, furniture, '<meta charset="x-nonsense">').encode("koi8-r")); ok(right(d, title, paragraphs), "KOI8-R that says nonsense", d["text"][:200])
d = extract(page("ru", title, paragraphs, furniture, '<meta charset="windows-1251">').encode()); ok(right(d, title, paragraphs), "UTF-8 that says it is windows-1251", d["text"][:200])
done()
