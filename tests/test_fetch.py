"""DESIGN 2.4, 2.5: what is fetched, from where, and what a server can do to us."""

import contextlib
import gzip
import json
import socket
import time
import zlib

import pytest

from harness import BUILD, TEASER, TOP, WARC, run
from samples import BRIDGE
from servers import HTML, PAGE, Site, serving

# Nothing waits for the longer deadline: it is so long that a busy machine does not decide what
# comes out. The shorter one is for servers that go on far beyond SEEN, the seconds by which
# offprint must have given up.
DEADLINE, SHORT, SEEN = "30", "3", 20
SHELL = (
    "<html><head><title>{title}</title>{head}</head><body><header><a href=/>Home</a> "
    "<a href=/news>News</a></header><main><h1>{h1}</h1>{body}</main>"
    "<footer><p>All rights reserved.</p></footer></body></html>"
)


def shell(title, body, h1=None, head=""):
    return SHELL.format(title=title, h1=h1 or title, body=body, head=head)


COUNCIL = "".join(
    f'<article><h2><a href="/2026/{n}">What the council said on the {n}. day about the bridge</a>'
    f"</h2><p>The council met on the {n}. day of the month, and what it said about the old bridge "
    "has surprised many of those who came.</p></article>"
    for n in range(1, 15)
)
SPORT = "<p>All that happens in sport, on one page, all day long.</p>" + "".join(
    f'<div class=item><img src="/i{n}.jpg"><h3><a href="/sport/{n}">Team {n} wins again in the '
    f"last minute of the game</a></h3><p>It was the {n}. time in this year that the team won in "
    "the last minute, and nobody was astonished any more by it.</p></div>"
    for n in range(1, 12)
)
LIST = shell("The Paper", COUNCIL)
# Pages that hold no article, and the reason that is given.
WALLS = {
    "app": (
        "javascript",
        shell(
            "The Paper",
            '<div id="root"></div>'
            "<noscript>You need to enable JavaScript to run this app.</noscript>",
        ),
    ),
    "human": (
        "captcha",
        shell(
            "Just a moment...",
            "<p>Verify you are human by completing the action below. This may take a few "
            "seconds.</p>",
            h1="example.org",
        ),
    ),
    "subscribers": (
        "paywall",
        shell(
            "The old bridge reopens",
            "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the "
            "people cheered.</p><p>Subscribe to continue reading this article.</p>",
        ),
    ),
    "sign-in": (
        "login",
        shell(
            "Sign in to continue",
            "<p>Enter your address and we will send you a link with which you can sign in.</p>",
        ),
    ),
    "not-there": (
        "not-found",
        shell(
            "Page not found | The Paper",
            "<p>The page that you have asked for is not here, and we are sorry for it. Try the "
            "search.</p>",
            h1="Page not found",
        ),
    ),
    "nicht-da": (
        "not-found",
        shell(
            "Seite nicht gefunden",
            "<p>Die Seite, die Sie suchen, gibt es hier nicht oder nicht mehr.</p>",
        ),
    ),
    "front": ("list", LIST),
    "section": ("list", shell("Sport - The Paper", SPORT, h1="Sport")),
    "film": (
        "video",
        shell(
            "The bridge from above",
            '<video src="/film.mp4"></video><p>Our reporter has flown over the old bridge in the '
            "light of the morning, and this is what the bridge looks like from there.</p>",
            head='<meta property="og:type" content="video.other">',
        ),
    ),
    "partners": (
        "consent",
        shell(
            "The Paper",
            "<p>We and our partners store and read information on your device. You can accept or "
            "refuse.</p>",
            h1="Before you continue",
        ),
    ),
}
LORRY = "at six on Tuesday morning the first lorry rolled over the old bridge"
LINKED_DATA = {
    "@type": "NewsArticle",
    "headline": "The old bridge reopens",
    "articleBody": "\n\n".join(
        f"Paragraph {n}: {LORRY}, and the people cheered." for n in range(6)
    ),
}
CONTENT = "".join(f"<p>Paragraph {n}: {LORRY}.</p>" for n in range(8))
STATE = {"props": {"pageProps": {"article": {"id": 7, "content": CONTENT}}}}


def empty_shell(script):
    return (
        f"<html><head><title>The old bridge reopens</title></head><body><div id=root></div>"
        f"<noscript>Please enable JavaScript.</noscript>{script}</body></html>"
    ).encode()


