#!/usr/bin/env python3
"""The seed's page, and the scores on the development pages, where these lie beside the project."""
import json, pathlib, re, subprocess, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *
import seed

SCORE = SHARED / "bench/score.py"
LEAST = [("news", "shingle", 0.950), ("web", "wcxb", 0.925), ("segments", "segments", 0.900), ("mozilla", "pages", 0.940)]
flat = lambda s: re.sub(r"\s+", " ", s).strip()

if (SHARED / "seed/semantic.html").exists():
    article = [flat(p) for p in (SHARED / "seed/article.txt").read_text().split("\n\n")]
    page = (SHARED / "seed/semantic.html").read_bytes()
    status, out, _ = run("--from", "html", "--to", "text", "--width", "0", stdin=page)
    got = [flat(l) for l in out.decode().split("\n") if l.strip() and set(l.strip()) != {"="}]
    ok(got[0] == article[0] and got[-8:] == article[1:], "the seed: headline and eight paragraphs, in order", got)
    head = got[1:-8]
    ok(len(head) <= 1 and not re.search("Related|Ranking|Recommendation|veryGood|Current:|View", " ".join(head)), "the seed: nothing else but byline, date and site", head)
    d = json.loads(run("--from", "html", "--to", "json", stdin=page)[1])
    ok(flat(d["text"]) == flat(" ".join(article[1:])), "the seed: JSON text is the eight paragraphs", d["text"][:300])
    ok(d["title"] == article[0] and d["place"] == "SEOUL, South Korea" and d["agency"] == "AP" and d["date"] == "2025-04-08T08:28:06", "the seed: title, date, place, agency", {k: d[k] for k in ("title", "date", "place", "agency")})
    for name, (kind, data) in seed.variants((SHARED / "seed/page.txt").read_text()).items():
        d = json.loads(run("--from", kind, "--to", "json", stdin=data)[1])
        got = [flat(l) for l in d["text"].split("\n") if l.strip()]
        ok(got == article[1:], f"the seed as {name}: eight paragraphs, nothing else", [g[:80] for g in got if g not in article])
        ok((d["title"], d["date"], d["site"], d["place"], d["agency"]) == (article[0], "2025-04-08T08:28:06", "GrowthInsight", "SEOUL, South Korea", "AP"), f"the seed as {name}: what is said of it", {k: d[k] for k in ("title", "date", "site", "place", "agency")})
else: skip("the seed's page", "it is not beside the project")

if SCORE.exists():
    for name, kind, least in LEAST:
        if not (SHARED / "corpus" / name).is_dir(): skip(name, "it is not beside the project"); continue
        r = subprocess.run([sys.executable, str(SCORE), kind, str(SHARED / "corpus" / name), "--out", "json", "--cmd", f"{OFFPRINT} --from html --to json --no-fetch --base-url {{url}}"],
                           capture_output=True, text=True, env={**os.environ, **ENV})
        found = re.search(r" F1 ([0-9.]+)", r.stdout)
        print("#", r.stdout.strip())
        ok(found and float(found.group(1)) >= least, f"{name}: F1 at least {least}", r.stdout + r.stderr[-300:])
    labels = SHARED / "corpus/newsletters/labels.json"
    r = subprocess.run([sys.executable, str(SHARED / "bench/newsletters.py"), str(labels.parent), str(labels), "--cmd", f"{OFFPRINT} --from mail --to links --no-fetch"], capture_output=True, text=True, env={**os.environ, **ENV})
    print("#", r.stdout.strip().replace("\n", "\n# "))
    ok("acting links picked: 0" in r.stdout, "newsletters: no link that acts is picked", r.stdout)
else: skip("scores", "the corpus is not beside the project")
done()
