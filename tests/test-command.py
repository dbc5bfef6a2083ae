#!/usr/bin/env python3
"""DESIGN 3: the command line, every way in and every way out."""
import email, email.policy, json, pathlib, re, shutil, stat, subprocess, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
FEED = (TOP / "tests/mail/feed.rss").read_bytes()
ATOM = (TOP / "tests/mail/feed.atom").read_bytes()
NEWSBOAT = (TOP / "tests/mail/newsboat.txt").read_bytes()
RSS2EMAIL = (TOP / "tests/mail/rss2email.eml").read_bytes()
KEYS = ["url", "title", "byline", "date", "site", "lang", "description", "image", "kind", "status", "text", "html"]
LORRY = "first lorry rolled over the old bridge"


def out_of(*args, stdin=b""):
    status, out, err = run("--replay", WARC, *args, stdin=stdin)
    return out if status == 0 else b"status %d " % status + err


# --- usage ---------------------------------------------------------------------------------------------------------------
status, out, err = run("--help")
ok(status == 0 and max(map(len, out.split(b"\n"))) <= 79 and not re.search(rb" $", out, re.M) and not err, "--help: within 79 columns", out)
status, out, err = run("--version")
ok(status == 0 and out.startswith(b"offprint ") and b"sandbox" in out, "--version names the sandbox", out)
for args in (["--nonsense"], ["--from", "warcraft"], ["--to", "pdf"], ["--width", "x"], ["--width", "-1"], ["--deadline", "0"], ["a", "b"], ["--original=zip"], ["--images=eat"], ["--to", "maildir:"], ["--articles", "-1"]):
    status, out, err = run(*args, stdin=TEASER)
    ok((status, out) == (64, b"") and err, f"{' '.join(args)}: status 64, a message, nothing written", (status, out[:50], err))
status, out, err = run("--cache", "off", "--articles", "0", "--replay", WARC, stdin=TEASER)
ok(status == 0 and b"status=fetched" in out, "--cache off, --articles 0: what there is already")
status, out, err = run("/no/such/file")
ok(status == 66 and b"/no/such/file" in err, "a file that is not there: status 66", (status, err))

# --- the list of options, and all that is made of it or stands beside it
ROW = re.compile(r"""^OFF_OPTION(_KEY)?\((\w+), (0|'.'), "([^"]*)", "([^"]*)", ([A-Z_]+(?:\(.*?\))?), (\w+), "([^"]*)", ([A-Z]+), (\d+), "((?:[^"\\]|\\.)*)"\)$""", re.M)
defs = (TOP / "filter/wire/options.def").read_text()
ROWS = ROW.findall(defs)
ok(len(ROWS) == len(re.findall(r"^OFF_OPTION(?:_KEY)?\(", defs, re.M)) > 40, "options.def: every row has its form", len(ROWS))
ok(len({r[3] for r in ROWS}) == len(ROWS), "no option stands there twice")
tags = [r[9] for r in ROWS if r[8] != "GATE"] + re.findall(r"^OFF_FIELD\(\w+, (\d+),", (TOP / "filter/wire/wire-fields.def").read_text(), re.M)
ok(len(set(tags)) == len(tags) and not [r for r in ROWS if (r[8] == "GATE") != (r[9] == "0")], "each field has a tag of its own", sorted(tags))
manual, conf_manual, shown = (TOP / "filter/offprint.1").read_text(), (TOP / "filter/offprint.conf.5").read_text(), run("--help")[1].decode()
kinds = (TOP / "filter/wire/kinds.def").read_text()
WORDS = {"off_from_words": re.findall(r'^OFF_FROM\(\w+, "([^"]*)"', kinds, re.M), "off_to_words": re.findall(r'^OFF_TO\(\w+, "([^"]*)"', kinds, re.M)}
for key, _, letter, word, argument, kind, _, otherwise, _, _, _ in ROWS:
    item = re.search(rf"^\.It .*\bFl Fl {word}(?: .*)?$", manual, re.M)
    if not ok(item, f"offprint.1: --{word}"): continue
    text = manual[item.start():].split("\n.It ", 1)[0]
    ok(letter == "0" or f"Fl {letter[1:2]} ," in item.group(), f"offprint.1: -{letter[1:2]}, --{word}", item.group())
    ok(bool(argument) == bool(re.search(r"\b(Ar|Cm)\b", item.group())), f"offprint.1: --{word} has its argument", item.group())
    takes = re.fullmatch(r"WORDS\((.*)\)", kind)
    words = WORDS.get(takes.group(1), takes.group(1).strip('"').split()) if takes and not argument.startswith("[") else []
    missing = [w for w in words if not re.search(rf"^\.(?:It .*)?.*\b(?:Cm|\|) (?:.* )?{re.escape(w.split(':')[0])}\b", text, re.M)]
    ok(not missing, f"offprint.1: --{word} takes {' '.join(words)}", missing)
    if otherwise and not takes: ok(re.search(rf"\b{otherwise}\b", text), f"offprint.1: --{word}: the default is {otherwise}", text)
    ok(f"--{word}" in shown, f"--help: --{word}")
    if key: ok(re.search(rf"^\.It Ic {word} ", conf_manual, re.M), f"offprint.conf.5: {word}")
