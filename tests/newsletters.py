"""Newsletters of our own, in the languages and markups in which they come.

made/letters.toml has the words of each language, made/letter.html what every mailer puts around
what is said: preheader, logo, footer, pixel, conditional comments.
"""

import base64
import email.message
import email.policy
import pathlib
import quopri
import re
import tomllib
import types

MADE = pathlib.Path(__file__).parent / "made"
SITE = "https://harbour.example.org"
MAILER = "https://click.mailer.example.net"
FRAME = (MADE / "letter.html").read_text(encoding="utf-8").rstrip("\n")
WEEKLY = "Harbour Weekly <letter@harbour.example.org>"
FRIEND = "A Friend <friend@example.com>"
CODERS = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}


def read_words():
    with (MADE / "letters.toml").open("rb") as file:
        return {lang: types.SimpleNamespace(**row) for lang, row in tomllib.load(file).items()}


WORDS = read_words()
ENGLISH = WORDS["en"]
ARTICLE = f"{SITE}/2026/11/en-lighthouse"


def fields(subject, bulk=True, sender=WEEKLY):
    """A mail that has its header alone."""
    message = email.message.EmailMessage(policy=email.policy.SMTP.clone(linesep="\n", utf8=False))
    message["From"] = sender
    message["To"] = "reader@example.com"
    message["Subject"] = subject
    message["Date"] = "Tue, 24 Nov 2026 08:00:00 +0000"
    message["Message-ID"] = "<case@harbour.example.org>"
    if bulk:
        message["List-Unsubscribe"] = f"<{SITE}/u/8f3a>"
    message["MIME-Version"] = "1.0"
    return message


def mail(subject, body, charset="utf-8", cte="quoted-printable", **more):
    """A mail that is HTML alone."""
    own = f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {cte}\n\n"
    header = fields(subject, **more).as_bytes().split(b"\n\n")[0]
    return header + b"\n" + own.encode() + CODERS[cte](body.encode(charset, "replace"))


def frame(words, inside, lang):
    pieces = {
        "lang": lang,
        "dir": ' dir="rtl"' if lang == "ar" else "",
        "preheader": words.said[0],
        "inside": inside,
        **vars(words),
    }
    return re.sub(r"\{(\w+)\}", lambda place: pieces[place[1]], FRAME)


def row(inside):
    return f"<tr><td>{inside}</td></tr>"


def button(href, text):
    link = f'<a href="{href}" style="color:#fff;padding:8px" target="_blank">{text}</a>'
    cell = f'<td bgcolor="#036" style="border-radius:4px">{link}</td>'
    return f'<table role="presentation"><tr>{cell}</tr></table>'


def english(inside):
    return frame(ENGLISH, row(inside), "en")


def short(link, subject=ENGLISH.subject):
    """The usual teaser: headline, a sentence, a button."""
    return f"<h2>{subject}</h2><p>{ENGLISH.said[0]}</p>" + button(link, ENGLISH.more)


def six_times(words):
    return [" ".join(words.said) for _ in range(6)]


def tracked(article, number):
    """The article's address as it is, in a query, and in base64, by turns."""
    packed = base64.urlsafe_b64encode(f'{{"url":"{article}","r":7}}'.encode()).decode()
    return [
        article + "?utm_source=mail&mc_eid=7",
        f"{MAILER}/c?u={article.replace(':', '%3A').replace('/', '%2F')}",
        f"{MAILER}/e/" + packed.rstrip("="),
    ][number % 3]


def teaser(number, lang, words):
    article = f"{SITE}/2026/11/{lang}-lighthouse"
    link = tracked(article, number)
    title = f'<a href="{link}">{words.subject}</a>' if number % 2 else words.subject
    inside = f"<h2>{title}</h2><p>{words.said[0]}</p>" + button(link, words.more)
    cte = ["quoted-printable", "base64", "8bit"][number % 3]
    return mail(words.subject, frame(words, row(inside), lang), cte=cte), article


def digest(lang, words):
    items = ""
    for number, head in enumerate(words.heads):
        link = f"{SITE}/2026/11/{lang}-{number}"
        title = f'<h3><a href="{link}">{head}</a></h3>'
        said = words.said[number % 3]
        items += row(f'{title}<p>{said}</p><a href="{link}">{words.more}</a>')
    return mail("Harbour Weekly 47", frame(words, items, lang))


def full(lang, words):
    text = "".join(f"<p>{said}</p>" for said in six_times(words))
    inside = row(f"<h1>{words.subject}</h1>{text}")
    return mail(words.subject, frame(words, inside, lang))


def confirm(number, words):
    link = f'<a href="{SITE}/confirm/8f3a?t=1" class="button">{words.confirm}</a>'
    leave = f'<a href="{SITE}/u/8f3a">{words.unsubscribe}</a>'
    body = f"<p>{words.said[0][:40]}</p><p>{link}</p><p>{leave}</p>"
    return mail(words.confirm, body, bulk=number % 2 == 0)


def in_languages():
    for number, (lang, words) in enumerate(WORDS.items()):
        yield f"{lang} teaser", "teaser", *teaser(number, lang, words)
        yield f"{lang} digest", "digest", digest(lang, words), None
        yield f"{lang} full", "full", full(lang, words), None
        yield f"{lang} confirm", "none", confirm(number, words), None


def of_html(inside):
    return mail(ENGLISH.subject, english(inside))


def picture_as_headline():
    picture = f'<img src="h.jpg" width="600" alt="{ENGLISH.subject}">'
    return of_html(f'<a href="{ARTICLE}">{picture}</a><p>{ENGLISH.said[0]}</p>')


