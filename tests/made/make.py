#!/usr/bin/env python3
"""Makes mails of every kind in many languages and the markups of many mailers,
with the right answers.

usage: make.py FOLDER [SEED]

FOLDER gets *.eml and labels.json (kind, sort, lang, pick, never), as tests/train/mails.py and the
tests read them. Everything is drawn from the seed, so that the same command makes the same mails.
Texts are in languages.py; what links say is taken from filter/words/. In some mails all words are
written in letters that no language has, so that what is learned does not rest on known words.
"""
import base64
import html
import json
import pathlib
import random
import re
import sys

from languages import TEXTS

WORDS = pathlib.Path(__file__).resolve().parents[2] / "filter/words"
READER = "reader@example.com"
SHORT_TEASERS = 2  # of each language
SHORT_POSTS = 2
LONG_NOTICES = 2
NAMES = ["Reader", "Kim", "Sam Reader"]

# How a mailer sets a letter: the frame, a story's heading, what links lead to a story,
# how they are tracked.
MAILERS = {
    "rows": dict(frame="table", head="td", links="title more", track="token"),
    "cards": dict(frame="table", head="h2", links="picture title button", track="token"),
    "post": dict(frame="div", head="h1", links="title", track="plain", social=True),
    "plain": dict(frame="bare", head="b", links="more", track="token"),
    "curated": dict(frame="table", head="lead", links="lead", track="token"),
    "grid": dict(frame="grid", head="h3", links="picture title", track="query"),
    "links": dict(frame="table", head="none", links="title", track="token"),
    "brackets": dict(frame="div", head="none", links="source", track="plain"),
    "arrows": dict(frame="div", head="h3", links="arrow", track="token"),
    "buttons": dict(frame="table", head="h2", links="button", track="token"),
    "cell": dict(frame="table", head="td", links="cell", track="token"),
    "feed": dict(frame="bare", head="h3", links="title more", track="plain"),
    "campaign": dict(frame="table", head="font", links="picture title more", track="base64"),
    "outlook": dict(frame="mso", head="b", links="title", track="plain"),
    "list": dict(frame="div", head="ul", links="title", track="plain"),
    "text": dict(frame="text", head="rule", links="line", track="plain"),
    "textnumbers": dict(frame="text", head="line", links="number", track="plain"),
    "photos": dict(frame="photos", head="none", links="photo", track="query"),
    "leads": dict(frame="bare", head="lead", links="lead", track="plain"),
    "above": dict(frame="bare", head="none", links="above", track="plain"),
    "numbers": dict(frame="bare", head="h3", links="more", track="plain"),
    "textmore": dict(frame="text", head="line", links="said", track="token"),
}


def words_of(lang):
    text = (WORDS / f"{lang}.def").read_text(encoding="utf-8")
    take = lambda macro: [
        w.replace("*", "") for w in re.findall(rf'^OFF_{macro}"(.*?)"\)', text, re.M)
    ]
    return dict(
        more=[w for w in take(r"MORE\(") if len(w) > 4] or ["read more"],
        online=take(r"ONLINE\(") or ["view in browser"],
        leave=take(r"ACT\(LEAVE, "),
        act=take(r"ACT\(STRONG, "),
        sponsor=take(r"SPONSOR\("),
        notice=take(r"NOTICE\("),
        re=take(r"REPLY\(RE, "),
        forward=take(r"REPLY\(FORWARD, "),
    )


def cipher(text):
    """the same text in words that no language has; markup characters and names stay"""
    shift = (
        lambda c: chr((ord(c) - 97 + 11) % 26 + 97)
        if "a" <= c <= "z"
        else chr((ord(c) - 65 + 11) % 26 + 65)
        if "A" <= c <= "Z"
        else c
    )
    return "".join(map(shift, text))