def with_linked_data():
    data = f'<script type="application/ld+json">{json.dumps(LINKED_DATA)}</script>'
    return empty_shell("").replace(b"</head>", data.encode() + b"</head>")


def with_state():
    data = json.dumps(STATE)
    return empty_shell(f'<script id=__NEXT_DATA__ type="application/json">{data}</script>')


NEXT = "/next-acts?page=2&amp;action=unsubscribe"
POINTING_HEAD = (
    '<link rel="canonical" href="{at}/c"><link rel="amphtml" href="{at}/amp">'
    '<link rel="next" href="{at}/pointing?page=2"><link rel="stylesheet" href="{at}/s.css">'
    '<meta property="og:image" content="{at}/og.png"><meta property="og:url" content="{at}/og">'
    '<base href="{at}/">'
)
POINTING_TAIL = (
    '<img src="{at}/i.png"><img srcset="{at}/j.png 2x">'
    '<video poster="{at}/v.png" src="{at}/v.mp4"></video><iframe src="{at}/f"></iframe>'
    '<object data="{at}/o"></object><a rel="next" href="{at}/pointing?page=2">Next page</a>'
)


def with_more(head, tail):
    page = PAGE.replace(b"<head>", b"<head>" + head.encode(), 1)
    return page.replace(b"</article>", tail.encode() + b"</article>", 1)


def refresh(to):
    head = f'<meta http-equiv="refresh" content="0; url={to}">'
    return f"<html><head>{head}</head><body>Moved.</body></html>".encode()


def coded(codings):
    return [("Content-Encoding", codings)]


ZIPPED = coded("gzip")
# What is answered: the body, and then the arguments of Site.send.
ANSWERS = {
    "/page": lambda: (PAGE,),
    "/zipped": lambda: (gzip.compress(PAGE), HTML, 200, ZIPPED),
    "/deflated": lambda: (zlib.compress(PAGE), HTML, 200, coded("deflate")),
    "/bare": lambda: (zlib.compress(PAGE)[2:-4], HTML, 200, coded("deflate")),
    "/twice": lambda: (gzip.compress(zlib.compress(PAGE)), HTML, 200, coded("deflate, GZIP")),
    "/two-files": lambda: (
        gzip.compress(PAGE[:1000]) + gzip.compress(PAGE[1000:]),
        HTML,
        200,
        coded("x-gzip"),
    ),
    "/more-behind": lambda: (gzip.compress(PAGE) + b"\0" * 99, HTML, 200, ZIPPED),
    "/identity": lambda: (PAGE, HTML, 200, coded("identity")),
    "/latin": lambda: ((TOP / "tests/site/pages/tides.html").read_bytes(), "text/html"),
    "/refresh": lambda: (refresh("/page"),),
    "/refresh-acts": lambda: (refresh("/preferences/off"),),
    "/next-acts": lambda: (
        with_more(f'<link rel="next" href="{NEXT}">', f'<a rel="next" href="{NEXT}">Next page</a>'),
    ),
    "/bomb": lambda: (gzip.compress(b"<p>word " * (64 << 17), 9), HTML, 200, ZIPPED),
    "/broken-gzip": lambda: (gzip.compress(PAGE)[:200], HTML, 200, ZIPPED),
    "/binary": lambda: (bytes(range(256)) * 100, "image/png"),
    "/binary-as-html": lambda: (bytes(range(256)) * 1000,),
    "/empty": lambda: (b"",),
    "/error": lambda: (b"<p>broken</p>", HTML, 500),
    "/withheld": lambda: (b"<p>no</p>", HTML, 451),
    "/fields": lambda: (b"", HTML, 200, [(f"X-{n}", "y" * 40) for n in range(20_000)]),
    "/nested": lambda: (b"<div>" * 300_000 + b"deep",),
    "/data": lambda: (with_linked_data(),),
    "/state": lambda: (with_state(),),
    "/hidden-wall": lambda: (b"<html><body><p>Please enable cookies.</p></body></html>",),
    **{f"/wall-{name}": lambda page=page: (page.encode(),) for name, (_, page) in WALLS.items()},
}
HOPS = {
    "/hop": "/page",
    "/hop-acts": "/u/8f3a/unsubscribe?mail=reader%40example.com",
    "/hop-confirms": "/go?do=confirm",
    "/hop-shares": "/page?utm_content=unsubscribe&ref=share",
    "/inside": "http://10.0.0.1/page",
    "/file": "file:///etc/passwd",
    "/round": "/round",
    "/other-port": "{other}/page",
    "/again": "http://changing.example.org:{port}/page",
}


