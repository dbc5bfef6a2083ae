"""Site rules (offprint-sites(5)), articles of several pages, and what they may not do.

All on 127.0.0.1.
"""

import http.server
import json
import random
import threading
import types

import pytest

from harness import run

WORDS = (
    "At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had "
    "waited on both banks cheered."
)
MORE = (
    "The eastern pier was taken down to the water line and built up again, stone by stone, by "
    "masons from three valleys."
)
PAGE = f"""<html><head><title>The bridge - The Paper</title></head><body>
<nav><a href="/">Home</a></nav><h1 class="head">The bridge reopens</h1>
<div class="by">Written by <b>Ana Ruiz</b></div><span id="when">24 November 2026</span>
<div id="intro"><p>{WORDS}</p></div>
<div class="story big"><p>{MORE}</p>
<div class="promo box"><p>{WORDS} And this is a promotion of it.</p></div>
<p>SPONSORED: {MORE} twice over.</p>
<p>The mayor spoke for a quarter of an hour, and nobody could hear a word of it, since the band had
begun to play.</p><img src="/pixel/ad.png" alt="An advertisement">
<img data-wait="/bridge.jpg" alt="The bridge"></div>
<p>{WORDS} This stands outside the story.</p>
<a class="all" href="/single">All on one page</a></body></html>"""
BODY = """\
title: //h1[@class='head']
author: //div[@class='by']/b
date: //span[@id='when']
body: //div[@class='nowhere']
body: //div[contains(@class, 'story')]
"""
WHEN = "title: //span[@id='when']\n"
PAPER = "paper.example.org"
ON_PAPER = "https://www.paper.example.org/a"


@pytest.fixture(name="rules")
def make_rules(tmp_path):
    """A function that writes files of rules, and gives their folder."""
    folder = tmp_path / "sites"
    folder.mkdir()

    def write(text=None, **files):
        if text is not None:
            files[PAPER] = text
        for name, lines in files.items():
            (folder / f"{name}.txt").write_text(lines)
        return folder

    return write


def read(folder, page=PAGE, url=ON_PAPER):
    """The article of a page by the rules of a folder; .said is what -v says."""
    how = ["--from", "html", "--to", "json", "--no-fetch", "--base-url", url]
    done = run("-v", "--sites", str(folder), *how, stdin=page.encode())
    return types.SimpleNamespace(**json.loads(done.out), said=done.said)


# --- what a rule does


def test_title_author_and_date(rules):
    article = read(rules(BODY))
    assert article.title == "The bridge reopens"
    assert article.byline == "Ana Ruiz"
    assert article.date.startswith("2026-11-24")


def test_body(rules):
    """The second expression finds it, and nothing else stays."""
    text = read(rules(BODY)).text
    assert "eastern pier" in text
    assert "promotion" in text
    assert "outside the story" not in text
    assert not text.startswith("At six")


def test_picture_that_waits_for_a_script(rules):
    """It has no address."""
    assert "bridge.jpg" not in read(rules(BODY)).html


def test_src_lazy_load_attr(rules):
    html = read(rules(BODY + "src_lazy_load_attr: data-wait\n")).html
    assert "https://www.paper.example.org/bridge.jpg" in html


def test_strip(rules):
    assert "promotion" not in read(rules(BODY + "strip: //div[@class='story big']/div\n")).text


def test_strip_id_or_class(rules):
    """A word of the class, not a part of one."""
    assert "promotion" not in read(rules(BODY + "strip_id_or_class: promo\n")).text
    assert "promotion" in read(rules(BODY + "strip_id_or_class: prom\n")).text


def test_strip_image_src(rules):
    assert "ad.png" not in read(rules(BODY + "strip_image_src: /pixel/\n")).html


def test_find_string(rules):
    text = read(rules(BODY + "find_string: SPONSORED:\nreplace_string: Also:\n")).text
    assert "SPONSORED" not in text


