#!/usr/bin/env python3
"""Pages of a feed's items are kept and stand in for a server that fails; processes share a server's patience. All on 127.0.0.1."""
import http.server
import json
import pathlib
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
    usage = __import__("resource").getrusage
    before = usage(-1)
    got, asked, err = go(data, cache, "--connections-per-host", "16", "--deadline", "60")
    after = usage(-1)
    times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    ok(got.count("fetched") == n, f"{n} items are fetched", got.count("fetched"))
ok(times[3] < 0.5 or times[3] < 20 * times[0], "eight times the items: not over twenty times the work", [round(t, 2) for t in times])
server.shutdown()
shutil.rmtree(WORK)
done()
