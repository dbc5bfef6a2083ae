"""Inputs of any size that make one module of filter/ work: what tests/test_cost.py measures.

GROWTH has a row for each: the module, a name, the size of the smallest, and what is run for a size.
A row with a place takes files or a server: see Place in test_cost.py.
"""

import base64
import gzip
import json
import random
from typing import Callable, NamedTuple

SENTENCE = (
    "At six on Tuesday morning the first lorry rolled over the old bridge, "
    "and the people who waited cheered as if a ship had come home."
)
LINE = "one line of it"
TEXT = f"<p>{SENTENCE}</p>" * 4
PLAIN = "Content-Type: text/plain; charset=utf-8"
HTML = "Content-Type: text/html; charset=utf-8"
MIXED = 'Content-Type: multipart/mixed; boundary="X"'
NEWS = "https://news.example.org"
PARAGRAPH = f"<p>{SENTENCE}</p>"
FROM_LINE = b"From a@example.org Tue Nov 24 08:00:00 2026\n"
# Modules that have nothing to do with the size of an input.
SIZELESS = {"sandbox": "it shuts a process in, whatever that reads"}


class Work(NamedTuple):
    """One run of offprint."""

    stdin: bytes
    args: tuple
    env: dict = {}


class Row(NamedTuple):
    """Something that grows; make takes a size, and a Place if placed."""

    module: str
    name: str
    size: int
    make: Callable
    placed: bool = False


def each(count, text):
    """The text so often, with the number of each for {}."""
    return "".join(text.replace("{}", str(i)) for i in range(count))


# --- pages ----------------------------------------------------------------------------------------


def page(module, name, size, body, to="html"):
    """A row whose page has this behind four paragraphs."""

    def make(count):
        text = f"<title>t</title><article>{TEXT}{body(count)}</article>"
        return Work(text.encode(), ("--from", "html", "--to", to))

    return Row(module, f"{name}, to {to}", size, make)


def head(module, name, size, tags):
    """A row whose page has these in its head."""

    def make(count):
        text = f"<head>{tags(count)}</head><body><article>{TEXT}</article>"
        return Work(text.encode(), ("--from", "html", "--to", "json"))

    return Row(module, name, size, make)


def data(value):
    return f'<script type="application/ld+json">{value}</script>'


def bare(module, name, size, make_page):
    """A row whose whole page is this."""
    return Row(module, name, size, lambda n: Work(make_page(n), ("--from", "html", "--to", "json")))


