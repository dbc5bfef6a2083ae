"""DESIGN 3: the command line, every way in and every way out."""

import email
import email.policy
import json
import re
import stat

import pytest

from harness import MAIL, TEASER, WARC, run
from samples import BRIDGE
from servers import PAGE

FEED = (MAIL / "feed.rss").read_bytes()
ATOM = (MAIL / "feed.atom").read_bytes()
NEWSBOAT = (MAIL / "newsboat.txt").read_bytes()
RSS2EMAIL = (MAIL / "rss2email.eml").read_bytes()
KEYS = "url title byline date site lang description image kind status text html".split()
LORRY = "first lorry rolled over the old bridge"
ARTICLE = "https://harbour.example.org/2026/11/bridge"
SEPARATOR = b"From letter@harbour.example.org Tue Nov 24 08:10:00 2026\n"


def out_of(*args, stdin=b""):
    """What comes out, with the sample site in place of the network."""
    done = run("--replay", WARC, *args, stdin=stdin)
    assert done.status == 0, done
    return done.out


def text_of(*args, stdin=b""):
    return out_of(*args, stdin=stdin).decode()


# --- help


def test_help():
    """Within 79 columns."""
    done = run("--help")
    assert done.status == 0
    assert max(map(len, done.text.split("\n"))) <= 79
    assert not re.search(" $", done.text, re.M)
    assert not done.err


def test_version_names_the_sandbox():
    done = run("--version")
    assert done.status == 0
    assert done.text.startswith("offprint ")
    assert "sandbox" in done.text


# --- every way in, to every way out


class Way:
    """An input, what has to be said with it, and its name for --from."""

    def __init__(self, data, name, *args):
        self.data = data
        self.name = name
        self.args = args

    def out(self, *more):
        return out_of(*self.args, *more, stdin=self.data)


WAYS = {
    "mail": Way(TEASER, "mail"),
    "rss2email": Way(RSS2EMAIL, "mail"),
    "feed": Way(FEED, "feed"),
    "newsboat": Way(NEWSBOAT, "newsboat"),
    "html": Way(PAGE, "html", "--base-url", ARTICLE),
    "url": Way(BRIDGE + b"\n", "url"),
}


@pytest.fixture(name="way", params=WAYS)
def choose_way(request):
    return WAYS[request.param]


@pytest.mark.parametrize("told", [False, True], ids=["found-out", "told"])
def test_json(way, told):
    how = ["--from", way.name] if told else []
    first = json.loads(way.out(*how, "--to", "json").split(b"\n")[0])
    assert set(KEYS) <= set(first)
    assert LORRY in first["text"]
    assert first["status"] in ("fetched", "included")
    assert first["url"] == ARTICLE


def test_text_is_nothing_but_the_article(way):
    text = way.out("--to", "text").decode()
    assert LORRY[:30] in text
    assert "<p" not in text
    assert "Related" not in text
    assert "ferry that came back" not in text


def test_html(way):
    html = way.out("--to", "html").decode()
    assert html.startswith("<!DOCTYPE html>")
    assert LORRY in html
    assert "<script" not in html


def test_message(way):
    message = way.out("--to", "mime")
    assert b"X-Offprint: status=" in message
    assert f"Archived-At: <{ARTICLE}>".encode() in message


def test_links(way):
    links = json.loads(way.out("-n", "--to", "links").split(b"\n")[0])
    assert {"kind", "subject", "picked", "refused"} <= set(links)


# --- links


@pytest.fixture(name="links", scope="module")
def find_links():
    return json.loads(out_of("-n", "--to", "links", stdin=TEASER))


def test_article_is_picked(links):
    assert links["kind"] == "teaser"
    assert links["picked"][0]["href"] == BRIDGE.decode()
    assert links["picked"][0]["why"]


def test_links_that_act_are_refused(links):
    refused = {link["href"] for link in links["refused"]}
    base = "https://harbour.example.org"
    assert {f"{base}/u/8f3a", f"{base}/preferences?id=8f3a"} <= refused
    assert not refused & {link["href"] for link in links["picked"]}


