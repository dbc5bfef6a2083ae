"""What a mail is, and which link is its article:
mails of tests/made in all languages and markups, and words.
"""

import json
import sys

import pytest

from harness import TOP, run

sys.path.insert(0, str(TOP / "tests" / "made"))
import make  # noqa: E402  (lies in tests/made)
from languages import TEXTS  # noqa: E402

HEAD = (
    "From: {sender}\nTo: Reader <reader@example.com>\nSubject: {subject}\n"
    "Date: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <1@pier.example>\n{more}MIME-Version: 1.0\n"
    "Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
)
LETTER = "List-Id: <news.pier.example>\nList-Unsubscribe: <https://pier.example/u/1>\n"


def mail(
    body, subject="The pier", sender="Pier News <news@pier.example>", more=LETTER, kind="html"
):
    return HEAD.format(sender=sender, subject=subject, more=more, kind=kind, body=body).encode()


def links(text):
    out = run("--config", "off", "--from", "mail", "--to", "links", "--no-fetch", stdin=text)
    return json.loads(out.out)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    labels = make.make(folder, 7)  # no seed that the models were made of
    answers = {name: links((folder / name).read_bytes()) for name in labels}
    return folder, labels, answers


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_mail_to_one_reader_or_of_a_person_stays(made, lang):
    folder, labels, answers = made
    touched = [
        name
        for name, label in labels.items()
        if label["lang"] == lang and label["kind"] == "leave-alone"
        if answers[name]["kind"] != "none" or answers[name]["picked"]
    ]
    assert touched == []


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_no_link_of_the_foot_is_picked(made, lang):
    folder, labels, answers = made
    for name, label in labels.items():
        if label["lang"] != lang:
            continue
        picked = {p["href"] for p in answers[name]["picked"]}
        acting = [u for u in label["never"] if "/u/" in u or "/p/" in u or "/do/" in u]
        assert not picked & set(acting), name


def test_most_newsletters_are_told(made):
    folder, labels, answers = made
    kinds = {
        "newsletter-full": "full",
        "newsletter-teaser": "teaser",
        "newsletter-digest": "digest",
    }
    letters = [n for n, label in labels.items() if label["kind"] in kinds]
    right = [n for n in letters if answers[n]["kind"] == kinds[labels[n]["kind"]]]
    assert len(letters) >= 300
    assert len(right) >= 0.9 * len(letters)


ACTING = [
    "Ｕｎｓｕｂｓｃｒｉｂｅ",
    "Unfollow",
    (
        "If you no longer wish to get our letters about the pier and its boats, "
        "you may unsubscribe here"
    ),
    "Yes, I would like to confirm my subscription to the letter of the pier",
    "Ja, ich möchte meine Anmeldung zum Rundbrief des Hafens hiermit gern bestätigen",
    "Si vous ne voulez plus de nos lettres du port, vous pouvez vous désabonner à tout moment",
    "Sí, quiero confirmar mi suscripción a la carta del puerto",
    "Отписаться от всех писем о нашем порте и его кораблях можно здесь",
    "港のお知らせの配信停止をご希望の方はこちらからお手続きください",
    "네, 항구 소식지 구독 신청을 확인합니다",
    "لإلغاء الاشتراك في رسائل الميناء اضغط هنا من فضلك",
    "Vill du inte längre få våra brev kan du avsluta prenumerationen här",
    "Haluan vahvistaa sataman uutiskirjeen tilaukseni nyt",
]


@pytest.mark.parametrize("words", ACTING)
def test_words_that_act_refuse_at_any_length(words):
    body = (
        "<p>Warm coats for a third less.</p>"
        f'<p><a href="https://t.example.net/c/8110">{words}</a></p>'
    )
    answer = links(mail(body, "Our autumn sale"))
    assert answer["picked"] == []


STORIES = [
    "Why people cancel their subscriptions every spring",
    "Engineers confirm that the old email address was never used",
    "How to vote in the harbour council",
    "Jobs report: more hands on the quay",
]


@pytest.mark.parametrize("title", STORIES)
def test_a_headline_may_speak_of_acting(title):
    heads = [title, "Ferry fares rise again", "The school stays open", "A concert for nine cellos"]
    body = "".join(
        (
            f'<h3><a href="https://pier.example/2026/{i}">{h}</a></h3>'
            "<p>The boats come in at dusk, and nobody looks up.</p>"
        )
        for i, h in enumerate(heads)
    )
    answer = links(mail(body, "Four stories"))
    assert answer["kind"] == "digest"
    assert [p["href"] for p in answer["picked"]] == [
        f"https://pier.example/2026/{i}" for i in range(4)
    ]


