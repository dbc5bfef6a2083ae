"""The parts of a mail (RFC 2046).

Which is the text; what goes along, byte for byte; boundaries; the original.
"""

import base64
import email
import email.policy
import gzip
import random
import re

import pytest

from harness import run

BASE = ("--config", "off", "--cache", "off", "--no-fetch", "--from", "mail")
LOCK = (
    "The lock keeper opens the upper gate at six and lets the barges through one after the other, "
    "until the basin below is empty again."
)
WEIR = (
    "Below the weir the water is still brown from the storm, and the ferryman waits for the level "
    "to fall before he casts off."
)
MILL = (
    "The miller counted eleven sacks on Monday, nine on Tuesday, and wrote both numbers on the "
    "door with a piece of chalk."
)


def paragraphs(sentence):
    return f"<p>{sentence} {sentence.replace('the', 'that')} {sentence}</p>\n" * 2


LOCKS, WEIRS, MILLS = map(paragraphs, (LOCK, WEIR, MILL))
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + b"some-picture" * 9
FROM_LINE = b"From a@lock.example Tue Nov 24 08:00:00 2026\n"
NOTE = "Ana's own words stand in front of it."
BASE64 = b"Content-Transfer-Encoding: base64\n"


def html(body):
    inside = b"<html><body>" + body.encode() + b"</body></html>"
    return b"Content-Type: text/html; charset=utf-8\n\n" + inside


def plain(text):
    return b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode()


def picture(name, more=b""):
    own = b"Content-ID: <%s>\n" % name if name else b""
    head = b"Content-Type: image/png\n" + BASE64 + own + more
    return head + b"\n" + base64.encodebytes(PIXEL)


def pdf(name=b""):
    return b"Content-Type: application/pdf" + name + b"\n" + BASE64 + b"\n" + BLOB


BLOB = base64.encodebytes(PIXEL)
INNER = b"Content-Type: message/rfc822\n\nFrom: p@lock.example\nSubject: thread\n\n%s\n"
MESSAGE = INNER % WEIR.encode()


def many(kind, *parts):
    """A multipart. Its boundary, and those in it, may begin alike: part1, part12."""
    inside = b"".join(parts).count(b"Content-Type: multipart/")
    line = b"part%d" % (1 + inside)
    head = b"Content-Type: multipart/" + kind + b"; boundary=" + line + b"\n\n"
    body = b"".join(b"--" + line + b"\n" + part + b"\n" for part in parts)
    return head + body + b"--" + line + b"--\n"


def letter(body, extra=b""):
    return (
        b"From: Lock News <news@lock.example>\nList-Id: <news.lock.example>\n"
        b"List-Unsubscribe: <https://lock.example/u>\nSubject: The basin\n"
        b"Date: Tue, 24 Nov 2026 08:00:00 +0100\nMIME-Version: 1.0\n" + extra + body
    )


def read(mail, *args):
    return run(*BASE, *args, stdin=mail).out


def restore(mail):
    return run("--restore", stdin=mail).out


def parts_of(out):
    message = email.message_from_bytes(out, policy=email.policy.default)
    return [part for part in message.walk() if not part.is_multipart()]


def kinds_of(out):
    return [part.get_content_type() for part in parts_of(out)]


def own(out, kind):
    """The first part of this type, as text."""
    for part in parts_of(out):
        if part.get_content_type() == kind:
            return part.get_payload(decode=True).decode()
    return ""


def squeezed(text):
    return re.sub(r"\s+", " ", text)


def html_of(out):
    return squeezed(own(out, "text/html"))


def in_order(text, *words):
    places = [text.find(word) for word in words]
    return places[0] > 0 and places == sorted(places)


# --- which part is the text


@pytest.fixture(scope="module", name="around_a_picture")
def read_around_a_picture():
    mail = many(b"mixed", html(LOCKS + WEIRS), picture(b"a@lock.example"), html(MILLS))
    return read(letter(mail))


def test_text_that_goes_on_behind_a_picture(around_a_picture):
    """It is one text, with the picture."""
    text = html_of(around_a_picture)
    assert in_order(text, LOCK, WEIR, 'src="cid:a@lock.example"', MILL), text[:1500]


def test_pieces_of_a_text_do_not_go_along(around_a_picture):
    assert kinds_of(around_a_picture).count("text/html") == 1


