"""Mailboxes: mails that are not touched come out byte for byte, once and twice.

Whatever their line ends and quoting. Mails that are touched give their original back.
"""

import email
import gzip
import random
import re

import pytest

from harness import TEASER, run
from samples import BRIDGE

BOX = ["--config", "off", "--cache", "off", "--no-fetch", "--from", "mbox", "--to", "mbox"]
BOX += ["--deadline", "50"]
FROM = b"From keeper@lock.example Tue Nov 24 08:00:00 2026\n"
OLD_FROM = b">From old@lock.example Mon Nov 23 08:00:00 2026\n"
SENTENCE = (
    b"The lock keeper opens the upper gate at six and lets the barges through one after the "
    b"other, until the basin below is empty again. "
)


def crlf(data):
    return data.replace(b"\n", b"\r\n")


PLAIN = b"From: Ana <ana@lock.example>\nSubject: Sunday\n\nSee you on Sunday.\n"
QUOTED = PLAIN + b">From here we go by boat.\n>>From there on foot.\n"
SIGNED = (
    b"From: Ana <ana@lock.example>\nSubject: s\n"
    b"Content-Type: multipart/signed; boundary=q\n\n--q\n\n>From here on\n--q--\n"
)
DIGEST = (
    b"Subject: n\nContent-Type: multipart/digest; boundary=d\n\n"
    b"--d\n\nSubject: inner\n\n>From inner\n--d--\n"
)
OLD_FIELDS = b"From : Ana <ana@lock.example>\nSubject : old\n\nFrom : here\n\n"
IN_A_MAIL = b"Subject: attached\nContent-Type: message/rfc822\n\n>" + FROM + PLAIN + b"\n"
BOXES = {
    "one mail": FROM + PLAIN + b"\n",
    "quoted From_ lines": FROM + QUOTED + b"\n" + FROM + PLAIN + b"\n",
    "a signed mail with a quoted From_ line": FROM + SIGNED + b"\n",
    "a mailbox with CR LF": crlf(FROM + QUOTED + b"\n") * 3,
    "mails with CR LF behind From_ lines with LF": (
        FROM + crlf(QUOTED) + b"\r\n" + FROM + crlf(PLAIN) + b"\r\n"
    ),
    "line ends of every kind": FROM + crlf(PLAIN) + b"\n" + FROM + PLAIN + b"\r\n",
    "several blank lines behind a mail": FROM + PLAIN + b"\n\n\n" + FROM + PLAIN + b"\n",
    "no blank line at the end": FROM + PLAIN,
    "no newline at the end": (FROM + PLAIN)[:-1],
    "a From_ line with nothing behind it": FROM + b"\n" + FROM + PLAIN + b"\n",
    "a mail that is none between two": FROM + b" : x\nno header\n\n" + FROM + PLAIN + b"\n",
    "a second envelope line, quoted": FROM + OLD_FROM + PLAIN + b"\n",
    "a sentence that begins with From": (
        FROM + PLAIN + b"\nFrom now on we open at six.\n\n" + FROM + PLAIN + b"\n"
    ),
    "a field with a blank before its colon": FROM + OLD_FIELDS,
    "a mailbox in a mail": FROM + IN_A_MAIL,
    "10,001 mails": b"".join(FROM + b"Subject: %d\n\nx\n\n" % n for n in range(10_001)),
}
PIECES = [
    PLAIN,
    QUOTED,
    SIGNED,
    b"X: y\n",
    b"Subject: only a header\n\n",
    b"Subject: e\n\n\n\n\n",
    b"",
    b"no header at all\n",
    b"From : a@b\nTo: c\n\n>>>From x\n",
    DIGEST,
    b"Subject: nul\n\na\0b\rc\n",
]
LETTER = (
    b"From: Lock News <news@lock.example>\nList-Id: <news.lock.example>\n"
    b"List-Unsubscribe: <https://lock.example/u>\nSubject: The basin\n"
    b"Date: Tue, 24 Nov 2026 08:00:00 +0000\nContent-Type: text/html; charset=utf-8\n\n"
    b"<html><body><h1>The basin</h1>"
    + (b"<p>" + SENTENCE * 3 + b"</p>\n") * 6
    + b"<pre>\n%sFrom the north\n</pre></body></html>\n"
)


