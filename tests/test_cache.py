"""The cache (RFC 9111): what is asked again and what is not.

Forty at once, leaders that die, files that are broken.
"""

import contextlib
import gzip
import json
import shutil
import sqlite3
import stat
import subprocess
import threading
import time

import pytest

from harness import ENV, OFFPRINT, run
from servers import ALLOW, HTML, PAGE, Site, serving

FIELDS = {
    "/nostore": {"Cache-Control": "no-store"},
    "/etag": {"Cache-Control": "no-cache", "ETag": '"1"'},
    "/zero": {"Cache-Control": "max-age=0", "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"},
    "/changed": {"Cache-Control": "max-age=0", "ETag": '"1"'},
    "/day": {"Cache-Control": "max-age=86400"},
    "/star": {"Vary": "*"},
    "/expired": {"Expires": "0"},
}
MOVED = {"/moved": 301, "/found": 302}
# So long that a busy machine does not decide what comes out; nothing waits for it.
PATIENT = ["--allow-net", ALLOW, "--deadline", "60"]
NO_DATABASE = b"this is no database at all " * 400


CUT = [("Content-Encoding", "gzip"), ("Cache-Control", "max-age=86400"), ("ETag", '"1"')]


class Cached(Site):
    """Pages that may be kept, or not, as FIELDS says."""

    def answer(self):
        path = self.path.split("?")[0]
        if "If-None-Match" in self.headers or "If-Modified-Since" in self.headers:
            self.server.conditional.append(path)
            if path != "/changed":
                self.not_modified()
                return
        if path == "/slow":
            time.sleep(0.6)
        if path == "/hang" and not self.server.hung.is_set():
            self.server.hung.set()
            self.server.leave.wait(90)
        if path == "/gone":
            self.send_error(404)
        elif path == "/cut":
            self.send(gzip.compress(PAGE)[:-20], HTML, fields=CUT)
        elif path in MOVED:
            self.send(status=MOVED[path], fields=[("Location", "/page")])
        else:
            self.send(PAGE, HTML, fields=FIELDS.get(path, {}).items())

    def not_modified(self):
        self.send_response(304)
        self.send_header("ETag", '"1"')
        self.send_header("Cache-Control", "max-age=0")
        self.end_headers()


@pytest.fixture(name="server", scope="module")
def serve():
    with serving(Cached) as server:
        server.hung = threading.Event()
        server.leave = threading.Event()
        yield server
        server.leave.set()


def of(path, server):
    """The arguments for the page at a path, as JSON."""
    return ["--from", "url", server.base + path, "--to", "json", *PATIENT]


class Client:
    """Asks the server; the cache is in a folder of its own."""

    def __init__(self, server, folder):
        self.server = server
        self.folder = folder
        self.path = folder / "deep" / "er" / "cache.db"
        self.forget()

    def forget(self):
        self.server.hits.clear()
        self.server.conditional = []

    @property
    def hits(self):
        return self.server.hits

    def ask(self, path, cache=None, **more):
        """The article, and what was said."""
        done = run("-v", *of(path, self.server), "--cache", str(cache or self.path), **more)
        return json.loads(done.out), done.said

    def fetch(self, path, cache):
        """The article has to come, whatever there is in place of a cache; what was said."""
        article, said = self.ask(path, cache)
        assert article["status"] == "fetched", said
        return said

    def twice(self, path):
        """The article of both runs, and what the second said."""
        first, _ = self.ask(path)
        second, said = self.ask(path)
        return first, second, said

    def explain(self, path):
        address = ["--from", "url", self.server.base + path, *PATIENT]
        return run("-v", "--explain", *address, "--cache", str(self.path)).text


@pytest.fixture(name="client")
def make_client(server, tmp_path):
    return Client(server, tmp_path)


# --- what is asked again


def test_max_age(client):
    """One request for two, the same article."""
    first, second, said = client.twice("/day")
    assert first["status"] == "fetched"
    assert first == second
    assert len(client.hits) == 1
    assert "in the cache" in said


def test_mode_of_the_file(client):
    client.ask("/day")
    assert stat.S_IMODE(client.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "path, requests, conditional",
    [
        ("/plain", 1, 0),
        ("/nostore", 2, 0),
        ("/star", 2, 0),
        ("/etag", 2, 1),
        ("/zero", 2, 1),
        ("/changed", 2, 1),
        ("/expired", 2, 0),
    ],
)
def test_requests(client, path, requests, conditional):
    first, second, _ = client.twice(path)
    assert len(client.hits) == requests
    assert len(client.server.conditional) == conditional
    assert second["status"] == "fetched"
    assert second["text"] == first["text"]


def test_coded_page_that_is_cut_short_is_not_kept(client):
    first, second, said = client.twice("/cut")
    assert (first["status"], first["reason"]) == ("failed", "transfer")
    assert (second["status"], second["reason"]) == ("failed", "transfer")
    assert "in the cache" not in said
    assert client.hits == ["/cut"] * 2
    assert not client.server.conditional


def test_failure_is_remembered_for_minutes(client):
    _, second, _ = client.twice("/gone")
    assert len(client.hits) == 1
    assert second["status"] == "failed"
    assert second["reason"] == "gone"


@pytest.mark.parametrize("path, requests", [("/moved", 1), ("/found", 2)])
def test_redirect(client, path, requests):
    """For good it is stored, for now it is asked again."""
    _, second, _ = client.twice(path)
    assert client.hits.count(path) == requests
    assert second["status"] == "fetched"


