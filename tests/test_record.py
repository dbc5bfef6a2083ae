"""--record writes WARC 1.1 that others can read, and --replay answers from it. On 127.0.0.1."""

import base64
import gzip
import hashlib
import http.server
import json
import re
import threading
import zlib

import pytest

from harness import TEASER, TOP, run

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()


class Server(http.server.BaseHTTPRequestHandler):
    """/page is a page; everything else leads to it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        body = gzip.compress(PAGE) if self.path == "/page" else b""
        self.send_response(200 if body else 302)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "max-age=600")
        if body:
            self.send_header("Content-Encoding", "gzip")
        else:
            self.send_header("Location", "/page")
        self.end_headers()
        self.wfile.write(body)


def members(data):
    """The gzip members, one by one."""
    while data:
        inflate = zlib.decompressobj(31)
        yield inflate.decompress(data)
        data = inflate.unused_data


class Record:
    def __init__(self, member):
        head, rest = member.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        self.version = lines[0]
        self.fields = dict(line.split(": ", 1) for line in lines[1:])
        length = int(self.fields["Content-Length"])
        self.block = rest[:length]
        self.end = rest[length:]

    @property
    def type(self):
        return self.fields["WARC-Type"]


def records(path):
    return [Record(member) for member in members(path.read_bytes())]


def ask(url, *more):
    how = ["--from", "url", url, "--to", "json", "--allow-net", "127.0.0.0/8"]
    return json.loads(run(*how, *more).out)


@pytest.fixture(scope="module", name="base")
def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Kept:
    """What one fetch with a redirect left: the archive, its records, the article."""

    def __init__(self, base, folder):
        self.path = folder / "kept.warc.gz"
        self.article = ask(base + "/hop", "--cache", "off", "--record", str(self.path))
        self.records = records(self.path)

    def of_type(self, kind):
        return [record for record in self.records if record.type == kind]


@pytest.fixture(name="kept")
def keep(base, tmp_path):
    return Kept(base, tmp_path)


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def test_fetched_as_ever(kept):
    assert kept.article["status"] == "fetched", kept.article["reason"]


def test_order_of_records(kept):
    """warcinfo, and a response and its request for each hop."""
    types = [record.type for record in kept.records]
    assert types == ["warcinfo", "response", "request", "response", "request"]


def test_form_of_records(kept):
    needed = {"WARC-Record-ID", "WARC-Date", "WARC-Type", "Content-Length", "Content-Type"}
    for record in kept.records:
        assert record.version == "WARC/1.1"
        assert record.end == b"\r\n\r\n"
        assert needed <= set(record.fields)
        assert re.fullmatch(r"<urn:uuid:[0-9a-f-]{36}>", record.fields["WARC-Record-ID"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record.fields["WARC-Date"])
    assert len({record.fields["WARC-Record-ID"] for record in kept.records}) == 5


def test_digests(kept):
    for record in kept.records:
        assert record.fields["WARC-Block-Digest"] == digest(record.block)
    for record in kept.of_type("response"):
        payload = record.block.split(b"\r\n\r\n", 1)[1]
        assert record.fields["WARC-Payload-Digest"] == digest(payload)


def test_page_without_its_coding(kept):
    """The header says so."""
    head, body = kept.of_type("response")[1].block.split(b"\r\n\r\n", 1)
    assert body == PAGE
    assert b"content-encoding" not in head.lower()
    assert b"Content-Length: %d" % len(PAGE) in head


def test_status_and_address(kept):
    first = kept.of_type("response")[0]
    assert first.block.startswith(b"HTTP/1.1 302")
    assert first.fields["WARC-IP-Address"] == "127.0.0.1"


def test_requests(kept):
    responses = {record.fields["WARC-Record-ID"] for record in kept.of_type("response")}
    for record in kept.of_type("request"):
        assert record.block.startswith(b"GET /")
        assert b"User-Agent: offprint/" in record.block
        assert record.fields["WARC-Concurrent-To"] in responses


def test_page_from_the_cache(kept, base, tmp_path):
    """It stands behind what is there, as a resource."""
    cache = str(tmp_path / "cache.db")
    ask(base + "/page", "--cache", cache)
    ask(base + "/page", "--cache", cache, "--record", str(kept.path))
    found = records(kept.path)
    assert len(found) == 7
    assert found[-1].type == "resource"
    assert found[-1].block == PAGE


def test_replay(kept, base):
    """The same article, redirects and all."""
    assert ask(base + "/hop", "--replay", str(kept.path)) == kept.article


def test_file_that_cannot_be_written():
    done = run("--record", "/nowhere/x.warc.gz", stdin=TEASER)
    assert done.status == 64
    assert done.out == b""
    assert "/nowhere/x.warc.gz" in done.said


def test_record_and_replay_together(kept):
    done = run("--record", str(kept.path), "--replay", str(kept.path), stdin=TEASER)
    assert done.status == 64
    assert "--record" in done.said


def test_full_disk_costs_the_record_alone(base):
    """The article is fetched all the same, and -v tells."""
    url = base.encode() + b"/page"
    mail = TEASER.replace(b"https://weekly.example.org/bridge", url)
    done = run("-v", "--record", "/dev/full", "--allow-net", "127.0.0.0/8", stdin=mail)
    assert done.status == 0
    assert b"status=fetched" in done.out
    assert "cannot record" in done.said or "/dev/full" in done.said
