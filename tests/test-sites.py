#!/usr/bin/env python3
"""Site rules (offprint-sites.5), articles of several pages, and what they may not do. All on 127.0.0.1."""
import http.server, json, pathlib, shutil, sys, tempfile, threading
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

WORDS = "At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered."
MORE = "The eastern pier was taken down to the water line and built up again, stone by stone, by masons from three valleys."
PAGE = f"""<html><head><title>The bridge - The Paper</title></head><body><nav><a href="/">Home</a></nav><h1 class="head">The bridge reopens</h1>
<div class="by">Written by <b>Ana Ruiz</b></div><span id="when">24 November 2026</span><div id="intro"><p>{WORDS}</p></div>
<div class="story big"><p>{MORE}</p><div class="promo box"><p>{WORDS} And this is a promotion of it.</p></div><p>SPONSORED: {MORE} twice over.</p>
<p>The mayor spoke for a quarter of an hour, and nobody could hear a word of it, since the band had begun to play.</p><img src="/pixel/ad.png" alt="An advertisement"><img data-wait="/bridge.jpg" alt="The bridge"></div>
<p>{WORDS} This stands outside the story.</p><a class="all" href="/single">All on one page</a></body></html>"""
BODY = "title: //h1[@class='head']\nauthor: //div[@class='by']/b\ndate: //span[@id='when']\nbody: //div[@class='nowhere']\nbody: //div[contains(@class, 'story')]\n"


class Rules:
    """A directory of rules, and offprint with it."""
    def __init__(self, **files):
        self.dir = pathlib.Path(tempfile.mkdtemp(dir="."))
        for name, text in files.items(): (self.dir / (name.replace("_", ".") + ".txt")).write_text(text)
    def run(self, *args, stdin=PAGE, url="https://www.paper.example.org/a", more=()):
        status, out, err = run("-v", "--sites", str(self.dir), "--from", "html", "--to", "json", "--no-fetch", "--base-url", url, *more, stdin=stdin.encode())
        self.err = err.decode()
        return json.loads(out)
    def __del__(self): shutil.rmtree(self.dir, ignore_errors=True)


def text_of(rules, **more): return Rules(paper_example_org=rules).run(**more)["text"]


