#!/usr/bin/env python3
"""Newsletters of our own, in thirteen languages and the markups of the usual senders: the kind, the pick, and no link that acts."""
import base64, json, pathlib, sys, zlib
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
# Links of a mail that holds its article: a tracker that carries its target says so itself, whatever it packs it in.
packed = base64.urlsafe_b64encode(zlib.compress(b"category=post&d=072c7b&l=https%3A%2F%2Fpaper.example.org%2F2026%2F11%2Fbridge&r=reader%40example.com", 9)).decode().rstrip("=")
LINKS = {f"https://email.mailer.example.net/c/{packed}": "https://paper.example.org/2026/11/bridge",
         f"https://click.mailer.example.net/c?to=https%3A%2F%2Fpaper.example.org%2Ftides&r={'A1b2c3D4' * 6}": "https://paper.example.org/tides",
         f"https://click.mailer.example.net/ls/click?upn={'A1b2-3c_' * 10}": None, "https://archive.example.org/web/2020/https://old.example.org/page": None}
w = newsletters.WORDS["en"]
mail = newsletters.mail(w[0], newsletters.frame(w, newsletters.row(f"<h1>{w[0]}</h1>" + "".join(f'<p>{" ".join(w[1])} See <a href="{link}">number {n}</a>.</p>' for n, link in enumerate(list(LINKS) * 2))), "en"))
status, out, err = run("-n", "--to", "html", stdin=mail)
for link, target in LINKS.items(): ok(out.count(f'href="{target or link}"'.encode()) == 2 and (not target or link.encode() not in out), f"{link[:50]}: {'its target' if target else 'as it is'}", out[-1500:])
done()
