"""DESIGN 2.6: what comes out is inert.

Hundreds of hostile pieces, each in an article of its own; judged by an allow-list, and opened in
headless Chromium.
"""

import email
import email.policy
import functools
import html
import html.parser
import itertools
import re
import subprocess
import tomllib

import pytest

from harness import TOP, need, run
from samples import simple
from servers import Site, serving

HIT = "http://hit.example.net/h"
JS = "top.document.documentElement.dataset.pwned=1"
P = (
    "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who "
    "had waited on both banks cheered.</p>"
)


# --- the pieces


def read_hostile():
    text = (TOP / "tests" / "hostile" / "pieces.toml").read_text(encoding="utf-8")
    return tomllib.loads(text.replace("@JS@", JS).replace("@HIT@", HIT))


HOSTILE = read_hostile()
HOLDERS = HOSTILE["holders"]


def spellings(scheme):
    """A scheme as browsers read it all the same."""
    yield scheme
    yield scheme.upper()
    yield " " + scheme
    yield scheme[:4] + "&#9;" + scheme[4:]
    yield scheme[:4] + "&#10;" + scheme[4:]
    yield "&#1;" + scheme
    yield "".join(f"&#x{ord(character):x};" for character in scheme)


def held(holder, address):
    return holder.replace("{}", address)


def make_pieces():
    events = HOSTILE["events"].split()
    for element, event in zip(HOSTILE["elements"].split(), itertools.cycle(events)):
        yield f'<{element} {event}="{JS}" src=x href=x>words in it</{element}>'
    for event in events:
        yield f'<img src=x {event}="{JS}">'
    for scheme in HOSTILE["schemes"]:
        for spelling, holder in itertools.product(spellings(scheme), HOLDERS[:3]):
            yield held(holder, f"{spelling}{JS}//")
    for holder in HOLDERS:
        yield held(holder, f"javascript:{JS}")
    for number, holder in enumerate(HOLDERS):
        if not holder.startswith(("<a", "<img")):
            yield held(holder, f"{HIT}{number}")
    yield from HOSTILE["pieces"]


PIECES = list(make_pieces())


# --- what may come out

