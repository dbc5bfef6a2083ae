#!/usr/bin/env python3
"""The examples of offprint(1), offprint.conf(5) and offprint-sites(5), as they stand there, done. (That of liboffprint(3) is compiled by test-library.py.)"""
import pathlib, re, shutil, subprocess, sys, tempfile
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

which = lambda name: shutil.which(name, path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")
plain = lambda mdoc: mdoc.replace("\\(dq", '"').replace("\\e", "\\").replace("\\&", "")


def examples(manual):
    """-> the literal blocks and lines of its EXAMPLES, in order"""
    text = re.search(r"^\.Sh EXAMPLES\n(.*?)^\.Sh ", (TOP / "filter" / manual).read_text(), re.S | re.M).group(1)
    return [plain(block or line) for block, line in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed|^\.Dl ([^\n]*)$", text, re.S | re.M)]


def response(url, page):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    return b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: " + url.encode() + b"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"


d = pathlib.Path(tempfile.mkdtemp(prefix="offprint-manuals-"))
BRIDGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
RULED = b"<title>The Paper</title><h1>The Paper</h1><h1 class='headline'>A bridge, again</h1><p class='by'>By <a href='/ana'>Ana Ruiz</a></p><time datetime='2026-11-24'>yesterday</time><div id='story'><p>The bridge opened at six this morning, said the mayor.</p><p>It had been closed for two years, and nobody had believed it.</p><aside>Elsewhere: a list</aside><p class='promo'>Buy it.</p></div><div><p>At six on Tuesday morning the first lorry rolled over the old bridge, and all cheered.</p></div>"
(d / "all.warc").write_bytes(pathlib.Path(WARC).read_bytes() + response("https://example.org/article", BRIDGE) + response("https://paper.example.org/2026/11/bridge", RULED))
(d / "bin").mkdir(); (d / "bin/offprint").write_text(f'#!/bin/sh\nexport OFFPRINT_LIBEXECDIR={BUILD}\nexec {OFFPRINT} --replay {d}/all.warc "$@"\n'); (d / "bin/offprint").chmod(0o755)
ENV2 = {**ENV, "PATH": f"{d}/bin:/usr/bin:/bin", "HOME": str(d), "SHELL": "/bin/sh", "TERM": "xterm", "LOGNAME": "reader"}
sh = lambda line, stdin=b"": subprocess.run(["sh", "-c", line], input=stdin, capture_output=True, env=ENV2, cwd=d, timeout=60)
is_article = lambda text: b"first lorry" in text and b"status=fetched" in text

# --- offprint(1) ------------------------------------------------------------------------------------------------------------------------
procmail, maildrop, sieve, mutt, newsboat, filled, shell = examples("offprint.1")
if not which("procmail"): skip("procmail", "it is not installed")
else:
    (d / "rc").write_text(f"MAILDIR={d}\nDEFAULT={d}/procmail.box\nPATH={ENV2['PATH']}\n{procmail}")
    r = subprocess.run([which("procmail"), str(d / "rc")], input=TEASER, capture_output=True, env=ENV2)
    ok(r.returncode == 0 and is_article((d / "procmail.box").read_bytes()), f"procmail: {procmail.strip()!r}", (r, (d / "procmail.box").read_bytes()[1000:2200]))
if not which("maildrop"): skip("maildrop", "it is not installed")
else:
    (d / "filter").write_text(f'SHELL="/bin/sh"\nPATH="{ENV2["PATH"]}"\n{maildrop}\nto "{d}/maildrop.box"\n'); (d / "filter").chmod(0o600)
    r = subprocess.run([which("maildrop"), str(d / "filter")], input=TEASER, capture_output=True, env=ENV2)
    ok(r.returncode == 0 and is_article((d / "maildrop.box").read_bytes()), f"maildrop: {maildrop!r}", r)
if not which("sievec"): skip("sievec", "it is not installed")
else:
    (d / "x.sieve").write_text('require ["vnd.dovecot.filter"];\n' + sieve + "\n")
    r = subprocess.run([which("sievec"), "-o", "plugin/sieve_plugins=sieve_extprograms", "-o", "plugin/sieve_global_extensions=+vnd.dovecot.filter", "-o", "plugin/sieve_extensions=+vnd.dovecot.filter", str(d / "x.sieve"), str(d / "x.svbin")], capture_output=True, text=True)
    if "unknown Sieve capability" in r.stderr or "Couldn't load" in r.stderr: skip("sievec", "Pigeonhole's extprograms are not here")
    else: ok(r.returncode == 0, f"Sieve: {sieve!r} compiles", r.stderr)
if not which("mutt"): skip("mutt", "it is not installed")
else:
    (d / "muttrc").write_text(mutt + "\n")
    r = subprocess.run([which("mutt"), "-n", "-F", str(d / "muttrc"), "-Q", "editor"], capture_output=True, env=ENV2)
    ok(r.returncode == 0 and not r.stderr, f"mutt takes {mutt!r}", r)
command = re.search(r"<pipe-message>(.*?) \|", mutt).group(1)
r = sh(command, TEASER); ok(r.returncode == 0 and b"The old bridge reopens" in r.stdout and b"first lorry" in r.stdout, f"mutt pipes into {command!r}", r)
command = re.search(r'"(offprint .*?) \|', newsboat).group(1)
r = sh(command, (TOP / "tests/mail/newsboat.txt").read_bytes()); ok(r.returncode == 0 and b"first lorry" in r.stdout, f"newsboat pipes into {command!r}", r)
if not which("newsboat"): skip("newsboat", "it is not installed")
else:
    (d / "nb").write_text(newsboat + "\n"); (d / "urls").write_text("file:///dev/null\n")
    r = subprocess.run([which("newsboat"), "-C", str(d / "nb"), "-u", str(d / "urls"), "-c", str(d / "cache.db"), "-x", "print-unread"], capture_output=True, env={**ENV2, "LC_ALL": "C"}, cwd=d)
    ok(r.returncode == 0 and b"unread" in r.stdout, f"newsboat takes {newsboat!r}", r)
command = re.search(r'filter:(offprint .*?):https', filled).group(1).rsplit(" --to", 1)[0] + " --to feed"
r = sh(command, (TOP / "tests/mail/feed.rss").read_bytes()); ok(r.returncode == 0 and b"<rss" in r.stdout and b"first lorry" in r.stdout, f"a feed with its articles filled in: {command!r}", r)
r = sh(shell.removeprefix("$ ")); ok(r.returncode == 0 and r.stdout.startswith(b"The old bridge reopens after two years\n===="), shell, r)

# --- offprint.conf(5) -------------------------------------------------------------------------------------------------------------------
[conf] = examples("offprint.conf.5")
(d / ".config/offprint").mkdir(parents=True); (d / ".config/offprint/offprint.conf").write_text(conf)
mail = lambda sender, more=b"": b"From: x <" + sender + b">\nSubject: s\n" + more + b"\nText.\n"
shown = lambda stdin: sh(f"{OFFPRINT} --print-config", stdin).stdout.decode()
ok(re.search(r"^width\s*=\s*66\b", shown(mail(b"a@b.example")), re.M), "offprint.conf: width = 66, for all", shown(mail(b"a@b.example")))
ok(re.search(r"^images\s*=\s*drop\b", shown(mail(b"letter@news.example.org")), re.M) and not re.search(r"^images\s*=\s*drop", shown(mail(b"a@b.example")), re.M), "images = drop, for one sender", shown(mail(b"letter@news.example.org")))
ok(re.search(r"^fetch\s*=\s*never\b", shown(mail(b"a@b.example", b"List-Id: <announce.lists.example.org>\n")), re.M), "fetch = never, for a list", shown(mail(b"a@b.example", b"List-Id: <announce.lists.example.org>\n")))
r = sh("offprint --from url https://example.org/article --to text"); lines = r.stdout.decode().split("\n")
ok(r.returncode == 0 and 60 < max(len(l) for l in lines if not re.search("https?:|  ", l)) <= 66, "lines of 66", max(len(l) for l in lines))

# --- offprint-sites(5) ------------------------------------------------------------------------------------------------------------------
rules, check, look = examples("offprint-sites.5")
(d / ".config/offprint/sites").mkdir(); (d / ".config/offprint/sites/paper.example.org.txt").write_text(rules)
r = sh(check.removeprefix("$ ").replace("offprint", OFFPRINT, 1)); ok(r.returncode == 0, check, r)
r = sh(look.removeprefix("$ "))
ok(r.returncode == 0 and r.stdout.decode().strip().split("\n\n")[1:] == ["The bridge opened at six this morning, said the mayor.", "It had been closed for two years, and nobody had believed it."] and r.stdout.startswith(b"A bridge, again\n===") and b"Ana Ruiz" in r.stdout and b"2026-11-24" in r.stdout, look, r)
shutil.rmtree(d, ignore_errors=True)
done()
