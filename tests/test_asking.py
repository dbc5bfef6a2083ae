"""It never clicks: an address that acts is not asked for.

Whatever names it, be it a mail, a feed, a page or a picture.
"""

import html
import json

import pytest

from harness import run
from servers import ALLOW, PAGE, Site, serving

SENTENCE = (
    "The mill by the weir grinds barley again, and the miller's daughter sells the flour from a "
    "barrow. "
)
ACTS = ("/unsubscribe/7", "/session/logout", "/item/delete?id=3", "/poll?vote=1")
DOORS = ("/login?to=mill", "/users/sign-in", "/share.php?u=1", "/cart/checkout", "/pixel.gif?m=1")
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{}</channel></rss>'
ITEM = "<item><title>{}</title><link>{}</link><description>Short …</description></item>"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>The mill</title>'
    '<id>x:1</id><link href="{}"/><summary>Short …</summary></entry></feed>'
)
TOKEN = "/r/Zk3Q9x81LmVb27TtRw5YpA0sD4fG6hJkM7nB2vC9xL"


class Leading(Site):
    """A page at every address, but for those that lead elsewhere."""

    def answer(self):
        to = self.server.leads.get(self.path)
        if to:
            self.send(PAGE, status=302, fields=[("Location", to)])
        else:
            self.send(PAGE)


class Asked:
    """A run, and what the server was asked for in it."""

    def __init__(self, hits, done):
        self.hits = hits
        self.status = done.status
        self.out = done.out
        self.said = done.said

    def __repr__(self):
        return f"asked for {self.hits}\nerr: {self.said}"


@pytest.fixture(name="server", scope="module")
def serve():
    with serving(Leading) as server:
        yield server


@pytest.fixture(name="asked")
def make_asked(server):
    server.leads = {}

    def ask(data, *args):
        server.hits.clear()
        how = ["-v", "--cache", "off", "--config", "off", "--allow-net", ALLOW]
        done = run(*how, *args, stdin=data)
        return Asked(list(server.hits), done)

    return ask


@pytest.fixture(name="base")
def find_base(server):
    return server.base


def mail(body, head=""):
    return (
        "From: Mill letter <letter@mill.example>\nTo: b@example.com\n"
        "Subject: The mill turns again\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n"
        "Message-ID: <7@mill.example>\nList-Id: Mill letter <letter.mill.example>\n"
        f"{head}Content-Type: text/html; charset=utf-8\n\n{body}\n"
    ).encode()


LEAVE = '<a href="https://mill.example/leave">Unsubscribe</a>'
LOGO = '<img src="https://mill.example/logo.png" alt="Mill letter">'


def teaser(url, head="List-Unsubscribe: <https://mill.example/leave>\n"):
    url = html.escape(url)
    body = (
        f'<table width="600" align="center"><tr><td><a href="https://mill.example/">{LOGO}</a>'
        f'</td></tr><tr><td><h2><a href="{url}">The mill turns again</a></h2>'
        "<p>At six on Tuesday the wheel began to turn …</p>"
        f'<table><tr><td bgcolor="#003366"><a href="{url}">Read more</a></td></tr></table></td>'
        f"</tr><tr><td><p>You get this letter since you asked for it. {LEAVE}</p></td></tr></table>"
    )
    post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nPrecedence: bulk\n"
    return mail(body, post + head)


def rss(url, _base=""):
    return RSS.format(ITEM.format("The mill", html.escape(url))).encode()


def atom(url, _base):
    return ATOM.format(html.escape(url)).encode()


def json_feed(url, _base):
    item = {"id": "1", "url": url, "summary": "Short …"}
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "t", "items": [item]}).encode()


def newsboat(url, _base):
    date = "Tue, 24 Nov 2026 08:00:00 +0000"
    return f"Feed: t\nTitle: The mill\nDate: {date}\nLink: {url}\n \nShort …\n".encode()


def feed_mail(url, base):
    fields = f"X-RSS-URL: {url}\nX-RSS-Feed: {base}/feed\nX-RSS-ID: 1\n"
    return mail("<p>Short …</p>", f"User-Agent: rss2email/3.14\n{fields}")


# --- feeds

WAYS = {
    "rss": (rss, ["--from", "feed"], []),
    "atom": (atom, ["--from", "feed"], []),
    "json-feed": (json_feed, ["--from", "feed"], []),
    "newsboat": (newsboat, ["--from", "newsboat"], ["--to", "text"]),
    "mail-of-a-feed-program": (feed_mail, [], []),
}
every_way = pytest.mark.parametrize("way", WAYS)


@every_way
def test_ordinary_link_is_asked_for(asked, base, way):
    make, come, go = WAYS[way]
    assert asked(make(base + "/mill", base), *come, *go).hits == ["/mill"]


@pytest.mark.parametrize("path", [*ACTS, *DOORS])
@every_way
def test_link_that_acts_is_not(asked, base, way, path):
    """And -v says why."""
    make, come, go = WAYS[way]
    done = asked(make(base + path, base), *come, *go)
    assert not done.hits
    assert done.status == 0
    assert "asks-to-act" in done.said


@pytest.mark.parametrize("path", ["/mill", *ACTS])
@every_way
def test_links_shows_it_where_it_belongs(base, way, path):
    make, come, _ = WAYS[way]
    links = json.loads(
        run("--config", "off", *come, "--to", "links", stdin=make(base + path, base)).out
    )
    shown = [[link["href"] for link in links[group]] for group in ("picked", "refused")]
    assert shown == ([[base + path], []] if path == "/mill" else [[], [base + path]])


