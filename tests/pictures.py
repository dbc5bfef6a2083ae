"""Small pictures for pages and mails of tests."""

import struct
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(shade, more=0):
    """One grey pixel, and so many bytes of text."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + (chunk(b"tEXt", b"x" * more) if more else b"")
        + chunk(b"IEND", b"")
    )


WEBP = b"RIFF\x10\0\0\0WEBPVP8 " + b"w" * 99
