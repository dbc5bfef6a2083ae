#!/usr/bin/env python3
"""Mailboxes: mails that are not touched come out byte for byte, once and twice, whatever their line ends and quoting; mails
that are touched give their original back."""
import gzip, email, random, sys, pathlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

BOX = ("--config", "off", "--cache", "off", "--no-fetch", "--from", "mbox", "--to", "mbox", "--deadline", "50")
FROM = b"From keeper@lock.example Tue Nov 24 08:00:00 2026\n"
SENTENCE = b"The lock keeper opens the upper gate at six and lets the barges through one after the other, until the basin below is empty again. "


def crlf(b): return b.replace(b"\n", b"\r\n")


def passes(box, name, want=None):
    once = run(*BOX, stdin=box)
    twice = run(*BOX, stdin=once[1])
    ok(once[0] == 0 and once[1] == (want or box), f"{name}: byte for byte", (once[0], len(box), len(once[1]), once[2][-200:]))
    ok(twice[1] == once[1], f"{name}: the same again", (len(once[1]), len(twice[1])))


plain = b"From: Ana <ana@lock.example>\nSubject: Sunday\n\nSee you on Sunday.\n"
quoted = plain + b">From here we go by boat.\n>>From there on foot.\n"
signed = b"From: Ana <ana@lock.example>\nSubject: s\nContent-Type: multipart/signed; boundary=q\n\n--q\n\n>From here on\n--q--\n"
passes(FROM + plain + b"\n", "one mail")
passes(FROM + quoted + b"\n" + FROM + plain + b"\n", "quoted From_ lines")
passes(FROM + signed + b"\n", "a signed mail with a quoted From_ line")
passes(crlf(FROM + quoted + b"\n") * 3, "a mailbox with CR LF")
passes(FROM + crlf(quoted) + b"\r\n" + FROM + crlf(plain) + b"\r\n", "mails with CR LF behind From_ lines with LF")
passes(FROM + crlf(plain) + b"\n" + FROM + plain + b"\r\n", "line ends of every kind")
passes(FROM + plain + b"\n\n\n" + FROM + plain + b"\n", "several blank lines behind a mail")
passes(FROM + plain, "no blank line at the end")
passes((FROM + plain)[:-1], "no newline at the end")
passes(FROM + b"\n" + FROM + plain + b"\n", "a From_ line with nothing behind it")
passes(FROM + b" : x\nno header\n\n" + FROM + plain + b"\n", "a mail that is none between two")
passes(FROM + b">From old@lock.example Mon Nov 23 08:00:00 2026\n" + plain + b"\n", "a second envelope line, quoted")
passes(FROM + plain + b"\nFrom now on we open at six.\n\n" + FROM + plain + b"\n", "a sentence that begins with From")
passes(FROM + b"From : Ana <ana@lock.example>\nSubject : old\n\nFrom : here\n\n", "a field with a blank before its colon")
passes(FROM + b"Subject: attached\nContent-Type: message/rfc822\n\n>" + FROM + plain + b"\n", "a mailbox in a mail")
passes(b"".join(FROM + b"Subject: %d\n\nx\n\n" % i for i in range(10_001)), "10,001 mails")

rnd = random.Random(7)
PIECES = [plain, quoted, signed, b"X: y\n", b"Subject: only a header\n\n", b"Subject: e\n\n\n\n\n", b"", b"no header at all\n", b"From : a@b\nTo: c\n\n>>>From x\n",
          b"Subject: n\nContent-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: inner\n\n>From inner\n--d--\n", b"Subject: nul\n\na\0b\rc\n"]
for number in range(12):
    box = b""
    for _ in range(rnd.choice((0, 1, 2, 5, 30))):
        one, line = rnd.choice(PIECES), FROM
        if rnd.random() < 0.4: one = crlf(one)
        if rnd.random() < 0.3: line = crlf(line)
        box += line + one + rnd.choice((b"\n", b"\r\n", b"\n\n"))
    passes(box, f"random mailbox {number}")

# mails that change
letter = b"From: Lock News <news@lock.example>\nList-Id: <news.lock.example>\nList-Unsubscribe: <https://lock.example/u>\nSubject: The basin\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nContent-Type: text/html; charset=utf-8\n\n<html><body><h1>The basin</h1>" + b"".join(b"<p>" + SENTENCE * 3 + b"</p>\n" for _ in range(6)) + b"<pre>\n%sFrom the north\n</pre></body></html>\n"


def original_of(message):
    for part in email.message_from_bytes(message).walk():
        if part.get_filename() == "original.eml.gz": return gzip.decompress(part.get_payload(decode=True))
    return None


for name, change in (("LF", lambda b: b), ("CR LF", crlf)):
    box = change(FROM + letter % b">" + b"\n" + FROM + plain + b"\n")
    status, out, _ = run(*BOX, stdin=box)
    first, rest = out[:-len(change(FROM + plain + b"\n"))], out[-len(change(FROM + plain + b"\n")):]
    ok(b"X-Offprint: status=included" in first and rest == change(FROM + plain + b"\n"), f"{name}: one mail of two is changed", out[:600])
    ok(original_of(first) == change(FROM + letter % b""), f"{name}: the original is what was mailed, without the mailbox's quoting", original_of(first))
    lone = first.replace(b"\r\n", b"") if name == "CR LF" else first
    ok((b"\n" not in lone) if name == "CR LF" else (b"\r" not in first), f"{name}: the line ends of the mail", lone[:200])
    ok(run("--restore", "--from", "mbox", stdin=out)[1] == box, f"{name}: --restore --from mbox gives the mailbox back", run("--restore", "--from", "mbox", stdin=out)[1][:300])
    ok(run(*BOX, stdin=out)[1] == out, f"{name}: an offprint is not changed again")

# random mailboxes of mails that change and mails that do not
for number in range(8):
    box = b""
    for _ in range(rnd.choice((1, 3, 12))):
        one = rnd.choice((letter % b">", letter % b">>>", plain, quoted, signed, FROM.replace(b"From ", b">From ") + plain))
        box += crlf(FROM + one + b"\n") if rnd.random() < 0.4 else FROM + one + rnd.choice((b"\n", b"\n\n"))
    out = run(*BOX, stdin=box)[1]
    ok(run("--restore", "--from", "mbox", stdin=out)[1] == box and run(*BOX, stdin=out)[1] == out, f"random letters {number}: restored, and the same again", (len(box), len(out)))
done()
