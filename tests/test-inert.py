#!/usr/bin/env python3
"""DESIGN 2.6: what comes out is inert. Hundreds of hostile pieces, each in an article of its own; judged by an allow-list, and opened in headless Chromium."""
import email, email.policy, html, html.parser, http.server, itertools, json, pathlib, re, shutil, sys, tempfile, threading
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

HIT = "http://hit.example.net/h"
JS = "top.document.documentElement.dataset.pwned=1"
P = "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered.</p>"
ELEMENTS = "a abbr article aside audio b blockquote body br button canvas code dd details div dl em embed fieldset figure font form frameset h2 hr i iframe img input keygen li link main map marquee math menu meta noscript object ol p picture plaintext pre q s script section select source span style summary sup svg table tbody td template textarea title track u ul video xmp".split()
EVENTS = "onload onerror onclick onmouseover onfocus onbegin onend onanimationstart ontoggle onpointerenter onscroll onwheel oncut".split()
SCHEMES = [s for base in ("javascript:", "vbscript:", "data:text/html,", "livescript:", "mocha:", "blob:", "filesystem:", "view-source:javascript:", "feed:javascript:", "jar:javascript:", "file:///", "about:", "ms-its:", "x-javascript:") for s in (base, base.upper(), " " + base, base[:4] + "&#9;" + base[4:], base[:4] + "&#10;" + base[4:], "&#1;" + base, "".join(f"&#x{ord(c):x};" for c in base))]
HOLDERS = ['<a href="{}">link words</a>', '<img src="{}" alt="x">', '<blockquote cite="{}"><p>q</p></blockquote>', '<iframe src="{}"></iframe>', '<video src="{}" poster="{}"></video>', '<form action="{}"><button formaction="{}">b</button></form>', '<svg><a xlink:href="{}"><text>t</text></a></svg>', '<table background="{}"><tr><td background="{}">c</td></tr></table>', '<object data="{}"></object>', '<img srcset="{} 1x">', '<link rel="stylesheet" href="{}">', '<base href="{}">', '<math><mtext href="{}">m</mtext></math>', '<q cite="{}">q</q>', '<del cite="{}">d</del>']
pieces = [f'<{e} {v}="{JS}" src=x href=x>words in it</{e}>' for e, v in zip(ELEMENTS, itertools.cycle(EVENTS))] + [f'<img src=x {v}="{JS}">' for v in EVENTS]
pieces += [h.format(*[s + f"{JS}//"] * 2) for s in SCHEMES for h in HOLDERS[:3]] + [h.format(*[f"javascript:{JS}"] * 2) for h in HOLDERS] + [h.format(*[HIT + str(n)] * 2) for n, h in enumerate(HOLDERS) if not h.startswith(("<a", "<img"))]
pieces += [
    f"<script>{JS}</script>", f"<script src={HIT}s></script>", f"<scr<script>ipt>{JS}</scr</script>ipt>", f"<SCRIPT/x>{JS}</SCRIPT>", f"<script>{JS}", f"<svg><script>{JS}</script></svg>", f"<svg><style><img src=x onerror={JS}></style></svg>",
    f"<math><annotation-xml encoding='text/html'><script>{JS}</script></annotation-xml></math>", f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={JS}&gt;\">", f"<noscript><p title=\"</noscript><img src=x onerror={JS}>\">", f"<template><script>{JS}</script></template>",
    f"<xmp><script>{JS}</script></xmp>", f"<plaintext><script>{JS}</script>", f"<listing>&lt;img src=x onerror={JS}&gt;</listing>", f"<textarea><script>{JS}</script></textarea>", f"<title><script>{JS}</script></title>", f"<iframe srcdoc=\"<script>{JS}</script>\"></iframe>",
    f"<style>@import '{HIT}css'; body {{ background: url({HIT}bg) }}</style>", f"<p style=\"background:url({HIT}p);width:expression({JS})\">styled words</p>", f"<div style=\"behavior:url({HIT}b)\">words</div>", f"<meta http-equiv=refresh content=\"0;url={HIT}m\">", f"<meta http-equiv=Set-Cookie content=a=b>",
    f"<img src=x onerror\n=\n{JS}>", f"<img/src=x/onerror={JS}>", f"<img src='x' alt='\"><script>{JS}</script>'>", f"<a href=\"https://a.example/\" title=\"&quot;><script>{JS}</script>\">words</a>", f"<a href='https://a.example/&quot;onmouseover=&quot;{JS}'>words</a>", f"<!--[if IE]><script>{JS}</script><![endif]-->", f"<![CDATA[<script>{JS}</script>]]>", f"<?php echo '<script>{JS}</script>' ?>", f"<p>&lt;script&gt;{JS}&lt;/script&gt;</p>", f"<p>&amp;lt;script&amp;gt;{JS}&amp;lt;/script&amp;gt;</p>",
    f"<pre><code>&lt;script&gt;{JS}&lt;/script&gt;</code></pre>", f"<figure><figcaption>&lt;img src=x onerror={JS}&gt;</figcaption><img src='https://pic.example/a.png' alt='&lt;script&gt;'></figure>", f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={JS}>", f"<svg></p><style><a id=\"</style><img src=1 onerror={JS}>\">", f"<table><td><select><option><img src=x onerror={JS}></select></table>",
    f"<details open ontoggle={JS}><summary>s</summary>words in details</details>", f"<marquee onstart={JS}>m</marquee>", f"<object data='data:text/html,<script>{JS}</script>'></object>", f"<embed src='data:image/svg+xml,<svg onload={JS}>'>", f"<img src='data:image/svg+xml,<svg onload={JS}>'>", f"<ruby><rt><script>{JS}</script></rt></ruby>", f"<dl><dt onclick={JS}>t<dd><script>{JS}</script>d</dl>", f"<ol start='1\" onclick=\"{JS}'><li value='2\" onclick=\"{JS}'>item of it</li></ol>",
    f"<p lang='en\" onclick=\"{JS}' dir='rtl\" onload=\"{JS}' id='x\" onclick=\"{JS}'>attributes</p>", f"<td colspan='2\" onclick=\"{JS}'>c</td>", f"<abbr title='\" onmouseover=\"{JS}'>a</abbr>", f"<time datetime='\" onclick=\"{JS}'>t</time>", "<p>zero\u0000width\u0001control\u001b[31mescape\u009b31m</p>", "<p>bidi \u202e reversed \u2066 isolate \u200f</p>",
]
ALLOWED = {"html": {"lang", "dir"}, "meta": {"charset", "name", "content", "http-equiv"}, "time": {"datetime"}, "a": {"href", "id"}, "img": {"src", "alt", "width", "height"}, "p": {"id"}, "code": {"class"}, "details": {"open"}, "ol": {"start", "reversed", "type"}, "li": {"value", "id"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "q": {"cite"}, "blockquote": {"cite"}, "del": {"cite", "datetime"}, "ins": {"cite", "datetime"}, "bdo": {"dir"}}
EVERYWHERE = {"lang", "dir", "title", "id"}
TAGS = set("html head meta title style body main article header footer address h1 h2 h3 h4 h5 h6 p blockquote pre code ul ol li dl dt dd figure figcaption hr aside details summary table caption thead tbody tfoot tr th td a abbr b bdi bdo br cite del dfn em i img ins kbd mark q rp rt ruby s samp small strong sub sup time u var".split())


class Judge(html.parser.HTMLParser):
    def __init__(self): super().__init__(convert_charrefs=True); self.faults = []; self.style = ""; self.in_style = False
    def handle_starttag(self, tag, attributes):
        self.in_style = tag == "style"
        if tag not in TAGS: self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name not in ALLOWED.get(tag, set()) | EVERYWHERE: self.faults.append(f"<{tag} {name}={value}>")
            if (name == "id" and not re.fullmatch(r"(note|ref)-\d+", value or "")) or (name == "class" and not re.fullmatch(r"language-[a-z0-9+#_-]+", value or "")): self.faults.append(f"<{tag} {name}={value}>")
            if name in ("href", "src", "cite") and not re.match(r"https?://|mailto:|#(note|ref)-\d+$", value or ""): self.faults.append(f"<{tag} {name}={value!r}>")
            if tag == "meta" and (value or "").lower() in ("refresh", "set-cookie"): self.faults.append("meta " + value)
    handle_startendtag = handle_starttag
    def handle_endtag(self, tag): self.in_style = False
    def handle_data(self, data):
        if self.in_style: self.style += data
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", data): self.faults.append("control character " + repr(data[:60]))
    def handle_comment(self, data): self.faults.append("comment " + data[:40])
    def handle_pi(self, data): self.faults.append("instruction " + data[:40])


def judge(text):
    j = Judge(); j.feed(text); j.close()
    if re.search(r"url\(|@import|expression|behavior", j.style): j.faults.append("style " + j.style[:80])
    return j.faults


outputs, bad, lost = [], [], []
for n, piece in enumerate(pieces):
    page = f'<html><head><title>The old bridge reopens</title></head><body><article><h1>The old bridge reopens</h1>{P}{piece}</article><article>{P * 2}</article></body></html>'
    status, out, err = run("--from", "html", "--to", "html", "-n", "--base-url", "https://paper.example.org/a", stdin=page.encode())
    text = out.decode()
    faults = judge(text)
    if status or faults: bad.append((piece[:90], faults[:3]))
    if "first lorry" not in text: lost.append(piece[:90])
    outputs.append(text)
ok(not bad, f"{len(pieces)} pieces: nothing but what is allowed comes out", "\n".join(map(str, bad)))
ok(not lost, "and the article beside them does", "\n".join(lost))
mails = []
for n, piece in enumerate(pieces[::7]):
    m = simple(b"List-Id: <l.example.org>\nList-Unsubscribe: <https://example.org/u>\nContent-Type: text/html; charset=utf-8\n", f"<html><body><h1>s</h1>{P * 6}{piece}{P}</body></html>".encode())
    parsed = email.message_from_bytes(run("-n", stdin=m)[1], policy=email.policy.default)
    part = parsed.get_body(("html",))
    mails.append((piece[:80], judge(part.get_content()) if part and "X-Offprint" in parsed else []))
ok(not any(f for _, f in mails), f"{len(mails)} mails: the same in the HTML part", [m for m in mails if m[1]][:3])

# --- headers ------------------------------------------------------------------------------------------------------------------------
EVIL = ["x\r\nBcc: evil@example.net", "x\nX-Evil: yes", "x\r\n\r\nbody", "=?utf-8?Q?x=0D=0AX-Evil:_yes?=", "=?utf-8?B?eA0KWC1FdmlsOiB5ZXM=?=", "\u202egnp.exe", "a\u0000b\u0007c", "--=-boundary", "x" * 5000, "\x1b]0;title\x07", "ab\u0085X-Evil: yes", "a\u2028X-Evil: yes", "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace") * 300, "=?utf-8?Q?" * 50]
for evil in EVIL:
    e = html.escape(evil).replace("\r", "&#13;").replace("\n", "&#10;").replace("\0", "&#0;")
    feed = f'<rss version="2.0"><channel><title>{e}</title><link>https://a.example/</link><item><title>{e}</title><author>{e}</author><category>{e}</category><guid>{e}</guid><link>https://a.example/x</link><description><![CDATA[{P}]]></description></item></channel></rss>'.replace("&#0;", "").replace("\x07", "").replace("\x1b", "")
    out = run("-n", "--from", "feed", stdin=feed.encode("utf-8", "replace"))[1]
    page = f'<html><head><title>{e}</title><meta name=author content="{e}"></head><body><article><h1>{e}</h1>{P * 4}</article></body></html>'
    for name, message in (("feed", out), ("page", run("-n", "--from", "html", "--base-url", "https://a.example/x", stdin=page.encode("utf-8", "replace"))[1])):
        top = message.split(b"\n\n")[0]
        good = not re.search(rb"^(X-Evil|Bcc|body)", top, re.M) and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", top) and all(len(l) <= 998 for l in top.split(b"\n"))
        decoded = {k: str(v) for k, v in email.message_from_bytes(message, policy=email.policy.default).items()}
        spoof = [v for v in decoded.values() if re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]", v)]
        ok(good and not spoof, f"{name}, a title and a name of {evil[:24]!r}: one header field each, no control character", (top[-600:], spoof))