def test_an_archive_keeps_the_address_that_it_is_asked_for():
    url = "https://archive.example/web/2020/https://pier.example/old"
    body = "".join(
        (
            f'<h3><a href="{url}/{i}">The old pier as it was, part {i}</a></h3>'
            "<p>Nobody looks up when they pass.</p>"
        )
        for i in range(4)
    )
    assert links(mail(body, "Old piers"))["picked"][0]["target"] == f"{url}/0"


def test_a_reader_is_never_asked_for_by_address():
    url = "https://pier.example/saved?email=reader@example.com"
    body = (
        f'<p>See what you have saved.</p><p><a href="{url}">What you have saved this month</a></p>'
    )
    assert not any("@" in p["target"] for p in links(mail(body))["picked"])


PERSON = "Ann Example <ann@example.org>"


@pytest.mark.parametrize(
    "setting,kind", [("newsletters", b""), ("none", b""), ("all", b"X-Offprint")]
)
def test_the_setting_mail(setting, kind):
    words = (
        "I thought of you when I read this in the paper today, it is about the mill and the sluice."
    )
    body = "<p>Dear Kim,</p>" + f"<p>{words}</p>" * 8
    letter = mail(body, "A nice piece", PERSON, "")
    out = run("--config", "off", "--cache", "off", "--no-fetch", "--mail", setting, stdin=letter)
    assert (kind in out.out) if kind else out.out == letter


def test_a_digest_keeps_each_story_with_its_link():
    prose = [
        "By autumn the plan had changed, and the money went into dredging, lights and a shed.",
        "Photographs of the pier were shown in the hall, and everybody came to look at them.",
        "Visitors who come today see little of it, only a long grey line of stone and a few boats.",
    ]
    heads = ["Pump opens the sluice", "Photographs in the hall", "Do not feed the gulls"]
    body = "".join(
        f'<h3>{h}</h3><p>{p}</p><p><a href="https://pier.example/2026/{i}">Read more</a></p>'
        for i, (h, p) in enumerate(zip(heads, prose))
    )
    args = ["--config", "off", "--cache", "off", "--no-fetch", "--width", "0", "--to", "text"]
    out = run(*args, stdin=mail(body, "Three stories"))
    for i, (h, p) in enumerate(zip(heads, prose)):
        assert h in out.text
        assert p in out.text
        assert f"https://pier.example/2026/{i}" in out.text


STORIES_OF_THREE = [
    (
        "The pump opens the sluice",
        "By autumn the plan had changed, and the money went to the lights.",
    ),
    (
        "Photographs in the old hall",
        "Everybody came to look at them, and stayed until it was dark.",
    ),
    (
        "Do not feed the gulls here",
        "Visitors see little of them today, only a long grey line of stone.",
    ),
]
OWN_WORDS = "<p>Good morning, this week we look at water, and at what it costs to keep it out.</p>"


def story(i, mark=" — "):
    title, lines = STORIES_OF_THREE[i]
    return f'<p><a href="https://pier.example/2026/{i}">{title}</a>{mark}{lines}</p>'


def printed(body, kind="text", lang="en"):
    text = f'<html lang="{lang}"><body>{body}</body></html>'
    args = ["--config", "off", "--cache", "off", "--no-fetch", "--width", "0", "--to", kind]
    return run(*args, stdin=mail(text, "Three stories")).text


AD = (
    '<p><a href="https://boats.example/sale">Boats for a third less</a> — Only until Sunday, '
    "and only in our yard at the quay.</p>"
)
LABELS = [
    ("<p>Sponsored</p>" + AD, "Sponsored"),
    (AD + "<p>Boats &amp; Co sponsor</p>", "Boats & Co sponsor"),
    (AD.replace("third less", "third less (Sponsor)"), "(Sponsor)"),
]


