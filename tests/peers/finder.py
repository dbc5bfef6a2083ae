"""A reader of an archive that was taken over:
as the one that finds pages it says what PEER_SAYS names, as a worker it answers each page.
"""

import os
import sys
import time

sys.path.insert(0, os.environ["PEER_FOLDER"])
from wire import Input, field, send  # noqa: E402


def record(number):
    send(b"A", field("RECORD_NUMBER", number) + field("URL", "http://tram.example/%d" % number))


def find(what):
    if what == "right":
        record(1), send(b"R", b"<p>one</p>"), send(b"N"), send(b"D", field("RECORD_NUMBER", 1))
    if what == "grows":  # a page that a worker has
        record(1), send(b"R", b"A" * 1000000), send(b"N")
        time.sleep(0.3)
        for _ in range(6):
            send(b"R", b"B" * 1000000)
    if what == "whole-twice":
        record(1), send(b"R", b"A"), send(b"N"), send(b"N")
    if what == "no-record":
        send(b"R", b"A"), send(b"N")
    if what == "not-whole":
        record(1), record(2), send(b"N")
    if what == "ends-in-a-page":
        record(1), send(b"R", b"A"), send(b"D", field("RECORD_NUMBER", 1))
    if what == "large":
        record(1)
        while True:
            send(b"R", b"A" * 1000000)
    if what == "wrong-frame":
        send(b"F", field("ID", 1) + field("URL", "http://127.0.0.1:1/"))
    if what == "dies":
        record(1), send(b"R", b"A")
        sys.exit(1)
    time.sleep(20)


frames = Input()
if b"find" in frames.next()[1]:
    find(os.environ["PEER_SAYS"])
while frames.until(b"A"):
    time.sleep(0.6)
    frames.until(b"E")
    send(b"R", b'{"x":1}\n')
    send(b"D", field("STATUS", "fetched") + field("TOTAL", 8))