class Maker:
    def __init__(self, rng, lang, unknown):
        self.rng, self.lang = rng, lang
        (
            self.paper,
            self.title,
            self.prose,
            self.heads,
            self.greeting,
            self.farewell,
            self.name,
        ) = TEXTS[lang]
        self.words = words_of(lang)
        if unknown:
            self.title, self.greeting, self.farewell = map(
                cipher, (self.title, self.greeting.replace("{name}", "@"), self.farewell)
            )
            self.greeting = self.greeting.replace("@", "{name}")
            self.prose, self.heads = list(map(cipher, self.prose)), list(map(cipher, self.heads))
            self.words = {k: list(map(cipher, v)) for k, v in self.words.items()}
        self.host = rng.choice(["harbour.example.org", "paper.example.net", "letters.example.com"])
        self.tracker = rng.choice(
            [f"click.{self.host}", "t.mailer.example.net", "links.post.example.com"]
        )
        self.pick, self.never, self.count = [], [], 0

    def say(self, sort):
        text = self.rng.choice(self.words[sort] or ["…"])
        return text[:1].upper() + text[1:]

    def token(self, n=44):
        return "".join(
            self.rng.choice("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
            for _ in range(n)
        )

    def address(self, path, track):
        url = f"https://{self.host}/{path}"
        if track == "token":
            return (
                f"https://{self.tracker}/"
                f"{self.rng.choice(['c', 'ls/click', 'r', 'CL0'])}/{self.token()}"
            )
        if track == "id":
            form = self.rng.choice(["n/?sn={}", "a/{}.html", "index.php?id={}&l=1", "{}"])
            return f"https://{self.host}/" + form.format(self.rng.randint(1, 99999))
        if track == "base64":
            return f"https://{self.tracker}/c/{base64.urlsafe_b64encode(url.encode()).decode()}"
        return url + (f"?utm_source=letter&utm_id={self.count}" if track == "query" else "")

    def paragraph(self, sentences):
        return " ".join(self.rng.sample(self.prose * 3, sentences))


class Html(Maker):
    def __init__(self, rng, lang, unknown, mailer):
        super().__init__(rng, lang, unknown)
        self.style, self.text = MAILERS[mailer], MAILERS[mailer]["frame"] == "text"
        self.numbers = []
        self.sparse = rng.random() < 0.35  # no head, no foot: only the stories

    def a(self, url, words, style=""):
        return f'<a href="{html.escape(url)}"{style}>{words}</a>'

    def heading(self, words, url=None):
        inner = self.a(url, html.escape(words)) if url else html.escape(words)
        forms = {
            "h1": f"<h1>{inner}</h1>",
            "h2": f"<h2>{inner}</h2>",
            "h3": f"<h3>{inner}</h3>",
            "b": f"<p><b>{inner}</b></p>",
            "td": f'<div style="font-size:22px;line-height:1.2">{inner}</div>',
            "font": f'<p style="font-size:20px"><strong>{inner}</strong></p>',
            "none": f"<p>{inner}</p>" if url else "",
            "ul": f"<p>{inner}</p>",
        }
        return forms.get(self.style["head"], f"<p>{inner}</p>")

    def story(self, title, sentences, keep):
        """one story with its links; keep: they are right to pick"""
        self.count += 1
        url = self.address(
            f"2026/{self.count:02}/"
            f"{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-') or 's' + str(self.count)}",
            self.style["track"],
        )
        if self.text:
            return self.text_story(title, sentences, url, keep)
        (self.pick if keep else self.never).append(url)
        links, out, body = (
            self.style["links"].split(),
            "",
            html.escape(self.paragraph(sentences)) if sentences else "",
        )
        if "picture" in links:
            out += self.a(
                url, f'<img src="https://{self.host}/i/{self.count}.jpg" width="560" alt="">'
            )
        if "lead" in links:
            return (
                f"<p>{self.a(url, f'<b>{html.escape(title)}</b>')} — {body}<br>"
                f"<span>{html.escape(self.name)}</span></p>"
            )
        if "photo" in links:
            return (
                "<td>"
                f'{self.a(url, f"<img src=https://{self.host}/i/{self.count}.jpg width=200 alt>")}'
                "</td>"
                f"<td><b>{html.escape(title)}</b><br>{body}</td>"
            )
        if "above" in links:
            picture = (
                f'<img src="https://{self.host}/i/{self.count}.jpg" width="200" '
                f'alt="{html.escape(title)}">'
            )
            return (
                f"<table><tr><td>{self.a(url, picture)}</td></tr><tr><td>{body}</td></tr></table>"
            )
        if "cell" in links:
            return (
                f'<a href="{html.escape(url)}" style="display:block"><table><tr><td>'
                f"<p><b>{html.escape(title)}</b></p><p>{body}</p></td></tr></table></a>"
            )
        if self.style["head"] == "ul":
            return f"<ul><li>{self.a(url, html.escape(title))} {body}</li></ul>"
        out += self.heading(title, url if "title" in links else None)
        if "source" in links:
            return (
                out
                + f"<p>{body} ({self.a(url, self.rng.choice(['Post', 'Tribune', 'Quay 9']))})</p>"
            )
        out += f"<p>{body}</p>" if body else ""
        if "more" in links:
            out += f"<p>{self.a(url, html.escape(self.say('more')))}</p>"
        if "button" in links:
            out += (
                '<table><tr><td bgcolor="#224466" style="background:#224466;padding:10px 20px">'
                f'{self.a(url, html.escape(self.say("more")))}</td></tr></table>'
            )
        return out + (f"<p>{self.a(url, '→')}</p>" if "arrow" in links else "")

    def text_story(self, title, sentences, url, keep):
        (self.pick if keep else self.never).append(url)
        body = self.paragraph(sentences) if sentences else ""
        if self.style["links"] == "number":
            self.numbers.append(url)
            return f"{title} [{len(self.numbers)}]\n\n{body}\n\n"
        rule = "\n" + "-" * min(60, len(title)) if self.style["head"] == "rule" else ""
        said = f"{self.say('more')}: " if self.style["links"] == "said" else ""
        return f"{title}{rule}\n{body}\n{said}{url}\n\n"

    def sponsor(self):
        """an advertisement built as a story: its label stands above, below, or behind its title"""
        label = self.rng.choice(self.words["sponsor"] or ["sponsor"])
        title, form = self.rng.choice(self.heads), self.rng.choice(["above", "below", "title"])
        brand = self.rng.choice(["Quay 9", "Lindby", "Boats & Co"])
        if form == "title":
            return self.story(f"{title} ({label.title()})", 1, False)
        words = label.title() if form == "above" else f"{brand} {label}"
        ad = self.story(title, self.rng.choice([1, 1, 2]), False)
        small = (
            f"{words}\n\n" if self.text else f'<p style="font-size:11px">{html.escape(words)}</p>'
        )
        if ad.startswith("<td"):
            return (
                ad.replace("<b>", f"{small}<b>") if form == "above" else ad[:-5] + small + "</td>"
            )
        return small + ad if form == "above" else ad + small

    def foot(self):
        if self.sparse:
            return ""
        leave, settings = self.address("u/8f3a", "token"), self.address("p/8f3a", "token")
        self.never += [leave, settings]
        words = (
            self.rng.sample(self.words["leave"], 2)
            if len(self.words["leave"]) > 1
            else ["unsubscribe", "preferences"]
        )
        if self.text:
            return f"\n-- \n{self.paper}, 1 Quay Street\n{words[0].capitalize()}: {leave}\n"
        social = (
            "".join(
                self.a(
                    f"https://www.{s}.com/{self.host.split('.')[0]}",
                    f'<img src="{s}.png" alt="{s}">',
                )
                for s in ("facebook", "linkedin")
            )
            if self.style.get("social") or self.rng.random() < 0.4
            else ""
        )
        return (
            '<div style="font-size:11px;color:#888">'
            f"<p>{html.escape(self.paper)}, 1 Quay Street, 12345 Lindby</p>"
            f"<p>{self.a(settings, html.escape(words[1].capitalize()))} | "
            f"{self.a(leave, html.escape(words[0].capitalize()))}</p>{social}</div>"
            f'<img src="https://{self.tracker}/o/{self.token(20)}.gif" width="1" height="1" alt="">'
        )

    def head(self):
        if self.sparse:
            return ""
        if self.text:
            return f"{self.paper.upper()}\n{'=' * 40}\n\n"
        online = self.address("view/8f3a", "token")
        self.never.append(f"https://{self.host}/")
        top = (
            f"<p>{self.a(online, html.escape(self.say('online')))}</p>"
            if self.rng.random() < 0.7
            else ""
        )
        return top + self.a(
            f"https://{self.host}/",
            f'<img src="https://{self.host}/logo.png" alt="{html.escape(self.paper)}" width="200">',
        )

    def wrap(self, pieces):
        if self.text:
            notes = "".join(f"[{i + 1}] {u}\n" for i, u in enumerate(self.numbers))
            return "".join(pieces[:-1]) + notes + pieces[-1]
        cells = {
            "table": '<table width="100%"><tr><td align="center"><table width="600">'
            + "".join(f"<tr><td>{p}</td></tr>" for p in pieces)
            + "</table></td></tr></table>",
            "grid": pieces[0]
            + "<table><tr>"
            + "".join(
                f'<td width="280" valign="top">{p}</td>' + ("</tr><tr>" if i % 2 else "")
                for i, p in enumerate(pieces[1:-1])
            )
            + "</tr></table>"
            + pieces[-1],
            "div": "".join(f'<div class="block">{p}</div>' for p in pieces),
            "mso": '<div class="WordSection1">'
            + "".join(p.replace("<p>", '<p class="MsoNormal">') for p in pieces)
            + "</div>",
            "bare": "".join(pieces),
            "photos": "".join(
                f"<table><tr>{p}</tr></table>" if "<td" in p[:4] else p for p in pieces
            ),
        }
        direction = ' dir="rtl"' if self.lang in ("ar", "he") else ""
        return (
            f'<!DOCTYPE html><html lang="{self.lang}"{direction}><head>'
            f'<meta charset="utf-8"></head><body>{cells[self.style["frame"]]}</body></html>'
        )


def fields(rng, maker, sort):
    """header fields as senders of this sort write them"""
    host = maker.host
    lists = [f"List-Unsubscribe: <https://{host}/lu/{maker.token(12)}>"]
    letter = lists + rng.choice(
        [
            [],
            [f"List-Id: <news.{host}>"],
            ["Precedence: bulk"],
            ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"],
            [
                f"List-Id: <news.{host}>",
                "X-Mailer: Letterpress 4",
                "Feedback-ID: 7:8:campaign:mailer",
            ],
        ]
    )
    service = rng.choice(
        [
            [],
            ["Feedback-ID: 7:8:order:mailer"],
            ["X-Mailgun-Sid: WyI3NyJd"],
            ["X-SG-EID: " + maker.token(20)],
            ["Auto-Submitted: auto-generated"],
            ["X-SES-Outgoing: 2026.11.24"],
            lists,
            lists + ["Feedback-ID: 7:8:trx:mailer"],
            lists + [f"List-Id: <news.{host}>"],
        ]
    )
    person = rng.choice(
        [
            ["User-Agent: Mozilla Thunderbird"],
            ["X-Mailer: Apple Mail (2.3)"],
            ["X-Mailer: Microsoft Outlook 16.0", "Thread-Topic: x"],
            [],
        ]
    )
    bare = letter if maker.sparse else rng.choice([letter, letter, letter, letter, []])
    program = [f"List-Id: <news.{host}>"] if rng.random() < 0.7 else lists
    return dict(letter=bare, service=service, person=person, program=program).get(sort, [])


def mail(rng, maker, subject, body, sort, sender, more=()):
    to = rng.choice([READER, f"{rng.choice(NAMES)} <{READER}>"])
    head = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        "Date: Tue, 24 Nov 2026 08:00:00 +0000",
        f"Message-ID: <{maker.token(16)}@{maker.host}>",
    ]
    if sort == "program" and rng.random() < 0.7:  # the next program adds what is missing
        head = [f for f in head if f.startswith(("From:", "Subject:"))]
    head += fields(rng, maker, sort) + list(more)
    kind = "plain" if maker.text else "html"
    return (
        "\n".join(
            head
            + [
                "MIME-Version: 1.0",
                f"Content-Type: text/{kind}; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                body,
            ]
        )
        + "\n"
    )


