"""Every message that offprint composes, judged by Python's parser and by check-message."""

import email
import email.policy
import functools
import re
import subprocess
import sys

import pytest

from harness import MAIL, SHARED, TEASER, WARC, need_shared, run
from samples import MAILS, UNTOUCHED

SAMPLES = SHARED / "contracts" / "samples"
# What the host tools hand over.
HANDED = (
    "in-",
    "newsboat-pipe",
    "rss2email",
    "maildrop-x",
    "sieve-filter-stdin",
    "procmail-fw",
    "mutt-pipe-raw",
    "feed",
)
FEEDS = (".rss", ".atom", ".rdf", ".json")
# Faults of the mail itself, whose fields are kept in their bytes.
OWN = {
    "8-bit header": "header-8bit,parser",
    "utf-8 header": "header-8bit,parser",
    ">From above the header": (
        "from-line,header,parser,from,date,message-id,mime-version,header-end"
    ),
    "attachment": "date",
    "folded field of 10,000 lines": "parser",
}
OPTIONS = {
    "--original=message": ["--original=message"],
    "--original=drop": ["--original=drop"],
    "--no-flowed": ["--no-flowed"],
    "--width 0": ["--width", "0"],
    "--width 30": ["--width", "30"],
}
FILES = {path.name: path for path in sorted(MAIL.iterdir())}
COMPOSED = [*sorted(set(MAILS) - UNTOUCHED), *FILES, *OPTIONS]


@functools.lru_cache(None)
def messages(name):
    """What is composed of a mail, or of each item of a feed."""
    data = FILES[name].read_bytes() if name in FILES else MAILS.get(name, TEASER)
    return list(compose(name, data, OPTIONS.get(name, [])))


def compose(name, data, options):
    """The messages in what comes out; none if that is what went in."""
    out = run("--replay", WARC, *options, stdin=data).out
    if b"X-Offprint: status=" not in out or b"X-Offprint: status=" in data:
        return
    if not name.endswith(FEEDS):
        yield out
        return
    for one in re.split(rb"^From MAILER-DAEMON .*\n", out, flags=re.M):
        if one:
            yield re.sub(rb"\n\n$", b"\n", one)


def judge_by_parser(message):
    lines = message.replace(b"\r\n", b"\n")
    body = lines.split(b"\n", 1)[1] if lines.startswith((b"From ", b">From ")) else lines
    for part in email.message_from_bytes(body, policy=email.policy.default).walk():
        assert not part.defects, lines[:2000]


def judge_by_checker(message, ignore=""):
    # The line end before a boundary belongs to the boundary, CR and all; check-message counts
    # the CR as the part's.
    lines = message.replace(b"\r\n", b"\n")
    checker = need_shared("contracts/check-message")
    how = ["--ignore", ignore] if ignore else []
    done = subprocess.run([sys.executable, checker, *how], input=lines, capture_output=True)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("name", COMPOSED)
def test_parses_without_a_defect(name):
    assert messages(name)
    for message in messages(name):
        judge_by_parser(message)


@pytest.mark.parametrize("name", COMPOSED)
def test_check_message_finds_nothing(name):
    for message in messages(name):
        judge_by_checker(message, OWN.get(name, ""))


def handed():
    if not SAMPLES.is_dir():
        return ["feed-summary-only.rss"]
    names = [path.name for path in sorted(SAMPLES.iterdir())]
    return [
        name
        for name in names
        if name.startswith(HANDED) and name.endswith((".eml", ".txt", ".rss", ".atom", ".rdf"))
    ]


@pytest.mark.parametrize("name", handed())
def test_sample_of_a_host_tool(name):
    """What the tool hands over becomes messages that both find well-formed, or stays."""
    data = (need_shared("contracts/samples") / name).read_bytes()
    for message in compose(name, data, []):
        judge_by_parser(message)
        judge_by_checker(message)