@pytest.mark.parametrize("ad,label", LABELS)
def test_advertisements_stand_behind_all_stories(ad, label):
    text = printed(OWN_WORDS + story(0) + ad + story(1) + story(2))
    places = [text.index(s) for s in ("Good morning", *(h for h, _ in STORIES_OF_THREE))]
    places += [text.index(s) for s in ("Advertisements", "Boats for a third less")]
    assert places == sorted(places)
    assert label not in text[: text.index("Advertisements")]
    assert text.index("Only until Sunday") > text.index("Advertisements")


def test_advertisements_are_announced_in_the_language_of_the_mail():
    heads = [
        "Die Pumpe öffnet die Schleuse",
        "Bilder in der alten Halle",
        "Bitte keine Möwen füttern",
    ]
    lines = (
        "Im Herbst hatte sich der Plan geändert, "
        "und das Geld ging in die Lichter und in den Schuppen."
    )
    body = "".join(
        f'<h3><a href="https://pier.example/2026/{i}">{h}</a></h3><p>{lines}</p>'
        f'<p><a href="https://pier.example/2026/{i}">Weiterlesen</a></p>'
        for i, h in enumerate(heads)
    )
    ad = '<p>Anzeige</p><p><a href="https://boats.example/x">Boote für ein Drittel weniger</a></p>'
    text = printed(ad + body, lang="de")
    assert text.index("Anzeigen\n") > text.index("Bitte keine Möwen")
    assert text.index("Boote für ein Drittel weniger") > text.index("Anzeigen\n")


@pytest.mark.parametrize("mark", [" — ", ": ", "<br>", " – "])
def test_a_title_that_begins_its_lines_becomes_a_heading(mark):
    page = printed("".join(story(i, mark) for i in range(3)), "html")
    for i, (title, lines) in enumerate(STORIES_OF_THREE):
        assert f'<h3><a href="https://pier.example/2026/{i}">{title}</a></h3>' in page
        assert f"<p>{lines}</p>" in page


@pytest.mark.parametrize("mark", [" — ", ":", " - "])
def test_a_title_with_a_mark_and_no_lines_behind_it_becomes_a_heading(mark):
    bare = STORIES_OF_THREE[1][0]
    link = f'<a href="https://pier.example/2026/1">{bare}</a>'
    page = printed(story(0) + f"<p>{link}{mark}</p>" + story(2), "html")
    assert f"<h3>{link}</h3>" in page
    for i in (0, 2):
        assert f"<p>{STORIES_OF_THREE[i][1]}</p>" in page


def test_a_sentence_that_begins_with_a_link_stays_whole():
    body = "".join(story(i, " ") for i in range(3))
    page = printed(body, "html")
    assert "<h3>" not in page
    assert f"{STORIES_OF_THREE[0][0]}</a> {STORIES_OF_THREE[0][1]}" in page


SETTINGS = {
    "en": ("Settings", "The best camera settings for a night at the pier"),
    "de": ("Einstellungen", "Wie sich die Einstellungen der Leute zum Hafen ändern"),
    "fr": ("Paramètres", "Les paramètres que nos lecteurs choisissent au port"),
    "ru": ("Настройки", "Какие настройки камеры хороши ночью в порту"),
    "ja": ("設定", "夜の港で写真を撮るためのカメラの設定とは何か"),
    "ko": ("설정", "밤의 항구에서 사진을 찍기 위한 카메라 설정이란 무엇인가"),
    "zh": ("设置", "夜里在港口拍照时应该怎样选择相机设置才好"),
}


@pytest.mark.parametrize("lang", sorted(SETTINGS))
def test_settings_act_as_a_button_and_tell_nothing_in_a_sentence(lang):
    button, sentence = SETTINGS[lang]
    links_of = lambda words: links(
        mail(f'<p>The pier.</p><p><a href="https://pier.example/a/1">{words}</a></p>')
    )
    refused = links_of(button)["refused"]
    assert [r["why"] for r in refused] == ["words"]
    assert links_of(sentence)["refused"] == []


def test_a_feed_item_whose_only_link_acts_is_none():
    url = "https://pier.example/unsubscribe?id=1"
    feed = (
        f"<rss version='2.0'><channel><item><title>One</title><link>{url}</link>"
        "<description>Short.</description></item></channel></rss>"
    )
    out = run(
        "--config", "off", "--from", "feed", "--to", "links", "--no-fetch", stdin=feed.encode()
    )
    answer = json.loads(out.out)
    assert (answer["kind"], answer["picked"]) == ("none", [])
    assert [r["href"] for r in answer["refused"]] == [url]
