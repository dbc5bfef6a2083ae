"""Feeds of every sort, in and out, and a real newsboat on a filled one."""

import contextlib
import email
import email.policy
import json
import mailbox
import os
import re
import sqlite3
import subprocess
import time
import xml.etree.ElementTree as ET

import pytest

from harness import BUILD, ENV, MAIL, OFFPRINT, TEASER, WARC, need, need_pty, run
from servers import ALLOW, HTML, PAGE, Site, serving

RSS, ATOM, JSON_FEED = [(MAIL / f"feed.{kind}").read_bytes() for kind in ("rss", "atom", "json")]
LORRY = "first lorry rolled over the old bridge"
BRIDGE = "https://harbour.example.org/2026/11/bridge"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
IN_ATOM = "{http://www.w3.org/2005/Atom}"


def filled(data, *args):
    """The feed with its articles in it."""
    return run("--replay", WARC, "--to", "feed", *args, stdin=data)


def article(data, *args):
    return json.loads(run("--replay", WARC, "--to", "json", *args, stdin=data).out)


def shape(feed):
    """All but the contents."""
    contents = (ENCODED, f"{IN_ATOM}content")
    elements = [element for element in ET.fromstring(feed).iter() if element.tag not in contents]
    return [(element.tag, element.attrib, (element.text or "").strip()) for element in elements]


# --- a feed comes back with its articles in it


def test_rss_keeps_every_element():
    done = filled(RSS)
    assert done.status == 0
    assert shape(RSS) == shape(done.out)


def contents_of(feed):
    return [item.findtext(ENCODED) for item in ET.fromstring(feed).iter("item")]


def test_rss_is_filled_in():
    first = contents_of(filled(RSS).out)[0]
    assert LORRY in first
    assert "<script" not in first


def test_rss_keeps_what_is_whole_or_could_not_be_had():
    _, second, third = contents_of(filled(RSS).out)
    assert "alert(1)" in second
    assert third is None


def test_atom_is_filled_in_and_all_else_kept():
    out = filled(ATOM).out
    content = ET.fromstring(out).find(f"{IN_ATOM}entry").find(f"{IN_ATOM}content")
    assert content.get("type") == "html"
    assert LORRY in content.text
    assert shape(ATOM) == shape(out)


def test_json_feed_is_filled_in_and_all_else_kept():
    feed = json.loads(filled(JSON_FEED).out)
    assert LORRY in feed["items"][0].pop("content_html")
    assert feed == json.loads(JSON_FEED)


@pytest.mark.parametrize(
    "data, args",
    [
        (RSS, ["--no-fetch"]),
        (b"<rss><channel></channel></rss>", []),
        (b"not found", []),
    ],
    ids=["nothing-fetched", "no-items", "no-feed"],
)
def test_own_bytes_of_the_feed(data, args):
    assert filled(data, *args).out == data


def test_own_bytes_if_the_reader_dies():
    env = {"OFFPRINT_FAULT": "compose:SEGV"}
    assert run("--replay", WARC, "--to", "feed", stdin=RSS, env=env).out == RSS


def test_nothing_in_nothing_out():
    """As after a server's 404."""
    done = filled(b"")
    assert (done.status, done.out) == (0, b"")


# --- every sort of feed

ITEM = (
    f"<item><title>The old bridge reopens</title><link>{BRIDGE}</link>"
    "<description>After two years it is open.</description></item>"
)
CHANNEL = (
    "<channel><title>Harbour</title><link>https://harbour.example.org/</link>"
    "<description>d</description>"
)
LINK = f"<link>{BRIDGE}</link>"
DOCTYPE_091 = (
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
)
ENTITIES = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
BURNER = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
PREFIXES = "<dc:creator>Ana Ruiz</dc:creator><slash:comments>3</slash:comments>"
ORIGIN = (
    f"<feedburner:origLink>{BRIDGE}</feedburner:origLink>"
    "<link>https://feeds.example.net/~r/1</link>"
)
SELF = '<atom:link rel="self" href="https://harbour.example.org/feed"/>'
ATOM_LINK = f'<atom:link href="https://x.example/"/>{LINK}'
COMMENTS = "<comments>https://news.example.net/item?id=1</comments>"
CDATA = "<![CDATA[<p>After <b>two</b> years.</p>]]>"


def rss(body, attributes='version="2.0"'):
    return f"<rss {attributes}>{CHANNEL}{body}</channel></rss>"


def rss_with_link(link, attributes='version="2.0"'):
    return rss(ITEM.replace(LINK, link), attributes)


def atom(attributes, entry):
    title = "<title>The old bridge reopens</title><id>1</id>"
    return f"<feed {attributes}><title>Harbour</title><entry>{title}{entry}</entry></feed>"


