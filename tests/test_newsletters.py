"""Newsletters of our own, in thirteen languages and the markups of the usual senders."""

import base64
import functools
import json
import zlib

import pytest

import newsletters
from harness import run

ACTING = (
    "/u/8f3a",
    "/preferences/",
    "/confirm/",
    "/reset",
    "/login",
    "/magic/",
    "/account/",
    "/open/",
    "facebook",
)
CASES = {name: case for name, *case in newsletters.cases()}
WITH_ARTICLE = [name for name, (_, _, article) in CASES.items() if article]


@functools.lru_cache(None)
def links(name):
    return json.loads(run("-n", "--to", "links", stdin=CASES[name][1]).out)


def targets(name):
    return [picked["target"] for picked in links(name)["picked"]]


@pytest.mark.parametrize("name", CASES)
def test_kind(name):
    assert links(name)["kind"] == CASES[name][0], links(name)


@pytest.mark.parametrize("name", CASES)
def test_no_link_that_acts(name):
    assert not [link for link in targets(name) if any(word in link for word in ACTING)]


@pytest.mark.parametrize("name", WITH_ARTICLE)
def test_article(name):
    assert targets(name)[:1] == [CASES[name][2]]


@functools.lru_cache(None)
def text_of_full(lang):
    """The article of a mail that holds it."""
    words = newsletters.WORDS[lang]
    text = "".join(f"<p>{n}. {said}</p>" for n, said in enumerate(newsletters.six_times(words)))
    inside = newsletters.row(f"<h1>{words.subject}</h1>{text}")
    mail = newsletters.mail(words.subject, newsletters.frame(words, inside, lang))
    return json.loads(run("-n", "--to", "json", stdin=mail).out)["text"]


@pytest.mark.parametrize("lang", newsletters.WORDS)
def test_text_of_a_full_one_stays(lang):
    text = text_of_full(lang)
    for said in newsletters.WORDS[lang].said:
        assert text.count(said) == 6, text


@pytest.mark.parametrize("lang", newsletters.WORDS)
def test_header_and_footer_go(lang):
    words = newsletters.WORDS[lang]
    text = text_of_full(lang)
    for said in (words.online, words.unsubscribe, words.preferences, "1 Quay Street", "Facebook"):
        assert said not in text


def packed():
    """A tracker's query, compressed, in base64."""
    query = (
        b"category=post&d=072c7b&l=https%3A%2F%2Fpaper.example.org%2F2026%2F11%2Fbridge"
        b"&r=reader%40example.com"
    )
    return base64.urlsafe_b64encode(zlib.compress(query, 9)).decode().rstrip("=")


# Links of a mail that holds its article: a tracker that carries its target says so itself,
# whatever it packs it in.
LINKS = {
    f"https://email.mailer.example.net/c/{packed()}": "https://paper.example.org/2026/11/bridge",
    "https://click.mailer.example.net/c?to=https%3A%2F%2Fpaper.example.org%2Ftides&r="
    + "A1b2c3D4" * 6: "https://paper.example.org/tides",
    "https://click.mailer.example.net/ls/click?upn=" + "A1b2-3c_" * 10: None,
    "https://archive.example.org/web/2020/https://old.example.org/page": None,
}


@functools.lru_cache(None)
def html_with_links():
    words = newsletters.ENGLISH
    said = " ".join(words.said)
    text = "".join(
        f'<p>{said} See <a href="{link}">number {n}</a>.</p>'
        for n, link in enumerate(list(LINKS) * 2)
    )
    mail = newsletters.of_html(f"<h1>{words.subject}</h1>{text}")
    return run("-n", "--to", "html", stdin=mail).text


@pytest.mark.parametrize("link", LINKS, ids=["packed", "query", "opaque", "archive"])
def test_link_of_a_full_one(link):
    """It leads to its target, or is as it is."""
    html = html_with_links()
    target = LINKS[link]
    assert html.count(f'href="{target or link}"') == 2, html[-1500:]
    assert not target or link not in html
