#!/usr/bin/env python3
"""Every allocation, read, write, fork, socket, open and stat of the three processes fails in turn (tests/faults/shim.c): the mail comes out,
whole, once, in time; or the status says that it did not.

usage: test-faults.py [N]    N calls of each sort, spread over all of them; where not said, 60. 0: every one (an hour)
"""
import concurrent.futures, http.server, os, pathlib, random, shutil, subprocess, sys, tempfile, threading, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

MOST = int(sys.argv[1]) if len(sys.argv) > 1 else 60
SHIM, GATE = BUILD / "tests/faults/.libs/shim.so", BUILD / "tests/faults/offprint"
CALLS = ("alloc", "read", "write", "fork", "socket", "open", "stat")
work = pathlib.Path(tempfile.mkdtemp(prefix="offprint-faults-"))


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = (TOP / "tests/site/pages/bridge.html").read_bytes()
        try: self.send_response(200); self.send_header("Content-Type", "text/html; charset=utf-8"); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
        except OSError: pass
    def log_message(self, *a): pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page); server.daemon_threads = True; threading.Thread(target=server.serve_forever, daemon=True).start()
LIVE = TEASER.replace(b"https://weekly.example.org/bridge", f"http://127.0.0.1:{server.server_port}/bridge".encode())


class Worker:
    """A FIFO in which the shim notes that it came to the call."""
    def __init__(self, n):
        self.fifo = work / f"fifo{n}"; os.mkfifo(self.fifo); self.fd = os.open(self.fifo, os.O_RDWR | os.O_NONBLOCK); self.box = work / f"box{n}.eml"
        self.cache = work / f"cache{n}"
    def came(self):
        try: return len(os.read(self.fd, 100)) > 0
        except BlockingIOError: return False
    def run(self, program, call, n, args, stdin):
        shutil.rmtree(self.cache, ignore_errors=True); self.cache.mkdir()
        env = {**ENV, "OFFPRINT_LIBEXECDIR": str(BUILD), "LD_PRELOAD": str(SHIM), "OFFPRINT_SHIM": f"{program} {call} {n} {self.fifo}", "XDG_CACHE_HOME": str(self.cache)}
        begun = time.monotonic()
        r = subprocess.run([str(GATE), *args], input=stdin, capture_output=True, env=env, timeout=60)
        return r, time.monotonic() - begun, self.came()


def whole(out, mail):
    """The mail as it was, or an offprint that gives it back."""
    return out == mail or (b"\nX-Offprint: status=" in header_of(out) + b"\n" and run("--restore", stdin=out)[1] == mail)


def judge(r, seconds, mail):
    """What is wrong with one run, or nothing."""
    if seconds > 9: return f"took {seconds:.1f} s"
    if r.returncode < 0: return f"the gate was killed by signal {-r.returncode}"
    if r.returncode == 0 and not whole(r.stdout, mail): return f"status 0, and neither the mail nor an offprint: {r.stdout[:200]!r}"
    if r.returncode not in (0, 70, 74, 75): return f"status {r.returncode}"
    return None


def judge_in_place(worker, r, mail):
    data = worker.box.read_bytes()
    left = [p.name for p in work.glob(worker.box.name + "?*")] + [p.name for p in work.glob("." + worker.box.name + "*")]
    return None if whole(data, mail) and r.returncode in (0, 66, 70, 74, 75) else f"the file: {data[:200]!r}, status {r.returncode}, {left}"


def last_call(worker, program, call, args, mail):
    """How many such calls there are, roughly: the largest n that is come to, by doubling and halving."""
    comes = lambda n: worker.run(program, call, n, args, mail)[2]
    if not comes(1): return 0
    high = 2
    while comes(high): high *= 2
    low = high // 2
    while high - low > max(1, low // 50):
        middle = (low + high) // 2
        low, high = (middle, high) if comes(middle) else (low, middle)
    return high


def numbers(last):
    if MOST == 0 or last <= MOST: return list(range(1, last + 2))
    chosen = random.Random(7)
    return sorted(set(range(1, MOST // 3)) | {chosen.randint(1, last) for _ in range(MOST * 2 // 3)})


def try_all(pool, workers, program, call, args, mail=TEASER, in_place=False):
    last = last_call(workers[0], program, call, args, mail)
    tasks = [f"{n}{more}" for n in numbers(last) for more in ("", "+")] if last else []
    bad, came, free = [], 0, list(workers)
    def one(n):
        w = free.pop()
        try:
            if in_place: w.box.write_bytes(mail)
            r, seconds, hit = w.run(program, call, n, ["--in-place", str(w.box), *args] if in_place else args, mail)
            return n, (judge_in_place(w, r, mail) if in_place else judge(r, seconds, mail)), hit
        finally: free.append(w)
    for n, why, hit in pool.map(one, tasks):
        came += hit
        if why: bad.append(f"{n}: {why}")
    name = f"{program}: {call}{' in place' if in_place else ', over HTTP' if mail is LIVE else ''}: {came} of about {last} failed in turn, alone and with all behind it"
    ok(not bad and (came > 0 or last == 0), name, "\n".join(bad))


if not (SHIM.exists() and GATE.exists()):
    skip("faults", "the shim is not built here (it needs glibc, and no sanitizers)")
    done()
workers = [Worker(n) for n in range(os.cpu_count() or 1)]
with concurrent.futures.ThreadPoolExecutor(len(workers)) as pool:
    for program in ("offprint", "offprint-reader", "offprint-fetcher"):
        for call in CALLS:
            if program == "offprint" or call not in ("fork",):
                try_all(pool, workers, program, call, ["--replay", WARC, "--deadline", "4"])
    for call in ("alloc", "read", "write", "socket", "open"):
        try_all(pool, workers, "offprint-fetcher", call, ["--allow-net", "127.0.0.0/8", "--deadline", "4"], mail=LIVE)
    for call in ("read", "write", "open", "stat"):
        try_all(pool, workers, "offprint", call, ["--replay", WARC, "--deadline", "4"], in_place=True)
shutil.rmtree(work, ignore_errors=True)
done()
