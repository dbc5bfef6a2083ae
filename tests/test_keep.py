"""Pages of a feed's items are kept and stand in for a server that fails.

Processes share a server's patience, and the work is in proportion to the input.
"""

import contextlib
import json
import resource
import sqlite3
import subprocess
import threading
import time

import pytest

from harness import ENV, OFFPRINT, run
from servers import ALLOW, HTML, PAGE, Site, serving

HEADERS = {
    "plain": [],
    "nocache": [("Cache-Control", "no-cache")],
    "nostore": [("Cache-Control", "no-store")],
    "zero": [("Cache-Control", "max-age=0")],
    "star": [("Vary", "*")],
    "etag": [("ETag", '"7"'), ("Cache-Control", "no-cache")],
}
KINDS = [*HEADERS, "moved"]
HOW = ["--config", "off", "--allow-net", ALLOW, "--from", "feed", "--to", "json"]
# More days than pages are kept.
OLD = "UPDATE kept SET fetched = fetched - 4 * 86400"
STALE = "UPDATE response SET fresh_until = 1"
NO_PAUSE = "DELETE FROM pause"
NO_FAILURE = "DELETE FROM response WHERE url LIKE '% failed'"


class Moods:
    """How the server answers, and what it has seen."""

    def __init__(self):
        self.lock = threading.Lock()
        self.status = 200
        self.more = []
        self.delay = 0
        self.conditional = 0
        self.busy = 0
        self.most = 0

    def serve(self):
        """Takes its time; counts the requests that are under way."""
        with self.lock:
            self.busy += 1
            self.most = max(self.most, self.busy)
        time.sleep(self.delay)
        with self.lock:
            self.busy -= 1


