"""Odd feeds: what has to be read from them, and that they come out again as they went in.

The feeds are data (feeds/odd.toml). What is read is compared with the table; what is written is
compared with the input by another parser, Python's own.
"""

import json
import pathlib
import re
import subprocess
import tomllib
import xml.etree.ElementTree as ET

import pytest

from harness import ENV, OFFPRINT, TOP

WHERE = TOP / "tests" / "feeds"
FEEDS = tomllib.loads((WHERE / "odd.toml").read_text(encoding="utf-8"))["feed"]
FIELDS = ("title", "url", "byline", "date", "site")
HTML = re.compile(r"<p>The page (\d+) in full")


def run(*args, stdin=b""):
    return subprocess.run(
        [OFFPRINT, "--config", "off", "--cache", "off", "--from", "feed", *args],
        input=stdin,
        capture_output=True,
        env=ENV,
        check=False,
        timeout=60,
    )


def read(source):
    done = run("-n", "--to", "json", stdin=source)
    assert done.returncode == 0 and done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize("case", FEEDS, ids=lambda c: c["id"])
def test_read(case):
    items = read(case["feed"].encode())
    first = items[0]
    for field in FIELDS:
        if field in case:
            assert first[field] == (None if case[field] == "-" else case[field]), field
    if "text" in case:
        assert first["text"].strip() == case["text"]
    if "text_folded" in case:
        assert " ".join(first["text"].split()) == case["text_folded"]
    if "titles" in case:
        assert [i["title"] for i in items] == case["titles"]
    if "urls" in case:
        assert [i["url"] for i in items] == case["urls"]
    assert case.get("html_has", "") in first["html"]
    assert "html_lacks" not in case or case["html_lacks"] not in first["html"]


@pytest.mark.parametrize("case", FEEDS[::10], ids=lambda c: c["id"])
def test_unfilled_is_untouched(case):
    source = case["feed"].encode()
    assert run("-n", "--to", "feed", stdin=source).stdout == source


# --- filled in: only what is filled differs -------------------------------------------------------

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"


def archive(folder, urls):
    """A WARC that answers each address with an article of its own."""
    path = pathlib.Path(folder) / "site.warc"
    out = b""
    for number, url in enumerate(urls):
        words = (
            "It has four long walls, "
            "and none of them was ever painted by anybody who lives in the house today. "
        )
        page = (
            f"<!DOCTYPE html><html lang='en'><head><title>Page {number}</title></head>"
            f"<body><article><h1>Page {number}</h1><p>The page {number} in full. {words * 3}</p>"
            f"<p>{words * 4}</p></article></body></html>"
        ).encode()
        http = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Content-Length: %d\r\n\r\n" % len(page) + page
        )
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: 2024-02-03T04:05:06Z\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    path.write_bytes(out)
    return str(path)


def shape(element, skip):
    """All of an element but the filled content:
    name, attributes, text, children, in their order.
    """
    return (
        element.tag,
        sorted(element.attrib.items()),
        (element.text or "").strip(),
        [(shape(c, skip), (c.tail or "").strip()) for c in element if c.tag not in skip],
    )


def fill(tmp_path, source, urls):
    done = run("--to", "feed", "--replay", archive(tmp_path, urls), stdin=source)
    assert done.returncode == 0
    return done.stdout


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/x.xsl"?>
<!-- before -->
<rss version='2.0' xmlns:y="urn:yard" {ns}>\
<channel  a="1"><title>L &amp; M</title><link>https://lamp.example/</link>
  <y:odd y:kind="ash"><y:odd/></y:odd>
<item><title><![CDATA[Salt & oil]]></title><link>https://lamp.example/1?a=1&amp;b=2</link>\
<guid isPermaLink="false">g 1</guid><description>Short.</description>{content}<y:n>007</y:n></item>
<item><title>Two</title><link>https://lamp.example/2</link>\
<guid>tag:x,2</guid><description>Short.</description></item>
<!-- behind --></channel></rss>
"""
FILLED = {
    "declared": RSS.format(
        ns='xmlns:content="http://purl.org/rss/1.0/modules/content/"', content=""
    ),
    "not declared": RSS.format(ns="", content=""),
    "another prefix": RSS.format(
        ns='xmlns:c="http://purl.org/rss/1.0/modules/content/"',
        content="<c:encoded>Cut…</c:encoded>",
    ),
    "prefix taken": RSS.format(
        ns='xmlns:content="urn:other"', content="<content:encoded>stays</content:encoded>"
    ),
    "empty element": RSS.format(
        ns='xmlns:content="http://purl.org/rss/1.0/modules/content/"', content="<content:encoded />"
    ),
    "line ends": RSS.format(ns="", content="").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", FILLED)
def test_filled_rss(tmp_path, name):
    source = FILLED[name].encode()
    out = fill(tmp_path, source, ["https://lamp.example/1?a=1&b=2", "https://lamp.example/2"])
    before, after = ET.fromstring(source), ET.fromstring(out)
    assert shape(before, {CONTENT}) == shape(after, {CONTENT})
    assert [HTML.search(i.findtext(CONTENT)).group(1) for i in after.iter("item")] == ["0", "1"]
    for line in (
        b"<?xml-stylesheet",
        b"<!-- before -->",
        b"<!-- behind -->",
        b"<![CDATA[Salt & oil]]>",
        b"version='2.0'",
    ):
        assert line in out


ENTRY = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" \
xml:lang="en"><title>L</title><id>urn:l</id>
<entry><title>One</title><id>urn:1</id><link href="https://lamp.example/1"/>\
<media:content url="https://lamp.example/x.jpg"><media:title>t</media:title></media:content>\
<summary>Short.</summary>{content}</entry>
</feed>"""


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<content/>",
        "<content xml:lang='en' type='text'>Short</content>",
        "<content src='https://lamp.example/1' type='text/html'/>",
    ],
)
def test_filled_atom(tmp_path, content):
    source = ENTRY.format(content=content).encode()
    out = fill(tmp_path, source, ["https://lamp.example/1"])
    before, after = ET.fromstring(source), ET.fromstring(out)
    assert shape(before, {ATOM + "content"}) == shape(after, {ATOM + "content"})
    made = after.find(f"{ATOM}entry/{ATOM}content")
    assert made.get("type") == "html" and made.get("src") is None and HTML.search(made.text)
    assert (made.get("{http://www.w3.org/XML/1998/namespace}lang") == "en") == ("lang" in content)