PAGES = [
    page("html", "an attribute of 80 KB", 10000,
         lambda n: f"<p title='{'a word ' * 12 * n}'>{LINE}</p>"),
    page("html", "attributes of a tag", 2000, lambda n: f"<p {each(10 * n, 'a{}=1 ')}>{LINE}</p>"),
    page("html", "attributes of many tags", 400,
         lambda n: f"<p {each(50, 'a{}=1 ')}>{LINE}</p>" * n),
    page("html", "tags that are not closed", 2000, lambda n: f"<p><b>{LINE}<i>" * n),
    page("html", "end tags of nothing", 16000, lambda n: "</b></i></div>" * n),
    page("html", "comments that are not closed", 80000, lambda n: "<!-- a <!-- " * n),
    page("html", "angle brackets", 400000, lambda n: "<" * n),
    page("html", "references", 20000, lambda n: f"<p>{'&amp;&eacute;&#8212; ' * n}</p>"),
    page("html", "blanks", 100000, lambda n: f"<p>{' &#10;&#9;' * n}</p>"),
    page("html", "elements in each other", 500, lambda n: f"<div>{PARAGRAPH}" * n),
    page("html", "elements in each other around others", 500,
         lambda n: "<div>" * n + PARAGRAPH * n),
    page("html", "text between rows", 4000, lambda n: f"<table>{'a<tr>b<td>c' * n}</table>"),
    page("html", "formatting that is never closed", 1000,
         lambda n: each(n, f"<p><font size={{}}>{LINE}")),
    page("html", "formatting closed in another order", 2000,
         lambda n: f"<b><i><p>{LINE}</b></i>" * n),
    page("html", "links in rows of their own", 2000,
         lambda n: f"<table>{f'<a href=/x><tr><td>{LINE}' * n}</table>"),
    page("html", "noscript", 8000, lambda n: "<noscript><img src=a></noscript>" * n),
    page("html", "comments in a script", 20000,
         lambda n: f"<script>{'<!-- <script> ' * n}</script>"),
    page("blocks", "a class of many names", 1000,
         lambda n: f"<div class='{each(16 * n, 'name{} ')}'>{TEXT}</div>"),
    page("blocks", "classes", 2000,
         lambda n: each(n, f"<div class='name{{}}'><p>{LINE} {{}}</p></div>")),
    page("blocks", "line breaks", 4000, lambda n: f"{LINE}<br><br>" * n),
    page("blocks", "line breaks of wrapped text", 2000,
         lambda n: f"{SENTENCE[:70]}<br>{SENTENCE[70:]}<br>" * n),
    page("blocks", "line breaks in elements in each other", 150,
         lambda n: f"<font>{LINE + '<br>' * 7}" * n),
    page("blocks", "line numbers of a listing", 2500,
         lambda n: "<pre>" + "".join(f"<i class=ln>{i + 1}</i>a<br>" for i in range(n)) + "</pre>"),
    page("blocks", "line numbers in a cell", 3000,
         lambda n: "<table><tr><td>" + "".join(f"<i>{i + 1}</i> " for i in range(n))
                   + "</td><td><pre>a</pre></td></tr></table>"),
    page("blocks", "line numbers in cells in each other", 150,
         lambda n: f"<table><tr><td>1</td><td><code>a</code>" * n),
    page("blocks", "formulas", 4000, lambda n: "<math><mi>a</mi></math>" * n),
    page("blocks", "fractions in each other", 300,
         lambda n: f"<math>{'<mfrac>' * n}{'<mi>a</mi>' * n}</math>"),
    page("blocks", "exponents that are not closed", 400,
         lambda n: f"<math>{'<msup><mi>a</mi>' * n}"),
    page("blocks", "formulas on one line", 6000,
         lambda n: f"<math><mrow>{'<mi>a</mi><mo>+</mo>' * n}</mrow></math>"),
    page("blocks", "TeX", 20000, lambda n: r"<p>" + r"\(\frac{a}{b}\) " * n + "</p>"),
    page("blocks", "emoji that are pictures", 3000,
         lambda n: f"<p>{'<img class=emoji alt=😀 src=/e.png> a' * n}</p>"),
    page("blocks", "indices that hold paragraphs", 200, lambda n: f"<sub><p>{LINE}</p>" * n),
    page("blocks", "readings in each other", 200, lambda n: f"<ruby><p>{LINE}</p>" * n),
    page("blocks", "links in each other", 200, lambda n: f"<a href='/x'><b><p>{LINE}</p>" * n),
    page("classify", "paragraphs", 1000, lambda n: each(n, f"<p>{{}} {SENTENCE}</p>")),
    page("classify", "paragraphs that are the same", 1000, lambda n: PARAGRAPH * n),
    page("classify", "entries of a list", 1500,
         lambda n: f"<ul>{each(n, f'<li>{LINE} {{}}</li>')}</ul>"),
    page("classify", "lists", 2500, lambda n: each(n, f"<ul><li>{LINE} {{}}</li></ul>")),
    page("classify", "headings", 800, lambda n: each(n, f"<h2>{LINE} {{}}</h2>{PARAGRAPH}")),
    page("classify", "headings, and their list", 500,
         lambda n: f"<ul>{each(n, f'<li><a href=#h{{}}>{LINE} {{}}</a></li>')}</ul>"
                   + each(n, f"<h2 id=h{{}}>{LINE} {{}}</h2>{PARAGRAPH}")),
    page("classify", "captions", 1000,
         lambda n: each(n, "<figure><img src=/{}.jpg width=600 height=400>"
                           f"<figcaption>{LINE} {{}}</figcaption></figure>")),
    page("classify", "sentences that are set large", 700,
         lambda n: each(n, f"<blockquote>{SENTENCE}</blockquote><p>{{}} {SENTENCE}</p>")),
    page("classify", "cards", 700,
         lambda n: each(n, "<div class=card><a href=/{}><img src=/{}.jpg>"
                           f"<h3>{LINE} {{}}</h3></a>{PARAGRAPH}</div>")),
    page("classify", "links", 6000,
         lambda n: f"<p>{each(n, '<a href=/{}>a word {}</a> ')}</p>" + TEXT),
    page("classify", "notes of different shapes", 500,
         lambda n: each(n, f"<p>{SENTENCE} <a href='#n{{}}'>7</a></p>")
                   + each(n, "<div class='c{}' id=n{}>7 x</div>")),
    page("classify", "elements in each other around pictures", 500,
         lambda n: "<div>" * n + each(n, "<img src='/{}.jpg' alt='a {}'>")),
    page("classify", "lists that are the same", 1500,
         lambda n: each(n, f"<p>{LINE} {{}}</p><ul><li>a red wheel</li><li>a new stone</li></ul>")),
    page("classify", "lists that are the same, in a row", 2500,
         lambda n: "<ul><li>a red wheel</li><li>a new stone</li></ul>" * n + TEXT),
    page("classify", "embedded posts", 1000,
         lambda n: f"<div class=tweet><p>Ana @ana</p><p>{LINE}</p></div>" * n + TEXT),
    page("classify", "embedded posts in each other", 300,
         lambda n: f"<div class=tweet><p>Ana @ana</p><p>{LINE}</p>" * n),
    page("classify", "answers that a click shows", 1000,
         lambda n: (f"<h3><button aria-expanded=false>{LINE}</button></h3>"
                    f"<div hidden>{PARAGRAPH}</div>") * n),
    page("classify", "callouts", 1500,
         lambda n: f"<div class=note><p>Note</p><p>{LINE}</p></div>" * n),
    page("clean", "quotations in each other", 500, lambda n: f"<blockquote>{PARAGRAPH}" * n),
    page("clean", "quotations of nothing in each other", 500,
         lambda n: "<blockquote>" * n + f"<p>{LINE}</p>"),
    page("clean", "sections in each other", 500, lambda n: f"<section>{PARAGRAPH}" * n),
    page("clean", "lists in each other", 500, lambda n: f"<ul><li>{SENTENCE}" * n),
    page("clean", "tables in each other", 200, lambda n: f"<table><tr><td>{LINE}" * n),
    page("clean", "tables in a table", 750,
         lambda n: (
             "<table><tr><td>"
             f"{'<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>' * n}"
             "</td></tr></table>")),
    page("clean", "cells of a table", 1500,
         lambda n: f"<table>{f'<tr><td>{LINE}</td><td>12</td></tr>' * n}</table>"),
    page("clean", "cells that reach over all", 1000,
         lambda n: "<table>"
                   f"{f'<tr><td colspan=1000 rowspan=1000>{LINE}</td><td>12</td></tr>' * n}"
                   "</table>"),
    page("clean", "references to notes in one paragraph", 600,
         lambda n: f"<p>{each(n, f'{LINE}<sup id=r{{}}><a href=#n{{}}>{{}}</a></sup> ')}</p>"
                   f"<ol>{each(n, f'<li id=n{{}}>{LINE} {{}} <a href=#r{{}}>↩</a></li>')}</ol>"),
    page("clean", "notes in elements in each other", 500,
         lambda n: "<div>" * n + f"<p>{f'<a href=#x>1</a> {LINE} ' * n}</p><p id=x>1 note</p>"),
    page("clean", "links that touch", 9000,
         lambda n: f"<p>{each(n, '<a href=/{}>a</a>')}</p>" + TEXT),
    page("clean", "bullets that are typed", 1500, lambda n: each(n, f"<p>• {LINE} {{}}</p>")),
    page("clean", "listings", 6000,
         lambda n: f"<pre>{'<span class=k>int</span> x = 1;&#10;' * n}</pre>"),
    page("clean", "sources of a picture", 8000,
         lambda n: f"<img width=600 srcset='{each(n, '/{}.jpg {}w, ')}'>"),
    page("clean", "letters with accents", 100000, lambda n: f"<p>{'é' * n}</p>"),
    page("render", "one line of 1 MB", 60000, lambda n: f"<p>{'word ' * n}</p>", "text"),
    page("render", "one word", 300000, lambda n: f"<p>{'w' * n}</p>", "text"),
    page("render", "letters without blanks", 150000, lambda n: f"<p>{'橋' * n}</p>", "text"),
    page("render", "links, noted", 1000,
         lambda n: each(n, f"<p>{SENTENCE} <a href='/{{}}'>a word</a> of it.</p>"), "text"),
    page("render", "cells of a table", 1500,
         lambda n: f"<table>{f'<tr><td>{LINE}</td><td>12</td></tr>' * n}</table>", "text"),
    page("render", "columns of a table", 60,
         lambda n: f"<table>{('<tr>' + '<td>12</td>' * 50 + '</tr>') * n}</table>", "text"),
    page("render", "quotations in each other", 500,
         lambda n: f"<blockquote>{PARAGRAPH}" * n, "text"),
    page("render", "lists in each other", 1000, lambda n: f"<ul><li>{SENTENCE}" * n, "markdown"),
    page("render", "signs that Markdown knows", 32000,
         lambda n: f"<p>{'*a_ [b] `c` ' * n}</p>", "markdown"),
    page("render", "cells of a table", 1500,
         lambda n: f"<table>{f'<tr><td>{LINE}</td><td>12</td></tr>' * n}</table>", "markdown"),
    page("render", "notes", 500,
         lambda n: each(n, f"<p>{SENTENCE}<sup><a href=#n{{}}>{{}}</a></sup></p>")
                   + f"<ol>{each(n, f'<li id=n{{}}>{LINE}</li>')}</ol>", "markdown"),
    page("words", "letters with accents in a paragraph", 60000, lambda n: f"<p>{'é à ' * n}</p>"),
    page("words", "syllables", 120000, lambda n: f"<p>{'각' * n}</p>"),
    page("words", "marks on one letter", 50000, lambda n: f"<p>a{'&#769;&#803;' * n}</p>"),
    page("words", "lines that advertise", 800, lambda n: f"<p>Advertisement</p>{PARAGRAPH}" * n),
    page("pagetype", "numbers of pages", 6000,
         lambda n: f"<div class=pagination>{each(n, '<a href=?page={}>{}</a> ')}</div>"),
    page("pagetype", "next pages", 6000,
         lambda n: each(n, "<a rel=next href=?page={}>Next page</a>")),
    head("pagetype", "pages to go to", 8000,
         lambda n: "<meta http-equiv=refresh content='0; url=/x'>" * n),
    bare("pagetype", "forms", 500,
         lambda n: ("<title>Log in</title>"
                    + each(n, "<form><p>Subscribe to continue reading {}</p>"
                              "<input type=password></form>")).encode()),
    bare("pagetype", "a front page", 800,
         lambda n: ("<title>t</title>"
                    + each(n, "<div class=card><a href=/{}><h3>A story of the pier {}</h3></a>"
                              "<p>Nobody looks up.</p></div>")).encode()),
    bare("pagetype", "data of a script", 1000,
         lambda n: (f"<title>t</title><div id=root></div>"
                    + f'<script type="application/json">{json.dumps({"a": TEXT})}</script>' * n
                    ).encode()),
    head("metadata", "properties of the head", 4000,
         lambda n: each(n, "<meta property=og:title content='t {}'>"
                           "<meta name=author content='Ana {}'>")),
    head("metadata", "authors that are cited", 8000,
         lambda n: each(n, "<meta name=citation_author content='Ruiz, Ana {}'>")),
    head("metadata", "a title of many parts", 24000,
         lambda n: f"<title>{'word | word - ' * n}</title>"),
    head("metadata", "blocks of JSON-LD", 4000,
         lambda n: each(n, data('{"@type":"NewsArticle","headline":"t",'
                                '"author":{"name":"Ana {}"}}'))),
    head("metadata", "a graph of JSON-LD", 6000,
         lambda n: data(json.dumps({"@graph": [
             {"@type": "NewsArticle", "@id": f"#{i}", "author": {"@id": f"#{i + 1}"}}
             for i in range(n)]}))),
    head("metadata", "authors of JSON-LD", 12000,
         lambda n: data(json.dumps({"@type": "NewsArticle", "author": [
             {"@type": "Person", "name": f"Ana {i}"} for i in range(n)]}))),
    page("metadata", "bylines", 800,
         lambda n: each(n, "<div class=byline>By Ana Ruiz {}</div>"), "json"),
    page("metadata", "a byline of many names", 16000,
         lambda n: f"<div class=byline>By {'Ana Ruiz and ' * n}</div>", "json"),
    page("metadata", "times", 1500,
         lambda n: f"<p>{'<time datetime=2026-11-24>24 November 2026</time> ' * n}</p>", "json"),
    page("metadata", "a time of many letters", 5000,
         lambda n: f"<time datetime='{'a' * 5 * n} 1'></time>", "json"),
    page("metadata", "names of microdata", 4000,
         lambda n: each(n, "<span itemprop=author itemscope itemtype='http://schema.org/Person'>"
                           "<span itemprop=name>Ana {}</span></span>"), "json"),
    bare("dom", "Big5 that is not declared", 3000,
         lambda n: (f"<p>{'橋上人多' * 10}</p>" * n).encode("big5")),
    bare("dom", "UTF-16", 1000, lambda n: f"<title>t</title>{PARAGRAPH * n}".encode("utf-16")),
]  # fmt: skip

