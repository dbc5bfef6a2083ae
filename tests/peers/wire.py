"""The wire as a peer that lies speaks it:
frames of a letter, three zero bytes, a length and a body.
"""

import os
import pathlib
import re
import struct

TABLE = pathlib.Path(os.environ["PEER_SOURCE"]) / "filter" / "wire" / "wire-fields.def"
TAGS = {name: int(tag) for name, tag in re.findall(r"OFF_FIELD\((\w+), (\d+),", TABLE.read_text())}


def frame(letter, body=b"", length=None, zeros=b"\0\0\0"):
    return letter + zeros + struct.pack(">I", len(body) if length is None else length) + body


def field(name, value, length=None):
    value = value if isinstance(value, bytes) else str(value).encode()
    tag = TAGS[name] if isinstance(name, str) else name
    return bytes([tag]) + struct.pack(">I", len(value) if length is None else length) + value


def put(data):
    while data:
        data = data[os.write(1, data) :]


def send(letter, body=b""):
    put(frame(letter, body))


class Input:
    """The frames that come in; None at the end."""

    def __init__(self):
        self.data = b""

    def _has(self, size):
        while len(self.data) < size:
            more = os.read(0, 65536)
            if not more:
                return False
            self.data += more
        return True

    def next(self):
        if not self._has(8):
            return None
        size = struct.unpack(">I", self.data[4:8])[0]
        if not self._has(8 + size):
            return None
        letter, body = self.data[:1], self.data[8 : 8 + size]
        self.data = self.data[8 + size :]
        return letter, body

    def until(self, letter):
        while (got := self.next()) and got[0] != letter:
            pass
        return got


def number_of(body, name):
    """The value of a field of a frame's body."""
    at = 0
    while at + 5 <= len(body):
        size = struct.unpack(">I", body[at + 1 : at + 5])[0]
        if body[at] == TAGS[name]:
            return int(body[at + 5 : at + 5 + size])
        at += 5 + size
    return 0
