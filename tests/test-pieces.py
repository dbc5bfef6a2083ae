#!/usr/bin/env python3
"""Pieces of a page are kept whole or dropped whole: listings, lists, notes, figures, rows; and what is not seen, or stands twice, is not printed."""
import json, re, sys, pathlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

P = ["The mill on the upper weir ground rye for two centuries, and its stones were dressed every winter by the same family of masons from the valley.",
     "When the last of them died, the miller wrote down what he had seen of the work, page after page, and drew each of the furrows with a ruler.",
     "The notebook lay in a tin under the stairs until a student of forestry found it, copied it by hand, and brought the copy to the county archive.",
     "Since then the stones have been dressed by its rules, by people who had never seen the work done, and the flour is as fine as it was before."]
BODY = ["".join(f"<p>{x}</p>" for x in P[:2]), "".join(f"<p>{x}</p>" for x in P[2:])]
NAV = '<nav><ul><li><a href="/a">Home</a></li><li><a href="/b">Valley</a></li><li><a href="/c">Weather</a></li></ul></nav>'
FRAMES = {
    "article": lambda b: f"<header>{NAV}</header><main><article><h1>The stones of the upper mill</h1>{b}</article></main><footer><p>Weir Gazette. <a href=/i>Imprint</a></p></footer>",
    "div": lambda b: f'<div id="page">{NAV}<div class="post hentry"><h1>The stones of the upper mill</h1>{b}</div><div id="footer"><p>Weir Gazette, all rights reserved.</p></div></div>',
    "section": lambda b: f'<div class="site">{NAV}<section class="story"><div class="story-body"><h1>The stones of the upper mill</h1>{b}</div></section><footer>Weir Gazette.</footer></div>',
}


def read(inside, kind="text", frame="article", whole=False):
    body = inside if whole else FRAMES[frame](inside)
    page = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The stones of the upper mill | Weir Gazette</title></head><body>{body}</body></html>'
    out = run("--from", "html", "--to", kind, "--no-fetch", "--base-url", "https://gazette.example/2026/a", *(["--width", "0", "--no-notes"] if kind == "text" else []), stdin=page.encode())[1].decode()
    return json.loads(out) if kind == "json" else out


def ordered(text, parts):
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0: return False
        at += len(part)
    return True


def kept(name, piece, parts, frames=FRAMES, kind="text"):
    """Between two halves of the text, in each frame, all parts are there in order."""
    for frame in frames:
        out = read(BODY[0] + piece + BODY[1], kind, frame)
        ok(ordered(out, [P[1][-20:], *parts, P[2][:20]]), f"{name}, in {frame}", out)


# --- listings
CODE = "mill --stone 2\n    --gap 0.4\n\nfor s in stones:\n    dress(s)"
for name, box in {"bare": "{}", "a toolbar": '<div class="code-toolbar">{}<div class="toolbar"><button>Copy</button></div></div>', "a figure": '<figure class="highlight">{}</figure>',
                  "two boxes with a label": "<div><div>Shell</div><div>{}</div></div>", "a tab": '<div role="tabpanel">{}</div>'}.items():
    kept(f"a listing: {name}", box.format(f'<pre class="language-sh"><code>{CODE}</code></pre>'), ["mill --stone 2", "--gap 0.4", "for s in stones:", "    dress(s)"])
kept("a listing: a box for each line", "<pre>" + "".join(f"<div class=line>{l}</div>" for l in CODE.split("\n") if l) + "</pre>", ["mill --stone 2\n", "for s in stones:\n", "    dress(s)"])
out = read(BODY[0] + "<div><code>open sluice<br>&nbsp;&nbsp;wait 10</code></div>" + BODY[1])
ok(re.search(r"open sluice\n +wait 10", out), "a listing: <code> with <br>", out)

