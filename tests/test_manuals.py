"""The examples of offprint(1), offprint.conf(5) and offprint-sites(5), as they stand there, done.

(That of liboffprint(3) is compiled by the test of the library.)
"""

import pathlib
import re
import subprocess

import pytest

from harness import BUILD, ENV, MAIL, OFFPRINT, TEASER, TOP, WARC, dovecot_version, need

BRIDGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
# A page for which the manual's rules are.
RULED = (
    b"<title>The Paper</title><h1>The Paper</h1><h1 class='headline'>A bridge, again</h1>"
    b"<p class='by'>By <a href='/ana'>Ana Ruiz</a></p>"
    b"<time datetime='2026-11-24'>yesterday</time>"
    b"<div id='story'><p>The bridge opened at six this morning, said the mayor.</p>"
    b"<p>It had been closed for two years, and nobody had believed it.</p>"
    b"<aside>Elsewhere: a list</aside><p class='promo'>Buy it.</p></div>"
    b"<div><p>At six on Tuesday morning the first lorry rolled over the old bridge, "
    b"and all cheered.</p></div>"
)
WRAPPER = """#!/bin/sh
export OFFPRINT_LIBEXECDIR={build}
exec {offprint} --replay {folder}/all.warc "$@"
"""


def unescaped(mdoc):
    return mdoc.replace("\\(dq", '"').replace("\\e", "\\").replace("\\&", "")


def examples(manual):
    """The literal blocks and lines of its EXAMPLES, in order."""
    text = (TOP / "filter" / manual).read_text()
    section = re.search(r"^\.Sh EXAMPLES\n(.*?)^\.Sh ", text, re.S | re.M)[1]
    literal = r"^\.Bd -literal.*?\n(.*?)^\.Ed|^\.Dl ([^\n]*)$"
    found = re.findall(literal, section, re.S | re.M)
    return [unescaped(block or line) for block, line in found]


PROCMAIL, MAILDROP, SIEVE, MUTT, NEWSBOAT, FILLED, SHELL = examples("offprint.1")
[CONF] = examples("offprint.conf.5")
RULES, CHECK_SITES, LOOK = examples("offprint-sites.5")


def response(url, page):
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Length: %d\r\n\r\n" % len(page) + page
    )
    return (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: " + url.encode() + b"\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"
    )


class Home:
    """A home with offprint in its PATH and three pages in place of the network."""

    def __init__(self, folder):
        self.folder = folder
        pages = pathlib.Path(WARC).read_bytes()
        pages += response("https://example.org/article", BRIDGE)
        pages += response("https://paper.example.org/2026/11/bridge", RULED)
        self.write("all.warc", pages)
        script = WRAPPER.format(build=BUILD, offprint=OFFPRINT, folder=folder)
        self.write("bin/offprint", script).chmod(0o755)
        self.env = {
            **ENV,
            "PATH": f"{folder}/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "SHELL": "/bin/sh",
            "TERM": "xterm",
            "LOGNAME": "reader",
        }

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def read(self, name):
        return (self.folder / name).read_bytes()

    def run(self, *command, stdin=b"", env=None):
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            env={**self.env, **(env or {})},
            cwd=self.folder,
            timeout=60,
        )

    def sh(self, line, stdin=b""):
        done = self.run("sh", "-c", line.removeprefix("$ "), stdin=stdin)
        assert done.returncode == 0, done
        return done.stdout


@pytest.fixture(name="home")
def make_home(tmp_path):
    return Home(tmp_path)


# --- offprint(1)


def check_article(mail):
    assert b"first lorry" in mail
    assert b"status=fetched" in mail


def test_procmail(home):
    program = need("procmail")
    head = f"MAILDIR={home.folder}\nDEFAULT={home.folder}/box\nPATH={home.env['PATH']}\n"
    rc = home.write("rc", head + PROCMAIL)
    done = home.run(program, str(rc), stdin=TEASER)
    assert done.returncode == 0, done
    check_article(home.read("box"))


def test_maildrop(home):
    program = need("maildrop")
    head = f'SHELL="/bin/sh"\nPATH="{home.env["PATH"]}"\n'
    rc = home.write("filter", f'{head}{MAILDROP}\nto "{home.folder}/box"\n')
    rc.chmod(0o600)
    done = home.run(program, str(rc), stdin=TEASER)
    assert done.returncode == 0, done
    check_article(home.read("box"))


