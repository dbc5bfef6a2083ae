"""A reader that was taken over: it takes the whole input and says what PEER_SAYS names,
or says it at once.
"""

import os
import random
import sys
import time

sys.path.insert(0, os.environ["PEER_FOLDER"])
from wire import Input, field, frame, put, send  # noqa: E402

LETTERS = b"OIEASWKCFPBZVGRND"
DONE = field("STATUS", "fetched") + field("EXIT", 0)


def done(total, **more):
    send(b"D", DONE + field("TOTAL", total) + b"".join(field(k, v) for k, v in more.items()))


def messages(count, size):
    """A result of several messages, cut off behind the last end."""
    for i in range(count):
        send(b"R", b"%d" % (i % 10) * size)
        send(b"N")


def flood(letter, body):
    while True:
        send(letter, body)


def pages():
    """Requests for pages whose answers it never reads."""
    for i in range(1, 1000000):
        send(b"F", field("ID", i) + field("URL", "http://127.0.0.1:1/%d" % i))


def random_frames(seed):
    r = random.Random(seed)
    values = [
        b"",
        b"1",
        b"-1",
        b"99999999999999999999",
        b"failed",
        b"x" * 9000,
        b"\0\0",
        b"a\nB: c",
    ]
    for _ in range(r.randrange(1, 50)):
        fields = [
            field(
                r.choice([18, 30, 31, 34, 35, 40, 41, 42, 43, 50, 80, 81, r.randrange(256)]),
                r.choice(values),
            )
            for _ in range(r.randrange(5))
        ]
        body = (
            b"".join(fields) if r.random() < 0.7 else r.randbytes(r.choice([0, 1, 4, 300, 70000]))
        )
        length = len(body) if r.random() < 0.95 else r.choice([0, 0xFFFFFFFF, 1 << 20])
        put(
            frame(
                bytes([r.choice(LETTERS)]),
                body,
                length,
                b"\0\0\0" if r.random() < 0.98 else b"\0\1\0",
            )
        )
        if r.random() < 0.1:
            time.sleep(0.01)


def say(what):
    word, _, rest = what.partition(":")
    if word == "frame":  # one frame of this type, with nothing in it and with rubbish in it
        send(rest.encode())
        send(rest.encode(), b"\x1f\xff\xff\xff\xffx")
        time.sleep(60)
    if word == "dies":  # in the middle of a result of several messages
        count, size = map(int, rest.split("x"))
        messages(count, size)
    if word == "hangs":
        messages(3, 1000)
        time.sleep(60)
    if word == "ends":  # more ends of messages than messages
        for _ in range(50):
            send(b"N")
        send(b"R", b"From: x\n\nhello")
        send(b"N")
        done(14)
    if word == "total":
        send(b"R", b"hello")
        done(int(rest))
    if word == "exit":
        send(b"R", b"hello")
        send(b"D", field("STATUS", "failed") + field("TOTAL", 5) + field("EXIT", rest))
    if word == "status":
        send(
            b"D",
            field("STATUS", b"\x1b[2Jfetched\nX-Field: 1")
            + field("TOTAL", 0)
            + field("MESSAGE", b"\xc2\x9b31m \xe2\x80\xae\x07"),
        )
    if word == "counts":
        send(b"R", b"hello")
        done(5, FETCHED=2**62, UNTOUCHED=-7)
    if word == "remarks":
        for letter in (b"V", b"C", b"G", b"S"):
            send(
                letter,
                b"\x1b]0;name\x07\x1b[2J \xc2\x9b31m \x9b31m \xe2\x80\xae \xe2\x80\xa8 over\r\n\n",
            )
        time.sleep(60)
    if word == "request":
        send(
            b"F",
            {
                "no-id": field("URL", "http://127.0.0.1:1/"),
                "no-url": field("ID", 1),
                "twice": field("ID", 1) + field("URL", "http://127.0.0.1:1/"),
                "large": field("ID", 1) + field("URL", "http://127.0.0.1:1/") + bytes(500000),
            }[rest],
        )
        if rest == "twice":
            send(b"F", field("ID", 1) + field("URL", "http://127.0.0.1:1/"))
        time.sleep(60)
    if word == "flood":
        if rest == "pages":
            pages()
        flood(
            *{
                "output": (b"R", b"x" * 900000),
                "ends": (b"N", b""),
                "remarks": (b"V", b"x" * 800),
                "complaints": (b"C", b"x" * 800),
                "rules": (b"W", field("SITE_HOST", "a.b.c.example")),
            }[rest]
        )
    if word == "half":
        put(frame(b"R", b"x" * 1000, 5000))
        time.sleep(60)
    if word == "garbage":
        put(os.urandom(100000))
    if word == "random":
        random_frames(int(rest))


asked = os.environ["PEER_SAYS"]
if asked.startswith("early "):  # before it has read anything
    say(asked[6:])
else:
    Input().until(b"E")
    say(asked)
