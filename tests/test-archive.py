#!/usr/bin/env python3
"""--from warc: every page of an archive is a line, in order, whatever stands beside it (ISO 28500)."""
import gzip, json, os, pathlib, random, signal, subprocess, sys, tempfile, time, zlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

WORDS = "At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered. "


def page(name): return f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1><p>{WORDS}</p><p>{WORDS}{name}.</p></article></body></html>".encode()


def http(body, more="", status="200 OK", kind="text/html; charset=utf-8"): return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(block, kind="response", url="https://example.org/", content="application/http; msgtype=response", version="1.1", length=None):
    uri = f"WARC-Target-URI: {url}\r\n" if url else ""
    return f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-11-24T08:00:00Z\r\n{uri}Content-Type: {content}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n".encode() + block + b"\r\n\r\n"


def answer(n, **more): return record(http(page(f"Page {n}")), url=f"https://example.org/{n}", **more)


def work(archive, *args, env=None):
    status, out, err = run("--from", "warc", "-v", *args, stdin=archive, env=env)
    return status, [json.loads(l) for l in out.decode().split("\n") if l], err.decode()


def titles(lines): return [l.get("title") for l in lines]


members = lambda *records: b"".join(gzip.compress(r) for r in records)
INFO = record(b"software: test\r\n", "warcinfo", None, "application/warc-fields")
TEN = [answer(n) for n in range(10)]
NAMES = [f"Page {n}" for n in range(10)]

# --- forms
for name, archive in [("a gzip member a record", members(INFO, *TEN)), ("plain", INFO + b"".join(TEN)), ("all in one gzip member", gzip.compress(INFO + b"".join(TEN))),
                      ("WARC 1.0, <address>", b"".join(record(http(page(f"Page {n}")), url=f"<https://example.org/{n}>", version="1.0") for n in range(10))),
                      ("LF line ends", (INFO + b"".join(TEN)).replace(b"WARC/1.1\r\n", b"WARC/1.1\n").replace(b"\r\n\r\nWARC", b"\n\nWARC"))]:
    status, lines, err = work(archive)
    ok(status == 0 and titles(lines) == NAMES and [l["url"] for l in lines] == [f"https://example.org/{n}" for n in range(10)], name, (status, titles(lines), err))
status, lines, err = work(members(INFO, *TEN), "-j", "4")
ok(titles(lines) == NAMES and [l["record"] for l in lines] == list(range(2, 12)), "four readers: the order and the numbers of the records stay", lines)
one = json.loads(run("--from", "html", "--to", "json", "--no-fetch", "--base-url", "https://example.org/3", stdin=page("Page 3"))[1])
ok({k: v for k, v in lines[3].items() if k != "record"} == one, "a line says what the page alone would give", (lines[3], one))
ok("11 records, 10 pages, 0 bad" in err, "the sum, at -v", err)

# --- which records
others = [record(b"GET / HTTP/1.1\r\n\r\n", "request", content="application/http; msgtype=request"), record(http(page("Gone"), status="404 Not Found")), record(http(page("Moved"), "Location: /x\r\n", "301 Moved")),
          record(http(b"\x89PNG", kind="image/png")), record(b"x: y\r\n", "metadata", content="application/warc-fields"), record(http(b""), "revisit"), INFO]
