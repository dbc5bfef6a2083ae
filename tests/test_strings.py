"""Every string of a mail, a feed item and a page into a message: it stays a string
(one escaping function per context).
"""

import email
import email.policy
import html.parser
import json
import re

import pytest

from harness import run

BASE = ("--config", "off", "--cache", "off", "-n", "--mail=all")
WORDS = (
    "The lock keeper opens the upper gate at six and lets the barges through one after the other, "
    "until the basin below is empty again. "
)
HOSTILE = {
    "markup": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "attribute": '" onmouseover="alert(1)" x="',
    "field": "x\r\nBcc: all@lock.example\r\n\r\n<script>alert(1)</script>",
    "bare field": "x\nBcc: all@lock.example",
    "encoded field": "=?utf-8?Q?x=0D=0ABcc:_all@lock.example?=",
    "encoded letters": "é =?utf-8?B?PHNjcmlwdD4=?= a=0D=0ABcc:x",
    "controls": "a\x07b\x1b]0;owned\x07\x1b[2Jc\x7f\u009b31m\u0000d",
    "turned": "\u202ereversed\u2066 and\u2028 on",
    "boundary": "--=_offprint_2_0123456789abcdef01234567--",
    "address": "a@lock.example>, <b@lock.example",
    "comment": "--> <!-- ]]> <?php",
    "long": "x" * 3000 + " é" * 800,
    "bytes": "\udcff\udcfe\udce9",
}
OWN = {
    "from",
    "subject",
    "date",
    "message-id",
    "list-id",
    "keywords",
    "mime-version",
    "content-type",
    "content-language",
    "archived-at",
    "x-offprint",
    "x-offprint-words",
    "x-offprint-language",
    "x-offprint-site",
    "x-offprint-id",
    "in-reply-to",
    "references",
    "to",
    "list-unsubscribe",
    "comments",
    "content-transfer-encoding",
}


class Inert(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed", "form", "base", "link"):
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or re.match(
                r"\s*(javascript|vbscript|data):", value or "", re.I
            ):
                self.bad.append((tag, name, value))


def check(out):
    """A message whose fields are ours or the mail's, and whose HTML does nothing."""
    if out.startswith(b"From "):
        out = out.split(b"\n", 1)[1]
    head = re.split(rb"\r?\n\r?\n", out, maxsplit=1)[0]
    names = [
        line.split(b":")[0].decode().lower()
        for line in re.split(rb"\r?\n", head)
        if line[:1] not in b" \t"
    ]
    assert set(names) <= OWN, names
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", head)
    assert all(len(line) <= 998 for line in out.split(b"\n"))
    message = email.message_from_bytes(out, policy=email.policy.default)
    assert len(message.get_all("From")) == 1
    for part in message.walk():
        if (
            part.get_content_type() == "text/html"
            and part.get_content_disposition() != "attachment"
        ):
            reader = Inert()
            reader.feed(part.get_payload(decode=True).decode("utf-8", "replace"))
            assert not reader.bad
    return message


def xml(text):
    return (
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )


FEED = {
    "title": "<title>%s</title>",
    "language": "<language>%s</language>",
    "author": "<item><title>t</title><author>%s</author><description>d</description></item>",
    "creator": (
        "<item><title>t</title><dc:creator>%s</dc:creator><description>d</description></item>"
    ),
    "item title": "<item><title>%s</title><description>d</description></item>",
    "category": "<item><title>t</title><category>%s</category><description>d</description></item>",
    "guid": "<item><title>t</title><guid>%s</guid><description>d</description></item>",
    "link": "<item><title>t</title><link>%s</link><description>d</description></item>",
    "date": "<item><title>t</title><pubDate>%s</pubDate><description>d</description></item>",
    "text": "<item><title>t</title><description>%s</description></item>",
    "enclosure": (
        '<item><title>t</title><enclosure url="https://lock.example/%s" type="%s"/>'
        "<description>d</description></item>"
    ),
}


@pytest.mark.parametrize("to", ["mime", "mbox"])
@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("place", FEED)
def test_of_a_feed(place, what, to):
    piece = FEED[place].replace("%s", xml(HOSTILE[what]))
    item = "" if "<item>" in piece else "<item><title>t</title><description>d</description></item>"
    feed = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{piece}{item}</channel></rss>"
    )
    check(
        run(*BASE, "--from", "feed", "--to", to, stdin=feed.encode("utf-8", "surrogateescape")).out
    )


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize(
    "place", ["title", "name", "language", "id", "url", "date_published", "tags"]
)
def test_of_a_json_feed(place, what):
    text = HOSTILE[what].encode("utf-8", "replace").decode()
    item = {"id": "1", "title": "t", "content_text": "d"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [item]}
    if place == "name":
        item["authors"] = [{"name": text}]
    elif place == "language":
        feed["language"] = text
    else:
        item[place] = [text] if place == "tags" else text
    check(run(*BASE, "--from", "feed", "--to", "mime", stdin=json.dumps(feed).encode()).out)


