"""Mails of every sort: what a filter meets in a life of delivering."""

import base64
import functools
import random

from harness import TEASER

RANDOM = random.Random(1)
NOISE = RANDOM.randbytes(100_000)
ENCRYPTED = RANDOM.randbytes(3000)
FROM_LINE = b"From letter@harbour.example.org  Tue Nov 24 08:10:00 2026\n"
BRIDGE = b"https://weekly.example.org/bridge"
READ_MORE = b'<a href="https://weekly.example.org/bridge">Read more</a>'
# How to leave the list: a short mail without such words may be a person's, and is left alone.
LEAVE = b'<p><a href="https://example.org/u">Unsubscribe</a></p>'
TEXT_LETTER = b"""The old bridge reopens after two years

At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had \
waited since Monday night cheered.

Read more: https://weekly.example.org/bridge

You receive this letter because you subscribed to Harbour Weekly.
View in browser: https://harbour.example.org/view
Unsubscribe: https://harbour.example.org/u/8f3a
"""


def header_of(mail):
    return mail.split(b"\n\n", 1)[0]


def simple(headers, body):
    """A mail with the fields that each one has."""
    return (
        b"From: a@example.org\nTo: b@example.com\nSubject: s\n"
        b"Date: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\n"
        b"MIME-Version: 1.0\n" + headers + b"\n" + body
    )


def letter(headers, body):
    """A newsletter with the fields of the teaser."""
    fields = header_of(TEASER).split(b"MIME-Version:")[0]
    return fields + b"MIME-Version: 1.0\n" + headers + b"\n" + body


def part(kind, body, more=b""):
    return b"--X\nContent-Type: " + kind + b"\n" + more + b"\n" + body + b"\n"


def mixed(make, kind, *parts):
    """A mail of several parts, made by simple() or letter()."""
    field = b"Content-Type: multipart/" + kind + b'; boundary="X"\n'
    return make(field, b"".join(parts) + b"--X--\n")


def of_list(body, kind=b"text/html", more=b""):
    fields = b"List-Id: <l.example.org>\nContent-Type: " + kind + b"\n" + more
    return simple(fields, body)


def with_attachment():
    html = (
        b'<html><body><h2><a href="'
        + BRIDGE
        + b'">The old bridge reopens after two years</a></h2><p>Short. '
        + READ_MORE
        + b"</p>"
        + LEAVE
        + b"</body></html>"
    )
    fields = (
        b'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="data.bin"\n'
    )
    blob = base64.encodebytes(bytes(range(256)) * 40)
    return mixed(
        letter,
        b"mixed",
        part(b"text/html; charset=utf-8", html),
        part(b'application/octet-stream; name="data.bin"', blob, fields),
    )


def with_message():
    html = (
        b"<html><body><h2>The old bridge reopens after two years</h2>"
        b"<p>At six on Tuesday morning the first lorry rolled over the old bridge. "
        + READ_MORE
        + b"</p>"
        + LEAVE
        + b"</body></html>"
    )
    inner = (
        b"From: c@example.org\nSubject: inner\nDate: Mon, 23 Nov 2026 08:00:00 +0000\n"
        b"Message-ID: <2@example.org>\n\ninner text"
    )
    return mixed(
        letter, b"mixed", part(b"text/html; charset=utf-8", html), part(b"message/rfc822", inner)
    )


def deep():
    """200 multiparts, each in the one before, and none is closed."""
    field = b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n'
    parts = b"".join(field % (level, level + 1) for level in range(200))
    end = b"--b200\nContent-Type: text/html\n\n" + READ_MORE + b"\n"
    return simple(b'Content-Type: multipart/mixed; boundary="b0"\n', parts + end)


def hardly_mails():
    return {
        "one byte": b"x",
        "one newline": b"\n",
        "NULs alone": bytes(1000),
        "random bytes": NOISE,
        "no body": header_of(TEASER) + b"\n",
        "no blank line": header_of(TEASER),
    }


def lines():
    fields = b"".join(b"X-Line-%d: %d\n" % (n, n) for n in range(10_000))
    folded = b"X-Long: a\n" + b"".join(b"\t%d\n" % n for n in range(10_000))
    broken = b">From here on\nFrom there on\nRead more:"
    return {
        "NULs": TEASER.replace(b"Read more", b"Read\0more") + b"\0\0\0",
        "header of 10,000 lines": fields + TEASER,
        "folded field of 10,000 lines": folded + TEASER,
        "CRLF": TEASER.replace(b"\n", b"\r\n"),
        "From_ line": FROM_LINE + TEASER,
        "From_ line with CRLF": (FROM_LINE + TEASER).replace(b"\n", b"\r\n"),
        ">From above the header": b">" + FROM_LINE.replace(b"  ", b" ") + TEASER,
        "8-bit header": TEASER.replace(b"Subject: The", b"Subject: \xc4nderung: The"),
        "utf-8 header": TEASER.replace(b"Subject: The", "Subject: Änderung: The".encode()),
        ">From in the body": TEASER.replace(b"Read more:", broken),
        "no newline at the end": TEASER[:-1],
    }


