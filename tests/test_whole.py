"""Articles are whole: of any length, and in the markup of content management systems whose names
of elements say nothing of what is in them.
"""

import random

import pytest

from harness import run

MASONS = [
    "The mill on the upper weir ground rye for two centuries, and its stones were dressed every "
    "winter by the same family of masons from the valley.",
    "When the last of them died, the miller wrote down what he had seen of the work, page after "
    "page, and drew each of the furrows with a ruler.",
    "The notebook lay in a tin under the stairs until a student of forestry found it, copied it "
    "by hand, and brought the copy to the county archive.",
    "Since then the stones have been dressed by its rules, by people who had never seen the work "
    "done, and the flour is as fine as it was before.",
    "Whoever comes on a Friday may bring a sack of rye, wait by the race while it is ground, and "
    "carry the flour home while it is still warm.",
]
HEADINGS = ["The masons", "The notebook", "The student", "The stones", "The flour"]
WORDS = sorted({word.strip(",.").lower() for text in MASONS for word in text.split()})
HOW = ["--from", "html", "--no-fetch", "--base-url", "https://gazette.example/2026/a"]


def page(body):
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        "<title>The stones of the upper mill | Weir Gazette</title></head><body>"
        "<nav><a href=/>Home</a> <a href=/n>News</a> <a href=/c>Contact</a></nav>"
        f"<main>{body}</main>"
        "<footer><p>Weir Gazette. <a href=/i>Imprint</a></p></footer></body></html>"
    )


def text_of(body):
    return run(*HOW, "--to", "text", "--no-notes", "--width", "0", stdin=page(body).encode()).text


# --- length ---------------------------------------------------------------------------------------


def sentence(chance):
    return " ".join(chance.choices(WORDS, k=chance.randint(14, 30))).capitalize() + "."


def chapters(count):
    """So many headings, each with four paragraphs of about 900 characters."""
    chance = random.Random(count)
    for number in range(1, count + 1):
        paragraphs = (" ".join(sentence(chance) for _ in range(6)) for _ in range(4))
        yield f"{number}. {chance.choice(WORDS).capitalize()} and {chance.choice(WORDS)}", [
            *paragraphs
        ]


@pytest.mark.parametrize("count", [1, 4, 10, 20, 30, 60, 120])
def test_every_chapter_is_kept(count):
    told = list(chapters(count))
    body = "".join(
        f"<h2>{heading}</h2>" + "".join(f"<p>{text}</p>" for text in texts)
        for heading, texts in told
    )
    out = text_of(f'<div class="post"><h1>The stones of the upper mill</h1>{body}</div>')
    lines = set(out.splitlines())
    assert not [heading for heading, _ in told if heading not in lines]
    assert not [text[:40] for _, texts in told for text in texts if text not in lines]
    assert "Imprint" not in out


# --- names ----------------------------------------------------------------------------------------


def field(name, inside):
    """An element that does not show its label."""
    names = f"field field--name-{name} field--type-text-long field--label-hidden field__item"
    return f'<div class="{names}">{inside}</div>'


def fields():
    """An article as a list of entries with a title, a line and a text each."""
    entries = "".join(
        f'<div class="paragraph"><h2>{field("title", heading)}</h2>'
        f'{field("line", "Ground at the weir")}{field("copy", f"<p>{text}</p>")}</div>'
        for heading, text in zip(HEADINGS[1:], MASONS[1:])
    )
    return (
        '<div class="node node--type-article"><h1>The stones of the upper mill</h1>'
        f'{field("intro", f"<p>{MASONS[0]}</p>")}{field("list", entries)}</div>'
    )


def element(kind, inside):
    """An element of a page builder, which calls each of its elements a widget."""
    return (
        f'<div class="builder-element builder-widget builder-widget-{kind}">'
        f'<div class="builder-widget-container">{inside}</div></div>'
    )


def elements():
    """An article with each heading and text in an element of its own."""
    sections = "".join(
        '<section class="builder-section"><div class="builder-column">'
        f'{element("heading", f"<h2>{heading}</h2>")}{element("text", f"<p>{text}</p>")}'
        "</div></section>"
        for heading, text in zip(HEADINGS, MASONS)
    )
    title = element("heading", "<h1>The stones of the upper mill</h1>")
    return f'<div class="builder">{title}{sections}</div>'


@pytest.mark.parametrize("make", [fields, elements])
def test_names_of_the_system_say_nothing(make):
    out = text_of(make())
    assert [text for text in MASONS if text not in out] == []
    assert [heading for heading in HEADINGS[1:] if heading not in out] == []
    assert "Home" not in out and "Imprint" not in out


def test_widgets_of_a_sidebar_are_left_out():
    texts = "".join(f"<p>{text}</p>" for text in MASONS)
    lists = "<ul>" + "".join(f"<li><a href=/{n}>{h}</a></li>" for n, h in enumerate(HEADINGS))
    out = text_of(
        f"<article>{texts}</article>"
        f'<div class="widget widget_recent_entries"><h3>From the weir</h3>{lists}</ul></div>'
    )
    assert MASONS[-1] in out
    assert "From the weir" not in out and "The notebook" not in out.splitlines()


# --- small articles ---------------------------------------------------------------------------------


def test_paragraph_without_a_full_stop_at_its_end_is_no_title():
    titles = ["The mill in winter", "A new wheel", "Who was the miller?", "Flour and water"]
    tail = "<h3>More to read:</h3>" + "".join(f"<p><a href=/{t}>{t}</a></p>" for t in titles)
    text = text_of(f"<h3>Latest</h3><p>{' '.join(MASONS)[:-1]}</p>{tail}")
    assert MASONS[0] in text and MASONS[4][:-1] in text
    assert "Imprint" not in text  # what is printed of a page that seems to have no article