def json_feed(version, **item):
    item = {"id": "1", "title": "The old bridge reopens", **item}
    url = f"https://jsonfeed.org/version/{version}"
    return json.dumps({"version": url, "title": "H", "items": [item]})


SORTS = {
    "RSS 0.91": f'<?xml version="1.0"?>{DOCTYPE_091}' + rss(ITEM, 'version="0.91"'),
    "RSS 0.92": rss(ITEM, 'version="0.92"'),
    "RSS 1.0": (
        f"<rdf:RDF {RDF}>{CHANNEL}</channel>"
        + ITEM.replace("<item>", f'<item rdf:about="{BRIDGE}">')
        + "</rdf:RDF>"
    ),
    "Atom 0.3": atom(
        'version="0.3" xmlns="http://purl.org/atom/ns#"',
        f'<link rel="alternate" type="text/html" href="{BRIDGE}"/>'
        "<issued>2026-11-24T08:00:00Z</issued><summary>Open.</summary>",
    ),
    "undeclared prefixes": rss_with_link(PREFIXES + LINK),
    "unescaped ampersands": rss(ITEM.replace("reopens", "reopens & traffic & more")),
    "bad bytes": rss(ITEM.replace("After two", "After \x01\x02 two")),
    "truncated": f'<rss version="2.0">{CHANNEL}{ITEM}<item><title>Half a ti',
    "doctype with entities": ENTITIES + rss(ITEM.replace("After two", "&x;&b;After two")),
    "white space before it": "\n\n  " + rss(ITEM),
    "feedburner": rss_with_link(ORIGIN, f'version="2.0" {BURNER}'),
    "permalink guid alone": rss_with_link(f"<guid>{BRIDGE}</guid>"),
    "relative link": rss_with_link("<link>/2026/11/bridge</link>"),
    "xml:base": atom(
        'xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example.org/2026/"',
        '<link href="11/bridge"/><updated>2026-11-24T08:00:00Z</updated><summary>Open.</summary>',
    ),
    "link and comments": rss_with_link(COMMENTS + LINK),
    "atom:link in RSS": rss(
        SELF + ITEM.replace(LINK, ATOM_LINK),
        'version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"',
    ),
    "CDATA": rss(ITEM.replace("After two years it is open.", CDATA)),
    "JSON Feed 1.0": json_feed("1", url=BRIDGE, content_text="Short.", author={"name": "Ana"}),
    "JSON Feed, external_url": json_feed(
        "1.1", url="https://blog.example.net/1", external_url=BRIDGE, summary="Short."
    ),
}


@pytest.mark.parametrize("name", SORTS)
def test_sort(name):
    """Its article, no file of this machine, and known without being told."""
    data = SORTS[name].encode()
    done = run("--replay", WARC, "--to", "json", "--from", "feed", stdin=data)
    assert done.status == 0
    first = json.loads(done.out.split(b"\n")[0])
    assert first["status"] == "fetched"
    assert LORRY in first["text"]
    assert first["url"] == BRIDGE
    assert b"root:" not in done.out
    assert run("--replay", WARC, "--to", "json", stdin=data).out == done.out


