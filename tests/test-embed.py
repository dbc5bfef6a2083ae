#!/usr/bin/env python3
"""--images=embed: the article's pictures go along, if they are pictures (RFC 2387, 2392). All on 127.0.0.1."""
import email, email.policy, http.server, pathlib, struct, sys, threading, time, zlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *


def png(n, more=0):
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes([0, n]))) + chunk(b"tEXt", b"x" * more) + chunk(b"IEND", b"")


PICTURES = {"a.png": png(1), "same.png": png(1), "b.jpg": b"\xff\xd8\xff\xe0" + b"j" * 99, "c.gif": b"GIF89a" + b"g" * 99, "d.webp": b"RIFF\x10\0\0\0WEBPVP8 " + b"w" * 99, "e.avif": b"\0\0\0\x1cftypavif" + b"v" * 99,
            "lie.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "lie.png": b"<html><script>alert(1)</script></html>", "huge.png": png(2, 4 << 20), "wav.webp": b"RIFF\x10\0\0\0WAVEfmt " + b"w" * 99}
hits = []
WORDS = "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered as it came.</p>"


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.lstrip("/").split("?")[0]; hits.append(self.path)
        if name == "page": body, kind = PAGE.encode(), "text/html; charset=utf-8"
        elif name == "slow.png": time.sleep(6); body, kind = png(3), "image/png"
        elif name in PICTURES: body, kind = PICTURES[name], "image/svg+xml" if name.endswith("svg") else "image/png"
        else: self.send_error(404); return
        self.send_response(200); self.send_header("Content-Type", kind); self.send_header("Content-Length", str(len(body))); self.end_headers()
        try: self.wfile.write(body)
        except OSError: pass
    def log_message(self, *a): pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site); threading.Thread(target=server.serve_forever, daemon=True).start()
BASE = f"http://127.0.0.1:{server.server_port}"


def figures(*sources): return WORDS + "".join(f'<figure><img src="{s}" alt="Picture {n}" width="400" height="300"><figcaption>Caption {n}</figcaption></figure>{WORDS}' for n, s in enumerate(sources))


def fetch(*sources, args=()):
    global PAGE
    PAGE = f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>{figures(*sources)}</article></body></html>"
    hits.clear()
    mail = TEASER.replace(b"https://weekly.example.org/bridge", f"{BASE}/page".encode())
    status, out, err = run("-v", "--cache", "off", "--allow-net", "127.0.0.0/8", "--images=embed", *args, stdin=mail, timeout=20)
    return mail, out, email.message_from_bytes(out, policy=email.policy.default), err.decode()


def parts(message, kind): return [p for p in message.walk() if p.get_content_maintype() == kind]


good = ["a.png", "b.jpg", "c.gif", "d.webp", "e.avif"]
mail, out, m, err = fetch(*good)
related = next((p for p in m.walk() if p.get_content_type() == "multipart/related"), None)
ok(related is not None and related.get_param("type") == "text/html" and related.get_payload()[0].get_content_type() == "text/html", "multipart/related, its first part the HTML", out[:900])
ok([p.get_content_type() for p in parts(m, "image")] == ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"] and [p.get_content() for p in parts(m, "image")] == [PICTURES[n] for n in good], "five sorts of pictures, typed by their bytes, whole")
html = m.get_body(("html",)).get_content()
ids = [p["Content-ID"].strip("<>") for p in parts(m, "image")]
ok(all(f'src="cid:{i}"' in html for i in ids) and BASE not in "".join(html.split('<img')[1:]) and len(set(ids)) == 5, "each is pointed to, and nothing is left to be loaded", html)
ok("Caption 0" in m.get_body(("plain",)).get_content(), "the text part is as it was")
ok(run("--restore", stdin=out)[1] == mail, "the original comes back")
ok(fetch(*good)[1] == out, "the same article gives the same message")
_, out, m, err = fetch("a.png", "a.png", "same.png")
ok(len(parts(m, "image")) == 1 and m.get_body(("html",)).get_content().count("cid:") == 3 and hits.count("/a.png") == 1, "the same picture goes along once", hits)
for name, why in [("lie.svg", "no picture"), ("lie.png", "no picture"), ("wav.webp", "no picture"), ("huge.png", "too-large"), ("nowhere.png", "stays a link")]:
    _, out, m, err = fetch(name, "a.png")
    ok(len(parts(m, "image")) == 1 and f"{BASE}/{name}" in m.get_body(("html",)).get_content() and why in err, f"{name}: stays a link", err)
_, out, m, err = fetch("http://10.0.0.1/x.png", "http://[::ffff:169.254.169.254]/y.png", "file:///etc/passwd", "data:image/svg+xml,<svg/>")
ok(not parts(m, "image") and b"status=fetched" in out, "pictures inside the private network, of files, of data: none", err)
_, out, m, err = fetch("a.png?recipient=c2VjcmV0LXRva2VuLW9mLW9uZS1yZWFkZXItMTIzNDU2Nzg5MA")
ok(len(hits) == 1 and not parts(m, "image"), "what only one reader was sent the address of is not asked for", hits)
_, out, m, err = fetch(*[f"a.png?n={n}" for n in range(60)])
ok(len(hits) <= 41, "forty at most", len(hits))
begun = time.monotonic(); _, out, m, err = fetch("slow.png", "a.png", args=["--deadline", "4"])
ok(time.monotonic() - begun < 5 and b"status=fetched" in out and len(parts(m, "image")) == 1, "one that does not come in time stays a link", err)
_, out, m, err = fetch("a.png", args=["--no-fetch"])
ok(not hits, "--no-fetch: nothing is asked for")
_, out, m, err = fetch("a.png", args=["--to", "html"])
ok(f"{BASE}/a.png".encode() not in out and b'src="data:image/png;base64,' in out, "--to html: they are in the page", out[:900])
_, out, m, err = fetch("a.png", args=["--images=drop"])
ok(b"<img" not in out and len(hits) == 1, "--images=drop: none")
done()