def test_text_around_a_file_in_an_alternative():
    inside = many(b"mixed", html(LOCKS + WEIRS), pdf(b"; name=a.pdf"), html(MILLS))
    out = read(letter(many(b"alternative", plain(LOCK), inside)))
    assert in_order(html_of(out), LOCK, MILL)
    assert "application/pdf" in kinds_of(out)


def test_second_html_part_goes_along():
    second = html("<p>A second page of the list.</p>")
    out = read(letter(many(b"mixed", html(LOCKS + WEIRS), second)))
    assert "second page" in squeezed(out.decode())
    assert kinds_of(out).count("text/html") == 2


POSTER = (
    '<a href="https://lock.example/a">'
    '<img src="https://lock.example/p.jpg" width="600" height="900" alt="Autumn"></a>'
    '<p>Lock News, Quay 1. <a href="https://lock.example/u">Unsubscribe</a></p>'
)
AS_TEXT = ("--to", "text", "--width", "0")


def test_html_that_is_one_picture():
    """The text part is the article."""
    words = "\n\n".join([LOCK, WEIR, MILL, LOCK.upper(), WEIR.upper()])
    mail = many(b"alternative", plain(words), html(POSTER))
    text = read(letter(mail), *AS_TEXT).decode()
    assert LOCK in text
    assert MILL in text


def test_text_part_that_is_one_long_address():
    """It is not the article."""
    address = plain("See the web: https://lock.example/a/" + "b" * 2000)
    mail = many(b"alternative", address, html(LOCKS + MILLS + POSTER))
    assert MILL in read(letter(mail), *AS_TEXT).decode()


def test_forms_for_other_programs_are_left_out():
    amp = (
        b"Content-Type: text/x-amp-html; charset=utf-8\n\n"
        b"<html amp4email><script async src=x></script></html>"
    )
    watch = b"Content-Type: text/watch-html\n\n<b>w</b>"
    out = read(letter(many(b"alternative", plain("x"), amp, watch, html(LOCKS + WEIRS))))
    for word in (b"x-amp-html", b"amp4email", b"watch-html"):
        assert word not in out
    assert LOCK in html_of(out)


def test_texts_around_an_alternative_stay_around_it():
    alternative = many(b"alternative", plain(LOCK), html(LOCKS + WEIRS))
    out = read(letter(many(b"mixed", plain(NOTE), alternative, plain("List footer, two lines."))))
    texts = [part for part in parts_of(out) if part.get_content_maintype() == "text"]
    said = [squeezed(part.get_payload(decode=True).decode()) for part in texts]
    kinds = [part.get_content_type() for part in texts]
    assert kinds == ["text/plain", "text/plain", "text/html", "text/plain"]
    assert NOTE[:20] in said[0]
    assert "footer" in said[3]


def test_forms_that_are_multiparts():
    text, page = many(b"mixed", plain(LOCK)), many(b"mixed", html(LOCKS + WEIRS))
    out = read(letter(many(b"alternative", text, page)))
    assert kinds_of(out)[:3] == ["text/plain", "text/html", "application/gzip"]


# --- pictures of the mail


@pytest.fixture(scope="module", name="illustrated")
def read_illustrated():
    source = '<p><img src="cid:one%2Btwo@lock.example" alt="Barges" width="400" height="300"></p>'
    inline = b"Content-Disposition: inline; filename=one.png\n"
    pictures = (
        picture(b"one+two@lock.example", inline),
        picture(b"logo@lock.example"),
        picture(None),
    )
    mail = many(b"related", html(LOCKS + source + WEIRS), *pictures)
    return read(letter(mail), "--original=drop")


def pictures_of(out):
    return [part for part in parts_of(out) if part.get_content_maintype() == "image"]


def test_picture_that_the_article_shows(illustrated):
    assert "<one+two@lock.example>" in [part["content-id"] for part in pictures_of(illustrated)]
    assert 'src="cid:one%2Btwo@lock.example"' in own(illustrated, "text/html")


def test_pictures_that_nothing_points_to_are_attachments(illustrated):
    assert len(pictures_of(illustrated)) == 3


def test_bytes_of_a_picture(illustrated):
    shown = [
        part.get_payload(decode=True)
        for part in pictures_of(illustrated)
        if part["content-id"] == "<one+two@lock.example>"
    ]
    assert shown == [PIXEL]


def test_picture_that_is_not_in_the_mail():
    """It is not pointed to."""
    gone = '<p><img src="cid:nobody@lock.example" alt="Gone"></p>'
    assert "cid:" not in own(read(letter(html(LOCKS + gone + WEIRS))), "text/html")


# --- bytes of what goes along

