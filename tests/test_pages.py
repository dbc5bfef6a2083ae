"""All pages of the development corpora, where these lie beside the project: their HTML is valid,
and their Markdown is the same tree. A page that differs is named.

The W3C's checker is asked if OFFPRINT_VNU names its vnu.jar.
"""

import concurrent.futures
import functools
import gzip
import json
import os
import subprocess

import pytest

import markdown
from harness import need, need_shared, run

# Where the pages of each corpus are.
CORPORA = {
    "news": "news/html/*",
    "web": "web/*/html/*",
    "segments": "segments/eval/*",
    "mozilla": "mozilla/*/source.html*",
    "world": "world/*/html/*",
    "dates": "dates/html/*",
}


def pages(corpus):
    root = need_shared("corpus")
    return sorted(path for path in root.glob(CORPORA[corpus]) if path.is_file())


def article(path):
    data = path.read_bytes()
    page = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    how = ["--from", "html", "--no-fetch", "--base-url", "https://paper.example.org/2026/page"]
    done = json.loads(run(*how, "--to", "json", stdin=page).out)
    return run(*how, "--to", "html", stdin=page).out, done.get("html"), done.get("markdown")


@functools.lru_cache(None)
def articles(corpus):
    """A dictionary by path of a page's HTML, the HTML of its article, and its Markdown."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        paths = pages(corpus)
        return dict(zip(paths, pool.map(article, paths)))


def tidy(html):
    done = subprocess.run(["tidy", "-q", "-e", "-utf8"], input=html, capture_output=True)
    return done.stderr.decode(errors="replace")


@pytest.mark.parametrize("corpus", CORPORA)
def test_html_tidy_is_silent(corpus):
    need("tidy")
    said = {str(path): tidy(html) for path, (html, _, _) in articles(corpus).items()}
    assert said and not {path: text for path, text in said.items() if text}


@pytest.mark.parametrize("corpus", CORPORA)
def test_checker_of_the_w3c_finds_no_error(corpus, tmp_path):
    """A page's own claim about its language may be wrong:
    what the checker only says to inform is not counted.
    """
    jar = os.environ.get("OFFPRINT_VNU")
    if not jar:
        pytest.skip("set OFFPRINT_VNU to the vnu.jar of https://github.com/validator/validator")
    need("java")
    names = {}
    for path, (html, _, _) in articles(corpus).items():
        name = f"{len(names)}.html"
        names[name] = str(path)
        (tmp_path / name).write_bytes(html)
    command = [
        "java",
        "-Xss8m",
        "-jar",
        jar,
        "--format",
        "json",
        "--errors-only",
        "--stdout",
        tmp_path,
    ]
    said = json.loads(subprocess.run(command, capture_output=True).stdout)["messages"]
    assert names and not [(names[m["url"].split("/")[-1]], m["message"]) for m in said]


@pytest.mark.parametrize("corpus", CORPORA)
def test_markdown_is_the_same_tree(corpus):
    need("cmark-gfm")
    compared, differ = 0, {}
    for path, (_, html, text) in articles(corpus).items():
        if not html:
            continue
        compared += 1
        read, tree = markdown.of_markdown(text)
        difference = markdown.difference(markdown.of_html(html), tree)
        if difference or "raw HTML omitted" in read:
            differ[str(path)] = difference
    assert compared and not differ