def test_filled_atom_with_prefix(tmp_path):
    source = (
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>One</a:title>'
        b'<a:link href="https://lamp.example/1"/></a:entry></a:feed>'
    )
    after = ET.fromstring(fill(tmp_path, source, ["https://lamp.example/1"]))
    assert HTML.search(after.find(f"{ATOM}entry/{ATOM}content").text)


JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "z": 1e2, "big": 9007199254740993, "items": ['
    '{"id": "1", "url": "https://lamp.example/1", "title": "One",%s "summary": "Short.", '
    '"_n": [1.50, -0, 12345678901234567890, null, true]}, '
    '{"id": "2", "url": "https://lamp.example/2", "attachments": [{"size_in_bytes": 89970236}]}], '
    '"a": "\\u00e9é"}'
)


@pytest.mark.parametrize(
    "content", ["", ' "content_html": "<p>Cut…</p>",', ' "content_html" : "", ']
)
def test_filled_json(tmp_path, content):
    source = (JSON % content).encode()
    out = fill(tmp_path, source, ["https://lamp.example/1", "https://lamp.example/2"])
    parse = lambda data: json.loads(
        data,
        object_pairs_hook=lambda pairs: [p for p in pairs if p[0] != "content_html"],
        parse_int=str,
        parse_float=str,
    )
    assert parse(source) == parse(out)
    assert [HTML.search(i["content_html"]).group(1) for i in json.loads(out)["items"]] == ["0", "1"]


MENDED = {
    "ampersand in a guid": (
        "<guid isPermaLink='false'>https://lamp.example/?p=1&q=2</guid>",
        "https://lamp.example/?p=1&q=2",
    ),
    "name of HTML in a guid": ("<guid>caf&eacute;</guid>", "café"),
    "unclosed element behind": (
        "<guid>g-1</guid><description><p>A line<br>more</description>",
        "g-1",
    ),
    "control character": ("<guid>g-1</guid><description>a\x0bb</description>", "g-1"),
}


@pytest.mark.parametrize("name", MENDED)
def test_mended_and_filled(tmp_path, name):
    fields, guid = MENDED[name]
    source = (
        "<rss version='2.0'><channel><title>L</title>"
        f"<item><title>One</title><link>https://lamp.example/1</link>{fields}</item>"
        "<item><title>Two</title><guid>g-2</guid></item></channel></rss>"
    ).encode()
    after = ET.fromstring(fill(tmp_path, source, ["https://lamp.example/1"]))
    assert [i.findtext("guid") for i in after.iter("item")] == [guid, "g-2"]
    assert HTML.search(after.find("channel/item").findtext(CONTENT))


def test_charset_of_the_declaration(tmp_path):
    source = (
        '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel>'
        "<item><title>Öl</title><link>https://lamp.example/1</link></item></channel></rss>"
    ).encode("latin-1")
    out = fill(tmp_path, source, ["https://lamp.example/1"])
    assert ET.fromstring(out).findtext("channel/item/title") == "Öl" and b'encoding="UTF-8"' in out


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "koi8-r"]
)
def test_charsets(charset):
    title = "Вика" if charset == "koi8-r" else "Öl – gut"
    source = (
        f'<?xml version="1.0" encoding="{charset.replace("-sig", "")}"?><rss version="2.0">'
        f"<channel><item><title>{title}</title></item></channel></rss>"
    ).encode(charset)
    assert read(source)[0]["title"] == title


def test_bound_of_items_is_no_cut():
    source = (
        b"<rss version='2.0'><channel>"
        + b"<item><guid>1</guid></item>" * 100001
        + b"</channel></rss>"
    )
    done = run("-n", "-v", "--to", "feed", "--deadline", "60", stdin=source)
    assert done.stdout == source and b"too many items" in done.stderr


def test_work_is_linear():
    for piece in (
        b"<b>",
        b"</b>",
        b"<![CDATA[",
        b"<!--",
        b"<?x",
        b"<a b='",
        b"&",
        b"<item>",
        b"]]>",
        b"<!DOCTYPE ",
    ):
        source = b"<rss><channel><item><title>x</title>" + piece * (1_000_000 // len(piece))
        done = run("-n", "--to", "feed", "--deadline", "20", stdin=source)
        assert done.returncode == 0 and done.stdout == source