class Odd(Site):
    """ANSWERS, HOPS, and what needs a method of its own; the header fields are kept."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        self.close_connection = True
        self.server.requests.append(dict(self.headers))
        path = self.path.split("?")[0]
        method = getattr(self, "get" + path.replace("/", "_").replace("-", "_"), None)
        if path in HOPS:
            to = HOPS[path].format(other=self.server.other, port=self.server.server_port)
            self.send(status=302, fields=[("Location", to)])
        elif path in ANSWERS:
            self.send(*ANSWERS[path]())
        elif method:
            method()
        else:
            self.send(b"not here", status=404)

    def begin(self, *fields):
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()

    def get_pointing(self):
        at = {"at": self.server.other}
        self.send(with_more(POINTING_HEAD.format(**at), POINTING_TAIL.format(**at)))

    def get_hang(self):
        time.sleep(60)

    def get_slow(self):
        self.begin()
        for _ in range(600):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def get_lie_more(self):
        self.begin(("Content-Length", str(len(PAGE) * 2)))
        self.wfile.write(PAGE)

    def get_lie_less(self):
        self.begin(("Content-Length", "40"))
        self.wfile.write(PAGE)

    def get_endless(self):
        self.begin()
        for _ in range(40):
            self.wfile.write(b"<p>word " * (1 << 17))


class Net:
    """A server that may be asked, and another that may not."""

    def __init__(self, server, other):
        self.server = server
        self.other = other
        self.base = server.base
        self.allow = f"127.0.0.1:{server.server_port}"
        server.other = other.base
        self.forget()

    def forget(self):
        for server in (self.server, self.other):
            server.hits.clear()
            server.requests = []

    @property
    def hits(self):
        """All that was asked for, of both."""
        return self.server.hits + self.other.hits

    def mail(self, path):
        return TEASER.replace(BRIDGE, f"{self.base}{path}".encode())

    def fetch(self, path, *args, deadline=DEADLINE):
        """Runs over a mail that links to the path."""
        how = ["-v", "--deadline", deadline, "--allow-net", self.allow]
        return run(*how, *args, stdin=self.mail(path))

    def fetch_json(self, path):
        return json.loads(self.fetch(path, "--to", "json").out)


@pytest.fixture(name="servers", scope="module")
def serve():
    with serving(Odd) as server, serving(Odd) as other:
        yield Net(server, other)


@pytest.fixture(name="net")
def begin_anew(servers):
    servers.forget()
    return servers


def from_url(url, *args, deadline=DEADLINE, env=None):
    how = ["-v", "--deadline", deadline, "--from", "url", url, "--to", "json"]
    return run(*how, *args, env=env)


# --- what is fetched


@pytest.mark.parametrize("path", ["/page", "/zipped", "/hop", "/refresh", "/latin"])
def test_fetched(net, path):
    done = net.fetch(path)
    assert done.status == 0
    assert b"status=fetched" in done.out, done.said


CODED = "/zipped /deflated /bare /twice /two-files /more-behind /identity".split()


@pytest.mark.parametrize("path", CODED)
def test_each_coding_is_undone(net, path):
    done = net.fetch(path)
    assert f"fetched {net.server.base}{path} ({len(PAGE)} bytes)" in done.said


def test_body_longer_than_it_says(net):
    """Something comes out."""
    done = net.fetch("/lie-less?x")
    assert done.status == 0
    assert done.out


def test_one_page_one_request(net):
    net.fetch("/page")
    assert net.hits == ["/page"]


def test_honest_user_agent(net):
    """With the project's address; no cookies, no referrer, no authorization."""
    net.fetch("/page")
    [fields] = net.server.requests
    assert fields["User-Agent"].startswith("offprint/")
    assert "http" in fields["User-Agent"]
    assert not {"Cookie", "Referer", "Authorization"} & set(fields)


FAILS = {
    "/inside": "guard",
    "/other-port": "guard",
    "/file": "address",
    "/round": "redirect",
    "/hang": "timeout",
    "/slow": "timeout",
    "/lie-more": "transfer",
    "/endless": "too-large",
    "/bomb": "too-large",
    "/broken-gzip": "transfer",
    "/binary": "type",
    "/empty": "empty",
    "/error": "server-error",
    "/withheld": "withheld",
    "/nothing-there": "gone",
    "/fields": None,
    "/binary-as-html": None,
    "/nested": None,
    "/hidden-wall": "consent",
    **{f"/wall-{name}": reason for name, (reason, _) in WALLS.items()},
}


