#!/usr/bin/env python3
"""DESIGN 2: nothing is lost. Every mail, whole; then every mail kind under every fault."""
import email, email.policy, hashlib, os, pathlib, signal, subprocess, sys, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

UNTOUCHED = {"multipart/signed", "multipart/encrypted", "S/MIME", "inline PGP", "bounce", "calendar", "no body", "no blank line", "one byte",
             "one newline", "NULs alone", "random bytes", "40 MiB", "multiparts 200 deep", "no links", "personal", "address that is gone",
             "address not in the archive", "redirects without end", "boundary of nothing", "boundary never opened", "broken base64", "no MIME header", "empty text part", "empty parts"}
ARTICLE = b"first lorry rolled over the old bridge, "
all_mails = mails()

# --- 1. every mail as it is: its article or its own bytes, and back again ------------------------------------
offprints = {}
for name, m in all_mails.items():
    status, out, err = run("--replay", WARC, stdin=m)
    ok(status == 0 and out, f"{name}: something comes out, status 0", f"status {status}, {len(out)} bytes")
    ok(err == b"", f"{name}: standard error is silent", err)
    if name in UNTOUCHED:
        ok(out == m, f"{name}: byte for byte as it was", out[:300])
    else:
        offprints[name] = out
        ok(b"\nX-Offprint: status=" in out.replace(b"\r\n", b"\n"), f"{name}: became an offprint", out[:300])
        crlf = m.split(b"\n", 1)[0].endswith(b"\r")
        ok((out.count(b"\n") == out.count(b"\r\n")) == crlf, f"{name}: line ends are those of the mail")
    status, back, _ = run("--restore", stdin=out)
    ok(status == 0 and back == m, f"{name}: --restore gives it back", f"status {status}, {len(back)} of {len(m)} bytes")

for name in ("teaser", "CRLF", "From_ line", ">From above the header", "8-bit header", "header of 10,000 lines"):
    m, out = all_mails[name], offprints[name]
    end = b"\r\n\r\n" if name == "CRLF" else b"\n\n"
    fields = [f for f in m.split(end, 1)[0].split(b"\n") if f and not f.lower().startswith((b"mime-version", b"content-"))]
    kept = out.split(end, 1)[0].split(b"\n")[:len(fields)]
    ok([f.rstrip(b"\r") for f in fields] == [f.rstrip(b"\r") for f in kept], f"{name}: header fields in order and bytes", kept[:5])

for name, out in offprints.items():
    parsed = email.message_from_bytes(out[out.index(b"\n") + 1:] if out.startswith((b"From ", b">From ")) else out, policy=email.policy.default)
    kinds = [p.get_content_type() for p in parsed.walk() if not p.is_multipart()]
    ok(kinds[:2] == ["text/plain", "text/html"], f"{name}: text, then HTML", kinds)
    ok(max(map(len, out.split(b"\n"))) <= 999 or name in ("folded field of 10,000 lines",), f"{name}: no line over 998 octets")
    ok(b"<script" not in out and b"tracked" not in out, f"{name}: inert")
parsed = email.message_from_bytes(offprints["attachment"], policy=email.policy.default)
blobs = [p.get_payload(decode=True) for p in parsed.walk() if p.get_filename() == "data.bin"]
ok(blobs == [bytes(range(256)) * 40], "attachment: goes along unchanged")
ok(b"Subject: inner" in offprints["nested message/rfc822"], "nested message/rfc822: goes along")
again = run("--replay", WARC, stdin=offprints["teaser"])[1]
ok(again == offprints["teaser"], "an offprint passes through")
again = run("--replay", WARC, stdin=all_mails["teaser"])[1]
ok(again == offprints["teaser"], "the same mail gives the same bytes")
for how in ("message", "drop"):
    status, out, _ = run("--replay", WARC, f"--original={how}", stdin=TEASER)
    ok(status == 0 and (b"message/rfc822" in out) == (how == "message") and b"gzip" not in out, f"--original={how}")
status, out, _ = run("--replay", WARC, "--original=message", stdin=TEASER)
ok(run("--restore", stdin=out)[1] == TEASER, "--original=message: --restore gives it back")

# --- 2. the empty mail, and outputs that fail -------------------------------------------------------------------
status, out, err = run(stdin=b"")
ok((status, out, err) == (0, b"", b""), "empty input: empty output, status 0")
with open("/dev/full", "wb") as full:
    r = subprocess.run([OFFPRINT, "--replay", WARC], input=TEASER, stdout=full, stderr=subprocess.PIPE, env=ENV)
