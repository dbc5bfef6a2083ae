#!/usr/bin/env python3
"""Files of their own: --to epub:FILE and --to html --images=embed. Pictures come from 127.0.0.1."""
import http.server, io, os, pathlib, re, shutil, struct, subprocess, sys, tempfile, threading, xml.etree.ElementTree as ET, zipfile, zlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *


def png(n):
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes([0, n]))) + chunk(b"IEND", b"")


PICTURES = {"a.png": png(1), "d.webp": b"RIFF\x10\0\0\0WEBPVP8 " + b"w" * 99}
PROSE = "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered as it came.</p>"


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = PICTURES.get(self.path.lstrip("/"))
        if body is None: self.send_error(404); return
        self.send_response(200); self.send_header("Content-Type", "image/png"); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)

    def log_message(self, *a): pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site); threading.Thread(target=server.serve_forever, daemon=True).start()
BASE = f"http://127.0.0.1:{server.server_port}"
NET = ("--cache", "off", "--allow-net", "127.0.0.0/8")
FIGURES = "".join(f'<figure><img src="{BASE}/{n}" alt="Boats, {n[0]}" width="900" height="600"><figcaption>Boats at noon {n}</figcaption></figure>' for n in ("a.png", "d.webp", "gone.png"))
PAGE = f"<html lang=en><head><title>The bridge &amp; the boats</title></head><body><article><h1>The bridge &amp; the boats</h1>{PROSE}{FIGURES}{PROSE.replace('Tuesday', 'Friday')}<pre>\n  a &lt; b\n</pre><p>Line one<br>line two &nbsp;of it, a &amp; b.</p></article></body></html>".encode()

# --- one page
status, out, err = run("--from", "html", "--base-url", f"{BASE}/page", "--to", "html", "--images=embed", *NET, stdin=PAGE)
html = out.decode()
ok(status == 0 and 'src="data:image/png;base64,' in html and 'src="data:image/webp;base64,' in html, "a page holds its pictures", html[:900] + err.decode())
ok(f'src="{BASE}/gone.png"' in html, "what cannot be fetched stays a link")
ok('width="640" height="426"' in html, "pictures have width and height, no wider than a column")
status, out, err = run("--from", "html", "--no-fetch", "--base-url", f"{BASE}/page", "--to", "html", "--images=embed", stdin=PAGE)
ok(status == 0 and b"data:" not in out, "with --no-fetch it holds none")

# --- a book
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"


def book(*args, stdin):
    with tempfile.TemporaryDirectory() as d:
        f = pathlib.Path(d) / "book.epub"
        status, out, err = run(*args, "--to", f"epub:{f}", stdin=stdin)
        return status, out, err.decode(), f.read_bytes() if f.exists() else b"", sorted(os.listdir(d))


def checks(name, data, thorough=False):
    z = zipfile.ZipFile(io.BytesIO(data))
    names = z.namelist()
    ok(names[0] == "mimetype" and z.infolist()[0].compress_type == zipfile.ZIP_STORED and data[38:58] == b"application/epub+zip", f"{name}: its first file says what it is, at byte 38", data[:80])
    ok(z.testzip() is None and len(set(names)) == len(names), f"{name}: whole", names)
    root = ET.fromstring(z.read("META-INF/container.xml")).find(f".//{CONTAINER}rootfile").get("full-path")
    package = ET.fromstring(z.read(root))
    items = {i.get("href") for i in package.iter(f"{OPF}item")}
    ok({f"EPUB/{i}" for i in items} | {root, "mimetype", "META-INF/container.xml"} == set(names), f"{name}: the package lists its files", items ^ set(names))
    pages = {n: z.read(n).decode() for n in names if n.endswith(".xhtml")}
    for n, text in pages.items():
        tree = ET.fromstring(text)
        refs = [v for e in tree.iter() for k, v in e.attrib.items() if k == "src"]
        ok(all(f"EPUB/{r}" in names for r in refs), f"{name}: {n} has all its pictures with it", refs)
    if not thorough: return pages
    java, check = shutil.which("java"), next((c for c in ("/usr/share/java/epubcheck.jar", "/usr/bin/epubcheck") if os.path.exists(c)), None)
    if not java or not check: skip(f"{name}: epubcheck", "java or epubcheck is not here"); return pages
    with tempfile.NamedTemporaryFile(suffix=".epub") as f:
        f.write(data); f.flush()
        r = subprocess.run([java, "-jar", check, f.name], capture_output=True, text=True)
        ok(r.returncode == 0, f"{name}: epubcheck has nothing to say", r.stdout + r.stderr)
    return pages