@pytest.mark.parametrize("path", FAILS)
def test_failure_keeps_the_original(net, path):
    """And says why, at the deadline where the server hangs."""
    slow = FAILS[path] == "timeout"
    begun = time.monotonic()
    done = net.fetch(path, deadline=SHORT if slow else DEADLINE)
    assert time.monotonic() - begun < SEEN or not slow
    assert done.status == 0
    assert done.out == net.mail(path)
    if FAILS[path]:
        assert f"reason={FAILS[path]}" in done.said


def test_empty_shell_with_its_text_as_linked_data(net):
    found = net.fetch_json("/data")
    assert found["status"] == "fetched"
    assert found["text"].count("first lorry") == 6
    assert found["title"] == "The old bridge reopens"


def test_empty_shell_with_its_text_in_the_data_of_its_scripts(net):
    found = net.fetch_json("/state")
    assert found["status"] == "fetched"
    assert found["text"].count("first lorry") == 8
    assert "<p>" not in found["text"]


def test_list_that_a_person_asks_for():
    """It is given as far as it reads."""
    found = json.loads(run("--from", "html", "--to", "json", "-n", stdin=LIST.encode()).out)
    assert found["status"] == "included"
    assert found["text"].count("The council met") > 5


def test_strict(net):
    """Could not fetch is 69, nothing written."""
    done = net.fetch("/nothing-there", "--strict")
    assert (done.status, done.out) == (69, b"")


def test_server_that_refuses():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    mail = TEASER.replace(BRIDGE, f"http://127.0.0.1:{port}/page".encode())
    done = run("-v", "--allow-net", "127.0.0.0/8", stdin=mail)
    assert done.out == mail
    assert "reason=connect" in done.said


# --- the guard: servers listen here, and nobody may reach them

LOOPBACK = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "localhost.",
    "127.0.0.1.",
    "user:pw@127.0.0.1",
]
REFUSED = ["guard", "dns", "connect", "input", "address"]


@pytest.mark.parametrize("host", LOOPBACK)
def test_spelling_of_loopback(net, host):
    done = from_url(f"http://{host}:{net.server.server_port}/page")
    assert any(f"reason={reason}" in done.said for reason in REFUSED), done
    assert not net.hits


@pytest.mark.parametrize(
    "url",
    [
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
        "http://[2001:0:1::1]/",
        "http://255.255.255.255/",
    ],
)
def test_private_network(url):
    said = from_url(url).said
    assert "reason=guard" in said
    assert "(see --allow-net)" in said


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/x",
        "data:text/html,x",
        "javascript:alert(1)",
    ],
)
def test_other_scheme(url):
    done = run("-v", "--from", "url", url, "--to", "json")
    assert "status=failed" in done.said
    assert b"root:" not in done.out


@pytest.mark.parametrize("args", [[], ["--images=embed"], ["--to", "json"]], ids=" ".join)
def test_page_that_points_inside(net, args):
    """By all that it can point with: nothing of it is asked for."""
    done = net.fetch("/pointing", *args)
    assert "status=fetched" in done.said
    assert net.hits == ["/pointing"]


@pytest.mark.parametrize("first", ["127.0.0.2", "127.0.0.1"])
def test_name_that_changes_between_look_ups(net, first):
    """Nothing is asked of what is not allowed."""
    names = BUILD / "tests" / "faults" / ".libs" / "names.so"
    if not names.exists():
        pytest.skip("build tests/faults/names.c (make check does, with glibc and no sanitizers)")
    port = net.server.server_port
    mail = TEASER.replace(BRIDGE, f"http://changing.example.org:{port}/again".encode())
    env = {
        "LD_PRELOAD": str(names),
        "OFFPRINT_NAMES": f"changing.example.org {first} 127.0.0.2",
    }
    how = ["-v", "--deadline", DEADLINE, "--cache", "off", "--allow-net", net.allow]
    with serving(host="127.0.0.2", port=port) as second:
        done = run(*how, stdin=mail, env=env)
        assert not second.hits
    assert first == "127.0.0.1" or "reason=guard" in done.said, done


def test_allow_net_opens_what_it_names(net):
    done = from_url(f"{net.base}/page", "--cache", "off", "--allow-net", net.allow)
    assert json.loads(done.out)["status"] == "fetched"
    assert net.hits == ["/page"]


