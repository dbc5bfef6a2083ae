#!/usr/bin/env python3
"""Does the time grow as the page does? Generated pages, offprint against the floor (libxml2 alone) in one run.

usage: growth.py --build DIR
A page of 8 MB may take 8 times what one of 1 MB takes; the last column is what it does take, divided by that.
"""
import argparse, os, pathlib, subprocess, tempfile, time

WORDS = "At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered."


def page(body): return f"<html><head><title>The old bridge reopens</title></head><body><article><h1>The old bridge reopens</h1>{body}</article></body></html>"
def paragraphs(count): return page("".join(f"<p>Paragraph {n}. {WORDS} <a href='/x{n}'>More of it</a>.</p>\n" for n in range(count)))
def siblings(count): return page("".join(f"<p>The mason laid stone number {n} that day.</p>" for n in range(count)))
def deep(levels): return page("<div>" * levels + f"<p>{WORDS}</p>" * 20 + "</div>" * levels)


A_MEGABYTE = 6250
# name: (page, words that have to come out, how often)
PAGES = {
    "1 MB": (lambda: paragraphs(A_MEGABYTE), WORDS, A_MEGABYTE), "2 MB": (lambda: paragraphs(2 * A_MEGABYTE), WORDS, 2 * A_MEGABYTE),
    "4 MB": (lambda: paragraphs(4 * A_MEGABYTE), WORDS, 4 * A_MEGABYTE), "8 MB": (lambda: paragraphs(8 * A_MEGABYTE), WORDS, 8 * A_MEGABYTE),
    "100,000 siblings": (lambda: siblings(100_000), "The mason laid stone number ", 100_000),
    "depth 5,000": (lambda: deep(5000), WORDS, 20),
    "100,000 attributes": (lambda: page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{WORDS}</p>" + f"<p>{WORDS}</p>" * 9), WORDS, 10),
    "one text of 4 MB": (lambda: page("<p>" + f"{WORDS} " * 32_000 + "</p>"), WORDS, 32_000),
    "100,000 line breaks": (lambda: page(f"{WORDS}<br><br>" * 50_000), WORDS, 50_000),
}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter); a.add_argument("--build", required=True, type=pathlib.Path); a = a.parse_args()
    env = {"OFFPRINT_LIBEXECDIR": str(a.build), "PATH": "/usr/bin:/bin"}
    programs = {"floor": [str(a.build / "tests/bench/floor")], "offprint": [str(a.build / "offprint"), "--from", "html", "--to", "json", "--no-fetch", "--deadline", "60"]}
    print(f"{'page':20} {'MB':>6} {'floor, CPU ms':>14} {'offprint':>10} {'ratio':>7} {'ms a MB / that of 1 MB':>24}")
    first = None
    for name, (make, _, _) in PAGES.items():
        ms = {}
        with tempfile.NamedTemporaryFile() as f:
            f.write(make().encode()); f.flush(); size = os.path.getsize(f.name) / 1e6
            for program, argv in programs.items():
                runs = []
                for _ in range(3):
                    with open(f.name, "rb") as stdin, open(os.devnull, "wb") as null:
                        p = subprocess.Popen(argv, stdin=stdin, stdout=null, stderr=null, env=env); _, _, use = os.wait4(p.pid, 0); p.returncode = 0
                    runs.append((use.ru_utime + use.ru_stime) * 1000)
                ms[program] = min(runs)
        each = ms["offprint"] / size; first = first or each
        print(f"{name:20} {size:6.1f} {ms['floor']:14.1f} {ms['offprint']:10.1f} {ms['offprint'] / ms['floor']:7.2f} {each / first:24.2f}")


if __name__ == "__main__": main()