def letter(rng, m, kind):
    """-> subject and body of a newsletter"""
    heads = rng.sample(m.heads, min(len(m.heads), rng.choice([3, 4, 5]))) * rng.choice([1, 1, 2])
    pieces = [m.head()]
    if rng.random() < 0.3:
        hello = m.greeting.format(name=rng.choice(["friends", "Reader", m.paper]))
        pieces.append(hello + "\n\n" if m.text else f"<p>{html.escape(hello)}</p>")
    if kind == "newsletter-digest":
        subject = rng.choice(
            [f"{m.paper}: {heads[0]}", m.paper, f"{m.paper} {rng.randint(2, 300)}"]
        )
        length = rng.choice([0, 1, 1, 2, 3, 7])
        pieces += [m.story(h, length, True) for h in heads]
        if rng.random() < 0.4:
            pieces.insert(rng.randint(1, len(pieces) - 1), m.sponsor())
    elif kind == "newsletter-teaser" and rng.random() < 0.3:
        subject = m.title
        pieces.append(introduction(rng, m))
    elif kind == "newsletter-teaser":
        subject = rng.choice([m.title, f"{m.paper}: {m.title}", m.paper])
        if rng.random() < 0.25:
            pieces.append(bare_address(m))
        else:
            pieces.append(m.story(m.title, rng.choice([0, 1, 2]), True))
    elif rng.random() < 0.15:
        subject, m.pick, m.sparse = m.title, [], True
        prose = [m.paragraph(rng.randint(1, 3)) for _ in range(rng.choice([4, 5, 6, 8]))]
        if m.text:
            return subject, "\n\n".join([m.title, *prose, m.name]) + "\n"
        body = "".join(f"<p>{html.escape(p)}</p>" for p in prose)
        return subject, f"<html><body><h1>{html.escape(m.title)}</h1>{body}</body></html>"
    elif not m.text and rng.random() < 0.5:
        subject = rng.choice([m.title, f"{m.paper}: {m.title}"])
        pieces.append(linked_letter(rng, m))
        m.pick = []
    else:
        subject = rng.choice([m.title, f"{m.paper}: {m.title}"])
        body = [m.paragraph(rng.randint(3, 5)) for _ in range(rng.choice([3, 4, 5, 7, 9]))]
        if m.text:
            pieces.append("\n\n".join([m.title, *body]) + "\n\n")
        else:
            if rng.random() < 0.3:
                body.append(" ".join((m.farewell, m.name)))
            inline = m.a(m.address("about", "plain"), html.escape(" ".join(m.heads[0].split()[:2])))
            body = [html.escape(p) for p in body]
            if rng.random() < 0.6:
                body[1] += f" ({inline})"
            body += [""]
            if rng.random() < 0.35:
                body.append(dates(m))
            pieces.append(
                m.heading(m.title, m.address("p/whole", "plain") if rng.random() < 0.5 else None)
                + "".join(f"<p>{p}</p>" for p in body)
            )
        m.pick = []
    pieces.append(m.foot())
    return subject, m.wrap(pieces)