def check_passes(box):
    once = run(*BOX, stdin=box)
    assert once.status == 0
    assert once.out == box
    assert run(*BOX, stdin=once.out).out == once.out


@pytest.mark.parametrize("name", BOXES)
def test_passes(name):
    check_passes(BOXES[name])


@pytest.mark.parametrize("number", range(12))
def test_random_mailbox_passes(number):
    chance = random.Random(700 + number)
    box = b""
    for _ in range((0, 1, 2, 5, 30)[number % 5]):
        one, line = chance.choice(PIECES), FROM
        if chance.random() < 0.4:
            one = crlf(one)
        if chance.random() < 0.3:
            line = crlf(line)
        box += line + one + chance.choice((b"\n", b"\r\n", b"\n\n"))
    check_passes(box)


# --- mails that change


def original_of(message):
    for part in email.message_from_bytes(message).walk():
        if part.get_filename() == "original.eml.gz":
            return gzip.decompress(part.get_payload(decode=True))
    return None


def unchanged(data):
    return data


class Changed:
    """A mailbox of a letter that is changed and a mail that is not."""

    def __init__(self, change):
        self.change = change
        self.plain = change(FROM + PLAIN + b"\n")
        self.box = change(FROM + LETTER % b">" + b"\n") + self.plain
        self.out = run(*BOX, stdin=self.box).out
        self.first = self.out[: -len(self.plain)]
        self.rest = self.out[-len(self.plain) :]


@pytest.fixture(name="changed", scope="module", params=[unchanged, crlf], ids=["LF", "CRLF"])
def change(request):
    return Changed(request.param)


def test_one_mail_of_two_is_changed(changed):
    assert b"X-Offprint: status=included" in changed.first
    assert changed.rest == changed.plain


def test_original_is_without_the_quoting_of_the_mailbox(changed):
    assert original_of(changed.first) == changed.change(FROM + LETTER % b"")


def test_line_ends_of_the_mail(changed):
    if changed.change is crlf:
        assert b"\n" not in changed.first.replace(b"\r\n", b"")
    else:
        assert b"\r" not in changed.first


def test_restore_gives_the_mailbox_back(changed):
    assert run("--restore", "--from", "mbox", stdin=changed.out).out == changed.box


def test_offprint_is_not_changed_again(changed):
    assert run(*BOX, stdin=changed.out).out == changed.out


@pytest.mark.parametrize("number", range(8))
def test_random_letters(number):
    """Mails that change and mails that do not: restored, and the same again."""
    chance = random.Random(7000 + number)
    again = FROM.replace(b"From ", b">From ") + PLAIN
    mails = (LETTER % b">", LETTER % b">>>", PLAIN, QUOTED, SIGNED, again)
    box = b""
    for _ in range((1, 3, 12)[number % 3]):
        one = FROM + chance.choice(mails)
        box += crlf(one + b"\n") if chance.random() < 0.4 else one + chance.choice((b"\n", b"\n\n"))
    out = run(*BOX, stdin=box).out
    assert run("--restore", "--from", "mbox", stdin=out).out == box
    assert run(*BOX, stdin=out).out == out


# --- what became of the mails of a mailbox that is done in pieces


def test_failures_are_counted_by_their_reasons():
    """As those of a feed are: 100 mails are two pieces."""
    inside = TEASER.replace(BRIDGE, b"http://127.0.0.1:9/bridge")
    nowhere = TEASER.replace(BRIDGE, b"http://lock.invalid/bridge")
    box = b"".join(
        FROM + (inside if n % 5 == 0 else nowhere if n % 7 == 0 else PLAIN) + b"\n"
        for n in range(100)
    )
    fetching = [word for word in BOX if word != "--no-fetch"]
    done = run("-v", *fetching, stdin=box)
    assert done.out == box
    last = [line for line in done.said.splitlines() if " items: " in line]
    assert len(last) == 1
    assert re.fullmatch(
        r"offprint: 100 items: 0 fetched, 0 included, 32 failed \(12 dns, 20 guard\), 68 untouched",
        last[0],
    ), last
