#!/usr/bin/env python3
"""How many publication days are right, on a set of pages whose answers tell them.

usage: dates.py --score SCORE.PY --corpus DIR [--cmd COMMAND] [--worst N]
DIR holds segments/ (evaldata.json with "date"). COMMAND reads a page and prints JSON with "date".
"""
import argparse, concurrent.futures as cf, importlib.util, json, pathlib, shlex, subprocess

a = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
)
a.add_argument("--score", required=True)
a.add_argument("--corpus", required=True, type=pathlib.Path)
a.add_argument("--worst", type=int, default=0)
a.add_argument("--cmd", default="offprint --from html --to json --no-fetch --base-url {url}")
a = a.parse_args()
spec = importlib.util.spec_from_file_location("score", a.score)
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)
pages = [p for p in score.load("segments", a.corpus / "segments") if p.truth.get("date")]


def day(page):
    out = subprocess.run(
        a.cmd.replace("{url}", shlex.quote(page.url)),
        shell=True,
        input=page.read(),
        capture_output=True,
    ).stdout
    try:
        return (json.loads(out.split(b"\n")[0]).get("date") or "")[:10]
    except ValueError:
        return ""


with cf.ThreadPoolExecutor(2) as pool:
    days = list(pool.map(day, pages))
wrong = [(p, d) for p, d in zip(pages, days) if d != p.truth["date"][:10]]
print(
    f"dates: {len(pages) - len(wrong)} of {len(pages)} right, {1 - len(wrong) / len(pages):.3f}; "
    f"{sum(not d for _, d in wrong)} without a date"
)
for page, found in wrong[: a.worst]:
    print(page.id, page.truth["date"], found or "none")