def introduction(rng, m):
    """a few paragraphs that lead to one story elsewhere; others are named below"""
    url = m.address("2026/11/whole", m.style["track"])
    m.pick.append(url)
    minutes = rng.choice(["", " (10-min read)", " (12 min)"])
    more = [(m.address(f"2026/10/{k}", m.style["track"]), h) for k, h in enumerate(m.heads[:3])]
    more = more if rng.random() < 0.6 else []
    prose = [m.paragraph(rng.choice([2, 3, 4])) for _ in range(rng.choice([2, 3, 5, 6]))]
    if m.text:
        said = f"{m.paragraph(1)[:-1]}: {url}{minutes}"
        rest = [f"{h}\n{u}" for u, h in more]
        return "\n\n".join([*prose, said, f"{m.farewell}\n{m.name}", *rest]) + "\n\n"
    words = rng.choice([url, m.title, m.say("more")])
    said = f"{html.escape(m.paragraph(1)[:-1])}: {m.a(url, html.escape(words))}{minutes}"
    rest = "".join(f"<h3>{m.a(u, html.escape(h))}</h3>" for u, h in more)
    body = [*map(html.escape, prose), said, html.escape(f"{m.farewell} {m.name}")]
    return "".join(f"<p>{p}</p>" for p in body) + rest


def linked_letter(rng, m):
    """a whole letter: nearly every paragraph refers to something elsewhere"""
    out = m.heading(m.title, m.address("p/whole", "plain") if rng.random() < 0.6 else None)
    for k in range(rng.choice([4, 6, 9, 12])):
        prose = html.escape(m.paragraph(rng.randint(2, 5)))
        words = prose.split(" ")
        at = rng.randrange(max(1, len(words) - 3))
        url = f"https://{rng.choice(['a', 'b', 'c', 'd'])}.example.net/{k}/{m.token(5)}"
        url = url if rng.random() < 0.5 else m.address(f"x/{k}", m.style["track"])
        if rng.random() < 0.8:
            linked = m.a(url, " ".join(words[at : at + rng.choice([1, 2, 3])]))
            prose = " ".join([*words[:at], linked, *words[at + 3 :]])
            m.never.append(url)
        if k and rng.random() < 0.25:
            out += f"<h3>{html.escape(rng.choice(m.heads))}</h3>"
        out += f"<p>{prose}</p>"
    return out


