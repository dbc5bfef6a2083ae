"""The sandbox: what must not be possible is tried from inside, and the work goes on in it.

Where the system has less of it, the work goes on with what there is, or is refused.
"""

import json
import os
import re
import subprocess
import sys

import pytest

from harness import BUILD, ENV, OFFPRINT, SANITIZED, TEASER, TOP, WARC, Outcome, need, run

CUT = TOP / "tests" / "without_landlock.py"


@pytest.fixture(scope="module", name="report")
def try_from_inside():
    """What --sandbox-test says, where all of the sandbox is in force."""
    if SANITIZED:
        pytest.skip("build without sanitizers, which allow no sandbox")
    done = run("--sandbox-test")
    if "Landlock" not in done.text or "seccomp" not in done.text:
        built = re.search(r"sandbox: (.*?), rlimits", run("-V").text)[1]
        first = done.text.split("\n")[0]
        pytest.skip(f"boot a kernel with Landlock and seccomp ({first}, built with {built})")
    return done


def test_nothing_is_possible(report):
    assert report.status == 0
    assert "POSSIBLE" not in report.text


REFUSED = [
    ("reader", "file"),
    ("reader", "exec"),
    ("reader", "socket"),
    ("fetcher", "file"),
    ("fetcher", "exec"),
]


@pytest.mark.parametrize("program, what", REFUSED)
def test_refused(report, program, what):
    reader, fetcher = report.text.split("fetcher")[:2]
    tried = {"reader": reader, "fetcher": fetcher}[program]
    assert re.search(rf"^    {what} +(refused|killed)$", tried, re.M), report


def test_required_and_whole(report):
    """The work is done."""
    assert b"status=fetched" in run("--require-sandbox", "--replay", WARC, stdin=TEASER).out


# --- without Landlock: a filter around all of it answers its system calls with ENOSYS


@pytest.fixture(scope="module", name="without")
def cut(report):
    """Runs offprint without Landlock."""
    if os.uname().machine != "x86_64":
        pytest.skip("run this on x86_64: the filter is made for its calls")

    def run_without(*args, stdin=b""):
        command = [sys.executable, CUT, OFFPRINT, *args]
        done = subprocess.run(command, input=stdin, capture_output=True, env=ENV)
        return Outcome(done.returncode, done.stdout, done.stderr)

    if run_without("-V").status == 99:
        pytest.skip("run this where a process may install a seccomp filter")
    return run_without


def test_reader_still_opens_nothing(without):
    done = without("--sandbox-test")
    assert b"Landlock" not in done.out
    assert b"POSSIBLE" not in done.out.split(b"fetcher")[0], done


def test_goes_on_without(without):
    """And says so at -v."""
    done = without("-v", "--replay", WARC, stdin=TEASER)
    assert b"status=fetched" in done.out
    assert "incomplete" in done.said


def test_required_and_not_whole(without):
    """Then the original comes out."""
    done = without("-v", "--require-sandbox", "--replay", WARC, stdin=TEASER)
    assert (done.status, done.out) == (0, TEASER)
    assert "reason=sandbox" in done.said


def test_required_and_strict(without):
    done = without("--require-sandbox", "--strict", "--replay", WARC, stdin=TEASER)
    assert (done.status, done.out) == (69, b"")


def test_charsets_were_loaded_before(without):
    page = (
        "<html><body><h1>Старый мост</h1><p>В шесть часов утра во вторник первый грузовик проехал "
        "по старому мосту, и люди, ждавшие на обоих берегах, закричали от "
        "радости.</p></body></html>"
    )
    done = without("--from", "html", "--to", "json", "-n", stdin=page.encode("koi8-r"))
    assert "первый грузовик" in json.loads(done.out)["text"]


# --- the code for other systems, which cannot run here: it is compiled against declarations of
# what it calls (pledge(2), unveil(2), cap_enter(2))

CALLS = """\
int pledge(const char *promises, const char *execpromises);
int unveil(const char *path, const char *permissions);
"""


@pytest.mark.parametrize("system", ["openbsd", "freebsd"])
def test_compiles_for(system, tmp_path):
    compiler = need("cc")
    (tmp_path / "sys").mkdir()
    (tmp_path / "sys/capsicum.h").write_text("int cap_enter(void);\n")
    (tmp_path / "calls.h").write_text(CALLS)
    how = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
    where = ["-include", tmp_path / "calls.h", f"-I{tmp_path}"]
    where += [f"-I{BUILD}", "-iquote", TOP / "filter", "-iquote", TOP / "filter/sandbox"]
    source = TOP / f"filter/sandbox/{system}.c"
    done = subprocess.run([compiler, *how, *where, source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