def twice():
    """The same for a light and for a dark screen."""
    said = f"<p>{ENGLISH.said[0]}</p>"
    title = f'<h2><a href="{ARTICLE}">{ENGLISH.subject}</a></h2>'
    cell = f'<td>{title}{said}<a href="{ARTICLE}">{ENGLISH.more}</a></td>'
    both = "".join(f'<tr class="{kind}">{cell}</tr>' for kind in ("light", "dark"))
    return mail(ENGLISH.subject, frame(ENGLISH, both, "en"))


def leaving_within(article):
    """The address that unsubscribes begins with the article's."""
    return of_html(short(article)).replace(
        f"<{SITE}/u/8f3a>".encode(), f"<{article}/unsubscribe/8f3a>".encode()
    )


def with_picture():
    message = fields(ENGLISH.subject)
    message.set_content(ENGLISH.said[0])
    title = f'<img src="cid:pic@x" alt="">{ENGLISH.subject}'
    message.add_alternative(english(short(ARTICLE, title)), subtype="html")
    html = message.get_payload()[1]
    html.add_related(b"GIF89a" + bytes(40), "image", "gif", cid="<pic@x>")
    return message.as_bytes()


def wrong_charset():
    words = WORDS["de"]
    link = button(f"{SITE}/de", words.more)
    inside = f"<h2>{words.subject}</h2><p>{words.said[0]}</p>{link}"
    html = frame(words, row(inside), "de").replace("utf-8", "us-ascii")
    real = mail(words.subject, html, charset="iso-8859-1", cte="8bit")
    return real.replace(b"charset=iso-8859-1", b"charset=us-ascii"), f"{SITE}/de"


def in_markups():
    shared = ARTICLE + "?utm_medium=referral&utm_content=share"
    long = f"{MAILER}/ls/click?upn=" + "A1b2-3c_" * 40
    yield "picture as headline", "teaser", picture_as_headline(), ARTICLE
    yield "a word in a tracker's parameter", "teaser", of_html(short(shared)), ARTICLE
    name = "the article's address begins the one that unsubscribes"
    yield name, "teaser", leaving_within(ARTICLE), ARTICLE
    yield "dark-mode twice", "teaser", twice(), ARTICLE
    yield "multipart/related", "teaser", with_picture(), ARTICLE
    yield "wrong charset", "teaser", *wrong_charset()
    yield "long tracking link, soft breaks", "teaser", of_html(short(long)), long


def of_text(text, subject=ENGLISH.subject, **more):
    message = fields(subject, **more)
    message.set_content(text)
    return message


def in_text():
    words = ENGLISH
    leave = f"--\nUnsubscribe: {SITE}/u/8f3a\n"
    link = f"Read more: {ARTICLE}?utm_source=mail"
    brief = f"{words.subject}\n\n{words.said[0]}\n\n{link}\n\n{leave}"
    yield "text alone", "teaser", of_text(brief).as_bytes(), ARTICLE
    whole = "\n\n".join([f"{words.subject}\n{'=' * 30}", *six_times(words), leave])
    yield "text alone, full", "full", of_text(whole).as_bytes(), None


def forward(text=None):
    """A friend's mail, with a newsletter attached."""
    message = fields("Fwd: " + ENGLISH.subject, bulk=False, sender=FRIEND)
    if text:
        message.set_content(text)
    message.make_mixed()
    inner = email.message_from_bytes(of_html(short(ARTICLE)), policy=email.policy.default)
    message.add_attachment(inner)
    return message.as_bytes()


def published():
    """A newsletter that is the attachment of the mailer's mail."""
    leave = f"List-Unsubscribe: <{SITE}/u/8f3a>\nSubject: ".encode()
    mine = forward().replace(b"Subject: Fwd: ", leave, 1)
    return mine.replace(FRIEND.encode(), WEEKLY.encode(), 1)


def forwarded():
    quoted = (
        f"Look at this.\n\n---------- Forwarded message ----------\nFrom: {WEEKLY}\n"
        f"Subject: {ENGLISH.subject}\n\n{ENGLISH.said[0]}\n\nRead more: {ARTICLE}\n"
    )
    words = of_text(quoted, "Fwd: " + ENGLISH.subject, bulk=False, sender=FRIEND)
    note = "Look at this. It is about your aunt, is it not?\n"
    yield "forwarded with words of one's own", "none", words.as_bytes(), None
    yield "forwarded as an attachment, without a word", "teaser", forward(), ARTICLE
    yield "forwarded as an attachment, with a note", "none", forward(note), None
    yield "published as an attachment", "teaser", published(), ARTICLE


def for_one_reader():
    photos = (
        '<p>Hi, here are <a href="https://photos.example.com/a/7">the photos</a> I promised. '
        "See you soon!</p>"
    )
    receipt = (
        "<p>Thank you. Your order 7 is on its way.</p>"
        f'<p><a href="{SITE}/account/orders/7">Manage your order</a> '
        f'<a href="{SITE}/login">Log in</a></p>'
    )
    reset = (
        "<p>Somebody asked for a new password.</p>"
        f'<p><a href="{SITE}/reset?token=8f3a">Reset password</a></p>'
    )
    code = "<p>Click to sign in. The link is good for ten minutes.</p>"
    code += button(f"{SITE}/magic/8f3a", "Sign in")
    ana = "Ana <ana@example.com>"
    yield "personal, with a link", mail("photos from Sunday", photos, bulk=False, sender=ana)
    yield "receipt", mail("Your receipt", receipt, bulk=False)
    yield "password reset", mail("Reset your password", reset, bulk=False)
    yield "login code", mail("Your sign-in link", code, bulk=False)


def cases():
    """(name, kind, mail, the address to pick or None)"""
    yield from in_languages()
    yield from in_markups()
    yield from in_text()
    yield from forwarded()
    for name, one in for_one_reader():
        yield name, "none", one, None
