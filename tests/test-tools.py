#!/usr/bin/env python3
"""The real procmail and maildrop deliver every sort of mail through offprint: each is there once, as its article or as it was."""
import mailbox, os, pathlib, re, shutil, subprocess, sys, tempfile
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

WORK = pathlib.Path(tempfile.mkdtemp(prefix="offprint-tools-"))
WRAPPER = WORK / "filter"   # the recipe's command, with the sample site in place of the network
WRAPPER.write_text(f"#!/bin/sh\nOFFPRINT_LIBEXECDIR={BUILD} exec {OFFPRINT} --replay {WARC} \"$@\"\n"); WRAPPER.chmod(0o755)
FAULTY = WORK / "faulty"    # the same, with the reader shot at a place that changes
FAULTY.write_text(f"#!/bin/sh\nOFFPRINT_FAULT=${{FAULT}} OFFPRINT_LIBEXECDIR={BUILD} exec {OFFPRINT} --replay {WARC}\n"); FAULTY.chmod(0o755)
every = {k: v for k, v in mails(large=True).items() if k not in ("one byte", "one newline", "NULs alone", "random bytes")}


def norm(m):
    """A mail without what delivering adds: From_ lines, the last newline, CR, >From."""
    m = m.replace(b"\r\n", b"\n")
    while m.startswith((b"From ", b">From ")): m = m.split(b"\n", 1)[1]
    return re.sub(rb"^>+(From )", rb"\1", m, flags=re.M).rstrip(b"\n")


def judge(tool, name, m, delivered):
    if not ok(len(delivered) == 1, f"{tool}: {name}: there once", len(delivered)): return
    d = delivered[0]
    if re.search(rb"^X-Offprint: status=", d.replace(b"\r\n", b"\n").split(b"\n\n")[0], re.M):
        status, back, _ = run("--restore", stdin=d)
        ok(norm(back) == norm(m), f"{tool}: {name}: its article, and the original comes back", back[:200])
    else:
        ok(norm(d) == norm(m), f"{tool}: {name}: as it was", d[:200])


def maildir_mails(path):
    return [f.read_bytes() for f in sorted((path / "new").glob("*"))] if (path / "new").is_dir() else []


def procmail(filter_line, mail, env=None):
    home = pathlib.Path(tempfile.mkdtemp(dir=WORK)); (home / "M").mkdir()
    rc = home / "rc"
    rc.write_text(f"MAILDIR={home}\nDEFAULT={home}/M/\nLOGFILE={home}/log\nSHELL=/bin/sh\n{filter_line}\n")
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", **(env or {})}
    extra = [f"{k}={v}" for k, v in env.items() if k.startswith("FAULT")]
    subprocess.run(["procmail", *extra, str(rc)], input=mail, env=env, cwd=home, check=False)
    return maildir_mails(home / "M")


def procmail_box(filter_line, many):
    home = pathlib.Path(tempfile.mkdtemp(dir=WORK))
    (home / "rc").write_text(f"MAILDIR={home}\nDEFAULT={home}/box\nLOGFILE={home}/log\nSHELL=/bin/sh\n{filter_line}\n")
    for m in many: subprocess.run(["procmail", "-f", "a@example.org", str(home / "rc")], input=m, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, cwd=home, check=False)
    return len(mailbox.mbox(home / "box"))


def maildrop(mail, command, env=None):
    home = pathlib.Path(tempfile.mkdtemp(dir=WORK))
    for d in ("new", "cur", "tmp"): (home / "M" / d).mkdir(parents=True)
    rc = home / "rc"
    rc.write_text("".join(f'{k}="{v}"\n' for k, v in (env or {}).items()) + f'xfilter "{command}"\nto "{home}/M"\n'); rc.chmod(0o600)
    r = subprocess.run(["maildrop", str(rc)], input=mail, capture_output=True, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, cwd=home)
    return maildir_mails(home / "M")


if shutil.which("procmail"):
    for name, m in every.items(): judge("procmail :0 fw", name, m, procmail(f":0 fw\n| {WRAPPER}", m))
    for name in ("teaser", "CRLF", "S/MIME", "attachment"): judge("procmail :0 f", name, every[name], procmail(f":0 f\n| {WRAPPER}", every[name]))
    for fault in ("extract:SEGV", "reply:KILL", "compose:MEMORY", "fetch:LIE"):
        for flags in ("fw", "f"):
            judge(f"procmail :0 {flags}, {fault}", "teaser", TEASER, procmail(f":0 {flags}\n| {FAULTY}", TEASER, {"FAULT": fault}))
    # what Content-Length procmail makes, and From_ lines in an mbox
    some = [every[n] for n in ("teaser", "From_ line", ">From in the body", "attachment", "personal", "text alone")]
    ok(procmail_box(f":0 fw\n| {WRAPPER}", some) == len(some), "procmail: an mbox of six mails holds six")
else: skip("procmail", "procmail is not installed")

if shutil.which("maildrop"):
    for name, m in every.items(): judge("maildrop xfilter", name, m, maildrop(m, str(WRAPPER)))
    for fault in ("extract:SEGV", "reply:KILL", "compose:MEMORY", "fetch:LIE"):
        judge(f"maildrop xfilter, {fault}", "teaser", TEASER, maildrop(TEASER, f"env FAULT={fault} {FAULTY}"))
else: skip("maildrop", "maildrop is not installed")

# --- readers from outside ------------------------------------------------------------------------------------------------
out = run("--replay", WARC, stdin=TEASER)[1]
eml = WORK / "m.eml"; eml.write_bytes(out)
if shutil.which("mshow"):
    tree = subprocess.run(["mshow", "-t", str(eml)], capture_output=True).stdout.decode()
    kinds = re.findall(r"\d+: (\S+)", tree)
    ok(kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/gzip"], "mshow -t shows the tree", tree)
    text = subprocess.run(["mshow", "-O", str(eml), "3"], capture_output=True).stdout.decode()
    ok("The old bridge reopens" in text and "“It was the better way to cross,”" in text, "mshow shows the text", text[:300])
else: skip("mshow", "mblaze is not installed")
def has_terminals():
    try:
        for fd in os.openpty(): os.close(fd)
        return True
    except OSError: return False


if shutil.which("mutt") and shutil.which("script") and has_terminals():
    box = WORK / "box"; box.write_bytes(b"From a@example.org Tue Nov 24 08:10:00 2026\n" + out + b"\n")
    (WORK / "muttrc").write_text(f'set folder={WORK} spoolfile={box} record="" move=no\nset print=yes print_command="cat >{WORK}/shown" print_decode=yes wait_key=no\npush "<print-message><exit>"\n')
    # script(1) lends it a terminal
    subprocess.run(["script", "-qec", f"mutt -n -R -F {WORK}/muttrc -f {box}", "/dev/null"], capture_output=True, cwd=WORK, stdin=subprocess.DEVNULL,
                   env={"PATH": "/usr/bin:/bin", "HOME": str(WORK), "TERM": "vt100", "LC_ALL": "C.UTF-8"}, timeout=30)
    shown = (WORK / "shown").read_text() if (WORK / "shown").exists() else ""
    ok("first lorry rolled over the old bridge, and the people" in re.sub(r"\s+", " ", shown), "mutt shows the text, joined", shown[:500])
else: skip("mutt", "mutt is not installed, or there is no pseudo-terminal to lend it")
shutil.rmtree(WORK)
done()