def test_find_strings_before_their_replacements(rules):
    """The first replacement is for the first."""
    texts = "find_string: SPONSORED:\nfind_string: bridge\n"
    both = texts + "replace_string: Also:\nreplace_string: pier\n"
    article = read(rules(BODY + both))
    assert "SPONSORED" not in article.text and "Also:" in article.text
    assert "pier" in article.text and "bridge" not in article.text


def test_replace_string(rules):
    text = read(rules(BODY + "replace_string(SPONSORED:): Also:\n")).text
    assert "Also: The eastern" in text


def test_body_that_is_not_found(rules):
    """The page is read without rules."""
    assert "first lorry" in read(rules("body: //div[@class='nowhere']\n")).text


def test_autodetect_on_failure(rules):
    lines = "body: //div[@class='nowhere']\nautodetect_on_failure: no\n"
    assert read(rules(lines)).status == "failed"


def test_expression_that_gives_a_string(rules):
    lines = "title: substring-before('The bridge | x', ' |')\n" + BODY
    assert "outside" not in read(rules(lines)).text


# --- where the files lie


def test_host_itself(rules):
    assert read(rules(BODY), url="https://paper.example.org/a").byline == "Ana Ruiz"


def test_another_host_has_none_of_it(rules):
    folder = rules(WHEN)
    assert read(folder).title == "24 November 2026"
    assert read(folder, url="https://other.example.org/a").title != "24 November 2026"


def test_file_for_all_below_a_domain(rules):
    folder = rules(**{".example.org": BODY})
    assert "outside" not in read(folder, url="https://deep.paper.example.org/a").text


def test_global_file(rules):
    folder = rules(BODY, **{"global": "strip_id_or_class: promo\n"})
    assert "promotion" not in read(folder).text


def test_nearest_file_is_asked_first(rules):
    folder = rules("title: //h1\n" + BODY, **{".example.org": WHEN})
    assert read(folder).title == "The bridge reopens"


# --- what is wrong in them

BAD = """\
# a comment

body: //div[
nonsense
frobnicate: yes
prune: perhaps
replace_string: x
find_string: y
tidy: no
test_url: https://paper.example.org/a
strip:
"""


def test_directive_that_is_not_known(rules):
    """It is told at -v, with file and line."""
    article = read(rules(BAD))
    assert article.status == "included"
    assert "paper.example.org.txt:5: frobnicate" in article.said


def test_check_sites_names_each_line(rules):
    folder = rules(BAD)
    done = run("--check-sites", str(folder))
    *lines, summary, _ = done.text.split("\n")
    assert done.status == 65
    assert sorted(int(line.split(":")[1]) for line in lines) == [3, 4, 5, 6, 7, 8, 11]
    assert summary == "1 file, 4 errors, 3 warnings"


def test_check_sites_names_the_path(rules):
    folder = rules(BAD)
    *lines, _, _ = run("--check-sites", str(folder)).text.split("\n")
    assert lines
    for line in lines:
        assert line.startswith(str(folder))


def test_check_sites_that_are_well(rules):
    done = run("--check-sites", str(rules(**{"a.example": BODY, "b.example": "body: //p\n"})))
    assert (done.status, done.err) == (0, b"")
    assert done.text == "2 files, 0 errors, 0 warnings\n"


def test_check_sites_of_no_folder():
    done = run("--check-sites", "/nowhere")
    assert done.status != 0
    assert done.out == b""
    assert "/nowhere" in done.said


def test_sites_of_no_folder():
    done = run("--sites", "/nowhere", stdin=b"x")
    assert done.status == 64
    assert "/nowhere" in done.said


def test_expression_without_end(rules):
    """It finds nothing, and the page is read."""
    heavy = "body: //*[count(//*[count(//*) > 1]) > 1][count(//*[count(//*) > 1]) > 1]\n"
    long = PAGE.replace("</body>", "<i>x</i>" * 3000 + "</body>")
    article = read(rules(heavy), long)
    assert article.status == "included"
    assert "first lorry" in article.text