# --- a proxy of the environment, on a private address as they are


class Proxy(Site):
    def do_CONNECT(self):
        self.server.hits.append(f"CONNECT {self.path}")
        with contextlib.suppress(OSError):
            self.send_error(502)


@pytest.fixture(name="proxy", scope="module")
def serve_proxy():
    with serving(Proxy) as proxy:
        yield proxy


PLAIN = "http://paper.example.org/a"
CONNECT = "CONNECT paper.example.org:443"


@pytest.mark.parametrize(
    "url, env, asked, why",
    [
        (PLAIN, {"http_proxy": "{proxy}"}, [PLAIN], "status=fetched"),
        (
            "https://paper.example.org/a",
            {"https_proxy": "{proxy}"},
            [CONNECT],
            "reason=connect",
        ),
        (PLAIN, {"all_proxy": "{proxy}"}, [PLAIN], "status=fetched"),
        ("http://10.0.0.1/a", {"http_proxy": "{proxy}"}, [], "reason=guard"),
        ("{proxy}/a", {"http_proxy": "{proxy}"}, [], "reason=guard"),
        (
            "{server}/page",
            {"http_proxy": "{proxy}", "no_proxy": "127.0.0.1"},
            [],
            "reason=guard",
        ),
    ],
    ids=["http", "https", "all", "private-network", "the-proxy-itself", "no-proxy"],
)
def test_proxy(net, proxy, url, env, asked, why):
    proxy.hits.clear()
    places = {"proxy": proxy.base, "server": net.base}
    env = {name: value.format(**places) for name, value in env.items()}
    done = from_url(url.format(**places), "--cache", "off", env=env)
    assert proxy.hits == asked
    assert not net.hits
    assert why in done.said


# --- links that act are never fetched


def test_mail_that_asks_to_act(net):
    """Untouched, nothing fetched."""
    mail = (
        "From: a@example.org\nTo: b@example.com\nSubject: Please confirm your subscription\n"
        f"List-Unsubscribe: <{net.base}/u/1>\nContent-Type: text/html\n\n"
        f'<p>Click to <a href="{net.base}/confirm?t=1">confirm your subscription</a>.</p>'
        f'<p><a href="{net.base}/u/1">Unsubscribe</a></p><img src="{net.base}/open.gif">\n'
    ).encode()
    assert run("-v", "--allow-net", net.allow, stdin=mail).out == mail
    assert not net.hits


@pytest.mark.parametrize(
    "path, reason",
    [
        ("/hop-acts", "reason=redirect"),
        ("/hop-confirms", "reason=redirect"),
        ("/refresh-acts", "not followed, asks-to-act"),
    ],
)
def test_server_that_leads_to_what_acts(net, path, reason):
    """It is not followed."""
    done = net.fetch(path)
    assert net.hits == [path]
    assert reason in done.said
    assert done.out == net.mail(path)


def test_word_in_the_parameter_of_a_tracker(net):
    """It does not act, nor does a share."""
    done = net.fetch("/hop-shares")
    assert net.hits == ["/hop-shares", HOPS["/hop-shares"]]
    assert "status=fetched" in done.said


def test_next_page_that_acts(net):
    done = net.fetch("/next-acts")
    assert net.hits == ["/next-acts"]
    assert "status=fetched" in done.said


def test_address_that_a_person_names(net):
    """It is asked for, whatever it says."""
    from_url(f"{net.base}/unsubscribe/hop", "--allow-net", net.allow)
    assert net.hits == ["/unsubscribe/hop"]


def test_no_fetch(net):
    assert net.fetch("/page", "-n").out == net.mail("/page")
    assert not net.hits


# --- replay


def test_replay_of_an_address_that_is_not_in_the_archive():
    done = from_url("https://elsewhere.example.org/x", "--replay", WARC)
    assert "is not in" in done.said
    assert json.loads(done.out)["status"] == "failed"


def test_replay_of_a_compressed_archive(tmp_path):
    """With its redirects."""
    path = tmp_path / "site.warc.gz"
    with open(WARC, "rb") as file:
        path.write_bytes(gzip.compress(file.read()))
    done = from_url(BRIDGE.decode(), "--replay", str(path))
    assert json.loads(done.out)["url"] == "https://harbour.example.org/2026/11/bridge"


def test_replay_of_a_file_that_is_not_there():
    done = run("--replay", "/nowhere.warc", stdin=TEASER)
    assert done.status == 64
    assert "/nowhere.warc" in done.said
