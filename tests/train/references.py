#!/usr/bin/env python3
"""Writes the table of named character references (HTML, 13.5), sorted by name.

usage: references.py >../../filter/html/references.def

Python's own library holds the standard's list; nothing is fetched.
"""
import html.entities


def c_string(text):
    """A C string of hexadecimal escapes."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in text.encode()) + '"'


def main():
    named = html.entities.html5
    assert max(len(name) for name in named) <= 32
    assert max(len(value.encode()) for value in named.values()) <= 7
    print("/* The named character references of HTML (13.5), sorted by name; made by")
    print(" * tests/train/references.py. OFF_REFERENCE(name, characters) */")
    for name in sorted(named, key=str.encode):
        print(f'OFF_REFERENCE("{name}", {c_string(named[name])})')


main()