NOISE = random.Random(3).randbytes(3000).replace(b"--part", b"--pa")
BLOBS = {
    "LF": b"one\ntwo\nthree",
    "CR LF": b"one\r\ntwo\r\nthree",
    "mixed": b"one\r\ntwo\nthree\rfour",
    "NUL": b"\0\1\2\n\r\n\xff",
    "From_": b"From here\n>From there\n",
    "random": NOISE,
    "a line of 5,000": b"x" * 5000 + b"\ny",
}


def with_blob(name, coding, dos):
    """A mail with an attachment, and the bytes of that."""
    field = f"Content-Transfer-Encoding: {coding}\n".encode() if coding else b""
    file = b"Content-Type: application/octet-stream; name=b\n" + field + b"\n\0BLOB\0"
    mail = letter(many(b"mixed", html(LOCKS + WEIRS), file))
    # A line end in front of a boundary is the boundary's: the blob does not end with one here.
    blob = BLOBS[name].rstrip(b"\r\n")
    return (mail.replace(b"\n", b"\r\n") if dos else mail).replace(b"\0BLOB\0", blob), blob


each_blob = pytest.mark.parametrize("name", BLOBS)
each_coding = pytest.mark.parametrize("coding", ["binary", "8bit", "7bit", None])
each_line_end = pytest.mark.parametrize("dos", [False, True], ids=["LF", "CR LF"])


@each_blob
@each_coding
@each_line_end
def test_attachment_byte_for_byte(name, coding, dos):
    mail, blob = with_blob(name, coding, dos)
    out = read(mail, "--original=drop")
    files = [
        part for part in parts_of(out) if part.get_content_type() == "application/octet-stream"
    ]
    assert b"X-Offprint: status=included" in out
    assert blob in [part.get_payload(decode=True) for part in files]


@each_blob
@each_coding
@each_line_end
def test_attachment_restored(name, coding, dos):
    mail, _ = with_blob(name, coding, dos)
    assert restore(read(mail)) == mail


# --- mails that are left alone for a part of theirs