# --- mails ----------------------------------------------------------------------------------------


def mail(body="", content=HTML, **fields):
    """A newsletter. fields: other values, or more fields, with _ for -."""
    head = {
        "From": "News <news@example.org>",
        "To": "b@example.com",
        "Subject": "The bridge",
        "Date": "Tue, 24 Nov 2026 08:00:00 +0000",
        "Message-ID": "<1@example.org>",
        "List-Id": "<news.example.org>",
        "List-Unsubscribe": "<https://news.example.org/u>",
        "MIME-Version": "1.0",
    }
    head.update({name.replace("_", "-"): value for name, value in fields.items()})
    lines = "".join(f"{name}: {value}\n" for name, value in head.items() if value)
    return f"{lines}{content}\n\n{body}".encode()


def personal(body):
    return mail(body, PLAIN, List_Id="", List_Unsubscribe="")


BEGINNING = "<h1>The old bridge</h1>" + PARAGRAPH * 3


def letter(module, name, size, make_mail, *args, env=None):
    return Row(module, name, size, lambda n: Work(make_mail(n), args, env or {}))


def orphan(name, size, make):
    """A row of the gate, which shows a mail without the reader."""
    dead = {"OFFPRINT_FAULT": "locate:KILL"}
    return letter("gate", f"{name}, where the reader is dead", size, make, "--to", "text", env=dead)


