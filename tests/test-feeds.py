#!/usr/bin/env python3
"""Feeds of every sort, in and out: what is read of them, what is written back, and a real newsboat on a filled one."""
import email, email.policy, http.server, pty, json, mailbox, os, pathlib, re, shutil, subprocess, sys, tempfile, threading, time
import xml.etree.ElementTree as ET
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

RSS, ATOM, JSONFEED = ((TOP / "tests/mail" / f).read_bytes() for f in ("feed.rss", "feed.atom", "feed.json"))
LORRY = "first lorry rolled over the old bridge"
BRIDGE = "https://harbour.example.org/2026/11/bridge"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"


def filled(data, *args): return run("--replay", WARC, "--to", "feed", *args, stdin=data)


def shape(root): return [(e.tag, e.attrib, (e.text or "").strip()) for e in root.iter() if e.tag not in (ENCODED, "{http://www.w3.org/2005/Atom}content")]


# --- a feed comes back with its articles in it --------------------------------------------------------------------------
status, out, err = filled(RSS)
before, after = ET.fromstring(RSS), ET.fromstring(out)
ok(status == 0 and shape(before) == shape(after), "RSS: every element kept", err)
contents = [i.findtext(ENCODED) for i in after.iter("item")]
ok(LORRY in contents[0] and "<script" not in contents[0], "RSS: content:encoded filled in", contents[0][:200])
ok("alert(1)" in contents[1] and contents[2] is None, "RSS: what is whole, or could not be had, is as it was", contents[1:])
status, out, err = filled(ATOM)
entry = ET.fromstring(out).find("{http://www.w3.org/2005/Atom}entry")
content = entry.find("{http://www.w3.org/2005/Atom}content")
ok(content.get("type") == "html" and LORRY in content.text and shape(ET.fromstring(ATOM)) == shape(ET.fromstring(out)), "Atom: content filled in, all else kept", out[:300])
status, out, err = filled(JSONFEED)
d = json.loads(out)
ok(LORRY in d["items"][0].pop("content_html") and d == json.loads(JSONFEED), "JSON Feed: content_html filled in, all else kept", out[:300])
ok(filled(RSS, "--no-fetch")[1] == RSS, "nothing fetched: the feed's own bytes")
ok(filled(b"<rss><channel></channel></rss>")[1] == b"<rss><channel></channel></rss>", "a feed without items: its own bytes")
ok(filled(b"not found")[1] == b"not found", "no feed: its own bytes")
ok(run("--replay", WARC, "--to", "feed", stdin=RSS, env={"OFFPRINT_FAULT": "compose:SEGV"})[1] == RSS, "the reader dead: the feed's own bytes")
ok(filled(b"")[:2] == (0, b""), "nothing in (a server's 404): nothing out")

