#!/usr/bin/env python3
"""Large pages: all of the article comes out, and the memory stays in proportion. (How long it takes is for `make bench`: growth.)"""
import json, os, pathlib, resource, subprocess, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent / "bench")); sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *
from growth import PAGES

MIB = 1 << 20


def extract(page):
    """-> article, peak memory in bytes of the largest process"""
    r, w = os.pipe()
    p = subprocess.Popen(["/bin/sh", "-c", f'exec 3>&{w}; exec "$@"', "sh", str(BUILD / "tests/peak"), OFFPRINT, "--from", "html", "--to", "json", "-n", "--deadline", "60"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[w], env=ENV)
    os.close(w); out, _ = p.communicate(page); peak = int(os.read(r, 20)) * 1024; os.close(r)
    return json.loads(out), peak


sanitizers = "asan" in subprocess.run(["ldd", OFFPRINT], capture_output=True, text=True).stdout
for name, (make, expected, times) in PAGES.items():
    page = make().encode(); d, peak = extract(page)
    ok(d["status"] == "included", f"{name}, {len(page) / MIB:.1f} MiB: an article", (d["status"], d["reason"]))
    ok(d["text"].count(expected) == times, f"{name}: all of it, {times} times", d["text"].count(expected))
    # A tree of libxml2 takes 120 bytes a node, whatever stands in it: a page of nothing but tags is 30 times its size.
    if not sanitizers: ok(peak < 12 * MIB + 40 * len(page), f"{name}: in proportion", peak / MIB)
# --- what could cost the square of its size: tables of nothing but heads, cells that reach over all, formulas in each other, lines that could be bylines
import time
TEXT = "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who waited cheered as if a ship had come home.</p>" * 4
for name, piece in {"heads": "<table>" + "<tr><th>a</th><th>12</th></tr>" * 50000 + "</table>", "cells over all": "<table>" + "<tr><td colspan=1000 rowspan=65534>a</td><td>b</td></tr>" * 20000 + "</table>",
                    "fractions in each other": "<math>" + "<mfrac>" * 3000 + "<mi>a</mi><mi>b</mi>" + "</mfrac>" * 3000 + "</math>", "exponents in each other": "<math>" + "<msup><mi>a</mi>" * 5000 + "</math>",
                    "two million letters": "<p>" + "\u6a4b" * 2000000 + "</p>", "lines with a year": "".join(f"<div>line {i} of 2026</div>" for i in range(60000)), "lines that say By": "<div>By By By By Ana</div>" * 40000,
                    "a heading of many lines": "<h2>" + "".join(f"<a href='#a{i}'>line {i}</a><br><br>" for i in range(30000)) + "</h2>", "links to places": "<h2 id=a>head</h2>" + "<ul><li><a href='#a'>head</a></li><li>x</li></ul>" * 20000,
                    "links that touch": "<p>" + "".join(f"<a href='/{i // 2}'>a</a>" for i in range(60000)) + "</p>", "empty cells": "<table>" + ("<tr>" + "<td></td>" * 150 + "<td>a</td></tr>") * 1200 + "</table>"}.items():
    for to in ("text", "html"):
        begun = time.monotonic()
        status, out, err = run("--deadline", "60", "--from", "html", "--to", to, "--no-fetch", stdin=f"<title>t</title><article>{TEXT}{piece}</article>".encode())
        ok(status == 0 and b"first lorry" in out and b"<p>At six" not in out[:3] and time.monotonic() - begun < 30, f"{name}, to {to}", (status, time.monotonic() - begun, err))
# --- eight times as much may take eight times as long: CPU time of all processes, and twice that for the noise of a machine
def cpu(page):
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    status, out, err = run("--deadline", "60", "--from", "html", "--to", "html", "--no-fetch", stdin=f"<title>t</title><article>{TEXT}{page}</article>".encode())
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime - begun.ru_utime - begun.ru_stime, status == 0 and b"first lorry" in out


GROWING = {
    "exponents that are not closed": lambda n: "<math>" + "<msup><mi>a</mi>" * (n // 5) + "</math>", "indices that hold paragraphs": lambda n: "<sub><p>one line of it</p>" * (n // 5),
    "readings in each other": lambda n: "<ruby><p>one line of it</p>" * (n // 5), "links in each other": lambda n: "<a href='/x'><b><p>one line of it</p>" * (n // 5),
    "formulas on a line": lambda n: "<math><mi>a</mi></math>" * (2 * n), "callouts": lambda n: "<div class=note><p>Note</p><p>one line of it</p></div>" * (2 * n),
    "a date of many letters": lambda n: "<p>one line of it</p><time datetime='" + "a" * (5 * n) + " 1'></time>" * 1,
    "cells of a table": lambda n: "<table>" + "<tr><td>one line of it</td><td>12</td></tr>" * (2 * n) + "</table>",
    "tables in a table": lambda n: "<table><tr><td>" + "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>" * (n // 4) + "</td></tr></table>",
    "an attribute": lambda n: "<p title='" + "a word " * (12 * n) + "'>one line of it</p>",
    "a class of many names": lambda n: "<div class='" + "name " * (16 * n) + "'><p>one line of it</p></div>",
}
for name, make in GROWING.items():
    (small, good), (large, also) = cpu(make(1000)), cpu(make(8000))
    ok(good and also, f"{name}: all of it")
    ok(large < 0.2 or large < 16 * small, f"{name}: in proportion", (small, large))
def mail(count): return simple(b"List-Id: <news.example.org>\nContent-Type: text/plain\n", b"".join(b"Read https://news.example.org/%d or " % n for n in range(count)))


def cpu_of_mail(count):
    begun = resource.getrusage(resource.RUSAGE_CHILDREN); status, out, err = run("--deadline", "60", "--no-fetch", stdin=mail(count)); spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime - begun.ru_utime - begun.ru_stime, status == 0 and b"news.example.org" in out


(small, good), (large, also) = cpu_of_mail(2000), cpu_of_mail(16000)
ok(good and also and large < 16 * small, "addresses on one line of a mail in plain text: in proportion", (small, large))


def cost(text, *args, **more):
    begun = resource.getrusage(resource.RUSAGE_CHILDREN); status, out, err = run("--deadline", "60", "--no-fetch", *args, stdin=text, **more); spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime - begun.ru_utime - begun.ru_stime, status == 0 and len(out) > 0


LETTER = b"List-Id: <news.example.org>\nList-Unsubscribe: <https://news.example.org/u>\nContent-Type: text/html\n"
LETTERS = {
    "links of a letter": lambda n: "".join(f"<h3><a href='https://news.example.org/{i}'>A story of the pier, number {i}</a></h3><p>Nobody looks up when they pass.</p>" for i in range(n // 4)),
    "links in one paragraph": lambda n: "<p>" + "".join(f"<a href='https://news.example.org/{i}'>a word</a> " for i in range(n)) + "</p>",
    "lines that quote": lambda n: "".join(f"<blockquote type=cite><p>a line {i}</p></blockquote>" for i in range(n)),
    "labels and codes": lambda n: "".join(f"<p>Order number: {i}00417 49,90 \u20ac</p>" for i in range(n)),
}
for name, make in LETTERS.items():
    (small, good), (large, also) = (cost(simple(LETTER, make(n).encode())) for n in (1000, 8000))
    ok(good and also and (large < 0.2 or large < 16 * small), f"{name}, of a letter: in proportion", (small, large))
# the gate's own rendering, where the reader is dead
for name, piece in {"tags": "<p class='a b'>one &amp; line", "an open tag": "<p a='", "references": "&#65;&amp;&nosuch; ", "blanks": " \n\t"}.items():
    text = lambda n: simple(LETTER, (piece * (40 * n)).encode())
    (small, good), (large, also) = (cost(text(n), "--to", "text", env={"OFFPRINT_FAULT": "locate:KILL"}) for n in (1000, 8000))
    ok(good and also and (large < 0.2 or large < 16 * small), f"{name}, rendered by the gate: in proportion", (small, large))
done()