def part(kind, body, more=""):
    return f"--X\nContent-Type: {kind}\n{more}\n{body}\n"


HTML_PART = part("text/html; charset=utf-8", BEGINNING)
BASE64 = "Content-Transfer-Encoding: base64\n"


def noise(count):
    return base64.encodebytes(random.Random(1).randbytes(count)).decode()


READ_MORE = f"{PARAGRAPH}<p><a href='{NEWS}/{{}}'>Read more</a></p>"
MAILS = [
    letter("locate", "links of a letter", 300,
           lambda n: mail(each(n, f"<h3><a href='{NEWS}/{{}}'>"
                                  "A story of the pier, number {}</a></h3>"
                                  "<p>Nobody looks up.</p>"))),
    letter("locate", "links in one paragraph", 1000,
           lambda n: mail(f"<p>{each(n, f'<a href={NEWS}/{{}}>a word</a> ')}</p>")),
    letter("locate", "stories to read more of", 300, lambda n: mail(each(n, READ_MORE))),
    letter("locate", "pictures with links", 600,
           lambda n: mail(each(n, f"<a href='{NEWS}/{{}}'>"
                                  f"<img src='{NEWS}/{{}}.jpg' width=600 height=400></a>"))),
    letter("locate", "lines that quote", 1000,
           lambda n: mail(each(n, "<blockquote type=cite><p>a line {}</p></blockquote>"))),
    letter("locate", "quotations in each other", 500,
           lambda n: mail(BEGINNING + "<blockquote type=cite><p>a line</p>" * n)),
    letter("locate", "labels and codes", 800,
           lambda n: mail(each(n, "<p>Order number: {}00417 49,90 €</p>"))),
    letter("locate", "tables in each other", 300,
           lambda n: mail(BEGINNING + f"<table><tr><td>{SENTENCE}" * n)),
    letter("locate", "addresses on one line of text", 1000,
           lambda n: mail(each(n, f"Read {NEWS}/{{}} or "), PLAIN)),
    letter("locate", "addresses on lines of their own", 400,
           lambda n: mail(each(n, f"A story {{}}\n{NEWS}/{{}}\n\n"), PLAIN)),
    letter("links", "what trackers add", 300,
           lambda n: mail(each(n, f"<p><a href='{NEWS}/{{}}?utm_source=a&utm_medium=b&x={{}}'>"
                                  f"{SENTENCE}</a></p>"))),
    letter("links", "addresses of many parameters", 120,
           lambda n: mail(BEGINNING + (f"<p><a href='{NEWS}/a?{each(200, 'utm_{}=a&')}'>"
                                       "Read more</a></p>") * n)),
    letter("links", "addresses in addresses", 300,
           lambda n: mail(each(n, "<p><a href='https://t.example.net/c?url="
                                  f"https%3A%2F%2Fnews.example.org%2F{{}}'>{SENTENCE}</a></p>"))),
    letter("links", "links that act", 1200,
           lambda n: mail(BEGINNING
                          + each(n, f"<p><a href='{NEWS}/unsubscribe/{{}}'>Unsubscribe</a></p>"))),
    letter("links", "addresses for leaving, and links", 300,
           lambda n: mail(BEGINNING + each(n, f"<p><a href='{NEWS}/u{{}}'>{SENTENCE}</a></p>"),
                          List_Unsubscribe=each(n, "<https://news.example.org/u{}>,\n "))),
    letter("links", "words of a link", 8000,
           lambda n: mail(f"{BEGINNING}<p><a href='{NEWS}/a'>{'read more é ' * n}</a></p>")),
    letter("mail", "attachments", 1500,
           lambda n: mail(HTML_PART + part("application/octet-stream; name=a", "AAAA", BASE64) * n
                          + "--X--\n", MIXED)),
    letter("mail", "texts that go along", 2100,
           lambda n: mail(HTML_PART + part("text/plain", SENTENCE) * n + "--X--\n", MIXED)),
    letter("mail", "an attachment", 1000,
           lambda n: mail(HTML_PART + part("application/octet-stream", noise(2000 * n), BASE64)
                          + "--X--\n", MIXED)),
    letter("mail", "lines that begin like a boundary", 50000,
           lambda n: mail(HTML_PART + "--Y\n" * n + "--X--\n", MIXED)),
    letter("mail", "multiparts in each other", 500,
           lambda n: mail(each(n, '--X\nContent-Type: multipart/mixed; boundary="X"\n\n'), MIXED)),
    letter("mail", "fields of the header", 8000,
           lambda n: each(n, "X-F{}: a\n").encode() + mail(BEGINNING)),
    letter("mail", "fields of one name", 6000,
           lambda n: each(n, "List-Unsubscribe: <https://news.example.org/{}>\n").encode()
                     + mail(BEGINNING)),
    letter("mail", "a folded field", 12000,
           lambda n: mail(BEGINNING, Subject="The bridge" + "\n folded line" * n)),
    letter("mail", "addresses in To", 10000,
           lambda n: mail(BEGINNING, To=each(n, "Ana Ruiz <a{}@example.com>,\n "))),
    letter("mail", "addresses in From", 4000,
           lambda n: mail(BEGINNING, From=each(n, "Ana Ruiz <a{}@example.com>, "))),
    letter("mail", "brackets in From", 100000, lambda n: mail(BEGINNING, From="a@b " + "(" * n)),
    letter("mail", "encoded words", 20000,
           lambda n: mail(BEGINNING, Subject="=?utf-8?q?a=C3=A4?= " * n)),
    letter("mail", "encoded words that do not end", 8000,
           lambda n: mail(BEGINNING, Subject="=?utf-8?q?a" * n)),
    letter("mail", "references", 60000,
           lambda n: mail(BEGINNING, References=each(n, "<{}@example.org> "))),
    letter("mail", "parameters of the type", 5000,
           lambda n: mail(BEGINNING, f"{HTML}; {each(n, 'a{}=b; ')}")),
    letter("mail", "quoted-printable", 400,
           lambda n: mail(BEGINNING + f"<p>{SENTENCE}=\n=C3=A4</p>" * n,
                          HTML + "\nContent-Transfer-Encoding: quoted-printable")),
    letter("mail", "parts, looked through for the original", 2000,
           lambda n: mail(HTML_PART * n + "--X--\n", MIXED, X_Offprint="status=included"),
           "--restore"),
    letter("extract", "paragraphs of text", 400, lambda n: mail(f"{SENTENCE}\n\n" * n, PLAIN)),
    letter("extract", "one line of text", 1200, lambda n: mail(f"{SENTENCE} " * n, PLAIN)),
    letter("extract", "quoted lines", 600, lambda n: mail(f">> {SENTENCE}\n" * n, PLAIN)),
    letter("extract", "flowed lines", 2400,
           lambda n: mail(f"{SENTENCE[:60]} \n" * n, PLAIN + "; format=flowed")),
    letter("extract", "entries of a list in text", 1500, lambda n: mail("- a line\n" * n, PLAIN)),
    letter("extract", "lists in each other in text", 1500,
           lambda n: mail("".join(" " * (i % 100) + "- a line\n" for i in range(n)), PLAIN)),
    letter("extract", "columns of text", 3000,
           lambda n: mail("Lock      Rise  Built\n" * n, PLAIN)),
    letter("extract", "empty lines", 60000, lambda n: mail(SENTENCE + "\n" * n, PLAIN)),
    letter("extract", "marks that do not end", 24000, lambda n: mail("*a _b " * n, PLAIN)),
    orphan("tags", 40000, lambda n: mail("<p class='a b'>one &amp; line" * n)),
    orphan("an open tag", 160000, lambda n: mail("<p a='" * n)),
    orphan("references", 40000, lambda n: mail("&#65;&amp;&nosuch; " * n)),
    orphan("blanks", 240000, lambda n: mail(" \n\t" * n)),
    orphan("parts", 1000, lambda n: mail(HTML_PART * n + "--X--\n", MIXED)),
    letter("gate", "mails of a mailbox", 200,
           lambda n: (FROM_LINE + personal("Hello.\n") + b"\n") * n,
           "--from", "mbox", "--to", "mbox"),
    letter("gate", "lines of a mail that begin with From", 20000,
           lambda n: FROM_LINE + personal("From here\n>From there\n" * n),
           "--from", "mbox", "--to", "mbox"),
    letter("wire", "a mail that is left alone", 400, lambda n: personal(f"{SENTENCE * 20}\n" * n)),
    Row("wire", "letters of an option that is misspelt", 15000,
        lambda n: Work(b"", ("--" + "a" * n,))),
    letter("input", "From_ lines", 5000, lambda n: FROM_LINE * n, "--from", "mbox", "--to", "mbox"),
    letter("reader", "mails to JSON", 120,
           lambda n: (FROM_LINE + mail(BEGINNING) + b"\n") * n,
           "--from", "mbox", "--to", "json"),
    letter("reader", "links to JSON", 300, lambda n: mail(each(n, READ_MORE)), "--to", "links"),
    letter("reader", "stories to explain", 300, lambda n: mail(each(n, READ_MORE)), "--explain"),
]  # fmt: skip

