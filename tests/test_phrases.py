"""Lines that publishers put between the paragraphs of an article, in markup that does not tell them
from these: only their words do. And an article whose own sentences use such words stays whole.
"""

import pytest

from harness import run

PROSE = {
    "en": """The ferry across the sound was built in a yard that has long since closed, and the men \
who riveted its plates are remembered on a board beside the engine room.
For forty years it ran on coal, which was brought down to the quay in carts before dawn, and the \
captain knew each of the stokers by the sound of his shovel.
When the bridge was opened in the spring of 1971, the council wanted to sell the ship for scrap, \
but the people of the island bought it with the money of a lottery.
A carpenter, two teachers and a retired pilot have kept it afloat ever since, and on Sundays from \
May to September it still makes the crossing at ten and at four.
Last winter the boiler cracked, and it seemed that the crossing of October had been the last; but \
a works in the north found the old drawings and cast a new one.""",
    "de": """Die Fähre über den Sund wurde auf einer Werft gebaut, die es lange nicht mehr gibt, \
und an die Männer, die ihre Platten nieteten, erinnert eine Tafel im Maschinenraum.
Vierzig Jahre lang fuhr sie mit Kohle, die vor Tagesanbruch in Karren an den Kai gebracht wurde, \
und der Kapitän erkannte jeden Heizer am Klang seiner Schaufel.
Als im Frühjahr 1971 die Brücke eröffnet wurde, wollte der Rat das Schiff verschrotten lassen, \
doch die Leute der Insel kauften es mit dem Geld einer Lotterie.
Ein Zimmermann, zwei Lehrerinnen und ein alter Lotse halten es seither über Wasser, und von Mai \
bis September legt es an Sonntagen noch immer um zehn und um vier ab.
Im letzten Winter riss der Kessel, und es schien, als sei die Fahrt im Oktober die letzte \
gewesen; doch ein Werk im Norden fand die alten Pläne und goss einen neuen.""",
    "es": """El transbordador que cruza el estrecho se construyó en un astillero que cerró hace \
mucho, y una placa junto a la sala de máquinas recuerda a quienes remacharon sus planchas.
Durante cuarenta años navegó con carbón, que llegaba al muelle en carros antes del amanecer, y el \
capitán conocía a cada fogonero por el sonido de su pala.
Cuando se inauguró el puente, en la primavera de 1971, el ayuntamiento quiso venderlo como \
chatarra, pero los vecinos de la isla lo compraron con el dinero de una rifa.
Un carpintero, dos maestras y un práctico jubilado lo mantienen a flote desde entonces, y los \
domingos de mayo a septiembre todavía zarpa a las diez y a las cuatro.
El invierno pasado se agrietó la caldera y pareció que la travesía de octubre había sido la \
última; pero un taller del norte encontró los planos y fundió una nueva.""",
    "fr": """Le bac qui traverse le détroit a été construit dans un chantier fermé depuis \
longtemps, et une plaque près des machines rappelle ceux qui en ont rivé les tôles.
Pendant quarante ans il a marché au charbon, que des charrettes apportaient au quai avant \
l’aube, et le capitaine reconnaissait chaque chauffeur au bruit de sa pelle.
Quand le pont fut ouvert, au printemps 1971, la commune voulut le vendre à la ferraille, mais les \
habitants de l’île l’achetèrent avec l’argent d’une loterie.
Un charpentier, deux institutrices et un pilote à la retraite le maintiennent à flot depuis lors, \
et le dimanche, de mai à septembre, il part encore à dix heures et à quatre heures.
L’hiver dernier la chaudière s’est fendue, et l’on crut que la traversée d’octobre avait été la \
dernière ; mais une fonderie du nord retrouva les plans et en coula une neuve.""",
    "pl": """Prom, który pływa przez cieśninę, zbudowano w stoczni zamkniętej dawno temu, a ludzi, \
którzy nitowali jego blachy, upamiętnia tablica obok maszynowni.
Przez czterdzieści lat woził pasażerów na węglu, który przed świtem zwożono na nabrzeże wozami, a \
kapitan poznawał każdego palacza po odgłosie łopaty.
Kiedy wiosną 1971 roku otwarto most, rada chciała oddać statek na złom, ale mieszkańcy wyspy \
odkupili go za pieniądze z loterii.
Cieśla, dwie nauczycielki i emerytowany pilot utrzymują go od tamtej pory na wodzie, a w niedziele \
od maja do września nadal odpływa o dziesiątej i o czwartej.
Zeszłej zimy pękł kocioł i wydawało się, że październikowy rejs był ostatni; ale huta na północy \
odnalazła dawne rysunki i odlała nowy.""",
    "zh": """横渡海峡的渡轮是在一家早已关闭的船厂里造成的，机舱旁边挂着一块木牌，上面刻着当年铆接船板的工人的名字。
四十年里它一直烧煤，天亮以前煤用大车运到码头，船长凭铁锹的声音就能认出每一个司炉，从来没有认错过。
一九七一年春天大桥通车，镇上想把船当废铁卖掉，岛上的居民却用一次抽奖得来的钱把它买了下来。
从那以后，一个木匠、两位教师和一位退休的领航员一直照看着它，每年五月到九月的星期天，它仍在十点和四点开航。
去年冬天锅炉裂了，大家都以为十月的那一趟是最后一趟，可是北方的一家工厂找到了旧图纸，重新铸了一个。""",
}

