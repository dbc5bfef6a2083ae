#!/usr/bin/env python3
"""--record writes WARC 1.1 that others can read, and --replay answers from it. On 127.0.0.1."""
import base64, gzip, hashlib, http.server, json, pathlib, re, sys, tempfile, threading, zlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def do_GET(self):
        body = gzip.compress(PAGE) if self.path == "/page" else b""
        self.send_response(200 if body else 302); self.send_header("Content-Length", str(len(body))); self.send_header("Content-Type", "text/html; charset=utf-8"); self.send_header("Cache-Control", "max-age=600")
        if body: self.send_header("Content-Encoding", "gzip")
        else: self.send_header("Location", "/page")
        self.end_headers(); self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server); threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_address[1]}"
d = pathlib.Path(tempfile.mkdtemp(prefix="offprint-record-")); warc = d / "kept.warc.gz"


def members(data):
    """The gzip members, one by one."""
    while data:
        z = zlib.decompressobj(31); yield z.decompress(data); data = z.unused_data


def records():
    for m in members(warc.read_bytes()):
        head, rest = m.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n"); fields = dict(l.split(": ", 1) for l in lines[1:])
        n = int(fields["Content-Length"]); yield lines[0], fields, rest[:n], rest[n:]


def ask(path, *more): return json.loads(run("--from", "url", base + path, "--to", "json", "--allow-net", "127.0.0.0/8", *more)[1])
first = ask("/hop", "--cache", "off", "--record", str(warc))
ok(first["status"] == "fetched", "it is fetched as ever", first["reason"])
all_ = list(records())
ok([f["WARC-Type"] for _, f, _, _ in all_] == ["warcinfo", "response", "request", "response", "request"], "warcinfo, and a response and its request for each hop", [f["WARC-Type"] for _, f, _, _ in all_])
ok(all(v == "WARC/1.1" and end == b"\r\n\r\n" for v, _, _, end in all_), "version, and two line ends behind each")
ok(all({"WARC-Record-ID", "WARC-Date", "WARC-Type", "Content-Length", "Content-Type"} <= set(f) for _, f, _, _ in all_), "the fields that each record has to have (5)")
ok(len({f["WARC-Record-ID"] for _, f, _, _ in all_}) == 5 and all(re.fullmatch(r"<urn:uuid:[0-9a-f-]{36}>", f["WARC-Record-ID"]) for _, f, _, _ in all_), "ids are URIs, and differ")
ok(all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f["WARC-Date"]) for _, f, _, _ in all_), "dates (W3CDTF, UTC)")
sha = lambda b: "sha1:" + base64.b32encode(hashlib.sha1(b).digest()).decode()
ok(all(f["WARC-Block-Digest"] == sha(block) for _, f, block, _ in all_), "block digests")
responses = [(f, b) for _, f, b, _ in all_ if f["WARC-Type"] == "response"]
ok(all(f["WARC-Payload-Digest"] == sha(b.split(b"\r\n\r\n", 1)[1]) for f, b in responses), "payload digests")
ok(responses[1][1].split(b"\r\n\r\n", 1)[1] == PAGE and b"content-encoding" not in responses[1][1].split(b"\r\n\r\n")[0].lower() and b"Content-Length: %d" % len(PAGE) in responses[1][1], "the page without its coding, and the header says so")
ok(responses[0][1].startswith(b"HTTP/1.1 302") and responses[0][0]["WARC-IP-Address"] == "127.0.0.1", "the status line as it came, and the address")
ok(all(b.startswith(b"GET /") and b"User-Agent: offprint/" in b for _, f, b, _ in all_ if f["WARC-Type"] == "request"), "requests as they were sent")
ids = {f["WARC-Record-ID"] for f, _ in responses}
ok(all(f["WARC-Concurrent-To"] in ids for _, f, _, _ in all_ if f["WARC-Type"] == "request"), "each request names its response")
cache = d / "cache.db"; ask("/page", "--cache", str(cache)); ask("/page", "--cache", str(cache), "--record", str(warc))
all_ = list(records())
ok(all_[-1][1]["WARC-Type"] == "resource" and all_[-1][2] == PAGE and len(all_) == 7, "behind what is there: a page from the cache is a resource", [f["WARC-Type"] for _, f, _, _ in all_])
server.shutdown(); server.server_close()
again = ask("/hop", "--replay", str(warc)); ok(again == first, "--replay: the same article, redirects and all", (again["status"], again["reason"]))
status, out, err = run("-v", "--record", "/nowhere/x.warc.gz", "--allow-net", "127.0.0.0/8", stdin=TEASER.replace(b"https://weekly.example.org/bridge", base.encode() + b"/page"))
ok(status == 0 and b"/nowhere/x.warc.gz" in err, "a file that cannot be written costs the record, and is told at -v", err)
status, out, err = run("--record", str(warc), "--replay", str(warc), stdin=TEASER); ok(status == 64 and b"--record" in err, "--record and --replay together: usage")
done()