# --- every sort of feed ---------------------------------------------------------------------------------------------------
item = f"<item><title>The old bridge reopens</title><link>{BRIDGE}</link><description>After two years it is open.</description></item>"
channel = "<channel><title>Harbour</title><link>https://harbour.example.org/</link><description>d</description>"
SORTS = {
    "RSS 0.91": f'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91">{channel}{item}</channel></rss>',
    "RSS 0.92": f'<rss version="0.92">{channel}{item}</channel></rss>',
    "RSS 1.0": f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">{channel}</channel>{item.replace("<item>", chr(60) + f"item rdf:about=" + chr(34) + BRIDGE + chr(34) + ">")}</rdf:RDF>',
    "Atom 0.3": f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Harbour</title><entry><title>The old bridge reopens</title><link rel="alternate" type="text/html" href="{BRIDGE}"/><id>1</id><issued>2026-11-24T08:00:00Z</issued><summary>Open.</summary></entry></feed>',
    "undeclared prefixes": f'<rss version="2.0">{channel}{item.replace("<link>", "<dc:creator>Ana Ruiz</dc:creator><slash:comments>3</slash:comments><link>")}</channel></rss>',
    "unescaped ampersands": f'<rss version="2.0">{channel}{item.replace("reopens", "reopens & traffic & more")}</channel></rss>',
    "bad bytes": f'<rss version="2.0">{channel}{item}</channel></rss>'.replace("After two", "After \x01\x02 two"),
    "truncated": f'<rss version="2.0">{channel}{item}<item><title>Half a ti',
    "doctype with entities": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0">{channel}{item.replace("After two", "&x;&b;After two")}</channel></rss>',
    "white space before it": f'\n\n  <rss version="2.0">{channel}{item}</channel></rss>',
    "feedburner": f'<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">{channel}{item.replace("<link>" + BRIDGE, "<feedburner:origLink>" + BRIDGE + "</feedburner:origLink><link>https://feeds.example.net/~r/1")}</channel></rss>',
    "permalink guid alone": f'<rss version="2.0">{channel}{item.replace("<link>" + BRIDGE + "</link>", "<guid>" + BRIDGE + "</guid>")}</channel></rss>',
    "relative link": f'<rss version="2.0">{channel}{item.replace(BRIDGE, "/2026/11/bridge")}</channel></rss>',
    "xml:base": f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example.org/2026/"><title>H</title><entry><title>The old bridge reopens</title><id>1</id><link href="11/bridge"/><updated>2026-11-24T08:00:00Z</updated><summary>Open.</summary></entry></feed>',
    "link and comments": f'<rss version="2.0">{channel}{item.replace("<link>", "<comments>https://news.example.net/item?id=1</comments><link>")}</channel></rss>',
    "atom:link in RSS": f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">{channel}<atom:link rel="self" href="https://harbour.example.org/feed"/>{item.replace("<link>", "<atom:link href=" + chr(34) + "https://x.example/" + chr(34) + "/><link>")}</channel></rss>',
    "CDATA": f'<rss version="2.0">{channel}{item.replace("After two years it is open.", "<![CDATA[<p>After <b>two</b> years.</p>]]>")}</channel></rss>',
    "JSON Feed 1.0": json.dumps(dict(version="https://jsonfeed.org/version/1", title="H", items=[dict(id="1", url=BRIDGE, title="The old bridge reopens", content_text="Short.", author=dict(name="Ana"))])),
    "JSON Feed, external_url": json.dumps(dict(version="https://jsonfeed.org/version/1.1", title="H", items=[dict(id="1", url="https://blog.example.net/1", external_url=BRIDGE, title="The old bridge reopens", summary="Short.")])),
}
for name, feed in SORTS.items():
    data = feed.encode("utf-8", "replace")
    status, out, err = run("--replay", WARC, "--to", "json", "--from", "feed", stdin=data)
    d = [json.loads(l) for l in out.split(b"\n") if l]
    ok(status == 0 and d and d[0]["status"] == "fetched" and LORRY in d[0]["text"] and d[0]["url"] == BRIDGE, f"{name}: the article", (out[:200], err))
    ok(b"root:" not in out, f"{name}: no file came in")
    auto = run("--replay", WARC, "--to", "json", stdin=data)[1]
    ok(auto == out, f"{name}: known without being told", auto[:200])
latin = f'<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0">{channel}{item.replace("The old bridge", "Café bridge")}</channel></rss>'.encode("latin-1")
ok(json.loads(run("-n", "--to", "links", stdin=latin)[1])["subject"] == "Café bridge reopens", "iso-8859-1, declared")
ok(json.loads(run("-n", "--to", "links", stdin=latin.replace(b"iso-8859-1", b"utf-8"))[1])["subject"] == "Café bridge reopens", "iso-8859-1, declared as utf-8")
twice = f'<rss version="2.0">{channel}{item.replace("The old bridge", "Salt &amp;amp; pepper: the &amp;lt;b&amp;gt;old&amp;lt;/b&amp;gt; bridge")}</channel></rss>'.encode()
ok("Salt & pepper" in json.loads(run("-n", "--to", "links", stdin=twice)[1])["subject"], "a title that was escaped twice")
podcast = f'<rss version="2.0">{channel}<item><title>Episode 7</title><link>{BRIDGE}</link><description>&lt;p&gt;In this episode: the bridge, the ferry, and a dog that waits for it every evening.&lt;/p&gt;</description><enclosure url="https://harbour.example.org/7.mp3" type="audio/mpeg" length="1"/></item></channel></rss>'.encode()
d = json.loads(run("--replay", WARC, "--to", "json", stdin=podcast)[1])
ok(d["status"] == "included" and "a dog that waits" in d["text"] and 'href="https://harbour.example.org/7.mp3"' in d["html"], "a podcast: the notes are the article, the enclosure a link", d)
video = podcast.replace(b'<enclosure url="https://harbour.example.org/7.mp3" type="audio/mpeg" length="1"/>', b'<media:content url="https://harbour.example.org/7.mp4" medium="video"/>').replace(b"<rss ", b'<rss xmlns:media="http://search.yahoo.com/mrss/" ')
d = json.loads(run("--replay", WARC, "--to", "json", stdin=video)[1])
ok(d["status"] == "included" and "7.mp4" in d["html"], "a video by media:content: the same", d)
picture = podcast.replace(b'type="audio/mpeg"', b'type="image/jpeg"')
ok(json.loads(run("--replay", WARC, "--to", "json", stdin=picture)[1])["status"] == "fetched", "a picture as enclosure is no podcast")
shorter = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">{channel}{item.replace("<description>", "<content:encoded>Short.</content:encoded><description>")}</channel></rss>'.encode()
ok(json.loads(run("--replay", WARC, "--to", "json", stdin=shorter)[1])["status"] == "fetched", "content that is shorter than its summary is none")
for date, want in {"Tue, 24 Nov 2026 08:00:00 GMT": "Tue, 24 Nov 2026 08:00:00 +0000", "2026-11-24T08:00:00+02:00": "Tue, 24 Nov 2026 06:00:00 +0000", "24 Nov 26 08:00 EST": "Tue, 24 Nov 2026 13:00:00 +0000",
                   "Tuesday, 24 November 2026": "Tue, 24 Nov 2026 00:00:00 +0000", "2026-11-24": "Tue, 24 Nov 2026 00:00:00 +0000", "11/24/2026": "Tue, 24 Nov 2026 00:00:00 +0000"}.items():
    data = f'<rss version="2.0">{channel}{item.replace("<link>", f"<pubDate>{date}</pubDate><link>")}</channel></rss>'.encode()
    m = email.message_from_bytes(run("--replay", WARC, stdin=data)[1])
    ok(m["Date"] == want, f"the date {date}", m["Date"])

