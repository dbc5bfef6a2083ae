"""Runs over feeds: what is fetched, what stands above it, identities, Maildirs, lists of feeds."""

import email
import email.policy
import http.server
import json
import os
import re
import subprocess
import threading
import time

import pytest

from harness import BUILD, ENV, OFFPRINT, TOP, need_pty

PROSE = (
    "The kiln behind the mill is lit twice a year, "
    "and the whole street comes to look at the first pots of the season. "
)


class Server(http.server.ThreadingHTTPServer):
    """/page/N is an article, /feed/N a feed of N items, /gone answers 404;
    what was asked for is kept.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked = []
        self.delay, self.lock, self.open, self.most = 0, threading.Lock(), 0, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        with server.lock:
            server.asked.append(self.path)
            server.open += 1
            server.most = max(server.most, server.open)
        time.sleep(server.delay)
        with server.lock:
            server.open -= 1
        kind, _, number = self.path.strip("/").partition("/")
        number = number.partition("?")[0]
        status, type_, body = 404, "text/plain", b"no such thing"
        if kind == "page":
            status, type_ = 200, "text/html; charset=utf-8"
            body = (
                f"<html lang='en'><head><title>Pots {number}</title></head>"
                f"<body><article><h1>Pots {number}</h1>"
                f"<p>Page {number} begins here. {PROSE * 2}</p><p>{PROSE * 3}</p>"
                "</article></body></html>"
            ).encode()
        if kind == "feed":
            status, type_, body = (
                200,
                "application/rss+xml",
                feed([item(self.server, n) for n in range(int(number))]),
            )
        self.send_response(status)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server():
    made = Server()
    yield made
    made.shutdown()
    made.server_close()


def item(server, n, text="Short.", more="", page=None):
    return (
        f"<item><title>Pots {n}</title>"
        f'<link>{server.url(f"/page/{n}" if page is None else page)}</link>'
        f'<guid isPermaLink="false">g-{n}</guid><description>{text}</description>{more}</item>'
    )


def feed(items, head=""):
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f'<channel><title>Kiln</title>{head}{"".join(items)}</channel></rss>'
    ).encode()


def run(*args, stdin=b"", cache="off"):
    done = subprocess.run(
        [
            OFFPRINT,
            "--config",
            "off",
            "--cache",
            str(cache),
            "--allow-net",
            "127.0.0.0/8",
            "--deadline",
            "30",
            *args,
        ],
        input=stdin,
        capture_output=True,
        env=ENV,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done


def objects(*args, stdin=b""):
    return [
        json.loads(line) for line in run("--to", "json", *args, stdin=stdin).stdout.splitlines()
    ]


def messages(source, *args):
    box = run("--from", "feed", "--no-fetch", "--to", "mbox", *args, stdin=source).stdout
    return [
        email.message_from_bytes(m, policy=email.policy.default)
        for m in re.split(rb"(?m)^From MAILER-DAEMON .*\n", box)[1:]
    ]


# --- the author's words ---------------------------------------------------------------------------


def test_words_that_the_page_has_not_stand_above(server):
    source = feed(
        [item(server, 1, "&lt;p&gt;I went there last year and burned my sleeve.&lt;/p&gt;")]
    )
    (made,) = objects("--from", "feed", stdin=source)
    assert made["status"] == "fetched"
    own, page = made["text"].index("burned my sleeve"), made["text"].index("Page 1 begins here")
    assert own < page and "<hr>" in made["html"]


def test_in_a_feed_the_title_of_the_page_tells_where_its_words_begin(server):
    """newsboat does not draw <hr>: without the title nothing sets the words off."""
    own = "&lt;p&gt;I went there last year and burned my sleeve.&lt;/p&gt;"
    source = feed([item(server, 1, own), item(server, 2, "Pots 2")])
    filled = run("--from", "feed", "--to", "feed", stdin=source).stdout.decode()
    title = f'&lt;p&gt;&lt;a href="{server.url("/page/1")}"&gt;Pots 1&lt;/a&gt;&lt;/p&gt;'
    first, second = re.findall(r"(?s)<content:encoded>(.*?)</content:encoded>", filled)
    assert re.search(
        r"(?s)burned my sleeve.*&lt;hr&gt;\s*" + re.escape(title) + ".*Page 1 begins", first
    )
    assert "/page/2" not in second and "&lt;hr&gt;" not in second
    (made,) = objects("--from", "feed", stdin=feed([item(server, 1, own)]))
    assert made["html"].count("Pots 1</a>") == 0, "elsewhere the head has the title"


def test_words_that_the_page_has_stand_once(server):
    source = feed([item(server, 1, f"Page 1 begins here. {PROSE[:60]}…")])
    (made,) = objects("--from", "feed", stdin=source)
    assert made["text"].count("Page 1 begins here") == 1 and "<hr>" not in made["html"]


@pytest.mark.parametrize(
    "pointer", ["Read more", "Pots 1", "&lt;a href='/c'&gt;Comments&lt;/a&gt;"]
)
def test_what_only_points_is_left_out(server, pointer):
    (made,) = objects("--from", "feed", stdin=feed([item(server, 1, pointer)]))
    assert made["status"] == "fetched" and "<hr>" not in made["html"]


def test_a_full_item_is_not_replaced(server):
    text = "".join(f"&lt;p&gt;Paragraph {n} of many. {PROSE * 2}&lt;/p&gt;" for n in range(6))
    (made,) = objects("--from", "feed", stdin=feed([item(server, 1, text)]))
    assert made["status"] == "included" and not server.asked


def test_a_short_post_that_links_elsewhere_is_a_post(server):
    post = (
        f'<item><link>{server.url("/page/7")}</link><guid>p-7</guid>'
        "<content:encoded>&lt;p&gt;Look at "
        '&lt;a href="https://far.example/x"&gt;these pots&lt;/a&gt;.&lt;/p&gt;'
        "</content:encoded></item>"
    )
    source = feed([post], f"<link>{server.url('/')}</link>")
    (made,) = objects("--from", "feed", stdin=source)
    assert (
        made["status"] == "included"
        and "https://far.example/x" in made["html"]
        and not server.asked
    )


def test_a_page_that_fails_leaves_the_words(server):
    (made,) = objects(
        "--from", "feed", stdin=feed([item(server, 1, "Two words of mine.", page="/gone")])
    )
    assert (made["status"], made["reason"], made["text"].strip()) == (
        "failed",
        "gone",
        "Two words of mine.",
    )


def test_a_film_is_a_card(server):
    film = (
        f'<enclosure url="https://film.example/pots.mp4" type="video/mp4" length="12345678"/>'
        f'<d:duration xmlns:d="http://www.itunes.com/dtds/podcast-1.0.dtd">1:02:03</d:duration>'
    )
    source = feed([item(server, 1, "How a pot is turned.", film)])
    (made,) = objects("--from", "feed", stdin=source)
    assert made["text"].strip() == "How a pot is turned." and not server.asked
    for word in ("https://film.example/pots.mp4", "1:02:03", "12.3 MB", "Video"):
        assert word in made["html"]


def test_a_film_without_words_is_a_card_in_the_feed_too(server):
    group = (
        '<m:group xmlns:m="http://search.yahoo.com/mrss/">'
        '<m:content url="https://film.example/1.mp4" type="video/mp4" duration="83"/>'
        "<m:description>How a pot is turned.</m:description></m:group>"
    )
    source = feed(
        [
            f"<item><title>Film</title><link>{server.url('/page/1')}</link>{group}</item>",
            item(
                server,
                2,
                "Words.",
                '<enclosure url="https://film.example/2.mp4" type="video/mp4"/>',
            ),
        ]
    )
    out = run("--from", "feed", "--to", "feed", stdin=source).stdout.decode()
    assert out.count("</content:encoded>") == 1 and not server.asked
    for word in (
        "How a pot is turned.&lt;",
        "https://film.example/1.mp4",
        "1:23",
        "<m:description>How a pot is turned.</m:description>",
    ):
        assert word in out


@pytest.mark.parametrize(
    "more",
    [
        "",
        "<enclosure url='https://far.example/plan.pdf' type='application/pdf' length='2000'/>",
        "<comments>https://far.example/talk</comments>",
    ],
)
def test_nothing_is_an_empty_message(server, more):
    (made,) = messages(feed([f"<item><link>{server.url('/page/1')}</link>{more}</item>"]))
    assert made.get_body(("plain",)).get_content().strip()
    assert "http" in made.get_body(("html",)).get_content()


# --- identity -------------------------------------------------------------------------------------


def ids(*items, head="<link>https://kiln.example/</link>"):
    return [m["Message-ID"] for m in messages(feed(items, head))]


def bare(guid="", link="", title="T", text="x", more=""):
    return (
        f"<item><title>{title}</title>{f'<link>{link}</link>' if link else ''}{guid}"
        f"<description>{text}</description>{more}</item>"
    )


def test_the_guid_names_an_item():
    a = bare("<guid isPermaLink='false'>7</guid>", "https://kiln.example/a")
    b = bare("<guid isPermaLink='false'>7</guid>", "https://kiln.example/b", "Other", "words")
    assert ids(a) == ids(b)
    assert ids(a) != ids(
        a, head="<link>https://other.example/</link>"
    ), "a bare number belongs to its feed"


def test_two_items_never_share_an_identity():
    same = "<guid isPermaLink='false'>same</guid>"
    for items in (
        [bare(same, title="A"), bare(same, title="B"), bare(same, title="C")],
        [
            bare(link="https://kiln.example/", title="A"),
            bare(link="https://kiln.example/", title="B"),
        ],
        [bare(text="a"), bare(text="b")],
    ):
        assert len(set(ids(*items))) == len(items)


def test_a_change_is_a_version():
    date = "<pubDate>Sat, 03 Feb 2024 04:05:06 GMT</pubDate>"
    later = "<atom:updated>2024-02-05T00:00:00Z</atom:updated>"
    guid = "<guid isPermaLink='false'>7</guid>"
    (first,) = messages(feed([bare(guid, more=date)]))
    (second,) = messages(feed([bare(guid, text="y", more=date + later)]))
    assert (
        first["Message-ID"] != second["Message-ID"]
        and second["References"].strip() == first["Message-ID"]
    )
    assert first["References"] is None


def test_a_later_date_alone_is_no_version():
    date = "<pubDate>Sat, 03 Feb 2024 04:05:06 GMT</pubDate>"
    guid = "<guid isPermaLink='false'>7</guid>"

    def changed(day, text):
        more = f"{date}<atom:updated>2024-02-{day:02}T00:00:00Z</atom:updated>"
        return ids(bare(guid, text=text, more=more))

    assert changed(5, "y") == changed(9, "y"), "the same words on another day"
    assert changed(5, "y") != changed(9, "z"), "other words"
    later = date.replace("03 Feb", "07 Feb")
    assert ids(bare(guid, more=date)) == ids(bare(guid, more=later)), "a later pubDate"
    assert ids(bare(guid, text="x", more=date)) == ids(
        bare(guid, text="y", more=date)
    ), "words that change without a date keep the Message-ID"


def test_list_id_tells_feeds_of_a_host_apart():
    fields = {
        messages(
            feed(
                [bare()],
                "<link>https://kiln.example/</link>"
                f'<atom:link rel="self" href="https://kiln.example/{name}"/>',
            )
        )[0]["List-Id"]
        for name in ("pots.xml", "feed?section=2", "feed?section=3")
    }
    assert len(fields) == 3 and all(
        re.fullmatch(r"Kiln <[a-z0-9-]+\.kiln\.example\.feed\.invalid>", f) for f in fields
    )


# --- Maildirs -------------------------------------------------------------------------------------


def test_a_maildir_gets_each_item_once(server, tmp_path):
    box = tmp_path / "box"

    def deliver(*numbers):
        run(
            "--from",
            "feed",
            "--to",
            f"maildir:{box}",
            "--no-fetch",
            stdin=feed([item(server, n) for n in numbers]),
        )
        return len(list(box.glob("new/*"))) + len(list(box.glob("cur/*")))

    assert deliver(1, 2, 3) == 3
    assert deliver(1, 2, 3) == 3
    assert deliver(4, 1, 2, 3) == 4
    for file in box.glob("new/*"):
        file.unlink()
    assert deliver(4, 1, 2, 3) == 0, "what was deleted does not come back"
    record = box / "offprint-seen"
    record.write_bytes(record.read_bytes()[:-43])
    assert deliver(1, 2, 3, 4) == 1, "a record with half a line forgets that one"
    record.unlink()
    record.mkdir()
    assert deliver(1, 2) == 3, "without a record all are delivered"


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_maildir_gets_unchanged_words_once(server, tmp_path, kind):
    """Whatever date the feed puts on them later, and new words as a version."""
    guid = "<guid isPermaLink='false'>7</guid>"
    date = "<pubDate>Sat, 03 Feb 2024 04:05:06 GMT</pubDate>"

    def source(words, day):
        if kind == "rss":
            later = f"<atom:updated>2024-02-{day:02}T00:00:00Z</atom:updated>" if day else ""
            return feed([bare(guid, text=words, more=date + later)])
        later = f"2024-02-{day or 3:02}T00:00:00Z"
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Kiln</title><id>urn:k</id>'
            f"<entry><id>urn:k:7</id><title>T</title><published>2024-02-03T00:00:00Z</published>"
            f"<updated>{later}</updated><content>{words}</content></entry></feed>"
        ).encode()

    def deliver(words, day):
        run("--from", "feed", "--to", f"maildir:{tmp_path}/box", stdin=source(words, day))
        return len(list(tmp_path.glob("box/new/*")))

    assert [deliver("x", 0), deliver("x", 5), deliver("x", 9)] == [1, 1, 1]
    assert [deliver("y", 10), deliver("y", 11)] == [2, 2]


def test_mails_are_delivered_whatever_the_record_says(server, tmp_path):
    (made,) = messages(feed([item(server, 1)]))
    for _ in range(2):
        run("--from", "mail", "--to", f"maildir:{tmp_path}/box", stdin=made.as_bytes())
    assert len(list(tmp_path.glob("box/new/*"))) == 2


def test_two_runs_at_once_deliver_once(server, tmp_path):
    source = feed([item(server, n) for n in range(40)])
    box = tmp_path / "box"
    with_args = [
        OFFPRINT,
        "--config",
        "off",
        "--cache",
        "off",
        "--from",
        "feed",
        "--no-fetch",
        "--to",
        f"maildir:{box}",
    ]
    runs = [subprocess.Popen(with_args, stdin=subprocess.PIPE, env=ENV) for _ in range(3)]
    for one in runs:
        one.stdin.write(source)
        one.stdin.close()
    assert [one.wait() for one in runs] == [0, 0, 0] and len(list(box.glob("new/*"))) == 40


# --- addresses and lists --------------------------------------------------------------------------


def test_an_address_of_a_feed_stands_for_its_items(server):
    made = objects("--from", "url", server.url("/feed/3"))
    assert [m["title"] for m in made] == ["Pots 0", "Pots 1", "Pots 2"] and all(
        m["status"] == "fetched" for m in made
    )
    filled = run("--from", "url", "--to", "feed", server.url("/feed/2")).stdout
    assert filled.count(b"</content:encoded>") == 2


def test_urls_reads_an_address_a_line(server):
    lines = (
        f'# mine\n\n{server.url("/page/1")}\n"{server.url("/page/2")}" "a tag"\n'
        f'"filter:offprint --from feed:{server.url("/feed/2")}" b\nnot an address\n'
    )
    made = objects("--from", "urls", stdin=lines.encode())
    assert [m["title"] for m in made] == ["Pots 1", "Pots 2", "Pots 0", "Pots 1"]


@pytest.mark.parametrize("kind", ["urls", "opml"])
@pytest.mark.parametrize(
    "args, most", [(["-j", "1"], 1), (["-j", "3"], 3), (["-j", "1", "--connections", "2"], 2)]
)
def test_jobs_of_a_list_are_requests_at_once(server, kind, args, most):
    server.delay = 0.1
    urls = [server.url(f"/page/{n}") for n in range(8)]
    lines = "\n".join(urls)
    opml = "".join(f'<outline xmlUrl="{u}"/>' for u in urls)
    source = lines if kind == "urls" else f"<opml><body>{opml}</body></opml>"
    done = run("-v", "--from", kind, "--to", "json", *args, stdin=source.encode())
    assert done.stdout.count(b'"status":"fetched"') == 8
    assert server.most == most
    assert b"no effect" not in done.stderr


def test_opml_reads_a_list_of_feeds(server):
    opml = (
        '<opml version="2.0"><head><title>x & y</title></head><body><outline text="a">'
        f'<outline type="rss" xmlUrl="{server.url("/feed/2?a=1&b=2")}"/></outline>'
        f'<outline xmlUrl="{server.url("/feed/1")}"/></body></opml>'
    )
    done = run("-v", "--from", "opml", "--to", "mbox", stdin=opml.encode())
    assert len(re.findall(rb"(?m)^Message-ID: ", done.stdout)) == 3
    assert "/feed/2?a=1&b=2" in server.asked


def test_failures_are_named_and_counted(server):
    source = feed([item(server, 1), item(server, 2, page="/gone"), item(server, 3, page="/gone?x")])
    err = run("-v", "--from", "feed", "--to", "feed", stdin=source).stderr.decode()
    assert re.search(r"item 2: status=failed; reason=gone; url=\S+/gone; title=Pots 2", err)
    assert "3 items: 1 fetched, 0 included, 2 failed (2 gone), 0 untouched" in err


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_a_terminal_is_told_what_failed(server, quiet):
    """Without -v: one line at the end, in the place of the counter."""
    main, side = need_pty()
    command = [OFFPRINT, *quiet, "--cache", "off", "--allow-net", "127.0.0.0/8"]
    source = feed([item(server, n, page=f"/gone?{n}") for n in range(40)])
    subprocess.run(
        [*command, "--from", "feed", "--to", "mbox"],
        input=source,
        stdout=subprocess.DEVNULL,
        stderr=side,
        env=ENV,
        check=True,
    )
    os.write(side, b".")
    said = b""
    while not said.endswith(b"."):
        said += os.read(main, 65536)
    os.close(side)
    os.close(main)
    last = (
        b"\r\x1b[Koffprint: 40 items: 0 fetched, 0 included, 40 failed (40 gone), "
        b"0 untouched; -v names each\r\n."
    )
    assert said == b"." if quiet else said.endswith(last)


def test_the_newest_are_asked_for_first_and_come_in_order(server):
    items = [
        item(server, n, more=f"<pubDate>{n + 1:02} Feb 2024 08:00 GMT</pubDate>") for n in range(20)
    ]
    made = objects("--from", "feed", "--connections-per-host", "1", stdin=feed(items))
    assert [m["title"] for m in made] == [f"Pots {n}" for n in range(20)]
    assert server.asked[0] == "/page/19"


# --- newsboat -------------------------------------------------------------------------------------


def test_options_with_a_colon_for_newsboat(server, tmp_path):
    config = tmp_path / "offprint" / "newsboat"
    config.mkdir(parents=True)
    (config / "kiln").write_text(
        f"# comment\n--allow-net=127.0.0.1:{server.server_address[1]}\n"
        f"--base-url={server.url('/')}\n"
    )
    (tmp_path / "offprint" / "offprint.conf").write_text("")
    env = {
        **ENV,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "PATH": f"{BUILD}:{ENV['PATH']}",
    }
    source = (
        b"<rss version='2.0'><channel><item><title>P</title><link>/page/4</link>"
        b"<description>s</description></item></channel></rss>"
    )
    done = subprocess.run(
        [str(TOP / "contrib/newsboat-filter"), "kiln"],
        input=source,
        capture_output=True,
        env=env,
        check=False,
        timeout=60,
    )
    assert b"Page 4 begins here" in done.stdout
    other = subprocess.run(
        [str(TOP / "contrib/newsboat-filter"), "../kiln"],
        input=source,
        capture_output=True,
        env=env,
        check=False,
        timeout=60,
    )
    assert other.stdout == source


SELF = '<atom:link rel="self" href="https://feeds.example/kiln.xml"/>'
HOME = "<link>https://kiln.example/</link>"


@pytest.mark.parametrize("head", [SELF + HOME, HOME + SELF])
@pytest.mark.parametrize(
    "pattern", ["https://kiln.example/*", "https://feeds.example/kiln.xml", "*//feeds.example/*"]
)
def test_settings_of_a_feed(tmp_path, pattern, head):
    """By its own address and by its home page, in whichever order it tells them."""
    conf = tmp_path / "conf"
    conf.write_text(f'[match "{pattern}"]\nfetch = never\n')
    source = feed([bare(link="https://far.example/1")], head)
    done = subprocess.run(
        [OFFPRINT, "--config", str(conf), "--cache", "off", "--from", "feed", "--print-config"],
        input=source,
        capture_output=True,
        env=ENV,
        check=False,
        timeout=60,
    )
    assert re.search(rb"(?m)^fetch\s*= never", done.stdout)
