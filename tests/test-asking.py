#!/usr/bin/env python3
"""It never clicks: whatever names an address that acts, be it a mail, a feed, a page or a picture, it is not asked for."""
import html
import http.server
import json
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import TOP, done, ok, run

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
SENTENCE = "The mill by the weir grinds barley again, and the miller's daughter sells the flour from a barrow. "
hits, leads = [], {}


class Site(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        hits.append(self.path)
        to = leads.get(self.path)
        self.send_response(302 if to else 200)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
BASE = f"http://127.0.0.1:{server.server_address[1]}"
ACTS = ("/unsubscribe/7", "/session/logout", "/item/delete?id=3", "/poll?vote=1")


def mail(body, head=""):
    return (
        "From: Mill letter <letter@mill.example>\nTo: b@example.com\nSubject: The mill turns again\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n"
        f"Message-ID: <7@mill.example>\nList-Id: Mill letter <letter.mill.example>\n{head}Content-Type: text/html; charset=utf-8\n\n{body}\n"
    ).encode()


def teaser(url, head="List-Unsubscribe: <https://mill.example/leave>\n"):
    return mail(
        '<table width="600" align="center"><tr><td><a href="https://mill.example/"><img src="https://mill.example/logo.png" alt="Mill letter"></a></td></tr>'
        f'<tr><td><h2><a href="{html.escape(url)}">The mill turns again</a></h2><p>At six on Tuesday the wheel began to turn …</p>'
        f'<table><tr><td bgcolor="#003366"><a href="{html.escape(url)}">Read more</a></td></tr></table></td></tr>'
        '<tr><td><p>You get this letter since you asked for it. <a href="https://mill.example/leave">Unsubscribe</a></p></td></tr></table>',
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nPrecedence: bulk\n" + head,
    )


def rss(url):
    item = f"<item><title>The mill</title><link>{html.escape(url)}</link><description>Short …</description></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{item}</channel></rss>'.encode()


def atom(url):
    entry = f'<entry><title>The mill</title><id>x:1</id><link href="{html.escape(url)}"/><summary>Short …</summary></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entry}</feed>'.encode()


def json_feed(url):
    return f'{{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{{"id":"1","url":"{url}","summary":"Short …"}}]}}'.encode()


def newsboat(url):
    return f"Feed: t\nTitle: The mill\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nLink: {url}\n \nShort …\n".encode()


def feed_mail(url):
    return mail("<p>Short …</p>", f"User-Agent: rss2email/3.14\nX-RSS-URL: {url}\nX-RSS-Feed: {BASE}/feed\nX-RSS-ID: 1\n")


def asked(data, *args):
    hits.clear()
    status, out, err = run("-v", "--cache", "off", "--config", "off", "--allow-net", "127.0.0.0/8", *args, stdin=data)
    return list(hits), status, out, err


for name, make, args in (
    ("RSS", rss, ["--from", "feed"]),
    ("Atom", atom, ["--from", "feed"]),
    ("JSON Feed", json_feed, ["--from", "feed"]),
    ("newsboat", newsboat, ["--from", "newsboat", "--to", "text"]),
    ("a feed program's mail", feed_mail, []),
):
    got, status, out, err = asked(make(BASE + "/mill"), *args)
    ok(got == ["/mill"], f"{name}: an ordinary link is asked for", (got, err))
    for path in ACTS:
        got, status, out, err = asked(make(BASE + path), *args)
        ok(not got and status == 0 and b"asks-to-act" in err, f"{name}: {path} is not, and -v says why", (got, err))

    for path in ("/mill", *ACTS):
        status, out, err = run("--config", "off", *[a for a in args if a not in ("--to", "text")], "--to", "links", stdin=make(BASE + path))
        links = json.loads(out)
        shown = [[link["href"] for link in links[group]] for group in ("picked", "refused")]
        ok(shown == ([[BASE + path], []] if path == "/mill" else [[], [BASE + path]]), f"{name}: --to links shows {path} where it belongs", out)


def feed_of(paths):
    items = "".join(f"<item><title>Mill {i}</title><link>{BASE}{p}</link><description>Short …</description></item>" for i, p in enumerate(paths))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


got, status, out, err = asked(feed_of(["/unsubscribe/7", "/mill", "/session/logout", "/weir"]), "--from", "feed")
ok(sorted(got) == ["/mill", "/weir"], "a feed in which some items act: the others are asked for", (got, err))
got, status, out, err = asked(feed_of(["/many/1", "/many/2"] + [f"/many/{i}" for i in range(700)]), "--from", "feed", "--deadline", "60", "--to", "json")
ok(len(got) == len(set(got)) == 700 and out.count(b'"fetched"') == 702, "a feed of 702 items: each page is asked for once", (len(got), out.count(b'"fetched"'), err[-300:]))

# what the header names for leaving the list, in other spellings
for said, link in (
    ("/u/%7Eann", "/u/~ann"),
    ("/u/ann", "/u/ann#top"),
    ("/u?a=1&b=2", "/u?b=2&a=1"),
    ("/u/ann", "/x/../u/ann/"),
    ("/u/\n ann", "/u/ann"),
    ("/u?a=1&amp;b=2", "/u?a=1&b=2"),
    ("/u?a=1&#38;b=2", "/u?b=2&a=1"),
    ("/u?a=1&#x26;b=2", "/u?a=1&b=2"),
    ("/u?a=1&amp;amp;b=2", "/u?a=1&amp;b=2"),
):
    got, status, out, err = asked(teaser(BASE + link, f"List-Unsubscribe: <mailto:u@mill.example>,\n <{BASE}{said}>\n"))
    ok(not got, f"List-Unsubscribe names {said!r}: {link} is not asked for", got)
got, *_ = asked(teaser(BASE + "/u/9", f"List-Unsubscribe: <{BASE}/a>\nX-List-Unsubscribe: <{BASE}/u/9>\n"))
ok(not got, "a second field of the kind counts too", got)
leads["/go/1"] = BASE + "/u/9"
got, *_ = asked(teaser(BASE + "/go/1", f"List-Unsubscribe: <{BASE}/u/9>\n"))
ok(got == ["/go/1"], "a redirect to what List-Unsubscribe names is not followed", got)
got, *_ = asked(teaser(BASE + "/mill", f"List-Unsubscribe: <{BASE}/u/9>\n"))
ok(got == ["/mill"], "beside it an article is asked for", got)

# follow = all, plain, never
TOKEN = "/r/Zk3Q9x81LmVb27TtRw5YpA0sD4fG6hJkM7nB2vC9xL"
for word, path, want in (
    ("all", TOKEN, [TOKEN]),
    ("plain", TOKEN, []),
    ("plain", "/plain", ["/plain"]),
    ("never", "/plain", []),
):
    got, status, out, err = asked(teaser(BASE + path), f"--follow={word}")
    ok(got == want and status == 0, f"--follow={word}: {path} is {'' if want else 'not '}asked for", (got, err))
got, *_ = asked(rss(BASE + "/plain"), "--from", "feed", "--follow=never")
ok(got == ["/plain"], "--follow speaks of mails, not of feeds", got)

# pictures
for markup in ('<img src="%s" width=600 height=400 alt="The mill">', '<img srcset="%s 2x" alt="The mill">', '<img data-src="%s" alt="The mill">'):
    body = "".join(f"<p>{SENTENCE * 3}{i}</p>" for i in range(8))
    for path, want in (("/wheel.jpg", ["/wheel.jpg"]), ("/unsubscribe/7", []), ("/open.gif", [])):
        got, *_ = asked(mail(f"<h1>The mill turns again</h1>{body}{markup % (BASE + path)}{body}"), "--images=embed")
        ok(got == want, f"--images=embed, {markup[:12]}: {path} is {'' if want else 'not '}asked for", got)
leads["/wheel.jpg"] = BASE + "/session/logout"
got, *_ = asked(mail(f'<h1>The mill turns again</h1>{body}<img src="{BASE}/wheel.jpg" width=600 height=400 alt="x">{body}'), "--images=embed")
ok(got == ["/wheel.jpg"], "a picture's redirect to what acts is not followed", got)

# what the user writes himself is his own
got, *_ = asked(b"", "--from", "url", BASE + "/unsubscribe/7", "--to", "text")
ok(got == ["/unsubscribe/7"], "--from url asks for what it is told to", got)
leads["/mill"] = BASE + "/unsubscribe/7"
got, *_ = asked(b"", "--from", "url", BASE + "/mill", "--to", "text")
ok(got == ["/mill"], "but is not led on to what acts", got)
done()
