"""The tree of an article's HTML and that of its Markdown, as lists that can be compared.

The Markdown is read by cmark-gfm.
"""

import html.parser
import subprocess
import unicodedata

EXTENSIONS = ("table", "strikethrough", "footnotes", "tasklist")
CMARK = ["cmark-gfm", "--to", "html"]
CMARK += [word for name in EXTENSIONS for word in ("--extension", name)]
NAMES = {
    "b": "strong",
    "i": "em",
    "s": "del",
    "kbd": "code",
    "samp": "code",
    "aside": "blockquote",
    "figcaption": "p",
    "caption": "p",
    "summary": "p",
    "dt": "p",
    "dd": "li",
    "th": "td",
}
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "hr",
}
INLINE = {"strong", "em", "del", "code", "a"}
VOID = {"br", "img", "hr", "input", "wbr"}


def letters(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def of_notes(attributes):
    """Whether an element belongs to a note."""
    return (
        attributes.get("id", "").startswith(("note-", "fn-"))
        or attributes.get("href", "").startswith(("#note-", "#ref-", "#fn-", "#fnref-"))
        or attributes.get("class") in ("footnotes", "footnote-ref")
    )


class Tree(html.parser.HTMLParser):
    """A list of marks and of letters.

    Notes are left out: HTML and Markdown have them in different places.
    """

    def __init__(self):
        super().__init__()
        self.out, self.open, self.text, self.skip, self.raw, self.readings = [], [], "", 0, [], ""

    def flush(self):
        said = letters(self.text)
        if said:
            if self.out and self.out[-1][0] == "text":
                self.out[-1] = ("text", self.out[-1][1] + said)
            else:
                self.out.append(("text", said))
        self.text = ""

    def mark(self, *what):
        self.flush()
        self.out.append(what)

    def inside(self, *names):
        return any(n in names for n in self.open)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "input":
            return
        if tag in VOID and self.skip:
            return
        if tag not in VOID:
            self.raw.append(tag)
        note = of_notes(a)
        if self.skip or (note and tag not in VOID) or tag in ("rp",):
            if tag not in VOID:
                self.skip += 1
            return
        if tag == "img":
            figure = self.raw and self.raw[-1] == "figure" and not self.inside("li", "td")
            if figure:
                self.mark("p")
            self.mark("img", a.get("src", ""))
            if figure:
                self.mark("/p")
            return
        if tag == "hr":
            self.mark("hr")
            return
        if tag in VOID:
            return
        name = NAMES.get(tag, tag)
        self.open.append(name)
        if name == "a" and self.open.count("code") and "pre" not in self.open:
            self.mark("/code")
            self.mark("a", a.get("href", ""))
            self.mark("code")
            return
        if self.drops(name):
            return
        if name == "a":
            self.mark("a", a.get("href", ""))
        else:
            self.mark(name)

        if tag in ("summary", "dt"):
            self.mark("strong")

    def drops(self, name):
        """An element that Markdown has no mark for here."""
        if name not in BLOCKS | INLINE:
            return True
        if name in ("strong", "em", "del") and (
            self.open.count(name) > 1 or "code" in self.open or "pre" in self.open
        ):
            return True
        if (
            name in ("strong", "em", "del", "code", "a")
            and self.raw
            and ("dt" in self.raw or "summary" in self.raw)
        ):
            return True
        if name == "code" and (self.open.count("code") > 1 or "pre" in self.open):
            return True
        if name == "a" and ("pre" in self.open):
            return True
        if name == "p" and ("li" in self.open or "td" in self.open):
            return True
        return name in BLOCKS and "td" in self.open[:-1]

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.raw:
            self.raw.pop()
        if self.skip:
            self.skip -= 1
            return
        name = NAMES.get(tag, tag)
        if (
            name == "a"
            and self.open.count("code")
            and "pre" not in self.open
            and self.open[-1] == "a"
        ):
            self.mark("/code")
            self.mark("/a")
            self.mark("code")
            self.open.pop()
            return
        if tag in ("summary", "dt"):
            self.mark("/strong")
        if tag == "ruby":
            self.text, self.readings = self.text + self.readings, ""
        self.raw.append(tag)
        if not self.drops(name):
            self.mark("/" + name)
        self.raw.pop()
        self.open.pop()

    def handle_data(self, data):
        if self.skip:
            return
        # In Markdown the readings of a word stand together behind it.
        if "rt" in self.open:
            self.readings += data
        else:
            self.text += data


def unnested(marks):
    """A block in a paragraph (in a caption) ends it."""
    out, open_ = [], False
    for m in marks:
        if open_ and m[0] in BLOCKS - {"p"}:
            out.append(("/p",))
            open_ = False
        if m[0] == "p" and open_:
            out.append(("/p",))
        if m[0] == "/p" and not open_:
            continue
        open_ = m[0] == "p" or (open_ and m[0] != "/p")
        out.append(m)
    return out


def tidy(marks):
    """Marks around nothing say nothing; an empty list of notes is none."""
    marks = unnested(marks)
    changed = True
    while changed:
        changed, out = False, []
        for m in marks:
            if out and m[0] == "/" + out[-1][0]:
                out.pop()
                changed = True
            elif out and m[0] == "text" and out[-1][0] == "text":
                out[-1] = ("text", out[-1][1] + m[1])
            else:
                out.append(m)
        marks = out
    return [m for m in marks if m[0] not in ("ul", "/ul", "ol", "/ol", "table", "/table")]


def of_html(source):
    t = Tree()
    t.feed(source)
    t.close()
    t.flush()
    return tidy(t.out)


def of_markdown(source):
    out = subprocess.run(CMARK, input=source.encode(), capture_output=True).stdout.decode()
    return out, of_html(out)


def difference(a, b):
    """Where two lists part, or None."""
    for i, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return i, a[max(0, i - 2) : i + 4], b[max(0, i - 2) : i + 4]
    return None if len(a) == len(b) else (min(len(a), len(b)), a[-4:], b[-4:])