# --- the list of reasons
REASONS = re.findall(r'^OFF_REASON(?:_PAGE)?\(\w+, (\d+), "([a-z-]+)", ([A-Z]+),(?: (FETCHER|READER|GATE),)? "([^"]+)"\)$', (TOP / "filter/wire/reasons.def").read_text(), re.M)
ok(len(REASONS) == len(re.findall(r"^OFF_REASON(?:_PAGE)?\(", (TOP / "filter/wire/reasons.def").read_text(), re.M)) > 40, "reasons.def: every row has its form", len(REASONS))
ok(len({r[0] for r in REASONS}) == len({r[1] for r in REASONS}) == len(REASONS), "each reason has a number and a word of its own")
told = re.search(r"the reason is one of these\.(.*?)^\.Ss JSON", manual, re.S | re.M).group(1)
told = set(w for line in re.findall(r"^\.Li (.*)$", told, re.M) for w in line.split() if w not in ",.")
ok(told == {r[1] for r in REASONS}, "offprint.1 has every reason, and no other", told ^ {r[1] for r in REASONS})
used = {}
for f in sorted((TOP / "filter").rglob("*.c")):
    for word in re.findall(r'(?:off_outcome_fail\(\w+|off_channel_refuse\(\w+|off_response_fail\([\w&>.-]+|(?<!\w)fail\(&?r|off_run_fail\(&?r|off_fetches_refuse\(\w+|lose_worker\(\w+, \w+), "([a-z-]+)"|(?:o|outcome)(?:->|\.)reason = "([a-z-]+)"', f.read_text()):
        used.setdefault(word[0] or word[1], f.name)
ok(len(used) > 20 and set(used) <= {r[1] for r in REASONS}, "every reason that is reported stands there", {w: f for w, f in used.items() if w not in {r[1] for r in REASONS}})
options = {r[3] for r in ROWS}
ok(set(re.findall(r"^\.It .*?Fl Fl ([a-z-]+)", manual, re.M)) <= options, "offprint.1 has no option that does not exist", set(re.findall(r"^\.It .*?Fl Fl ([a-z-]+)", manual, re.M)) - options)
for name, pattern in (("offprint", "--%s"), ("_offprint", "--%s"), ("offprint.fish", "-l %s ")):
    text = (BUILD / "contrib/completions" / name).read_text().replace("\n", " ")
    missing = [o for o in options if not re.search(re.escape(pattern % o).replace(r"\ ", " ") + (r"\b" if not pattern.endswith(" ") else ""), text)]
    ok(not missing, f"the completion {name} knows every option", missing)
for shell in ("bash", "zsh", "fish"):
    if shutil.which(shell): r = subprocess.run([shell, "-n", BUILD / "contrib/completions" / {"bash": "offprint", "zsh": "_offprint", "fish": "offprint.fish"}[shell]], capture_output=True); ok(r.returncode == 0, f"{shell} reads its completion", r)
    else: skip(f"{shell} reads its completion", f"install {shell}")
if shutil.which("bash"):
    r = subprocess.run(["bash", "-c", f"source {BUILD}/contrib/completions/offprint; COMP_WORDS=(offprint --original = me); COMP_CWORD=3; _offprint; echo ${{COMPREPLY[@]}}; COMP_WORDS=(offprint --im); COMP_CWORD=1; _offprint; echo ${{COMPREPLY[@]}}"], capture_output=True, text=True)
    ok(r.stdout == "message\n--images\n", "bash completes words and options", r)

