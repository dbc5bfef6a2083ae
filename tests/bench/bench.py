#!/usr/bin/env python3
"""What offprint costs as a whole process, in one run against libxml2 alone.

usage: bench.py --build DIR [PAGE...]

PAGE is a file of HTML, or that file compressed (.gz).
Without a PAGE the pages of the corpus are taken.

Pages: CPU time of the process and its children, from the kernel's account (wait4). The programs
take turns, so that what else the machine does falls on all of them. "floor" parses a page with
libxml2 and prints it. rdrview is measured too where it is installed.
WARC: the same pages in one file. The floor parses each of them in one process, and prints nothing.
Memory: the peak of the largest process.
"""

import argparse
import gzip
import pathlib
import shutil
import statistics
import subprocess
import tempfile

from growth import measured

ROUNDS = 5
TOP = pathlib.Path(__file__).resolve().parent.parent.parent
QUIET = ["--no-fetch", "--config", "off", "--cache", "off"]
NEWSLETTER_MB = 30
SENTENCE = (
    "<p>At six on Tuesday morning the first lorry rolled over the old bridge, "
    "and all cheered.</p>\n"
)


def spent(argv, path, env):
    """CPU milliseconds, milliseconds on the clock."""
    with open(path, "rb") as stdin:
        status, cpu, wall = measured(argv, stdin, env)
    if status != 0:
        raise SystemExit(f"bench: {' '.join(argv[:6])}: exit status {status}")
    return cpu, wall


def peak(build, argv, stdin, env):
    """MiB of the largest process, bytes that came out."""
    note = stdin.parent / "peak"
    shell = ["/bin/sh", "-c", 'exec "$@" 3>"$0"', str(note), str(build / "tests/peak")]
    done = subprocess.run(
        [*shell, *argv], stdin=open(stdin, "rb"), capture_output=True, env=env, check=True
    )
    return int(note.read_text()) / 1024, len(done.stdout)


def write_pages(sources, folder):
    files = []
    for number, page in enumerate(sources):
        file = folder / f"{number:05}.html"
        file.write_bytes(gzip.open(page).read() if page.suffix == ".gz" else page.read_bytes())
        files.append(file)
    return files


def write_warc(files, path):
    with open(path, "wb") as out:
        for number, file in enumerate(files):
            page = file.read_bytes()
            answer = (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
                % (len(page), page)
            )
            out.write(
                b"WARC/1.0\r\nWARC-Type: response\r\n"
                b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-%012d>\r\n"
                b"WARC-Date: 2026-11-27T00:00:00Z\r\n"
                b"WARC-Target-URI: https://a%d.example/2026/article-%d\r\n"
                b"Content-Type: application/http; msgtype=response\r\n"
                b"Content-Length: %d\r\n\r\n%b\r\n\r\n"
                % (number, number, number, len(answer), answer)
            )


def judge_pages(build, files, env):
    offprint = [str(build / "offprint"), *QUIET, "--from", "html"]
    programs = {
        "floor": [str(build / "tests/bench/floor")],
        "--to html": [*offprint, "--to", "html"],
        "--to mime": [*offprint, "--to", "mime"],
        "--to json": [*offprint, "--to", "json"],
    }
    if shutil.which("rdrview"):
        programs["rdrview"] = [shutil.which("rdrview"), "-H", "-A", "offprint", "/dev/stdin"]
    cpu = {name: [] for name in programs}
    wall = {name: [] for name in programs}
    for file in files:
        runs = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, argv in programs.items():
                runs[name].append(spent(argv, file, env))
        for name in programs:
            cpu[name].append(min(c for c, _ in runs[name]))
            wall[name].append(min(w for _, w in runs[name]))
    print(f"{len(files)} news pages, least of {ROUNDS} runs each\n")
    print(
        f"{'':12}{'CPU ms, median':>15}{'mean':>8}{'clock ms, median':>18}"
        f"{'CPU of the floor: medians':>27}{'sums':>7}"
    )
    for name in programs:
        middle, floor = statistics.median(cpu[name]), statistics.median(cpu["floor"])
        print(
            f"{name:12}{middle:15.2f}{statistics.mean(cpu[name]):8.2f}"
            f"{statistics.median(wall[name]):18.2f}"
            f"{middle / floor:27.2f}{sum(cpu[name]) / sum(cpu['floor']):7.2f}"
        )


def judge_warc(build, files, folder, env):
    warc = folder / "all.warc"
    write_warc(files, warc)
    empty = folder / "empty"
    empty.touch()
    reader = [str(build / "offprint"), *QUIET, "--from", "warc", "--to", "json", "--jobs"]
    floor, cpu, clock = [], {1: [], 2: []}, {1: [], 2: []}
    for _ in range(3):
        floor.append(spent([str(build / "tests/bench/floor"), *map(str, files)], empty, env)[0])
        for jobs in cpu:
            c, w = spent([*reader, str(jobs)], warc, env)
            cpu[jobs].append(c)
            clock[jobs].append(w)
    print(f"\nWARC of {len(files)} pages, {warc.stat().st_size / 1e6:.0f} MB, least of 3 runs")
    print(
        f"  libxml2 parses the pages in {min(floor) / 1000:.2f} s of CPU; "
        f"--from warc: {min(cpu[1]) / 1000:.2f} s, {min(cpu[1]) / min(floor):.2f} times that"
    )
    print(
        f"  --jobs 1: {min(clock[1]) / 1000:.2f} s on the clock; "
        f"--jobs 2: {min(clock[2]) / 1000:.2f} s, {min(clock[1]) / min(clock[2]):.2f} times as fast"
    )
    warc.unlink()


def judge_memory(build, files, folder, env):
    middle = sorted(files, key=lambda file: file.stat().st_size)[len(files) // 2]
    offprint = [str(build / "offprint"), *QUIET]
    print(f"\nMemory of the largest process, a page of {middle.stat().st_size / 1024:.0f} KiB")
    for to in ("html", "mime"):
        print(
            f"  --to {to}: "
            f"{peak(build, [*offprint, '--from', 'html', '--to', to], middle, env)[0]:.1f} MiB"
        )
    mail = folder / "newsletter"
    head = (
        "From: a@example.org\nSubject: News\nList-Id: <news.example.org>\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    )
    mail.write_text(head + SENTENCE * (NEWSLETTER_MB * 1_000_000 // len(SENTENCE)))
    size = mail.stat().st_size
    original = len(gzip.compress(mail.read_bytes(), 6))
    most, out = peak(build, [*offprint, "--from", "mail", "--deadline", "120"], mail, env)
    print(f"A newsletter of {size / 1e6:.0f} MB ({original / 1e6:.1f} MB if compressed)")
    print(
        f"  {most:.0f} MiB, {most * (1 << 20) / size:.1f} times the input; "
        f"output {out / size:.2f} times the input"
    )


def main():
    a = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    a.add_argument("--build", required=True, type=pathlib.Path)
    a.add_argument("pages", nargs="*", type=pathlib.Path)
    a = a.parse_args()
    corpus = TOP.parent / "shared/corpus"
    pages = a.pages or sorted((corpus / "news/html").glob("*.html.gz"))
    every = a.pages or sorted(corpus.glob("**/html/*.gz"))
    if not pages:
        print("bench: no pages: name some, or lay the corpus beside the project")
        return
    env = {"OFFPRINT_LIBEXECDIR": str(a.build), "PATH": "/usr/bin:/bin"}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        judge_pages(a.build, write_pages(pages, folder), env)
        files = write_pages(every, folder)
        judge_warc(a.build, files, folder, env)
        judge_memory(a.build, files, folder, env)


main()
