#!/usr/bin/env python3
"""The cache (RFC 9111): what is asked again and what is not, forty at once, leaders that die, files that are broken."""
import http.server, json, os, pathlib, shutil, signal, stat, subprocess, sys, tempfile, threading, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
WORK = pathlib.Path(tempfile.mkdtemp(prefix="offprint-cache-"))
# So long that a busy machine does not decide what comes out; nothing waits for it.
PATIENT = ("--allow-net", "127.0.0.0/8", "--deadline", "60")
hits, conditional = [], []
lock = threading.Lock()


class Server(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        path = self.path.split("?")[0]
        with lock: hits.append(path)
        if "If-None-Match" in self.headers or "If-Modified-Since" in self.headers:
            with lock: conditional.append(path)
            if path != "/changed": self.send_response(304); self.send_header("ETag", '"1"'); self.send_header("Cache-Control", "max-age=0"); self.end_headers(); return
        if path == "/slow": time.sleep(0.6)
        if path == "/hang": time.sleep(300)
        if path == "/gone": self.send_error(404); return
        if path in ("/moved", "/found"):
            self.send_response(301 if path == "/moved" else 302); self.send_header("Location", "/page"); self.send_header("Content-Length", "0"); self.end_headers(); return
        self.send_response(200); self.send_header("Content-Type", "text/html; charset=utf-8"); self.send_header("Content-Length", str(len(PAGE)))
        for name, value in FIELDS.get(path, {}).items(): self.send_header(name, value)
        self.end_headers()
        try: self.wfile.write(PAGE)
        except OSError: pass


FIELDS = {"/nostore": {"Cache-Control": "no-store"}, "/etag": {"Cache-Control": "no-cache", "ETag": '"1"'}, "/zero": {"Cache-Control": "max-age=0", "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"},
          "/changed": {"Cache-Control": "max-age=0", "ETag": '"1"'}, "/day": {"Cache-Control": "max-age=86400"}, "/star": {"Vary": "*"}, "/expired": {"Expires": "0"}}


class Threads(http.server.ThreadingHTTPServer): daemon_threads = True; request_queue_size = 128
server = Threads(("127.0.0.1", 0), Server); threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_address[1]}"
DB = WORK / "deep/er/cache.db"


def ask(path, cache=None, *args, env=None):
    status, out, err = run("-v", "--from", "url", base + path, "--to", "json", *PATIENT, "--cache", str(cache or DB), *args, env=env)
    return json.loads(out) if out else {}, err


def twice(path):
    del hits[:]; del conditional[:]
    first, err1 = ask(path); second, err2 = ask(path)
    return first, second, len(hits), len(conditional), err2


first, second, n, c, err = twice("/day")
ok(first["status"] == second["status"] == "fetched" and first == second and n == 1 and b"in the cache" in err, "max-age: one request for two, the same article", (n, err))
ok(stat.S_IMODE(DB.stat().st_mode) == 0o600, "the file has mode 0600", oct(DB.stat().st_mode))
for path, requests, asked_again in (("/plain", 1, 0), ("/nostore", 2, 0), ("/star", 2, 0), ("/etag", 2, 1), ("/zero", 2, 1), ("/changed", 2, 1), ("/expired", 2, 0)):
    first, second, n, c, err = twice(path)
    ok((n, c) == (requests, asked_again) and second["status"] == "fetched" and second["text"] == first["text"], f"{path}: {requests} requests, {asked_again} of them conditional", (n, c, err))
first, second, n, c, err = twice("/gone")
ok(n == 1 and second["status"] == "failed" and second["reason"] == "gone", "a failure is remembered for minutes", (n, second))
first, second, n, c, err = twice("/moved")
ok(hits.count("/moved") == 1 and second["status"] == "fetched", "a redirect for good is stored", hits)
first, second, n, c, err = twice("/found")
ok(hits.count("/found") == 2 and second["status"] == "fetched", "a redirect for now is asked again", hits)
why = lambda path: run("-v", "--explain", "--from", "url", base + path, *PATIENT, "--cache", str(WORK / "why.db"))[1]
first, again = why("/etag"), why("/etag"); why("/day"); day = why("/day")
ok(b"cache" not in first and b"server says that it still holds" in again and b", from the cache\n" in day, "--explain: what is the cache's, and what the server confirmed", (again[-400:], day.split(b"blocks of")[0][-500:], again.split(b"blocks of")[0][-300:]))
out = run("--cache-info", "--cache", str(DB))[1]
ok(b"responses" in out and b"fresh" in out, "--cache-info", out)
ok(run("--cache-clear", "--cache", str(DB))[1] == b"the cache is empty\n" and run("--cache-info", "--cache", str(DB))[1].startswith(b"0 responses"), "--cache-clear")
del hits[:]; ask("/day", "off"); ask("/day", "off")
ok(len(hits) == 2, "--cache off: asked each time", hits)
home = WORK / "home"; home.mkdir(); del hits[:]
for _ in range(2): run("--from", "url", base + "/day", "--to", "json", *PATIENT, env={"HOME": str(home)})
ok(len(hits) == 1 and (home / ".cache/offprint/cache.db").exists(), "by itself it lies in ~/.cache/offprint", hits)
for _ in range(2): run("--from", "url", base + "/day", "--to", "json", *PATIENT, env={"XDG_CACHE_HOME": str(WORK / "xdg")})
ok((WORK / "xdg/offprint/cache.db").exists(), "or where XDG_CACHE_HOME says")