# --- every way in, to every way out ------------------------------------------------------------------------------------------
WAYS = {"mail": (TEASER, []), "rss2email": (RSS2EMAIL, []), "feed": (FEED, []), "newsboat": (NEWSBOAT, []),
        "html": (PAGE, ["--base-url", "https://harbour.example.org/2026/11/bridge"]), "url": (b"https://weekly.example.org/bridge\n", [])}
for name, (data, args) in WAYS.items():
    said = ["--from", "mail" if name == "rss2email" else name]
    for how in ([], said):
        first = out_of(*args, *how, "--to", "json", stdin=data).split(b"\n")[0]
        try: d = json.loads(first)
        except ValueError: d = {}
        ok(all(k in d for k in KEYS) and LORRY in d.get("text", "") and d.get("status") in ("fetched", "included"), f"{name} {how}: JSON", first[:300])
        ok(d.get("url") == "https://harbour.example.org/2026/11/bridge", f"{name} {how}: its address", d.get("url"))
    text = out_of(*args, "--to", "text", stdin=data).decode()
    ok(LORRY[:30] in text and "<p" not in text and "Related" not in text and "ferry that came back" not in text, f"{name}: text, and nothing but the article", text[:300])
    html = out_of(*args, "--to", "html", stdin=data).decode()
    ok(html.startswith("<!DOCTYPE html>") and LORRY in html and "<script" not in html, f"{name}: HTML", html[:200])
    mime = out_of(*args, "--to", "mime", stdin=data)
    ok(b"X-Offprint: status=" in mime and b"Archived-At: <https://harbour.example.org/2026/11/bridge>" in mime, f"{name}: a message", mime[:400])
    links = json.loads(out_of(*args, "-n", "--to", "links", stdin=data).split(b"\n")[0])
    ok({"kind", "subject", "picked", "refused"} <= set(links), f"{name}: links", links)
plain = out_of("--to", "json", "--from", "text", stdin=b"A headline\n\nSome words of a text that is long enough to be one.\n")
ok("long enough" in json.loads(plain)["text"], "text: JSON", plain)

# --- links ----------------------------------------------------------------------------------------------------------------------
d = json.loads(out_of("-n", "--to", "links", stdin=TEASER))
ok(d["kind"] == "teaser" and d["picked"][0]["href"] == "https://weekly.example.org/bridge" and d["picked"][0]["why"], "links: the article is picked", d)
refused = {r["href"] for r in d["refused"]}
ok({"https://harbour.example.org/u/8f3a", "https://harbour.example.org/preferences?id=8f3a"} <= refused and not refused & {p["href"] for p in d["picked"]}, "links: those that act are refused", d)

# --- feeds ----------------------------------------------------------------------------------------------------------------------
box = out_of(stdin=FEED)
mails = re.split(rb"^From MAILER-DAEMON .*\n", box, flags=re.M)[1:]
ok(len(mails) == 3, "a feed of three items: an mbox of three messages", len(mails))
parsed = [email.message_from_bytes(m, policy=email.policy.default) for m in mails]
ok(["fetched", "included", "failed"] == [re.search(r"status=(\w+)", p["X-Offprint"]).group(1) for p in parsed], "fetched, included, and one that could not be had", [p["X-Offprint"] for p in parsed])
ok(all(p["Message-ID"] and p["Date"] and p["From"] and p["List-Id"] and p["Subject"] for p in parsed), "each with Subject, Date, From, List-Id, Message-ID", parsed[0].items())
ok(str(parsed[0]["Date"]).startswith("Tue, 24 Nov 2026 08:00:00"), "the item's own date", parsed[0]["Date"])
ok(len({p["Message-ID"] for p in parsed}) == 3 and re.findall(rb"^Message-ID: .*", out_of(stdin=FEED), re.M) == re.findall(rb"^Message-ID: .*", box, re.M), "Message-IDs differ, and are the same again", [p["Message-ID"] for p in parsed])
atom = email.message_from_bytes(out_of(stdin=ATOM), policy=email.policy.default)
ok(atom["Message-ID"] and atom["Message-ID"] != parsed[0]["Message-ID"], "an item of another feed with a guid of its own has a Message-ID of its own", (atom["Message-ID"], atom["X-Offprint"]))
moved = email.message_from_bytes(re.split(rb"^From MAILER-DAEMON .*\n", out_of("--no-fetch", stdin=FEED.replace(b"/2026/11/bridge", b"/2026/11/the-bridge", 1)), flags=re.M)[1], policy=email.policy.default)
ok(moved["Message-ID"] == parsed[0]["Message-ID"], "an item whose address changes keeps its Message-ID", moved["Message-ID"])
one = re.search(rb"<item>.*?</item>", FEED, re.S).group(0)
ok(b"status=fetched" in out_of(stdin=one), "a single item")
entry = re.search(rb"<entry>.*?</entry>", ATOM, re.S).group(0)
ok(b"status=fetched" in out_of(stdin=entry), "a single entry")
ok(b"via Harbour" in out_of(stdin=NEWSBOAT) and b"Subject: The old bridge" in out_of(stdin=NEWSBOAT), "newsboat: title, author and feed are the message's")

