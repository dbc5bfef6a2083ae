"""The seed's page in the markups in which such pages come.

What is said stays the same, how it is marked up does not.
"""

import html


def escaped(text):
    return html.escape(text, quote=False)


def is_item(line):
    return line.startswith("- ")


def bare(line):
    """A line without the mark of a list."""
    return escaped(line.removeprefix("- "))


class Page:
    """The lines of page.txt: where it is filed, title, byline, date, body, and what follows."""

    def __init__(self, text):
        self.text = text
        self.lines = [line for line in text.split("\n") if line.strip()]
        self.crumb, self.title, self.byline, self.date = map(escaped, self.lines[:4])
        related = [line.strip() for line in self.lines].index("Related")
        self.body = [escaped(line) for line in self.lines[4 : related - 1]]
        self.rest = self.lines[related - 1 :]
        self.head = (
            '<!doctype html><html><head><meta charset="utf-8">'
            f"<title>{self.title} -GrowthInsight</title></head><body>"
        )


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


def in_paragraphs(page):
    head = f"<p>{page.crumb}</p><h1>{page.title}</h1><p>{page.byline}</p><p>{page.date}</p>"
    return head + paragraphs(page.body) + paragraphs(map(bare, page.rest))


def in_divs(page):
    return "".join(f"<div>{bare(line)}</div>" for line in page.lines)


def in_nested_divs(page):
    inside = "".join(f'<div class="c3">{bare(line)}</div>' for line in page.lines)
    return f'<div class="c1"><div class="c2">{inside}</div></div>'


def in_breaks(page):
    return "<br><br>".join(map(bare, page.lines))


def in_breaks_of_divs(page):
    head = f"<div>{page.crumb}</div><h1>{page.title}</h1><div>{page.byline} {page.date}</div>"
    body = "<br /><br />".join(page.body)
    rest = "<br>".join(map(escaped, page.rest))
    return f"{head}<div>{body}</div><div>{rest}</div>"


def in_table(page):
    title = f"<h1>{page.title}</h1>"
    cells = [page.crumb, title, page.byline, page.date, *page.body]
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    rest = "".join(f"<tr><td>{bare(line)}</td></tr>" for line in page.rest)
    return f"<table>{rows}</table><table>{rest}</table>"


def in_layout_table(page):
    head = f'<h2>{page.title}</h2><font size="1">{page.byline}<br>{page.date}</font>'
    rest = "<br>".join(map(escaped, page.rest))
    crumb = f'<tr><td colspan="2">{page.crumb}</td></tr>'
    text = f'<td width="70%">{head}{paragraphs(page.body)}</td>'
    return f'<table width="100%">{crumb}<tr>{text}<td>{rest}</td></tr></table>'


def lists_of(lines):
    """A list of the items that follow each other; a short line is a heading, a long one a list."""
    group = []
    for line in [*lines, ""]:
        if is_item(line):
            group.append(f"<li>{bare(line)}</li>")
            continue
        if group:
            yield f"<ul>{''.join(group)}</ul>"
            group = []
        if line:
            said = escaped(line)
            yield f"<h3>{said}</h3>" if len(line) < 20 else f"<ul><li>{said}</li></ul>"


def in_lists(page):
    head = f"<div>{page.crumb}</div><h1>{page.title}</h1>"
    said = f"<span>{page.byline}</span><span>{page.date}</span>"
    return head + said + paragraphs(page.body) + "".join(lists_of(page.rest))


MARKUPS = {
    "p": in_paragraphs,
    "div": in_divs,
    "nested div": in_nested_divs,
    "br": in_breaks,
    "br in a div": in_breaks_of_divs,
    "table": in_table,
    "layout table": in_layout_table,
    "lists without a link": in_lists,
}
TEXTS = {
    "text": lambda page: page.text,
    "text with blank lines": lambda page: "\n\n".join(page.lines),
}
VARIANTS = [*MARKUPS, *TEXTS]


def variant(name, text):
    """The kind of input, and its bytes."""
    page = Page(text)
    if name in TEXTS:
        return "text", TEXTS[name](page).encode()
    return "html", (page.head + MARKUPS[name](page) + "</body></html>").encode()