# --- lists, tables, terms, quotations
kept("a list behind a colon", "<p>Three things are needed for it:</p><ul><li>A hammer</li><li><a href='https://x.example/'>A bush</a></li><li>Patience</li></ul>", ["A hammer", "A bush", "Patience"])
kept("a table of numbers", "<table><tr><th>Year</th><th>Sacks</th></tr><tr><td>1911</td><td>402</td></tr><tr><td>1912</td><td>377</td></tr></table>", ["1911", "402", "1912", "377"])
kept("a definition", '<dl class="py"><dt id=d>dress(stone)</dt><dd><p>Dresses a stone.</p></dd></dl>', ["dress(stone)", "Dresses a stone."])
kept("two quotations", "<blockquote><p>I like it.</p><footer>Ida Sand, baker</footer></blockquote><blockquote><p>Good flour, and a fair price for it.</p><footer>Per Holm</footer></blockquote>", ["I like it.", "Ida Sand", "Good flour", "Per Holm"])
kept("a callout", '<div class="admonition note"><p class="title">Note</p><p>Keep the sluice shut.</p></div>', ["Keep the sluice shut."])
kept("questions and answers", "".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in (("May one visit?", "On Sundays."), ("Is it free?", "Yes."), ("Is there bread?", "Now and then."))),
     ["May one visit?", "On Sundays.", "Is it free?", "Yes.", "Is there bread?", "Now and then."])
end = "<h2>Order of work</h2><ol>" + "".join(f"<li>{x}</li>" for x in ("Lift the runner stone off the spindle", "Turn it over on two wooden blocks", "Mark the high places with red ochre", "Cut the furrows from the eye outward", "Set it back and check the gap")) + "</ol>"
for frame in FRAMES:
    out = read(BODY[0] + BODY[1] + end, frame=frame)
    ok(ordered(out, ["Order of work", "Lift the runner", "Turn it over", "Mark the high", "Cut the furrows", "Set it back"]), f"a list that ends the text, in {frame}", out)
    out = read("<h2>You need</h2><ul><li>300 g rye flour</li><li>a spoon of salt</li><li>water</li></ul>" + BODY[0] + BODY[1], frame=frame)
    ok(ordered(out, ["You need", "300 g rye", "a spoon", "water", P[0][:20]]), f"a list above the text, in {frame}", out)
discussion = lambda n: f'<div class="entry"><div><span>guest{n}</span> <span>{n} hours ago</span></div><div class="words"><p>{P[n % 4]}</p><p>No. {n}: {P[(n + 1) % 4]}</p></div></div>'
out = read("<h1>Who dresses stones?</h1>" + "".join(discussion(n) for n in range(6)), whole=True)
ok(sum(f"No. {n}:" in out for n in range(6)) in (0, 6), "of a discussion all contributions, or none", out)

# --- notes
mark = lambda n: f'<sup><a href="#fn{n}" id="ref{n}">{n}</a></sup>'
for name, notes in {"a list": '<ol><li id="fn1">Ibid.</li><li id="fn2">In the tin.</li></ol>', "boxes": "".join(f'<div class="footnote"><a id="fn{n}" href="#ref{n}">{n}</a><div><p>{t}</p></div></div>' for n, t in ((1, "Ibid."), (2, "In the tin."))),
                    "a section": '<section class="footnotes"><ol><li id="fn1"><p>Ibid. <a href="#ref1">↩</a></p></li><li id="fn2"><p>In the tin. <a href="#ref2">↩</a></p></li></ol></section>'}.items():
    for frame in FRAMES:
        out = read(f"<p>{P[0]}{mark(1)}</p><p>{P[1]}{mark(2)}</p>" + BODY[1] + notes, frame=frame)
        ok("Ibid." in out and "In the tin." in out, f"notes: {name}, in {frame}", out)

# --- figures
for name, figure in {"figure": '<figure><img src="/m.jpg" alt=""><figcaption>The stone in May</figcaption><cite>Ida Sand</cite></figure>', "a caption behind it": '<figure><img src="/m.jpg" alt=""></figure><figcaption>The stone in May. Ida Sand</figcaption>',
                     "a class": '<div class="wp-caption"><img src="/m.jpg" alt=""><p class="wp-caption-text">The stone in May, Ida Sand</p></div>', "a table": '<table class="tr-caption-container"><tr><td><img src="/m.jpg"></td></tr><tr><td class="tr-caption">The stone in May, Ida Sand</td></tr></table>',
                     "a button": '<figure><button><img src="/m.jpg" alt=""></button><figcaption>The stone in May Ida Sand</figcaption></figure>', "amp": '<figure><amp-img src="/m.jpg" width=600 height=400></amp-img><figcaption>The stone in May Ida Sand</figcaption></figure>',
                     "its own element": '<figure><lazy-picture data-src="/m.jpg"></lazy-picture><figcaption>The stone in May Ida Sand</figcaption></figure>', "noscript": '<figure><span class="lazy"></span><noscript>&lt;img src="/m.jpg" alt=""&gt;</noscript><figcaption>The stone in May Ida Sand</figcaption></figure>',
                     "data": '<figure><img src="" data-attrs="{&quot;src&quot;:&quot;https://gazette.example/m.jpg&quot;}"><figcaption>The stone in May Ida Sand</figcaption></figure>'}.items():
    for frame in FRAMES:
        out = read(BODY[0] + figure + BODY[1], "html", frame)
        ok(re.search(r'<figure>\s*<img src="https://gazette.example/m.jpg"[^>]*>\s*<figcaption>The stone in May.*Ida Sand', out), f"picture, caption and credit: {name}, in {frame}", out)