# --- a browser ------------------------------------------------------------------------------------------------------------------------
chromium = next((c for c in ("chromium", "chromium-browser", "google-chrome") if shutil.which(c)), None)
if not chromium: skip("headless Chromium", "it is not here")
else:
    hits = []
    class Server(http.server.BaseHTTPRequestHandler):
        def log_message(self, *a): pass
        def do_GET(self): hits.append(self.headers.get("Host", "") + self.path); self.send_response(404); self.end_headers()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server); threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as d:
        def view(name, frames):
            f = pathlib.Path(d) / f"{name}.html"
            f.write_text("<!DOCTYPE html><meta charset=utf-8>" + "".join(f'<iframe srcdoc="{html.escape(t)}"></iframe>' for t in frames))
            r = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={d}/profile", f"--host-resolver-rules=MAP * 127.0.0.1:{server.server_address[1]}", "--virtual-time-budget=4000", "--dump-dom", f.as_uri()], capture_output=True, timeout=180)
            return r.stdout.decode("utf-8", "replace")
        canary = view("canary", [f"<img src=x onerror='{JS}'>", f"<img src='{HIT}canary'>"])
        if "data-pwned" not in canary or not any("canary" in h for h in hits): skip("headless Chromium", "it does not show what it should where it should")
        else:
            ok(True, "a page that is not inert is noticed")
            del hits[:]
            why = [run("--explain=html", "--from", "html", "--no-fetch", "--base-url", "https://a.example/x/y", stdin=o.encode())[1].decode() for o in outputs[::40]] + [
                run("--explain=html", "--from", "html", "--no-fetch", stdin=f"<title>{html.escape(JS)}</title><nav><script>{JS}</script><a href='javascript:{JS}'>&lt;img src=x onerror='{html.escape(JS)}'&gt;</a></nav><article><p>{'At six on Tuesday morning the first lorry rolled over the old bridge. ' * 4}</p></article>".encode())[1].decode()]
            shown = view("explain", why)
            ok("data-pwned" not in shown and "Why this is the article" in html.unescape(shown), "Chromium: --explain=html, no script has run", shown[:300])
            f = pathlib.Path(d) / "why.html"; f.write_text(why[-1].replace("</head>", "<script>onload = function () { var k = document.querySelector('.kept:has(.why)'), n = document.querySelector('.dropped:has(.why)'); document.title = [getComputedStyle(k).backgroundColor, getComputedStyle(n).backgroundColor, k.querySelector('.why').textContent, k.offsetLeft < document.querySelector('section + section').offsetLeft].join('|'); }</script></head>"))
            r = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={d}/profile", "--window-size=1200,900", "--virtual-time-budget=2000", "--dump-dom", f.as_uri()], capture_output=True, timeout=180).stdout.decode("utf-8", "replace")
            ok(re.search(r"<title>rgb\(230, 244, 230\)\|rgb\(248, 230, 230\)\|kept [01]\.\d\d: text\|true</title>", r), "Chromium: --explain=html, blocks coloured by verdict, the reason next to it, the article beside them", re.findall("<title>.*?</title>", r))
            seen = [view(str(n), outputs[n:n + 80]) for n in range(0, len(outputs), 80)]
            ok(not any("data-pwned" in s for s in seen), "Chromium: no script has run", [n for n, s in enumerate(seen) if "data-pwned" in s])
            ours = [h for h in hits if "hit.example.net" in h]
            ok(not ours, "Chromium: nothing has been asked for", ours[:5])
    server.shutdown()
done()
