"""contrib/cookies-from-firefox: the cookies of one host, in the format of --cookies."""

import sqlite3
import subprocess
import sys

from harness import TOP

SCRIPT = TOP / "contrib/cookies-from-firefox"
TABLE = (
    "CREATE TABLE moz_cookies (originAttributes TEXT, host TEXT, path TEXT, isSecure INTEGER, "
    "expiry INTEGER, name TEXT, value TEXT, isHttpOnly INTEGER)"
)
ROWS = [
    ("", ".paper.example.org", "/", 1, 1900000000, "session", "abc", 1),
    ("", "www.paper.example.org", "/a", 0, 1900000000123, "seen", "1", 0),
    ("", ".example.com", "/", 0, 1900000000, "other", "x", 0),
    ("", "paper.example.org", "/", 0, 1900000000, "host-only", "x", 0),
    ("^userContextId=1", ".paper.example.org", "/", 0, 1900000000, "container", "x", 0),
]


def run(home, *args):
    command = [sys.executable, str(SCRIPT), *args]
    return subprocess.run(command, capture_output=True, text=True, env={"HOME": str(home)})


def make_profile(home):
    profile = home / ".mozilla/firefox/x.default"
    profile.mkdir(parents=True)
    with sqlite3.connect(profile / "cookies.sqlite") as database:
        database.execute(TABLE)
        database.executemany("INSERT INTO moz_cookies VALUES (?,?,?,?,?,?,?,?)", ROWS)
    database.close()
    return profile / "cookies.sqlite"


def test_those_of_the_host(tmp_path):
    make_profile(tmp_path)
    done = run(tmp_path, "www.paper.example.org")
    assert done.stdout.splitlines() == [
        "# Netscape HTTP Cookie File",
        "#HttpOnly_.paper.example.org\tTRUE\t/\tTRUE\t1900000000\tsession\tabc",
        "www.paper.example.org\tFALSE\t/a\tFALSE\t1900000000\tseen\t1",
    ]


def test_host_without_cookies(tmp_path):
    file = make_profile(tmp_path)
    done = run(tmp_path, "--database", str(file), "elsewhere.example.net")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no cookie for elsewhere.example.net" in done.stderr


def test_no_firefox(tmp_path):
    done = run(tmp_path, "paper.example.org")
    assert (done.returncode, done.stdout) == (1, "")
    assert "--database" in done.stderr
