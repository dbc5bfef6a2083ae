#!/usr/bin/env python3
"""Every message that offprint composes, judged by Python's parser and, where it is beside the project, by check-message."""
import email, email.policy, pathlib, re, subprocess, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

CHECK = SHARED / "contracts/check-message"
SAMPLES = SHARED / "contracts/samples"
# faults of the mail itself, whose fields are kept in their bytes
OWN = {"8-bit header": "header-8bit,parser", "utf-8 header": "header-8bit,parser", ">From above the header": "from-line,header,parser,from,date,message-id,mime-version,header-end",
       "attachment": "date", "folded field of 10,000 lines": "parser"}


def judge(name, message, ignore=""):
    # The line end before a boundary belongs to the boundary, CR and all; check-message counts the CR as the part's.
    lf = message.replace(b"\r\n", b"\n")
    body = lf.split(b"\n", 1)[1] if lf.startswith((b"From ", b">From ")) else lf
    defects = [str(d) for p in email.message_from_bytes(body, policy=email.policy.default).walk() for d in p.defects]
    ok(not defects, f"{name}: parses without a defect", defects)
    if not CHECK.exists(): return
    r = subprocess.run([sys.executable, CHECK, *(["--ignore", ignore] if ignore else [])], input=lf, capture_output=True, text=False)
    ok(r.returncode == 0, f"{name}: check-message finds nothing", r.stdout.decode())


def composed(name, data, *args):
    status, out, err = run("--replay", WARC, *args, stdin=data)
    if b"X-Offprint: status=" not in out or b"X-Offprint: status=" in data: return
    if name.endswith("(feed)"):
        for n, one in enumerate(re.split(rb"^From MAILER-DAEMON .*\n", out, flags=re.M)):
            if one: judge(f"{name} {n}", re.sub(rb"\n\n$", b"\n", one))
    else: judge(name, out, OWN.get(name, ""))


for name, m in mails(large=False).items(): composed(name, m)
for f in sorted((TOP / "tests/mail").iterdir()): composed(f.name + (" (feed)" if f.name.startswith("feed") else ""), f.read_bytes())
for how in ("message", "drop"): composed(f"--original={how}", TEASER, f"--original={how}")
composed("--no-flowed", TEASER, "--no-flowed"); composed("--width 0", TEASER, "--width", "0"); composed("--width 30", TEASER, "--width", "30")
if SAMPLES.is_dir():
    known = {b"weekly.example.org/bridge": b"harbour.example.org/2026/11/bridge"}
    for f in sorted(SAMPLES.iterdir()):
        if f.suffix not in (".eml", ".rss", ".atom", ".rdf", ".txt") or not f.name.startswith(("in-", "newsboat-pipe", "rss2email", "maildrop-x", "sieve-filter-stdin", "procmail-fw", "mutt-pipe-raw", "feed")): continue
        composed(f.name + (" (feed)" if f.suffix in (".rss", ".atom", ".rdf") else ""), f.read_bytes())
else: skip("samples of what the host tools hand over", "they are not beside the project")
done()