ok(titles(work(members(*others, TEN[0]))[1]) == ["Page 0"], "requests, other answers, pictures, metadata are passed over")
coded = [record(http(gzip.compress(page("gzip")), "Content-Encoding: gzip\r\n")), record(http(zlib.compress(page("deflate")), "Content-Encoding: deflate\r\n")), record(http(page("undone"), "Content-Encoding: br\r\n")),
         record(http(b"%x\r\n" % len(page("chunked")) + page("chunked") + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n")), record(page("resource"), "resource", content="text/html"),
         record(http("<h1>Žluťoučký kůň</h1><p>Příliš žluťoučký kůň úpěl ďábelské ódy, a nikdo ho neslyšel, protože bylo pozdě.</p>".encode("iso-8859-2") * 2, kind="text/html; charset=iso-8859-2"))]
ok(titles(work(members(*coded))[1]) == ["gzip", "deflate", "undone", "chunked", "resource", "Žluťoučký kůň"], "codings, a resource, a charset in the field", titles(work(members(*coded))[1]))

# --- what is broken costs itself alone
def broken(good, at, how):
    b = bytearray(good); b[at] ^= how; return bytes(b)
member = gzip.compress(TEN[4])
huge = record(http(b"x" * (11 << 20)))
for name, five, plain in [
    ("bytes in a member", broken(member, len(member) // 2, 0xff), False), ("a check sum", broken(member, len(member) - 6, 1), False), ("a member cut short", member[:-40], False),
    ("a member of a few bytes", member[:12], False), ("bytes that are no member", b"\x1f\x8b\x08\x00" + random.Random(5).randbytes(5000), False), ("text between members", b"hello\r\n" * 500, False),
    ("no header of HTTP", gzip.compress(record(b"nothing")), False), ("a body that is no gzip", gzip.compress(record(http(b"\x1f\x8b\x08" + bytes(50), "Content-Encoding: gzip\r\n"))), False),
    ("a page larger than any", gzip.compress(huge), False), ("a member that is no record", gzip.compress(b"<html>"), False), ("a length that is too long", gzip.compress(record(http(page("x")), length=10**12)), None),
    ("a length that is no number", record(http(page("x")), length="many"), True), ("text between records", b"hello\r\n" * 500, True), ("one line of a megabyte", b"x" * 1000000 + b"\r\n", True)]:
    pieces = TEN if plain else [gzip.compress(r) for r in TEN]
    status, lines, err = work(b"".join(pieces[:4] + [five] + pieces[5:]))
    want = NAMES[:4] + NAMES[5:]
    got = titles(lines)
    # A length that reaches over what follows takes it along: nothing tells where the record should have ended.
    good = got == NAMES[:4] if plain is None else got == want
    ok(status == 0 and good and " 0 bad" not in err, f"broken: {name}", (status, got, err))
status, lines, err = work(members(*TEN)[:-100])
ok(status == 0 and titles(lines) == NAMES[:9] and "the file ends inside" in err, "cut short at its end", (titles(lines), err))
ok(work(members(*TEN)[:-100], "--strict")[0] == 65, "--strict: 65")
ok(work(members(*TEN), "--strict")[0] == 0, "--strict, and all is well: 0")
status, lines, err = work(b"")
ok((status, lines) == (0, []), "nothing", (status, err))
status, lines, err = work(page("no archive"))
ok(status == 65 and not lines and "no record" in err, "no archive at all: 65, and why", (status, err))
status, lines, err = work(members(record(http(b"<p>"), url="https://example.org/empty"), TEN[1]))
ok([l["status"] for l in lines] == ["failed", "included"] and lines[0]["record"] == 1 and lines[0]["url"].endswith("/empty"), "a page without an article says so in its line", lines)

# --- readers that die, and hang
for how in ("KILL", "SEGV", "ABRT", "MEMORY", "EXIT"):
    status, lines, err = work(members(*TEN[:4]), "-j", "2", env={"OFFPRINT_FAULT": f"compose:{how}"})
    ok(status == 0 and [l["status"] for l in lines] == ["failed"] * 4 and [l["record"] for l in lines] == [1, 2, 3, 4] and "first lorry" in lines[0]["text"], f"a reader that dies ({how}) costs its page, whose words remain", (status, lines, err))
begun = time.monotonic()
status, lines, err = work(members(*TEN[:2]), "-j", "2", "--deadline", "1", env={"OFFPRINT_FAULT": "compose:HANG"})
ok([l.get("reason") for l in lines] == ["deadline"] * 2, "a reader that hangs: the deadline of its page", (lines, err))

# --- stopped, and going on
with tempfile.TemporaryDirectory() as d:
    many = pathlib.Path(d) / "many.warc.gz"; many.write_bytes(members(*[answer(n) for n in range(3000)]))
    whole = run("--from", "warc", str(many))[1]
    p = subprocess.Popen([OFFPRINT, "--from", "warc", "-j2", str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    part = os.read(p.stdout.fileno(), 20000); p.send_signal(signal.SIGTERM); rest, err = p.communicate()
    part += rest
    words = err.decode().split("--skip-records ")
    ok(p.returncode == 75 and part.endswith(b"\n") and len(words) == 2, "SIGTERM: 75, whole lines, and where to go on", (p.returncode, err))
    n = words[-1].split()[0]
    went_on = run("--from", "warc", "--skip-records", n, str(many))[1]
    ok(part + went_on == whole, "--skip-records goes on there: nothing twice, nothing lost", (n, part[-300:], went_on[:100]))
    ok(run("--from", "warc", "--skip-records", "3000", str(many))[1] == b"", "--skip-records behind the end: nothing")
    peak = str(BUILD / "tests/peak")
    if os.path.exists(peak):
        def peak_of(archive):
            r, w = os.pipe()
            subprocess.run([peak, OFFPRINT, "--from", "warc", "-j2", str(archive)], stdout=subprocess.DEVNULL, env=ENV, pass_fds=[], preexec_fn=lambda: os.dup2(w, 3), close_fds=False)
            os.close(w); return int(os.read(r, 64))
        few = pathlib.Path(d) / "few.warc.gz"; few.write_bytes(members(*[answer(n) for n in range(100)]))
        a, b = peak_of(few), peak_of(many)
        ok(b < a * 1.3 + 4096, "memory: as much for 3,000 pages as for 100", f"{a} KiB, {b} KiB")

# --- the lines of contrib/archives.md, as GNU parallel, a mapper of Hadoop Streaming and Spark's pipe() run them
import re, shutil
readme = (TOP / "contrib/archives.md").read_text()
with tempfile.TemporaryDirectory() as d:
    d = pathlib.Path(d); (d / "bin").mkdir(); (d / "bin/offprint").symlink_to(OFFPRINT)
    (d / "bin/hdfs").write_text('#!/bin/sh\n[ "$1 $2" = "dfs -cat" ] && exec cat "$3"\n'); (d / "bin/hdfs").chmod(0o755)
    for n in range(3): (d / f"crawl{n}.warc.gz").write_bytes(members(*[answer(3 * n + i) for i in range(3)]))
    each = [run("--from", "warc", str(d / f"crawl{n}.warc.gz"))[1] for n in range(3)]
    ok(all(e.count(b"\n") == 3 for e in each), "three archives of three pages", each)
    shell = lambda line, stdin=b"": subprocess.run(["sh", "-c", line], cwd=d, input=stdin, capture_output=True, env={**ENV, "PATH": f"{d}/bin:/usr/bin:/bin", "HOME": str(d)}, timeout=120)
    line = re.search(r"^    (ls .*parallel .*)$", readme, re.M).group(1)
    if not shutil.which("parallel", path="/usr/bin:/usr/local/bin"): skip("contrib/archives.md under parallel", "GNU parallel is not installed")
    else:
        r = shell(line)
        ok(r.returncode == 0 and [(d / f"crawl{n}.warc.jsonl").read_bytes() for n in range(3)] == each, f"contrib/archives.md: {line}", r)
    mapper = re.search(r"-mapper '(.*)'", readme).group(1)
    r = shell(mapper, b"".join(b"%d\tcrawl%d.warc.gz\n" % (20 * n, n) for n in range(3)))
    ok(r.returncode == 0 and r.stdout == b"".join(each), f"contrib/archives.md: {mapper}", r)
    pipe = re.search(r'\.pipe\("(.*?)"\)', readme).group(1)
    r = shell(pipe, b"".join(b"crawl%d.warc.gz\n" % n for n in range(3)))
    ok(r.returncode == 0 and r.stdout == b"".join(each), f"contrib/archives.md: {pipe}", r)

# --- output, and usage
full = os.open("/dev/full", os.O_WRONLY)
r = subprocess.run([OFFPRINT, "--from", "warc"], input=members(*TEN), stdout=full, stderr=subprocess.PIPE, env=ENV)
ok(r.returncode == 74 and b"--skip-records 0" in r.stderr, "a full disk: 74, and where to go on", r)
for args in (["--to", "text"], ["--to", "mime"], ["--restore"], ["-j", "0"], ["-j", "65"], ["--skip-records", "-1"]):
    ok(run("--from", "warc", *args, stdin=b"")[0] == 64, f"usage: {' '.join(args)}")
ok(run("--from", "warc", "/nonexistent.warc")[0] == 66, "a file that is not there: 66")
done()