# --- feeds and lists ------------------------------------------------------------------------------


def item(number, more="", text=SENTENCE):
    link = f"{NEWS}/{number}"
    return (
        f"<item><title>Story {number}</title><link>{link}</link><guid>{link}</guid>"
        f"<description>{text}</description>{more}</item>"
    )


def full_item(number):
    text = (PARAGRAPH * 2).replace("<", "&lt;")
    return item(number, f"<content:encoded>{text}</content:encoded>")


def channel(items):
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
        "xmlns:media='http://search.yahoo.com/mrss/'><channel><title>N</title>"
        f"<link>{NEWS}/</link>{items}</channel></rss>"
    ).encode()


def feed(module, name, size, items, to="mbox"):
    args = ("--from", "feed", "--to", to)
    return Row(module, f"{name}, to {to}", size, lambda n: Work(channel(items(n)), args))


def full_items(count):
    return "".join(full_item(i) for i in range(count))


def json_feed(count):
    items = [{"id": str(i), "url": f"{NEWS}/{i}", "content_html": PARAGRAPH} for i in range(count)]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "N", "items": items}).encode()


def newsboat(count):
    text = f"Feed: N\nTitle: t\nLink: {NEWS}/a\n\n" + each(count, f"{SENTENCE} [{{}}]\n")
    return (text + "\nLinks: \n" + each(count, f"[{{}}]: {NEWS}/{{}} (link)\n")).encode()


