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
done()
