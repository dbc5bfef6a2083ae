#!/usr/bin/env python3
"""offprint as a whole process against the floor (libxml2 alone: parse and print), page by page, in one run.

usage: bench.py --build DIR [PAGE...]      pages: HTML files, .gz too; without any, the news pages beside the project
CPU is that of the process and its children, from the kernel's account (wait4). The runs of a page take turns, so that
what else the machine does falls on all of them.
"""
import argparse, gzip, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

ROUNDS = 3


def once(argv, page, env):
    """-> CPU and wall milliseconds"""
    with open(page, "rb") as stdin, open(os.devnull, "wb") as null:
        t = time.perf_counter()
        p = subprocess.Popen(argv, stdin=stdin, stdout=null, stderr=null, env=env)
        _, _, use = os.wait4(p.pid, 0)
        p.returncode = 0
    return (use.ru_utime + use.ru_stime) * 1000, (time.perf_counter() - t) * 1000


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--build", required=True, type=pathlib.Path); a.add_argument("pages", nargs="*", type=pathlib.Path)
    a = a.parse_args()
    top = pathlib.Path(__file__).resolve().parent.parent.parent
    pages = a.pages or sorted((top.parent / "shared/corpus/news/html").glob("*.html.gz"))
    if not pages: return print("bench: no pages: name some, or lay the corpus beside the project")
    env = {"OFFPRINT_LIBEXECDIR": str(a.build), "PATH": "/usr/bin:/bin"}
    programs = {"floor": [str(a.build / "tests/bench/floor")], "offprint": [str(a.build / "offprint"), "--from", "html", "--to", "json", "--no-fetch"]}
    if shutil.which("rdrview"): programs["rdrview"] = [shutil.which("rdrview"), "-H", "-A", "offprint", "/dev/stdin"]
    cpu, wall = {n: [] for n in programs}, {n: [] for n in programs}
    with tempfile.TemporaryDirectory() as d:
        for n, page in enumerate(pages):
            plain = pathlib.Path(d) / f"{n}.html"
            plain.write_bytes(gzip.open(page).read() if page.suffix == ".gz" else page.read_bytes())
            for name, argv in programs.items():
                runs = [once(argv, plain, env) for _ in range(ROUNDS)]
                cpu[name].append(min(r[0] for r in runs)); wall[name].append(min(r[1] for r in runs))
    print(f"{len(pages)} pages, best of {ROUNDS} runs each\n")
    print(f"{'':10} {'CPU ms, mean':>13} {'median':>8} {'wall ms, mean':>14} {'median':>8} {'CPU / floor':>12}")
    for name in programs:
        c, w = cpu[name], wall[name]
        print(f"{name:10} {statistics.mean(c):13.2f} {statistics.median(c):8.2f} {statistics.mean(w):14.2f} {statistics.median(w):8.2f} {sum(c) / sum(cpu['floor']):12.2f}")


main()
