"""Text-only mail keeps its layout (RFC 3676): prose that was wrapped by hand is joined,
every other line stays.
"""

import re
import textwrap

import pytest

from harness import run

LOCK = (
    "The lock keeper opens the upper gate at six and lets the barges through one after the other, "
    "until the basin below is empty again. He writes their names into a book, and the hour, "
    "and what they carry to the sea."
)
WEIR = (
    "Below the weir the water is still brown from the storm, and the ferryman waits for the level "
    "to fall before he casts off. Nobody minds the waiting; "
    "there is a bench, a stove, and somebody who knows all the old stories."
)
HEAD = (
    "From: Lock News <news@lock.example>\nList-Id: <news.lock.example>\n"
    "List-Unsubscribe: <https://lock.example/u>\n"
    "Subject: The basin\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8%s\n\n"
)
# Either the body is as it was sent, a paragraph a line, or it was wrapped by hand.
WRAPS = {"long": lambda s: s, "hard": lambda s: textwrap.fill(s, 70)}

KEPT = {
    "table": (
        "Lock      Rise  Built\n"
        "--------  ----  -----\n"
        "Upper     4 m   1903\n"
        "Lower     12 m  1911"
    ),
    "tabs": "Upper\t4 m\t1903\nLower\t12 m\t1911",
    "fields": "Package    : gate\nVersion    : 2.5\nProblem    : it sticks",
    "fields without columns": "Name: Ann\nQuay: 5\nPhone: 12345",
    "indented code": "    make gate\n    make weir\n\n    make install",
    "code": "int main(void)\n{\n    if (open) {\n        return 1;\n    }\n}",
    "shell": "$ cd lock\n$ make gate",
    "diff": "--- a/gate.c\n+++ b/gate.c\n@@ -1,3 +1,3 @@\n int depth;\n-int x;\n+int y;\n int z;",
    "drawing": "+-------+      +-----+\n| basin | ---> | sea |\n+-------+      +-----+",
    "boxes": "┌───────┐  ┌─────┐\n│ basin │  │ sea │\n└───────┘  └─────┘",
    "verse": (
        "The boats come in at dusk,\ntheir lamps are lit and low,\n"
        "and nobody looks up\nto see them go."
    ),
    "verse of longer lines": (
        "Roses are red and violets are blue,\nSugar is sweet and so are you,\n"
        "The lock is open and nobody knew,\nThen came the ferry and took the crew."
    ),
    "verse that steps in": (
        "The boats come in,\n   their lamps are lit,\n" "   and nobody looks up\nto see them go."
    ),
    "address": "Ann Example\nHarbour Street 5\n12345 Lindby",
    "signature": "--\nAnn Example\nLock News, Quay 1",
    "list of two": "- rope\n- oars",
    "list of stars": "* rope\n* oars\n* nets",
    "numbers": "1. Take the rope.\n2. Tie it to the ring.\n3. Go home.",
    "numbers that go on": "4. Take the rope.\n5. Tie it to the ring.\n9. Go home.",
    "list in a list": "* rope\n  * long\n  * short\n* oars",
    "numbers in a list": "1. rope\n   - long\n   - short\n2. oars",
    "piped table": "| Lock  | Rise |\n|-------|------|\n| Upper | 4 m |",
    "verse of long lines": (
        "the boats come in at dusk with all their lamps lit,\n"
        "and nobody looks up from the tables to see them go,\n"
        "for it has been so since the gate was first hung,\n"
        "and the water takes them all where they have to be."
    ),
    "speech": (
        "— When does the upper gate open in the morning, then?\n"
        "— At six, said the keeper, and he looked at his watch.\n"
        "— And when does it close again, if one may ask?"
    ),
    "a lone dash": "- That is all, said the keeper.",
    "addresses": "The gate:\nhttps://lock.example/gate\nhttps://lock.example/weir",
    "a colon": "These came through today:\nthe Ann of Lindby\nthe Norby",
}


def text_of(body, more="", *args):
    out = run(
        "--config",
        "off",
        "--cache",
        "off",
        "-n",
        "--from",
        "mail",
        "--to",
        "text",
        "--width",
        "0",
        *args,
        stdin=(HEAD % more + body).encode(),
    )
    assert out.status == 0
    return out.out.decode()


def shape(text):
    """Its lines without the indentation that they share, and with one mark for all lists."""
    lines = textwrap.dedent(text.replace("\t", " ")).split("\n")
    return [re.sub(r"^( *)[*•-] ", r"\1- ", line.rstrip()) for line in lines]


def holds(out, block):
    wanted = shape(block)
    lines = out.split("\n")
    return any(shape("\n".join(lines[i : i + len(wanted)])) == wanted for i in range(len(lines)))


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("kind", KEPT)
def test_layout_stays(kind, wrap):
    body = "\n\n".join(
        [
            WRAPS[wrap](LOCK),
            WRAPS[wrap](WEIR),
            KEPT[kind],
            WRAPS[wrap](LOCK.replace("upper", "lower")),
            WRAPS[wrap](WEIR.replace("storm", "rain")),
        ]
    )
    out = text_of(body + "\n")
    assert holds(out, KEPT[kind]), out
    assert LOCK in out and WEIR in out


@pytest.mark.parametrize("width", [50, 60, 66, 72, 76, 80, 98])
def test_wrapped_prose_is_joined(width):
    body = "\n\n".join(
        textwrap.fill(s, width)
        for s in (LOCK, WEIR, LOCK.replace("upper", "lower"), WEIR.replace("storm", "rain"))
    )
    out = text_of(body)
    assert LOCK in out and WEIR in out


