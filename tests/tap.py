"""Runs one file of test functions by pytest and prints TAP, for make check."""

import os
import pathlib
import subprocess
import sys

SYSTEM_PYTHON = "/usr/bin/python3"
NAME_MAX = 200  # letters of a test function's name with its parameters, which may be a whole page


class Tap:
    """A pytest plugin: a line for each test function, behind what it prints."""

    def __init__(self, where):
        self.where = where
        self.count = 0

    def pytest_internalerror(self, excrepr):
        print(excrepr, file=sys.stderr)

    def line(self, verdict, name, directive=""):
        self.count += 1
        name = name.replace("#", "no.")[:NAME_MAX]
        print(f"{verdict} {self.count} - {name}{directive}", file=self.where, flush=True)

    def failure(self, name, report):
        for text in str(report.longrepr).splitlines()[-30:]:
            print("#", text[:300], file=self.where)
        self.line("not ok", name)

    def pytest_collectreport(self, report):
        if report.failed:
            self.failure(f"{report.nodeid} is read", report)

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.split("::", 1)[-1]
        if report.failed:
            self.failure(name if report.when == "call" else f"{name} ({report.when})", report)
        elif report.skipped:
            why = report.longrepr[2] if isinstance(report.longrepr, tuple) else "skipped"
            self.line("ok", name, " # SKIP " + why.removeprefix("Skipped: "))
        elif report.when == "call":
            for text in report.capstdout.splitlines():
                print("#", text, file=self.where)
            self.line("ok", name)


def has_pytest(python):
    command = [python, "-c", "import pytest"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main():
    path = pathlib.Path(sys.argv[1])
    try:
        import pytest
    except ImportError:
        if sys.executable != SYSTEM_PYTHON and has_pytest(SYSTEM_PYTHON):
            os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, __file__, str(path)])
        print("1..0 # SKIP install pytest (Debian: python3-pytest)")
        return 0
    tap = Tap(os.fdopen(os.dup(1), "w"))
    # What pytest itself would tell a terminal is not TAP. It needs one that it can ask, though:
    # how much to say of two values that differ, and in which colours.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    plain = ["-p", "no:cacheprovider", "--color=no", "--rootdir", str(path.parent)]
    status = pytest.main([*plain, str(path)], plugins=[tap])
    print(f"1..{tap.count}", file=tap.where, flush=True)
    return int(status not in (0, 1) or status == 1)


sys.exit(main())
