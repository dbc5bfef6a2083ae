"""The seed's page, and the scores on the development pages, where these lie beside the project."""

import functools
import json
import os
import re
import subprocess
import sys

import pytest

import seed
from harness import ENV, OFFPRINT, need_shared, run

LEAST = [
    ("news", "shingle", 0.950),
    ("web", "wcxb", 0.925),
    ("segments", "segments", 0.900),
    ("mozilla", "pages", 0.940),
]
# What stands around the article.
AROUND = "Related|Ranking|Recommendation|veryGood|Current:|View"


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


def flat_lines(text):
    return [flat(line) for line in text.split("\n") if line.strip()]


@functools.lru_cache(None)
def paragraphs():
    """The seed's title, and its eight paragraphs."""
    title, *body = need_shared("seed/article.txt").read_text().split("\n\n")
    return flat(title), [flat(text) for text in body]


def text_of_page():
    """The lines of --to text, without the rule under the title."""
    page = need_shared("seed/semantic.html").read_bytes()
    out = run("--from", "html", "--to", "text", "--width", "0", stdin=page).text
    return [line for line in flat_lines(out) if set(line) != {"="}]


def as_json(kind, data):
    return json.loads(run("--from", kind, "--to", "json", stdin=data).out)


def json_of_page():
    return as_json("html", need_shared("seed/semantic.html").read_bytes())


def test_headline_and_eight_paragraphs():
    title, body = paragraphs()
    lines = text_of_page()
    assert lines[0] == title
    assert lines[-8:] == body


def test_nothing_else_but_byline_date_and_site():
    head = text_of_page()[1:-8]
    assert len(head) <= 1
    assert not re.search(AROUND, " ".join(head))


def test_json_text():
    assert flat(json_of_page()["text"]) == " ".join(paragraphs()[1])


def test_json_title_date_place_and_agency():
    article = json_of_page()
    assert article["title"] == paragraphs()[0]
    assert article["date"] == "2025-04-08T08:28:06"
    assert article["place"] == "SEOUL, South Korea"
    assert article["agency"] == "AP"


def json_of_variant(name):
    return as_json(*seed.variant(name, need_shared("seed/page.txt").read_text()))


@pytest.mark.parametrize("name", seed.VARIANTS)
def test_variant_has_eight_paragraphs(name):
    assert flat_lines(json_of_variant(name)["text"]) == paragraphs()[1]


@pytest.mark.parametrize("name", seed.VARIANTS)
def test_what_is_said_of_a_variant(name):
    article = json_of_variant(name)
    assert article["title"] == paragraphs()[0]
    assert article["date"] == "2025-04-08T08:28:06"
    assert article["site"] == "GrowthInsight"
    assert article["place"] == "SEOUL, South Korea"
    assert article["agency"] == "AP"


# --- scores; what they print is shown by contrib/test


def score(*command):
    """What a judge prints."""
    env = {**os.environ, **ENV}
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, env=env)
    print(done.stdout.strip())
    return done.stdout + done.stderr[-300:]


@pytest.mark.parametrize("name, kind, least", LEAST)
def test_score(name, kind, least):
    judge, pages = need_shared("bench/score.py"), need_shared(f"corpus/{name}")
    offprint = f"{OFFPRINT} --from html --to json --no-fetch --base-url {{url}}"
    said = score(judge, kind, pages, "--out", "json", "--cmd", offprint)
    found = re.search(r" F1 ([0-9.]+)", said)
    assert found, said
    assert float(found[1]) >= least


def test_newsletters():
    """No link that acts is picked."""
    judge = need_shared("bench/newsletters.py")
    labels = need_shared("corpus/newsletters/labels.json")
    offprint = f"{OFFPRINT} --from mail --to links --no-fetch"
    said = score(judge, labels.parent, labels, "--cmd", offprint)
    assert "acting links picked: 0" in said