MAIL = {
    "subject": ("Subject: %s", "", ""),
    "name": ('From: "%s" <news@lock.example>', "", ""),
    "date": ("Date: %s", "", ""),
    "list": ("List-Id: %s", "", ""),
    "charset": ("", '; charset="%s"', ""),
    "language of the page": ("", "", '<html lang="%s">'),
    "title": ("", "", "<title>%s</title>"),
    "author": ("", "", '<meta name="author" content="%s">'),
    "site": ("", "", '<meta property="og:site_name" content="%s">'),
    "canonical": ("", "", '<link rel="canonical" href="https://lock.example/%s">'),
    "json-ld": (
        "",
        "",
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":%j,'
            '"author":{"name":%j},"datePublished":%j,"inLanguage":%j,'
            '"publisher":{"name":%j},"url":%j}</script>'
        ),
    ),
    "alternative text": (
        "",
        "",
        (
            '<p>x <img src="https://lock.example/a.jpg" alt="%s"> '
            '<a href="https://lock.example/%s" title="%s">%s</a></p>'
        ),
    ),
}


@pytest.mark.parametrize("to", ["mime", "mbox"])
@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("place", MAIL)
def test_of_a_mail(place, what, to):
    field, parameter, markup = MAIL[place]
    text = HOSTILE[what]
    line = re.sub(r"\r?\n", "\r\n ", text).replace(
        "\0", ""
    )  # a folded field: what a line end in it is
    lines = [
        "Subject: The basin",
        'From: "Lock News" <news@lock.example>',
        "Date: Tue, 24 Nov 2026 08:00:00 +0000",
        "List-Id: <news.lock.example>",
        "List-Unsubscribe: <https://lock.example/u>",
    ]
    mine = field.replace("%s", line[:900])
    if mine:
        lines = [mine if one.split(":")[0] == mine.split(":")[0] else one for one in lines]
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    page = markup.replace("%s", escaped).replace(
        "%j", json.dumps(text).replace("</", "<\\/")
    ) + "".join(f"<p>{WORDS * 2}</p>\n" for _ in range(6))
    head = (
        "\n".join(lines).replace("\r\n", "\n")
        + "\nContent-Type: text/html"
        + parameter.replace("%s", line[:200].replace("\r\n", "\n"))
        + "\n\n"
    )
    made = run(
        *BASE, "--from", "mail", "--to", to, stdin=(head + page).encode("utf-8", "surrogateescape")
    )
    if b"X-Offprint" in made.out and place not in (
        "subject",
        "name",
        "date",
        "list",
    ):  # these stay in their own bytes
        check(made.out)
    if b"X-Offprint" in made.out:
        for part in email.message_from_bytes(made.out).walk():
            if part.get_content_type() == "text/html":
                reader = Inert()
                reader.feed(part.get_payload(decode=True).decode("utf-8", "replace"))
                assert not reader.bad