def preview(rng, m):
    """the beginning of one story, which its title and the button at its end lead to"""
    url = m.address("p/whole", m.style["track"])
    m.pick.append(url)
    prose = [html.escape(m.paragraph(rng.randint(1, 4))) for _ in range(rng.choice([3, 5, 7, 9]))]
    more = m.a(url, html.escape(m.say("more")))
    button = f'<table><tr><td bgcolor="#224466" style="padding:10px 20px">{more}</td></tr></table>'
    title = m.heading(m.title, url if rng.random() < 0.8 else None)
    return title + "".join(f"<p>{p}</p>" for p in prose) + rng.choice([button, f"<p>{more}</p>"])


def tips(rng, m):
    """a whole letter in which nothing but its last lines says that it went to many"""
    prose = [m.paragraph(rng.randint(2, 4)) for _ in range(rng.choice([4, 6, 8]))]
    home, leave = m.address("about", "plain"), f"leave@{m.host}"
    m.never.append(home)
    words = rng.choice(m.words["leave"] or ["unsubscribe"]).capitalize()
    return "\n\n".join(
        [f"{m.paper} - {m.title}", *prose, f"---\n{m.paper}: {home}\n{words}: {leave}"]
    )


def one_reference(rng, m):
    """a whole letter with one link, in the middle of a sentence"""
    prose = [html.escape(m.paragraph(rng.randint(2, 3))) for _ in range(rng.choice([4, 5, 7]))]
    words = prose[2].split(" ")
    at = rng.randrange(1, max(2, len(words) - 1))
    url = rng.choice(["https://world.example.com/", f"https://{m.host}/"]) + rng.choice(
        ["a/1/", "live/"]
    )
    words[at : at + 1] = [m.a(url, " ".join(words[at : at + 1]))]
    prose[2] = " ".join(words)
    return "<html><body>" + "".join(f"<p>{p}</p>" for p in prose) + "</body></html>"


def bare_address(m):
    """a few words, and the address of the whole"""
    url = m.address("2026/issue2026_11.pdf", "plain")
    m.pick.append(url)
    if m.text:
        return f"{m.paragraph(2)}\n\n{url}\n\n{m.paragraph(1)}\n\n{m.farewell}\n{m.name}\n"
    return (
        f"<p>{m.paragraph(2)}</p><p>{m.a(url, html.escape(url))}</p><p>{m.paragraph(1)}</p>"
        f"<p>{html.escape(m.farewell)} {html.escape(m.name)}</p>"
    )


def dates(m):
    """what stands below a whole letter: dates with links, none of them its story"""
    urls = [m.address(f"e/{k}", "plain") for k in range(5)]
    m.never += urls
    return (
        "<ul>"
        + "".join(
            f"<li>{m.a(u, html.escape(f'{k + 1}.12. {h}'))}</li>"
            for k, (u, h) in enumerate(zip(urls, m.heads * 2))
        )
        + "</ul>"
    )


def blog_text(rng, m):
    """what a blog's program sends of a new post, as text:
    its title, its address, its first words
    """
    url = m.address("2026/11/24/" + m.token(6), "plain")
    m.pick = [url]
    act = m.address("u/" + m.token(8), "plain")
    m.never.append(act)
    label = rng.choice(["URL: ", "", f"{m.say('online')}: "])
    words = m.paragraph(rng.choice([1, 2]))[:-1] + rng.choice([" …", " [...]", "."])
    return (
        rng.choice([f"[{m.paper}] {m.title}", m.title]),
        f"{m.title}\n{m.name}\n\n{words}\n\n{label}{url}\n\n-- \n{m.say('leave')}: {act}\n",
    )


def feed_text(rng, m):
    """an item of a feed, sent by a program as text"""
    url = m.address("2026/11/" + m.token(6), rng.choice(["plain", "query"]))
    m.pick = [url]
    return (
        m.title,
        (
            f"URL: {url}\nDate: {rng.choice(['Not supplied', '2026-11-24T08:00:00+00:00'])}\n\n"
            f"{m.paragraph(rng.randint(1, 3))}\n"
        ),
    )


def short_teaser(rng, m):
    """what a small program sends of a new post, as HTML:
    a title, the beginning of its text, a link
    """
    url = m.address("2026/11/" + m.token(6), rng.choice(["plain", "token"]))
    m.pick = [url]
    tag = rng.choice(["h1", "h2", "h3", "p"])
    few = m.paragraph(1).split(" ")[: rng.choice([1, 4, 8, 15])]
    title = html.escape(m.title)
    title = m.a(url, title) if rng.random() < 0.3 else title
    first = html.escape(" ".join(few)) + rng.choice([" …", " [...]", "."])
    more = m.a(url, html.escape(m.say("more")))
    return m.title, (
        f"<html><body><{tag}>{title}</{tag}><p>{first}</p>"
        + rng.choice([f"<p>{more}</p>", more])
        + "</body></html>"
    )


