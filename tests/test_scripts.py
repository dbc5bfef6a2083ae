"""An article in every script: what belongs to it, how long it is, and its legacy charsets.

With and without a declaration. The texts are our own (made/scripts.toml).
"""

import json
import tomllib
import types

import pytest

from harness import TOP, run

with (TOP / "tests" / "made" / "scripts.toml").open("rb") as file:
    TEXTS = {lang: types.SimpleNamespace(**row) for lang, row in tomllib.load(file).items()}
LEGACY = [(lang, charset) for lang, text in TEXTS.items() for charset in text.charsets]
# Charsets that no detection can tell, and why.
NOT_DETECTED = {
    "koi8-u": "taken for KOI8-R",
    "iso-8859-15": "taken for windows-1252",
    "cp866": "hardly seen on the web",
}
each_language = pytest.mark.parametrize("lang", TEXTS)
each_legacy = pytest.mark.parametrize("lang, charset", LEGACY)
each_utf16 = pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])


def page(lang, declared=None):
    """The article in a page, with what it says of its charset."""
    text = TEXTS[lang]
    words = text.furniture
    items = "".join(f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(words[:3]))
    return (
        f'<html lang="{lang}"><head>{declared or ""}<title>{text.title}</title></head><body>'
        f'<ul class="nav">{items}</ul><div id="c"><h1>{text.title}</h1>'
        + "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs)
        + f'<h3>{words[3]}</h3><ul><li><a href="/9">{text.title}</a></li></ul></div>'
        f'<div class="foot">© 2026 {words[4]}</div></body></html>'
    )


def meta(charset):
    return f'<meta charset="{charset}">'


def old_meta(charset):
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


def extract(data, *more):
    how = ["--from", "html", "--to", "json", "-n", "--base-url", "https://paper.example.org/a"]
    return json.loads(run(*how, *more, stdin=data).out)


def check(article, lang):
    """Title and three paragraphs, and nothing else."""
    assert article["title"] == TEXTS[lang].title
    assert article["text"].split("\n") == TEXTS[lang].paragraphs


@each_language
def test_article(lang):
    check(extract(page(lang, meta("utf-8")).encode()), lang)


@each_language
def test_direction_and_language(lang):
    article = extract(page(lang, meta("utf-8")).encode())
    assert (article["dir"], article["lang"]) == (TEXTS[lang].dir, lang)


@each_language
def test_length_in_words(lang):
    """Of scripts without spaces too."""
    article = extract(page(lang, meta("utf-8")).encode())
    letters = sum(map(str.isalnum, "".join(TEXTS[lang].paragraphs)))
    assert letters / 8 < article["words"] < letters / 1.5


@each_language
def test_utf8_that_nobody_declares(lang):
    check(extract(page(lang).encode()), lang)


@each_language
def test_text_part(lang):
    text = run("--from", "html", "--to", "text", "-n", stdin=page(lang).encode()).text
    for paragraph in TEXTS[lang].paragraphs:
        with_blanks = paragraph[:20] in text.replace("\n", " ")
        assert with_blanks or paragraph[:8] in text.replace("\n", "")


@each_legacy
def test_declared(lang, charset):
    data = page(lang, old_meta(charset)).encode(charset, "xmlcharrefreplace")
    check(extract(data), lang)


@each_legacy
def test_by_option(lang, charset):
    data = page(lang).encode(charset, "xmlcharrefreplace")
    check(extract(data, "--charset", charset), lang)


@pytest.mark.parametrize(
    "lang, charset", [(lang, charset) for lang, charset in LEGACY if charset not in NOT_DETECTED]
)
def test_not_declared(lang, charset):
    check(extract(page(lang).encode(charset, "xmlcharrefreplace")), lang)


@each_language
@each_utf16
def test_byte_order_mark(lang, charset):
    check(extract(("\ufeff" + page(lang)).encode(charset)), lang)


@each_language
@each_utf16
def test_no_byte_order_mark(lang, charset):
    check(extract(page(lang).encode(charset)), lang)


@pytest.mark.parametrize(
    "charset, declared",
    [("windows-1251", "utf-8"), ("koi8-r", "x-nonsense"), ("utf-8", "windows-1251")],
)
def test_declaration_that_is_not_true(charset, declared):
    check(extract(page("ru", meta(declared)).encode(charset)), "ru")
