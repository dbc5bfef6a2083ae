#!/usr/bin/env python3
"""Large pages: all of the article comes out, and the memory stays in proportion. (How long it takes is for `make bench`: growth.)"""
import json, os, pathlib, subprocess, sys
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
done()