def short_post(rng, m):
    """a post of few words that stands whole in the mail;
    its title leads to it, and buttons stand below
    """
    url = m.address("p/" + m.token(6), rng.choice(["plain", "token"]))
    button = lambda words: "<td>" + m.a(m.address("b/" + m.token(9), "token"), words) + "</td>"
    words = m.paragraph(1).split(" ")
    body = " ".join(words[: rng.choice([1, 3, 9, 40])])
    body = "".join(f"<p>{html.escape(t)}</p>" for t in (body, m.paragraph(1))[: rng.choice([1, 2])])
    below = rng.choice([["♡ 4", "💬", "↻"], ["♡", "💬 2"], []])
    return m.title, m.wrap(
        [
            m.head(),
            f"<h1>{m.a(url, html.escape(m.title))}</h1><h3>{html.escape(m.heads[0])}</h3>"
            f"<div>{m.a(m.address('@a', 'plain'), html.escape(m.name))}</div><div>24.11.</div>",
            body,
            f"<table><tr>{''.join(map(button, below))}</tr></table>",
            m.foot(),
        ]
    )


def report(rng, m):
    """what a machine tells every night"""
    rows = "\n".join(
        (
            f" /dev/sd{c}1   {rng.randint(2, 900)}G  {rng.randint(1, 99)}%"
            f"  192.0.2.{k} {rng.randint(1, 99)}"
        )
        for k, c in enumerate("abcdefghijklmnop")
    )
    return (
        f"Report for pier{rng.randint(1, 9)}",
        f" ###### {m.title} ######\n\n{rows}\n\n ###### End ######\n",
    )


def as_body(m, lines):
    return (
        "\n\n".join(lines)
        if m.text
        else "<html><body>" + "".join(f"<p>{l}</p>" for l in lines) + "</body></html>"
    )


def link(m, url, words):
    m.never.append(url)
    return f"{words}: {url}" if m.text else m.a(url, html.escape(words))


def personal(rng, m, sort):
    """-> subject, body, more fields: what a person writes, replies, forwards"""
    name = rng.choice(NAMES)
    lines = [
        m.greeting.format(name=name),
        m.paragraph(rng.randint(1, 4)),
        rng.choice(
            [
                "",
                link(m, m.address("2026/story", "plain"), m.say("more")),
                m.address("2026/story", "plain"),
            ]
        ),
        m.farewell,
        m.name.split()[0],
    ]
    lines = [l for l in lines if l]
    if sort == "personal":
        return m.title, as_body(m, lines), []
    reply = sort == "reply"
    prefix = rng.choice(
        (m.words["re"] if reply else m.words["forward"]) + (["Re"] if reply else ["Fwd"])
    )
    inner = Html(rng, m.lang, False, rng.choice(["rows", "post", "campaign"]))
    subject, quoted = letter(rng, inner, "newsletter-digest")
    m.never += inner.pick + inner.never
    quote = re.sub(r"^.*<body>|</body>.*$", "", quoted, flags=re.S)
    more = (
        ["In-Reply-To: <x@example.org>", "References: <x@example.org>"]
        if reply and rng.random() < 0.8
        else []
    )
    if m.text:
        plain = html.unescape(re.sub(r"<[^>]+>", "\n", quote))
        quoted = "\n".join("> " + l for l in plain.split("\n") if l.strip())
        mark = (
            f"{m.name} <ann@example.org>, 24.11.2026 08:00:"
            if reply
            else (
                "---------- Forwarded message ----------\n"
                "From: Paper <news@example.org>\nDate: 24.11.2026\nSubject: x"
            )
        )
        return f"{prefix}: {subject}", "\n\n".join(lines) + f"\n\n{mark}\n{quoted}\n", more
    marks = [
        (
            '<div class="gmail_quote">'
            f'<div class="gmail_attr">{m.name} &lt;ann@example.org&gt;:</div>'
            f'<blockquote class="gmail_quote">{quote}</blockquote></div>'
        ),
        f'<blockquote type="cite">{quote}</blockquote>',
        (
            '<div id="divRplyFwdMsg"><p><b>From:</b> Paper &lt;news@example.org&gt;</p>'
            f"<p><b>Sent:</b> 24.11.2026</p><p><b>To:</b> {READER}</p>"
            f"<p><b>Subject:</b> {html.escape(subject)}</p></div>{quote}"
        ),
        f'<div class="moz-cite-prefix">{m.name}:</div><blockquote type="cite">{quote}</blockquote>',
    ]
    return (
        f"{prefix}: {subject}",
        as_body(m, lines).replace("</body>", rng.choice(marks) + "</body>"),
        more,
    )


def notice(rng, m, sort):
    """-> subject and body: made for one reader:
    an order, a code, something to confirm, an event of a program
    """
    labels = rng.sample(m.words["notice"], min(6, len(m.words["notice"])))
    code = str(rng.randint(100000, 99999999))
    act = m.say("act")
    lines = [m.greeting.format(name=rng.choice(NAMES)), f"{labels[0].capitalize()} {code}."]
    if sort == "order":
        lines += [
            f"{l.capitalize()}: {rng.choice([code, '49,90 €', '1 ×', '24.11.2026'])}"
            for l in labels[1:5]
        ]
    elif sort == "code":
        lines += [code[:6]]
    else:
        lines.append(m.paragraph(1))
    button = m.address("do/" + m.token(20), rng.choice(["token", "plain"]))
    if sort != "code":
        words = link(m, button, act)
        lines.append(
            words
            if m.text
            else (
                '<table><tr><td bgcolor="#0055aa" style="background:#0055aa;padding:12px">'
                f"{words}</td></tr></table>"
            )
        )
    lines += [m.paragraph(3) for _ in range(rng.choice([0, 0, 1, 4]))]
    if rng.random() < 0.3:
        lines.append(m.foot())
    return rng.choice(
        [f"{labels[0].capitalize()} {code}", act, f"{m.paper}: {labels[1].capitalize()}"]
    ), as_body(m, lines)


