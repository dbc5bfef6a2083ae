"""kill -9 of any of the three processes at random moments, under the real procmail and maildrop.

Every message is in the mailbox once, whole. A delivery that the tool itself puts off (status 75)
is made again, as the mail server would. OFFPRINT_KILLS is how often; where it is not set, 40.
"""

import os
import pathlib
import random
import re
import signal
import subprocess
import threading
import time

import pytest

from harness import BUILD, OFFPRINT, TEASER, WARC, need, run
from samples import header_of

KILLS = int(os.environ.get("OFFPRINT_KILLS", "40"))
EX_TEMPFAIL = 75
# The leak check forks a process of its own. If that one is shot, its parent waits for ever.
NO_LEAK_CHECK = "ASAN_OPTIONS=detect_leaks=0"
SENT = [TEASER.replace(b"Message-ID: <", b"Message-ID: <%d." % n, 1) for n in range(KILLS)]
RECIPES = {
    "procmail": (
        "MAILDIR={home}\nDEFAULT={home}/M/\nLOGFILE={home}/log\nSHELL=/bin/sh\n"
        ":0 fw\n| {home}/filter\n"
    ),
    "maildrop": 'xfilter "{home}/filter"\nto "{home}/M"\n',
}


def children_of(pid):
    """The processes that a process has started itself."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
            found += [int(child) for child in file.read().split()]
    return found


def ours_below(pid):
    """Our processes below another one, by number; each has its name."""
    found, todo = {}, [pid]
    while todo:
        try:
            children = children_of(todo.pop())
        except OSError:
            continue
        for child in children:
            try:
                name = os.path.basename(os.readlink(f"/proc/{child}/exe"))
            except OSError:
                continue
            todo.append(child)
            if name.startswith("offprint"):
                found[child] = name
    return found


def about(process):
    """What to say of a process that should be gone."""
    try:
        status = (process / "status").read_text()
    except OSError:
        return process.name
    return process.name + ": " + " ".join(re.findall(r"^(?:Name|State|PPid):.*", status, re.M))


class Deliveries:
    """A mailbox, the tool that delivers to it through offprint, and what became of it."""

    def __init__(self, name, folder):
        self.program = need(name)
        self.folder = folder
        self.chance = random.Random(20261124)
        self.hits = {}
        for box in ("new", "cur", "tmp"):
            (folder / "M" / box).mkdir(parents=True)
        self.write("rc", RECIPES[name].format(home=folder), 0o600)
        command = f"{OFFPRINT} --cache {folder}/cache.db --replay {WARC}"
        self.write(
            "filter",
            f"#!/bin/sh\n{NO_LEAK_CHECK} OFFPRINT_LIBEXECDIR={BUILD} exec {command}\n",
            0o755,
        )
        self.lasts = self.measure()
        for mail in SENT:
            self.deliver(mail)
        self.left_over = self.find_left_over()

    def write(self, name, text, mode):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)

    def files(self):
        return sorted((self.folder / "M" / "new").iterdir())

    def start(self):
        return subprocess.Popen(
            [self.program, str(self.folder / "rc")],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin"},
        )

    def measure(self):
        """The seconds that a delivery lasts."""
        begun = time.monotonic()
        for _ in range(3):
            self.start().communicate(TEASER)
        for path in self.files():
            path.unlink()
        return (time.monotonic() - begun) / 3

    def deliver(self, mail):
        process = self.start()
        thread = threading.Thread(target=process.communicate, args=(mail,))
        thread.start()
        self.shoot(process)
        thread.join()
        if process.wait() == EX_TEMPFAIL:
            self.start().communicate(mail)

    def shoot(self, process):
        """Waits for a part of what a delivery lasts, then kills one of ours."""
        at = time.monotonic() + self.chance.uniform(0, self.lasts)
        while process.poll() is None and time.monotonic() < at + 0.1:
            ours = ours_below(process.pid)
            if ours and time.monotonic() >= at:
                self.kill(self.chance.choice(sorted(ours)), ours)
                return

    def kill(self, victim, ours):
        try:
            os.kill(victim, signal.SIGKILL)
        except OSError:
            return
        self.hits[ours[victim]] = self.hits.get(ours[victim], 0) + 1

    def is_left_over(self, process):
        try:
            program = os.readlink(process / "exe")
            environment = (process / "environ").read_bytes()
        except OSError:
            return False
        return program.startswith(OFFPRINT) and os.fsencode(self.folder) in environment

    def find_left_over(self):
        """Processes of ours that outlived their gate, after a moment to die in."""
        for _ in range(40):
            processes = pathlib.Path("/proc").glob("[0-9]*")
            found = [about(process) for process in processes if self.is_left_over(process)]
            if not found:
                break
            time.sleep(0.05)
        return found


@pytest.fixture(name="deliveries", scope="module", params=RECIPES)
def deliver(request, tmp_path_factory):
    return Deliveries(request.param, tmp_path_factory.mktemp(request.param))


def original_of(mail):
    if re.search(rb"^X-Offprint: status=", header_of(mail), re.M):
        return run("--restore", stdin=mail).out
    return mail


def test_mails_differ():
    assert len(set(SENT)) == KILLS


def test_as_many_messages_as_were_sent(deliveries):
    assert len(deliveries.files()) == KILLS


def test_each_once_each_whole(deliveries):
    originals = [original_of(path.read_bytes()).rstrip(b"\n") for path in deliveries.files()]
    assert sorted(originals) == sorted(mail.rstrip(b"\n") for mail in SENT)


def test_shots_hit(deliveries):
    assert sum(deliveries.hits.values()) >= KILLS // 3
    assert len(deliveries.hits) >= 2


def test_no_process_is_left(deliveries):
    assert not deliveries.left_over