ok(r.returncode == 74 and b"No space left" in r.stderr, "a full disk: status 74, and it says so", (r.returncode, r.stderr))
r = subprocess.run(["sh", "-c", f'exec "$0" --replay "$1" >&-', OFFPRINT, WARC], input=TEASER, stderr=subprocess.PIPE, env=ENV)
ok(r.returncode in (0, 74), "standard output closed: no crash", (r.returncode, r.stderr))
p = subprocess.Popen([OFFPRINT, "--replay", WARC], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
p.stdout.close(); p.stdin.write(TEASER); p.stdin.close()
ok(p.wait(30) == 74, "the reader of our output is gone: status 74", p.returncode)

# --- 3. the reader in trouble, at every stage ---------------------------------------------------------------------
for stage in ("input", "locate", "fetch", "extract", "compose", "reply"):
    for what in ("KILL", "SEGV", "ABRT", "MEMORY", "LIE", "EXIT"):
        status, out, err = run("--replay", WARC, stdin=TEASER, env={"OFFPRINT_FAULT": f"{stage}:{what}"})
        ok(status == 0 and out == TEASER and err == b"", f"reader {what} at {stage}: the original", (status, len(out), err))
    t = time.monotonic()
    status, out, err = run("--replay", WARC, "--deadline", "1", stdin=TEASER, env={"OFFPRINT_FAULT": f"{stage}:HANG"})
    ok(status == 0 and out == TEASER and time.monotonic() - t < 3, f"reader HANG at {stage}: the original by the deadline", (status, len(out)))
for stage in ("fetcher-start", "fetcher-request", "fetcher-answer", "fetcher-body", "fetcher-end"):
    for what in ("KILL", "SEGV", "MEMORY", "LIE", "EXIT"):
        status, out, err = run("--replay", WARC, "--deadline", "3", stdin=TEASER, env={"OFFPRINT_FAULT": f"{stage}:{what}"})
        ok(status == 0 and out == TEASER and err == b"", f"fetcher {what} at {stage}: the original", (status, len(out), err))
    t = time.monotonic()
    status, out, err = run("--replay", WARC, "--deadline", "2", stdin=TEASER, env={"OFFPRINT_FAULT": f"{stage}:HANG"})
    ok(status == 0 and out == TEASER and time.monotonic() - t < 3, f"fetcher HANG at {stage}: the original by the deadline", (status, len(out)))
for what, code in (("KILL", 70), ("HANG", 75)):
    status, out, _ = run("--replay", WARC, "--strict", "--deadline", "1", stdin=TEASER, env={"OFFPRINT_FAULT": f"extract:{what}"})
    ok((status, out) == (code, b""), f"--strict, reader {what}: status {code} and nothing written", (status, len(out)))
for to, word in (("text", b"first lorry"), ("html", b"first lorry"), ("json", b'"status":"failed"')):
    status, out, _ = run("--replay", WARC, "--to", to, stdin=TEASER, env={"OFFPRINT_FAULT": "extract:SEGV"})
    ok(status == 0 and word in out and b"<table" not in out, f"reader dead, --to {to}: the plainest rendering", out[:300])
status, out, err = run("-v", "--replay", WARC, stdin=TEASER, env={"OFFPRINT_FAULT": "extract:SEGV"})
ok(b"signal 11 at 'extract'" in err, "-v says where the reader died", err)

for name in ("random bytes", "NULs alone"):
    for to in ("text", "html", "links"):
        status, out, err = run("--to", to, "--replay", WARC, stdin=all_mails[name])
        ok((status, out) == (65, b"") and b"binary data" in err, f"{name}, --to {to}: no text, and that is said", (status, out[:80], err))
    status, out, err = run("--to", "json", stdin=all_mails[name])
    ok(status == 0 and b'"status":"failed"' in out and b'"reason":"type"' in out and not err, f"{name}, --to json: a line says so", (status, out[:300], err))
for name in ("empty text part", "empty parts", "no body", "one byte"):
    for to in ("text", "html", "json", "links"):
        status, out, err = run("-v", "--to", to, "--replay", WARC, stdin=all_mails[name])
        ok(status == 0 and b"killed" not in err, f"{name}, --to {to}: no crash", err)

# --- 4. helpers that are not there, limits that are too low ---------------------------------------------------------
status, out, _ = run("--to", "text", stdin=TEASER, env={"OFFPRINT_LIBEXECDIR": "/nowhere"})
ok(b"From: Harbour Weekly <letter@harbour.example.org>\n" in out and b"<table" not in out and b"3 < 4" in run("--to", "text", stdin=b"<p>3 < 4</p></p>", env={"OFFPRINT_LIBEXECDIR": "/nowhere"})[1], "the plainest rendering leaves out tags, and no addresses", out[:300])
master, slave = os.openpty()
subprocess.run([OFFPRINT, "--to", "text"], input=TEASER, stdout=subprocess.DEVNULL, stderr=slave, env={"OFFPRINT_LIBEXECDIR": "/nowhere"})
os.write(slave, b"."); said = os.read(master, 999)
ok(b"offprint-reader cannot be started" in said, "a person at a terminal is told what is wrong", said)
os.close(slave); os.close(master)
status, out, _ = run(stdin=TEASER, env={"OFFPRINT_LIBEXECDIR": "/nowhere"})
ok((status, out) == (0, TEASER), "no reader: the original")
empty = pathlib.Path("no-fetcher.tmp"); empty.mkdir(exist_ok=True)
link = empty / "offprint-reader"
if not link.exists(): link.symlink_to(BUILD / "offprint-reader")
status, out, _ = run("--replay", WARC, stdin=TEASER, env={"OFFPRINT_LIBEXECDIR": str(empty.resolve())})
ok((status, out) == (0, TEASER), "no fetcher: the original", status)
link.unlink(); empty.rmdir()
for limit in ("ulimit -v 30000", "ulimit -n 8", "ulimit -t 1", "ulimit -f 0"):
    r = subprocess.run(["sh", "-c", f'{limit}; exec "$0" --replay "$1"', OFFPRINT, WARC], input=TEASER, capture_output=True, env=ENV)
    ok(r.returncode == 0 and (r.stdout == TEASER or b"X-Offprint" in r.stdout), f"{limit}: nothing lost", (r.returncode, len(r.stdout), r.stderr))

def living(session):
    """Processes of a session that have not ended, whoever has to reap them."""
    pids = subprocess.run(["pgrep", "-s", str(session)], capture_output=True, text=True).stdout.split()
    states = {}
    for pid in pids:
        try: states[pid] = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError: pass
    return [pid for pid, state in states.items() if state != "Z"]


# --- 5. signals ---------------------------------------------------------------------------------------------------------
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    p = subprocess.Popen([OFFPRINT, "--replay", WARC], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         env={**ENV, "OFFPRINT_FAULT": "extract:HANG"}, start_new_session=True)
    p.stdin.write(TEASER); p.stdin.close(); time.sleep(0.3); p.send_signal(number)
    out = p.stdout.read(); status = p.wait(10)
    left = living(p.pid)
    ok(status == 0 and out == TEASER and not left, f"{number.name}: children killed, the original, status 0", (status, len(out), left))
p = subprocess.Popen([OFFPRINT, "--replay", WARC], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                     env={**ENV, "OFFPRINT_FAULT": "extract:HANG"}, start_new_session=True)
p.stdin.write(TEASER); p.stdin.close(); time.sleep(0.3); p.kill(); p.wait(); time.sleep(0.3)
left = living(p.pid)
ok(not left, "the gate killed: no child is left", left)

# --- 6. surroundings ----------------------------------------------------------------------------------------------------
r = subprocess.run([OFFPRINT, "--replay", WARC], input=TEASER, capture_output=True, env={"OFFPRINT_LIBEXECDIR": str(BUILD)}, cwd="/")
ok(r.returncode == 0 and r.stdout == offprints["teaser"], "no PATH, no HOME, no LANG: the same bytes")
r = subprocess.run([OFFPRINT, "--replay", WARC], input=TEASER, capture_output=True, env={**ENV, "LC_ALL": "C", "LANG": "xx_YY"}, umask=0o777)
ok(r.returncode == 0 and r.stdout == offprints["teaser"], "any locale and umask: the same bytes")
r = subprocess.run(["sh", "-c", 'trap "" PIPE XFSZ; exec "$0" --replay "$1"', OFFPRINT, WARC], input=TEASER, capture_output=True, env=ENV)
ok(r.returncode == 0 and r.stdout == offprints["teaser"], "SIGPIPE ignored: the same bytes")
many = [subprocess.Popen([OFFPRINT, "--replay", WARC], stdin=open(TOP / "tests/mail/teaser.eml"), stdout=subprocess.PIPE, env=ENV) for _ in range(20)]
outs = [p.communicate()[0] for p in many]
ok(all(o == offprints["teaser"] for o in outs), "twenty at once: the same bytes")
done()
