"""What the tests share: where things are, running offprint, and what is missing on this machine."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

TOP = pathlib.Path(os.environ.get("top_srcdir", pathlib.Path(__file__).parent.parent)).resolve()


def find_build():
    """The folder of the build: named, or the present one, or build/ of the sources."""
    named = os.environ.get("top_builddir")
    if named:
        return pathlib.Path(named).resolve()
    here = pathlib.Path.cwd()
    return here if (here / "offprint").exists() else TOP / "build"


BUILD = find_build()
OFFPRINT = str(BUILD / "offprint")
SHARED = pathlib.Path(os.environ.get("OFFPRINT_SHARED", TOP.parent / "shared"))
CASES = TOP / "tests" / "cases"
WARC = str(TOP / "tests" / "site" / "site.warc")
MAIL = TOP / "tests" / "mail"
TEASER = (MAIL / "teaser.eml").read_bytes()
ENV = {"OFFPRINT_LIBEXECDIR": str(BUILD), "PATH": "/usr/bin:/bin"}
TOOL_PATH = "/usr/bin:/usr/local/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin"


def has_sanitizers():
    """Is it built with address and undefined-behaviour sanitizers?"""
    reader = BUILD / "offprint-reader"
    done = subprocess.run(["ldd", str(reader)], capture_output=True, text=True, check=False)
    return "asan" in done.stdout


SANITIZED = has_sanitizers()
# For tests of time, of memory, or of signals that sanitizers catch themselves.
without_sanitizers = pytest.mark.skipif(
    SANITIZED, reason="sanitizers change what this measures: build without them"
)


class Outcome:
    """How a run of offprint ended."""

    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    @property
    def text(self):
        return self.out.decode("utf-8", "replace")

    @property
    def said(self):
        """Standard error as text."""
        return self.err.decode("utf-8", "replace")

    def __repr__(self):
        return f"status {self.status}\nout: {self.out[:2000]!r}\nerr: {self.err[:2000]!r}"


def run(*args, stdin=b"", env=None, timeout=300, **more):
    """Runs offprint with no configuration and no cache but those that are named."""
    done = subprocess.run(
        [OFFPRINT, *args],
        input=stdin,
        capture_output=True,
        timeout=timeout,
        env={**ENV, **(env or {})},
        check=False,
        **more,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def need(*tools):
    """Skips the test unless these programs are here; returns the path of the first."""
    paths = [shutil.which(tool, path=TOOL_PATH) for tool in tools]
    missing = [tool for tool, path in zip(tools, paths) if not path]
    if missing:
        pytest.skip(f"install {' '.join(missing)} (contrib/setup test)")
    return paths[0]


def dovecot_version():
    """Skips the test unless Dovecot is here; returns its first two numbers."""
    command = [need("dovecot"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(int(number) for number in re.match(r"(\d+)\.(\d+)", done.stdout).groups())


def need_pty():
    """Skips the test unless there are pseudo-terminals; returns a pair of descriptors."""
    try:
        return os.openpty()
    except OSError as error:
        pytest.skip(f"no pseudo-terminal: mount /dev/pts ({error})")
        raise


def need_terminal():
    """Skips the test unless script(1) can lend a program a pseudo-terminal."""
    need("script")
    for descriptor in need_pty():
        os.close(descriptor)


def in_terminal(command):
    """How script(1) runs it.

    ncurses 6.5 opens no terminal without a size, and script gives it none if it has none itself.
    """
    return ["script", "-qec", f"stty rows 40 cols 100; {command}", "/dev/null"]


def need_shared(name):
    """Skips the test unless this is in the folder of the corpora; returns its path."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"set OFFPRINT_SHARED to the folder that has {name}")
    return path