for name in ("newsletter-post", "premium", "sidebar-fixed", "has-comments", "share-modal"):
    out = read(f'<div class="{name}">{BODY[0]}<figure><img src="/m.jpg" alt=""></figure>{BODY[1]}</div>', "html", "div")
    ok("/m.jpg" in out and P[3][:30] in out, f"a name of what holds everything says nothing: {name}", out)
same = '<figure><img src="/{}.jpg" alt=""><figcaption>Photograph by Ida Sand</figcaption></figure>'
out = read(BODY[0] + same.format("one") + f"<p>{P[2]}</p>" + same.format("two") + f"<p>{P[3]}</p>", "html")
ok(out.count("Photograph by Ida Sand") == 2 and "/two.jpg" in out, "two pictures with one credit", out)

# --- what is not seen, stands elsewhere, or stands twice
for name, hidden in {"display": '<p style="display: none">For machines alone.</p>', "class": '<div class="hidden"><p>For machines alone.</p></div>', "sr-only": f'<p>{P[0]} <a href="/x">The map<span class="sr-only">For machines alone.</span></a></p>',
                     "aria": f'<p>{P[0]} <i aria-hidden="true">For machines alone.</i></p>', "dialog": f'<div role="dialog"><p>For machines alone.</p><p>{P[0]}, and more of it.</p></div>'}.items():
    out = read(BODY[0] + hidden + BODY[1])
    ok("For machines" not in out and P[3][:30] in out, f"hidden: {name}", out)
out = read(f'<div style="display:none">{BODY[0]}{BODY[1]}</div>')
ok(P[0] in out and P[3] in out, "a page that a script shows is read", out)
out = read(f"<p>{P[0]} <span aria-hidden=true>W</span>hen it rains</p>" + BODY[1])
ok("When it rains" in out, "a letter of a word is no sign", out)
out = FRAMES["article"](BODY[0] + BODY[1]) + f"<section><h2>Your account</h2><p>We send a new password to the address that you gave us when you came, unless you ask us not to.</p></section>"
ok("password" not in read(out, whole=True), "prose outside of the only <main>", out)
for name, copies in {"two widths": [f'<div class="{c}">{BODY[0]}</div>' for c in ("wide", "narrow")], "Chinese": [f'<div class="{c}"><p>磨坊的石头每年冬天都由同一家石匠修整，这已经有两百年了。</p><p>最后一位石匠去世以后，磨坊主把他见过的都写了下来。</p></div>' for c in ("wide", "narrow")]}.items():
    text = read("".join(copies), "json")["text"].split("\n")
    ok(len(text) == 2, f"an article that stands twice: {name}", text)
out = read(f'<p>{P[0]}</p><div class="pull"><p>Its stones were dressed every winter by the same family of masons</p></div>' + BODY[1])
ok(out.count("same family of masons") == 1, "a sentence in large type is printed once", out)
out = read(f"<p>{P[0]}</p><div class='newsletter'><h3>Letters by mail</h3><p>Sign up for our weekly letter.</p><form><input type=email></form></div>" + BODY[1])
ok("Letters by mail" not in out, "no heading over nothing", out)
out = read(BODY[0] + "".join(f'<h2>{n}. {t}</h2><figure><img src="/{n}.jpg" alt=""><figcaption>Ida Sand/Weir Pictures</figcaption></figure>' for n, t in enumerate(("The upper sluice is older than the mill", "The wheel was made of elm and larch", "The tin lay under the stairs", "The archive has a copy of it"), 1)))
ok(ordered(out, ["1. The upper", "2. The wheel", "3. The tin", "4. The archive"]), "headings of one rank with a picture each are a list", out)
done()
