"""Files of their own: --to epub:FILE, and --to html --images=embed."""

import io
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile

import pytest

from harness import TOP, run
from pictures import WEBP, png
from servers import ALLOW, Site, serving

PICTURES = {"/a.png": png(1), "/d.webp": WEBP}
PROSE = (
    "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who "
    "had waited on both banks cheered as it came.</p>"
)
NET = ("--cache", "off", "--allow-net", ALLOW)
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
GOLDEN = TOP / "tests" / "golden"
EPUBCHECK = ("/usr/share/java/epubcheck.jar", "/usr/bin/epubcheck")
FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour &lt;Weekly&gt;</title><link>{base}/</link>
{items}
</channel></rss>"""
ITEM = (
    "<item><title>Story {number} &amp; more</title><link>{base}/story{number}</link>"
    "<guid>{number}</guid><content:encoded><![CDATA[{prose}<figure>"
    '<img src="{base}/a.png" alt="The boat"></figure>{other}]]></content:encoded></item>'
)


class Pictures(Site):
    def answer(self):
        if self.path in PICTURES:
            self.send(PICTURES[self.path], "image/png")
        else:
            self.send_error(404)


@pytest.fixture(name="base", scope="module")
def serve():
    with serving(Pictures) as server:
        yield server.base


def figure(base, name):
    return (
        f'<figure><img src="{base}/{name}" alt="Boats, {name[0]}" width="900" height="600">'
        f"<figcaption>Boats at noon {name}</figcaption></figure>"
    )


def page(base):
    figures = "".join(figure(base, name) for name in ("a.png", "d.webp", "gone.png"))
    title = "The bridge &amp; the boats"
    return (
        f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{PROSE}{figures}{PROSE.replace('Tuesday', 'Friday')}<pre>\n  a &lt; b\n</pre>"
        "<p>Line one<br>line two &nbsp;of it, a &amp; b.</p></article></body></html>"
    ).encode()


# --- one page


def embedded(base, *args):
    how = ["--from", "html", "--base-url", f"{base}/page", "--to", "html", "--images=embed"]
    return run(*how, *args, stdin=page(base))


def test_page_holds_its_pictures(base):
    done = embedded(base, *NET)
    assert done.status == 0
    assert 'src="data:image/png;base64,' in done.text
    assert 'src="data:image/webp;base64,' in done.text


def test_what_cannot_be_fetched_stays_a_link(base):
    assert f'src="{base}/gone.png"' in embedded(base, *NET).text


def test_width_and_height(base):
    """No wider than a column."""
    assert 'width="640" height="426"' in embedded(base, *NET).text


def test_no_fetch(base):
    done = embedded(base, "--no-fetch")
    assert done.status == 0
    assert b"data:" not in done.out


# --- a book


class Book:
    """What a run with --to epub left in an empty folder."""

    def __init__(self, folder, *args, stdin):
        path = folder / "book.epub"
        self.done = run(*args, "--to", f"epub:{path}", stdin=stdin)
        self.left = sorted(os.listdir(folder))
        self.path = path
        self.data = path.read_bytes() if path.exists() else b""

    @property
    def zip(self):
        return zipfile.ZipFile(io.BytesIO(self.data))

    @property
    def names(self):
        return self.zip.namelist()

    def text(self, name):
        return self.zip.read(name).decode()

    @property
    def package(self):
        """The name of the file that lists the others."""
        root = ET.fromstring(self.zip.read("META-INF/container.xml"))
        return root.find(f".//{CONTAINER}rootfile").get("full-path")


def one_article(folder, base):
    address = ["--from", "html", "--base-url", f"{base}/page"]
    return Book(folder, *address, *NET, stdin=page(base))


def whole_feed(folder, base):
    items = [
        ITEM.format(
            base=base, number=number, prose=PROSE, other=PROSE.replace("Tuesday", f"day {number}")
        )
        for number in range(3)
    ]
    feed = FEED.format(base=base, items="".join(items)).encode()
    return Book(folder, "-v", "--from", "feed", *NET, stdin=feed)


def arabic(folder, _base):
    html = (GOLDEN / "pages" / "arabic.html").read_bytes()
    return Book(folder, "--from", "html", "--no-fetch", stdin=html)


def golden(name):
    """Makes a book of one of the golden pages."""
    path = next(p for p in (GOLDEN / "pages" / name, GOLDEN / name) if p.exists())
    how = ["--from", "html", "--no-fetch", "--base-url", "https://paper.example.org/p"]
    return lambda folder, _base: Book(folder, *how, stdin=path.read_bytes())


GOLDEN_PAGES = ("media", "structure", "tables", "science", "howto", "untidy")
BOOKS = {
    "article": one_article,
    "feed": whole_feed,
    "arabic": arabic,
    **{name: golden(f"{name}.html") for name in GOLDEN_PAGES},
}
THOROUGH = ("article", "feed", "structure", "media")
every_book = pytest.mark.parametrize("name", BOOKS)


@pytest.fixture(name="books", scope="module")
def make_books(base, tmp_path_factory):
    """Each book is made once, when it is asked for."""
    made = {}

    def book(name):
        if name not in made:
            made[name] = BOOKS[name](tmp_path_factory.mktemp(name), base)
        return made[name]

    return book


@pytest.mark.parametrize("name", ["article", "feed"])
def test_written_and_nothing_else(books, name):
    book = books(name)
    assert book.done.status == 0, book.done
    assert book.done.out == b""
    assert book.left == ["book.epub"]


def test_written_in_silence(books):
    assert books("article").done.err == b""


@every_book
def test_first_file_says_what_it_is(books, name):
    """At byte 38."""
    book = books(name)
    assert book.names[0] == "mimetype"
    assert book.zip.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert book.data[38:58] == b"application/epub+zip"


@every_book
def test_whole(books, name):
    book = books(name)
    assert book.zip.testzip() is None
    assert len(set(book.names)) == len(book.names)


@every_book
def test_package_lists_its_files(books, name):
    book = books(name)
    package = ET.fromstring(book.zip.read(book.package))
    items = {f"EPUB/{item.get('href')}" for item in package.iter(f"{OPF}item")}
    assert items | {book.package, "mimetype", "META-INF/container.xml"} == set(book.names)


@every_book
def test_chapters_have_their_pictures_with_them(books, name):
    book = books(name)
    chapters = [file for file in book.names if file.endswith(".xhtml")]
    assert chapters
    for chapter in chapters:
        for element in ET.fromstring(book.zip.read(chapter)).iter():
            if "src" in element.attrib:
                assert f"EPUB/{element.attrib['src']}" in book.names


@pytest.mark.parametrize("name", THOROUGH)
def test_epubcheck_has_nothing_to_say(books, name):
    java = shutil.which("java")
    jar = next((path for path in EPUBCHECK if os.path.exists(path)), None)
    if not java or not jar:
        pytest.skip("install epubcheck, and java to run it (contrib/setup test)")
    command = [java, "-jar", jar, str(books(name).path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_picture_that_readers_need_not_know(books):
    """It is its words."""
    chapter = books("article").text("EPUB/chapter1.xhtml")
    assert "[Picture: Boats, d]" in chapter
    assert "Boats at noon gone.png" in chapter


def test_same_article_is_the_same_book(books, base, tmp_path):
    """But for the date in its package."""
    first, second = books("article"), one_article(tmp_path, base)
    assert first.names == second.names
    for name in first.names:
        assert name.endswith(".opf") or first.zip.read(name) == second.zip.read(name)


def test_contents_list_the_chapters(books):
    contents = books("feed").text("EPUB/nav.xhtml")
    assert all(f"Story {number} &amp; more" in contents for number in range(3))
    assert "Harbour &lt;Weekly&gt;" in contents


def test_picture_that_chapters_share(books):
    """It is in the book once."""
    assert sum(name.endswith(".png") for name in books("feed").names) == 1


def test_language_and_direction(books):
    chapter = books("arabic").text("EPUB/chapter1.xhtml")
    assert 'dir="rtl"' in chapter
    assert 'xml:lang="ar"' in chapter


def test_long_word_is_broken(books):
    """An address in a title is wider than the screen of a reader."""
    assert "overflow-wrap:break-word" in books("article").text("EPUB/style.css")


# --- what goes wrong

OFFLINE = ["--from", "html", "--no-fetch"]


def test_place_that_cannot_be_written_to(base):
    path = "/nonexistent/folder/book.epub"
    done = run(*OFFLINE, "--to", f"epub:{path}", stdin=page(base))
    assert done.status == 74
    assert done.out == b""
    assert path in done.said


def test_reader_that_dies(base, tmp_path):
    """The old file stays, or a plain book is there."""
    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    env = {"OFFPRINT_FAULT": "compose:KILL"}
    done = run("--from", "html", "--to", f"epub:{path}", stdin=page(base), env=env)
    left = path.read_bytes()
    assert left[:2] == b"PK" or (done.status != 0 and left == b"old")
    assert os.listdir(tmp_path) == ["book.epub"]


def test_file_that_is_there_is_replaced(base, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(b"old")
    assert run(*OFFLINE, "--to", f"epub:{path}", stdin=page(base)).status == 0
    assert path.read_bytes()[:2] == b"PK"


def test_book_without_a_name(base):
    assert run("--to", "epub:", stdin=page(base)).status == 64


def test_book_of_nothing(tmp_path):
    """There is none, or one that says so; never a broken file."""
    book = Book(tmp_path, *OFFLINE, stdin=b"")
    assert book.left in ([], ["book.epub"])
    assert (book.done.status != 0) == (book.left == [])