def test_file_that_is_too_large(rules):
    assert read(rules("x" * 400_000)).status == "included"


def test_file_that_is_no_file(rules):
    folder = rules()
    (folder / f"{PAPER}.txt").symlink_to("/dev/zero")
    assert read(folder).status == "included"


def garble(rnd, text):
    letters = b"body:strip()/[]@'\"*\n #."
    return bytes(rnd.choice(letters) if rnd.random() < 0.1 else byte for byte in text)


@pytest.mark.parametrize("number", range(40))
def test_garbled_file(rules, number):
    """The page is read."""
    garbled = garble(random.Random(number), BODY.encode() * 3)
    assert read(rules(garbled.decode())).status == "included"


# --- several pages

PARTS = [
    f"{WORDS} It was the {nth} part that was finished, in the {nth} year, and the {nth} mason went "
    "home that evening."
    for nth in ("first", "second", "third", "fourth")
]
INTRO = (
    "<p>This is what the paper says at the head of every page of this article, and once is enough."
    "</p>"
)


def part(number, links, title="The long bridge"):
    return (
        f"<html><head><title>{title} | The Paper</title></head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{INTRO}<p>{PARTS[number]}</p>"
        f"<p>{MORE} {number}.</p></article><p class='pages'>{links}</p>"
        "<footer>All rights reserved.</footer></body></html>"
    )


def link(href, text="Next", rel=None):
    return f"<a{f' rel={rel}' if rel else ''} href='{href}'>{text}</a>"


def next_to(href):
    return link(href, "»", rel="next")


WHOLE = "".join(f"<p>{words}</p>" for words in PARTS[1:])
PAGES = {
    "/story": part(0, f"<b>1</b> {link('/story/2', 2)} {link('/story/3', 3)}"),
    "/story/2": part(1, f"{link('/story', 1)} <b>2</b> {link('/story/3', 3)}"),
    "/story/3": part(2, f"{link('/story/2', 2)} <b>3</b>"),
    "/rel.html": part(0, next_to("rel-2.html")),
    "/rel-2.html": part(1, next_to("rel-3.html")),
    "/rel-3.html": part(2, ""),
    "/query?id=7": part(0, link("/query?id=7&amp;page=2", "Next page ›")),
    "/query?id=7&page=2": part(1, ""),
    "/weiter": part(0, link("/weiter?seite=2", "Weiter")),
    "/weiter?seite=2": part(1, ""),
    "/loop": part(0, link("/loop/2", 2)),
    "/loop/2": part(1, link("/loop/3", 3) + " " + link("/loop/2", "next")),
    "/loop/3": part(1, link("/loop/2", 2, rel="next")),
    "/other/4": part(0, link("/other/5", rel="next")),
    "/other/5": part(1, "", title="Something else entirely, about boats"),
    "/post/my-day": part(0, link("/post/my-night", "Next post", rel="next")),
    "/post/my-night": part(1, ""),
    "/broken": part(0, link("/broken/2", 2, rel="next")),
    "/talk": part(0, link("/talk?cpage=2", 2) + " " + link("/talk/comment-page-2")),
    "/ruled": part(0, "<a class='go' href='/ruled-more'>more</a>"),
    "/ruled-more": part(1, "", title="Page two: what the masons said"),
    "/single-one": part(0, "<a class='all' href='/whole'>one page</a>"),
    "/whole": part(0, "").replace("</article>", WHOLE + "</article>"),
}


def endless(number):
    page = part(0, link(f"/endless/{number + 1}", "next", rel="next"))
    return page.replace("It was the", f"In the month {number} it was the")


PAGES.update({f"/endless/{number}": endless(number) for number in range(1, 30)})


def away(port):
    """A page that leads to other hosts."""
    there = link(f"http://localhost:{port}/away/2", 2, rel="next")
    return part(0, there + "<link rel=next href='http://10.0.0.1/away/2'>")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.hits.append((self.path, dict(self.headers)))
        page = away(self.server.server_address[1]) if self.path == "/away" else PAGES.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "").encode())


