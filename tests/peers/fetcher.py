"""A fetcher that was taken over: its answer to each request is what PEER_SAYS names."""

import os
import struct
import sys
import time

sys.path.insert(0, os.environ["PEER_FOLDER"])
from wire import Input, field, frame, number_of, put, send  # noqa: E402

PAGE = (
    b"<html><head><title>The tram</title></head><body><article><h1>The tram</h1>"
    + (
        b"<p>The tram runs again from the station to the harbour, "
        b"and the first car was full of people who had waited for a year.</p>"
    )
    * 9
    + b"</article></body></html>"
)


def page(number, url=b"http://tram.example/", kind=b"text/html"):
    send(
        b"P",
        field("ID", number)
        + field("HTTP_STATUS", 200)
        + field("URL", url)
        + field("CONTENT_TYPE", kind),
    )


def body(number, data=PAGE):
    send(b"B", struct.pack(">I", number) + data)


def end(number, *more):
    send(b"Z", field("ID", number) + b"".join(more))


def answer(what, n):
    if what == "right":
        page(n), body(n), end(n)
    if what == "page-twice":
        page(n), page(n), body(n), end(n)
    if what == "body-first":
        body(n), page(n), end(n)
    if what == "no-page":
        body(n), end(n)
    if what == "end-twice":
        page(n), body(n), end(n), end(n)
    if what == "after-the-end":
        end(n), page(n), body(n), end(n)
    if what == "another-number":
        page(n + 7), body(n + 7), end(n + 7)
    if what == "no-number":
        send(b"Z"), send(b"Z", b"x"), send(b"B"), send(b"B", b"\0\0")
    if what == "negative-number":
        end(-1), end(2**40), body(0xFFFFFFFF)
    if what == "endless":
        page(n)
        while True:
            body(n, b"x" * 900000)
    if what == "type":
        page(n, kind=b"text/html\r\nX-Field: 1\x1b[2J"), body(n), end(n)
    if what == "address":
        page(n, url=b"http://tram.example/\r\nX-Field: 1"), body(n), end(n)
    if what == "reason-words":
        end(
            n,
            field("REASON", b"x\r\nX-Field: 1"),
            field("ERROR", b"x\r\nX-Field: 1 \x1b[2J \xc2\x9b31m"),
        )
    if what == "reason-of-the-gate":
        end(n, field("REASON", 1000000), field("ERROR", "x"))
    if what == "remarks":
        for _ in range(2000):
            send(b"V", b"\x1b[2J\xc2\x9b31m" + b"x" * 900)
        end(n, field("REASON", 1))
    if what == "frames-of-others":
        for letter in b"OIEASWKCFGRND":
            send(bytes([letter]), b"x")
    if what == "half":
        put(frame(b"B", b"x" * 1000, 5000))
        time.sleep(60)
    if what == "garbage":
        put(os.urandom(100000))
    if what == "dies":
        page(n)
        sys.exit(1)
    if what == "silent":
        time.sleep(60)


frames = Input()
while got := frames.until(b"F"):
    answer(os.environ["PEER_SAYS"], number_of(got[1], "ID"))
