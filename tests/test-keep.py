#!/usr/bin/env python3
"""Pages of a feed's items are kept and stand in for a server that fails; processes share a server's patience. All on 127.0.0.1."""
import http.server
import json
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import ENV, OFFPRINT, TOP, done, ok, run

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
WORK = pathlib.Path(tempfile.mkdtemp(prefix="offprint-keep-"))
HEADERS = {
    "plain": [],
    "nocache": [("Cache-Control", "no-cache")],
    "nostore": [("Cache-Control", "no-store")],
    "zero": [("Cache-Control", "max-age=0")],
    "star": [("Vary", "*")],
    "etag": [("ETag", '"7"'), ("Cache-Control", "no-cache")],
}
lock = threading.Lock()
state = {"asked": [], "conditional": 0, "status": 200, "more": [], "delay": 0, "busy": 0, "most": 0}


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, more):
        self.send_response(status)
        for name, value in [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        kind = self.path.split("/")[1]
        with lock:
            state["asked"].append(self.path)
            state["busy"] += 1
            state["most"] = max(state["most"], state["busy"])
        time.sleep(state["delay"])
        with lock:
            state["busy"] -= 1
        if state["status"] != 200:
            return self.answer(state["status"], b"no", state["more"])
        if kind == "moved":
            return self.answer(302, b"", [("Location", "/nostore/there")])
        if kind == "etag" and self.headers.get("If-None-Match") == '"7"':
            state["conditional"] += 1
            return self.answer(304, b"", HEADERS[kind])
        self.answer(200, PAGE, HEADERS.get(kind, []))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass


def serve():
    server = Server(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


server, BASE = serve()


def feed(paths, base=None):
    items = "".join(f"<item><title>Boat {i}</title><link>{base or BASE}{p}</link><description>Short …</description></item>" for i, p in enumerate(paths))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


ARGS = ["--config", "off", "--allow-net", "127.0.0.0/8", "--from", "feed", "--to", "json"]


def go(data, cache, *args):
    """-> statuses of the items, paths that were asked for, standard error"""
    state["asked"], state["conditional"], state["most"] = [], 0, 0
    status, out, err = run("-v", "--cache", str(cache), *ARGS, *args, stdin=data)
    return [json.loads(line)["status"] for line in out.splitlines()], list(state["asked"]), err


for kind in [*HEADERS, "moved"]:
    cache = WORK / f"{kind}.db"
    data = feed([f"/{kind}/1"])
    first, asked, err = go(data, cache)
    ok(first == ["fetched"] and asked, f"{kind}: fetched at first", (first, err))
    again, asked, err = go(data, cache)
    ok(again == ["fetched"] and not asked, f"{kind}: the second run asks for nothing", (again, asked, err))
    for name, status, more in (("503", 503, []), ("404", 404, []), ("a wait", 429, [("Retry-After", "3600")])):
        state["status"], state["more"] = status, more
        got, asked, err = go(data, cache, "--keep=0") if kind == "plain" and status == 503 else go(data, cache)
        ok(got == ["fetched"], f"{kind}: while the server answers {name}, what was kept stays", (got, asked, err))
    state["status"], state["more"] = 200, []
    # after its days a page is asked for again, and stays if that fails
    db = sqlite3.connect(cache)
    db.execute("UPDATE kept SET fetched = fetched - 4 * 86400")
    db.execute("UPDATE response SET fresh_until = 1")
    db.execute("DELETE FROM pause")
    db.commit()
    db.close()
    state["status"] = 500
    got, asked, err = go(data, cache)
    ok(got == ["fetched"] and asked, f"{kind}: after its days it is asked for; while that fails it stays", (got, asked, err))
    got, asked, err = go(data, cache)
    ok(got == ["fetched"] and not asked, f"{kind}: the failure is remembered, and the page too", (got, asked, err))
    state["status"] = 200
    shutil.rmtree(cache, ignore_errors=True)
cache = WORK / "etag.db"
db = sqlite3.connect(cache)
db.executescript("UPDATE kept SET fetched = fetched - 4 * 86400; UPDATE response SET fresh_until = 1; DELETE FROM response WHERE url LIKE '% failed'")
db.close()
got, asked, err = go(feed(["/etag/1"]), cache)
ok(got == ["fetched"] and state["conditional"] == 1, "after its days: a conditional request", (got, asked, state["conditional"], err))
got, asked, err = go(feed(["/nostore/1"]), WORK / "zero-days.db", "--keep=0")
got, asked, err = go(feed(["/nostore/1"]), WORK / "zero-days.db", "--keep=0")
ok(got == ["fetched"] and asked, "--keep=0: as HTTP says", (got, asked))
go(feed(["/nostore/2"]), WORK / "nostore.db")
state["asked"] = []
status, out, err = run("--cache", str(WORK / "nostore.db"), "--config", "off", "--allow-net", "127.0.0.0/8", "--from", "url", BASE + "/nostore/2", "--to", "json")
ok(state["asked"] == ["/nostore/2"], "what is kept for a feed is not used for anything else", state["asked"])

# a server that nobody reaches any more
gone, there = serve()
cache = WORK / "gone.db"
data = feed(["/nostore/1"], there)
go(data, cache)
gone.shutdown()
gone.server_close()
db = sqlite3.connect(cache)
db.execute("UPDATE kept SET fetched = fetched - 4 * 86400")
db.commit()
db.close()
got, asked, err = go(data, cache)
ok(got == ["fetched"], "the server is gone: what was fetched before stays", (got, err))

# a server that wants to be left alone
state["status"], state["more"], state["delay"] = 429, [("Retry-After", "900")], 0.05
data = feed([f"/plain/{i}" for i in range(24)])
got, asked, err = go(data, WORK / "busy.db")
ok(got == ["failed"] * 24 and len(asked) <= 4, "429: no more pages are asked for than were under way", (len(asked), err[-300:]))
got, asked, err = go(data, WORK / "busy.db")
ok(got == ["failed"] * 24 and not asked, "429: nor by the next run", asked)
state["status"], state["more"] = 200, []

# several programs at once
state["delay"], state["most"], state["asked"] = 0.04, 0, []
argv = [OFFPRINT, "--cache", str(WORK / "together.db"), *ARGS, "--connections-per-host", "3", "--deadline", "30"]
many = [subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV) for _ in range(5)]
for k, p in enumerate(many):
    p.stdin.write(feed([f"/plain/{k}-{i}" for i in range(12)]))
    p.stdin.close()
outs = [p.stdout.read() for p in many]
for p in many:
    p.wait()
ok(sum(o.count(b'"fetched"') for o in outs) == 60, "five feeds at once: every item is fetched", [o.count(b'"fetched"') for o in outs])
ok(0 < state["most"] <= 3, "five feeds at once: three requests at a time, of all together", state["most"])

# work in proportion
state["delay"] = 0
times = []
for n in (100, 200, 400, 800):
    cache = WORK / f"growth-{n}.db"
    data = feed([f"/plain/g{i}" for i in range(n)])
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    got, asked, err = go(data, cache, "--connections-per-host", "16", "--deadline", "60")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    ok(got.count("fetched") == n, f"{n} items are fetched", got.count("fetched"))
ok(times[3] < 0.5 or times[3] < 20 * times[0], "eight times the items: not over twenty times the work", [round(t, 2) for t in times])


def cost(*args, stdin=b""):
    usage = resource.getrusage
    before = usage(resource.RUSAGE_CHILDREN)
    run("--config", "off", "--allow-net", "127.0.0.0/8", "--deadline", "30", *args, stdin=stdin)
    after = usage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def grows(name, make, n):
    """make(k) -> (arguments, standard input) of k times the size"""
    once = make(0)
    base = cost(*once[0], stdin=once[1])
    took = []
    for k in (1, 2, 4, 8):
        args, data = make(k * n)
        took.append(max(0.01, cost(*args, stdin=data) - base))
    ok(took[3] < 0.3 or took[3] < 20 * took[0], f"{name}, once, twice, four and eight times as much: not over twenty times the work", [round(x, 2) for x in took])


def cookies(n):
    file = WORK / "cookies.txt"
    file.write_text("# Netscape HTTP Cookie File\n" + "".join(f"h{i}.example\tTRUE\t/\tFALSE\t0\tn\tv{i}\n" for i in range(n)))
    return ["--cache", str(WORK / "cookies.db"), "--cookies", str(file), "--from", "feed", "--to", "json"], feed([f"/nostore/{n}-{i}" for i in range(4)])


def archive(n):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    records = [f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://boat.example/{i}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n" for i in range(n + 1)]
    file = WORK / "many.warc"
    file.write_bytes(b"".join(records))
    return ["--replay", str(file), "--from", "url", f"https://boat.example/{n}", "--to", "json"], b""


def listed(n):
    links = "".join(f'<p>Some words on boats <a href="{BASE}/plain/{i}">and a link to number {i}</a></p>' for i in range(20))
    named = ", ".join(f"<https://boat.example/u/{i}>" for i in range(n + 1))
    head = f"From: a@boat.example\nTo: b@example.com\nSubject: Boats\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nList-Id: <l.boat.example>\nList-Unsubscribe: {named}\n"
    return ["--to", "links"], (head + "Content-Type: text/html\n\n" + links).encode()


def redirected(n):
    return ["--cache", "off", "--from", "url", f"{BASE}/plain/{'x/../' * n}y", "--to", "json"], b""


grows("lines of a file of cookies", cookies, 2000)
grows("records of an archive", archive, 500)
grows("addresses that a header names", listed, 1000)
grows("dot segments of an address", redirected, 150)
server.shutdown()
shutil.rmtree(WORK)
done()
