#!/usr/bin/env python3
"""kill -9 of any of the three processes at random moments, under the real procmail and maildrop: every message is in the mailbox
once, whole. A delivery that the tool itself puts off (status 75) is made again, as the mail server would.

usage: test-kill.py [N]    N kills for each tool; where not said, 40
"""
import os, pathlib, random, re, shutil, signal, subprocess, sys, tempfile, threading, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

MOST = int(sys.argv[1]) if len(sys.argv) > 1 else 40
EX_TEMPFAIL = 75
work = pathlib.Path(tempfile.mkdtemp(prefix="offprint-kill-"))
command = work / "filter"
command.write_text(f"#!/bin/sh\nOFFPRINT_LIBEXECDIR={BUILD} exec {OFFPRINT} --cache {work}/cache.db --replay {WARC}\n"); command.chmod(0o755)
chance = random.Random(20261124)


def children(pid):
    """All below a process, as (pid, name)."""
    found, todo = [], [pid]
    while todo:
        p = todo.pop()
        try: below = [int(c) for t in os.listdir(f"/proc/{p}/task") for c in open(f"/proc/{p}/task/{t}/children").read().split()]
        except OSError: continue
        for c in below:
            try: found.append((c, os.path.basename(os.readlink(f"/proc/{c}/exe"))))
            except OSError: continue
            todo.append(c)
    return found


def shoot(p, counts, lasts):
    """Waits for a part of what a delivery lasts, then kills one of ours below p."""
    end = time.monotonic() + chance.uniform(0, lasts)
    victim = None
    while p.poll() is None and time.monotonic() < end + 0.1:
        ours = [c for c in children(p.pid) if c[1].startswith("offprint")]
        if ours and time.monotonic() >= end:
            victim = chance.choice(ours); break
    if victim:
        try: os.kill(victim[0], signal.SIGKILL); counts[victim[1]] = counts.get(victim[1], 0) + 1
        except OSError: pass


def start(program, home):
    return subprocess.Popen([program, str(home / "rc")], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home, env={"HOME": str(home), "PATH": "/usr/bin:/bin"})


def deliver(program, home, mail, counts, lasts):
    p = start(program, home)
    threading.Thread(target=lambda: (p.stdin.write(mail), p.stdin.close())).start()
    shoot(p, counts, lasts)
    status = p.wait()
    if status == EX_TEMPFAIL:
        p = start(program, home); p.stdin.write(mail); p.stdin.close(); status = p.wait()
    return status


def left_over():
    """Processes of ours that outlived their gate, after a moment to die in."""
    for _ in range(40):
        mine = [p for p in os.listdir("/proc") if p.isdigit() and os.path.exists(f"/proc/{p}/exe")]
        found = []
        for p in mine:
            try:
                if os.readlink(f"/proc/{p}/exe").startswith(str(BUILD / "offprint")) and str(work) in open(f"/proc/{p}/environ").read(): found.append(p)
            except OSError: pass
        if not found: return []
        time.sleep(0.05)
    return found


for name, rc in [("procmail", lambda h: f"MAILDIR={h}\nDEFAULT={h}/M/\nLOGFILE={h}/log\nSHELL=/bin/sh\n:0 fw\n| {command}\n"),
                        ("maildrop", lambda h: f'xfilter "{command}"\nto "{h}/M"\n')]:
    if not shutil.which(name): skip(name, f"{name} is not installed"); continue
    home = work / name
    for d in ("new", "cur", "tmp"): (home / "M" / d).mkdir(parents=True)
    (home / "rc").write_text(rc(home)); (home / "rc").chmod(0o600)
    counts, statuses = {}, {}
    begun = time.monotonic()
    for _ in range(3): p = start(name, home); p.communicate(TEASER)
    lasts = (time.monotonic() - begun) / 3
    for f in (home / "M/new").iterdir(): f.unlink()
    sent = [TEASER.replace(b"Message-ID: <", b"Message-ID: <%d." % n, 1) for n in range(MOST)]
    assert len(set(sent)) == MOST
    for mail in sent:
        s = deliver(name, home, mail, counts, lasts); statuses[s] = statuses.get(s, 0) + 1
    got = [f.read_bytes() for f in sorted((home / "M/new").iterdir())]
    offprints, plain = 0, 0
    back = []
    for m in got:
        if re.search(rb"^X-Offprint: status=", header_of(m), re.M): offprints += 1; back.append(run("--restore", stdin=m)[1])
        else: plain += 1; back.append(m)
    back = [b.rstrip(b"\n") for b in back]
    wanted = [m.rstrip(b"\n") for m in sent]
    print(f"# {name}: killed {', '.join(f'{k} {v}' for k, v in sorted(counts.items()))}; {offprints} offprints, {plain} as they were; statuses {statuses}")
    ok(len(got) == MOST, f"{name}: {MOST} messages sent, {MOST} there", len(got))
    ok(sorted(back) == sorted(wanted), f"{name}: each once, each whole", [w for w in wanted if w not in back][:1])
    ok(sum(counts.values()) >= MOST // 3 and len(counts) >= 2, f"{name}: the shots hit", counts)
    ok(not left_over(), f"{name}: no process is left")
shutil.rmtree(work, ignore_errors=True)
done()
