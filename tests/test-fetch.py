#!/usr/bin/env python3
"""DESIGN 2.4, 2.5: what is fetched, from where, and what a server can do to us. All on 127.0.0.1."""
import gzip, http.server, json, pathlib, socket, sys, threading, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
hits = []


SHELL = "<html><head><title>%s</title></head><body><header><a href=/>Home</a> <a href=/news>News</a></header><main><h1>%s</h1>%s</main><footer><p>All rights reserved.</p></footer></body></html>"
WALLS = [
    ("javascript", SHELL % ("The Paper", "The Paper", '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>')),
    ("captcha", SHELL % ("Just a moment...", "example.org", "<p>Verify you are human by completing the action below. This may take a few seconds.</p>")),
    ("paywall", SHELL % ("The old bridge reopens", "The old bridge reopens", "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people cheered.</p><p>Subscribe to continue reading this article.</p>")),
    ("login", SHELL % ("Sign in to continue", "Sign in to continue", "<p>Enter your address and we will send you a link with which you can sign in.</p>")),
    ("not-found", SHELL % ("Page not found | The Paper", "Page not found", "<p>The page that you have asked for is not here, and we are sorry for it. Try the search.</p>")),
    ("not-found", SHELL % ("Seite nicht gefunden", "Seite nicht gefunden", "<p>Die Seite, die Sie suchen, gibt es hier nicht oder nicht mehr.</p>")),
    ("list", SHELL % ("The Paper", "The Paper", "".join(f'<article><h2><a href="/2026/{n}">What the council said on the {n}. day about the bridge</a></h2><p>The council met on the {n}. day of the month, and what it said about the old bridge has surprised many of those who came.</p></article>' for n in range(1, 15)))),
    ("list", SHELL % ("Sport - The Paper", "Sport", "<p>All that happens in sport, on one page, all day long.</p>" + "".join(f'<div class=item><img src="/i{n}.jpg"><h3><a href="/sport/{n}">Team {n} wins again in the last minute of the game</a></h3><p>It was the {n}. time in this year that the team won in the last minute, and nobody was astonished any more by it.</p></div>' for n in range(1, 12)))),
    ("video", SHELL.replace("<head>", '<head><meta property="og:type" content="video.other">') % ("The bridge from above", "The bridge from above", '<video src="/film.mp4"></video><p>Our reporter has flown over the old bridge in the light of the morning, and this is what the bridge looks like from there.</p>')),
    ("consent", SHELL % ("The Paper", "Before you continue", "<p>We and our partners store and read information on your device. You can accept or refuse.</p>")),
]
DATA = "<html><head><title>The old bridge reopens</title><script type=\"application/ld+json\">" + json.dumps({"@type": "NewsArticle", "headline": "The old bridge reopens", "articleBody": "\n\n".join(f"Paragraph {n}: at six on Tuesday morning the first lorry rolled over the old bridge, and the people cheered." for n in range(6))}) + "</script></head><body><div id=root></div><noscript>Please enable JavaScript.</noscript></body></html>"


