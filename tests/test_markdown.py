"""Markdown: cmark-gfm reads it back to the tree of the HTML, and there is no raw HTML in it.

Every golden page, and text made of marks.
"""

import functools
import json

import pytest

import markdown
from harness import TOP, need, run

GOLDEN = TOP / "tests" / "golden"
GOLDEN_PAGES = [*sorted((GOLDEN / "pages").glob("*.html")), GOLDEN / "structure.html"]
PAGES = {path.stem: path for path in GOLDEN_PAGES}
PROSE = (
    "<p>The pier was built of oak in one long winter, and it has stood there ever "
    "since, though nobody who built it is alive to see it.</p>"
)
HARD = {
    "marks of lists": (
        "<p>1986. A year that nobody on the pier has forgotten since.</p>"
        "<p>- not an entry of any list, but a line of the text.</p>"
        "<p>+ nor is this one here, whatever it may look like.</p>"
        "<p># nor is this a heading, though it begins with its sign.</p>"
    ),
    "rules": (
        "<p>First the line that is long enough<br>---<br>===<br>and the last one of them."
        "</p><p>* * *</p>"
    ),
    "stars": (
        "<p>In 2 * 3 * 4 boats, a_b_c and __init__ and **bold** and `code` and "
        "~~struck~~ are no marks at all here.</p>"
    ),
    "brackets": (
        "<p>As [was] said [here](there), ![no] picture! "
        "<a href='https://a.example/'>A link</a> is one, and [^1] is no note in it.</p>"
    ),
    "tags": (
        "<p>The element &lt;script&gt;alert(1)&lt;/script&gt; and &amp;amp; and "
        "&amp;copy; and &lt;!-- this --&gt; are text here, and so is &lt;b&gt;.</p>"
    ),
    "emphasis in words": (
        "<p>The <em>pier</em>s and <strong>“old”</strong>ones, un<em>believ</em>able, "
        "<b>a</b><i>b</i>c, <em><strong>both</strong></em>, <strong>"
        "<em>both</em> ways</strong>.</p>"
    ),
    "spaces in emphasis": (
        "<p>The<em> pier </em>stands and <strong>holds </strong>and <b>ends.</b> And "
        "<i>“so”</i>it goes with all of them, they say.</p>"
    ),
    "emphasis in Chinese": (
        "<p>港口<strong>“旧石头”</strong>的移动比新混凝土<em>（小得多）</em>还小，县里的工程师每天早上"
        "<strong>测量</strong>码头。</p>"
    ),
    "addresses": (
        "<p>See <a href='https://a.example/x_(y)?a=1&amp;copy=2#f'>this page</a>, "
        "<a href='https://a.example/a%20b|c'>that <code>one|two</code></a>, and "
        "<a href='https://b.example/'>https://b.example/</a>.</p>"
    ),
    "code": (
        "<p>Type <code>a `b` c</code>, <code>`</code>, <code>x | y</code> and "
        "<code>&lt;b&gt;&amp;amp;</code>, or see <code>f("
        "<a href='https://a.example/g'>g</a>)</code> here.</p>"
    ),
    "listing": "<pre class='language-c'>int a; /* ```` */\n\n\tb &lt; c;\n</pre>",
    "lists side by side": (
        "<ul><li>an oar</li><li>a lamp</li></ul><ul><li>a book</li><li>a bell</li></ul>"
        "<ol><li>first</li><li>second</li></ol><ol start=3><li>third</li>"
        "<li value=9>ninth</li></ol>"
    ),
    "lists in lists": (
        "<ul><li>an oar<ol><li>of oak<ul><li>an old one</li></ul></li>"
        "<li>of ash</li></ol></li><li><p>a lamp</p><p>that nobody has lit</p>"
        "<pre>lamp --lit</pre></li><li><blockquote>"
        "<p>a book, he said</p></blockquote></li></ul>"
    ),
    "table": (
        "<table><tr><th>Name</th><th>What | it is</th></tr><tr><td>Oar</td><td>"
        "<p>long</p><p>and <b>thin</b></p></td></tr><tr>"
        "<td colspan=2>A | b\\</td></tr></table>"
    ),
    "quotations": (
        "<blockquote><p>One thing, he said, and then</p><blockquote>"
        "<p>another thing, said she.</p></blockquote><ul>"
        "<li>and a list of one</li></ul></blockquote>"
    ),
    "notes": (
        "<p>The pier stands on oak.<sup><a href='#fn1' id='r1'>1</a></sup> Nobody asked "
        "why that was so!<sup><a href='#fn2' id='r2'>2</a></sup></p><ol>"
        "<li id='fn1'>See the blue book, which has it all. <a href='#r1'>^</a></li>"
        "<li id='fn2'><p>It was the only wood at hand.</p>"
        "<p>And it was cheap.</p></li></ol>"
    ),
}


@pytest.fixture(autouse=True)
def _cmark():
    need("cmark-gfm")


@functools.lru_cache(None)
def both(page):
    """A page as HTML and as Markdown."""
    address = "https://paper.example.org/2026/11/page"
    how = ["--from", "html", "--no-fetch", "--base-url", address, "--to", "json"]
    article = json.loads(run(*how, stdin=page).out)
    return article["html"], article["markdown"]


def hard(name):
    between = f"{PROSE}{HARD[name]}{PROSE.replace('oak', 'ash')}"
    article = f"<main><article><h1>The pier</h1>{between}</article></main>"
    return both(f"<html lang=en><body>{article}</body></html>".encode())


def check_raw(text):
    read, _ = markdown.of_markdown(text)
    assert text.strip()
    assert "raw HTML omitted" not in read, text


def check_tree(html, text):
    _, tree = markdown.of_markdown(text)
    assert not markdown.difference(markdown.of_html(html), tree)


@pytest.mark.parametrize("page", PAGES)
def test_page_has_no_raw_html(page):
    check_raw(both(PAGES[page].read_bytes())[1])


@pytest.mark.parametrize("page", PAGES)
def test_page_is_the_same_tree(page):
    check_tree(*both(PAGES[page].read_bytes()))


@pytest.mark.parametrize("name", HARD)
def test_marks_make_no_raw_html(name):
    check_raw(hard(name)[1])


@pytest.mark.parametrize("name", HARD)
def test_marks_are_the_same_tree(name):
    check_tree(*hard(name))


def of_the_pier(name):
    article = f"<article><h1>The pier</h1>{PROSE}{HARD[name]}</article>"
    return both(f"<html><body>{article}</body></html>".encode())[1]


def test_notes_are_notes():
    text = of_the_pier("notes")
    read, _ = markdown.of_markdown(text)
    assert read.count('class="footnote-ref"') == 2, text
    assert "cheap" in read.split("footnotes")[-1], text


def test_fence_of_a_listing():
    """It names the language, and is longer than what it holds."""
    text = of_the_pier("listing")
    assert "`````c\n" in text, text