r = Rules(paper_example_org=BODY)
d = r.run()
ok(d["title"] == "The bridge reopens" and d["byline"] == "Ana Ruiz" and d["date"].startswith("2026-11-24"), "title, author and date by their rules", d)
ok("eastern pier" in d["text"] and "outside the story" not in d["text"] and not d["text"].startswith("At six"), "body: the second expression finds it, and nothing else stays", d["text"])
ok("bridge.jpg" not in d["html"], "a picture that waits for a script has no address", d["html"])
ok("https://www.paper.example.org/bridge.jpg" in Rules(paper_example_org=BODY + "src_lazy_load_attr: data-wait\n").run()["html"], "src_lazy_load_attr: it has one")
ok("promotion" in d["text"] and "promotion" not in text_of(BODY + "strip: //div[@class='story big']/div\n"), "strip: an expression")
ok("promotion" not in text_of(BODY + "strip_id_or_class: promo\n") and "promotion" in text_of(BODY + "strip_id_or_class: prom\n"), "strip_id_or_class: a word of the class, not a part of one")
ok("ad.png" not in Rules(paper_example_org=BODY + "strip_image_src: /pixel/\n").run()["html"], "strip_image_src")
ok("SPONSORED" not in text_of(BODY + "find_string: SPONSORED:\nreplace_string: Also:\n") and "Also: The eastern" in text_of(BODY + "replace_string(SPONSORED:): Also:\n"), "find_string and replace_string, both forms")
ok("first lorry" in text_of("body: //div[@class='nowhere']\n"), "a body that is not found: the page is read without rules")
d = Rules(paper_example_org="body: //div[@class='nowhere']\nautodetect_on_failure: no\n").run()
ok(d["status"] == "failed", "autodetect_on_failure: no", d)
ok("outside" not in text_of("title: substring-before('The bridge | x', ' |')\n" + BODY), "an expression that gives a string")
# --- where the files lie -----------------------------------------------------------------------------------------------
ok(Rules(paper_example_org=BODY).run(url="https://paper.example.org/a")["byline"] == "Ana Ruiz", "the host itself")
WHEN = "title: //span[@id='when']\n"
ok(Rules(paper_example_org=WHEN).run()["title"] == "24 November 2026" and Rules(paper_example_org=WHEN).run(url="https://other.example.org/a")["title"] != "24 November 2026", "another host has none of it")
ok("outside" not in Rules(_example_org=BODY).run(url="https://deep.paper.example.org/a")["text"], ".example.org.txt holds for all below it")
ok("promotion" not in Rules(paper_example_org=BODY, **{"global": "strip_id_or_class: promo\n"}).run()["text"], "global.txt holds for all")
d = Rules(paper_example_org="title: //h1\n" + BODY, _example_org="title: //span[@id='when']\n").run()
ok(d["title"] == "The bridge reopens", "the nearest file is asked first", d["title"])
# --- what is wrong in them ----------------------------------------------------------------------------------------------
bad = "# a comment\n\nbody: //div[\nnonsense\nfrobnicate: yes\nprune: perhaps\nreplace_string: x\nfind_string: y\ntidy: no\ntest_url: https://paper.example.org/a\nstrip:\n"
r = Rules(paper_example_org=bad); d = r.run()
ok(d["status"] == "included" and "paper.example.org.txt:5: frobnicate" in r.err, "a directive that is not known is told at -v, with file and line", r.err)
status, out, err = run("--check-sites", str(r.dir))
lines = out.decode().split("\n")
ok(status == 65 and sorted(int(l.split(":")[1]) for l in lines[:-2]) == [3, 4, 5, 6, 7, 8, 11] and lines[-2] == "1 file, 5 errors, 2 warnings", "--check-sites: file and line of each, 65", out)
ok(all(l.startswith(str(r.dir)) for l in lines[:-2]), "--check-sites: with the path", lines)
r = Rules(a_example=BODY, b_example="body: //p\n"); status, out, err = run("--check-sites", str(r.dir))
ok((status, out, err) == (0, b"2 files, 0 errors, 0 warnings\n", b""), "--check-sites: all well", (status, out, err))
status, out, err = run("--check-sites", "/nowhere")
ok(status != 0 and b"/nowhere" in err and out == b"", "--check-sites: a directory that is not there", (status, err))
status, out, err = run("--sites", "/nowhere", stdin=b"x")
ok(status == 64 and b"/nowhere" in err, "--sites: the same", (status, err))
# Rules that work too much find nothing, and cost nothing else.
heavy = "body: //*[count(//*[count(//*) > 1]) > 1][count(//*[count(//*) > 1]) > 1]\n"
d = Rules(paper_example_org=heavy).run(stdin=PAGE.replace("</body>", "<i>x</i>" * 3000 + "</body>"))
ok(d["status"] == "included" and "first lorry" in d["text"], "an expression without end finds nothing, and the page is read", d["status"])
r = Rules(paper_example_org=BODY); (r.dir / "paper.example.org.txt").write_bytes(b"x" * 400_000)
ok(r.run()["status"] == "included", "a file that is too large is left out")
(r.dir / "paper.example.org.txt").unlink(); (r.dir / "paper.example.org.txt").symlink_to("/dev/zero")
ok(r.run()["status"] == "included", "a file that is no file is left out")
rnd = random.Random(3)
for n in range(40):
    garbled = bytes(rnd.choice(b"body:strip()/[]@'\"*\n #.") if rnd.random() < .1 else c for c in BODY.encode() * 3)
    (r.dir / "paper.example.org.txt").unlink(); (r.dir / "paper.example.org.txt").write_bytes(garbled)
    if r.run()["status"] != "included": ok(False, "garbled rules", garbled); break
else: ok(True, "40 garbled files of rules: the page is read")

# --- several pages ---------------------------------------------------------------------------------------------------------
hits = []
PARTS = ["{} It was the {} part that was finished, in the {} year, and the {} mason went home that evening.".format(WORDS, n, n, n) for n in ("first", "second", "third", "fourth")]
INTRO = "<p>This is what the paper says at the head of every page of this article, and once is enough.</p>"


def part(n, links, title="The long bridge"):
    return f"<html><head><title>{title} | The Paper</title></head><body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{INTRO}<p>{PARTS[n]}</p><p>{MORE} {n}.</p></article><p class='pages'>{links}</p><footer>All rights reserved.</footer></body></html>"