@pytest.mark.parametrize(
    "path", ["/r/mill/comments/7/it-turns", "/how-to-share-a-mill", "/polls/7"]
)
@every_way
def test_article_that_is_called_as_a_form_is_asked_for(asked, base, way, path):
    make, come, go = WAYS[way]
    assert asked(make(base + path, base), *come, *go).hits == [path]


def test_server_may_lead_through_a_door(asked, base, server):
    """Some set a cookie on the way and lead back."""
    server.leads["/mill"] = base + "/login?to=mill"
    server.leads["/login?to=mill"] = base + "/mill/7"
    assert asked(rss(base + "/mill"), "--from", "feed").hits[-1] == "/mill/7"


def feed_of(base, paths):
    items = [ITEM.format(f"Mill {number}", base + path) for number, path in enumerate(paths)]
    return RSS.format("".join(items)).encode()


def test_some_items_act(asked, base):
    """The others are asked for."""
    paths = ["/unsubscribe/7", "/mill", "/session/logout", "/weir"]
    done = asked(feed_of(base, paths), "--from", "feed")
    assert sorted(done.hits) == ["/mill", "/weir"], done


def test_each_page_is_asked_for_once(asked, base):
    """By a feed of 702 items, two of which are there twice."""
    paths = ["/many/1", "/many/2", *(f"/many/{number}" for number in range(700))]
    how = ["--from", "feed", "--deadline", "60", "--to", "json"]
    done = asked(feed_of(base, paths), *how)
    assert len(done.hits) == len(set(done.hits)) == 700
    assert done.out.count(b'"fetched"') == 702


# --- what the header names for leaving the list, in other spellings


@pytest.mark.parametrize(
    "said, link",
    [
        ("/u/%7Eann", "/u/~ann"),
        ("/u/ann", "/u/ann#top"),
        ("/u?a=1&b=2", "/u?b=2&a=1"),
        ("/u/ann", "/x/../u/ann/"),
        ("/u/\n ann", "/u/ann"),
        ("/u?a=1&amp;b=2", "/u?a=1&b=2"),
        ("/u?a=1&#38;b=2", "/u?b=2&a=1"),
        ("/u?a=1&#x26;b=2", "/u?a=1&b=2"),
        ("/u?a=1&amp;amp;b=2", "/u?a=1&amp;b=2"),
    ],
)
def test_spelling_of_list_unsubscribe(asked, base, said, link):
    head = f"List-Unsubscribe: <mailto:u@mill.example>,\n <{base}{said}>\n"
    assert not asked(teaser(base + link, head)).hits


def test_second_field_of_the_kind_counts_too(asked, base):
    head = f"List-Unsubscribe: <{base}/a>\nX-List-Unsubscribe: <{base}/u/9>\n"
    assert not asked(teaser(base + "/u/9", head)).hits


def test_redirect_to_what_list_unsubscribe_names(asked, base, server):
    server.leads["/go/1"] = base + "/u/9"
    head = f"List-Unsubscribe: <{base}/u/9>\n"
    assert asked(teaser(base + "/go/1", head)).hits == ["/go/1"]


def test_article_beside_list_unsubscribe(asked, base):
    head = f"List-Unsubscribe: <{base}/u/9>\n"
    assert asked(teaser(base + "/mill", head)).hits == ["/mill"]


# --- follow


@pytest.mark.parametrize(
    "word, path, hits",
    [
        ("all", TOKEN, [TOKEN]),
        ("plain", TOKEN, []),
        ("plain", "/plain", ["/plain"]),
        ("never", "/plain", []),
    ],
)
def test_follow(asked, base, word, path, hits):
    done = asked(teaser(base + path), f"--follow={word}")
    assert done.status == 0
    assert done.hits == hits, done


def test_follow_speaks_of_mails_not_of_feeds(asked, base):
    done = asked(rss(base + "/plain"), "--from", "feed", "--follow=never")
    assert done.hits == ["/plain"], done


# --- pictures

BODY = "".join(f"<p>{SENTENCE * 3}{number}</p>" for number in range(8))
MARKUPS = {
    "src": '<img src="{}" width=600 height=400 alt="The mill">',
    "srcset": '<img srcset="{} 2x" alt="The mill">',
    "data-src": '<img data-src="{}" alt="The mill">',
}


def with_picture(picture):
    return mail(f"<h1>The mill turns again</h1>{BODY}{picture}{BODY}")


@pytest.mark.parametrize(
    "path, hits",
    [("/wheel.jpg", ["/wheel.jpg"]), ("/unsubscribe/7", []), ("/open.gif", [])],
)
@pytest.mark.parametrize("markup", MARKUPS)
def test_picture(asked, base, markup, path, hits):
    picture = MARKUPS[markup].format(base + path)
    assert asked(with_picture(picture), "--images=embed").hits == hits


def test_picture_that_leads_to_what_acts(asked, base, server):
    server.leads["/wheel.jpg"] = base + "/session/logout"
    picture = MARKUPS["src"].format(base + "/wheel.jpg")
    assert asked(with_picture(picture), "--images=embed").hits == ["/wheel.jpg"]


# --- what a person writes himself is his own


def test_address_that_a_person_names(asked, base):
    done = asked(b"", "--from", "url", base + "/unsubscribe/7", "--to", "text")
    assert done.hits == ["/unsubscribe/7"], done


def test_address_that_a_person_names_leads_to_what_acts(asked, base, server):
    """It is not followed."""
    server.leads["/mill"] = base + "/unsubscribe/7"
    done = asked(b"", "--from", "url", base + "/mill", "--to", "text")
    assert done.hits == ["/mill"], done
