"""Servers that mean harm, or are broken: ninety of them.

For each: exit 0, the original kept, within the deadline, memory bounded, no process left.
"""

import contextlib
import gzip
import json
import pathlib
import random
import re
import socket
import ssl
import struct
import subprocess
import threading
import time
import zlib

import pytest

from harness import ENV, OFFPRINT, SANITIZED, TEASER, TOP, need, run
from samples import BRIDGE
from servers import ALLOW, PAGE

MIB = 1 << 20
# How many times as long a build with sanitizers takes.
SLOWER = 4
# Nothing waits for the longer deadline: it is so long that a busy machine does not decide what
# comes out. The shorter one is for servers that go on far beyond SEEN, the seconds by which
# offprint must have given up.
DEADLINE, SHORT, SEEN = 30, 4, 24
P = (
    b"<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who "
    b"had waited on both banks cheered.</p>"
)


# --- answers


def head(body, *lines, status=b"200 OK", length=True):
    """A whole answer, or its beginning where the length is not said."""
    fields = [b"Content-Type: text/html; charset=utf-8", *lines]
    if length:
        fields.append(b"Content-Length: %d" % len(body))
    fields.append(b"Connection: close")
    return b"\r\n".join([b"HTTP/1.1 " + status, *fields]) + b"\r\n\r\n" + body


OPEN = head(b"", length=False)


def drip(connection, data):
    for byte in data[:200]:
        connection.sendall(bytes([byte]))
        time.sleep(0.2)


def forever(connection, piece):
    while True:
        connection.sendall(piece)


def reset(connection):
    connection.sendall(head(PAGE)[:200])
    linger = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()


def gzip_bomb():
    data = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [data.compress(b"<p>word " * (1 << 17)) for _ in range(100)]
    return b"".join(pieces) + data.flush()


def zstd_bomb():
    """A gigabyte of "x" in 32 KiB: blocks of one byte that is repeated (RFC 8878, 3.1.1.2.2)."""

    def block(last):
        return ((128 * 1024 << 3) | (1 << 1) | last).to_bytes(3, "little") + b"x"

    return b"\x28\xb5\x2f\xfd\x00\x58" + block(0) * 8191 + block(1)


def slow_body(connection):
    connection.sendall(OPEN)
    drip(connection, PAGE)


def endless_body(connection):
    connection.sendall(OPEN)
    forever(connection, b"<p>word " * 8192)