class Server(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        hits.append((self.path, dict(self.headers)))
        pages = {
            "/story": part(0, "<b>1</b> <a href='/story/2'>2</a> <a href='/story/3'>3</a>"), "/story/2": part(1, "<a href='/story'>1</a> <b>2</b> <a href='/story/3'>3</a>"), "/story/3": part(2, "<a href='/story/2'>2</a> <b>3</b>"),
            "/rel.html": part(0, "<a rel='next' href='rel-2.html'>»</a>"), "/rel-2.html": part(1, "<a rel='next' href='rel-3.html'>»</a>"), "/rel-3.html": part(2, ""),
            "/query?id=7": part(0, "<a href='/query?id=7&amp;page=2'>Next page ›</a>"), "/query?id=7&page=2": part(1, ""),
            "/weiter": part(0, "<a href='/weiter?seite=2'>Weiter</a>"), "/weiter?seite=2": part(1, ""),
            "/loop": part(0, "<a href='/loop/2'>2</a>"), "/loop/2": part(1, "<a href='/loop/3'>3</a> <a href='/loop/2'>next</a>"), "/loop/3": part(1, "<a rel=next href='/loop/2'>2</a>"),
            "/other/4": part(0, "<a rel=next href='/other/5'>Next</a>"), "/other/5": part(1, "", title="Something else entirely, about boats"),
            "/post/my-day": part(0, "<a rel=next href='/post/my-night'>Next post</a>"), "/post/my-night": part(1, ""),
            "/away": part(0, f"<a rel=next href='http://localhost:{port}/away/2'>2</a><link rel=next href='http://10.0.0.1/away/2'>"),
            "/broken": part(0, "<a rel=next href='/broken/2'>2</a>"),
            "/talk": part(0, "<a href='/talk?cpage=2'>2</a> <a href='/talk/comment-page-2'>Next</a>"),
            "/ruled": part(0, "<a class='go' href='/ruled-more'>more</a>"), "/ruled-more": part(1, "", title="Page two: what the masons said"),
            "/single-one": part(0, "<a class='all' href='/whole'>one page</a>"), "/whole": part(0, "").replace("</article>", "".join(f"<p>{p}</p>" for p in PARTS[1:]) + "</article>"),
        }
        for n in range(1, 30): pages[f"/endless/{n}"] = part(0, f"<a rel=next href='/endless/{n + 1}'>next</a>").replace("It was the", f"In the month {n} it was the")
        body = pages.get(self.path, "").encode()
        self.send_response(200 if body else 404); self.send_header("Content-Type", "text/html; charset=utf-8"); self.end_headers(); self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server); port = server.server_address[1]; server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()


def fetch(path, *more):
    del hits[:]
    status, out, err = run("-v", "--cache", "off", "--allow-net", f"127.0.0.1:{port}", "--from", "url", f"http://127.0.0.1:{port}{path}", "--to", "json", *more)
    return json.loads(out), err.decode()


def parts_in(d): return [p.split("It was the ")[1].split()[0] for p in PARTS if p in d["text"]]
for path, want in (("/story", 3), ("/rel.html", 3), ("/query?id=7", 2), ("/weiter", 2), ("/loop", 2)):
    d, err = fetch(path)
    ok(len(parts_in(d)) == want and d["status"] == "fetched", f"{path}: {want} pages are joined", (parts_in(d), err))
    ok(d["text"].count("once is enough") <= 1 and d["text"].count("The long bridge") == 0, f"{path}: what every page says is said once", d["text"])
    ok(d["url"].endswith(path), f"{path}: the address is the first page's", d["url"])
d, err = fetch("/loop"); ok(len(hits) <= 4, "pages that send to each other are asked for once", hits)
d, err = fetch("/endless/1"); ok(len(hits) == 10 and d["status"] == "fetched" and "reason=partial" in err, "ten pages at most, and it says that there are more", (len(hits), err))
for path, why in (("/other/4", "another title"), ("/post/my-day", "the next post"), ("/away", "another host"), ("/talk", "comments")):
    d, err = fetch(path)
    ok(len(parts_in(d)) == 1, f"{path}: {why} is no page of this article", (parts_in(d), err))
ok(not any("10.0.0.1" in h for h in hits), "an address inside is not asked for")
d, err = fetch("/post/my-day"); ok(len(hits) == 1, "the next post is not even asked for", hits)
d, err = fetch("/broken"); ok(d["status"] == "fetched" and len(parts_in(d)) == 1 and "reason=partial" in err, "a page that is missing: what there is, and it says so", err)
d, err = fetch("/story", "--deadline", "2"); ok(len(parts_in(d)) == 3, "within a short deadline", err)
r = Rules(**{"127_0_0_1": "next_page_link: //a[@class='go']/@href\nsingle_page_link: //a[@class='all']\nhttp_header(user-agent): Elderly/1.0\nhttp_header(Referer): https://www.example.com/\nhttp_header(cookie): no=no\n"})
d, err = fetch("/ruled", "--sites", str(r.dir)); ok(len(parts_in(d)) == 2, "next_page_link", err)
fields = hits[0][1]
ok(fields.get("User-Agent") == "Elderly/1.0" and fields.get("Referer") == "https://www.example.com/" and "Cookie" not in fields, "http_header: user-agent and referer, no other", fields)
d, err = fetch("/single-one", "--sites", str(r.dir)); ok(len(parts_in(d)) == 4 and d["url"].endswith("/single-one"), "single_page_link is preferred", (err, d["text"]))
d, err = fetch("/single-one", "--no-fetch", "--sites", str(r.dir)); ok(hits == [], "--no-fetch: nothing is asked for", hits)
server.shutdown()
done()
