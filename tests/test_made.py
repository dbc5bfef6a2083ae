"""What the items of a feed came to is kept, and no later run puts a summary in its place."""

import contextlib
import email
import json
import sqlite3
import stat
import threading

import pytest

from harness import run
from servers import ALLOW, HTML, Site, serving

LONG = 400  # paragraphs of a page that takes its time to be read
OLD = "UPDATE kept SET fetched = fetched - 4 * 86400; UPDATE response SET fresh_until = 1"
MADE = "instr(url, ' made ') > 0"
UPDATED = "<atom:updated>2024-02-05T00:00:00Z</atom:updated>"


class Pages(Site):
    """Articles of a length; in a bad mood, or in none at all."""

    def answer(self):
        mood = self.server.mood
        if mood == "hangs":
            self.server.leave.wait(60)
        elif mood == "error":
            self.send(b"no", status=500)
        elif mood == "wall":
            self.send(b"<p>This site uses cookies. Accept all cookies?</p>", HTML)
        elif self.path == "/long/2" and self.server.cut:
            self.send(b"no", status=500)
        else:
            self.send(self.page(), HTML)

    def page(self):
        name = self.path.strip("/")
        words = "".join(
            f"<p>Paragraph {n} of {name}: the ferry to Aldness has carried the post for ninety "
            "years, and it has been late on eleven of its mornings.</p>"
            for n in range(self.server.length)
        )
        next_page = (
            '<p class="pages"><b>1</b> <a rel="next" href="/long/2">2</a></p>'
            if name == "long"
            else ""
        )
        picture = '<figure><img src="/p.jpg" width="800" height="600" alt="A ferry"></figure>'
        return (
            f"<html><head><title>The ferry {name}</title></head><body><article>"
            f'<h1>The ferry {name}</h1>{picture}{words}<p class="last">{self.server.last}</p>'
            f"{next_page}</article></body></html>"
        ).encode()


@pytest.fixture(name="server")
def serve():
    with serving(Pages) as server:
        server.length, server.last, server.mood, server.cut = 12, "The end of it.", "good", False
        server.leave = threading.Event()
        yield server
        server.leave.set()


def feed(server, names, words="Short words …", more=""):
    items = "".join(
        f"<item><title>The ferry {name}</title><guid isPermaLink='false'>{name}</guid>"
        f"<link>{server.base}/{name}</link><description>{words}</description>"
        f"<pubDate>Sat, 03 Feb 2024 04:05:06 GMT</pubDate>{more}</item>"
        for name in names
    )
    space = 'xmlns:atom="http://www.w3.org/2005/Atom"'
    head = "<title>Ferries</title><link>http://ferries.example/</link>"
    return f'<rss version="2.0" {space}><channel>{head}{items}</channel></rss>'.encode()