status, out, err, data, left = book("--from", "html", "--base-url", f"{BASE}/page", *NET, stdin=PAGE)
ok((status, out, left) == (0, b"", ["book.epub"]), "a book is written, and nothing else", (status, out, err, left))
pages = checks("one article", data, thorough=True)
ok("[Picture: Boats, d]" in pages["EPUB/chapter1.xhtml"] and "Boats at noon gone.png" in pages["EPUB/chapter1.xhtml"], "a picture that a reader of books need not know is its words")
again = book("--from", "html", "--base-url", f"{BASE}/page", *NET, stdin=PAGE)[3]
same = lambda d: {n: zipfile.ZipFile(io.BytesIO(d)).read(n) for n in zipfile.ZipFile(io.BytesIO(d)).namelist() if not n.endswith(".opf")}
ok(same(data) == same(again), "the same article is the same book")

FEED = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour &lt;Weekly&gt;</title><link>{BASE}/</link>
{"".join(f'<item><title>Story {n} &amp; more</title><link>{BASE}/story{n}</link><guid>{n}</guid><content:encoded><![CDATA[{PROSE}<figure><img src="{BASE}/a.png" alt="The boat"></figure>{PROSE.replace("Tuesday", f"day {n}")}]]></content:encoded></item>' for n in range(3))}
</channel></rss>""".encode()
status, out, err, data, left = book("-v", "--from", "feed", *NET, stdin=FEED)
ok(status == 0 and left == ["book.epub"], "a feed is one book", (status, err))
pages = checks("a feed", data, thorough=True)
ok(all(f"Story {n} &amp; more" in pages["EPUB/nav.xhtml"] for n in range(3)) and "Harbour &lt;Weekly&gt;" in pages["EPUB/nav.xhtml"], "its contents list the chapters", pages["EPUB/nav.xhtml"])
ok(sum(n.endswith(".png") for n in zipfile.ZipFile(io.BytesIO(data)).namelist()) == 1, "a picture that chapters share is in it once", (zipfile.ZipFile(io.BytesIO(data)).namelist(), err, pages["EPUB/chapter1.xhtml"]))

arabic = (TOP / "tests/golden/pages/arabic.html").read_bytes()
pages = checks("Arabic", book("--from", "html", "--no-fetch", stdin=arabic)[3])
ok('dir="rtl"' in pages["EPUB/chapter1.xhtml"] and 'xml:lang="ar"' in pages["EPUB/chapter1.xhtml"], "language and direction are said")
for page in ("media", "structure", "tables", "science", "howto", "untidy"):
    f = next(p for p in (TOP / f"tests/golden/pages/{page}.html", TOP / f"tests/golden/{page}.html") if p.exists())
    checks(page, book("--from", "html", "--no-fetch", "--base-url", "https://paper.example.org/p", stdin=f.read_bytes())[3], thorough=page in ("structure", "media"))

# --- what goes wrong
status, out, err = run("--from", "html", "--no-fetch", "--to", "epub:/nonexistent/folder/book.epub", stdin=PAGE)
ok(status == 74 and out == b"" and b"/nonexistent/folder/book.epub" in err, "a place that cannot be written to is said", (status, err))
with tempfile.TemporaryDirectory() as d:
    f = pathlib.Path(d) / "book.epub"; f.write_bytes(b"old")
    status, _, err = run("--from", "html", "--to", f"epub:{f}", stdin=PAGE, env={"OFFPRINT_FAULT": "compose:KILL"})
    ok((status != 0 and f.read_bytes() == b"old" or f.read_bytes()[:2] == b"PK") and os.listdir(d) == ["book.epub"], "if the reader dies the old file stays, or a plain book is there", (status, err, os.listdir(d)))
    status, _, err = run("--from", "html", "--no-fetch", "--to", f"epub:{f}", stdin=PAGE)
    ok(status == 0 and f.read_bytes()[:2] == b"PK", "a file that is there is replaced", (status, err))
    ok(run("--to", "epub:", stdin=PAGE)[0] == 64, "epub: without a name is a mistake")
status, _, err, data, left = book("--from", "html", "--no-fetch", stdin=b"")
ok(left in ([], ["book.epub"]) and (status != 0) == (left == []), "of nothing there is no book, or one that says so, never a broken file", (status, err, left))
done()