def subject_of(data):
    return json.loads(run("-n", "--to", "links", stdin=data).out)["subject"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-8"])
def test_latin_1(declared):
    """Declared, or declared as something else."""
    feed = rss(ITEM.replace("The old bridge", "Café bridge"))
    data = f'<?xml version="1.0" encoding="{declared}"?>{feed}'.encode("latin-1")
    assert subject_of(data) == "Café bridge reopens"


def test_title_that_was_escaped_twice():
    title = "Salt &amp;amp; pepper: the &amp;lt;b&amp;gt;old&amp;lt;/b&amp;gt; bridge"
    assert "Salt & pepper" in subject_of(rss(ITEM.replace("The old bridge", title)).encode())


def with_file(element):
    notes = "In this episode: the bridge, the ferry, and a dog that waits for it every evening."
    feed = rss(
        f"<item><title>Episode 7</title>{LINK}<description>&lt;p&gt;{notes}&lt;/p&gt;"
        f"</description>{element}</item>",
        'version="2.0" xmlns:media="http://search.yahoo.com/mrss/"',
    )
    return feed.encode()


ENCLOSURE = '<enclosure url="https://harbour.example.org/7.mp3" type="{}" length="1"/>'
MEDIA = '<media:content url="https://harbour.example.org/7.mp4" medium="video"/>'


def test_podcast():
    """The notes are the article, the enclosure a link."""
    found = article(with_file(ENCLOSURE.format("audio/mpeg")))
    assert found["status"] == "included"
    assert "a dog that waits" in found["text"]
    assert 'href="https://harbour.example.org/7.mp3"' in found["html"]


def test_video_by_media_content():
    found = article(with_file(MEDIA))
    assert found["status"] == "included"
    assert "7.mp4" in found["html"]


def test_picture_as_enclosure_is_no_podcast():
    assert article(with_file(ENCLOSURE.format("image/jpeg")))["status"] == "fetched"


def test_content_that_is_shorter_than_its_summary_is_none():
    short = "<content:encoded>Short.</content:encoded><description>"
    space = 'version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    data = rss(ITEM.replace("<description>", short), space).encode()
    assert article(data)["status"] == "fetched"


@pytest.mark.parametrize(
    "date, read",
    [
        ("Tue, 24 Nov 2026 08:00:00 GMT", "Tue, 24 Nov 2026 08:00:00 +0000"),
        ("2026-11-24T08:00:00+02:00", "Tue, 24 Nov 2026 06:00:00 +0000"),
        ("24 Nov 26 08:00 EST", "Tue, 24 Nov 2026 13:00:00 +0000"),
        ("Tuesday, 24 November 2026", "Tue, 24 Nov 2026 00:00:00 +0000"),
        ("2026-11-24", "Tue, 24 Nov 2026 00:00:00 +0000"),
        ("11/24/2026", "Tue, 24 Nov 2026 00:00:00 +0000"),
    ],
)
def test_date(date, read):
    data = rss_with_link(f"<pubDate>{date}</pubDate>{LINK}").encode()
    message = email.message_from_bytes(run("--replay", WARC, stdin=data).out)
    assert message["Date"] == read


def test_sender():
    """The address in From."""
    done = run("-n", "--sender", "feeds@example.com", stdin=RSS)
    assert done.out.count(b"<feeds@example.com>") == 3


# --- into a Maildir


def test_maildir(tmp_path):
    """Three messages in new, none in tmp."""
    done = run("--replay", WARC, "--to", f"maildir:{tmp_path}/M", stdin=RSS)
    assert done.status == 0
    assert done.out == b""
    assert len(list((tmp_path / "M/new").iterdir())) == 3
    assert not list((tmp_path / "M/tmp").iterdir())
    messages = list(mailbox.Maildir(tmp_path / "M"))
    assert len(messages) == 3
    assert all(message["Message-ID"] for message in messages)


def test_maildir_if_the_reader_dies(tmp_path):
    """The original is delivered."""
    env = {"OFFPRINT_FAULT": "extract:SEGV"}
    run("--replay", WARC, "--to", f"maildir:{tmp_path}/M", stdin=TEASER, env=env)
    assert [path.read_bytes() for path in (tmp_path / "M/new").iterdir()] == [TEASER]


# --- two hundred items


class Bridges(Site):
    """A page of its own at each address, after a while; one is gone."""

    def answer(self):
        if self.path == "/feed":
            self.send(self.server.feed, "application/rss+xml")
        elif self.path == "/gone":
            self.send_error(404)
        else:
            time.sleep(0.05)
            number = self.path.split("/")[-1]
            page = PAGE.decode().replace("The old bridge", f"Bridge {number}")
            self.send(page.replace("first lorry", f"lorry {number}").encode(), HTML)


def bridges(base, count):
    """A feed of so many items, of which number 13 is gone."""
    items = "".join(
        f"<item><title>Bridge {n}</title>"
        f"<link>{base}/{'gone' if n == 13 else f'a/{n}'}</link>"
        f'<guid isPermaLink="false">guid-{n}</guid>'
        f"<description>Short {n}.</description></item>"
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Bridges</title>'
        f"<link>{base}/</link><description>d</description>{items}</channel></rss>"
    ).encode()


@pytest.fixture(name="server", scope="module")
def serve():
    with serving(Bridges) as server:
        yield server


class Filled:
    def __init__(self, base):
        begun = time.monotonic()
        self.done = run("-v", "--to", "feed", "--allow-net", ALLOW, stdin=bridges(base, 200))
        self.took = time.monotonic() - begun
        self.items = list(ET.fromstring(self.done.out).iter("item"))


@pytest.fixture(name="two_hundred", scope="module")
def fill_two_hundred(server):
    return Filled(server.base)


def test_fetched_in_parallel(two_hundred):
    """Within the deadline, each its own."""
    assert two_hundred.done.status == 0
    assert len(two_hundred.items) == 200
    full = [
        item
        for item in two_hundred.items
        if f"lorry {item.findtext('guid').split('-')[1]} " in (item.findtext(ENCODED) or "")
    ]
    assert len(full) == 199
    assert two_hundred.took < 8


def test_guids_unchanged_in_order(two_hundred):
    guids = [item.findtext("guid") for item in two_hundred.items]
    assert guids == [f"guid-{number}" for number in range(200)]


def test_one_that_is_gone_is_named(two_hundred):
    assert "item 14: status=failed; reason=gone" in two_hundred.done.said


def test_mbox_of_two_hundred(server):
    box = run("-n", "--to", "mbox", stdin=bridges(server.base, 200)).out
    assert len(re.findall(rb"^From MAILER-DAEMON", box, re.M)) == 200


def test_terminal_sees_how_far_it_is(server):
    """And is wiped at the end."""
    main, side = need_pty()
    command = [OFFPRINT, "-n", "--to", "mbox"]
    feed = bridges(server.base, 200)
    subprocess.run(
        command, input=feed, stdout=subprocess.DEVNULL, stderr=side, env=ENV, check=False
    )
    os.close(side)
    shown = b""
    with contextlib.suppress(OSError):
        while chunk := os.read(main, 65536):
            shown += chunk
    os.close(main)
    assert b"of 200 items" in shown
    assert shown.endswith(b"\r\x1b[K")


def test_formail_sees_the_second_two_hundred_as_duplicates(server, tmp_path):
    need("formail")
    box = run("-n", "--to", "mbox", stdin=bridges(server.base, 200)).out
    (tmp_path / "box").write_bytes(box * 2)
    line = "formail -D 65536 ids -s <box | grep -ci ^message-id"
    command = ["sh", "-c", line]
    done = subprocess.run(command, capture_output=True, env=ENV, cwd=tmp_path, check=False)
    assert int(done.stdout) == 200


# --- a digest's articles


def digest(base):
    pieces = "".join(
        f'<h3><a href="{base}/a/{n}">The bridge of the week, number {n} of many</a></h3>'
        "<p>A word about it, to make you read on.</p>"
        for n in range(5)
    )
    return (
        "From: a@example.org\nTo: b@example.com\nSubject: Weekly\n"
        "Date: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <7@example.org>\n"
        f"List-Unsubscribe: <{base}/u>\nMIME-Version: 1.0\n"
        "Content-Type: text/html; charset=utf-8\n\n<html><body>"
        f"<p>Dear reader, here is what the week brought, in five pieces.</p>{pieces}"
        "</body></html>\n"
    ).encode()


class Digest:
    """What --articles 2 makes of a digest."""

    def __init__(self, base):
        self.mail = digest(base)
        self.out = run("-v", "--articles", "2", "--allow-net", ALLOW, stdin=self.mail).out
        self.message = email.message_from_bytes(self.out, policy=email.policy.default)

    def of_type(self, kind):
        return [part for part in self.message.walk() if part.get_content_type() == kind]

    @property
    def inner(self):
        return [part.get_payload(0) for part in self.of_type("message/rfc822")]


@pytest.fixture(name="two", scope="module")
def make_digest(server):
    return Digest(server.base)


def test_two_whole_messages_in_a_digest(two):
    assert len(two.inner) == 2
    assert two.of_type("multipart/digest")
    assert "status=digest" in two.message["X-Offprint"]


def test_each_message_has_its_article(two):
    for message in two.inner:
        assert "lorry" in message.get_body(("plain",)).get_content()
        assert message["Message-ID"]
        assert message["Date"]


def test_restore_gives_the_digest_back(two):
    assert run("--restore", stdin=two.out).out == two.mail


# --- a real newsboat


class Newsboat:
    """Two reloads of a feed of five items through offprint."""

    def __init__(self, server, folder):
        server.feed = bridges(server.base, 5)
        server.hits.clear()
        fill = folder / "fill"
        fill.write_text(
            f"#!/bin/sh\nOFFPRINT_LIBEXECDIR={BUILD} exec {OFFPRINT} --from feed --to feed "
            f"--allow-net {ALLOW}\n"
        )
        fill.chmod(0o755)
        (folder / "urls").write_text(f'"filter:{fill}:{server.base}/feed"\n')
        env = {**ENV, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "vt100"}
        env.pop("OFFPRINT_LIBEXECDIR")
        command = [need("newsboat"), "-u", "urls", "-c", "boat.db", "-C", "/dev/null"]
        for _ in range(2):
            subprocess.run(
                [*command, "-x", "reload"],
                env=env,
                cwd=folder,
                capture_output=True,
                timeout=60,
                check=False,
            )
        with contextlib.closing(sqlite3.connect(folder / "boat.db")) as database:
            select = "select guid, content from rss_item order by guid"
            self.items = dict(database.execute(select).fetchall())
        self.asked = sorted(path for path in server.hits if path.startswith("/a/"))


@pytest.fixture(name="boat", scope="module")
def run_newsboat(server, tmp_path_factory):
    return Newsboat(server, tmp_path_factory.mktemp("boat"))


def test_newsboat_has_five_items_after_two_reloads(boat):
    """With their own guids."""
    assert list(boat.items) == [f"guid-{number}" for number in range(5)]


def test_newsboat_asks_once(boat):
    """On the second reload the cache answers."""
    assert boat.asked == [f"/a/{number}" for number in range(5)]


def test_newsboat_shows_each_article(boat):
    for guid, content in boat.items.items():
        assert f"lorry {guid[-1]} " in content