class Reader:
    """Runs over feeds, with a cache of its own."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder
        self.cache = folder / "kept" / "cache.db"
        self.seal = folder / "kept" / "cache.db.seal"
        self.hits, self.said = [], ""

    def run(self, data, *args, deadline=60):
        self.server.hits.clear()
        how = ["--config", "off", "--allow-net", ALLOW, "--from", "feed", "--cache", self.cache]
        done = run("-v", *how, "--deadline", str(deadline), *args, stdin=data)
        assert done.status == 0
        self.hits, self.said = list(self.server.hits), done.said
        return done.out

    def articles(self, data, *args, **more):
        out = self.run(data, "--to", "json", *args, **more)
        return [json.loads(line) for line in out.splitlines()]

    def text(self, *args, name="a"):
        (article,) = self.articles(feed(self.server, [name]), *args)
        assert article["status"] == "fetched", self.said
        return article["text"]

    @property
    def reads(self):
        """How many pages were read."""
        return self.said.count("offprint: fetched ")

    def change(self, *statements):
        with contextlib.closing(sqlite3.connect(self.cache)) as database:
            database.executescript(";".join(statements))


@pytest.fixture(name="reader")
def make_reader(server, tmp_path):
    return Reader(server, tmp_path)


# --- no deadline is too short for what was filled once


@pytest.mark.parametrize("kind", ["feed", "mbox", "json"])
def test_deadline_shorter_than_reading_takes(reader, kind):
    reader.server.length = LONG
    data = feed(reader.server, range(200))
    first = reader.run(data, "--to", kind)
    assert reader.run(data, "--to", kind, deadline=5) == first
    assert not reader.hits and reader.reads == 0


@pytest.mark.parametrize("mood", ["hangs", "error", "wall"])
def test_page_that_fails_after_its_days(reader, mood):
    data = feed(reader.server, range(20))
    first = reader.articles(data)
    reader.change(OLD)
    reader.server.mood = mood
    assert reader.articles(data, deadline=3) == first
    assert reader.hits


def test_new_items_are_filled_beside_old_ones(reader):
    reader.articles(feed(reader.server, range(5)))
    found = reader.articles(feed(reader.server, range(8)))
    assert [a["status"] for a in found] == ["fetched"] * 8
    assert reader.reads == 3


def test_page_that_is_new_after_its_days(reader):
    assert "The end of it." in reader.text()
    reader.server.last = "Another end, which was written later."
    assert "The end of it." in reader.text()
    reader.change(OLD)
    assert "Another end" in reader.text()
    assert "Another end" in reader.text()
    assert reader.reads == 0


def test_article_that_lacks_a_page_is_tried_again(reader):
    reader.server.cut = True
    data = feed(reader.server, ["long"])
    (first,) = reader.articles(data)
    assert first["reason"] == "partial"
    reader.change("DELETE FROM response WHERE url LIKE '% failed'")
    reader.server.cut = False
    (second,) = reader.articles(data)
    assert "reason" not in second or not second["reason"]
    assert len(second["text"]) > len(first["text"])


# --- what shapes it is a part of what it is known by


@pytest.mark.parametrize(
    "args",
    [
        ["--width", "40"],
        ["--no-notes"],
        ["--no-flowed"],
        ["--sender", "me@example.org"],
        ["--images", "drop"],
    ],
)
def test_options_are_not_mixed(reader, args):
    data = feed(reader.server, ["a"])
    plain = reader.run(data, "--to", "mbox")
    other = reader.run(data, "--to", "mbox", *args)
    assert other != plain and reader.reads == 1
    assert reader.run(data, "--to", "mbox") == plain
    assert reader.run(data, "--to", "mbox", *args) == other
    assert reader.reads == 0


def test_words_of_the_item_are_not_mixed(reader):
    data = feed(reader.server, ["a"], "Our own words on the ferry to Aldness, and why it is late.")
    reader.text()
    (article,) = reader.articles(data)
    assert "Our own words" in article["text"]


def test_site_rules_are_not_mixed(reader):
    rules = reader.folder / "sites"
    rules.mkdir()
    how = ["--sites", rules]
    assert "The end of it." in reader.text(*how)
    (rules / "127.0.0.1.txt").write_text("strip_id_or_class: last\n")
    assert "The end of it." not in reader.text(*how)
    (rules / "127.0.0.1.txt").write_text("strip: //h1\n")
    assert "The end of it." in reader.text(*how)


def test_cookies_are_not_mixed(reader):
    jar = reader.folder / "cookies.txt"
    reader.text()
    for value in "12":
        jar.write_text(f"127.0.0.1\tFALSE\t/\tFALSE\t0\tkey\t{value}\n")
        jar.chmod(0o600)
        reader.text("--cookies", jar)
        assert reader.reads == 1 and reader.hits, value
        reader.text("--cookies", jar)
        assert reader.reads == 0, value


def test_nothing_is_kept_for_no_days(reader):
    reader.text("--keep", "0")
    reader.text("--keep", "0")
    assert reader.reads == 1


# --- it is the reader's own, or it is not used


@pytest.mark.parametrize(
    "change",
    [
        (
            "UPDATE response SET body = "
            f"CAST(replace(CAST(body AS TEXT), 'ferry', 'f3rry') AS BLOB) WHERE {MADE}"
        ),
        f"UPDATE response SET body = zeroblob(500) WHERE {MADE}",
        f"UPDATE response SET body = x'00' WHERE {MADE}",
        f"UPDATE response SET body = NULL WHERE {MADE}",
        (
            "UPDATE response SET body = "
            f"(SELECT body FROM response WHERE url LIKE '%/b made %') WHERE {MADE}"
        ),
    ],
)
def test_forged(reader, change):
    data = feed(reader.server, "ab")
    first = reader.articles(data)
    reader.change(change)
    assert reader.articles(data) == first
    assert reader.reads >= 1
    assert reader.articles(data) == first
    assert reader.reads == 0


def test_seal_is_the_users_own(reader):
    reader.text()
    assert stat.S_IMODE(reader.seal.stat().st_mode) == 0o600
    secret = reader.seal.read_bytes()
    assert len(secret) == 32 and secret not in reader.cache.read_bytes()
    assert sorted(path.name for path in reader.seal.parent.iterdir()) == sorted(
        ["cache.db", "cache.db-shm", "cache.db-wal", "cache.db.seal"]
    )


@pytest.mark.parametrize("how", ["other", "short", "open", "link", "folder", "gone"])
def test_seal_that_cannot_be_trusted(reader, how):
    first = reader.text()
    secret = reader.seal.read_bytes()
    reader.seal.unlink()
    if how in ("other", "open", "short"):
        reader.seal.write_bytes(secret[:10] if how == "short" else b"x" * 32)
        reader.seal.chmod(0o644 if how == "open" else 0o600)
    elif how == "link":
        (reader.folder / "elsewhere").write_bytes(secret)
        reader.seal.symlink_to(reader.folder / "elsewhere")
    elif how == "folder":
        reader.seal.mkdir()
    assert reader.text() == first
    assert reader.reads == 1


def test_no_cache_no_seal(server, tmp_path):
    how = ["--config", "off", "--allow-net", ALLOW, "--cache", "off"]
    env = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    done = run(*how, "--to", "json", "--from", "feed", stdin=feed(server, "a"), env=env)
    assert json.loads(done.out)["status"] == "fetched"
    assert not list(tmp_path.iterdir())


# --- identity


def test_later_date_on_the_same_words_is_no_new_message(reader):
    """Once the page was read: what is kept has the identity that it was given."""
    args = ["--to", "mbox"]
    first = reader.run(feed(reader.server, "ab"), *args)
    later = feed(reader.server, "a", more=UPDATED) + b""
    second = reader.run(later, *args)
    ids = [email.message_from_bytes(out)["Message-ID"] for out in (first, second)]
    assert ids[0] == ids[1]
