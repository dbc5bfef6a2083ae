"""What the tests share: TAP, running offprint, mails of every sort. Standard library only."""
import base64, os, pathlib, random, subprocess, sys

TOP = pathlib.Path(os.environ.get("top_srcdir", pathlib.Path(__file__).parent.parent)).resolve()
BUILD = pathlib.Path(os.environ.get("top_builddir", ".")).resolve()
SHARED = pathlib.Path(os.environ.get("OFFPRINT_SHARED", TOP.parent / "shared"))
OFFPRINT = str(BUILD / "offprint")
WARC = str(TOP / "tests/site/site.warc")
TEASER = (TOP / "tests/mail/teaser.eml").read_bytes()
ENV = {"OFFPRINT_LIBEXECDIR": str(BUILD), "PATH": "/usr/bin:/bin"}

_count = 0
_failed = 0


def ok(good, name, why=""):
    """One TAP line; why is shown where it failed."""
    global _count, _failed
    _count += 1
    if not good:
        _failed += 1
        for line in str(why).split("\n")[:12]: print("#", line[:400])
    print(("ok" if good else "not ok"), _count, "-", name.replace("#", "no."), flush=True)
    return good


def skip(name, why):
    global _count
    _count += 1
    print("ok", _count, "-", name, "# SKIP", why, flush=True)


def done():
    print(f"1..{_count}", flush=True)
    sys.exit(1 if _failed else 0)


def run(*args, stdin=b"", env=None, timeout=300, **more):
    """-> (status, stdout, stderr)"""
    r = subprocess.run([OFFPRINT, *args], input=stdin, capture_output=True, timeout=timeout, env={**ENV, **(env or {})}, **more)
    return r.returncode, r.stdout, r.stderr


def header_of(mail):
    return mail.split(b"\n\n", 1)[0]


def simple(headers, body):
    return b"From: a@example.org\nTo: b@example.com\nSubject: s\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n" + headers + b"\n" + body


def letter(headers, body):
    """A newsletter with the fields of the teaser."""
    return header_of(TEASER).split(b"MIME-Version:")[0] + b"MIME-Version: 1.0\n" + headers + b"\n" + body


def part(kind, body, more=b""):
    return b"--X\nContent-Type: " + kind + b"\n" + more + b"\n" + body + b"\n"


# How to leave the list: a short mail without such words may be a person's, and is left alone.
LEAVE = b'<p><a href="https://example.org/u">Unsubscribe</a></p>'
TEXT_LETTER = b"""The old bridge reopens after two years

At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited since Monday night cheered.

Read more: https://weekly.example.org/bridge

You receive this letter because you subscribed to Harbour Weekly.
View in browser: https://harbour.example.org/view
Unsubscribe: https://harbour.example.org/u/8f3a
"""


def with_attachment():
    html = b'<html><body><h2><a href="https://weekly.example.org/bridge">The old bridge reopens after two years</a></h2><p>Short. <a href="https://weekly.example.org/bridge">Read more</a></p>' + LEAVE + b"</body></html>"
    blob = base64.encodebytes(bytes(range(256)) * 40)
    return letter(b'Content-Type: multipart/mixed; boundary="X"\n',
                  part(b"text/html; charset=utf-8", html) + part(b'application/octet-stream; name="data.bin"', blob, b'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="data.bin"\n') + b"--X--\n")


def with_message():
    html = b'<html><body><h2>The old bridge reopens after two years</h2><p>At six on Tuesday morning the first lorry rolled over the old bridge. <a href="https://weekly.example.org/bridge">Read more</a></p>' + LEAVE + b"</body></html>"
    return letter(b'Content-Type: multipart/mixed; boundary="X"\n',
                  part(b"text/html; charset=utf-8", html) + part(b"message/rfc822", b"From: c@example.org\nSubject: inner\nDate: Mon, 23 Nov 2026 08:00:00 +0000\nMessage-ID: <2@example.org>\n\ninner text") + b"--X--\n")