# --- feeds


def mails_of(box):
    return re.split(rb"^From MAILER-DAEMON .*\n", box, flags=re.M)[1:]


def parsed(mail):
    return email.message_from_bytes(mail, policy=email.policy.default)


@pytest.fixture(name="box", scope="module")
def make_box():
    return out_of(stdin=FEED)


@pytest.fixture(name="messages", scope="module")
def make_messages(box):
    return [parsed(mail) for mail in mails_of(box)]


def test_feed_of_three_items_is_three_messages(messages):
    assert len(messages) == 3


def test_fetched_included_and_one_that_could_not_be_had(messages):
    states = [re.search(r"status=(\w+)", message["X-Offprint"])[1] for message in messages]
    assert states == ["fetched", "included", "failed"]


@pytest.mark.parametrize("field", ["Message-ID", "Date", "From", "List-Id", "Subject"])
def test_each_message_has_the_field(messages, field):
    assert all(message[field] for message in messages)


def test_date_is_that_of_the_item(messages):
    assert str(messages[0]["Date"]).startswith("Tue, 24 Nov 2026 08:00:00")


def test_message_ids_differ_and_are_the_same_again(box, messages):
    field = rb"^Message-ID: .*"
    assert len({message["Message-ID"] for message in messages}) == 3
    assert re.findall(field, out_of(stdin=FEED), re.M) == re.findall(field, box, re.M)


def test_item_of_another_feed_has_a_message_id_of_its_own(messages):
    atom = parsed(out_of(stdin=ATOM))
    assert atom["Message-ID"]
    assert atom["Message-ID"] != messages[0]["Message-ID"]


def test_item_whose_address_changes_keeps_its_message_id(messages):
    feed = FEED.replace(b"/2026/11/bridge", b"/2026/11/the-bridge", 1)
    moved = parsed(mails_of(out_of("--no-fetch", stdin=feed))[0])
    assert moved["Message-ID"] == messages[0]["Message-ID"]


@pytest.mark.parametrize("feed, tag", [(FEED, b"item"), (ATOM, b"entry")], ids=["item", "entry"])
def test_single_item(feed, tag):
    one = re.search(rb"<%s>.*?</%s>" % (tag, tag), feed, re.S)[0]
    assert b"status=fetched" in out_of(stdin=one)


def test_newsboat_gives_title_author_and_feed():
    message = out_of(stdin=NEWSBOAT)
    assert b"via Harbour" in message
    assert b"Subject: The old bridge" in message


# --- why


@pytest.mark.parametrize(
    "patterns",
    [
        [r"^kind +teaser", r"outcome     fetched", r"3 redirects"],
        [
            r"^  subject +The old bridge reopens after two years\n +https://weekly",
            r"^  list-unsubscribe +Unsubscribe",
        ],
        [r"^  +\d\.\d\d subject +The old bridge.*\n +https://weekly"],
        [r"^title +The old bridge.*\n +.*title element.*h1", r"^byline +Ana Ruiz\n +\w"],
        [
            r"^  \+ [01]\.\d\d  At six on Tuesday.*\n +text$",
            r"^  - [01]\.\d\d  Share Tweet\n +furniture$",
        ],
    ],
    ids=["outcome", "refused-links", "candidates", "places-of-the-page", "blocks"],
)
def test_explain(patterns):
    why = text_of("-v", "--explain", stdin=TEASER)
    for pattern in patterns:
        assert re.search(pattern, why, re.M), pattern


def test_explain_as_a_page_of_its_own():
    page = text_of("--explain=html", stdin=TEASER)
    assert page.startswith("<!DOCTYPE html>")
    assert '<div class="block kept"' in page
    assert '<p class="why"><strong>dropped</strong> 0.' in page
    assert "<h2>The article</h2>" in page
    assert "http" not in re.sub(r'(href|src)="http[^"]*"', "", page.split("<nav>")[0])


