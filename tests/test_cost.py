"""What large inputs cost: all of a large page comes out, the memory stays in proportion,
and so does the time.
"""

import http.server
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import time

import pytest

from growing import GROWTH, PARAGRAPH, SIZELESS, STORY, TEXT
from harness import BUILD, ENV, OFFPRINT, TOP, run, without_sanitizers

sys.path.insert(0, str(TOP / "tests" / "bench"))
from growth import PAGES  # pylint: disable=wrong-import-position

pytestmark = without_sanitizers
MIB = 1 << 20
# Eight times as much may cost sixteen times as much, and twice as much three times. Sorting takes
# 9.4 and 2.2; what no longer fits the caches of a processor takes up to 1.7 times as much a byte.
# What takes the square costs 64 and 4: it is seen as soon as a seventh of the smallest
# run's cost is of that kind.
EIGHTFOLD = 16
TWOFOLD = 3
# Seconds that no machine's noise hides: an input that takes less at its largest is no danger.
NOISE = 0.03
# Every size is measured so often at most, and the least counts: other processes can only add to it.
ROUNDS = 6


# --- large pages ----------------------------------------------------------------------------------


def extract(page, note):
    """The article, and the peak memory in bytes of the largest process. note: a new file."""
    options = ["--from", "html", "--to", "json", "-n", "--deadline", "240"]
    with_note = ["/bin/sh", "-c", 'exec "$@" 3>"$0"', str(note), str(BUILD / "tests/peak")]
    done = subprocess.run(
        [*with_note, OFFPRINT, *options], input=page, capture_output=True, env=ENV, check=False
    )
    return json.loads(done.stdout), int(note.read_text()) * 1024


@pytest.mark.parametrize("name", PAGES)
def test_a_large_page_comes_out_whole(name, tmp_path):
    make, expected, times = PAGES[name]
    page = make().encode()
    article, peak = extract(page, tmp_path / "peak")
    assert article["status"] == "included", article["reason"]
    assert article["text"].count(expected) == times
    # A tree of libxml2 takes 120 bytes a node, whatever is in it:
    # a page of nothing but tags is 30 times its size.
    assert peak < 12 * MIB + 40 * len(page)


# What could cost the square of its size, in sizes at which that would take minutes.
HUGE = {
    "heads": "<table>" + "<tr><th>a</th><th>12</th></tr>" * 50000 + "</table>",
    "cells over all": (
        "<table>" + "<tr><td colspan=1000 rowspan=65534>a</td><td>b</td></tr>" * 20000 + "</table>"
    ),
    "fractions in each other": (
        "<math>" + "<mfrac>" * 3000 + "<mi>a</mi><mi>b</mi>" + "</mfrac>" * 3000 + "</math>"
    ),
    "exponents in each other": "<math>" + "<msup><mi>a</mi>" * 5000 + "</math>",
    "two million letters": "<p>" + "橋" * 2000000 + "</p>",
    "lines with a year": "".join(f"<div>line {i} of 2026</div>" for i in range(60000)),
    "lines that say By": "<div>By By By By Ana</div>" * 40000,
    "a heading of many lines": (
        "<h2>" + "".join(f"<a href='#a{i}'>line {i}</a><br><br>" for i in range(30000)) + "</h2>"
    ),
    "links to places": (
        "<h2 id=a>head</h2>" + "<ul><li><a href='#a'>head</a></li><li>x</li></ul>" * 20000
    ),
    "links that touch": (
        "<p>" + "".join(f"<a href='/{i // 2}'>a</a>" for i in range(60000)) + "</p>"
    ),
    "empty cells": "<table>" + ("<tr>" + "<td></td>" * 150 + "<td>a</td></tr>") * 1200 + "</table>",
}


@pytest.mark.parametrize("to", ["text", "html"])
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_piece_is_read_in_time(name, to):
    page = f"<title>t</title><article>{TEXT}{HUGE[name]}</article>".encode()
    begun = time.monotonic()
    out = run("--deadline", "60", "--from", "html", "--to", to, "--no-fetch", stdin=page)
    assert out.status == 0 and b"first lorry" in out.out and not out.out.startswith(b"<title>")
    assert time.monotonic() - begun < 30


# --- growth ---------------------------------------------------------------------------------------


class Server(http.server.BaseHTTPRequestHandler):
    """Pages; ?pieces=N: in chunks of a byte, with N blanks behind;
    ?paragraphs=N: longer by so many.
    """

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        _, _, wish = self.path.partition("?")
        kind, _, count = wish.partition("=")
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if kind == "pieces":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            page = STORY + b" " * int(count)
            self.wfile.write(b"".join(b"1\r\n%c\r\n" % byte for byte in page) + b"0\r\n\r\n")
            return
        page = STORY + PARAGRAPH.encode() * (int(count) if kind == "paragraphs" else 0)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


class Place:
    """Where a run finds its files, and a server."""

    def __init__(self, folder, server):
        self.root = folder
        self.server = server

    def folder(self):
        """A new folder."""
        return pathlib.Path(tempfile.mkdtemp(dir=self.root))

    def file(self, name, content):
        path = self.folder() / name
        path.write_bytes(content)
        return str(path)


@pytest.fixture(name="server", scope="module")
def fixture_server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def cost(work):
    """CPU seconds of all processes of a run, and its output:
    they are waited for, so they are in the sum.
    """
    options = ["--config", "off", "--cache", "off", "--deadline", "60"]
    if "--allow-net" not in work.args and "--replay" not in work.args:
        options.append("--no-fetch")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = run(*options, *work.args, stdin=work.stdin, env=work.env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, out


def in_proportion(costs):
    """costs: seconds by 1, 2, 4 and 8, without what an empty input takes."""
    least = max(costs[1], NOISE / 8)
    return costs[8] < NOISE or (
        costs[8] < EIGHTFOLD * least and costs[8] < TWOFOLD * max(costs[4], NOISE / 2)
    )


@pytest.mark.parametrize("row", GROWTH, ids=lambda row: f"{row.module}: {row.name}")
def test_cost_grows_as_the_input_does(row, tmp_path, server):
    place = Place(tmp_path, server)
    best = {}
    for _ in range(ROUNDS):
        for times in (0, 1, 2, 4, 8):
            count = row.size * times
            work = row.make(count, place) if row.placed else row.make(count)
            spent, out = cost(work)
            assert not times or (out.status in (0, 64, 65) and b"deadline" not in out.err), out
            best[times] = min(spent, best.get(times, spent))
        costs = {times: spent - best[0] for times, spent in best.items()}
        if in_proportion(costs):
            return
    assert in_proportion(costs), {times: round(spent, 4) for times, spent in costs.items()}


def test_every_module_has_a_growth_test():
    folders = {entry.name for entry in (TOP / "filter").iterdir() if entry.is_dir()}
    assert folders == {row.module for row in GROWTH} | set(SIZELESS)
    assert len({(row.module, row.name) for row in GROWTH}) == len(GROWTH)