def mails(large=True):
    """name -> bytes: what a filter meets in a life of delivering."""
    rnd = random.Random(1)
    text = TEASER
    m = {
        "teaser": text,
        "one byte": b"x",
        "one newline": b"\n",
        "NULs": text.replace(b"Read more", b"Read\0more") + b"\0\0\0",
        "NULs alone": bytes(1000),
        "random bytes": rnd.randbytes(100_000),
        "header of 10,000 lines": b"".join(b"X-Line-%d: %d\n" % (i, i) for i in range(10_000)) + text,
        "folded field of 10,000 lines": b"X-Long: a\n" + b"".join(b"\t%d\n" % i for i in range(10_000)) + text,
        "CRLF": text.replace(b"\n", b"\r\n"),
        "From_ line": b"From letter@harbour.example.org  Tue Nov 24 08:10:00 2026\n" + text,
        "From_ line with CRLF": (b"From letter@harbour.example.org  Tue Nov 24 08:10:00 2026\n" + text).replace(b"\n", b"\r\n"),
        ">From above the header": b">From letter@harbour.example.org Tue Nov 24 08:10:00 2026\n" + text,
        "8-bit header": text.replace(b"Subject: The", "Subject: Änderung: The".encode("latin-1")),
        "utf-8 header": text.replace(b"Subject: The", "Subject: Änderung: The".encode()),
        ">From in the body": text.replace(b"Read more:", b">From here on\nFrom there on\nRead more:"),
        "no body": header_of(text) + b"\n",
        "no blank line": header_of(text),
        "no newline at the end": text[:-1],
        "no MIME header": simple(b"", b"Just text, see https://weekly.example.org/bridge\n"),
        "multipart/signed": simple(b'Content-Type: multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256; boundary="X"\n', part(b"text/html", b'<a href="https://weekly.example.org/bridge">Read more</a>') + part(b"application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----") + b"--X--\n"),
        "multipart/encrypted": simple(b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="X"\n', part(b"application/pgp-encrypted", b"Version: 1") + part(b"application/octet-stream", b"-----BEGIN PGP MESSAGE-----") + b"--X--\n"),
        "S/MIME": simple(b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\nContent-Transfer-Encoding: base64\n', base64.encodebytes(rnd.randbytes(3000))),
        "inline PGP": simple(b"Content-Type: text/plain\n", b"-----BEGIN PGP SIGNED MESSAGE-----\n\nhttps://weekly.example.org/bridge\nRead more\n"),
        "bounce": simple(b'Content-Type: multipart/report; report-type=delivery-status; boundary="X"\n', part(b"text/plain", b"It did not arrive.") + part(b"message/delivery-status", b"Action: failed") + b"--X--\n"),
        "calendar": simple(b'Content-Type: multipart/alternative; boundary="X"\n', part(b"text/html", b'<a href="https://weekly.example.org/bridge">Read more</a>') + part(b"text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\nEND:VCALENDAR") + b"--X--\n"),
        "attachment": with_attachment(),
        "nested message/rfc822": with_message(),
        "boundary never closed": text.replace(b"--b1--\n", b""),
        "boundary never opened": text.replace(b'boundary="b1"', b'boundary="b2"'),
        "boundary of nothing": text.replace(b'boundary="b1"', b"boundary="),
        "multiparts 200 deep": simple(b'Content-Type: multipart/mixed; boundary="b0"\n', b"".join(b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n' % (i, i + 1) for i in range(200)) + b'--b200\nContent-Type: text/html\n\n<a href="https://weekly.example.org/bridge">Read more</a>\n'),
        "broken quoted-printable": text.replace(b"=E2=80=A6", b"=E2=8=ZZ="),
        "broken base64": simple(b"List-Id: <l.example.org>\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n", b"PGh0!!!!bWw+\x80PGEgaHJlZj0i\n"),
        "unknown charset": text.replace(b"text/html; charset=utf-8", b"text/html; charset=x-unknown"),
        "no links": simple(b"List-Id: <l.example.org>\nContent-Type: text/html\n", b"<p>Hello.</p>\n"),
        "line of 200,000 bytes": simple(b"List-Id: <l.example.org>\nContent-Type: text/html\n", b"<p>" + b"word " * 40_000 + b'</p><a href="https://weekly.example.org/bridge">Read more</a>\n'),
        "empty text part": simple(b"List-Id: <l.example.org>\nContent-Type: text/plain\n", b""),
        "empty parts": simple(b'List-Id: <l.example.org>\nContent-Type: multipart/alternative; boundary="X"\n', part(b"text/plain", b"") + part(b"text/html", b"") + b"--X--\n"),
        "text alone": letter(b"Content-Type: text/plain\n", TEXT_LETTER),
        "address that is gone": text.replace(b"https://weekly.example.org/bridge", b"https://harbour.example.org/gone"),
        "address not in the archive": text.replace(b"https://weekly.example.org/bridge", b"https://elsewhere.example.org/x"),
        "redirects without end": text.replace(b"https://weekly.example.org/bridge", b"https://loop.example.org/a"),
        "personal": simple(b"Content-Type: text/html\n", b'<p>Dear Ana, see you on <a href="https://weekly.example.org/bridge">Sunday</a>.</p>\n'),
    }
    if large:
        m["40 MiB"] = text.replace(b"\n--b1--", b"\n--b1\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(rnd.randbytes(29 << 20)) + b"--b1--")
    return m