STATE = "<html><head><title>The old bridge reopens</title></head><body><div id=root></div><noscript>Please enable JavaScript.</noscript><script id=__NEXT_DATA__ type=\"application/json\">" + json.dumps({"props": {"pageProps": {"article": {"id": 7, "content": "".join(f"<p>Paragraph {n}: at six on Tuesday morning the first lorry rolled over the old bridge.</p>" for n in range(8))}}}}) + "</script></body></html>"


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def answer(self, body, status=200, **fields):
        self.send_response(status)
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **{k.replace("_", "-"): v for k, v in fields.items()}}
        for k, v in fields.items():
            if v is not None: self.send_header(k, v)
        self.end_headers(); self.wfile.write(body)
    def do_GET(self):
        hits.append((self.path, dict(self.headers)))
        self.close_connection = True
        path = self.path.split("?")[0]
        if path.startswith("/wall/"): return self.answer(WALLS[int(path[6:])][1].encode())
        try: getattr(self, "get_" + path.strip("/").replace("-", "_"), self.get_nothing)()
        except (BrokenPipeError, ConnectionResetError): pass
    def get_nothing(self): self.answer(b"not here", 404)
    def get_page(self): self.answer(PAGE)
    def get_zipped(self): self.answer(gzip.compress(PAGE), Content_Encoding="gzip")
    def get_latin(self): self.answer((TOP / "tests/site/pages/tides.html").read_bytes(), Content_Type="text/html")
    def get_hop_acts(self): self.answer(b"", 302, Location="/u/8f3a/unsubscribe?mail=reader%40example.com")
    def get_hop_confirms(self): self.answer(b"", 301, Location="/go?do=confirm")
    def get_hop_shares(self): self.answer(b"", 302, Location="/page?utm_content=unsubscribe&ref=share")
    def get_refresh_acts(self): self.answer(b'<html><head><meta http-equiv="refresh" content="0; url=/preferences/off"></head><body>Moved.</body></html>')
    def get_next_acts(self): self.answer(PAGE.replace(b"<head>", b'<head><link rel="next" href="/next-acts?page=2&amp;action=unsubscribe">', 1).replace(b"</article>", b'<a rel="next" href="/next-acts?page=2&amp;action=unsubscribe">Next page</a></article>', 1))
    def get_hop(self): self.answer(b"", 302, Location="/page")
    def get_again(self): self.answer(b"", 302, Location=f"http://changing.example.org:{port}/page")
    def get_pointing(self):
        at = f"http://127.0.0.1:{other_port}"
        head = f'<link rel="canonical" href="{at}/c"><link rel="amphtml" href="{at}/amp"><link rel="next" href="{at}/pointing?page=2"><link rel="stylesheet" href="{at}/s.css"><meta property="og:image" content="{at}/og.png"><meta property="og:url" content="{at}/og"><base href="{at}/">'
        tail = f'<img src="{at}/i.png"><img srcset="{at}/j.png 2x"><video poster="{at}/v.png" src="{at}/v.mp4"></video><iframe src="{at}/f"></iframe><object data="{at}/o"></object><a rel="next" href="{at}/pointing?page=2">Next page</a>'
        self.answer(PAGE.replace(b"<head>", b"<head>" + head.encode(), 1).replace(b"</article>", tail.encode() + b"</article>", 1))
    def get_inside(self): self.answer(b"", 302, Location="http://10.0.0.1/page")
    def get_other_port(self): self.answer(b"", 302, Location=f"http://127.0.0.1:{other_port}/page")
    def get_file(self): self.answer(b"", 302, Location="file:///etc/passwd")
    def get_round(self): self.answer(b"", 302, Location="/round")
    def get_refresh(self): self.answer(b'<html><head><meta http-equiv="refresh" content="0; url=/page"></head><body>Moved.</body></html>')
    def get_hang(self): time.sleep(60)
    def get_slow(self):
        self.send_response(200); self.send_header("Content-Type", "text/html"); self.end_headers()
        for _ in range(600): self.wfile.write(b"x"); self.wfile.flush(); time.sleep(0.1)
    def get_lie_more(self): self.answer(PAGE, Content_Length=str(len(PAGE) * 2))
    def get_lie_less(self): self.answer(PAGE, Content_Length="40")
    def get_endless(self):
        self.send_response(200); self.send_header("Content-Type", "text/html"); self.end_headers()
        for _ in range(40): self.wfile.write(b"<p>word " * (1 << 17))
    def get_bomb(self): self.answer(gzip.compress(b"<p>word " * (64 << 17), 9), Content_Encoding="gzip")
    def get_broken_gzip(self): self.answer(gzip.compress(PAGE)[:200], Content_Encoding="gzip")
    def get_binary(self): self.answer(bytes(range(256)) * 100, Content_Type="image/png")
    def get_binary_as_html(self): self.answer(bytes(range(256)) * 1000)
    def get_empty(self): self.answer(b"")
    def get_error(self): self.answer(b"<p>broken</p>", 500)
    def get_withheld(self): self.answer(b"<p>no</p>", 451)
    def get_fields(self):
        self.send_response(200)
        for n in range(20000): self.send_header(f"X-{n}", "y" * 40)
        self.end_headers()
    def get_nested(self): self.answer(b"<div>" * 300_000 + b"deep")
    def get_data(self): self.answer(DATA.encode())
    def get_state(self): self.answer(STATE.encode())
    def get_hidden_wall(self): self.answer(b"<html><body><p>Please enable cookies.</p></body></html>")