def test_explain_escapes_what_the_page_says():
    html = (
        b"<p>&lt;script&gt;alert(1)&lt;/script&gt; and some more words of a page that is long "
        b"enough.</p>"
    )
    assert "&lt;script&gt;" in text_of("--explain=html", "--from", "html", stdin=html)


# --- mbox


def test_mbox_to_mbox():
    """One article, one as it was."""
    other = TEASER.replace(b"weekly.example.org/bridge", b"elsewhere.example.org/x")
    last = SEPARATOR + other + b"\n"
    box = out_of("--from", "mbox", stdin=SEPARATOR + TEASER + b"\n" + last)
    assert box.count(b"\nX-Offprint:") == 1
    assert len(re.findall(rb"^From letter@", box, re.M)) == 2
    assert box.endswith(last)


# --- text options


def lines_of(*args):
    text = text_of("--to", "text", *args, stdin=TEASER)
    return [line for line in text.split("\n") if "http" not in line]


def test_width_is_72_where_not_said():
    assert max(map(len, lines_of())) <= 72


def test_width():
    """What cannot be wrapped is as wide as it is."""
    lines = lines_of("--width", "40")
    assert max(len(line) for line in lines if "Lorries" not in line and "---" not in line) <= 40


def test_width_0_is_a_paragraph_a_line():
    assert max(map(len, lines_of("--width", "0"))) > 150


def test_text_under_5000_elements_is_not_lost():
    words = b"<p>" + b"Words of a paragraph that lies very deep in its page. " * 6 + b"</p>"
    page = b"<html><body>" + b"<div>" * 5000 + words + b"</div>" * 5000
    assert "very deep" in text_of("--from", "html", "--to", "text", "-n", stdin=page)


def test_html_of_a_personal_mail():
    """As mailcap asks for it: every word of it."""
    html = (
        b"<html><body><div>Dear Ana,</div><div><br></div><div>the boat is <b>sold</b>. Shall we "
        b"meet on Sunday at six?</div><ul><li>bring bread</li><li>and the dog</li></ul>"
        b"<div>Love,</div><div>Jo</div></body></html>"
    )
    how = ["--from", "html", "--charset", "utf-8", "--to", "text", "--no-fetch"]
    assert [line for line in text_of(*how, stdin=html).split("\n") if line] == [
        "Dear Ana,",
        "the boat is sold. Shall we meet on Sunday at six?",
        "- bring bread",
        "- and the dog",
        "Love,",
        "Jo",
    ]


def test_charset_is_stronger_than_meta():
    page = (
        "<html><head><meta charset='utf-8'></head><body><p>Die Fähre fährt über den Fluß, wie sie "
        "es seit hundert Jahren tut, und keiner weiß warum.</p></body></html>"
    ).encode("latin-1")
    how = ["--from", "html", "--charset", "iso-8859-1", "--to", "text"]
    assert "Fähre" in text_of(*how, stdin=page)


# --- in place


@pytest.fixture(name="file")
def make_file(tmp_path):
    path = tmp_path / "in-place.eml"
    path.write_bytes(SEPARATOR + TEASER)
    path.chmod(0o640)
    return path


def test_in_place(file):
    """From_ and mode kept, and nothing is left beside it."""
    done = run("--replay", WARC, "--in-place", str(file))
    assert done.status == 0
    assert done.out == b""
    assert file.read_bytes().startswith(SEPARATOR)
    assert b"X-Offprint" in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_in_place_restore(file):
    run("--replay", WARC, "--in-place", str(file))
    run("--restore", "--in-place", str(file))
    assert file.read_bytes() == SEPARATOR + TEASER
    assert list(file.parent.iterdir()) == [file]


# --- verbose


def test_last_line_tells_how_it_ended():
    said = run("-v", "--replay", WARC, stdin=TEASER).said
    assert said.rstrip().split("\n")[-1] == f"offprint: status=fetched; url={ARTICLE}"