def long_notice(rng, m):
    """-> subject and body: a notice that explains itself in many words
    and ends in the one thing to do
    """
    labels, act = rng.sample(m.words["notice"], min(3, len(m.words["notice"]))), m.say("act")
    subject = rng.choice(
        [
            act,
            f"{labels[0].capitalize()} {rng.randint(100, 999)}",
            f"{labels[-1].capitalize()}: {m.title}",
        ]
    )
    says = f"{labels[0].capitalize()}. {m.paragraph(1)}"
    paragraphs = [html.escape(m.paragraph(rng.randint(1, 3))) for _ in range(rng.randint(3, 7))]
    button = link(m, m.address("c/" + m.token(6), rng.choice(["token", "plain"])), act)
    head = subject if m.text else f"<h1>{html.escape(subject)}</h1>"
    paragraphs.insert(rng.choice([0, len(paragraphs)]), button)
    return subject, as_body(m, [head, html.escape(says), *paragraphs])


def bug(rng, m):
    """-> subject, body, more fields: what a person writes to a tracker, as its list sends it on"""
    host = "lists.example.net"
    labels = rng.sample(m.words["notice"], min(3, len(m.words["notice"])))
    lines = [
        "\n".join(f"{l.capitalize()}: {rng.choice(['tide', '2.5-1', 'normal'])}" for l in labels),
        m.greeting.format(name=rng.choice(NAMES)),
        *(m.paragraph(rng.randint(2, 4)) for _ in range(rng.randint(1, 4))),
        "  $ tide --port north\n  north  4 m",
        "-- System:\nArchitecture: x86_64\nKernel: 6.1.0",
    ]
    more = [
        f"List-Id: <tracker.{host}>",
        f"List-Unsubscribe: <mailto:tracker-request@{host}?subject=unsubscribe>",
        "Precedence: list",
    ]
    return f"Bug#{rng.randint(100, 99999)}: tide: {m.heads[0]}", "\n\n".join(lines), more


def discussion(rng, m):
    """-> subject, body, more fields: a post to a list"""
    host = "lists.example.net"
    lines = (
        [f"{m.name}:", "> " + m.prose[0], m.paragraph(2)]
        if rng.random() < 0.6
        else [m.paragraph(3)]
    )
    lines += [
        m.name.split()[0],
        "_" * 40 + f"\nBoats mailing list\nBoats@{host}\nhttps://{host}/mailman/listinfo/boats",
    ]
    m.never.append(f"https://{host}/mailman/listinfo/boats")
    more = [
        f"List-Id: <boats.{host}>",
        f"List-Post: <mailto:boats@{host}>",
        f"List-Unsubscribe: <https://{host}/mailman/options/boats>",
        "Precedence: list",
    ]
    if rng.random() < 0.6:
        more += ["X-Mailman-Version: 2.1.39"]
    if rng.random() < 0.6:
        more += ["In-Reply-To: <y@example.net>"]
    return f"[boats] {m.heads[0]}", "\n\n".join(lines), more


