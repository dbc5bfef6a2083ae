"""--suggest-rules: a first file of site rules, from some pages of a site."""

import http.server
import threading

import pytest

from harness import run

WORDS = "harbour master tide winter storm pier lantern market ferry rope cellar mill".split()
FRAME = """<!DOCTYPE html><html lang=en><head>\
<title>Story number {n} of the tide - The Paper</title></head><body>
<nav class="menu"><a href="/">Home</a></nav><div id="page{n}77"><div class="wrap">
<h1 class="headline big">Story number {n} of the tide</h1>\
<p class="by">By <a rel="author" href="/ana">Ana Ruiz</a></p>
<time datetime="2026-11-2{n}T08:00:00Z">Nov 2{n}</time>
<div class="story-body" id="s{n}44">{first}\
<aside class="promo">Subscribe to our letter today</aside>{rest}
<div class="related"><h4>Read more</h4><ul><li><a href="/1">One other thing</a></li></ul></div>\
</div></div></div>
<footer class="foot">Copyright</footer></body></html>"""


def paragraph(n):
    words = [WORDS[(n * 7 + i * (n % 5 + 1)) % len(WORDS)] for i in range(40)]
    return f"<p>At {n} the {' '.join(words)}.</p>"


def page(n):
    first = "".join(paragraph(n * 10 + i) for i in range(3))
    rest = "".join(paragraph(n * 10 + i) for i in range(3, 6))
    return FRAME.format(n=n, first=first, rest=rest).encode()


class Answer(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        known = self.path[1:] in "123"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page(int(self.path[1:])) if known else b"gone")


@pytest.fixture(name="site", scope="module")
def make_site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def suggest(*urls):
    return run("--cache", "off", "--allow-net", "127.0.0.0/8", "--suggest-rules", *urls)


def by_class(tag, name):
    return f"//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def test_finds_what_all_pages_share(site):
    done = suggest(f"{site}/1", f"{site}/2", f"{site}/3")
    lines = done.out.decode().splitlines()
    assert done.status == 0
    assert "body: " + by_class("div", "story-body") in lines
    assert "title: " + by_class("h1", "headline") in lines
    assert 'author: //a[@rel="author"]' in lines
    assert "date: //time/@datetime" in lines
    assert "strip: " + by_class("aside", "promo") in lines
    assert "strip: " + by_class("div", "related") in lines
    assert f"test_url: {site}/3" in lines


def test_file_is_good_and_does_what_it_says(site, tmp_path):
    done = suggest(f"{site}/1", f"{site}/2")
    (tmp_path / "127.0.0.1.txt").write_bytes(done.out)
    assert run("--check-sites", str(tmp_path)).out == b"1 file, 0 errors, 0 warnings\n"
    ruled = ("--sites", str(tmp_path), "--cache", "off", "--allow-net", "127.0.0.0/8")
    text = run(*ruled, "--from", "url", "--to", "text", f"{site}/3").out.decode()
    assert "Ana Ruiz" in text and "Subscribe" not in text and "One other thing" not in text
    assert text.count("At 3") == 6


def test_page_that_is_gone(site):
    """The others count."""
    done = suggest(f"{site}/1", f"{site}/nothing")
    assert b"body: " in done.out and b"Suggested from 1 page" in done.out


def test_no_page_at_all(site):
    done = suggest(f"{site}/nothing")
    assert b"body: " not in done.out and b"404" in done.err


@pytest.mark.parametrize(
    "args, said",
    [
        ([], b"two or three articles of one site"),
        (["paper.example.org"], b"not an http or https address"),
        (["https://a.example/"] * 11, b"1 to 10 addresses"),
        (["--to", "json", "https://a.example/"], b"cannot be combined"),
    ],
)
def test_wrong_usage(args, said):
    done = run("--suggest-rules", *args)
    assert (done.status, done.out) == (64, b"")
    assert said in done.err
