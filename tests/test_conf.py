"""offprint.conf(5): what applies to which mail, who said so, and what is wrong in it."""

import re

import pytest

from harness import TEASER, WARC, run
from samples import BRIDGE, LEAVE, letter
from servers import ALLOW, HTML, WORDS, Site, serving

SENDER = b"harbour.example.org"
LISTED = TEASER.replace(
    b"Subject:", b"List-Id: The Letter <letter.harbour.example.org>\nSubject:", 1
)
FEED = (
    b'<rss version="2.0"><channel><title>t</title><item><title>a</title>'
    b"<link>https://feeds.example.org/a</link></item></channel></rss>"
)
MATCH = """[default]
width = 60

[match "*@harbour.example.org"]
width = 50
original=drop
"""


class Conf:
    """A folder of configuration files."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "offprint" / "offprint.conf"
        self.path.parent.mkdir()
        self.env = {"XDG_CONFIG_HOME": str(folder)}

    def run(self, text, *args, stdin=TEASER):
        """Offprint with this offprint.conf, and the sample site in place of the network."""
        self.path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return run("--replay", WARC, *args, stdin=stdin, env=self.env)

    def shown(self, text, *args, stdin=TEASER):
        """--print-config: the value of each key, and where it comes from."""
        out = self.run(text, "--print-config", *args, stdin=stdin).text
        return {row[1]: (row[2], row[3]) for row in re.finditer(ROW, out, re.M)}

    def width(self, text, *args, stdin=TEASER):
        return self.shown(text, *args, stdin=stdin)["width"]


ROW = r"^(\S+) += (.*?) *# (.*)$"


@pytest.fixture(name="conf")
def make_conf(tmp_path):
    return Conf(tmp_path)


# --- what applies


def test_nothing_said(conf):
    shown = conf.shown("")
    assert len(shown) == 11
    assert {where for _, where in shown.values()} == {"built in"}


def test_match_is_stronger_than_a_default(conf):
    """And is named with its line."""
    assert conf.width(MATCH) == ("50", f'{conf.path}:5 [match "*@harbour.example.org"]')


def test_another_sender(conf):
    mail = TEASER.replace(SENDER, b"other.example.org")
    assert conf.width(MATCH, stdin=mail) == ("60", f"{conf.path}:2 [default]")


def test_key_that_is_said_twice(conf):
    """The last, and its line."""
    text = "[default]\nwidth=60\nimages=drop\nwidth=61\n"
    assert conf.width(text) == ("61", f"{conf.path}:4 [default]")


def test_command_line_is_stronger_than_all(conf):
    assert conf.width(MATCH, "--width", "40") == ("40", "the command line")


VALUES = {
    "default-behind-a-match": ('[match "*"]\nwidth=1\n[default]\nwidth=2\n', [], TEASER, "1"),
    "last-of-several-in-any-case": (
        '[match "*@harbour*"]\nwidth=1\n[match "letter@*"]\nwidth=2\n[match "*.ORG"]\nwidth=3\n',
        [],
        TEASER,
        "3",
    ),
    "list-id": ('[match "letter.harbour.example.org"]\nwidth=11\n', [], LISTED, "11"),
    "host-of-the-article": ('[match "weekly.example.org"]\nwidth=11\n', [], LISTED, "11"),
    "host-of-an-item": ('[match "feeds.example.org"]\nwidth=12\n', ["--from", "feed"], FEED, "12"),
    "address-of-a-feed": (
        '[match "https://feeds.example.org/*"]\nwidth=13\n',
        ["--from", "feed", "--base-url", "https://feeds.example.org/rss"],
        FEED,
        "13",
    ),
    "no-input": ("[default]\nwidth=9\n", [], b"", "9"),
    "config-off": ("[default]\nwidth=9\n", ["--config", "off"], TEASER, "72"),
}


@pytest.mark.parametrize("name", VALUES)
def test_value_that_applies(conf, name):
    text, args, stdin, width = VALUES[name]
    assert conf.width(text, *args, stdin=stdin)[0] == width


def test_config_file_applies_alone(conf):
    other = conf.folder / "other.conf"
    other.write_text("[default]\nwidth=33\n")
    shown = conf.width("[default]\nwidth=9\n", "--config", str(other))
    assert shown == ("33", f"{other}:2 [default]")


def test_config_file_that_is_not_there():
    assert run("--config", "/nonexistent", stdin=TEASER).status == 64


def test_without_xdg_config_home(tmp_path):
    folder = tmp_path / ".config" / "offprint"
    folder.mkdir(parents=True)
    (folder / "offprint.conf").write_text("[default]\nwidth=44\n")
    assert b"44" in run("--print-config", env={"HOME": str(tmp_path)}).out


# --- what comes of it


def test_width(conf):
    text = conf.run("[default]\nwidth=30\n", "--to", "text", "--no-notes").text
    assert max(map(len, text.split("\n"))) <= 30


def test_fetch_never(conf):
    assert conf.run("[default]\nfetch=never\n").out == TEASER


def test_original_drop(conf):
    assert b"original.eml.gz" not in conf.run("[default]\noriginal=drop\n").out


def test_original_message(conf):
    assert b"message/rfc822" in conf.run("[default]\noriginal=message\n").out


def test_images_drop(conf):
    assert b"<img" in conf.run("", "--to", "html").out
    assert b"<img" not in conf.run("[default]\nimages=drop\n", "--to", "html").out


class Page(Site):
    """A page; the fields of each request are kept."""

    def answer(self):
        self.server.requests.append(dict(self.headers))
        self.send(f"<h1>The fetched one</h1>{WORDS * 4}".encode(), HTML)


@pytest.fixture(name="server")
def serve():
    with serving(Page) as server:
        server.requests = []
        yield server


def request(conf, server, text):
    """The fields of the one request that is made with this offprint.conf."""
    conf.path.write_text(text)
    mail = TEASER.replace(BRIDGE, f"{server.base}/b".encode())
    run("--cache", "off", "--allow-net", ALLOW, stdin=mail, env=conf.env)
    return server.requests[0]


def test_user_agent(conf, server):
    fields = request(conf, server, "[default]\nuser-agent = Reader/7 (me@example.org)\n")
    assert fields["User-Agent"] == "Reader/7 (me@example.org)"


@pytest.mark.parametrize("host, sent", [("127.0.0.1", "session=abc"), ("else.example.org", None)])
def test_cookies_of_a_host(conf, server, host, sent):
    cookies = conf.folder / "cookies.txt"
    line = "127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tabc\n"
    cookies.write_text(f"# Netscape HTTP Cookie File\n{line}")
    fields = request(conf, server, f'[match "{host}"]\ncookies = {cookies}\n')
    assert fields.get("Cookie") == sent


def opens(conf, server, text, *args):
    """Is the page on loopback fetched with this configuration?"""
    conf.path.write_text(text)
    mail = TEASER.replace(BRIDGE, f"{server.base}/b".encode())
    run("--cache", "off", *args, stdin=mail, env=conf.env)
    return len(server.hits) > 0


LOOPBACK = "[default]\nallow-net = 127.0.0.1/32\n"


def test_allow_net_opens_what_it_names(conf, server):
    assert opens(conf, server, LOOPBACK)


def test_allow_net_is_a_list_with_ports(conf, server):
    text = f"[default]\nallow-net=10.0.0.0/8,127.0.0.1:{server.server_port} \n"
    assert opens(conf, server, text)


@pytest.mark.parametrize(
    "text, args",
    [
        (LOOPBACK.replace("allow", "#allow"), []),
        ("[default]\nallow-net = 10.0.0.0/8\n", []),
        (LOOPBACK, ["--allow-net", "10.0.0.0/8"]),
        (LOOPBACK, ["--config", "off"]),
    ],
    ids=["in-a-comment", "another-network", "command-line-is-stronger", "config-off"],
)
def test_allow_net_opens_nothing_else(conf, server, text, args):
    assert not opens(conf, server, text, *args)


PIER = (
    b"<p>The eastern pier was taken down to the water line and built up again, stone by stone, by "
    b"masons from three valleys who knew their work.</p>"
)
ONLINE = b'<p><a href="' + BRIDGE + b'">View this in your browser</a></p>'
FULL = letter(
    b"Content-Type: text/html; charset=utf-8\n",
    b"<html><body>" + ONLINE + b"<h1>The mail</h1>" + PIER * 8 + LEAVE + b"</body></html>",
)


@pytest.mark.parametrize(
    "text, args, status",
    [
        ("", [], b"status=included"),
        ("[default]\nfetch=always\n", [], b"status=fetched"),
        ("[default]\nfetch=always\n", ["--no-fetch"], b"status=included"),
    ],
    ids=["auto", "always", "no-fetch-is-stronger"],
)
def test_fetch_of_a_mail_that_holds_its_article(conf, text, args, status):
    assert status in conf.run(text, *args, stdin=FULL).out


# --- what is wrong

WRONG = {
    "key": ("[default]\nwidht = 3\n", ":2: widht: no such key: did you mean width?"),
    "value": (
        "[default]\n\nwidth = wide\n",
        ":3: width: invalid value (expected a number from 0 to 500)",
    ),
    "word": (
        "[default]\nfetch = sometimes\n",
        ":2: fetch: invalid value (expected auto, always or never)",
    ),
    "section": ("[defaults]\n", ":1: [defaults]: neither [default]"),
    "section-without-quotes": ("[match *@x]\nwidth=3\n", ":1: [match *@x]"),
    "no-key-file": ("width 3\n", ":1: "),
    "key-before-any-section": ("width=3\n", ":1: "),
    "relative-path": (
        "[default]\ncookies = cookies.txt\n",
        ":2: cookies: invalid value (expected a path",
    ),
    "control-character": ("[default]\nuser-agent = a\\nb\n", ":2: user-agent"),
    "network-for-one-sender": (
        '[match "*@x"]\nallow-net = 10.0.0.0/8\n',
        ":2: allow-net: allowed only in [default]",
    ),
    "not-utf-8": ("[default]\n# \udcff\n", "not UTF-8"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_is_told_and_the_mail_stays(conf, name):
    """With file and line."""
    text, told = WRONG[name]
    done = conf.run(text)
    assert (done.status, done.out) == (0, TEASER)
    assert (told if name == "not-utf-8" else f"{conf.path}{told}") in done.said


@pytest.mark.parametrize("name", WRONG)
def test_wrong_and_strict(conf, name):
    done = conf.run(WRONG[name][0], "--strict")
    assert (done.status, done.out) == (78, b"")


def test_wrong_and_print_config(conf):
    assert conf.run(WRONG["not-utf-8"][0], "--print-config", stdin=b"").status == 78


def test_wrong_and_quiet(conf):
    assert not conf.run(WRONG["not-utf-8"][0], "-q").err


def test_directory_in_its_place(conf):
    conf.path.mkdir()
    assert run("--replay", WARC, stdin=TEASER, env=conf.env).status == 0


def test_huge_file(conf):
    done = conf.run("#" * 300_000)
    assert done.status == 0
    assert "File too large" in done.said