def make(folder, seed):
    rng, labels = random.Random(seed), {}
    folder.mkdir(parents=True, exist_ok=True)

    def write(name, text, kind, m, sort=None):
        (folder / f"{name}.eml").write_text(text, encoding="utf-8")
        labels[f"{name}.eml"] = dict(
            kind=kind,
            lang=m.lang,
            pick=m.pick,
            never=m.never,
            group=f"made-{m.lang}",
            **({"sort": sort} if sort else {}),
        )

    mailers = [m for m in MAILERS if m not in ("above", "leads")]
    for n, lang in enumerate(TEXTS):
        for k in range(15):
            mailer = "text" if k >= 12 else mailers[(n * 7 + k * 5) % len(mailers)]
            kind = (
                ["newsletter-digest", "newsletter-teaser", "newsletter-full", "newsletter-digest"][
                    k % 4
                ]
                if k < 12
                else "newsletter-full"
                if k == 14
                else "newsletter-teaser"
            )
            m = Html(rng, lang, k in (6, 7, 9), mailer)
            how = {12: feed_text, 13: blog_text}.get(k, lambda r, x: letter(r, x, kind))
            subject, body = how(rng, m)
            if k == 12:
                write(
                    f"{lang}-feed-{k}",
                    mail(
                        rng,
                        m,
                        subject,
                        body,
                        "none",
                        f"{m.paper} <{rng.choice(['rssfeeds', 'feeds', 'me'])}@{m.host}>",
                    ),
                    kind,
                    m,
                )
                continue
            sender = (
                f"{m.paper} "
                f"<{rng.choice(['news', 'letter', 'hello', 'ann', 'redaktion'])}@{m.host}>"
            )
            write(
                f"{lang}-{kind[11:]}-{mailer}-{k}",
                mail(rng, m, subject, body, "letter", sender),
                kind,
                m,
            )
        own = random.Random(f"{seed} {lang}")
        for k in range(SHORT_TEASERS):
            m = Html(own, lang, k == 1, "plain")
            subject, body = short_teaser(own, m)
            sender = f"{m.paper} <{own.choice(['news', 'ann', 'blog'])}@{m.host}>"
            text = mail(own, m, subject, body, "program", sender)
            write(f"{lang}-short-{k}", text, "newsletter-teaser", m)
        for k in range(SHORT_POSTS):
            m = Html(own, lang, k == 1, own.choice(["post", "rows", "plain"]))
            subject, body = short_post(own, m)
            sender = f"{m.name} <{own.choice(['post', 'ann', 'letter'])}@{m.host}>"
            text = mail(own, m, subject, body, "letter", sender)
            m.never, m.pick = [], []
            write(f"{lang}-post-{k}", text, "newsletter-full", m)
        for mailer in ("above", "photos", "leads"):
            m = Html(own, lang, False, mailer)
            m.style = dict(m.style, track=own.choice(["plain", "token", "id", "id"]))
            m.sparse = own.random() < 0.7
            subject, body = letter(own, m, "newsletter-digest")
            sender = f"{m.paper} <news@{m.host}>"
            text = mail(own, m, subject, body, "letter", sender)
            write(f"{lang}-{mailer}", text, "newsletter-digest", m)
        m = Html(own, lang, False, own.choice(["post", "rows", "campaign"]))
        m.sparse = False
        text = m.wrap([m.head(), preview(own, m), m.foot()])
        text = mail(
            own, m, m.title, text, "letter", f"{m.name} <{own.choice(['post', 'ann'])}@{m.host}>"
        )
        write(f"{lang}-preview", text, "newsletter-teaser", m)
        m = Html(own, lang, False, "text")
        subject = own.choice([m.title, f"{m.paper} {own.randint(2, 90)}"])
        text = mail(
            own,
            m,
            subject,
            tips(own, m),
            "none",
            f"{m.paper} <{own.choice(['tips', 'news'])}@{m.host}>",
        )
        m.never, m.pick = [], []
        write(f"{lang}-tips", text, "newsletter-full", m)
        m = Html(own, lang, False, "plain")
        text = mail(own, m, m.title, one_reference(own, m), "program", f"{m.paper} <news@{m.host}>")
        m.never, m.pick = [], []
        write(f"{lang}-reference", text, "newsletter-full", m)
        m = Html(own, lang, False, own.choice(["plain", "text"]))
        hello = m.greeting.format(name=own.choice(["friends", m.paper]))
        body = bare_address(m)
        body = f"{hello}\n\n{body}" if m.text else f"<p>{html.escape(hello)}</p>{body}"
        text = mail(own, m, m.title, body, "program", f"{m.paper} <news@{m.host}>")
        write(f"{lang}-issue", text, "newsletter-teaser", m)
        for k in range(LONG_NOTICES):
            m = Html(own, lang, k == 1, own.choice(["text", "rows", "post"]))
            subject, body = long_notice(own, m)
            sender = f"{m.paper} <{own.choice(['post', 'info', 'service'])}@{m.host}>"
            m.pick = []
            text = mail(
                own,
                m,
                subject,
                body,
                "service",
                sender,
                own.choice([[], [f"List-Unsubscribe: <https://{m.host}/u>"]]),
            )
            write(f"{lang}-long-{k}", text, "leave-alone", m, "notice")
        m = Html(own, lang, False, "text")
        subject, body, more = bug(own, m)
        m.pick = []
        text = mail(own, m, subject, body, "none", f"{m.name} <ann@example.org>", more)
        write(f"{lang}-bug", text, "leave-alone", m, "discussion")
        for k, sort in enumerate(
            [
                "personal",
                "reply",
                "forward",
                "order",
                "code",
                "confirm",
                "notice",
                "discussion",
                "personal",
                "order",
                "report",
                "confirm",
                "notice",
            ]
        ):
            m = Html(
                rng,
                lang,
                k >= 8,
                rng.choice(["text", "rows"]) if sort not in ("discussion", "report") else "text",
            )
            more = []
            if sort == "discussion":
                subject, body, more = discussion(rng, m)
            elif sort == "report":
                m.text = True
                subject, body = report(rng, m)
                more = rng.choice(
                    [
                        ["Precedence: bulk", "Auto-Submitted: auto-generated"],
                        ["Precedence: bulk"],
                        [],
                    ]
                )
            elif sort in ("personal", "reply", "forward"):
                subject, body, more = personal(rng, m, sort)
            else:
                subject, body = notice(rng, m, sort)
            person = sort in ("personal", "reply", "forward", "discussion")
            sender = (
                f"{m.name} <ann@{rng.choice(['example.org', 'mail.example.net'])}>"
                if person
                else f"{m.paper} <{rng.choice(['no-reply', 'orders', 'info', 'service'])}@{m.host}>"
            )
            m.pick = []
            write(
                f"{lang}-{sort}-{k}",
                mail(
                    rng,
                    m,
                    subject,
                    body,
                    "person"
                    if person and sort != "discussion"
                    else "none"
                    if person
                    else "service",
                    sender,
                    more,
                ),
                "leave-alone",
                m,
                sort,
            )
    (folder / "labels.json").write_text(
        json.dumps(labels, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return labels


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    made = make(pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f"{len(made)} mails")
