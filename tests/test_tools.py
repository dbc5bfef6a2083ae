"""The real procmail and maildrop deliver every sort of mail through offprint.

Each mail is there once, as its article or as it was. And mblaze and mutt show what came out.
"""

import mailbox
import re
import subprocess

import pytest

from harness import BUILD, OFFPRINT, TEASER, WARC, in_terminal, need, need_terminal, run
from samples import NAMES, header_of, sample

NO_MAILS = ("one byte", "one newline", "NULs alone", "random bytes")
DELIVERED = [name for name in NAMES if name not in NO_MAILS]
# Where the reader is shot.
FAULTS = ("extract:SEGV", "reply:KILL", "compose:MEMORY", "fetch:LIE")


def plain(mail):
    """A mail without what delivering adds: From_ lines, the last newline, CR, >From."""
    mail = mail.replace(b"\r\n", b"\n")
    while mail.startswith((b"From ", b">From ")):
        mail = mail.split(b"\n", 1)[1]
    return re.sub(rb"^>+(From )", rb"\1", mail, flags=re.M).rstrip(b"\n")


def check_delivered(mail, delivered):
    """There once; its article, from which the original comes back, or as it was."""
    assert len(delivered) == 1
    [one] = delivered
    if re.search(rb"^X-Offprint: status=", header_of(one.replace(b"\r\n", b"\n")), re.M):
        one = run("--restore", stdin=one).out
    assert plain(one) == plain(mail)


class Home:
    """A home with a Maildir, and offprint with the sample site in place of the network."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
        for name in ("new", "cur", "tmp"):
            (folder / "M" / name).mkdir(parents=True)

    def write(self, name, text, mode):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def filter(self, fault=None):
        """The path of the recipe's command."""
        where = f"OFFPRINT_LIBEXECDIR={BUILD}"
        shot = f"OFFPRINT_FAULT={fault} " if fault else ""
        script = f'#!/bin/sh\n{shot}{where} exec {OFFPRINT} --replay {WARC} "$@"\n'
        return self.write("filter", script, 0o755)

    def run(self, *command, stdin=b"", **more):
        how = {"env": self.env, "cwd": self.folder, "capture_output": True, "timeout": 60}
        return subprocess.run(command, input=stdin, **{**how, **more})

    def mails(self):
        return [path.read_bytes() for path in sorted((self.folder / "M" / "new").iterdir())]


@pytest.fixture(name="home")
def make_home(tmp_path):
    return Home(tmp_path)


# --- procmail


def procmail(home, flags, mails, fault=None, box="M/"):
    program = need("procmail")
    head = f"MAILDIR={home.folder}\nDEFAULT={home.folder}/{box}\nLOGFILE={home.folder}/log\n"
    recipe = f"SHELL=/bin/sh\n:0 {flags}\n| {home.filter(fault)}\n"
    rc = home.write("rc", head + recipe, 0o600)
    sender = [] if box == "M/" else ["-f", "a@example.org"]
    for mail in mails:
        home.run(program, *sender, str(rc), stdin=mail)


@pytest.mark.parametrize("name", DELIVERED)
def test_procmail(home, name):
    procmail(home, "fw", [sample(name)])
    check_delivered(sample(name), home.mails())


@pytest.mark.parametrize("name", ["teaser", "CRLF", "S/MIME", "attachment"])
def test_procmail_that_does_not_wait(home, name):
    procmail(home, "f", [sample(name)])
    check_delivered(sample(name), home.mails())


@pytest.mark.parametrize("flags", ["fw", "f"])
@pytest.mark.parametrize("fault", FAULTS)
def test_procmail_and_a_fault(home, flags, fault):
    procmail(home, flags, [TEASER], fault)
    check_delivered(TEASER, home.mails())


def test_procmail_and_an_mbox(home):
    """What Content-Length procmail makes, and From_ lines: a box of six mails holds six."""
    names = ("teaser", "From_ line", ">From in the body", "attachment", "personal", "text alone")
    procmail(home, "fw", map(sample, names), box="box")
    assert len(mailbox.mbox(home.folder / "box")) == len(names)


# --- maildrop


def maildrop(home, mail, fault=None):
    program = need("maildrop")
    rc = home.write("rc", f'xfilter "{home.filter(fault)}"\nto "{home.folder}/M"\n', 0o600)
    home.run(program, str(rc), stdin=mail)


@pytest.mark.parametrize("name", DELIVERED)
def test_maildrop(home, name):
    maildrop(home, sample(name))
    check_delivered(sample(name), home.mails())


@pytest.mark.parametrize("fault", FAULTS)
def test_maildrop_and_a_fault(home, fault):
    maildrop(home, TEASER, fault)
    check_delivered(TEASER, home.mails())


# --- readers from outside


@pytest.fixture(name="offprint")
def make_offprint(tmp_path):
    path = tmp_path / "m.eml"
    path.write_bytes(run("--replay", WARC, stdin=TEASER).out)
    return path


def test_mshow_shows_the_tree(home, offprint):
    tree = home.run(need("mshow"), "-t", str(offprint)).stdout.decode()
    assert re.findall(r"\d+: (\S+)", tree) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/gzip",
    ]


def test_mshow_shows_the_text(home, offprint):
    text = home.run(need("mshow"), "-O", str(offprint), "3").stdout.decode()
    assert "The old bridge reopens" in text
    assert "“It was the better way to cross,”" in text


def test_mutt_shows_the_text(home, offprint):
    """Joined. script(1) lends mutt a terminal."""
    need("mutt")
    need_terminal()
    box = home.folder / "box"
    box.write_bytes(
        b"From a@example.org Tue Nov 24 08:10:00 2026\n" + offprint.read_bytes() + b"\n"
    )
    rc = (
        f'set folder={home.folder} spoolfile={box} record="" move=no wait_key=no\n'
        f'set print=yes print_command="cat >{home.folder}/shown" print_decode=yes\n'
        'push "<print-message><exit>"\n'
    )
    home.write("muttrc", rc, 0o600)
    home.env |= {"TERM": "vt100", "LC_ALL": "C.UTF-8"}
    command = f"mutt -n -R -F {home.folder}/muttrc -f {box}"
    home.run(*in_terminal(command), timeout=30)
    shown = re.sub(r"\s+", " ", (home.folder / "shown").read_text())
    assert "first lorry rolled over the old bridge, and the people" in shown
