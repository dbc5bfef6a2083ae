#!/usr/bin/env python3
"""Markdown: cmark-gfm reads it back to the tree of the HTML, for every golden page and for text made of marks; no raw HTML."""
import json, pathlib, shutil, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *
import markdown

if not shutil.which("cmark-gfm", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin"):
    skip("Markdown read back", "install cmark-gfm (contrib/setup test)")
    done()

GOLDEN = TOP / "tests/golden"


def both(page):
    d = json.loads(run("--from", "html", "--no-fetch", "--base-url", "https://paper.example.org/2026/11/page", "--to", "json", stdin=page)[1])
    return d["html"], d["markdown"]


def check(name, page):
    html, md = both(page)
    read, tree = markdown.of_markdown(md)
    ok(md.strip() and "raw HTML omitted" not in read, f"{name}: no raw HTML", md)
    ok(not (d := markdown.difference(markdown.of_html(html), tree)), f"{name}: the same tree", d)


for f in sorted((GOLDEN / "pages").glob("*.html")) + [GOLDEN / "structure.html"]: check(f.stem, f.read_bytes())

PROSE = "<p>The pier was built of oak in one long winter, and it has stood there ever since, though nobody who built it is alive to see it.</p>"
HARD = {
    "marks of lists": "<p>1986. A year that nobody on the pier has forgotten since.</p><p>- not an entry of any list, but a line of the text.</p><p>+ nor is this one here, whatever it may look like.</p><p># nor is this a heading, though it begins with its sign.</p>",
    "rules": "<p>First the line that is long enough<br>---<br>===<br>and the last one of them.</p><p>* * *</p>",
    "stars": "<p>In 2 * 3 * 4 boats, a_b_c and __init__ and **bold** and `code` and ~~struck~~ are no marks at all here.</p>",
    "brackets": "<p>As [was] said [here](there), ![no] picture! <a href='https://a.example/'>A link</a> is one, and [^1] is no note in it.</p>",
    "tags": "<p>The element &lt;script&gt;alert(1)&lt;/script&gt; and &amp;amp; and &amp;copy; and &lt;!-- this --&gt; are text here, and so is &lt;b&gt;.</p>",
    "emphasis in words": "<p>The <em>pier</em>s and <strong>“old”</strong>ones, un<em>believ</em>able, <b>a</b><i>b</i>c, <em><strong>both</strong></em>, <strong><em>both</em> ways</strong>.</p>",
    "spaces in emphasis": "<p>The<em> pier </em>stands and <strong>holds </strong>and <b>ends.</b> And <i>“so”</i>it goes with all of them, they say.</p>",
    "emphasis in Chinese": "<p>港口<strong>“旧石头”</strong>的移动比新混凝土<em>（小得多）</em>还小，县里的工程师每天早上<strong>测量</strong>码头。</p>",
    "addresses": "<p>See <a href='https://a.example/x_(y)?a=1&amp;copy=2#f'>this page</a>, <a href='https://a.example/a%20b|c'>that <code>one|two</code></a>, and <a href='https://b.example/'>https://b.example/</a>.</p>",
    "code": "<p>Type <code>a `b` c</code>, <code>`</code>, <code>x | y</code> and <code>&lt;b&gt;&amp;amp;</code>, or see <code>f(<a href='https://a.example/g'>g</a>)</code> here.</p>",
    "listing": "<pre class='language-c'>int a; /* ```` */\n\n\tb &lt; c;\n</pre>",
    "lists side by side": "<ul><li>an oar</li><li>a lamp</li></ul><ul><li>a book</li><li>a bell</li></ul><ol><li>first</li><li>second</li></ol><ol start=3><li>third</li><li value=9>ninth</li></ol>",
    "lists in lists": "<ul><li>an oar<ol><li>of oak<ul><li>an old one</li></ul></li><li>of ash</li></ol></li><li><p>a lamp</p><p>that nobody has lit</p><pre>lamp --lit</pre></li><li><blockquote><p>a book, he said</p></blockquote></li></ul>",
    "table": "<table><tr><th>Name</th><th>What | it is</th></tr><tr><td>Oar</td><td><p>long</p><p>and <b>thin</b></p></td></tr><tr><td colspan=2>A | b\\</td></tr></table>",
    "quotations": "<blockquote><p>One thing, he said, and then</p><blockquote><p>another thing, said she.</p></blockquote><ul><li>and a list of one</li></ul></blockquote>",
    "notes": "<p>The pier stands on oak.<sup><a href='#fn1' id='r1'>1</a></sup> Nobody asked why that was so!<sup><a href='#fn2' id='r2'>2</a></sup></p><ol><li id='fn1'>See the blue book, which has it all. <a href='#r1'>^</a></li><li id='fn2'><p>It was the only wood at hand.</p><p>And it was cheap.</p></li></ol>",
}
for name, body in HARD.items(): check(name, f"<html lang=en><body><main><article><h1>The pier</h1>{PROSE}{body}{PROSE.replace('oak', 'ash')}</article></main></body></html>".encode())

_, notes = both(f"<html><body><article><h1>The pier</h1>{PROSE}{HARD['notes']}</article></body></html>".encode())
read, _ = markdown.of_markdown(notes)
ok(read.count('class="footnote-ref"') == 2 and "cheap" in read.split("footnotes")[-1], "notes are notes", notes)
_, code = both(f"<html><body><article><h1>The pier</h1>{PROSE}{HARD['listing']}</article></body></html>".encode())
ok("`````c\n" in code, "a fence names its language and is longer than what it holds", code)
done()