def endless_header(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    forever(connection, b"X-Y: zzzzzzzzzzzzzzzz\r\n" * 4096)


def much_text(connection):
    connection.sendall(OPEN + b"<html><body><p>")
    for _ in range(200):
        connection.sendall(b"word " * 200_000)


def many_attributes(connection):
    connection.sendall(OPEN + b"<html><body><p ")
    for begin in range(0, 5_000_000, 100_000):
        names = range(begin, begin + 100_000)
        connection.sendall(b" ".join(b"a%d=1" % name for name in names) + b" ")


def cut(make, coding, *fields):
    """A coded page that ends too early; its connection, chunks or length say that it is whole."""

    def data():
        body = make()[:-20]
        if b"Transfer-Encoding: chunked" in fields:
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        return head(b"", b"Content-Encoding: " + coding, *fields, length=False) + body

    return sends(data)


def gzip_page():
    return gzip.compress(PAGE)


def raw_deflate():
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    return data.compress(PAGE) + data.flush()


def sends(make):
    """An answer that is made when it is asked for: the tests need not hold it."""
    return lambda connection: connection.sendall(make())


def coded(make, *codings):
    return sends(lambda: head(make(), b"Content-Encoding: " + b", ".join(codings)))


def chunked(data):
    return sends(lambda: head(b"", b"Transfer-Encoding: chunked", length=False) + data)


def length_of(number):
    return sends(lambda: head(PAGE, b"Content-Length: " + number, length=False))


def leads(to, status):
    return sends(lambda: head(b"", b"Location: " + to, status=status))


def in_charset(body, name):
    return sends(lambda: head(body).replace(b"charset=utf-8", b"charset=" + name))


def many_fields():
    fields = b"".join(b"X-%d: y\r\n" % number for number in range(100_000))
    return b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n" + PAGE


def long_field():
    return b"HTTP/1.1 200 OK\r\nX: " + b"y" * MIB + b"\r\n\r\n" + PAGE


def zeros():
    """A gigabyte of zeros."""
    return (TOP / "tests" / "hostile" / "zeros.br").read_bytes()


# The path, what is sent, and the reason that is given: None where several are right.
SERVERS = {
    "slow-header": (lambda connection: drip(connection, head(PAGE)), "timeout"),
    "slow-body": (slow_body, "timeout"),
    "silence": (lambda connection: time.sleep(60), "timeout"),
    "endless-body": (endless_body, "too-large"),
    "endless-header": (endless_header, None),
    "fields": (sends(many_fields), None),
    "long-field": (sends(long_field), None),
    "gzip-bomb": (coded(gzip_bomb, b"gzip"), "too-large"),
    "gzip-twice": (coded(lambda: gzip.compress(gzip_bomb()), b"gzip", b"gzip"), None),
    "deflate-lie": (coded(lambda: b"this is not deflate", b"deflate"), "transfer"),
    "br-bomb": (coded(zeros, b"br"), "transfer"),
    "zstd-bomb": (coded(zstd_bomb, b"zstd"), "transfer"),
    "200-mb-of-text": (much_text, "too-large"),
    "five-million-attributes": (many_attributes, "too-large"),
    "br-lie": (coded(lambda: b"this is not brotli", b"br"), "transfer"),
    "zstd-lie": (coded(lambda: b"this is not zstandard", b"zstd"), "transfer"),
    "gzip-lie": (coded(lambda: b"this is not gzip", b"gzip"), "transfer"),
    "gzip-nothing": (coded(lambda: b"", b"gzip"), "transfer"),
    "gzip-cut": (cut(gzip_page, b"gzip"), "transfer"),
    "gzip-cut-in-chunks": (cut(gzip_page, b"gzip", b"Transfer-Encoding: chunked"), "transfer"),
    "x-gzip-cut": (cut(gzip_page, b"x-gzip"), "transfer"),
    "gzip-twice-cut": (cut(lambda: gzip.compress(gzip_page()), b"gzip, gzip"), "transfer"),
    "deflate-cut": (cut(lambda: zlib.compress(PAGE), b"deflate"), "transfer"),
    "raw-deflate-cut": (cut(raw_deflate, b"deflate"), "transfer"),
    "unknown-coding": (coded(lambda: b"\x01\x02\x03", b"rot13"), None),
    "too-short": (
        sends(lambda: head(PAGE).replace(b"Content-Length: ", b"Content-Length: 9")),
        "transfer",
    ),
    "negative": (length_of(b"-5"), None),
    "huge-length": (length_of(b"99999999999999999999"), None),
    "cut-chunk": (chunked(b"ffff\r\n<p>short"), "transfer"),
    "bad-chunk": (chunked(b"zzzz\r\n" + PAGE), "transfer"),
    "reset": (reset, None),
    "no-http": (sends(lambda: b"220 mail.example.org ESMTP\r\n"), None),
    "nothing": (lambda connection: None, "transfer"),
    "round": (leads(b"/round", b"302 Found"), "redirect"),
    "to-file": (leads(b"file:///etc/passwd", b"301 Moved"), "address"),
    "to-inside": (leads(b"http://169.254.169.254/latest/meta-data/", b"307 Temporary"), "guard"),
    "to-nowhere": (leads(b"http://", b"308 Permanent"), None),
    "binary": (sends(lambda: head(random.Random(1).randbytes(300_000))), "no-article"),
    "utf-7": (in_charset(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-" + P * 3, b"utf-7"), None),
    "charset-lie": (
        in_charset("<p>Überfluß</p>".encode("latin-1") * 50, b"x-made-up"),
        None,
    ),
}


def attributes():
    names = b" ".join(b"a%d=1" % number for number in range(1_000_000))
    return b"<p " + names + b">" + P


# Bodies of pages; 10 MiB of each are sent.
BIG = {
    "nested": lambda: b"<div>" * 1_000_000 + b"deep",
    "attributes": attributes,
    "tables": lambda: b"<table><tr><td>" * 300_000 + b"deep",
    "cells": lambda: b"<table>" + b"<tr><td>1</td><td>2</td></tr>" * 300_000 + b"</table>",
    "elements": lambda: b"<i>x</i>" * 1_200_000,
    "links": lambda: b"<a href=/x>y</a> " * 500_000,
    "text": lambda: b"<p>" + b"word " * 1_900_000,
    "entities": lambda: b"<p>" + b"&lt;&#x41;&nbsp;" * 600_000,
    "comments": lambda: b"<!-- -->" * 1_000_000 + P * 10,
    "unclosed": lambda: b"<p><b><i><a href=x>" * 400_000 + P,
    "forms": lambda: b"<form><input><select><option>" * 250_000 + P,
}
STATUSES = [100, 199, 204, 206, 300, 304, 399, 999, *range(400, 419)]
STATUSES += [421, 422, 425, 426, 428, 429, 431, 451, *range(500, 512)]


def big(make):
    return sends(lambda: head((b"<html><body>" + make())[: 10 * MIB - 1]))


def with_status(number):
    return sends(lambda: head(b"<p>no</p>", status=b"%d Whatever" % number))


SERVERS |= {f"big-{name}": (big(make), None) for name, make in BIG.items()}
SERVERS |= {f"status-{number}": (with_status(number), None) for number in STATUSES}
# An article, or what is left of one, may come out of these.
USEFUL = """
    big-comments big-unclosed big-forms big-attributes big-text big-entities big-elements big-cells
    big-links big-nested big-tables utf-7 charset-lie fields endless-header gzip-twice status-206
    huge-length negative reset status-100 status-199 unknown-coding
""".split()


class Hostile:
    """A server on loopback that answers as SERVERS says; with TLS, if it is given a context."""

    def __init__(self, context=None):
        self.context = context
        self.hits = []
        self.requests = []
        self.times = {}
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def forget(self):
        self.hits.clear()
        self.requests.clear()
        self.times.clear()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        # Whatever goes wrong with a client is none of the tests' business.
        with contextlib.suppress(OSError, IndexError, UnicodeDecodeError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                self.answer(connection, connection.recv(65536))

    def answer(self, connection, request):
        path = request.split(b" ")[1].decode().strip("/")
        self.hits.append(path)
        self.requests.append(request.decode("latin-1"))
        if path in SERVERS:
            SERVERS[path][0](connection)
        elif path.startswith("again"):
            self.answer_again(connection, path)
        else:
            connection.sendall(head(PAGE))

    def answer_again(self, connection, path):
        """429 or 503 the first time, the page the second."""
        self.times[path] = self.times.get(path, 0) + 1
        _, status, after, _ = (path + "///").split("/", 3)
        if self.times[path] > 1 and "always" not in path:
            connection.sendall(head(PAGE))
            return
        if after == "date":
            after = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 2))
        fields = [b"Retry-After: " + after.encode()] if after else []
        connection.sendall(head(b"busy", *fields, status=status.encode() + b" Busy"))


@contextlib.contextmanager
def hostile(context=None):
    server = Hostile(context)
    yield server
    # A thread in accept() holds the socket: close() alone would not end it.
    with contextlib.suppress(OSError):
        server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()


@pytest.fixture(name="running", scope="module")
def serve():
    with hostile() as server:
        yield server


@pytest.fixture(name="server")
def begin_anew(running):
    running.forget()
    return running


# --- what a run takes


def below(pid):
    """A process and its descendants."""
    children = {}
    # glob("*/stat") would ask for files of processes that have just ended
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (process / "stat").read_text(errors="replace")
            parent = int(stat.rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(process.name))
    found = [pid]
    for process in found:
        found += children.get(process, [])
    return found


def memory_of(pid):
    """Bytes that are resident."""
    with contextlib.suppress(OSError, IndexError):
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    return 0


def is_ours(pid):
    with contextlib.suppress(OSError):
        return "offprint" in pathlib.Path(f"/proc/{pid}/stat").read_text(errors="replace")
    return False


class Watched:
    """A run: how it ended, how long it took, the memory of all its processes, and what is left."""

    def __init__(self, *args, stdin):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        begun = time.monotonic()
        self.peak = 0
        seen = set()
        with subprocess.Popen([OFFPRINT, *args], env=ENV, **pipes) as process:
            thread = threading.Thread(target=self.talk, args=(process, stdin))
            thread.start()
            while thread.is_alive():
                processes = below(process.pid)
                seen.update(processes)
                self.peak = max(self.peak, sum(map(memory_of, processes)))
                time.sleep(0.02)
            thread.join()
        self.took = time.monotonic() - begun
        self.status = process.returncode
        self.left = [pid for pid in seen if is_ours(pid)]

    def talk(self, process, stdin):
        self.out, err = process.communicate(stdin)
        self.said = err.decode("utf-8", "replace")

    def check(self, seconds):
        """0, in time, nothing left, and less than 200 MiB for all processes together."""
        assert self.status == 0, self.said
        assert self.took < seconds * (SLOWER if SANITIZED else 1)
        assert not self.left
        assert self.peak < 200 * MIB or SANITIZED


# --- servers that mean harm


@pytest.mark.parametrize("path", SERVERS)
def test_server(server, path):
    """The original, or an article where one may come of it; and why."""
    reason = SERVERS[path][1]
    slow = reason == "timeout"
    mail = TEASER.replace(BRIDGE, f"http://127.0.0.1:{server.port}/{path}".encode())
    deadline = str(SHORT if slow else DEADLINE)
    how = ["-v", "--deadline", deadline, "--cache", "off", "--allow-net", ALLOW]
    done = Watched(*how, stdin=mail)
    done.check(SEEN if slow else DEADLINE)
    offprint = path in USEFUL and b"X-Offprint: status=fetched" in done.out
    assert offprint or done.out == mail, done.said
    assert not reason or f"reason={reason}" in done.said


# --- feeds that bite


def entity_bomb(_port):
    entities = "".join(
        f'<!ENTITY {name} "{f"&{former};" * 10}">' for former, name in zip("abcdefgh", "bcdefghi")
    )
    item = "<item><title>&i;</title><link>http://a.example/</link></item>"
    return (
        f'<!DOCTYPE rss [<!ENTITY a "lol">{entities}]><rss version="2.0"><channel>'
        f"<title>&i;</title>{item}</channel></rss>"
    )


def external_entities(port):
    return (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">'
        f'<!ENTITY % y SYSTEM "http://127.0.0.1:{port}/dtd">%y;]><rss version="2.0"><channel>'
        "<title>t</title><item><title>&x;</title><description>&x;</description></item>"
        "</channel></rss>"
    )


@pytest.mark.parametrize("make", [entity_bomb, external_entities])
def test_feed(server, make):
    """No file, and no DTD is asked for."""
    how = ["--deadline", str(DEADLINE), "-n", "--to", "json", "--allow-net", ALLOW]
    done = Watched(*how, stdin=make(server.port).encode())
    assert done.status == 0
    assert done.took < DEADLINE
    assert done.peak < 200 * MIB or SANITIZED
    assert done.out
    assert b"root:" not in done.out
    assert not server.hits


# --- Retry-After


def fetch(server, path, *args, scheme="http", env=None):
    """The article's status, and what was said."""
    url = f"{scheme}://127.0.0.1:{server.port}/{path}"
    how = ["-v", "--deadline", str(DEADLINE), "--cache", "off", "--allow-net", ALLOW]
    done = run(*how, *args, "--from", "url", url, "--to", "json", env=env)
    return json.loads(done.out)["status"], done.said


@pytest.mark.parametrize(
    "path, status, most",
    [
        ("again/429/1", "fetched", 2),
        ("again/503/0", "fetched", 2),
        ("again/503/date", "fetched", 2),
        ("again/429/60", "failed", 1),
        ("again/429//never", "failed", 3),
        ("again/503/1/always", "failed", 3),
    ],
)
def test_retry_after(server, path, status, most):
    """Asked again as often as there is hope."""
    begun = time.monotonic()
    found, said = fetch(server, path)
    assert found == status, said
    assert time.monotonic() - begun < SEEN
    assert server.times[path] <= most


# --- cookies

COOKIES = """# Netscape HTTP Cookie File
127.0.0.1\tFALSE\t/\tFALSE\t0\tplain\tyes
127.0.0.1\tFALSE\t/elsewhere\tFALSE\t0\tsecret\tno
other.example\tFALSE\t/\tFALSE\t0\tother\tno
"""


def test_cookies(server, tmp_path):
    """Those of the host and the path alone; the file is not written."""
    path = tmp_path / "cookies.txt"
    path.write_text(COOKIES)
    fetch(server, "page", "--cookies", str(path))
    [request] = server.requests
    assert "Cookie: plain=yes" in request
    assert "secret" not in request
    assert "other" not in request
    assert path.read_text() == COOKIES


def test_file_of_cookies_that_is_not_there(tmp_path):
    done = run("--cookies", str(tmp_path / "nowhere"), stdin=TEASER)
    assert done.status == 64
    assert "nowhere" in done.said


# --- certificates

NAMES = {
    "good": ("localhost", "IP:127.0.0.1,DNS:localhost"),
    "name": ("elsewhere.example", "DNS:elsewhere.example"),
}


class Certificate:
    def __init__(self, name, folder):
        subject, others = NAMES[name]
        self.path = str(folder / "certificate.pem")
        key = str(folder / "key.pem")
        files = ["-keyout", key, "-out", self.path]
        names = ["-subj", f"/CN={subject}", "-addext", f"subjectAltName={others}"]
        how = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        subprocess.run([need("openssl"), *how, *files, *names], check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.path, key)
        self.env = {"SSL_CERT_FILE": self.path}


def test_certificate_that_is_good(tmp_path):
    certificate = Certificate("good", tmp_path)
    with hostile(certificate.context) as server:
        status, said = fetch(server, "page", scheme="https", env=certificate.env)
    if status != "fetched" and "reason=tls" in said:
        pytest.skip("install a libcurl that asks SSL_CERT_FILE")
    assert status == "fetched", said


@pytest.mark.parametrize("name, known", [("good", False), ("name", True)])
def test_certificate_that_is_not_good(tmp_path, name, known):
    """It is not known, or of another name."""
    certificate = Certificate(name, tmp_path)
    env = certificate.env if known else {}
    with hostile(certificate.context) as server:
        status, said = fetch(server, "page", scheme="https", env=env)
    assert status == "failed"
    assert "reason=tls" in said


def test_tls_where_there_is_none(server):
    """No silent fall-back to plain HTTP."""
    assert fetch(server, "page", scheme="https")[0] == "failed"
