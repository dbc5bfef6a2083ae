#!/usr/bin/env python3
"""Servers that mean harm, or are broken: for each, exit 0, the original kept, within the deadline, memory bounded, no process left. All on 127.0.0.1."""
import gzip, http.server, json, os, pathlib, re, shutil, socket, ssl, struct, sys, tempfile, threading, time, zlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

MIB = 1 << 20
# Nothing waits for the longer deadline: it is so long that a busy machine does not decide what comes out. The shorter
# one is for servers that go on far beyond SEEN, the seconds by which offprint must have given up.
DEADLINE, SHORT, SEEN = 30, 4, 24
PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
P = b"<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered.</p>"
hits, fields = [], []


def head(body, *lines, status=b"200 OK", length=True):
    return b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html; charset=utf-8\r\n" + b"".join(l + b"\r\n" for l in lines) + (b"Content-Length: %d\r\n" % len(body) if length else b"") + b"Connection: close\r\n\r\n" + body


def drip(c, data, pause=0.2):
    for b in data[:200]: c.sendall(bytes([b])); time.sleep(pause)


def forever(c, piece):
    while True: c.sendall(piece)


def reset(c):
    c.sendall(head(PAGE)[:200]); c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); c.close()


def bomb():
    data = zlib.compressobj(9, zlib.DEFLATED, 31); out = b"".join(data.compress(b"<p>word " * (1 << 17)) for _ in range(100)) + data.flush()
    return out


def zstd_bomb():
    """A gigabyte of "x" in 32 KiB: blocks of one byte that is repeated (RFC 8878, 3.1.1.2.2)."""
    block = lambda last: ((128 * 1024 << 3) | (1 << 1) | last).to_bytes(3, "little") + b"x"
    return b"\x28\xb5\x2f\xfd" + b"\x00" + b"\x58" + block(0) * 8191 + block(1)


class Big:
    """Made when it is asked for: the tests need not hold 200 MB."""
    nested = staticmethod(lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"deep")
    attributes = staticmethod(lambda: b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">" + P)
    tables = staticmethod(lambda: b"<html><body>" + b"<table><tr><td>" * 300_000 + b"deep")
    cells = staticmethod(lambda: b"<html><body><table>" + b"<tr><td>1</td><td>2</td></tr>" * 300_000 + b"</table>")
    elements = staticmethod(lambda: b"<html><body>" + b"<i>x</i>" * 1_200_000)
    links = staticmethod(lambda: b"<html><body>" + b"<a href=/x>y</a> " * 500_000)
    text = staticmethod(lambda: b"<html><body><p>" + b"word " * 1_900_000)
    entities = staticmethod(lambda: b"<html><body><p>" + b"&lt;&#x41;&nbsp;" * 600_000)
    comments = staticmethod(lambda: b"<html><body>" + b"<!-- -->" * 1_000_000 + P * 10)
    unclosed = staticmethod(lambda: b"<html><body>" + b"<p><b><i><a href=x>" * 400_000 + P)
    forms = staticmethod(lambda: b"<html><body>" + b"<form><input><select><option>" * 250_000 + P)