SIEVE_2_3 = (
    "plugin/sieve_plugins=sieve_extprograms",
    "plugin/sieve_global_extensions=+vnd.dovecot.filter",
    "plugin/sieve_extensions=+vnd.dovecot.filter",
)
SIEVE_2_4 = (
    "sieve_plugins=sieve_extprograms",
    "sieve_extensions/vnd.dovecot.filter=yes",
    "sieve_global_extensions/vnd.dovecot.filter=yes",
)


def test_sieve_compiles(home):
    program = need("sievec")
    script = home.write("x.sieve", f'require ["vnd.dovecot.filter"];\n{SIEVE}\n')
    options = SIEVE_2_3 if dovecot_version() < (2, 4) else SIEVE_2_4
    how = [word for option in options for word in ("-o", option)]
    done = home.run(program, *how, str(script), str(home.folder / "x.svbin"))
    if b"unknown Sieve capability" in done.stderr or b"Couldn't load" in done.stderr:
        pytest.skip("install Pigeonhole's extprograms (Debian: dovecot-sieve)")
    assert done.returncode == 0, done.stderr


def test_mutt_takes_the_macro(home):
    rc = home.write("muttrc", MUTT + "\n")
    done = home.run(need("mutt"), "-n", "-F", str(rc), "-Q", "editor")
    assert (done.returncode, done.stderr) == (0, b"")


def test_mutt_pipes(home):
    out = home.sh(re.search(r"<pipe-message>(.*?) \|", MUTT)[1], TEASER)
    assert b"The old bridge reopens" in out
    assert b"first lorry" in out


def test_newsboat_pipes(home):
    item = (MAIL / "newsboat.txt").read_bytes()
    assert b"first lorry" in home.sh(re.search(r'"(offprint .*?) \|', NEWSBOAT)[1], item)


def test_newsboat_takes_the_macro(home):
    conf = home.write("nb", NEWSBOAT + "\n")
    urls = home.write("urls", "file:///dev/null\n")
    cache = home.folder / "cache.db"
    where = ["-C", str(conf), "-u", str(urls), "-c", str(cache)]
    done = home.run(need("newsboat"), *where, "-x", "print-unread", env={"LC_ALL": "C"})
    assert done.returncode == 0, done
    assert b"unread" in done.stdout


def test_feed_with_its_articles_filled_in(home):
    command = re.search(r"filter:(offprint .*?):https", FILLED)[1].rsplit(" --to", 1)[0]
    out = home.sh(command + " --to feed", (MAIL / "feed.rss").read_bytes())
    assert b"<rss" in out
    assert b"first lorry" in out


def test_shell(home):
    assert home.sh(SHELL).startswith(b"The old bridge reopens after two years\n====")


# --- offprint.conf(5)


@pytest.fixture(name="configured")
def make_configured(home):
    home.write(".config/offprint/offprint.conf", CONF)
    return home


def settings(home, sender, more=""):
    """What applies to a mail."""
    mail = f"From: x <{sender}>\nSubject: s\n{more}\nText.\n"
    return home.sh(f"{OFFPRINT} --print-config", mail.encode()).decode()


def test_width_for_all(configured):
    assert re.search(r"^width\s*=\s*66\b", settings(configured, "a@b.example"), re.M)


def test_images_for_one_sender(configured):
    dropped = re.compile(r"^images\s*=\s*drop\b", re.M)
    assert dropped.search(settings(configured, "letter@news.example.org"))
    assert not dropped.search(settings(configured, "a@b.example"))


def test_fetch_for_a_list(configured):
    of_list = "List-Id: <announce.lists.example.org>\n"
    shown = settings(configured, "a@b.example", of_list)
    assert re.search(r"^fetch\s*=\s*never\b", shown, re.M)


def test_lines_of_66(configured):
    text = configured.sh("offprint --from url https://example.org/article --to text").decode()
    lines = [line for line in text.split("\n") if not re.search("https?:|  ", line)]
    assert 60 < max(map(len, lines)) <= 66


# --- offprint-sites(5)


@pytest.fixture(name="ruled")
def make_ruled(configured):
    configured.write(".config/offprint/sites/paper.example.org.txt", RULES)
    return configured


def test_check_sites(ruled):
    ruled.sh(CHECK_SITES.replace("offprint", OFFPRINT, 1))


def test_article_by_rules(ruled):
    text = ruled.sh(LOOK).decode()
    assert text.startswith("A bridge, again\n===")
    assert "Ana Ruiz" in text
    assert "2026-11-24" in text
    assert text.strip().split("\n\n")[1:] == [
        "The bridge opened at six this morning, said the mayor.",
        "It had been closed for two years, and nobody had believed it.",
    ]
