#!/usr/bin/env python3
"""Text and HTML as a person has read and approved them (tests/golden). OFFPRINT_ACCEPT=1 writes them anew, to be read again."""
import difflib, os, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

GOLDEN = TOP / "tests/golden"


def compare(name, out):
    f = GOLDEN / name
    if os.environ.get("OFFPRINT_ACCEPT"): f.write_bytes(out)
    want = f.read_text()
    ok(out.decode() == want, name, "\n".join(difflib.unified_diff(want.split("\n"), out.decode().split("\n"), "approved", "now", lineterm="")))


compare("bridge.txt", run("--replay", WARC, "--to", "text", stdin=TEASER)[1])
compare("bridge.html", run("--replay", WARC, "--to", "html", stdin=TEASER)[1])
page = (GOLDEN / "structure.html").read_bytes()
compare("structure.txt", run("--from", "html", "--base-url", "https://a.example/p/", "--to", "text", stdin=page)[1])
import json
for f in sorted((GOLDEN / "pages").glob("*.html")):
    how = ["--from", "html", "--no-fetch", "--base-url", "https://paper.example.org/2026/11/page"]
    compare(f"pages/{f.stem}.txt", run(*how, "--to", "text", stdin=f.read_bytes())[1])
    compare(f"pages/{f.stem}.out", run(*how, "--to", "html", stdin=f.read_bytes())[1])
compare("structure.words", (json.loads(run("--from", "html", "--base-url", "https://a.example/p/", "--to", "json", stdin=page)[1])["text"] + "\n").encode())
done()