# --- many items ---------------------------------------------------------------------------------------------------------------
work = pathlib.Path(tempfile.mkdtemp(prefix="offprint-feeds-"))
status, out, err = run("--replay", WARC, "--to", f"maildir:{work}/M", stdin=RSS)
delivered = sorted((work / "M/new").iterdir())
ok(status == 0 and out == b"" and len(delivered) == 3 and not list((work / "M/tmp").iterdir()), "--to maildir: three messages in new, none in tmp", (err, delivered))
ok(len(mailbox.Maildir(work / "M")) == 3 and all(m["Message-ID"] for m in mailbox.Maildir(work / "M")), "--to maildir: read as a Maildir")
run("--replay", WARC, "--to", f"maildir:{work}/M", stdin=TEASER, env={"OFFPRINT_FAULT": "extract:SEGV"})
ok(any(f.read_bytes() == TEASER for f in (work / "M/new").iterdir()), "--to maildir, the reader dead: the original is delivered")


class Site(http.server.BaseHTTPRequestHandler):
    hits = []
    def log_message(self, *a): pass
    def do_GET(self):
        Site.hits.append(self.path)
        if self.path == "/feed": body, kind = FEED200.encode(), "application/rss+xml"
        elif self.path == "/gone": self.send_error(404); return
        else:
            time.sleep(0.05)
            n = self.path.split("/")[-1]
            body, kind = (TOP / "tests/site/pages/bridge.html").read_text().replace("The old bridge", f"Bridge {n}").replace("first lorry", f"lorry {n}").encode(), "text/html; charset=utf-8"
        self.send_response(200); self.send_header("Content-Type", kind); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)


class Threads(http.server.ThreadingHTTPServer): daemon_threads = True; request_queue_size = 64
server = Threads(("127.0.0.1", 0), Site); threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_address[1]}"
FEED200 = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Two hundred</title><link>{base}/</link><description>d</description>' + "".join(f'<item><title>Bridge {n}</title><link>{base}/{"gone" if n == 13 else f"a/{n}"}</link><guid isPermaLink="false">guid-{n}</guid><description>Short {n}.</description></item>' for n in range(200)) + "</channel></rss>"
t = time.monotonic(); status, out, err = run("-v", "--to", "feed", "--allow-net", "127.0.0.0/8", stdin=FEED200.encode()); took = time.monotonic() - t
items = list(ET.fromstring(out).iter("item"))
full = [i for i in items if f"lorry {i.findtext('guid').split('-')[1]} " in (i.findtext(ENCODED) or "")]
print(f"# 200 items, 50 ms each: {took:.2f} s")
ok(status == 0 and len(items) == 200 and len(full) == 199 and took < 8, "200 items: fetched in parallel, within the deadline, each its own", (len(items), len(full), took, err[-300:]))
ok([i.findtext("guid") for i in items] == [f"guid-{n}" for n in range(200)], "200 items: guids unchanged, in order")
ok(b"item 14: status=failed; reason=gone" in err, "200 items: the one that is gone is named", err[-200:])

