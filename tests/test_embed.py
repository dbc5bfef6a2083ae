"""--images=embed: the article's pictures go along, if they are pictures (RFC 2387, 2392)."""

import email
import email.policy
import time

import pytest

from harness import TEASER, run
from pictures import WEBP, png
from samples import BRIDGE
from servers import ALLOW, HTML, WORDS, Site, serving

PICTURES = {
    "a.png": png(1),
    "same.png": png(1),
    "b.jpg": b"\xff\xd8\xff\xe0" + b"j" * 99,
    "c.gif": b"GIF89a" + b"g" * 99,
    "d.webp": WEBP,
    "e.avif": b"\0\0\0\x1cftypavif" + b"v" * 99,
    "lie.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "lie.png": b"<html><script>alert(1)</script></html>",
    "huge.png": png(2, 4 << 20),
    "wav.webp": b"RIFF\x10\0\0\0WAVEfmt " + b"w" * 99,
}
GOOD = ["a.png", "b.jpg", "c.gif", "d.webp", "e.avif"]
TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]
# Longer than any deadline here.
SLOW = 6


class Pictures(Site):
    """The page, and the pictures by name; whatever they are, they are said to be PNG."""

    def answer(self):
        name = self.path.lstrip("/").split("?")[0]
        if name == "page":
            self.send(self.server.page.encode(), HTML)
        elif name == "slow.png":
            time.sleep(SLOW)
            self.send(png(3), "image/png")
        elif name in PICTURES:
            kind = "image/svg+xml" if name.endswith("svg") else "image/png"
            self.send(PICTURES[name], kind)
        else:
            self.send_error(404)


@pytest.fixture(name="server", scope="module")
def serve():
    with serving(Pictures) as server:
        yield server


def figure(number, source):
    return (
        f'<figure><img src="{source}" alt="Picture {number}" width="400" height="300">'
        f"<figcaption>Caption {number}</figcaption></figure>{WORDS}"
    )


class Fetched:
    """The offprint of a mail whose article has these pictures."""

    def __init__(self, server, sources, args):
        figures = "".join(figure(number, source) for number, source in enumerate(sources))
        server.page = (
            "<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>"
            f"{WORDS}{figures}</article></body></html>"
        )
        server.hits.clear()
        self.mail = TEASER.replace(BRIDGE, f"{server.base}/page".encode())
        how = ["-v", "--cache", "off", "--allow-net", ALLOW, "--images=embed"]
        done = run(*how, *args, stdin=self.mail, timeout=20)
        self.out = done.out
        self.said = done.said
        self.message = email.message_from_bytes(done.out, policy=email.policy.default)
        self.hits = list(server.hits)

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()

    @property
    def pictures(self):
        return [part for part in self.message.walk() if part.get_content_maintype() == "image"]


@pytest.fixture(name="fetch")
def make_fetch(server):
    return lambda *sources, args=(): Fetched(server, sources, args)


@pytest.fixture(name="good", scope="module")
def fetch_good(server):
    return Fetched(server, GOOD, ())


def test_related(good):
    """Its first part is the HTML."""
    parts = list(good.message.walk())
    [related] = [part for part in parts if part.get_content_type() == "multipart/related"]
    assert related.get_param("type") == "text/html"
    assert related.get_payload()[0].get_content_type() == "text/html"


def test_five_sorts_of_pictures(good):
    """Typed by their bytes, whole."""
    assert [part.get_content_type() for part in good.pictures] == TYPES
    assert [part.get_content() for part in good.pictures] == [PICTURES[name] for name in GOOD]


def test_each_is_pointed_to(good, server):
    """And nothing is left to be loaded."""
    names = [part["Content-ID"].strip("<>") for part in good.pictures]
    assert len(set(names)) == 5
    assert all(f'src="cid:{name}"' in good.html for name in names)
    assert server.base not in "".join(good.html.split("<img")[1:])


def test_text_part_is_as_it_was(good):
    assert "Caption 0" in good.message.get_body(("plain",)).get_content()


def test_original_comes_back(good):
    assert run("--restore", stdin=good.out).out == good.mail


def test_same_article_gives_the_same_message(good, fetch):
    assert fetch(*GOOD).out == good.out


def test_same_picture_goes_along_once(fetch):
    found = fetch("a.png", "a.png", "same.png")
    assert len(found.pictures) == 1
    assert found.html.count("cid:") == 3
    assert found.hits.count("/a.png") == 1


@pytest.mark.parametrize(
    "name, why",
    [
        ("lie.svg", "not a picture"),
        ("lie.png", "not a picture"),
        ("wav.webp", "not a picture"),
        ("huge.png", "too-large"),
        ("nowhere.png", "stays a link"),
    ],
)
def test_stays_a_link(fetch, server, name, why):
    found = fetch(name, "a.png")
    assert len(found.pictures) == 1
    assert f"{server.base}/{name}" in found.html
    assert why in found.said


def test_nothing_of_the_private_network(fetch):
    """Nor files, nor data."""
    found = fetch(
        "http://10.0.0.1/x.png",
        "http://[::ffff:169.254.169.254]/y.png",
        "file:///etc/passwd",
        "data:image/svg+xml,<svg/>",
    )
    assert not found.pictures
    assert b"status=fetched" in found.out


def test_address_that_only_one_reader_was_sent(fetch):
    found = fetch("a.png?recipient=c2VjcmV0LXRva2VuLW9mLW9uZS1yZWFkZXItMTIzNDU2Nzg5MA")
    assert len(found.hits) == 1
    assert not found.pictures


def test_forty_at_most(fetch):
    assert len(fetch(*[f"a.png?n={number}" for number in range(60)]).hits) <= 41


def test_picture_that_does_not_come_in_time(fetch):
    begun = time.monotonic()
    found = fetch("slow.png", "a.png", args=["--deadline", "4"])
    assert time.monotonic() - begun < 5
    assert b"status=fetched" in found.out
    assert len(found.pictures) == 1


def test_no_fetch(fetch):
    assert not fetch("a.png", args=["--no-fetch"]).hits


def test_html_holds_them(fetch, server):
    found = fetch("a.png", args=["--to", "html"])
    assert f"{server.base}/a.png".encode() not in found.out
    assert b'src="data:image/png;base64,' in found.out


def test_images_drop(fetch):
    found = fetch("a.png", args=["--images=drop"])
    assert b"<img" not in found.out
    assert len(found.hits) == 1