def entities(count):
    declared = each(count, "<!ENTITY e{} 'a'>")
    head, rest = channel(item(1) + each(count, "&e{};")).split(b"?>", 1)
    return head + f"?><!DOCTYPE rss [{declared}]>".encode() + rest


FEEDS = [
    *(feed("reader", "items", 150, full_items, to)
      for to in ("mbox", "json", "feed", "links", "text", "html", "markdown")),
    feed("reader", "words of an item", 1200, lambda n: item(1, text=SENTENCE * n)),
    feed("reader", "links of an item", 1500,
         lambda n: item(1, text=each(n, "&lt;a href='/{}'&gt;word&lt;/a&gt; "))),
    feed("input", "categories", 8000, lambda n: item(1, each(n, "<category>c{}</category>"))),
    feed("input", "authors", 8000, lambda n: item(1, each(n, "<dc:creator>Ana {}</dc:creator>"))),
    feed("input", "enclosures", 4000,
         lambda n: item(1, each(n, f"<enclosure url='{NEWS}/{{}}.mp3' "
                                   "type='audio/mpeg' length='1'/>"))),
    feed("input", "pictures", 3200,
         lambda n: item(1, each(n, f"<media:content url='{NEWS}/{{}}.jpg' medium='image'/>"))),
    feed("input", "items of one identity", 100, lambda n: item(1) * n),
    feed("input", "elements in each other", 4000, lambda n: "<a>" * n, "feed"),
    feed("input", "references that nobody declared", 30000,
         lambda n: "&nosuch; &eacute; & " * n, "feed"),
    feed("input", "brackets", 140000, lambda n: "< " * n, "feed"),
    feed("input", "items that are not closed", 2000, lambda n: "<item><title>a" * n, "feed"),
    feed("input", "end tags of nothing", 80000, lambda n: "</b>" * n, "feed"),
    feed("input", "attributes", 40000, lambda n: f"<a {each(n, 'a{}=1 ')}/>", "feed"),
    feed("input", "comments that are not closed", 80000, lambda n: "<!-- a " * n + item(1), "feed"),
    feed("input", "pieces of CDATA", 2400,
         lambda n: item(1, f"<content:encoded>{f'<![CDATA[{PARAGRAPH}]]>' * n}</content:encoded>"),
         "feed"),
    Row("input", "entities", 10000,
        lambda n: Work(entities(n), ("--from", "feed", "--to", "feed"))),
    Row("input", "items of a JSON feed", 600,
        lambda n: Work(json_feed(n), ("--from", "feed", "--to", "feed"))),
    Row("input", "links of newsboat's text", 800,
        lambda n: Work(newsboat(n), ("--from", "newsboat", "--to", "text"))),
    Row("input", "addresses", 1000,
        lambda n: Work(each(n, f"{NEWS}/{{}}\n").encode(), ("--from", "urls", "--to", "json"))),
    Row("input", "outlines", 1000,
        lambda n: Work(("<opml><body>"
                        f"{each(n, f'<outline xmlUrl={chr(39)}{NEWS}/{{}}{chr(39)}/>')}"
                        "</body></opml>").encode(), ("--from", "opml", "--to", "json"))),
    Row("extract", "lines of plain text", 5000,
        lambda n: Work(b"a\n" * n, ("--from", "text", "--to", "html"))),
]  # fmt: skip

