#!/usr/bin/env python3
"""HTTP/2 with a real server of it, several pages over one connection, and names with an address that does not answer (RFC 8305)."""
import email.message, json, pathlib, re, shutil, socket, subprocess, sys, tempfile, threading, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

d = pathlib.Path(tempfile.mkdtemp(prefix="offprint-transfer-"))
PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
which = lambda name: shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
nghttpd, openssl = which("nghttpd"), which("openssl")
LINKS = [f"page{i}" for i in range(6)]


def free_port():
    s = socket.socket(); s.bind(("127.0.0.1", 0)); port = s.getsockname()[1]; s.close(); return port


def wait_for(port):
    for _ in range(100):
        try: socket.create_connection(("127.0.0.1", port), 1).close(); return True
        except OSError: time.sleep(0.05)
    return False


# --- HTTP/2 -------------------------------------------------------------------------------------------------------------------------
if not nghttpd or not openssl: skip("HTTP/2", "nghttpd or openssl is not installed")
else:
    subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
                    "-keyout", d / "key", "-out", d / "cert"], check=True, capture_output=True)
    (d / "root").mkdir(); (d / "root/index.html").write_bytes(PAGE)
    for i, name in enumerate(LINKS): (d / f"root/{name}.html").write_bytes(PAGE.replace(b"The old bridge", b"Page %d: the old bridge" % i))
    port = free_port(); base = f"https://localhost:{port}"
    log = open(d / "log", "wb")
    server = subprocess.Popen([nghttpd, "-v", "-a", "127.0.0.1", "-d", str(d / "root"), str(port), str(d / "key"), str(d / "cert")], stdout=log, stderr=log)
    try:
        ok(wait_for(port), "nghttpd listens")
        env = {"SSL_CERT_FILE": str(d / "cert")}
        how = ["--cache", "off", "--allow-net", "127.0.0.0/8,::1"]
        status, out, err = run("-v", *how, "--from", "url", f"{base}/index.html", "--to", "json", env=env)
        article = json.loads(out); time.sleep(0.2)
        said = (d / "log").read_bytes().decode("latin-1")
        ok(status == 0 and article["status"] == "fetched" and "rolled over the old bridge" in article["text"], "a page over HTTP/2", (err, said[-500:]))
        ok(":path: /index.html" in said and ":method: GET" in said, "it was HTTP/2 (a header of pseudo-fields)", said[-800:])
        before = len(set(re.findall(r"\[id=(\d+)\]", said)))
        mail = email.message.EmailMessage(); mail["From"] = "Harbour <news@harbour.example.org>"; mail["Subject"] = "The week"; mail["List-Id"] = "<week.harbour.example.org>"; mail["List-Unsubscribe"] = "<https://harbour.example.org/u/1>"
        mail.set_content("The week"); mail.add_alternative("<html><body>" + "".join(f'<h2><a href="{base}/{n}.html">What the page number {i} says of the harbour</a></h2><p>A few words.</p>' for i, n in enumerate(LINKS)) + "</body></html>", subtype="html")
        status, out, err = run("-v", *how, "--articles", "6", stdin=mail.as_bytes(), env=env); time.sleep(0.2)
        said = (d / "log").read_bytes().decode("latin-1")
        got = [n for n in LINKS if f":path: /{n}.html" in said]
        connections = len(set(re.findall(r"\[id=(\d+)\]", said))) - before
        ok(status == 0 and got == LINKS, "a digest of six pages", (got, err))
        ok(connections == 1, "all over one connection", (connections, err))
    finally: server.kill(); server.wait(); log.close()

# --- an address that does not answer ----------------------------------------------------------------------------------------------------
names = BUILD / "tests/faults/.libs/names.so"
try: socket.create_server(("::1", 0), family=socket.AF_INET6).close(); has_six = True
except OSError: has_six = False
if not names.exists() or not has_six: skip("an address that does not answer", "tests/faults/names.c is not built here, or there is no IPv6")
else:
    env = {"LD_PRELOAD": str(names), "OFFPRINT_NAMES": "both.example.org ::1,127.0.0.1"}
    four = socket.socket(); four.bind(("127.0.0.1", 0)); four.listen(8); port = four.getsockname()[1]

    def serve():
        while True:
            try: c, _ = four.accept()
            except OSError: return
            c.recv(65536); c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE); c.close()
    threading.Thread(target=serve, daemon=True).start()
    six = socket.socket(socket.AF_INET6); full = []
    try:
        six.bind(("::1", port)); six.listen(0)
        for _ in range(4): # the queue of those who wait is full then, and the next SYN is not answered
            c = socket.socket(socket.AF_INET6); c.setblocking(False); c.connect_ex(("::1", port)); full.append(c)
        time.sleep(0.2)
        start = time.monotonic()
        status, out, err = run("-v", "--cache", "off", "--deadline", "15", "--allow-net", "127.0.0.0/8,::1", "--from", "url", f"http://both.example.org:{port}/page", "--to", "json", env=env)
        took = time.monotonic() - start
        ok(json.loads(out)["status"] == "fetched" and took < 3, "::1 does not answer: 127.0.0.1 is asked soon after", (took, err))
    finally:
        for c in [*full, six]: c.close()
    status, out, err = run("--cache", "off", "--deadline", "15", "--allow-net", "127.0.0.0/8,::1", "--from", "url", f"http://both.example.org:{port}/page", "--to", "json", env=env)
    ok(json.loads(out)["status"] == "fetched", "::1 refuses: 127.0.0.1 is asked", err)
    four.close()
shutil.rmtree(d, ignore_errors=True)
done()