class Kept(Site):
    """Pages with the header fields of the first folder of their path."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        moods = self.server.moods
        kind = self.path.split("/")[1]
        moods.serve()
        if moods.status != 200:
            self.send(b"no", status=moods.status, fields=moods.more)
        elif kind == "moved":
            self.send(status=302, fields=[("Location", "/nostore/there")])
        elif kind == "etag" and self.headers.get("If-None-Match") == '"7"':
            moods.conditional += 1
            self.send(status=304, fields=HEADERS[kind])
        else:
            self.send(PAGE, HTML, fields=HEADERS.get(kind, []))


@pytest.fixture(name="server")
def serve():
    with serving(Kept) as server:
        server.moods = Moods()
        yield server


def feed(base, paths):
    items = "".join(
        f"<item><title>Boat {number}</title><link>{base}{path}</link>"
        "<description>Short …</description></item>"
        for number, path in enumerate(paths)
    )
    channel = f"<channel><title>t</title>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


class Reader:
    """Runs over a feed, with a cache of its own."""

    def __init__(self, server, folder):
        self.server = server
        self.moods = server.moods
        self.cache = folder / "cache.db"
        self.hits = []
        self.said = ""

    def run(self, paths, *args, base=None):
        """The status of each item; what was asked for stands in hits."""
        self.server.hits.clear()
        data = feed(base or self.server.base, paths)
        done = run("-v", "--cache", str(self.cache), *HOW, *args, stdin=data)
        self.hits = list(self.server.hits)
        self.said = done.said
        return [json.loads(line)["status"] for line in done.out.splitlines()]

    def change(self, *statements):
        with contextlib.closing(sqlite3.connect(self.cache)) as database:
            database.executescript(";".join(statements))


@pytest.fixture(name="reader")
def make_reader(server, tmp_path):
    return Reader(server, tmp_path)


# --- a page is kept for its days


@pytest.mark.parametrize("kind", KINDS)
def test_second_run_asks_for_nothing(reader, kind):
    assert reader.run([f"/{kind}/1"]) == ["fetched"], reader.said
    assert reader.hits
    assert reader.run([f"/{kind}/1"]) == ["fetched"], reader.said
    assert not reader.hits


BAD_MOODS = {"503": (503, []), "404": (404, []), "a-wait": (429, [("Retry-After", "3600")])}


@pytest.mark.parametrize("mood", BAD_MOODS)
@pytest.mark.parametrize("kind", KINDS)
def test_page_stays_while_the_server_fails(reader, kind, mood):
    reader.run([f"/{kind}/1"])
    reader.moods.status, reader.moods.more = BAD_MOODS[mood]
    assert reader.run([f"/{kind}/1"]) == ["fetched"], reader.said


@pytest.mark.parametrize("kind", KINDS)
def test_page_stays_through_one_failure_after_the_other(reader, kind):
    reader.run([f"/{kind}/1"])
    for reader.moods.status, reader.moods.more in BAD_MOODS.values():
        assert reader.run([f"/{kind}/1"]) == ["fetched"], reader.said


def test_page_stays_while_the_server_fails_if_nothing_is_kept(reader):
    reader.run(["/plain/1"])
    reader.moods.status = 503
    assert reader.run(["/plain/1"], "--keep=0") == ["fetched"], reader.said


@pytest.mark.parametrize("kind", KINDS)
def test_page_after_its_days(reader, kind):
    """It is asked for; while that fails it stays, and the failure is remembered too."""
    reader.run([f"/{kind}/1"])
    reader.change(OLD, STALE, NO_PAUSE)
    reader.moods.status = 500
    assert reader.run([f"/{kind}/1"]) == ["fetched"], reader.said
    assert reader.hits
    assert reader.run([f"/{kind}/1"]) == ["fetched"], reader.said
    assert not reader.hits


def test_conditional_request_after_its_days(reader):
    reader.run(["/etag/1"])
    reader.change(OLD, STALE, NO_FAILURE)
    assert reader.run(["/etag/1"]) == ["fetched"], reader.said
    assert reader.moods.conditional == 1


def test_keep_0_is_as_http_says(reader):
    reader.run(["/nostore/1"], "--keep=0")
    assert reader.run(["/nostore/1"], "--keep=0") == ["fetched"]
    assert reader.hits


def test_what_is_kept_for_a_feed_is_not_used_for_anything_else(reader):
    reader.run(["/nostore/2"])
    reader.server.hits.clear()
    address = ["--from", "url", reader.server.base + "/nostore/2", "--to", "json"]
    run("--cache", str(reader.cache), "--config", "off", "--allow-net", ALLOW, *address)
    assert reader.server.hits == ["/nostore/2"]


def test_server_that_is_gone(reader):
    """What was fetched before stays."""
    with serving(Kept) as gone:
        gone.moods = Moods()
        reader.run(["/nostore/1"], base=gone.base)
    reader.change(OLD)
    assert reader.run(["/nostore/1"], base=gone.base) == ["fetched"], reader.said


# --- a server's patience


def test_server_that_wants_to_be_left_alone(reader):
    """No more pages are asked for than were under way, nor any by the next run."""
    reader.moods.status, reader.moods.more = 429, [("Retry-After", "900")]
    reader.moods.delay = 0.05
    paths = [f"/plain/{number}" for number in range(24)]
    assert reader.run(paths) == ["failed"] * 24
    assert len(reader.hits) <= 4
    assert reader.run(paths) == ["failed"] * 24
    assert not reader.hits


def start(reader, number):
    limits = ["--connections-per-host", "3", "--deadline", "30"]
    process = subprocess.Popen(
        [OFFPRINT, "--cache", str(reader.cache), *HOW, *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENV,
    )
    paths = [f"/plain/{number}-{item}" for item in range(12)]
    process.stdin.write(feed(reader.server.base, paths))
    process.stdin.close()
    return process


def test_five_feeds_at_once(reader):
    """Every item is fetched, by three requests at a time of all together."""
    reader.moods.delay = 0.04
    outs = []
    for process in [start(reader, number) for number in range(5)]:
        with process:
            outs.append(process.stdout.read())
    assert sum(out.count(b'"fetched"') for out in outs) == 60
    assert 0 < reader.moods.most <= 3


# --- work in proportion


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_items_of_a_feed(server, tmp_path):
    """Eight times as many are not over twenty times the work."""
    took = []
    for count in (100, 200, 400, 800):
        folder = tmp_path / str(count)
        folder.mkdir()
        reader = Reader(server, folder)
        before = processor_time()
        limits = ["--connections-per-host", "16", "--deadline", "60"]
        states = reader.run([f"/plain/g{number}" for number in range(count)], *limits)
        took.append(processor_time() - before)
        assert states == ["fetched"] * count
    assert took[3] < 0.5 or took[3] < 20 * took[0], took


def cookies(count, folder, base):
    path = folder / "cookies.txt"
    lines = [f"h{number}.example\tTRUE\t/\tFALSE\t0\tn\tv{number}\n" for number in range(count)]
    path.write_text("# Netscape HTTP Cookie File\n" + "".join(lines))
    cache = ["--cache", str(folder / "cookies.db")]
    data = feed(base, [f"/nostore/{count}-{number}" for number in range(4)])
    return [*cache, "--cookies", str(path), "--from", "feed", "--to", "json"], data


def archive(count, folder, _base):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://boat.example/{}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    path = folder / "many.warc"
    records = [head.format(number).encode() + body for number in range(count + 1)]
    path.write_bytes(b"".join(record + b"\r\n\r\n" for record in records))
    address = f"https://boat.example/{count}"
    return ["--replay", str(path), "--from", "url", address, "--to", "json"], b""


def named(count, _folder, base):
    links = "".join(
        f'<p>Some words on boats <a href="{base}/plain/{n}">and a link to number {n}</a></p>'
        for n in range(20)
    )
    leave = ", ".join(f"<https://boat.example/u/{number}>" for number in range(count + 1))
    head = (
        "From: a@boat.example\nTo: b@example.com\nSubject: Boats\n"
        "Date: Tue, 24 Nov 2026 08:00:00 +0000\nList-Id: <l.boat.example>\n"
        f"List-Unsubscribe: {leave}\nContent-Type: text/html\n\n"
    )
    return ["--to", "links"], (head + links).encode()


def segments(count, _folder, base):
    address = f"{base}/plain/{'x/../' * count}y"
    return ["--cache", "off", "--from", "url", address, "--to", "json"], b""


GROWING = {
    "lines-of-a-file-of-cookies": (cookies, 2000),
    "records-of-an-archive": (archive, 500),
    "addresses-that-a-header-names": (named, 1000),
    "dot-segments-of-an-address": (segments, 150),
}


def cost(args, stdin):
    before = processor_time()
    run("--config", "off", "--allow-net", ALLOW, "--deadline", "30", *args, stdin=stdin)
    return processor_time() - before


@pytest.mark.parametrize("name", GROWING)
def test_growth(server, tmp_path, name):
    """Eight times as much is not over twenty times the work."""
    make, count = GROWING[name]
    base = cost(*make(0, tmp_path, server.base))
    took = [
        max(0.01, cost(*make(times * count, tmp_path, server.base)) - base)
        for times in (1, 2, 4, 8)
    ]
    assert took[3] < 0.3 or took[3] < 20 * took[0], took