class Site:
    """The pages on loopback, and what was asked for."""

    def __init__(self, server):
        self.hits = server.hits
        self.port = server.server_address[1]

    def fetch(self, path, *more):
        how = ["--cache", "off", "--allow-net", f"127.0.0.1:{self.port}", "--to", "json"]
        done = run("-v", *how, "--from", "url", f"http://127.0.0.1:{self.port}{path}", *more)
        return types.SimpleNamespace(**json.loads(done.out), said=done.said)


@pytest.fixture(name="site")
def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.hits = []
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Site(server)
    server.shutdown()
    server.server_close()


def parts_in(article):
    return [number for number, words in enumerate(PARTS) if words in article.text]


JOINED = [("/story", 3), ("/rel.html", 3), ("/query?id=7", 2), ("/weiter", 2), ("/loop", 2)]


@pytest.mark.parametrize("path, number", JOINED)
def test_pages_are_joined(site, path, number):
    article = site.fetch(path)
    assert article.status == "fetched"
    assert len(parts_in(article)) == number, article.said


@pytest.mark.parametrize("path, _number", JOINED)
def test_what_every_page_says_is_said_once(site, path, _number):
    article = site.fetch(path)
    assert article.text.count("once is enough") <= 1
    assert "The long bridge" not in article.text


@pytest.mark.parametrize("path, _number", JOINED)
def test_address_is_the_first_pages(site, path, _number):
    assert site.fetch(path).url.endswith(path)


def test_pages_that_send_to_each_other(site):
    """They are asked for once."""
    site.fetch("/loop")
    assert len(site.hits) <= 4


def test_ten_pages_at_most(site):
    """And it says that there are more."""
    article = site.fetch("/endless/1")
    assert len(site.hits) == 10
    assert article.status == "fetched"
    assert "reason=partial" in article.said


@pytest.mark.parametrize(
    "path",
    ["/other/4", "/post/my-day", "/away", "/talk"],
    ids=["another title", "the next post", "another host", "comments"],
)
def test_no_page_of_this_article(site, path):
    assert len(parts_in(site.fetch(path))) == 1


def test_address_inside_is_not_asked_for(site):
    site.fetch("/away")
    assert [path for path, _ in site.hits] == ["/away"]


def test_next_post_is_not_even_asked_for(site):
    site.fetch("/post/my-day")
    assert len(site.hits) == 1


def test_page_that_is_missing(site):
    """What there is, and it says so."""
    article = site.fetch("/broken")
    assert article.status == "fetched"
    assert len(parts_in(article)) == 1
    assert "reason=partial" in article.said


def test_short_deadline(site):
    assert len(parts_in(site.fetch("/story", "--deadline", "2"))) == 3


LOCAL = """\
next_page_link: //a[@class='go']/@href
single_page_link: //a[@class='all']
http_header(user-agent): Elderly/1.0
http_header(Referer): https://www.example.com/
http_header(cookie): no=no
"""


@pytest.fixture(name="local")
def write_local(rules):
    return ["--sites", str(rules(**{"127.0.0.1": LOCAL}))]


def test_next_page_link(site, local):
    assert len(parts_in(site.fetch("/ruled", *local))) == 2


def test_http_header(site, local):
    """User-agent and referer, and no other."""
    site.fetch("/ruled", *local)
    fields = site.hits[0][1]
    assert fields.get("User-Agent") == "Elderly/1.0"
    assert fields.get("Referer") == "https://www.example.com/"
    assert "Cookie" not in fields


def test_single_page_link_is_preferred(site, local):
    article = site.fetch("/single-one", *local)
    assert len(parts_in(article)) == 4
    assert article.url.endswith("/single-one")


def test_no_fetch(site, local):
    site.fetch("/single-one", "--no-fetch", *local)
    assert not site.hits