# --- why ------------------------------------------------------------------------------------------------------------------------
why = out_of("-v", "--explain", stdin=TEASER).decode()
ok(re.search(r"^kind +teaser", why, re.M) and "outcome     fetched" in why and "3 redirects" in why, "--explain: kind, outcome, what was fetched", why[:400])
ok(re.search(r"^  subject +The old bridge reopens after two years\n +https://weekly", why, re.M) and re.search(r"^  list-unsubscribe +Unsubscribe", why, re.M), "--explain: links, and why they are not fetched", why[:900])
ok(re.search(r"^  +\d\.\d\d subject +The old bridge.*\n +https://weekly", why, re.M), "--explain: the candidates, how much speaks for each and what", why[:1500])
ok(re.search(r"^title +The old bridge.*\n +.*title element.*h1", why, re.M) and re.search(r"^byline +Ana Ruiz\n +\w", why, re.M), "--explain: which places of the page say so", why[:900])
ok(re.search(r"^  \+ [01]\.\d\d  At six on Tuesday.*\n +text$", why, re.M) and re.search(r"^  - [01]\.\d\d  Share Tweet\n +furniture$", why, re.M), "--explain: blocks, kept and dropped, and why", why[-900:])
page = out_of("--explain=html", stdin=TEASER).decode()
ok(page.startswith("<!DOCTYPE html>") and '<div class="block kept"' in page and '<p class="why"><strong>dropped</strong> 0.' in page and "<h2>The article</h2>" in page and "http" not in re.sub(r'(href|src)="http[^"]*"', "", page.split("<nav>")[0]), "--explain=html: one page of its own", page[:300])
ok("&lt;script&gt;" in out_of("--explain=html", "--from", "html", stdin=b"<p>&lt;script&gt;alert(1)&lt;/script&gt; and some more words of a page that is long enough.</p>").decode(), "--explain=html: what the page says is escaped")
nothing = out_of("-v", "--explain", "-n", "--from", "html", "--base-url", "https://a.example/x/y", stdin=b"<html><head><title>x</title></head><body><nav>a</nav></body></html>").decode()
ok(re.search(r"^outcome +failed, no-article", nothing, re.M), "--explain: where there is no article, why", nothing)
ok(run("--explain=x", stdin=TEASER)[0] == 64, "--explain=x: usage")

# --- mbox -----------------------------------------------------------------------------------------------------------------------
sep = b"From letter@harbour.example.org Tue Nov 24 08:10:00 2026\n"
two = sep + TEASER + b"\n" + sep + TEASER.replace(b"weekly.example.org/bridge", b"elsewhere.example.org/x") + b"\n"
box = out_of("--from", "mbox", stdin=two)
ok(box.count(b"\nX-Offprint:") == 1 and len(re.findall(rb"^From letter@", box, re.M)) == 2 and box.endswith(two[two.rindex(sep):]), "mbox to mbox: one article, one as it was", box[-300:])