# --- forty at once ---------------------------------------------------------------------------------------------------------------
del hits[:]
argv = [OFFPRINT, "--from", "url", base + "/slow", "--to", "json", *PATIENT, "--cache", str(WORK / "forty.db")]
many = [subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=ENV) for _ in range(40)]
outs = [json.loads(p.communicate()[0]) for p in many]
ok(all(o["status"] == "fetched" for o in outs), "forty at once: each has the article", [o["reason"] for o in outs if o["status"] != "fetched"])
ok(len(hits) == 1, "forty at once: one request", len(hits))

# --- a leader that dies ------------------------------------------------------------------------------------------------------------
del hits[:]
leader = subprocess.Popen([OFFPRINT, "--from", "url", base + "/hang", "--to", "json", *PATIENT, "--cache", str(WORK / "leader.db")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV)
while not hits: time.sleep(0.05)
leader.kill(); leader.wait(); leader.stdout.close()
FIELDS["/hang"] = {}
server.RequestHandlerClass.do_GET = (lambda old: lambda self: (self.__setattr__("path", "/page") if self.path == "/hang" else None, old(self)))(Server.do_GET)
time.sleep(0.3); t = time.monotonic(); d, err = ask("/hang", WORK / "leader.db"); took = time.monotonic() - t
ok(d.get("status") == "fetched" and took < 30, "the leader was killed: the next one fetches at once", (d.get("reason"), took, err))

# --- files that are no cache -------------------------------------------------------------------------------------------------------
broken = WORK / "broken.db"; broken.write_bytes(b"this is no database at all " * 400)
d, err = ask("/day", broken); ok(d["status"] == "fetched", "a file that is no database: goes on without", err)
ok(broken.read_bytes() == b"this is no database at all " * 400 and b"no cache of this user" in err, "and leaves it as it is, and says so at -v", err)
spoilt = WORK / "spoilt.db"; ask("/day", spoilt); bytes_ = spoilt.read_bytes(); spoilt.write_bytes(bytes_[:100] + b"\xff" * (len(bytes_) - 100))
d, err = ask("/day", spoilt); ok(d["status"] == "fetched", "a database of ours with its pages overwritten: goes on without", err)
d, err = ask("/day", spoilt); ok(d["status"] == "fetched" and spoilt.read_bytes()[:6] == b"SQLite", "and the next time it is one again", err)
d, err = ask("/day", WORK); ok(d["status"] == "fetched", "a folder in its place: goes on without", err)
d, err = ask("/day", "/proc/nowhere/cache.db"); ok(d["status"] == "fetched" and b"goes on without" in err, "a place that cannot be written: goes on without, and says so at -v", err)
import sqlite3
other = WORK / "reader.db"; c = sqlite3.connect(other); c.executescript("CREATE TABLE response(id INTEGER, mine TEXT); INSERT INTO response VALUES(1, 'stays'); CREATE TABLE item(x)"); c.close()
before = other.read_bytes(); d, err = ask("/day", other); run("--cache-clear", "--cache", str(other))
ok(d["status"] == "fetched" and other.read_bytes() == before, "a database of another program: not a byte of it changes", err)
former = WORK / "former.db"; ask("/day", former); c = sqlite3.connect(former)
c.executescript("PRAGMA application_id=0; DROP TABLE kept; DROP TABLE loose; DROP TABLE slot; DROP TABLE wish; DROP TABLE pause;"); c.close()
del hits[:]; ask("/day", former); c = sqlite3.connect(former)
ok(hits == [] and c.execute("PRAGMA application_id").fetchone()[0] != 0, "a cache of an offprint that set no application_id goes on being used", hits); c.close()
shared_ = WORK / "shared.db"; shared_.touch(); os.chmod(shared_, 0o666); ask("/day", shared_)
ok(stat.S_IMODE(shared_.stat().st_mode) == 0o600, "a file that others may read is shut", oct(shared_.stat().st_mode))
locked = WORK / "locked.db"; ask("/day", locked)
c = sqlite3.connect(locked, isolation_level=None); c.execute("PRAGMA locking_mode=EXCLUSIVE"); c.execute("BEGIN EXCLUSIVE")
d, err = ask("/page", locked); ok(d["status"] == "fetched", "a database that another holds locked: goes on without", err); c.close()
readonly = WORK / "ro"; readonly.mkdir(); shutil.copy(locked, readonly / "c.db"); os.chmod(readonly / "c.db", 0o400); os.chmod(readonly, 0o500)
d, err = ask("/page", readonly / "c.db"); ok(d["status"] == "fetched", "a file that is read-only: goes on", err); os.chmod(readonly, 0o700)
r = subprocess.run(["sh", "-c", f'ulimit -f 8; exec "$0" --from url {base}/day --to json {" ".join(PATIENT)} --cache {WORK}/small.db', OFFPRINT], capture_output=True, env=ENV)
ok(json.loads(r.stdout)["status"] == "fetched", "no room for the file: goes on without", r.stderr)
server.shutdown(); shutil.rmtree(WORK)
done()