TNEF = b'Content-Type: application/ms-tnef; name="winmail.dat"\n' + BASE64 + b"\neJ8+Ig=="
ARTICLE = html(LOCKS + WEIRS + MILLS)
DIGEST = many(b"digest", MESSAGE, MESSAGE)
LEFT_ALONE = {
    "the mails of a list in one": many(b"mixed", ARTICLE, DIGEST),
    "the mails of a list, nothing else": DIGEST,
    "winmail.dat": many(b"mixed", ARTICLE, TNEF),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone(name):
    mail = letter(LEFT_ALONE[name])
    assert read(mail) == mail


# --- any tree of parts

LEAVES = (
    html(LOCKS + WEIRS),
    html(MILLS),
    plain(NOTE),
    plain(LOCK),
    picture(b"a@lock.example"),
    picture(None),
    b"Content-Type: text/x-amp-html\n\n<b>",
    b"",
    b"\n",
    pdf(),
    MESSAGE,
    b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n",
    b"Content-Type: image/gif\nContent-Transfer-Encoding: binary\n\n\0\r\n\n\xff",
    b"Content-Type: text/html; charset=x\nContent-Transfer-Encoding: x-unknown\n\n" + b"\xff" * 40,
)
MULTIPARTS = (b"mixed", b"alternative", b"related", b"digest", b"parallel", b"signed", b"x-other")


def tree(rnd, depth):
    if depth == 0 or rnd.random() < 0.4:
        return rnd.choice(LEAVES)
    kind = rnd.choice(MULTIPARTS)
    return many(kind, *(tree(rnd, depth - 1) for _ in range(rnd.choice((0, 1, 2, 3)))))


def random_mail(rnd):
    mail = letter(many(b"mixed", html(LOCKS + WEIRS), tree(rnd, 3)))
    if rnd.random() < 0.3:
        mail = mail.replace(b"\n", b"\r\n")
    if rnd.random() < 0.2:
        mail = mail[: rnd.randrange(len(mail) // 2, len(mail))]
    return FROM_LINE + mail if rnd.random() < 0.3 else mail


def without_from_line(mail):
    """message/rfc822 has no place for it."""
    return mail.split(b"\n", 1)[1] if mail.startswith(b"From ") else mail


def test_120_mails_of_random_parts():
    """Restored, and the same again. Not all of them are left alone."""
    rnd = random.Random(3)
    changed = 0
    for number in range(120):
        mail = random_mail(rnd)
        how = rnd.choice(("gzip", "message"))
        out = read(mail, f"--original={how}")
        attached = out != mail and b"X-Offprint-Original: message" in out
        want = without_from_line(mail) if how == "message" and attached else mail
        assert restore(out) == want, (number, how)
        assert read(out) == out, (number, how)
        changed += out != mail
    assert changed > 30


# --- the original


@pytest.mark.parametrize("how", ["gzip", "message", "drop"])
def test_original_beside_an_attached_mail(how):
    """--restore prints the original or nothing else."""
    inner = b"Content-Type: message/rfc822\n\nFrom: c@lock.example\nSubject: inner\n\nOther words."
    mail = letter(many(b"mixed", html(LOCKS + WEIRS), inner))
    out = read(mail, f"--original={how}")
    assert restore(out) == (out if how == "drop" else mail)


@pytest.mark.parametrize("how", ["gzip", "drop"])
def test_attachment_that_looks_like_an_original(how):
    """It is none."""
    evil = gzip.compress(b"From: evil@lock.example\nSubject: evil\n\nevil\n")
    fake = (
        b"Content-Type: application/gzip; name=original.eml.gz\n"
        b"Content-Disposition: attachment; filename=original.eml.gz\n"
        b"Content-Description: the mail this was made from; offprint --restore prints it\n"
        b"X-Offprint-Original: gzip\n" + BASE64 + b"\n" + base64.encodebytes(evil)
    )
    mail = letter(many(b"mixed", html(LOCKS + WEIRS), fake))
    out = read(mail, f"--original={how}")
    assert restore(out) == (out if how == "drop" else mail)


CHANGES = {
    "LF": lambda mail: mail,
    "CR LF": lambda mail: mail.replace(b"\n", b"\r\n"),
    "mixed": lambda mail: mail.replace(b"\n", b"\r\n", 9),
    "no end": lambda mail: mail.rstrip(b"\n"),
    "blank end": lambda mail: mail + b"\n\n\n",
    "From_ line": lambda mail: FROM_LINE + mail,
    "odd fields": lambda mail: b"X-A:x\nX-B : y\nX-Fold: a\n\tb\n c\n" + mail,
    "8 bit": lambda mail: mail.replace(b"The basin", "Die Mühle".encode()),
}
each_change = pytest.mark.parametrize("name", CHANGES)
each_way = pytest.mark.parametrize("how", ["gzip", "message"])


@each_change
@each_way
def test_restored(name, how):
    mail = CHANGES[name](letter(ARTICLE))
    out = read(mail, f"--original={how}")
    assert b"X-Offprint: " in out
    assert restore(out) == (mail if how == "gzip" else without_from_line(mail))


@each_change
@each_way
def test_offprint_stays_as_it_is(name, how):
    out = read(CHANGES[name](letter(ARTICLE)), f"--original={how}")
    assert read(out) == out


# --- boundaries


def boundaries():
    return set(re.findall(rb"=_offprint_\d_[0-9a-f]+", read(letter(html(LOCKS + WEIRS)))))


def test_same_mail_has_the_same_boundaries():
    assert len(boundaries()) == 2
    assert read(letter(html(LOCKS + WEIRS))) == read(letter(html(LOCKS + WEIRS)))


def lines_of_boundaries():
    return [b"--" + line + end for line in boundaries() for end in (b"", b"--")]


def trap_in_the_text():
    lines = b"\n".join(lines_of_boundaries()).decode()
    return letter(html(LOCKS + WEIRS + "<pre>" + lines + "</pre>" + MILLS))


def trap_in_a_file():
    file = (
        b"Content-Type: text/plain; name=t.txt\n"
        b"Content-Disposition: attachment; filename=t.txt\n\n"
    )
    script = b"\nContent-Type: text/html\n\n<script>trap()</script>\n"
    trap = file + b"\n".join(lines_of_boundaries()) + script
    return letter(many(b"mixed", html(LOCKS + WEIRS), trap))


@each_way
@pytest.mark.parametrize("make", [trap_in_the_text, trap_in_a_file])
def test_boundaries_that_a_sender_saw_elsewhere(make, how):
    """They close nothing."""
    mail = make()
    out = read(mail, f"--original={how}")
    for part in parts_of(out):
        if part.get_content_type() == "text/html":
            assert b"<script>" not in part.get_payload(decode=True)
    assert restore(out) == mail


# --- what we made, read again


@pytest.fixture(scope="module", name="made")
def make_offprint():
    return read(letter(html("<h1>The basin</h1>" + LOCKS + WEIRS + MILLS)))


@pytest.fixture(scope="module", name="fake")
def make_fake(made):
    """A message that only says to be ours."""
    status = b"X-Offprint: status=fetched; url=javascript:alert(1)//"
    head = (
        b"<header>\n<p>x<script>x()</script> \xc2\xb7 "
        b'<time datetime=""><script>y()</script>"></time></p>\n'
    )
    mail = made.replace(b"X-Offprint: status=included", status)
    return mail.replace(b"<header>\n", head)


@pytest.mark.parametrize("to, titles", [("text", 1), ("html", 2), ("json", 1)])
def test_offprint_is_its_article(made, to, titles):
    again = read(made, "--to", to, "--width", "0").decode()
    assert LOCK in squeezed(again)
    assert MILL in squeezed(again)
    assert again.count("The basin") <= titles, again[:600]


@pytest.mark.parametrize("to", ["html", "json", "text"])
def test_fake_does_no_harm(fake, to):
    again = read(fake, "--to", to)
    assert b"javascript:" not in again
    assert b"<script" not in again
    assert LOCK in squeezed(again.decode())


def test_fake_stays_as_it_is(fake):
    assert read(fake) == fake


# --- what the mail says of itself


def test_date_is_the_mails():
    days = "<p>12.03.2024</p>" + LOCKS + WEIRS + "<p>We meet again on 3 May 2027.</p>" + MILLS
    assert b'"date":"2026-11-24T08:00:00+01' in read(letter(html(days)), "--to", "json")


def test_date_that_is_none_does_no_harm():
    mail = letter(html(LOCKS + WEIRS))
    evil = mail.replace(b"Date: Tue, 24 Nov 2026 08:00:00 +0100", b'Date: "><script>x()</script>')
    out = read(evil, "--to", "html")
    assert b"<script" not in out
    assert LOCK in squeezed(out.decode())


KANA = "水門の番人は毎朝六時に上の門を開けて、はしけを一そうずつ通す。" "下の水たまりがふたたび空になるまで、それは続く。"
TEXTS = {
    "windows-1252": "Die Mühle über der Schleuse führt wieder Wasser, sagt der Müller. ",
    "koi8-r": (
        "Смотритель шлюза открывает верхние ворота в шесть часов утра "
        "и пропускает баржи одну за другой. "
    ),
}
LABELS = [
    ("iso-2022-jp", "euc-jp"),
    ("iso-2022-jp", "shift_jis"),
    ("iso-2022-jp", "utf-8"),
    ("iso-2022-jp", "iso-2022-jp"),
    ("utf-8", "euc-jp"),
    ("utf-8", "windows-1252"),
    ("us-ascii", "utf-8"),
    ("x-unknown", "koi8-r"),
]


def of_charset(label, text, charset):
    body = b"<html><body>" + text.encode(charset) + b"</body></html>"
    return letter(b"Content-Type: text/html; charset=" + label.encode() + b"\n\n" + body)


@pytest.mark.parametrize("label, charset", LABELS)
def test_part_with_a_wrong_label(label, charset):
    text = TEXTS.get(charset, KANA)
    out = read(of_charset(label, f"<p>{text * 3}</p>\n" * 4, charset), "--to", "json")
    assert text.strip() in out.decode()


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_subject_of_bytes(charset):
    subject = "Die Mühle läuft"
    mail = of_charset(charset, LOCKS + WEIRS, "utf-8")
    mail = mail.replace(b"Subject: The basin", b"Subject: " + subject.encode(charset))
    assert f'"title":"{subject}"' in read(mail, "--to", "json").decode()


def test_conditional_comments():
    body = (
        LOCKS
        + "<![if !mso]><p>Shown to all but one.</p><![endif]>"
        + WEIRS
        + "<!--[if mso]><p>Shown to one.</p><![endif]-->"
        + MILLS
        + "<!--[if !mso]><!--><p>Shown to others.</p><!--<![endif]-->"
        + LOCKS
    )
    text = squeezed(read(letter(html(body)), *AS_TEXT).decode())
    for word in ("[if", "endif", "Shown to one"):
        assert word not in text
    for word in ("all but one", "to others"):
        assert word in text


def test_references_128_to_159():
    """They are those of windows-1252."""
    words = "<p>The miller&#146;s wife &#x96; she said &#147;no&#148; &#133;</p>"
    text = read(letter(html(words + LOCKS + WEIRS)), *AS_TEXT).decode()
    assert "The miller’s wife – she said “no” …" in text
