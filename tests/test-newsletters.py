#!/usr/bin/env python3
"""Newsletters of our own, in thirteen languages and the markups of the usual senders: the kind, the pick, and no link that acts."""
import json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *
import newsletters

ACTING = ("/u/8f3a", "/preferences/", "/confirm/", "/reset", "/login", "/magic/", "/account/", "/open/", "facebook")
for name, kind, mail, article in newsletters.cases():
    status, out, _ = run("-n", "--to", "links", stdin=mail)
    d = json.loads(out)
    picked = [p["target"] for p in d["picked"]]
    ok(d["kind"] == kind, f"{name}: {kind}", (d["kind"], d["reason"], [p["text"] for p in d["picked"]], [(p["text"], p["why"]) for p in d["refused"]]))
    ok(not any(a in p for p in picked for a in ACTING), f"{name}: no link that acts", picked)
    if article: ok(picked[:1] == [article], f"{name}: the article", (picked[:1], article))
for lang, w in newsletters.WORDS.items():
    mail = newsletters.mail(w[0], newsletters.frame(w, newsletters.row(f"<h1>{w[0]}</h1>" + "".join(f"<p>{n}. {' '.join(w[1])}</p>" for n in range(6))), lang))
    text = json.loads(run("-n", "--to", "json", stdin=mail)[1])["text"]
    ok(all(text.count(said) == 6 for said in w[1]), f"{lang} full: the article's own text all stays", text[:300])
    ok(not any(f in text for f in (w[3], w[4], w[6], "1 Quay Street", "Facebook")), f"{lang} full: header and footer go", [f for f in (w[3], w[4], w[6], "1 Quay Street", "Facebook") if f in text])
done()