def test_wrapped_entries_and_quotations_are_joined():
    entry = textwrap.fill(WEIR, 66, subsequent_indent="  ")
    quote = textwrap.fill(LOCK, 66, initial_indent="> ", subsequent_indent="> ")
    out = text_of(
        "\n\n".join([textwrap.fill(LOCK, 70), f"- {entry}\n- oars", quote, textwrap.fill(WEIR, 70)])
    )
    assert "- " + WEIR in out and "> " + LOCK in out


def test_paragraphs_that_begin_with_an_indentation():
    body = "\n".join(
        textwrap.fill(s, 70, initial_indent="   ")
        for s in (LOCK, WEIR, LOCK.replace("upper", "lower"), WEIR.replace("storm", "rain"))
    )
    out = text_of(body)
    assert LOCK + "\n\n" + WEIR in out


def test_entries_that_sound_like_furniture_stay():
    out = text_of(
        "\n\n".join(
            [
                "Contents",
                "1. Feedback and comments\n2. The gate\n3. Contact us",
                LOCK,
                WEIR,
                LOCK.replace("upper", "lower"),
            ]
        )
    )
    assert holds(out, "1. Feedback and comments\n2. The gate\n3. Contact us")


def test_a_title_page_is_not_prose():
    out = text_of(
        "\n\n".join(
            [
                (
                    "A Publication of the Lock Society                 No. 28\n"
                    "In the 227th issue of it, published by the keepers:"
                ),
                textwrap.fill(LOCK, 70),
                textwrap.fill(WEIR, 70),
            ]
        )
    )
    assert "No. 28 In" not in out


def test_a_paragraph_a_line_without_blank_lines():
    out = text_of(
        "\n".join([LOCK, WEIR, LOCK.replace("upper", "lower"), WEIR.replace("storm", "rain")])
    )
    assert LOCK + "\n\n" + WEIR + "\n\n" in out


def test_underlined_headings():
    out = text_of(
        "\n\n".join(
            [
                LOCK,
                "The second part\n===============",
                WEIR,
                "The third part\n--------------\nBegins at once.",
                LOCK,
            ]
        )
    )
    assert re.search(r"^The second part\n[-=~]+$", out, re.M) and re.search(
        r"^The third part\n[-=~]+\n\nBegins at once\.$", out, re.M
    )


def flowed(text, quote="", cut=False):
    """RFC 3676, 4.2: each line but the last ends with a blank; cut: anywhere, for DelSp."""
    if cut:
        pieces = [text[i : i + 60] for i in range(0, len(text), 60)]
        return "\n".join(quote + p + (" " if p is not pieces[-1] else "") for p in pieces)
    return " \n".join(quote + line for line in textwrap.wrap(text, 60))


def test_flowed():
    body = "\n\n".join(
        [
            flowed(LOCK),
            flowed(WEIR, "> "),
            flowed(WEIR, ">> "),
            "rope\noars\nnets",
            flowed(LOCK.replace("upper", "lower")),
        ]
    )
    out = text_of(body, "; format=flowed")
    assert (
        LOCK in out
        and "> " + WEIR in out
        and ">> " + WEIR in out
        and holds(out, "rope\noars\nnets")
    )


def test_flowed_with_delsp():
    kana = "水門の番人は毎朝六時に上の門を開けて、はしけを一そうずつ通す。下の水たまりがふたたび空になるまで、それは続く。" * 2
    body = "\n\n".join(
        flowed(s, cut=True) for s in (LOCK, WEIR, kana, LOCK.replace("upper", "lower"))
    )
    out = text_of(body, "; format=flowed; delsp=yes")
    assert LOCK in out and WEIR in out and kana in out


def test_stuffed_lines_and_signatures():
    body = "\n\n".join(
        [
            flowed(LOCK),
            " From here on\n > is no quotation",
            flowed(WEIR),
            "-- \nAnn Example\nLock News",
        ]
    )
    out = text_of(body, "; format=flowed")
    assert (
        "From here on" in out
        and "> is no quotation" in out
        and holds(out, "--\nAnn Example\nLock News")
    )


def test_wrapped_japanese_has_no_blanks():
    kana = "水門の番人は毎朝六時に上の門を開けて、はしけを一そうずつ通す。下の水たまりがふたたび空になるまで、それは続く。" * 4
    out = text_of("\n\n".join(["\n".join(textwrap.wrap(kana, 34))] * 3))
    assert kana in out


@pytest.mark.parametrize(
    "body",
    [
        "\n" * 100000,
        ">" * 100000 + " x",
        "> " * 50000 + "x",
        "- x\n" * 50000,
        "1. x\n1. y\n" * 30000,
        " " * 100000,
        "a\n" * 250000,
        "=" * 100000,
        "-- \n" * 30000,
        "a  b\n" * 30000,
        "\t" * 100000 + "x",
        "> x\n>> y\n" * 30000,
    ],
)
def test_cost_stays_in_proportion(body):
    out = text_of(
        "\n\n".join(
            [LOCK, WEIR, body, LOCK.replace("upper", "lower"), WEIR.replace("storm", "rain")]
        ),
        "; format=flowed",
    )
    assert LOCK in out and WEIR.replace("storm", "rain") in out