# --- archives -------------------------------------------------------------------------------------


def record(body, more="", kind="text/html"):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {NEWS}/1\r\n"
    head += f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


STORY = f"<title>t</title><article>{TEXT}</article>".encode()
CHUNKED = "Transfer-Encoding: chunked\r\n"


def archive(name, size, make):
    return Row("warc", name, size, lambda n: Work(make(n), ("--from", "warc", "--to", "json")))


ARCHIVES = [
    archive("records", 150, lambda n: record(STORY) * n),
    archive("records, each compressed", 150, lambda n: gzip.compress(record(STORY)) * n),
    archive("other records", 40000,
            lambda n: b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 1\r\n\r\na\r\n\r\n" * n),
    archive("line ends between records", 400000,
            lambda n: record(STORY) + b"\r\n" * n + record(STORY)),
    archive("what is no record", 200000, lambda n: b"junk\r\n" * n),
    archive("pieces of a body", 100000,
            lambda n: record(b"1\r\na\r\n" * n + b"0\r\n\r\n", CHUNKED)),
    archive("fields of a page", 1500, lambda n: record(STORY, each(n, "X-F{}: a\r\n"))),
]  # fmt: skip

# --- with files, and with a server ----------------------------------------------------------------


def placed(module, name, size, make):
    return Row(module, name, size, make, placed=True)


def addresses(place, count):
    return each(count, f"{place.server}/{{}}\n").encode()


def fetched(place, count, *more):
    args = ("--from", "urls", "--to", "json", "--allow-net", "127.0.0.1/32", *more)
    return Work(addresses(place, count), args)


def one_fetched(place, path, *more):
    args = ("--from", "url", "--to", "json", "--allow-net", "127.0.0.1/32", *more)
    return Work(f"{place.server}/{path}\n".encode(), args)


def networks(place, count):
    nets = ",".join(["127.0.0.1/32", *(f"10.{i // 250}.{i % 250}.0/24" for i in range(count))])
    return Work(
        f"{place.server}/\n".encode(), ("--from", "url", "--to", "json", "--allow-net", nets)
    )


def replayed(count, place):
    pages = b"".join(record(STORY).replace(b"/1\r", b"/%d\r" % i, 1) for i in range(count))
    args = ("--from", "urls", "--to", "json", "--replay", place.file("a.warc", pages))
    return Work(each(count, f"{NEWS}/{{}}\n").encode(), args)


def jar(place, count):
    lines = each(count, "127.0.0.1\tFALSE\t/\tFALSE\t0\ta{}\tb\n")
    return place.file("cookies", f"# Netscape HTTP Cookie File\n{lines}".encode())


def ruled(place, rules, body):
    folder = place.folder()
    (folder / "news.example.org.txt").write_text(rules)
    args = ("--sites", str(folder), "--base-url", f"{NEWS}/a", "--from", "html", "--to", "html")
    return Work(f"<title>t</title><article>{TEXT}{body}</article>".encode(), args)


def configured(place, text):
    return Work(mail(BEGINNING), ("--config", place.file("conf", text.encode())))


def book(place, mails):
    args = ("--from", "mbox", "--to", f"epub:{place.folder()}/book.epub")
    return Work(b"".join(FROM_LINE + one + b"\n" for one in mails), args)


PLACED = [
    placed("fetch", "pages", 40, lambda n, p: fetched(p, n)),
    placed("fetch", "pages into the cache", 30,
           lambda n, p: fetched(p, n, "--cache", f"{p.folder()}/cache.db")),
    placed("fetch", "pages into an archive", 30,
           lambda n, p: fetched(p, n, "--record", f"{p.folder()}/new.warc")),
    placed("fetch", "pages out of an archive", 80, replayed),
    placed("fetch", "a page in pieces of a byte", 100000,
           lambda n, p: one_fetched(p, f"?pieces={n}")),
    placed("fetch", "a large page", 2000, lambda n, p: one_fetched(p, f"?paragraphs={n}")),
    placed("fetch", "cookies of the host", 1000,
           lambda n, p: one_fetched(p, "", "--cookies", jar(p, n))),
    placed("fetch", "networks that may be reached", 50, lambda n, p: networks(p, n)),
    placed("gate", "lines of the configuration", 600,
           lambda n, p: configured(p, each(n, "[sender *@e{}.example]\nwidth = 70\n"))),
    placed("gate", "items into a Maildir", 60,
           lambda n, p: Work(channel(full_items(n)),
                             ("--from", "feed", "--to", f"maildir:{p.folder()}/new"))),
    placed("sites", "rules for the title", 400,
           lambda n, p: ruled(p, each(n, "title: //h1[@class='a{}']\n"), "")),
    placed("sites", "elements that are taken out", 800,
           lambda n, p: ruled(p, "strip: //p[@class='ad']\n", f"{PARAGRAPH}<p class=ad>x</p>" * n)),
    placed("sites", "words that are replaced", 1600,
           lambda n, p: ruled(p, "find_string: bridge\nreplace_string: pier\n", PARAGRAPH * n)),
    placed("sites", "letters that become words", 48000,
           lambda n, p: ruled(p, "find_string: a\nreplace_string: aaaaaaaa\n",
                              f"<p>{'a' * n}</p>")),
    placed("epub", "chapters", 60, lambda n, p: book(p, [mail(BEGINNING)] * n)),
    placed("epub", "paragraphs of a chapter", 400, lambda n, p: book(p, [mail(PARAGRAPH * n)])),
]  # fmt: skip

GROWTH = PAGES + MAILS + FEEDS + ARCHIVES + PLACED