def test_explain_what_the_server_confirmed(client):
    assert "cache" not in client.explain("/etag")
    assert "server says that it still holds" in client.explain("/etag")


def test_explain_what_is_from_the_cache(client):
    client.explain("/day")
    assert ", from the cache\n" in client.explain("/day")


def test_cache_info(client):
    client.ask("/day")
    info = run("--cache-info", "--cache", str(client.path)).text
    assert "responses" in info
    assert "fresh" in info


def test_cache_clear(client):
    client.ask("/day")
    cache = ["--cache", str(client.path)]
    assert run("--cache-clear", *cache).out == b"the cache is empty\n"
    assert run("--cache-info", *cache).out.startswith(b"0 responses")


def test_cache_off(client):
    """Asked each time."""
    client.ask("/day", "off")
    client.ask("/day", "off")
    assert len(client.hits) == 2


def test_cache_lies_in_the_home(client):
    for _ in range(2):
        run(*of("/day", client.server), env={"HOME": str(client.folder)})
    assert len(client.hits) == 1
    assert (client.folder / ".cache/offprint/cache.db").exists()


def test_cache_lies_where_xdg_cache_home_says(client):
    for _ in range(2):
        run(*of("/day", client.server), env={"XDG_CACHE_HOME": str(client.folder / "xdg")})
    assert len(client.hits) == 1
    assert (client.folder / "xdg/offprint/cache.db").exists()


# --- many at once, and a leader that dies


def start(client, path):
    command = [OFFPRINT, *of(path, client.server), "--cache", str(client.path)]
    silent = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=ENV, **silent)


def test_forty_at_once(client):
    """Each has the article, of one request."""
    many = [start(client, "/slow") for _ in range(40)]
    articles = [json.loads(process.communicate()[0]) for process in many]
    assert [article["status"] for article in articles] == ["fetched"] * 40
    assert len(client.hits) == 1


def test_leader_that_is_killed(client):
    """The next one fetches at once."""
    client.server.hung.clear()
    with start(client, "/hang") as leader:
        assert client.server.hung.wait(60)
        leader.kill()
    time.sleep(0.3)
    begun = time.monotonic()
    client.fetch("/hang", client.path)
    assert time.monotonic() - begun < 30


# --- files that are no cache


@pytest.fixture(name="cache")
def make_cache(client):
    """A cache with a page in it."""
    path = client.folder / "cache.db"
    client.fetch("/day", path)
    client.forget()
    return path


def test_no_database(client):
    """It is left as it is, and -v says so."""
    path = client.folder / "broken.db"
    path.write_bytes(NO_DATABASE)
    said = client.fetch("/day", path)
    assert path.read_bytes() == NO_DATABASE
    assert "not a cache of offprint" in said


def test_overwritten_pages(client, cache):
    """The next time it is a database again."""
    data = cache.read_bytes()
    cache.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    client.fetch("/day", cache)
    client.fetch("/day", cache)
    assert cache.read_bytes()[:6] == b"SQLite"


def test_folder_in_its_place(client):
    client.fetch("/day", client.folder)


def test_place_that_cannot_be_written(client):
    assert "without a cache" in client.fetch("/day", "/proc/nowhere/cache.db")


def test_database_of_another_program(client):
    """Not a byte of it changes."""
    path = client.folder / "reader.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE response(id INTEGER, mine TEXT);"
            "INSERT INTO response VALUES(1, 'stays'); CREATE TABLE item(x)"
        )
    before = path.read_bytes()
    client.fetch("/day", path)
    run("--cache-clear", "--cache", str(path))
    assert path.read_bytes() == before


def test_cache_of_an_offprint_that_set_no_application_id(client, cache):
    """It goes on being used."""
    tables = "".join(f"DROP TABLE {name};" for name in ("kept", "loose", "slot", "wish", "pause"))
    with contextlib.closing(sqlite3.connect(cache)) as database:
        database.executescript(f"PRAGMA application_id=0; {tables}")
    client.fetch("/day", cache)
    assert not client.hits
    with contextlib.closing(sqlite3.connect(cache)) as database:
        assert database.execute("PRAGMA application_id").fetchone()[0] != 0


def test_file_that_others_may_read_is_shut(client):
    path = client.folder / "shared.db"
    path.touch()
    path.chmod(0o666)
    client.ask("/day", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_database_that_another_holds_locked(client, cache):
    with contextlib.closing(sqlite3.connect(cache, isolation_level=None)) as database:
        database.execute("PRAGMA locking_mode=EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        client.fetch("/page", cache)


def test_file_that_is_read_only(client, cache):
    folder = client.folder / "read-only"
    folder.mkdir()
    copy = folder / "c.db"
    shutil.copy(cache, copy)
    copy.chmod(0o400)
    folder.chmod(0o500)
    client.fetch("/page", copy)
    folder.chmod(0o700)


def test_no_room_for_the_file(client):
    command = 'ulimit -f 8; exec "$@"'
    args = [*of("/day", client.server), "--cache", str(client.folder / "small.db")]
    shell = ["sh", "-c", command, "sh", OFFPRINT, *args]
    done = subprocess.run(shell, capture_output=True, env=ENV, check=False)
    assert json.loads(done.stdout)["status"] == "fetched", done