class Six(http.server.ThreadingHTTPServer): daemon_threads = True
server = Six(("127.0.0.1", 0), Server); port = server.server_address[1]
other = Six(("127.0.0.1", 0), Server); other_port = other.server_address[1]
for s in (server, other): threading.Thread(target=s.serve_forever, daemon=True).start()
ALLOW = f"127.0.0.1:{port}"


# Nothing waits for the longer deadline: it is so long that a busy machine does not decide what comes out. The shorter
# one is for servers that go on far beyond SEEN, the seconds by which offprint must have given up.
DEADLINE, SHORT, SEEN = "30", "3", 20


def mail(url): return TEASER.replace(b"https://weekly.example.org/bridge", url.encode())
def fetch(path, *args, deadline=DEADLINE):
    del hits[:]
    return run("-v", "--deadline", deadline, "--allow-net", ALLOW, *args, stdin=mail(f"http://127.0.0.1:{port}/{path}"))


for path in ("page", "zipped", "hop", "refresh", "lie-less?x", "latin"):
    status, out, err = fetch(path)
    if path.startswith("lie-less"): ok(status == 0 and out, f"{path}: something comes out", err)
    else: ok(status == 0 and b"status=fetched" in out, f"{path}: fetched", err)
status, out, err = fetch("page")
agent = hits[0][1].get("User-Agent", "")
ok(agent.startswith("offprint/") and "http" in agent, "an honest User-Agent with the project's address", agent)
ok(not {"Cookie", "Referer", "Authorization"} & set(hits[0][1]), "no cookies, no referrer, no authorization", hits[0][1])
ok(len(hits) == 1, "one page, one request", hits)

FAILS = {"inside": "guard", "other-port": "guard", "file": "address", "round": "redirect", "hang": "timeout", "slow": "timeout", "lie-more": "transfer",
         "endless": "too-large", "bomb": "too-large", "broken-gzip": None, "binary": "type", "empty": "empty", "error": "server-error",
         "withheld": "withheld", "nothing-there": "gone", "fields": None, "binary-as-html": None, "nested": None, "hidden-wall": "consent", **{f"wall/{n}": reason for n, (reason, _) in enumerate(WALLS)}}
for path, reason in FAILS.items():
    m = mail(f"http://127.0.0.1:{port}/{path}")
    slow = reason == "timeout"
    t = time.monotonic(); status, out, err = fetch(path, deadline=SHORT if slow else DEADLINE); took = time.monotonic() - t
    ok(status == 0 and out == m, f"{path}: the original", (status, out[:200], err))
    if slow: ok(took < SEEN, f"{path}: at the deadline", took)
    if reason: ok(f"reason={reason}".encode() in err, f"{path}: reason={reason}", err)
status, out, err = fetch("data", "--to", "json")
d = json.loads(out)
ok(d["status"] == "fetched" and d["text"].count("first lorry") == 6 and d["title"] == "The old bridge reopens", "an empty shell with its text as data: the text", (out[:300], err))
status, out, err = fetch("state", "--to", "json")
d = json.loads(out); ok(d["status"] == "fetched" and d["text"].count("first lorry") == 8 and "<p>" not in d["text"], "an empty shell with its text in its scripts' own data: the text", (out[:300], err))
status, out, err = run("--from", "html", "--to", "json", "-n", stdin=next(page for reason, page in WALLS if reason == "list").encode())
d = json.loads(out); ok(d["status"] == "included" and d["text"].count("The council met") > 5, "a list that a person asks for is given as far as it reads", out[:300])
status, out, err = fetch("nothing-there", "--strict")
ok((status, out) == (69, b""), "--strict: could not fetch is 69, nothing written", (status, out[:100]))
closed = socket.socket(); closed.bind(("127.0.0.1", 0)); closed_port = closed.getsockname()[1]; closed.close()
m = mail(f"http://127.0.0.1:{closed_port}/page")
status, out, err = run("-v", "--allow-net", "127.0.0.0/8", stdin=m)
ok(out == m and b"reason=connect" in err, "a server that refuses: the original", err)

