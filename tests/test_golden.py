"""Text and HTML as a person has read and approved them (tests/golden).

OFFPRINT_ACCEPT=1 writes them anew: read the difference before you commit it.
"""

import difflib
import json
import os

import pytest

from harness import TEASER, TOP, WARC, run

GOLDEN = TOP / "tests" / "golden"
PAGES = sorted(path.stem for path in (GOLDEN / "pages").glob("*.html"))


def compare(name, out):
    path = GOLDEN / name
    if os.environ.get("OFFPRINT_ACCEPT"):
        path.write_bytes(out)
    want = path.read_text(encoding="utf-8")
    now = out.decode()
    difference = difflib.unified_diff(want.split("\n"), now.split("\n"), "approved", "now")
    assert now == want, "\n".join(difference)


@pytest.mark.parametrize("kind, name", [("text", "bridge.txt"), ("html", "bridge.html")])
def test_teaser(kind, name):
    compare(name, run("--replay", WARC, "--to", kind, stdin=TEASER).out)


def structure(kind):
    page = (GOLDEN / "structure.html").read_bytes()
    address = "https://a.example/p/"
    return run("--from", "html", "--base-url", address, "--to", kind, stdin=page).out


def test_structure_as_text():
    compare("structure.txt", structure("text"))


def test_structure_as_words():
    compare("structure.words", (json.loads(structure("json"))["text"] + "\n").encode())


@pytest.mark.parametrize("kind, suffix", [("text", "txt"), ("html", "out")])
@pytest.mark.parametrize("page", PAGES)
def test_page(page, kind, suffix):
    address = "https://paper.example.org/2026/11/page"
    how = ["--from", "html", "--no-fetch", "--base-url", address, "--to", kind]
    html = (GOLDEN / "pages" / f"{page}.html").read_bytes()
    compare(f"pages/{page}.{suffix}", run(*how, stdin=html).out)