try: main, side = pty.openpty()
except OSError: main = side = None
p = subprocess.Popen([OFFPRINT, "-n", "--to", "mbox"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=side or subprocess.DEVNULL, env=ENV)
box = p.communicate(FEED200.encode())[0]
if side: os.close(side)
shown = b""
try:
    while main and (chunk := os.read(main, 65536)): shown += chunk
except OSError: pass
if not main: skip("progress on a terminal", "there is no pseudo-terminal")
else: ok(b"of 200 items" in shown and shown.endswith(b"\r\x1b[K"), "200 items: a terminal sees how far it is, and is wiped at the end", shown[-200:])
ok(len(re.findall(rb"^From MAILER-DAEMON", box, re.M)) == 200, "200 items: an mbox of 200", len(box))
if shutil.which("formail"):
    (work / "box").write_bytes(box)
    n = subprocess.run(["sh", "-c", f"cat {work}/box {work}/box | formail -D 65536 {work}/ids -s | grep -ci ^message-id"], capture_output=True, env=ENV).stdout
    ok(int(n) == 200, "formail -D sees the second two hundred as duplicates", n)
else: skip("formail", "procmail is not installed")
status, out, err = run("-n", "--sender", "feeds@example.com", stdin=RSS)
ok(out.count(b"<feeds@example.com>") == 3, "--sender: the address in From", out[:200])

# --- a digest's articles ----------------------------------------------------------------------------------------------------------
digest = f'From: a@example.org\nTo: b@example.com\nSubject: Weekly\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <7@example.org>\nList-Unsubscribe: <{base}/u>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>Dear reader, here is what the week brought, in five pieces.</p>' + "".join(f'<h3><a href="{base}/a/{n}">The bridge of the week, number {n} of many</a></h3><p>A word about it, to make you read on.</p>' for n in range(5)) + "</body></html>\n"
status, out, err = run("-v", "--articles", "2", "--allow-net", "127.0.0.0/8", stdin=digest.encode())
m = email.message_from_bytes(out, policy=email.policy.default)
inner = [p.get_payload(0) for p in m.walk() if p.get_content_type() == "message/rfc822"]
ok(len(inner) == 2 and any(p.get_content_type() == "multipart/digest" for p in m.walk()) and "status=digest" in m["X-Offprint"], "--articles 2: two whole messages in a multipart/digest", (out[:600], err))
ok(all("lorry" in p.get_body(("plain",)).get_content() and p["Message-ID"] and p["Date"] for p in inner), "--articles 2: each with its article")
ok(run("--restore", stdin=out)[1] == digest.encode(), "--articles 2: --restore gives the mail back")

# --- a real newsboat ------------------------------------------------------------------------------------------------------------------
if shutil.which("newsboat"):
    home = work / "home"; home.mkdir()
    FEED200 = FEED200.replace(FEED200[FEED200.index("<item><title>Bridge 5<"):FEED200.rindex("</channel>")], "")
    wrapper = work / "fill"; wrapper.write_text(f"#!/bin/sh\nOFFPRINT_LIBEXECDIR={BUILD} exec {OFFPRINT} --from feed --to feed --allow-net 127.0.0.0/8\n"); wrapper.chmod(0o755)
    (work / "urls").write_text(f'"filter:{wrapper}:{base}/feed"\n')
    boat = ["newsboat", "-u", str(work / "urls"), "-c", str(work / "cache.db"), "-C", "/dev/null"]
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "vt100"}
    del Site.hits[:]
    for round_ in (1, 2): subprocess.run([*boat, "-x", "reload"], env=env, capture_output=True, timeout=60)
    import sqlite3
    rows = sqlite3.connect(work / "cache.db").execute("select guid, title, content from rss_item order by guid").fetchall()
    ok([r[0] for r in rows] == [f"guid-{n}" for n in range(5)], "newsboat: five items, their own guids, after two reloads", rows)
    asked = sorted(h for h in Site.hits if h.startswith("/a/"))
    ok(asked == [f"/a/{n}" for n in range(5)], "newsboat: on the second reload the cache answers", asked)
    ok(all(f"lorry {r[0][-1]} " in r[2] for r in rows), "newsboat: each shows its article", [r[2][:100] for r in rows])
else: skip("newsboat", "newsboat is not installed")
server.shutdown(); shutil.rmtree(work)
done()