# Of each kind of strong phrase (filter/words/words.def) one line or more.
LINES = {
    "en": [
        "Read also: The lighthouse that moved",
        "Follow us on Instagram and never miss a story.",
        "Do you have a story to tell? Email newsroom@sound.example",
        "This page contains affiliate links. We may earn a commission if you buy something.",
        "This video is not available in your country. Accept cookies to watch.",
        "Advertisement",
    ],
    "de": [
        "Lesen Sie auch: Der Leuchtturm, der umzog",
        "Externer Inhalt nicht verfügbar",
        "Folgen Sie uns auf Instagram und abonnieren Sie unseren Newsletter.",
        "Dieser Beitrag enthält Affiliate-Links. Beim Kauf erhalten wir eine Provision.",
        "An dieser Stelle finden Sie Inhalte von Drittanbietern. Mit Ihrer Zustimmung werden sie "
        "geladen.",
        "Anzeige",
    ],
    "es": [
        "Lea también: El faro que se mudó",
        "Síguenos en Instagram y únete a nuestro canal de WhatsApp.",
        "Este artículo contiene enlaces de afiliado y podemos recibir una comisión.",
        "Para ver este vídeo, acepta las cookies.",
        "Publicidad",
    ],
    "fr": [
        "Lire aussi : Le phare qui a déménagé",
        "Suivez-nous sur Instagram et abonnez-vous à notre newsletter.",
        "Il vous reste 12 % de cet article à lire. La suite est réservée aux abonnés.",
        "Cet article contient des liens affiliés : nous pouvons percevoir une commission.",
        "Publicité",
    ],
    "pl": [
        "Czytaj także: Latarnia, która się przeprowadziła",
        "Obserwuj nas na Instagramie i zapisz się do newslettera.",
        "Aby zobaczyć tę treść, zaakceptuj pliki cookie.",
    ],
    "zh": [
        "相关阅读：搬了家的灯塔",
        "扫描二维码，关注我们的公众号",
        "未经授权，禁止转载。",
    ],
}

# Sentences of an article that say such words of their subject.
SENTENCES = [
    "The paper asked its readers to follow the ship on the map, and thousands wrote to the "
    "newsroom with stories of their own crossings.",
    "On the last page was an advertisement for the lottery, drawn by the carpenter himself, and "
    "every copy was sold before noon.",
    "Subscribers paid a shilling, and the names of the first hundred were published in the "
    "Gazette together with what each had given.",
    "Whoever wanted to comment on the sale was invited to the school, and the caretaker left the "
    "door open until midnight.",
]


def text_of(language, paragraphs):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        "<title>The ferry | Sound Gazette</title></head><body><main>"
        f"<h1>The ferry</h1>{body}</main></body></html>"
    )
    how = ["--from", "html", "--no-fetch", "--base-url", "https://sound.example/2026/ferry"]
    return run(*how, "--to", "text", "--no-notes", "--width", "0", stdin=page.encode()).text


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language in LINES for line in LINES[language]]
)
def test_line_of_the_publisher_is_not_the_article(language, line):
    prose = PROSE[language].split("\n")
    text = text_of(language, [*prose[:3], line, *prose[3:]])
    assert [paragraph for paragraph in prose if paragraph not in text] == []
    assert line not in text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_with_such_words_is_the_article(sentence):
    prose = PROSE["en"].split("\n")
    text = text_of("en", [*prose[:2], sentence, *prose[2:]])
    assert [paragraph for paragraph in [*prose, sentence] if paragraph not in text] == []