# --- text options ------------------------------------------------------------------------------------------------------------------
text = out_of("--to", "text", stdin=TEASER).decode()
ok(max(len(l) for l in text.split("\n") if "http" not in l) <= 72, "--width: 72 where not said")
text = out_of("--to", "text", "--width", "40", stdin=TEASER).decode()
ok(max(len(l) for l in text.split("\n") if "http" not in l and "Lorries" not in l and "---" not in l) <= 40, "--width 40")
text = out_of("--to", "text", "--width", "0", stdin=TEASER).decode()
ok(any(len(l) > 150 for l in text.split("\n")), "--width 0: a paragraph a line")
text = out_of("--to", "text", "--no-notes", stdin=TEASER).decode()
ok("[1]" not in text and "Ana Ruiz" not in text and LORRY[:30] in text, "--no-notes: the article's words alone", text[:200])
mime = out_of("--no-flowed", stdin=TEASER)
ok(b"flowed" not in mime and b"status=fetched" in mime, "--no-flowed")
ok(b"<img" in out_of("--to", "html", stdin=TEASER) and b"<img" not in out_of("--to", "html", "--images=drop", stdin=TEASER), "--images=drop")
latin = "<html><head><meta charset='utf-8'></head><body><p>Die Fähre fährt über den Fluß, wie sie es seit hundert Jahren tut, und keiner weiß warum.</p></body></html>".encode("latin-1")
ok("Fähre" in out_of("--from", "html", "--charset", "iso-8859-1", "--to", "text", stdin=latin).decode(), "--charset is stronger than <meta>")

deep = b"<html><body>" + b"<div>" * 5000 + b"<p>" + b"Words of a paragraph that lies very deep in its page. " * 6 + b"</p>" + b"</div>" * 5000
ok("very deep" in out_of("--from", "html", "--to", "text", "-n", stdin=deep).decode(), "text under 5,000 elements is not lost")
personal = b"<html><body><div>Dear Ana,</div><div><br></div><div>the boat is <b>sold</b>. Shall we meet on Sunday at six?</div><ul><li>bring bread</li><li>and the dog</li></ul><div>Love,</div><div>Jo</div></body></html>"
text = out_of("--from", "html", "--charset", "utf-8", "--to", "text", "--no-fetch", stdin=personal).decode()
ok([l for l in text.split("\n") if l] == ["Dear Ana,", "the boat is sold. Shall we meet on Sunday at six?", "- bring bread", "- and the dog", "Love,", "Jo"], "a mail's HTML by mailcap: every word of it", text)

# --- in place ----------------------------------------------------------------------------------------------------------------------
f = pathlib.Path("in-place.eml"); f.write_bytes(sep + TEASER); f.chmod(0o640)
status, out, err = run("--replay", WARC, "--in-place", str(f))
ok(status == 0 and out == b"" and f.read_bytes().startswith(sep) and b"X-Offprint" in f.read_bytes() and stat.S_IMODE(f.stat().st_mode) == 0o640, "--in-place: rewritten, From_ and mode kept", (status, err))
status, out, err = run("--restore", "--in-place", str(f))
ok(f.read_bytes() == sep + TEASER, "--in-place --restore: as it was"); f.unlink()
ok(list(pathlib.Path(".").glob("in-place*")) == [], "--in-place: nothing is left beside it")

# --- strict, verbose ----------------------------------------------------------------------------------------------------------------
status, out, err = run("-v", "--replay", WARC, stdin=TEASER)
ok(err.count(b"\n") >= 1 and err.rstrip().split(b"\n")[-1] == b"offprint: status=fetched; url=https://harbour.example.org/2026/11/bridge", "-v: the last line tells how it ended", err)
status, out, err = run("-q", "-v", "--replay", WARC, stdin=TEASER)
ok(err == b"", "-q: silence", err)
status, out, err = run("--strict", "--from", "feed", stdin=b"<html>no feed</html>")
ok((status, out) == (65, b""), "--strict: bad input is 65", (status, out[:99]))
status, out, err = run("--from", "feed", stdin=b"<html>no feed</html>")
ok((status, out) == (0, b"<html>no feed</html>"), "bad input comes out as it was", (status, out[:99]))
status, out, err = run("--from", "url", "-n", "https://example.org/", "--to", "text")
ok(status == 0 and b"https://example.org/" in out and err, "an address and --no-fetch: says why", (status, out, err))
done()