def not_to_be_touched():
    html = part(b"text/html", READ_MORE)
    signature = part(b"application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----")
    version = part(b"application/pgp-encrypted", b"Version: 1")
    secret = part(b"application/octet-stream", b"-----BEGIN PGP MESSAGE-----")
    words = part(b"text/plain", b"It did not arrive.")
    status = part(b"message/delivery-status", b"Action: failed")
    event = part(b"text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\nEND:VCALENDAR")
    signed = b'signed; protocol="application/pgp-signature"; micalg=pgp-sha256'
    encrypted = b'encrypted; protocol="application/pgp-encrypted"'
    smime = (
        b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\n'
        b"Content-Transfer-Encoding: base64\n"
    )
    inline = b"-----BEGIN PGP SIGNED MESSAGE-----\n\nhttps://weekly.example.org/bridge\nRead more\n"
    person = b'<p>Dear Ana, see you on <a href="' + BRIDGE + b'">Sunday</a>.</p>\n'
    return {
        "no MIME header": simple(b"", b"Just text, see https://weekly.example.org/bridge\n"),
        "multipart/signed": mixed(simple, signed, html, signature),
        "multipart/encrypted": mixed(simple, encrypted, version, secret),
        "S/MIME": simple(smime, base64.encodebytes(ENCRYPTED)),
        "inline PGP": simple(b"Content-Type: text/plain\n", inline),
        "bounce": mixed(simple, b"report; report-type=delivery-status", words, status),
        "calendar": mixed(simple, b"alternative", html, event),
        "personal": simple(b"Content-Type: text/html\n", person),
    }


def parts():
    coded = b"Content-Transfer-Encoding: base64\n"
    long = b"<p>" + b"word " * 40_000 + b"</p>" + READ_MORE + b"\n"
    empty = b'multipart/alternative; boundary="X"'
    nothing = part(b"text/plain", b"") + part(b"text/html", b"") + b"--X--\n"
    unknown = b"text/html; charset=x-unknown"
    return {
        "attachment": with_attachment(),
        "nested message/rfc822": with_message(),
        "boundary never closed": TEASER.replace(b"--b1--\n", b""),
        "boundary never opened": TEASER.replace(b'boundary="b1"', b'boundary="b2"'),
        "boundary of nothing": TEASER.replace(b'boundary="b1"', b"boundary="),
        "multiparts 200 deep": deep(),
        "broken quoted-printable": TEASER.replace(b"=E2=80=A6", b"=E2=8=ZZ="),
        "broken base64": of_list(b"PGh0!!!!bWw+\x80PGEgaHJlZj0i\n", more=coded),
        "unknown charset": TEASER.replace(b"text/html; charset=utf-8", unknown),
        "no links": of_list(b"<p>Hello.</p>\n"),
        "line of 200,000 bytes": of_list(long),
        "empty text part": of_list(b"", b"text/plain"),
        "empty parts": of_list(nothing, empty),
        "text alone": letter(b"Content-Type: text/plain\n", TEXT_LETTER),
    }


def addresses():
    return {
        "address that is gone": TEASER.replace(BRIDGE, b"https://harbour.example.org/gone"),
        "address not in the archive": TEASER.replace(BRIDGE, b"https://elsewhere.example.org/x"),
        "redirects without end": TEASER.replace(BRIDGE, b"https://loop.example.org/a"),
    }


MAILS = {
    "teaser": TEASER,
    **hardly_mails(),
    **lines(),
    **not_to_be_touched(),
    **parts(),
    **addresses(),
}
HUGE = "40 MiB"
NAMES = [*MAILS, HUGE]
# What comes out as it went in, with the sample site in place of the network.
UNTOUCHED = {
    *hardly_mails(),
    *not_to_be_touched(),
    *addresses(),
    HUGE,
    "boundary never opened",
    "boundary of nothing",
    "multiparts 200 deep",
    "broken base64",
    "no links",
    "empty text part",
    "empty parts",
}


@functools.lru_cache(1)
def huge():
    fields = b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
    blob = base64.encodebytes(RANDOM.randbytes(29 << 20))
    return TEASER.replace(b"\n--b1--", b"\n--b1\n" + fields + b"\n" + blob + b"--b1--")


def sample(name):
    """The bytes of one of NAMES."""
    return huge() if name == HUGE else MAILS[name]
