#!/usr/bin/env python3
"""Does the time grow as the input does? Generated inputs of 1 to 16 MB, offprint alone, in one run.

usage: growth.py --build DIR [NAME...]

NAME is a row of the table below ("list items"). Without a NAME all rows are measured.

Prints CPU milliseconds for each size, and how many times as much a byte of the largest input costs
as a byte of the smallest. 1.0 is linear. tests/test_cost.py judges the same of many more inputs.
"""

import argparse
import os
import pathlib
import subprocess
import tempfile
import time

WORDS = (
    "At six on Tuesday morning the first lorry rolled over the old bridge, "
    "and the people who had waited on both banks cheered."
)
SIZES = (1, 2, 4, 8, 16)  # MB
ROUNDS = 3
HTML = ("--from", "html", "--to", "json")


def page(body):
    head = "<html><head><title>The old bridge reopens</title></head>"
    return f"{head}<body><article><h1>The old bridge reopens</h1>{body}</article></body></html>"


def paragraphs(count):
    return page(
        "".join(
            f"<p>Paragraph {n}. {WORDS} <a href='/x{n}'>More of it</a>.</p>\n" for n in range(count)
        )
    )


def siblings(count):
    return page("".join(f"<p>The mason laid stone number {n} that day.</p>" for n in range(count)))


def deep(levels):
    return page("<div>" * levels + f"<p>{WORDS}</p>" * 20 + "</div>" * levels)


# --- for tests/test_cost.py: name: (page, words that have to come out, how often) -----------------

A_MEGABYTE = 6250
PAGES = {
    "1 MB": (lambda: paragraphs(A_MEGABYTE), WORDS, A_MEGABYTE),
    "2 MB": (lambda: paragraphs(2 * A_MEGABYTE), WORDS, 2 * A_MEGABYTE),
    "4 MB": (lambda: paragraphs(4 * A_MEGABYTE), WORDS, 4 * A_MEGABYTE),
    "8 MB": (lambda: paragraphs(8 * A_MEGABYTE), WORDS, 8 * A_MEGABYTE),
    "100,000 siblings": (lambda: siblings(100_000), "The mason laid stone number ", 100_000),
    "depth 5,000": (lambda: deep(5000), WORDS, 20),
    "100,000 attributes": (
        lambda: page(
            "<p "
            + " ".join(f"a{n}=1" for n in range(100_000))
            + f">{WORDS}</p>"
            + f"<p>{WORDS}</p>" * 9
        ),
        WORDS,
        10,
    ),
    "one text of 4 MB": (lambda: page("<p>" + f"{WORDS} " * 32_000 + "</p>"), WORDS, 32_000),
    "100,000 line breaks": (lambda: page(f"{WORDS}<br><br>" * 50_000), WORDS, 50_000),
}


# --- what grows -----------------------------------------------------------------------------------


def filled(size, piece):
    """Pieces, numbered, up to so many bytes."""
    count = size // len(piece(10**5))
    return "".join(piece(n) for n in range(count))


def feed(size):
    items = filled(
        size,
        lambda n: (
            f"<item><guid>{n}</guid><title>Item {n}</title>"
            f"<description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item>"
        ),
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def fields(size):
    head = "From: a@example.org\nSubject: News\nContent-Type: text/html; charset=utf-8\n"
    return head + filled(size, lambda n: f"X-Field-{n}: {WORDS}\n") + f"\n<p>{WORDS}</p>"


# name: (arguments, input of so many bytes)
GROWING = {
    "text": (HTML, lambda size: page(f"<p>{f'{WORDS} ' * (size // len(WORDS))}</p>")),
    "paragraphs": (HTML, lambda size: page(filled(size, lambda n: f"<p>{n} {WORDS}</p>"))),
    "siblings": (
        HTML,
        lambda size: page(filled(size, lambda n: f"<p>The mason laid stone {n}.</p>")),
    ),
    "depth": (
        HTML,
        lambda size: page(
            "<div>" * (size // 11) + f"<p>{WORDS}</p>" * 20 + "</div>" * (size // 11)
        ),
    ),
    "attributes": (
        HTML,
        lambda size: page(
            f"<p {filled(size, lambda n: f'a{n}=1 ')}>{WORDS}</p>" + f"<p>{WORDS}</p>" * 9
        ),
    ),
    "links": (
        HTML,
        lambda size: page(filled(size, lambda n: f"<p>{WORDS} <a href='/x{n}'>More {n}</a></p>")),
    ),
    "table cells": (
        HTML,
        lambda size: page(
            f"<p>{WORDS}</p>" * 9
            + f"<table>{filled(size, lambda n: f'<tr><td>{n}</td><td>stone</td></tr>')}</table>"
        ),
    ),
    "list items": (
        HTML,
        lambda size: page(
            f"<p>{WORDS}</p>" * 9
            + f"<ul>{filled(size, lambda n: f'<li>Stone {n} was laid.</li>')}</ul>"
        ),
    ),
    "feed items": (("--from", "feed", "--to", "json"), feed),
    "header fields": (("--from", "mail", "--to", "mime"), fields),
}


def measured(argv, stdin, env):
    """The exit status, CPU milliseconds of the process and its children,
    milliseconds on the clock.
    """
    with open(os.devnull, "wb") as null:
        start = time.perf_counter()
        process = subprocess.Popen(argv, stdin=stdin, stdout=null, stderr=null, env=env)
        _, status, use = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = (time.perf_counter() - start) * 1000
    return process.returncode, (use.ru_utime + use.ru_stime) * 1000, wall


def cpu(argv, data, env):
    """CPU milliseconds, the least of some runs; None if one fails."""
    least = None
    with tempfile.TemporaryFile() as stdin:
        stdin.write(data)
        for _ in range(ROUNDS):
            stdin.seek(0)
            status, ms, _ = measured(argv, stdin, env)
            if status != 0:
                return None
            least = ms if least is None else min(least, ms)
    return least


def main():
    a = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    a.add_argument("--build", required=True, type=pathlib.Path)
    a.add_argument("names", nargs="*")
    a = a.parse_args()
    env = {"OFFPRINT_LIBEXECDIR": str(a.build), "PATH": "/usr/bin:/bin"}
    common = [
        str(a.build / "offprint"),
        "--no-fetch",
        "--config",
        "off",
        "--cache",
        "off",
        "--deadline",
        "120",
    ]
    print(
        f"{'CPU ms, MB of':16}"
        + "".join(f"{size:>9}" for size in SIZES)
        + f"{'a byte of the last / of the first':>36}"
    )
    for name in a.names or GROWING:
        args, make = GROWING[name]
        ms = [cpu([*common, *args], make(size * 1_000_000).encode(), env) for size in SIZES]
        shown = "".join(f"{'failed' if m is None else f'{m:.0f}':>9}" for m in ms)
        ratio = ms[-1] / ms[0] / (SIZES[-1] / SIZES[0]) if ms[0] and ms[-1] else float("nan")
        print(f"{name:16}{shown}{ratio:36.2f}", flush=True)


if __name__ == "__main__":
    main()