# --- the guard: a server listens here, and nobody may reach it -------------------------------------------------------
del hits[:]
hosts = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
         "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost.", "127.0.0.1.", "user:pw@127.0.0.1"]
for host in hosts:
    url = f"http://{host}:{port}/page"
    status, out, err = run("-v", "--deadline", DEADLINE, "--from", "url", url, "--to", "json")
    ok(b"reason=guard" in err or b"reason=dns" in err or b"reason=connect" in err or b"reason=input" in err or b"reason=address" in err, f"{host}: refused", err)
for url in ("http://10.1.2.3/", "http://192.168.1.1/", "http://169.254.169.254/latest", "http://[fd00::1]/", "http://[fe80::1]/", "http://224.0.0.1/", "http://100.64.0.1/", "http://[2001:0:1::1]/", "http://255.255.255.255/"):
    status, out, err = run("-v", "--deadline", DEADLINE, "--from", "url", url, "--to", "json")
    ok(b"reason=guard" in err, f"{url}: refused", err)
for scheme in ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "data:text/html,x", "javascript:alert(1)"):
    status, out, err = run("-v", "--from", "url", scheme, "--to", "json")
    ok(b"status=failed" in err and b"root:" not in out, f"{scheme}: refused", err)
ok(hits == [], "no hit on the server", hits)
for args in ([], ["--images=embed"], ["--to", "json"]):
    status, out, err = fetch("pointing", *args)
    ok(b"status=fetched" in err and [h[0] for h in hits] == ["/pointing"], f"a page that points inside, by all that it can point with {args}: nothing of it is asked for", (hits, err))
names = BUILD / "tests/faults/.libs/names.so"
if names.exists():
    reached = []
    class Second(Server):
        def do_GET(self): reached.append(self.path); self.answer(PAGE)
    second = http.server.ThreadingHTTPServer(("127.0.0.2", port), Second); threading.Thread(target=second.serve_forever, daemon=True).start()
    for first in ("127.0.0.2", "127.0.0.1"):
        status, out, err = run("-v", "--deadline", DEADLINE, "--cache", "off", "--allow-net", ALLOW, stdin=mail(f"http://changing.example.org:{port}/again"), env={"LD_PRELOAD": str(names), "OFFPRINT_NAMES": f"changing.example.org {first} 127.0.0.2"})
        ok(not reached and (first == "127.0.0.1" or b"reason=guard" in err), f"a name that is {first} first and 127.0.0.2 then: nothing is asked of what is not allowed", (reached, err))
    second.shutdown()
else: skip("names that change between look-ups", "tests/faults/names.c is not built here")
del hits[:]
status, out, err = run("-v", "--allow-net", f"127.0.0.1:{port}", "--from", "url", f"http://127.0.0.1:{port}/page", "--to", "json")
ok(json.loads(out)["status"] == "fetched" and len(hits) == 1, "--allow-net opens what it names", err)

# --- a proxy of the environment, on a private address as they are
asked = []
class Proxy(Server):
    def do_GET(self): asked.append(self.path); self.answer(PAGE)
    def do_CONNECT(self): asked.append("CONNECT " + self.path); self.send_error(502)
proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy); threading.Thread(target=proxy.serve_forever, daemon=True).start()
way = f"http://127.0.0.1:{proxy.server_address[1]}"
for url, env, want, why in (("http://paper.example.org/a", {"http_proxy": way}, ["http://paper.example.org/a"], b"status=fetched"), ("https://paper.example.org/a", {"https_proxy": way}, ["CONNECT paper.example.org:443"], b"reason=transfer"),
                            ("http://paper.example.org/a", {"all_proxy": way}, ["http://paper.example.org/a"], b"status=fetched"), ("http://10.0.0.1/a", {"http_proxy": way}, [], b"reason=guard"), (way + "/a", {"http_proxy": way}, [], b"reason=guard"),
                            (f"http://127.0.0.1:{port}/page", {"http_proxy": way, "no_proxy": "127.0.0.1"}, [], b"reason=guard")):
    del asked[:]; del hits[:]
    status, out, err = run("-v", "--cache", "off", "--deadline", DEADLINE, "--from", "url", url, "--to", "json", env=env)
    ok(asked == want and hits == [] and why in err, f"{url} by {' '.join(env)}: {want or 'refused'}", (asked, hits, err))
proxy.shutdown()

# --- links that act are never fetched ---------------------------------------------------------------------------------
del hits[:]
base = f"http://127.0.0.1:{port}"
acting = f"""From: a@example.org
To: b@example.com
Subject: Please confirm your subscription
List-Unsubscribe: <{base}/u/1>
Content-Type: text/html

<p>Click to <a href="{base}/confirm?t=1">confirm your subscription</a>.</p><p><a href="{base}/u/1">Unsubscribe</a></p><img src="{base}/open.gif">
""".encode()
status, out, err = run("-v", "--allow-net", ALLOW, stdin=acting)
ok(out == acting and hits == [], "a mail that asks to act: untouched, nothing fetched", (err, hits))
for path, reason in (("hop-acts", b"reason=redirect"), ("hop-confirms", b"reason=redirect"), ("refresh-acts", b"not followed, asks-to-act")):
    status, out, err = fetch(path)
    ok([h[0] for h in hits] == [f"/{path}"] and reason in err and out == mail(f"{base}/{path}"), f"{path}: a server that leads to what acts is not followed", (hits, err))
status, out, err = fetch("hop-shares")
ok([h[0] for h in hits] == ["/hop-shares", "/page?utm_content=unsubscribe&ref=share"] and b"status=fetched" in err, "a word in a tracker's parameter does not act, nor does a share", (hits, err))
status, out, err = fetch("next-acts")
ok([h[0] for h in hits] == ["/next-acts"] and b"status=fetched" in err, "a next page that acts is not asked for", (hits, err))
del hits[:]
status, out, err = run("-v", "--allow-net", ALLOW, "--from", "url", f"{base}/unsubscribe/hop", "--to", "json")
ok([h[0] for h in hits] == ["/unsubscribe/hop"], "an address that a person names is asked for, whatever it says", hits)
del hits[:]
status, out, err = run("-v", "--allow-net", ALLOW, "-n", stdin=mail(f"{base}/page"))
ok(out == mail(f"{base}/page") and hits == [], "--no-fetch: nothing fetched", (err, hits))

# --- replay ----------------------------------------------------------------------------------------------------------------
status, out, err = run("-v", "--replay", WARC, "--from", "url", "https://elsewhere.example.org/x", "--to", "json")
ok(b"is not in" in err and json.loads(out)["status"] == "failed", "--replay: says that an address is not in the archive", err)
gz = pathlib.Path("site.warc.gz"); gz.write_bytes(gzip.compress(pathlib.Path(WARC).read_bytes()))
status, out, err = run("--replay", str(gz), "--from", "url", "https://weekly.example.org/bridge", "--to", "json")
ok(json.loads(out)["url"] == "https://harbour.example.org/2026/11/bridge", "--replay: gzip, redirects", out[:200]); gz.unlink()
status, out, err = run("--replay", "/nowhere.warc", stdin=TEASER)
ok(status == 64 and b"/nowhere.warc" in err, "--replay: a file that is not there is a usage error", err)
server.shutdown(); other.shutdown()
done()