SIZES = {"colspan", "rowspan"}
ALLOWED = {
    "meta": {"charset", "name", "content", "http-equiv"},
    "time": {"datetime"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "code": {"class"},
    "details": {"open"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": SIZES,
    "th": SIZES | {"scope"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
}
EVERYWHERE = {"lang", "dir", "title", "id"}
TAGS = set(
    """
    html head meta title style body main article header footer address h1 h2 h3 h4 h5 h6 p
    blockquote pre code ul ol li dl dt dd figure figcaption hr aside details summary table caption
    thead tbody tfoot tr th td a abbr b bdi bdo br cite del dfn em i img ins kbd mark q rp rt ruby
    s samp small strong sub sup time u var
    """.split()
)
ADDRESS = r"https?://|mailto:|#(note|ref)-\d+$"
VALUES = {
    "id": r"(note|ref)-\d+\Z",
    "class": r"language-[a-z0-9+#_-]+\Z",
    "href": ADDRESS,
    "src": ADDRESS,
    "cite": ADDRESS,
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Judge(html.parser.HTMLParser):
    """Collects what should not be in a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.faults = []
        self.style = ""
        self.in_style = False
        self.feed(text)
        self.close()
        if re.search(r"url\(|@import|expression|behavior", self.style):
            self.faults.append("style " + self.style[:80])

    def handle_starttag(self, tag, attrs):
        self.in_style = tag == "style"
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if not self.is_good(tag, name, value or ""):
                self.faults.append(f"<{tag} {name}={value!r}>")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def is_good(self, tag, name, value):
        if name not in ALLOWED.get(tag, set()) | EVERYWHERE:
            return False
        if tag == "meta" and value.lower() in ("refresh", "set-cookie"):
            return False
        return re.match(VALUES.get(name, ""), value)

    def handle_endtag(self, tag):
        self.in_style = False

    def handle_data(self, data):
        if self.in_style:
            self.style += data
        if CONTROL.search(data):
            self.faults.append("control character " + repr(data[:60]))

    def handle_comment(self, data):
        self.faults.append("comment " + data[:40])

    def handle_decl(self, decl):
        if decl.lower() != "doctype html":
            self.faults.append("declaration " + decl[:40])

    def handle_pi(self, data):
        self.faults.append("instruction " + data[:40])


@functools.cache
def outcome_of(number):
    """What comes of the article that holds a piece."""
    title = "The old bridge reopens"
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{P}{PIECES[number]}</article><article>{P * 2}</article></body></html>"
    )
    address = ["--base-url", "https://paper.example.org/a"]
    return run("--from", "html", "--to", "html", "-n", *address, stdin=page.encode())


def outputs():
    return [outcome_of(number).text for number in range(len(PIECES))]


@pytest.mark.parametrize("number", range(len(PIECES)))
def test_piece(number):
    """Nothing but what is allowed comes out, and the article beside it does."""
    done = outcome_of(number)
    assert done.status == 0
    assert not Judge(done.text).faults, PIECES[number]
    assert "first lorry" in done.text, PIECES[number]


@pytest.mark.parametrize("number", range(0, len(PIECES), 7))
def test_piece_in_a_mail(number):
    """The same in the HTML part."""
    fields = (
        b"List-Id: <l.example.org>\nList-Unsubscribe: <https://example.org/u>\n"
        b"Content-Type: text/html; charset=utf-8\n"
    )
    body = f"<html><body><h1>s</h1>{P * 6}{PIECES[number]}{P}</body></html>"
    out = run("-n", stdin=simple(fields, body.encode())).out
    message = email.message_from_bytes(out, policy=email.policy.default)
    part = message.get_body(("html",))
    if part and "X-Offprint" in message:
        assert not Judge(part.get_content()).faults, PIECES[number]


# --- header fields

EVIL = {
    "CR-LF": "x\r\nBcc: evil@example.net",
    "LF": "x\nX-Evil: yes",
    "body": "x\r\n\r\nbody",
    "quoted-word": "=?utf-8?Q?x=0D=0AX-Evil:_yes?=",
    "base64-word": "=?utf-8?B?eA0KWC1FdmlsOiB5ZXM=?=",
    "right-to-left": "\u202egnp.exe",
    "NUL-and-bell": "a\0b\x07c",
    "boundary": "--=-boundary",
    "long": "x" * 5000,
    "title-of-the-terminal": "\x1b]0;title\x07",
    "next-line": "ab\u0085X-Evil: yes",
    "line-separator": "a\u2028X-Evil: yes",
    "replacements": "\ufffd" * 300,
    "word-in-word": "=?utf-8?Q?" * 50,
}
SPOOF = re.compile(r"[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]")


def escaped(evil):
    text = html.escape(evil)
    for character, reference in (("\r", "&#13;"), ("\n", "&#10;"), ("\0", "&#0;")):
        text = text.replace(character, reference)
    return text


def from_feed(evil):
    text = escaped(evil)
    named = "".join(f"<{name}>{text}</{name}>" for name in ("title", "author", "category", "guid"))
    item = f"{named}<link>https://a.example/x</link><description><![CDATA[{P}]]></description>"
    feed = (
        f'<rss version="2.0"><channel><title>{text}</title><link>https://a.example/</link>'
        f"<item>{item}</item></channel></rss>"
    )
    # XML has no such characters at all.
    for none in ("&#0;", "\x07", "\x1b"):
        feed = feed.replace(none, "")
    return run("-n", "--from", "feed", stdin=feed.encode("utf-8", "replace")).out


def from_page(evil):
    text = escaped(evil)
    page = (
        f'<html><head><title>{text}</title><meta name=author content="{text}"></head><body>'
        f"<article><h1>{text}</h1>{P * 4}</article></body></html>"
    ).encode("utf-8", "replace")
    return run("-n", "--from", "html", "--base-url", "https://a.example/x", stdin=page).out


@pytest.mark.parametrize("make", [from_feed, from_page], ids=["feed", "page"])
@pytest.mark.parametrize("name", EVIL)
def test_title_and_name(name, make):
    """One header field each, no control character."""
    message = make(EVIL[name])
    top = message.split(b"\n\n")[0]
    assert not re.search(rb"^(X-Evil|Bcc|body)", top, re.M)
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", top)
    assert all(len(line) <= 998 for line in top.split(b"\n"))
    for value in email.message_from_bytes(message, policy=email.policy.default).values():
        assert not SPOOF.search(str(value))


# --- a browser


class Nothing(Site):
    def answer(self):
        self.send_error(404)

    def do_GET(self):
        # Every name leads here: the host is what matters.
        self.path = self.headers.get("Host", "") + self.path
        super().do_GET()


class Browser:
    """Headless Chromium, for which every name is a server on loopback."""

    def __init__(self, program, server, folder):
        self.folder = folder
        self.server = server
        self.command = [program, "--headless", "--no-sandbox", "--disable-gpu"]
        self.command += [f"--user-data-dir={folder}/profile", "--virtual-time-budget=4000"]
        self.rules = f"--host-resolver-rules=MAP * 127.0.0.1:{server.server_port}"

    def dom_of(self, page, *more):
        """The tree of a page after its scripts have run, as text."""
        path = self.folder / "page.html"
        path.write_text(page, encoding="utf-8")
        command = [*self.command, self.rules, *more, "--dump-dom", path.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=180, check=False)
        return done.stdout.decode("utf-8", "replace")

    def view(self, pages):
        """The tree of a page that has these in frames."""
        frames = [f'<iframe srcdoc="{html.escape(page)}"></iframe>' for page in pages]
        return self.dom_of("<!DOCTYPE html><meta charset=utf-8>" + "".join(frames))


def find_chromium():
    """Whatever it is called."""
    for name in ("chromium-browser", "google-chrome"):
        try:
            return need(name)
        except pytest.skip.Exception:
            continue
    return need("chromium")


@pytest.fixture(name="opened", scope="module")
def open_browser(tmp_path_factory):
    program = find_chromium()
    with serving(Nothing) as server:
        browser = Browser(program, server, tmp_path_factory.mktemp("browser"))
        canary = browser.view([f"<img src=x onerror='{JS}'>", f"<img src='{HIT}canary'>"])
        if "data-pwned" not in canary or not any("canary" in path for path in server.hits):
            pytest.skip("install a Chromium that runs scripts and loads pictures of frames")
        yield browser


@pytest.fixture(name="browser")
def begin_anew(opened):
    opened.server.hits.clear()
    return opened


def explain(page, *args):
    how = ["--explain=html", "--from", "html", "--no-fetch"]
    return run(*how, *args, stdin=page.encode()).text


def explain_hostile():
    """Why of a page that is hostile in all that is shown of it."""
    words = "At six on Tuesday morning the first lorry rolled over the old bridge. " * 4
    return explain(
        f"<title>{html.escape(JS)}</title><nav><script>{JS}</script><a href='javascript:{JS}'>"
        f"&lt;img src=x onerror='{html.escape(JS)}'&gt;</a></nav>"
        f"<article><p>{words}</p></article>"
    )


def test_browser_runs_no_script_of_explain(browser):
    address = ["--base-url", "https://a.example/x/y"]
    pages = [explain(output, *address) for output in outputs()[::40]]
    shown = browser.view([*pages, explain_hostile()])
    assert "data-pwned" not in shown
    assert "Why this is the article" in html.unescape(shown)
    assert not [path for path in browser.server.hits if "hit.example.net" in path]


# The colours of a kept and a dropped block, the reason, and whether the blocks are on the left.
LOOK = """<script>onload = function () {
    var kept = document.querySelector('.kept:has(.why)');
    var dropped = document.querySelector('.dropped:has(.why)');
    var article = document.querySelector('section + section');
    document.title = [
        getComputedStyle(kept).backgroundColor,
        getComputedStyle(dropped).backgroundColor,
        kept.querySelector('.why').textContent,
        kept.offsetLeft < article.offsetLeft
    ].join('|');
}</script></head>"""


def test_browser_shows_explain(browser):
    """Blocks coloured by verdict, the reason next to it, the article beside them."""
    page = explain_hostile().replace("</head>", LOOK)
    [title] = re.findall("<title>(.*?)</title>", browser.dom_of(page, "--window-size=1200,900"))
    colours = r"rgb\(230, 244, 230\)\|rgb\(248, 230, 230\)"
    assert re.fullmatch(rf"{colours}\|kept [01]\.\d\d: text\|true", title)


def test_browser_runs_no_script_and_asks_for_nothing(browser):
    pages = outputs()
    for number in range(0, len(pages), 80):
        assert "data-pwned" not in browser.view(pages[number : number + 80])
    assert not [path for path in browser.server.hits if "hit.example.net" in path]