# path -> (what is sent, the reason word or None where several are right)
SERVERS = {
    "slow-header": (lambda c: drip(c, head(PAGE)), "timeout"),
    "slow-body": (lambda c: (c.sendall(head(b"", length=False)), drip(c, PAGE)), "timeout"),
    "silence": (lambda c: time.sleep(60), "timeout"),
    "endless-body": (lambda c: (c.sendall(head(b"", length=False)), forever(c, b"<p>word " * 8192)), "too-large"),
    "endless-header": (lambda c: (c.sendall(b"HTTP/1.1 200 OK\r\n"), forever(c, b"X-Y: zzzzzzzzzzzzzzzz\r\n" * 4096)), None),
    "fields": (lambda c: c.sendall(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\n" + PAGE), None),
    "long-field": (lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"y" * MIB + b"\r\n\r\n" + PAGE), None),
    "gzip-bomb": (lambda c: c.sendall(head(bomb(), b"Content-Encoding: gzip")), "too-large"),
    "gzip-twice": (lambda c: c.sendall(head(gzip.compress(bomb()), b"Content-Encoding: gzip, gzip")), None),
    "deflate-lie": (lambda c: c.sendall(head(b"this is not deflate", b"Content-Encoding: deflate")), "transfer"),
    "br-bomb": (lambda c: c.sendall(head((TOP / "tests/hostile/zeros.br").read_bytes(), b"Content-Encoding: br")), "too-large"),   # a gigabyte of zeros
    "zstd-bomb": (lambda c: c.sendall(head(zstd_bomb(), b"Content-Encoding: zstd")), "too-large"),
    "200-mb-of-text": (lambda c: (c.sendall(head(b"<html><body><p>", length=False)), [c.sendall(b"word " * 200_000) for _ in range(200)]), "too-large"),
    "five-million-attributes": (lambda c: (c.sendall(head(b"<html><body><p ", length=False)), [c.sendall(b" ".join(b"a%d=1" % (n * 100_000 + k) for k in range(100_000)) + b" ") for n in range(50)]), "too-large"),
    "br-lie": (lambda c: c.sendall(head(b"this is not brotli", b"Content-Encoding: br")), "transfer"),
    "zstd-lie": (lambda c: c.sendall(head(b"this is not zstandard", b"Content-Encoding: zstd")), "transfer"),
    "unknown-coding": (lambda c: c.sendall(head(b"\x01\x02\x03", b"Content-Encoding: rot13")), None),
    "too-short": (lambda c: c.sendall(head(PAGE).replace(b"Content-Length: ", b"Content-Length: 9")), "transfer"),
    "negative": (lambda c: c.sendall(head(PAGE, b"Content-Length: -5", length=False)), None),
    "huge-length": (lambda c: c.sendall(head(PAGE, b"Content-Length: 99999999999999999999", length=False)), None),
    "cut-chunk": (lambda c: c.sendall(head(b"", b"Transfer-Encoding: chunked", length=False) + b"ffff\r\n<p>short"), "transfer"),
    "bad-chunk": (lambda c: c.sendall(head(b"", b"Transfer-Encoding: chunked", length=False) + b"zzzz\r\n" + PAGE), "transfer"),
    "reset": (reset, None),
    "no-http": (lambda c: c.sendall(b"220 mail.example.org ESMTP\r\n"), None),
    "nothing": (lambda c: None, "transfer"),
    "round": (lambda c: c.sendall(head(b"", b"Location: /round", status=b"302 Found")), "redirect"),
    "to-file": (lambda c: c.sendall(head(b"", b"Location: file:///etc/passwd", status=b"301 Moved")), "address"),
    "to-inside": (lambda c: c.sendall(head(b"", b"Location: http://169.254.169.254/latest/meta-data/", status=b"307 Temporary")), "guard"),
    "to-nowhere": (lambda c: c.sendall(head(b"", b"Location: http://", status=b"308 Permanent")), None),
    "binary": (lambda c: c.sendall(head(random.Random(1).randbytes(300_000))), "no-article"),
    "utf-7": (lambda c: c.sendall(head(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-" + P * 3).replace(b"charset=utf-8", b"charset=utf-7")), None),
    "charset-lie": (lambda c: c.sendall(head("<p>Überfluß</p>".encode("latin-1") * 50).replace(b"charset=utf-8", b"charset=x-made-up")), None),
    **{f"big-{name}": ((lambda make: lambda c: c.sendall(head(make()[:10 * MIB - 1])))(getattr(Big, name)), None) for name in vars(Big) if not name.startswith("_")},
    **{f"status-{s}": ((lambda s: lambda c: c.sendall(head(b"<p>no</p>", status=b"%d Whatever" % s)))(s), None) for s in [100, 199, 204, 206, 300, 304, 399, 999, *range(400, 419), 421, 422, 425, 426, 428, 429, 431, 451, *range(500, 512)]},
}
USEFUL = ("big-comments", "big-unclosed", "big-forms", "big-attributes", "big-text", "big-entities", "utf-7", "charset-lie", "fields", "endless-header", "gzip-twice", "status-206", "big-elements", "big-cells", "big-links", "big-nested", "big-tables", "huge-length", "negative", "reset", "status-100", "status-199", "unknown-coding")   # an article, or what is left of one, may come out of these
seen = {}


def serve(listener, wrap=None):
    while True:
        try: c, _ = listener.accept()
        except OSError: return
        threading.Thread(target=talk, args=(c, wrap), daemon=True).start()


def talk(c, wrap):
    try:
        if wrap: c = wrap.wrap_socket(c, server_side=True)
        request = c.recv(65536); path = request.split(b" ")[1].decode().strip("/"); hits.append(path); fields.append(request.decode("latin-1"))
        if path in SERVERS: SERVERS[path][0](c)
        elif path.startswith("again"): again(c, path)
        else: c.sendall(head(PAGE))
    except (OSError, IndexError, UnicodeDecodeError): pass
    finally:
        try: c.close()
        except OSError: pass


def again(c, path):
    """429 or 503 the first time, the page the second."""
    seen[path] = seen.get(path, 0) + 1
    _, status, after, _ = (path + "///").split("/", 3)
    if seen[path] > 1 and "always" not in path: return c.sendall(head(PAGE))
    when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 2)) if after == "date" else after
    c.sendall(head(b"busy", *([b"Retry-After: " + when.encode()] if when else []), status=status.encode() + b" Busy"))


def listen():
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", 0)); s.listen(64); return s, s.getsockname()[1]


plain, port = listen(); threading.Thread(target=serve, args=(plain,), daemon=True).start()
ALLOW = "127.0.0.0/8"


def tree(pid):
    """pid and its descendants."""
    all_, found = {}, [pid]
    for p in os.listdir("/proc"):
        if p.isdigit():
            try: all_.setdefault(int(open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()[1]), []).append(int(p))
            except OSError: pass
    for p in found: found += all_.get(p, [])
    return found


def watched(args, stdin, env=None):
    """-> status, stdout, stderr, seconds, peak of the memory of all processes together, processes left"""
    peak, pids = 0, set()
    p = subprocess.Popen([OFFPRINT, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**ENV, **(env or {})})
    t = time.monotonic(); result = []
    r = threading.Thread(target=lambda: result.append(p.communicate(stdin))); r.start()
    while r.is_alive():
        total = 0
        for pid in tree(p.pid):
            pids.add(pid)
            try: total += int(open(f"/proc/{pid}/statm").read().split()[1]) * 4096
            except (OSError, IndexError): pass
        peak = max(peak, total); time.sleep(0.02)
    r.join(); took = time.monotonic() - t
    left = [x for x in pids if os.path.exists(f"/proc/{x}") and "offprint" in open(f"/proc/{x}/stat").read()]
    return p.returncode, result[0][0], result[0][1], took, peak, left


def mail(url): return TEASER.replace(b"https://weekly.example.org/bridge", url.encode())
sanitizers = "asan" in subprocess.run(["ldd", OFFPRINT], capture_output=True, text=True).stdout
largest = (0, "")
for path, (_, reason) in SERVERS.items():
    m = mail(f"http://127.0.0.1:{port}/{path}"); slow = reason == "timeout"
    status, out, err, took, peak, left = watched(["-v", "--deadline", str(SHORT if slow else DEADLINE), "--cache", "off", "--allow-net", ALLOW], m)
    kept = out == m or (path in USEFUL and b"X-Offprint: status=fetched" in out)
    ok(status == 0 and kept, f"{path}: 0, the original" + (", or an article" if path in USEFUL else ""), (status, out[:300], err[-300:]))
    ok(took < (SEEN if slow else DEADLINE) and not left, f"{path}: within the deadline, no process left", (took, left))
    largest = max(largest, (peak // MIB, path))
    if not sanitizers: ok(peak < 200 * MIB, f"{path}: less than 200 MiB for all processes together", peak / MIB)
    coding = re.match(r"(br|zstd)-", path)
    if coding and not re.search(rf"^Accept-Encoding:.*\b{coding[1]}\b", fields[-1], re.M | re.I): skip(f"{path}: reason", f"this libcurl knows no {coding[1]}")
    elif reason: ok(f"reason={reason}".encode() in err, f"{path}: reason={reason}", err[-300:])

print("# the largest of them:", *largest, flush=True)

# --- feeds that bite ---------------------------------------------------------------------------------------------------------------
lol = '<!DOCTYPE rss [<!ENTITY a "lol">' + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi")) + ']><rss version="2.0"><channel><title>&i;</title><item><title>&i;</title><link>http://a.example/</link></item></channel></rss>'
xxe = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1:' + str(port) + '/dtd">%y;]><rss version="2.0"><channel><title>t</title><item><title>&x;</title><description>&x;</description></item></channel></rss>'
del hits[:]
for name, feed in (("entity bomb", lol), ("external entities", xxe)):
    status, out, err, took, peak, left = watched(["--deadline", str(DEADLINE), "-n", "--to", "json", "--allow-net", ALLOW], feed.encode())
    ok(status == 0 and out and b"root:" not in out and took < DEADLINE and (sanitizers or peak < 200 * MIB), f"{name} in a feed", (status, out[:200], took, peak / MIB))
ok(hits == [], "no DTD is asked for", hits)

# --- Retry-After ----------------------------------------------------------------------------------------------------------------------
for path, want in (("again/429/1", "fetched"), ("again/503/0", "fetched"), ("again/503/date", "fetched"), ("again/429/60", "failed"), ("again/429//never", "failed"), ("again/503/1/always", "failed")):
    t = time.monotonic()
    status, out, err = run("-v", "--deadline", str(DEADLINE), "--cache", "off", "--allow-net", ALLOW, "--from", "url", f"http://127.0.0.1:{port}/{path}", "--to", "json"); took = time.monotonic() - t
    ok(json.loads(out)["status"] == want and took < SEEN, f"{path}: {want}", (took, err))
ok(seen["again/429/60"] == 1 and seen["again/503/1/always"] <= 3, "asked again as often as there is hope", seen)

# --- cookies -----------------------------------------------------------------------------------------------------------------------------
d = pathlib.Path(tempfile.mkdtemp(prefix="offprint-hostile-"))
(d / "cookies.txt").write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tplain\tyes\n127.0.0.1\tFALSE\t/elsewhere\tFALSE\t0\tsecret\tno\nother.example\tFALSE\t/\tFALSE\t0\tother\tno\n")
del fields[:]
run("--cache", "off", "--cookies", str(d / "cookies.txt"), "--allow-net", ALLOW, "--from", "url", f"http://127.0.0.1:{port}/page", "--to", "json")
ok("Cookie: plain=yes" in fields[0] and "secret" not in fields[0] and "other" not in fields[0], "--cookies: those of the host and the path alone", fields)
before = (d / "cookies.txt").read_text()
status, out, err = run("--cookies", str(d / "nowhere"), stdin=TEASER); ok(status == 64 and b"nowhere" in err, "--cookies: a file that is not there", err)
ok((d / "cookies.txt").read_text() == before, "--cookies: the file is not written")

# --- certificates -------------------------------------------------------------------------------------------------------------------------
openssl = shutil.which("openssl", path="/usr/bin:/usr/local/bin")
if not openssl: skip("certificates", "openssl, which makes them, is not here")
else:
    def certificate(name, subject, *more):
        subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", d / f"{name}.key", "-out", d / f"{name}.pem", "-subj", f"/CN={subject}", *more], check=True, capture_output=True)
    certificate("good", "localhost", "-days", "2", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
    certificate("name", "elsewhere.example", "-days", "2", "-addext", "subjectAltName=DNS:elsewhere.example")
    for name, trusted, want in (("good", True, "fetched"), ("good", False, "failed"), ("name", True, "failed")):
        s, tls_port = listen(); context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain(d / f"{name}.pem", d / f"{name}.key")
        threading.Thread(target=serve, args=(s, context), daemon=True).start()
        env = {"SSL_CERT_FILE": str(d / f"{name}.pem")} if trusted else {}
        if trusted and name == "good" and b"fetched" not in run("--cache", "off", "--allow-net", ALLOW, "--from", "url", f"https://127.0.0.1:{tls_port}/page", "--to", "json", env=env)[1]:
            skip("a certificate that is good", "this libcurl does not ask SSL_CERT_FILE"); s.close(); continue
        status, out, err = run("-v", "--cache", "off", "--deadline", str(DEADLINE), "--allow-net", ALLOW, "--from", "url", f"https://127.0.0.1:{tls_port}/page", "--to", "json", env=env)
        ok(json.loads(out)["status"] == want and (want == "fetched" or b"reason=tls" in err), f"certificate {name}, {'known' if trusted else 'not known'}: {want}", err)
        s.close()
    status, out, err = run("-v", "--cache", "off", "--deadline", str(DEADLINE), "--allow-net", ALLOW, "--from", "url", f"https://127.0.0.1:{port}/page", "--to", "json")
    ok(json.loads(out)["status"] == "failed", "TLS where there is none: no silent fall-back to plain HTTP", err)
shutil.rmtree(d, ignore_errors=True); plain.close()
done()
